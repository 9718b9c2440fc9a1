"""Lots on pick lists: proposed first-expired-first-out, taken by scan, given free again, and looked at once more.

A pick line is of one lot, and what it holds of the lot stands in `lot_stock.on_pick` until the list has left, so that
no two lists count on the same goods. Serial numbers are not proposed: whichever good piece is scanned becomes the
line's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.desk import goods
from orderdesk.desk.lot_shelf import arriving, at, is_kept, lot_by_id, maybe_lot, shift, word
from orderdesk.desk.not_taken import UNKNOWN, NotTaken
from orderdesk.desk.shortage import free_up
from orderdesk.errors import Refused
from orderdesk.models import Lot, Order, OrderLine, Pick, PickLine, Product, Shipment, ShipmentLine
from orderdesk.queries.lot_shelves import shelves
from orderdesk.queries.picking import PICK_LINES
from orderdesk.queries.settings import settings
from orderdesk.rules.lots import Shelf, Tracking, check_leaving, not_sellable, propose
from orderdesk.rules.wording import counted
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import ONE, Quantity, quantity_text

WHICH_LOT = "WHICH LOT"
OTHER_LOT = "OTHER LOT"
NOT_GOOD = "NOT GOOD"
TWICE = "TWICE"

_PICK, _PICK_LINE, _LOT, _PRODUCT = table(Pick), table(PickLine), table(Lot), table(Product)
_SHIPMENT, _SHIPMENT_LINE, _ORDER, _LINE = table(Shipment), table(ShipmentLine), table(Order), table(OrderLine)
_ON_LIST = (
    select(_PICK.c.number)
    .join(_PICK_LINE, _PICK_LINE.c.pick_id == _PICK.c.id)
    .where(_PICK_LINE.c.lot_id == bindparam("a_lot"), _PICK.c.state.in_(("open", "picked")))
    .limit(1)
)
_LEFT_WITH = (
    select(_SHIPMENT.c.number, _SHIPMENT.c.day)
    .join(_SHIPMENT_LINE, _SHIPMENT_LINE.c.shipment_id == _SHIPMENT.c.id)
    .where(_SHIPMENT_LINE.c.lot_id == bindparam("a_lot"))
    .order_by(_SHIPMENT.c.id.desc())
    .limit(1)
)
_OF_NUMBER = select(_LOT.c.product_id).where(
    _LOT.c.number == bindparam("a_number"), _LOT.c.product_id.in_(bindparam("products", expanding=True))
)


def take_back_dead(tx: Transaction, warehouse_id: int, product_ids: Iterable[int]) -> list[int]:
    """Reserved goods that may not leave any more, lots expired or blocked since: those last in the queue give back.

    The orders' numbers that lost some. Locks the stock.
    """
    losers: list[int] = []
    stock = goods.lock(tx, warehouse_id, product_ids)
    kept = [product for product, row in stock.items() if is_kept(row)]
    for product, lots in sorted(shelves(tx, warehouse_id, kept).items()):
        row = stock[product]
        losers += free_up(tx, product, warehouse_id, row.allocated - (row.on_hand - not_sellable(lots, tx.today)))
    return sorted(set(losers))


def planned(
    tx: Transaction, warehouse_id: int, lines: Sequence[Row[Any]]
) -> tuple[list[tuple[Row[Any], int | None, Quantity]], list[str]]:
    """Which lot each line is to be collected from: line, lot and quantity; and what finds no good lot, in sentences.

    A line or order that may leave only whole is left out where good lots are not enough for it.
    """
    by_lot = {line.product_id for line in lines if line.tracking == Tracking.LOT}
    if not by_lot:
        return [(line, None, line.quantity) for line in lines], []
    there = shelves(tx, warehouse_id, by_lot)
    found: dict[int, list[tuple[int | None, Quantity]]] = {}
    lacking: list[str] = []
    left_out: set[int] = set()
    for line in lines:
        if line.tracking != Tracking.LOT:
            found[line.id] = [(None, line.quantity)]
            continue
        mine = there[line.product_id]
        parts = propose(mine, line.quantity, tx.today, customer_days=line.customer_days)
        rest = line.quantity - sum(much for _, much in parts)
        if rest:
            lacking.append(_lacking(line, rest, mine))
            if line.delivery_rule != "partial":
                left_out.add(line.order_id if line.delivery_rule == "complete" else -line.id)
                continue
        taken = {lot.lot_id: much for lot, much in parts}
        there[line.product_id] = [replace(lot, free=lot.free - taken.get(lot.lot_id, 0)) for lot in mine]
        found[line.id] = [(lot.lot_id, much) for lot, much in parts]
    plan = [
        (line, lot, much)
        for line in lines
        if line.order_id not in left_out and -line.id not in left_out
        for lot, much in found.get(line.id, ())
    ]
    for line, lot, much in plan:
        if lot is not None:
            shift(tx, lot, line.product_id, warehouse_id, 0, much)
    return plan, lacking


def _lacking(line: Row[Any], rest: Quantity, mine: Sequence[Shelf]) -> str:
    lots = ", ".join(
        f"{lot.number} {'blocked' if lot.blocked else f'until {lot.expires}' if lot.expires else 'without a day'}"
        for lot in mine[:4]
    )
    days = f", good for {counted(line.customer_days, 'day')} more for {line.customer}" if line.customer_days else ""
    return f"order {line.number}: {quantity_text(rest)} of {line.sku} have no free lot{days} ({lots or 'none is here'})"


def product_of(tx: Transaction, code: str, lines: Sequence[Row[Any]]) -> Row[Any] | None:
    """The list's product that has a lot or serial number of this text: its label was scanned alone."""
    followed = sorted({line.product_id for line in lines if line.tracking != Tracking.NONE})
    key = code.strip().upper()
    if not followed or not key.isprintable():
        return None
    hits = tx.all(_OF_NUMBER, a_number=key, products=followed)
    if len(hits) != 1:
        return None
    return tx.first(select(_PRODUCT).where(_PRODUCT.c.id == bindparam("a_product")), a_product=hits[0].product_id)


