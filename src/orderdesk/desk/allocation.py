"""Allocation: reserving goods for the lines that wait for them, in the queue's order, under the stock's lock.

Whatever frees or brings goods calls `offer` in its own transaction. What a line holds is in three places that always
agree: its row in `allocation`, `allocated` on the line, and the sum in `stock.allocated`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, or_, select, update

from orderdesk.desk import goods
from orderdesk.errors import Conflict
from orderdesk.models import Allocation, Order, OrderLine, Stock
from orderdesk.queries.settings import settings
from orderdesk.rules.queue import DeliveryRule, Grant, Waiting, allocate
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Quantity

_LINE = table(OrderLine)
_ORDER = table(Order)
_STOCK = table(Stock)
_ALLOCATION = table(Allocation)
_OPEN = _LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated

_QUEUE = (
    select(
        _LINE.c.id,
        _LINE.c.order_id,
        _LINE.c.product_id,
        _LINE.c.allocated,
        _OPEN.label("open"),
        _LINE.c.promised,
        _ORDER.c.priority,
        _ORDER.c.wanted_date,
        _ORDER.c.submitted_at,
        _ORDER.c.delivery_rule,
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _LINE.c.waiting,
        _ORDER.c.warehouse_id == bindparam("a_warehouse"),
        or_(
            _LINE.c.product_id.in_(bindparam("products", expanding=True)),
            _LINE.c.order_id.in_(bindparam("orders", expanding=True)),
        ),
        or_(_ORDER.c.state == "confirmed", _ORDER.c.submitted_at > bindparam("a_cutoff")),
    )
)
_STALE = (
    select(_ALLOCATION.c.order_line_id, _ALLOCATION.c.product_id, _ALLOCATION.c.quantity)
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _ALLOCATION.c.warehouse_id == bindparam("a_warehouse"),
        _ALLOCATION.c.product_id.in_(bindparam("products", expanding=True)),
        _ALLOCATION.c.quantity > 0,
        _ORDER.c.state == "submitted",
        _ORDER.c.submitted_at <= bindparam("a_cutoff"),
    )
)
_COMPLETE = (
    select(_LINE.c.order_id, _LINE.c.product_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _LINE.c.waiting,
        _ORDER.c.delivery_rule == DeliveryRule.COMPLETE,
        _ORDER.c.warehouse_id == bindparam("a_warehouse"),
        _LINE.c.order_id.in_(
            select(_LINE.c.order_id).where(
                _LINE.c.waiting, _LINE.c.product_id.in_(bindparam("products", expanding=True))
            )
        ),
    )
)
_GIVE_LINE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"))
    .values(
        allocated=_LINE.c.allocated + bindparam("a_quantity"),
        waiting=(_OPEN - bindparam("a_quantity")) > 0,
    )
)
_GIVE_STOCK = (
    update(_STOCK)
    .where(
        _STOCK.c.product_id == bindparam("a_product"),
        _STOCK.c.warehouse_id == bindparam("a_warehouse"),
        _STOCK.c.allocated + bindparam("a_quantity") <= _STOCK.c.on_hand,
        _STOCK.c.allocated + bindparam("a_quantity") >= 0,
    )
    .values(allocated=_STOCK.c.allocated + bindparam("a_quantity"))
)
_RAISE = (
    update(_ALLOCATION)
    .where(_ALLOCATION.c.order_line_id == bindparam("a_line"), _ALLOCATION.c.warehouse_id == bindparam("a_warehouse"))
    .values(quantity=_ALLOCATION.c.quantity + bindparam("a_quantity"))
)
_HELD = (
    select(_ALLOCATION)
    .where(_ALLOCATION.c.order_line_id.in_(bindparam("lines", expanding=True)))
    .order_by(_ALLOCATION.c.warehouse_id, _ALLOCATION.c.product_id, _ALLOCATION.c.id)
)
_EMPTY = delete(_ALLOCATION).where(
    _ALLOCATION.c.order_line_id.in_(bindparam("lines", expanding=True)), _ALLOCATION.c.quantity == 0
)


def offer(tx: Transaction, warehouse_id: int, product_ids: Iterable[int]) -> tuple[Grant, ...]:
    """Offer what is free of these products to everybody who waits for them; what each line got.

    An order that has been held for longer than `hold_reserve_days` gives back what it has reserved now that somebody
    asks for it, and is passed over until it is released; its place in the queue stays.
    """
    products = set(product_ids)
    if not products:
        return ()
    together = tx.all(_COMPLETE, a_warehouse=warehouse_id, products=sorted(products))
    stock = goods.lock(tx, warehouse_id, products | {row.product_id for row in together})
    cutoff = tx.now - timedelta(days=settings(tx).hold_reserve_days)
    stale = tx.all(_STALE, a_warehouse=warehouse_id, products=sorted(products), a_cutoff=cutoff)
    if stale:
        lines = [(row.order_line_id, row.product_id, -row.quantity) for row in stale]
        _give(tx, warehouse_id, lines, known={row.order_line_id for row in stale})
        tx.change(_EMPTY, lines=[row.order_line_id for row in stale])
        stock = goods.lock(tx, warehouse_id, stock)
    queue = tx.all(
        _QUEUE,
        a_cutoff=cutoff,
        a_warehouse=warehouse_id,
        products=sorted(products),
        orders=sorted({row.order_id for row in together}) or [0],
    )
    if not queue:
        return ()
    free = {product: row.on_hand - row.allocated for product, row in stock.items()}
    waiting = {row.id: _waiting(row) for row in queue}
    grants = allocate(free, list(waiting.values()), today=tx.today, complete_wait_days=settings(tx).complete_wait_days)
    _give(
        tx,
        warehouse_id,
        [(grant.line_id, waiting[grant.line_id].product_id, grant.quantity) for grant in grants],
        known={row.id for row in queue if row.allocated},
    )
    return grants


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        line_id=row.id,
        order_id=row.order_id,
        open=row.open,
        priority=row.priority,
        promised=row.promised or row.wanted_date,
        submitted_at=row.submitted_at,
        rule=DeliveryRule(row.delivery_rule),
        waiting_since=row.submitted_at.date(),
        product_id=row.product_id,
    )


def _give(tx: Transaction, warehouse_id: int, given: Sequence[tuple[int, int, Quantity]], *, known: set[int]) -> None:
    """Reserve (or, negative, give back) goods in all three places, many lines at once. The stock's lock is held.

    Args:
        given: line id, product id and quantity.
        known: the lines that have a row in `allocation` already.
    """
    by_product: Counter[int] = Counter()
    for _, product_id, quantity in given:
        by_product[product_id] += quantity
    shares = [
        {"a_product": product_id, "a_warehouse": warehouse_id, "a_quantity": quantity}
        for product_id, quantity in sorted(by_product.items())
    ]
    if tx.change_all(_GIVE_STOCK, shares) != len(shares):
        raise Conflict("the stock changed under the allocation; nothing was saved. Try again")
    tx.change_all(
        _RAISE,
        [
            {"a_line": line_id, "a_warehouse": warehouse_id, "a_quantity": quantity}
            for line_id, _, quantity in given
            if line_id in known
        ],
    )
    tx.add_all(
        Allocation,
        [
            {"order_line_id": line_id, "product_id": product_id, "warehouse_id": warehouse_id, "quantity": quantity}
            for line_id, product_id, quantity in given
            if line_id not in known
        ],
    )
    tx.change_all(_GIVE_LINE, [{"a_line": line_id, "a_quantity": quantity} for line_id, _, quantity in given])


def give_back(tx: Transaction, order_line_ids: Iterable[int], quantity: Quantity | None = None) -> dict[int, set[int]]:
    """Free what is reserved for these lines (of each at most `quantity`, when given), without offering it to others.

    Returns:
        The products that became free, by warehouse id: what to `offer`.
    """
    lines = sorted(set(order_line_ids))
    freed: dict[int, set[int]] = {}
    if not lines:
        return freed
    for row in tx.all(_HELD, lines=lines):
        freed.setdefault(row.warehouse_id, set()).add(row.product_id)
    for warehouse_id in sorted(freed):
        goods.lock(tx, warehouse_id, freed[warehouse_id])
    for row in tx.all(_HELD, lines=lines):  # again: now nobody else can change it
        part = row.quantity if quantity is None else min(quantity, row.quantity)
        if part:
            _give(tx, row.warehouse_id, [(row.order_line_id, row.product_id, -part)], known={row.order_line_id})
    tx.change(_EMPTY, lines=lines)
    return freed


def use_up(tx: Transaction, order_line_id: int, warehouse_id: int, quantity: Quantity) -> None:
    """Reserved goods of a line leave: lower its allocation. The stock itself goes down with `goods.move(allocated=…)`.

    Raises:
        Conflict: not that much is reserved for the line.
    """
    met = tx.change(_LOWER, a_line=order_line_id, a_warehouse=warehouse_id, a_quantity=quantity)
    if met != 1:
        raise Conflict("the goods of this line were given back meanwhile; look at the order again")
    tx.change(_EMPTY, lines=[order_line_id])
    tx.change(_LOWER_LINE, a_line=order_line_id, a_quantity=quantity)


_LOWER = (
    update(_ALLOCATION)
    .where(
        _ALLOCATION.c.order_line_id == bindparam("a_line"),
        _ALLOCATION.c.warehouse_id == bindparam("a_warehouse"),
        _ALLOCATION.c.quantity >= bindparam("a_quantity"),
    )
    .values(quantity=_ALLOCATION.c.quantity - bindparam("a_quantity"))
)
_LOWER_LINE = (
    update(_LINE).where(_LINE.c.id == bindparam("a_line")).values(allocated=_LINE.c.allocated - bindparam("a_quantity"))
)
