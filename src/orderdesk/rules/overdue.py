"""Overdue: a customer who does not pay what is due gets no more goods without somebody's consent.

Three tests, each of which holds the order: the oldest open item is later than the customer's grace, what is overdue at
all is more than a share of what is open, or more than the customer's limit for it. Days late are counted from the due
date: due yesterday is one day late. What the customer disputes is not late: it is ours to answer. It stays owed, and
counts against the credit limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orderdesk.findings import Finding, HoldKind, Severity
from orderdesk.rules.wording import counted, listed
from orderdesk.values import HUNDRED_PERCENT, Currency, Money, Percent, divide_half_up, money_text, percent_text


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An invoice that is not paid in full, and what is still open of it. Credits (open ≤ 0) are not counted.

    `disputed` is the part of `open` that the customer disputes.
    """

    document: str
    due: date
    open: Money
    disputed: Money = 0

    @property
    def late(self) -> Money:
        """What of it can be late."""
        return self.open - self.disputed


def check_overdue(
    items: Sequence[OpenItem],
    today: date,
    grace_days: int | None,
    share_limit: Percent | None,
    currency: Currency,
    *,
    amount_limit: Money | None = None,
) -> Finding | None:
    """Hold the order of a late payer; the amount at stake is everything overdue.

    Args:
        grace_days: how late the oldest item may be; None is not tested.
        share_limit: how much of the open sum may be overdue, grace or not; None is not tested.
        amount_limit: how much money may be overdue, grace or not; None is not tested.
    """
    late = sorted((item for item in items if item.late > 0 and item.due < today), key=lambda item: item.due)
    if not late:
        return None
    oldest, days = late[0], (today - late[0].due).days
    overdue = sum(item.late for item in late)
    disputed = sum(item.disputed for item in items)
    whole = sum(item.open for item in items if item.open > 0)
    reasons = []
    if grace_days is not None and days > grace_days:
        reasons.append(
            f"{oldest.document} with {money_text(oldest.late, currency)} open is {counted(days, 'day')} late"
            f" (grace {grace_days})"
        )
    if share_limit is not None and overdue * HUNDRED_PERCENT > share_limit * whole:
        part = percent_text(divide_half_up(overdue * 10_000, whole) * 10)
        reasons.append(
            f"{money_text(overdue, currency)} of {money_text(whole, currency)} open are overdue,"
            f" {part} % where {percent_text(share_limit)} % may be"
        )
    if amount_limit is not None and overdue > amount_limit:
        reasons.append(
            f"{money_text(overdue, currency)} are overdue where {money_text(amount_limit, currency)} may be"
        )
    if not reasons:
        return None
    return Finding(
        Severity.HOLD,
        HoldKind.OVERDUE,
        f"overdue: {listed(reasons)}{_left_out(disputed, currency)}",
        amount=overdue,
        figures={
            "oldest": oldest.document,
            "oldest_due": oldest.due.isoformat(),
            "days_late": days,
            "grace_days": grace_days,
            "overdue": overdue,
            "open": whole,
            **({"disputed": disputed} if disputed else {}),
            "share_limit": share_limit,
            "overdue_limit": amount_limit,
        },
    )


def _left_out(disputed: Money, currency: Currency) -> str:
    return f"; {money_text(disputed, currency)} that is disputed is not counted" if disputed else ""
