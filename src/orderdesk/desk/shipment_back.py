"""A shipment that did not leave after all: on the wrong truck, or not fetched. Its goods are ours again, and somebody
has to decide what becomes of the order, so that nothing is lost without a word.

The goods go back on hand and to whoever waits first; the order's lines are open again, and an `exception` hold keeps
the order until it is released (ship again) or the order is cancelled or short-closed (give up).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, goods, kits, supply
from orderdesk.desk.allocation import offer
from orderdesk.desk.ledger import person
from orderdesk.desk.upkeep import needed_reason
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotFound, Refused
from orderdesk.findings import HoldKind
from orderdesk.models import Customer, Hold, Order, OrderLine, Product, Shipment, ShipmentLine
from orderdesk.queries.approval_table import steps
from orderdesk.rules.approval import route
from orderdesk.rules.lifecycle import OrderState
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import quantity_text

_SHIPMENT = table(Shipment)
_LEFT = table(ShipmentLine)
_LINE = table(OrderLine)
_BY_NUMBER = select(_SHIPMENT).where(_SHIPMENT.c.number == bindparam("a_number"))
_ORDER_BY_ID = select(table(Order)).where(table(Order).c.id == bindparam("an_order"))
_LINES = (
    select(
        _LEFT.c.order_line_id,
        _LEFT.c.quantity,
        _LEFT.c.lot_id,
        _LINE.c.position,
        _LINE.c.product_id,
        _LINE.c.shipped,
        _LINE.c.returned,
        _LINE.c.invoiced,
        table(Product).c.sku,
    )
    .join(_LINE, _LINE.c.id == _LEFT.c.order_line_id)
    .join(table(Product), table(Product).c.id == _LINE.c.product_id)
    .where(_LEFT.c.shipment_id == bindparam("a_shipment"))
    .order_by(_LINE.c.position)
)
_BACK = (
    update(_LINE)
    .where(
        _LINE.c.id == bindparam("a_line"),
        _LINE.c.shipped - bindparam("a_quantity") >= _LINE.c.invoiced,
        _LINE.c.shipped - bindparam("a_quantity") >= _LINE.c.returned,
    )
    .values(
        shipped=_LINE.c.shipped - bindparam("a_quantity"),
        waiting=(
            (_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped + bindparam("a_quantity") - _LINE.c.allocated > 0)
            & _LINE.c.drop_ship.is_(False)
        ),
    )
)


@verb("ship.cancel")
def cancel(tx: Transaction, shipment: int, reason: str) -> int:
    """Take a shipment back that was not handed over; its order's number. The order waits for a decision.

    Raises:
        Refused: some of it is billed or came back already, or the order is not open any more; says what to do first.
        Conflict: somebody cancelled it before.
    """
    seen = _found(tx, shipment)
    order = _order(tx, seen)
    tx.lock(Customer, [order.customer_id])
    tx.lock(Order, [order.id])
    row, order = _found(tx, shipment), _order(tx, seen)
    why = needed_reason(reason, "cancelled shipment")
    if row.cancelled_at is not None:
        raise Conflict(f"shipment {shipment} was cancelled on {row.cancelled_at:%d %b at %H:%M}: {row.cancel_reason}")
    if order.state != OrderState.CONFIRMED:
        raise Refused(
            f"order {order.number} is {order.state}: its shipment {shipment} is done and billed. "
            "Cancel the invoice first, or take the goods back with a return"
        )
    lines = tx.all(_LINES, a_shipment=row.id)
    goods.lock_unread(tx, row.warehouse_id, {line.product_id for line in lines})
    for line in lines:
        _take_back(tx, row, line, why)
    kits.follow(tx, order.id)
    tx.update(Shipment, row.id, cancelled_at=tx.now, cancelled_by=person(tx), cancel_reason=why)
    needed = route(HoldKind.EXCEPTION, order.gross, steps(tx))
    hold = tx.add(
        Hold(
            order_id=order.id,
            kind=HoldKind.EXCEPTION,
            message=f"shipment {shipment} of {row.day} was cancelled: {why}; "
            "release to ship again, or cancel the order",
            amount=order.gross,
            role=needed.role,
            level=needed.level,
            raised_at=tx.now,
        )
    )
    tx.record(
        "ship.cancel", "shipment", row.id, number=shipment, order=order.number, reason=why, hold=hold,
        back={line.sku: line.quantity for line in lines},
    )  # fmt: skip
    if row.direct:
        supply.bring_up_to_date(tx, _order(tx, seen))
    else:
        offer(tx, row.warehouse_id, {line.product_id for line in lines})
    return int(order.number)


def _take_back(tx: Transaction, shipment: Row[Any], line: Row[Any], why: str) -> None:
    if line.shipped - line.quantity < line.invoiced:
        raise Refused(
            f"shipment {shipment.number} cannot be cancelled: of line {line.position}, {line.sku}, "
            f"{quantity_text(line.invoiced)} are billed. Cancel the invoice first, or take the goods back with a return"
        )
    if tx.change(_BACK, a_line=line.order_line_id, a_quantity=line.quantity) != 1:
        raise Refused(
            f"shipment {shipment.number} cannot be cancelled: some of line {line.position}, {line.sku}, came back "
            "already; take the rest back with a return"
        )
    if shipment.direct:
        return  # it was never ours
    goods.move(
        tx, line.product_id, shipment.warehouse_id, line.quantity, "shipment",
        reason=f"shipment {shipment.number} cancelled: {why}", shipment_id=shipment.id, lot_id=line.lot_id,
    )  # fmt: skip


def _found(tx: Transaction, number: int) -> Row[Any]:
    row = tx.first(_BY_NUMBER, a_number=number) if find.fits(number) else None
    if row is None:
        raise NotFound(f"there is no shipment {number}")
    return row


def _order(tx: Transaction, shipment: Row[Any]) -> Row[Any]:
    order = tx.first(_ORDER_BY_ID, an_order=shipment.order_id)
    assert order is not None  # a foreign key
    return order
