"""When the goods come that lines wait for, product by product, in the order in which the queue is served."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import bindparam, select

from orderdesk.models import ExpectedReceipt, Order, OrderLine, Stock
from orderdesk.rules.availability import Supply
from orderdesk.rules.lateness import Arrival, arrivals
from orderdesk.store.transaction import Reading, table

_ORDER, _LINE, _STOCK, _EXPECTED = table(Order), table(OrderLine), table(Stock), table(ExpectedReceipt)

_QUEUE = (
    select(
        _LINE.c.id,
        _LINE.c.product_id,
        (_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated).label("quantity"),
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _LINE.c.waiting,
        _ORDER.c.warehouse_id == bindparam("a_warehouse"),
        _LINE.c.product_id.in_(bindparam("products", expanding=True)),
    )
    .order_by(_LINE.c.product_id, _ORDER.c.priority, _LINE.c.promised, _ORDER.c.submitted_at, _LINE.c.id)
)
_FREE_HERE = _STOCK.c.on_hand - _STOCK.c.allocated - _STOCK.c.kept - _STOCK.c.safety
_FREE = select(_STOCK.c.product_id, _FREE_HERE.label("quantity")).where(
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


def arrivals_of(reading: Reading, warehouse_id: int, products: set[int]) -> dict[int, Arrival | None]:
    """When each line that waits for one of these products has its goods, by the line's id."""
    asked = {"a_warehouse": warehouse_id, "products": sorted(products)}
    if not products:
        return {}
    free = {row.product_id: row.quantity for row in reading.all(_FREE, **asked)}
    coming: dict[int, list[Supply]] = {}
    for row in reading.all(_COMING, **asked):
        coming.setdefault(row.product_id, []).append(Supply(row.due, row.quantity, row.source))
    found: dict[int, Arrival | None] = {}
    for product, queue in groupby(reading.all(_QUEUE, **asked), key=lambda line: line.product_id):
        lines = list(queue)
        days = arrivals(
            free.get(product, 0), coming.get(product, ()), [line.quantity for line in lines], reading.today
        )
        found |= zip((line.id for line in lines), days, strict=True)
    return found
