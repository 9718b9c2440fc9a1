"""The ageing: what customers owe by how late it is, now or as it stood at the end of a past day.

As a whole, and its foot alone, which the database adds up; a page at a time it is in `queries.ageing_list`. Amounts in
minor units; positive = the customer owes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Row,
    bindparam,
    case,
    func,
    select,
)

from orderdesk.errors import BadValue
from orderdesk.models import Customer, LedgerEntry
from orderdesk.queries.currencies import currencies, exchange_on, shown_in
from orderdesk.queries.open_documents import (
    DISPUTED_NOW,
    LEFT_NOW,
    LEFT_THEN,
    OPEN_NOW,
    OPEN_THEN,
    Disputes,
    Moment,
    documents,
    in_parts,
    receipts_left,
)
from orderdesk.queries.settings import settings
from orderdesk.rules.ageing import AgeBy, AgedItem, Ageing, age, begins, first_day
from orderdesk.rules.exchange import Exchange
from orderdesk.settings import Settings
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money, OwnMoney

_LEDGER, _CUSTOMER = table(LedgerEntry), table(Customer)
_SOME: BindParameter[Any] = bindparam("customers", expanding=True)
_LEDGER_NOW = select(_LEDGER.c.customer_id, func.sum(_LEDGER.c.amount).label("amount")).group_by(_LEDGER.c.customer_id)
_LEDGER_THEN = _LEDGER_NOW.where(_LEDGER.c.day <= bindparam("a_day"))
LEDGERS = {True: _LEDGER_NOW, False: _LEDGER_THEN}
_WHOLE_LEDGER = select(func.coalesce(func.sum(_LEDGER.c.amount), 0))
_NAMES = select(*(_CUSTOMER.c[name] for name in ("id", "code", "name", "currency"))).where(_CUSTOMER.c.id.in_(_SOME))


@dataclass(frozen=True, slots=True)
class AgedCustomer:
    """One customer's row of the ageing, in the customer's currency.

    `ledger` is the sum of its ledger entries, which its balance must equal; `worth` the balance in the company's
    currency.
    """

    customer: str
    name: str
    ageing: Ageing
    ledger: Money
    worth: OwnMoney

    @property
    def balance(self) -> Money:
        """What the customer owes on the whole."""
        return self.ageing.balance


@dataclass(frozen=True, slots=True)
class AgeingFoot:
    """What everybody together owes on a day, by how late it is, in the company's currency at the rates of the day.

    Attributes:
        foot: the sums; `foot.proof` is how they add up.
        ledger: the sum of the receivables ledger on that day, which the foot's balance must equal.
    """

    as_of: date
    by: AgeBy
    foot: Ageing
    ledger: Money

    @property
    def sound(self) -> bool:
        """Whether the foot's balance is what the ledger says."""
        return self.foot.balance == self.ledger


