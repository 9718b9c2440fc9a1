"""Lots and serial numbers: which products have them, blocking one, putting its day right, and goods coming back.

A blocked or expired lot stays on hand, but it is not allocated, not promised and not collected. What was reserved on it
goes back to the queue, those last in it first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import EllipsisType
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk import find, goods
from orderdesk.desk.allocation import offer
from orderdesk.desk.lot_picking import take_back_dead
from orderdesk.desk.lot_shelf import arriving, is_followed, is_kept, lot_named, said, word
from orderdesk.desk.units import locked_product
from orderdesk.desk.upkeep import MOST_DAYS, member, named, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Customer, Lot, LotStock, OrderLine, Pick, PickLine, Product, Stock, Warehouse
from orderdesk.rules.lots import SerialAt, Tracking, last_day_to_leave
from orderdesk.rules.wording import a_or_an
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import ONE, Quantity, quantity_text

_LOT, _SHELF, _STOCK, _WAREHOUSE = table(Lot), table(LotStock), table(Stock), table(Warehouse)
_PICK, _PICK_LINE, _LINE = table(Pick), table(PickLine), table(OrderLine)
_ON_HAND = select(func.coalesce(func.sum(_STOCK.c.on_hand), 0)).where(_STOCK.c.product_id == bindparam("a_product"))
_ON_LISTS = (
    select(_PICK.c.number)
    .join(_PICK_LINE, _PICK_LINE.c.pick_id == _PICK.c.id)
    .where(_PICK_LINE.c.product_id == bindparam("a_product"), _PICK.c.state.in_(("open", "picked")))
    .limit(1)
)
_PLACES = select(_SHELF.c.warehouse_id).where(_SHELF.c.lot_id == bindparam("a_lot"), _SHELF.c.on_hand > 0)
_EVERY_PLACE = (
    select(_SHELF.c.warehouse_id, _SHELF.c.product_id, _WAREHOUSE.c.code)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _SHELF.c.warehouse_id)
    .where(_SHELF.c.on_hand > 0)
    .distinct()
    .order_by(_SHELF.c.warehouse_id, _SHELF.c.product_id)
)
_DAYS = select(_LOT.c.id, _LOT.c.expires).where(_LOT.c.product_id == bindparam("a_product"))
_SELL_BY = update(_LOT).where(_LOT.c.id == bindparam("a_lot")).values(sell_by=bindparam("a_day"))


@dataclass(frozen=True, slots=True)
class Blocked:
    """What blocking or freeing a lot did. `taken_from`: the orders whose reserved goods went back to the queue."""

    sku: str
    lot: str
    blocked: bool
    taken_from: tuple[int, ...] = ()


@verb("product.track")
def track(
    tx: Transaction,
    sku: str,
    *,
    tracking: str | None = None,
    serial_at: str | None = None,
    shelf_days: int | None = None,
    intake_days: int | None = None,
) -> str:
    """Say how closely a product is followed, and how long its lots must be good for; its SKU.

    Args:
        tracking: none, lot or serial. Changed only while nothing is on hand or on a pick list.
        serial_at: receipt, or shipping where only what leaves is noted.
        shelf_days: a lot must be good for that many days more when it leaves; 0 is through its last day.
        intake_days: the same when it comes in.

    Raises:
        Refused: goods are on hand or being picked whose lots nobody knows.
    """
    row = locked_product(tx, sku)
    wanted: dict[str, Any] = {
        "tracking": None if tracking is None else member(Tracking, tracking, "tracking"),
        "serial_at": None if serial_at is None else member(SerialAt, serial_at, "serial numbers from"),
        "shelf_days": None if shelf_days is None else whole(shelf_days, "days that it must be good for", MOST_DAYS),
        "intake_days": None if intake_days is None else whole(intake_days, "days at the receipt", MOST_DAYS),
    }
    changed = {
        name: [row._mapping[name], value]
        for name, value in wanted.items()
        if value is not None and value != row._mapping[name]
    }
    if not changed:
        return str(row.sku)
    if {"tracking", "serial_at"} & changed.keys():
        _require_none_there(tx, row)
    tx.update(Product, row.id, **{name: pair[1] for name, pair in changed.items()})
    if "shelf_days" in changed:
        days = changed["shelf_days"][1]
        tx.change_all(
            _SELL_BY,
            [
                {"a_lot": lot.id, "a_day": last_day_to_leave(lot.expires, days)}
                for lot in tx.all(_DAYS, a_product=row.id)
            ],
        )
    tx.record("product.track", "product", row.id, **changed)
    return str(row.sku)


def _require_none_there(tx: Transaction, product: Row[Any]) -> None:
    if product.kind in ("service", "kit"):
        raise Refused(f"{product.sku} is {a_or_an(product.kind)}; there is nothing of it that has a lot")
    on_hand = int(tx.scalar(_ON_HAND, a_product=product.id))
    if on_hand:
        raise Refused(
            f"{product.sku}: {quantity_text(on_hand)} {product.unit} are on hand whose lots nobody knows; adjust them "
            "to 0 first, and take them in again with their lots"
        )
    pick = tx.scalar(_ON_LISTS, a_product=product.id)
    if pick is not None:
        raise Refused(f"{product.sku} is on pick list {pick}; let it leave, or cancel it first")


@verb("customer.shelf_life")
def shelf_life(tx: Transaction, customer: str, days: int) -> None:
    """How many days goods must still be good for when they leave for this customer; 0 asks no more than the product."""
    seen = find.customer(tx, customer)
    tx.lock(Customer, [seen.id])
    row = find.customer(tx, customer)
    whole(days, "days that goods must be good for", MOST_DAYS)
    if days != row.shelf_days:
        tx.update(Customer, row.id, shelf_days=days)
        tx.record("customer.shelf_life", "customer", row.id, shelf_days=[row.shelf_days, days])


@verb("lot.block")
def block(tx: Transaction, sku: str, lot: str, reason: str) -> Blocked:
    """Keep a lot (or a piece) from leaving: a recall, a complaint, a test. What was reserved on it goes to the queue.

    Pick lists that hold it stay, but it does not ship: `lot card` names them.
    """
    product, row = _locked_lot(tx, sku, lot)
    why = named(reason, "reason", limit=200)
    if row.blocked:
        raise Refused(f"{product.sku} {word(product)} {row.number} is blocked already ({row.block_reason})")
    tx.update(Lot, row.id, blocked=True, block_reason=why)
    losers: list[int] = []
    for place in tx.all(_PLACES, a_lot=row.id):
        losers += take_back_dead(tx, place.warehouse_id, [product.id])
        offer(tx, place.warehouse_id, [product.id])
    tx.record(
        "lot.block", "product", product.id, lot=row.number, blocked=[False, True], reason=why, taken_from=sorted(losers)
    )
    return Blocked(product.sku, row.number, blocked=True, taken_from=tuple(sorted(set(losers))))


@verb("lot.unblock")
def unblock(tx: Transaction, sku: str, lot: str, reason: str) -> Blocked:
    """Let a blocked lot leave again; it is offered to the lines that wait."""
    product, row = _locked_lot(tx, sku, lot)
    why = named(reason, "reason", limit=200)
    if not row.blocked:
        raise Refused(f"{product.sku} {word(product)} {row.number} is not blocked")
    tx.update(Lot, row.id, blocked=False, block_reason="")
    tx.record("lot.unblock", "product", product.id, lot=row.number, blocked=[True, False], reason=why)
    for place in tx.all(_PLACES, a_lot=row.id):
        offer(tx, place.warehouse_id, [product.id])
    return Blocked(product.sku, row.number, blocked=False)


@verb("lot.change")
def change(tx: Transaction, sku: str, lot: str, reason: str, *, expires: date | EllipsisType | None = ...) -> None:
    """Put a lot's last day right, with a reason; None is a lot without one."""
    product, row = _locked_lot(tx, sku, lot)
    why = named(reason, "reason", limit=200)
    if expires is ... or expires == row.expires:
        raise Refused(f"{product.sku} lot {row.number}: say another day than {row.expires or 'none'}")
    tx.update(Lot, row.id, expires=expires, sell_by=last_day_to_leave(expires, product.shelf_days))
    tx.record("lot.change", "product", product.id, lot=row.number, expires=[row.expires, expires], reason=why)
    for place in tx.all(_PLACES, a_lot=row.id):
        take_back_dead(tx, place.warehouse_id, [product.id])
        offer(tx, place.warehouse_id, [product.id])


