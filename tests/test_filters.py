"""The filter that is typed: everything is read or refused in words, and nothing depends on the order it is typed in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.filters import Field, Filter, Kind, Span, parse
from orderdesk.values import decimal_text

TODAY = date(2026, 11, 12)
STATES = ("draft", "submitted", "confirmed", "closed", "cancelled")
FIELDS = (
    Field("state", Kind.WORDS, among=STATES),
    Field("customer", Kind.TEXT),
    Field("number", Kind.NUMBER),
    Field("over", Kind.MONEY),
    Field("before", Kind.DAY),
    Field("late", Kind.FLAG),
)
NUMBERS = st.integers(0, 10**18 - 1)


def read(text: str) -> Filter:
    return parse(text, FIELDS, today=TODAY)


def test_words_fields_and_flags_stand_in_any_order() -> None:
    found = read("tofu state:draft  customer:alfki over:1000 late chai")
    assert found.words == ("tofu", "chai")
    assert found.among("state") == ("draft",)
    assert found.text("customer") == "alfki"
    assert found.money("over") == 1_000_00
    assert found.flag("late")
    assert found.span("number") is None and found.day("before") is None


def test_in_quotes_everything_is_a_word_and_a_value_may_have_blanks() -> None:
    found = read('"late" "state:draft" customer:"two words"')
    assert found.words == ("late", "state:draft")
    assert found.text("customer") == "two words"
    assert not found.flag("late") and found.among("state") == ()


def test_nothing_is_no_filter() -> None:
    assert not read("   ") and not read('""') and read("a")


@pytest.mark.parametrize(
    ("text", "span"),
    [("1042", Span(1042, 1042)), ("1000-1050", Span(1000, 1050)), ("1000-", Span(1000, None)), ("-9", Span(None, 9))],
)
def test_numbers_are_one_or_from_and_to(text: str, span: Span) -> None:
    assert read(f"number:{text}").span("number") == span


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-12-01", date(2026, 12, 1)), ("today", TODAY), ("+7", date(2026, 11, 19)), ("-1", date(2026, 11, 11))],
)
def test_days_are_dates_or_counted_from_today(text: str, day: date) -> None:
    assert read(f"before:{text}").day("before") == day


def test_several_states_by_commas_and_a_beginning_is_enough() -> None:
    assert read("state:conf,draft").among("state") == ("draft", "confirmed")


def test_amounts_are_typed_with_the_companys_mark() -> None:
    assert parse("over:12,5", FIELDS, today=TODAY, mark=",").money("over") == 12_50
    assert parse("over:12", FIELDS, today=TODAY, decimals=0).money("over") == 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour:red", "no field colour: here; there are state customer number over before late."),
        ("colour:", "no field colour:"),
        ("state:", "state: wants a value, like state:draft"),
        ('customer:""', "customer: wants a value"),
        ("state:c", "state: 'c' is none of draft, submitted, confirmed, closed, cancelled"),
        ("late:yes", "late stands alone"),
        ("number:ten", "number: 'ten' is not a number like 1042"),
        ("number:-", "is not a number"),
        ("number:9-5", "ends before it begins"),
        ("over:lots", "over: 'lots' is not a number like 12.5"),
        ("over:1.005", "over: 1.005 is too fine"),
        ("before:soon", "before: 'soon' is not a date like"),
        ("x" * 201, "has 201 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_can(text: str, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        read(text)
    assert said in str(refused.value)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        found = read(text)
    except BadValue as refused:
        assert len(str(refused)) > 10
    else:
        assert all(word and word == word.strip() for word in found.words)


@given(st.lists(st.text("abc:-+,.\"19 late", min_size=1, max_size=8), max_size=5))
def test_more_blanks_change_nothing(pieces: list[str]) -> None:
    def outcome(text: str) -> Filter | str:
        try:
            return read(text)
        except BadValue as refused:
            return str(refused)

    pieces = [piece for piece in pieces if '"' not in piece]
    assert outcome(" ".join(pieces)) == outcome("  \t" + "   ".join(pieces) + " ")


@given(NUMBERS, NUMBERS, st.integers(0, 10**14), st.integers(-9999, 9999), st.sets(st.sampled_from(STATES), min_size=1))
def test_every_value_comes_back_whole_whatever_the_order(
    one: int, other: int, amount: int, days: int, states: set[str]
) -> None:
    first, last = sorted((one, other))
    pieces = [
        f"number:{first}-{last}", f"over:{decimal_text(amount, 2)}", f"before:{days:+d}", f"state:{','.join(states)}",
        "late", "word",
    ]  # fmt: skip
    found = read(" ".join(pieces))
    assert found == read(" ".join(reversed(pieces)))
    assert found.span("number") == Span(first, last)
    assert found.money("over") == amount
    assert found.day("before") == TODAY + timedelta(days=days)
    assert set(found.among("state")) == states
    assert found.words == ("word",)


@given(st.text("abcßø漢'%_;.-", min_size=1, max_size=20))
def test_a_text_in_quotes_comes_back_as_it_is(text: str) -> None:
    assert read(f'"{text}"').words == (text,)
    assert read(f'customer:"{text}"').text("customer") == text
