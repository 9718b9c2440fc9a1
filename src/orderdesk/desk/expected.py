"""Goods that are coming: what was ordered elsewhere, and how much of it has arrived. Promises count on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from orderdesk.desk import find
from orderdesk.desk.allocation import give_to_line
from orderdesk.desk.upkeep import changes, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import NotFound, Refused
from orderdesk.models import ExpectedReceipt, OrderLine, Transfer, TransferLine, Warehouse
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
    .values(received=_EXPECTED.c.received + bindparam("a_quantity"), state=bindparam("a_state"))
)
_ON_LINE, _TRANSFER = table(TransferLine), table(Transfer)
_ARRIVED_LINE = (
    update(_ON_LINE)
    .where(
        _ON_LINE.c.id == bindparam("a_line"),
        _ON_LINE.c.received + bindparam("a_quantity") + _ON_LINE.c.lost <= _ON_LINE.c.sent,
        _ON_LINE.c.received + bindparam("a_quantity") >= 0,
    )
    .values(received=_ON_LINE.c.received + bindparam("a_quantity"))
)
_TRANSFER_OF = select(_ON_LINE.c.transfer_id).where(_ON_LINE.c.id == bindparam("a_line"))
_ON_THE_WAY = (
    select(_ON_LINE.c.id)
    .where(
        _ON_LINE.c.transfer_id == bindparam("a_transfer"),
        _ON_LINE.c.received + _ON_LINE.c.lost < _ON_LINE.c.sent,
    )
    .limit(1)
)
_SETTLE = (
    update(_TRANSFER)
    .where(_TRANSFER.c.id == bindparam("a_transfer"))
    .values(state=bindparam("a_state"), received_at=bindparam("a_now"), version=_TRANSFER.c.version + 1)
)
_OF_ORDERS = table(OrderLine)
_FOR = select(
    _OF_ORDERS.c.id,
    _OF_ORDERS.c.product_id,
    _OF_ORDERS.c.waiting,
    (_OF_ORDERS.c.ordered - _OF_ORDERS.c.cancelled - _OF_ORDERS.c.shipped - _OF_ORDERS.c.allocated).label("open"),
).where(_OF_ORDERS.c.id == bindparam("a_line"))
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
    if product.kind == "kit":
        raise Refused(f"{product.sku} is a kit; its components are bought, it has no stock")
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
    if row.kind == "drop" and quantity != row.quantity:
        raise Refused(f"{product.sku} {expected} is delivered to a customer; amend the order, and the request follows")
    if row.kind == "transfer" and quantity != row.quantity:
        raise Refused(f"{product.sku} {expected} is on its way ({row.source}); receive it, or say what of it is lost")
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
) -> tuple[int | None, Row[Any] | None, str]:
    """Count goods against the expected receipt they are.

    More than was expected counts as well, but not of a transfer: more than was sent cannot come.

    Returns:
        The id of the warehouse they go to (None where nothing says), what was expected, and the kind of the move.

    Raises:
        NotFound: nothing of that id is expected of this product.
        Refused: it is expected in another warehouse.
    """
    if expected is None:
        return warehouse_id, None, "receipt"
    row = _found(tx, product, expected)
    if row.kind == "drop":
        raise Refused(f"{product.sku} {expected} goes from the supplier to the customer; say that it was delivered")
    if warehouse_id not in (None, row.warehouse_id):
        code = tx.scalar(_CODE, a_warehouse=row.warehouse_id)
        raise Refused(f"{product.sku} {expected} is expected in {code}; receive it there, and transfer it afterwards")
    kind = count_in(tx, row, quantity)
    if row.transfer_line_id is not None:
        settle_transfer(tx, transfer_of(tx, row))
    return int(row.warehouse_id), row, kind


def count_in(tx: Transaction, row: Row[Any], quantity: Quantity) -> str:
    """Count goods against one expected receipt that is locked; negative takes back. The kind of the move that it is.

    Raises:
        Refused: more than was sent with a transfer, or less than nothing.
    """
    state = "ordered" if row.state == "requested" else row.state
    tx.change(_ARRIVED, an_id=row.id, a_quantity=quantity, a_state=state)
    if row.transfer_line_id is None:
        return "receipt"
    if tx.change(_ARRIVED_LINE, a_line=row.transfer_line_id, a_quantity=quantity) != 1:
        left = quantity_text(row.quantity - row.received)
        raise Refused(f"{left} of {row.source} are on the way; {quantity_text(quantity)} more cannot come with it")
    return "transfer"


def transfer_of(tx: Transaction, row: Row[Any]) -> int:
    """The id of the transfer that an expected receipt is of."""
    return int(tx.scalar(_TRANSFER_OF, a_line=row.transfer_line_id))


def settle_transfer(tx: Transaction, transfer_id: int) -> str:
    """Close a transfer of which nothing is on the way any more, or open it again; its state then."""
    on_the_way = tx.scalar(_ON_THE_WAY, a_transfer=transfer_id)
    state = "sent" if on_the_way else "received"
    tx.change(_SETTLE, a_transfer=transfer_id, a_state=state, a_now=None if on_the_way else tx.now)
    return state


def hand_over(tx: Transaction, row: Row[Any] | None, quantity: Quantity) -> Quantity:
    """Give goods that just came to the line that they were bought or made for; how many. The stock's lock is held.

    What the line does not want any more is for everybody.
    """
    if row is None or row.order_line_id is None or quantity <= 0:
        return 0
    line = tx.first(_FOR, a_line=row.order_line_id)
    if line is None or not line.waiting:
        return 0
    part = min(quantity, line.open)
    give_to_line(tx, line, row.warehouse_id, part)
    return int(part)


def _found(tx: Transaction, product: Row[Any], expected: int) -> Row[Any]:
    """The expected receipt, locked."""
    tx.lock(ExpectedReceipt, [whole(expected, "expected receipt", 2**63 - 1)])
    row = tx.first(_ONE, an_id=expected)
    if row is None or row.product_id != product.id:
        raise NotFound(f"nothing is expected of {product.sku} under {expected}")
    return row
