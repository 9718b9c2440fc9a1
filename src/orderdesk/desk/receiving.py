"""Goods in, scan by scan: against what was expected of a delivery, or without one.

Each scan is stored at once, and what it brought is offered to the lines that wait for it in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.desk import find, goods, lot_shelf, stock
from orderdesk.desk.expected import count_in, settle_transfer, transfer_of
from orderdesk.desk.lot_picking import NOT_GOOD, WHICH_LOT
from orderdesk.desk.not_taken import TOO_MANY, UNKNOWN, WRONG_ITEM, NotTaken
from orderdesk.desk.upkeep import whole
from orderdesk.desk.verb import verb
from orderdesk.errors import NotFound, Refused
from orderdesk.models import Bin, ExpectedReceipt, Stock
from orderdesk.queries.receiving import delivery_rows
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import visible
from orderdesk.values import MAX_QUANTITY, ONE, Quantity, quantity_text

_HOME = (
    select(table(Bin).c.code)
    .join(table(Stock), table(Stock).c.bin_id == table(Bin).c.id)
    .where(table(Stock).c.product_id == bindparam("a_product"), table(Stock).c.warehouse_id == bindparam("a_warehouse"))
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a scan brought. Stock units.

    Attributes:
        quantity: taken in now; negative where it was taken back.
        received, expected: of this product in the whole delivery; both 0 without one.
        given: how much of it went to lines that waited.
        taken_from: numbers of the orders that had to give reserved goods back, because this was taken back.
    """

    sku: str
    name: str
    unit: str
    warehouse: str
    bin: str
    quantity: Quantity
    received: Quantity
    expected: Quantity
    given: Quantity
    taken_from: tuple[int, ...]
    lot: str = ""


@verb("stock.arrive")
def arrive(
    tx: Transaction,
    code: str,
    quantity: Quantity = ONE,
    *,
    delivery: str = "",
    warehouse: str | None = None,
    over: bool = False,
    lot: str = "",
    serial: str = "",
    expires: date | None = None,
) -> Arrived:
    """Take one scan of what came in: a barcode or an SKU. Stored at once, and offered to the lines that wait.

    Args:
        quantity: how many of what was scanned; the barcode of a case counts what the case holds. Negative takes back.
        delivery: the purchase order's number, or E and the expected receipt's id; without it nothing is expected.
        warehouse: where; the delivery's, or else the company's usual one.
        over: more than was expected is taken in.
        lot, serial, expires: what the label says, of a product that is kept by lots or serial numbers.

    Raises:
        NotTaken: unknown, not of this delivery, or more than was expected and not `over`; no lot, or one that is
            expired or too short.
    """
    whole(quantity, "quantity", MAX_QUANTITY, least=-MAX_QUANTITY)
    expected = delivery_rows(tx, delivery, warehouse) if delivery else ()
    tx.lock(ExpectedReceipt, [row.id for row in expected])
    if expected:
        expected = delivery_rows(tx, delivery, warehouse)
    place = find.warehouse(tx, expected[0].warehouse if expected else warehouse or settings(tx).warehouse)
    try:
        product, unit = find.item(tx, code)
    except NotFound:
        labelled = lot_shelf.labelled(tx, code)
        if labelled is None:
            raise NotTaken(UNKNOWN, f"{visible(code.strip())[:40]} is no product; put it aside and ask") from None
        product, unit, lot, serial = labelled, None, code, ""
    stock.stocked(tx, product.sku)
    mine = [row for row in expected if row.product_id == product.id]
    if expected and not mine:
        raise NotTaken(WRONG_ITEM, f"{product.sku} is not expected with {delivery}; put it aside", product.sku)
    amount, rest = divmod(quantity * (find.factor(tx, product, unit) if unit else ONE), ONE)
    if rest or not amount:
        raise Refused(f"{quantity_text(quantity)} of {product.sku} is no quantity that can be received")
    lot_id = _lot(tx, product, place, amount, lot_shelf.said(product, lot, serial), expires, delivery)
    parts = _parts(mine, amount, over=over)
    kinds = {count_in(tx, row, part) for row, part in parts}
    for row, _ in parts:
        if row.transfer_line_id is not None:
            settle_transfer(tx, transfer_of(tx, row))
    source = expected[0].source or delivery if expected else ""
    kind = "transfer" if "transfer" in kinds else "receipt"
    moved = _move(tx, product, place, amount, source, parts, kind, lot_id)
    return Arrived(
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        warehouse=place.code,
        bin=tx.scalar(_HOME, a_product=product.id, a_warehouse=place.id) or "",
        quantity=amount,
        received=sum(row.received for row in mine) + (amount if mine else 0),
        expected=sum(row.quantity for row in mine),
        given=moved.given,
        taken_from=moved.taken_from,
        lot="" if lot_id is None else lot_shelf.lot_by_id(tx, lot_id).number,
    )


