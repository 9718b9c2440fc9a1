"""What the tax classes are taxed at on a day, and what that makes of a product's line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from orderdesk.errors import Refused
from orderdesk.models import TaxRate
from orderdesk.rules.exchange import Exchange
from orderdesk.rules.tax import RateTotal, TaxedLine, totals
from orderdesk.rules.tax_parts import TaxParts, read, written
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Percent

_RATE = table(TaxRate)
_RATES = select(_RATE).order_by(_RATE.c.tax_class, _RATE.c.valid_from)


@dataclass(frozen=True, slots=True)
class LineTax:
    """What a line is taxed at: the whole rate, and the text of its parts where several taxes make it up."""

    rate: Percent
    kept: str = ""

    @property
    def parts(self) -> TaxParts:
        """Those taxes."""
        return read(self.kept)

    def on(self, exchange: Exchange) -> LineTax:
        """The same on a document of another currency: its amounts a unit are brought to that."""
        if not exchange.foreign or not self.kept:
            return self
        return LineTax(self.rate, written([replace(part, amount=exchange.price(part.amount)) for part in self.parts]))

    @property
    def columns(self) -> dict[str, Any]:
        """As a line keeps it."""
        return {"tax_rate": self.rate, "tax_parts": self.kept}


UNTAXED = LineTax(0)


class Calendar:
    """Every rate of every tax class, each from its day on."""

    def __init__(self, rows: Sequence[Row[Any]]) -> None:
        self._rows = rows

    def on(self, day: date) -> Mapping[str, LineTax]:
        """What every class is taxed at on a day."""
        return {row.tax_class: LineTax(row.rate, row.parts) for row in self._rows if row.valid_from <= day}

    def changes(self, tax_class: str, after: date, until: date) -> bool:
        """Whether a class gets another rate after the first day, up to the last."""
        return any(row.tax_class == tax_class and after < row.valid_from <= until for row in self._rows)


def tax_calendar(reading: Reading) -> Calendar:
    """The rates as they were entered, those to come too."""
    return Calendar(reading.all(_RATES))


def tax_rates(reading: Reading, day: date) -> Mapping[str, LineTax]:
    """What every tax class is taxed at on a day."""
    return tax_calendar(reading).on(day)


def rate_of(rates: Mapping[str, LineTax], tax_class: str, *, exempt: bool) -> LineTax:
    """What a product is taxed at; nothing for an exempt customer. Raises Refused when the class has no rate yet."""
    if exempt:
        return UNTAXED
    if tax_class not in rates:
        raise Refused(f"tax class {tax_class!r} has no rate on that day; enter one with: orderdesk product tax-rate")
    return rates[tax_class]


def taxes_of(order: Row[Any], lines: Sequence[Row[Any]], decimals: int) -> tuple[RateTotal, ...]:
    """The tax of an order by rate, each of several taxes shown; lines that were voided count nothing."""
    return totals(
        [
            TaxedLine(
                line.net,
                line.tax_rate,
                read(line.tax_parts),
                line.ordered - line.cancelled,
                line.net + line.tax if order.tax_included else None,
            )
            for line in lines
            if line.ordered > line.cancelled
        ],
        discount=order.tax_discount,
        decimals=decimals,
    ).rates


def tax_note(customer: Row[Any]) -> str:
    """Why a customer's documents bear no tax, with its VAT number; empty where they do."""
    if not customer.tax_exempt:
        return ""
    said = customer.exempt_reason or "tax-exempt"
    return f"{said} ({customer.vat_id})" if customer.vat_id else said
