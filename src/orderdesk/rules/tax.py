"""Tax: rounded half-up once per rate, over the sum of that rate's line nets, never line by line.

The tax of a rate is then spread back over its lines by largest remainder, so that lines, rates and total all add up
to the cent. A credit note is the exact mirror of its invoice: every figure the same with the other sign.

Prices that include their tax are split the same way, once per rate: the net is rounded half-up, the tax is the rest, so
net + tax is what the lines say. Terms whose early-payment discount lowers the tax base have it lowered here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from orderdesk.rules.tax_parts import PartTotal, TaxPart, TaxParts, net_within, taxes_on
from orderdesk.values import HUNDRED_PERCENT, ONE, Money, Percent, Quantity, UnitPrice, divide_half_up, share, spread


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """One line of a document: what it costs, negative on a credit, and its tax.

    Attributes:
        net: without tax; not looked at where `gross` says what the line costs.
        rate: of all its taxes together.
        parts: those taxes, where there are several.
        quantity: in stock units, for taxes that are an amount a unit.
        gross: with its tax, where its price includes it; the net is then found.
    """

    net: Money
    rate: Percent
    parts: TaxParts = ()
    quantity: Quantity = 0
    gross: Money | None = None


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What a document has under one tax rate; `parts` where several taxes make it up."""

    rate: Percent
    net: Money
    tax: Money
    parts: tuple[PartTotal, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """A document's foot.

    Attributes:
        rates: one row for each rate, lowest first.
        line_taxes: the tax of each line, in the order of the lines; they add up to `tax`.
        line_nets: the net of each line; they add up to `net`.
    """

    net: Money
    tax: Money
    gross: Money
    rates: tuple[RateTotal, ...]
    line_taxes: tuple[Money, ...]
    line_nets: tuple[Money, ...] = ()


def totals(lines: Sequence[TaxedLine], *, discount: Percent = 0, decimals: int = 2) -> Totals:
    """Add a document up; no lines is a document of zero.

    Args:
        discount: by which the terms lower the base of percentages; an amount a unit stays whole.
        decimals: of the document's currency.
    """
    line_taxes = [0] * len(lines)
    line_nets = [line.net for line in lines]
    rates: dict[Percent, RateTotal] = {}
    keys = {(line.rate, line.parts, line.gross is not None) for line in lines}
    for rate, parts, included in sorted(keys, key=lambda key: (key[0], str(key[1]), key[2])):
        places = [
            place
            for place, line in enumerate(lines)
            if line.rate == rate and line.parts == parts and (line.gross is not None) is included
        ]
        mine = [lines[place] for place in places]
        group = _group(rate, parts, mine, discount, decimals)
        if included:
            nets = _spread_back(group.net, [line.gross or 0 for line in mine])
            taxes = [(line.gross or 0) - net for line, net in zip(mine, nets, strict=True)]
        else:
            nets = [line.net for line in mine]
            taxes = _line_taxes(group, mine)
        for place, net, tax in zip(places, nets, taxes, strict=True):
            line_nets[place], line_taxes[place] = net, tax
        rates[rate] = group if rate not in rates else _together(rates[rate], group)
    net, tax = sum(line_nets), sum(line_taxes)
    return Totals(net, tax, net + tax, tuple(rates.values()), tuple(line_taxes), tuple(line_nets))


def _group(rate: Percent, parts: TaxParts, lines: Sequence[TaxedLine], discount: Percent, decimals: int) -> RateTotal:
    """The lines of one rate together."""
    quantity = sum(line.quantity for line in lines)
    if lines[0].gross is None:
        net = sum(line.net for line in lines)
        base = net - share(net, discount)
        if not parts:
            return RateTotal(rate, net, share(base, rate))
        rows = taxes_on(parts, base, quantity, decimals=decimals)
        return RateTotal(rate, net, sum(row.tax for row in rows), rows)
    gross = sum(line.gross or 0 for line in lines)
    net = net_within(parts or (TaxPart("", rate),), gross, quantity, discount, decimals=decimals)
    if not parts:
        return RateTotal(rate, net, gross - net)
    rows = taxes_on(parts, net - share(net, discount), quantity, decimals=decimals)
    rest = gross - net - sum(row.tax for row in rows)  # of the roundings: the last tax bears it
    rows = (*rows[:-1], replace(rows[-1], tax=rows[-1].tax + rest))
    return RateTotal(rate, net, gross - net, rows)


def _together(one: RateTotal, other: RateTotal) -> RateTotal:
    return RateTotal(one.rate, one.net + other.net, one.tax + other.tax, one.parts + other.parts)


def _line_taxes(group: RateTotal, lines: Sequence[TaxedLine]) -> list[Money]:
    """A rate's tax spread back: percentages by the lines' nets, amounts a unit by their quantities."""
    fixed = sum(row.tax for row, part in zip(group.parts, lines[0].parts, strict=True) if part.amount)
    by_net = _spread_back(group.tax - fixed, [line.net for line in lines])
    if not fixed:
        return by_net
    by_unit = _spread_back(fixed, [line.quantity for line in lines])
    return [one + other for one, other in zip(by_net, by_unit, strict=True)]


def _spread_back(total: Money, weights: Sequence[int]) -> list[Money]:
    if sum(weights) >= 0:
        return spread(total, weights)
    return [-part for part in spread(-total, [-weight for weight in weights])]  # a credit rounds where its invoice did


def less_what_was(now: Iterable[RateTotal], before: Iterable[RateTotal]) -> tuple[RateTotal, ...]:
    """What is added between two states of a document, rate by rate and tax by tax; rates without a change are left out.

    So a part of an invoice that is credited takes its share of the tax: that on all that is credited up to now, less
    that on what was credited before.
    """
    was = {row.rate: row for row in before}
    added = []
    for row in now:
        old = was.get(row.rate, RateTotal(row.rate, 0, 0))
        known = old.parts or tuple(replace(part, base=0, tax=0) for part in row.parts)
        parts = tuple(
            replace(part, base=part.base - one.base, tax=part.tax - one.tax)
            for part, one in zip(row.parts, known, strict=False)
        )
        if (row.net, row.tax) != (old.net, old.tax):
            added.append(RateTotal(row.rate, row.net - old.net, row.tax - old.tax, parts))
    return tuple(added)


def split_inclusive(gross: Money, rate: Percent) -> tuple[Money, Money]:
    """A tax-inclusive amount as (net, tax): the net is rounded half-up, the tax is the rest, so they always add up."""
    net = divide_half_up(gross * HUNDRED_PERCENT, HUNDRED_PERCENT + rate)
    return net, gross - net


def net_price(price: UnitPrice, rate: Percent, parts: TaxParts = (), *, factor: Quantity = ONE) -> UnitPrice:
    """What a price that includes its tax is without it, half-up to four decimals.

    Args:
        price: for one sales unit, which holds `factor` stock units.
    """
    return net_within(parts or (TaxPart("", rate),), price, factor, decimals=4)


def gross_price(price: UnitPrice, rate: Percent, parts: TaxParts = (), *, factor: Quantity = ONE) -> UnitPrice:
    """What a price without tax is with it, half-up to four decimals."""
    rows = taxes_on(parts or (TaxPart("", rate),), price, factor, decimals=4)
    return price + sum(row.tax for row in rows)
