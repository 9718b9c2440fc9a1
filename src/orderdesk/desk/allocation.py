"""Allocation: reserving goods for the lines that wait for them, in the queue's order, under the stock's lock.

Whatever frees or brings goods calls `offer` in its own transaction. What a line holds is in three places that always
agree: its row in `allocation`, `allocated` on the line, and the sum in `stock.allocated`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, or_, select, update

from orderdesk.desk import goods
from orderdesk.desk.kept import kept_for, use_kept
from orderdesk.errors import Conflict
from orderdesk.models import Address, Allocation, Distance, Order, OrderLine, Pick, PickLine, Stock
from orderdesk.queries.lot_shelves import not_sellable_at
from orderdesk.queries.settings import settings
from orderdesk.rules.queue import DeliveryRule, Grant, Waiting, allocate, shelf
from orderdesk.rules.sourcing import Sourcing, by_distance
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import fold
from orderdesk.values import Quantity

_LINE = table(OrderLine)
_ORDER = table(Order)
_STOCK = table(Stock)
_ALLOCATION = table(Allocation)
_ADDRESS = table(Address)
_PICK, _PICK_LINE = table(Pick), table(PickLine)
_DISTANCES = select(table(Distance))
_OPEN = _LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated

_QUEUE_ANYWHERE = (
    select(
        _LINE.c.id,
        _LINE.c.order_id,
        _LINE.c.product_id,
        _LINE.c.allocated,
        _OPEN.label("open"),
        _LINE.c.promised,
        _ORDER.c.customer_id,
        _ORDER.c.ship_to_id,
        _ORDER.c.warehouse_id,
        _ORDER.c.sourcing,
        _ORDER.c.uses_safety,
        _ORDER.c.priority,
        _ORDER.c.wanted_date,
        _ORDER.c.submitted_at,
        _ORDER.c.delivery_rule,
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _LINE.c.waiting,
        or_(
            _LINE.c.product_id.in_(bindparam("products", expanding=True)),
            _LINE.c.order_id.in_(bindparam("orders", expanding=True)),
        ),
        or_(_ORDER.c.state == "confirmed", _ORDER.c.submitted_at > bindparam("a_cutoff")),
    )
)
_SERVED_FROM = or_(_ORDER.c.warehouse_id == bindparam("a_warehouse"), _ORDER.c.sourcing != Sourcing.OWN)
_QUEUE = _QUEUE_ANYWHERE.where(_SERVED_FROM)
_STALE_ANYWHERE = (
    select(_ALLOCATION.c.order_line_id, _ALLOCATION.c.product_id, _ALLOCATION.c.warehouse_id, _ALLOCATION.c.quantity)
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _ALLOCATION.c.product_id.in_(bindparam("products", expanding=True)),
        _ALLOCATION.c.quantity > 0,
        _ORDER.c.state == "submitted",
        _ORDER.c.submitted_at <= bindparam("a_cutoff"),
    )
)
_STALE = _STALE_ANYWHERE.where(_ALLOCATION.c.warehouse_id == bindparam("a_warehouse"))
_COMPLETE_ANYWHERE = (
    select(_LINE.c.order_id, _LINE.c.product_id, _ORDER.c.sourcing)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _LINE.c.waiting,
        _ORDER.c.delivery_rule == DeliveryRule.COMPLETE,
        _LINE.c.order_id.in_(
            select(_LINE.c.order_id).where(
                _LINE.c.waiting, _LINE.c.product_id.in_(bindparam("products", expanding=True))
            )
        ),
    )
)
_COMPLETE = _COMPLETE_ANYWHERE.where(_SERVED_FROM)
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
        _STOCK.c.kept >= bindparam("a_kept"),
        _STOCK.c.allocated + bindparam("a_quantity") + _STOCK.c.kept - bindparam("a_kept") <= _STOCK.c.on_hand,
        _STOCK.c.allocated + bindparam("a_quantity") >= 0,
    )
    .values(
        allocated=_STOCK.c.allocated + bindparam("a_quantity"),
        kept=_STOCK.c.kept - bindparam("a_kept"),
    )
)
_RAISE = (
    update(_ALLOCATION)
    .where(_ALLOCATION.c.order_line_id == bindparam("a_line"), _ALLOCATION.c.warehouse_id == bindparam("a_warehouse"))
    .values(quantity=_ALLOCATION.c.quantity + bindparam("a_quantity"))
)
_HELD = (
    select(_ALLOCATION)
    .where(_ALLOCATION.c.order_line_id.in_(bindparam("lines", expanding=True)))
    .order_by(_ALLOCATION.c.product_id, _ALLOCATION.c.warehouse_id, _ALLOCATION.c.id)
)
_LISTED = (
    select(_PICK.c.warehouse_id, func.sum(_PICK_LINE.c.quantity).label("quantity"))
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(_PICK_LINE.c.order_line_id == bindparam("a_line"), _PICK.c.state.in_(("open", "picked")))
    .group_by(_PICK.c.warehouse_id)
)
_EMPTY = delete(_ALLOCATION).where(
    _ALLOCATION.c.order_line_id.in_(bindparam("lines", expanding=True)), _ALLOCATION.c.quantity == 0
)
_WHERE_TO = select(_ADDRESS.c.id, _ADDRESS.c.country, _ADDRESS.c.region).where(
    _ADDRESS.c.id.in_(bindparam("addresses", expanding=True))
)


def offer(tx: Transaction, warehouse_id: int | None, product_ids: Iterable[int]) -> tuple[Grant, ...]:
    """Offer what is free of these products to everybody who waits for them; what each line got.

    An order that has been held for longer than `hold_reserve_days` gives back what it has reserved now that somebody
    asks for it, and is passed over until it is released; its place in the queue stays.

    Args:
        warehouse_id: where something became free; None is everywhere, for an order that is served from anywhere.
    """
    products = set(product_ids)
    if not products:
        return ()
    place = {} if warehouse_id is None else {"a_warehouse": warehouse_id}
    together = tx.all(_COMPLETE if place else _COMPLETE_ANYWHERE, **place, products=sorted(products))
    here = products | {row.product_id for row in together if row.sourcing == Sourcing.OWN}
    everywhere = {row.product_id for row in together if row.sourcing != Sourcing.OWN}
    stock = goods.lock_shelves(tx, warehouse_id, here, everywhere)
    cutoff = tx.now - timedelta(days=settings(tx).hold_reserve_days)
    stale = tx.all(_STALE if place else _STALE_ANYWHERE, **place, products=sorted(products), a_cutoff=cutoff)
    if stale:
        lines = [Given(row.order_line_id, row.product_id, row.warehouse_id, -row.quantity) for row in stale]
        _give(tx, lines, known={(one.line_id, one.warehouse_id) for one in lines})
        tx.change(_EMPTY, lines=[row.order_line_id for row in stale])
        stock = goods.lock_shelves(tx, warehouse_id, here, everywhere)
    queue = tx.all(
        _QUEUE if place else _QUEUE_ANYWHERE,
        **place,
        a_cutoff=cutoff,
        products=sorted(products),
        orders=sorted({row.order_id for row in together}) or [0],
    )
    if not queue:
        return ()
    kept = kept_for(tx, stock.values())
    bad = not_sellable_at(tx, stock.values())
    shelves = {
        at: shelf(row.on_hand - bad.get(at, 0), row.allocated, row.safety, kept.get(at, {}))
        for at, row in stock.items()
    }
    waiting = {one.line_id: one for one in _waiting(tx, queue, warehouse_id, set(stock)) if one.places}
    grants = allocate(
        shelves, list(waiting.values()), today=tx.today, complete_wait_days=settings(tx).complete_wait_days
    )
    spread = {row.id for row in queue if row.allocated and row.sourcing != Sourcing.OWN}
    known = {(row.id, row.warehouse_id) for row in queue if row.allocated and row.sourcing == Sourcing.OWN}
    if spread:
        known |= {(row.order_line_id, row.warehouse_id) for row in tx.all(_HELD, lines=sorted(spread))}
    given = [Given(one.line_id, waiting[one.line_id].product_id, one.place, one.quantity, one.kept) for one in grants]
    _give(tx, given, known=known)
    for one in given:
        if one.kept:
            use_kept(tx, one.product_id, one.warehouse_id, waiting[one.line_id].customer_id, one.kept)
    return grants


def place_of(order: Row[Any]) -> int | None:
    """Where goods are looked for when an order asks for them: its own warehouse, or (None) every one."""
    return int(order.warehouse_id) if order.sourcing == Sourcing.OWN else None


@dataclass(frozen=True, slots=True)
class Given:
    """Goods of one warehouse that are reserved for a line or, negative, given back; `kept` of them were kept for it."""

    line_id: int
    product_id: int
    warehouse_id: int
    quantity: Quantity
    kept: Quantity = 0


def _waiting(
    tx: Transaction, queue: Sequence[Row[Any]], warehouse_id: int | None, shelves: set[tuple[int, int]]
) -> Iterator[Waiting]:
    """The queue as the rules take it. A line without a place waits for goods that are elsewhere."""
    spread = [row for row in queue if row.sourcing != Sourcing.OWN]
    held: dict[int, list[int]] = {}
    distances: dict[tuple[int, str, str], int] = {}
    where_to: dict[int, Row[Any]] = {}
    if spread:
        for one in tx.all(_HELD, lines=sorted(row.id for row in spread)):
            held.setdefault(one.order_line_id, []).append(one.warehouse_id)
    if any(row.sourcing == Sourcing.NEAREST for row in spread):
        addresses = sorted({row.ship_to_id for row in spread if row.ship_to_id}) or [0]
        where_to = {row.id: row for row in tx.all(_WHERE_TO, addresses=addresses)}
        distances = {(row.warehouse_id, row.country, row.region): row.far for row in tx.all(_DISTANCES)}
    for row in queue:
        rule = Sourcing(row.sourcing)
        places: tuple[int, ...] = (row.warehouse_id,)
        if rule is not Sourcing.OWN:
            whole = row.delivery_rule == DeliveryRule.COMPLETE
            there = {place for product, place in shelves if whole or product == row.product_id}
            if warehouse_id is not None and not whole:
                there &= {warehouse_id}
            if rule is Sourcing.SINGLE and row.id in held:
                there &= set(held[row.id])
            to = where_to.get(row.ship_to_id)
            country, region = (fold(to.country), fold(to.region)) if to else ("", "")
            places = by_distance(row.warehouse_id, there, distances, country, region)
        yield Waiting(
            line_id=row.id,
            order_id=row.order_id,
            open=row.open,
            priority=row.priority,
            promised=row.promised or row.wanted_date,
            submitted_at=row.submitted_at,
            rule=DeliveryRule(row.delivery_rule),
            waiting_since=row.submitted_at.date(),
            product_id=row.product_id,
            customer_id=row.customer_id,
            places=places,
            sourcing=rule,
            uses_safety=bool(row.uses_safety),
        )


def _give(tx: Transaction, given: Sequence[Given], *, known: set[tuple[int, int]]) -> None:
    """Reserve (or, negative, give back) goods in all three places, many lines at once. The stock's lock is held.

    Args:
        known: the lines, each with the warehouse, that have a row in `allocation` already.
    """
    by_shelf: Counter[tuple[int, int]] = Counter()
    kept: Counter[tuple[int, int]] = Counter()
    for one in given:
        by_shelf[one.product_id, one.warehouse_id] += one.quantity
        kept[one.product_id, one.warehouse_id] += one.kept
    shares = [
        {"a_product": product_id, "a_warehouse": warehouse_id, "a_quantity": quantity,
         "a_kept": kept[product_id, warehouse_id]}
        for (product_id, warehouse_id), quantity in sorted(by_shelf.items())
    ]  # fmt: skip
    if tx.change_all(_GIVE_STOCK, shares) != len(shares):
        raise Conflict("the stock changed under the allocation; nothing was saved. Try again")
    tx.change_all(
        _RAISE,
        [
            {"a_line": one.line_id, "a_warehouse": one.warehouse_id, "a_quantity": one.quantity}
            for one in given
            if (one.line_id, one.warehouse_id) in known
        ],
    )
    tx.add_all(
        Allocation,
        [
            {
                "order_line_id": one.line_id,
                "product_id": one.product_id,
                "warehouse_id": one.warehouse_id,
                "quantity": one.quantity,
            }
            for one in given
            if (one.line_id, one.warehouse_id) not in known
        ],
    )
    tx.change_all(_GIVE_LINE, [{"a_line": one.line_id, "a_quantity": one.quantity} for one in given])


def give_to_line(tx: Transaction, line: Row[Any], warehouse_id: int, quantity: Quantity) -> None:
    """Reserve goods that came for one line, past the queue. The stock's lock is held, and so much is free."""
    held = {(row.order_line_id, row.warehouse_id) for row in tx.all(_HELD, lines=[line.id])}
    _give(tx, [Given(line.id, line.product_id, warehouse_id, quantity)], known=held)


