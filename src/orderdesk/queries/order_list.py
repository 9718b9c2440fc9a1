"""Orders, a page at a time, the newest first.

A page is found on the orders alone, by whatever index its filter has, and only its own rows are then looked at closer:
their customers, their lines, their holds. A word is looked for where an index serves: the order's number, the beginning
of the PO number, the customer by the index of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, or_, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import Customer, Hold, Order, OrderLine
from orderdesk.queries.attribute_search import orders_saying, orders_with
from orderdesk.queries.currencies import shown_in
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.rules.agreement import shown_state
from orderdesk.rules.lifecycle import OrderState, OrderType
from orderdesk.rules.progress import LineAxes, Progress, shipped_progress
from orderdesk.store.search import all_having_words, having_words
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import words
from orderdesk.values import Currency, Money

CUSTOMERS = 500  # with a word; their orders are looked up, those of more are met soon enough going through all
BEYOND = "\U0010ffff"  # after everything that begins alike
LARGEST = 2**63 - 1
STATES = (*list(OrderState)[1:], OrderState.QUOTATION)  # those that are asked for most stand in front

_ORDER, _LINE, _CUSTOMER, _HOLD = table(Order), table(OrderLine), table(Customer), table(Hold)

_ROWS = (
    select(_ORDER, _CUSTOMER.c.code, _CUSTOMER.c.name)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(_ORDER.c.id.in_(bindparam("orders", expanding=True)))
    .order_by(_ORDER.c.id.desc())
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
_HELD = select(_HOLD.c.order_id).where(_HOLD.c.state == "open")
_ID = select(_ORDER.c.id).where(_ORDER.c.number == bindparam("a_number"))

FIELDS = (
    Field("state", Kind.WORDS, "in this state, or these with commas between", STATES),
    Field("type", Kind.WORDS, "of this type", tuple(OrderType)),
    Field("customer", Kind.TEXT, "the customer's code"),
    Field("number", Kind.NUMBER, "the order's number, or from and to"),
    Field("po", Kind.TEXT, "the customer's own order number begins so"),
    Field("before", Kind.DAY, "wanted before that day; today, +7 and -7 are days too"),
    Field("after", Kind.DAY, "wanted after that day"),
    Field("over", Kind.MONEY, "comes to more than that, with tax"),
    Field("with", Kind.TEXT, "has this attribute, packing, or with this value, packing=crate"),
    Field("held", Kind.FLAG, "waits for an approver"),
    Field("late", Kind.FLAG, "placed, not closed, and the wanted date has passed"),
    Field("mine", Kind.FLAG, "entered by you"),
)


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """One row. `gross` in minor units of its currency; `held` says why it waits, empty when nothing holds it."""

    number: int
    type: str
    state: str
    customer: str
    name: str
    po_number: str
    order_date: date
    wanted_date: date
    gross: Money
    currency: Currency
    shipped: Progress
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A row with its place in the list, which stays where it was when the order itself is discarded."""

    id: int
    order: ListedOrder


def order_list(
    reading: Reading,
    *,
    state: str | None = None,
    customer: str | None = None,
    filter: str = "",
    after: int | None = None,
    limit: int = 50,
) -> tuple[ListedOrder, ...]:
    """A page of orders.

    Args:
        state: only those in this state.
        customer: only those of the customer with this code.
        filter: as it is typed above the list.
        after: the last number of the page before.
    """
    asked = ORDERS.read(reading, filter)
    values = dict(asked.values)
    if state is not None:
        values["state"] = (state,)
    if customer is not None:
        values["customer"] = customer
    place = None if after is None else int(reading.scalar(_ID, a_number=after) or 0)
    return tuple(row.order for row in _page(reading, Filter(asked.words, values), place, limit))


def page(reading: Reading, wanted: Filter, after: OrderRow | None, limit: int) -> tuple[OrderRow, ...]:
    """A page of the list."""
    return _page(reading, wanted, None if after is None else after.id, limit)


def sums(reading: Reading, wanted: Filter) -> Sums:
    """How many orders there are, and what they come to with tax; see `added_up`."""
    columns = _ORDER.c.gross.label("amount"), _ORDER.c.currency, _ORDER.c.rate
    amounts = select(*columns).where(*conditions(reading, wanted))
    if states := wanted.among("state"):
        amounts = amounts.where(or_(*(in_state(one, reading.today) for one in states)))
    return added_up(reading, amounts)


def _page(reading: Reading, wanted: Filter, after: int | None, limit: int) -> tuple[OrderRow, ...]:
    asked = select(_ORDER.c.id).where(*conditions(reading, wanted))
    if after is not None:
        asked = asked.where(_ORDER.c.id < after)
    newest: Select[Any] = asked.order_by(_ORDER.c.id.desc()).limit(limit)
    if states := wanted.among("state"):  # each state's newest, then the newest of those: the index has them in order
        each = [select(newest.where(in_state(one, reading.today)).subquery().c.id) for one in states]
        together = union_all(*each).subquery()
        newest = select(together.c.id).order_by(together.c.id.desc()).limit(limit)
    ids = [row.id for row in reading.all(newest)]
    if not ids:
        return ()
    axes: dict[int, list[LineAxes]] = {
        order: [axes_of(line) for line in lines]
        for order, lines in groupby(reading.all(_LINES, orders=ids), key=lambda line: line.order_id)
    }
    held: dict[int, dict[str, None]] = {}
    for hold in reading.all(_HOLDS, orders=ids):
        held.setdefault(hold.order_id, {})[hold.kind] = None
    return tuple(
        OrderRow(row.id, _listed(reading, row, axes.get(row.id, []), tuple(held.get(row.id, ()))))
        for row in reading.all(_ROWS, orders=ids)
    )


