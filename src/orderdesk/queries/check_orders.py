"""Invariants of orders: a line's quantities in order, the header the sum of its lines, nothing held being picked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, case, func, not_, or_, select

from orderdesk.models import Hold, InvoiceLine, Order, OrderLine, Pick, PickLine, Product, ShipmentLine
from orderdesk.queries.invariant import Invariant, disagreement
from orderdesk.rules.progress import LineAxes
from orderdesk.store.transaction import table
from orderdesk.values import money_text, quantity_text

_ORDER = table(Order)
_LINE = table(OrderLine)
_HOLD = table(Hold)
_PICK = table(Pick)
_PICK_LINE = table(PickLine)
_PRODUCT = table(Product)
_SHIPMENT_LINE = table(ShipmentLine)
_INVOICE_LINE = table(InvoiceLine)

_LEFT = _LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped
_OPEN = case((_LEFT > 0, _LEFT), else_=0)
_AXES = (
    select(_ORDER.c.number, _LINE)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        or_(
            *(_LINE.c[axis] < 0 for axis in LineAxes.__slots__),
            _LINE.c.cancelled > _LINE.c.ordered,
            _LINE.c.allocated > _OPEN,
            _LINE.c.returned > _LINE.c.shipped,
            _LINE.c.invoiced > _LINE.c.shipped,
        )
    )
)
_QUEUES = and_(
    _ORDER.c.state.in_(("submitted", "confirmed")), _PRODUCT.c.kind != "service", _OPEN - _LINE.c.allocated > 0
)
_WAITING = (
    select(
        _ORDER.c.number, _ORDER.c.state, _LINE.c.position, _LINE.c.waiting, (_OPEN - _LINE.c.allocated).label("open")
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(or_(and_(_QUEUES, not_(_LINE.c.waiting)), and_(not_(_QUEUES), _LINE.c.waiting)))
    .order_by(_ORDER.c.number, _LINE.c.position)
)


def _sum(column: str) -> Any:
    return func.coalesce(func.sum(_LINE.c[column]), 0)


_HEADERS = (
    select(
        _ORDER.c.number,
        _ORDER.c.net,
        _ORDER.c.tax,
        _ORDER.c.gross,
        _sum("net").label("nets"),
        _sum("tax").label("taxes"),
    )
    .outerjoin(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .group_by(_ORDER.c.id, _ORDER.c.number, _ORDER.c.net, _ORDER.c.tax, _ORDER.c.gross)
    .having(
        or_(
            _ORDER.c.net != _sum("net"),
            _ORDER.c.tax != _sum("tax"),
            _ORDER.c.gross != _ORDER.c.net + _ORDER.c.tax,
        )
    )
    .order_by(_ORDER.c.number)
)
_HELD_BUT_PICKED = (
    select(_ORDER.c.number, _PICK.c.number.label("pick"))
    .distinct()
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_PICK_LINE, _PICK_LINE.c.order_line_id == _LINE.c.id)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .join(_HOLD, _HOLD.c.order_id == _ORDER.c.id)
    .where(_HOLD.c.state == "open", _PICK.c.state == "open")
    .order_by(_ORDER.c.number)
)
_HELD_BUT_SETTLED = (
    select(_ORDER.c.number, _ORDER.c.state, _HOLD.c.kind)
    .join(_HOLD, _HOLD.c.order_id == _ORDER.c.id)
    .where(_HOLD.c.state == "open", _ORDER.c.state.not_in(("submitted", "confirmed")))
    .order_by(_ORDER.c.number)
)
_SUBMITTED_BUT_FREE = (
    select(_ORDER.c.number)
    .where(
        _ORDER.c.state == "submitted",
        not_(select(_HOLD.c.id).where(_HOLD.c.order_id == _ORDER.c.id, _HOLD.c.state == "open").exists()),
    )
    .order_by(_ORDER.c.number)
)
_OVER_PICKED = (
    select(_ORDER.c.number, _LINE.c.position, _LINE.c.allocated, func.sum(_PICK_LINE.c.quantity).label("on_picks"))
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_PICK_LINE, _PICK_LINE.c.order_line_id == _LINE.c.id)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(_PICK.c.state == "open")
    .group_by(_ORDER.c.number, _LINE.c.id, _LINE.c.position, _LINE.c.allocated)
    .having(func.sum(_PICK_LINE.c.quantity) > _LINE.c.allocated)
)


def _by_line(kept: str, lines: Any, *only: Any) -> Select[Any]:
    """Lines of our own orders whose kept quantity is not the sum of the rows behind it."""
    found = disagreement(
        ("line_id",),
        select(_LINE.c.id.label("line_id"), _LINE.c[kept].label("figure")),
        select(lines.c.order_line_id.label("line_id"), func.sum(lines.c.quantity).label("figure"))
        .where(lines.c.order_line_id.is_not(None))
        .group_by(lines.c.order_line_id),
    )
    return (
        select(_ORDER.c.number, _LINE.c.position, found.c.kept, found.c.recomputed)
        .join(_LINE, _LINE.c.id == found.c.line_id)
        .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
        .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
        .where(*only)
        .order_by(_ORDER.c.number, _LINE.c.position)
    )


def _axes(row: Row[Any]) -> str:
    axes = LineAxes(**{axis: row._mapping[axis] for axis in LineAxes.__slots__})
    return f"order {row.number} line {row.position}: {'; '.join(axes.check())}"


def _waiting(row: Row[Any]) -> str:
    open_text = quantity_text(row.open)
    stands = "stands in the allocation queue" if row.waiting else "does not stand in the allocation queue"
    return f"order {row.number} line {row.position} ({row.state}) {stands} with {open_text} not reserved"


def _header(row: Row[Any]) -> str:
    said, added = [money_text(value) for value in (row.net, row.tax, row.gross)], [row.nets, row.taxes]
    sums = [money_text(value) for value in (*added, sum(added))]
    return f"order {row.number}: net, tax and gross are {', '.join(said)}, but its lines add up to {', '.join(sums)}"


ORDERS = (
    Invariant(_AXES, _axes),
    Invariant(_WAITING, _waiting),
    Invariant(_HEADERS, _header),
    Invariant(
        _by_line("shipped", _SHIPMENT_LINE, _PRODUCT.c.kind != "service"),
        lambda row: (
            f"order {row.number} line {row.position}: {quantity_text(row.kept)} shipped, "
            f"but its shipments add up to {quantity_text(row.recomputed)}"
        ),
    ),
    Invariant(
        _by_line("invoiced", _INVOICE_LINE),
        lambda row: (
            f"order {row.number} line {row.position}: {quantity_text(row.kept)} invoiced, "
            f"but its invoices and credit notes add up to {quantity_text(row.recomputed)}"
        ),
    ),
    Invariant(_HELD_BUT_PICKED, lambda row: f"order {row.number} is held, but pick list {row.pick} is open for it"),
    Invariant(_HELD_BUT_SETTLED, lambda row: f"order {row.number} is {row.state}, but a {row.kind} hold stands open"),
    Invariant(_SUBMITTED_BUT_FREE, lambda row: f"order {row.number} is submitted, but nothing holds it"),
    Invariant(
        _OVER_PICKED,
        lambda row: (
            f"order {row.number} line {row.position}: {quantity_text(int(row.on_picks))} on open pick lists, "
            f"but only {quantity_text(row.allocated)} allocated"
        ),
    ),
)
