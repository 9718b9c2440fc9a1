"""A customer's statement of account: what was owed, what moved, what is owed; and how late that is.

It proves itself twice: opening + movements = closing, and closing is the balance of the ageing on the last day. All of
it is read off the receivables ledger. Amounts in minor units of the customer's currency; positive = the customer owes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.errors import BadValue, NotFound
from orderdesk.models import Customer, Invoice, LedgerEntry, Receipt, Refund
from orderdesk.queries.ageing import AgedCustomer, aged, by_customer
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.open_documents import Moment, documents, receipts_left
from orderdesk.rules.ageing import AgeBy, Ageing
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import Money, money_text

DAYS = 90  # what a statement shows unless another day is said
MOST = 2_000  # movements

_LEDGER, _INVOICE, _RECEIPT, _REFUND = table(LedgerEntry), table(Invoice), table(Receipt), table(Refund)
_CUSTOMER = table(Customer)
_BY_CODE = select(_CUSTOMER.c.id, _CUSTOMER.c.code, _CUSTOMER.c.name, _CUSTOMER.c.currency).where(
    _CUSTOMER.c.code == bindparam("a_code")
)
_BEFORE = select(func.coalesce(func.sum(_LEDGER.c.amount), 0)).where(
    _LEDGER.c.customer_id == bindparam("a_customer"), _LEDGER.c.day < bindparam("since")
)
_MOVES = (
    select(
        _LEDGER.c.day,
        _LEDGER.c.kind,
        _LEDGER.c.amount,
        _INVOICE.c.number.label("invoice"),
        _INVOICE.c.due,
        _RECEIPT.c.number.label("receipt"),
        _RECEIPT.c.reference,
        _REFUND.c.number.label("refund"),
    )
    .outerjoin(_INVOICE, _INVOICE.c.id == _LEDGER.c.invoice_id)
    .outerjoin(_RECEIPT, _RECEIPT.c.id == _LEDGER.c.receipt_id)
    .outerjoin(_REFUND, _REFUND.c.id == _LEDGER.c.refund_id)
    .where(
        _LEDGER.c.customer_id == bindparam("a_customer"),
        _LEDGER.c.day >= bindparam("since"),
        _LEDGER.c.day <= bindparam("until"),
    )
    .order_by(_LEDGER.c.day, _LEDGER.c.id)
    .limit(MOST + 1)
)


@dataclass(frozen=True, slots=True)
class Movement:
    """One change of what is owed, and the balance after it."""

    day: date
    kind: str
    document: str
    text: str
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """The statement; `sound` is whether it proves itself, and `proof` how."""

    customer: str
    name: str
    currency: str
    since: date
    until: date
    opening: Money
    movements: tuple[Movement, ...]
    closing: Money
    ageing: Ageing
    proof: str
    sound: bool


def account_statement(
    reading: Reading, customer: str, *, since: date | None = None, until: date | None = None
) -> AccountStatement:
    """What moved on a customer's account between two days, both included.

    Args:
        since: 90 days before `until` unless said.
        until: today unless said, never ahead.

    Raises:
        NotFound: there is no such customer.
        BadValue: the days are turned round or still to come, or more moved than a statement holds.
    """
    code = customer.strip().upper()
    buyer = reading.first(_BY_CODE, a_code=code) if code.isprintable() else None
    if buyer is None:
        raise NotFound(f"there is no customer {visible(code)[:40]}")
    last = until or reading.today
    first = since or last - timedelta(days=DAYS)
    if last > reading.today or first > last:
        raise BadValue(f"a statement goes from a day to one that is not before it and not ahead, not {first} to {last}")
    money = currency_of(reading, buyer.currency)
    opening = int(reading.scalar(_BEFORE, a_customer=buyer.id, since=first))
    rows = reading.all(_MOVES, a_customer=buyer.id, since=first, until=last)
    if len(rows) > MOST:
        raise BadValue(f"more than {MOST} movements since {first}; ask from a later day on")
    movements: list[Movement] = []
    balance = opening
    for row in rows:
        balance += row.amount
        movements.append(Movement(row.day, row.kind, _document(row), _told(row), row.amount, balance))
    old = _aged(reading, buyer, last).ageing
    moved = sum(one.amount for one in movements)
    sound = opening + moved == balance == old.balance
    sums = f"opening {money_text(opening, money)} + movements {money_text(moved, money)}"
    proof = f"{sums} = closing {money_text(balance, money)}; {old.proof}"
    return AccountStatement(
        buyer.code, buyer.name, money.code, first, last, opening, tuple(movements), balance, old, proof, sound
    )


def _aged(reading: Reading, buyer: Row[Any], day: date) -> AgedCustomer:
    when = Moment(None if day == reading.today else day)
    left = by_customer(receipts_left(reading, when, [buyer.id]), "rest")
    (row,) = aged(reading, [buyer], documents(reading, when, [buyer.id]), left, {}, when, AgeBy.DUE)
    return row


def _document(row: Row[Any]) -> str:
    if row.refund is not None:
        return f"refund {row.refund}"
    if row.invoice is not None:
        return str(row.invoice)
    return f"receipt {row.receipt}" if row.receipt is not None else ""


def _told(row: Row[Any]) -> str:
    match row.kind:
        case "invoice" | "charge":
            return f"{row.kind} due {row.due}"
        case "receipt":
            return f"payment {visible(row.reference)}".strip()
        case "reversal":
            return "payment that came back"
        case "refund":
            return "paid back to you" if row.amount > 0 else "refund that came back"
        case "write_off":
            return "difference written off" if row.amount < 0 else "difference kept"
        case "credit":
            return "credit note"
        case "discount":
            return "early-payment discount"
    return str(row.kind)
