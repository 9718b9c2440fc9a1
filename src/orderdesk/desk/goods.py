"""Goods: the one place where what a warehouse has is changed, under its lock and by a move that is never edited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, select, true, update

from orderdesk.errors import Refused
from orderdesk.models import OrderLine, Product, Stock, StockMove, Warehouse
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Quantity, quantity_text

_STOCK = table(Stock)
_LINE = table(OrderLine)
_PRODUCT = table(Product)
_WAREHOUSE = table(Warehouse)
_ROWS = select(_STOCK).where(
    _STOCK.c.warehouse_id == bindparam("a_warehouse"), _STOCK.c.product_id.in_(bindparam("products", expanding=True))
)
_IDS = select(_STOCK.c.id).where(
    _STOCK.c.warehouse_id == bindparam("a_warehouse"), _STOCK.c.product_id.in_(bindparam("products", expanding=True))
)
_ON_ORDER = select(_LINE.c.product_id).where(_LINE.c.order_id == bindparam("a_order"))
_MOVE = (
    update(_STOCK)
    .where(
        _STOCK.c.product_id == bindparam("a_product"),
        _STOCK.c.warehouse_id == bindparam("a_warehouse"),
        _STOCK.c.on_hand + bindparam("a_quantity") >= 0,
        _STOCK.c.allocated + bindparam("a_allocated") >= 0,
        _STOCK.c.on_hand + bindparam("a_quantity") >= _STOCK.c.allocated + bindparam("a_allocated"),
    )
    .values(on_hand=_STOCK.c.on_hand + bindparam("a_quantity"), allocated=_STOCK.c.allocated + bindparam("a_allocated"))
)
_NAMES = (
    select(_PRODUCT.c.sku, _WAREHOUSE.c.code)
    .join_from(_PRODUCT, _WAREHOUSE, true())
    .where(_PRODUCT.c.id == bindparam("a_product"), _WAREHOUSE.c.id == bindparam("a_warehouse"))
)


def lock(tx: Transaction, warehouse_id: int, product_ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Lock these products' stock in a warehouse and read it: `on_hand` and `allocated` by product id.

    A product that the warehouse never had is not in the answer. Every verb takes this lock before it writes order
    lines, and so nobody waits in a circle.
    """
    products = sorted(set(product_ids))
    if not products:
        return {}
    lock_unread(tx, warehouse_id, products)
    return {row.product_id: row for row in tx.all(_ROWS, a_warehouse=warehouse_id, products=products)}


def lock_unread(tx: Transaction, warehouse_id: int, product_ids: Iterable[int]) -> None:
    """The same lock, where nobody looks at the figures. SQLite has it since the transaction began."""
    if tx.dialect != "sqlite" and (products := sorted(set(product_ids))):
        tx.lock(Stock, [row.id for row in tx.all(_IDS, a_warehouse=warehouse_id, products=products)])


def lock_of_order(tx: Transaction, order: Row[Any], *more: int) -> None:
    """Lock the stock of everything on an order, and of `more` products: before a verb writes the lines of a placed one.

    Without it somebody who offers goods to a waiting line, and so writes it, could wait for a verb that wrote it first
    and now waits for the stock; or give goods to a line that has just been cancelled.
    """
    lock_unread(tx, order.warehouse_id, {*more, *(row.product_id for row in tx.all(_ON_ORDER, a_order=order.id))})


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
) -> None:
    """Change what a warehouse has, and note the move.

    Args:
        quantity: signed, in stock units; positive comes in.
        kind: receipt, shipment, return, adjustment, count, transfer or opening.
        allocated: how the reserved quantity changes with it; negative when reserved goods leave.

    Raises:
        Refused: more would leave than is there, or than nobody has a claim on.
    """
    stock = lock(tx, warehouse_id, [product_id])
    if product_id not in stock:
        tx.add(Stock(product_id=product_id, warehouse_id=warehouse_id))
    met = tx.change(_MOVE, a_product=product_id, a_warehouse=warehouse_id, a_quantity=quantity, a_allocated=allocated)
    if met != 1:
        names = tx.first(_NAMES, a_product=product_id, a_warehouse=warehouse_id)
        there = stock.get(product_id)
        on_hand, reserved = (there.on_hand, there.allocated) if there else (0, 0)
        sku, place = (names.sku, names.code) if names else (str(product_id), str(warehouse_id))
        raise Refused(
            f"{sku}: {quantity_text(-quantity)} cannot leave {place}: "
            f"{quantity_text(on_hand)} on hand, {quantity_text(reserved)} of them allocated, "
            f"{quantity_text(on_hand - reserved)} free"
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
        )
    )
