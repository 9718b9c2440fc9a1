"""Returns: agreeing that goods may come back, and to whose consent. What then happens to them is in `return_goods`.

Quantities are given in stock units. A return binds its quantity until it is received, cancelled or out of date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.desk import find
from orderdesk.desk.ledger import not_ahead, person
from orderdesk.desk.upkeep import add, by_code, named, needed_reason, new_code, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Conflict, NotAllowed, NotFound, Refused
from orderdesk.models import Customer, Order, OrderLine, Product, ReturnLine, ReturnReason, SalesReturn
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.returnable import returnable
from orderdesk.queries.settings import settings
from orderdesk.rules.approval import APPROVER, levels_of
from orderdesk.rules.lifecycle import OrderState, require
from orderdesk.rules.returns import Consent, check_return, consent_to_return
from orderdesk.store.numbers import next_number
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import HUNDRED_PERCENT, ONE, Percent, Quantity, divide_half_up

_RETURN = table(SalesReturn)
_LINE = table(ReturnLine)
_ORDER = table(Order)
_REASON_CODE = select(table(ReturnReason).c.id).where(table(ReturnReason).c.code == bindparam("a_code"))
_BY_NUMBER = select(_RETURN).where(_RETURN.c.number == bindparam("a_number"))
_NUMBER = select(_RETURN.c.number).where(_RETURN.c.id == bindparam("a_return"))
_LINES = (
    select(
        _LINE,
        table(OrderLine).c.position,
        table(OrderLine).c.product_id,
        table(OrderLine).c.shipped,
        table(OrderLine).c.returned,
        table(OrderLine).c.invoiced,
        table(OrderLine).c.description,
    )
    .join(table(OrderLine), table(OrderLine).c.id == _LINE.c.order_line_id)
    .where(_LINE.c.return_id == bindparam("a_return"))
    .order_by(table(OrderLine).c.position)
)
_ORDER_BY_ID = select(_ORDER).where(_ORDER.c.id == bindparam("an_order"))
_KIT = table(OrderLine).alias("kit")
_PARTS = (
    select(_KIT.c.position.label("kit"), table(OrderLine).c.position, table(OrderLine).c.per_kit)
    .join(_KIT, _KIT.c.id == table(OrderLine).c.parent_id)
    .join(table(Product), table(Product).c.id == table(OrderLine).c.product_id)
    .where(_KIT.c.order_id == bindparam("an_order"), table(Product).c.kind != "service")
    .order_by(table(OrderLine).c.position)
)
_RECEIVED = select(func.coalesce(func.sum(_LINE.c.received - _LINE.c.credited), 0)).where(
    _LINE.c.return_id == bindparam("a_return")
)


@verb("return.reason")
def reason(tx: Transaction, code: str, name: str, *, fee: Percent = 0) -> str:
    """Enter why goods may come back, and what share of their net value is kept for it. Its code."""
    key = new_code(code, "return reason code")
    taken = f"return reason {key} exists already"
    if tx.scalar(_REASON_CODE, a_code=key) is not None:
        raise Refused(taken)
    kept = ReturnReason(code=key, name=named(name), fee=whole(fee, "restocking fee", HUNDRED_PERCENT))
    tx.record("return.reason", "return_reason", add(tx, kept, taken), code=key, name=kept.name, fee=fee)
    return key


@verb("return.new")
def new(
    tx: Transaction,
    order: int,
    lines: Sequence[tuple[int, Quantity]] | None = None,
    *,
    reason: str,
    day: date | None = None,
    note: str = "",
    token: str | None = None,
) -> int:
    """Agree that goods of an order may come back; the return's number. Late or dear ones wait for an approver.

    Args:
        lines: the order's lines by position, and how much of each (stock units); None is all that may come back. A
            kit's line is for what the kit is made of.
        reason: the code of a return reason.
        day: when the customer asked; today unless said, never ahead, never before the delivery.
        token: the same token gives the same return again and does nothing.

    Raises:
        Refused: more than was shipped and not returned yet, nothing that could come back, or before the delivery.
    """
    answered = first_answer(tx, token)
    if answered is not None:
        return int(tx.scalar(_NUMBER, a_return=answered))
    number, return_id = agree(tx, _locked_order(tx, order), lines, reason, not_ahead(tx, day, "a return"), note)
    remember(tx, token, "return.new", return_id)
    return number


def agree(
    tx: Transaction,
    order: Row[Any],
    lines: Sequence[tuple[int, Quantity]] | None,
    reason: str,
    day: date,
    note: str = "",
    *,
    complaint_id: int | None = None,
    agreed: bool = False,
) -> tuple[int, int]:
    """Write a return of a locked order; its number and id.

    Args:
        agreed: an approver consented already, with the complaint.
    """
    why = by_code(tx, ReturnReason, reason, "return reason")
    there = {line.position: line for line in returnable(tx, order.id, tx.today)}
    wanted: dict[int, Quantity] = {}
    if lines is None:
        wanted = {position: line.facts.most for position, line in there.items() if line.facts.most}
    for position, quantity in _goods_of(tx, order.id, lines or ()):
        wanted[position] = wanted.get(position, 0) + quantity
    if not wanted:
        raise Refused(f"nothing of order {order.number} can come back: nothing that was shipped is left to return")
    for position, quantity in sorted(wanted.items()):
        if position not in there:
            raise NotFound(f"order {order.number} has no line {position} that was shipped")
        refused = check_return(there[position].facts, quantity, day)
        if refused is not None:
            raise Refused(refused.message, [refused])
    company = settings(tx)
    value = sum(
        divide_half_up(there[position].gross * quantity, there[position].due) if there[position].due else 0
        for position, quantity in wanted.items()
    )
    delivered = [left for position in wanted if (left := there[position].facts.delivered) is not None]
    needed = Consent(0, "")
    if not agreed:
        worth = exchange_of(tx, order.currency, order.rate).ours(value)
        needed = consent_to_return(worth, min(delivered, default=None), day, company.returns)
    number = next_number(tx, "return")
    return_id = tx.add(
        SalesReturn(
            number=number,
            customer_id=order.customer_id,
            order_id=order.id,
            complaint_id=complaint_id,
            warehouse_id=order.warehouse_id,
            reason_id=why.id,
            state="requested" if needed.level else "authorised",
            level=needed.level,
            why=needed.why,
            value=value,
            day=day,
            valid_until=tx.today + timedelta(days=company.return_valid_days),
            note=clean(note, "note", limit=500),
            entered_by=person(tx),
            entered_at=tx.now,
        )
    )
    tx.add_all(
        ReturnLine,
        [
            {"return_id": return_id, "order_line_id": there[position].line_id, "quantity": quantity}
            for position, quantity in sorted(wanted.items())
        ],
    )
    tx.record(
        "return.new", "return", return_id, number=number, order=order.number, reason=why.code,
        lines={str(position): quantity for position, quantity in sorted(wanted.items())},
        state="requested" if needed.level else "authorised", why=needed.why,
    )  # fmt: skip
    return number, return_id


def _goods_of(tx: Transaction, order_id: int, lines: Sequence[tuple[int, Quantity]]) -> Iterator[tuple[int, Quantity]]:
    """The lines as goods: a kit comes back as what it is made of. Raises BadValue for a part of a kit."""
    made_of: dict[int, list[Row[Any]]] = {}
    for part in tx.all(_PARTS, an_order=order_id) if lines else ():
        made_of.setdefault(part.kit, []).append(part)
    for position, quantity in lines:
        if position not in made_of:
            yield position, quantity
            continue
        if quantity % ONE:
            raise BadValue(f"line {position} is a kit and comes back whole; say its components' lines for parts of it")
        for part in made_of[position]:
            yield part.position, quantity // ONE * part.per_kit


@verb("return.authorise")
def authorise(tx: Transaction, number: int, reason: str = "") -> None:
    """Consent to a return that waits for it. Raises NotAllowed for one's own, or above one's level."""
    row, _ = locked(tx, number)
    _require_state(row, "authorised", "requested")
    require_consent(tx, row, f"return {number}")
    _decide(tx, row, "authorised", clean(reason, "reason", limit=300))


@verb("return.refuse")
def refuse(tx: Transaction, number: int, reason: str) -> None:
    """Refuse a return that waits for consent, with the reason; its quantity is free for another one."""
    row, _ = locked(tx, number)
    _require_state(row, "refused", "requested")
    _decide(tx, row, "refused", needed_reason(reason, "refusal"))


@verb("return.cancel")
def cancel(tx: Transaction, number: int, reason: str) -> None:
    """End a return of which nothing came, or nothing more will come; what came stays to be credited."""
    row, _ = locked(tx, number)
    _require_state(row, "cancelled", "requested", "authorised")
    why = needed_reason(reason, "cancellation")
    came = any(line.received for line in lines_of(tx, row.id))
    state = "cancelled" if not came else "received" if tx.scalar(_RECEIVED, a_return=row.id) else "closed"
    _decide(tx, row, state, why)


def _decide(tx: Transaction, row: Row[Any], state: str, reason: str) -> None:
    tx.update(SalesReturn, row.id, state=state, decided_by=person(tx), decided_at=tx.now, decision=reason)
    verbs = {"authorised": "return.authorise", "refused": "return.refuse"}
    name = verbs.get(state, "return.cancel")
    tx.record(name, "return", row.id, number=row.number, state=[row.state, state], reason=reason)


def require_consent(tx: Transaction, row: Row[Any], what: str) -> None:
    """Raises NotAllowed unless the person may consent to a document with `level` and `entered_by`."""
    if tx.who.user_id and levels_of(tx.who.roles).get(APPROVER, 0) < row.level:
        raise NotAllowed(f"{what} is for an approver of level {row.level}, which you are not; leave it to one")
    if tx.who.user_id and tx.who.user_id == row.entered_by and not settings(tx).own_orders:
        raise NotAllowed(f"you entered {what}: it is for another approver of level {row.level}")


def _require_state(row: Row[Any], done: str, *states: str) -> None:
    if row.state not in states:
        at = f" on {row.decided_at:%d %b at %H:%M}" if row.decided_at else ""
        raise Conflict(f"return {row.number} is {row.state}{at}; it cannot be {done} any more")


def _locked_order(tx: Transaction, number: int) -> Row[Any]:
    seen = find.order(tx, number)
    tx.lock(Customer, [seen.customer_id])
    tx.lock(Order, [seen.id])
    order = find.order(tx, number)
    require(OrderState(order.state), "return")
    return order


def locked(tx: Transaction, number: int) -> tuple[Row[Any], Row[Any]]:
    """A return and its order, both locked with their customer. Raises NotFound."""
    seen = _found(tx, number)
    tx.lock(Customer, [seen.customer_id])
    tx.lock(Order, [seen.order_id])
    tx.lock(SalesReturn, [seen.id])
    order = tx.first(_ORDER_BY_ID, an_order=seen.order_id)
    assert order is not None  # a foreign key
    return _found(tx, number), order


def _found(tx: Transaction, number: int) -> Row[Any]:
    row = tx.first(_BY_NUMBER, a_number=number) if find.fits(number) else None
    if row is None:
        raise NotFound(f"there is no return {number}")
    return row


def lines_of(tx: Transaction, return_id: int) -> Sequence[Row[Any]]:
    """A return's lines with their order lines' position, product and axes, by position."""
    return tx.all(_LINES, a_return=return_id)


__all__ = ["agree", "authorise", "cancel", "lines_of", "locked", "new", "reason", "refuse", "require_consent"]
