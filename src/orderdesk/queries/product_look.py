"""One product with what concerns whoever sells it: its card, its prices, who waits for it, and who bought it last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import Customer, Order, OrderLine, Product, Warehouse
from orderdesk.queries.kept_goods import KeptRow, kept_goods
from orderdesk.queries.order_list import axes_of
from orderdesk.queries.price_rules import ListedRule, price_rules
from orderdesk.queries.product_card import ProductCard, product_card
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Percent, Quantity, UnitPrice

MOST = 50  # who wait
LAST = 10  # sales

_ORDER, _LINE, _CUSTOMER = table(Order), table(OrderLine), table(Customer)
_PRODUCT, _WAREHOUSE = table(Product), table(Warehouse)

_LINES = (
    select(_LINE, _ORDER.c.number, _CUSTOMER.c.code, _CUSTOMER.c.name, _WAREHOUSE.c.code.label("warehouse"))
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _ORDER.c.warehouse_id)
    .where(_PRODUCT.c.sku == bindparam("a_sku"))
)
_QUEUE = (
    _LINES.where(_LINE.c.waiting)
    .order_by(_WAREHOUSE.c.code, _ORDER.c.priority, _LINE.c.promised, _ORDER.c.submitted_at, _LINE.c.id)
    .limit(MOST)
)
_SOLD = (
    _LINES.add_columns(_ORDER.c.order_date)
    .where(_ORDER.c.state.in_(("submitted", "confirmed", "closed")), _LINE.c.ordered > _LINE.c.cancelled)
    .order_by(_LINE.c.id.desc())
    .limit(LAST)
)


@dataclass(frozen=True, slots=True)
class Waits:
    """A line that waits for goods; `open` in stock units, `place` in its warehouse's queue from 1."""

    order: int
    customer: str
    name: str
    warehouse: str
    place: int
    open: Quantity
    promised: date | None


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale: so many stock units; the price is for one `unit` of `factor` stock units."""

    order: int
    customer: str
    name: str
    day: date
    quantity: Quantity
    price: UnitPrice | None
    unit: str
    factor: Quantity
    discount: Percent


@dataclass(frozen=True, slots=True)
class ProductLook:
    """Everything that the product's screen shows. `sold` has the newest first."""

    card: ProductCard
    prices: tuple[ListedRule, ...]
    queue: tuple[Waits, ...]
    sold: tuple[Sold, ...]
    kept: tuple[KeptRow, ...] = ()


def product_look(reading: Reading, sku: str) -> ProductLook:
    """The product with this SKU. Raises NotFound."""
    card = product_card(reading, sku)
    return ProductLook(
        card,
        tuple(price_rules(reading, card.sku)),
        _queue(reading.all(_QUEUE, a_sku=card.sku)),
        tuple(_sold(row) for row in reading.all(_SOLD, a_sku=card.sku)),
        kept_goods(reading, card.sku) if any(one.kept for one in card.stock) else (),
    )


def _queue(rows: Sequence[Row[Any]]) -> tuple[Waits, ...]:
    places: dict[str, int] = {}
    queue = []
    for row in rows:
        places[row.warehouse] = places.get(row.warehouse, 0) + 1
        place, wanted = places[row.warehouse], axes_of(row).to_allocate
        queue.append(Waits(row.number, row.code, row.name, row.warehouse, place, wanted, row.promised))
    return tuple(queue)


def _sold(row: Row[Any]) -> Sold:
    quantity = row.ordered - row.cancelled
    return Sold(
        row.number, row.code, row.name, row.order_date, quantity, row.price, row.unit, row.factor, row.discount
    )  # fmt: skip
