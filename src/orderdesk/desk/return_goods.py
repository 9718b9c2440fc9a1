"""Goods that come back: looked at piece by piece, restocked, scrapped, or kept apart for whoever supplied them.

What is restocked is offered to those who wait for it, in the same transaction. What is scrapped or kept for its vendor
came in and went out again, so that the ledger of moves tells it, and it is on no shelf of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, goods, kits
from orderdesk.desk.allocation import offer
from orderdesk.desk.ledger import not_ahead, person
from orderdesk.desk.lots import came_back
from orderdesk.desk.returns import lines_of, locked
from orderdesk.desk.upkeep import member, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotFound, Refused
from orderdesk.models import OrderLine, ReturnLine, ReturnReceipt, SalesReturn
from orderdesk.rules.returns import Became
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_QUANTITY, Quantity, quantity_text

_LINE = table(ReturnLine)
_ORDER_LINE = table(OrderLine)
_RECEIPT = table(ReturnReceipt)
_CAME = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.received + bindparam("a_quantity") <= _LINE.c.quantity)
    .values(received=_LINE.c.received + bindparam("a_quantity"))
)
_BACK = (
    update(_ORDER_LINE)
    .where(
        _ORDER_LINE.c.id == bindparam("a_line"),
        _ORDER_LINE.c.returned + bindparam("a_quantity") <= _ORDER_LINE.c.shipped,
    )
    .values(returned=_ORDER_LINE.c.returned + bindparam("a_quantity"))
)
_APART = (
    select(_RECEIPT.c.id)
    .join(_LINE, _LINE.c.id == _RECEIPT.c.return_line_id)
    .where(_LINE.c.return_id == bindparam("a_return"), _RECEIPT.c.became == "vendor", _RECEIPT.c.sent_on.is_(None))
)


@verb("return.receive")
def receive(
    tx: Transaction,
    number: int,
    position: int,
    quantity: Quantity,
    *,
    became: str = "restock",
    note: str = "",
    lot: str = "",
    day: date | None = None,
    token: str | None = None,
) -> Quantity:
    """Take goods back that a return allows, and say what becomes of them; how much of the line is still to come.

    Args:
        position: the order's line.
        quantity: in stock units.
        became: restock, scrap or vendor.
        note: what was seen.
        day: when they came; today unless said, never ahead.
        token: the same token does nothing twice.

    Raises:
        Refused: more than was agreed, out of date, or the return waits for consent.
        Conflict: it was ended meanwhile.
    """
    row, order = locked(tx, number)
    lines = lines_of(tx, row.id)
    line = next((one for one in lines if one.position == position), None)
    if line is None:
        raise NotFound(f"return {number} has no line {position}; it is for lines {_positions(lines)}")
    if first_answer(tx, token) is not None:
        return int(line.quantity - line.received)
    came = not_ahead(tx, day, "a return's goods")
    _require_open(row, came)
    kind = member(Became, became, "what becomes of it")
    if whole(quantity, "quantity", MAX_QUANTITY, least=-MAX_QUANTITY) <= 0:
        raise Refused("how much came back must be above 0")
    left = line.quantity - line.received
    if quantity > left:
        raise Refused(
            f"return {number}, line {position}: {quantity_text(quantity)} came, {quantity_text(left)} are still agreed "
            f"of {quantity_text(line.quantity)}; agree to the rest with another return first"
        )
    goods.lock_unread(tx, row.warehouse_id, [line.product_id])
    if tx.change(_CAME, a_line=line.id, a_quantity=quantity) != 1:
        raise Conflict(f"line {position} of return {number} came in at another terminal meanwhile; look at it again")
    if tx.change(_BACK, a_line=line.order_line_id, a_quantity=quantity) != 1:
        raise Conflict(f"order {order.number} line {position} changed meanwhile; look at it again")
    kits.follow(tx, order.id)
    tx.add(
        ReturnReceipt(
            return_line_id=line.id, quantity=quantity, became=kind, note=clean(note, "note", limit=200),
            lot=clean(lot, "lot", limit=40), day=came, at=tx.now, by=person(tx),
        )
    )  # fmt: skip
    why = f"return {number}"
    product = find.product_by_id(tx, line.product_id)
    came_back(
        tx, product, row.warehouse_id, quantity, lot=lot, serial=lot, restock=kind == Became.RESTOCK,
        reason=why if kind == Became.RESTOCK else f"{why}: {kind}",
    )  # fmt: skip
    all_came = all(one.received + (quantity if one.id == line.id else 0) == one.quantity for one in lines)
    if all_came:
        tx.update(SalesReturn, row.id, state="received")
    tx.record(
        "return.receive", "return", row.id, number=number, line=position, quantity=quantity, became=kind,
        state=[row.state, "received" if all_came else row.state],
    )  # fmt: skip
    if kind == Became.RESTOCK:
        offer(tx, row.warehouse_id, {line.product_id})
    remember(tx, token, "return.receive", row.id)
    return int(left - quantity)


@verb("return.sent")
def sent(tx: Transaction, number: int, note: str = "", *, day: date | None = None) -> int:
    """Note that what was kept apart of a return has gone to its vendor; how many entries."""
    row, _ = locked(tx, number)
    went = not_ahead(tx, day, "goods to a vendor")
    apart = [one.id for one in tx.all(_APART, a_return=row.id)]
    if not apart:
        raise Refused(f"nothing of return {number} is kept apart for its vendor")
    said = clean(note, "note", limit=200)
    for key in apart:
        tx.update(ReturnReceipt, key, sent_on=went, sent_note=said)
    tx.record("return.sent", "return", row.id, number=number, entries=len(apart), day=went, note=said)
    return len(apart)


def _positions(lines: Sequence[Row[Any]]) -> str:
    return ", ".join(str(line.position) for line in lines)


def _require_open(row: Row[Any], came: date) -> None:
    if row.state == "requested":
        raise Refused(f"return {row.number} waits for consent ({row.why}); take nothing in before that")
    if row.state != "authorised":
        raise Conflict(f"return {row.number} is {row.state}; nothing more is expected on it")
    if came > row.valid_until:
        raise Refused(f"return {row.number} was valid until {row.valid_until}; agree to a new one, or take nothing in")
