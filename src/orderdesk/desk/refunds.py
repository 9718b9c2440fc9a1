"""Refunds: money that goes back to a customer, out of what we owe: money set against nothing, and credit notes.

A refund is never above that. It says of which receipts and credit notes it was, so that these have so much less left;
reversed (the transfer came back), they have it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, ledger
from orderdesk.desk.upkeep import member, needed_reason
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotFound, Refused
from orderdesk.models import Customer, Invoice, Receipt, Refund, RefundPart
from orderdesk.queries.currencies import exchange_on
from orderdesk.rules.completeness import BlockLevel
from orderdesk.rules.receipt_method import Method
from orderdesk.store.numbers import next_number
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import Money, money_text

_RECEIPT, _INVOICE, _REFUND, _PART = table(Receipt), table(Invoice), table(Refund), table(RefundPart)
_LEFT = (
    select(_RECEIPT.c.id, _RECEIPT.c.number, _RECEIPT.c.unapplied)
    .where(_RECEIPT.c.customer_id == bindparam("a_customer"), _RECEIPT.c.unapplied > 0)
    .order_by(_RECEIPT.c.day, _RECEIPT.c.id)
)
_CREDITS = (
    select(_INVOICE.c.id, _INVOICE.c.number, _INVOICE.c.open)
    .where(_INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open < 0)
    .order_by(_INVOICE.c.day, _INVOICE.c.id)
)
_USE_RECEIPT = (
    update(_RECEIPT)
    .where(
        _RECEIPT.c.id == bindparam("a_receipt"),
        _RECEIPT.c.unapplied >= bindparam("a_amount"),
        _RECEIPT.c.unapplied - bindparam("a_amount") <= _RECEIPT.c.amount,
    )
    .values(unapplied=_RECEIPT.c.unapplied - bindparam("a_amount"))
)
_USE_CREDIT = (
    update(_INVOICE)
    .where(
        _INVOICE.c.id == bindparam("a_credit"),
        _INVOICE.c.gross < 0,
        _INVOICE.c.open + bindparam("a_amount") <= 0,
        _INVOICE.c.open + bindparam("a_amount") >= _INVOICE.c.gross,
    )
    .values(open=_INVOICE.c.open + bindparam("a_amount"))
)
_BY_NUMBER = select(_REFUND).where(_REFUND.c.number == bindparam("a_number"))
_PARTS = select(_PART).where(_PART.c.refund_id == bindparam("a_refund")).order_by(_PART.c.id)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where money for a refund may come from, and how much."""

    name: str
    left: Money
    receipt_id: int | None = None
    credit_id: int | None = None


@verb("refund.pay")
def pay(
    tx: Transaction,
    customer: str,
    amount: Money | None = None,
    *,
    reason: str,
    of: list[str] | None = None,
    method: str = "transfer",
    reference: str = "",
    day: date | None = None,
    token: str | None = None,
) -> int:
    """Give a customer money back; the refund's number.

    Args:
        amount: in minor units; None is all that we owe.
        of: receipts and credit notes by their numbers, in this order; None is the oldest receipts, then credit notes.
        day: when it went out; today unless said, never ahead.

    Raises:
        Refused: more than is left of these, nothing left, no reason, or the customer is blocked wholly.
    """
    answered = first_answer(tx, token)
    if answered is not None:
        return int(tx.all(select(_REFUND.c.number).where(_REFUND.c.id == answered))[0].number)
    buyer = find.customer(tx, customer)
    tx.lock(Customer, [buyer.id])
    buyer = find.customer(tx, customer)
    money = exchange_on(tx, buyer.currency, ledger.not_ahead(tx, day, "a refund")).shown
    if BlockLevel(buyer.block).stops_payments:
        raise Refused(f"customer {buyer.code} is blocked (level {buyer.block}): no payments until that is lifted")
    why = needed_reason(reason, "refund")
    sources = _sources(tx, buyer.id, of)
    left = sum(one.left for one in sources)
    wanted = left if amount is None else amount
    if not 0 < wanted <= left:
        asked = "" if amount is None else f"; {money_text(amount, money)} cannot be refunded"
        raise Refused(f"{buyer.code} has {money_text(left, money)} of open credit{asked}")
    went = ledger.not_ahead(tx, day, "a refund")
    number = next_number(tx, "refund")
    refund_id = tx.add(
        Refund(
            number=number,
            customer_id=buyer.id,
            day=went,
            amount=wanted,
            method=member(Method, method, "method"),
            reference=clean(reference, "reference", limit=80),
            reason=why,
            paid_at=tx.now,
            paid_by=ledger.person(tx),
        )
    )
    rest, told = wanted, {}
    for one in sources:
        part = min(rest, one.left)
        if part:
            _use(tx, one.receipt_id, one.credit_id, part)
            tx.add(RefundPart(refund_id=refund_id, receipt_id=one.receipt_id, credit_id=one.credit_id, amount=part))
            told[one.name] = [one.left, one.left - part]
            rest -= part
    ledger.enter(tx, buyer.id, "refund", wanted, went, refund_id=refund_id)
    tx.record(
        "refund.pay", "refund", refund_id, number=number, customer=buyer.code, amount=wanted, of=told, reason=why
    )
    remember(tx, token, "refund.pay", refund_id)
    return number


