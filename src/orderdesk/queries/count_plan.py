"""What is to be counted today: by class, by days since the last count, and by the bin that a sheet is opened for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, func, or_, select

from orderdesk.errors import NotFound
from orderdesk.models import Bin, CountSheet, Product, Shipment, ShipmentLine, Stock, Warehouse
from orderdesk.models.order import OrderLine
from orderdesk.queries.settings import settings
from orderdesk.rules.cycle_count import Abc, Counting, classes, due_on
from orderdesk.store.transaction import Reading, table
from orderdesk.values import ONE, Quantity

YEAR = 365  # days of shipments that the classes are taken from

_STOCK, _PRODUCT, _BIN, _WAREHOUSE = table(Stock), table(Product), table(Bin), table(Warehouse)
_SHIPMENT, _SHIPPED, _LINE, _SHEET = table(Shipment), table(ShipmentLine), table(OrderLine), table(CountSheet)
_PLACE = select(_WAREHOUSE.c.id, _WAREHOUSE.c.code).where(_WAREHOUSE.c.code == bindparam("a_code"))
_COUNTABLE = (
    select(
        _PRODUCT.c.id,
        _PRODUCT.c.sku,
        _PRODUCT.c.name,
        _PRODUCT.c.abc,
        _PRODUCT.c.cost,
        _STOCK.c.counted_on,
        func.coalesce(_BIN.c.code, "").label("bin"),
    )
    .join(_PRODUCT, _PRODUCT.c.id == _STOCK.c.product_id)
    .outerjoin(_BIN, _BIN.c.id == _STOCK.c.bin_id)
    .where(_STOCK.c.warehouse_id == bindparam("a_warehouse"), or_(_STOCK.c.on_hand > 0, _STOCK.c.bin_id.is_not(None)))
    .order_by(func.coalesce(_BIN.c.code, ""), _PRODUCT.c.sku)
)
_MOVED = (
    select(_LINE.c.product_id, func.sum(_SHIPPED.c.quantity).label("quantity"))
    .join(_SHIPPED, _SHIPPED.c.order_line_id == _LINE.c.id)
    .join(_SHIPMENT, _SHIPMENT.c.id == _SHIPPED.c.shipment_id)
    .where(_SHIPMENT.c.warehouse_id == bindparam("a_warehouse"), _SHIPMENT.c.day > bindparam("since"))
    .group_by(_LINE.c.product_id)
)
_OPEN_SHEETS = select(_SHEET.c.bin).where(_SHEET.c.warehouse_id == bindparam("a_warehouse"), _SHEET.c.state == "open")


@dataclass(frozen=True, slots=True)
class ToCount:
    """A product that is due. `due` is the day on which it was or is to be counted."""

    warehouse: str
    bin: str
    sku: str
    name: str
    abc: str
    counted_on: date | None
    due: date
    being_counted: bool


def count_plan(reading: Reading, warehouse: str | None = None) -> tuple[ToCount, ...]:
    """What a warehouse (the usual one unless said) is to count today, by bin. Raises NotFound for the warehouse.

    A product that lies in no bin has the bin "": it is counted with the whole warehouse, or by itself.
    """
    company = settings(reading)
    code = (warehouse or company.warehouse).strip().upper()
    place = reading.first(_PLACE, a_code=code) if code.isprintable() else None
    if place is None:
        raise NotFound(f"there is no warehouse {code[:40]}")
    rows = reading.all(_COUNTABLE, a_warehouse=place.id)
    since = reading.today - timedelta(days=YEAR)
    moved: dict[int, Quantity] = {
        row.product_id: int(row.quantity) for row in reading.all(_MOVED, a_warehouse=place.id, since=since)
    }
    values = {row.id: moved.get(row.id, 0) * (row.cost or 0) // ONE for row in rows}
    kinds = classes(values, {row.id: Abc(row.abc) for row in rows if row.abc})
    every = Counting(company.count_days_a, company.count_days_b, company.count_days_c)
    open_sheets = {row.bin for row in reading.all(_OPEN_SHEETS, a_warehouse=place.id)}
    found = []
    for row in rows:
        due = due_on(kinds[row.id], row.counted_on, every, reading.today)
        if due is not None and due <= reading.today:
            counting = "" in open_sheets or row.bin in open_sheets
            found.append(ToCount(place.code, row.bin, row.sku, row.name, kinds[row.id], row.counted_on, due, counting))
    return tuple(found)
