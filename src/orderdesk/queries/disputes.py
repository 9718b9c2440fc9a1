"""Disputes and promises to pay: what is to be looked at again, the earliest day first, and one customer's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, or_, select

from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import Application, Customer, Dispute, Invoice, Promise, Receipt
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.customers_named import named_so
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.rules.disputing import DisputeReason, Promised, PromiseState, disputed_part, promise_state, promise_told
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

_DISPUTE, _PROMISE, _INVOICE, _CUSTOMER = table(Dispute), table(Promise), table(Invoice), table(Customer)
_RECEIPT, _APPLICATION = table(Receipt), table(Application)
_ALL = (
    select(
        _DISPUTE,
        _INVOICE.c.number,
        _INVOICE.c.open,
        _INVOICE.c.due,
        _INVOICE.c.currency,
        _CUSTOMER.c.code,
        _CUSTOMER.c.name,
    )
    .join(_INVOICE, _INVOICE.c.id == _DISPUTE.c.invoice_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _INVOICE.c.customer_id)
)
# What came in for a promise: for an invoice what was set against it, else all that came, from the note to its day.
_SET = (
    select(func.coalesce(func.sum(_APPLICATION.c.amount), 0))
    .where(
        _APPLICATION.c.invoice_id == _PROMISE.c.invoice_id,
        _APPLICATION.c.kind == "payment",
        _APPLICATION.c.at >= _PROMISE.c.noted_at,
        _APPLICATION.c.day <= _PROMISE.c.day,
    )
    .scalar_subquery()
)
_CAME = (
    select(func.coalesce(func.sum(_RECEIPT.c.amount), 0))
    .where(
        _RECEIPT.c.customer_id == _PROMISE.c.customer_id,
        _RECEIPT.c.reversed_at.is_(None),
        _RECEIPT.c.taken_at >= _PROMISE.c.noted_at,
        _RECEIPT.c.day <= _PROMISE.c.day,
    )
    .scalar_subquery()
)
_PROMISES = (
    select(
        _PROMISE,
        _INVOICE.c.number,
        _CUSTOMER.c.code,
        _CUSTOMER.c.currency,
        _SET.label("for_invoice"),
        _CAME.label("for_account"),
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _PROMISE.c.customer_id)
    .outerjoin(_INVOICE, _INVOICE.c.id == _PROMISE.c.invoice_id)
    .order_by(_PROMISE.c.day.desc(), _PROMISE.c.id.desc())
    .limit(200)
)
_PROMISES_OF = _PROMISES.where(_CUSTOMER.c.code == bindparam("a_code"))


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute. `days` to its follow-up day: 0 is today, below 0 is overdue."""

    id: int
    customer: str
    name: str
    invoice: str
    reason: str
    amount: Money
    open: Money
    said_by: str
    note: str
    opened_on: date
    follow_up: date
    days: int
    state: str
    outcome: str
    solution: str


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise, what came in for it, and what became of it, also as a sentence."""

    id: int
    customer: str
    invoice: str | None
    amount: Money
    day: date
    paid: Money
    state: str
    told: str
    said_by: str
    note: str
    noted_on: date


def promises(reading: Reading, customer: str | None = None) -> tuple[PromiseRow, ...]:
    """The promises of a customer, or of everybody, the latest day first."""
    whose = {} if customer is None else {"a_code": customer.strip().upper()}
    rows = reading.all(_PROMISES_OF if whose else _PROMISES, **whose)
    return tuple(_promise(reading, row) for row in rows)


def _promise(reading: Reading, row: Row[Any]) -> PromiseRow:
    paid = int(row.for_account if row.invoice_id is None else row.for_invoice)
    promise = Promised(row.amount, row.day, paid, row.withdrawn_at is not None)
    return PromiseRow(
        row.id,
        row.code,
        row.number,
        row.amount,
        row.day,
        paid,
        str(promise_state(promise, reading.today)),
        promise_told(promise, reading.today, currency_of(reading, row.currency)),
        row.said_by,
        row.note,
        row.noted_on,
    )


def open_promises(reading: Reading, customer: str) -> tuple[PromiseRow, ...]:
    """A customer's promises that are not kept yet: open, or broken."""
    wanted = (PromiseState.OPEN, PromiseState.BROKEN)
    return tuple(one for one in promises(reading, customer) if one.state in wanted)


def _row(row: Row[Any], today: date) -> DisputeRow:
    return DisputeRow(
        row.id,
        row.code,
        row.name,
        row.number,
        row.reason,
        disputed_part(row.amount, row.open) if row.state == "open" else row.amount,
        row.open,
        row.said_by,
        row.note,
        row.opened_on,
        row.follow_up,
        (row.follow_up - today).days,
        row.state,
        row.outcome,
        row.solution,
    )


def _conditions(wanted: Filter, today: date) -> list[ColumnElement[bool]]:
    conditions = [*named_so(wanted), _DISPUTE.c.state.in_(wanted.among("state") or ("open",))]
    if chosen := wanted.among("reason"):
        conditions.append(_DISPUTE.c.reason.in_(chosen))
    if wanted.flag("due"):
        conditions.append(_DISPUTE.c.follow_up <= today)
    if (least := wanted.money("over")) is not None:
        conditions.append(_DISPUTE.c.amount > least)
    return conditions


def _page(reading: Reading, wanted: Filter, after: DisputeRow | None, limit: int) -> Sequence[DisputeRow]:
    day, key = _DISPUTE.c.follow_up, _DISPUTE.c.id
    statement = _ALL.where(*_conditions(wanted, reading.today)).order_by(day, key).limit(limit)
    if after is not None:
        statement = statement.where(or_(day > after.follow_up, (day == after.follow_up) & (key > after.id)))
    return [_row(row, reading.today) for row in reading.all(statement)]


def _sums(reading: Reading, wanted: Filter) -> Sums:
    amounts = (
        select(_DISPUTE.c.amount)
        .join(_INVOICE, _INVOICE.c.id == _DISPUTE.c.invoice_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _INVOICE.c.customer_id)
        .where(*_conditions(wanted, reading.today))
    )
    return added_up(reading, amounts)


DISPUTES: Listing[DisputeRow] = Listing(
    name="disputes",
    fields=(
        Field("customer", Kind.TEXT, "whose code begins so"),
        Field("due", Kind.FLAG, "that are to be looked at again by today"),
        Field("reason", Kind.WORDS, "for this reason", tuple(DisputeReason)),
        Field("state", Kind.WORDS, "that are open (as without it) or solved", ("open", "solved")),
        Field("over", Kind.MONEY, "of more than the amount"),
    ),
    page=_page,
    key=lambda row: row.invoice,
    sums=_sums,
    exported=(
        Exported("customer", lambda row: row.customer),
        Exported("invoice", lambda row: row.invoice),
        Exported("reason", lambda row: row.reason),
        Exported("amount", lambda row: row.amount, "money"),
        Exported("open", lambda row: row.open, "money"),
        Exported("said by", lambda row: row.said_by),
        Exported("note", lambda row: row.note),
        Exported("since", lambda row: row.opened_on),
        Exported("follow up", lambda row: row.follow_up),
        Exported("state", lambda row: row.state),
        Exported("outcome", lambda row: row.outcome),
    ),
)
