"""Receivables: what is owed, how late it is, what came in. Any of it as it stood on a past day.

How things stood is read off the rows that are never edited: documents by their date, applications and ledger entries by
their day. Amounts in minor units; positive = the customer owes it, so that a credit note's are negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select

from orderdesk.errors import BadValue, NotFound
from orderdesk.models import Application, Customer, Invoice, LedgerEntry, Order, Receipt
from orderdesk.queries.invoice_card import InvoiceCard, invoice_card
from orderdesk.queries.settings import settings
from orderdesk.rules.ageing import AgeBy, AgedItem, Ageing, age
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Currency, Money

__all__ = [
    "AgedCustomer", "AgeingReport", "InvoiceCard", "Item", "ReceiptRow", "ageing", "balance", "invoice_card",
    "open_items", "receipts_of",
]  # fmt: skip

_INVOICE, _RECEIPT, _APPLICATION = table(Invoice), table(Receipt), table(Application)
_LEDGER, _CUSTOMER, _ORDER = table(LedgerEntry), table(Customer), table(Order)

_DOCUMENT = (
    _INVOICE.c.id,
    _INVOICE.c.customer_id,
    _INVOICE.c.number,
    _INVOICE.c.kind,
    _INVOICE.c.day,
    _INVOICE.c.due,
    _INVOICE.c.gross,
    _INVOICE.c.discount_until,
    _INVOICE.c.discount_amount,
    _ORDER.c.number.label("order"),
)
_NOW = (
    select(*_DOCUMENT, _INVOICE.c.open)
    .outerjoin(_ORDER, _ORDER.c.id == _INVOICE.c.order_id)
    .where(_INVOICE.c.open != 0)
)
# What was set against a document by a day: money and credit against an invoice, and what a credit note was used for.
_AGAINST = (
    select(_APPLICATION.c.invoice_id, func.sum(_APPLICATION.c.amount).label("amount"))
    .where(_APPLICATION.c.day <= bindparam("a_day"))
    .group_by(_APPLICATION.c.invoice_id)
    .subquery("against")
)
_USED = (
    select(_APPLICATION.c.credit_id, func.sum(_APPLICATION.c.amount).label("amount"))
    .where(_APPLICATION.c.day <= bindparam("a_day"), _APPLICATION.c.credit_id.is_not(None))
    .group_by(_APPLICATION.c.credit_id)
    .subquery("used")
)
_OPEN_THEN = _INVOICE.c.gross - func.coalesce(_AGAINST.c.amount, 0) + func.coalesce(_USED.c.amount, 0)
_THEN = (
    select(*_DOCUMENT, _OPEN_THEN.label("open"))
    .outerjoin(_ORDER, _ORDER.c.id == _INVOICE.c.order_id)
    .outerjoin(_AGAINST, _AGAINST.c.invoice_id == _INVOICE.c.id)
    .outerjoin(_USED, _USED.c.credit_id == _INVOICE.c.id)
    .where(_INVOICE.c.day <= bindparam("a_day"), _OPEN_THEN != 0)
)
_UNAPPLIED_NOW = (
    select(_RECEIPT.c.customer_id, func.sum(_RECEIPT.c.unapplied).label("amount"))
    .where(_RECEIPT.c.unapplied > 0)
    .group_by(_RECEIPT.c.customer_id)
)
_PAID = (
    select(_APPLICATION.c.receipt_id, func.sum(_APPLICATION.c.amount).label("amount"))
    .where(_APPLICATION.c.day <= bindparam("a_day"), _APPLICATION.c.kind == "payment")
    .group_by(_APPLICATION.c.receipt_id)
    .subquery("paid")
)
_UNAPPLIED_THEN = (
    select(_RECEIPT.c.customer_id, func.sum(_RECEIPT.c.amount - func.coalesce(_PAID.c.amount, 0)).label("amount"))
    .outerjoin(_PAID, _PAID.c.receipt_id == _RECEIPT.c.id)
    .where(
        _RECEIPT.c.day <= bindparam("a_day"),
        or_(_RECEIPT.c.reversed_on.is_(None), _RECEIPT.c.reversed_on > bindparam("a_day")),
    )
    .group_by(_RECEIPT.c.customer_id)
)
_LEDGER_THEN = (
    select(_LEDGER.c.customer_id, func.sum(_LEDGER.c.amount).label("amount"))
    .where(_LEDGER.c.day <= bindparam("a_day"))
    .group_by(_LEDGER.c.customer_id)
)
_LEDGER_NOW = select(_LEDGER.c.customer_id, func.sum(_LEDGER.c.amount).label("amount")).group_by(_LEDGER.c.customer_id)
_NAMES = select(_CUSTOMER.c.id, _CUSTOMER.c.code, _CUSTOMER.c.name).where(
    _CUSTOMER.c.id.in_(bindparam("customers", expanding=True))
)
_BY_CODE = select(_CUSTOMER.c.id).where(_CUSTOMER.c.code == bindparam("a_code"))
_OWED = select(func.coalesce(func.sum(_INVOICE.c.open), 0)).where(
    _INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open != 0
)
_UNAPPLIED = select(func.coalesce(func.sum(_RECEIPT.c.unapplied), 0)).where(
    _RECEIPT.c.customer_id == bindparam("a_customer"), _RECEIPT.c.unapplied > 0
)
_RECEIPTS = (
    select(_RECEIPT).where(_RECEIPT.c.customer_id == bindparam("a_customer")).order_by(_RECEIPT.c.day, _RECEIPT.c.id)
)
_OF = _INVOICE.c.customer_id == bindparam("a_customer")
_IN_ORDER = (_INVOICE.c.due, _INVOICE.c.id)
_NOW_ALL, _THEN_ALL = _NOW.order_by(*_IN_ORDER), _THEN.order_by(*_IN_ORDER)
_NOW_OF, _THEN_OF = _NOW.where(_OF).order_by(*_IN_ORDER), _THEN.where(_OF).order_by(*_IN_ORDER)


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
class AgeingReport:
    """The ageing of everybody, largest balance first, and its foot.

    Attributes:
        foot: the sum of the rows; `foot.proof` is how it adds up.
        ledger: the sum of the receivables ledger on that day.
    """

    as_of: date
    by: AgeBy
    rows: tuple[AgedCustomer, ...]
    foot: Ageing
    ledger: Money

    @property
    def sound(self) -> bool:
        """Whether every row's balance is what the ledger says, and the foot as well."""
        return self.foot.balance == self.ledger and all(row.balance == row.ledger for row in self.rows)


