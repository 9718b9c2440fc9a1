"""Currencies and their rates: entered ahead, corrected, refused where there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import currencies
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.queries.currencies import dated_rates, exchange_on, rate_on
from orderdesk.store.store import Store
from orderdesk.values import Currency, parse_rate
from tests.company import TODAY, person


def test_a_rate_holds_from_its_day_until_the_next(store: Store) -> None:
    rae = person(store, "rae")
    rae.do(currencies.rate, "usd", parse_rate("0.92"), valid_from=TODAY - timedelta(days=9))
    rae.do(currencies.rate, "USD", parse_rate("0.95"), valid_from=TODAY + timedelta(days=1))
    days = (TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=99))
    assert [rae.ask(rate_on, "USD", day) for day in days] == [92_000_000, 95_000_000, 95_000_000]
    assert rae.ask(exchange_on, "USD", TODAY).explanation == "1 USD = 0.9200 EUR"


def test_a_day_without_a_rate_is_refused_with_what_to_do(store: Store) -> None:
    rae = person(store, "rae")
    rae.do(currencies.rate, "JPY", parse_rate("0.0061"))
    with pytest.raises(Refused, match="no rate for JPY on 2026-11-11; enter one with: orderdesk currency rate"):
        rae.ask(exchange_on, "JPY", TODAY - timedelta(days=1))
    with pytest.raises(NotFound, match="GBP is not known"):
        rae.ask(exchange_on, "GBP", TODAY)


def test_the_companys_own_currency_needs_no_rate(store: Store) -> None:
    rae = person(store, "rae")
    assert rae.ask(exchange_on, "", TODAY).foreign is rae.ask(exchange_on, "EUR", TODAY).foreign is False
    with pytest.raises(Refused, match="own currency"):
        rae.do(currencies.rate, "EUR", parse_rate("1"))


def test_a_day_entered_again_is_corrected(store: Store) -> None:
    rae = person(store, "rae")
    rae.do(currencies.rate, "KWD", parse_rate("3.01"))
    rae.do(currencies.rate, "KWD", parse_rate("3.02"))
    (known,) = rae.ask(dated_rates, "kwd")
    assert (known.rate, known.decimals) == (302_000_000, 3)


@pytest.mark.parametrize("code", ["ZZZ", "", "EURO", "E\u202eR"])
def test_only_what_somebody_pays_in_is_a_currency(store: Store, code: str) -> None:
    with pytest.raises(BadValue):
        person(store, "rae").do(currencies.rate, code, parse_rate("1"))


def test_a_currencys_decimals_are_kept_from_its_first_rate(store: Store) -> None:
    rae = person(store, "rae")
    rae.do(currencies.rate, "JPY", parse_rate("0.0061"))
    assert rae.ask(exchange_on, "JPY", TODAY).document == Currency("JPY", 0)
