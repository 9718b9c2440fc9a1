"""Quotations, a page at a time, those that end first in front; what each revision said; and what was won and lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, literal_column, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from orderdesk.errors import NotFound, Refused
from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import Customer, Order, OrderLine, OutcomeReason, QuotationOutcome, QuotationRevision, User
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.queries.order_list import FIELDS as OF_ORDERS
from orderdesk.queries.order_list import conditions
from orderdesk.queries.settings import settings
from orderdesk.rules.agreement import Ended, Share, shares, shown_state
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money, Percent, Quantity, UnitPrice, divide_half_up

_ORDER, _LINE, _CUSTOMER, _USER = table(Order), table(OrderLine), table(Customer), table(User)
_REVISION, _OUTCOME, _REASON = table(QuotationRevision), table(QuotationOutcome), table(OutcomeReason)
_OPEN = _ORDER.c.state == literal_column("'quotation'")  # as it stands in the index `ix_order_quoted`
_EVERY = _ORDER.c.state.in_(("quotation", "won", "expired", "lost"))

STATES = ("open", "expired", "won", "lost")
_ROWS = (
    select(_ORDER, _CUSTOMER.c.code, _CUSTOMER.c.name, _USER.c.login, _REASON.c.code.label("reason"))
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_USER, _USER.c.id == _ORDER.c.entered_by)
    .outerjoin(_OUTCOME, _OUTCOME.c.order_id == _ORDER.c.id)
    .outerjoin(_REASON, _REASON.c.id == _OUTCOME.c.reason_id)
    .order_by(_ORDER.c.valid_until, _ORDER.c.id)
)
_SENT = (
    select(_REVISION.c.order_id, func.max(_REVISION.c.revision).label("revision"))
    .where(_REVISION.c.order_id.in_(bindparam("orders", expanding=True)))
    .group_by(_REVISION.c.order_id)
)
_TAKEN = (
    select(_LINE.c.order_id, _LINE.c.net, _LINE.c.called, (_LINE.c.ordered - _LINE.c.cancelled).label("due"))
    .where(_LINE.c.order_id.in_(bindparam("orders", expanding=True)))
    .order_by(_LINE.c.order_id)
)
_MADE = (
    select(_ORDER.c.quotation_id, _ORDER.c.number)
    .where(_ORDER.c.quotation_id.in_(bindparam("orders", expanding=True)))
    .order_by(_ORDER.c.id)
)
_BY_NUMBER = select(_ORDER.c.id, _ORDER.c.valid_until, _ORDER.c.type).where(_ORDER.c.number == bindparam("a_number"))
_SAID = (
    select(_REVISION, _USER.c.login)
    .join(_USER, _USER.c.id == _REVISION.c.sent_by)
    .where(_REVISION.c.order_id == bindparam("a_order"))
    .order_by(_REVISION.c.revision)
)
_REASONS = select(_REASON).order_by(_REASON.c.outcome.desc(), _REASON.c.code)
_DECIDED = (
    select(
        _ORDER.c.id, _OUTCOME.c.outcome, _REASON.c.code.label("reason"), _USER.c.login, _CUSTOMER.c.code,
        _LINE.c.net, _LINE.c.called, (_LINE.c.ordered - _LINE.c.cancelled).label("due"),
    )
    .join(_OUTCOME, _OUTCOME.c.order_id == _ORDER.c.id)
    .outerjoin(_REASON, _REASON.c.id == _OUTCOME.c.reason_id)
    .join(_USER, _USER.c.id == _ORDER.c.entered_by)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(_OUTCOME.c.decided_on.between(bindparam("a_first"), bindparam("a_last")))
    .order_by(_ORDER.c.id)
)  # fmt: skip
_RAN_OUT = (
    select(
        _ORDER.c.id, literal_column("'lost'").label("outcome"), literal_column("'(expired)'").label("reason"),
        _USER.c.login, _CUSTOMER.c.code,
        _LINE.c.net, _LINE.c.called, (_LINE.c.ordered - _LINE.c.cancelled).label("due"),
    )
    .join(_USER, _USER.c.id == _ORDER.c.entered_by)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(
        _ORDER.c.state.in_(("quotation", "expired")),
        _ORDER.c.type != "blanket",
        _ORDER.c.valid_until.between(bindparam("a_first"), bindparam("a_last")),
        _ORDER.c.valid_until < bindparam("a_today"),
    )
    .order_by(_ORDER.c.id)
)  # fmt: skip
_ENDING = select(func.count().label("quotations"), func.coalesce(func.sum(_ORDER.c.gross), 0).label("amount")).where(
    _OPEN, _ORDER.c.valid_until.between(bindparam("a_first"), bindparam("a_last"))
)

FIELDS = (
    Field("state", Kind.WORDS, "in this state, or these with commas between; without it: open ones", STATES),
    *(field for field in OF_ORDERS if field.name in ("customer", "number", "po", "over", "mine")),
    Field("ending", Kind.FLAG, "its last day is near, or has passed"),
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation.

    Attributes:
        sent: whether the customer has it as it stands.
        state: expired as soon as its last day has passed.
        days_left: until its last day; negative when that has passed.
        gross: of all of it, in minor units; `accepted` of the net how much became orders.
        orders: what it became.
    """

    number: int
    revision: int
    sent: bool
    state: str
    customer: str
    name: str
    valid_until: date
    days_left: int
    gross: Money
    accepted: Money
    clerk: str
    reason: str
    orders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """A quotation with its place in the list."""

    id: int
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line as the customer got it; the quantity in stock units, `factor` of them to one `unit`."""

    position: int
    sku: str
    description: str
    quantity: Quantity
    unit: str
    factor: Quantity
    price: UnitPrice | None
    discount: Percent
    net: Money


@dataclass(frozen=True, slots=True)
class Revision:
    """What one revision said."""

    revision: int
    sent_at: datetime
    sent_by: str
    valid_until: date
    net: Money
    tax: Money
    gross: Money
    lines: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why quotations are won or lost here."""

    code: str
    name: str
    outcome: str
    active: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """How many quotations end soon, and what they come to with tax."""

    quotations: int
    amount: Money


