"""Invariants of lines of their own kind: services done, goods that the supplier delivers, lines of their own place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, or_, select

from orderdesk.models import (
    Address,
    ExpectedReceipt,
    Order,
    OrderLine,
    Product,
    ServiceDone,
    Shipment,
    ShipmentLine,
    StockMove,
)
from orderdesk.queries.invariant import Invariant
from orderdesk.store.transaction import table
from orderdesk.values import quantity_text

_ORDER, _LINE, _PRODUCT, _ADDRESS = table(Order), table(OrderLine), table(Product), table(Address)
_DONE, _EXPECTED, _MOVE = table(ServiceDone), table(ExpectedReceipt), table(StockMove)
_SHIPMENT, _SHIPPED = table(Shipment), table(ShipmentLine)

# Of a service that was taken over or billed before anybody had to say so, more is done than rows say.
_said = (
    select(_DONE.c.order_line_id, func.sum(_DONE.c.quantity).label("done"))
    .where(_DONE.c.undone_at.is_(None))
    .group_by(_DONE.c.order_line_id)
    .subquery()
)
_SERVICES = (
    select(_ORDER.c.number, _LINE.c.position, _LINE.c.shipped, _said.c.done)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_said, _said.c.order_line_id == _LINE.c.id)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(or_(_said.c.done > _LINE.c.shipped, _PRODUCT.c.kind != "service"))
    .order_by(_ORDER.c.number, _LINE.c.position)
)
_DROPPED = (
    select(_ORDER.c.number, _LINE.c.position, _LINE.c.allocated)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(_LINE.c.drop_ship, or_(_LINE.c.allocated > 0, _LINE.c.picked > 0, _LINE.c.waiting))
    .order_by(_ORDER.c.number, _LINE.c.position)
)
_ASKED = (
    select(func.coalesce(func.sum(_EXPECTED.c.quantity - _EXPECTED.c.received), 0))
    .where(_EXPECTED.c.order_line_id == _LINE.c.id, _EXPECTED.c.received < _EXPECTED.c.quantity)
    .scalar_subquery()
)
_TOO_MUCH_ASKED = (
    select(
        _ORDER.c.number, _LINE.c.position, (_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped).label("open"),
        _ASKED.label("asked"),
    )
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(_LINE.c.drop_ship, _ASKED > 0, _LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped < _ASKED)
    .order_by(_ORDER.c.number, _LINE.c.position)
)  # fmt: skip
_MOVED = (
    select(_SHIPMENT.c.number)
    .distinct()
    .join(_MOVE, _MOVE.c.shipment_id == _SHIPMENT.c.id)
    .where(_SHIPMENT.c.direct)
    .order_by(_SHIPMENT.c.number)
)
_OF_ANOTHER = (
    select(_ORDER.c.number, _LINE.c.position)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_ADDRESS, _ADDRESS.c.id == _LINE.c.ship_to_id)
    .where(_ADDRESS.c.customer_id != _ORDER.c.customer_id)
    .order_by(_ORDER.c.number, _LINE.c.position)
)
_part, _whole = _LINE.alias("component"), _LINE.alias("kit")
_PARTED = (
    select(_ORDER.c.number, _part.c.position, _whole.c.position.label("kit"))
    .join(_part, _part.c.order_id == _ORDER.c.id)
    .join(_whole, _whole.c.id == _part.c.parent_id)
    .where(
        or_(
            _part.c.wanted.is_distinct_from(_whole.c.wanted),
            _part.c.ship_to_id.is_distinct_from(_whole.c.ship_to_id),
        )
    )
    .order_by(_ORDER.c.number, _part.c.position)
)


def _service(row: Row[Any]) -> str:
    return (
        f"order {row.number} line {row.position}: {quantity_text(int(row.done))} are said to be done, "
        f"but {quantity_text(row.shipped)} count as done"
    )


KINDS = (
    Invariant(_SERVICES, _service),
    Invariant(
        _DROPPED,
        lambda row: (
            f"order {row.number} line {row.position} is delivered by its supplier, but {quantity_text(row.allocated)} "
            "of ours are reserved for it, picked, or waited for"
        ),
    ),
    Invariant(
        _TOO_MUCH_ASKED,
        lambda row: (
            f"order {row.number} line {row.position}: its supplier is to deliver {quantity_text(int(row.asked))}, "
            f"but {quantity_text(int(row.open))} are still to come"
        ),
    ),
    Invariant(_MOVED, lambda row: f"shipment {row.number} is the supplier's, but moved goods of ours"),
    Invariant(
        _OF_ANOTHER,
        lambda row: f"order {row.number} line {row.position} goes to an address that is not its customer's",
    ),
    Invariant(
        _PARTED,
        lambda row: (
            f"order {row.number} line {row.position} goes on another day or elsewhere than its kit on line {row.kit}"
        ),
    ),
)
