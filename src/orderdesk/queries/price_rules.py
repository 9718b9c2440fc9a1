"""The price rules that hold now or will: what a price is decided from, for whoever looks after prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, or_, select

from orderdesk.errors import NotFound
from orderdesk.models import Category, Customer, PriceList, PriceRule, Product
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import Percent, Quantity, UnitPrice

_RULE, _CUSTOMER, _LIST = table(PriceRule), table(Customer), table(PriceList)
_PRODUCT, _CATEGORY = table(Product), table(Category)

_FREE = _PRODUCT.alias("free_product")

_ALL = (
    select(
        _RULE,
        _CUSTOMER.c.code.label("customer"),
        _LIST.c.code.label("price_list"),
        _PRODUCT.c.sku,
        _CATEGORY.c.code.label("category"),
        _FREE.c.sku.label("free_sku"),
    )
    .join(_FREE, _FREE.c.id == _RULE.c.free_product_id, isouter=True)
    .join(_CUSTOMER, _CUSTOMER.c.id == _RULE.c.customer_id, isouter=True)
    .join(_LIST, _LIST.c.id == _RULE.c.price_list_id, isouter=True)
    .join(_PRODUCT, _PRODUCT.c.id == _RULE.c.product_id, isouter=True)
    .join(_CATEGORY, _CATEGORY.c.id == _RULE.c.category_id, isouter=True)
    .where(or_(_RULE.c.valid_to.is_(None), _RULE.c.valid_to >= bindparam("a_day")))
    .order_by(_RULE.c.level, _RULE.c.id)
    .limit(bindparam("a_limit"))
)
_FOR_PRODUCT: Select[Any] = _ALL.where(
    or_(
        _RULE.c.product_id == bindparam("a_product"),
        _RULE.c.category_id == bindparam("a_category"),
        and_(_RULE.c.product_id.is_(None), _RULE.c.category_id.is_(None)),
    )
)
_GOODS = select(_PRODUCT.c.id, _PRODUCT.c.category_id).where(_PRODUCT.c.sku == bindparam("a_sku"))


@dataclass(frozen=True, slots=True)
class ListedRule:
    """One price rule: a `price` per stock unit, or a `discount` off the list price, or `free` goods for `min_qty`.

    `max_qty` 0 is open; `free_sku` empty is the product that was bought.
    """

    id: int
    level: str
    name: str
    customer: str
    price_list: str
    sku: str
    category: str
    min_qty: Quantity
    price: UnitPrice | None
    discount: Percent | None
    valid_from: date | None
    valid_to: date | None
    combinable: bool
    max_qty: Quantity
    together: bool
    free: Quantity
    free_sku: str


def price_rules(reading: Reading, sku: str | None = None, *, limit: int = 200) -> Sequence[ListedRule]:
    """The rules that have not ended, of all products or those that can apply to one. Raises NotFound."""
    if sku is None:
        rows = reading.all(_ALL, a_day=reading.today, a_limit=limit)
        return [_listed(row) for row in rows]
    code = sku.strip().upper()
    goods = reading.first(_GOODS, a_sku=code) if code.isprintable() else None
    if goods is None:
        raise NotFound(f"there is no product {visible(code)[:40]}; find it by name with: orderdesk product find")
    rows = reading.all(
        _FOR_PRODUCT, a_day=reading.today, a_limit=limit, a_product=goods.id, a_category=goods.category_id
    )
    return [_listed(row) for row in rows]


def _listed(row: Row[Any]) -> ListedRule:
    return ListedRule(
        id=row.id,
        level=row.level,
        name=row.name,
        customer=row.customer or "",
        price_list=row.price_list or "",
        sku=row.sku or "",
        category=row.category or "",
        min_qty=row.min_qty,
        price=row.price,
        discount=row.discount,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        combinable=bool(row.combinable),
        max_qty=row.max_qty,
        together=bool(row.together),
        free=row.free_qty,
        free_sku=row.free_sku or "",
    )
