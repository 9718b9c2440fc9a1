"""Lots and serial numbers as they are looked at: what there is of a product, and one lot forwards and backwards.

Forwards: which shipments it left with, and to which customers. Backwards: which receipt it came with. A recall reads
both off one card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import (
    Customer,
    Lot,
    LotStock,
    Order,
    OrderLine,
    Pick,
    PickLine,
    Product,
    Shipment,
    ShipmentLine,
    StockMove,
    Warehouse,
)
from orderdesk.rules.lots import check_leaving
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import Quantity

_LOT, _SHELF, _MOVE, _PRODUCT, _WAREHOUSE = (
    table(Lot), table(LotStock), table(StockMove), table(Product), table(Warehouse)
)  # fmt: skip
_PICK, _PICK_LINE, _LEFT, _SHIPMENT = table(Pick), table(PickLine), table(ShipmentLine), table(Shipment)
_ORDER, _LINE, _CUSTOMER = table(Order), table(OrderLine), table(Customer)

_WITH_PRODUCT = select(
    _LOT, _PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.unit, _PRODUCT.c.tracking, _PRODUCT.c.shelf_days
).join(_PRODUCT, _PRODUCT.c.id == _LOT.c.product_id)
_BY_SKU = _WITH_PRODUCT.where(_PRODUCT.c.sku == bindparam("a_sku")).order_by(
    _LOT.c.expires.is_(None), _LOT.c.expires, _LOT.c.id
)
_BY_NUMBER = _WITH_PRODUCT.where(_LOT.c.number == bindparam("a_number")).order_by(_PRODUCT.c.sku)
_ONE = _BY_NUMBER.where(_PRODUCT.c.sku == bindparam("a_sku"))
_SKU = select(_PRODUCT.c.id, _PRODUCT.c.tracking).where(_PRODUCT.c.sku == bindparam("a_sku"))
_STOCK = (
    select(_SHELF.c.lot_id, _WAREHOUSE.c.code, _SHELF.c.on_hand, _SHELF.c.on_pick)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _SHELF.c.warehouse_id)
    .where(_SHELF.c.lot_id.in_(bindparam("lots", expanding=True)), _SHELF.c.on_hand > 0)
    .order_by(_WAREHOUSE.c.code)
)
_MOVES = (
    select(
        _MOVE.c.day, _MOVE.c.kind, _MOVE.c.quantity, _MOVE.c.reason, _WAREHOUSE.c.code,
        _SHIPMENT.c.number.label("shipment"), _ORDER.c.number.label("order_number"), _CUSTOMER.c.code.label("customer"),
    )
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _MOVE.c.warehouse_id)
    .outerjoin(_SHIPMENT, _SHIPMENT.c.id == _MOVE.c.shipment_id)
    .outerjoin(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(_MOVE.c.lot_id == bindparam("a_lot"))
    .order_by(_MOVE.c.id)
)  # fmt: skip
_GONE = (
    select(
        _SHIPMENT.c.number.label("shipment"), _SHIPMENT.c.day, _SHIPMENT.c.tracking,
        _ORDER.c.number.label("order_number"),
        _LINE.c.position, _CUSTOMER.c.code.label("customer"), _CUSTOMER.c.name, _LEFT.c.quantity,
    )
    .join(_SHIPMENT, _SHIPMENT.c.id == _LEFT.c.shipment_id)
    .join(_LINE, _LINE.c.id == _LEFT.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(_LEFT.c.lot_id == bindparam("a_lot"), _SHIPMENT.c.cancelled_at.is_(None))
    .order_by(_SHIPMENT.c.id, _LEFT.c.id)
)  # fmt: skip
_LEFT_FOR = (
    select(_LEFT.c.order_line_id, _LOT.c.number)
    .distinct()
    .join(_LINE, _LINE.c.id == _LEFT.c.order_line_id)
    .join(_LOT, _LOT.c.id == _LEFT.c.lot_id)
    .join(_SHIPMENT, _SHIPMENT.c.id == _LEFT.c.shipment_id)
    .where(_LINE.c.order_id == bindparam("an_order"), _SHIPMENT.c.cancelled_at.is_(None))
    .order_by(_LEFT.c.order_line_id, _LOT.c.number)
)
_LEFT_BY = (
    select(_LEFT.c.order_line_id, _LOT.c.number)
    .distinct()
    .join(_LOT, _LOT.c.id == _LEFT.c.lot_id)
    .join(_SHIPMENT, _SHIPMENT.c.id == _LEFT.c.shipment_id)
    .where(
        _LEFT.c.order_line_id.in_(bindparam("lines", expanding=True)),
        _SHIPMENT.c.cancelled_at.is_(None),
        _SHIPMENT.c.day <= bindparam("a_day"),
    )
    .order_by(_LEFT.c.order_line_id, _LOT.c.number)
)
_LISTS = (
    select(_PICK.c.number, _PICK.c.state, _ORDER.c.number.label("order_number"), _PICK_LINE.c.quantity)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .join(_LINE, _LINE.c.id == _PICK_LINE.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_PICK_LINE.c.lot_id == bindparam("a_lot"), _PICK.c.state.in_(("open", "picked")))
    .order_by(_PICK.c.number)
)


@dataclass(frozen=True, slots=True)
class LotPlace:
    """What a warehouse has of a lot, and how much of it stands on pick lists. Stock units."""

    warehouse: str
    on_hand: Quantity
    on_pick: Quantity


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot, or a piece by its serial number. Stock units.

    Attributes:
        trouble: why it may not leave today; empty when it may.
        with_customers: left less come back.
        source: what it came with.
    """

    sku: str
    lot: str
    expires: date | None
    received: date | None
    source: str
    on_hand: Quantity
    on_pick: Quantity
    with_customers: Quantity
    blocked: bool
    trouble: str
    places: tuple[LotPlace, ...]


