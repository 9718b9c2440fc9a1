"""Charging: the fee and the interest that a reminder costs the customer, with the sum that explains them.

Interest is simple, for the days since the due date or since the last reminder that charged it, over a year of 365:
100.00 at 10 % for 15 days is 0.41.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orderdesk.rules.wording import counted
from orderdesk.values import HUNDRED_PERCENT, Currency, Money, Percent, divide_half_up, money_text, percent_text

YEAR = 365


@dataclass(frozen=True, slots=True)
class LevelCost:
    """What a reminder of one level costs: a fee in minor units, and interest by the year."""

    fee: Money = 0
    interest: Percent = 0


@dataclass(frozen=True, slots=True)
class Charge:
    """What a reminder costs, and how that was found."""

    fee: Money
    interest: Money
    why: str

    @property
    def total(self) -> Money:
        """Both together."""
        return self.fee + self.interest


def interest(open: Money, yearly: Percent, days: int) -> Money:
    """Simple interest on an amount for so many days, half-up; nothing for no days."""
    return divide_half_up(open * yearly * days, HUNDRED_PERCENT * YEAR) if days > 0 else 0


def charge(open: Money, since: date, today: date, cost: LevelCost, currency: Currency | None = None) -> Charge:
    """What a reminder of today costs.

    Args:
        open: what is open of the invoice.
        since: its due date, or the day up to which interest was charged already.
    """
    money = currency or Currency()
    days = max(0, (today - since).days)
    part = interest(open, cost.interest, days)
    told = []
    if cost.fee:
        told.append(f"fee {money_text(cost.fee, money)}")
    if part:
        told.append(
            f"interest {money_text(part, money)} ({money_text(open, money)} × {percent_text(cost.interest)} % × "
            f"{counted(days, 'day')}/{YEAR})"
        )
    why = " + ".join(told) + f" = {money_text(cost.fee + part, money)}" if told else "no fee and no interest"
    return Charge(cost.fee, part, why)
