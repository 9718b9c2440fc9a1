"""Supply that is asked for: what a sold line brings with it (a work order, or a purchase), and what a shelf lacks.

A request is an expected receipt that nobody has ordered yet. For each line of a confirmed order whose product is made
to order or bought when sold there is as much expected as the line still waits for: `bring_up_to_date` sees to it
whenever the line changes, and so a request that was withdrawn is there again while its line waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, or_, select, update

from orderdesk.desk import find, stock
from orderdesk.desk.holds import refuse_if_held
from orderdesk.desk.leaving import refuse_to_leave
from orderdesk.desk.upkeep import needed_reason, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import ExpectedReceipt, Order, OrderLine, Product, Supplier
from orderdesk.queries.replenishment import replenishment
from orderdesk.rules.lifecycle import OrderType
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_QUANTITY, Quantity, quantity_text

DROP = "drop"  # the kind of a request that the supplier delivers to the customer

_EXPECTED, _LINE, _ORDER = table(ExpectedReceipt), table(OrderLine), table(Order)
_PRODUCT, _SUPPLIER = table(Product), table(Supplier)
_DRIVEN = or_(_PRODUCT.c.kind == "made_to_order", _PRODUCT.c.order_driven)
_LINES = (
    select(
        _LINE.c.id,
        _LINE.c.position,
        _LINE.c.product_id,
        _LINE.c.waiting,
        (_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated).label("open"),
        _PRODUCT.c.sku,
        _PRODUCT.c.kind,
        _LINE.c.drop_ship,
        _LINE.c.wanted,
        _LINE.c.promised,
        func.coalesce(func.nullif(_PRODUCT.c.lead_days, 0), _SUPPLIER.c.lead_days, 0).label("lead_days"),
    )
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .outerjoin(_SUPPLIER, _SUPPLIER.c.id == _PRODUCT.c.supplier_id)
    .where(
        _LINE.c.order_id == bindparam("a_order"),
        or_(_DRIVEN, _LINE.c.drop_ship, and_(bindparam("all_made"), _PRODUCT.c.kind == "stocked")),
    )
    .order_by(_LINE.c.position)
)
_OF_LINES = (
    select(_EXPECTED)
    .where(
        _EXPECTED.c.order_line_id.in_(bindparam("lines", expanding=True)),
        _EXPECTED.c.received < _EXPECTED.c.quantity,
    )
    .order_by(_EXPECTED.c.id)
)
_DROPPED = (
    select(_EXPECTED, _LINE.c.position)
    .join(_LINE, _LINE.c.id == _EXPECTED.c.order_line_id)
    .where(
        _LINE.c.order_id == bindparam("a_order"),
        _EXPECTED.c.kind == "drop",
        _EXPECTED.c.received < _EXPECTED.c.quantity,
    )
    .order_by(_EXPECTED.c.id)
)
_STILL_ASKED = (
    select(_EXPECTED.c.id)
    .join(_LINE, _LINE.c.id == _EXPECTED.c.order_line_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _EXPECTED.c.received < _EXPECTED.c.quantity)
    .limit(1)
)
_UNTIE = (
    update(_EXPECTED)
    .where(
        _EXPECTED.c.kind != "drop",
        _EXPECTED.c.order_line_id.in_(select(_LINE.c.id).where(_LINE.c.order_id == bindparam("a_order"))),
    )
    .values(order_line_id=None)
)
_FORGET = delete(_EXPECTED).where(
    _EXPECTED.c.order_line_id.in_(select(_LINE.c.id).where(_LINE.c.order_id == bindparam("a_order"))),
    _EXPECTED.c.state == "requested",
    _EXPECTED.c.received == 0,
)
_DROP = delete(_EXPECTED).where(_EXPECTED.c.id == bindparam("an_id"))
_ONE = (
    select(_EXPECTED, _PRODUCT.c.sku, _ORDER.c.id.label("order_id"), _ORDER.c.number)
    .join(_PRODUCT, _PRODUCT.c.id == _EXPECTED.c.product_id)
    .outerjoin(_LINE, _LINE.c.id == _EXPECTED.c.order_line_id)
    .outerjoin(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_EXPECTED.c.id == bindparam("an_id"))
)
_ORDERS = (
    select(_ORDER)
    .where(
        _ORDER.c.state == "confirmed",
        or_(
            _ORDER.c.type == OrderType.MAKE_TO_ORDER,
            _ORDER.c.id.in_(
                select(_LINE.c.order_id)
                .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
                .where(or_(and_(_LINE.c.waiting, _DRIVEN), _LINE.c.drop_ship))
            ),
        ),
    )
    .order_by(_ORDER.c.id)
)


def bring_up_to_date(tx: Transaction, order: Row[Any]) -> list[int]:
    """Ask for what the lines of a confirmed order wait for and nobody has asked for; take back what is too much.

    What was ordered already is not taken back: what a line does not need goes to the shelf when it comes. The ids of
    what was asked for or changed.
    """
    if order.state != "confirmed":
        return []
    lines = tx.all(_LINES, a_order=order.id, all_made=order.type == OrderType.MAKE_TO_ORDER)
    if not lines:
        return []
    on_order: dict[int, list[Row[Any]]] = {}
    for row in tx.all(_OF_LINES, lines=[line.id for line in lines]):
        on_order.setdefault(row.order_line_id, []).append(row)
    asked: list[int] = []
    for line in lines:
        rows = on_order.get(line.id, [])
        wants = max(0, line.open) if line.waiting or line.drop_ship else 0
        need = wants - sum(row.quantity - row.received for row in rows)
        if need > 0:
            asked.append(_ask(tx, order, line, rows, need))
        for row in reversed(rows):
            if need < 0 and (row.state == "requested" or row.kind == DROP):
                fewer = min(-need, row.quantity - row.received)
                _lower(tx, row, fewer)
                if row.state != "requested":
                    _tell_withdrawn(tx, order.id, line.position, row, fewer)
                need += fewer
                asked.append(row.id)
    return asked


def _tell_withdrawn(tx: Transaction, order_id: int, position: int | None, row: Row[Any], fewer: Quantity) -> None:
    """Record what a supplier was asked to deliver and need not any more."""
    tx.record(
        "supply.withdraw", "order", order_id, line=position, expected=row.id, source=row.source,
        quantity=[row.quantity, row.quantity - fewer], reason="the order asks for fewer",
    )  # fmt: skip


def _ask(tx: Transaction, order: Row[Any], line: Row[Any], rows: Sequence[Row[Any]], need: Quantity) -> int:
    made = line.kind == "made_to_order" or (order.type == OrderType.MAKE_TO_ORDER and line.kind == "stocked")
    kind = DROP if line.drop_ship else "work_order" if made else "purchase"
    due = tx.today + timedelta(days=line.lead_days)
    if line.drop_ship:
        due = max(due, line.wanted or order.wanted_date)
        if line.promised is None or due > line.promised:
            tx.update(OrderLine, line.id, promised=due)
    open_one = next((row for row in rows if row.state == "requested"), None)
    if open_one is not None:
        key = int(open_one.id)
        tx.update(ExpectedReceipt, key, quantity=open_one.quantity + need)
    else:
        key = tx.add(
            ExpectedReceipt(
                product_id=line.product_id, warehouse_id=order.warehouse_id, quantity=need,
                due=due, kind=kind, state="requested", order_line_id=line.id,
            )
        )  # fmt: skip
    tx.record(
        "supply.request", "order", order.id, line=line.position, expected=key, kind=kind, sku=line.sku, quantity=need
    )
    return key


def _lower(tx: Transaction, row: Row[Any], fewer: Quantity) -> None:
    if row.quantity == fewer and not row.received:
        tx.change(_DROP, an_id=row.id)
    else:
        tx.update(ExpectedReceipt, row.id, quantity=row.quantity - fewer)


def untie(tx: Transaction, order_id: int) -> None:
    """An order goes back or is given up: what nobody ordered for it is forgotten, the rest comes for the shelf.

    What a supplier was to deliver to the customer is withdrawn, for it would come to nobody.
    """
    if tx.scalar(_STILL_ASKED, a_order=order_id) is None:
        return
    for row in tx.all(_DROPPED, a_order=order_id):
        _lower(tx, row, row.quantity - row.received)
        if row.state != "requested":
            _tell_withdrawn(tx, order_id, row.position, row, row.quantity - row.received)
    tx.change(_FORGET, a_order=order_id)
    tx.change(_UNTIE, a_order=order_id)


@verb("supply.request")
def request(tx: Transaction, order: int | None = None) -> int:
    """Ask for what lines of one order, or of all, wait for and nobody has asked for; how many requests that changed.

    It happens by itself when an order is confirmed or amended; this mends what a count or a short pick took away.
    """
    orders = tx.all(_ORDERS) if order is None else [find.order(tx, order)]
    tx.lock(Order, [row.id for row in orders])
    return sum(len(bring_up_to_date(tx, find.order(tx, row.number))) for row in orders)


@verb("supply.order")
def order(tx: Transaction, expected: int, source: str, due: date | None = None) -> int:
    """A request was ordered, or its work begun, under this number; the expected receipt's id.

    Args:
        due: when it comes; as it was asked for unless said.

    Raises:
        Refused: it was ordered already.
        BadValue: no number.
    """
    row = _found(tx, expected)
    if row.state != "requested":
        raise Refused(f"{row.sku} {expected} was ordered already{f' ({row.source})' if row.source else ''}")
    number = clean(source, "number", limit=60)
    if not number:
        raise BadValue("under which number was it ordered?")
    if row.kind == DROP:
        sold = find.order(tx, row.number)
        refuse_if_held(tx, sold)
        refuse_to_leave(tx, sold, "ask for a release: order hold, and an approver decides")
    tx.update(ExpectedReceipt, row.id, state="ordered", source=number, due=due or row.due)
    tx.record(
        "supply.order", "product", row.product_id, expected=expected, source=["", number], due=[row.due, due or row.due]
    )
    return expected


@verb("supply.make")
def make(tx: Transaction, expected: int, quantity: Quantity | None = None) -> stock.Moved:
    """Report what a work order made: it is on hand, and reserved for the line that it was made for.

    Args:
        quantity: all that is still to be made unless said.

    Raises:
        Refused: it is bought, not made.
    """
    row = _found(tx, expected)
    if row.kind == DROP:
        raise Refused(f"{row.sku} {expected} goes from the supplier to the customer; say that it was delivered")
    if row.kind != "work_order":
        raise Refused(f"{row.sku} {expected} is not made here; receive it")
    left = max(0, row.quantity - row.received)
    much = left if quantity is None else whole(quantity, "quantity", MAX_QUANTITY, least=1)
    if not much:
        raise Refused(f"all {quantity_text(row.quantity)} of {row.sku} {expected} are made")
    return stock.take_in(tx, row.sku, much, expected=expected, reason=f"made {row.source}".strip())


@verb("supply.withdraw")
def withdraw(tx: Transaction, expected: int, reason: str) -> tuple[int, ...]:
    """Withdraw what has not come of a request or an order; what its line waits for is asked for anew.

    Returns:
        The ids of the requests that stand in its place; none where nothing waits for it.

    Raises:
        Refused: it is on its way between warehouses, or all of it has come.
    """
    why = needed_reason(reason, "withdrawal")
    row = _found(tx, expected)
    if row.kind == "transfer":
        raise Refused(f"{row.sku} {expected} is on its way ({row.source}); receive it, or say that it is lost")
    if row.received >= row.quantity:
        raise Refused(f"all of {row.sku} {expected} has come")
    if row.received:
        tx.update(ExpectedReceipt, row.id, quantity=row.received)
    else:
        tx.change(_DROP, an_id=row.id)
    tx.record(
        "supply.withdraw", "product", row.product_id, expected=expected, quantity=[row.quantity, row.received],
        source=row.source, reason=why,
    )  # fmt: skip
    return tuple(bring_up_to_date(tx, find.order(tx, row.number))) if row.order_id else ()


@verb("supply.replenish")
def replenish(tx: Transaction, skus: Sequence[str] | None = None, *, warehouse: str | None = None) -> tuple[int, ...]:
    """Ask for what the replenishment list of a warehouse says, or of it these products; the requests' ids.

    Raises:
        NotFound: a named product is not on the list.
    """
    found = {item.sku: item for item in replenishment(tx, warehouse)}
    wanted = list(found) if skus is None else [find.product(tx, sku).sku for sku in skus]
    for sku in wanted:
        if sku not in found:
            raise NotFound(f"{sku} is not below its reorder point")
    if not wanted:
        raise Refused("nothing is below its reorder point")
    made = []
    for sku in wanted:
        item, product = found[sku], find.product(tx, sku)
        key = tx.add(
            ExpectedReceipt(
                product_id=product.id, warehouse_id=find.warehouse(tx, item.warehouse).id, quantity=item.quantity,
                due=item.due, kind="purchase", state="requested",
            )
        )  # fmt: skip
        tx.record(
            "supply.replenish", "product", product.id, expected=key, warehouse=item.warehouse,
            quantity=item.quantity, due=item.due, why=item.explanation,
        )  # fmt: skip
        made.append(key)
    return tuple(made)


def _found(tx: Transaction, expected: int) -> Row[Any]:
    """What is expected under an id, locked after the order that it is for."""
    seen = tx.first(_ONE, an_id=expected) if find.fits(expected) else None
    if seen is not None and seen.order_id:
        tx.lock(Order, [seen.order_id])
    tx.lock(ExpectedReceipt, [expected] if seen is not None else [])
    row = tx.first(_ONE, an_id=expected) if seen is not None else None
    if row is None:
        raise NotFound(f"nothing is expected under {expected}")
    return row
