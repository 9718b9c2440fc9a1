"""The approval queue: which orders wait for somebody, and why; a page at a time, the longest waiting first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from orderdesk.filters import Field, Filter, Kind
from orderdesk.findings import HoldKind
from orderdesk.models import Customer, Hold, Order, User
from orderdesk.queries.approval_table import held as as_held
from orderdesk.queries.approval_table import own_authorities, releases, steps
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.queries.order_list import FIELDS as OF_ORDERS
from orderdesk.queries.order_list import conditions
from orderdesk.queries.settings import settings
from orderdesk.rules.approval import acting_for
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

BATCH = 200  # orders that are looked at together
WORKED_OUT = 1_000  # orders, up to which a foot looks at each


_ORDER, _HOLD, _CUSTOMER = table(Order), table(Hold), table(Customer)
_ENTERED, _OTHER = table(User).alias("entered"), _HOLD.alias("other")

_since = func.min(_HOLD.c.raised_at)
_QUEUE = (
    select(_ORDER.c.id)
    .join(_HOLD, _HOLD.c.order_id == _ORDER.c.id)
    .where(_HOLD.c.state == "open")
    .group_by(_ORDER.c.id, _ORDER.c.number)
    .order_by(_since, _ORDER.c.number)
)
_WAITING = (
    select(
        _ORDER.c.number,
        _ORDER.c.state,
        _ORDER.c.gross,
        _ORDER.c.entered_by,
        _ENTERED.c.login,
        _CUSTOMER.c.code,
        _CUSTOMER.c.name,
        _HOLD.c.id,
        _HOLD.c.kind,
        _HOLD.c.amount,
        _HOLD.c.rule,
        _HOLD.c.raised_at,
    )
    .join(_ORDER, _ORDER.c.id == _HOLD.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_ENTERED, _ENTERED.c.id == _ORDER.c.entered_by, isouter=True)
    .where(_HOLD.c.state == "open", _HOLD.c.order_id.in_(bindparam("orders", expanding=True)))
    .order_by(_HOLD.c.raised_at, _HOLD.c.id)
)
_KINDS = (
    select(_HOLD.c.kind, func.count(func.distinct(_HOLD.c.order_id)).label("orders"))
    .where(_HOLD.c.state == "open")
    .group_by(_HOLD.c.kind)
)
_ALL = select(func.count(func.distinct(_HOLD.c.order_id))).where(_HOLD.c.state == "open")
@dataclass(frozen=True, slots=True)
class WaitingOrder:
    """One order of the queue.

    Attributes:
        gross: the order's total with tax, in minor units.
        holds: its open holds, the earliest first.
        kinds: why it is held, one word a reason, in the same order.
        amount: the most that is at stake in one of its holds, in minor units.
        since: when the first of its open holds was raised.
        mine: whether whoever asks may release every one of its holds.
    """

    order: int
    state: str
    customer: str
    name: str
    gross: Money
    holds: tuple[int, ...]
    kinds: tuple[str, ...]
    amount: Money
    since: datetime
    entered_by: str
    mine: bool


def waiting(reading: Reading) -> tuple[WaitingOrder, ...]:
    """Every order with an open hold, the one that has waited longest first."""
    return tuple(order for rows in APPROVALS.all(reading, Filter(), BATCH) for order in rows)


def page(reading: Reading, wanted: Filter, after: WaitingOrder | None, limit: int) -> tuple[WaitingOrder, ...]:
    """A page of the queue, the order that has waited longest first."""
    size = max(limit, BATCH) if wanted.flag("releasable") else limit
    queue = _QUEUE.where(*_asked(reading, wanted)).limit(size)
    found: list[WaitingOrder] = []
    while len(found) < limit:
        onwards = queue
        if after is not None:
            later = or_(_since > after.since, and_(_since == after.since, _ORDER.c.number > after.order))
            onwards = queue.having(later)
        orders = _orders(reading, [row.id for row in reading.all(onwards)])
        found += [order for order in orders if order.mine or not wanted.flag("releasable")]
        if len(orders) < size:
            break
        after = orders[-1]
    return tuple(found[:limit])


def sums(reading: Reading, wanted: Filter) -> Sums:
    """How many orders wait, and what they come to with tax."""
    if wanted.flag("releasable"):
        found = page(reading, wanted, None, WORKED_OUT)
        more = len(found) == WORKED_OUT
        return Sums(len(found), None if more else sum(row.gross for row in found), more)
    held = select(_HOLD.c.order_id).where(_HOLD.c.state == "open")
    amounts = select(_ORDER.c.gross.label("amount")).where(_ORDER.c.id.in_(held), *_asked(reading, wanted))
    return added_up(reading, amounts)


def waiting_kinds(reading: Reading) -> tuple[int, tuple[tuple[str, int], ...]]:
    """How many orders wait altogether, and for how many of them each reason stands, the commonest first."""
    kinds = sorted(reading.all(_KINDS), key=lambda row: (-row.orders, row.kind))
    return int(reading.scalar(_ALL)), tuple((row.kind, row.orders) for row in kinds)


def _asked(reading: Reading, wanted: Filter) -> list[ColumnElement[bool]]:
    asked = conditions(reading, wanted)
    if kinds := wanted.among("kind"):
        held = select(_OTHER.c.order_id).where(_OTHER.c.state == "open", _OTHER.c.kind.in_(kinds))
        asked.append(_ORDER.c.id.in_(held))
    return asked


def _orders(reading: Reading, ids: Sequence[int]) -> list[WaitingOrder]:
    """These orders, the one that has waited longest first."""
    held: dict[int, list[Row[Any]]] = {}
    rows = reading.all(_WAITING, orders=ids) if ids else ()
    for row in rows:
        held.setdefault(row.number, []).append(row)
    mine = _releasable(reading, rows)
    orders = [
        WaitingOrder(
            order=number,
            state=rows[0].state,
            customer=rows[0].code,
            name=rows[0].name,
            gross=rows[0].gross,
            holds=tuple(row.id for row in rows),
            kinds=tuple(dict.fromkeys(row.kind for row in rows)),
            amount=max(row.amount for row in rows),
            since=rows[0].raised_at,
            entered_by=rows[0].login or "",
            mine=all(row.id in mine for row in rows),
        )
        for number, rows in held.items()
    ]
    return sorted(orders, key=lambda order: (order.since, order.order))


def _releasable(reading: Reading, holds: Sequence[Row[Any]]) -> set[int]:
    """The holds that whoever asks may release, of these."""
    if not holds:
        return set()
    own, people, table_of_steps = settings(reading).own_orders, own_authorities(reading), steps(reading)
    given = releases(reading, [row.id for row in holds])
    return {
        row.id
        for row in holds
        if not isinstance(
            acting_for(people, as_held(row, row.entered_by, given.get(row.id, ())), table_of_steps, own_orders=own), str
        )
    }


FIELDS = (
    Field("kind", Kind.WORDS, "held for this, or for one of these with commas between", tuple(HoldKind)),
    *(field for field in OF_ORDERS if field.name in ("customer", "number", "po", "before", "after", "over", "mine")),
    Field("releasable", Kind.FLAG, "you may release all that holds it"),
)
APPROVALS: Listing[WaitingOrder] = Listing(
    "approvals",
    FIELDS,
    page,
    key=lambda order: order.order,
    sums=sums,
    exported=(
        Exported("Order", lambda order: order.order),
        Exported("Customer", lambda order: order.customer),
        Exported("Name", lambda order: order.name),
        Exported("Total", lambda order: order.gross, "money"),
        Exported("Held for", lambda order: ", ".join(order.kinds)),
        Exported("At stake", lambda order: order.amount, "money"),
        Exported("Since", lambda order: order.since),
        Exported("Entered by", lambda order: order.entered_by),
    ),
)
