"""The price rules that hold now or will: what a price is decided from, for whoever looks after prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, or_, select

from orderdesk.errors import NotFound
from orderdesk.models import Category, Customer, PriceList, PriceRule, Product
from orderdesk.rules.offers import off_text
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import Percent, Quantity, UnitPrice, price_text, quantity_text

_RULE, _CUSTOMER, _LIST = table(PriceRule), table(Customer), table(PriceList)
_PRODUCT, _CATEGORY = table(Product), table(Category)

_FREE = _PRODUCT.alias("free_product")

ALL_RULES = (
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
)
RULE_CODES = {
    "customer": _CUSTOMER.c.code, "list": _LIST.c.code, "product": _PRODUCT.c.sku, "category": _CATEGORY.c.code,
}  # fmt: skip
_LISTS = select(_LIST.c.id, _LIST.c.code, _LIST.c.percent, _LIST.c.base_id)
_ALL = (
    ALL_RULES.where(or_(_RULE.c.valid_to.is_(None), _RULE.c.valid_to >= bindparam("a_day")))
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
    currency: str  # "" is the company's
    discount: Percent | None
    valid_from: date | None
    valid_to: date | None
    combinable: bool
    max_qty: Quantity
    together: bool
    free: Quantity
    free_sku: str

    @property
    def window(self) -> str:
        """From how many, and up to how many, in words; empty for any quantity."""
        together = " together" if self.together else ""
        if self.max_qty:
            return f"{quantity_text(self.min_qty)} to {quantity_text(self.max_qty)}{together}"
        return f"from {quantity_text(self.min_qty)}{together}" if self.min_qty else together.strip()

    @property
    def gift(self) -> str:
        """The free goods, short; empty where it gives a price."""
        return f"{quantity_text(self.free)} {self.free_sku} free".replace("  ", " ") if self.free else ""

    @property
    def gives(self) -> str:
        """What it gives, in words: a price, a percentage, or goods."""
        if self.free:
            each = f" for every {quantity_text(self.min_qty)}" if self.min_qty else ""
            return f"{quantity_text(self.free)} {self.free_sku or 'of it'} free{each}"
        if self.price is not None:
            return price_text(self.price)
        return off_text(self.discount or 0) + (", on top of the price that wins" if self.combinable else "")

    @property
    def sentence(self) -> str:
        """The whole rule as one sentence."""
        whose = self.customer or self.price_list
        head = f"{self.level} {self.name!r}" + (f" of {whose}" if whose and whose != self.name else "")
        what = self.sku or (f"category {self.category}" if self.category else "everything")
        days = [f"from {self.valid_from}"] if self.valid_from else []
        days += [f"until {self.valid_to}"] if self.valid_to else []
        return ", ".join(part for part in (f"{head}: {what}", self.window, self.gives, " ".join(days)) if part)


def price_rules(reading: Reading, sku: str | None = None, *, limit: int = 200) -> Sequence[ListedRule]:
    """The rules that have not ended, of all products or those that can apply to one. Raises NotFound."""
    if sku is None:
        rows = reading.all(_ALL, a_day=reading.today, a_limit=limit)
        return [listed_rule(row) for row in rows]
    code = sku.strip().upper()
    goods = reading.first(_GOODS, a_sku=code) if code.isprintable() else None
    if goods is None:
        raise NotFound(f"there is no product {visible(code)[:40]}; find it by name with: orderdesk product find")
    rows = reading.all(
        _FOR_PRODUCT, a_day=reading.today, a_limit=limit, a_product=goods.id, a_category=goods.category_id
    )
    return [listed_rule(row) for row in rows]


def listed_rule(row: Row[Any]) -> ListedRule:
    """A row of `ALL_RULES`."""
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
        currency=row.currency,
        discount=row.discount,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        combinable=bool(row.combinable),
        max_qty=row.max_qty,
        together=bool(row.together),
        free=row.free_qty,
        free_sku=row.free_sku or "",
    )


def list_chain(reading: Reading, code: str) -> str:
    """What a price list is based on, in words; empty for a list that stands on its own."""
    lists = {row.id: row for row in reading.all(_LISTS)}
    row = next((one for one in lists.values() if one.code == code), None)
    steps: list[str] = []
    while row is not None and row.base_id is not None and len(steps) < len(lists):
        base = lists[row.base_id]
        steps.append(f"{row.code} is based on {base.code} {off_text(row.percent)}")
        row = base
    return "; ".join(steps)
