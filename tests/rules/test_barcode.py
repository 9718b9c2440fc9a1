"""Barcodes: right ones are recognised in every length, wrong ones are refused with the right digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.rules.barcode import check_digit, normal_gtin, valid_gtin


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("9638507", 4), ("03600029145", 2), ("400638133393", 1), ("1061414100041", 5), ("000000000000", 0)],
)
def test_the_check_digit_is_the_one_gs1_gives(digits: str, expected: int) -> None:
    assert check_digit(digits) == expected


@pytest.mark.parametrize("code", ["96385074", "036000291452", "4006381333931", "10614141000415"])
def test_all_four_lengths_are_barcodes(code: str) -> None:
    assert valid_gtin(code)


@pytest.mark.parametrize(
    "code", ["", "4006381333930", "40063813339310", "400638133393", "400638133393A", "٤٠٠٦٣٨١٣٣٣٩٣١"]
)
def test_anything_else_is_no_barcode(code: str) -> None:
    assert not valid_gtin(code)


@pytest.mark.parametrize(
    ("scanned", "stored"),
    [
        ("96385074", "96385074"),
        ("0000096385074", "96385074"),
        ("036000291452", "0036000291452"),
        ("0036000291452", "0036000291452"),
        ("00036000291452", "0036000291452"),
        (" 4 006381 333931 ", "4006381333931"),
        ("4-006381-333931", "4006381333931"),
        ("10614141000415", "10614141000415"),
    ],
)
def test_one_article_is_one_barcode_however_it_was_scanned(scanned: str, stored: str) -> None:
    assert normal_gtin(scanned) == stored


def test_a_wrong_check_digit_is_answered_with_the_right_one() -> None:
    with pytest.raises(BadValue, match="ends in 0, but its check digit is 1: is it 4006381333931"):
        normal_gtin("4006381333930")


def test_a_wrong_length_is_answered_with_the_right_ones() -> None:
    with pytest.raises(BadValue, match="has 9 digits; a GTIN has 8, 12, 13 or 14"):
        normal_gtin("123456789")


def test_letters_are_no_barcode() -> None:
    with pytest.raises(BadValue, match="'CHAI' is not a row of digits"):
        normal_gtin("CHAI")


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.integers(1, 9))
def test_no_single_wrong_digit_passes(digits: str, place: int, shift: int) -> None:
    code = digits + str(check_digit(digits))
    assert valid_gtin(code)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert not valid_gtin(wrong)


@given(st.text("0123456789", min_size=13, max_size=13))
def test_a_normal_barcode_is_a_valid_one_and_stays_as_it_is(digits: str) -> None:
    normal = normal_gtin(digits + str(check_digit(digits)))
    assert valid_gtin(normal)
    assert normal_gtin(normal) == normal
