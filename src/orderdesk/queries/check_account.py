"""Invariants of an account: refunds, charges, disputes, promises, and what the bank says."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, and_, case, func, or_, select

from orderdesk.models import (
    Application,
    BankBooking,
    BankLine,
    BankStatement,
    Dispute,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    Promise,
    Receipt,
    Refund,
    RefundPart,
    Reminder,
)
from orderdesk.queries.invariant import Invariant, disagreement
from orderdesk.store.transaction import table
from orderdesk.values import money_text

_REFUND, _PART, _LEDGER, _INVOICE = table(Refund), table(RefundPart), table(LedgerEntry), table(Invoice)
_REMINDER, _LINE_OF, _DISPUTE, _PROMISE = table(Reminder), table(InvoiceLine), table(Dispute), table(Promise)
_STATEMENT, _LINE, _BOOKING = table(BankStatement), table(BankLine), table(BankBooking)
_APPLICATION, _RECEIPT = table(Application), table(Receipt)

_parts = disagreement(
    ("refund_id",),
    select(_REFUND.c.id.label("refund_id"), _REFUND.c.amount.label("figure")),
    select(_PART.c.refund_id, func.sum(_PART.c.amount).label("figure")).group_by(_PART.c.refund_id),
)
_booked = disagreement(
    ("refund_id",),
    select(
        _REFUND.c.id.label("refund_id"),
        case((_REFUND.c.reversed_at.is_not(None), 0), else_=_REFUND.c.amount).label("figure"),
    ),
    select(_LEDGER.c.refund_id, func.sum(_LEDGER.c.amount).label("figure"))
    .where(_LEDGER.c.kind == "refund")
    .group_by(_LEDGER.c.refund_id),
)
_PARTS = select(_REFUND.c.number, _parts.c.kept, _parts.c.recomputed).join(_REFUND, _REFUND.c.id == _parts.c.refund_id)
_BOOKED = select(_REFUND.c.number, _booked.c.kept, _booked.c.recomputed).join(
    _REFUND, _REFUND.c.id == _booked.c.refund_id
)
_CHARGED = (
    select(
        _INVOICE.c.number,
        _INVOICE.c.gross.label("kept"),
        func.sum(_REMINDER.c.fee + _REMINDER.c.interest).label("recomputed"),
    )
    .join(_REMINDER, _REMINDER.c.charge_id == _INVOICE.c.id)
    .group_by(_INVOICE.c.id, _INVOICE.c.number, _INVOICE.c.gross)
    .having(func.sum(_REMINDER.c.fee + _REMINDER.c.interest) != _INVOICE.c.gross)
)
_CHARGED_GOODS = (
    select(_INVOICE.c.number)
    .join(_LINE_OF, _LINE_OF.c.invoice_id == _INVOICE.c.id)
    .where(_INVOICE.c.kind == "charge", or_(_LINE_OF.c.order_line_id.is_not(None), _INVOICE.c.tax != 0))
    .distinct()
)
_DISCOUNT_TAX = select(_INVOICE.c.number, _APPLICATION.c.amount, _APPLICATION.c.tax).join(
    _INVOICE, _INVOICE.c.id == _APPLICATION.c.invoice_id
).where(
    or_(
        and_(_APPLICATION.c.kind != "discount", _APPLICATION.c.tax != 0),
        func.abs(_APPLICATION.c.tax) > func.abs(_APPLICATION.c.amount),
    )
)  # fmt: skip
_credit = _INVOICE.alias("credit")
_SOLVED = (
    select(_INVOICE.c.number, _DISPUTE.c.outcome, _credit.c.number.label("credit"))
    .join(_INVOICE, _INVOICE.c.id == _DISPUTE.c.invoice_id)
    .outerjoin(_credit, _credit.c.id == _DISPUTE.c.credit_id)
    .where(
        or_(
            and_(_DISPUTE.c.outcome == "credit", func.coalesce(_credit.c.credits_id, 0) != _DISPUTE.c.invoice_id),
            and_(_DISPUTE.c.state == "solved", _DISPUTE.c.outcome == ""),
            and_(_DISPUTE.c.state == "open", _DISPUTE.c.outcome != ""),
        )
    )
)
_PROMISED = (
    select(_INVOICE.c.number, _PROMISE.c.id)
    .join(_INVOICE, _INVOICE.c.id == _PROMISE.c.invoice_id)
    .where(_INVOICE.c.customer_id != _PROMISE.c.customer_id)
)
_moved = (
    select(_LINE.c.statement_id, func.sum(_LINE.c.amount).label("amount")).group_by(_LINE.c.statement_id).subquery()
)
_STATEMENTS = (
    select(
        _STATEMENT.c.account,
        _STATEMENT.c.day_to,
        (_STATEMENT.c.opening + func.coalesce(_moved.c.amount, 0)).label("recomputed"),
        _STATEMENT.c.closing.label("kept"),
    )
    .outerjoin(_moved, _moved.c.statement_id == _STATEMENT.c.id)
    .where(
        _STATEMENT.c.opening.is_not(None),
        _STATEMENT.c.closing.is_not(None),
        _STATEMENT.c.opening + func.coalesce(_moved.c.amount, 0) != _STATEMENT.c.closing,
    )
)
_lines = disagreement(
    ("line_id",),
    select(
        _LINE.c.id.label("line_id"), case((_LINE.c.state == "booked", _LINE.c.amount), else_=0).label("figure")
    ),
    select(_BOOKING.c.line_id, func.sum(_BOOKING.c.amount).label("figure"))
    .where(_BOOKING.c.undone_at.is_(None))
    .group_by(_BOOKING.c.line_id),
)
_LINES = (
    select(_STATEMENT.c.account, _LINE.c.day, _LINE.c.position, _lines.c.kept, _lines.c.recomputed)
    .join(_LINE, _LINE.c.id == _lines.c.line_id)
    .join(_STATEMENT, _STATEMENT.c.id == _LINE.c.statement_id)
)
_UNDONE = (
    select(_RECEIPT.c.number)
    .join(_BOOKING, _BOOKING.c.receipt_id == _RECEIPT.c.id)
    .where(_BOOKING.c.kind == "receipt", _BOOKING.c.undone_at.is_not(None), _RECEIPT.c.reversed_at.is_(None))
)


def _differ(row: Row[Any], what: str, but: str) -> str:
    return f"{what} {money_text(row.kept)}, but {but} {money_text(row.recomputed)}"


ACCOUNT = (
    Invariant(_PARTS, lambda row: _differ(row, f"refund {row.number}:", "its parts add up to")),
    Invariant(_BOOKED, lambda row: _differ(row, f"refund {row.number}: worth", "the ledger has")),
    Invariant(_CHARGED, lambda row: _differ(row, f"{row.number}: gross", "the fees and interest in it are")),
    Invariant(_CHARGED_GOODS, lambda row: f"{row.number} is a charge and has goods or tax on it"),
    Invariant(
        _DISCOUNT_TAX,
        lambda row: f"{row.number}: {money_text(row.tax)} of {money_text(row.amount)} set against it cannot be tax",
    ),
    Invariant(
        _SOLVED,
        lambda row: (
            f"the dispute of {row.number} has the outcome {row.outcome or 'none'}"
            f" and the credit note {row.credit or 'none'}, which do not go together"
        ),
    ),
    Invariant(_PROMISED, lambda row: f"a promise for {row.number} stands under another customer"),
    Invariant(
        _STATEMENTS,
        lambda row: _differ(
            row, f"statement of {row.account or 'the bank'} to {row.day_to}: closes at", "its lines lead to"
        ),
    ),
    Invariant(
        _LINES,
        lambda row: _differ(
            row, f"line {row.position} of {row.day} on {row.account or 'the bank'}: booked", "its bookings add up to"
        ),
    ),
    Invariant(_UNDONE, lambda row: f"receipt {row.number} was booked from the bank and undone, but it stands"),
)
