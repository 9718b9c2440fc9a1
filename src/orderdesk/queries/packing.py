"""Packing: which of a pick list's goods are in which parcel, and which lists wait to be packed and to leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, case, func, select, type_coerce

from orderdesk.errors import NotFound, Refused
from orderdesk.models import Order, OrderLine, Parcel, ParcelLine, Pick, PickLine, Product
from orderdesk.models.columns import Whole
from orderdesk.queries.picking import PICK_LINES, PickRow, open_picks, pick_card
from orderdesk.rules.wording import listed
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_PARCEL, _IN = table(Parcel), table(ParcelLine)
_PICK, _PICK_LINE = table(Pick), table(PickLine)
_ORDER, _LINE, _PRODUCT = table(Order), table(OrderLine), table(Product)

PARCELS = select(_PARCEL).where(_PARCEL.c.pick_id == bindparam("a_pick")).order_by(_PARCEL.c.number)
CONTENTS = (
    select(
        _IN.c.id,
        _IN.c.parcel_id,
        _IN.c.pick_line_id,
        _IN.c.quantity,
        _PICK_LINE.c.product_id,
        _LINE.c.order_id,
        _LINE.c.position,
        _LINE.c.ship_to_id,
        _ORDER.c.number,
        _PRODUCT.c.sku,
        _PRODUCT.c.name,
        _PRODUCT.c.unit,
    )
    .join(_PARCEL, _PARCEL.c.id == _IN.c.parcel_id)
    .join(_PICK_LINE, _PICK_LINE.c.id == _IN.c.pick_line_id)
    .join(_LINE, _LINE.c.id == _PICK_LINE.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_PRODUCT, _PRODUCT.c.id == _PICK_LINE.c.product_id)
    .where(_PARCEL.c.pick_id == bindparam("a_pick"))
    .order_by(_PARCEL.c.number, _IN.c.pick_line_id)
)
_SUMS = (
    select(_IN.c.pick_line_id, func.sum(_IN.c.quantity).label("packed"))
    .join(_PICK_LINE, _PICK_LINE.c.id == _IN.c.pick_line_id)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(_PICK.c.state == "picked")
    .group_by(_IN.c.pick_line_id)
    .subquery()
)
_PACKED = (
    select(_IN.c.pick_line_id, type_coerce(func.sum(_IN.c.quantity), Whole()).label("packed"))
    .join(_PICK_LINE, _PICK_LINE.c.id == _IN.c.pick_line_id)
    .where(_PICK_LINE.c.pick_id == bindparam("a_pick"))
    .group_by(_IN.c.pick_line_id)
)
_DONE = (
    select(
        _PICK.c.number,
        func.count().label("lines"),
        func.sum(case((_SUMS.c.packed >= _PICK_LINE.c.picked, 1), else_=0)).label("done"),
    )
    .join(_PICK_LINE, _PICK_LINE.c.pick_id == _PICK.c.id)
    .outerjoin(_SUMS, _SUMS.c.pick_line_id == _PICK_LINE.c.id)
    .where(_PICK.c.state == "picked", _PICK_LINE.c.picked > 0)
    .group_by(_PICK.c.number)
)
_BOXES = (
    select(_PICK.c.number, func.count().label("parcels"))
    .join(_PARCEL, _PARCEL.c.pick_id == _PICK.c.id)
    .where(_PICK.c.state == "picked")
    .group_by(_PICK.c.number)
)
_STATE = select(_PICK.c.state).where(_PICK.c.number == bindparam("a_number"))
_LISTS_OF_ORDER = (
    select(_PICK.c.number, _PICK.c.state)
    .join(_PICK_LINE, _PICK_LINE.c.pick_id == _PICK.c.id)
    .join(_LINE, _LINE.c.id == _PICK_LINE.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_ORDER.c.number == bindparam("a_number"), _PICK_LINE.c.picked > 0)
    .group_by(_PICK.c.number, _PICK.c.state)
    .order_by(_PICK.c.number)
)
_ORDER_THERE = select(_ORDER.c.id).where(_ORDER.c.number == bindparam("a_number"))


@dataclass(frozen=True, slots=True)
class PackCardLine:
    """What was collected of an order's line, and how much of that is in parcels. Stock units."""

    order: int
    position: int
    customer: str
    sku: str
    name: str
    unit: str
    picked: Quantity
    packed: Quantity

    @property
    def left(self) -> Quantity:
        """Still to be packed."""
        return self.picked - self.packed


@dataclass(frozen=True, slots=True)
class ParcelLineCard:
    """How much of an order's line is in a parcel. Stock units."""

    position: int
    sku: str
    name: str
    unit: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """One parcel: it holds goods of one order. The weight is known when it is closed; 0 was not weighed."""

    number: int
    order: int
    closed: bool
    weight_grams: int
    lines: tuple[ParcelLineCard, ...]


