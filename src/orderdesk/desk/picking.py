"""Picking: a pick list is released, scanned off (`orderdesk.desk.scanning`), and confirmed.

Locks are taken in the order orders, pick list, stock. A list is `open` while it is scanned, `picked` when confirmed,
`shipped` when it has left (`orderdesk.desk.shipping`), `cancelled` when given up; `picked` on the order's line is what
lists that have not left have collected.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update

from orderdesk.desk import find, goods
from orderdesk.desk.allocation import give_back
from orderdesk.desk.holds import refuse_if_held
from orderdesk.desk.ledger import person
from orderdesk.desk.lot_picking import planned, set_free, take_back_dead
from orderdesk.desk.scanning import COLLECT_LINE, Scanned, ScannedLine, locked, refuse_unless_open, scan, short
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, Refused
from orderdesk.models import Allocation, Order, OrderLine, Pick, PickLine
from orderdesk.queries.picking import PICK_LINES, pickable
from orderdesk.queries.settings import settings
from orderdesk.rules.lifecycle import OrderState, require
from orderdesk.rules.lots import Tracking
from orderdesk.rules.sourcing import Sourcing
from orderdesk.store.numbers import next_number
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import quantity_text

__all__ = ["Scanned", "ScannedLine", "cancel", "confirm", "release", "scan", "short"]

_PICK = table(Pick)
_RESERVED_IN = (
    select(table(Allocation).c.warehouse_id)
    .join(table(OrderLine), table(OrderLine).c.id == table(Allocation).c.order_line_id)
    .where(table(OrderLine).c.order_id.in_(bindparam("orders", expanding=True)), table(Allocation).c.quantity > 0)
    .distinct()
)
_CONFIRM = (
    update(_PICK)
    .where(_PICK.c.id == bindparam("a_pick"), _PICK.c.version == bindparam("a_version"), _PICK.c.state == "open")
    .values(
        state=bindparam("a_state"),
        confirmed_at=bindparam("a_now"),
        confirmed_by=bindparam("a_user"),
        version=_PICK.c.version + 1,
    )
)


@verb("pick.release")
def release(
    tx: Transaction, orders: list[int] | None = None, *, warehouse: str | None = None, carrier: str | None = None,
    ahead: bool = False,
) -> int:  # fmt: skip
    """Make a pick list of what is reserved and on no list yet, in walking order; its number.

    Args:
        orders: these and no others; None is every order that is ready in the warehouse.
        warehouse: where; the company's usual one, or the one of the named orders.
        carrier: without `orders`, only what goes with this carrier; it is noted on the list.
        ahead: also lines with a later day of their own, which otherwise wait for it.

    Raises:
        Refused: a named order is held or not confirmed, or there is nothing to pick.
    """
    return make_list(tx, orders, warehouse=warehouse, carrier=carrier, ahead=ahead)


def make_list(
    tx: Transaction, orders: list[int] | None = None, *, warehouse: str | None = None, carrier: str | None = None,
    ahead: bool = False,
) -> int:  # fmt: skip
    """As `release`, inside another verb."""
    goes_with = clean(carrier or "", "carrier", limit=40)
    if orders is None:
        place = find.warehouse(tx, warehouse or settings(tx).warehouse).id
        seen = [line for line in pickable(tx, place, ahead=ahead) if not goes_with or line.carrier == goes_with]
        order_ids = {line.order_id for line in seen}
        tx.lock(Order, order_ids)
    else:
        place, order_ids = _named(tx, orders, warehouse)
    lines = pickable(tx, place, order_ids, ahead=ahead)
    followed = {line.product_id for line in lines if line.tracking != Tracking.NONE}
    if followed and take_back_dead(tx, place, followed):
        lines = pickable(tx, place, order_ids, ahead=ahead)
    missing = set(orders or ()) - {line.number for line in lines}
    if missing or not lines:
        which = f"order {min(missing)}" if missing else "every order"
        raise Refused(
            f"nothing to pick for {which}: no goods are reserved that are on no pick list, "
            "it waits to be complete, or its lines have a later day of their own"
        )
    lines = sorted(lines, key=lambda line: (not line.bin, line.bin, line.sku, line.order_id, line.position))
    plan, lacking = planned(tx, place, lines)
    if lacking and (not plan or set(orders or ()) - {line.number for line, _, _ in plan}):
        raise Refused(f"nothing to pick: {'; '.join(lacking[:3])}")
    number = next_number(tx, "pick")
    pick_id = tx.add(
        Pick(number=number, warehouse_id=place, carrier=goes_with, released_at=tx.now, released_by=person(tx))
    )
    tx.add_all(
        PickLine,
        [
            {
                "pick_id": pick_id,
                "order_line_id": line.id,
                "product_id": line.product_id,
                "bin": line.bin,
                "quantity": much,
                "lot_id": lot,
            }
            for line, lot, much in plan
        ],
    )
    tx.record("pick.release", "pick", pick_id, number=number, orders=sorted({line.number for line, _, _ in plan}))
    return number


def _named(tx: Transaction, orders: Sequence[int], warehouse: str | None) -> tuple[int, set[int]]:
    if not orders:
        raise Refused("name at least one order to pick")
    order_ids = {find.order(tx, number).id for number in orders}
    tx.lock(Order, order_ids)
    rows = [find.order(tx, number) for number in orders]
    for row in rows:
        require(OrderState(row.state), "pick")
        refuse_if_held(tx, row)
    if warehouse is not None:
        return find.warehouse(tx, warehouse).id, order_ids
    own = {row.warehouse_id for row in rows}
    if any(row.sourcing != Sourcing.OWN for row in rows):
        reserved = {row.warehouse_id for row in tx.all(_RESERVED_IN, orders=sorted(order_ids))}
        for place in sorted(reserved, key=lambda one: (one not in own, one)):
            if {line.order_id for line in pickable(tx, place, order_ids, ahead=True)} == order_ids:
                return place, order_ids
    if len(own) > 1:
        raise Refused("these orders leave from different warehouses; release a pick list for each")
    return rows[0].warehouse_id, order_ids


@verb("pick.confirm")
def confirm(tx: Transaction, pick: int, *, version: int | None = None) -> str:
    """Everything is collected or recorded as short: the list is picked; its state then.

    What is short goes back to the queue: the line waits for it again. It is not offered on the spot, for it was not on
    the shelf, and the same line would only get it again; the next count, goods receipt or order offers it. A list on
    which nothing was found is cancelled.

    Args:
        version: of the list as it was seen; None is whatever it is.

    Raises:
        Conflict: somebody confirmed it first (says who and when), or it changed since it was seen.
        Refused: lines are neither collected nor short; names them.
    """
    tx.lock(Order, {line.order_id for line in tx.all(PICK_LINES, a_pick=find.pick(tx, pick).id)})
    row = locked(tx, pick)
    refuse_unless_open(tx, row)
    if version is not None and row.version != version:
        raise Conflict(f"pick list {pick} was changed at another terminal since you saw it; look at it again")
    lines = tx.all(PICK_LINES, a_pick=row.id)
    missing = [line for line in lines if line.picked < line.quantity and not line.short_reason]
    if missing:
        named = ", ".join(f"{line.sku} {quantity_text(line.quantity - line.picked)}" for line in missing[:5])
        raise Refused(f"pick list {pick}: still to collect {named}; scan them or record them as short")
    goods.lock(tx, row.warehouse_id, {line.product_id for line in lines})
    set_free(tx, row.warehouse_id, lines, picked_stays=True)
    for line in lines:
        if line.picked < line.quantity:
            give_back(tx, [line.order_line_id], line.quantity - line.picked, warehouse_id=row.warehouse_id)
    state = "picked" if any(line.picked for line in lines) else "cancelled"
    met = tx.change(_CONFIRM, a_pick=row.id, a_version=row.version, a_state=state, a_now=tx.now, a_user=person(tx))
    if met != 1:
        raise Conflict(f"pick list {pick} was confirmed at another terminal just now; look at it again")
    shorts: dict[str, int] = {}
    for line in lines:
        if line.picked < line.quantity:
            shorts[line.sku] = shorts.get(line.sku, 0) + line.quantity - line.picked
    tx.record("pick.confirm", "pick", row.id, state=["open", state], short=shorts)
    return state


@verb("pick.cancel")
def cancel(tx: Transaction, pick: int) -> None:
    """Give up a list that has not left: what was collected goes back on its shelves, and stays reserved."""
    tx.lock(Order, {line.order_id for line in tx.all(PICK_LINES, a_pick=find.pick(tx, pick).id)})
    row = locked(tx, pick)
    if row.state not in ("open", "picked"):
        raise Refused(f"pick list {pick} is {row.state}; it cannot be cancelled")
    lines = tx.all(PICK_LINES, a_pick=row.id)
    goods.lock(tx, row.warehouse_id, {line.product_id for line in lines})
    tx.change_all(
        COLLECT_LINE, [{"a_line": line.order_line_id, "a_quantity": -line.picked} for line in lines if line.picked]
    )
    set_free(tx, row.warehouse_id, lines, picked_stays=False)
    tx.update(Pick, row.id, state="cancelled")
    tx.record("pick.cancel", "pick", row.id, state=[row.state, "cancelled"])