@dataclass(frozen=True, slots=True)
class Item:
    """An open invoice or credit note. `days_late` counts from the due date; below 0 is still to come."""

    number: str
    kind: str
    order: int | None
    day: date
    due: date
    gross: Money
    open: Money
    days_late: int
    discount_until: date | None
    discount_amount: Money


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that came in, and what of it is set against nothing. A reversed one has 0 unapplied."""

    number: int
    day: date
    amount: Money
    unapplied: Money
    method: str
    reference: str
    reversed_on: date | None
    reverse_reason: str


def ageing(reading: Reading, *, as_of: date | None = None, by: str = "due") -> AgeingReport:
    """What everybody owes by how late it is.

    Args:
        as_of: a past day, as it stood at its end; None is now.
        by: `due` or `invoice`: which date lateness is counted from.
    """
    if by not in tuple(AgeBy):
        raise BadValue(f"ageing goes by {' or '.join(AgeBy)}, not by {by[:20]!r}")
    day, money, how = as_of or reading.today, settings(reading).money, AgeBy(by)
    past = {} if as_of is None else {"a_day": as_of}
    items: dict[int, list[AgedItem]] = {}
    for row in reading.all(_NOW_ALL if as_of is None else _THEN_ALL, **past):
        items.setdefault(row.customer_id, []).append(AgedItem(row.number, row.day, row.due, int(row.open)))
    unapplied = _sums(reading.all(_UNAPPLIED_NOW if as_of is None else _UNAPPLIED_THEN, **past))
    ledger = _sums(reading.all(_LEDGER_NOW if as_of is None else _LEDGER_THEN, **past))
    whose = {*items, *unapplied, *(customer for customer, amount in ledger.items() if amount)}
    rows = [
        AgedCustomer(
            name.code,
            name.name,
            age(items.get(name.id, ()), unapplied.get(name.id, 0), day, how, currency=money),
            ledger.get(name.id, 0),
        )
        for name in _names(reading, whose)
    ]
    rows.sort(key=lambda row: (-row.balance, row.customer))
    return AgeingReport(day, how, tuple(rows), _foot([row.ageing for row in rows], money), sum(ledger.values()))


def _sums(rows: Iterable[Row[Any]]) -> Mapping[int, Money]:
    return {row.customer_id: int(row.amount) for row in rows if row.amount}


def _names(reading: Reading, ids: Iterable[int]) -> Iterable[Row[Any]]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), 5_000):
        yield from reading.all(_NAMES, customers=wanted[start : start + 5_000])


def _foot(parts: list[Ageing], money: Currency) -> Ageing:
    empty = age((), 0, date.min, currency=money)
    buckets = tuple(sum(column) for column in zip(empty.buckets, *(part.buckets for part in parts), strict=True))
    not_due = sum(part.not_due for part in parts)
    return Ageing(not_due, buckets, sum(part.unapplied for part in parts), empty.edges, money)


def _customer(reading: Reading, code: str) -> int:
    wanted = code.strip().upper()
    found = reading.scalar(_BY_CODE, a_code=wanted) if wanted.isprintable() else None
    if found is None:
        raise NotFound(f"there is no customer {wanted[:40]!r}")
    return int(found)


def open_items(reading: Reading, customer: str, as_of: date | None = None) -> tuple[Item, ...]:
    """A customer's open invoices and credit notes, oldest due first; as of the end of a past day, or now."""
    key, day = _customer(reading, customer), as_of or reading.today
    statement, past = (_NOW_OF, {}) if as_of is None else (_THEN_OF, {"a_day": as_of})
    rows = reading.all(statement, a_customer=key, **past)
    return tuple(
        Item(
            number=row.number,
            kind=row.kind,
            order=row.order,
            day=row.day,
            due=row.due,
            gross=row.gross,
            open=int(row.open),
            days_late=(day - row.due).days,
            discount_until=row.discount_until,
            discount_amount=row.discount_amount,
        )
        for row in rows
    )


def balance(reading: Reading, customer: str) -> Money:
    """What a customer owes now: open invoices less credit notes and unapplied money; negative when paid ahead."""
    key = _customer(reading, customer)
    return int(reading.scalar(_OWED, a_customer=key)) - int(reading.scalar(_UNAPPLIED, a_customer=key))


def receipts_of(reading: Reading, customer: str) -> tuple[ReceiptRow, ...]:
    """Everything that came in from a customer, in the order of its days."""
    return tuple(
        ReceiptRow(
            row.number,
            row.day,
            row.amount,
            row.unapplied,
            row.method,
            row.reference,
            row.reversed_on,
            row.reverse_reason,
        )
        for row in reading.all(_RECEIPTS, a_customer=_customer(reading, customer))
    )
