"""Dunning: who is to be reminded now, the longest overdue first, and one customer's invoices with the reason of each.

Which invoice is due for which level is the rule's (`rules.dunning`); the database only finds the invoices by the days
that the rule names. A page begins after the last customer of the one before, by the oldest invoice to be reminded of,
so that it costs what its rows cost. Amounts in minor units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from orderdesk.errors import NotFound
from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import Customer, Dispute, Invoice, InvoicePart, Promise, Reminder
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.customers_named import named_so
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.queries.open_documents import ZERO, open_of
from orderdesk.queries.settings import settings
from orderdesk.rules.ageing import days_before
from orderdesk.rules.charging import LevelCost, charge
from orderdesk.rules.dunning import DunningLevels, Reminded, next_level
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import Money

_INVOICE, _REMINDER, _CUSTOMER = table(Invoice), table(Reminder), table(Customer)
_DISPUTE, _PROMISE = table(Dispute), table(Promise)
_LAST = _REMINDER.alias("last")
_HIGHEST = (
    select(func.max(_REMINDER.c.level))
    .where(_REMINDER.c.invoice_id == _INVOICE.c.id)
    .correlate(_INVOICE)
    .scalar_subquery()
)
_PART = table(InvoicePart)
_NOT_YET = (
    select(func.coalesce(func.sum(open_of(_INVOICE.c.open)), 0))
    .where(_PART.c.invoice_id == _INVOICE.c.id, _PART.c.due >= bindparam("a_today"), _PART.c.due > _INVOICE.c.due)
    .correlate(_INVOICE)
    .scalar_subquery()
)
# Of an invoice in parts the first open one is asked for, and every other whose day has gone by.
_DEMANDED: ColumnElement[int] = case((_INVOICE.c.parts > 0, _INVOICE.c.open - _NOT_YET), else_=_INVOICE.c.open)
_DISPUTED = (
    select(_DISPUTE.c.reason)
    .where(_DISPUTE.c.invoice_id == _INVOICE.c.id, _DISPUTE.c.state == literal_column("'open'"))
    .correlate(_INVOICE)
    .scalar_subquery()
)
_PROMISED = (
    select(func.max(_PROMISE.c.day))
    .where(
        _PROMISE.c.customer_id == _INVOICE.c.customer_id,
        or_(_PROMISE.c.invoice_id.is_(None), _PROMISE.c.invoice_id == _INVOICE.c.id),
        _PROMISE.c.withdrawn_at.is_(None),
    )
    .correlate(_INVOICE)
    .scalar_subquery()
)
_CHARGED_TO = (
    select(func.max(_REMINDER.c.interest_to))
    .where(_REMINDER.c.invoice_id == _INVOICE.c.id)
    .correlate(_INVOICE)
    .scalar_subquery()
)
_REMINDED = (
    select(
        _INVOICE.c.id,
        _INVOICE.c.customer_id,
        _INVOICE.c.number,
        _INVOICE.c.day,
        _INVOICE.c.due,
        _INVOICE.c.gross,
        _DEMANDED.label("open"),
        func.coalesce(_LAST.c.level, 0).label("level"),
        _LAST.c.day.label("last"),
        _INVOICE.c.currency,
        _INVOICE.c.rate,
        _DISPUTED.label("disputed"),
        _PROMISED.label("promised"),
        _CHARGED_TO.label("charged_to"),
    )
    .select_from(_INVOICE)
    .outerjoin(_LAST, and_(_LAST.c.invoice_id == _INVOICE.c.id, _LAST.c.level == _HIGHEST))
    # The second condition is how the index has it. A charge is told with the invoice that it came from.
    .where(_INVOICE.c.open > ZERO, _INVOICE.c.open != ZERO, _INVOICE.c.kind != "charge")
)
_OF = _REMINDED.where(_INVOICE.c.customer_id.in_(bindparam("customers", expanding=True))).order_by(
    _INVOICE.c.due, _INVOICE.c.id
)
_BY_CODE = select(_CUSTOMER.c.id, _CUSTOMER.c.code, _CUSTOMER.c.name).where(_CUSTOMER.c.code == bindparam("a_code"))


@dataclass(frozen=True, slots=True)
class ToRemind:
    """A customer with invoices that are due for a reminder today.

    Attributes:
        level: the highest of the levels that are due.
        invoices: how many of them are due for a reminder; `amount` is what is open of these.
        overdue: what is late in all, reminded of or not; `oldest_days` how late the oldest of it is.
        last: when any open invoice was reminded of last; None is never.
        oldest: the number of the oldest invoice to be reminded of, and `oldest_due` its due date: the row's place.
    """

    customer: str
    name: str
    level: int
    invoices: int
    amount: Money
    overdue: Money
    oldest_days: int
    last: date | None
    oldest: str
    oldest_due: date


@dataclass(frozen=True, slots=True)
class DunnedInvoice:
    """One open invoice: how late, how often it was reminded of, and what comes next (`NextLevel`) and why.

    `open` is what is asked for: of an invoice in parts the first open one, and the others whose day has gone by.
    """

    number: str
    day: date
    due: date
    days_late: int
    gross: Money
    open: Money
    level: int
    last: date | None
    next_level: int | None
    next_on: date | None
    why: str
    fee: Money = 0
    interest: Money = 0
    charge_why: str = ""

    @property
    def total(self) -> Money:
        """What is open, with what the reminder costs."""
        return self.open + self.fee + self.interest


@dataclass(frozen=True, slots=True)
class DunningCard:
    """One customer's open invoices, oldest due first; `amount` is what is open of those to be reminded of today."""

    customer: str
    name: str
    invoices: tuple[DunnedInvoice, ...]
    amount: Money
    overdue: Money