def in_state(state: str, today: date) -> ColumnElement[bool]:
    """The orders that are shown in a state: what is past its last day is expired, written down or not."""
    if state in (OrderState.QUOTATION, OrderState.AGREED):
        return and_(_ORDER.c.state == state, _ORDER.c.valid_until >= today)
    if state == OrderState.EXPIRED:
        unwritten = _ORDER.c.state.in_((OrderState.QUOTATION, OrderState.AGREED))
        return or_(_ORDER.c.state == state, and_(unwritten, _ORDER.c.valid_until < today))
    return _ORDER.c.state == state


def conditions(reading: Reading, wanted: Filter) -> list[ColumnElement[bool]]:
    """What the filter asks of an order, but for its state."""
    found: list[ColumnElement[bool]] = [_having(reading, word) for word in wanted.words]
    if types := wanted.among("type"):
        found.append(_ORDER.c.type.in_(types))
    if customer := wanted.text("customer"):
        owner = select(_CUSTOMER.c.id).where(_CUSTOMER.c.code == customer.strip().upper())
        found.append(_ORDER.c.customer_id == owner.scalar_subquery())
    if span := wanted.span("number"):
        found += [] if span.first is None else [_ORDER.c.number >= span.first]
        found += [] if span.last is None else [_ORDER.c.number <= span.last]
    if po := wanted.text("po"):
        found.append(_beginning(po))
    if (before := wanted.day("before")) is not None:
        found.append(_ORDER.c.wanted_date < before)
    if (after := wanted.day("after")) is not None:
        found.append(_ORDER.c.wanted_date > after)
    if (over := wanted.money("over")) is not None:
        found.append(_ORDER.c.gross > over)
    if (said := wanted.text("with")) is not None:
        found.append(_ORDER.c.id.in_(orders_with(reading, said)))
    if wanted.flag("held"):
        found.append(_ORDER.c.id.in_(_HELD))
    if wanted.flag("late"):
        found += [_ORDER.c.state.in_(("submitted", "confirmed")), _ORDER.c.wanted_date < reading.today]
    if wanted.flag("mine"):
        found.append(_ORDER.c.entered_by == reading.who.user_id)
    return found


def _having(reading: Reading, word: str) -> ColumnElement[bool]:
    """The orders in which a word is found: as their number, their PO number's beginning, or their customer's words."""
    places = [select(_ORDER.c.id).where(_beginning(word)), *orders_saying(reading, word)]
    if word.isascii() and word.isdigit() and int(word) <= LARGEST:
        places.append(select(_ORDER.c.id).where(_ORDER.c.number == int(word)))
    customers = having_words(reading, "customer", words(word), CUSTOMERS + 1)
    if len(customers) > CUSTOMERS:
        # The sum keeps the index of customers out of it, which would bring all their orders to sort.
        common = (_ORDER.c.customer_id + 0).in_(all_having_words(reading, "customer", words(word)))
        return or_(common, _ORDER.c.id.in_(union_all(*places)))
    if customers:
        places.append(select(_ORDER.c.id).where(_ORDER.c.customer_id.in_(customers)))
    return _ORDER.c.id.in_(union_all(*places))


def _beginning(po_number: str) -> ColumnElement[bool]:
    """PO numbers that begin so, as it is typed or in capitals."""
    forms = dict.fromkeys((po_number, po_number.upper()))
    return or_(*(_ORDER.c.po_number.between(form, form + BEYOND) for form in forms))


def _listed(reading: Reading, row: Row[Any], axes: Sequence[LineAxes], held: tuple[str, ...]) -> ListedOrder:
    return ListedOrder(
        number=row.number,
        type=row.type,
        state=shown_state(row.state, row.valid_until, reading.today),
        customer=row.code,
        name=row.name,
        po_number=row.po_number,
        order_date=row.order_date,
        wanted_date=row.wanted_date,
        gross=row.gross,
        currency=shown_in(reading, row.currency),
        shipped=shipped_progress(axes),
        held=held,
    )


def axes_of(row: Row[Any]) -> LineAxes:
    """How far a line is, from its row."""
    return LineAxes(
        row.ordered, row.allocated, row.picked, row.shipped, row.invoiced, row.returned, row.cancelled
    )  # fmt: skip


ORDERS: Listing[OrderRow] = Listing(
    "orders",
    FIELDS,
    page,
    key=lambda row: row.order.number,
    sums=sums,
    exported=(
        Exported("Order", lambda row: row.order.number),
        Exported("Customer", lambda row: row.order.customer),
        Exported("Name", lambda row: row.order.name),
        Exported("PO number", lambda row: row.order.po_number),
        Exported("Type", lambda row: row.order.type),
        Exported("State", lambda row: row.order.state),
        Exported("Ordered", lambda row: row.order.order_date),
        Exported("Wanted", lambda row: row.order.wanted_date),
        Exported("Total", lambda row: row.order.gross, "money"),
        Exported("Currency", lambda row: row.order.currency.code),
        Exported("Shipped", lambda row: row.order.shipped),
        Exported("Held for", lambda row: ", ".join(row.order.held)),
    ),
)
