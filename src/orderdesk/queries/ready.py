"""Orders that a pick list can be released for, a page at a time, the most urgent first.

A page of orders that have something reserved is found by an index; what of them may go on a list, and how they may
leave, is then looked at for those alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import bindparam, exists, literal_column, select, tuple_

from orderdesk.errors import NotFound
from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import Allocation, Hold, Order, OrderLine, Warehouse
from orderdesk.queries.listing import Exported, Listing, Sums
from orderdesk.queries.order_list import FIELDS as OF_ORDERS
from orderdesk.queries.order_list import conditions
from orderdesk.queries.picking import ReadyOrder, ready_orders
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Reading, table

BATCH = 100  # orders that are looked at together
WORKED_OUT = 500  # orders, up to which a foot looks at each

_ORDER, _LINE, _ALLOCATION, _HOLD = table(Order), table(OrderLine), table(Allocation), table(Hold)
_WAREHOUSE = table(Warehouse)
_PLACE = select(_WAREHOUSE.c.id).where(_WAREHOUSE.c.code == bindparam("a_code"))
_RESERVED = (
    exists()
    .where(
        _LINE.c.order_id == _ORDER.c.id,
        _ALLOCATION.c.order_line_id == _LINE.c.id,
        _ALLOCATION.c.warehouse_id == bindparam("a_warehouse"),
        _ALLOCATION.c.quantity > 0,
    )
    .correlate(_ORDER)
)
_CANDIDATES = (
    select(_ORDER.c.id, _ORDER.c.wanted_date)
    .where(
        _ORDER.c.state == literal_column("'confirmed'"),  # as it stands in the index `ix_order_due`
        _RESERVED,
        ~exists().where(_HOLD.c.order_id == _ORDER.c.id, _HOLD.c.state == "open"),
    )
    .order_by(_ORDER.c.wanted_date, _ORDER.c.id)
)

FIELDS = (
    *(field for field in OF_ORDERS if field.name in ("customer", "number", "po", "before", "after", "over")),
    Field("carrier", Kind.TEXT, "leaves with this carrier"),
    Field("complete", Kind.FLAG, "nothing of it waits for goods"),
)


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """A ready order with its place in the list."""

    id: int
    order: ReadyOrder


def page(
    reading: Reading, wanted: Filter, after: ReadyRow | None, limit: int, *, warehouse: str | None = None
) -> tuple[ReadyRow, ...]:
    """A page of the orders that are ready in a warehouse; None is the company's usual one. Raises NotFound for it."""
    code = (warehouse or settings(reading).warehouse).strip().upper()
    there = reading.scalar(_PLACE, a_code=code)
    if there is None:
        raise NotFound(f"there is no warehouse {code}")
    size = max(limit, BATCH)
    candidates = _CANDIDATES.where(*conditions(reading, wanted)).limit(size)
    if carrier := wanted.text("carrier"):
        candidates = candidates.where(_ORDER.c.carrier.in_({carrier, carrier.upper(), carrier.title()}))
    place = None if after is None else (after.order.wanted_date, after.id)
    found: list[ReadyRow] = []
    while len(found) < limit:
        onwards = candidates
        if place is not None:
            onwards = candidates.where(tuple_(_ORDER.c.wanted_date, _ORDER.c.id) > tuple_(*place))
        rows = reading.all(onwards, a_warehouse=there)
        ready = ready_orders(reading, there, [row.id for row in rows]) if rows else {}
        found += [
            ReadyRow(row.id, ready[row.id])
            for row in rows
            if row.id in ready and (ready[row.id].complete or not wanted.flag("complete"))
        ]
        if len(rows) < size:
            break
        place = (rows[-1].wanted_date, rows[-1].id)
    return tuple(found[:limit])


def sums(reading: Reading, wanted: Filter, *, warehouse: str | None = None) -> Sums:
    """How many orders are ready."""
    found: Sequence[ReadyRow] = page(reading, wanted, None, WORKED_OUT, warehouse=warehouse)
    return Sums(len(found), more=len(found) == WORKED_OUT)


def ready_in(warehouse: str | None) -> Listing[ReadyRow]:
    """The list of a warehouse; None is the company's usual one."""
    return Listing(
        "ready",
        FIELDS,
        partial(page, warehouse=warehouse),
        key=lambda row: row.order.number,
        sums=partial(sums, warehouse=warehouse),
        exported=(
            Exported("Order", lambda row: row.order.number),
            Exported("Customer", lambda row: row.order.customer),
            Exported("Name", lambda row: row.order.name),
            Exported("Wanted", lambda row: row.order.wanted_date),
            Exported("Lines", lambda row: row.order.lines),
            Exported("Quantity", lambda row: row.order.quantity, "quantity"),
            Exported("Goods", lambda row: "complete" if row.order.complete else "in part"),
            Exported("Carrier", lambda row: row.order.carrier),
            Exported("Delivery", lambda row: row.order.delivery_rule),
        ),
    )


READY = ready_in(None)
