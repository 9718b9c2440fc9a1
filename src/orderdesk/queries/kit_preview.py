"""What can be promised of a kit that is not on the order yet: the least of its components."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.models import KitComponent, OrderLine, Product
from orderdesk.queries.sources import available_for
from orderdesk.rules.availability import Promise
from orderdesk.rules.kits import complete, least
from orderdesk.store.transaction import Reading, table
from orderdesk.values import ONE, Quantity

_COMPONENT, _PRODUCT, _LINE = table(KitComponent), table(Product), table(OrderLine)
_PARTS = (
    select(_COMPONENT.c.product_id, _COMPONENT.c.quantity, _PRODUCT.c.kind)
    .join(_PRODUCT, _PRODUCT.c.id == _COMPONENT.c.product_id)
    .where(_COMPONENT.c.kit_id == bindparam("a_kit"))
    .order_by(_COMPONENT.c.id)
)
_ABOVE = (
    select(_LINE.c.product_id, func.sum(_LINE.c.ordered - _LINE.c.cancelled).label("quantity"))
    .where(_LINE.c.order_id == bindparam("a_order"))
    .group_by(_LINE.c.product_id)
)


def kit_promise(
    reading: Reading, order: Row[Any], kit_id: int, quantity: Quantity
) -> tuple[Quantity, Quantity, Promise | None]:
    """Whole kits on hand, how many of them are spoken for, and what can be promised of a quantity of kits."""
    parts = [row for row in reading.all(_PARTS, a_kit=kit_id) if row.kind == "stocked"]
    if not parts:
        return 0, 0, None
    wanted = max(order.wanted_date, reading.today)
    there = available_for(reading, order, [(part.product_id, quantity // ONE * part.quantity) for part in parts])
    on_hand = complete((there[part.product_id].on_hand, part.quantity) for part in parts)
    free = complete((there[part.product_id].free, part.quantity) for part in parts)
    if order.state == "draft":
        for row in reading.all(_ABOVE, a_order=order.id):
            if row.product_id in there:
                there[row.product_id].take(int(row.quantity), wanted)
    promises = [
        (there[part.product_id].promise(quantity // ONE * part.quantity, wanted, reading.today), part.quantity)
        for part in parts
    ]
    return on_hand, on_hand - free, least(promises) if quantity > 0 else None
