"""What the tax classes are taxed at on a day, and what that makes of a product's line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from orderdesk.errors import Refused
from orderdesk.models import TaxRate
from orderdesk.rules.tax_parts import TaxParts, read
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Percent

_RATE = table(TaxRate)
_RATES = select(_RATE).order_by(_RATE.c.tax_class, _RATE.c.valid_from)


@dataclass(frozen=True, slots=True)
class LineTax:
    """What a line is taxed at: the whole rate, and the text of its parts where several taxes make it up."""

    rate: Percent
    written: str = ""

    @property
    def parts(self) -> TaxParts:
        """Those taxes."""
        return read(self.written)

    @property
    def columns(self) -> dict[str, Percent | str]:
        """As a line keeps it."""
        return {"tax_rate": self.rate, "tax_parts": self.written}


UNTAXED = LineTax(0)


def tax_rates(reading: Reading, day: date) -> Mapping[str, LineTax]:
    """What every tax class is taxed at on a day."""
    rates: dict[str, LineTax] = {}
    for row in reading.all(_RATES):
        if row.valid_from <= day:
            rates[row.tax_class] = LineTax(row.rate, row.parts)
    return rates


def rate_of(rates: Mapping[str, LineTax], tax_class: str, *, exempt: bool) -> LineTax:
    """What a product is taxed at; nothing for an exempt customer. Raises Refused when the class has no rate yet."""
    if exempt:
        return UNTAXED
    if tax_class not in rates:
        raise Refused(f"tax class {tax_class!r} has no rate on that day; enter one with: orderdesk product tax-rate")
    return rates[tax_class]
