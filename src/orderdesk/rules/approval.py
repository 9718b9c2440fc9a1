"""Approval: who may lift a hold, by its kind and by how much is at stake.

The steps are rows that the company changes. A release covers the value it was given for and no more; nobody releases
the holds of an order that he or she entered, nor as the deputy of whoever entered it, unless the desk is too small to
ask for two people. Where a step asks for its levels in turn, each is another person's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from orderdesk.findings import HoldKind
from orderdesk.rules.wording import a_or_an
from orderdesk.values import Currency, Money, money_text

APPROVER = "approver"
WAREHOUSE = "warehouse"
HIGHEST = {APPROVER: 2, WAREHOUSE: 2}  # the levels there are: the second of a warehouse is its lead


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
        in_turn: every level from the first up to this one has to release it, each another person.
        rule: the hold rule or attribute that the row is for alone; it goes before the rows of its kind.
    """

    kind: HoldKind | None
    role: str
    level: int
    up_to: Money | None = None
    in_turn: bool = False
    rule: str = ""

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels that have to release, one after the other."""
        return tuple(range(1, self.level + 1)) if self.in_turn else (self.level,)


DEFAULT_STEPS: tuple[Step, ...] = (  # what a new database is given; amounts for a currency with two decimals
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
    Step(HoldKind.SPECIAL, WAREHOUSE, 2),  # the warehouse lead
    Step(HoldKind.EXCEPTION, WAREHOUSE, 1),
    Step(None, APPROVER, 1),  # duplicate, unusual, manual
)

_NOWHERE = Step(None, APPROVER, 2)  # a table without a fitting row must not leave a hold that nobody can see


@dataclass(frozen=True, slots=True)
class Held:
    """A hold, as far as it matters who releases it.

    Attributes:
        rule: what raised it; empty for what is built in.
        entered_by: who entered the order; None is nobody of the desk, as with an import.
        signed: who has released it so far, where several have to; deputies and those they stood in for.
        given: how many releases that were.
    """

    kind: HoldKind
    amount: Money
    rule: str = ""
    entered_by: int | None = None
    signed: frozenset[int] = frozenset()
    given: int = 0


@dataclass(frozen=True, slots=True)
class Authority:
    """What somebody may act on: one's own levels, or those of the person whose deputy one is today.

    Attributes:
        name: of the person who is away; empty for oneself.
    """

    user_id: int
    levels: Mapping[str, int]
    name: str = ""


def step_for(kind: HoldKind, amount: Money, steps: Sequence[Step], rule: str = "") -> Step:
    """The row that a hold falls under: the lowest that reaches its amount, or the highest there is when none does."""
    rows = _rows(kind, steps, rule)
    for step in rows:
        if step.up_to is None or amount <= step.up_to:
            return step
    return rows[-1] if rows else _NOWHERE


def _rows(kind: HoldKind, steps: Sequence[Step], rule: str) -> list[Step]:
    """The rows for a rule, or else for a kind, or else for any kind; by their bounds."""
    rows = (
        [step for step in steps if rule and step.rule == rule]
        or [step for step in steps if step.kind is kind and not step.rule]
        or [step for step in steps if step.kind is None and not step.rule]
    )
    return sorted(rows, key=lambda step: (step.up_to is None, step.up_to or 0, step.level))


def route(
    kind: HoldKind, amount: Money, steps: Sequence[Step] = DEFAULT_STEPS, rule: str = "", given: int = 0
) -> Route:
    """Who must release a hold next, when so many have released it already."""
    step = step_for(kind, amount, steps, rule)
    return Route(step.role, step.levels[min(given, len(step.levels) - 1)])


def is_last(held: Held, steps: Sequence[Step]) -> bool:
    """Whether the next release lifts the hold."""
    return held.given + 1 >= len(step_for(held.kind, held.amount, steps, held.rule).levels)


def acting_for(
    people: Sequence[Authority],
    held: Held,
    steps: Sequence[Step],
    *,
    own_orders: bool = False,
    currency: Currency | None = None,
) -> Authority | str:
    """On whose authority somebody may release a hold; otherwise the sentence that refuses it and names who may.

    Args:
        people: oneself first, then those one stands in for today.
        own_orders: whether people may release the holds of orders that they entered.
    """
    refusals: list[tuple[str, bool]] = []
    for authority in people:
        refusal = _refusal(authority, people[0], held, steps, own_orders=own_orders, currency=currency or Currency())
        if refusal is None:
            return authority
        refusals.append(refusal)
    return next((said for said, wants_level in refusals if not wants_level), refusals[0][0])


def _refusal(
    authority: Authority,
    oneself: Authority,
    held: Held,
    steps: Sequence[Step],
    *,
    own_orders: bool,
    currency: Currency,
) -> tuple[str, bool] | None:
    """Why this authority does not serve, and whether that is for want of the level."""
    needed = route(held.kind, held.amount, steps, held.rule, held.given)
    kind = held.kind.value
    if authority.levels.get(needed.role, 0) < needed.level:
        at_stake = f" of {money_text(held.amount, currency)}" if held.amount else ""
        return f"{a_or_an(kind)} hold{at_stake} is for {needed}, which you are not; leave it in the queue for one", True
    if held.entered_by is not None and not own_orders:
        if held.entered_by == oneself.user_id:
            return f"you entered this order: its {kind} hold is for another {needed}", False
        if held.entered_by == authority.user_id:
            return (
                f"{authority.name} entered this order, whose deputy you are: its {kind} hold is for another {needed}",
                False,
            )
    if oneself.user_id in held.signed:
        return f"you released this {kind} hold already; it needs a second person, {needed}", False
    if authority.user_id in held.signed:
        return f"this {kind} hold was released for {authority.name} already; it needs a second person, {needed}", False
    return None


def levels_of(roles: Collection[str]) -> dict[str, int]:
    """The approval roles that somebody's roles at the desk amount to, each with its level; an admin has the highest."""
    levels: dict[str, int] = {}
    if "approver2" in roles or "admin" in roles:
        levels[APPROVER] = 2
    elif "approver1" in roles:
        levels[APPROVER] = 1
    if "warehouse_lead" in roles or "admin" in roles:
        levels[WAREHOUSE] = 2
    elif "warehouse" in roles:
        levels[WAREHOUSE] = 1
    return levels


def releasable_up_to(
    people: Sequence[Authority], kind: HoldKind, steps: Sequence[Step] = DEFAULT_STEPS, rule: str = ""
) -> Money | None:
    """The most at stake that somebody may release of a kind; None is without bound, 0 is nothing."""
    reached = [
        step.up_to
        for step in _rows(kind, steps, rule)
        if any(one.levels.get(step.role, 0) >= step.levels[0] for one in people)
    ]
    return None if None in reached else max((bound for bound in reached if bound is not None), default=0)


def still_covered(released_value: Money, new_value: Money) -> bool:
    """Whether a release given for one value covers another: up to it, never above."""
    return new_value <= released_value
