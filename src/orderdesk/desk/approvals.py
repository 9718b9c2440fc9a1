"""The approval queue: lifting a hold, or sending the order back to its clerk."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, goods
from orderdesk.desk.allocation import give_back, offer, place_of
from orderdesk.desk.holds import confirm_if_free, lapse, raise_holds
from orderdesk.desk.orders import locked
from orderdesk.desk.upkeep import needed_reason
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotAllowed, NotFound, Refused
from orderdesk.findings import HoldKind
from orderdesk.models import Hold, Order, OrderLine, User
from orderdesk.queries import facts
from orderdesk.queries.settings import settings
from orderdesk.rules.approval import levels_of, may_release, route
from orderdesk.rules.guard import guard
from orderdesk.rules.lifecycle import OrderState, next_state
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean

_HOLD = table(Hold)
_LINE = table(OrderLine)
_USER = table(User)
_ONE = select(_HOLD).where(_HOLD.c.id == bindparam("a_hold"), _HOLD.c.order_id == bindparam("a_order"))
_NAME = select(_USER.c.name).where(_USER.c.id == bindparam("a_user"))
_LEAVE_QUEUE = update(_LINE).where(_LINE.c.order_id == bindparam("a_order")).values(waiting=False, promised=None)


@verb("order.hold")
def hold(tx: Transaction, order: int, reason: str) -> int:
    """Hold a submitted or confirmed order by hand, with a reason; the hold's id."""
    row = locked(tx, order, "hold")
    why = needed_reason(reason, "hold")
    needed = route(HoldKind.MANUAL, row.gross)
    hold_id = tx.add(
        Hold(
            order_id=row.id,
            kind=HoldKind.MANUAL,
            message=f"held by {tx.who.name or tx.who.login}: {why}",
            amount=row.gross,
            role=needed.role,
            level=needed.level,
            raised_at=tx.now,
        )
    )
    tx.record("order.hold", "order", row.id, hold=hold_id, reason=why)
    return hold_id


@verb("order.release")
def release(tx: Transaction, order: int, hold: int, reason: str = "") -> str:
    """Lift one hold; with the last one the order is confirmed. The order's state after.

    The guard runs again: what has changed since is held anew, and a customer blocked meanwhile stops it.

    Raises:
        NotAllowed: the hold is for another role or level, or the order is one's own.
        Conflict: somebody decided it already; says who and when.
    """
    row = locked(tx, order, "release")
    one = _open_hold(tx, row, hold)
    company = settings(tx)
    refusal = may_release(
        levels_of(tx.who.roles),
        tx.who.user_id,
        row.entered_by,
        HoldKind(one.kind),
        one.amount,
        own_orders=company.own_orders,
        currency=company.money,
    )
    if refusal is not None and tx.who.user_id:
        raise NotAllowed(refusal)
    _decide(tx, one, "released", reason, covers=row.gross)
    found = guard(facts.gather(tx, row).guard)
    if found.blocks:
        raise Refused(findings=found.blocks)
    standing = raise_holds(tx, row.id, row.gross, found.holds)
    tx.record("order.release", "order", row.id, hold=hold, kind=one.kind, reason=reason, covers=row.gross)
    state = confirm_if_free(tx, row.id, OrderState(row.state), standing)
    if state == OrderState.CONFIRMED:  # it may have given its goods back while it was held
        offer(tx, place_of(row), {line.product_id for line in tx.all(facts.LINES, a_order=row.id) if line.waiting})
    return state


@verb("order.reject")
def reject(tx: Transaction, order: int, hold: int, reason: str) -> None:
    """Send a held order back to its clerk as a draft, with the reason; its goods go to those who wait for them."""
    row = locked(tx, order, "reject")
    one = _open_hold(tx, row, hold)
    why = needed_reason(reason, "rejection")
    _decide(tx, one, "rejected", why)
    lapse(tx, row.id)
    leave_queue(tx, row)
    tx.update(Order, row.id, state=next_state(OrderState(row.state), "reject"))
    tx.record("order.reject", "order", row.id, hold=hold, kind=one.kind, reason=why, state=[row.state, "draft"])


def leave_queue(tx: Transaction, order: Row[Any]) -> None:
    """Free what an order has reserved, take its lines out of the queue, and offer the goods to the others."""
    goods.lock_of_order(tx, order)
    lines = [row.id for row in tx.all(facts.LINES, a_order=order.id)]
    freed = give_back(tx, lines)
    tx.change(_LEAVE_QUEUE, a_order=order.id)
    for warehouse_id, products in sorted(freed.items()):
        offer(tx, warehouse_id, products)


def _open_hold(tx: Transaction, order: Row[Any], hold_id: int) -> Row[Any]:
    row = tx.first(_ONE, a_hold=hold_id, a_order=order.id) if find.fits(hold_id) else None
    if row is None:
        raise NotFound(f"order {order.number} has no hold {hold_id}")
    if row.state != "open":
        who = tx.scalar(_NAME, a_user=row.decided_by) if row.decided_by else None
        by = f" by {who} at {row.decided_at:%H:%M on %d %b}" if who and row.decided_at else ""
        raise Conflict(f"this {row.kind} hold was {row.state}{by}")
    return row


def _decide(tx: Transaction, hold: Row[Any], state: str, reason: str, *, covers: int = 0) -> None:
    tx.update(
        Hold,
        hold.id,
        state=state,
        decided_at=tx.now,
        decided_by=tx.who.user_id or None,
        reason=clean(reason, "reason", limit=300),
        covers=covers,
    )
