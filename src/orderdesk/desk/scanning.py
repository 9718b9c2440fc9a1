"""Scanning a pick list: right is stored at once, wrong is refused in words, what is missing is recorded as short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, goods
from orderdesk.desk.lot_picking import lines_of_lot, product_of, put_back
from orderdesk.desk.lot_shelf import said
from orderdesk.desk.not_taken import TOO_MANY, UNKNOWN, WRONG_ITEM, NotTaken
from orderdesk.desk.upkeep import whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotFound, Refused
from orderdesk.models import OrderLine, Pick, PickLine, User
from orderdesk.queries.picking import PICK_LINES
from orderdesk.rules.amendment import most_to_ship
from orderdesk.rules.lifecycle import LineAxes, OrderState
from orderdesk.rules.lots import Tracking
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import MAX_QUANTITY, ONE, Quantity, quantity_text

_PICK_LINE = table(PickLine)
_LINE = table(OrderLine)
_USER = table(User)
_NAME = select(_USER.c.name).where(_USER.c.id == bindparam("a_user"))
_COLLECT = (
    update(_PICK_LINE)
    .where(_PICK_LINE.c.id == bindparam("a_line"))
    .values(picked=_PICK_LINE.c.picked + bindparam("a_quantity"), short_reason=bindparam("a_reason"))
)
COLLECT_LINE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.picked + bindparam("a_quantity") >= 0)
    .values(picked=_LINE.c.picked + bindparam("a_quantity"))
)
_SHORT = update(_PICK_LINE).where(_PICK_LINE.c.id == bindparam("a_line")).values(short_reason=bindparam("a_reason"))


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line that a scan went to. Stock units; `picked` is with this scan."""

    order: int
    position: int
    bin: str
    quantity: Quantity
    picked: Quantity
    wanted: Quantity
    lot: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan did. A scanned bin does nothing: `quantity` is 0, and the rest says what is to be taken there.

    Attributes:
        quantity: accepted now, in stock units.
        done, wanted: of this product on the whole list.
        lines: what it went to.
        left: lines of the list that are still to be collected.
    """

    pick: int
    sku: str
    name: str
    unit: str
    quantity: Quantity
    done: Quantity
    wanted: Quantity
    lines: tuple[ScannedLine, ...]
    left: int


def locked(tx: Transaction, number: int) -> Row[Any]:
    """The pick list as it stands, with its row locked."""
    tx.lock(Pick, [find.pick(tx, number).id])
    return find.pick(tx, number)


def refuse_unless_open(tx: Transaction, pick: Row[Any]) -> None:
    """Raises Conflict, saying who confirmed it and when, unless the list is still being collected."""
    if pick.state == "open":
        return
    if pick.confirmed_by is None or pick.confirmed_at is None:
        raise Conflict(f"pick list {pick.number} is {pick.state}; release a new one")
    who = tx.scalar(_NAME, a_user=pick.confirmed_by)
    raise Conflict(
        f"pick list {pick.number} was confirmed by {who} at {pick.confirmed_at:%H:%M on %d %b}; it is {pick.state} now"
    )


@verb("pick.scan")
def scan(
    tx: Transaction,
    pick: int,
    code: str,
    quantity: Quantity = ONE,
    *,
    lot: str = "",
    serial: str = "",
    reason: str = "",
) -> Scanned:
    """Take one scan: a barcode, a SKU, a lot's label, or a bin to see what is taken there. Stored at once.

    Args:
        quantity: how many of what was scanned; the barcode of a case counts what the case holds. Negative puts back.
        lot, serial: what the label says, of a product that is kept by lots or serial numbers.
        reason: why another lot than the one that leaves first is taken, where the company allows it.

    Raises:
        Refused: not on this list, or more than is wanted (the product's over-delivery allowance included).
    """
    whole(quantity, "quantity", MAX_QUANTITY, least=-MAX_QUANTITY)
    row = locked(tx, pick)
    refuse_unless_open(tx, row)
    lines = tx.all(PICK_LINES, a_pick=row.id)
    try:
        product, unit = find.item(tx, code)
    except NotFound:
        labelled = product_of(tx, code, lines)
        if labelled is not None:
            return _take(tx, row, lines, labelled, None, quantity, code, reason)
        place = code.strip().upper()
        there = [line for line in lines if line.bin == place]
        if there:
            return _at_bin(pick, there, lines)
        text = visible(code.strip())[:40]
        raise NotTaken(UNKNOWN, f"{text} is no product and no bin of pick list {pick}; put it back") from None
    return _take(tx, row, lines, product, unit, quantity, said(product, lot, serial), reason)


def _take(
    tx: Transaction,
    row: Row[Any],
    lines: Sequence[Row[Any]],
    product: Row[Any],
    unit: str | None,
    quantity: Quantity,
    lot: str,
    reason: str,
) -> Scanned:
    pick = row.number
    mine: Sequence[Row[Any]] = [line for line in lines if line.product_id == product.id]
    if not mine:
        raise NotTaken(WRONG_ITEM, f"{product.sku} is not on pick list {pick}; put it back", product.sku)
    amount, rest = divmod(quantity * (find.factor(tx, product, unit) if unit else ONE), ONE)
    if rest or not amount:
        raise Refused(f"{quantity_text(quantity)} of {product.sku} is no quantity that can be collected")
    goods.lock(tx, row.warehouse_id, [product.id])
    if product.tracking != Tracking.NONE:
        mine = lines_of_lot(tx, row, product, mine, amount, lot, reason)
    parts = _put_back(mine, amount) if amount < 0 else _spread(mine, amount)
    for line, part in parts:
        full = line.picked + part >= line.quantity
        tx.change(_COLLECT, a_line=line.id, a_quantity=part, a_reason="" if full else line.short_reason)
        tx.change(COLLECT_LINE, a_line=line.order_line_id, a_quantity=part)
    which = {"lot": mine[0].lot} if product.tracking != Tracking.NONE and mine else {}
    tx.record("pick.scan", "pick", row.id, sku=product.sku, quantity=amount, **which)
    after = tx.all(PICK_LINES, a_pick=row.id)
    if amount < 0 and product.tracking == Tracking.SERIAL:
        for line in after:
            put_back(tx, row.warehouse_id, line)
    return _answer(pick, after, product, amount, {line.id: part for line, part in parts})


def _spread(lines: Sequence[Row[Any]], amount: Quantity) -> list[tuple[Row[Any], Quantity]]:
    """Over the product's lines in the list's order; the over-delivery allowance only when all are full."""
    for line in lines:
        if line.held:
            raise Refused(f"order {line.number} is held now; leave {line.sku} on its shelf until it is released")
        if line.order_state != OrderState.CONFIRMED:
            raise Refused(f"order {line.number} is {line.order_state} now; put {line.sku} back and cancel the list")
    parts: dict[int, Quantity] = {}
    left = amount
    for line in lines:
        taken = min(left, max(0, line.quantity - line.picked))
        parts[line.id] = taken
        left -= taken
    for line in lines:
        axes = LineAxes(line.ordered, shipped=line.shipped, cancelled=line.cancelled)
        extra = max(0, most_to_ship(axes, line.over_delivery) - axes.open)
        if line.tracking != Tracking.NONE:
            extra = 0  # what is beyond the list stands on no lot
        taken = min(left, max(0, line.quantity + extra - line.picked - parts[line.id]))
        parts[line.id] += taken
        left -= taken
    if left:
        wanted, picked = sum(line.quantity for line in lines), sum(line.picked for line in lines)
        raise NotTaken(
            TOO_MANY,
            f"{lines[0].sku}: {quantity_text(wanted)} wanted, {quantity_text(picked)} collected; "
            f"{quantity_text(left)} too many. Put {quantity_text(amount)} back",
            lines[0].sku,
        )
    return [(line, parts[line.id]) for line in lines if parts[line.id]]


def _put_back(lines: Sequence[Row[Any]], amount: Quantity) -> list[tuple[Row[Any], Quantity]]:
    """From the product's last line backwards. `amount` is negative."""
    picked = sum(line.picked for line in lines)
    if picked + amount < 0:
        raise Refused(
            f"{lines[0].sku}: only {quantity_text(picked)} are collected, {quantity_text(-amount)} cannot go back"
        )
    parts, left = [], -amount
    for line in reversed(lines):
        taken = min(left, line.picked)
        if taken:
            parts.append((line, -taken))
            left -= taken
    return parts


def _left(lines: Sequence[Row[Any]]) -> int:
    return sum(line.picked < line.quantity and not line.short_reason for line in lines)


def _answer(
    pick: int, lines: Sequence[Row[Any]], product: Row[Any], quantity: Quantity, parts: dict[int, Quantity]
) -> Scanned:
    mine = [line for line in lines if line.product_id == product.id]
    return Scanned(
        pick=pick,
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        quantity=quantity,
        done=sum(line.picked for line in mine),
        wanted=sum(line.quantity for line in mine),
        lines=tuple(_scanned(line, parts[line.id]) for line in mine if line.id in parts),
        left=_left(lines),
    )


def _at_bin(pick: int, there: Sequence[Row[Any]], lines: Sequence[Row[Any]]) -> Scanned:
    first = next((line for line in there if line.picked < line.quantity), there[0])
    mine = [line for line in there if line.product_id == first.product_id]
    return Scanned(
        pick=pick,
        sku=first.sku,
        name=first.name,
        unit=first.unit,
        quantity=0,
        done=sum(line.picked for line in mine),
        wanted=sum(line.quantity for line in mine),
        lines=tuple(_scanned(line, 0) for line in mine),
        left=_left(lines),
    )


def _scanned(line: Row[Any], quantity: Quantity) -> ScannedLine:
    return ScannedLine(line.number, line.position, line.bin, quantity, line.picked, line.quantity, line.lot or "")


@verb("pick.short")
def short(tx: Transaction, pick: int, sku: str, reason: str) -> Quantity:
    """Record that the rest of a product is not there, and why; how much is missing (stock units)."""
    row = locked(tx, pick)
    refuse_unless_open(tx, row)
    why = clean(reason, "reason", limit=200)
    if not why:
        raise Refused("a short line needs a reason: not found, damaged, …")
    product, _ = find.item(tx, sku)
    lines = [line for line in tx.all(PICK_LINES, a_pick=row.id) if line.product_id == product.id]
    if not lines:
        raise Refused(f"{product.sku} is not on pick list {pick}")
    lacking = [line for line in lines if line.picked < line.quantity]
    if not lacking:
        raise Refused(f"{product.sku} is collected in full on pick list {pick}; nothing is short")
    missing: Quantity = sum(line.quantity - line.picked for line in lacking)
    tx.change_all(_SHORT, [{"a_line": line.id, "a_reason": why} for line in lacking])
    tx.record("pick.short", "pick", row.id, sku=product.sku, missing=missing, reason=why)
    return missing