def page(reading: Reading, wanted: Filter, after: QuotationRow | None, limit: int) -> tuple[QuotationRow, ...]:
    """A page of quotations, those that end first in front."""
    asked: Select[Any] = _ROWS.where(*_asked(reading, wanted)).limit(limit)
    if after is not None:
        asked = asked.where(
            tuple_(_ORDER.c.valid_until, _ORDER.c.id) > tuple_(*(after.quotation.valid_until, after.id))
        )
    rows = reading.all(asked)
    if not rows:
        return ()
    ids = [row.id for row in rows]
    sent = {row.order_id: row.revision for row in reading.all(_SENT, orders=ids)}
    made: dict[int, list[int]] = {}
    for order in reading.all(_MADE, orders=ids):
        made.setdefault(order.quotation_id, []).append(order.number)
    accepted = {
        key: sum(_part(line) for line in lines)
        for key, lines in groupby(reading.all(_TAKEN, orders=ids), key=lambda line: line.order_id)
    }
    return tuple(
        QuotationRow(
            row.id,
            Quotation(
                number=row.number,
                revision=row.revision,
                sent=sent.get(row.id) == row.revision,
                state=shown_state(row.state, row.valid_until, reading.today),
                customer=row.code,
                name=row.name,
                valid_until=row.valid_until,
                days_left=(row.valid_until - reading.today).days,
                gross=row.gross,
                accepted=accepted.get(row.id, 0),
                clerk=row.login,
                reason=row.reason or "",
                orders=tuple(made.get(row.id, ())),
            ),
        )
        for row in rows
    )


def _part(line: Row[Any]) -> Money:
    """The net of what was taken from a line."""
    return divide_half_up(line.net * line.called, line.due) if line.due else 0


