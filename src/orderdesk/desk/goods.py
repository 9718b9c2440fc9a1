"""Goods: the one place where what a warehouse has is changed, under its lock and by a move that is never edited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select, true, update

from orderdesk.desk import find
from orderdesk.desk.kept import kept_for
from orderdesk.desk.lot_shelf import gone_out, is_followed, is_kept, shift
from orderdesk.errors import Refused
from orderdesk.models import Order, OrderLine, Product, Stock, StockMove, Warehouse
from orderdesk.rules.queue import DeliveryRule
from orderdesk.rules.sourcing import Sourcing
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Quantity, quantity_text

_STOCK = table(Stock)
_LINE = table(OrderLine)
_ORDER = table(Order)
_PRODUCT = table(Product)
_WAREHOUSE = table(Warehouse)
_ROWS = (
    select(_STOCK, _PRODUCT.c.tracking, _PRODUCT.c.serial_at)
    .join(_PRODUCT, _PRODUCT.c.id == _STOCK.c.product_id)
    .where(
        _STOCK.c.warehouse_id == bindparam("a_warehouse"),
        _STOCK.c.product_id.in_(bindparam("products", expanding=True)),
    )
)
_FOLLOWED = select(_PRODUCT.c.tracking, _PRODUCT.c.serial_at).where(
    _PRODUCT.c.id == bindparam("a_product")
)
_SHELVES = (
    select(_STOCK, _PRODUCT.c.tracking, _PRODUCT.c.serial_at)
    .join(_PRODUCT, _PRODUCT.c.id == _STOCK.c.product_id)
    .where(
        or_(
            and_(
                _STOCK.c.warehouse_id == bindparam("a_warehouse"),
                _STOCK.c.product_id.in_(bindparam("products", expanding=True)),
            ),
            _STOCK.c.product_id.in_(bindparam("everywhere", expanding=True)),
        )
    )
)
_IDS = _SHELVES.with_only_columns(_STOCK.c.id)
# What is offered to an order that leaves only whole is offered with all else that it waits for.
_TOGETHER = (
    select(_LINE.c.product_id, _ORDER.c.sourcing)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _LINE.c.waiting,
        _ORDER.c.delivery_rule == DeliveryRule.COMPLETE,
        _LINE.c.order_id.in_(
            select(_LINE.c.order_id).where(
                _LINE.c.waiting, _LINE.c.product_id.in_(bindparam("products", expanding=True))
            )
        ),
    )
)
_ON_ORDER = select(_LINE.c.product_id).where(_LINE.c.order_id == bindparam("a_order"))
_MOVE = (
    update(_STOCK)
    .where(
        _STOCK.c.product_id == bindparam("a_product"),
        _STOCK.c.warehouse_id == bindparam("a_warehouse"),
        _STOCK.c.on_hand + bindparam("a_quantity") >= 0,
        _STOCK.c.allocated + bindparam("a_allocated") >= 0,
        _STOCK.c.on_hand + bindparam("a_quantity") >= _STOCK.c.allocated + bindparam("a_allocated") + _STOCK.c.kept,
    )
    .values(on_hand=_STOCK.c.on_hand + bindparam("a_quantity"), allocated=_STOCK.c.allocated + bindparam("a_allocated"))
)
_NAMES = (
    select(_PRODUCT.c.sku, _WAREHOUSE.c.code)
    .join_from(_PRODUCT, _WAREHOUSE, true())
    .where(_PRODUCT.c.id == bindparam("a_product"), _WAREHOUSE.c.id == bindparam("a_warehouse"))
)


def lock(tx: Transaction, warehouse_id: int, product_ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Lock these products' stock in a warehouse and read it: `on_hand`, `allocated`, `kept` … by product id.

    A product that the warehouse never had is not in the answer. Every verb takes this lock before it writes order
    lines, and so nobody waits in a circle.
    """
    products = sorted(set(product_ids))
    if not products:
        return {}
    lock_unread(tx, warehouse_id, products)
    return {row.product_id: row for row in tx.all(_ROWS, a_warehouse=warehouse_id, products=products)}


def lock_shelves(
    tx: Transaction, warehouse_id: int | None, product_ids: Iterable[int], everywhere: Iterable[int] = ()
) -> dict[tuple[int, int], Row[Any]]:
    """Lock products in a warehouse, and those of `everywhere` in every one; their rows by product and warehouse.

    Args:
        warehouse_id: None is every warehouse.
    """
    products, all_over = _spread(warehouse_id, product_ids, everywhere)
    _lock(tx, warehouse_id, products, all_over)
    rows = tx.all(_SHELVES, a_warehouse=warehouse_id or 0, products=products or [0], everywhere=all_over or [0])
    return {(row.product_id, row.warehouse_id): row for row in rows}


def lock_unread(tx: Transaction, warehouse_id: int | None, product_ids: Iterable[int]) -> None:
    """The same lock, where nobody looks at the figures; None is every warehouse. SQLite has it since it began."""
    if tx.dialect != "sqlite":
        _lock(tx, warehouse_id, *_spread(warehouse_id, product_ids, ()))


