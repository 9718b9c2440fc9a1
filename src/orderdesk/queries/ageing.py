"""The ageing: what customers owe by how late it is, now or as it stood at the end of a past day.

As a whole, and its foot alone, which the database adds up; a page at a time it is in `queries.ageing_list`. Amounts in
minor units; positive = the customer owes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from orderdesk.settings import Settings
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

_LEDGER, _CUSTOMER = table(LedgerEntry), table(Customer)
_SOME: BindParameter[Any] = bindparam("customers", expanding=True)
_LEDGER_NOW = select(_LEDGER.c.customer_id, func.sum(_LEDGER.c.amount).label("amount")).group_by(_LEDGER.c.customer_id)
_LEDGER_THEN = _LEDGER_NOW.where(_LEDGER.c.day <= bindparam("a_day"))
LEDGERS = {True: _LEDGER_NOW, False: _LEDGER_THEN}
_WHOLE_LEDGER = select(func.coalesce(func.sum(_LEDGER.c.amount), 0))
_NAMES = select(_CUSTOMER.c.id, _CUSTOMER.c.code, _CUSTOMER.c.name).where(_CUSTOMER.c.id.in_(_SOME))


@dataclass(frozen=True, slots=True)
class AgedCustomer:
    """One customer's row of the ageing; `ledger` is the sum of its ledger entries, which its balance must equal."""

    customer: str
    name: str
    ageing: Ageing
    ledger: Money

    @property
    def balance(self) -> Money:
        """What the customer owes on the whole."""
        return self.ageing.balance


@dataclass(frozen=True, slots=True)
class AgeingFoot:
    """What everybody together owes on a day, by how late it is.

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
    foot = _added([row.ageing for row in rows], settings(reading))
    return AgeingReport(as_of or reading.today, how, foot, sum(ledger.values()), tuple(rows))


def age_by(word: str) -> AgeBy:
    """Which date lateness is counted from. Raises BadValue."""
    if word not in tuple(AgeBy):
        raise BadValue(f"ageing goes by {' or '.join(AgeBy)}, not by {word[:20]!r}")
    return AgeBy(word)


def ageing_foot(reading: Reading, *, as_of: date | None = None, by: str = "due") -> AgeingFoot:
    """The foot of `ageing` alone, added up by the database."""
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
    return [
        AgedCustomer(
            one.code,
            one.name,
            age(items.get(one.id, ()), left.get(one.id, 0), day, how, company.ageing_edges, company.money),
            ledger.get(one.id, 0),
        )
        for one in customers
    ]


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
    return -row.balance, row.customer


def _named(reading: Reading, ids: Iterable[int]) -> list[Row[Any]]:
    return [row for part in in_parts(sorted(ids)) for row in reading.all(_NAMES, customers=part)]


def _added(parts: Sequence[Ageing], company: Settings) -> Ageing:
    empty = age((), 0, date.min, edges=company.ageing_edges)
    buckets = tuple(sum(column) for column in zip(empty.buckets, *(part.buckets for part in parts), strict=True))
    not_due = sum(part.not_due for part in parts)
    unapplied, disputed = sum(part.unapplied for part in parts), sum(part.disputed for part in parts)
    return Ageing(not_due, buckets, unapplied, empty.edges, company.money, disputed)
