"""What of an order may still come back: shipped, less what came back or may come back by returns that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, case, func, select

from orderdesk.models import OrderLine, Product, ReturnLine, SalesReturn, Shipment, ShipmentLine
from orderdesk.rules.returns import Returnable
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money, Quantity

_LINE, _PRODUCT = table(OrderLine), table(Product)
_RETURN, _RETURN_LINE = table(SalesReturn), table(ReturnLine)
_SHIPMENT, _LEFT = table(Shipment), table(ShipmentLine)

_KIT = _LINE.alias("kit")
_SHIPPED = (
    select(_LINE, _PRODUCT.c.sku, (_KIT.c.net + _KIT.c.tax).label("of_kit"))
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .outerjoin(_KIT, _KIT.c.id == _LINE.c.parent_id)
    .where(_LINE.c.order_id == bindparam("an_order"), _LINE.c.shipped > 0, _PRODUCT.c.kind.not_in(("service", "kit")))
    .order_by(_LINE.c.position)
)
# One that is out of date binds nothing any more, whether or not anybody has ended it.
_BINDS = and_(_RETURN.c.state.in_(("requested", "authorised")), _RETURN.c.valid_until >= bindparam("a_today"))
_AGREED = (
    select(
        _RETURN_LINE.c.order_line_id,
        func.sum(case((_BINDS, _RETURN_LINE.c.quantity - _RETURN_LINE.c.received), else_=0)).label("quantity"),
    )
    .join(_RETURN, _RETURN.c.id == _RETURN_LINE.c.return_id)
    .where(_RETURN.c.order_id == bindparam("an_order"))
    .group_by(_RETURN_LINE.c.order_line_id)
)
_DELIVERED = (
    select(_LEFT.c.order_line_id, func.max(_SHIPMENT.c.day).label("day"))
    .join(_SHIPMENT, _SHIPMENT.c.id == _LEFT.c.shipment_id)
    .where(_SHIPMENT.c.order_id == bindparam("an_order"), _SHIPMENT.c.cancelled_at.is_(None))
    .group_by(_LEFT.c.order_line_id)
)


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """A line that was shipped; `gross` is what `due` of it cost, in the order's currency.

    A kit comes back as its components, each an equal part of what the kit cost.
    """

    line_id: int
    position: int
    sku: str
    description: str
    gross: Money
    due: Quantity
    facts: Returnable


def returnable(reading: Reading, order_id: int, today: date) -> Sequence[ReturnableLine]:
    """The lines of an order that were shipped, with what may still come back of each."""
    agreed = {row.order_line_id: int(row.quantity) for row in reading.all(_AGREED, an_order=order_id, a_today=today)}
    delivered = {row.order_line_id: row.day for row in reading.all(_DELIVERED, an_order=order_id)}
    rows = reading.all(_SHIPPED, an_order=order_id)
    parts = Counter(row.parent_id for row in rows)
    return tuple(
        ReturnableLine(
            row.id,
            row.position,
            row.sku,
            row.description,
            row.net + row.tax if row.of_kit is None else row.of_kit // parts[row.parent_id],
            row.ordered - row.cancelled,
            Returnable(
                row.position, row.sku, row.shipped, row.returned, agreed.get(row.id, 0), delivered.get(row.id)
            ),
        )
        for row in rows
    )
