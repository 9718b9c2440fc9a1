"""From where orders are served: an order's rule, how far the warehouses are, and safety stock for one order by hand."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import bindparam, delete, func, select

from orderdesk.desk import find, goods
from orderdesk.desk.allocation import give_back, offer, place_of
from orderdesk.desk.orders import locked
from orderdesk.desk.upkeep import add, member, named, needed_reason, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import Allocation, Distance, Order, OrderLine, Pick, PickLine, Stock
from orderdesk.queries import facts
from orderdesk.rules.lifecycle import OrderState
from orderdesk.rules.sourcing import Sourcing
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import fold
from orderdesk.values import MAX_QUANTITY, Quantity

_ALLOCATION, _LINE = table(Allocation), table(OrderLine)
_PICK, _PICK_LINE = table(Pick), table(PickLine)
_DISTANCE = table(Distance)
_RESERVED = (
    select(_ALLOCATION.c.order_line_id, _ALLOCATION.c.warehouse_id, _ALLOCATION.c.product_id, _ALLOCATION.c.quantity)
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _ALLOCATION.c.quantity > 0)
)
_COLLECTED = (
    select(_PICK.c.number, _PICK.c.warehouse_id, _PICK_LINE.c.order_line_id)
    .join(_PICK_LINE, _PICK_LINE.c.pick_id == _PICK.c.id)
    .join(_LINE, _LINE.c.id == _PICK_LINE.c.order_line_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _PICK.c.state.in_(("open", "picked")))
)
_SAME = (
    _DISTANCE.c.warehouse_id == bindparam("a_warehouse"),
    _DISTANCE.c.country == bindparam("a_country"),
    _DISTANCE.c.region == bindparam("a_region"),
)
_KNOWN = select(_DISTANCE.c.id, _DISTANCE.c.far).where(*_SAME)
_FORGET = delete(_DISTANCE).where(*_SAME)
_WAIT = select(func.count()).where(_LINE.c.order_id == bindparam("a_order"), _LINE.c.waiting)


@verb("order.source")
def source(tx: Transaction, order: int, sourcing: str, reason: str = "") -> str:
    """Say which warehouses serve an order: own, fullest, nearest or single; the rule that held before.

    What is reserved where the new rule does not allow it is given back, and the order is offered what there is.

    Raises:
        Refused: goods that would have to be given back are being picked, or the order is not open.
    """
    row = locked(tx, order, "edit" if find.order(tx, order).state == OrderState.DRAFT else "amend")
    rule = Sourcing(member(Sourcing, sourcing, "sourcing"))
    before = str(row.sourcing)
    if rule == before:
        return before
    why = reason if row.state == OrderState.DRAFT else needed_reason(reason, "change of sourcing")
    goods.lock_unread(tx, None, {line.product_id for line in tx.all(facts.LINES, a_order=row.id)})
    leaves = _to_give_back(tx, row.id, row.warehouse_id, rule)
    for pick in tx.all(_COLLECTED, a_order=row.id):
        if (pick.order_line_id, pick.warehouse_id) in leaves:
            raise Refused(f"order {order}: goods are being picked (pick list {pick.number}); cancel that list first")
    freed: dict[int, set[int]] = {}
    for line_id, place in sorted(leaves):
        for warehouse_id, products in give_back(tx, [line_id], warehouse_id=place).items():
            freed.setdefault(warehouse_id, set()).update(products)
    tx.update(Order, row.id, sourcing=rule)
    tx.record("order.source", "order", row.id, sourcing=[before, rule], reason=why)
    if row.state != OrderState.DRAFT:
        after = find.order(tx, order)
        waiting = {line.product_id for line in tx.all(facts.LINES, a_order=row.id) if line.waiting}
        offer(tx, place_of(after), waiting)
    for warehouse_id, products in sorted(freed.items()):
        offer(tx, warehouse_id, products)
    return before


def _to_give_back(tx: Transaction, order_id: int, own: int, rule: Sourcing) -> set[tuple[int, int]]:
    """The lines, each with the warehouse, whose goods the rule does not allow."""
    rows = tx.all(_RESERVED, a_order=order_id)
    if rule is Sourcing.OWN:
        return {(row.order_line_id, row.warehouse_id) for row in rows if row.warehouse_id != own}
    if rule is not Sourcing.SINGLE:
        return set()
    much: dict[int, Counter[int]] = {}
    for row in rows:
        much.setdefault(row.order_line_id, Counter())[row.warehouse_id] += row.quantity
    stays = {line: max(sorted(places), key=lambda at: (places[at], at == own)) for line, places in much.items()}
    return {(row.order_line_id, row.warehouse_id) for row in rows if row.warehouse_id != stays[row.order_line_id]}


@verb("order.use_safety")
def use_safety(tx: Transaction, order: int, reason: str) -> Quantity:
    """Let an order take safety stock, by hand and with a reason; how many of its lines wait for goods after that.

    It stays so for the order: what it asks for later may come from safety stock too.
    """
    why = needed_reason(reason, "release of safety stock")
    row = locked(tx, order, "amend")
    if row.uses_safety:
        raise Refused(f"order {order} may use safety stock already")
    products = {line.product_id for line in tx.all(facts.LINES, a_order=row.id)}
    goods.lock_unread(tx, place_of(row), products)
    tx.update(Order, row.id, uses_safety=True)
    tx.record("order.use_safety", "order", row.id, uses_safety=[False, True], reason=why)
    offer(tx, place_of(row), {line.product_id for line in tx.all(facts.LINES, a_order=row.id) if line.waiting})
    return int(tx.scalar(_WAIT, a_order=row.id))


@verb("stock.level")
def level(
    tx: Transaction,
    sku: str,
    *,
    warehouse: str,
    safety: Quantity | None = None,
    reorder_point: Quantity | None = None,
) -> None:
    """Set a product's safety stock and reorder point in one warehouse; what is None stays.

    Safety stock is offered to no order unless `order.use_safety` lets it; what is reserved already stays reserved. When
    it is lowered, what became free is offered to those who wait.
    """
    product, place = find.product(tx, sku), find.warehouse(tx, warehouse)
    if product.kind == "service":
        raise Refused(f"{product.sku} is a service; it has no stock")
    said: dict[str, Any] = {}
    if safety is not None:
        said["safety"] = whole(safety, "safety stock", MAX_QUANTITY)
    if reorder_point is not None:
        said["reorder_point"] = whole(reorder_point, "reorder point", MAX_QUANTITY)
    if not said:
        raise BadValue("say a safety stock or a reorder point")
    there = goods.lock(tx, place.id, [product.id]).get(product.id)
    if there is None:
        taken = f"{product.sku} came to {place.code} at another terminal just now; try again"
        add(tx, Stock(product_id=product.id, warehouse_id=place.id, **said), taken)
    else:
        tx.update(Stock, there.id, **said)
    before = {name: getattr(there, name) if there else None for name in said}
    tx.record(
        "stock.level", "product", product.id, warehouse=place.code,
        **{name: [before[name], value] for name, value in said.items()},
    )  # fmt: skip
    if there is not None and said.get("safety", there.safety) < there.safety:
        offer(tx, place.id, {product.id})


@verb("warehouse.distance")
def distance(tx: Transaction, warehouse: str, country: str, far: int | None, *, region: str = "") -> None:
    """Say how far a warehouse is from a country, or a region of it; None forgets it.

    Args:
        far: in whatever the site counts by, kilometres or days; the smaller the nearer.
    """
    place = find.warehouse(tx, warehouse)
    at = {
        "a_warehouse": place.id,
        "a_country": fold(named(country, "country", limit=60)),
        "a_region": fold(region.strip())[:60],
    }
    known = tx.first(_KNOWN, **at)
    before = None if known is None else known.far
    if far is None:
        if known is None:
            raise NotFound(f"nothing says how far {place.code} is from there")
        tx.change(_FORGET, **at)
    elif known is None:
        kept = Distance(
            warehouse_id=place.id, country=at["a_country"], region=at["a_region"], far=whole(far, "distance", 1_000_000)
        )
        add(tx, kept, "somebody entered this distance at another terminal just now; look again")
    else:
        tx.update(Distance, known.id, far=whole(far, "distance", 1_000_000))
    tx.record(
        "warehouse.distance", "warehouse", place.id, country=at["a_country"], region=at["a_region"], far=[before, far]
    )
