"""Free goods: what an order's lines earn of goods that cost nothing, and why.

Each product counts for one rule only: the first by the same precedence as prices have. What counts for a rule is added
up over the whole order, so that two lines of five are ten. For every full step there is so much free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orderdesk.rules.offers import PriceOffer
from orderdesk.values import Quantity, quantity_text


@dataclass(frozen=True, slots=True)
class Bought:
    """What an order has of one product, in stock units, and the free-goods rule that it counts for, if any."""

    product_id: int
    quantity: Quantity
    rule: PriceOffer | None


@dataclass(frozen=True, slots=True)
class FreeGoods:
    """What is given away: so many stock units of a product, by a rule, for what was bought."""

    rule: PriceOffer
    product_id: int
    quantity: Quantity
    bought: Quantity

    @property
    def explanation(self) -> str:
        """Why it is there, as one sentence."""
        return (
            f"{quantity_text(self.quantity)} free by {self.rule.title}: {quantity_text(self.rule.free)} for every"
            f" {quantity_text(self.rule.min_qty)}, {quantity_text(self.bought)} bought"
        )


def free_goods(bought: Sequence[Bought]) -> tuple[FreeGoods, ...]:
    """What these goods earn, by rule and by product; nothing where no full step is reached."""
    sums: dict[tuple[int, int], tuple[PriceOffer, Quantity]] = {}
    for one in bought:
        if one.rule is not None:
            given = one.product_id if one.rule.free_product is None else one.rule.free_product
            key = one.rule.rule_id or 0, given
            sums[key] = one.rule, one.quantity + sums.get(key, (one.rule, 0))[1]
    return tuple(
        FreeGoods(rule, given, quantity // rule.min_qty * rule.free, quantity)
        for (_, given), (rule, quantity) in sorted(sums.items(), key=lambda item: item[0])
        if quantity >= rule.min_qty
    )
