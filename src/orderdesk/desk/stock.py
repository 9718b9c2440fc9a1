"""Goods in, counted, put right, moved and expected; and the places that they are in.

Quantities are in stock units. Whatever comes in is offered to the lines that wait for it in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, goods, lot_shelf
from orderdesk.desk.allocation import offer
from orderdesk.desk.expected import arrived, expect, hand_over
from orderdesk.desk.lot_picking import take_back_dead
from orderdesk.desk.places import bin, warehouse
from orderdesk.desk.shortage import free_up
from orderdesk.desk.upkeep import named, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Stock, StockMove, Warehouse
from orderdesk.queries.settings import settings
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_QUANTITY, Quantity, quantity_text

__all__ = ["Moved", "adjust", "bin", "count", "expect", "receive", "transfer", "warehouse"]

_MOVE = table(StockMove)
_LAST_MOVE = (
    select(_MOVE.c.id)
    .where(_MOVE.c.product_id == bindparam("a_product"), _MOVE.c.warehouse_id == bindparam("a_warehouse"))
    .order_by(_MOVE.c.id.desc())
    .limit(1)
)
_WAREHOUSE_CODE = select(table(Warehouse).c.code).where(table(Warehouse).c.id == bindparam("a_warehouse"))
_RECORDED = {
    "adjustment": "stock.adjust", "count": "stock.count", "receipt": "stock.arrive", "transfer": "stock.arrive"
}  # fmt: skip
_STOCK = table(Stock)
_COUNTED = (
    update(_STOCK)
    .where(_STOCK.c.product_id == bindparam("a_product"), _STOCK.c.warehouse_id == bindparam("a_warehouse"))
    .values(counted_on=bindparam("today"))
)
_PLACE = select(_MOVE.c.product_id, _MOVE.c.warehouse_id).where(_MOVE.c.id == bindparam("a_move"))


@dataclass(frozen=True, slots=True)
class Moved:
    """How a product stands in a warehouse after goods moved. Stock units.

    Attributes:
        given: how much of what came in went to lines that waited.
        taken_from: numbers of the orders that had to give reserved goods back, because they are not there.
    """

    sku: str
    warehouse: str
    on_hand: Quantity
    allocated: Quantity
    given: Quantity = 0
    taken_from: tuple[int, ...] = ()


@verb("stock.receive")
def receive(
    tx: Transaction,
    sku: str,
    quantity: Quantity,
    *,
    warehouse: str | None = None,
    expected: int | None = None,
    reason: str = "",
    lot: str = "",
    expires: date | None = None,
    token: str | None = None,
) -> Moved:
    """Take goods in, and offer them to the lines that wait.

    Args:
        warehouse: the company's usual one, or the expected receipt's, unless said.
        expected: the id of the expected receipt that this is, or is a part of.
        lot: the lot or serial number, of a product that is kept by them; `expires` the last day it is good.
        token: the same token takes the goods in once only.

    Raises:
        Refused: a service, or not what was expected there; or a lot that is expired or too short.
    """
    product = stocked(tx, sku)
    answered = first_answer(tx, token)
    if answered is not None:
        move = tx.first(_PLACE, a_move=answered)
        return stands(tx, product, move.warehouse_id if move else 0)
    return take_in(
        tx, sku, quantity, warehouse=warehouse, expected=expected, reason=reason, lot=lot, expires=expires, token=token
    )


def take_in(
    tx: Transaction,
    sku: str,
    quantity: Quantity,
    *,
    warehouse: str | None = None,
    expected: int | None = None,
    reason: str = "",
    lot: str = "",
    expires: date | None = None,
    token: str | None = None,
) -> Moved:
    """Goods come in: to the line that they were bought or made for, the rest to those who wait. See `receive`."""
    product = stocked(tx, sku)
    whole(quantity, "quantity", MAX_QUANTITY, least=1)
    said = _warehouse_id(tx, warehouse) if warehouse else None
    place, row, kind = arrived(tx, product, quantity, expected, said)
    warehouse_id = _warehouse_id(tx, None) if place is None else place
    why = clean(reason, "reason")
    source = why or (row.source if row else "")
    lot_id = lot_in(tx, product, warehouse_id, quantity, lot, expires=expires, source=source)
    goods.move(tx, product.id, warehouse_id, quantity, kind, reason=source, lot_id=lot_id)
    remember(tx, token, "stock.receive", tx.scalar(_LAST_MOVE, a_product=product.id, a_warehouse=warehouse_id))
    moved = offered(tx, product, warehouse_id, [(row, quantity)] if row else ())
    tx.record(
        "stock.receive", "product", product.id, warehouse=moved.warehouse, quantity=quantity, expected=expected,
        on_hand=[moved.on_hand - quantity, moved.on_hand], given=moved.given, reason=why, **_lot_said(lot),
    )  # fmt: skip
    return moved


@verb("stock.adjust")
def adjust(
    tx: Transaction, sku: str, quantity: Quantity, reason: str, *, warehouse: str | None = None, lot: str = ""
) -> Moved:
    """Put right what a warehouse has, by a difference; what comes to light is offered to the lines that wait.

    Args:
        quantity: signed; negative is breakage, loss, own use. When that leaves less than is reserved, those last in the
            queue give theirs back.
        reason: why; it may not be empty.
        lot: which lot or piece, of a product that is kept by them.

    Raises:
        Refused: more would leave than is on hand.
    """
    product = stocked(tx, sku)
    whole(quantity, "quantity", MAX_QUANTITY, least=-MAX_QUANTITY)
    if quantity == 0:
        raise BadValue("quantity is 0; an adjustment changes something")
    place, why = _warehouse_id(tx, warehouse), named(reason, "reason")
    lot_id = lot_in(tx, product, place, quantity, lot, source=why, found=True)
    return put_right(tx, "adjustment", product, place, quantity, why, lot_id=lot_id)


@verb("stock.count")
def count(
    tx: Transaction, sku: str, counted: Quantity, *, warehouse: str | None = None, reason: str = "", lot: str = ""
) -> Moved:
    """Say how much is on the shelf (of a lot, where there are); the difference to the books becomes a move.

    When less is there than is reserved, those last in the queue give theirs back.
    """
    product = stocked(tx, sku)
    whole(counted, "counted quantity", MAX_QUANTITY)
    warehouse_id = _warehouse_id(tx, warehouse)
    books = goods.lock(tx, warehouse_id, [product.id]).get(product.id)
    lot_id = lot_in(tx, product, warehouse_id, None, lot, source="count", found=True)
    before = (books.on_hand if books else 0) if lot_id is None else lot_shelf.at(tx, lot_id, warehouse_id)[0]
    if lot_id is not None and counted != before:
        lot_shelf.require_piece(product, counted - before)
    return put_right(tx, "count", product, warehouse_id, counted - before, clean(reason, "reason"), lot_id=lot_id)


@verb("stock.transfer")
def transfer(
    tx: Transaction, sku: str, quantity: Quantity, from_warehouse: str, to_warehouse: str, *, lot: str = ""
) -> Moved:
    """Move free goods to another warehouse, and offer them to the lines that wait there; how the product stands there.

    Args:
        lot: which lot or piece, of a product that is kept by them.

    Raises:
        Refused: more than is free in the first warehouse.
    """
    product = stocked(tx, sku)
    whole(quantity, "quantity", MAX_QUANTITY, least=1)
    source, target = find.warehouse(tx, from_warehouse), find.warehouse(tx, to_warehouse)
    if source.id == target.id:
        raise BadValue(f"{source.code} is both where the goods come from and where they go; name two warehouses")
    for warehouse_id in sorted((source.id, target.id)):  # always in this order, so that nobody waits in a circle
        goods.lock(tx, warehouse_id, [product.id])
    lot_id = None
    if lot_shelf.is_kept(product):
        lot_shelf.require_piece(product, quantity)
        lot_id = lot_shelf.lot_named(tx, product, _required(product, lot)).id
    goods.move(tx, product.id, source.id, -quantity, "transfer", reason=f"to {target.code}", lot_id=lot_id)
    goods.move(tx, product.id, target.id, quantity, "transfer", reason=f"from {source.code}", lot_id=lot_id)
    moved = offered(tx, product, target.id)
    tx.record(
        "stock.transfer", "product", product.id, quantity=quantity, warehouse=[source.code, target.code],
        given=moved.given, **_lot_said(lot),
    )  # fmt: skip
    return moved


def lot_in(
    tx: Transaction,
    product: Row[Any],
    warehouse_id: int,
    quantity: Quantity | None,
    number: str,
    *,
    expires: date | None = None,
    source: str = "",
    found: bool = False,
) -> int | None:
    """The lot that goods come in with or are counted by, made where it is new; None where the product has none.

    Locks the stock. Args: quantity: signed; what goes out must be of a lot that is known. None is not known yet.
    """
    if not lot_shelf.is_kept(product):
        return None
    goods.lock(tx, warehouse_id, [product.id])
    if quantity is not None:
        lot_shelf.require_piece(product, quantity)
        if quantity < 0:
            return int(lot_shelf.lot_named(tx, product, _required(product, number)).id)
    return lot_shelf.arriving(tx, product, number, expires=expires, source=source, found=found)


def _required(product: Row[Any], number: str) -> str:
    if not number.strip():
        kind = lot_shelf.word(product)
        raise Refused(f"{product.sku} is kept by {kind}s: say which one, as --lot or {product.sku}#NUMBER")
    return number


def _lot_said(lot: str) -> dict[str, str]:
    return {"lot": lot.strip().upper()} if lot.strip() else {}


def put_right(
    tx: Transaction,
    kind: str,
    product: Row[Any],
    warehouse_id: int,
    difference: Quantity,
    reason: str,
    *,
    lot_id: int | None = None,
) -> Moved:
    """Change what is there by a difference, as an adjustment, a count or a receipt that is taken back.

    When less is there than is reserved, those last in the queue give theirs back; what comes to light is offered.

    Raises:
        Refused: more would leave than is on hand.
    """
    there = goods.lock(tx, warehouse_id, [product.id]).get(product.id)
    on_hand, taken = (there.on_hand, there.allocated + there.kept) if there else (0, 0)
    if on_hand + difference < 0:
        raise Refused(
            f"{product.sku}: {quantity_text(-difference)} cannot leave, only {quantity_text(on_hand)} are on hand"
        )
    losers = free_up(tx, product.id, warehouse_id, taken - on_hand - difference)
    if difference:
        goods.move(tx, product.id, warehouse_id, difference, kind, reason=reason, lot_id=lot_id)
        if difference < 0 and lot_id is not None:
            losers = sorted({*losers, *take_back_dead(tx, warehouse_id, [product.id])})
    moved = offered(tx, product, warehouse_id) if difference > 0 else stands(tx, product, warehouse_id)
    if kind == "count":
        tx.change(_COUNTED, a_product=product.id, a_warehouse=warehouse_id, today=tx.today)
    tx.record(
        _RECORDED[kind], "product", product.id, warehouse=moved.warehouse, on_hand=[on_hand, moved.on_hand],
        given=moved.given, taken_from=losers, reason=reason,
        **({} if lot_id is None else {"lot": lot_shelf.lot_by_id(tx, lot_id).number}),
    )  # fmt: skip
    return Moved(product.sku, moved.warehouse, moved.on_hand, moved.allocated, moved.given, tuple(losers))


def offered(
    tx: Transaction, product: Row[Any], warehouse_id: int, came: Sequence[tuple[Row[Any], Quantity]] = ()
) -> Moved:
    """Give what is free to the lines that wait for it; how the product stands then.

    Args:
        came: expected receipts that goods just came for, and how many: what is for a line goes to that line first.
    """
    before = stands(tx, product, warehouse_id)
    for row, part in came:
        hand_over(tx, row, part)
    offer(tx, warehouse_id, {product.id})
    after = stands(tx, product, warehouse_id)
    return Moved(after.sku, after.warehouse, after.on_hand, after.allocated, after.allocated - before.allocated)


def stands(tx: Transaction, product: Row[Any], warehouse_id: int) -> Moved:
    """How a product stands in a warehouse, with its stock locked."""
    row = goods.lock(tx, warehouse_id, [product.id]).get(product.id)
    code = str(tx.scalar(_WAREHOUSE_CODE, a_warehouse=warehouse_id))
    return Moved(product.sku, code, row.on_hand if row else 0, row.allocated if row else 0)


def stocked(tx: Transaction, sku: str) -> Row[Any]:
    """The product. Raises Refused for a service: there is nothing of it to hold.

    Its row is not locked: whoever writes an allocation shares it, and the stock's lock is the one that counts.
    """
    row = find.product(tx, sku)
    if row.kind == "service":
        raise Refused(f"{row.sku} is a service; it has no stock")
    if row.kind == "kit":
        raise Refused(f"{row.sku} is a kit; its components are kept, it has no stock")
    return row


def _warehouse_id(tx: Transaction, code: str | None) -> int:
    return int(find.warehouse(tx, code or settings(tx).warehouse).id)
