"""An order that replaces goods: the same ones for the same customer, for nothing or at today's price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from orderdesk.desk.ledger import person
from orderdesk.desk.order_lines import add_line
from orderdesk.desk.orders import locked
from orderdesk.desk.totals import recompute
from orderdesk.models import Order, Outcome
from orderdesk.store.numbers import next_number
from orderdesk.store.transaction import Transaction


def replacement(
    tx: Transaction,
    order: Row[Any],
    lines: Sequence[Row[Any]],
    note: str,
    *,
    complaint_id: int | None = None,
    return_id: int | None = None,
    free: bool = True,
) -> int:
    """Draft an order with the same goods for the same customer, for nothing or at today's price; its number.

    Args:
        lines: with `sku` and `quantity` (stock units).
    """
    number = next_number(tx, "order")
    order_id = tx.add(
        Order(
            number=number,
            customer_id=order.customer_id,
            ship_to_id=order.ship_to_id,
            warehouse_id=order.warehouse_id,
            terms_id=order.terms_id,
            po_number=order.po_number,
            order_date=tx.today,
            wanted_date=tx.today,
            delivery_rule=order.delivery_rule,
            priority=order.priority,
            currency=order.currency,
            rate=order.rate,
            note=note,
            entered_by=person(tx),
            entered_at=tx.now,
        )
    )
    tx.record("order.new", "order", order_id, number=number, replaces=order.number, note=note)
    draft = locked(tx, number, "edit")
    for line in lines:
        add_line(tx, draft, line.sku, line.quantity, price=0 if free else None, note=note)
    recompute(tx, order_id)
    tx.add(Outcome(return_id=return_id, complaint_id=complaint_id, kind="replacement", order_id=order_id, at=tx.now))
    return number
