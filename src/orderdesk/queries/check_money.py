"""Invariants of money: documents add up, what is open follows from what was applied, and the ledger is the balance."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, case, func, or_, select, union_all

from orderdesk.models import (
    Application,
    Customer,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    LedgerEntry,
    NumberSeries,
    Receipt,
    Refund,
    RefundPart,
)
from orderdesk.queries.invariant import Invariant, disagreement
from orderdesk.store.transaction import table
from orderdesk.values import money_text

_CUSTOMER = table(Customer)
_INVOICE = table(Invoice)
_INVOICE_LINE = table(InvoiceLine)
_INVOICE_TAX = table(InvoiceTax)
_RECEIPT = table(Receipt)
_APPLICATION = table(Application)
_LEDGER = table(LedgerEntry)
_SERIES = table(NumberSeries)
_REFUND, _PART = table(Refund), table(RefundPart)

# What a customer owes, from the documents and from the ledger.
_documents = union_all(
    select(_INVOICE.c.customer_id, _INVOICE.c.open.label("figure")).where(_INVOICE.c.open != 0),
    select(_RECEIPT.c.customer_id, -_RECEIPT.c.unapplied).where(_RECEIPT.c.unapplied != 0),
).subquery()
_balance = disagreement(
    ("customer_id",),
    select(_LEDGER.c.customer_id, func.sum(_LEDGER.c.amount).label("figure")).group_by(_LEDGER.c.customer_id),
    select(_documents.c.customer_id, func.sum(_documents.c.figure).label("figure")).group_by(_documents.c.customer_id),
)
_BALANCE = (
    select(_CUSTOMER.c.code, _balance.c.kept, _balance.c.recomputed)
    .join(_CUSTOMER, _CUSTOMER.c.id == _balance.c.customer_id)
    .order_by(_CUSTOMER.c.code)
)


def _of_invoice(kept: Select[Any], recomputed: Select[Any]) -> Select[Any]:
    found = disagreement(("invoice_id",), kept, recomputed)
    return (
        select(_INVOICE.c.number, found.c.kept, found.c.recomputed)
        .join(_INVOICE, _INVOICE.c.id == found.c.invoice_id)
        .order_by(_INVOICE.c.number)
    )


def _of_receipt(kept: Select[Any], recomputed: Select[Any]) -> Select[Any]:
    found = disagreement(("receipt_id",), kept, recomputed)
    return (
        select(_RECEIPT.c.number, found.c.kept, found.c.recomputed)
        .join(_RECEIPT, _RECEIPT.c.id == found.c.receipt_id)
        .order_by(_RECEIPT.c.number)
    )


def _grosses() -> Select[Any]:
    return select(_INVOICE.c.id.label("invoice_id"), _INVOICE.c.gross.label("figure"))


# An application takes from what is open on its invoice, and a credit gives that up of its own (negative) open amount;
# so does a refund of it.
_settled = union_all(
    select(_APPLICATION.c.invoice_id, _APPLICATION.c.amount.label("figure")),
    select(_APPLICATION.c.credit_id, -_APPLICATION.c.amount).where(_APPLICATION.c.credit_id.is_not(None)),
    select(_PART.c.credit_id, -_PART.c.amount)
    .join(_REFUND, _REFUND.c.id == _PART.c.refund_id)
    .where(_REFUND.c.reversed_at.is_(None), _PART.c.credit_id.is_not(None)),
).subquery()
_OPEN = _of_invoice(
    select(_INVOICE.c.id.label("invoice_id"), (_INVOICE.c.gross - _INVOICE.c.open).label("figure")),
    select(_settled.c.invoice_id, func.sum(_settled.c.figure).label("figure")).group_by(_settled.c.invoice_id),
)
_LINES = _of_invoice(
    _grosses(),
    select(_INVOICE_LINE.c.invoice_id, func.sum(_INVOICE_LINE.c.net + _INVOICE_LINE.c.tax).label("figure")).group_by(
        _INVOICE_LINE.c.invoice_id
    ),
)
_RATES = _of_invoice(
    _grosses(),
    select(_INVOICE_TAX.c.invoice_id, func.sum(_INVOICE_TAX.c.net + _INVOICE_TAX.c.tax).label("figure")).group_by(
        _INVOICE_TAX.c.invoice_id
    ),
)
_INVOICE_LEDGER = _of_invoice(
    _grosses(),
    select(_LEDGER.c.invoice_id, func.sum(_LEDGER.c.amount).label("figure"))
    .where(_LEDGER.c.kind.in_(("invoice", "credit", "down", "charge")))
    .group_by(_LEDGER.c.invoice_id),
)
# What a receipt was, less what was set against invoices, less what went back.
_of_receipts = union_all(
    select(_RECEIPT.c.id.label("receipt_id"), _RECEIPT.c.amount.label("figure")).where(
        _RECEIPT.c.reversed_at.is_(None)
    ),
    select(_APPLICATION.c.receipt_id, -_APPLICATION.c.amount).where(
        _APPLICATION.c.kind == "payment", _APPLICATION.c.receipt_id.is_not(None)
    ),
    select(_PART.c.receipt_id, -_PART.c.amount)
    .join(_REFUND, _REFUND.c.id == _PART.c.refund_id)
    .where(_REFUND.c.reversed_at.is_(None), _PART.c.receipt_id.is_not(None)),
).subquery()
_UNAPPLIED = _of_receipt(
    select(_RECEIPT.c.id.label("receipt_id"), _RECEIPT.c.unapplied.label("figure")),
    select(_of_receipts.c.receipt_id, func.sum(_of_receipts.c.figure).label("figure")).group_by(
        _of_receipts.c.receipt_id
    ),
)
_RECEIPT_LEDGER = _of_receipt(
    select(
        _RECEIPT.c.id.label("receipt_id"),
        case((_RECEIPT.c.reversed_at.is_not(None), 0), else_=-_RECEIPT.c.amount).label("figure"),
    ),
    select(_LEDGER.c.receipt_id, func.sum(_LEDGER.c.amount).label("figure"))
    .where(_LEDGER.c.kind.in_(("receipt", "reversal")))
    .group_by(_LEDGER.c.receipt_id),
)
_FORGIVEN = disagreement(
    ("kind",),
    select(_LEDGER.c.kind, (-_LEDGER.c.amount).label("figure")).where(_LEDGER.c.kind.in_(("discount", "write_off"))),
    select(_APPLICATION.c.kind, _APPLICATION.c.amount.label("figure")).where(
        _APPLICATION.c.kind.in_(("discount", "write_off"))
    ),
)

# Numbers: without gaps within a series and year, counted on by the series' row, days not going back.
_GAPS = (
    select(
        _INVOICE.c.series,
        _INVOICE.c.year,
        func.count().label("documents"),
        func.max(_INVOICE.c.serial).label("highest"),
        func.coalesce(func.max(_SERIES.c.last), 0).label("counted"),
    )
    .outerjoin(_SERIES, and_(_SERIES.c.series == _INVOICE.c.series, _SERIES.c.year == _INVOICE.c.year))
    .where(_INVOICE.c.serial.is_not(None))
    .group_by(_INVOICE.c.series, _INVOICE.c.year)
    .having(
        or_(
            func.count() != func.max(_INVOICE.c.serial),
            func.min(_INVOICE.c.serial) != 1,
            func.max(_INVOICE.c.serial) != func.coalesce(func.max(_SERIES.c.last), 0),
        )
    )
)
_in_order = (
    select(
        _INVOICE.c.number,
        _INVOICE.c.day,
        func.lag(_INVOICE.c.day)
        .over(partition_by=(_INVOICE.c.series, _INVOICE.c.year), order_by=_INVOICE.c.serial)
        .label("before"),
    )
    .where(_INVOICE.c.serial.is_not(None))
    .subquery()
)
_BACKWARDS = select(_in_order).where(_in_order.c.day < _in_order.c.before)
_MISDATED = select(_INVOICE.c.number, _INVOICE.c.day, _INVOICE.c.year).where(
    _INVOICE.c.serial.is_not(None), func.extract("year", _INVOICE.c.day) != _INVOICE.c.year
)


def _differ(row: Row[Any], what: str, but: str) -> str:
    return f"{what} {money_text(row.kept)}, but {but} {money_text(row.recomputed)}"


MONEY = (
    Invariant(
        _BALANCE,
        lambda row: _differ(row, f"{row.code}: the ledger comes to", "open invoices less unapplied receipts to"),
    ),
    Invariant(_OPEN, lambda row: _differ(row, f"{row.number}: settled by", "its applications add up to")),
    Invariant(_LINES, lambda row: _differ(row, f"{row.number}: gross", "its lines add up to")),
    Invariant(_RATES, lambda row: _differ(row, f"{row.number}: gross", "its tax rates add up to")),
    Invariant(_INVOICE_LEDGER, lambda row: _differ(row, f"{row.number}: gross", "the ledger has")),
    Invariant(_UNAPPLIED, lambda row: _differ(row, f"receipt {row.number}: unapplied", "its applications leave")),
    Invariant(_RECEIPT_LEDGER, lambda row: _differ(row, f"receipt {row.number}: worth", "the ledger has")),
    Invariant(select(_FORGIVEN), lambda row: _differ(row, f"{row.kind}: the ledger has", "the applications have")),
    Invariant(
        _GAPS,
        lambda row: (
            f"{row.series} {row.year}: {row.documents} documents numbered up to {row.highest}, "
            f"and the series counts {row.counted}"
        ),
    ),
    Invariant(_BACKWARDS, lambda row: f"{row.number} is dated {row.day}, after one of {row.before}"),
    Invariant(_MISDATED, lambda row: f"{row.number} is dated {row.day}, outside its year {row.year}"),
)
