"""What blanket orders agreed with a customer, as offers among all the other prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, bindparam, func, literal_column, select

from orderdesk.models import Order, OrderLine
from orderdesk.rules.price import PriceLevel, PriceOffer
from orderdesk.store.transaction import Reading, table
from orderdesk.values import ONE, Quantity, divide_half_up, price_text, quantity_text

_ORDER = table(Order)
_LINE = table(OrderLine)
_AGREED = (
    select(
        _LINE.c.id, _LINE.c.product_id, _LINE.c.price, _LINE.c.factor, _LINE.c.called, _LINE.c.call_least,
        _LINE.c.call_most, _ORDER.c.number, _ORDER.c.valid_from, _ORDER.c.valid_until, _ORDER.c.currency,
        _ORDER.c.tax_included,
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _ORDER.c.customer_id == bindparam("a_customer"),
        _ORDER.c.state == literal_column("'agreed'"),  # as it stands in the index `ix_order_agreed`
        _LINE.c.product_id.in_(bindparam("products", expanding=True)),
        _LINE.c.price.is_not(None),
        _LINE.c.parent_id.is_(None),  # what a kit is made of has no price of its own
    )
    .order_by(_LINE.c.id)
)  # fmt: skip
_TAKEN_HERE = (
    select(_LINE.c.source_line_id, func.sum(_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.called).label("more"))
    .where(_LINE.c.order_id == bindparam("a_order"), _LINE.c.source_line_id.is_not(None))
    .group_by(_LINE.c.source_line_id)
)


class AgreedPrices:
    """What was agreed on some products, and what is left of it for one more line of an order."""

    def __init__(self, offers: Mapping[int, Sequence[PriceOffer]]) -> None:
        self._offers = offers

    def left(self, product_id: int) -> Sequence[PriceOffer]:
        """The offers of which something is left."""
        return [offer for offer in self._offers.get(product_id, ()) if offer.most]

    def of(self, product_id: int, source: int | None, quantity: Quantity) -> list[PriceOffer]:
        """The offers for a line.

        Args:
            source: the blanket order's line that it takes from already, `quantity` of it: so much is its own.
        """
        return [
            replace(offer, most=(offer.most or 0) + quantity, min_qty=0) if offer.line_id == source else offer
            for offer in self._offers.get(product_id, ())
            if offer.most or offer.line_id == source
        ]


NONE_AGREED = AgreedPrices({})


def agreed_prices(
    reading: Reading, customer_id: int, products: Sequence[int], order: Row[Any] | None
) -> AgreedPrices:
    """What blanket orders agreed, for an order in their currency: one look at an index that only they are in.

    A quotation or a blanket order takes from none.
    """
    if order is None or order.state == "quotation" or order.type == "blanket":
        return NONE_AGREED
    rows = reading.all(_AGREED, a_customer=customer_id, products=sorted(set(products)) or [0])
    if not rows:
        return NONE_AGREED
    here = {one.source_line_id: int(one.more) for one in reading.all(_TAKEN_HERE, a_order=order.id)}
    found: dict[int, list[PriceOffer]] = {}
    for row in rows:
        if (row.currency, row.tax_included) != (order.currency, order.tax_included):
            continue
        left = max(0, row.call_most - row.called - here.get(row.id, 0))
        found.setdefault(row.product_id, []).append(
            PriceOffer(
                PriceLevel.CONTRACT,
                f"blanket order {row.number}",
                price=divide_half_up(row.price * ONE, row.factor),
                min_qty=min(row.call_least, left),
                valid_from=row.valid_from,
                valid_to=row.valid_until,
                most=left,
                line_id=row.id,
                agreed=(row.price, row.factor),
            )
        )
    return AgreedPrices(found)


def more_than_left(agreed: AgreedPrices, product: Row[Any], quantity: Quantity) -> str:
    """The refusal of more than any of the customer's blanket orders has left; empty where one has so much, or none any.

    Args:
        quantity: in stock units.
    """
    left = agreed.left(product.id)
    if not left or any(quantity <= (offer.most or 0) for offer in left):
        return ""
    one = max(left, key=lambda offer: offer.most or 0)
    most = quantity_text(one.most or 0)
    return (
        f"{product.sku}: {quantity_text(quantity)} wanted, {most} left of {one.name} at {price_text(one.price or 0)}: "
        f"take {most}, and the rest as a line of its own (/split does both)"
    )
