"""Payment terms: when an invoice is due, and what is let off for paying early.

Net days are counted from the invoice's date; with end of month, the due date then moves to the last day of the month
it fell in (30 days from 22 January 2016 is 21 February, so 29 February).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from orderdesk.values import Money, Percent, share, spread

PAYMENT, MIXED = "payment", "mixed"  # what an early-payment discount is: money kept back, or less tax as well


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of an invoice that is due on its own day."""

    percent: Percent
    net_days: int


@dataclass(frozen=True, slots=True)
class Terms:
    """A rule for due dates. `Terms("", 0)` is due at once.

    Attributes:
        discount_days: how long after the invoice's date the early-payment discount is given; None is no discount.
        discount: off the gross amount, tax included; off the net one where `mode` is mixed.
        mode: payment: the discount is only what may be kept back; mixed: the tax is computed on the discounted base.
        discount_fixed: or so much off, in minor units, whatever the amount.
        grace_days: how long after the discount's days it is still given, unsaid to the customer.
        instalments: parts with days of their own instead of `net_days`; weighed against each other, so that they always
            make up the whole.
    """

    code: str
    net_days: int
    end_of_month: bool = False
    discount_days: int | None = None
    discount: Percent = 0
    instalments: tuple[Instalment, ...] = ()
    mode: str = PAYMENT
    discount_fixed: Money = 0
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class DuePart:
    """How much is due on a day."""

    on: date
    amount: Money


def due_date(terms: Terms, invoice_date: date) -> date:
    """The day by which everything is to be paid: with instalments, the last of them."""
    days = max((part.net_days for part in terms.instalments), default=terms.net_days)
    return _due(terms, invoice_date, days)


def schedule(terms: Terms, invoice_date: date, gross: Money) -> tuple[DuePart, ...]:
    """The parts of an invoice and their days, in the order of the terms; to the cent they make up the gross amount."""
    parts = terms.instalments or (Instalment(1, terms.net_days),)
    amounts = spread(gross, [part.percent for part in parts])
    return tuple(
        DuePart(_due(terms, invoice_date, part.net_days), amount) for part, amount in zip(parts, amounts, strict=True)
    )


def discount_date(terms: Terms, invoice_date: date, grace_days: int = 0) -> date | None:
    """The last day of the early-payment discount, grace included; None when the terms give none."""
    if terms.discount_days is None or not (terms.discount or terms.discount_fixed):
        return None
    return invoice_date + timedelta(days=terms.discount_days + grace_days)


def discount_amount(terms: Terms, gross: Money, tax: Money = 0) -> Money:
    """What may be kept back when paying in time, half-up; zero when the terms give no discount.

    Where the discount has lowered the tax already it is off the net amount only.
    """
    if terms.discount_days is None:
        return 0
    if terms.discount_fixed:
        return min(terms.discount_fixed, gross)
    return share(gross - tax if terms.mode == MIXED else gross, terms.discount)


def _due(terms: Terms, invoice_date: date, days: int) -> date:
    due = invoice_date + timedelta(days=days)
    return due.replace(day=monthrange(due.year, due.month)[1]) if terms.end_of_month else due