def dunning_card(reading: Reading, customer: str) -> DunningCard:
    """What is to be reminded of a customer, and why the rest is not. Raises NotFound."""
    code = customer.strip().upper()
    row = reading.first(_BY_CODE, a_code=code) if code.isprintable() else None
    if row is None:
        raise NotFound(f"there is no customer {visible(code)[:40]}")
    levels = settings(reading).dunning
    return _card(reading, row, reading.all(_OF, customers=[row.id], a_today=reading.today), levels, reading.today)


def dunned(
    reading: Reading, customer_id: int, levels: DunningLevels, day: date
) -> list[tuple[int, DunnedInvoice]]:
    """A customer's open invoices with their ids, as they stand on a day. For the verb: lock the customer."""
    rows = reading.all(_OF, customers=[customer_id], a_today=day)
    return [(row.id, _dunned(reading, row, levels, day)) for row in rows]


def _dunned(reading: Reading, row: Row[Any], levels: DunningLevels, today: date) -> DunnedInvoice:
    item = Reminded(row.number, row.due, int(row.open), row.level, row.last, row.disputed is not None, row.promised)
    following = next_level(item, levels, today)
    cost = None
    if following.level is not None:
        since = max(row.due, row.charged_to or row.due)
        exchange, wanted = exchange_of(reading, row.currency, row.rate), levels.cost(following.level)
        wanted = LevelCost(exchange.theirs(wanted.fee), wanted.interest)
        cost = charge(int(row.open), since, today, wanted, exchange.shown)
    return DunnedInvoice(
        number=row.number,
        day=row.day,
        due=row.due,
        days_late=(today - row.due).days,
        gross=row.gross,
        open=int(row.open),
        level=row.level,
        last=row.last,
        next_level=following.level,
        next_on=following.on,
        why=following.why,
        fee=0 if cost is None else cost.fee,
        interest=0 if cost is None else cost.interest,
        charge_why="" if cost is None or not cost.total else cost.why,
    )


def _card(
    reading: Reading, customer: Row[Any], rows: Sequence[Row[Any]], levels: DunningLevels, today: date
) -> DunningCard:
    invoices = tuple(_dunned(reading, row, levels, today) for row in rows)
    return DunningCard(
        customer.code,
        customer.name,
        invoices,
        sum(one.open for one in invoices if one.next_level),
        sum(one.open for one in invoices if one.days_late > 0),
    )


# A page at a time ----------------------------------------------------------------------------------------------------


def _due(levels: DunningLevels, today: date, name: str) -> FromClause:
    """The invoices that are due for a reminder, by the days that the rule names."""
    sought = levels.sought(today)
    level, sent = func.coalesce(_LAST.c.level, 0), _LAST.c.day
    one_of = [
        and_(
            level == one.level - 1,
            _INVOICE.c.due <= one.due_by,
            *([] if one.sent_by is None else [sent <= one.sent_by]),
        )
        for one in sought
    ]
    latest = max((one.due_by for one in sought), default=date.min)
    return _REMINDED.where(
        _INVOICE.c.due <= latest,
        levels.least <= _DEMANDED,
        or_(literal(False), *one_of),
        _DISPUTED.is_(None),
        or_(_PROMISED.is_(None), today > _PROMISED),
    ).subquery(name)


