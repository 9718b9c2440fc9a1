"""Parcels: what goes into one and comes out again, and how a packed list leaves.

The verbs are in `orderdesk.desk.packing`. A parcel holds goods of one order for one address only, as a shipment does;
it is there as long as something is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from orderdesk.desk.not_taken import TOO_MANY, NotTaken
from orderdesk.errors import BadValue, Conflict, NotFound, Refused
from orderdesk.models import Parcel, ParcelLine, Shipment, User
from orderdesk.queries.packing import CONTENTS, PARCELS, packed_of
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Quantity, quantity_text

MOST_GRAMS = 10**9
OTHER_ORDER = "OTHER ORDER"  # what the banner says of goods that belong into another parcel

_PARCEL, _IN, _SHIPMENT, _USER = table(Parcel), table(ParcelLine), table(Shipment), table(User)
_LEFT = (
    select(_SHIPMENT.c.shipped_at, _USER.c.name)
    .join(_USER, _USER.c.id == _SHIPMENT.c.shipped_by)
    .where(_SHIPMENT.c.pick_id == bindparam("a_pick"))
    .limit(1)
)
_CHANGE = (
    update(_IN)
    .where(
        _IN.c.parcel_id == bindparam("a_parcel"),
        _IN.c.pick_line_id == bindparam("a_line"),
        _IN.c.quantity + bindparam("a_quantity") > 0,
    )
    .values(quantity=_IN.c.quantity + bindparam("a_quantity"))
)
_REMOVE = delete(_IN).where(
    _IN.c.parcel_id == bindparam("a_parcel"),
    _IN.c.pick_line_id == bindparam("a_line"),
    _IN.c.quantity == bindparam("a_quantity"),
)
_END = delete(_PARCEL).where(_PARCEL.c.id == bindparam("a_parcel"))


@dataclass(frozen=True, slots=True)
class Load:
    """How an order of a pick list leaves: its parcels, what they weigh, and whether something of it is in none."""

    parcels: int = 0
    grams: int = 0
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """An open parcel as a scan finds it; `id` 0 is one that the scan opens. `inside` is of one order."""

    id: int
    number: int
    inside: tuple[Row[Any], ...] = ()

    @property
    def order(self) -> int | None:
        """Whose goods it holds."""
        return self.inside[0].number if self.inside else None


def check_weight(grams: int) -> None:
    """Raises BadValue for what nothing can weigh: less than nothing, or more than a thousand tonnes."""
    if not 0 <= grams <= MOST_GRAMS:
        raise BadValue(f"a weight of {quantity_text(grams)} kg cannot be; is it in kilograms?")


def refuse_unless_picked(tx: Transaction, pick: Row[Any], done: str) -> None:
    """Raises, saying who shipped the list and when, unless it is collected and has not left.

    Args:
        done: what only a picked list can be: packed, shipped.
    """
    if pick.state == "shipped":
        left = tx.first(_LEFT, a_pick=pick.id)
        by = f" by {left.name} at {left.shipped_at:%H:%M on %d %b}" if left else ""
        raise Conflict(f"pick list {pick.number} was shipped{by}")
    if pick.state != "picked":
        to_do = ": confirm it first" if pick.state == "open" else ""
        raise Refused(f"pick list {pick.number} is {pick.state}; only a picked list can be {done}{to_do}")


def parcel_numbered(tx: Transaction, pick: Row[Any], number: int) -> Row[Any]:
    """A parcel of the list. Raises NotFound."""
    found = next((one for one in tx.all(PARCELS, a_pick=pick.id) if one.number == number), None)
    if found is None:
        raise NotFound(f"pick list {pick.number} has no parcel {number}")
    return found


def open_box(tx: Transaction, pick: Row[Any], number: int | None) -> Box:
    """The open parcel of this number; None is the open one, or the next. Raises Refused when it is closed."""
    parcels = tx.all(PARCELS, a_pick=pick.id)
    after_last = max((int(one.number) for one in parcels), default=0) + 1
    if number is None:
        number = next((int(one.number) for one in reversed(parcels) if not one.closed), after_last)
    if number == after_last:
        return Box(0, number)
    row = parcel_numbered(tx, pick, number)
    if row.closed:
        raise Refused(f"parcel {number} of pick list {pick.number} is closed; open it again, or pack into another")
    inside = tuple(content for content in tx.all(CONTENTS, a_pick=pick.id) if content.parcel_id == row.id)
    return Box(int(row.id), number, inside)


def put_in(
    tx: Transaction, pick: Row[Any], box: Box, mine: Sequence[Row[Any]], amount: Quantity, order: int | None
) -> int:
    """Put an amount of one product into a parcel, spread over the lines of one order; the order's number.

    Args:
        mine: the list's lines of that product.
        order: whose; None is the parcel's order, or the first that has something of it to pack.
    """
    packed = packed_of(tx, pick.id)
    room = {line.id: line.picked - packed.get(line.id, 0) for line in mine}
    wanting = [line.number for line in mine if room[line.id] > 0]
    whose = int(box.order or order or (wanting or [mine[0].number])[0])
    if order not in (None, whose):
        sentence = f"parcel {box.number} holds goods of order {whose}; close it, then pack order {order}"
        raise NotTaken(OTHER_ORDER, sentence, mine[0].sku)
    lines = [line for line in mine if line.number == whose]
    of_order, there = lines, box.inside or [line for line in lines if room[line.id] > 0] or lines
    lines = [line for line in lines if line.ship_to_id == there[0].ship_to_id]
    if of_order and not lines:
        sentence = f"{mine[0].sku} of order {whose} goes to another address than parcel {box.number}; close that first"
        raise NotTaken(OTHER_ORDER, sentence, mine[0].sku)
    left = sum(room[line.id] for line in lines)
    if amount > left:
        other = next((number for number in wanting if number != whose), None)
        if other is not None:
            raise NotTaken(
                OTHER_ORDER,
                f"{mine[0].sku}: {quantity_text(left)} left to pack for order {whose}, {quantity_text(amount)} "
                f"scanned; order {other} wants it too, in a parcel of its own: close parcel {box.number} first",
                mine[0].sku,
            )
        collected = sum(line.picked for line in lines)
        raise NotTaken(
            TOO_MANY,
            f"{mine[0].sku}: {quantity_text(collected)} picked, {quantity_text(collected - left)} packed; "
            f"{quantity_text(amount - left)} too many. Put {quantity_text(amount)} aside",
            mine[0].sku,
        )
    parcel_id = box.id or tx.add(Parcel(pick_id=pick.id, number=box.number))
    rest = amount
    for line in lines:
        part = min(rest, room[line.id])
        if part and tx.change(_CHANGE, a_parcel=parcel_id, a_line=line.id, a_quantity=part) != 1:
            tx.add(ParcelLine(parcel_id=parcel_id, pick_line_id=line.id, quantity=part))
        rest -= part
    return whose


def take_out(tx: Transaction, pick: Row[Any], box: Box, product: Row[Any], amount: Quantity) -> int:
    """Take an amount of one product (negative) out of a parcel, from its last line backwards; the order's number."""
    mine = [content for content in box.inside if content.product_id == product.id]
    there = sum(content.quantity for content in mine)
    if there + amount < 0:
        raise Refused(
            f"{product.sku}: parcel {box.number} of pick list {pick.number} has {quantity_text(there)}; "
            f"{quantity_text(-amount)} cannot be taken out"
        )
    rest = -amount
    for content in reversed(mine):
        part = min(rest, content.quantity)
        rest -= part
        if part < content.quantity:
            met = tx.change(_CHANGE, a_parcel=box.id, a_line=content.pick_line_id, a_quantity=-part)
        elif part:
            met = tx.change(_REMOVE, a_parcel=box.id, a_line=content.pick_line_id, a_quantity=part)
        else:
            continue
        if met != 1:
            raise Conflict(f"parcel {box.number} changed meanwhile; look at it again")
    if there + amount == 0 and len(mine) == len(box.inside):
        tx.change(_END, a_parcel=box.id)
    return int(mine[0].number)


