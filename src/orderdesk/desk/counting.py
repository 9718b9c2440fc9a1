"""Counting the shelves: a sheet is opened, counted on scan by scan, and posted, or given up.

Nothing of the books is shown while it is counted. Posting sets what is on hand to what was counted, product by product,
as `stock.count` does; a product that moved meanwhile, or lies on a pick list that has not left, may have been counted
wrongly without anybody's fault, and so posting asks first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, goods, lot_shelf, stock
from orderdesk.desk.ledger import person
from orderdesk.desk.lot_picking import TWICE, WHICH_LOT
from orderdesk.desk.not_taken import UNKNOWN, WRONG_ITEM, NotTaken
from orderdesk.desk.upkeep import whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotFound, Refused
from orderdesk.models import Bin, CountLine, CountLot, CountSheet, Lot, Stock
from orderdesk.queries.count_plan import count_plan
from orderdesk.queries.counting import COUNTED, Restless, not_counted, posting_reason, restless, sheet_row
from orderdesk.queries.lot_shelves import shelves
from orderdesk.queries.settings import settings
from orderdesk.rules.lots import Tracking
from orderdesk.rules.wording import listed
from orderdesk.store.numbers import next_number
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import visible
from orderdesk.values import MAX_QUANTITY, ONE, Quantity, quantity_text

_SHEET, _LINE, _BIN, _STOCK = table(CountSheet), table(CountLine), table(Bin), table(Stock)
_BIN_CODE = select(_BIN.c.code).where(
    _BIN.c.warehouse_id == bindparam("a_warehouse"), _BIN.c.code == bindparam("a_bin")
)
_ALREADY = select(_SHEET.c.number).where(
    _SHEET.c.state == "open", _SHEET.c.warehouse_id == bindparam("a_warehouse"), _SHEET.c.bin == bindparam("a_bin")
)
_HOME = (
    select(_BIN.c.code)
    .join(_STOCK, _STOCK.c.bin_id == _BIN.c.id)
    .where(_STOCK.c.product_id == bindparam("a_product"), _STOCK.c.warehouse_id == bindparam("a_warehouse"))
)
_SO_FAR = select(_LINE).where(_LINE.c.sheet_id == bindparam("a_sheet"), _LINE.c.product_id == bindparam("a_product"))
_COUNT_LOT, _LOT = table(CountLot), table(Lot)
_LOT_SO_FAR = select(_COUNT_LOT).where(
    _COUNT_LOT.c.sheet_id == bindparam("a_sheet"), _COUNT_LOT.c.lot_id == bindparam("a_lot")
)
_SET_LOT = update(_COUNT_LOT).where(_COUNT_LOT.c.id == bindparam("a_line")).values(counted=bindparam("a_quantity"))
_COUNTED_LOTS = (
    select(_COUNT_LOT.c.lot_id, _COUNT_LOT.c.counted)
    .join(_LOT, _LOT.c.id == _COUNT_LOT.c.lot_id)
    .where(_COUNT_LOT.c.sheet_id == bindparam("a_sheet"), _LOT.c.product_id == bindparam("a_product"))
)
_SET = update(_LINE).where(_LINE.c.id == bindparam("a_line")).values(counted=bindparam("a_quantity"))
_END = (
    update(_SHEET)
    .where(_SHEET.c.id == bindparam("a_sheet"), _SHEET.c.state == "open")
    .values(
        state=bindparam("a_state"),
        posted_at=bindparam("a_now"),
        posted_by=bindparam("a_user"),
        version=_SHEET.c.version + 1,
    )
)


class MovedMeanwhile(Refused):
    """Counted products moved while the sheet was open; says which, and how. Posting may be repeated with `moved`."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one scan did. A scanned bin does nothing: `quantity` is 0. Stock units; `counted` is with this scan."""

    sheet: int
    sku: str
    name: str
    unit: str
    quantity: Quantity
    counted: Quantity
    lot: str = ""