@dataclass(frozen=True, slots=True)
class LotMove:
    """One move of it. `quantity` is signed; `shipment`, `order` and `customer` where it left."""

    day: date
    kind: str
    warehouse: str
    quantity: Quantity
    reason: str
    shipment: int | None
    order: int | None
    customer: str


@dataclass(frozen=True, slots=True)
class LotGone:
    """Who got how much of it."""

    customer: str
    name: str
    order: int
    line: int
    shipment: int
    tracking: str
    day: date
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class LotOnList:
    """A pick list that has not left and holds some of it."""

    pick: int
    state: str
    order: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class LotCard:
    """One lot: where it is, where it came from, who got it, and every move of it."""

    lot: LotRow
    name: str
    unit: str
    came: tuple[LotMove, ...]
    gone: tuple[LotGone, ...]
    lists: tuple[LotOnList, ...]
    moves: tuple[LotMove, ...]


def lot_list(reading: Reading, sku: str, *, all: bool = False) -> tuple[LotRow, ...]:
    """The lots of a product, what expires first first; only what is on hand unless all. Raises NotFound."""
    key = sku.strip().upper()
    product = reading.first(_SKU, a_sku=key)
    if product is None:
        raise NotFound(f"there is no product {visible(key)[:40]}; look it up with F4, or find by name")
    if product.tracking == "none":
        raise NotFound(f"{key} is not kept by lots; say so with: product track {key} --by lot")
    rows = reading.all(_BY_SKU, a_sku=key)
    there = _stock(reading, rows)
    return tuple(_row(reading, row, there[row.id]) for row in rows if all or there[row.id])


def lots_called(reading: Reading, number: str) -> tuple[LotRow, ...]:
    """Every product's lot or piece with this number."""
    rows = reading.all(_BY_NUMBER, a_number=number.strip().upper())
    there = _stock(reading, rows)
    return tuple(_row(reading, row, there[row.id]) for row in rows)


def lot_card(reading: Reading, sku: str, number: str) -> LotCard:
    """One lot, forwards and backwards. Raises NotFound."""
    row = reading.first(_ONE, a_sku=sku.strip().upper(), a_number=number.strip().upper())
    if row is None:
        raise NotFound(f"{visible(sku.strip().upper())[:40]} has no lot {visible(number.strip())[:20]}")
    moves = tuple(
        LotMove(
            one.day, one.kind, one.code, one.quantity, one.reason, one.shipment, one.order_number, one.customer or ""
        )
        for one in reading.all(_MOVES, a_lot=row.id)
    )
    return LotCard(
        lot=_row(reading, row, _stock(reading, [row])[row.id]),
        name=row.name,
        unit=row.unit,
        came=tuple(one for one in moves if one.kind in ("receipt", "opening") and one.quantity > 0),
        gone=tuple(
            LotGone(
                one.customer,
                one.name,
                one.order_number,
                one.position,
                one.shipment,
                one.tracking,
                one.day,
                one.quantity,
            )
            for one in reading.all(_GONE, a_lot=row.id)
        ),
        lists=tuple(
            LotOnList(one.number, one.state, one.order_number, one.quantity)
            for one in reading.all(_LISTS, a_lot=row.id)
        ),
        moves=moves,
    )


def lots_shipped(reading: Reading, order_id: int) -> dict[int, list[str]]:
    """The lots and serial numbers that left for an order, by the id of its line."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in reading.all(_LEFT_FOR, an_order=order_id):
        found[row.order_line_id].append(row.number)
    return found


def lots_by(reading: Reading, lines: Sequence[int], day: date) -> dict[int, list[str]]:
    """The lots and serial numbers that had left for order lines by a day, by their ids."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in reading.all(_LEFT_BY, lines=list(lines), a_day=day) if lines else ():
        found[row.order_line_id].append(row.number)
    return found


def _stock(reading: Reading, rows: Any) -> dict[int, list[LotPlace]]:
    there: dict[int, list[LotPlace]] = defaultdict(list)
    for one in reading.all(_STOCK, lots=[row.id for row in rows] or [0]):
        there[one.lot_id].append(LotPlace(one.code, one.on_hand, one.on_pick))
    return there


def _row(reading: Reading, row: Row[Any], places: list[LotPlace]) -> LotRow:
    blocked = row.block_reason if row.blocked else None
    why = check_leaving(row.sku, row.number, row.expires, reading.today, product_days=row.shelf_days, blocked=blocked)
    return LotRow(
        sku=row.sku,
        lot=row.number,
        expires=row.expires,
        received=row.received,
        source=row.source,
        on_hand=sum(one.on_hand for one in places),
        on_pick=sum(one.on_pick for one in places),
        with_customers=row.shipped,
        blocked=row.blocked,
        trouble=why or "",
        places=tuple(places),
    )
