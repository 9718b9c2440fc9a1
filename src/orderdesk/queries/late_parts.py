"""What the list of late orders is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orderdesk.rules.progress import Progress
from orderdesk.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class LateLine:
    """A line with something still to leave. Stock units.

    Attributes:
        missing: of what is open, nothing is reserved for so much.
        ready: the day on which what is missing is there; None where nothing is missing, or none is in sight.
        source: the receipt that brings it.
        picks: the pick lists that it is on.
    """

    position: int
    sku: str
    description: str
    open: Quantity
    shipped: Quantity
    missing: Quantity
    ready: date | None
    source: str
    picks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LateOrder:
    """A late order with its open lines. `days_late` since the wanted day; below one it is to come.

    `will_be` is how many days after the wanted one its goods are there; None is not in sight. `gross` in minor units.
    """

    number: int
    customer: str
    name: str
    wanted_date: date
    days_late: int
    will_be: int | None
    gross: Money
    shipped: Progress
    delivery_rule: str
    held: tuple[str, ...]
    lines: tuple[LateLine, ...]

    @property
    def missing(self) -> tuple[LateLine, ...]:
        """The lines that lack goods."""
        return tuple(line for line in self.lines if line.missing)


@dataclass(frozen=True, slots=True)
class LateRow:
    """A late order with its place in the list, which is by the day of its header."""

    id: int
    header_date: date
    order: LateOrder
