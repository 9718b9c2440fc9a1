"""What waits where: the figures of the first screen.

Every one is read off an index over what is open, so that a million closed orders behind it cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, select

from orderdesk.models import (
    Allocation,
    Customer,
    ExpectedReceipt,
    Hold,
    Invoice,
    Order,
    OrderLine,
    Pick,
    PickLine,
)
from orderdesk.queries.currencies import currencies, ours, shown_in
from orderdesk.queries.open_documents import BY_PARTS, DUE, open_of
from orderdesk.queries.quotations import Ending, ending
from orderdesk.queries.templates import due_count
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Currency, Money

DRAFTS = 50

_ORDER = table(Order)
_LINE = table(OrderLine)
_CUSTOMER = table(Customer)
_HOLD = table(Hold)
_INVOICE = table(Invoice)
_ALLOCATION = table(Allocation)
_PICK = table(Pick)
_PICK_LINE = table(PickLine)
_EXPECTED = table(ExpectedReceipt)

_DRAFTS = (
    select(
        _ORDER.c.number,
        _CUSTOMER.c.code,
        _CUSTOMER.c.name,
        _ORDER.c.gross,
        _ORDER.c.currency,
        _ORDER.c.entered_at,
        func.count(_LINE.c.id).label("lines"),
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .outerjoin(_LINE, and_(_LINE.c.order_id == _ORDER.c.id, _LINE.c.ordered > _LINE.c.cancelled))
    .where(_ORDER.c.state == "draft", _ORDER.c.entered_by == bindparam("a_user"))
    .group_by(_ORDER.c.id, _CUSTOMER.c.id)
    .order_by(_ORDER.c.id.desc())
    .limit(DRAFTS)
)
_WAITING = (
    select(func.count(func.distinct(_HOLD.c.order_id)))
    .join(_ORDER, _ORDER.c.id == _HOLD.c.order_id)
    .where(_HOLD.c.state == "open", _ORDER.c.state.in_(("submitted", "confirmed")))
)
_ON_PICKS = (
    select(_PICK_LINE.c.order_line_id, func.sum(_PICK_LINE.c.quantity).label("quantity"))
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(_PICK.c.state.in_(("open", "picked")))
    .group_by(_PICK_LINE.c.order_line_id)
    .subquery()
)
_READY = (
    select(func.count(func.distinct(_LINE.c.order_id)))
    .select_from(_ALLOCATION)
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .outerjoin(_ON_PICKS, _ON_PICKS.c.order_line_id == _LINE.c.id)
    .where(
        _ORDER.c.state == "confirmed",
        _ALLOCATION.c.quantity > func.coalesce(_ON_PICKS.c.quantity, 0),
        ~select(_HOLD.c.id).where(_HOLD.c.order_id == _ORDER.c.id, _HOLD.c.state == "open").exists(),
    )
)
_PICKS = select(_PICK.c.state, func.count().label("lists")).where(_PICK.c.state.in_(("open", "picked")))
_PICKS = _PICKS.group_by(_PICK.c.state)
_LATE = (
    select(func.count())
    .select_from(_ORDER)
    .where(
        _ORDER.c.state.in_(("submitted", "confirmed")),  # the index is over these
        _ORDER.c.state == "confirmed",
        _ORDER.c.wanted_date < bindparam("a_today"),
    )
)
_ARRIVING = (
    select(func.count(func.distinct(_EXPECTED.c.source)))
    .where(
        _EXPECTED.c.received < _EXPECTED.c.quantity,
        _EXPECTED.c.kind != "drop",
        _EXPECTED.c.due <= bindparam("a_today"),
    )
)  # fmt: skip
# An invoice in parts is due with its first open one; of its amount only the parts whose day has come are overdue.
_OVERDUE = (
    select(
        func.count(func.distinct(_INVOICE.c.customer_id)).label("customers"),
        func.coalesce(func.sum(open_of(_INVOICE.c.open)), 0).label("amount"),
    )
    .select_from(BY_PARTS)
    .where(
        _INVOICE.c.open != 0,
        _INVOICE.c.open > 0,
        _INVOICE.c.due < bindparam("a_today"),
        bindparam("a_today") > DUE,
    )
)
_BEFORE_TODAY = (
    select(_ORDER.c.id).where(_ORDER.c.order_date < bindparam("a_today")).order_by(_ORDER.c.id.desc()).limit(1)
)
_OVERDUE_BY = _OVERDUE.with_only_columns(
    _INVOICE.c.currency, _INVOICE.c.rate, func.sum(open_of(_INVOICE.c.open)).label("amount"), maintain_column_froms=True
).group_by(_INVOICE.c.currency, _INVOICE.c.rate)
_TODAY = select(func.count().label("orders"), func.coalesce(func.sum(_ORDER.c.gross), 0).label("amount")).where(
    _ORDER.c.id > bindparam("a_after"),
    _ORDER.c.order_date == bindparam("a_today"),
    _ORDER.c.state.in_(("submitted", "confirmed", "closed")),
)
_TODAY_BY = _TODAY.with_only_columns(
    _ORDER.c.currency, _ORDER.c.rate, func.sum(_ORDER.c.gross).label("amount"), maintain_column_froms=True
).group_by(_ORDER.c.currency, _ORDER.c.rate)


@dataclass(frozen=True, slots=True)
class Draft:
    """An order that somebody has begun and not submitted; `gross` in minor units."""

    number: int
    customer: str
    name: str
    lines: int
    gross: Money
    currency: Currency
    since: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, by who has to do with it.

    Attributes:
        drafts: of the person who asks, the newest first.
        approvals: orders that something holds.
        ready: orders with goods reserved and on no pick list yet.
        picks: pick lists that are being collected; `to_ship` is collected and has not left.
        late: confirmed orders whose wanted date has passed.
        arriving: deliveries that should have come by today.
        standing: standing orders whose day has come.
        ending: quotations whose last day is near.
        overdue: what is open beyond its due date in the company's currency, of `overdue_customers` customers.
        orders_today, sold_today: orders of today that were submitted, and their gross value.
    """

    day: date
    drafts: tuple[Draft, ...]
    approvals: int
    ready: int
    picks: int
    to_ship: int
    late: int
    arriving: int
    standing: int
    ending: Ending
    overdue_customers: int
    overdue: Money
    orders_today: int
    sold_today: Money


