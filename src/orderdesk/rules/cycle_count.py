"""Cycle counts: which products are counted today. What moves most value is counted most often.

The products that make up the first 80 % of what was sold at cost are class A, the next 15 % B, the rest C; a class
given by hand stays. A product is due when its class's days have passed since it was counted; one never counted is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from orderdesk.values import Money


class Abc(StrEnum):
    """How much of the value a product moves."""

    A = "A"
    B = "B"
    C = "C"


_UP_TO = ((Abc.A, 80), (Abc.B, 95))


def classes(values: Mapping[int, Money], by_hand: Mapping[int, Abc]) -> dict[int, Abc]:
    """The class of each product by the value it moved; a product that carries the sum over a bound is still in it.

    Args:
        values: of every product, 0 where nothing moved.
    """
    whole = sum(values.values())
    found: dict[int, Abc] = {}
    so_far = 0
    for product in sorted(values, key=lambda one: (-values[one], one)):
        reached = next((kind for kind, share in _UP_TO if so_far * 100 < whole * share), Abc.C)
        found[product] = reached if values[product] else Abc.C
        so_far += values[product]
    return found | {product: kind for product, kind in by_hand.items() if product in found}


@dataclass(frozen=True, slots=True)
class Counting:
    """How often each class is counted, in days; 0 is never."""

    a: int
    b: int
    c: int

    def days(self, kind: Abc) -> int:
        """Of one class."""
        return {Abc.A: self.a, Abc.B: self.b, Abc.C: self.c}[kind]


def due_on(kind: Abc, counted_on: date | None, every: Counting, today: date) -> date | None:
    """The day on which a product is to be counted next; None is never."""
    days = every.days(kind)
    if not days:
        return None
    return today if counted_on is None else counted_on + timedelta(days=days)
