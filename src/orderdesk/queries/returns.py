"""Returns: the list of them, and one with its lines, what came, and what followed from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.errors import NotFound
from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import (
    Customer,
    Invoice,
    Order,
    OrderLine,
    Outcome,
    Product,
    ReturnLine,
    ReturnReason,
    ReturnReceipt,
    SalesReturn,
    User,
)
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Currency, Money, Percent, Quantity

STATES = ("requested", "authorised", "received", "closed", "refused", "cancelled")
OPEN = ("requested", "authorised", "received")

_RETURN, _LINE, _RECEIPT = table(SalesReturn), table(ReturnLine), table(ReturnReceipt)
_CUSTOMER, _ORDER, _ORDER_LINE = table(Customer), table(Order), table(OrderLine)
_REASON, _PRODUCT, _USER = table(ReturnReason), table(Product), table(User)
_OUTCOME, _INVOICE = table(Outcome), table(Invoice)
_ENTERED, _DECIDED = _USER.alias("entered"), _USER.alias("decided")

_QUANTITIES = (
    select(
        _LINE.c.return_id,
        func.sum(_LINE.c.quantity).label("quantity"),
        func.sum(_LINE.c.received).label("received"),
        func.sum(_LINE.c.credited).label("credited"),
    )
    .group_by(_LINE.c.return_id)
    .subquery()
)
_ROWS = (
    select(
        _RETURN,
        _CUSTOMER.c.code,
        _CUSTOMER.c.name,
        _ORDER.c.number.label("order_number"),
        _ORDER.c.currency,
        _REASON.c.code.label("reason"),
        _REASON.c.name.label("reason_name"),
        _REASON.c.fee,
        _ENTERED.c.name.label("entered_name"),
        _DECIDED.c.name.label("decided_name"),
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _RETURN.c.customer_id)
    .join(_ORDER, _ORDER.c.id == _RETURN.c.order_id)
    .join(_REASON, _REASON.c.id == _RETURN.c.reason_id)
    .join(_ENTERED, _ENTERED.c.id == _RETURN.c.entered_by)
    .outerjoin(_DECIDED, _DECIDED.c.id == _RETURN.c.decided_by)
)
_PAGE = _ROWS.order_by(_RETURN.c.id.desc())
_SUMS = (
    select(_RETURN.c.value.label("amount"))
    .join(_CUSTOMER, _CUSTOMER.c.id == _RETURN.c.customer_id)
    .join(_ORDER, _ORDER.c.id == _RETURN.c.order_id)
    .join(_REASON, _REASON.c.id == _RETURN.c.reason_id)
)
_OF = select(_QUANTITIES).where(_QUANTITIES.c.return_id.in_(bindparam("returns", expanding=True)))
_ONE = _ROWS.where(_RETURN.c.number == bindparam("a_number"))
_LINES = (
    select(_LINE, _ORDER_LINE.c.position, _ORDER_LINE.c.description, _PRODUCT.c.sku, _PRODUCT.c.unit)
    .join(_ORDER_LINE, _ORDER_LINE.c.id == _LINE.c.order_line_id)
    .join(_PRODUCT, _PRODUCT.c.id == _ORDER_LINE.c.product_id)
    .where(_LINE.c.return_id == bindparam("a_return"))
    .order_by(_ORDER_LINE.c.position)
)
_CAME = (
    select(_RECEIPT, _ORDER_LINE.c.position, _USER.c.name.label("by_name"))
    .join(_LINE, _LINE.c.id == _RECEIPT.c.return_line_id)
    .join(_ORDER_LINE, _ORDER_LINE.c.id == _LINE.c.order_line_id)
    .join(_USER, _USER.c.id == _RECEIPT.c.by)
    .where(_LINE.c.return_id == bindparam("a_return"))
    .order_by(_RECEIPT.c.id)
)
_FOLLOWED = (
    select(_OUTCOME.c.kind, _OUTCOME.c.amount, _INVOICE.c.number.label("note"), _ORDER.c.number.label("order_number"))
    .outerjoin(_INVOICE, _INVOICE.c.id == _OUTCOME.c.invoice_id)
    .outerjoin(_ORDER, _ORDER.c.id == _OUTCOME.c.order_id)
    .where(_OUTCOME.c.return_id == bindparam("a_return"))
    .order_by(_OUTCOME.c.id)
)
_REASONS = select(_REASON).order_by(_REASON.c.code)

FIELDS = (
    Field("state", Kind.WORDS, "how far it is", STATES),
    Field("customer", Kind.TEXT, "the customer's code"),
    Field("order", Kind.NUMBER, "the order's number"),
    Field("reason", Kind.TEXT, "the reason's code"),
    Field("all", Kind.FLAG, "also what is closed, refused or cancelled"),
)


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return in the list. `value` gross, in the order's currency; quantities in stock units over all its lines."""

    id: int
    number: int
    state: str
    customer: str
    name: str
    order: int
    reason: str
    quantity: Quantity
    received: Quantity
    credited: Quantity
    value: Money
    currency: Currency
    day: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line: how much may come back, how much came, and how much of that is credited."""

    position: int
    sku: str
    description: str
    unit: str
    quantity: Quantity
    received: Quantity
    credited: Quantity


@dataclass(frozen=True, slots=True)
class Arrival:
    """Goods that came back, and what became of them; what is kept for a vendor says when it was sent."""

    position: int
    quantity: Quantity
    became: str
    note: str
    day: date
    by: str
    sent_on: date | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A document that followed: a credit note, or an order that replaces the goods."""

    kind: str
    document: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """One return. `fee` is the restocking fee of its reason, in thousandths of a per cent."""

    number: int
    state: str
    customer: str
    name: str
    order: int
    reason: str
    reason_name: str
    fee: Percent
    day: date
    valid_until: date
    value: Money
    currency: Currency
    note: str
    needs: str
    level: int
    entered_by: str
    entered_at: datetime
    decided_by: str | None
    decision: str
    lines: tuple[CardLine, ...]
    came: tuple[Arrival, ...]
    followed: tuple[Followed, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why goods come back, with the share of their net value that is kept for it."""

    code: str
    name: str
    fee: Percent


def conditions(wanted: Filter) -> list[Any]:
    """What a filter asks of a return; without a state, only those that are open."""
    states = wanted.among("state") or (() if wanted.flag("all") else OPEN)
    asked: list[Any] = [_RETURN.c.state.in_(states)] if states else []
    if customer := wanted.text("customer"):
        asked.append(_CUSTOMER.c.code == customer.upper())
    if reason := wanted.text("reason"):
        asked.append(_REASON.c.code == reason.upper())
    if span := wanted.span("order"):
        asked += [_ORDER.c.number >= span.first] if span.first is not None else []
        asked += [_ORDER.c.number <= span.last] if span.last is not None else []
    for word in wanted.words:
        folded = f"%{word.lower()}%"
        asked.append(func.lower(_CUSTOMER.c.name).like(folded) | func.lower(_RETURN.c.note).like(folded))
    return asked


def page(reading: Reading, wanted: Filter, after: ReturnRow | None, limit: int) -> tuple[ReturnRow, ...]:
    """A page of returns, newest first."""
    rows = _PAGE.where(*conditions(wanted)).limit(limit)
    if after is not None:
        rows = rows.where(_RETURN.c.id < after.id)
    found = reading.all(rows)
    sums = {row.return_id: row for row in reading.all(_OF, returns=[row.id for row in found] or [0])}
    return tuple(_row(reading, row, sums[row.id]) for row in found)


def returns(reading: Reading, *, filter: str = "", limit: int = 50) -> tuple[ReturnRow, ...]:
    """The returns that a filter matches; without one those that are open, newest first."""
    return page(reading, RETURNS.read(reading, filter), None, limit)


def sums(reading: Reading, wanted: Filter) -> Sums:
    """How many returns a filter matches, and what they are worth."""
    return added_up(reading, _SUMS.where(*conditions(wanted)))


def _row(reading: Reading, row: Row[Any], of: Row[Any]) -> ReturnRow:
    return ReturnRow(
        row.id, row.number, row.state, row.code, row.name, row.order_number, row.reason, int(of.quantity),
        int(of.received), int(of.credited), row.value, currency_of(reading, row.currency), row.day, row.valid_until,
    )  # fmt: skip


def return_card(reading: Reading, number: int) -> ReturnCard:
    """One return. Raises NotFound."""
    row = reading.first(_ONE, a_number=number) if abs(number) < 2**63 else None
    if row is None:
        raise NotFound(f"there is no return {number}")
    lines: Sequence[Row[Any]] = reading.all(_LINES, a_return=row.id)
    return ReturnCard(
        number=row.number,
        state=row.state,
        customer=row.code,
        name=row.name,
        order=row.order_number,
        reason=row.reason,
        reason_name=row.reason_name,
        fee=row.fee,
        day=row.day,
        valid_until=row.valid_until,
        value=row.value,
        currency=currency_of(reading, row.currency),
        note=row.note,
        needs=row.why,
        level=row.level,
        entered_by=row.entered_name,
        entered_at=row.entered_at,
        decided_by=row.decided_name,
        decision=row.decision,
        lines=tuple(
            CardLine(one.position, one.sku, one.description, one.unit, one.quantity, one.received, one.credited)
            for one in lines
        ),
        came=tuple(
            Arrival(one.position, one.quantity, one.became, one.note, one.day, one.by_name, one.sent_on)
            for one in reading.all(_CAME, a_return=row.id)
        ),
        followed=tuple(
            Followed(one.kind, one.note or f"order {one.order_number}", one.amount)
            for one in reading.all(_FOLLOWED, a_return=row.id)
        ),
    )


def reasons(reading: Reading) -> tuple[Reason, ...]:
    """Every reason that goods may come back for."""
    return tuple(Reason(row.code, row.name, row.fee) for row in reading.all(_REASONS))


RETURNS: Listing[ReturnRow] = Listing(
    "returns",
    FIELDS,
    page,
    key=lambda row: row.number,
    sums=sums,
    exported=(
        Exported("Return", lambda row: row.number),
        Exported("State", lambda row: row.state),
        Exported("Customer", lambda row: row.customer),
        Exported("Name", lambda row: row.name),
        Exported("Order", lambda row: row.order),
        Exported("Reason", lambda row: row.reason),
        Exported("Agreed", lambda row: row.quantity, "quantity"),
        Exported("Came", lambda row: row.received, "quantity"),
        Exported("Credited", lambda row: row.credited, "quantity"),
        Exported("Value", lambda row: row.value, "money"),
        Exported("Day", lambda row: row.day),
        Exported("Valid until", lambda row: row.valid_until),
    ),
)
