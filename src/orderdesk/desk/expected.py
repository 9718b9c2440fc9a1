"""Goods that are coming: what was ordered elsewhere, and how much of it has arrived. Promises count on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from orderdesk.desk import find
from orderdesk.desk.upkeep import changes, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import NotFound, Refused
from orderdesk.models import ExpectedReceipt, Warehouse
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_QUANTITY, Quantity, quantity_text

_EXPECTED = table(ExpectedReceipt)
_ONE = select(_EXPECTED).where(_EXPECTED.c.id == bindparam("an_id"))
_DROP = delete(_EXPECTED).where(_EXPECTED.c.id == bindparam("an_id"))
_ARRIVED = (
    update(_EXPECTED)
    .where(_EXPECTED.c.id == bindparam("an_id"))
    .values(received=_EXPECTED.c.received + bindparam("a_quantity"))
)
_CODE = select(table(Warehouse).c.code).where(table(Warehouse).c.id == bindparam("a_warehouse"))


@verb("stock.expect")
def expect(
    tx: Transaction,
    sku: str,
    quantity: Quantity,
    due: date,
    *,
    warehouse: str | None = None,
    source: str = "",
    expected: int | None = None,
) -> int:
    """Note goods that are coming, or change what was noted; the id to receive them by.

    Args:
        quantity: all of it, in stock units, with what has arrived already. With `expected`, 0 says that no more comes.
        source: the purchase order's number.
        expected: the id of the one to change: another quantity, another day.

    Raises:
        Refused: less than has arrived already.
        NotFound: nothing of that id is expected of this product.
    """
    product = find.product(tx, sku)
    if product.kind == "service":
        raise Refused(f"{product.sku} is a service; it has no stock")
    whole(quantity, "quantity", MAX_QUANTITY, least=1 if expected is None else 0)
    if expected is not None:
        return _change(tx, product, expected, quantity, due)
    place = find.warehouse(tx, warehouse or settings(tx).warehouse)
    kept = ExpectedReceipt(
        product_id=product.id,
        warehouse_id=place.id,
        quantity=quantity,
        due=due,
        source=clean(source, "source", limit=60),
    )
    key = tx.add(kept)
    tx.record(
        "stock.expect", "product", product.id, expected=key, warehouse=place.code, quantity=quantity, due=due,
        source=kept.source,
    )  # fmt: skip
    return key


def _change(tx: Transaction, product: Row[Any], expected: int, quantity: Quantity, due: date) -> int:
    row = _found(tx, product, expected)
    if 0 < quantity < row.received:
        arrived_text = quantity_text(row.received)
        raise Refused(f"{arrived_text} of {product.sku} have arrived already; {quantity_text(quantity)} would be less")
    changed = changes(row, {"quantity": quantity or row.received, "due": due})
    if quantity == 0 and row.received == 0:
        tx.change(_DROP, an_id=expected)
        changed = {"quantity": [row.quantity, 0]}
    elif changed:
        tx.update(ExpectedReceipt, expected, **{column: pair[1] for column, pair in changed.items()})
    if changed:
        tx.record("stock.expect", "product", product.id, expected=expected, **changed)
    return expected


def arrived(
    tx: Transaction, product: Row[Any], quantity: Quantity, expected: int | None, warehouse_id: int | None
) -> int | None:
    """Count goods against the expected receipt they are; the id of the warehouse they go to, None where nothing says.

    More than was expected counts as well.

    Raises:
        NotFound: nothing of that id is expected of this product.
        Refused: it is expected in another warehouse.
    """
    if expected is None:
        return warehouse_id
    row = _found(tx, product, expected)
    if warehouse_id not in (None, row.warehouse_id):
        code = tx.scalar(_CODE, a_warehouse=row.warehouse_id)
        raise Refused(f"{product.sku} {expected} is expected in {code}; receive it there, and transfer it afterwards")
    tx.change(_ARRIVED, an_id=expected, a_quantity=quantity)
    return int(row.warehouse_id)


def _found(tx: Transaction, product: Row[Any], expected: int) -> Row[Any]:
    """The expected receipt, locked."""
    tx.lock(ExpectedReceipt, [whole(expected, "expected receipt", 2**63 - 1)])
    row = tx.first(_ONE, an_id=expected)
    if row is None or row.product_id != product.id:
        raise NotFound(f"nothing is expected of {product.sku} under {expected}")
    return row