@dataclass(frozen=True, slots=True)
class AgeingReport(AgeingFoot):
    """The ageing of everybody, largest balance first, and its foot: the sum of the rows."""

    rows: tuple[AgedCustomer, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether every row's balance is what the ledger says, and the foot as well."""
        return self.foot.balance == self.ledger and all(row.balance == row.ledger for row in self.rows)


def ageing(reading: Reading, *, as_of: date | None = None, by: str = "due") -> AgeingReport:
    """What everybody owes by how late it is.

    Args:
        as_of: a past day, as it stood at its end; None is now.
        by: `due` or `invoice`: which date lateness is counted from.
    """
    how, when = age_by(by), Moment(as_of)
    ledger = by_customer(reading.all(LEDGERS[when.is_now], **when.values))
    open_rows, left = documents(reading, when), by_customer(receipts_left(reading, when), "rest")
    whose = {*(row.customer_id for row in open_rows), *left, *(key for key, amount in ledger.items() if amount)}
    rows = aged(reading, _named(reading, whose), open_rows, left, ledger, when, how)
    rows.sort(key=largest_first)
    day = as_of or reading.today
    parts = [_in_ours(reading, row.ageing, day) for row in rows]
    foot = _added(parts, settings(reading))
    owed = sum(  # what is sound stays so, whatever the rounding
        part.balance if row.balance == row.ledger else _exchange(reading, row.ageing, day).ours(row.ledger)
        for row, part in zip(rows, parts, strict=True)
    )
    return AgeingReport(day, how, foot, owed, tuple(rows))


def age_by(word: str) -> AgeBy:
    """Which date lateness is counted from. Raises BadValue."""
    if word not in tuple(AgeBy):
        raise BadValue(f"ageing goes by {' or '.join(AgeBy)}, not by {word[:20]!r}")
    return AgeBy(word)


def ageing_foot(reading: Reading, *, as_of: date | None = None, by: str = "due") -> AgeingFoot:
    """The foot of `ageing` alone, added up by the database; where there are other currencies, from its rows."""
    if len(currencies(reading)) > 1:
        whole = ageing(reading, as_of=as_of, by=by)
        return AgeingFoot(whole.as_of, whole.by, whole.foot, whole.ledger)
    how, when, day = age_by(by), Moment(as_of), as_of or reading.today
    company = settings(reading)
    of, rest = (OPEN_NOW, LEFT_NOW) if when.is_now else (OPEN_THEN, LEFT_THEN)
    start, value = of.c[first_day(how)], of.c.open
    not_due, *edges = begins(day, company.ageing_edges)
    spans = [start >= not_due]
    spans += [(start < last) & (start >= first) for last, first in zip((not_due, *edges), edges, strict=False)]
    spans.append(start < edges[-1])
    sums = [func.coalesce(func.sum(case((span, value), else_=0)), 0).label(f"s{n}") for n, span in enumerate(spans)]
    row = reading.first(select(*sums), **when.values)
    assert row is not None  # a sum always has a row
    unapplied = int(reading.scalar(select(func.coalesce(func.sum(rest.c.rest), 0)), **when.values))
    ledger = _WHOLE_LEDGER if when.is_now else _WHOLE_LEDGER.where(_LEDGER.c.day <= bindparam("a_day"))
    first, *buckets = (int(amount) for amount in row)
    if when.is_now:
        disputed = int(reading.scalar(DISPUTED_NOW))
    else:
        disputes = Disputes()
        disputed = sum(disputes.of(row) for row in documents(reading, when))
    foot = Ageing(first, tuple(buckets), unapplied, company.ageing_edges, company.money, disputed)
    return AgeingFoot(day, how, foot, int(reading.scalar(ledger, **when.values)))


def aged(
    reading: Reading,
    customers: Iterable[Row[Any]],
    open_rows: Iterable[Row[Any]],
    left: dict[int, Money],
    ledger: dict[int, Money],
    when: Moment,
    how: AgeBy,
) -> list[AgedCustomer]:
    """These customers' rows: from what is open, and by their ids what is left of receipts and the ledger's sums."""
    day, company = when.as_of or reading.today, settings(reading)
    items: dict[int, list[AgedItem]] = {}
    disputes = Disputes()
    for row in open_rows:
        items.setdefault(row.customer_id, []).append(aged_item(row, disputes))
    found = []
    for one in customers:
        shown = shown_in(reading, one.currency)
        part = age(items.get(one.id, ()), left.get(one.id, 0), day, how, company.ageing_edges, shown)
        worth = _exchange(reading, part, day).ours(part.balance)
        found.append(AgedCustomer(one.code, one.name, part, ledger.get(one.id, 0), worth))
    return found


def aged_item(row: Row[Any], disputes: Disputes) -> AgedItem:
    """An open document as the ageing sees it."""
    return AgedItem(row.number, row.day, row.due, int(row.open), disputed=disputes.of(row))


def by_customer(rows: Iterable[Row[Any]], column: str = "amount") -> dict[int, Money]:
    """A column by customer."""
    found: dict[int, Money] = {}
    for row in rows:
        found[row.customer_id] = found.get(row.customer_id, 0) + int(row._mapping[column])
    return found


def largest_first(row: AgedCustomer) -> tuple[Money, str]:
    """What rows are sorted by."""
    return -row.worth, row.customer


def _named(reading: Reading, ids: Iterable[int]) -> list[Row[Any]]:
    return [row for part in in_parts(sorted(ids)) for row in reading.all(_NAMES, customers=part)]


def _exchange(reading: Reading, row: Ageing, day: date) -> Exchange:
    """Between the currency of a row and the company's, on the day that it is about."""
    if not row.balance and not any(row.cells):
        return Exchange.none(settings(reading).money)
    return exchange_on(reading, row.currency.code, day)


def _in_ours(reading: Reading, row: Ageing, day: date) -> Ageing:
    """A row in the company's currency, cell by cell."""
    exchange = _exchange(reading, row, day)
    if not exchange.foreign:
        return row
    return replace(
        row,
        not_due=exchange.ours(row.not_due),
        buckets=tuple(exchange.ours(amount) for amount in row.buckets),
        unapplied=exchange.ours(row.unapplied),
        disputed=exchange.ours(row.disputed),
        currency=exchange.company,
    )


def _added(parts: Sequence[Ageing], company: Settings) -> Ageing:
    empty = age((), 0, date.min, edges=company.ageing_edges)
    buckets = tuple(sum(column) for column in zip(empty.buckets, *(part.buckets for part in parts), strict=True))
    not_due = sum(part.not_due for part in parts)
    unapplied, disputed = sum(part.unapplied for part in parts), sum(part.disputed for part in parts)
    return Ageing(not_due, buckets, unapplied, empty.edges, company.money, disputed)
