"""Kits: what is sold as one and kept as its components.

A kit is sold whole. It has left when all its components have; what is here of a component beyond whole kits is odd.
Quantities are thousandths of the stock unit: `per` of a component is what one kit holds of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from orderdesk.rules.availability import Portion, Promise
from orderdesk.values import ONE, Quantity, UnitPrice, divide_half_up


class KitShows(StrEnum):
    """What documents show of a kit."""

    COMPONENTS = "components"
    KIT = "kit"


def whole_kits(quantity: Quantity, per: Quantity) -> Quantity:
    """How many whole kits a quantity of one component makes, in thousandths (always a multiple of a thousand)."""
    return max(0, quantity) // per * ONE


def complete(parts: Iterable[tuple[Quantity, Quantity]]) -> Quantity:
    """How many whole kits all components make together: the least of them.

    Args:
        parts: of each component the quantity, and how much one kit holds.
    """
    return min((whole_kits(quantity, per) for quantity, per in parts), default=0)


def odd(quantity: Quantity, per: Quantity, kits: Quantity) -> Quantity:
    """What is left of a component's quantity beyond that many kits."""
    return quantity - kits * per // ONE


def component_to_bill(
    left: Quantity, invoiced: Quantity, per: Quantity, kits_before: Quantity, kits: Quantity, kits_due: Quantity
) -> Quantity:
    """How much of a component goes on a bill: with its kits, and all that is left when the kit is billed in full.

    Args:
        left: of the component, shipped and not invoiced yet.
        invoiced: of the component, so far.
        kits_before, kits: of its kit, billed before and now.
        kits_due: of its kit, altogether.
    """
    if kits_before + kits >= kits_due:
        return left
    return max(0, min(left, (kits_before + kits) // ONE * per - invoiced))


def cost(parts: Sequence[tuple[UnitPrice | None, Quantity]]) -> UnitPrice | None:
    """What a kit costs: its components' costs; None where one of them is not known.

    Args:
        parts: of each component its cost for one stock unit, and how much one kit holds.
    """
    if not parts or any(price is None for price, _ in parts):
        return None
    return divide_half_up(sum((price or 0) * per for price, per in parts), ONE)


def least(parts: Sequence[tuple[Promise, Quantity]]) -> Promise:
    """What can be promised of a kit: on each day the least of its components.

    Args:
        parts: of each component what can be promised of it, and how much one kit holds.
    """
    days = sorted({portion.on for promise, _ in parts for portion in promise.split})
    split: list[Portion] = []
    offered = 0
    for day in days:
        kits = complete((_by(promise, day), per) for promise, per in parts)
        if kits > offered:
            split.append(Portion(day, kits - offered))
            offered = kits
    full = [promise.full_on for promise, _ in parts]
    return Promise(
        free_now=complete((promise.free_now, per) for promise, per in parts),
        at_wanted=complete((promise.at_wanted, per) for promise, per in parts),
        full_on=None if None in full else max(day for day in full if day is not None),
        split=tuple(split),
    )


def _by(promise: Promise, day: date) -> Quantity:
    return sum(portion.quantity for portion in promise.split if portion.on <= day)
