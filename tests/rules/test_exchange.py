"""Between currencies: whole numbers, decimals minded, half-up once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.exchange import Exchange
from orderdesk.values import RATE_ONE, Currency, money_text, parse_rate

EUR = Currency("EUR", 2)
USD = Exchange(Currency("USD", 2), EUR, parse_rate("0.92"))
JPY = Exchange(Currency("JPY", 0), EUR, parse_rate("0.0061"))
KWD = Exchange(Currency("KWD", 3), EUR, parse_rate("3.0125"))


@pytest.mark.parametrize(
    ("exchange", "theirs", "ours"),
    [(USD, 100_00, 92_00), (USD, -100_00, -92_00), (USD, 1, 1), (JPY, 10_000, 61_00), (JPY, 1, 1), (KWD, 1_000, 3_01)],
)
def test_an_amount_is_worth_so_much_of_ours(exchange: Exchange, theirs: int, ours: int) -> None:
    assert exchange.ours(theirs) == ours


def test_an_amount_of_ours_is_so_much_of_theirs() -> None:
    assert (USD.theirs(92_00), JPY.theirs(61_00), KWD.theirs(3_01)) == (100_00, 10_000, 999)


def test_a_price_is_converted_to_four_decimals() -> None:
    assert (USD.price(180_000), JPY.price(180_000)) == (195_652, 29_508_197)


def test_a_price_of_a_third_currency_goes_through_ours() -> None:
    assert USD.price(10_000, parse_rate("1.15")) == 12_500


def test_the_companys_own_currency_is_left_alone() -> None:
    own = Exchange.none(EUR)
    assert (own.foreign, own.ours(123), own.theirs(123), own.price(123)) == (False, 123, 123, 123)
    assert own.price(10_000, 2 * RATE_ONE) == 20_000
    assert (own.shown, own.explanation) == (EUR, "in EUR")


def test_another_currency_says_its_code_and_its_rate() -> None:
    assert (money_text(1_50, USD.shown), money_text(150, JPY.shown)) == ("1.50 USD", "150 JPY")
    assert USD.explanation == "1 USD = 0.9200 EUR"


@given(st.integers(0, 10**12), st.integers(10**4, 10**12), st.sampled_from([0, 2, 3]))
def test_there_and_back_is_off_by_no_more_than_the_rounding(amount: int, rate: int, decimals: int) -> None:
    exchange = Exchange(Currency("XTS", decimals), EUR, rate)
    one_of_ours = exchange.theirs(1) + 1
    assert abs(exchange.theirs(exchange.ours(amount)) - amount) <= one_of_ours
