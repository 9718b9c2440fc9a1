"""Receipts: money comes in, is set against open invoices, and can be taken back when the bank does.

What is owed goes down by the whole receipt on its day; setting it against invoices only says which ones. What is set
against nothing stays as the receipt's unapplied amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk import charges, find, ledger
from orderdesk.desk.upkeep import member, needed_reason, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Conflict, Refused
from orderdesk.models import Application, Customer, Invoice, Receipt, Refund, RefundPart
from orderdesk.queries.currencies import exchange_of, exchange_on
from orderdesk.queries.open_documents import BY_PARTS, DUE, open_of
from orderdesk.queries.settings import settings
from orderdesk.rules.completeness import BlockLevel
from orderdesk.rules.exchange import Exchange
from orderdesk.rules.receipt_method import Method, clears_on, lacking
from orderdesk.rules.settling import Part, Payable, discount_left, settle
from orderdesk.store.numbers import at_least, next_number
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import MAX_MONEY, Money, money_text

_INVOICE = table(Invoice)
_RECEIPT = table(Receipt)
_APPLICATION = table(Application)
_REST = open_of(_INVOICE.c.open)
_OPEN = (
    select(
        _INVOICE.c.id,
        _INVOICE.c.number,
        _INVOICE.c.day,
        _INVOICE.c.gross,
        _INVOICE.c.discount_until,
        _INVOICE.c.discount_grace,
        _INVOICE.c.discount_amount,
        _REST.label("open"),
    )
    .select_from(BY_PARTS)
    .where(_INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open > 0, _REST > 0)
    .order_by(DUE, _INVOICE.c.id)
)
_TAKEN_OFF = (
    select(_APPLICATION.c.invoice_id, _APPLICATION.c.kind, func.sum(_APPLICATION.c.amount).label("amount"))
    .where(
        _APPLICATION.c.invoice_id.in_(bindparam("invoices", expanding=True)),
        _APPLICATION.c.kind.in_(("credit", "discount")),
    )
    .group_by(_APPLICATION.c.invoice_id, _APPLICATION.c.kind)
)
_USE = (
    update(_RECEIPT)
    .where(_RECEIPT.c.id == bindparam("a_receipt"), _RECEIPT.c.unapplied >= bindparam("a_amount"))
    .values(unapplied=_RECEIPT.c.unapplied - bindparam("a_amount"))
)
_APPLIED = (
    select(_APPLICATION.c.invoice_id, _APPLICATION.c.kind, func.sum(_APPLICATION.c.amount).label("amount"))
    .where(_APPLICATION.c.receipt_id == bindparam("a_receipt"))
    .group_by(_APPLICATION.c.invoice_id, _APPLICATION.c.kind)
    .order_by(_APPLICATION.c.invoice_id, _APPLICATION.c.kind)
)
_PART, _REFUND = table(RefundPart), table(Refund)
_REFUNDED = (
    select(_REFUND.c.number)
    .join(_PART, _PART.c.refund_id == _REFUND.c.id)
    .where(_PART.c.receipt_id == bindparam("a_receipt"), _REFUND.c.reversed_at.is_(None))
    .limit(1)
)
_NUMBER = select(_RECEIPT.c.number).where(_RECEIPT.c.id == bindparam("a_receipt"))


@dataclass(frozen=True, slots=True)
class _Money:
    """The money that is being set against invoices, and the days that count."""

    receipt_id: int
    customer_id: int
    paid_on: date  # decides on the discount
    set_on: date  # the applications' day, or the invoice's own when that is later


@verb("receipt.take")
def take(
    tx: Transaction,
    customer: str,
    amount: Money,
    *,
    method: str = "transfer",
    reference: str = "",
    day: date | None = None,
    invoices: list[str] | None = None,
    apply: bool = True,
    write_off: Money = 0,
    cheque: str = "",
    clears: date | None = None,
    mandate: str = "",
    number: int | None = None,
    token: str | None = None,
) -> int:
    """Take money from a customer and set it against what is open; the receipt's number.

    Where the invoices are named, a difference up to the company's `payment_tolerance` is closed by itself; money on
    account gets no tolerance.

    Args:
        method: transfer, cash, card, cheque or debit.
        cheque: a cheque's number; the reference where nothing else is said.
        clears: the day from which a cheque or direct debit cannot come back; else by the company's days.
        mandate: a direct debit's; the reference where nothing else is said.
        day: when it came in; today unless said, never ahead. It decides on the early-payment discount.
        invoices: set it against these, in this order; None is oldest due first.
        apply: False leaves all of it unapplied.
        write_off: the most that may be forgiven on the last invoice it reaches, at most what one's role may.
        number: the receipt's own number when it comes from elsewhere; otherwise the next one.
        token: the same token gives the same receipt again and does nothing.

    Raises:
        Refused: an amount of nothing, an invoice that is another's or not open, or the customer is blocked wholly.
    """
    return receive(
        tx, customer, amount, method=method, reference=reference, day=day, invoices=invoices, apply=apply,
        write_off=write_off, cheque=cheque, clears=clears, mandate=mandate, number=number, token=token,
    )  # fmt: skip


def receive(
    tx: Transaction,
    customer: str,
    amount: Money,
    *,
    method: str = "transfer",
    reference: str = "",
    day: date | None = None,
    invoices: list[str] | None = None,
    apply: bool = True,
    write_off: Money = 0,
    cheque: str = "",
    clears: date | None = None,
    mandate: str = "",
    number: int | None = None,
    token: str | None = None,
) -> int:
    """As `take`, inside another verb."""
    answered = first_answer(tx, token)
    if answered is not None:
        return int(tx.scalar(_NUMBER, a_receipt=answered))
    buyer = find.customer(tx, customer)
    tx.lock(Customer, [buyer.id])
    buyer = find.customer(tx, customer)
    if BlockLevel(buyer.block).stops_payments:
        raise Refused(f"customer {buyer.code} is blocked (level {buyer.block}): no payments until that is lifted")
    if type(amount) is not int:
        raise BadValue(f"amount {visible(str(amount))[:40]!r} is not a whole number of the smallest coin")
    if not 0 < amount <= MAX_MONEY:
        raise Refused("a receipt must be above 0; to give money back, reverse the receipt it came with")
    came = ledger.not_ahead(tx, day, "a receipt")
    exchange = exchange_on(tx, buyer.currency, came)
    _check_write_off(tx, write_off, exchange)
    how = Method(member(Method, method, "method"))
    said = clean(reference, "reference", limit=80)
    cheque_number = clean(cheque, "cheque number", limit=40) or (said if how is Method.CHEQUE else "")
    mandate_name = clean(mandate, "mandate", limit=40) or (said[:40] if how is Method.DEBIT else "")
    if number is None and (missing := lacking(how, cheque=cheque_number, mandate=mandate_name)):
        raise Refused(missing)
    if number is None:
        number = next_number(tx, "receipt")
    else:
        at_least(tx, "receipt", whole(number, "receipt number", 2**63 - 1, least=1))
    receipt_id = tx.add(
        Receipt(
            number=number,
            customer_id=buyer.id,
            day=came,
            currency=exchange.document.code,
            rate=exchange.rate,
            amount=amount,
            unapplied=amount,
            method=how,
            reference=said,
            cheque=cheque_number,
            mandate=mandate_name,
            clears_on=clears or clears_on(how, came, settings(tx).clearing),
            taken_at=tx.now,
            taken_by=ledger.person(tx),
        )
    )
    ledger.enter(tx, buyer.id, "receipt", -amount, came, receipt_id=receipt_id)
    money = _Money(receipt_id, buyer.id, came, came)
    items = _payables(tx, buyer, invoices) if apply else []
    tolerance = exchange.theirs(settings(tx).payment_tolerance) if invoices is not None else 0
    parts = _set_against(tx, money, amount, items, write_off, tolerance)
    tx.record(
        "receipt.take",
        "receipt",
        receipt_id,
        number=number,
        customer=buyer.code,
        amount=amount,
        applied=_told(items, parts),
    )
    remember(tx, token, "receipt.take", receipt_id)
    return number


@verb("receipt.apply")
def apply(
    tx: Transaction,
    receipt: int,
    *,
    invoices: list[str] | None = None,
    amount: Money | None = None,
    write_off: Money = 0,
) -> Money:
    """Set what is left of a receipt against open invoices; how much was set.

    Args:
        invoices: these, in this order; None is oldest due first.
        amount: at most so much of it; None is all that is left.

    Raises:
        Refused: more than is left, nothing left, or nothing open.
    """
    return set_receipt(tx, receipt, invoices=invoices, amount=amount, write_off=write_off)


def set_receipt(
    tx: Transaction,
    receipt: int,
    *,
    invoices: list[str] | None = None,
    amount: Money | None = None,
    write_off: Money = 0,
    tolerant: bool = True,
) -> Money:
    """As `apply`, inside another verb; not `tolerant` where a rest is left open on purpose."""
    row, buyer = _locked(tx, receipt)
    wanted = row.unapplied if amount is None else amount
    exchange = exchange_of(tx, row.currency, row.rate)
    if not 0 < wanted <= row.unapplied:
        raise Refused(
            f"receipt {receipt} has {money_text(row.unapplied, exchange.shown)} left to set against invoices"
            + ("" if amount is None else f"; {money_text(amount, exchange.shown)} is not possible")
        )
    _check_write_off(tx, write_off, exchange)
    items = _payables(tx, buyer, invoices)
    if not items:
        raise Refused(f"customer {buyer.code} has no open invoice")
    money = _Money(row.id, buyer.id, row.day, max(tx.today, row.day))
    tolerance = exchange.theirs(settings(tx).payment_tolerance) if invoices is not None and tolerant else 0
    parts = _set_against(tx, money, wanted, items, write_off, tolerance)
    tx.record("receipt.apply", "receipt", row.id, number=receipt, applied=_told(items, parts))
    return sum(part.payment for part in parts)


@verb("credit.apply")
def apply_credit(
    tx: Transaction, credit: str, *, invoices: list[str] | None = None, amount: Money | None = None
) -> Money:
    """Set what is left of a credit note against open invoices; how much was set (positive).

    Args:
        invoices: these, in this order; None is oldest due first.
        amount: at most so much of it; None is all that is left.
    """
    return set_credit(tx, credit, invoices=invoices, amount=amount)


def set_credit(
    tx: Transaction, credit: str, *, invoices: list[str] | None = None, amount: Money | None = None
) -> Money:
    """As `apply_credit`, inside another verb."""
    seen = find.invoice(tx, credit)
    tx.lock(Customer, [seen.customer_id])
    row = find.invoice(tx, credit)
    wanted = -row.open if amount is None else amount
    if row.kind != "credit" or not 0 < wanted <= -row.open:
        left = money_text(max(0, -row.open), exchange_of(tx, row.currency, row.rate).shown)
        raise Refused(f"{row.number} has {left} of credit left to set against invoices")
    buyer = tx.first(_BY_ID, a_customer=row.customer_id)
    assert buyer is not None  # a foreign key
    items = _payables(tx, buyer, invoices)
    parts: list[Part] = []
    for item in items:
        part = min(wanted, item.open)
        if part:
            day = max(tx.today, row.day)
            ledger.settle(tx, buyer.id, item.key, "credit", part, day, credit_id=row.id)
            parts.append(Part(item.key, part))
            wanted -= part
    if not parts:
        raise Refused(f"customer {buyer.code} has no open invoice")
    tx.record("credit.apply", "invoice", row.id, number=row.number, applied=_told(items, parts))
    return sum(part.payment for part in parts)


@verb("receipt.reverse")
def reverse(tx: Transaction, receipt: int, reason: str) -> None:
    """Take a receipt back (a returned debit, a wrong customer): its invoices are open again, discounts included.

    Raises:
        Conflict: it is reversed already; says when.
    """
    take_back(tx, receipt, needed_reason(reason, "reversal"))


@verb("receipt.bounce")
def bounce(
    tx: Transaction, receipt: int, reason: str, *, fee: Money = 0, charge: bool | None = None, day: date | None = None
) -> str | None:
    """A cheque or direct debit came back: take the receipt back, and charge the bank's fee on; the charge's number.

    Args:
        fee: what the bank took for it, in minor units.
        charge: whether the fee is charged on to the customer; None is as the company has it set.
        day: when it came back; today unless said, never ahead and never before the receipt's.

    Raises:
        Conflict: it is reversed already; says when.
    """
    return send_back(tx, receipt, reason, fee=fee, charge=charge, day=day)


def send_back(
    tx: Transaction, receipt: int, reason: str, *, fee: Money = 0, charge: bool | None = None, day: date | None = None
) -> str | None:
    """As `bounce`, inside another verb."""
    whole(fee, "the bank's fee", MAX_MONEY)
    came_back = ledger.not_ahead(tx, day, "a bounced payment")
    row = take_back(tx, receipt, needed_reason(reason, "bounced payment"), bounced=True, day=came_back)
    wanted = settings(tx).charge_bank_fee if charge is None else charge
    if not fee or not wanted:
        return None
    told = f"Bank's fee for receipt {receipt}, which came back"
    return charges.post(tx, row.customer_id, [(told, fee)], tx.today, f"receipt {receipt} bounced")[1]


def take_back(
    tx: Transaction, receipt: int, why: str, *, bounced: bool = False, day: date | None = None
) -> Row[Any]:
    """Reverse a receipt, with everything that it was set against; its row as it was."""
    row, buyer = _locked(tx, receipt)
    refunded = tx.scalar(_REFUNDED, a_receipt=row.id)
    if refunded is not None:
        raise Refused(f"a part of receipt {receipt} went back with refund {refunded}; reverse that refund first")
    day = max(day or tx.today, row.day)
    opened: dict[str, Money] = {}
    by_invoice: dict[int, dict[str, Money]] = {}
    for part in tx.all(_APPLIED, a_receipt=row.id):
        by_invoice.setdefault(part.invoice_id, {})[part.kind] = -int(part.amount)
    for invoice_id, parts in by_invoice.items():
        if any(parts.values()):
            ledger.settle_parts(tx, buyer.id, invoice_id, parts, day, receipt_id=row.id)
            opened[str(invoice_id)] = -sum(parts.values())
    tx.update(
        Receipt, row.id, unapplied=0, reversed_at=tx.now, reversed_on=day, reverse_reason=why, bounced=bounced
    )
    ledger.enter(tx, buyer.id, "reversal", row.amount, day, receipt_id=row.id)
    told = "receipt.bounce" if bounced else "receipt.reverse"
    tx.record(told, "receipt", row.id, number=receipt, amount=row.amount, reason=why, opened=opened)
    return row


_CUSTOMER = table(Customer)
_BY_ID = select(_CUSTOMER).where(_CUSTOMER.c.id == bindparam("a_customer"))


def _locked(tx: Transaction, number: int) -> tuple[Row[Any], Row[Any]]:
    """A receipt that stands, and its customer, locked."""
    seen = find.receipt(tx, number)
    tx.lock(Customer, [seen.customer_id])
    row = find.receipt(tx, number)
    if row.reversed_at is not None:
        raise Conflict(f"receipt {number} was reversed at {row.reversed_at:%H:%M on %d %b}: {row.reverse_reason}")
    buyer = tx.first(_BY_ID, a_customer=row.customer_id)
    assert buyer is not None  # a foreign key
    return row, buyer


def _check_write_off(tx: Transaction, write_off: Money, exchange: Exchange) -> None:
    """What each role may forgive is in the company's currency, what is forgiven in the customer's."""
    if write_off < 0:
        raise Refused(f"{money_text(write_off, exchange.shown)} cannot be written off")
    refusal = settings(tx).write_offs.refusal(write_off, tx.who.roles, exchange) if tx.who.user_id else ""
    if refusal:
        raise Refused(refusal)


def _payables(tx: Transaction, buyer: Row[Any], invoices: Iterable[str] | None) -> list[Payable]:
    """The customer's open invoices in the order in which they are to be paid, those in parts part by part."""
    rows: Sequence[Row[Any]] = tx.all(_OPEN, a_customer=buyer.id)
    if invoices is not None:
        by_number: dict[str, list[Row[Any]]] = {}
        for row in rows:
            by_number.setdefault(row.number, []).append(row)
        named = [find.invoice(tx, number) for number in dict.fromkeys(invoices)]
        for row in named:
            if row.customer_id != buyer.id:
                raise Refused(f"{row.number} is not an invoice of customer {buyer.code}")
            if row.number not in by_number:
                raise Refused(f"nothing is open on {row.number}")
        rows = [part for row in named for part in by_number[row.number]]
    off: dict[tuple[int, str], Money] = {
        (row.invoice_id, row.kind): int(row.amount)
        for row in tx.all(_TAKEN_OFF, invoices=[row.id for row in rows] or [0])
    }
    return [
        Payable(
            row.id,
            row.open,
            max(
                0,
                discount_left(row.discount_amount, row.gross, off.get((row.id, "credit"), 0))
                - off.get((row.id, "discount"), 0),
            ),
            None if row.discount_until is None else row.discount_until + timedelta(days=row.discount_grace),
        )
        for row in rows
    ]


