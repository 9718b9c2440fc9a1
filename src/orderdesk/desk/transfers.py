"""Goods on their way from one warehouse to another: sent, expected there, received in parts, or lost with a reason.

What is on the way is on hand nowhere, and expected where it goes: so it is promised from its day on. Each line of a
transfer has one expected receipt; the two are changed together, here and in `orderdesk.desk.expected`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from orderdesk.desk import find, goods
from orderdesk.desk.expected import count_in, settle_transfer
from orderdesk.desk.ledger import person
from orderdesk.desk.stock import offered, stocked
from orderdesk.desk.upkeep import needed_reason, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Conflict, NotFound, Refused
from orderdesk.models import ExpectedReceipt, Product, Transfer, TransferLine
from orderdesk.store.numbers import next_number
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_QUANTITY, Quantity, quantity_text

_TRANSFER, _LINE, _EXPECTED = table(Transfer), table(TransferLine), table(ExpectedReceipt)
_ONE = select(_TRANSFER).where(_TRANSFER.c.number == bindparam("a_number"))
_BY_ID = select(_TRANSFER.c.number).where(_TRANSFER.c.id == bindparam("a_transfer"))
_LINES = (
    select(_LINE, table(Product).c.sku)
    .join(table(Product), table(Product).c.id == _LINE.c.product_id)
    .where(_LINE.c.transfer_id == bindparam("a_transfer"))
    .order_by(_LINE.c.product_id)
)
_EXPECTED_OF = select(_EXPECTED).where(_EXPECTED.c.transfer_line_id.in_(bindparam("lines", expanding=True)))
_LOSE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.received + _LINE.c.lost + bindparam("a_quantity") <= _LINE.c.sent)
    .values(lost=_LINE.c.lost + bindparam("a_quantity"), lost_reason=bindparam("a_reason"))
)
_FEWER = (
    update(_EXPECTED)
    .where(_EXPECTED.c.id == bindparam("an_id"))
    .values(quantity=_EXPECTED.c.quantity - bindparam("a_quantity"))
)
_DROP = delete(_EXPECTED).where(_EXPECTED.c.id == bindparam("an_id"))


@dataclass(frozen=True, slots=True)
class Received:
    """What of a transfer came in: its state after, how much was taken in, how much of it went to lines that waited."""

    number: int
    state: str
    quantity: Quantity
    given: Quantity


@verb("transfer.send")
def send(
    tx: Transaction,
    from_warehouse: str,
    to_warehouse: str,
    goods_sent: Sequence[tuple[str, Quantity]],
    *,
    due: date | None = None,
    carrier: str = "",
    note: str = "",
    token: str | None = None,
) -> int:
    """Send free goods to another warehouse, where they are expected; the transfer's number.

    Args:
        goods_sent: SKU and quantity in stock units; the same SKU again counts together.
        due: when they are there; tomorrow unless said.
        token: the same token sends once only.

    Raises:
        Refused: more than is free in the first warehouse.
    """
    answered = first_answer(tx, token)
    if answered is not None:
        return int(tx.scalar(_BY_ID, a_transfer=answered))
    source, target = find.warehouse(tx, from_warehouse), find.warehouse(tx, to_warehouse)
    if source.id == target.id:
        raise BadValue(f"{source.code} is both where the goods come from and where they go; name two warehouses")
    arrives = due or tx.today + timedelta(days=1)
    if arrives < tx.today:
        raise BadValue(f"{arrives} has passed; goods that leave today arrive today or later")
    much: dict[str, tuple[Row[Any], Quantity]] = {}
    for sku, quantity in goods_sent:
        product = stocked(tx, sku)
        so_far = much[product.sku][1] if product.sku in much else 0
        whole(quantity, "quantity", MAX_QUANTITY, least=1)
        much[product.sku] = product, whole(so_far + quantity, "quantity", MAX_QUANTITY)
    if not much:
        raise BadValue("nothing is sent; name a product and a quantity")
    goods.lock_unread(tx, None, [product.id for product, _ in much.values()])
    number = next_number(tx, "transfer")
    key = tx.add(
        Transfer(
            number=number, from_id=source.id, to_id=target.id, due=arrives, carrier=clean(carrier, "carrier", limit=40),
            note=clean(note, "note", limit=200), sent_at=tx.now, sent_by=person(tx),
        )
    )  # fmt: skip
    for product, quantity in sorted(much.values(), key=lambda one: one[0].id):
        goods.move(tx, product.id, source.id, -quantity, "transfer", reason=f"T{number} to {target.code}")
        line = tx.add(TransferLine(transfer_id=key, product_id=product.id, sent=quantity))
        tx.add(
            ExpectedReceipt(
                product_id=product.id, warehouse_id=target.id, quantity=quantity, due=arrives, source=f"T{number}",
                kind="transfer", transfer_line_id=line,
            )
        )  # fmt: skip
    sent = {sku: quantity for sku, (_, quantity) in sorted(much.items())}
    places = [source.code, target.code]
    tx.record("transfer.send", "transfer", key, number=number, warehouse=places, sent=sent, due=arrives)
    remember(tx, token, "transfer.send", key)
    return number


@verb("transfer.receive")
def receive(tx: Transaction, transfer: int, sku: str | None = None, quantity: Quantity | None = None) -> Received:
    """Take in what a transfer brings: all of it, or of one product all or so many. It is offered to those who wait.

    Raises:
        Refused: more than is on the way.
    """
    head, lines, expected = _locked(tx, transfer)
    if sku is not None:
        product = find.product(tx, sku)
        lines = [line for line in lines if line.product_id == product.id]
        if not lines:
            raise NotFound(f"{product.sku} is not on transfer {transfer}")
    elif quantity is not None:
        raise BadValue("of which product? Name it with the quantity")
    goods.lock_unread(tx, head.to_id, [line.product_id for line in lines])
    taken = given = 0
    for line in lines:
        left = line.sent - line.received - line.lost
        part = left if quantity is None else whole(quantity, "quantity", MAX_QUANTITY, least=1)
        if part > left:
            raise Refused(
                f"{line.sku}: {quantity_text(part)} are too many, {quantity_text(left)} of T{transfer} are on the way"
            )
        if not part:
            continue
        kind = count_in(tx, expected[line.id], part)
        goods.move(tx, line.product_id, head.to_id, part, kind, reason=f"T{transfer}")
        moved = offered(tx, find.product_by_id(tx, line.product_id), head.to_id)
        taken, given = taken + part, given + moved.given
    if not taken:
        raise Refused(f"nothing of transfer {transfer} is on the way any more")
    state = settle_transfer(tx, head.id)
    tx.record("transfer.receive", "transfer", head.id, state=[head.state, state], quantity=taken, given=given, sku=sku)
    return Received(transfer, state, taken, given)


@verb("transfer.lose")
def lose(tx: Transaction, transfer: int, sku: str, quantity: Quantity, reason: str) -> str:
    """Say that goods on their way will not arrive, with the reason; the transfer's state after."""
    why = needed_reason(reason, "loss")
    head, lines, expected = _locked(tx, transfer)
    product = find.product(tx, sku)
    line = next((one for one in lines if one.product_id == product.id), None)
    if line is None:
        raise NotFound(f"{product.sku} is not on transfer {transfer}")
    whole(quantity, "quantity", MAX_QUANTITY, least=1)
    left = line.sent - line.received - line.lost
    if quantity > left or tx.change(_LOSE, a_line=line.id, a_quantity=quantity, a_reason=why) != 1:
        raise Refused(
            f"{product.sku}: {quantity_text(quantity)} cannot be lost, "
            f"{quantity_text(left)} of T{transfer} are on the way"
        )
    row = expected[line.id]
    if row.quantity == quantity:
        tx.change(_DROP, an_id=row.id)
    else:
        tx.change(_FEWER, an_id=row.id, a_quantity=quantity)
    state = settle_transfer(tx, head.id)
    tx.record(
        "transfer.lose", "transfer", head.id, state=[head.state, state], sku=product.sku, lost=quantity, reason=why
    )
    return state


def _locked(tx: Transaction, number: int) -> tuple[Row[Any], list[Row[Any]], dict[int, Row[Any]]]:
    """The transfer, its lines, and what is expected of each, all locked. Raises Conflict once nothing is on the way."""
    seen = tx.first(_ONE, a_number=number) if find.fits(number) else None
    if seen is None:
        raise NotFound(f"there is no transfer {number}")
    tx.lock(Transfer, [seen.id])
    head = tx.first(_ONE, a_number=number)
    assert head is not None
    if head.state != "sent":
        raise Conflict(f"nothing of transfer {number} is on the way any more; it is {head.state}")
    lines = list(tx.all(_LINES, a_transfer=head.id))
    rows = tx.all(_EXPECTED_OF, lines=[line.id for line in lines])
    tx.lock(ExpectedReceipt, [row.id for row in rows])
    return head, lines, {row.transfer_line_id: row for row in rows}