def waiting(reading: Reading) -> Waiting:
    """What waits for whom, as of now."""
    overdue = reading.first(_OVERDUE, a_today=reading.today)
    before = reading.scalar(_BEFORE_TODAY, a_today=reading.today)
    today = reading.first(_TODAY, a_today=reading.today, a_after=before or 0)
    assert overdue is not None and today is not None  # sums always have a row
    owed, sold = int(overdue.amount), int(today.amount)
    if len(currencies(reading)) > 1:
        owed = ours(reading, reading.all(_OVERDUE_BY, a_today=reading.today))
        sold = ours(reading, reading.all(_TODAY_BY, a_today=reading.today, a_after=before or 0))
    picks = {row.state: int(row.lists) for row in reading.all(_PICKS)}
    return Waiting(
        day=reading.today,
        drafts=tuple(
            Draft(
                row.number,
                row.code,
                row.name,
                int(row.lines),
                row.gross,
                shown_in(reading, row.currency),
                row.entered_at,
            )
            for row in reading.all(_DRAFTS, a_user=reading.who.user_id)
        ),
        approvals=int(reading.scalar(_WAITING)),
        ready=int(reading.scalar(_READY)),
        picks=picks.get("open", 0),
        to_ship=picks.get("picked", 0),
        late=int(reading.scalar(_LATE, a_today=reading.today)),
        arriving=int(reading.scalar(_ARRIVING, a_today=reading.today)),
        standing=due_count(reading),
        ending=ending(reading),
        overdue_customers=int(overdue.customers),
        overdue=owed,
        orders_today=int(today.orders),
        sold_today=sold,
    )