def loads(
    tx: Transaction, pick: Row[Any], lines: Iterable[Row[Any]], *, unpacked: bool
) -> dict[tuple[int, int | None], Load]:
    """How each order of a list leaves, by the order's id and its lines' own address.

    Every order is loose where nothing was packed at all.

    Args:
        lines: what was collected.
        unpacked: what is in no parcel may leave all the same.

    Raises:
        Refused: a parcel is open; or the list is packed in part, or not at all where the company wants it packed.
    """
    parcels = {one.id: one for one in tx.all(PARCELS, a_pick=pick.id)}
    still_open = next((one.number for one in parcels.values() if not one.closed), None)
    packed = packed_of(tx, pick.id)
    left = [(line, line.picked - packed.get(line.id, 0)) for line in lines if line.picked > packed.get(line.id, 0)]
    required = settings(tx).pack_before_ship
    if left and (required or (parcels and not unpacked)):
        named = ", ".join(f"{line.sku} {quantity_text(rest)}" for line, rest in left[:5])
        what = f"packed in part, still to pack {named}" if parcels else f"not packed yet: {named}"
        or_else = "pack it, then ship it" if required else "pack the rest, or say that it leaves unpacked"
        raise Refused(f"pick list {pick.number} is {what}; {or_else}")
    if still_open is not None:
        raise Refused(f"parcel {still_open} of pick list {pick.number} is open; close it with its weight, then ship")
    found = {(line.order_id, line.ship_to_id): Load(loose=True) for line, _ in left}
    inside = {one.parcel_id: (one.order_id, one.ship_to_id) for one in tx.all(CONTENTS, a_pick=pick.id)}
    for parcel_id, whose in inside.items():
        so_far = found.get(whose, Load())
        grams = so_far.grams + parcels[parcel_id].weight_grams
        found[whose] = Load(so_far.parcels + 1, grams, so_far.loose)
    return found
