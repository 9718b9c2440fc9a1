"""From where an order's goods come: what is reserved in which warehouse, who waits before it, what is coming for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import Allocation, Customer, ExpectedReceipt, Order, OrderLine, Product, Warehouse
from orderdesk.queries.ranking import Ranking, ranking
from orderdesk.rules.sourcing import Sourcing, in_words
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_ORDER, _LINE, _PRODUCT, _CUSTOMER = table(Order), table(OrderLine), table(Product), table(Customer)
_ALLOCATION, _WAREHOUSE, _EXPECTED = table(Allocation), table(Warehouse), table(ExpectedReceipt)
_HEAD = (
    select(_ORDER, _WAREHOUSE.c.code.label("warehouse"), _CUSTOMER.c.code.label("customer"), _CUSTOMER.c.name)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _ORDER.c.warehouse_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(_ORDER.c.number == bindparam("a_number"))
)
_LINES = (
    select(_LINE, _PRODUCT.c.sku, _PRODUCT.c.unit.label("stock_unit"))
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_LINE.c.order_id == bindparam("a_order"))
    .order_by(_LINE.c.position)
)
_RESERVED = (
    select(_ALLOCATION.c.order_line_id, _ALLOCATION.c.quantity, _WAREHOUSE.c.code)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _ALLOCATION.c.warehouse_id)
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _ALLOCATION.c.quantity > 0)
    .order_by(_ALLOCATION.c.quantity.desc(), _WAREHOUSE.c.code)
)
_ASKED = (
    select(_EXPECTED)
    .join(_LINE, _LINE.c.id == _EXPECTED.c.order_line_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _EXPECTED.c.received < _EXPECTED.c.quantity)
    .order_by(_EXPECTED.c.due, _EXPECTED.c.id)
)


@dataclass(frozen=True, slots=True)
class ReservedAt:
    """What a line has in one warehouse."""

    warehouse: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What is made or bought for a line. `state` is requested or ordered."""

    id: int
    kind: str
    state: str
    quantity: Quantity
    due: date
    source: str


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Where a line's goods are, in stock units; `waits` is what nothing is reserved for."""

    position: int
    sku: str
    description: str
    unit: str
    waits: Quantity
    promised: date | None
    reserved: tuple[ReservedAt, ...]
    asked: tuple[AskedFor, ...]


@dataclass(frozen=True, slots=True)
class OrderGoods:
    """An order's goods, and its place in the queues. `served` says its sourcing rule in words."""

    number: int
    state: str
    customer: str
    name: str
    warehouse: str
    sourcing: str
    served: str
    uses_safety: bool
    priority: int
    lines: tuple[GoodsLine, ...]
    ranking: Ranking


def order_goods(reading: Reading, order: int, priority: int | None = None) -> OrderGoods:
    """Where the goods of an order come from, and what a priority would do to its place in the queues.

    Args:
        priority: what to try; its own unless said.

    Raises:
        NotFound: no such order.
    """
    head = reading.first(_HEAD, a_number=order) if abs(order) < 2**63 else None
    if head is None:
        raise NotFound(f"there is no order {order}")
    reserved: dict[int, list[ReservedAt]] = {}
    for row in reading.all(_RESERVED, a_order=head.id):
        reserved.setdefault(row.order_line_id, []).append(ReservedAt(row.code, row.quantity))
    asked: dict[int, list[AskedFor]] = {}
    for row in reading.all(_ASKED, a_order=head.id):
        one = AskedFor(row.id, row.kind, row.state, row.quantity - row.received, row.due, row.source)
        asked.setdefault(row.order_line_id, []).append(one)
    lines = tuple(
        GoodsLine(
            line.position, line.sku, line.description, line.stock_unit,
            line.ordered - line.cancelled - line.shipped - line.allocated if line.waiting else 0,
            line.promised, tuple(reserved.get(line.id, ())), tuple(asked.get(line.id, ())),
        )
        for line in reading.all(_LINES, a_order=head.id)
    )  # fmt: skip
    return OrderGoods(
        head.number, head.state, head.customer, head.name, head.warehouse, head.sourcing,
        in_words(Sourcing(head.sourcing), head.warehouse), bool(head.uses_safety), head.priority, lines,
        ranking(reading, order, head.priority if priority is None else priority),
    )  # fmt: skip
