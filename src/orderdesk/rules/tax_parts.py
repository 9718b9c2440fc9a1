"""A tax class of several taxes: each a percentage of the net, or of the net and the taxes before it, or so much a unit.

The parts are kept on the line as one short text, so that a document never asks what they were on its day.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from orderdesk.errors import BadValue
from orderdesk.values import HUNDRED_PERCENT, Money, Percent, Quantity, UnitPrice, divide_half_up, extend, share


@dataclass(frozen=True, slots=True)
class TaxPart:
    """One of the taxes of a class.

    Attributes:
        rate: of the net.
        amount: for one stock unit, where the tax is a fixed amount; then `rate` is 0.
        on_taxes: on the net and all the taxes before it.

    Raises:
        BadValue: both a rate and an amount.
    """

    name: str
    rate: Percent = 0
    amount: UnitPrice = 0
    on_taxes: bool = False

    def __post_init__(self) -> None:
        """A tax is the one or the other."""
        if self.rate and self.amount:
            raise BadValue(f"tax {self.name!r} is either a percentage or an amount for one unit, not both")


@dataclass(frozen=True, slots=True)
class PartTotal:
    """What one of several taxes comes to: on `base`, which is 0 for an amount a unit."""

    name: str
    rate: Percent
    base: Money
    tax: Money


TaxParts = tuple[TaxPart, ...]


def written(parts: Sequence[TaxPart]) -> str:
    """The parts as the text that a line keeps; empty for none."""
    if not parts:
        return ""
    rows = [[part.name, part.rate, part.amount, int(part.on_taxes)] for part in parts]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=256)
def read(text: str) -> TaxParts:
    """The parts that a text keeps."""
    if not text:
        return ()
    return tuple(TaxPart(name, rate, amount, bool(on_taxes)) for name, rate, amount, on_taxes in json.loads(text))


def whole_rate(parts: Sequence[TaxPart]) -> Percent:
    """What the percentages come to together on the net, half-up to thousandths of a per cent."""
    slope, _ = _line(parts, 0, 0, 2)
    return divide_half_up(slope.numerator * HUNDRED_PERCENT, slope.denominator)


def taxes_on(parts: Sequence[TaxPart], base: Money, quantity: Quantity, *, decimals: int = 2) -> tuple[PartTotal, ...]:
    """Each tax in turn, rounded half-up, so that what stands on the paper can be reckoned again from it."""
    rows: list[PartTotal] = []
    before = 0
    for part in parts:
        if part.amount:
            row = PartTotal(part.name, 0, 0, extend(quantity, part.amount, decimals=decimals))
        else:
            on = base + (before if part.on_taxes else 0)
            row = PartTotal(part.name, part.rate, on, share(on, part.rate))
        before += row.tax
        rows.append(row)
    return tuple(rows)


def net_within(
    parts: Sequence[TaxPart], gross: Money, quantity: Quantity, discount: Percent = 0, *, decimals: int = 2
) -> Money:
    """The net of an amount that has all these taxes in it, half-up.

    Args:
        discount: by which the taxes' base is lowered.
    """
    slope, fixed = _line(parts, quantity, discount, decimals)
    net = (gross - fixed) / (1 + slope)
    return divide_half_up(net.numerator, net.denominator)


def _line(parts: Sequence[TaxPart], quantity: Quantity, discount: Percent, decimals: int) -> tuple[Fraction, Fraction]:
    """The taxes, unrounded, as what they take of each unit of net and what they are whatever the net."""
    base = Fraction(HUNDRED_PERCENT - discount, HUNDRED_PERCENT)
    slope, fixed = Fraction(0), Fraction(0)
    for part in parts:
        if part.amount:
            fixed += extend(quantity, part.amount, decimals=decimals)
            continue
        rate = Fraction(part.rate, HUNDRED_PERCENT)
        if part.on_taxes:
            slope, fixed = slope + rate * (base + slope), fixed + rate * fixed
        else:
            slope += rate * base
    return slope, fixed
