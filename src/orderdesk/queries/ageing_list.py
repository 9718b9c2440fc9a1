"""The ageing a page at a time, with a filter: for the screen, views and exports.

Where few owe, the largest balance comes first. Where many do, they stand by their code: to rank them every invoice
would have to be added up before the first row is shown. So a million customers open like a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, Row, Select, bindparam, func, literal, or_, select

from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import Customer, LedgerEntry
from orderdesk.queries.ageing import LEDGERS, AgedCustomer, age_by, aged, by_customer, largest_first
from orderdesk.queries.currencies import currencies
from orderdesk.queries.customers_named import named_so
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.queries.open_documents import (
    LEFT_NOW,
    LEFT_THEN,
    OPEN_NOW,
    OPEN_THEN,
    Moment,
    documents,
    in_parts,
    receipts_left,
)
from orderdesk.rules.ageing import BUCKETS, AgeBy, Ageing, days_before, first_day
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

FEW = 2_000  # customers who owe, up to whom the largest balance comes first

_LEDGER, _CUSTOMER = table(LedgerEntry), table(Customer)
_SOME: BindParameter[Any] = bindparam("customers", expanding=True)
_DEBTORS = [select(of.c.customer_id).distinct().limit(FEW + 1) for of in (OPEN_NOW, LEFT_NOW)]
_EVERYBODY = [select(_CUSTOMER.c.id).limit(FEW + 1)]


def when_and_how(reading: Reading, wanted: Filter) -> tuple[Moment, AgeBy]:
    """The day and the date that a filter asks for; on today, or on a day to come, is now."""
    day = wanted.day("on")
    past = day if day is not None and day < reading.today else None
    return Moment(past), age_by((wanted.among("by") or (AgeBy.DUE,))[0])


def _page(reading: Reading, wanted: Filter, after: AgedCustomer | None, limit: int) -> Sequence[AgedCustomer]:
    when, _ = when_and_how(reading, wanted)
    few = _few(reading, when)
    statement = _candidates(reading, wanted).order_by(_CUSTOMER.c.code)
    if few is None:
        if after is not None:
            statement = statement.where(_CUSTOMER.c.code > after.customer)
        return _of(reading, reading.all(statement.limit(limit), **when.values), wanted)
    rows = _of(reading, reading.all(statement.where(_CUSTOMER.c.id.in_(few)), **when.values), wanted)
    following = (row for row in rows if after is None or largest_first(row) > largest_first(after))
    return sorted(following, key=largest_first)[:limit]


def _few(reading: Reading, when: Moment) -> list[int] | None:
    """The customers among whom are all who owe or have paid ahead; None where they are too many to be ranked."""
    ids: set[int] = set()
    for statement in _DEBTORS if when.is_now else _EVERYBODY:
        ids |= {row[0] for row in reading.all(statement)}
        if len(ids) > FEW:
            return None
    return sorted(ids)


def _amounts(when: Moment) -> tuple[FromClause, FromClause, ColumnElement[int]]:
    """What is open, what is not set against anything, and what a customer owes on the whole."""
    of, rest = (OPEN_NOW, LEFT_NOW) if when.is_now else (OPEN_THEN, LEFT_THEN)
    owed = select(func.coalesce(func.sum(of.c.open), 0)).where(of.c.customer_id == _CUSTOMER.c.id).scalar_subquery()
    ahead = select(func.coalesce(func.sum(rest.c.rest), 0)).where(rest.c.customer_id == _CUSTOMER.c.id)
    return of, rest, owed - ahead.scalar_subquery()


def _candidates(reading: Reading, wanted: Filter) -> Select[Any]:
    """The customers of a filter, with what they owe."""
    when, how = when_and_how(reading, wanted)
    of, rest, balance = _amounts(when)

    def some(table: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return select(literal(1)).where(table.c.customer_id == _CUSTOMER.c.id, *conditions).exists()

    statement = select(
        _CUSTOMER.c.id, _CUSTOMER.c.code, _CUSTOMER.c.name, _CUSTOMER.c.currency, balance.label("amount")
    ).where(
        or_(some(of, of.c.open != 0), some(rest, rest.c.rest != 0)), *named_so(wanted)
    )
    span, start, day = wanted.span("days"), of.c[first_day(how)], when.as_of or reading.today
    late = [start < day] if wanted.flag("late") else []
    if span is not None:
        late += [start <= days_before(day, span.first)] if span.first is not None else []
        late += [start >= days_before(day, span.last)] if span.last is not None else []
    if late:
        statement = statement.where(some(of, of.c.open > 0, *late))
    if (least := wanted.money("over")) is not None:
        statement = statement.where(balance > least)
    return statement


def _of(reading: Reading, customers: Sequence[Row[Any]], wanted: Filter) -> list[AgedCustomer]:
    when, how = when_and_how(reading, wanted)
    ids = [row.id for row in customers]
    ledger: dict[int, Money] = {}
    statement = LEDGERS[when.is_now].where(_LEDGER.c.customer_id.in_(_SOME))
    for part in in_parts(ids):
        ledger |= by_customer(reading.all(statement, customers=part, **when.values))
    left = by_customer(receipts_left(reading, when, ids), "rest")
    return aged(reading, customers, documents(reading, when, ids), left, ledger, when, how)


def _summed(reading: Reading, wanted: Filter) -> Sums:
    when, _ = when_and_how(reading, wanted)
    statement = _candidates(reading, wanted)
    few = _few(reading, when)
    if few is not None:
        statement = statement.where(_CUSTOMER.c.id.in_(few))
    if len(currencies(reading)) == 1:
        return added_up(reading, statement, **when.values)
    if few is None:  # of several currencies, and too many to be valued one by one
        return replace(added_up(reading, statement, **when.values), amount=None)
    rows = _of(reading, reading.all(statement, **when.values), wanted)
    return Sums(len(rows), sum(row.worth for row in rows))


def _columns(edges: Sequence[int]) -> tuple[Exported[AgedCustomer], ...]:
    titles = Ageing(0, (0,) * (len(edges) + 1), 0, tuple(edges)).titles
    return (
        Exported("customer", lambda row: row.customer),
        Exported("name", lambda row: row.name),
        *(
            Exported(title.replace("–", "-"), lambda row, n=number: row.ageing.cells[n], "money")  # type: ignore[misc]
            for number, title in enumerate(titles)
        ),
        Exported("disputed", lambda row: row.ageing.disputed, "money"),
    )


AGEING: Listing[AgedCustomer] = Listing(
    name="receivables",
    fields=(
        Field("customer", Kind.TEXT, "whose code begins so"),
        Field("late", Kind.FLAG, "who have something overdue"),
        Field("days", Kind.NUMBER, "who have something that many days late: 31-60, 61-"),
        Field("over", Kind.MONEY, "whose balance is above the amount"),
        Field("on", Kind.DAY, "as it stood at the end of that day"),
        Field("by", Kind.WORDS, "late by the due date, or by the invoice's own", tuple(AgeBy)),
    ),
    page=_page,
    key=lambda row: row.customer,
    sums=_summed,
    exported=_columns(BUCKETS),
    columns_of=lambda company: _columns(company.ageing_edges),
)
