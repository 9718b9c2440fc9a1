"""Down payments: what is asked for before goods leave, and how it is set off when they are billed.

A down payment is taxed as what it is for: its amount is spread over the order's tax rates, and of each rate it bears
the share of tax that the order has. An invoice sets it off rate by rate, net and tax, never more than it bills of
that rate. So the down payments and the invoices of an order together come to the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orderdesk.values import Money, Percent, divide_half_up, spread


@dataclass(frozen=True, slots=True)
class RateShare:
    """Net and tax under one rate, positive."""

    rate: Percent
    net: Money
    tax: Money

    @property
    def gross(self) -> Money:
        """Both together."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is billed ahead under one rate and not set off yet; `key` is the down payment's invoice."""

    key: int
    rate: Percent
    net: Money
    tax: Money


def split_down(order: Sequence[RateShare], before: Mapping[Percent, RateShare], amount: Money) -> tuple[RateShare, ...]:
    """A down payment of a gross amount, by the order's rates.

    Args:
        order: the order by rate.
        before: what earlier down payments have of each rate, so that all of them together round once.
    """
    parts = spread(amount, [row.gross for row in order])
    found: list[RateShare] = []
    for row, part in zip(order, parts, strict=True):
        was = before.get(row.rate, RateShare(row.rate, 0, 0))
        tax = divide_half_up(row.tax * (was.gross + part), row.gross) - was.tax if row.gross else 0
        if part:
            found.append(RateShare(row.rate, part - tax, tax))
    return tuple(found)


def set_off(billed: Sequence[RateShare], ahead: Sequence[Ahead]) -> tuple[Ahead, ...]:
    """What of the down payments an invoice takes off, the oldest first; net and tax positive.

    Args:
        billed: what it bills of the order by rate, above zero.
    """
    left = {row.rate: [max(0, row.net), max(0, row.tax)] for row in billed}
    taken: list[Ahead] = []
    for one in ahead:
        if one.rate not in left or one.net < 0:
            continue
        free_net, free_tax = left[one.rate]
        net = min(free_net, one.net)
        tax = one.tax if net in (one.net, free_net) else divide_half_up(one.tax * net, one.net)
        tax = min(tax, free_tax)
        if net or tax:
            taken.append(Ahead(one.key, one.rate, net, tax))
            left[one.rate] = [free_net - net, free_tax - tax]
    return tuple(taken)
