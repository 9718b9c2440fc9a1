"""Revisions of a quotation: what was sent is kept as it was said, and a change after that is the next revision."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.desk.ledger import person
from orderdesk.models import Order, QuotationRevision
from orderdesk.queries import facts
from orderdesk.rules.lifecycle import OrderState
from orderdesk.store.transaction import Transaction, as_json, table

_REVISION = table(QuotationRevision)
_SENT = (
    select(_REVISION.c.revision)
    .where(_REVISION.c.order_id == bindparam("a_order"))
    .order_by(_REVISION.c.revision.desc())
    .limit(1)
)


def was_sent(tx: Transaction, order: Row[Any]) -> bool:
    """Whether any revision of a quotation was sent."""
    return order.valid_until is not None and tx.scalar(_SENT, a_order=order.id) is not None


def touched(tx: Transaction, order: Row[Any]) -> None:
    """A quotation is changed: if the customer has this revision, what stands now is the next, and of today."""
    if order.state != OrderState.QUOTATION or tx.scalar(_SENT, a_order=order.id) != order.revision:
        return
    tx.update(Order, order.id, revision=order.revision + 1, order_date=tx.today)
    tx.record("quotation.revise", "order", order.id, revision=[order.revision, order.revision + 1])


def keep_said(tx: Transaction, order: Row[Any]) -> bool:
    """Keep what the present revision says, once; whether it was new."""
    if tx.scalar(_SENT, a_order=order.id) == order.revision:
        return False
    said = [
        {
            "position": line.position,
            "sku": line.sku,
            "description": line.description,
            "quantity": line.ordered - line.cancelled,
            "unit": line.unit,
            "factor": line.factor,
            "price": line.price,
            "discount": line.discount,
            "net": line.net,
        }
        for line in tx.all(facts.LINES, a_order=order.id)
        if line.ordered > line.cancelled and line.parent_id is None
    ]
    tx.add(
        QuotationRevision(
            order_id=order.id,
            revision=order.revision,
            sent_at=tx.now,
            sent_by=person(tx),
            valid_until=order.valid_until,
            net=order.net,
            tax=order.tax,
            gross=order.gross,
            said=as_json(said),
        )
    )
    return True
