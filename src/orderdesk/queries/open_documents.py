"""What is open of every document and receipt, now or at the end of a past day: what the receivables are read from.

How things stood is read off the rows that are never edited: documents by their date, applications and refunds by their
day. Each statement comes for everybody and for some customers; those for some cost what these have, however many others
there are. Amounts in minor units; positive = the customer owes it, so that a credit note's are negative.

An invoice that is due in parts stands here part by part, each with its own due day and what is open of it: so whatever
counts by due days counts parts without knowing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from orderdesk.models import Application, Dispute, Invoice, InvoicePart, Order, Receipt, Refund, RefundPart
from orderdesk.rules.disputing import disputed_part
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

AT_ONCE = 5_000  # ids in one statement
ZERO: ColumnElement[int] = literal_column("0")  # as the partial indexes say it; with a parameter they are not used

_INVOICE, _RECEIPT, _APPLICATION, _ORDER = table(Invoice), table(Receipt), table(Application), table(Order)

_PART = table(InvoicePart)
BY_PARTS = _INVOICE.outerjoin(_PART, and_(_PART.c.invoice_id == _INVOICE.c.id, _INVOICE.c.parts > 0))
"""Invoices, those in parts once for each part."""

DUE: ColumnElement[Any] = func.coalesce(_PART.c.due, _INVOICE.c.due)
"""When a row of `BY_PARTS` is due."""


def open_of(open_amount: ColumnElement[int]) -> ColumnElement[int]:
    """What is open of a row of `BY_PARTS`, where so much is open of the invoice: parts are filled in their order."""
    left = _PART.c.upto - _INVOICE.c.gross + open_amount
    return case(
        (_PART.c.id.is_(None), open_amount),
        (left <= ZERO, ZERO),
        (left < _PART.c.amount, left),
        else_=_PART.c.amount,
    )


_COLUMNS = (
    _INVOICE.c.id,
    _INVOICE.c.customer_id,
    _INVOICE.c.order_id,
    _INVOICE.c.number,
    _INVOICE.c.kind,
    _INVOICE.c.day,
    DUE.label("due"),
    func.coalesce(_PART.c.position, ZERO).label("part"),
    _INVOICE.c.parts,
    func.coalesce(_PART.c.amount, _INVOICE.c.gross).label("amount"),
    _INVOICE.c.gross,
    _INVOICE.c.currency,
    _INVOICE.c.rate,
    _INVOICE.c.discount_until,
    _INVOICE.c.discount_amount,
)


def _applied(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """What was set by the day, of the applications that meet a condition."""
    amount = func.coalesce(func.sum(_APPLICATION.c.amount), 0)
    return select(amount).where(condition, _APPLICATION.c.day <= bindparam("a_day")).scalar_subquery()


_BACK, _REFUND, _DISPUTE = table(RefundPart), table(Refund), table(Dispute)


def _refunded(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """What went back to the customer by the day, and was not taken back by then."""
    return (
        select(func.coalesce(func.sum(_BACK.c.amount), 0))
        .join(_REFUND, _REFUND.c.id == _BACK.c.refund_id)
        .where(
            condition,
            _REFUND.c.day <= bindparam("a_day"),
            or_(_REFUND.c.reversed_on.is_(None), _REFUND.c.reversed_on > bindparam("a_day")),
        )
        .scalar_subquery()
    )


# Money and credit set against an invoice lower what is open of it; a credit note rises by what it was used for.
_OPEN_THEN = (
    _INVOICE.c.gross
    - _applied(_APPLICATION.c.invoice_id == _INVOICE.c.id)
    + _applied(_APPLICATION.c.credit_id == _INVOICE.c.id)
    + _refunded(_BACK.c.credit_id == _INVOICE.c.id)
)
_LEFT_THEN = (
    _RECEIPT.c.amount
    - _applied((_APPLICATION.c.receipt_id == _RECEIPT.c.id) & (_APPLICATION.c.kind == "payment"))
    - _refunded(_BACK.c.receipt_id == _RECEIPT.c.id)
)
_RECEIPT_COLUMNS = tuple(
    _RECEIPT.c[name] for name in ("id", "customer_id", "number", "day", "amount", "currency", "rate")
)

OPEN_NOW: FromClause = (
    select(*_COLUMNS, open_of(_INVOICE.c.open).label("open"))
    .select_from(BY_PARTS)
    .where(_INVOICE.c.open != ZERO)
    .subquery("o")
)
"""Every open document; of one in parts, `open` of a part may be 0."""

OPEN_THEN: FromClause = (
    select(*_COLUMNS, open_of(_OPEN_THEN).label("open"))
    .select_from(BY_PARTS)
    .where(_INVOICE.c.day <= bindparam("a_day"))
    .subquery("o")
)
"""Every document by `a_day`; `open` may be 0."""

LEFT_NOW: FromClause = (
    select(*_RECEIPT_COLUMNS, _RECEIPT.c.unapplied.label("rest")).where(_RECEIPT.c.unapplied > ZERO).subquery("r")
)
"""Every receipt that is not wholly set against something; `rest` is what is not."""

LEFT_THEN: FromClause = (
    select(*_RECEIPT_COLUMNS, _LEFT_THEN.label("rest"))
    .where(
        _RECEIPT.c.day <= bindparam("a_day"),
        or_(_RECEIPT.c.reversed_on.is_(None), _RECEIPT.c.reversed_on > bindparam("a_day")),
    )
    .subquery("r")
)
"""Every receipt by `a_day` that was not reversed by then; `rest` may be 0."""

_SOME: BindParameter[Any] = bindparam("customers", expanding=True)


def _disputed(of: FromClause, *, now: bool) -> ColumnElement[int]:
    """What of a document is disputed, now or at the end of `a_day`."""
    stands: list[ColumnElement[bool]] = [_DISPUTE.c.state == literal_column("'open'")]
    if not now:
        day: BindParameter[Any] = bindparam("a_day")
        stands = [_DISPUTE.c.opened_on <= day, or_(_DISPUTE.c.solved_on.is_(None), _DISPUTE.c.solved_on > day)]
    disputed = select(func.max(_DISPUTE.c.amount)).where(_DISPUTE.c.invoice_id == of.c.id, *stands)
    return func.coalesce(disputed.scalar_subquery(), 0)


DISPUTED_NOW = (
    select(
        func.coalesce(
            func.sum(case((_DISPUTE.c.amount < _INVOICE.c.open, _DISPUTE.c.amount), else_=_INVOICE.c.open)), 0
        )
    )
    .join(_INVOICE, _INVOICE.c.id == _DISPUTE.c.invoice_id)
    .where(_DISPUTE.c.state == literal_column("'open'"), _INVOICE.c.open > 0)
)
"""What is disputed of all that is open."""


def _documents(of: FromClause, *, now: bool) -> Select[Any]:
    return (
        select(of, _ORDER.c.number.label("order"), _disputed(of, now=now).label("disputed"))
        .outerjoin(_ORDER, _ORDER.c.id == of.c.order_id)
        .where(of.c.open != 0)
        .order_by(of.c.due, of.c.id, of.c.part)
    )


def _left(of: FromClause) -> Select[Any]:
    return select(of).where(of.c.rest != 0).order_by(of.c.day, of.c.id)


_ALL = {True: _documents(OPEN_NOW, now=True), False: _documents(OPEN_THEN, now=False)}
_OF = {
    True: _ALL[True].where(OPEN_NOW.c.customer_id.in_(_SOME)),
    False: _ALL[False].where(OPEN_THEN.c.customer_id.in_(_SOME)),
}
_ALL_LEFT = {True: _left(LEFT_NOW), False: _left(LEFT_THEN)}
_LEFT_OF = {
    True: _ALL_LEFT[True].where(LEFT_NOW.c.customer_id.in_(_SOME)),
    False: _ALL_LEFT[False].where(LEFT_THEN.c.customer_id.in_(_SOME)),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, or the end of a past day."""

    as_of: date | None = None

    @property
    def is_now(self) -> bool:
        """Whether it is now."""
        return self.as_of is None

    @property
    def values(self) -> dict[str, date]:
        """What statements about this moment take."""
        return {} if self.as_of is None else {"a_day": self.as_of}


