"""Late orders: confirmed, something still to leave, and the wanted day has passed or cannot be kept.

In the order of the wanted day, so that the worst stand first and a page is found by an index. Whether a day that is to
come can be kept is worked out from the queue of the product: what is asked for earlier gets its goods earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, exists, func, literal_column, not_, or_, select, tuple_

from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import Customer, Hold, Order, OrderLine, Pick, PickLine, Product
from orderdesk.queries.arrivals import arrivals_of
from orderdesk.queries.late_parts import LateLine, LateOrder, LateRow
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.queries.order_list import FIELDS as OF_ORDERS
from orderdesk.queries.order_list import axes_of, conditions
from orderdesk.rules.lateness import Arrival, lateness, together
from orderdesk.rules.progress import LineAxes, shipped_progress
from orderdesk.store.transaction import Reading, table
from orderdesk.values import quantity_text

WORKED_OUT = 1_000  # orders to come, up to which a foot looks at each
BATCH = 100  # orders that are looked at together

_ORDER, _LINE, _CUSTOMER, _PRODUCT = table(Order), table(OrderLine), table(Customer), table(Product)
_HOLD, _PICK, _PICK_LINE = table(Hold), table(Pick), table(PickLine)
_OPEN = exists().where(_LINE.c.order_id == _ORDER.c.id, _LINE.c.ordered - _LINE.c.cancelled > _LINE.c.shipped)
_WAITS = exists().where(_LINE.c.order_id == _ORDER.c.id, _LINE.c.waiting)
_CONFIRMED = _ORDER.c.state == literal_column("'confirmed'")  # as it stands in the index `ix_order_due`

_OWN_DAYS = select(
    exists().where(_LINE.c.wanted.is_not(None), _LINE.c.ordered - _LINE.c.cancelled > _LINE.c.shipped)
)
_CANDIDATES = (
    select(_ORDER, _CUSTOMER.c.code, _CUSTOMER.c.name)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(_CONFIRMED)
    .order_by(_ORDER.c.wanted_date, _ORDER.c.id)
)
_LINES = (
    select(_LINE, _PRODUCT.c.sku, _PRODUCT.c.kind)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_LINE.c.order_id.in_(bindparam("orders", expanding=True)))
    .order_by(_LINE.c.order_id, _LINE.c.position)
)
_HOLDS = select(_HOLD.c.order_id, _HOLD.c.kind).where(
    _HOLD.c.state == "open", _HOLD.c.order_id.in_(bindparam("orders", expanding=True))
)
_PICKS = (
    select(_PICK_LINE.c.order_line_id, _PICK.c.number)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(
        _PICK_LINE.c.order_line_id.in_(bindparam("lines", expanding=True)), _PICK.c.state.in_(("open", "picked"))
    )
)
FIELDS = (
    *(field for field in OF_ORDERS if field.name in ("customer", "number", "po", "before", "after", "over", "mine")),
    Field("passed", Kind.FLAG, "the wanted day has passed"),
    Field("coming", Kind.FLAG, "the wanted day is to come and cannot be kept"),
    Field("missing", Kind.FLAG, "goods are missing; without it also what only has to be picked"),
)


def page(reading: Reading, wanted: Filter, after: LateRow | None, limit: int) -> tuple[LateRow, ...]:
    """A page of late orders, the longest late first."""
    return _page(reading, _asked(reading, wanted, *_days(wanted)), after, limit)


def _page(reading: Reading, asked: Sequence[Any], after: LateRow | None, limit: int) -> tuple[LateRow, ...]:
    size = max(limit, BATCH)
    candidates: Select[Any] = _CANDIDATES.where(*asked).limit(size)
    place = None if after is None else (after.header_date, after.id)
    found: list[LateRow] = []
    while len(found) < limit:
        onwards = candidates
        if place is not None:
            onwards = candidates.where(tuple_(_ORDER.c.wanted_date, _ORDER.c.id) > tuple_(*place))
        rows = reading.all(onwards)
        found += _late_of(reading, rows)
        if len(rows) < size:
            break
        place = (rows[-1].wanted_date, rows[-1].id)
    return tuple(found[:limit])


def late_orders(reading: Reading, *, filter: str = "", limit: int = 50) -> tuple[LateOrder, ...]:
    """The orders that are late or will be, the longest late first."""
    return tuple(row.order for row in page(reading, LATE.read(reading, filter), None, limit))


def sums(reading: Reading, wanted: Filter) -> Sums:
    """How many orders are late or will be, and what they come to with tax; see `added_up`."""
    with_passed, with_coming = _days(wanted)
    late = Sums(0, 0)
    if with_passed:
        asked = _asked(reading, wanted, True, False)
        late = added_up(reading, select(_ORDER.c.gross.label("amount")).where(_CONFIRMED, *asked))
    if not with_coming or late.amount is None:
        return late
    to_come = _page(reading, _asked(reading, wanted, False, True), None, WORKED_OUT)
    if len(to_come) == WORKED_OUT:
        return Sums(WORKED_OUT, more=True)
    return Sums(late.count + len(to_come), late.amount + sum(row.order.gross for row in to_come))


def _days(wanted: Filter) -> tuple[bool, bool]:
    """Whether orders whose wanted day has passed are asked for, and those whose day is to come."""
    passed, coming = wanted.flag("passed"), wanted.flag("coming")
    return (True, True) if passed == coming else (passed, coming)


def _asked(reading: Reading, wanted: Filter, passed: bool, coming: bool) -> list[Any]:
    """What an order must be to be looked at. One that is to come can only be late if it waits for goods."""
    asked: list[Any] = [*conditions(reading, wanted), *([_WAITS] if wanted.flag("missing") else [])]
    has_passed = _passed(reading)
    if passed and coming:
        asked.append(or_(and_(has_passed, _OPEN), _WAITS))
    else:
        asked += [has_passed, _OPEN] if passed else [not_(has_passed), _WAITS]
    return asked


def _passed(reading: Reading) -> Any:
    """Whether the wanted day of an order has passed, or of a line with a day of its own, where there is any."""
    by_order: Any = _ORDER.c.wanted_date < reading.today
    if not reading.scalar(_OWN_DAYS):
        return by_order
    day = func.coalesce(_LINE.c.wanted, _ORDER.c.wanted_date)
    own = exists().where(_LINE.c.order_id == _ORDER.c.id, _LINE.c.wanted < reading.today)
    open_then = exists().where(
        _LINE.c.order_id == _ORDER.c.id,
        _LINE.c.ordered - _LINE.c.cancelled > _LINE.c.shipped,
        day < reading.today,
    )
    return and_(or_(by_order, own), open_then)


def _late_of(reading: Reading, rows: Sequence[Row[Any]]) -> list[LateRow]:
    """Those of the orders that are late or will be."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    lines = {
        order: list(own) for order, own in groupby(reading.all(_LINES, orders=ids), key=lambda line: line.order_id)
    }
    waiting: dict[int, set[int]] = {}
    for row in rows:
        waiting.setdefault(row.warehouse_id, set()).update(
            line.product_id for line in lines.get(row.id, ()) if line.waiting
        )
    due: dict[int, Arrival | None] = {}
    for warehouse_id, products in waiting.items():
        due |= arrivals_of(reading, warehouse_id, products)
    picks: dict[int, list[int]] = {}
    every = [line.id for own in lines.values() for line in own]
    for pick in reading.all(_PICKS, lines=every):
        picks.setdefault(pick.order_line_id, []).append(pick.number)
    held: dict[int, list[str]] = {}
    for hold in reading.all(_HOLDS, orders=ids):
        held.setdefault(hold.order_id, []).append(hold.kind)
    found = (_late(reading, row, lines.get(row.id, []), due, picks, held.get(row.id, ())) for row in rows)
    return [one for one in found if one is not None]


