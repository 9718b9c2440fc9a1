"""Agreements: what a quotation or a blanket order promised, until when, and how much of it may still be taken.

A day is good up to and including the last one. Quantities are in stock units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orderdesk.findings import Finding, Severity
from orderdesk.rules.lifecycle import OrderState
from orderdesk.rules.wording import counted
from orderdesk.values import HUNDRED_PERCENT, ONE, Money, Percent, Quantity, quantity_text

_ENDS_BY_ITSELF = (OrderState.QUOTATION, OrderState.AGREED)


def over(valid_until: date | None, today: date) -> bool:
    """Whether the last day has passed; None never does."""
    return valid_until is not None and valid_until < today


def shown_state(state: str, valid_until: date | None, today: date) -> str:
    """The state as it is shown: a quotation or blanket order past its last day is expired, written down or not."""
    return str(OrderState.EXPIRED) if state in _ENDS_BY_ITSELF and over(valid_until, today) else state


def days_left(valid_until: date, today: date) -> str:
    """How long it is good for, in words."""
    days = (valid_until - today).days
    if days < 0:
        return f"{counted(-days, 'day')} over"
    return "today" if days == 0 else counted(days, "day")


def most_of(agreed: Quantity, overrun: Percent) -> Quantity:
    """The most that may be called off altogether: what was agreed and the overrun allowed, rounded down."""
    return agreed + agreed * overrun // HUNDRED_PERCENT


def units_left(left: Quantity, factor: Quantity) -> Quantity:
    """What is left in a unit of `factor` stock units: whole cases, but any part of the stock unit itself."""
    return left if factor == ONE else left // factor * ONE


@dataclass(frozen=True, slots=True)
class CallOff:
    """One line that takes from a blanket order.

    Attributes:
        blanket: the blanket order's number.
        quantity: what the line takes.
        left: what it may take: what nobody else has taken, and no line before it on this order.
        least: the least that may be called off at once; all that is left is always enough.
        taken: whether it has been taken already: then neither the last day nor the end of the blanket order matters.
        in_force: whether the blanket order is.
        day: the order's date.
    """

    position: int
    sku: str
    blanket: int
    quantity: Quantity
    left: Quantity
    agreed: Quantity
    least: Quantity
    taken: bool
    in_force: bool
    first: date | None
    last: date | None
    day: date


def check_call_off(line: CallOff) -> Finding | None:
    """Why a line may not take what it takes; exactly what is left passes."""
    at = f"line {line.position}, {line.sku}: blanket order {line.blanket}"
    anew = "take the line out and enter it anew at the price of today"
    if not line.taken:
        if not line.in_force:
            return _block(line, f"{at} is not in force any more; {anew}")
        if line.first is not None and line.day < line.first:
            return _block(line, f"{at} begins on {line.first}, the order is of {line.day}; {anew}")
        if over(line.last, line.day):
            return _block(line, f"{at} ended on {line.last}, the order is of {line.day}; {anew}")
    if line.quantity > line.left:
        return _block(line, f"{at}: {too_much(line.quantity, line.left, line.agreed)}")
    if not line.taken and line.quantity < min(line.least, line.left):
        least = quantity_text(line.least)
        return _block(line, f"{at}: {quantity_text(line.quantity)} is below the smallest call-off of {least}")
    return None


def too_much(wanted: Quantity, left: Quantity, agreed: Quantity) -> str:
    """The refusal of more than is left, with the figures and what to do."""
    text = f"{quantity_text(wanted)} wanted, {quantity_text(left)} left of {quantity_text(agreed)} agreed"
    if left <= 0:
        return f"{text}; enter it as a line of its own at the price of today"
    return f"{text}; take {quantity_text(left)}, and the rest as a line of its own (/split does both)"


def _block(line: CallOff, message: str) -> Finding:
    figures = {"blanket": line.blanket, "quantity": line.quantity, "left": line.left, "agreed": line.agreed}
    return Finding(Severity.BLOCK, "call-off", message, line.position, figures=figures)


@dataclass(frozen=True, slots=True)
class Ended:
    """A quotation that was decided, for the report. `won` and `lost` are net, in minor units of the company."""

    outcome: str
    reason: str
    clerk: str
    customer: str
    won: Money
    lost: Money


@dataclass(frozen=True, slots=True)
class Share:
    """One row of the report of won and lost.

    Attributes:
        rate: what share of the decided value was won; None where nothing had a value.
    """

    name: str
    won: int
    lost: int
    won_value: Money
    lost_value: Money
    rate: Percent | None


def shares(ended: Sequence[Ended], by: str) -> tuple[Share, ...]:
    """Won and lost by `reason`, `clerk`, `customer` or altogether (`all`); the largest value first."""
    groups: dict[str, list[Ended]] = {}
    for one in ended:
        name = "all" if by == "all" else str(getattr(one, by)) or "(none given)"
        groups.setdefault(name, []).append(one)
    rows = []
    for name, ones in groups.items():
        won, lost = sum(one.won for one in ones), sum(one.lost for one in ones)
        rate = won * HUNDRED_PERCENT // (won + lost) if won + lost > 0 else None
        count = sum(one.outcome == "won" for one in ones)
        rows.append(Share(name, count, len(ones) - count, won, lost, rate))
    return tuple(sorted(rows, key=lambda row: (-(row.won_value + row.lost_value), row.name)))
