"""The currencies that documents may be in, and what they are worth on a day. Nothing is read for the company's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, select

from orderdesk.errors import NotFound, Refused
from orderdesk.models import Customer, ExchangeRate, Invoice, KnownCurrency, Order, Receipt
from orderdesk.queries.settings import settings
from orderdesk.rules.exchange import Exchange
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import RATE_ONE, Currency, Money, Rate

_CUSTOMER, _RECEIPT, _INVOICE, _ORDER = table(Customer), table(Receipt), table(Invoice), table(Order)
_NAMED: BindParameter[Any] = bindparam("a_name")
_OF = {
    "customer": select(_CUSTOMER.c.currency).where(_CUSTOMER.c.code == _NAMED),
    "receipt": select(_RECEIPT.c.currency).where(_RECEIPT.c.number == _NAMED),
    "invoice": select(_INVOICE.c.currency).where(_INVOICE.c.number == _NAMED),
    "credit": select(_INVOICE.c.currency).where(_INVOICE.c.number == _NAMED),
    "order": select(_ORDER.c.currency).where(_ORDER.c.number == _NAMED),
}
_KNOWN = select(table(KnownCurrency)).order_by(table(KnownCurrency).c.code)
_RATE = table(ExchangeRate)
_ON = (
    select(_RATE.c.rate, _RATE.c.valid_from)
    .where(_RATE.c.currency == bindparam("a_currency"), _RATE.c.valid_from <= bindparam("a_day"))
    .order_by(_RATE.c.valid_from.desc())
    .limit(1)
)
_ALL = select(_RATE).order_by(_RATE.c.currency, _RATE.c.valid_from.desc(), _RATE.c.id).limit(bindparam("a_limit"))


@dataclass(frozen=True, slots=True)
class DatedRate:
    """What one of a currency is in the company's from a day on."""

    currency: str
    valid_from: date
    rate: Rate
    decimals: int


def currencies(reading: Reading) -> Mapping[str, Currency]:
    """Every currency that is known, the company's among them, by code; read once a transaction."""
    if "currencies" not in reading.kept:
        own = settings(reading).money
        known = {row.code: Currency(row.code, row.decimals) for row in reading.all(_KNOWN)}
        reading.kept["currencies"] = {**known, own.code: own}
    found: Mapping[str, Currency] = reading.kept["currencies"]
    return found


def currency_of(reading: Reading, code: str) -> Currency:
    """A currency by its code, "" being the company's. Raises NotFound for one that is not known."""
    own = settings(reading).money
    if code in ("", own.code):
        return own
    if code not in currencies(reading):
        raise NotFound(f"currency {visible(code)[:8]} is not known; enter its rate with: orderdesk currency rate")
    return currencies(reading)[code]


def shown_in(reading: Reading, code: str) -> Currency:
    """A document's currency as its amounts are shown: with the code where it is not the company's."""
    return exchange_of(reading, code, RATE_ONE).shown


def said_in(reading: Reading, document: Mapping[str, object]) -> Currency:
    """What an amount is in that is said about a customer, receipt, invoice, credit note or order, named as people do.

    Args:
        document: the first of these keys counts: customer, receipt, invoice, credit, order. None of them, or one that
            is not there, is the company's currency.
    """
    for key, statement in _OF.items():
        named = document.get(key)
        if named is None:
            continue
        name = named.strip().upper() if isinstance(named, str) else named
        if type(name) is not (int if key in ("receipt", "order") else str) or (isinstance(name, int) and name >= 2**63):
            break
        return shown_in(reading, reading.scalar(statement, a_name=name) or "")
    return settings(reading).money


def ours(reading: Reading, rows: Iterable[Row[Any]]) -> Money:
    """Amounts (`amount`, `currency`, `rate`) added up in the company's currency, each at its document's rate."""
    return sum(exchange_of(reading, row.currency, row.rate).ours(int(row.amount or 0)) for row in rows)


def exchange_of(reading: Reading, code: str, rate: Rate) -> Exchange:
    """The exchange of a document that has its rate already."""
    own = settings(reading).money
    return Exchange.none(own) if code in ("", own.code) else Exchange(currency_of(reading, code), own, rate)


def exchange_on(reading: Reading, code: str, day: date) -> Exchange:
    """The exchange of a document of a day: the newest rate that is not after it.

    Raises:
        NotFound: the currency is not known.
        Refused: it has no rate yet on that day.
    """
    own = settings(reading).money
    if code in ("", own.code):
        return Exchange.none(own)
    document = currency_of(reading, code)
    found = reading.first(_ON, a_currency=code, a_day=day)
    if found is None:
        raise Refused(f"there is no rate for {code} on {day}; enter one with: orderdesk currency rate {code} RATE")
    return Exchange(document, own, found.rate)


def rate_on(reading: Reading, code: str, day: date) -> Rate:
    """What one of a currency is in the company's on a day. Raises as `exchange_on`."""
    found = exchange_on(reading, code, day)
    return found.rate if found.foreign else RATE_ONE


def dated_rates(reading: Reading, code: str | None = None, *, limit: int = 500) -> tuple[DatedRate, ...]:
    """The rates as they were entered, newest first by currency."""
    known = currencies(reading)
    return tuple(
        DatedRate(row.currency, row.valid_from, row.rate, known[row.currency].decimals)
        for row in reading.all(_ALL, a_limit=limit)
        if code is None or row.currency == code.strip().upper()
    )
