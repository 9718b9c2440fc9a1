"""Complaints: the list of them, and one with its remedies and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from orderdesk.errors import NotFound
from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import (
    Complaint,
    Customer,
    Invoice,
    Order,
    OrderLine,
    Outcome,
    Product,
    Remedy,
    SalesReturn,
    User,
)
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Currency, Money, Quantity, UnitPrice

STATES = ("draft", "waiting", "approved", "rejected", "done")
OPEN = ("draft", "waiting", "approved")

_COMPLAINT, _REMEDY, _OUTCOME = table(Complaint), table(Remedy), table(Outcome)
_CUSTOMER, _ORDER, _ORDER_LINE = table(Customer), table(Order), table(OrderLine)
_PRODUCT, _USER, _INVOICE, _RETURN = table(Product), table(User), table(Invoice), table(SalesReturn)
_ENTERED, _DECIDED = _USER.alias("entered"), _USER.alias("decided")

_ROWS = (
    select(
        _COMPLAINT,
        _CUSTOMER.c.code,
        _CUSTOMER.c.name,
        _ORDER.c.number.label("order_number"),
        _ORDER.c.currency,
        _ENTERED.c.name.label("entered_name"),
        _DECIDED.c.name.label("decided_name"),
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _COMPLAINT.c.customer_id)
    .join(_ORDER, _ORDER.c.id == _COMPLAINT.c.order_id)
    .join(_ENTERED, _ENTERED.c.id == _COMPLAINT.c.entered_by)
    .outerjoin(_DECIDED, _DECIDED.c.id == _COMPLAINT.c.decided_by)
)
_PAGE = _ROWS.order_by(_COMPLAINT.c.id.desc())
_SUMS = (
    select(_COMPLAINT.c.value.label("amount"))
    .join(_CUSTOMER, _CUSTOMER.c.id == _COMPLAINT.c.customer_id)
    .join(_ORDER, _ORDER.c.id == _COMPLAINT.c.order_id)
)
_ONE = _ROWS.where(_COMPLAINT.c.number == bindparam("a_number"))
_REMEDIES = (
    select(_REMEDY, _ORDER_LINE.c.position, _ORDER_LINE.c.description, _PRODUCT.c.sku)
    .join(_ORDER_LINE, _ORDER_LINE.c.id == _REMEDY.c.order_line_id)
    .join(_PRODUCT, _PRODUCT.c.id == _ORDER_LINE.c.product_id)
    .where(_REMEDY.c.complaint_id == bindparam("a_complaint"))
    .order_by(_REMEDY.c.id)
)
_MADE = (
    select(
        _OUTCOME.c.kind,
        _INVOICE.c.number.label("note"),
        _ORDER.c.number.label("order_number"),
        _RETURN.c.number.label("return_number"),
    )
    .outerjoin(_INVOICE, _INVOICE.c.id == _OUTCOME.c.invoice_id)
    .outerjoin(_ORDER, _ORDER.c.id == _OUTCOME.c.order_id)
    .outerjoin(_RETURN, _RETURN.c.id == _OUTCOME.c.return_id)
    .where(_OUTCOME.c.complaint_id == bindparam("a_complaint"))
    .order_by(_OUTCOME.c.id)
)

FIELDS = (
    Field("state", Kind.WORDS, "how far it is", STATES),
    Field("customer", Kind.TEXT, "the customer's code"),
    Field("order", Kind.NUMBER, "the order's number"),
    Field("all", Kind.FLAG, "also what is done or rejected"),
)


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint in the list; `value` is what its remedies come to, gross, in the order's currency."""

    id: int
    number: int
    state: str
    customer: str
    name: str
    order: int
    text: str
    value: Money
    currency: Currency
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class CardRemedy:
    """One remedy; `price` is the new one of a reduction."""

    kind: str
    position: int
    sku: str
    description: str
    quantity: Quantity
    price: UnitPrice | None


@dataclass(frozen=True, slots=True)
class ComplaintCard:
    """One complaint."""

    number: int
    state: str
    customer: str
    name: str
    order: int
    text: str
    value: Money
    currency: Currency
    level: int
    decision: str
    entered_by: str
    entered_at: datetime
    decided_by: str | None
    remedies: tuple[CardRemedy, ...]
    made: tuple[str, ...]


def conditions(wanted: Filter) -> list[Any]:
    """What a filter asks of a complaint; without a state, only those that are open."""
    states = wanted.among("state") or (() if wanted.flag("all") else OPEN)
    asked: list[Any] = [_COMPLAINT.c.state.in_(states)] if states else []
    if customer := wanted.text("customer"):
        asked.append(_CUSTOMER.c.code == customer.upper())
    if span := wanted.span("order"):
        asked += [_ORDER.c.number >= span.first] if span.first is not None else []
        asked += [_ORDER.c.number <= span.last] if span.last is not None else []
    for word in wanted.words:
        folded = f"%{word.lower()}%"
        asked.append(func.lower(_CUSTOMER.c.name).like(folded) | func.lower(_COMPLAINT.c.text).like(folded))
    return asked


def page(reading: Reading, wanted: Filter, after: ComplaintRow | None, limit: int) -> tuple[ComplaintRow, ...]:
    """A page of complaints, newest first."""
    rows = _PAGE.where(*conditions(wanted)).limit(limit)
    if after is not None:
        rows = rows.where(_COMPLAINT.c.id < after.id)
    return tuple(
        ComplaintRow(
            row.id, row.number, row.state, row.code, row.name, row.order_number, row.text, row.value,
            currency_of(reading, row.currency), row.entered_at,
        )
        for row in reading.all(rows)
    )  # fmt: skip


def complaints(reading: Reading, *, filter: str = "", limit: int = 50) -> tuple[ComplaintRow, ...]:
    """The complaints that a filter matches; without one those that are open, newest first."""
    return page(reading, COMPLAINTS.read(reading, filter), None, limit)


def sums(reading: Reading, wanted: Filter) -> Sums:
    """How many complaints a filter matches, and what their remedies come to."""
    return added_up(reading, _SUMS.where(*conditions(wanted)))


def complaint_card(reading: Reading, number: int) -> ComplaintCard:
    """One complaint. Raises NotFound."""
    row = reading.first(_ONE, a_number=number) if abs(number) < 2**63 else None
    if row is None:
        raise NotFound(f"there is no complaint {number}")
    made = []
    for one in reading.all(_MADE, a_complaint=row.id):
        made.append(one.note or (f"order {one.order_number}" if one.order_number else f"return {one.return_number}"))
    return ComplaintCard(
        row.number, row.state, row.code, row.name, row.order_number, row.text, row.value,
        currency_of(reading, row.currency), row.level, row.decision, row.entered_name, row.entered_at, row.decided_name,
        tuple(
            CardRemedy(one.kind, one.position, one.sku, one.description, one.quantity, one.price)
            for one in reading.all(_REMEDIES, a_complaint=row.id)
        ),
        tuple(made),
    )  # fmt: skip


COMPLAINTS: Listing[ComplaintRow] = Listing(
    "complaints",
    FIELDS,
    page,
    key=lambda row: row.number,
    sums=sums,
    exported=(
        Exported("Complaint", lambda row: row.number),
        Exported("State", lambda row: row.state),
        Exported("Customer", lambda row: row.customer),
        Exported("Name", lambda row: row.name),
        Exported("Order", lambda row: row.order),
        Exported("Value", lambda row: row.value, "money"),
        Exported("Text", lambda row: row.text),
    ),
)
