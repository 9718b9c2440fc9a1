"""Goods that are kept for customers by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.models import Customer, KeptGoods, Product, User, Warehouse
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_KEPT, _PRODUCT, _CUSTOMER, _WAREHOUSE = table(KeptGoods), table(Product), table(Customer), table(Warehouse)
_USER = table(User)
_OPEN = (
    select(
        _KEPT, _PRODUCT.c.sku, _WAREHOUSE.c.code.label("warehouse"), _CUSTOMER.c.code, _CUSTOMER.c.name,
        _USER.c.name.label("by_name"),
    )
    .join(_PRODUCT, _PRODUCT.c.id == _KEPT.c.product_id)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _KEPT.c.warehouse_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _KEPT.c.customer_id)
    .join(_USER, _USER.c.id == _KEPT.c.made_by)
    .where(_KEPT.c.ended_at.is_(None), _KEPT.c.until >= bindparam("today"))
    .order_by(_KEPT.c.until, _KEPT.c.id)
)  # fmt: skip
_OF_PRODUCT = _OPEN.where(_PRODUCT.c.sku == bindparam("a_sku"))


@dataclass(frozen=True, slots=True)
class KeptRow:
    """Goods kept for a customer: `quantity` is left of `kept`, in stock units, until that day's end."""

    id: int
    sku: str
    warehouse: str
    customer: str
    name: str
    quantity: Quantity
    kept: Quantity
    until: date
    reason: str
    by: str


def kept_goods(reading: Reading, sku: str | None = None) -> tuple[KeptRow, ...]:
    """What is kept, of one product or of all, the first to lapse first."""
    if sku is None:
        rows = reading.all(_OPEN, today=reading.today)
    else:
        rows = reading.all(_OF_PRODUCT, today=reading.today, a_sku=sku.strip().upper())
    return tuple(
        KeptRow(
            row.id, row.sku, row.warehouse, row.code, row.name, row.quantity, row.kept, row.until, row.reason,
            row.by_name,
        )
        for row in rows
    )  # fmt: skip
