"""Invariants of billing: parts make up their invoice, and down payments are set off once, never twice."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, and_, func, or_, select, union_all

from orderdesk.models import Invoice, InvoiceLine, InvoicePart, Order
from orderdesk.queries.invariant import Invariant, disagreement
from orderdesk.store.transaction import table
from orderdesk.values import money_text

_INVOICE, _LINE, _PART, _ORDER = table(Invoice), table(InvoiceLine), table(InvoicePart), table(Order)
_DOWN = _INVOICE.alias("down")

_PARTS = (
    select(
        _INVOICE.c.number,
        _INVOICE.c.gross,
        _INVOICE.c.parts,
        func.count(_PART.c.id).label("rows"),
        func.coalesce(func.sum(_PART.c.amount), 0).label("amounts"),
        func.max(_PART.c.upto).label("upto"),
    )
    .outerjoin(_PART, _PART.c.invoice_id == _INVOICE.c.id)
    .where(or_(_INVOICE.c.parts > 0, _PART.c.id.is_not(None)))
    .group_by(_INVOICE.c.id, _INVOICE.c.number, _INVOICE.c.gross, _INVOICE.c.parts)
    .having(
        or_(
            func.count(_PART.c.id) != _INVOICE.c.parts,
            func.coalesce(func.sum(_PART.c.amount), 0) != _INVOICE.c.gross,
            func.max(_PART.c.upto) != _INVOICE.c.gross,
        )
    )
)
_SETTLED = _INVOICE.c.gross - _INVOICE.c.open
_first_open = (
    select(_PART.c.invoice_id, func.min(_PART.c.due).label("due"))
    .join(_INVOICE, and_(_INVOICE.c.id == _PART.c.invoice_id, _PART.c.upto > _SETTLED))
    .group_by(_PART.c.invoice_id)
    .subquery()
)
_DUE = (
    select(_INVOICE.c.number, _INVOICE.c.due, _first_open.c.due.label("first"))
    .join(_first_open, _first_open.c.invoice_id == _INVOICE.c.id)
    .where(_INVOICE.c.due != _first_open.c.due)
)
# What a down payment's own lines say, less what credit notes take of it, less what is set off and not taken back.
_SUMS = (_DOWN.c.id, _DOWN.c.order_id, (_LINE.c.net + _LINE.c.tax).label("amount"))
_ahead = union_all(
    select(*_SUMS).join(_LINE, _LINE.c.invoice_id == _DOWN.c.id).where(_DOWN.c.kind == "down"),
    select(*_SUMS)
    .join(_INVOICE, _INVOICE.c.credits_id == _DOWN.c.id)
    .join(_LINE, _LINE.c.invoice_id == _INVOICE.c.id)
    .where(_DOWN.c.kind == "down"),
    select(*_SUMS).join(_LINE, _LINE.c.down_id == _DOWN.c.id).where(_DOWN.c.kind == "down"),
).subquery()
_TWICE = (
    select(_INVOICE.c.number, func.sum(_ahead.c.amount).label("rest"))
    .join(_ahead, _ahead.c.id == _INVOICE.c.id)
    .group_by(_INVOICE.c.number)
    .having(func.sum(_ahead.c.amount) < 0)
)
_of_order = disagreement(
    ("order_id",),
    select(_ORDER.c.id.label("order_id"), _ORDER.c.billed_ahead.label("figure")),
    select(_ahead.c.order_id, func.sum(_ahead.c.amount).label("figure")).group_by(_ahead.c.order_id),
)
_AHEAD = (
    select(_ORDER.c.number, _of_order.c.kept, _of_order.c.recomputed)
    .join(_of_order, _of_order.c.order_id == _ORDER.c.id)
    .order_by(_ORDER.c.number)
)


def _parts(row: Row[Any]) -> str:
    return (
        f"{row.number}: gross {money_text(row.gross)} in {row.parts} parts, but its {row.rows} parts add up to "
        f"{money_text(int(row.amounts))}"
    )


BILLING = (
    Invariant(_PARTS, _parts),
    Invariant(_DUE, lambda row: f"{row.number} is due {row.due}, but its first open part on {row.first}"),
    Invariant(_TWICE, lambda row: f"{row.number}: {money_text(-int(row.rest))} more set off than was billed ahead"),
    Invariant(
        _AHEAD,
        lambda row: (
            f"order {row.number}: {money_text(row.kept)} billed ahead, but its down payments leave "
            f"{money_text(row.recomputed)}"
        ),
    ),
)