@dataclass(frozen=True, slots=True)
class PackCard:
    """One pick list as it is packed: what was collected, line by line, and the parcels."""

    header: PickRow
    lines: tuple[PackCardLine, ...]
    parcels: tuple[ParcelCard, ...]

    @property
    def open_parcel(self) -> ParcelCard | None:
        """The parcel that a scan goes to unless it says otherwise; None: the next scan opens one."""
        return next((parcel for parcel in reversed(self.parcels) if not parcel.closed), None)

    @property
    def next_number(self) -> int:
        """What the next parcel will be called."""
        return max((parcel.number for parcel in self.parcels), default=0) + 1


@dataclass(frozen=True, slots=True)
class ToPack:
    """A picked list that has not left: `done` of its `lines` are packed in full."""

    number: int
    orders: tuple[int, ...]
    warehouse: str
    carrier: str
    confirmed_by: str
    lines: int
    done: int
    parcels: int


@dataclass(frozen=True, slots=True)
class Meant:
    """What a scanned number means: a pick list, and the order where the number was an order's."""

    pick: int
    order: int | None = None


def to_pack(reading: Reading) -> tuple[ToPack, ...]:
    """Every picked list that has not left, the oldest first."""
    done = {row.number: row for row in reading.all(_DONE)}
    boxes = {row.number: row.parcels for row in reading.all(_BOXES)}
    return tuple(
        ToPack(
            number=pick.number,
            orders=pick.orders,
            warehouse=pick.warehouse,
            carrier=pick.carrier,
            confirmed_by=pick.confirmed_by,
            lines=done[pick.number].lines,
            done=int(done[pick.number].done),
            parcels=boxes.get(pick.number, 0),
        )
        for pick in open_picks(reading)
        if pick.number in done
    )


def packed_of(reading: Reading, pick_id: int) -> dict[int, Quantity]:
    """How much of each line of a pick list is in parcels, by the line's id."""
    return {row.pick_line_id: row.packed for row in reading.all(_PACKED, a_pick=pick_id)}


def pack_card(reading: Reading, pick: int) -> PackCard:
    """One pick list with its parcels. Raises NotFound."""
    header = pick_card(reading, pick).header
    pick_id = reading.scalar(select(_PICK.c.id).where(_PICK.c.number == pick))
    packed = packed_of(reading, pick_id)
    inside: dict[int, list[Row[Any]]] = {}
    for row in reading.all(CONTENTS, a_pick=pick_id):
        inside.setdefault(row.parcel_id, []).append(row)
    return PackCard(
        header,
        tuple(
            PackCardLine(
                order=line.number,
                position=line.position,
                customer=line.customer,
                sku=line.sku,
                name=line.name,
                unit=line.unit,
                picked=line.picked,
                packed=packed.get(line.id, 0),
            )
            for line in reading.all(PICK_LINES, a_pick=pick_id)
            if line.picked
        ),
        tuple(_parcel(row, inside.get(row.id, ())) for row in reading.all(PARCELS, a_pick=pick_id)),
    )


def _parcel(row: Row[Any], inside: Sequence[Row[Any]]) -> ParcelCard:
    lines = tuple(ParcelLineCard(one.position, one.sku, one.name, one.unit, one.quantity) for one in inside)
    return ParcelCard(row.number, inside[0].number if inside else 0, row.closed, row.weight_grams, lines)


def meant(reading: Reading, number: int, kind: str = "") -> Meant:
    """The pick list that a number on paper means: its own, or that of the order it names.

    Args:
        kind: `pick` or `order` where that is known; otherwise a pick list that waits to leave comes first.

    Raises:
        NotFound: there is neither.
        Refused: nothing of the order was collected, or several of its lists wait; says which.
    """
    fits = abs(number) < 2**63
    state = reading.scalar(_STATE, a_number=number) if fits and kind != "order" else None
    if state is not None and (kind == "pick" or state == "picked"):
        return Meant(number)
    known = fits and kind != "pick" and reading.scalar(_ORDER_THERE, a_number=number) is not None
    lists = reading.all(_LISTS_OF_ORDER, a_number=number) if known else ()
    waiting = [int(row.number) for row in lists if row.state == "picked"]
    if len(waiting) > 1:
        raise Refused(f"order {number} is on pick lists {listed([str(one) for one in waiting])}; scan one of those")
    if waiting:
        return Meant(waiting[0], number)
    if state is not None:
        return Meant(number)
    if lists:
        return Meant(int(lists[-1].number), number)
    if known:
        raise Refused(f"nothing of order {number} is collected yet; pick it first")
    wanted = {"pick": "pick list", "order": "order"}.get(kind, "pick list and no order")
    raise NotFound(f"there is no {wanted} {number}")