def give_back(
    tx: Transaction,
    order_line_ids: Iterable[int],
    quantity: Quantity | None = None,
    *,
    warehouse_id: int | None = None,
) -> dict[int, set[int]]:
    """Free what is reserved for these lines, without offering it to others.

    Args:
        quantity: of each line at most so much; what stands on no pick list is taken first.
        warehouse_id: only what is reserved there.

    Returns:
        The products that became free, by warehouse id: what to `offer`.
    """
    lines = sorted(set(order_line_ids))
    freed: dict[int, set[int]] = {}
    if not lines:
        return freed
    seen = [row for row in tx.all(_HELD, lines=lines) if warehouse_id in (None, row.warehouse_id)]
    for row in seen:
        freed.setdefault(row.warehouse_id, set()).add(row.product_id)
    if len(freed) == 1:
        goods.lock_unread(tx, next(iter(freed)), set().union(*freed.values()))
    elif freed:
        goods.lock_unread(tx, None, set().union(*freed.values()))
    held: dict[int, list[Row[Any]]] = {}
    for row in tx.all(_HELD, lines=lines):  # again: now nobody else can change it
        if warehouse_id in (None, row.warehouse_id):
            held.setdefault(row.order_line_id, []).append(row)
    given = []
    for line_id, rows in held.items():
        for row, part in _parts(tx, line_id, rows, quantity):
            given.append(Given(line_id, row.product_id, row.warehouse_id, -part))
    _give(tx, given, known={(one.line_id, one.warehouse_id) for one in given})
    tx.change(_EMPTY, lines=lines)
    return freed


def _parts(
    tx: Transaction, line_id: int, rows: Sequence[Row[Any]], quantity: Quantity | None
) -> Iterator[tuple[Row[Any], Quantity]]:
    """How much of each warehouse a line gives back."""
    if quantity is None or len(rows) == 1:
        yield from ((row, row.quantity if quantity is None else min(quantity, row.quantity)) for row in rows)
        return
    listed = {row.warehouse_id: int(row.quantity) for row in tx.all(_LISTED, a_line=line_id)}
    left = quantity
    parts = {row.id: 0 for row in rows}
    for spare in (True, False):  # what nobody collects first
        for row in reversed(rows):
            most = row.quantity - parts[row.id] - (listed.get(row.warehouse_id, 0) if spare else 0)
            part = min(left, max(0, most))
            parts[row.id] += part
            left -= part
    yield from ((row, parts[row.id]) for row in rows if parts[row.id])


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