def lines_of_lot(
    tx: Transaction,
    pick: Row[Any],
    product: Row[Any],
    mine: Sequence[Row[Any]],
    amount: Quantity,
    number: str,
    reason: str,
) -> Sequence[Row[Any]]:
    """The list's lines that a scan of this lot may go to; lines change to it where that is allowed.

    Raises:
        NotTaken: no lot was said, an unknown one, one that may not leave, or another than the one that leaves first.
    """
    if amount < 0:
        return _to_put_back(product, mine, number)
    if product.tracking == Tracking.SERIAL:
        return _piece(tx, pick, product, mine, amount, number)
    if not number.strip():
        raise NotTaken(WHICH_LOT, f"{product.sku} is kept by lots: {_say(product, mine)}", product.sku)
    lot = maybe_lot(tx, product, number)
    if lot is None:
        shown = visible(number.strip())[:20]
        raise NotTaken(UNKNOWN, f"{product.sku} has no lot {shown}; put it aside. {_say(product, mine)}", product.sku)
    _refuse_not_good(tx, product, lot, mine)
    room = sum(max(0, line.quantity - line.picked) for line in mine if line.lot_id == lot.id)
    if amount > room:
        _change_lots(tx, pick, product, mine, lot, amount - room, reason)
    return [line for line in tx.all(PICK_LINES, a_pick=pick.id) if line.lot_id == lot.id]


def _say(product: Row[Any], mine: Sequence[Row[Any]]) -> str:
    wanted = [line for line in mine if line.picked < line.quantity and line.lot]
    lots = ", ".join(
        f"{line.lot}{f' until {line.expires}' if line.expires else ''} {quantity_text(line.quantity - line.picked)}"
        for line in wanted[:3]
    )
    return f"scan the lot, or key {product.sku}#LOT. Wanted: {lots or 'none more'}"