def _page(reading: Reading, wanted: Filter, after: ToRemind | None, limit: int) -> Sequence[ToRemind]:
    levels, today = settings(reading).dunning, reading.today
    due, older = _due(levels, today, "due"), _due(levels, today, "older")
    place = tuple_(due.c.due, due.c.id)
    first = select(literal(1)).where(
        older.c.customer_id == due.c.customer_id, tuple_(older.c.due, older.c.id) < place
    )
    statement = (
        select(_CUSTOMER.c.id, _CUSTOMER.c.code, _CUSTOMER.c.name, due.c.due, due.c.number)
        .join(due, due.c.customer_id == _CUSTOMER.c.id)
        .where(~first.exists(), *_conditions(wanted, levels, today))
        .order_by(due.c.due, due.c.id)
        .limit(limit)
    )
    if after is not None:
        last = select(_INVOICE.c.id).where(_INVOICE.c.number == after.oldest).scalar_subquery()
        day = after.oldest_due
        statement = statement.where(due.c.due >= day, or_(due.c.due > day, due.c.id > last))
    customers = reading.all(statement, a_today=today)
    open_rows: dict[int, list[Row[Any]]] = {}
    for row in reading.all(_OF, customers=[one.id for one in customers], a_today=today):
        open_rows.setdefault(row.customer_id, []).append(row)
    return [_to_remind(one, _card(reading, one, open_rows[one.id], levels, today)) for one in customers]


def _to_remind(row: Row[Any], card: DunningCard) -> ToRemind:
    due = [one for one in card.invoices if one.next_level]
    return ToRemind(
        customer=card.customer,
        name=card.name,
        level=max(one.next_level or 0 for one in due),
        invoices=len(due),
        amount=card.amount,
        overdue=card.overdue,
        oldest_days=max(one.days_late for one in card.invoices),
        last=max((one.last for one in card.invoices if one.last), default=None),
        oldest=row.number,
        oldest_due=row.due,
    )


def _conditions(wanted: Filter, levels: DunningLevels, today: date) -> list[ColumnElement[bool]]:
    """What a filter asks of a customer."""
    of = _due(levels, today, "asked")
    mine = of.c.customer_id == _CUSTOMER.c.id
    conditions = named_so(wanted)
    asked: list[ColumnElement[bool]] = []
    if chosen := wanted.among("level"):
        asked.append(of.c.level.in_([int(word) - 1 for word in chosen]))
    if (span := wanted.span("days")) is not None:
        asked += [of.c.due <= days_before(today, span.first)] if span.first is not None else []
        asked += [of.c.due >= days_before(today, span.last)] if span.last is not None else []
    if asked:
        conditions.append(select(literal(1)).where(mine, *asked).exists())
    if (least := wanted.money("over")) is not None:
        conditions.append(select(func.coalesce(func.sum(of.c.open), 0)).where(mine).scalar_subquery() > least)
    return conditions


def _summed(reading: Reading, wanted: Filter) -> Sums:
    levels, today = settings(reading).dunning, reading.today
    due = _due(levels, today, "due")
    statement: Select[Any] = select(func.sum(due.c.open).label("amount")).group_by(due.c.customer_id)
    if wanted:
        statement = statement.join(_CUSTOMER, _CUSTOMER.c.id == due.c.customer_id)
        statement = statement.where(*_conditions(wanted, levels, today))
    return added_up(reading, statement, a_today=today)


DUNNING: Listing[ToRemind] = Listing(
    name="dunning",
    fields=(
        Field("customer", Kind.TEXT, "whose code begins so"),
        Field("level", Kind.WORDS, "with an invoice that is due for this reminder", ("1", "2", "3")),
        Field("days", Kind.NUMBER, "with an invoice to be reminded of that is so many days late: 31-60, 61-"),
        Field("over", Kind.MONEY, "with more than that to be reminded of"),
    ),
    page=_page,
    key=lambda row: row.customer,
    sums=_summed,
    exported=(
        Exported("customer", lambda row: row.customer),
        Exported("name", lambda row: row.name),
        Exported("level", lambda row: row.level),
        Exported("invoices", lambda row: row.invoices),
        Exported("amount", lambda row: row.amount, "money"),
        Exported("overdue", lambda row: row.overdue, "money"),
        Exported("days late", lambda row: row.oldest_days),
        Exported("last reminder", lambda row: row.last),
    ),
)
