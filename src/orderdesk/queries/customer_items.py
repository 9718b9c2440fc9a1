"""What a customer calls our products."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import Customer, CustomerItem, Product
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible

_CUSTOMER = table(Customer)
_ITEM = table(CustomerItem)
_PRODUCT = table(Product)
_BY_CODE = select(_CUSTOMER.c.id).where(_CUSTOMER.c.code == bindparam("a_code"))
_ITEMS = (
    select(_ITEM.c.code, _ITEM.c.unit, _PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.unit.label("stock_unit"))
    .join(_PRODUCT, _PRODUCT.c.id == _ITEM.c.product_id)
    .where(_ITEM.c.customer_id == bindparam("a_customer"))
    .order_by(_ITEM.c.code)
)


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A customer's own code, and what it means: one `unit` of the product."""

    code: str
    sku: str
    name: str
    unit: str


def customer_items(reading: Reading, customer: str) -> tuple[OwnCode, ...]:
    """The customer's own codes, by code. Raises NotFound."""
    key = customer.strip().upper()
    customer_id = reading.scalar(_BY_CODE, a_code=key) if key.isprintable() else None
    if customer_id is None:
        raise NotFound(f"there is no customer {visible(key)[:40]}")
    rows = reading.all(_ITEMS, a_customer=customer_id)
    return tuple(OwnCode(row.code, row.sku, row.name, row.unit or row.stock_unit) for row in rows)
