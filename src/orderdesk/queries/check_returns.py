"""Invariants of returns: what came back is what was agreed and looked at, and no more is credited than came."""

from __future__ import annotations

from sqlalchemy import func, select

from orderdesk.models import Order, OrderLine, Product, ReturnLine, ReturnReceipt, SalesReturn
from orderdesk.queries.invariant import Invariant, disagreement
from orderdesk.store.transaction import table
from orderdesk.values import quantity_text

_RETURN, _LINE, _RECEIPT = table(SalesReturn), table(ReturnLine), table(ReturnReceipt)
_ORDER, _ORDER_LINE, _PRODUCT = table(Order), table(OrderLine), table(Product)

_came = disagreement(
    ("line_id",),
    select(_LINE.c.id.label("line_id"), _LINE.c.received.label("figure")),
    select(_RECEIPT.c.return_line_id.label("line_id"), func.sum(_RECEIPT.c.quantity).label("figure")).group_by(
        _RECEIPT.c.return_line_id
    ),
)
_CAME = (
    select(_RETURN.c.number, _ORDER_LINE.c.position, _came.c.kept, _came.c.recomputed)
    .join(_LINE, _LINE.c.id == _came.c.line_id)
    .join(_RETURN, _RETURN.c.id == _LINE.c.return_id)
    .join(_ORDER_LINE, _ORDER_LINE.c.id == _LINE.c.order_line_id)
    .order_by(_RETURN.c.number, _ORDER_LINE.c.position)
)
_returned = disagreement(
    ("line_id",),
    select(_ORDER_LINE.c.id.label("line_id"), _ORDER_LINE.c.returned.label("figure")),
    select(_LINE.c.order_line_id.label("line_id"), func.sum(_LINE.c.received).label("figure")).group_by(
        _LINE.c.order_line_id
    ),
)
_RETURNED = (
    select(_ORDER.c.number, _ORDER_LINE.c.position, _returned.c.kept, _returned.c.recomputed)
    .join(_ORDER_LINE, _ORDER_LINE.c.id == _returned.c.line_id)
    .join(_ORDER, _ORDER.c.id == _ORDER_LINE.c.order_id)
    .join(_PRODUCT, _PRODUCT.c.id == _ORDER_LINE.c.product_id)
    .where(_PRODUCT.c.kind != "kit")  # comes back as its components
    .order_by(_ORDER.c.number, _ORDER_LINE.c.position)
)
_AXES = (
    select(_RETURN.c.number, _LINE.c.quantity, _LINE.c.received, _LINE.c.credited)
    .join(_LINE, _LINE.c.return_id == _RETURN.c.id)
    .where((_LINE.c.received > _LINE.c.quantity) | (_LINE.c.credited > _LINE.c.received) | (_LINE.c.received < 0))
)

RETURNS = (
    Invariant(
        _CAME,
        lambda row: (
            f"return {row.number} line {row.position}: {quantity_text(row.kept)} came, "
            f"but what was looked at adds up to {quantity_text(row.recomputed)}"
        ),
    ),
    Invariant(
        _RETURNED,
        lambda row: (
            f"order {row.number} line {row.position}: {quantity_text(row.kept)} returned, "
            f"but its returns add up to {quantity_text(row.recomputed)}"
        ),
    ),
    Invariant(
        _AXES,
        lambda row: (
            f"return {row.number}: {quantity_text(row.quantity)} agreed, {quantity_text(row.received)} came, "
            f"{quantity_text(row.credited)} credited"
        ),
    ),
)
