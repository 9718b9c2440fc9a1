"""Other currencies: what they are worth from a day on. A rate never changes what was written with an earlier one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select, update

from orderdesk.currency_data import decimals_of
from orderdesk.desk.upkeep import add, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import ExchangeRate, KnownCurrency
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import code, visible
from orderdesk.values import MAX_RATE, Rate

_KNOWN = select(table(KnownCurrency).c.code).where(table(KnownCurrency).c.code == bindparam("a_code"))
_RATE = table(ExchangeRate)
_THERE = select(_RATE.c.id, _RATE.c.rate).where(
    _RATE.c.currency == bindparam("a_code"), _RATE.c.valid_from == bindparam("a_day")
)
_WRITE = update(_RATE).where(_RATE.c.id == bindparam("a_rate")).values(rate=bindparam("a_value"))


@verb("currency.rate")
def rate(tx: Transaction, currency: str, rate: Rate, *, valid_from: date | None = None) -> str:
    """Enter what one of a currency is in the company's from a day on; the currency's code.

    A currency is known from its first rate on. Entering a day again corrects its rate; documents keep the one that they
    were written with.

    Args:
        rate: in hundred-millionths: 1 USD = 0.92 EUR is 92_000_000.
        valid_from: today unless said.

    Raises:
        BadValue: no such currency, or a rate that is none.
        Refused: it is the company's own.
    """
    key = currency_code(currency)
    day = valid_from or tx.today
    if key == settings(tx).currency:
        raise Refused(f"{key} is the company's own currency; it needs no rate")
    whole(rate, "exchange rate", MAX_RATE, least=1)
    if tx.scalar(_KNOWN, a_code=key) is None:
        add(tx, KnownCurrency(code=key, decimals=decimals_of(key)), f"{key} was entered at another terminal just now")
        tx.kept.pop("currencies", None)
    there = tx.first(_THERE, a_code=key, a_day=day)
    if there is None:
        taken = f"{key} got a rate from {day} at another terminal just now"
        key_id = add(tx, ExchangeRate(currency=key, valid_from=day, rate=rate), taken)
        tx.record("currency.rate", "exchange_rate", key_id, currency=key, rate=rate, valid_from=day)
    elif there.rate != rate:
        tx.change(_WRITE, a_rate=there.id, a_value=rate)
        tx.record("currency.rate", "exchange_rate", there.id, currency=key, rate=[there.rate, rate], valid_from=day)
    return key


def currency_code(text: str) -> str:
    """A currency's code as it is kept. Raises BadValue for one that nobody pays in."""
    kept = code(text, "currency", limit=8)
    if decimals_of(kept) < 0:
        raise BadValue(f"{visible(kept)} is not a currency that is known; codes are like EUR, USD, JPY")
    return kept
