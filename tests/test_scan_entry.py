"""What a scanned or typed text is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.barcode import check_digit
from orderdesk.scan_entry import (
    Box,
    Document,
    Goods,
    Order,
    Paper,
    Scan,
    Times,
    Unreadable,
    barcode_text,
    is_from_scanner,
    scanned,
)
from orderdesk.values import MAX_QUANTITY, quantity_text

EAN = "4006381333931"
numbers = st.integers(1, 10**18 - 1)
own = st.one_of(
    st.sampled_from(Order),
    st.builds(Times, st.integers(1, min(MAX_QUANTITY, 10**12 - 1))),
    st.builds(Document, st.sampled_from(Paper), numbers),
    st.builds(Box, numbers),
)


@given(own)
def test_what_is_printed_is_read_again(one: Order | Times | Document | Box) -> None:
    text = barcode_text(one)
    assert scanned(text) == scanned(text.lower()) == scanned(f"]C0{text}\r\n") == one
    assert text.isascii() and text.isprintable()  # Code 128 has no other letters
    assert is_from_scanner(text)


@given(st.text(), st.sampled_from(".,"))
def test_no_text_is_an_exception(text: str, mark: str) -> None:
    one = scanned(text, mark=mark)
    is_from_scanner(text)
    if isinstance(one, Goods):
        assert one.code and (one.quantity is None or 0 < one.quantity <= MAX_QUANTITY)


@given(st.text(alphabet="OD:Q0123456789]C1E*x .,PB\x1d␝", max_size=40))
def test_no_text_that_is_nearly_a_barcode_is_an_exception(text: str) -> None:
    scanned(text)


@given(st.from_regex(r"[A-Z][A-Z0-9-]{0,15}", fullmatch=True), st.integers(1, 999_999_999))
def test_many_of_a_code_in_every_way_of_typing_it(code: str, thousandths: int) -> None:
    typed = quantity_text(thousandths)
    for text in (f"{typed}*{code}", f"{typed} * {code}", f"{typed} x {code}", f"{typed}x {code}", f"{typed} {code}"):
        assert scanned(text) == Goods(code, thousandths), text


@given(st.integers(0, 10**13 - 1), st.integers(1, 10**8 - 1), st.text(alphabet="ABC123", min_size=1, max_size=20))
def test_a_gs1_barcode_is_its_gtin_and_its_count(item: int, count: int, lot: str) -> None:
    digits = f"{item:013}"
    gtin = f"{digits}{check_digit(digits)}"
    dated = f"]C101{gtin}1726113010{lot}\x1d37{count}"
    for text in (dated, f"]d201{gtin}30{count}\x1d10{lot}", f"\x1d01{gtin}37{count}"):
        said = "" if text.startswith("\x1d") else lot
        day = date(2026, 11, 30) if text is dated else None
        meant = Goods(gtin, count * 1_000, True, said, "", day)
        assert scanned(text) == scanned(text.replace("\x1d", "␝")) == meant
    assert scanned(f"]C101{gtin}10{lot}") == Goods(gtin, None, True, lot)
    assert scanned(f"]C101{gtin}21{lot}") == Goods(gtin, None, True, "", lot)


def test_a_lot_and_its_last_day_may_be_keyed_behind_the_code() -> None:
    assert scanned("12*MILK#L7#261231") == Goods("MILK", 12_000, lot="L7", expires=date(2026, 12, 31))
    assert scanned("MILK#L7") == Goods("MILK", lot="L7")
    assert scanned("MILK#L7#260200") == Goods("MILK", lot="L7", expires=date(2026, 2, 28))
    assert scanned("MILK#L7#261331") == Goods("MILK#L7#261331")
    assert scanned("#") == Goods("#")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", None),
        (" \r\n", None),
        ("]E0", None),
        (EAN, Goods(EAN, None, True)),
        (f"]E0{EAN}", Goods(EAN, None, True)),
        ("4006381333932", Goods("4006381333932")),  # not its check digit: a code of somebody's own
        (f"12*{EAN}", Goods(EAN, 12_000, True)),
        (f"010{EAN}3712", Goods(f"0{EAN}", 12_000, True)),
        ("A-01-1", Goods("A-01-1")),
        ("12x", Goods("12x")),
        ("12 3", Goods("3", 12_000)),
        ("od:undo", Order.UNDO),
        ("OD:Q0.5", Times(500)),
        ("OD:P2207", Document(Paper.PICK, 2207)),
        ("OD:SHORT", Order.SHORT),
        ("OD:S5001", Document(Paper.SHIPMENT, 5001)),
        ("OD:B2", Box(2)),
    ],
)
def test_texts(text: str, meant: Scan | None) -> None:
    assert scanned(text) == meant


@pytest.mark.parametrize(
    "text",
    ["OD:", "OD:NONE", "OD:Q0", "OD:Q-1", "OD:P", "OD:X1", "OD:B" + "9" * 19, "]C1ABC", "0*CHAI", "٣*CHAI"],
)
def test_what_cannot_be_read_says_so(text: str) -> None:
    one = scanned(text)
    assert isinstance(one, Unreadable) and one.why


def test_the_decimal_mark_of_the_place_and_the_point_of_the_numeric_pad() -> None:
    assert scanned("2,5*CHAI", mark=",") == scanned("2.5*CHAI", mark=",") == Goods("CHAI", 2_500)
    assert isinstance(scanned("2,5*CHAI"), Unreadable)


@pytest.mark.parametrize(
    ("text", "by_scanner"),
    [
        (EAN, True), ("OD:DONE", True), (f"damaged{EAN}", True), (f"DHL OD:P1{EAN}", True), (f"]C1010{EAN}", True),
        ("damaged", False), ("2,5 broken", False), ("3 of 5", False), ("00340435", False), ("12", False), ("", False),
    ],
)  # fmt: skip
def test_what_nobody_types(text: str, by_scanner: bool) -> None:
    assert is_from_scanner(text) is by_scanner
