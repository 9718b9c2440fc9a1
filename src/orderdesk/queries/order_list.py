"""Orders, a page at a time, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from orderdesk.models import Customer, Hold, Order, OrderLine
from orderdesk.rules.progress import LineAxes, Progress, shipped_progress
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

_ORDER, _LINE, _CUSTOMER, _HOLD = table(Order), table(OrderLine), table(Customer), table(Hold)

_PAGE = (
    select(_ORDER, _CUSTOMER.c.code, _CUSTOMER.c.name)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .order_by(_ORDER.c.id.desc())
    .limit(bindparam("a_limit"))
)
_LINES = (
    select(_LINE)
    .where(_LINE.c.order_id.in_(bindparam("orders", expanding=True)))
    .order_by(_LINE.c.order_id, _LINE.c.position)
)
_HOLDS = (
    select(_HOLD.c.order_id, _HOLD.c.kind)
    .where(_HOLD.c.state == "open", _HOLD.c.order_id.in_(bindparam("orders", expanding=True)))
    .order_by(_HOLD.c.id)
)


def _page(by_state: bool, by_customer: bool, onwards: bool) -> Select[Any]:
    statement = _PAGE
    if by_state:
        statement = statement.where(_ORDER.c.state == bindparam("a_state"))
    if by_customer:
        owner = select(_CUSTOMER.c.id).where(_CUSTOMER.c.code == bindparam("a_customer")).scalar_subquery()
        statement = statement.where(_ORDER.c.customer_id == owner)
    if onwards:
        last = _ORDER.alias("last")
        key = select(last.c.id).where(last.c.number == bindparam("an_after")).scalar_subquery()
        statement = statement.where(_ORDER.c.id < key)
    return statement


_PAGES = {
    (by_state, by_customer, onwards): _page(by_state, by_customer, onwards)
    for by_state in (False, True)
    for by_customer in (False, True)
    for onwards in (False, True)
}


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """One row. `gross` in minor units; `held` says why it waits, empty when nothing holds it."""

    number: int
    type: str
    state: str
    customer: str
    name: str
    po_number: str
    order_date: date
    wanted_date: date
    gross: Money
    shipped: Progress
    held: tuple[str, ...]


def order_list(
    reading: Reading,
    *,
    state: str | None = None,
    customer: str | None = None,
    after: int | None = None,
    limit: int = 50,
) -> tuple[ListedOrder, ...]:
    """A page of orders.

    Args:
        state: only those in this state.
        customer: only those of the customer with this code.
        after: the last number of the page before.
    """
    values: dict[str, Any] = {"a_limit": limit}
    if state is not None:
        values["a_state"] = state
    if customer is not None:
        values["a_customer"] = customer.strip().upper()
    if after is not None:
        values["an_after"] = after
    rows = reading.all(_PAGES[state is not None, customer is not None, after is not None], **values)
    ids = [row.id for row in rows]
    axes: dict[int, list[LineAxes]] = {
        order: [axes_of(line) for line in lines]
        for order, lines in groupby(reading.all(_LINES, orders=ids), key=lambda line: line.order_id)
    }
    held: dict[int, dict[str, None]] = {}
    for hold in reading.all(_HOLDS, orders=ids):
        held.setdefault(hold.order_id, {})[hold.kind] = None
    return tuple(
        ListedOrder(
            number=row.number,
            type=row.type,
            state=row.state,
            customer=row.code,
            name=row.name,
            po_number=row.po_number,
            order_date=row.order_date,
            wanted_date=row.wanted_date,
            gross=row.gross,
            shipped=shipped_progress(axes.get(row.id, [])),
            held=tuple(held.get(row.id, ())),
        )
        for row in rows
    )


def axes_of(row: Row[Any]) -> LineAxes:
    """How far a line is, from its row."""
    return LineAxes(
        row.ordered, row.allocated, row.picked, row.shipped, row.invoiced, row.returned, row.cancelled
    )  # fmt: skip
