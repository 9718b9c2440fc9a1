"""Invariants of orders: a line's quantities in order, the header the sum of its lines, nothing held being picked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, not_, or_, select

from orderdesk.models import (
    Hold,
    Invoice,
    InvoiceLine,
    Order,
    OrderLine,
    Pick,
    PickLine,
    Product,
    Shipment,
    ShipmentLine,
)
from orderdesk.queries.invariant import Invariant, disagreement
from orderdesk.rules.progress import LineAxes
from orderdesk.rules.wording import a_or_an
from orderdesk.store.transaction import table
from orderdesk.values import money_text, quantity_text

_ORDER = table(Order)
_LINE = table(OrderLine)
_HOLD = table(Hold)
_PICK = table(Pick)
_PICK_LINE = table(PickLine)
_PRODUCT = table(Product)
_SHIPMENT, _SHIPMENT_LINE = table(Shipment), table(ShipmentLine)
_INVOICE = table(Invoice)
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
_IS_GOODS = _PRODUCT.c.kind.not_in(("service", "kit"))
_QUEUES = and_(
    _ORDER.c.state.in_(("submitted", "confirmed")),
    _IS_GOODS,
    _LINE.c.drop_ship.is_(False),
    _OPEN - _LINE.c.allocated > 0,
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
# A hold that is raised later stops the list at its next scan; what must not be is a list released for a held order.
_HELD_BUT_PICKED = (
    select(_ORDER.c.number, _PICK.c.number.label("pick"))
    .distinct()
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_PICK_LINE, _PICK_LINE.c.order_line_id == _LINE.c.id)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .join(_HOLD, _HOLD.c.order_id == _ORDER.c.id)
    .where(_HOLD.c.state == "open", _PICK.c.state == "open", _HOLD.c.raised_at < _PICK.c.released_at)
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
_ON_LIST = case(
    (_PICK.c.state == "open", _PICK_LINE.c.quantity),
    (_PICK_LINE.c.picked < _PICK_LINE.c.quantity, _PICK_LINE.c.picked),
    else_=_PICK_LINE.c.quantity,
)
_PICKED_TWICE = (
    select(_ORDER.c.number, _LINE.c.position, _OPEN.label("open"), func.sum(_ON_LIST).label("on_lists"))
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_PICK_LINE, _PICK_LINE.c.order_line_id == _LINE.c.id)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(_PICK.c.state.in_(("open", "picked")))
    .group_by(_ORDER.c.number, _LINE.c.id, _LINE.c.position, _LINE.c.ordered, _LINE.c.cancelled, _LINE.c.shipped)
    .having(func.sum(_ON_LIST) > _OPEN)
)
_collected = disagreement(
    ("line_id",),
    select(_LINE.c.id.label("line_id"), _LINE.c.picked.label("figure")),
    select(_PICK_LINE.c.order_line_id.label("line_id"), func.sum(_PICK_LINE.c.picked).label("figure"))
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(_PICK.c.state.in_(("open", "picked")))
    .group_by(_PICK_LINE.c.order_line_id),
)
_left_the_house = disagreement(
    ("line_id",),
    select(_LINE.c.id.label("line_id"), _LINE.c.shipped.label("figure")),
    select(
        _SHIPMENT_LINE.c.order_line_id.label("line_id"), func.sum(_SHIPMENT_LINE.c.quantity).label("figure")
    )
    .join(_SHIPMENT, _SHIPMENT.c.id == _SHIPMENT_LINE.c.shipment_id)
    .where(_SHIPMENT.c.cancelled_at.is_(None))
    .group_by(_SHIPMENT_LINE.c.order_line_id),
)
# A credit note takes goods back from what is invoiced, or is an allowance that leaves them so; its lines say which.
billed_by_line = (
    select(
        _INVOICE_LINE.c.order_line_id,
        func.sum(case((_INVOICE.c.kind == "invoice", _INVOICE_LINE.c.quantity), else_=0)).label("billed"),
        func.sum(_INVOICE_LINE.c.taken_back).label("taken_back"),
    )
    .join(_INVOICE, _INVOICE.c.id == _INVOICE_LINE.c.invoice_id)
    .where(_INVOICE_LINE.c.order_line_id.is_not(None))
    .group_by(_INVOICE_LINE.c.order_line_id)
    .subquery()
)
STANDS_BILLED = func.coalesce(billed_by_line.c.billed, 0) - func.coalesce(billed_by_line.c.taken_back, 0)
_INVOICED = (
    select(_ORDER.c.number, _LINE.c.position, _LINE.c.invoiced, billed_by_line.c.billed, billed_by_line.c.taken_back)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .outerjoin(billed_by_line, billed_by_line.c.order_line_id == _LINE.c.id)
    .where(_LINE.c.invoiced != STANDS_BILLED)
    .order_by(_ORDER.c.number, _LINE.c.position)
)
_CLOSED_UNBILLED = (
    select(
        _ORDER.c.number, _LINE.c.position, (_LINE.c.shipped - _LINE.c.returned - _LINE.c.invoiced).label("unbilled")
    )
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(
        _ORDER.c.state.in_(("closed", "cancelled")), _LINE.c.shipped - _LINE.c.returned - _LINE.c.invoiced > 0
    )
    .order_by(_ORDER.c.number, _LINE.c.position)
)


def _of_line(found: Subquery, *only: ColumnElement[bool]) -> Select[Any]:
    return (
        select(_ORDER.c.number, _LINE.c.position, found.c.kept, found.c.recomputed)
        .join(_LINE, _LINE.c.id == found.c.line_id)
        .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
        .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
        .where(*only)
        .order_by(_ORDER.c.number, _LINE.c.position)
    )


def _differs(what: str, but: str) -> Callable[[Row[Any]], str]:
    return lambda row: (
        f"order {row.number} line {row.position}: {quantity_text(row.kept)} {what}, "
        f"but {but} add up to {quantity_text(row.recomputed)}"
    )


def _axes(row: Row[Any]) -> str:
    axes = LineAxes(**{axis: row._mapping[axis] for axis in LineAxes.__slots__})
    return f"order {row.number} line {row.position}: {'; '.join(axes.check())}"


def _waiting(row: Row[Any]) -> str:
    open_text = quantity_text(row.open)
    stands = "stands in the allocation queue" if row.waiting else "does not stand in the allocation queue"
    return f"order {row.number} line {row.position} ({row.state}) {stands} with {open_text} not reserved"


def _invoiced(row: Row[Any]) -> str:
    billed, back = int(row.billed or 0), int(row.taken_back or 0)
    return (
        f"order {row.number} line {row.position}: {quantity_text(row.invoiced)} invoiced, but its invoices add up to "
        f"{quantity_text(billed)}, and credit notes took {quantity_text(back)} of that back"
    )


def _header(row: Row[Any]) -> str:
    said, added = [money_text(value) for value in (row.net, row.tax, row.gross)], [row.nets, row.taxes]
    sums = [money_text(value) for value in (*added, sum(added))]
    return f"order {row.number}: net, tax and gross are {', '.join(said)}, but its lines add up to {', '.join(sums)}"


INVOICED = Invariant(_INVOICED, _invoiced)
CLOSED_UNBILLED = Invariant(
    _CLOSED_UNBILLED,
    lambda row: (
        f"order {row.number} line {row.position}: {quantity_text(row.unbilled)} left and stand on no invoice, "
        "but the order is done"
    ),
)
ORDERS = (
    Invariant(_AXES, _axes),
    Invariant(_WAITING, _waiting),
    Invariant(_HEADERS, _header),
    Invariant(_of_line(_collected), _differs("picked", "the pick lists that have not left")),
    Invariant(_of_line(_left_the_house, _IS_GOODS), _differs("shipped", "its shipments")),
    INVOICED,
    CLOSED_UNBILLED,
    Invariant(
        _HELD_BUT_PICKED, lambda row: f"order {row.number} was held before pick list {row.pick} was released for it"
    ),
    Invariant(
        _HELD_BUT_SETTLED, lambda row: f"order {row.number} is {row.state}, but {a_or_an(row.kind)} hold stands open"
    ),
    Invariant(_SUBMITTED_BUT_FREE, lambda row: f"order {row.number} is submitted, but nothing holds it"),
    Invariant(
        _PICKED_TWICE,
        lambda row: (
            f"order {row.number} line {row.position}: {quantity_text(int(row.on_lists))} on pick lists, "
            f"but only {quantity_text(int(row.open))} are still to leave"
        ),
    ),
)