@dataclass(frozen=True, slots=True)
class PostedLine:
    """What posting did to one product. Stock units.

    Attributes:
        taken_from: numbers of the orders that had to give reserved goods back, because they are not there.
    """

    sku: str
    before: Quantity
    counted: Quantity
    taken_from: tuple[int, ...]

    @property
    def difference(self) -> Quantity:
        """More than the books had, or, negative, less."""
        return self.counted - self.before


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted sheet: every counted product, and the SKUs of what its bin should hold and nobody counted."""

    sheet: int
    lines: tuple[PostedLine, ...]
    not_counted: tuple[str, ...]


@verb("count.open")
def open(tx: Transaction, *, warehouse: str | None = None, bin: str = "") -> int:
    """Open a sheet for a warehouse, or for one bin of it; its number.

    Raises:
        NotFound: there is no such bin.
        Refused: a sheet for the same place is open.
    """
    place = find.warehouse(tx, warehouse or settings(tx).warehouse)
    code = bin.strip().upper()
    if code and (not find.fits(code) or tx.scalar(_BIN_CODE, a_warehouse=place.id, a_bin=code) is None):
        raise NotFound(f"there is no bin {visible(code)[:40]} in {place.code}")
    already = tx.scalar(_ALREADY, a_warehouse=place.id, a_bin=code)
    if already is not None:
        where = f"bin {code} of {place.code}" if code else place.code
        raise Refused(f"sheet {already} is open for {where}; go on with it, or cancel it first")
    number = next_number(tx, "count")
    sheet = CountSheet(number=number, warehouse_id=place.id, bin=code, opened_at=tx.now, opened_by=person(tx))
    tx.record("count.open", "count", tx.add(sheet), number=number, warehouse=place.code, bin=code)
    return number


@verb("count.plan")
def plan(tx: Transaction, *, warehouse: str | None = None, bins: int = 1) -> list[int]:
    """Open a sheet for each of the next bins that the cycle counts want counted today; the sheets' numbers.

    Args:
        bins: how many at most; those that are due longest come first.

    Raises:
        Refused: nothing in a bin is due, or all of it is being counted.
    """
    whole(bins, "number of bins", 1_000, least=1)
    due: dict[str, date] = {}
    for one in count_plan(tx, warehouse):
        if one.bin and not one.being_counted:
            due[one.bin] = min(one.due, due.get(one.bin, one.due))
    chosen = sorted(due, key=lambda bin: (due[bin], bin))[:bins]
    if not chosen:
        raise Refused("nothing that lies in a bin is due to be counted, or it is being counted already")
    return [open(tx, warehouse=warehouse, bin=bin) for bin in chosen]


@verb("count.scan")
def scan(
    tx: Transaction,
    sheet: int,
    code: str,
    quantity: Quantity = ONE,
    *,
    lot: str = "",
    serial: str = "",
    expires: date | None = None,
) -> Counted:
    """Count one scan more: a barcode, an SKU, or the label of a lot. Stored at once.

    Args:
        quantity: how many of what was scanned; the barcode of a case counts what the case holds. Negative takes back.
        lot, serial, expires: what the label says, of a product that is kept by lots or serial numbers.

    Raises:
        NotTaken: unknown, no lot said where there must be one, or its place is another bin than the one counted.
        Conflict: the sheet is posted or cancelled.
    """
    whole(quantity, "quantity", MAX_QUANTITY, least=-MAX_QUANTITY)
    row = _locked(tx, sheet)
    try:
        product, unit = find.item(tx, code)
    except NotFound:
        labelled = lot_shelf.labelled(tx, code)
        if labelled is None:
            return _at_bin(tx, row, code)
        product, unit, lot, serial = labelled, None, code, ""
    stock.stocked(tx, product.sku)
    home = tx.scalar(_HOME, a_product=product.id, a_warehouse=row.warehouse_id)
    if row.bin and home not in (None, row.bin):
        raise NotTaken(
            WRONG_ITEM, f"{product.sku} belongs in {home}, and {row.bin} is counted; put it back there", product.sku
        )
    amount, rest = divmod(quantity * (find.factor(tx, product, unit) if unit else ONE), ONE)
    if rest or not amount:
        raise Refused(f"{quantity_text(quantity)} of {product.sku} is no quantity that can be counted")
    if lot_shelf.is_kept(product):
        number = lot_shelf.said(product, lot, serial)
        return _count_lot(tx, row, product, number, expires, lambda before: before + amount)
    before = tx.first(_SO_FAR, a_sheet=row.id, a_product=product.id)
    counted = (before.counted if before else 0) + amount
    if counted < 0:
        so_far = quantity_text(before.counted if before else 0)
        raise Refused(f"{product.sku}: only {so_far} are counted, {quantity_text(-amount)} cannot be taken back")
    _put(tx, row, product, counted)
    tx.record("count.scan", "count", row.id, sku=product.sku, quantity=amount)
    return Counted(sheet, product.sku, product.name, product.unit, amount, counted)


@verb("count.set")
def set(tx: Transaction, sheet: int, sku: str, counted: Quantity, *, lot: str = "") -> Counted:
    """Say how much there is of a product (or a lot) in all, instead of what was counted; 0 where nothing is left."""
    row = _locked(tx, sheet)
    product = stock.stocked(tx, sku)
    whole(counted, "counted quantity", MAX_QUANTITY)
    if lot_shelf.is_kept(product):
        return _count_lot(tx, row, product, lot, None, lambda _: counted)
    before = tx.first(_SO_FAR, a_sheet=row.id, a_product=product.id)
    _put(tx, row, product, counted)
    tx.record(
        "count.set", "count", row.id, sku=product.sku, counted=[before.counted if before else None, counted]
    )
    return Counted(sheet, product.sku, product.name, product.unit, counted - (before.counted if before else 0), counted)


@verb("count.post")
def post(tx: Transaction, sheet: int, *, moved: bool = False) -> Posted:
    """Make the books say what was counted; what changed, product by product. What was not counted stays as it is.

    Args:
        moved: post it although counted products moved since the sheet was opened.

    Raises:
        MovedMeanwhile: some did, or lie on pick lists that have not left; names them with the figures.
        Refused: nothing was counted.
    """
    row = _locked(tx, sheet)
    values = {"a_sheet": row.id, "a_warehouse": row.warehouse_id}
    lines = tx.all(COUNTED, **values)
    if not lines:
        raise Refused(f"nothing is counted on sheet {sheet}; count first, or cancel it")
    goods.lock(tx, row.warehouse_id, [line.product_id for line in lines])
    lines = tx.all(COUNTED, **values)
    unsure = restless(tx, row)
    if unsure and not moved:
        raise MovedMeanwhile(_sentence(unsure))
    posted = tuple(_post(tx, row, line) for line in lines)
    if tx.change(_END, a_sheet=row.id, a_state="posted", a_now=tx.now, a_user=person(tx)) != 1:
        raise Conflict(f"count sheet {sheet} was posted or cancelled at another terminal just now")
    left_out = tuple(one.sku for one in not_counted(tx, row))
    changed = {line.sku: [line.before, line.counted] for line in posted if line.difference}
    tx.record(
        "count.post", "count", row.id, state=["open", "posted"], on_hand=changed, not_counted=left_out,
        moved=[one.sku for one in unsure],
    )  # fmt: skip
    return Posted(sheet, posted, left_out)


@verb("count.cancel")
def cancel(tx: Transaction, sheet: int) -> None:
    """Give a sheet up; the books stay as they are, and what was counted can still be looked at."""
    row = _locked(tx, sheet)
    if tx.change(_END, a_sheet=row.id, a_state="cancelled", a_now=None, a_user=None) != 1:
        raise Conflict(f"count sheet {sheet} was posted or cancelled at another terminal just now")
    tx.record("count.cancel", "count", row.id, state=["open", "cancelled"])


def _locked(tx: Transaction, number: int) -> Row[Any]:
    """The sheet as it stands, with its row locked. Raises Conflict when it is no longer open."""
    tx.lock(CountSheet, [sheet_row(tx, number).id])
    row = sheet_row(tx, number)
    if row.state == "posted":
        at = row.posted_at.astimezone(tx.now.tzinfo)
        raise Conflict(f"count sheet {number} was posted by {row.poster} at {at:%H:%M on %d %b}; open a new one")
    if row.state != "open":
        raise Conflict(f"count sheet {number} is {row.state}; open a new one")
    return row


def _put(tx: Transaction, sheet: Row[Any], product: Row[Any], counted: Quantity) -> None:
    line = tx.first(_SO_FAR, a_sheet=sheet.id, a_product=product.id)
    if line is None:
        tx.add(CountLine(sheet_id=sheet.id, product_id=product.id, counted=counted))
    else:
        tx.change(_SET, a_line=line.id, a_quantity=counted)


def _count_lot(
    tx: Transaction,
    sheet: Row[Any],
    product: Row[Any],
    number: str,
    expires: date | None,
    counts: Callable[[Quantity], Quantity],
) -> Counted:
    """Count a lot or a piece; the product's line is the sum of its lots. The answer's `counted` is of the lot."""
    if not number.strip():
        raise NotTaken(WHICH_LOT, f"{product.sku}: scan its label, or key {product.sku}#NUMBER", product.sku)
    lot_id = lot_shelf.arriving(tx, product, number, expires=expires, source=f"count {sheet.number}", found=True)
    before = tx.first(_LOT_SO_FAR, a_sheet=sheet.id, a_lot=lot_id)
    had = before.counted if before else 0
    counted = counts(had)
    if counted < 0:
        raise Refused(f"{product.sku} {number}: only {quantity_text(had)} are counted")
    if product.tracking == Tracking.SERIAL and counted > ONE:
        raise NotTaken(TWICE, f"{product.sku} {number} is counted already; each piece has its own number", product.sku)
    if before is None:
        tx.add(CountLot(sheet_id=sheet.id, lot_id=lot_id, counted=counted))
    else:
        tx.change(_SET_LOT, a_line=before.id, a_quantity=counted)
    line = tx.first(_SO_FAR, a_sheet=sheet.id, a_product=product.id)
    _put(tx, sheet, product, (line.counted if line else 0) + counted - had)
    kept = number.strip().upper()
    tx.record("count.scan", "count", sheet.id, sku=product.sku, lot=kept, quantity=counted - had)
    return Counted(sheet.number, product.sku, product.name, product.unit, counted - had, counted, kept)


def _at_bin(tx: Transaction, sheet: Row[Any], code: str) -> Counted:
    """A bin that is counted is greeted; any other place or code is refused."""
    text = code.strip().upper()
    known = find.fits(text) and tx.scalar(_BIN_CODE, a_warehouse=sheet.warehouse_id, a_bin=text) is not None
    if not known:
        raise NotTaken(UNKNOWN, f"{visible(code.strip())[:40]} is no product and no bin of {sheet.warehouse}")
    if sheet.bin and text != sheet.bin:
        raise NotTaken("WRONG BIN", f"sheet {sheet.number} is for {sheet.bin}; open another one for {text}")
    return Counted(sheet.number, "", text, "", 0, 0)


def _post(tx: Transaction, sheet: Row[Any], line: Row[Any]) -> PostedLine:
    product = find.product_by_id(tx, line.product_id)
    if lot_shelf.is_kept(product):
        return _post_lots(tx, sheet, line, product)
    difference = line.counted - line.on_hand
    moved = stock.put_right(tx, "count", product, sheet.warehouse_id, difference, posting_reason(sheet.number))
    return PostedLine(line.sku, line.on_hand, line.counted, moved.taken_from)


def _post_lots(tx: Transaction, sheet: Row[Any], line: Row[Any], product: Row[Any]) -> PostedLine:
    """Every lot of a counted product; a lot that nobody counted is not there."""
    counted = {row.lot_id: row.counted for row in tx.all(_COUNTED_LOTS, a_sheet=sheet.id, a_product=product.id)}
    there = {one.lot_id: one.on_hand for one in shelves(tx, sheet.warehouse_id, [product.id])[product.id]}
    losers: list[int] = []
    for lot_id in sorted({*counted, *there}, key=lambda one: (counted.get(one, 0) > there.get(one, 0), one)):
        difference = counted.get(lot_id, 0) - there.get(lot_id, 0)
        if difference:
            moved = stock.put_right(
                tx, "count", product, sheet.warehouse_id, difference, posting_reason(sheet.number), lot_id=lot_id
            )
            losers += moved.taken_from
    return PostedLine(line.sku, line.on_hand, line.counted, tuple(sorted({*losers})))


def _sentence(unsure: Sequence[Restless]) -> str:
    parts = []
    for one in unsure[:5]:
        said = []
        if one.moves:
            way = "came in" if one.moved > 0 else "left" if one.moved < 0 else "came and went"
            said.append(f"{quantity_text(abs(one.moved))} {way}" if one.moved else way)
        if one.collected:
            said.append(f"{quantity_text(one.collected)} on pick lists")
        parts.append(f"{one.sku} {' and '.join(said)}")
    more = f" and {len(unsure) - 5} more" if len(unsure) > 5 else ""
    return f"since the sheet was opened: {listed(parts)}{more}. Count these again, or post it all the same"
