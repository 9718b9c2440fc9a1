"""Ageing: what is owed by how late it is, with a foot that proves itself.

`not due + buckets − unapplied = balance`, always: nothing open is left out, and nothing is counted twice. Due today
is not late; day 30 late is in 1–30 and day 31 in 31–60. The items are as they stood on the day of the report: a later
payment has no place in them.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from orderdesk.errors import BadValue
from orderdesk.values import Currency, Money, money_text

BUCKETS = (30, 60, 90)
MOST_EDGES = 6


class AgeBy(StrEnum):
    """What days are counted from."""

    DUE = "due"  # the due date; the document's own where it has none
    INVOICE = "invoice"  # the document's date


@dataclass(frozen=True, slots=True)
class AgedItem:
    """An open document: positive = the customer owes it; a credit note not set against anything is negative."""

    document: str
    date: datetime.date
    due: datetime.date | None
    open: Money
    customer_id: int | None = None
    disputed: Money = 0


@dataclass(frozen=True, slots=True)
class Ageing:
    """Open items by how late they are.

    Attributes:
        buckets: one more than there are edges; the last is everything later.
        unapplied: money received and not set against anything, positive.
        disputed: what of it all the customer disputes; it stands in the buckets too, and is only told apart.
    """

    not_due: Money
    buckets: tuple[Money, ...]
    unapplied: Money
    edges: tuple[int, ...] = BUCKETS
    currency: Currency = field(default_factory=Currency)
    disputed: Money = 0

    @property
    def balance(self) -> Money:
        """What the customer owes on the whole."""
        return self.not_due + sum(self.buckets) - self.unapplied

    @property
    def labels(self) -> tuple[str, ...]:
        """The buckets' names: 1–30, 31–60, 61–90, over 90."""
        starts = (1, *(edge + 1 for edge in self.edges))
        spans = (f"{start}–{edge}" for start, edge in zip(starts, self.edges, strict=False))
        return (*spans, f"over {self.edges[-1]}")

    @property
    def cells(self) -> tuple[Money, ...]:
        """The amounts in the order of the report: not due, each bucket, unapplied, balance. `titles` go with them."""
        return (self.not_due, *self.buckets, self.unapplied, self.balance)

    @property
    def titles(self) -> tuple[str, ...]:
        """What `cells` are called."""
        return ("not due", *self.labels, "unapplied", "balance")

    @property
    def proof(self) -> str:
        """The sum that the foot of the report shows."""
        rows = [f"not due {money_text(self.not_due, self.currency)}"]
        rows += [
            f"{label} {money_text(amount, self.currency)}"
            for label, amount in zip(self.labels, self.buckets, strict=True)
        ]
        summed = f"{' + '.join(rows)} − unapplied {money_text(self.unapplied, self.currency)}"
        disputed = f" (disputed {money_text(self.disputed, self.currency)})" if self.disputed else ""
        return f"{summed} = {money_text(self.balance, self.currency)}{disputed}"


def edges_of(text: str) -> tuple[int, ...]:
    """The edges as they are set: 30/60/90. Raises BadValue unless they are one to six days that rise."""
    parts = [part.strip() for part in text.split("/")]
    days = [int(part) for part in parts if part.isdecimal() and part.isascii() and len(part) < 5]
    if len(days) != len(parts) or not 1 <= len(days) <= MOST_EDGES or days != sorted({day for day in days if day > 0}):
        raise BadValue(f"ages end at days that rise, one to {MOST_EDGES} of them like 30/60/90, not {text[:40]!r}")
    return tuple(days)


def bucket_of(days_late: int, edges: Sequence[int] = BUCKETS) -> int | None:
    """Which bucket, counted from 0, an item belongs in; None is not due. Edges belong to the bucket they end."""
    if days_late <= 0:
        return None
    return sum(days_late > edge for edge in edges)


def cell_of(item: AgedItem, as_of: datetime.date, by: AgeBy, edges: Sequence[int] = BUCKETS) -> int:
    """Which of `Ageing.cells` an item stands in: 0 is not due, then the buckets."""
    bucket = bucket_of(days_late(item, as_of, by), edges)
    return 0 if bucket is None else bucket + 1


def begins(as_of: datetime.date, edges: Sequence[int] = BUCKETS) -> tuple[datetime.date, ...]:
    """The earliest day from which an item counts in not due and in each bucket but the last, which has no earliest."""
    return (as_of, *(as_of - datetime.timedelta(edge) for edge in edges))


def days_before(day: datetime.date, days: int) -> datetime.date:
    """The day so many days before; the first day of the calendar where there is none."""
    return datetime.date.fromordinal(max(1, day.toordinal() - days))


def first_day(by: AgeBy) -> str:
    """Which of a document's dates its days count from: the name of that date, `due` or `day`."""
    return "day" if by is AgeBy.INVOICE else "due"


def days_late(item: AgedItem, as_of: datetime.date, by: AgeBy) -> int:
    """How many days an item is late, or old; negative is still to come."""
    start = item.date if by is AgeBy.INVOICE or item.due is None else item.due
    return (as_of - start).days


def age(
    items: Sequence[AgedItem],
    unapplied: Money,
    as_of: datetime.date,
    by: AgeBy = AgeBy.DUE,
    edges: Sequence[int] = BUCKETS,
    currency: Currency | None = None,
) -> Ageing:
    """Sort what is open on a day into buckets.

    Args:
        unapplied: money not set against anything, positive; shown apart, in no bucket.
        edges: the last day of each bucket, rising.
    """
    not_due = 0
    buckets = [0] * (len(edges) + 1)
    for item in items:
        bucket = bucket_of(days_late(item, as_of, by), edges)
        if bucket is None:
            not_due += item.open
        else:
            buckets[bucket] += item.open
    disputed = sum(item.disputed for item in items)
    return Ageing(not_due, tuple(buckets), unapplied, tuple(edges), currency or Currency(), disputed)