def _refuse_not_good(tx: Transaction, product: Row[Any], lot: Row[Any], mine: Sequence[Row[Any]]) -> None:
    strictest = max(mine, key=lambda line: line.customer_days)
    why = check_leaving(
        product.sku,
        lot.number,
        lot.expires,
        tx.today,
        product_days=product.shelf_days,
        customer_days=strictest.customer_days,
        customer=strictest.customer,
        blocked=lot.block_reason if lot.blocked else None,
    )
    if why is not None:
        raise NotTaken(NOT_GOOD, why, product.sku)


def _change_lots(
    tx: Transaction,
    pick: Row[Any],
    product: Row[Any],
    mine: Sequence[Row[Any]],
    lot: Row[Any],
    amount: Quantity,
    reason: str,
) -> None:
    """Take another lot than the one proposed, where that is allowed, for lines that are not collected yet."""
    others = [line for line in mine if line.lot_id != lot.id and line.picked < line.quantity]
    if sum(line.quantity - line.picked for line in others) < amount:
        return  # too many altogether: the scan is refused with the figures
    first = others[0]
    until = f" until {first.expires}" if first.expires else ""
    leaves = f"{product.sku}: lot {first.lot}{until} leaves first"
    if not settings(tx).other_lot:
        raise NotTaken(OTHER_LOT, f"{leaves}; put {lot.number} back", product.sku)
    if not reason.strip():
        raise NotTaken(OTHER_LOT, f"{leaves}; take {lot.number} instead? Say why", product.sku, asks=True)
    why = clean(reason, "reason", limit=200)
    free = at(tx, lot.id, pick.warehouse_id)
    if free[0] - free[1] < amount:
        raise NotTaken(
            OTHER_LOT,
            f"{product.sku} lot {lot.number}: only {quantity_text(free[0] - free[1])} are free here",
            product.sku,
        )
    left = amount
    for line in others:
        part = min(left, line.quantity - line.picked)
        if not part:
            break
        left -= part
        shift(tx, line.lot_id, product.id, pick.warehouse_id, 0, -part)
        _split(tx, line, part, lot.id)
        tx.record(
            "pick.other_lot", "pick", pick.id, sku=product.sku, order=line.number, lot=[line.lot, lot.number],
            quantity=part, reason=why,
        )  # fmt: skip
    shift(tx, lot.id, product.id, pick.warehouse_id, 0, amount)


def _split(tx: Transaction, line: Row[Any], part: Quantity, lot_id: int) -> None:
    """A part of a pick line is of another lot: a line of its own, or the line itself where that is all of it."""
    if part == line.quantity:
        tx.update(PickLine, line.id, lot_id=lot_id)
        return
    tx.update(PickLine, line.id, quantity=line.quantity - part)
    tx.add(
        PickLine(
            pick_id=line.pick_id,
            order_line_id=line.order_line_id,
            product_id=line.product_id,
            bin=line.bin,
            quantity=part,
            lot_id=lot_id,
        )
    )


