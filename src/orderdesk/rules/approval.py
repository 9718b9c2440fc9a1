"""Approval: who may lift a hold, by its kind and by how much is at stake.

The steps are data: a company changes rows, not code. A release covers the value it was given for and no more; and
nobody releases the holds of an order that he or she entered, unless the desk is too small to ask for two people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from orderdesk.findings import HoldKind
from orderdesk.values import Currency, Money, money_text

APPROVER = "approver"
WAREHOUSE = "warehouse"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a hold waits: the role, and the level within it that is needed at least."""

    role: str
    level: int

    def __str__(self) -> str:
        """As it is said: approver level 2."""
        return f"{self.role} level {self.level}"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the approval table: who may release this kind of hold up to an amount.

    Attributes:
        kind: None stands for every kind that has no row of its own.
        up_to: in minor units, included; None is without bound.
    """

    kind: HoldKind | None
    role: str
    level: int
    up_to: Money | None = None


DEFAULT_STEPS: tuple[Step, ...] = (  # amounts for a currency with two decimals
    Step(HoldKind.CREDIT, APPROVER, 1, 500_000),  # excess over the limit
    Step(HoldKind.CREDIT, APPROVER, 2),
    Step(HoldKind.OVERDUE, APPROVER, 1, 500_000),  # overdue sum
    Step(HoldKind.OVERDUE, APPROVER, 2),
    Step(HoldKind.PRICE, APPROVER, 1, 50_000),  # difference to the price receipt
    Step(HoldKind.PRICE, APPROVER, 2),
    Step(HoldKind.MARGIN, APPROVER, 1, 50_000),  # what lacks to the floor
    Step(HoldKind.MARGIN, APPROVER, 2),
    Step(HoldKind.DISCOUNT, APPROVER, 1, 50_000),  # discount given
    Step(HoldKind.DISCOUNT, APPROVER, 2),
    Step(HoldKind.VALUE, APPROVER, 1, 5_000_000),  # the order's value
    Step(HoldKind.VALUE, APPROVER, 2),
    Step(HoldKind.STOCK, WAREHOUSE, 1),
    Step(None, APPROVER, 1),  # duplicate, unusual, special, manual
)

_NOWHERE = Route(APPROVER, 2)  # a table without a fitting row must not leave a hold that nobody can see


def route(kind: HoldKind, amount: Money, steps: Sequence[Step] = DEFAULT_STEPS) -> Route:
    """Who must release a hold: the lowest step that reaches its amount, or the highest there is when none does."""
    rows = [step for step in steps if step.kind is kind] or [step for step in steps if step.kind is None]
    rows.sort(key=lambda step: (step.up_to is None, step.up_to or 0, step.level))
    for step in rows:
        if step.up_to is None or amount <= step.up_to:
            return Route(step.role, step.level)
    return Route(rows[-1].role, rows[-1].level) if rows else _NOWHERE


def may_release(
    approver_roles: Mapping[str, int],
    user_id: int,
    entered_by: int | None,
    kind: HoldKind,
    amount: Money,
    steps: Sequence[Step] = DEFAULT_STEPS,
    *,
    own_orders: bool = False,
    currency: Currency | None = None,
) -> str | None:
    """None when this person may release the hold; otherwise the sentence that refuses it and names who may.

    Args:
        approver_roles: the person's roles, each with its level.
        entered_by: who entered the order; None is nobody of the desk, as with an import.
        own_orders: whether people may release the holds of orders that they entered.
    """
    needed = route(kind, amount, steps)
    if approver_roles.get(needed.role, 0) < needed.level:
        at_stake = f" of {money_text(amount, currency or Currency())}" if amount else ""
        return f"a {kind.value} hold{at_stake} is for {needed}, which you are not; leave it in the queue for one"
    if user_id == entered_by and not own_orders:
        return f"you entered this order: its {kind.value} hold is for another {needed}"
    return None


def levels_of(roles: Collection[str]) -> dict[str, int]:
    """The approval roles that somebody's roles at the desk amount to, each with its level; an admin has the highest."""
    levels: dict[str, int] = {}
    if "approver2" in roles or "admin" in roles:
        levels[APPROVER] = 2
    elif "approver1" in roles:
        levels[APPROVER] = 1
    if "warehouse" in roles or "admin" in roles:
        levels[WAREHOUSE] = 1
    return levels


def releasable_up_to(levels: Mapping[str, int], kind: HoldKind, steps: Sequence[Step] = DEFAULT_STEPS) -> Money | None:
    """The most at stake that these levels may release of a kind; None is without bound, 0 is nothing."""
    rows = [step for step in steps if step.kind is kind] or [step for step in steps if step.kind is None]
    reached = [step.up_to for step in rows if levels.get(step.role, 0) >= step.level]
    return None if None in reached else max((bound for bound in reached if bound is not None), default=0)


def still_covered(released_value: Money, new_value: Money) -> bool:
    """Whether a release given for one value covers another: up to it, never above."""
    return new_value <= released_value
