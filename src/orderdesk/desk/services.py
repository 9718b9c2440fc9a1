"""Services: said to be done, in part too, and taken back while nobody has billed them. Only what is done is billed.

What is done of a service stands on its line as `shipped`, and here as rows that say which day, who and why.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, kits
from orderdesk.desk.amendments import close_if_done
from orderdesk.desk.billing import bill_by_rule
from orderdesk.desk.holds import refuse_if_held
from orderdesk.desk.ledger import not_ahead, person
from orderdesk.desk.orders import locked
from orderdesk.desk.upkeep import needed_reason, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, Refused
from orderdesk.models import OrderLine, ServiceDone
from orderdesk.queries import facts
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_QUANTITY, Quantity, quantity_text

_LINE, _DONE = table(OrderLine), table(ServiceDone)
_FINISH = (
    update(_LINE)
    .where(
        _LINE.c.id == bindparam("a_line"),
        _LINE.c.shipped + bindparam("a_quantity") <= _LINE.c.ordered - _LINE.c.cancelled,
    )
    .values(shipped=_LINE.c.shipped + bindparam("a_quantity"))
)
_UNDO = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.shipped - bindparam("a_quantity") >= _LINE.c.invoiced)
    .values(shipped=_LINE.c.shipped - bindparam("a_quantity"))
)
_NEWEST = (
    select(_DONE)
    .where(_DONE.c.order_line_id == bindparam("a_line"), _DONE.c.undone_at.is_(None))
    .order_by(_DONE.c.id.desc())
    .limit(1)
)


@verb("service.done")
def done(
    tx: Transaction,
    order: int,
    position: int,
    quantity: Quantity | None = None,
    *,
    day: date | None = None,
    note: str = "",
) -> Quantity:
    """Say that a service of a confirmed order was done; how much of the line is done altogether, in stock units.

    It is billed like goods that left on that day: at once where the customer is billed by shipment.

    Args:
        quantity: in stock units; all that is still to be done unless said.
        day: today unless said, never ahead.

    Raises:
        Refused: no service, more than is to be done, or the order is held or not confirmed.
    """
    row = locked(tx, order, "ship")
    refuse_if_held(tx, row)
    line = _service(tx, row, position)
    left = line.ordered - line.cancelled - line.shipped
    much = left if quantity is None else whole(quantity, "quantity", MAX_QUANTITY, least=1)
    if much <= 0 or much > left:
        raise Refused(
            f"line {position} of order {order}: {quantity_text(line.shipped)} of "
            f"{quantity_text(line.ordered - line.cancelled)} are done, {quantity_text(max(0, left))} are left"
        )
    _finish(tx, row, line, much, not_ahead(tx, day, "a service"), clean(note, "note", limit=300))
    bill_by_rule(tx, find.order(tx, order))
    close_if_done(tx, order)
    return int(line.shipped + much)


def finish_all(tx: Transaction, order: Row[Any]) -> None:
    """Every service of an order is done today, inside another verb that bills it."""
    for line in tx.all(facts.LINES, a_order=order.id):
        left = line.ordered - line.cancelled - line.shipped
        if line.kind == "service" and line.parent_id is None and left > 0:
            _finish(tx, order, line, left, tx.today, "")


def _finish(tx: Transaction, order: Row[Any], line: Row[Any], much: Quantity, day: date, note: str) -> None:
    if tx.change(_FINISH, a_line=line.id, a_quantity=much) != 1:
        raise Conflict(f"line {line.position} of order {order.number} changed meanwhile; look at it again")
    tx.add(
        ServiceDone(
            order_line_id=line.id, quantity=much, day=day, note=note, done_at=tx.now, done_by=person(tx)
        )
    )  # fmt: skip
    tx.record(
        "service.done", "order", order.id, line=line.position, quantity=much, day=day, note=note,
        shipped=[line.shipped, line.shipped + much],
    )  # fmt: skip


@verb("service.undo")
def undo(tx: Transaction, order: int, position: int, reason: str) -> Quantity:
    """Take back what was said last to be done of a service, while it is not billed; how much of the line is done then.

    Raises:
        Refused: nothing is done, or it is billed: the invoice is cancelled first.
    """
    row = locked(tx, order, "ship")
    why = needed_reason(reason, "taking back a service")
    line = _service(tx, row, position)
    last = tx.first(_NEWEST, a_line=line.id)
    if last is None:
        raise Refused(f"nothing of line {position} of order {order} is done that could be taken back")
    if tx.change(_UNDO, a_line=line.id, a_quantity=last.quantity) != 1:
        raise Refused(
            f"line {position} of order {order}: {quantity_text(line.invoiced)} of {quantity_text(line.shipped)} done "
            "are billed; cancel the invoice first"
        )
    tx.update(ServiceDone, last.id, undone_at=tx.now, undone_by=person(tx), undone_reason=why)
    tx.record(
        "service.undo", "order", row.id, line=position, quantity=last.quantity, day=last.day, reason=why,
        shipped=[line.shipped, line.shipped - last.quantity],
    )  # fmt: skip
    return int(line.shipped - last.quantity)


def _service(tx: Transaction, order: Row[Any], position: int) -> Row[Any]:
    line = find.line(tx, order.id, position)
    product = find.product_by_id(tx, line.product_id)
    if product.kind != "service":
        raise Refused(f"line {position} of order {order.number}, {product.sku}, is goods: pick and ship it")
    kits.refuse_component(tx, line, "ship")
    return line