def _piece(
    tx: Transaction, pick: Row[Any], product: Row[Any], mine: Sequence[Row[Any]], amount: Quantity, number: str
) -> Sequence[Row[Any]]:
    """The line of one piece, by its serial number."""
    sku = product.sku
    if not number.strip() or amount != ONE:
        raise NotTaken(WHICH_LOT, f"{sku} goes by serial numbers: scan each piece, or key {sku}#NUMBER", sku)
    open_lines = [line for line in mine if line.lot_id is None and line.picked < line.quantity]
    lot = maybe_lot(tx, product, number)
    kept = is_kept(product)
    if lot is None and kept:
        raise NotTaken(UNKNOWN, f"{sku} has no serial number {visible(number.strip())[:20]}; put it aside", sku)
    if lot is not None:
        tx.lock(Lot, [lot.id])
        lot = lot_by_id(tx, lot.id)
        if lot.shipped:
            left = tx.first(_LEFT_WITH, a_lot=lot.id)
            how = f" with shipment {left.number} on {left.day}" if left else ""
            raise NotTaken(TWICE, f"{sku} {lot.number} left already{how}; it cannot leave twice", sku)
        on_list = tx.scalar(_ON_LIST, a_lot=lot.id)
        if on_list is not None:
            raise NotTaken(TWICE, f"{sku} {lot.number} is on pick list {on_list} already; take another piece", sku)
        _refuse_not_good(tx, product, lot, mine)
        if kept and at(tx, lot.id, pick.warehouse_id)[0] <= 0:
            raise NotTaken(UNKNOWN, f"{sku} {lot.number} is not in this warehouse by the books; put it aside", sku)
    if not open_lines:
        return mine  # all are collected: the scan is refused as too many
    lot_id = lot.id if lot is not None else arriving(tx, product, number, found=True)
    if kept:
        shift(tx, lot_id, product.id, pick.warehouse_id, 0, ONE)
    _split(tx, open_lines[0], ONE, lot_id)
    return [line for line in tx.all(PICK_LINES, a_pick=pick.id) if line.lot_id == lot_id]


def _to_put_back(product: Row[Any], mine: Sequence[Row[Any]], number: str) -> Sequence[Row[Any]]:
    collected = [line for line in mine if line.picked]
    named = [line for line in collected if line.lot == number.strip().upper()]
    if number.strip() or len({line.lot for line in collected}) < 2:
        return named if number.strip() else collected
    lots = ", ".join(sorted({str(line.lot) for line in collected})[:5])
    raise NotTaken(WHICH_LOT, f"{product.sku}: say which {word(product)} goes back: {lots}", product.sku)


def put_back(tx: Transaction, warehouse_id: int, line: Row[Any]) -> None:
    """A piece went back on its shelf: the line may be another piece again."""
    if line.tracking == Tracking.SERIAL and line.lot_id is not None and line.picked == 0:
        if is_kept(line):
            shift(tx, line.lot_id, line.product_id, warehouse_id, 0, -ONE)
        tx.update(PickLine, line.id, lot_id=None)


def set_free(tx: Transaction, warehouse_id: int, lines: Iterable[Row[Any]], *, picked_stays: bool) -> None:
    """What pick lines no longer count on is free for other lists: what is short, or all of a list that is given up.

    Args:
        picked_stays: what is collected goes on; only the rest becomes free.
    """
    for line in lines:
        if line.lot_id is None or not is_kept(line):
            continue
        held = line.picked if line.pick_state == "picked" else line.quantity
        free = held - line.picked if picked_stays else held
        if free:
            shift(tx, line.lot_id, line.product_id, warehouse_id, 0, -free)


def refuse_lot(tx: Transaction, line: Row[Any]) -> None:
    """Raises Refused where a collected lot may not leave any more: blocked or expired since, or never said."""
    if line.tracking == Tracking.NONE:
        return
    if line.lot_id is None:
        raise Refused(f"pick list, {line.sku}: nobody said which {word(line)} was collected; put it back and scan it")
    why = check_leaving(
        line.sku,
        line.lot,
        line.expires,
        tx.today,
        product_days=line.shelf_days,
        customer_days=line.customer_days,
        customer=line.customer,
        blocked=line.block_reason if line.blocked else None,
    )
    if why is not None:
        raise Refused(f"order {line.number} cannot leave: {why}")


def lots_of(lines: Sequence[Row[Any]]) -> dict[str, Any]:
    """For the event: which lots left, where there are any."""
    lots: dict[str, list[str]] = {}
    for line in lines:
        if line.lot:
            lots.setdefault(line.sku, []).append(line.lot)
    return {"lots": lots} if lots else {}
