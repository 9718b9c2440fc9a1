from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.quick_entry import NewLine, NewQuantity, Void, entry_text, readings, typed_day
from orderdesk.values import quantity_text

THURSDAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("chai", NewLine("chai")),
        ("12 chai", NewLine("chai", 12_000)),
        ("12 x chai", NewLine("chai", 12_000)),
        ("12 xylo", NewLine("xylo", 12_000)),
        ("12*chai", NewLine("12*chai")),
        ("0.5 chai", NewLine("chai", 500)),
        ("40 tofu -5%", NewLine("tofu", 40_000, discount=5_000)),
        ("40 tofu -12.5 %", NewLine("tofu", 40_000, discount=12_500)),
        ("tofu @ 3.20", NewLine("tofu", price=32_000)),
        ('2 chai @17.50 -5% "no box"', NewLine("chai", 2_000, price=175_000, discount=5_000, note="no box")),
        ('chai "to the @back, -5%', NewLine("chai", note="to the @back, -5%")),
        ("queso-m", NewLine("queso-m")),
        ("4006381333931", NewLine("4006381333931")),
        ("3 4006381333931", NewLine("4006381333931", 3_000)),
        ("*12", NewQuantity(12_000)),
        ("* 1.5", NewQuantity(1_500)),
        ("-", Void()),
    ],
)
def test_what_is_meant_first(text: str, first: object) -> None:
    assert readings(text)[0] == first


def test_a_code_goes_before_a_quantity() -> None:
    assert readings("6xchai") == (NewLine("6xchai"), NewLine("chai", 6_000))


def test_a_unit_may_stand_behind_the_quantity_or_it_is_a_word() -> None:
    assert readings("2 case chai") == (NewLine("chai", 2_000, "case"), NewLine("case chai", 2_000))


def test_words_are_kept_together() -> None:
    assert readings("queso manchego") == (NewLine("queso manchego"),)


def test_nothing_typed_is_nothing() -> None:
    assert readings("  ") == ()


@pytest.mark.parametrize("text", ["0 chai", "chai @x", "chai @-3", "chai -101%", "@3", '"a note"', "1.2345 chai"])
def test_what_cannot_be_is_said_in_words(text: str) -> None:
    with pytest.raises(BadValue):
        readings(text)


def test_the_comma_of_the_locale_and_the_point_of_the_numeric_pad() -> None:
    assert readings("1,5 chai", mark=",") == readings("1.5 chai", mark=",") == (NewLine("chai", 1_500),)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        found = readings(text)
    except BadValue as error:
        assert str(error)
    else:
        assert all(one.quantity > 0 for one in found if isinstance(one, NewLine | NewQuantity))


@given(
    st.integers(1, 10**9),
    st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,11}", fullmatch=True),
    st.sampled_from([" ", " x "]),
)
def test_quantity_and_code_come_back(quantity: int, code: str, between: str) -> None:
    assert readings(f"{quantity_text(quantity)}{between}{code}")[-1] == NewLine(code, quantity)


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}", fullmatch=True))
def test_every_code_without_a_blank_is_tried_as_a_code_first(code: str) -> None:
    assert readings(code)[0] == NewLine(code)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (NewLine("CHAI"), "CHAI"),
        (NewLine("CHAI", 12_000), "12 CHAI"),
        (NewLine("CHAI", 1_000, "case"), "1 case CHAI"),
        (NewLine("CHAI", 12_000, "case", 200_000, 5_000, "no box"), '12 case CHAI @20 -5% "no box"'),
        (NewLine("CHAI", 500, price=175_000, discount=12_500), "0.5 CHAI @17.50 -12.5%"),
        (NewLine("X", 2_000), "2 x X"),
        (NewLine("CHAI", note='19" rack'), "CHAI \"19' rack\""),
    ],
)
def test_a_line_is_written_as_it_would_be_typed(entry: NewLine, text: str) -> None:
    assert entry_text(entry) == text


def test_a_line_is_written_with_the_mark_that_is_typed_here() -> None:
    assert entry_text(NewLine("CHAI", 1_500, price=20_500), ",") == "1,5 CHAI @2,05"


_CODES = st.from_regex(r"[A-Za-z0-9][^\s]{0,15}", fullmatch=True)
_NOTES = st.text(max_size=30).map(lambda text: " ".join(text.split())).filter(lambda text: not set(text) & set('"“”„'))


@given(
    st.builds(
        NewLine,
        _CODES,
        st.integers(1, 10**12),
        st.one_of(st.just(""), st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,7}", fullmatch=True)),
        st.one_of(st.none(), st.integers(0, 10**13)),
        st.integers(0, 100_000),
        _NOTES,
    ),
    st.sampled_from([".", ","]),
)
def test_what_is_written_is_read_back_first(entry: NewLine, mark: str) -> None:
    assert readings(entry_text(entry, mark), mark=mark)[0] == entry


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("20.11.", date(2026, 11, 20)),
        ("20.11.2027", date(2027, 11, 20)),
        ("20/11/27", date(2027, 11, 20)),
        ("20 nov", date(2026, 11, 20)),
        ("3.2.", date(2027, 2, 3)),
        ("20", date(2026, 11, 20)),
        ("5", date(2026, 12, 5)),
        ("31", date(2026, 12, 31)),
        ("+3", date(2026, 11, 15)),
        ("fri", date(2026, 11, 13)),
        ("Thursday", THURSDAY),
        ("we", date(2026, 11, 18)),
        ("1.1.2020", date(2020, 1, 1)),
    ],
)
def test_days_as_clerks_type_them(text: str, day: date) -> None:
    assert typed_day(text, THURSDAY) == day


@pytest.mark.parametrize("text", ["", "x", "soon", "32", "31.2.", "30.2.2026", "1.2.3.4", "+99999", "99.99."])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(BadValue, match="is no day"):
        typed_day(text, THURSDAY)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        typed_day(text, THURSDAY)
    except BadValue as error:
        assert str(error)


def test_a_star_before_quantity_and_code_is_that_many_of_it() -> None:
    assert readings("*12 chai") == readings("12 chai")
    assert readings("* 12 chai -5%") == readings("12 chai -5%")
