"""Availability: what can be promised for a day without breaking a promise already given.

`ATP(d) = min over t ≥ d of (on hand + receipts due by t − what is promised by t)`, never below zero: goods that are
here today but promised for next week are not available today. Quantities are stock units of one product in one
warehouse, or in all.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import TypeVar

from orderdesk.findings import Finding, HoldKind, Severity
from orderdesk.rules.queue import DeliveryRule
from orderdesk.rules.wording import listed
from orderdesk.values import Money, Quantity, quantity_text

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Supply:
    """Goods that are to come: the day, how many, and from where ("PO 88")."""

    on: date
    quantity: Quantity
    source: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """Goods that are promised: the day, and how many."""

    on: date
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a line that could leave on a day."""

    on: date
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Promise:
    """The answer to "can I have it by Friday?".

    Attributes:
        free_now: on hand less allocated.
        at_wanted: what can be promised for the wanted day.
        full_on: the first day, from the wanted one on, for the full quantity; None is not in sight.
        split: the parts that could be offered; together less than the quantity where the rest is not in sight.
    """

    free_now: Quantity
    at_wanted: Quantity
    full_on: date | None
    split: tuple[Portion, ...]


def free_now(on_hand: Quantity, allocated: Quantity) -> Quantity:
    """What nobody has a claim on: on hand less allocated, never below zero."""
    return max(0, on_hand - allocated)


def atp(on_hand: Quantity, receipts: Sequence[Supply], demands: Sequence[Demand], day: date) -> Quantity:
    """What can be promised for a day so that every promise given holds.

    Args:
        demands: all promises, those that goods are allocated to as well.
    """
    return _from_day_on(on_hand, receipts, demands, day)[0][1]


def _from_day_on(
    on_hand: Quantity, receipts: Sequence[Supply], demands: Sequence[Demand], first: date
) -> list[tuple[date, Quantity]]:
    """What can be promised for a day, and for every later one on which something changes."""
    changes: dict[date, Quantity] = {first: on_hand}
    for supply in receipts:
        at = max(supply.on, first)
        changes[at] = changes.get(at, 0) + supply.quantity
    for demand in demands:
        at = max(demand.on, first)
        changes[at] = changes.get(at, 0) - demand.quantity
    days = sorted(changes)
    levels = list(accumulate(changes[day] for day in days))
    lowest = levels[-1]
    found = []
    for day, level in zip(reversed(days), reversed(levels), strict=True):
        lowest = min(lowest, level)
        found.append((day, max(0, lowest)))
    return found[::-1]


def best_split(
    on_hand: Quantity, receipts: Sequence[Supply], demands: Sequence[Demand], quantity: Quantity, wanted: date
) -> tuple[Portion, ...]:
    """What could be offered for a quantity: as much as possible on the wanted day, the rest as goods come in."""
    return _split(_from_day_on(on_hand, receipts, demands, wanted), quantity)


def _split(reachable: Sequence[tuple[date, Quantity]], quantity: Quantity) -> tuple[Portion, ...]:
    portions: list[Portion] = []
    offered = 0
    for day, most in reachable:
        if offered >= quantity:
            break
        if most > offered:
            portions.append(Portion(day, min(quantity, most) - offered))
            offered = min(quantity, most)
    return tuple(portions)


def first_full_date(
    on_hand: Quantity, receipts: Sequence[Supply], demands: Sequence[Demand], quantity: Quantity, wanted: date
) -> date | None:
    """The first day from the wanted one on for which the full quantity can be promised; None is not in sight."""
    return _full_on(best_split(on_hand, receipts, demands, quantity, wanted), quantity, wanted)


def _full_on(split: Sequence[Portion], quantity: Quantity, wanted: date) -> date | None:
    if sum(portion.quantity for portion in split) < quantity:
        return None
    return split[-1].on if split else wanted


def promise(
    on_hand: Quantity,
    allocated: Quantity,
    receipts: Sequence[Supply],
    demands: Sequence[Demand],
    quantity: Quantity,
    wanted: date,
    today: date,
) -> Promise:
    """What can be said to a customer who wants a quantity by a day.

    Args:
        allocated: reserved goods, gone from today on whatever day their orders leave.
        receipts: what is on order. What should have come before today is expected tomorrow at the earliest, for it is
            plainly not on the shelf.
        demands: what is promised and *not* allocated yet, the lines above in the same order included; the allocated
            part is in `allocated`.
        wanted: a day before today counts as today.
    """
    day = max(wanted, today)
    tomorrow = today + timedelta(days=1)
    coming = [supply if supply.on >= today else replace(supply, on=tomorrow) for supply in receipts]
    reachable = _from_day_on(on_hand, coming, [Demand(today, allocated), *demands], day)
    split = _split(reachable, quantity)
    return Promise(
        free_now=free_now(on_hand, allocated),
        at_wanted=reachable[0][1],
        full_on=_full_on(split, quantity, day),
        split=split,
    )


def check_stock(
    line: int,
    sku: str,
    quantity: Quantity,
    promise: Promise,
    delivery_rule: DeliveryRule,
    *,
    hold_when_short: bool = False,
    net: Money = 0,
) -> Finding | None:
    """Say that a line cannot leave in full on the wanted day; a note, or a hold where the desk asks for one.

    Args:
        net: of the line, what an approver's level is measured against.
    """
    short = quantity - promise.at_wanted
    if short <= 0:
        return None
    if delivery_rule is DeliveryRule.PARTIAL and promise.split:
        parts = [f"{quantity_text(portion.quantity)} on {portion.on}" for portion in promise.split]
        then = f"could offer {listed(parts)}"
        unseen = quantity - sum(portion.quantity for portion in promise.split)
        then += f", {quantity_text(unseen)} not in sight" if unseen else ""
    else:
        then = f"in full on {promise.full_on}" if promise.full_on else "no date in sight for all of it"
    return Finding(
        Severity.HOLD if hold_when_short else Severity.NOTE,
        HoldKind.STOCK if hold_when_short else "short",
        f"line {line}, {sku}: {quantity_text(promise.at_wanted)} of {quantity_text(quantity)} by the wanted date,"
        f" {quantity_text(short)} short; {then}",
        line,
        net,
        {
            "quantity": quantity,
            "free_now": promise.free_now,
            "at_wanted": promise.at_wanted,
            "short": short,
            "full_on": promise.full_on.isoformat() if promise.full_on else None,
        },
    )


def see_each_other(lines: Sequence[tuple[Key, Quantity]], free: Mapping[Key, Quantity]) -> list[Quantity]:
    """What each line of one order finds free after the lines above it: three lines of 5 on a stock of 10 see 10, 5, 0.

    Args:
        lines: product and quantity of each line, in order.
        free: by product; one that is not there has nothing.
    """
    left = dict(free)
    seen = []
    for key, quantity in lines:
        seen.append(left.get(key, 0))
        left[key] = max(0, left.get(key, 0) - quantity)
    return seen