class Disputes:
    """What of each open document is disputed, row by row; of one in parts the first open parts are."""

    def __init__(self) -> None:
        self._told: dict[int, Money] = {}

    def of(self, row: Row[Any]) -> Money:
        """What of this row is disputed. Ask for each row once, in their order."""
        if not row.disputed:
            return 0
        told = self._told.get(row.id, 0)
        part = disputed_part(int(row.disputed) - told, int(row.open))
        self._told[row.id] = told + part
        return part


def in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids, as many at a time as a statement takes."""
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def documents(reading: Reading, when: Moment, customers: Sequence[int] | None = None) -> list[Row[Any]]:
    """What was open, by due date within each 5,000 customers; of everybody or of the customers with these ids."""
    if customers is None:
        return list(reading.all(_ALL[when.is_now], **when.values))
    found: list[Row[Any]] = []
    for part in in_parts(customers):
        found += reading.all(_OF[when.is_now], customers=part, **when.values)
    return found


def receipts_left(reading: Reading, when: Moment, customers: Sequence[int] | None = None) -> list[Row[Any]]:
    """The receipts that were not wholly set against something, by their day."""
    if customers is None:
        return list(reading.all(_ALL_LEFT[when.is_now], **when.values))
    found: list[Row[Any]] = []
    for part in in_parts(customers):
        found += reading.all(_LEFT_OF[when.is_now], customers=part, **when.values)
    return found
