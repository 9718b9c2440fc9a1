"""Products by what some customer calls them, when it is not known which customer that is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from orderdesk.models import Customer, CustomerItem, Product
from orderdesk.store.transaction import Reading, table

MOST = 8
LONGEST = 64  # characters of a code

_ITEM, _PRODUCT, _CUSTOMER = table(CustomerItem), table(Product), table(Customer)

_CALLED = (
    select(_PRODUCT.c.sku, _PRODUCT.c.name, _ITEM.c.code, _CUSTOMER.c.code.label("customer"))
    .join(_PRODUCT, _PRODUCT.c.id == _ITEM.c.product_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ITEM.c.customer_id)
    .where(_ITEM.c.code == bindparam("a_code"))
    .order_by(_CUSTOMER.c.code)
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Called:
    """A product, and which customer calls it how."""

    sku: str
    name: str
    code: str
    customer: str


def products_called(reading: Reading, text: str) -> tuple[Called, ...]:
    """The products that a customer has exactly this code for, in whatever case."""
    code = text.strip().upper()
    if not code or len(code) > LONGEST or not code.isprintable():
        return ()
    rows = reading.all(_CALLED, a_code=code)
    return tuple(Called(row.sku, row.name, row.code, row.customer) for row in rows)
