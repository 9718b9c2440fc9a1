"""The margin of a whole order: what is left of its net over what its goods cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orderdesk.rules.margin import margin_percent
from orderdesk.values import Money, Quantity, UnitPrice, extend


@dataclass(frozen=True, slots=True)
class Earned:
    """A line's net, and what it sold: quantity and cost in stock units. A cost of None is unknown."""

    net: Money
    quantity: Quantity
    cost: UnitPrice | None


def order_margin(lines: Iterable[Earned], decimals: int) -> int | None:
    """In thousandths of a per cent of the net; of the lines whose cost is known. None where nothing is asked for them.

    Args:
        decimals: of the currency.
    """
    known = [(line.net, extend(line.quantity, line.cost, decimals=decimals)) for line in lines if line.cost is not None]
    return margin_percent(sum(net for net, _ in known), 0, sum(cost for _, cost in known))