def _spread(
    warehouse_id: int | None, product_ids: Iterable[int], everywhere: Iterable[int]
) -> tuple[list[int], list[int]]:
    products, all_over = sorted(set(product_ids)), sorted(set(everywhere))
    return ([], sorted({*products, *all_over})) if warehouse_id is None else (products, all_over)


def _lock(tx: Transaction, warehouse_id: int | None, products: list[int], everywhere: list[int]) -> None:
    """One statement for all that the verb may come to need, so that two of them never hold what the other wants.

    Offering goods to an order that leaves only whole looks at everything else that it waits for, perhaps in other
    warehouses: that is locked with the first lock, not when it is found out.
    """
    if tx.dialect == "sqlite":
        return
    held: set[tuple[int, int]] = tx.kept.setdefault("stock locks", set())
    wanted = {(one, warehouse_id or 0) for one in products} | {(one, 0) for one in everywhere}
    if all(one in held or (one[0], 0) in held for one in wanted):
        return
    here, all_over = set(products), set(everywhere)
    for row in tx.all(_TOGETHER, products=sorted(here | all_over)):
        (here if row.sourcing == Sourcing.OWN and warehouse_id is not None else all_over).add(row.product_id)
    rows = tx.all(_IDS, a_warehouse=warehouse_id or 0, products=sorted(here) or [0], everywhere=sorted(all_over) or [0])
    tx.lock(Stock, [row.id for row in rows])
    held |= {(one, warehouse_id or 0) for one in here} | {(one, 0) for one in all_over}


def lock_of_order(tx: Transaction, order: Row[Any], *more: int) -> None:
    """Lock the stock of everything on an order, and of `more` products: before a verb writes the lines of a placed one.

    Without it somebody who offers goods to a waiting line, and so writes it, could wait for a verb that wrote it first
    and now waits for the stock; or give goods to a line that has just been cancelled.
    """
    place = order.warehouse_id if order.sourcing == Sourcing.OWN else None
    if tx.dialect != "sqlite":
        lock_unread(tx, place, {*more, *(row.product_id for row in tx.all(_ON_ORDER, a_order=order.id))})


def move(
    tx: Transaction,
    product_id: int,
    warehouse_id: int,
    quantity: Quantity,
    kind: str,
    *,
    reason: str = "",
    shipment_id: int | None = None,
    allocated: Quantity = 0,
    lot_id: int | None = None,
    on_pick: Quantity = 0,
) -> None:
    """Change what a warehouse has, and note the move.

    Args:
        quantity: signed, in stock units; positive comes in.
        kind: receipt, shipment, return, adjustment, count, transfer or opening.
        allocated: how the reserved quantity changes with it; negative when reserved goods leave.
        lot_id: which lot or piece; of a product that is kept by lots nothing moves without.
        on_pick: how what stands on pick lists of that lot changes with it.

    Raises:
        Refused: more would leave than is there, or than nobody has a claim on; or no lot is said where there must be.
    """
    stock = lock(tx, warehouse_id, [product_id])
    kept_for(tx, stock.values())  # what has lapsed keeps nothing back
    product = stock.get(product_id) or tx.first(_FOLLOWED, a_product=product_id)
    if product_id not in stock:
        tx.add(Stock(product_id=product_id, warehouse_id=warehouse_id))
    _move_lot(tx, product, product_id, warehouse_id, quantity, kind, lot_id, on_pick)
    met = tx.change(_MOVE, a_product=product_id, a_warehouse=warehouse_id, a_quantity=quantity, a_allocated=allocated)
    if met != 1:
        names = tx.first(_NAMES, a_product=product_id, a_warehouse=warehouse_id)
        there = stock.get(product_id)
        on_hand, reserved, kept = (there.on_hand, there.allocated, there.kept) if there else (0, 0, 0)
        sku, place = (names.sku, names.code) if names else (str(product_id), str(warehouse_id))
        raise Refused(
            f"{sku}: {quantity_text(-quantity)} cannot leave {place}: "
            f"{quantity_text(on_hand)} on hand, {quantity_text(reserved)} of them allocated, "
            + (f"{quantity_text(kept)} kept for customers, " if kept else "")
            + f"{quantity_text(on_hand - reserved - kept)} free"
        )
    tx.add(
        StockMove(
            product_id=product_id,
            warehouse_id=warehouse_id,
            quantity=quantity,
            kind=kind,
            reason=reason,
            day=tx.today,
            at=tx.now,
            shipment_id=shipment_id,
            lot_id=lot_id,
        )
    )


def _move_lot(
    tx: Transaction,
    product: Row[Any] | None,
    product_id: int,
    warehouse_id: int,
    quantity: Quantity,
    kind: str,
    lot_id: int | None,
    on_pick: Quantity,
) -> None:
    """The lot's part of a move; nothing for a product that is not followed."""
    if product is None or not is_followed(product):
        return
    kept = is_kept(product)
    leaves = kind in ("shipment", "return")
    if lot_id is None and (kept or leaves):
        sku = find.product_by_id(tx, product_id).sku
        raise Refused(f"{sku} is kept by {product.tracking} numbers: say which one moves")
    if lot_id is None:
        return
    if kept:
        shift(tx, lot_id, product_id, warehouse_id, quantity, on_pick)
    if leaves:
        gone_out(tx, lot_id, -quantity)
