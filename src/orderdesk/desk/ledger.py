"""The receivables ledger: the one place that changes what a customer owes.

For every customer, always: sum of the entries = open amounts of invoices and credit notes − unapplied receipts.
Setting money or credit against an invoice moves nothing between customer and company, so it writes no entry; forgiving
something (early-payment discount, write-off) does. Call it with the customer's row locked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import bindparam, case, func, select, update

from orderdesk.errors import Conflict, Refused
from orderdesk.models import Application, Invoice, InvoicePart, LedgerEntry, User
from orderdesk.rules.forgiving import tax_share
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Money

_INVOICE = table(Invoice)
_PART = table(InvoicePart)
_MINE = _PART.c.invoice_id == _INVOICE.c.id
# An invoice in parts is due when the first part is that is not settled; when all are, on the last one's day.
_NEXT_DUE = func.coalesce(
    select(func.min(_PART.c.due))
    .where(_MINE, _PART.c.upto > _INVOICE.c.gross - _INVOICE.c.open + bindparam("a_amount"))
    .correlate(_INVOICE)
    .scalar_subquery(),
    select(func.max(_PART.c.due)).where(_MINE).correlate(_INVOICE).scalar_subquery(),
)
_SETTLE = (
    update(_INVOICE)
    .where(
        _INVOICE.c.id == bindparam("a_invoice"),
        _INVOICE.c.gross >= 0,
        _INVOICE.c.open - bindparam("a_amount") >= 0,
        _INVOICE.c.open - bindparam("a_amount") <= _INVOICE.c.gross,
    )
    .values(
        open=_INVOICE.c.open - bindparam("a_amount"),
        due=case((_INVOICE.c.parts > 0, _NEXT_DUE), else_=_INVOICE.c.due),
    )
)
_USE_CREDIT = (
    update(_INVOICE)
    .where(_INVOICE.c.id == bindparam("a_invoice"), _INVOICE.c.open + bindparam("a_amount") <= 0)
    .values(open=_INVOICE.c.open + bindparam("a_amount"))
)
_TAXED = select(_INVOICE.c.gross, _INVOICE.c.tax).where(_INVOICE.c.id == bindparam("a_invoice"))
_FIRST_USER = select(func.min(table(User).c.id))
_FORGIVEN = ("discount", "write_off")


def enter(
    tx: Transaction,
    customer_id: int,
    kind: str,
    amount: Money,
    day: date,
    *,
    invoice_id: int | None = None,
    receipt_id: int | None = None,
    refund_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """Write one change of what a customer owes: positive owes more. An amount of 0 is not written."""
    if amount:
        tx.add(
            LedgerEntry(
                customer_id=customer_id, day=day, at=at or tx.now, kind=kind, amount=amount, invoice_id=invoice_id,
                receipt_id=receipt_id, refund_id=refund_id,
            )
        )  # fmt: skip


def settle(
    tx: Transaction,
    customer_id: int,
    invoice_id: int,
    kind: str,
    amount: Money,
    day: date,
    *,
    receipt_id: int | None = None,
    credit_id: int | None = None,
) -> None:
    """Set an amount against an invoice; a negative one takes an earlier one back.

    Args:
        kind: payment, credit, discount or write_off; the last two are entered in the ledger as well.

    Raises:
        Conflict: the invoice, or the credit note, has less open than that.
    """
    settle_parts(tx, customer_id, invoice_id, {kind: amount}, day, receipt_id=receipt_id, credit_id=credit_id)


def settle_parts(
    tx: Transaction,
    customer_id: int,
    invoice_id: int,
    parts: Mapping[str, Money],
    day: date,
    *,
    receipt_id: int | None = None,
    credit_id: int | None = None,
) -> None:
    """Set several amounts by their kinds against an invoice at once; see `settle`.

    At once, because a little too much that is kept is a payment above what is open, with a write-off below 0.
    """
    amount = sum(parts.values())
    if not any(parts.values()):
        return
    met = tx.change(_SETTLE, a_invoice=invoice_id, a_amount=amount)
    if met == 1 and credit_id is not None:
        met = tx.change(_USE_CREDIT, a_invoice=credit_id, a_amount=amount)
    if met != 1:
        raise Conflict("the open amount changed meanwhile; nothing was saved. Look at the customer's open items again")
    for kind, value in parts.items():
        if not value:
            continue
        tx.add(
            Application(
                invoice_id=invoice_id, receipt_id=receipt_id, credit_id=credit_id, kind=kind, amount=value, day=day,
                tax=_tax_in(tx, invoice_id, value) if kind == "discount" else 0, at=tx.now,
            )
        )  # fmt: skip
        if kind in _FORGIVEN:
            enter(tx, customer_id, kind, -value, day, invoice_id=invoice_id, receipt_id=receipt_id)


def _tax_in(tx: Transaction, invoice_id: int, amount: Money) -> Money:
    row = tx.first(_TAXED, a_invoice=invoice_id)
    return 0 if row is None else tax_share(amount, row.gross, row.tax)


def person(tx: Transaction) -> int:
    """The id of who acts; what the program itself posts stands under the first user, for it has no row of its own."""
    if tx.who.user_id:
        return tx.who.user_id
    first = tx.scalar(_FIRST_USER)
    if first is None:
        raise Refused("there is no user yet; make one with: orderdesk user new")
    return int(first)


def not_ahead(tx: Transaction, day: date | None, what: str) -> date:
    """The day of a document: today unless said. Raises Refused for a day that has not come yet."""
    if day is not None and day > tx.today:
        raise Refused(f"{what} cannot be dated {day}: today is {tx.today}")
    return day or tx.today
