"""Goods that are coming, by the delivery they come with: what is expected, what has arrived, where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from orderdesk.errors import NotFound
from orderdesk.models import Bin, ExpectedReceipt, Product, Stock, Warehouse
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import Quantity

_EXPECTED, _PRODUCT, _WAREHOUSE = table(ExpectedReceipt), table(Product), table(Warehouse)
_STOCK, _BIN = table(Stock), table(Bin)
_OPEN = (
    select(
        _EXPECTED.c.source,
        _WAREHOUSE.c.code.label("warehouse"),
        func.min(_EXPECTED.c.id).label("first"),
        func.min(_EXPECTED.c.due).label("due"),
        func.count().label("lines"),
    )
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _EXPECTED.c.warehouse_id)
    .where(_EXPECTED.c.received < _EXPECTED.c.quantity, _EXPECTED.c.kind != "drop")
    .group_by(_EXPECTED.c.source, _WAREHOUSE.c.code)
)
_BY_SOURCE = _OPEN.where(_EXPECTED.c.source != "")
_ALONE = _OPEN.where(_EXPECTED.c.source == "").group_by(_EXPECTED.c.id)
_LINES = (
    select(
        _EXPECTED,
        _WAREHOUSE.c.code.label("warehouse"),
        _PRODUCT.c.sku,
        _PRODUCT.c.name,
        _PRODUCT.c.unit,
        func.coalesce(_BIN.c.code, "").label("bin"),
    )
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _EXPECTED.c.warehouse_id)
    .join(_PRODUCT, _PRODUCT.c.id == _EXPECTED.c.product_id)
    .outerjoin(
        _STOCK,
        and_(_STOCK.c.product_id == _EXPECTED.c.product_id, _STOCK.c.warehouse_id == _EXPECTED.c.warehouse_id),
    )
    .outerjoin(_BIN, _BIN.c.id == _STOCK.c.bin_id)
    .where(_EXPECTED.c.kind != "drop")
    .order_by(_PRODUCT.c.sku, _EXPECTED.c.due, _EXPECTED.c.id)
)
_OF_SOURCE = _LINES.where(func.upper(_EXPECTED.c.source) == func.upper(bindparam("a_source")))
_ONE = _LINES.where(_EXPECTED.c.id == bindparam("an_id"))


@dataclass(frozen=True, slots=True)
class Delivery:
    """Goods that come together to one warehouse.

    Attributes:
        name: the purchase order's number; where there is none, E and the id of the one receipt that is expected.
        due: the earliest day of what is still to come.
        lines: how many of it are still to come.
    """

    name: str
    warehouse: str
    due: date
    lines: int


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """What is expected of one product, and what has arrived of it. Stock units; `id` is what it is received by."""

    id: int
    sku: str
    name: str
    unit: str
    bin: str
    due: date
    quantity: Quantity
    received: Quantity

    @property
    def left(self) -> Quantity:
        """Still to come; nothing once all of it or more has arrived."""
        return max(0, self.quantity - self.received)


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """One delivery, by product. `warehouse` is where it goes."""

    name: str
    warehouse: str
    lines: tuple[DeliveryLine, ...]


def deliveries(reading: Reading) -> tuple[Delivery, ...]:
    """What is still to come, the earliest first."""
    named = [Delivery(row.source, row.warehouse, row.due, row.lines) for row in reading.all(_BY_SOURCE)]
    alone = [Delivery(f"E{row.first}", row.warehouse, row.due, 1) for row in reading.all(_ALONE)]
    return tuple(sorted(named + alone, key=lambda one: (one.due, one.name, one.warehouse)))


def delivery_rows(reading: Reading, name: str, warehouse: str | None = None) -> Sequence[Row[Any]]:
    """What was ever expected under this name: all of one purchase order's, or one expected receipt by E and its id.

    Args:
        warehouse: where; None is wherever its first product goes.

    Raises:
        NotFound: nothing, or nothing there.
    """
    text = " ".join(name.split())
    found: Sequence[Row[Any]] = ()
    if text and text.isprintable():
        found = reading.all(_OF_SOURCE, a_source=text)
        key = text[1:]
        if not found and text[0] in "Ee" and key.isascii() and key.isdecimal() and len(key) <= 18:
            found = reading.all(_ONE, an_id=int(key))
            if found and found[0].source:
                found = reading.all(_OF_SOURCE, a_source=found[0].source)
    place = (warehouse or "").strip().upper() or (found[0].warehouse if found else "")
    found = [row for row in found if row.warehouse == place]
    if not found:
        where = f" in {place}" if warehouse and place else ""
        raise NotFound(f"nothing is expected under {visible(text)[:40]}{where}")
    return found


def delivery_card(reading: Reading, name: str, warehouse: str | None = None) -> DeliveryCard:
    """One delivery. Raises NotFound."""
    rows = delivery_rows(reading, name, warehouse)
    lines = tuple(
        DeliveryLine(row.id, row.sku, row.name, row.unit, row.bin, row.due, row.quantity, row.received) for row in rows
    )
    return DeliveryCard(rows[0].source or f"E{rows[0].id}", rows[0].warehouse, lines)
