"""What a changed hold rule would have done to past orders: more held, fewer held, and how often for nothing.

A false alarm is an order that the rule holds and that went through all the same: released, or never held and confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from orderdesk.rules.hold_rules import HoldRule, RuledOrder, check_rules
from orderdesk.rules.wording import counted
from orderdesk.values import Currency, Money, Percent, divide_half_up, money_text, percent_text


class Outcome(StrEnum):
    """What became of an order in truth."""

    WENT_THROUGH = "went through"  # nothing held it
    RELEASED = "released"
    WAITING = "waiting"
    REJECTED = "rejected"
    CANCELLED = "cancelled"

    @property
    def passed(self) -> bool:
        """Whether it went on as it was."""
        return self in (Outcome.WENT_THROUGH, Outcome.RELEASED)


class Change(StrEnum):
    """What the changed rule makes of an order that it or the rule of today holds."""

    MORE = "held now"
    LESS = "no longer held"
    SAME = "held as before"


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order that was placed, as the rules look at it, and what became of it.

    Attributes:
        minutes: from being held to the last decision; None where nothing was decided.
    """

    number: int
    name: str
    order: RuledOrder
    outcome: Outcome
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class SimulatedOrder:
    """An order that the rule holds, before or after the change. `why` is the hold's sentence."""

    number: int
    customer: str
    name: str
    gross: Money
    change: Change
    why: str
    outcome: Outcome
    minutes: int | None
    false_alarm: bool


@dataclass(frozen=True, slots=True)
class Simulation:
    """What the change would have done.

    Attributes:
        looked_at: how many orders were placed in that time; `partly` when only the newest of them were looked at.
        orders: those that the rule holds, before or after.
        false_alarms: how many of those held after the change went through; `share` of them in per cent.
        released: how many of those were held in truth, for whatever reason, and released; the middle of their minutes.
        held_value: what the orders held after the change come to; `held_before` before it.
    """

    rule: str
    looked_at: int
    partly: bool
    orders: tuple[SimulatedOrder, ...]
    more: int
    less: int
    same: int
    false_alarms: int
    share: Percent
    released: int
    median_minutes: int | None
    held_value: Money
    held_before: Money

    def sentence(self, currency: Currency) -> str:
        """What came of it, with the figures."""
        held = self.more + self.same
        said = f"of {counted(self.looked_at, 'order')} {self.rule} would have held {held}"
        said += f" ({money_text(self.held_value, currency)}), {self.more} of them newly; {self.less} no longer"
        if held:
            said += f"; {self.false_alarms} went through all the same: {percent_text(self.share)} % false alarms"
        if self.median_minutes is not None:
            said += f"; {self.released} were held anyway and released, in {duration(self.median_minutes)} at the median"
        return said


def simulate(
    before: HoldRule | None, after: HoldRule | None, past: Sequence[PastOrder], currency: Currency, *, partly: bool
) -> Simulation:
    """Try a rule on past orders.

    Args:
        before: as it holds today; None is a new one.
        after: as it would be; None is none any more.
    """
    rows = [row for one in past if (row := _tried(before, after, one, currency)) is not None]
    held = [row for row in rows if row.change is not Change.LESS]
    alarms = sum(row.false_alarm for row in held)
    released = [row.minutes for row in held if row.outcome is Outcome.RELEASED and row.minutes is not None]
    rule = after or before
    return Simulation(
        rule=rule.code if rule else "",
        looked_at=len(past),
        partly=partly,
        orders=tuple(rows),
        more=sum(row.change is Change.MORE for row in rows),
        less=sum(row.change is Change.LESS for row in rows),
        same=sum(row.change is Change.SAME for row in rows),
        false_alarms=alarms,
        share=percent_of(alarms, len(held)),
        released=len(released),
        median_minutes=median(released),
        held_value=sum(row.gross for row in held),
        held_before=sum(row.gross for row in rows if row.change is not Change.MORE),
    )


def _tried(
    before: HoldRule | None, after: HoldRule | None, one: PastOrder, currency: Currency
) -> SimulatedOrder | None:
    was = check_rules([before], one.order, currency) if before else ()
    would = check_rules([after], one.order, currency) if after else ()
    if not was and not would:
        return None
    change = Change.SAME if was and would else Change.MORE if would else Change.LESS
    return SimulatedOrder(
        one.number, one.order.customer, one.name, one.order.gross, change, (would or was)[0].message, one.outcome,
        one.minutes, bool(would) and one.outcome.passed,
    )  # fmt: skip


def percent_of(part: int, whole: int) -> Percent:
    """A part in per cent of the whole, to one decimal; 0 of nothing."""
    return divide_half_up(part * 1_000, whole) * 100 if whole else 0


def median(minutes: Iterable[int]) -> int | None:
    """The middle one, the lower of two; None of none."""
    ordered = sorted(minutes)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def duration(minutes: int) -> str:
    """A time as it is said: 12 min, 1:40 h, 3 days."""
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60}:{minutes % 60:02} h"
    return counted(minutes // (24 * 60), "day")