def _late(
    reading: Reading,
    row: Row[Any],
    lines: Sequence[Row[Any]],
    due: dict[int, Arrival | None],
    picks: dict[int, list[int]],
    held: Iterable[str],
) -> LateRow | None:
    axes: dict[int, LineAxes] = {line.id: axes_of(line) for line in lines}
    still = [line for line in lines if axes[line.id].open]
    days: dict[date, list[date | None]] = {}
    for line in still:
        goods = days.setdefault(line.wanted or row.wanted_date, [])
        if line.waiting:
            goods.append(arrival.on if (arrival := due.get(line.id)) else None)
    days = days or {row.wanted_date: []}
    wanted, late = together({day: lateness(day, reading.today, goods) for day, goods in days.items()})
    if not late.is_late:
        return None
    return LateRow(
        row.id,
        row.wanted_date,
        LateOrder(
            number=row.number,
            customer=row.code,
            name=row.name,
            wanted_date=wanted,
            days_late=late.days,
            will_be=late.will_be,
            gross=row.gross,
            shipped=shipped_progress(list(axes.values())),
            delivery_rule=row.delivery_rule,
            held=tuple(dict.fromkeys(held)),
            lines=tuple(_line(line, axes[line.id], due.get(line.id), picks.get(line.id, ())) for line in still),
        ),
    )


def _line(line: Row[Any], axes: LineAxes, arrival: Arrival | None, picks: Iterable[int]) -> LateLine:
    return LateLine(
        position=line.position,
        sku=line.sku,
        description=line.description,
        open=axes.open,
        shipped=axes.shipped,
        missing=axes.to_allocate if line.kind not in ("service", "kit") else 0,
        ready=arrival.on if arrival else None,
        source=arrival.source if arrival else "",
        picks=tuple(picks),
    )


def _missing_text(order: LateOrder) -> str:
    return ", ".join(f"{quantity_text(line.missing)} {line.sku}" for line in order.missing)


LATE: Listing[LateRow] = Listing(
    "late",
    FIELDS,
    page,
    key=lambda row: row.order.number,
    sums=sums,
    exported=(
        Exported("Order", lambda row: row.order.number),
        Exported("Customer", lambda row: row.order.customer),
        Exported("Name", lambda row: row.order.name),
        Exported("Wanted", lambda row: row.order.wanted_date),
        Exported("Days late", lambda row: max(0, row.order.days_late)),
        Exported("Will be there", lambda row: _there(row.order)),
        Exported("Missing", lambda row: _missing_text(row.order)),
        Exported("Shipped", lambda row: row.order.shipped),
        Exported("Total", lambda row: row.order.gross, "money"),
        Exported("Held for", lambda row: ", ".join(row.order.held)),
    ),
)


def _there(order: LateOrder) -> date | None:
    """When everything is there; None is not in sight."""
    return None if order.will_be is None else order.wanted_date + timedelta(days=order.will_be)
