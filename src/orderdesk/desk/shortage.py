"""Goods that turn out not to be there: who was served last gives theirs back, so that the shelf's truth can be kept."""

from __future__ import annotations

from sqlalchemy import bindparam, exists, select

from orderdesk.desk import allocation, kept
from orderdesk.models import Allocation, Order, OrderLine, Pick, PickLine
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Quantity

_ALLOCATION = table(Allocation)
_LINE = table(OrderLine)
_ORDER = table(Order)
_PICK = table(Pick)
_PICK_LINE = table(PickLine)
_BEING_PICKED = exists(
    select(_PICK_LINE.c.id)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(_PICK_LINE.c.order_line_id == _LINE.c.id, _PICK.c.state.in_(("open", "picked")))
)
# Last in the queue first; what is being picked is in somebody's hands already and goes last of all.
_HOLDERS = (
    select(_ALLOCATION.c.order_line_id, _ALLOCATION.c.quantity, _ORDER.c.number)
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _ALLOCATION.c.product_id == bindparam("a_product"),
        _ALLOCATION.c.warehouse_id == bindparam("a_warehouse"),
        _ALLOCATION.c.quantity > 0,
    )
    .order_by(_BEING_PICKED, _ORDER.c.priority.desc(), _ORDER.c.submitted_at.desc(), _ALLOCATION.c.order_line_id.desc())
)


def free_up(tx: Transaction, product_id: int, warehouse_id: int, missing: Quantity) -> list[int]:
    """Take reserved goods back until `missing` stock units are free; the numbers of the orders that lost some.

    The stock's lock is held. What is kept by hand goes first, for nobody is promised it; the lines that lose theirs
    keep their place in the queue and wait for goods again.
    """
    losers: list[int] = []
    if missing > 0:
        missing -= kept.cut(tx, product_id, warehouse_id, missing)
    for holder in tx.all(_HOLDERS, a_product=product_id, a_warehouse=warehouse_id):
        if missing <= 0:
            break
        part = min(missing, holder.quantity)
        allocation.give_back(tx, [holder.order_line_id], part, warehouse_id=warehouse_id)
        missing -= part
        losers.append(int(holder.number))
    return sorted(set(losers))
