"""Settling: how money that came in is set against open invoices, one after the other.

The early-payment discount is taken off where it lets the money settle the invoice in time. It is not forced on somebody
who paid in full: money that reaches everything open, or exactly a run of the first invoices, is taken as it is. A small
rest may be written off, on the invoice that the money ended in.

Where the payer named the invoices, a difference within the tolerance is closed by itself, in both directions: a little
too little is written off, a little too much is kept. Money on account, which goes to the oldest, gets no tolerance: the
payer rounds, and means the rest for the next invoice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from orderdesk.values import Money, divide_half_up


@dataclass(frozen=True, slots=True)
class Payable:
    """An open invoice, as the money finds it.

    Attributes:
        open: what is still owed on it, above zero.
        discount: what may be taken off when it is settled in time.
        discount_until: the last day of that, days of grace included; None is no discount.
    """

    key: int
    open: Money
    discount: Money = 0
    discount_until: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What settles of one invoice: money, early-payment discount, rest written off.

    `write_off` below 0 is what the money was too much and was kept; the other two are never below 0.
    """

    key: int
    payment: Money
    discount: Money = 0
    write_off: Money = 0

    @property
    def total(self) -> Money:
        """By how much the invoice's open amount goes down."""
        return self.payment + self.discount + self.write_off


def settle(
    amount: Money, items: Sequence[Payable], paid_on: date, write_off: Money = 0, *, tolerance: Money = 0
) -> tuple[Part, ...]:
    """Part an amount over open invoices in their order; what the parts do not use stays unapplied.

    Args:
        paid_on: the day that decides on the discount.
        write_off: the most that may be forgiven, and only if that settles the invoice.
        tolerance: for invoices that the payer named: a difference up to it is closed, too little or too much.
    """
    write_off = max(write_off, tolerance)
    in_full = amount + tolerance >= sum(item.open for item in items)
    in_full = in_full or amount in accumulate(item.open for item in items)
    parts: list[Part] = []
    left = amount
    for item in items:
        if left <= 0:
            break
        off = 0 if in_full else _discount(item, paid_on)
        if left >= item.open - off:
            parts.append(Part(item.key, item.open - off, off))
            left -= item.open - off
        elif write_off and left + off + write_off >= item.open:
            parts.append(Part(item.key, left, off, item.open - off - left))
            left = 0
        else:
            parts.append(Part(item.key, left))
            left = 0
    if parts and len(parts) == len(items) and 0 < left <= tolerance:
        last = parts[-1]
        parts[-1] = Part(last.key, last.payment + left, last.discount, last.write_off - left)
    return tuple(parts)


def _discount(item: Payable, paid_on: date) -> Money:
    if item.discount_until is None or paid_on > item.discount_until:
        return 0
    return min(item.discount, item.open)


def discount_left(discount: Money, gross: Money, credited: Money) -> Money:
    """The early-payment discount on what a credit note leaves of an invoice."""
    return divide_half_up(discount * (gross - credited), gross) if gross else 0
