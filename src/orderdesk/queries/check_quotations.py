"""Invariants of quotations and blanket orders: what was taken adds up, at the price agreed, and nothing is reserved."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, and_, case, func, or_, select

from orderdesk.models import Order, OrderLine
from orderdesk.queries.invariant import Invariant
from orderdesk.store.transaction import table
from orderdesk.values import quantity_text

_LINE = table(OrderLine)
_ORDER = table(Order)
_SOURCE = _LINE.alias("source_line")
_OF = _ORDER.alias("source_order")
_DUE = _LINE.c.ordered - _LINE.c.cancelled
_IS_BLANKET = _OF.c.type == "blanket"
_PLACED = _ORDER.c.state.in_(("submitted", "confirmed", "closed"))
_NO_ORDER = ("quotation", "won", "expired", "lost", "agreed", "ended")

_added = (
    select(_LINE.c.source_line_id, func.sum(_LINE.c.called).label("taken"))
    .where(_LINE.c.source_line_id.is_not(None))
    .group_by(_LINE.c.source_line_id)
    .subquery()
)
# Only a line that takes, or is taken from, says so: `called` of every other is 0.
_ADDS_UP = (
    select(_ORDER.c.number, _LINE.c.position, _LINE.c.called, func.coalesce(_added.c.taken, 0).label("taken"))
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .outerjoin(_added, _added.c.source_line_id == _LINE.c.id)
    .where(_LINE.c.source_line_id.is_(None), _LINE.c.called != func.coalesce(_added.c.taken, 0))
    .order_by(_ORDER.c.number, _LINE.c.position)
)
_MOST = case((_ORDER.c.type == "blanket", _LINE.c.call_most), else_=_DUE)
_TOO_MUCH = (
    select(_ORDER.c.number, _LINE.c.position, _LINE.c.called, _MOST.label("most"))
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_LINE.c.source_line_id.is_(None), _LINE.c.called > _MOST)
    .order_by(_ORDER.c.number, _LINE.c.position)
)
_SHOULD = case((and_(_IS_BLANKET, _PLACED), _DUE), (and_(~_IS_BLANKET, _ORDER.c.state != "cancelled"), _DUE), else_=0)
_taking = (
    select(
        _ORDER.c.number,
        _ORDER.c.state,
        _LINE.c.position,
        _LINE.c.called,
        _SHOULD.label("should"),
        _OF.c.number.label("source"),
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_SOURCE, _SOURCE.c.id == _LINE.c.source_line_id)
    .join(_OF, _OF.c.id == _SOURCE.c.order_id)
    .order_by(_ORDER.c.number, _LINE.c.position)
)
_TAKES = _taking.where(_LINE.c.called != _SHOULD)
_OTHER_PRICE = _taking.where(
    or_(
        _LINE.c.price.is_distinct_from(_SOURCE.c.price),
        _LINE.c.discount != _SOURCE.c.discount,
        _LINE.c.factor != _SOURCE.c.factor,
    ),
    ~_IS_BLANKET,
)
_OTHER_BUYER = _taking.where(
    or_(_ORDER.c.customer_id != _OF.c.customer_id, _LINE.c.product_id != _SOURCE.c.product_id)
)
_RESERVES = (
    select(_ORDER.c.number, _ORDER.c.state, _LINE.c.position, _LINE.c.allocated)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(
        or_(_ORDER.c.state.in_(_NO_ORDER), _ORDER.c.type == "blanket"),
        or_(_LINE.c.allocated != 0, _LINE.c.picked != 0, _LINE.c.shipped != 0, _LINE.c.invoiced != 0),
    )
    .order_by(_ORDER.c.number, _LINE.c.position)
)
_NOT_OF_A_QUOTATION = (
    select(_ORDER.c.number, _OF.c.number.label("source"), _OF.c.state)
    .join(_OF, _OF.c.id == _ORDER.c.quotation_id)
    .where(_OF.c.state.not_in(("quotation", "won", "expired", "lost")))
    .order_by(_ORDER.c.number)
)


def _at(row: Row[Any]) -> str:
    return f"order {row.number} line {row.position}"


QUOTATIONS = (
    Invariant(
        _ADDS_UP,
        lambda row: (
            f"{_at(row)}: {quantity_text(row.called)} taken from it, but the orders that take add up to "
            f"{quantity_text(int(row.taken))}"
        ),
    ),
    Invariant(
        _TOO_MUCH,
        lambda row: f"{_at(row)}: {quantity_text(row.called)} taken from it, but {quantity_text(row.most)} is the most",
    ),
    Invariant(
        _TAKES,
        lambda row: (
            f"{_at(row)} ({row.state}) takes {quantity_text(row.called)} from {row.source}, "
            f"but it should take {quantity_text(row.should)}"
        ),
    ),
    Invariant(_OTHER_PRICE, lambda row: f"{_at(row)} was accepted from quotation {row.source} at another price"),
    Invariant(_OTHER_BUYER, lambda row: f"{_at(row)} takes from {row.source}, of other goods or another buyer"),
    Invariant(
        _RESERVES,
        lambda row: f"{_at(row)} is of a quotation or blanket order ({row.state}), but goods are kept for it or left",
    ),
    Invariant(
        _NOT_OF_A_QUOTATION,
        lambda row: f"order {row.number} says that it was accepted from {row.source}, which is {row.state}",
    ),
)
