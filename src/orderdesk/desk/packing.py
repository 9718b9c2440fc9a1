"""Packing: what was collected goes into numbered parcels, scan by scan, before it leaves.

The first scan opens a parcel, taking the last piece out ends it, and closing notes what it weighs. Packing may be left
out unless the company's `pack_before_ship` asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, update

from orderdesk.desk import find
from orderdesk.desk.not_taken import UNKNOWN, WRONG_ITEM, NotTaken
from orderdesk.desk.parcels import check_weight, open_box, parcel_numbered, put_in, refuse_unless_picked, take_out
from orderdesk.desk.scanning import locked
from orderdesk.desk.upkeep import whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotFound, Refused
from orderdesk.models import Parcel
from orderdesk.queries.packing import PARCELS, packed_of
from orderdesk.queries.picking import PICK_LINES
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import visible
from orderdesk.values import MAX_QUANTITY, ONE, Quantity, quantity_text

_PARCEL = table(Parcel)
_CLOSE = (
    update(_PARCEL)
    .where(_PARCEL.c.id == bindparam("a_parcel"), _PARCEL.c.closed == bindparam("a_before"))
    .values(closed=bindparam("a_closed"), weight_grams=bindparam("a_weight"))
)


@dataclass(frozen=True, slots=True)
class Packed:
    """What a scan did.

    Attributes:
        parcel: where it went, or was taken from.
        order: whose goods that parcel holds.
        quantity: packed now, in stock units; negative was taken out.
        packed, picked: of this product, over all of the order's lines on the list.
        left: lines of the list that are still to be packed.
    """

    pick: int
    parcel: int
    order: int
    sku: str
    name: str
    unit: str
    quantity: Quantity
    packed: Quantity
    picked: Quantity
    left: int


@verb("pack.scan")
def scan(
    tx: Transaction, pick: int, code: str, quantity: Quantity = ONE, parcel: int | None = None, order: int | None = None
) -> Packed:
    """Put one scan into a parcel: a barcode or a SKU of what was collected. Stored at once.

    Args:
        quantity: how many of what was scanned; the barcode of a case counts what the case holds. Negative takes out.
        parcel: None is the open one, and where there is none, a new one.
        order: only for this order's lines; None is the open parcel's order, or the first with something to pack.

    Raises:
        Refused: not on the list, more than was collected less what is packed, another order's; not collected yet.
        Conflict: the list has left already; says who shipped it and when.
    """
    whole(quantity, "quantity", MAX_QUANTITY, least=-MAX_QUANTITY)
    row = _to_pack(tx, pick)
    lines = [line for line in tx.all(PICK_LINES, a_pick=row.id) if line.picked]
    if order is not None and all(line.number != order for line in lines):
        raise Refused(f"nothing of order {order} was collected on pick list {pick}")
    try:
        product, unit = find.item(tx, code)
    except NotFound:
        raise NotTaken(UNKNOWN, f"{visible(code.strip())[:40]} is no product; put it aside") from None
    mine = [line for line in lines if line.product_id == product.id and order in (None, line.number)]
    if not mine:
        what = f"pick list {pick}" if order is None else f"order {order} on pick list {pick}"
        raise NotTaken(WRONG_ITEM, f"{product.sku} was not collected for {what}; put it aside", product.sku)
    amount, rest = divmod(quantity * (find.factor(tx, product, unit) if unit else ONE), ONE)
    if rest or not amount:
        raise Refused(f"{quantity_text(quantity)} of {product.sku} is no quantity that can be packed")
    box = open_box(tx, row, parcel)
    whose = take_out(tx, row, box, product, amount) if amount < 0 else put_in(tx, row, box, mine, amount, order)
    tx.record("pack.scan", "pick", row.id, parcel=box.number, order=whose, sku=product.sku, quantity=amount)
    packed = packed_of(tx, row.id)
    his = [line for line in mine if line.number == whose]
    return Packed(
        pick=pick,
        parcel=box.number,
        order=whose,
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        quantity=amount,
        packed=sum(packed.get(line.id, 0) for line in his),
        picked=sum(line.picked for line in his),
        left=sum(packed.get(line.id, 0) < line.picked for line in lines),
    )


@verb("pack.close")
def close(tx: Transaction, pick: int, weight_grams: int = 0, parcel: int | None = None) -> int:
    """Close a parcel, with what it weighs in grams (0: not weighed); its number. The next scan opens another.

    Raises:
        BadValue: no parcel weighs that.
        Refused: no parcel is open, or that one is closed already.
    """
    check_weight(weight_grams)
    row = _to_pack(tx, pick)
    box = open_box(tx, row, parcel)
    if not box.id:
        raise Refused(f"pick list {pick} has no open parcel; the next scan opens one")
    _set_closed(tx, box.id, box.number, True, weight_grams)
    tx.record("pack.close", "pick", row.id, parcel=box.number, weight_grams=weight_grams)
    return box.number


@verb("pack.reopen")
def reopen(tx: Transaction, pick: int, parcel: int) -> None:
    """Open a closed parcel again, to put something in or take it out; what it weighed is forgotten.

    Raises:
        Refused: it is open, or another one is: that one is closed first.
    """
    row = _to_pack(tx, pick)
    box = parcel_numbered(tx, row, parcel)
    if not box.closed:
        raise Refused(f"parcel {parcel} of pick list {pick} is open")
    other = next((one.number for one in tx.all(PARCELS, a_pick=row.id) if not one.closed), None)
    if other is not None:
        raise Refused(f"parcel {other} of pick list {pick} is open; close it, then open parcel {parcel} again")
    _set_closed(tx, box.id, parcel, False, 0)
    tx.record("pack.reopen", "pick", row.id, parcel=parcel, weight_grams=[box.weight_grams, 0])


def _to_pack(tx: Transaction, number: int) -> Row[Any]:
    row = locked(tx, number)
    refuse_unless_picked(tx, row, "packed")
    return row


def _set_closed(tx: Transaction, parcel_id: int, number: int, closed: bool, weight_grams: int) -> None:
    met = tx.change(_CLOSE, a_parcel=parcel_id, a_before=not closed, a_closed=closed, a_weight=weight_grams)
    if met != 1:
        raise Conflict(f"parcel {number} was changed at another terminal just now; look at it again")
