"""Forgiving: how much of what is owed each role may write off, and how much of it is tax.

Receivables closes small differences; an approver forgives more; who may approve without a limit forgives without one.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from orderdesk.rules.exchange import Exchange
from orderdesk.values import Currency, Money, divide_half_up, money_text


@dataclass(frozen=True, slots=True)
class WriteOffLimits:
    """The most that each role may write off of one invoice, in minor units; None is no limit."""

    receivables: Money = 5_00
    approver1: Money | None = 50_00
    approver2: Money | None = None
    currency: Currency = field(default_factory=Currency)

    def most(self, roles: Set[str]) -> Money | None:
        """The most that somebody with these roles may write off; 0 for who may not at all."""
        if "admin" in roles:
            return None
        limits = {"receivables": self.receivables, "approver1": self.approver1, "approver2": self.approver2}
        mine = [limit for role, limit in limits.items() if role in roles]
        if None in mine:
            return None
        return max((limit for limit in mine if limit is not None), default=0)

    def refusal(self, amount: Money, roles: Set[str], exchange: Exchange | None = None) -> str:
        """Why somebody with these roles may not write this off; empty where they may.

        Args:
            amount: in the document's currency, to which `exchange` brings the limits.
        """
        most = self.most(roles)
        by = exchange or Exchange.none(self.currency)
        if most is None or amount <= by.theirs(most):
            return ""
        told = money_text(amount, by.shown)
        return f"{told} cannot be written off here; {money_text(by.theirs(most), by.shown)} is the most"


def tax_share(amount: Money, gross: Money, tax: Money) -> Money:
    """The tax in a part of a document's gross amount, half-up: of 50.00 on 236.00 with 36.00 tax it is 7.63."""
    return divide_half_up(amount * tax, gross) if gross else 0
