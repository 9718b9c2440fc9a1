"""Who is ahead of an order, and what would jump if it had another priority: shown before anybody decides it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import Customer, ExpectedReceipt, Order, OrderLine, Product, Stock
from orderdesk.rules.availability import Supply
from orderdesk.rules.queue import Waiting
from orderdesk.rules.ranking import re_ranked
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_ORDER, _LINE, _CUSTOMER, _PRODUCT = table(Order), table(OrderLine), table(Customer), table(Product)
_STOCK, _EXPECTED = table(Stock), table(ExpectedReceipt)
_ONE = select(_ORDER.c.id, _ORDER.c.number, _ORDER.c.priority, _ORDER.c.warehouse_id, _ORDER.c.state).where(
    _ORDER.c.number == bindparam("a_number")
)
_MINE = select(_LINE.c.product_id).where(_LINE.c.order_id == bindparam("a_order"), _LINE.c.waiting).distinct()
_QUEUE = (
    select(
        _LINE.c.id,
        _LINE.c.order_id,
        _LINE.c.product_id,
        (_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated).label("open"),
        _LINE.c.promised,
        _ORDER.c.wanted_date,
        _ORDER.c.priority,
        _ORDER.c.submitted_at,
        _ORDER.c.number,
        _CUSTOMER.c.code,
        _CUSTOMER.c.name,
        _PRODUCT.c.sku,
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(
        _LINE.c.waiting,
        _ORDER.c.warehouse_id == bindparam("a_warehouse"),
        _LINE.c.product_id.in_(bindparam("products", expanding=True)),
    )
)
_FREE = select(
    _STOCK.c.product_id, (_STOCK.c.on_hand - _STOCK.c.allocated - _STOCK.c.kept - _STOCK.c.safety).label("free")
).where(
    _STOCK.c.warehouse_id == bindparam("a_warehouse"), _STOCK.c.product_id.in_(bindparam("products", expanding=True))
)
_COMING = select(
    _EXPECTED.c.product_id,
    _EXPECTED.c.due,
    _EXPECTED.c.source,
    (_EXPECTED.c.quantity - _EXPECTED.c.received).label("quantity"),
).where(
    _EXPECTED.c.warehouse_id == bindparam("a_warehouse"),
    _EXPECTED.c.product_id.in_(bindparam("products", expanding=True)),
    _EXPECTED.c.received < _EXPECTED.c.quantity,
    _EXPECTED.c.kind != "drop",
)


@dataclass(frozen=True, slots=True)
class Jump:
    """A line in a queue, before and after. Places count from 1; None is a day not in sight.

    Attributes:
        mine: it is of the order that is ranked anew; the others are overtaken, or overtake it.
        later: its goods would be there later than before.
    """

    order: int
    customer: str
    name: str
    sku: str
    open: Quantity
    place: int
    new_place: int
    ready: date | None
    new_ready: date | None
    mine: bool
    later: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """What another priority for an order would do, product by product, in the order of the queue after it."""

    order: int
    priority: int
    new_priority: int
    jumps: tuple[Jump, ...]

    @property
    def overtaken(self) -> tuple[Jump, ...]:
        """Others that come behind where they stood before it."""
        return tuple(one for one in self.jumps if not one.mine and one.new_place > one.place)


def ranking(reading: Reading, order: int, priority: int) -> Ranking:
    """What a priority (1 is served first) would do to those who wait for the same goods. Raises NotFound."""
    row = reading.first(_ONE, a_number=order) if abs(order) < 2**63 else None
    if row is None:
        raise NotFound(f"there is no order {order}")
    products = sorted(one.product_id for one in reading.all(_MINE, a_order=row.id))
    if not products:
        return Ranking(order, row.priority, priority, ())
    asked = {"a_warehouse": row.warehouse_id, "products": products}
    queue = {one.id: one for one in reading.all(_QUEUE, **asked)}
    free = {one.product_id: max(0, one.free) for one in reading.all(_FREE, **asked)}
    coming: dict[int, list[Supply]] = {}
    for one in reading.all(_COMING, **asked):
        coming.setdefault(one.product_id, []).append(Supply(one.due, one.quantity, one.source))
    jumps = []
    for product in products:
        waiting = [
            Waiting(one.id, one.order_id, one.open, one.priority, one.promised or one.wanted_date, one.submitted_at)
            for one in queue.values()
            if one.product_id == product
        ]
        for moved in re_ranked(waiting, row.id, priority, free.get(product, 0), coming.get(product, ()), reading.today):
            one = queue[moved.line_id]
            jumps.append(
                Jump(
                    one.number, one.code, one.name, one.sku, moved.open, *moved.place, *moved.ready,
                    moved.order_id == row.id, moved.later,
                )
            )  # fmt: skip
    return Ranking(order, row.priority, priority, tuple(jumps))