def _lot(
    tx: Transaction,
    product: Row[Any],
    place: Row[Any],
    amount: Quantity,
    number: str,
    expires: date | None,
    delivery: str,
) -> int | None:
    """The lot that came in. Raises NotTaken where there must be one and none was said, or it may not come in."""
    if not lot_shelf.is_kept(product):
        return None
    if not number.strip():
        label = "its serial number" if product.tracking == "serial" else "its lot and last day"
        form = f"{product.sku}#NUMBER" if product.tracking == "serial" else f"{product.sku}#LOT#261231"
        raise NotTaken(WHICH_LOT, f"{product.sku}: scan {label}, or key {form}", product.sku)
    try:
        return stock.lot_in(tx, product, place.id, amount, number, expires=expires, source=delivery)
    except Refused as refused:
        raise NotTaken(NOT_GOOD, str(refused), product.sku) from None


def _move(
    tx: Transaction,
    product: Row[Any],
    place: Row[Any],
    amount: Quantity,
    reason: str,
    parts: Sequence[tuple[Row[Any], Quantity]],
    kind: str,
    lot_id: int | None,
) -> stock.Moved:
    if amount < 0:
        return stock.put_right(tx, kind, product, place.id, amount, f"{reason} taken back".strip(), lot_id=lot_id)
    goods.move(tx, product.id, place.id, amount, kind, reason=reason, lot_id=lot_id)
    moved = stock.offered(tx, product, place.id, parts)
    tx.record(
        "stock.arrive", "product", product.id, warehouse=place.code, delivery=reason, quantity=amount,
        on_hand=[moved.on_hand - amount, moved.on_hand], given=moved.given,
        **({} if lot_id is None else {"lot": lot_shelf.lot_by_id(tx, lot_id).number}),
    )  # fmt: skip
    return moved


def _parts(mine: Sequence[Row[Any]], amount: Quantity, *, over: bool) -> list[tuple[Row[Any], Quantity]]:
    """Over the product's expected receipts, the earliest first; back from the last one backwards."""
    if not mine:
        return []
    expected, received = sum(row.quantity for row in mine), sum(row.received for row in mine)
    sku, parts, left = mine[0].sku, [], abs(amount)
    if amount < 0:
        if received + amount < 0:
            raise Refused(f"{sku}: only {quantity_text(received)} were received, {quantity_text(left)} cannot go back")
        for row in reversed(mine):
            part = min(left, row.received)
            parts.append((row, -part))
            left -= part
        return [(row, part) for row, part in parts if part]
    sent = any(row.transfer_line_id is not None for row in mine)  # more than was sent cannot come
    if received + amount > expected and (sent or not over):
        raise NotTaken(
            TOO_MANY,
            f"{sku}: {quantity_text(received + amount - expected)} too many ({quantity_text(expected)} expected, "
            f"{quantity_text(received)} received); put it aside" + ("" if sent else ", or take it in as extra"),
            sku,
        )
    for row in mine:
        part = left if row is mine[-1] else min(left, max(0, row.quantity - row.received))
        parts.append((row, part))
        left -= part
    return [(row, part) for row, part in parts if part]
