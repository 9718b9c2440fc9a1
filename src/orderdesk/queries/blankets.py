"""Blanket orders, a page at a time, those that end first in front, each with what is left of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from orderdesk.errors import NotFound, Refused
from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import Customer, Order, OrderLine, Product
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.queries.order_list import FIELDS as OF_ORDERS
from orderdesk.queries.order_list import conditions
from orderdesk.rules.agreement import shown_state
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money, Quantity, UnitPrice

_ORDER, _LINE, _CUSTOMER, _PRODUCT = table(Order), table(OrderLine), table(Customer), table(Product)
_CALL = _LINE.alias("call_off")
_BY = _ORDER.alias("called_by")

STATES = ("draft", "agreed", "expired", "ended")
_ROWS = (
    select(_ORDER, _CUSTOMER.c.code, _CUSTOMER.c.name.label("customer_name"))
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .order_by(_ORDER.c.valid_until, _ORDER.c.id)
)
_LINES = (
    select(_LINE, _PRODUCT.c.sku)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_LINE.c.order_id.in_(bindparam("orders", expanding=True)), _LINE.c.parent_id.is_(None))
    .order_by(_LINE.c.order_id, _LINE.c.position)
)
_CALLS = (
    select(
        _LINE.c.position, _BY.c.number, _BY.c.state, _BY.c.order_date, _CALL.c.called,
        (_CALL.c.ordered - _CALL.c.cancelled).label("due"),
    )
    .join(_CALL, _CALL.c.source_line_id == _LINE.c.id)
    .join(_BY, _BY.c.id == _CALL.c.order_id)
    .where(_LINE.c.order_id == bindparam("a_order"))
    .order_by(_BY.c.id, _LINE.c.position)
)  # fmt: skip
_BY_NUMBER = _ROWS.where(_ORDER.c.number == bindparam("a_number"))

FIELDS = (
    Field("state", Kind.WORDS, "in this state, or these with commas between; without: drafts and agreed ones", STATES),
    *(field for field in OF_ORDERS if field.name in ("customer", "number", "po", "over", "mine")),
)


@dataclass(frozen=True, slots=True)
class BlanketLine:
    """What was agreed on one product and what is left; quantities in stock units, the price for one `unit`."""

    position: int
    sku: str
    description: str
    unit: str
    factor: Quantity
    agreed: Quantity
    called: Quantity
    left: Quantity
    least: Quantity
    price: UnitPrice | None
    net: Money


@dataclass(frozen=True, slots=True)
class Blanket:
    """One blanket order. `net` in minor units; `state` expired as soon as its last day has passed."""

    number: int
    state: str
    customer: str
    name: str
    valid_from: date | None
    valid_until: date
    days_left: int
    net: Money
    lines: tuple[BlanketLine, ...]


@dataclass(frozen=True, slots=True)
class BlanketRow:
    """A blanket order with its place in the list."""

    id: int
    blanket: Blanket


@dataclass(frozen=True, slots=True)
class Call:
    """An order's line that takes from a blanket order; `taken` is 0 while it is a draft."""

    position: int
    order: int
    state: str
    day: date
    quantity: Quantity
    taken: Quantity


@dataclass(frozen=True, slots=True)
class BlanketCard:
    """A blanket order and every order that takes from it."""

    blanket: Blanket
    calls: tuple[Call, ...]


def page(reading: Reading, wanted: Filter, after: BlanketRow | None, limit: int) -> tuple[BlanketRow, ...]:
    """A page of blanket orders."""
    asked: Select[Any] = _ROWS.where(*_asked(reading, wanted)).limit(limit)
    if after is not None:
        asked = asked.where(tuple_(_ORDER.c.valid_until, _ORDER.c.id) > tuple_(*(after.blanket.valid_until, after.id)))
    return _rows(reading, reading.all(asked))


def _rows(reading: Reading, rows: Any) -> tuple[BlanketRow, ...]:
    if not rows:
        return ()
    lines: dict[int, list[BlanketLine]] = {}
    for line in reading.all(_LINES, orders=[row.id for row in rows]):
        agreed = line.ordered - line.cancelled
        lines.setdefault(line.order_id, []).append(
            BlanketLine(
                line.position, line.sku, line.description, line.unit, line.factor, agreed, line.called,
                max(0, (line.call_most or agreed) - line.called), line.call_least, line.price, line.net,
            )
        )  # fmt: skip
    return tuple(
        BlanketRow(
            row.id,
            Blanket(
                number=row.number,
                state=shown_state(row.state, row.valid_until, reading.today),
                customer=row.code,
                name=row.customer_name,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                days_left=(row.valid_until - reading.today).days,
                net=row.net,
                lines=tuple(lines.get(row.id, ())),
            ),
        )
        for row in rows
    )


def _asked(reading: Reading, wanted: Filter) -> list[ColumnElement[bool]]:
    passed = _ORDER.c.valid_until < reading.today
    each = {
        "draft": _ORDER.c.state == "draft",
        "agreed": and_(_ORDER.c.state == "agreed", ~passed),
        "expired": or_(_ORDER.c.state == "expired", and_(_ORDER.c.state == "agreed", passed)),
        "ended": _ORDER.c.state == "ended",
    }
    states = wanted.among("state") or ("draft", "agreed")
    states_met = or_(*(each[one] for one in states))
    # The states stand in an index; the type alone would mean to look at every order.
    every = _ORDER.c.state.in_(("draft", "agreed", "expired", "ended"))
    kind = (_ORDER.c.type == "blanket", _ORDER.c.valid_until.is_not(None))
    return [*conditions(reading, wanted), every, states_met, *kind]


def sums(reading: Reading, wanted: Filter) -> Sums:
    """How many blanket orders there are, and what they come to without tax; see `added_up`."""
    return added_up(reading, select(_ORDER.c.net.label("amount")).where(*_asked(reading, wanted)))


def blanket_list(reading: Reading, *, filter: str = "", limit: int = 50) -> tuple[Blanket, ...]:
    """Blanket orders, those that end first in front."""
    return tuple(row.blanket for row in page(reading, BLANKETS.read(reading, filter), None, limit))


def blanket_card(reading: Reading, number: int) -> BlanketCard:
    """A blanket order with its call-offs. Raises NotFound, Refused."""
    rows = reading.all(_BY_NUMBER, a_number=number) if abs(number) < 2**63 else ()
    if not rows:
        raise NotFound(f"there is no blanket order {number}")
    if rows[0].type != "blanket" or rows[0].valid_until is None:
        raise Refused(f"{number} is no blanket order")
    calls = tuple(
        Call(row.position, row.number, row.state, row.order_date, row.due, row.called)
        for row in reading.all(_CALLS, a_order=rows[0].id)
    )
    return BlanketCard(_rows(reading, rows)[0].blanket, calls)


BLANKETS: Listing[BlanketRow] = Listing(
    "blankets",
    FIELDS,
    page,
    key=lambda row: row.blanket.number,
    sums=sums,
    exported=(
        Exported("Blanket order", lambda row: row.blanket.number),
        Exported("Customer", lambda row: row.blanket.customer),
        Exported("Name", lambda row: row.blanket.name),
        Exported("From", lambda row: row.blanket.valid_from),
        Exported("Until", lambda row: row.blanket.valid_until),
        Exported("State", lambda row: row.blanket.state),
        Exported("Net", lambda row: row.blanket.net, "money"),
    ),
)
