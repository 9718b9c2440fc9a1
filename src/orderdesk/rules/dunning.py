"""Dunning: which reminder an unpaid invoice is due for, and why, or why not.

An invoice is reminded of in levels, by how late it is. It climbs one level at a time, whatever its lateness: a customer
who was never written to does not begin with the last demand. Between two levels of one invoice stand some days at
least, so that the answer to the first letter can arrive before the second. Three levels two weeks apart, the first a
few days after the due date so that money on its way can come in, are what is usual
(https://www.reviso.com/de/mahnstufen/: up to three letters); that a level is reached by days overdue, that only the
next one can be, and that a block pauses it is Tryton's account_dunning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from orderdesk.errors import BadValue
from orderdesk.rules.charging import LevelCost
from orderdesk.rules.wording import counted
from orderdesk.values import Currency, Money, money_text


@dataclass(frozen=True, slots=True)
class DunningLevels:
    """When reminders are due.

    Attributes:
        days: how late an invoice must be for level 1, 2, …; rising. None at all: nobody is reminded.
        gap: how many days must lie between two levels of one invoice, at least 1: never two on one day.
        least: an open amount below it is not reminded of, in minor units.
        costs: what a reminder of level 1, 2, … costs the customer; none said: nothing.
    """

    days: tuple[int, ...] = (5, 19, 33)
    gap: int = 10
    least: Money = 5_00
    currency: Currency = field(default_factory=Currency)
    costs: tuple[LevelCost, ...] = ()

    def __post_init__(self) -> None:
        if list(self.days) != sorted({day for day in self.days if day > 0}):
            told = ", ".join(map(str, self.days))
            raise BadValue(f"reminders are due from 1 day late, each level later than the one before, not {told} days")
        if self.gap < 1:
            raise BadValue("there is at least 1 day between two reminders of one invoice")

    def cost(self, level: int) -> LevelCost:
        """What a reminder of a level, counted from 1, costs."""
        return self.costs[level - 1] if level <= len(self.costs) else LevelCost()

    def sought(self, today: date) -> tuple[SoughtLevel, ...]:
        """What a search for invoices to remind of looks for, level by level; it agrees with `next_level`."""
        return tuple(
            SoughtLevel(number, today - timedelta(days), None if number == 1 else today - timedelta(self.gap))
            for number, days in enumerate(self.days, start=1)
        )


@dataclass(frozen=True, slots=True)
class SoughtLevel:
    """Which invoices are due for `level`: due on or before a day, the level before it sent on or before another."""

    level: int
    due_by: date
    sent_by: date | None


@dataclass(frozen=True, slots=True)
class Reminded:
    """An invoice as dunning sees it.

    Attributes:
        open: what is not paid of it, in minor units; a credit note's is negative.
        level: how often it was reminded of; the last time on `last`.
        disputed: the customer disputes it; then it is left alone.
        promised: the day by which the customer promised to pay; until it is over, it is left alone.
    """

    document: str
    due: date
    open: Money
    level: int = 0
    last: date | None = None
    disputed: bool = False
    promised: date | None = None


@dataclass(frozen=True, slots=True)
class NextLevel:
    """What comes next for one invoice.

    Attributes:
        level: the level it is due for today; None: not today.
        on: the first day on which the next level is due; None where there is none to come as things stand.
        why: the explanation, with the figures it was found by.
    """

    level: int | None
    on: date | None
    why: str


def next_level(item: Reminded, levels: DunningLevels, today: date) -> NextLevel:
    """Which level an invoice is due for today, with the reason."""
    kept_back = _kept_back(item, levels, today)
    if kept_back:
        return NextLevel(None, None, kept_back)
    level, days_late = item.level + 1, (today - item.due).days
    from_days = levels.days[item.level]
    on = item.due + timedelta(from_days)
    late = f"{counted(days_late, 'day')} late" if days_late > 0 else "not late"
    if days_late < from_days:
        return NextLevel(None, on, f"{late}; level {level} is due from {counted(from_days, 'day')}, on {on}")
    if item.last is None:
        return NextLevel(level, on, f"{late}: level {level} is due from {counted(from_days, 'day')}")
    on = max(on, item.last + timedelta(levels.gap))
    days_ago = (today - item.last).days
    since = "today" if days_ago == 0 else f"{counted(days_ago, 'day')} ago"
    if today < on:
        return NextLevel(
            None, on, f"level {item.level} was {since}; level {level} is due {levels.gap} days after it, on {on}"
        )
    return NextLevel(
        level, on, f"{late}: level {level} is due from {counted(from_days, 'day')}; level {item.level} was {since}"
    )


def _kept_back(item: Reminded, levels: DunningLevels, today: date) -> str:
    """Why no level is to come, whatever the day; empty where one is."""
    if item.open < 0:
        return "a credit note is not reminded of"
    if item.open == 0:
        return "it is paid"
    if item.disputed:
        return "it is disputed: nothing is sent until that is settled"
    if item.promised is not None and today <= item.promised:
        return f"payment is promised by {item.promised}: nothing is sent until that day is over"
    if item.open < levels.least:
        amounts = f"{money_text(item.open, levels.currency)} open is below {money_text(levels.least, levels.currency)}"
        return f"{amounts}, from which invoices are reminded of"
    if item.level >= len(levels.days):
        last = f", the last on {item.last}" if item.last is not None else ""
        return f"every level was sent{last}" if levels.days else "the company sends no reminders"
    return ""
