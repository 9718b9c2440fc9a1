"""Pick lists: what can be picked, which lists are on their way, and one list with its lines in walking order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, exists, func, select, type_coerce

from orderdesk.errors import NotFound
from orderdesk.models import (
    Allocation,
    Bin,
    Customer,
    Hold,
    Lot,
    Order,
    OrderLine,
    Pick,
    PickLine,
    Product,
    Stock,
    User,
    Warehouse,
)
from orderdesk.models.columns import Whole
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_ORDER, _LINE, _HOLD, _ALLOCATION = table(Order), table(OrderLine), table(Hold), table(Allocation)
_PICK, _PICK_LINE, _PRODUCT = table(Pick), table(PickLine), table(Product)
_CUSTOMER, _WAREHOUSE, _STOCK, _BIN = table(Customer), table(Warehouse), table(Stock), table(Bin)
_RELEASER, _CONFIRMER = table(User).alias("releaser"), table(User).alias("confirmer")
_LOT = table(Lot)
_OTHER = _LINE.alias("other")

# What stands on pick lists that have not left: of an open list all, of a picked one what was collected.
_ON_LISTS = (
    select(
        func.coalesce(func.sum(case((_PICK.c.state == "picked", _PICK_LINE.c.picked), else_=_PICK_LINE.c.quantity)), 0)
    )
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(
        _PICK_LINE.c.order_line_id == _LINE.c.id,
        _PICK.c.warehouse_id == _ALLOCATION.c.warehouse_id,
        _PICK.c.state.in_(("open", "picked")),
    )
    .correlate(_LINE, _ALLOCATION)
    .scalar_subquery()
)
_PICKABLE = (
    select(
        _LINE.c.id,
        _LINE.c.order_id,
        _LINE.c.position,
        _LINE.c.product_id,
        type_coerce(_ALLOCATION.c.quantity - _ON_LISTS, Whole()).label("quantity"),
        _LINE.c.waiting,
        exists().where(_OTHER.c.order_id == _ORDER.c.id, _OTHER.c.waiting).label("order_waits"),
        _LINE.c.wanted,
        select(func.max(_OTHER.c.wanted))
        .where(
            _OTHER.c.order_id == _ORDER.c.id,
            _OTHER.c.ordered - _OTHER.c.cancelled > _OTHER.c.shipped,
            _OTHER.c.drop_ship.is_(False),
        )
        .scalar_subquery()
        .label("last_wanted"),
        _ORDER.c.number,
        _ORDER.c.carrier,
        _ORDER.c.wanted_date,
        _ORDER.c.delivery_rule,
        _CUSTOMER.c.code.label("customer"),
        _CUSTOMER.c.name,
        _CUSTOMER.c.shelf_days.label("customer_days"),
        _PRODUCT.c.sku,
        _PRODUCT.c.tracking,
        _PRODUCT.c.serial_at,
        func.coalesce(_BIN.c.code, "").label("bin"),
    )
    .select_from(_ALLOCATION)
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .outerjoin(
        _STOCK,
        and_(_STOCK.c.product_id == _ALLOCATION.c.product_id, _STOCK.c.warehouse_id == _ALLOCATION.c.warehouse_id),
    )
    .outerjoin(_BIN, _BIN.c.id == _STOCK.c.bin_id)
    .where(
        _ALLOCATION.c.warehouse_id == bindparam("a_warehouse"),
        _ALLOCATION.c.quantity > _ON_LISTS,
        _ORDER.c.state == "confirmed",
        ~exists().where(_HOLD.c.order_id == _ORDER.c.id, _HOLD.c.state == "open"),
    )
    .order_by(_ORDER.c.wanted_date, _ORDER.c.id, _LINE.c.position)
)
_PICKABLE_OF = _PICKABLE.where(_ORDER.c.id.in_(bindparam("orders", expanding=True)))

PICK_LINES = (
    select(
        _PICK_LINE,
        _LINE.c.order_id,
        _LINE.c.position,
        _LINE.c.ship_to_id,
        _LINE.c.ordered,
        _LINE.c.allocated,
        _LINE.c.shipped,
        _LINE.c.cancelled,
        _ORDER.c.number,
        _ORDER.c.state.label("order_state"),
        _ORDER.c.customer_id,
        exists().where(_HOLD.c.order_id == _ORDER.c.id, _HOLD.c.state == "open").label("held"),
        _CUSTOMER.c.code.label("customer"),
        _PRODUCT.c.sku,
        _PRODUCT.c.name,
        _PRODUCT.c.unit,
        # Of a kit's component neither more nor less than makes whole kits.
        case((_LINE.c.parent_id.is_not(None), 0), else_=_PRODUCT.c.over_delivery).label("over_delivery"),
        case((_LINE.c.parent_id.is_not(None), 0), else_=_PRODUCT.c.under_delivery).label("under_delivery"),
        _LINE.c.parent_id,
        _PRODUCT.c.tracking,
        _PRODUCT.c.serial_at,
        _PRODUCT.c.shelf_days,
        _CUSTOMER.c.shelf_days.label("customer_days"),
        _PICK.c.state.label("pick_state"),
        _LOT.c.number.label("lot"),
        _LOT.c.expires,
        _LOT.c.blocked,
        _LOT.c.block_reason,
    )
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .join(_LINE, _LINE.c.id == _PICK_LINE.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_PRODUCT, _PRODUCT.c.id == _PICK_LINE.c.product_id)
    .outerjoin(_LOT, _LOT.c.id == _PICK_LINE.c.lot_id)
    .where(_PICK_LINE.c.pick_id == bindparam("a_pick"))
    .order_by(_PICK_LINE.c.id)
)
_HEADERS = (
    select(
        _PICK,
        _WAREHOUSE.c.code.label("warehouse"),
        _RELEASER.c.name.label("releaser"),
        _CONFIRMER.c.name.label("confirmer"),
    )
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _PICK.c.warehouse_id)
    .join(_RELEASER, _RELEASER.c.id == _PICK.c.released_by)
    .outerjoin(_CONFIRMER, _CONFIRMER.c.id == _PICK.c.confirmed_by)
)
_ONE = _HEADERS.where(_PICK.c.number == bindparam("a_number"))
_OPEN = _HEADERS.where(_PICK.c.state.in_(("open", "picked"))).order_by(_PICK.c.id)
_COUNTS = (
    select(
        _PICK_LINE.c.pick_id,
        _ORDER.c.number,
        func.count().label("lines"),
        func.sum(
            case((_PICK_LINE.c.picked >= _PICK_LINE.c.quantity, 1), (_PICK_LINE.c.short_reason != "", 1), else_=0)
        ).label("done"),
    )
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .join(_LINE, _LINE.c.id == _PICK_LINE.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_PICK.c.state.in_(("open", "picked")))
    .group_by(_PICK_LINE.c.pick_id, _ORDER.c.number)
    .order_by(_PICK_LINE.c.pick_id, _ORDER.c.number)
)
_PLACE = select(_WAREHOUSE.c.id).where(_WAREHOUSE.c.code == bindparam("a_code"))


@dataclass(frozen=True, slots=True)
class PickRow:
    """A pick list that has not left. `state` is open or picked; `done` of its `lines` are collected or short."""

    number: int
    state: str
    warehouse: str
    carrier: str
    orders: tuple[int, ...]
    lines: int
    done: int
    released_at: datetime
    released_by: str
    confirmed_at: datetime | None
    confirmed_by: str
    version: int


@dataclass(frozen=True, slots=True)
class PickCardLine:
    """What to collect from where. Stock units."""

    order: int
    position: int
    customer: str
    sku: str
    name: str
    bin: str
    unit: str
    quantity: Quantity
    picked: Quantity
    short_reason: str
    lot: str = ""
    expires: date | None = None

    @property
    def left(self) -> Quantity:
        """Still to collect; nothing once it is recorded as short."""
        return 0 if self.short_reason else max(0, self.quantity - self.picked)


@dataclass(frozen=True, slots=True)
class PickCard:
    """One pick list, its lines in walking order."""

    header: PickRow
    lines: tuple[PickCardLine, ...]


@dataclass(frozen=True, slots=True)
class ReadyOrder:
    """A confirmed order with goods reserved that are on no pick list. `complete`: nothing of it waits for goods."""

    number: int
    customer: str
    name: str
    wanted_date: date
    carrier: str
    delivery_rule: str
    lines: int
    quantity: Quantity
    complete: bool


def pickable(
    reading: Reading, warehouse_id: int, order_ids: Iterable[int] | None = None, *, ahead: bool = False
) -> Sequence[Row[Any]]:
    """The lines that may go on a pick list, as the orders' delivery rules have it; orders with open holds have none.

    Args:
        ahead: also lines with a later day of their own, which otherwise wait for it.
    """
    if order_ids is None:
        rows = reading.all(_PICKABLE, a_warehouse=warehouse_id)
    else:
        rows = reading.all(_PICKABLE_OF, a_warehouse=warehouse_id, orders=sorted(set(order_ids)) or [0])
    return [row for row in rows if not _too_early(row) and (ahead or not _waits_for_its_day(row, reading.today))]


def _waits_for_its_day(row: Row[Any], today: date) -> bool:
    """Whether a line has a later day of its own; of an order that leaves only whole, whether any line has."""
    day = row.last_wanted if row.delivery_rule == "complete" else row.wanted
    return day is not None and day > max(today, row.wanted_date)


def _too_early(row: Row[Any]) -> bool:
    """Whether a line must wait until it, or its whole order, is reserved in full."""
    return bool(row.order_waits) if row.delivery_rule == "complete" else row.delivery_rule == "lines" and row.waiting


def ready_to_pick(reading: Reading, warehouse: str | None = None) -> tuple[ReadyOrder, ...]:
    """The orders that a pick list can be released for, the most urgent first. Raises NotFound for the warehouse."""
    place = reading.scalar(_PLACE, a_code=(warehouse or settings(reading).warehouse).strip().upper())
    if place is None:
        raise NotFound(f"there is no warehouse {warehouse}")
    return tuple(ready_orders(reading, place).values())


def ready_orders(reading: Reading, warehouse_id: int, order_ids: Iterable[int] | None = None) -> dict[int, ReadyOrder]:
    """Those of the orders that are ready, by id, the most urgent first; None is of all."""
    together: dict[int, list[Row[Any]]] = {}
    for row in pickable(reading, warehouse_id, order_ids):
        together.setdefault(row.order_id, []).append(row)
    return {
        order: ReadyOrder(
            number=rows[0].number,
            customer=rows[0].customer,
            name=rows[0].name,
            wanted_date=rows[0].wanted_date,
            carrier=rows[0].carrier,
            delivery_rule=rows[0].delivery_rule,
            lines=len(rows),
            quantity=sum(row.quantity for row in rows),
            complete=not rows[0].order_waits,
        )
        for order, rows in together.items()
    }


def open_picks(reading: Reading) -> tuple[PickRow, ...]:
    """Every pick list that is being collected or waits to leave, the oldest first."""
    counts: dict[int, list[Row[Any]]] = {}
    for row in reading.all(_COUNTS):
        counts.setdefault(row.pick_id, []).append(row)
    return tuple(
        _header(
            row,
            tuple(count.number for count in counts.get(row.id, ())),
            sum(count.lines for count in counts.get(row.id, ())),
            sum(int(count.done) for count in counts.get(row.id, ())),
        )
        for row in reading.all(_OPEN)
    )


def pick_card(reading: Reading, number: int) -> PickCard:
    """One pick list. Raises NotFound."""
    row = reading.first(_ONE, a_number=number) if abs(number) < 2**63 else None
    if row is None:
        raise NotFound(f"there is no pick list {number}")
    lines = tuple(
        PickCardLine(
            order=line.number,
            position=line.position,
            customer=line.customer,
            sku=line.sku,
            name=line.name,
            bin=line.bin,
            unit=line.unit,
            quantity=line.quantity,
            picked=line.picked,
            short_reason=line.short_reason,
            lot=line.lot or "",
            expires=line.expires,
        )
        for line in reading.all(PICK_LINES, a_pick=row.id)
    )
    orders = tuple(sorted({line.order for line in lines}))
    return PickCard(_header(row, orders, len(lines), sum(line.left == 0 for line in lines)), lines)


def _header(row: Row[Any], orders: tuple[int, ...], lines: int, done: int) -> PickRow:
    return PickRow(
        number=row.number,
        state=row.state,
        warehouse=row.warehouse,
        carrier=row.carrier,
        orders=orders,
        lines=lines,
        done=done,
        released_at=row.released_at,
        released_by=row.releaser,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmer or "",
        version=row.version,
    )