@verb("refund.reverse")
def reverse(tx: Transaction, refund: int, reason: str) -> None:
    """Take a refund back (the transfer came back): its receipts and credit notes have it left again.

    Raises:
        NotFound, Conflict: there is none of that number, or it is reversed already.
    """
    seen = by_number(tx, refund)
    tx.lock(Customer, [seen.customer_id])
    row = by_number(tx, refund)
    if row.reversed_at is not None:
        raise Conflict(f"refund {refund} was reversed at {row.reversed_at:%H:%M on %d %b}: {row.reverse_reason}")
    why = needed_reason(reason, "reversal")
    day = max(tx.today, row.day)
    for part in tx.all(_PARTS, a_refund=row.id):
        _use(tx, part.receipt_id, part.credit_id, -part.amount)
    tx.update(Refund, row.id, reversed_at=tx.now, reversed_on=day, reverse_reason=why)
    ledger.enter(tx, row.customer_id, "refund", -row.amount, day, refund_id=row.id)
    tx.record("refund.reverse", "refund", row.id, number=refund, amount=row.amount, reason=why)


def by_number(tx: Transaction, number: int) -> Row[Any]:
    """A refund's row. Raises NotFound."""
    row = tx.first(_BY_NUMBER, a_number=number) if find.fits(number) else None
    if row is None:
        raise NotFound(f"there is no refund {visible(str(number))[:40]}")
    return row


def _use(tx: Transaction, receipt_id: int | None, credit_id: int | None, amount: Money) -> None:
    if receipt_id is not None:
        met = tx.change(_USE_RECEIPT, a_receipt=receipt_id, a_amount=amount)
    else:
        met = tx.change(_USE_CREDIT, a_credit=credit_id, a_amount=amount)
    if met != 1:
        raise Conflict("what is left changed meanwhile; nothing was saved. Look at the customer's open items again")


def _sources(tx: Transaction, customer_id: int, of: Sequence[str] | None) -> list[_Source]:
    receipts = [
        _Source(str(row.number), row.unapplied, receipt_id=row.id) for row in tx.all(_LEFT, a_customer=customer_id)
    ]
    credits = [_Source(row.number, -row.open, credit_id=row.id) for row in tx.all(_CREDITS, a_customer=customer_id)]
    if of is None:
        return [*receipts, *credits]
    by_name = {one.name: one for one in (*receipts, *credits)}
    named = [name.strip().upper() for name in dict.fromkeys(of)]
    for name in named:
        if name not in by_name:
            raise Refused(f"{visible(name)[:40]} is no receipt or credit note of this customer with something left")
    return [by_name[name] for name in named]