def _asked(reading: Reading, wanted: Filter) -> list[ColumnElement[bool]]:
    found = conditions(reading, wanted)
    passed = _ORDER.c.valid_until < reading.today
    each = {
        "open": and_(_OPEN, _ORDER.c.valid_until >= reading.today),
        "expired": or_(_ORDER.c.state == "expired", and_(_OPEN, passed)),
        "won": _ORDER.c.state == "won",
        "lost": _ORDER.c.state == "lost",
    }
    states = wanted.among("state")
    if wanted.flag("ending"):
        near = reading.today + timedelta(days=settings(reading).quotation_warn_days)
        found += [_OPEN, _ORDER.c.valid_until <= near]
    elif not states:
        found.append(each["open"])
    if states:
        found.append(or_(*(each[one] for one in states)))
    return [*found, _EVERY, _ORDER.c.type != "blanket"]


def sums(reading: Reading, wanted: Filter) -> Sums:
    """How many quotations there are, and what they come to with tax; see `added_up`."""
    return added_up(reading, select(_ORDER.c.gross.label("amount")).where(*_asked(reading, wanted)))


def quotation_list(reading: Reading, *, filter: str = "", limit: int = 50) -> tuple[Quotation, ...]:
    """Quotations, those that end first in front; open ones unless the filter says otherwise."""
    return tuple(row.quotation for row in page(reading, QUOTATIONS.read(reading, filter), None, limit))


def revisions(reading: Reading, number: int) -> tuple[Revision, ...]:
    """What each revision of a quotation said when it was sent, the first one first. Raises NotFound, Refused."""
    row = reading.first(_BY_NUMBER, a_number=number) if abs(number) < 2**63 else None
    if row is None:
        raise NotFound(f"there is no quotation {number}")
    if row.valid_until is None or row.type == "blanket":
        raise Refused(f"{number} is no quotation")
    return tuple(
        Revision(
            one.revision, one.sent_at, one.login, one.valid_until, one.net, one.tax, one.gross,
            tuple(SaidLine(**line) for line in json.loads(one.said)),
        )
        for one in reading.all(_SAID, a_order=row.id)
    )  # fmt: skip


def reasons(reading: Reading) -> tuple[Reason, ...]:
    """Why quotations are won and lost here: the site's own list."""
    return tuple(Reason(row.code, row.name, row.outcome, row.active) for row in reading.all(_REASONS))


def won_and_lost(reading: Reading, first: date, last: date, by: str = "reason") -> tuple[Share, ...]:
    """What was decided in these days, both included; a quotation that ran out then is lost as (expired).

    Args:
        by: reason, clerk, customer, or all.
    """
    rows = [
        *reading.all(_DECIDED, a_first=first, a_last=last),
        *reading.all(_RAN_OUT, a_first=first, a_last=last, a_today=reading.today),
    ]
    ended = []
    for _, lines in groupby(rows, key=lambda row: row.id):
        own = list(lines)
        won = sum(_part(line) for line in own)
        head = own[0]
        outcome = "won" if won else head.outcome
        whole = sum(int(line.net) for line in own)
        ended.append(Ended(outcome, head.reason or "", head.login, head.code, won, whole - won))
    return shares(ended, by)


def ending(reading: Reading) -> Ending:
    """The open quotations whose last day is near."""
    near = reading.today + timedelta(days=settings(reading).quotation_warn_days)
    row = reading.first(_ENDING, a_first=reading.today, a_last=near)
    assert row is not None  # a sum always has a row
    return Ending(int(row.quotations), int(row.amount))


QUOTATIONS: Listing[QuotationRow] = Listing(
    "quotations",
    FIELDS,
    page,
    key=lambda row: row.quotation.number,
    sums=sums,
    exported=(
        Exported("Quotation", lambda row: row.quotation.number),
        Exported("Revision", lambda row: row.quotation.revision),
        Exported("Customer", lambda row: row.quotation.customer),
        Exported("Name", lambda row: row.quotation.name),
        Exported("Good until", lambda row: row.quotation.valid_until),
        Exported("State", lambda row: row.quotation.state),
        Exported("Total", lambda row: row.quotation.gross, "money"),
        Exported("Accepted net", lambda row: row.quotation.accepted, "money"),
        Exported("Clerk", lambda row: row.quotation.clerk),
        Exported("Reason", lambda row: row.quotation.reason),
        Exported("Orders", lambda row: ", ".join(map(str, row.quotation.orders))),
    ),
)
