"""What can be promised to one order, from the warehouses that its sourcing rule lets it have goods from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import Allocation, OrderLine
from orderdesk.queries.promises import Availability, availability, by_warehouse
from orderdesk.rules.sourcing import Sourcing
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_ALLOCATION, _LINE = table(Allocation), table(OrderLine)
_RESERVED = (
    select(_ALLOCATION.c.product_id, _ALLOCATION.c.warehouse_id, _ALLOCATION.c.quantity)
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .where(_LINE.c.order_id == bindparam("a_order"))
)


def available_for(reading: Reading, order: Row[Any], wanted: Sequence[tuple[int, Quantity]]) -> dict[int, Availability]:
    """By product, what can be promised to an order; what it has reserved itself counts as free.

    An order that is served from a single warehouse sees the one that has all of a product first, its own before others.

    Args:
        wanted: product and quantity still to leave of each of its stocked lines.
    """
    products = {product for product, _ in wanted}
    whose: dict[str, Any] = {
        "without_order": order.id, "customer_id": order.customer_id, "uses_safety": bool(order.uses_safety)
    }  # fmt: skip
    if order.sourcing == Sourcing.OWN:
        return availability(reading, order.warehouse_id, products, **whose)
    if order.sourcing != Sourcing.SINGLE:
        return availability(reading, None, products, **whose)
    places = by_warehouse(reading, products, **whose)
    reserved: dict[tuple[int, int], Quantity] = Counter()
    for row in reading.all(_RESERVED, a_order=order.id):
        reserved[row.product_id, row.warehouse_id] += row.quantity
    total: Counter[int] = Counter()
    for product, quantity in wanted:
        total[product] += quantity
    day = max(order.wanted_date, reading.today)
    found: dict[int, Availability] = {}
    for product in products:
        there = places.get(product, {}) or {order.warehouse_id: Availability()}
        for place, one in there.items():
            one.allocated -= reserved[product, place]
        best = min(there, key=lambda at: _choice(there[at], total[product], day, reading.today, at, order))
        found[product] = there[best]
        found[product].allocated += sum(much for (of, _), much in reserved.items() if of == product)
    return found


def _choice(
    one: Availability, quantity: Quantity, wanted: date, today: date, place: int, order: Row[Any]
) -> tuple[Any, ...]:
    """The soonest in full, then the most on the day, then the order's own warehouse."""
    said = one.promise(quantity, wanted, today)
    on_the_day = min(quantity, said.at_wanted)
    return said.full_on is None, said.full_on or wanted, -on_the_day, place != order.warehouse_id, place
