"""Billing: when what has left is due to be billed, by the rule that a customer has.

By shipment, by order when it is complete, or by period: then everything that left in the period stands on one invoice,
and what left after its end waits for the next. A period is billed from its last day on, so that a run on a Friday
bills the week before and one on a Sunday the week that ends.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum


class Billing(StrEnum):
    """When a customer's goods are billed."""

    SHIP = "ship"  # each shipment, when it leaves
    ORDER = "order"  # the order, when nothing of it is left to ship
    DAY = "day"  # everything of a day on one invoice
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"
    HAND = "hand"  # when somebody says so


COMBINING = (Billing.DAY, Billing.WEEK, Billing.MONTH)
_SAID = {
    Billing.SHIP: "each shipment is billed when it leaves",
    Billing.ORDER: "an order is billed when nothing of it is left to ship",
    Billing.HAND: "billed by hand only",
    Billing.DAY: "billed by day",
    Billing.WEEK: "billed by week",
    Billing.MONTH: "billed by month",
}


def period_end(rule: Billing, day: date) -> date:
    """The last day of the period that a day is in; the day itself where there are no periods."""
    if rule is Billing.WEEK:
        return day + timedelta(6 - day.weekday())
    if rule is Billing.MONTH:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day


def due_until(rule: Billing, today: date) -> date | None:
    """The last day of which shipments are due to be billed; None where nothing is without somebody's word."""
    if rule is Billing.HAND:
        return None
    if rule is Billing.WEEK:
        return today - timedelta((today.weekday() + 1) % 7)
    if rule is Billing.MONTH:
        return today if period_end(rule, today) == today else today.replace(day=1) - timedelta(1)
    return today


def why(rule: Billing, today: date) -> str:
    """The rule as a sentence, with its days."""
    until = due_until(rule, today)
    if rule not in COMBINING or until is None:
        return _SAID[rule]
    following = period_end(rule, until + timedelta(1))
    later = "" if rule is Billing.DAY else f"; what left since is billed from {following}"
    return f"{_SAID[rule]}: what left by {until} stands on one invoice{later}"
