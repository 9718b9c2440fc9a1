"""Lateness: when the goods that a line waits for will be there, and how late its order is or will be.

Receipts go to the queue in its order, so a line's goods are there when all that is asked for before it is covered too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from orderdesk.rules.availability import Supply
from orderdesk.values import Quantity


@dataclass(frozen=True, slots=True)
class Arrival:
    """The day on which all that a line waits for is there, and the receipt that completes it; source may be empty."""

    on: date
    source: str


def arrivals(
    free: Quantity, coming: Sequence[Supply], waiting: Sequence[Quantity], today: date
) -> list[Arrival | None]:
    """When each line of a product's queue has all it waits for; None is not in sight.

    Args:
        free: on hand and reserved for nobody.
        coming: what is on order. What should have come before today is expected tomorrow at the earliest.
        waiting: what each line waits for, in the order of the queue. Stock units.
    """
    tomorrow = today + timedelta(days=1)
    receipts = sorted((one.on if one.on >= today else tomorrow, one.source, one.quantity) for one in coming)
    there, at, found = max(0, free), 0, []
    last = Arrival(today, "")
    for quantity in waiting:
        while there < quantity and at < len(receipts):
            day, source, more = receipts[at]
            there, at, last = there + more, at + 1, Arrival(day, source)
        found.append(last if there >= quantity else None)
        there -= quantity  # below zero: what comes goes to this line first
    return found


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late an order is.

    Attributes:
        days: since the wanted day; zero or less where it has not passed.
        will_be: how late its goods will be there, in days after the wanted one; None is not in sight.
    """

    days: int
    will_be: int | None

    @property
    def is_late(self) -> bool:
        """Whether the wanted day has passed, or cannot be kept."""
        return self.days > 0 or self.will_be is None or self.will_be > 0


def lateness(wanted: date, today: date, goods: Sequence[date | None]) -> Lateness:
    """How late an order with something still to leave is.

    Args:
        goods: the day on which each of its lines has its goods; none are there now where it is empty.
    """
    days = (today - wanted).days
    there = [(day - wanted).days for day in goods if day is not None]
    return Lateness(days, None if None in goods else max([days, *there]))


def together(days: Mapping[date, Lateness]) -> tuple[date, Lateness]:
    """An order whose lines are wanted on several days: the day that it is late by, and how late it is then.

    That is the first of the days that are late, or else the first; its goods are there when those of the last late day
    are.
    """
    first = min((day for day, late in days.items() if late.is_late), default=min(days))
    behind = [(day, late) for day, late in days.items() if late.is_late]
    ends = [None if late.will_be is None else (day - first).days + late.will_be for day, late in behind]
    if not ends:
        return first, days[first]
    return first, Lateness(days[first].days, None if None in ends else max(end for end in ends if end is not None))
