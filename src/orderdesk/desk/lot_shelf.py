"""The breakdown of stock by lots: found, made, and changed together with the stock, under the stock's lock.

Nothing here is a verb. `goods.move` calls `shift`, so that no goods of a product that is kept by lots move without one.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, not_, or_, select, update

from orderdesk.desk.upkeep import add
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import Lot, LotStock, Product
from orderdesk.rules.lots import SerialAt, Tracking, check_intake, last_day_to_leave
from orderdesk.rules.wording import counted
from orderdesk.store.transaction import Reading, Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import ONE, Quantity, quantity_text

MOST_LETTERS = 20  # GS1: a lot or serial number has at most twenty

_LOT, _SHELF = table(Lot), table(LotStock)
_ONE = select(_LOT).where(_LOT.c.product_id == bindparam("a_product"), _LOT.c.number == bindparam("a_number"))
_BY_LABEL = (
    select(table(Product))
    .join(_LOT, _LOT.c.product_id == table(Product).c.id)
    .where(_LOT.c.number == bindparam("a_number"))
    .limit(2)
)
_BY_ID = select(_LOT).where(_LOT.c.id == bindparam("a_lot"))
_AT = select(_SHELF).where(_SHELF.c.lot_id == bindparam("a_lot"), _SHELF.c.warehouse_id == bindparam("a_warehouse"))
_EVERYWHERE = select(func.coalesce(func.sum(_SHELF.c.on_hand), 0)).where(_SHELF.c.lot_id == bindparam("a_lot"))
_SHIFT = (
    update(_SHELF)
    .where(
        _SHELF.c.lot_id == bindparam("a_lot"),
        _SHELF.c.warehouse_id == bindparam("a_warehouse"),
        _SHELF.c.on_hand + bindparam("a_quantity") >= _SHELF.c.on_pick + bindparam("an_on_pick"),
        _SHELF.c.on_pick + bindparam("an_on_pick") >= 0,
    )
    .values(
        on_hand=_SHELF.c.on_hand + bindparam("a_quantity"),
        on_pick=_SHELF.c.on_pick + bindparam("an_on_pick"),
    )
)
_OUT = (
    update(_LOT)
    .where(
        _LOT.c.id == bindparam("a_lot"),
        _LOT.c.shipped + bindparam("a_quantity") >= 0,
        or_(not_(_LOT.c.serial), and_(_LOT.c.serial, _LOT.c.shipped + bindparam("a_quantity") <= ONE)),
    )
    .values(shipped=_LOT.c.shipped + bindparam("a_quantity"))
)


def is_followed(product: Row[Any]) -> bool:
    """Whether what leaves of it is noted by lot or serial number."""
    return bool(product.tracking != Tracking.NONE)


def is_kept(product: Row[Any]) -> bool:
    """Whether what is on hand is known by lot or serial number, and not only what leaves."""
    return is_followed(product) and not (product.tracking == Tracking.SERIAL and product.serial_at == SerialAt.SHIPPING)


def number_of(text: str) -> str:
    """A lot or serial number as it is kept. Raises BadValue: empty or longer than a barcode can say."""
    kept = clean(text, "lot number", limit=MOST_LETTERS).upper()
    if not kept or not kept.isprintable():
        raise BadValue("a lot or serial number may not be empty")
    return kept


def lot_named(reading: Reading, product: Row[Any], number: str) -> Row[Any]:
    """A product's lot by its number. Raises NotFound."""
    row = maybe_lot(reading, product, number)
    if row is None:
        raise NotFound(f"{product.sku} has no {word(product)} {visible(number.strip())[:MOST_LETTERS]}")
    return row


def maybe_lot(reading: Reading, product: Row[Any], number: str) -> Row[Any] | None:
    """A product's lot by its number, if there is one."""
    key = number.strip().upper()
    if not key.isprintable() or len(key) > MOST_LETTERS:
        return None
    return reading.first(_ONE, a_product=product.id, a_number=key)


def lot_by_id(reading: Reading, lot_id: int) -> Row[Any]:
    """A lot that a foreign key names."""
    row = reading.first(_BY_ID, a_lot=lot_id)
    assert row is not None
    return row


def word(product: Row[Any]) -> str:
    """What to call its number: lot or serial number."""
    return "serial number" if product.tracking == Tracking.SERIAL else "lot"


def said(product: Row[Any], lot: str, serial: str) -> str:
    """What a label with a lot, a serial number or both says of this product."""
    return (serial or lot) if product.tracking == Tracking.SERIAL else (lot or serial)


def labelled(reading: Reading, code: str) -> Row[Any] | None:
    """The one product that has a lot or serial number of this text: its label was scanned alone."""
    key = code.strip().upper()
    if not key.isprintable() or not key or len(key) > MOST_LETTERS:
        return None
    rows = reading.all(_BY_LABEL, a_number=key)
    return rows[0] if len(rows) == 1 else None


