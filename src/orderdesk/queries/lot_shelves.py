"""What warehouses have of lots, as the rules take it. Read only for products that are kept by lots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import Lot, LotStock
from orderdesk.rules.lots import Shelf, Tracking, not_sellable
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_LOT, _SHELF = table(Lot), table(LotStock)
_SHELVES = (
    select(
        _SHELF.c.product_id,
        _SHELF.c.on_hand,
        _SHELF.c.on_pick,
        _LOT.c.id,
        _LOT.c.number,
        _LOT.c.expires,
        _LOT.c.sell_by,
        _LOT.c.received,
        _LOT.c.blocked,
    )
    .join(_LOT, _LOT.c.id == _SHELF.c.lot_id)
    .where(
        _SHELF.c.warehouse_id == bindparam("a_warehouse"),
        _SHELF.c.product_id.in_(bindparam("products", expanding=True)),
        _SHELF.c.on_hand > 0,
    )
)


def shelves(reading: Reading, warehouse_id: int, product_ids: Iterable[int]) -> dict[int, list[Shelf]]:
    """The lots that a warehouse has of these products, by product id."""
    found: dict[int, list[Shelf]] = defaultdict(list)
    products = sorted(set(product_ids))
    if not products:
        return found
    for row in reading.all(_SHELVES, a_warehouse=warehouse_id, products=products):
        found[row.product_id].append(
            Shelf(
                row.id, row.number, row.expires, row.sell_by, row.received, row.on_hand, row.on_hand - row.on_pick,
                row.blocked,
            )
        )  # fmt: skip
    return found


def not_sellable_at(reading: Reading, stock: Iterable[Row[Any]]) -> dict[tuple[int, int], Quantity]:
    """What of rows of stock may not leave today, by product and warehouse; nothing is read where nothing has lots."""
    followed: dict[int, list[int]] = defaultdict(list)
    for row in stock:
        if row.tracking != Tracking.NONE:
            followed[row.warehouse_id].append(row.product_id)
    return {
        (product, place): not_sellable(lots, reading.today)
        for place, products in sorted(followed.items())
        for product, lots in shelves(reading, place, products).items()
    }
