"""Whole numbers of the smallest part: exact sums, one rounding, and a round trip through what people read."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.values import (
    HUNDRED_PERCENT,
    MAX_MONEY,
    MAX_PRICE,
    MAX_QUANTITY,
    ONE,
    Currency,
    decimal_text,
    divide_half_up,
    extend,
    money_text,
    parse_date,
    parse_money,
    parse_percent,
    parse_price,
    parse_quantity,
    percent_text,
    price_text,
    quantity_text,
    share,
    spread,
)

money = st.integers(-MAX_MONEY, MAX_MONEY)
prices = st.integers(0, MAX_PRICE)
quantities = st.integers(0, MAX_QUANTITY)
percents = st.integers(0, HUNDRED_PERCENT)
decimals = st.sampled_from([0, 2, 3])


# Rounding -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (-4, 3, -1), (0, 7, 0), (1, 2, 1), (-1, 2, -1)],
)
def test_a_half_is_rounded_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert divide_half_up(numerator, denominator) == rounded


@given(st.integers(), st.integers(1, 10**20))
def test_rounding_is_what_decimal_calls_half_up_and_mirrors_the_sign(numerator: int, denominator: int) -> None:
    rounded = divide_half_up(numerator, denominator)
    assert abs(Fraction(numerator, denominator) - rounded) <= Fraction(1, 2)
    assert divide_half_up(-numerator, denominator) == -rounded
    if 2 * abs(numerator) % denominator == 0 and 2 * abs(numerator) // denominator % 2 == 1:
        assert abs(rounded) * denominator > abs(numerator), "exactly a half goes away from zero"


@given(quantities, prices, percents, st.sampled_from([ONE, 12 * ONE, 500]), decimals)
def test_a_line_costs_what_exact_arithmetic_says_rounded_once(
    quantity: int, price: int, discount: int, factor: int, places: int
) -> None:
    exact = Fraction(quantity, factor) * Fraction(price, 10_000) * Fraction(HUNDRED_PERCENT - discount, HUNDRED_PERCENT)
    in_minor = exact * 10**places
    twice = in_minor * 2
    expected = (twice.numerator + twice.denominator) // (2 * twice.denominator)  # half-up of a number ≥ 0
    assert extend(quantity, price, discount, factor=factor, decimals=places) == expected


@given(st.integers(0, 10**6), st.integers(0, 10**8), percents)
def test_a_line_costs_what_decimal_says(quantity: int, price: int, discount: int) -> None:
    exact = Decimal(quantity).scaleb(-3) * Decimal(price).scaleb(-4) * (1 - Decimal(discount).scaleb(-5))
    rounded = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert extend(quantity, price, discount) == int(rounded.scaleb(2))


@given(money, percents)
def test_a_share_and_its_rest_are_the_whole_within_a_cent(amount: int, percent: int) -> None:
    parts = share(amount, percent) + share(amount, HUNDRED_PERCENT - percent)
    assert abs(parts - amount) <= 1
    assert share(-amount, percent) == -share(amount, percent)


# Spreading ------------------------------------------------------------------------------------------------------------


@given(money, st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30))
def test_the_parts_add_up_exactly_and_none_is_a_cent_off(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)
    assert len(parts) == len(weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        assert all(abs(part - Fraction(total * weight, whole)) < 1 for part, weight in zip(parts, weights, strict=True))


@given(money, st.lists(st.integers(0, 10**12), min_size=1, max_size=30))
def test_every_part_has_the_sign_of_the_total(total: int, weights: list[int]) -> None:
    assert all(part == 0 or (part > 0) == (total > 0) for part in spread(total, weights))


@given(money, st.lists(st.integers(0, 10**12), min_size=1, max_size=30))
def test_a_credit_is_spread_as_its_invoice_was(total: int, weights: list[int]) -> None:
    assert spread(-total, weights) == [-part for part in spread(total, weights)]


def test_equal_remainders_go_to_the_earlier_part() -> None:
    assert spread(100, [1, 1, 1]) == [34, 33, 33]
    assert spread(-100, [1, 1, 1]) == [-34, -33, -33]


def test_no_weights_is_no_parts_and_no_weight_is_the_first_part() -> None:
    assert spread(100, []) == []
    assert spread(100, [0, 0]) == [100, 0]
    assert spread(100, [1, -1]) == [100, 0]


# Reading and writing --------------------------------------------------------------------------------------------------


@given(money, decimals)
def test_an_amount_reads_back_as_it_was_written(amount: int, places: int) -> None:
    assert parse_money(decimal_text(amount, places), decimals=places, negative=True) == amount
    assert money_text(amount, Currency("XXX", places)) == money_text(amount, places) == decimal_text(amount, places)


@given(prices)
def test_a_price_reads_back_as_it_was_written(price: int) -> None:
    assert parse_price(price_text(price)) == price


@given(st.integers(-MAX_QUANTITY, MAX_QUANTITY))
def test_a_quantity_reads_back_as_it_was_written(quantity: int) -> None:
    assert parse_quantity(quantity_text(quantity), negative=True) == quantity


@given(percents)
def test_a_percentage_reads_back_as_it_was_written_with_or_without_its_sign(percent: int) -> None:
    assert parse_percent(percent_text(percent)) == parse_percent(f" {percent_text(percent)} % ") == percent


@given(prices)
def test_a_decimal_comma_reads_the_same(price: int) -> None:
    assert parse_price(price_text(price).replace(".", ","), mark=",") == price


@given(st.dates())
def test_a_date_reads_back_as_it_was_written(day: date) -> None:
    assert parse_date(f" {day.isoformat()} ") == day


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_that_can_be_kept_or_a_sentence(text: str) -> None:
    for read, largest in ((parse_quantity, MAX_QUANTITY), (parse_price, MAX_PRICE), (parse_money, MAX_MONEY)):
        try:
            assert 0 <= read(text) <= largest
        except BadValue as error:
            assert str(error).isprintable(), "what was typed is shown, never sent to the terminal"


@pytest.mark.parametrize(
    ("value", "text"), [(12_000, "12"), (500, "0.5"), (0, "0"), (-1, "-0.001"), (1_234_000, "1234"), (10_000, "10")]
)
def test_a_quantity_has_no_more_decimals_than_it_needs(value: int, text: str) -> None:
    assert quantity_text(value) == text


@pytest.mark.parametrize(("value", "text"), [(180_000, "18.00"), (12_345, "1.2345"), (12_340, "1.234"), (5, "0.0005")])
def test_a_price_has_two_to_four_decimals(value: int, text: str) -> None:
    assert price_text(value) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(-5, 2, "-0.05"), (5, 0, "5"), (-5, 0, "-5"), (1234, 3, "1.234"), (100, 2, "1.00"), (-123456, 2, "-1234.56")],
)
def test_an_amount_shows_all_its_decimals(value: int, places: int, text: str) -> None:
    assert decimal_text(value, places) == text


@pytest.mark.parametrize(("text", "value"), [("12", 12_000), (".5", 500), ("5.", 5_000), ("+1", 1_000), ("007", 7_000)])
def test_the_ways_in_which_people_write_a_number(text: str, value: int) -> None:
    assert parse_quantity(text) == value


def test_the_typographers_minus_is_a_minus() -> None:
    assert parse_quantity("−2", negative=True) == -2_000


def test_trailing_zeros_are_not_too_fine() -> None:
    assert parse_quantity("1.500000") == 1_500
    assert parse_money("12.00", decimals=0) == 12