def _set_against(
    tx: Transaction, money: _Money, amount: Money, items: Sequence[Payable], write_off: Money, tolerance: Money
) -> tuple[Part, ...]:
    parts = settle(amount, items, money.paid_on, write_off, tolerance=tolerance)
    days = {row.id: row.day for row in tx.all(_OPEN, a_customer=money.customer_id)}
    for part in parts:
        day = max(money.set_on, days[part.key])
        values = {"payment": part.payment, "discount": part.discount, "write_off": part.write_off}
        ledger.settle_parts(tx, money.customer_id, part.key, values, day, receipt_id=money.receipt_id)
    used = sum(part.payment for part in parts)
    if used and tx.change(_USE, a_receipt=money.receipt_id, a_amount=used) != 1:
        raise Conflict("the receipt was used at another terminal meanwhile; look at it again")
    return parts


def _told(items: Sequence[Payable], parts: Sequence[Part]) -> dict[str, list[Money]]:
    """For the event: each invoice's open amount before and after, by its id."""
    before: dict[int, Money] = {}
    settled: dict[int, Money] = {}
    for item in items:
        before[item.key] = before.get(item.key, 0) + item.open
    for part in parts:
        settled[part.key] = settled.get(part.key, 0) + part.total
    return {str(key): [before[key], before[key] - amount] for key, amount in settled.items()}