def require_piece(product: Row[Any], quantity: Quantity) -> None:
    """Raises Refused unless one piece of a product with serial numbers moves: each has its own number."""
    if product.tracking == Tracking.SERIAL and abs(quantity) != ONE:
        raise Refused(
            f"{product.sku} goes by serial numbers: one piece at a time with its number, not {quantity_text(quantity)}"
        )


def arriving(
    tx: Transaction,
    product: Row[Any],
    number: str,
    *,
    expires: date | None = None,
    source: str = "",
    found: bool = False,
) -> int:
    """The lot that comes in, made where it is new; its id. The stock's lock is held.

    Args:
        found: it was here already, in a count or by an adjustment: its shelf life is not asked for.

    Raises:
        Refused: no number, expired or too short, or the lot is known with another last day.
    """
    if not number.strip():
        what = "its serial number" if product.tracking == Tracking.SERIAL else "its lot, and the best-before day"
        raise Refused(f"{product.sku} is kept by {word(product)}s: say {what}, as {product.sku}#NUMBER")
    kept = number_of(number)
    known = maybe_lot(tx, product, kept)
    if known is not None:
        if expires is not None and known.expires is not None and expires != known.expires:
            raise Refused(
                f"{product.sku} {word(product)} {kept} is known as good until {known.expires}, not {expires}; look at "
                "the label again, or put the lot's day right first"
            )
        if expires is not None and known.expires is None:
            tx.update(Lot, known.id, expires=expires, sell_by=last_day_to_leave(expires, product.shelf_days))
        expires = expires or known.expires
    wrong = None if found else check_intake(product.sku, kept, expires, tx.today, product.intake_days)
    if wrong is not None:
        raise Refused(wrong)
    if known is None:
        if expires is None and not found and product.intake_days:
            raise Refused(
                f"{product.sku} lot {kept}: say until when it is good; "
                f"{counted(product.intake_days, 'day')} at least"
            )
        return add(
            tx,
            Lot(
                product_id=product.id,
                number=kept,
                expires=expires,
                sell_by=last_day_to_leave(expires, product.shelf_days),
                received=tx.today,
                source=source,
                serial=product.tracking == Tracking.SERIAL,
            ),
            f"{product.sku} {word(product)} {kept} was entered at another terminal just now; scan it again",
        )
    tx.lock(Lot, [known.id])
    return int(known.id)


def shift(tx: Transaction, lot_id: int, product_id: int, warehouse_id: int, quantity: Quantity, on_pick: int) -> None:
    """Change what a warehouse has of a lot and how much of it stands on pick lists, both signed.

    Raises:
        Refused: less is there, or free; a serial number is here already.
    """
    tx.lock(Lot, [lot_id])
    lot = lot_by_id(tx, lot_id)
    there = tx.first(_AT, a_lot=lot_id, a_warehouse=warehouse_id)
    if lot.serial and quantity > 0 and tx.scalar(_EVERYWHERE, a_lot=lot_id) + quantity > ONE:
        raise Refused(f"serial number {lot.number} is in the house already; each piece has its own")
    if there is None:
        tx.add(LotStock(lot_id=lot_id, product_id=product_id, warehouse_id=warehouse_id))
    if tx.change(_SHIFT, a_lot=lot_id, a_warehouse=warehouse_id, a_quantity=quantity, an_on_pick=on_pick) == 1:
        return
    on_hand, picking = (there.on_hand, there.on_pick) if there else (0, 0)
    kind = "serial number" if lot.serial else "lot"
    wanted = quantity_text(-quantity if quantity < 0 else on_pick)
    raise Refused(
        f"{kind} {lot.number}: {wanted} are wanted, {quantity_text(on_hand)} are here, {quantity_text(picking)} of "
        f"them on pick lists, {quantity_text(on_hand - picking)} free"
    )


def gone_out(tx: Transaction, lot_id: int, quantity: Quantity) -> None:
    """Count what customers have of a lot; negative where it came back.

    Raises:
        Refused: a serial number that left already, or more comes back than had left.
    """
    if tx.change(_OUT, a_lot=lot_id, a_quantity=quantity) == 1:
        return
    lot = lot_by_id(tx, lot_id)
    kind = "serial number" if lot.serial else "lot"
    if quantity > 0:
        raise Refused(f"{kind} {lot.number} has left already; it cannot leave twice")
    raise Refused(
        f"{kind} {lot.number}: {quantity_text(-quantity)} cannot come back, customers have {quantity_text(lot.shipped)}"
    )


def at(reading: Reading, lot_id: int, warehouse_id: int) -> tuple[Quantity, Quantity]:
    """What a warehouse has of a lot: on hand, and of that on pick lists."""
    row = reading.first(_AT, a_lot=lot_id, a_warehouse=warehouse_id)
    return (row.on_hand, row.on_pick) if row else (0, 0)
