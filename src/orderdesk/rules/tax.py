"""Tax: rounded half-up once per rate, over the sum of that rate's line nets, never line by line.

The tax of a rate is then spread back over its lines by largest remainder, so that lines, rates and total all add up
to the cent. A credit note is the exact mirror of its invoice: every figure the same with the other sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orderdesk.values import HUNDRED_PERCENT, Money, Percent, divide_half_up, share, spread


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """One line of a document: its net amount, negative on a credit, and its tax rate."""

    net: Money
    rate: Percent


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What a document has under one tax rate."""

    rate: Percent
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """A document's foot.

    Attributes:
        rates: one row for each rate, lowest first.
        line_taxes: the tax of each line, in the order of the lines; they add up to `tax`.
    """

    net: Money
    tax: Money
    gross: Money
    rates: tuple[RateTotal, ...]
    line_taxes: tuple[Money, ...]


def totals(lines: Sequence[TaxedLine]) -> Totals:
    """Add a document up; no lines is a document of zero."""
    line_taxes = [0] * len(lines)
    rates: list[RateTotal] = []
    for rate in sorted({line.rate for line in lines}):
        places = [place for place, line in enumerate(lines) if line.rate == rate]
        nets = [lines[place].net for place in places]
        tax = share(sum(nets), rate)
        rates.append(RateTotal(rate, sum(nets), tax))
        for place, part in zip(places, _spread_back(tax, nets), strict=True):
            line_taxes[place] = part
    net = sum(line.net for line in lines)
    tax = sum(row.tax for row in rates)
    return Totals(net, tax, net + tax, tuple(rates), tuple(line_taxes))


def _spread_back(tax: Money, nets: Sequence[Money]) -> list[Money]:
    if sum(nets) >= 0:
        return spread(tax, nets)
    return [-part for part in spread(-tax, [-net for net in nets])]  # a credit rounds where its invoice did


def split_inclusive(gross: Money, rate: Percent) -> tuple[Money, Money]:
    """A tax-inclusive amount as (net, tax): the net is rounded half-up, the tax is the rest, so they always add up."""
    net = divide_half_up(gross * HUNDRED_PERCENT, HUNDRED_PERCENT + rate)
    return net, gross - net