@verb("lot.sweep")
def sweep(tx: Transaction) -> dict[str, tuple[int, ...]]:
    """Take reserved goods back that may not leave any more: lots expire without anybody's doing.

    Releasing a pick list does the same for what it is asked for; this does it for all, once a day.

    Returns:
        Warehouse code, and the numbers of the orders that wait again.
    """
    places: dict[tuple[int, str], set[int]] = {}
    for row in tx.all(_EVERY_PLACE):
        places.setdefault((row.warehouse_id, row.code), set()).add(row.product_id)
    found: dict[str, tuple[int, ...]] = {}
    for (warehouse_id, code), products in sorted(places.items()):
        losers = take_back_dead(tx, warehouse_id, products)
        if losers:
            found[code] = tuple(losers)
            tx.record("lot.sweep", "warehouse", warehouse_id, warehouse=code, taken_from=losers)
    return found


def came_back(
    tx: Transaction,
    product: Row[Any],
    warehouse_id: int,
    quantity: Quantity,
    *,
    lot: str = "",
    serial: str = "",
    restock: bool = True,
    reason: str = "",
    shipment_id: int | None = None,
) -> int | None:
    """Goods come back from a customer: into stock, by lot or serial number where the product has them; the lot's id.

    For whoever takes returns; not a verb. Locks the stock, writes the move, and does not offer.

    Args:
        product: its row.
        restock: put it back on hand; False notes only that the customer has it no more (scrap, back to the vendor).

    Raises:
        Refused: no lot where there must be one, a lot that the product does not have, or more than customers have.
    """
    number = said(product, lot, serial)
    lot_id: int | None = None
    if is_followed(product):
        if product.tracking == Tracking.SERIAL and quantity != ONE:
            raise Refused(f"{product.sku} goes by serial numbers: take each piece back by its own")
        if not number.strip():
            raise Refused(f"{product.sku}: say which {word(product)} comes back")
        lot_id = int(lot_named(tx, product, number).id)
    goods.lock(tx, warehouse_id, [product.id])
    goods.move(tx, product.id, warehouse_id, quantity, "return", reason=reason, lot_id=lot_id, shipment_id=shipment_id)
    if not restock:
        goods.move(tx, product.id, warehouse_id, -quantity, "adjustment", reason=reason, lot_id=lot_id)
    return lot_id


def _locked_lot(tx: Transaction, sku: str, lot: str) -> tuple[Row[Any], Row[Any]]:
    """The product and its lot, the stock of the product locked wherever it is, and the lot."""
    product = find.product(tx, sku)
    seen = lot_named(tx, product, lot)
    for place in sorted(row.warehouse_id for row in tx.all(_PLACES, a_lot=seen.id)):
        goods.lock(tx, place, [product.id])
    tx.lock(Lot, [seen.id])
    return product, lot_named(tx, product, lot)


__all__ = [
    "Blocked", "arriving", "block", "came_back", "change", "is_kept", "shelf_life", "sweep", "track", "unblock",
]  # fmt: skip
