"""What the lines of a bank statement may be: the facts that the matching rule decides by, read for many lines at once.

Who may be meant is found by what the lines say: documents, orders and customers that the texts name, accounts and
mandates that are known, amounts that are open. Names are compared with those of everybody who owes, up to a bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, or_, select

from orderdesk.models import (
    BankBooking,
    BankLine,
    BankStatement,
    Customer,
    CustomerBank,
    Invoice,
    Order,
    Receipt,
    Refund,
)
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.open_documents import ZERO, in_parts
from orderdesk.queries.settings import settings
from orderdesk.rules.bank_matching import ALIKE, Owed, PaidIn, Payer, Proposal, TakenIn, propose, propose_debit, tokens
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import fold
from orderdesk.values import Money

MOST_NAMES = 20_000  # customers who owe, up to whom a payer's name is compared with all
MOST_FEE = 25_00  # what a bank may keep for a payment that came back
BACK = 400  # days that a returned payment may be old

_LINE, _STATEMENT, _BOOKING = table(BankLine), table(BankStatement), table(BankBooking)
_INVOICE, _CUSTOMER, _ORDER = table(Invoice), table(Customer), table(Order)
_RECEIPT, _REFUND, _BANK = table(Receipt), table(Refund), table(CustomerBank)
_SOME: BindParameter[Any] = bindparam("some", expanding=True)
LINES = select(_LINE, _STATEMENT.c.currency, _STATEMENT.c.account).join(
    _STATEMENT, _STATEMENT.c.id == _LINE.c.statement_id
)
_BY_DOCUMENT = (
    select(_INVOICE.c.customer_id)
    .outerjoin(_ORDER, _ORDER.c.id == _INVOICE.c.order_id)
    .where(
        _INVOICE.c.open != ZERO,
        _INVOICE.c.open > ZERO,
        or_(
            _INVOICE.c.number.in_(_SOME),
            _ORDER.c.number.in_(bindparam("numbers", expanding=True)),
            _ORDER.c.po_number.in_(_SOME),
        ),
    )
    .distinct()
)
_BY_AMOUNT = (
    select(_INVOICE.c.customer_id)
    .where(
        _INVOICE.c.open != ZERO,
        _INVOICE.c.open > ZERO,
        or_(_INVOICE.c.open.in_(_SOME), (_INVOICE.c.open - _INVOICE.c.discount_amount).in_(_SOME)),
    )
    .distinct()
    .limit(200)
)
_BY_CODE = select(_CUSTOMER.c.id).where(_CUSTOMER.c.code.in_(_SOME))
_ACCOUNTS = select(_BANK).where(
    or_(_BANK.c.iban.in_(_SOME), (_BANK.c.mandate != "") & _BANK.c.mandate.in_(bindparam("mandates", expanding=True)))
)
_DEBTORS = (
    select(_CUSTOMER.c.id, _CUSTOMER.c.name)
    .where(_CUSTOMER.c.id.in_(select(_INVOICE.c.customer_id).where(_INVOICE.c.open != ZERO, _INVOICE.c.open > ZERO)))
    .order_by(_CUSTOMER.c.id)
    .limit(MOST_NAMES)
)
_PEOPLE = select(_CUSTOMER.c.id, _CUSTOMER.c.code, _CUSTOMER.c.name, _CUSTOMER.c.currency).where(
    _CUSTOMER.c.id.in_(_SOME)
)
_OWED = (
    select(
        _INVOICE.c.customer_id,
        _INVOICE.c.number,
        _INVOICE.c.open,
        _INVOICE.c.discount_until,
        _INVOICE.c.discount_grace,
        _INVOICE.c.discount_amount,
        _INVOICE.c.gross,
        _ORDER.c.number.label("order"),
        _ORDER.c.po_number,
    )
    .outerjoin(_ORDER, _ORDER.c.id == _INVOICE.c.order_id)
    .where(_INVOICE.c.customer_id.in_(_SOME), _INVOICE.c.open != ZERO, _INVOICE.c.open > ZERO)
    .order_by(_INVOICE.c.due, _INVOICE.c.id)
)
_TAKEN = (
    select(_RECEIPT, _CUSTOMER.c.code, _CUSTOMER.c.name)
    .join(_CUSTOMER, _CUSTOMER.c.id == _RECEIPT.c.customer_id)
    .where(
        _RECEIPT.c.reversed_at.is_(None),
        _RECEIPT.c.day >= bindparam("since"),
        _RECEIPT.c.amount >= bindparam("least"),
        _RECEIPT.c.amount <= bindparam("most"),
    )
    .order_by(_RECEIPT.c.id.desc())
    .limit(50)
)
_SENT = (
    select(_REFUND, _CUSTOMER.c.code, _CUSTOMER.c.name)
    .join(_CUSTOMER, _CUSTOMER.c.id == _REFUND.c.customer_id)
    .where(
        _REFUND.c.reversed_at.is_(None),
        _REFUND.c.amount == bindparam("an_amount"),
        ~select(_BOOKING.c.id)
        .where(_BOOKING.c.refund_id == _REFUND.c.id, _BOOKING.c.undone_at.is_(None))
        .exists(),
    )
    .order_by(_REFUND.c.id.desc())
    .limit(20)
)


def proposals(reading: Reading, lines: Sequence[Row[Any]]) -> dict[int, tuple[Proposal, ...]]:
    """For each of these rows of `LINES`, by its id, what it may be, the likeliest first."""
    came = [line for line in lines if line.amount > 0]
    found = _of_receipts(reading, came) if came else {}
    for line in lines:
        if line.amount < 0:
            found[line.id] = _of_debit(reading, line)
    return found


def _paid(line: Row[Any]) -> PaidIn:
    return PaidIn(line.amount, line.name, line.iban, line.text, line.end_to_end, line.mandate, line.returned)


def _said(lines: Iterable[Row[Any]]) -> set[str]:
    return {token for line in lines for token in tokens(f"{line.text} {line.end_to_end}")}


def _of_receipts(reading: Reading, lines: Sequence[Row[Any]]) -> dict[int, tuple[Proposal, ...]]:
    company = settings(reading)
    said = sorted(_said(lines))
    accounts = reading.all(
        _ACCOUNTS,
        some=[line.iban for line in lines if line.iban],
        mandates=[line.mandate for line in lines if line.mandate],
    )
    wanted = {row.customer_id for row in accounts}
    numbers = [int(word) for word in said if word.isdecimal() and word.isascii() and 3 < len(word) < 16]
    for some in in_parts_of(said):
        wanted |= {row.customer_id for row in reading.all(_BY_DOCUMENT, some=list(some), numbers=numbers)}
        wanted |= {row.id for row in reading.all(_BY_CODE, some=list(some))}
    wanted |= {row.customer_id for row in reading.all(_BY_AMOUNT, some=[line.amount for line in lines])}
    alike = _alike(reading, lines)
    wanted |= {key for keys in alike.values() for key in keys}
    people = {row.id: row for part in in_parts(sorted(wanted)) for row in reading.all(_PEOPLE, some=list(part))}
    owed: dict[int, list[Row[Any]]] = {}
    for part in in_parts(sorted(wanted)):
        for row in reading.all(_OWED, some=list(part)):
            owed.setdefault(row.customer_id, []).append(row)
    found = {}
    for line in lines:
        payers = [
            Payer(
                one.code,
                one.name,
                tuple(_owed(row, line) for row in owed.get(one.id, ())),
                any(row.customer_id == one.id and row.iban == line.iban for row in accounts if line.iban),
                any(row.customer_id == one.id and row.mandate == line.mandate for row in accounts if line.mandate),
            )
            for one in people.values()
            if (one.currency or company.currency) == line.currency
        ]
        money = currency_of(reading, line.currency)
        found[line.id] = propose(_paid(line), payers, company.bank_certain, money)
    return found


def in_parts_of(words: Sequence[str]) -> Iterable[Sequence[str]]:
    """Words, as many at a time as a statement takes."""
    for start in range(0, len(words), 1_000):
        yield words[start : start + 1_000]


def _owed(row: Row[Any], line: Row[Any]) -> Owed:
    until = row.discount_until
    timely = until is not None and line.day <= until + timedelta(days=row.discount_grace)
    whole = row.open == row.gross  # of a part that is left the discount is another one
    return Owed(row.number, row.open, row.discount_amount if timely and whole else 0, row.order, row.po_number or "")


def _alike(reading: Reading, lines: Sequence[Row[Any]]) -> dict[int, list[int]]:
    """By line, the customers who owe and whose name is nearly the payer's."""
    from rapidfuzz import process  # loaded by the first name that is compared
    from rapidfuzz.fuzz import token_sort_ratio

    names = {line.id: fold(line.name) for line in lines if line.name}
    if not names:
        return {}
    debtors = {row.id: fold(row.name) for row in reading.all(_DEBTORS)}
    return {
        key: [
            one
            for _, _, one in process.extract(name, debtors, scorer=token_sort_ratio, score_cutoff=ALIKE, limit=5)
        ]
        for key, name in names.items()
    }


def _of_debit(reading: Reading, line: Row[Any]) -> tuple[Proposal, ...]:
    company = settings(reading)
    if line.returned:
        least: Money = max(1, -line.amount - MOST_FEE)
        rows = reading.all(_TAKEN, since=line.day - timedelta(days=BACK), least=least, most=-line.amount)
    else:
        rows = reading.all(_SENT, an_amount=-line.amount)
    known = {row.customer_id for row in reading.all(_ACCOUNTS, some=[line.iban], mandates=[])} if line.iban else set()
    taken = [
        TakenIn(
            row.number,
            row.code,
            row.name,
            row.amount,
            (row.reference, row.cheque, row.mandate) if line.returned else (row.reference,),
            row.customer_id in known,
            not line.returned,
        )
        for row in rows
    ]
    money = currency_of(reading, line.currency)
    return propose_debit(_paid(line), taken, company.bank_certain, MOST_FEE, money)
