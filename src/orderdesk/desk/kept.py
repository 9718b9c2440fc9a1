"""Goods kept for a customer by hand: what there is of it, what lapses, and what the customer's own orders use up.

`stock.kept` is the sum of what is open; whoever offers goods sees by it whether there is anything to look at. What has
lapsed is ended by the next one who comes by, under the stock's lock; until then it counts for nobody any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.errors import Conflict
from orderdesk.models import KeptGoods, Stock
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Quantity

_KEPT = table(KeptGoods)
_STOCK = table(Stock)
_OPEN = (
    select(_KEPT)
    .where(_KEPT.c.product_id.in_(bindparam("products", expanding=True)), _KEPT.c.ended_at.is_(None))
    .order_by(_KEPT.c.until, _KEPT.c.id)
)
_USE = (
    update(_KEPT)
    .where(_KEPT.c.id == bindparam("a_kept"), _KEPT.c.quantity >= bindparam("a_quantity"))
    .values(quantity=_KEPT.c.quantity - bindparam("a_quantity"), ended_at=bindparam("a_now"))
)
_KEEP = (
    update(_STOCK)
    .where(
        _STOCK.c.product_id == bindparam("a_product"),
        _STOCK.c.warehouse_id == bindparam("a_warehouse"),
        _STOCK.c.allocated + _STOCK.c.kept + bindparam("a_quantity") <= _STOCK.c.on_hand,
    )
    .values(kept=_STOCK.c.kept + bindparam("a_quantity"))
)
_FREE = (
    update(_STOCK)
    .where(
        _STOCK.c.product_id == bindparam("a_product"),
        _STOCK.c.warehouse_id == bindparam("a_warehouse"),
        _STOCK.c.kept >= bindparam("a_quantity"),
    )
    .values(kept=_STOCK.c.kept - bindparam("a_quantity"))
)


def add_to_stock(tx: Transaction, product_id: int, warehouse_id: int, quantity: Quantity) -> None:
    """So much more of a shelf is kept. Raises Conflict: it is not free."""
    if tx.change(_KEEP, a_product=product_id, a_warehouse=warehouse_id, a_quantity=quantity) != 1:
        raise Conflict("the stock changed at another terminal just now; nothing is kept. Try again")


def open_rows(tx: Transaction, product_ids: Iterable[int]) -> list[Row[Any]]:
    """What is kept of these products for anybody, the first to lapse first; also what has lapsed unnoticed."""
    return list(tx.all(_OPEN, products=sorted(set(product_ids)) or [0]))


def kept_for(tx: Transaction, stock: Iterable[Row[Any]]) -> dict[tuple[int, int], dict[int, Quantity]]:
    """By product and warehouse, how much is kept for which customer; what has lapsed is ended. Stock is locked.

    Args:
        stock: rows of stock; nothing is read where nothing is kept.
    """
    places = {(row.product_id, row.warehouse_id) for row in stock if row.kept}
    found: dict[tuple[int, int], dict[int, Quantity]] = {}
    if not places:
        return found
    for row in open_rows(tx, {product for product, _ in places}):
        at = (row.product_id, row.warehouse_id)
        if at not in places:
            continue
        if row.until < tx.today:
            end(tx, row, "lapsed")
        else:
            found.setdefault(at, {})[row.customer_id] = found.get(at, {}).get(row.customer_id, 0) + row.quantity
    return found


def use_kept(tx: Transaction, product_id: int, warehouse_id: int, customer_id: int, quantity: Quantity) -> None:
    """The customer's own order took so much of what was kept for it; `stock.kept` has gone down already."""
    for row in open_rows(tx, [product_id]):
        if (row.warehouse_id, row.customer_id) != (warehouse_id, customer_id) or row.until < tx.today or not quantity:
            continue
        part = min(quantity, row.quantity)
        _lower(tx, row, part)
        quantity -= part
    if quantity:
        raise Conflict("what is kept for the customer changed under the allocation; nothing was saved. Try again")


def cut(tx: Transaction, product_id: int, warehouse_id: int, missing: Quantity) -> Quantity:
    """Goods turned out not to be there: what is kept gives way before what is promised. How much was given up.

    What lapses last is given up first.
    """
    given_up = 0
    for row in reversed(open_rows(tx, [product_id])):
        if row.warehouse_id != warehouse_id or given_up >= missing:
            continue
        part = min(missing - given_up, row.quantity)
        _lower(tx, row, part)
        tx.change(_FREE, a_product=product_id, a_warehouse=warehouse_id, a_quantity=part)
        tx.record("stock.kept_cut", "product", product_id, kept=row.id, quantity=[row.quantity, row.quantity - part])
        given_up += part
    return given_up


def end(tx: Transaction, row: Row[Any], why: str) -> None:
    """What is left of it is free again."""
    _lower(tx, row, row.quantity)
    met = tx.change(_FREE, a_product=row.product_id, a_warehouse=row.warehouse_id, a_quantity=row.quantity)
    if met != 1:
        raise Conflict("what is kept of this product changed at another terminal just now; look again")
    tx.record("stock.unkeep", "product", row.product_id, kept=row.id, quantity=[row.quantity, 0], reason=why)


def _lower(tx: Transaction, row: Row[Any], part: Quantity) -> None:
    ended = tx.now if part == row.quantity else None
    if tx.change(_USE, a_kept=row.id, a_quantity=part, a_now=ended) != 1:
        raise Conflict("what is kept of this product changed at another terminal just now; look again")
