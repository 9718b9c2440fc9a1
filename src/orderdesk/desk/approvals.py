"""The approval queue: lifting a hold, or sending the order back to its clerk."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, goods, supply
from orderdesk.desk.agreed import settle_agreed
from orderdesk.desk.allocation import give_back, offer, place_of
from orderdesk.desk.holds import confirm_if_free, lapse, raise_holds
from orderdesk.desk.orders import locked
from orderdesk.desk.rights import REJECTS
from orderdesk.desk.upkeep import needed_reason
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotAllowed, NotFound, Refused
from orderdesk.findings import HoldKind
from orderdesk.models import Hold, HoldRelease, Order, OrderLine, User
from orderdesk.queries import facts
from orderdesk.queries.approval_table import held, own_authorities, releases, steps
from orderdesk.queries.settings import settings
from orderdesk.rules.approval import Authority, Held, acting_for, is_last, route
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
    needed = route(HoldKind.MANUAL, row.gross, steps(tx))
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

    Where the levels release in turn, this is one of the signatures, and the hold stands until the last. The guard runs
    again: what has changed since is held anew, and a customer blocked meanwhile stops it.

    Raises:
        NotAllowed: the hold is for another role or level, the order is one's own or one signed already.
        Conflict: somebody decided it already; says who and when.
    """
    row = locked(tx, order, "release")
    one = _open_hold(tx, row, hold)
    signed = held(one, row.entered_by, releases(tx, [one.id]).get(one.id, ()))
    authority = _authority(tx, signed)
    for_whom = authority.user_id if authority.name else None
    last = is_last(signed, steps(tx))
    here = route(signed.kind, signed.amount, steps(tx), signed.rule, signed.given)
    why = clean(reason, "reason", limit=300)
    tx.add(
        HoldRelease(
            hold_id=one.id, level=here.level, user_id=tx.who.user_id or None, for_user_id=for_whom, at=tx.now,
            reason=why, covers=one.amount,
        )
    )  # fmt: skip
    told: dict[str, Any] = {"hold": hold, "kind": one.kind, "reason": why, "covers": row.gross}
    if authority.name:
        told["for"] = authority.name
    if not last:
        onwards = route(signed.kind, signed.amount, steps(tx), signed.rule, signed.given + 1)
        tx.update(Hold, one.id, role=onwards.role, level=onwards.level)
        tx.record("order.release", "order", row.id, **told, level=[here.level, onwards.level])
        return str(row.state)
    _decide(tx, one, "released", reason, covers=row.gross)
    found = guard(facts.gather(tx, row).guard)
    if found.blocks:
        raise Refused(findings=found.blocks)
    standing = raise_holds(tx, row.id, row.gross, found.holds)
    tx.record("order.release", "order", row.id, **told)
    state = confirm_if_free(tx, row.id, OrderState(row.state), standing)
    if state == OrderState.CONFIRMED:  # it may have given its goods back while it was held
        offer(tx, place_of(row), {line.product_id for line in tx.all(facts.LINES, a_order=row.id) if line.waiting})
        supply.bring_up_to_date(tx, find.order(tx, order))
    return state


def _authority(tx: Transaction, signed: Held) -> Authority:
    """On whose authority it is released; the program itself needs none. Raises NotAllowed."""
    if not tx.who.user_id:
        return Authority(0, {})
    company = settings(tx)
    found = acting_for(
        own_authorities(tx), signed, steps(tx), own_orders=company.own_orders, currency=company.money
    )
    if isinstance(found, str):
        raise NotAllowed(found)
    return found


@verb("order.reject")
def reject(tx: Transaction, order: int, hold: int, reason: str) -> None:
    """Send a held order back to its clerk as a draft, with the reason; its goods go to those who wait for them."""
    row = locked(tx, order, "reject")
    one = _open_hold(tx, row, hold)
    if tx.who.user_id and not tx.who.roles & REJECTS:  # a deputy: only what the other might have released
        _authority(tx, held(one, row.entered_by, releases(tx, [one.id]).get(one.id, ())))
    why = needed_reason(reason, "rejection")
    _decide(tx, one, "rejected", why)
    lapse(tx, row.id)
    leave_queue(tx, row)
    tx.update(Order, row.id, state=next_state(OrderState(row.state), "reject"))
    settle_agreed(tx, row.id)  # a draft takes nothing from a blanket order
    tx.record("order.reject", "order", row.id, hold=hold, kind=one.kind, reason=why, state=[row.state, "draft"])


def leave_queue(tx: Transaction, order: Row[Any]) -> None:
    """Free what an order has reserved, take its lines out of the queue, and offer the goods to the others."""
    goods.lock_of_order(tx, order)
    lines = [row.id for row in tx.all(facts.LINES, a_order=order.id)]
    freed = give_back(tx, lines)
    tx.change(_LEAVE_QUEUE, a_order=order.id)
    supply.untie(tx, order.id)
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
