"""Booking what the bank says: a line becomes receipts, takes a receipt back, is a refund that left, or is ignored.

What a line was booked as can be undone; then the receipts that it made are reversed and the line is open again. From
each booking it is learned whose account the money came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from orderdesk.desk import find, ledger, receipts, refunds
from orderdesk.desk.upkeep import member, needed_reason
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotFound, Refused
from orderdesk.models import BankBooking, BankLine, Customer, CustomerBank, Receipt
from orderdesk.queries.bank_matching import LINES, proposals
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.settings import settings
from orderdesk.rules.bank_matching import Proposal
from orderdesk.rules.bank_split import BankPart, filled
from orderdesk.rules.iban import checked_iban
from orderdesk.rules.ignoring import IgnoredAs
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import Money, money_text

_LINE, _BOOKING, _BANK, _RECEIPT = table(BankLine), table(BankBooking), table(CustomerBank), table(Receipt)
_ONE = LINES.where(_LINE.c.id == bindparam("a_line"))
_CLOSE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.state == "open")
    .values(state=bindparam("a_state"), ignored_as=bindparam("an_as"), reason=bindparam("a_reason"))
)
_REOPEN = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.state != "open")
    .values(state="open", ignored_as="", reason="")
)
_STANDING = select(_BOOKING).where(_BOOKING.c.line_id == bindparam("a_line"), _BOOKING.c.undone_at.is_(None))
_RECEIPT_BY_ID = select(_RECEIPT.c.number, _RECEIPT.c.reversed_at).where(_RECEIPT.c.id == bindparam("a_receipt"))
_ACCOUNT = select(_BANK).where(_BANK.c.customer_id == bindparam("a_customer"), _BANK.c.iban == bindparam("an_iban"))
_SEEN = (
    update(_BANK)
    .where(_BANK.c.customer_id == bindparam("a_customer"), _BANK.c.iban == bindparam("an_iban"))
    .values(seen_on=bindparam("a_day"), mandate=bindparam("a_mandate"))
)
_FORGET = delete(_BANK).where(_BANK.c.customer_id == bindparam("a_customer"), _BANK.c.iban == bindparam("an_iban"))


@dataclass(frozen=True, slots=True)
class Booked:
    """What a line was booked as: the receipts that it made, or the receipt or refund that it was, and why."""

    line: int
    kind: str
    receipts: tuple[int, ...]
    amount: Money
    why: str
    charge: str = ""


@verb("bank.book")
def book(tx: Transaction, line: int, parts: list[BankPart]) -> Booked:
    """Book a line as money of these customers; see `BankPart`.

    Raises:
        Refused: it is not money that came in, the parts do not make it up, or a receipt is refused.
        Conflict: it was booked or ignored already.
    """
    row = _open_line(tx, line)
    if row.amount < 0:
        raise Refused(f"line {line} is money that went; it is a bounced payment, a refund, or to be ignored")
    return _book(tx, row, parts, "by hand")


@verb("bank.accept")
def accept(tx: Transaction, line: int, *, number: int = 1, only_certain: bool = False) -> Booked:
    """Book a line as it is proposed.

    Args:
        number: which one of the proposals, counted from 1.
        only_certain: refuse one that is not certain.

    Raises:
        Refused: there is no such proposal, or it is not certain.
    """
    row = _open_line(tx, line)
    found = proposals(tx, [row]).get(row.id, ())
    if not 0 < number <= len(found):
        raise Refused(f"line {line} has {len(found)} proposals; there is none of number {number}")
    chosen = found[number - 1]
    if only_certain and not chosen.certain:
        raise Refused(f"line {line} is not certain: {chosen.why}")
    return _accept(tx, row, chosen)


@verb("bank.bounce")
def bounce(tx: Transaction, line: int, receipt: int) -> Booked:
    """Book a line of money that went as this receipt coming back; what is above it is the bank's fee."""
    row = _open_line(tx, line)
    return _bounce(tx, row, receipt, "by hand")


@verb("bank.ignore")
def ignore(tx: Transaction, line: int, as_: str, reason: str) -> None:
    """Say that a line is nothing of a customer's: fee, own (between own accounts), supplier, tax, wages or other."""
    row = _open_line(tx, line)
    what, why = member(IgnoredAs, as_, "kind"), needed_reason(reason, "line that is ignored")
    _close(tx, row, "ignored", what, why)
    tx.record("bank.ignore", "bank_line", row.id, amount=row.amount, as_=what, reason=why)


@verb("bank.undo")
def undo(tx: Transaction, line: int, reason: str) -> None:
    """Take back what a line was booked or ignored as: its receipts are reversed, and it is open again.

    Raises:
        Refused: it is open, or it was a payment that came back, which is taken in anew instead.
    """
    row = _line(tx, line)
    if row.state == "open":
        raise Refused(f"line {line} is open; there is nothing to undo")
    why = needed_reason(reason, "booking that is undone")
    standing = tx.all(_STANDING, a_line=row.id)
    if any(one.kind == "bounce" for one in standing):
        raise Refused("a payment that came back stays back; where the bank was wrong, take the receipt in anew")
    for one in standing:
        if one.kind == "receipt":
            taken = tx.first(_RECEIPT_BY_ID, a_receipt=one.receipt_id)
            if taken is not None and taken.reversed_at is None:
                receipts.take_back(tx, taken.number, f"bank line undone: {why}"[:300])
        tx.update(BankBooking, one.id, undone_at=tx.now)
    if tx.change(_REOPEN, a_line=row.id) != 1:
        raise Conflict(f"line {line} was undone at another terminal just now")
    tx.record("bank.undo", "bank_line", row.id, amount=row.amount, state=[row.state, "open"], reason=why)


@verb("customer.bank")
def account(tx: Transaction, customer: str, iban: str, *, mandate: str = "") -> str:
    """Note an account that a customer pays from; the IBAN as it is kept. Raises BadValue for a wrong one."""
    buyer = find.customer(tx, customer)
    tx.lock(Customer, [buyer.id])
    kept, reference = checked_iban(iban), clean(mandate, "mandate", limit=40)
    _learn(tx, buyer.id, kept, reference, tx.today)
    tx.record("customer.bank", "customer", buyer.id, iban=kept, mandate=reference)
    return kept


@verb("customer.bank_remove")
def account_remove(tx: Transaction, customer: str, iban: str) -> None:
    """Forget an account of a customer. Raises NotFound."""
    buyer = find.customer(tx, customer)
    tx.lock(Customer, [buyer.id])
    kept = "".join(iban.upper().split())
    if tx.change(_FORGET, a_customer=buyer.id, an_iban=kept) != 1:
        raise NotFound(f"{buyer.code} has no account {kept[:40]}")
    tx.record("customer.bank_remove", "customer", buyer.id, iban=kept)


def _line(tx: Transaction, line: int) -> Row[Any]:
    row = tx.first(_ONE, a_line=line) if find.fits(line) else None
    if row is None:
        raise NotFound(f"there is no bank line {line}")
    return row


def _open_line(tx: Transaction, line: int) -> Row[Any]:
    tx.lock(BankLine, [line])
    row = _line(tx, line)
    if row.state != "open":
        raise Conflict(f"line {line} was {row.state} already; undo that first")
    return row


def _close(tx: Transaction, row: Row[Any], state: str, as_: str = "", reason: str = "") -> None:
    if tx.change(_CLOSE, a_line=row.id, a_state=state, an_as=as_, a_reason=reason) != 1:
        raise Conflict(f"line {row.id} was booked at another terminal just now")


def _accept(tx: Transaction, row: Row[Any], chosen: Proposal) -> Booked:
    if chosen.kind == "bounce":
        assert chosen.receipt is not None
        return _bounce(tx, row, chosen.receipt, chosen.why)
    if chosen.kind == "refund":
        assert chosen.refund is not None
        return _refund(tx, row, chosen.refund, chosen.why)
    return _book(tx, row, [BankPart(chosen.customer, row.amount, chosen.invoices)], chosen.why)


def _book(tx: Transaction, row: Row[Any], parts: Sequence[BankPart], why: str) -> Booked:
    money, company = currency_of(tx, row.currency), settings(tx)
    whole = filled(parts, row.amount, money)
    buyers = [find.customer(tx, part.customer) for part in whole]
    for buyer in buyers:
        if (buyer.currency or company.currency) != row.currency:
            theirs = buyer.currency or company.currency
            raise Refused(f"the account is in {row.currency}, {buyer.code} pays in {theirs}")
    tx.lock(Customer, [buyer.id for buyer in buyers])
    _close(tx, row, "booked")
    numbers = []
    for part, buyer in zip(whole, buyers, strict=True):
        number = receipts.receive(
            tx, buyer.code, part.amount or 0, reference=(row.text or row.end_to_end)[:80], day=row.day,
            invoices=list(part.invoices) or None,
        )  # fmt: skip
        receipt_id = find.receipt(tx, number).id
        _note(tx, row, "receipt", part.amount or 0, why, receipt_id=receipt_id)
        numbers.append(number)
        if row.iban and len(whole) == 1:
            _learn(tx, buyer.id, row.iban, row.mandate[:40], row.day)
    tx.record("bank.book", "bank_line", row.id, amount=row.amount, receipts=numbers, why=why)
    return Booked(row.id, "receipt", tuple(numbers), row.amount, why)


def _bounce(tx: Transaction, row: Row[Any], receipt: int, why: str) -> Booked:
    taken = find.receipt(tx, receipt)
    money = currency_of(tx, row.currency)
    fee = -row.amount - taken.amount
    if row.amount > 0 or fee < 0 or taken.currency not in ("", row.currency):
        amounts = f"{money_text(taken.amount, money)}, not {money_text(-row.amount, money)}"
        raise Refused(f"line {row.id} is not receipt {receipt} coming back: that is of {amounts}")
    _close(tx, row, "booked")
    reason = row.return_reason or row.text or "returned by the bank"
    charge = receipts.send_back(tx, receipt, reason[:300], fee=max(fee, row.fee), day=row.day)
    _note(tx, row, "bounce", row.amount, why, receipt_id=taken.id)
    tx.record("bank.book", "bank_line", row.id, amount=row.amount, bounced=receipt, fee=fee, why=why)
    return Booked(row.id, "bounce", (receipt,), row.amount, why, charge or "")


def _refund(tx: Transaction, row: Row[Any], refund: int, why: str) -> Booked:
    sent = refunds.by_number(tx, refund)
    _close(tx, row, "booked")
    _note(tx, row, "refund", row.amount, why, refund_id=sent.id)
    tx.record("bank.book", "bank_line", row.id, amount=row.amount, refund=refund, why=why)
    return Booked(row.id, "refund", (), row.amount, why)


def _note(
    tx: Transaction,
    row: Row[Any],
    kind: str,
    amount: Money,
    why: str,
    *,
    receipt_id: int | None = None,
    refund_id: int | None = None,
) -> None:
    tx.add(
        BankBooking(
            line_id=row.id, kind=kind, amount=amount, receipt_id=receipt_id, refund_id=refund_id, why=why[:500],
            booked_at=tx.now, booked_by=ledger.person(tx),
        )
    )  # fmt: skip


def _learn(tx: Transaction, customer_id: int, iban: str, mandate: str, day: date) -> None:
    there = tx.first(_ACCOUNT, a_customer=customer_id, an_iban=iban)
    if there is None:
        tx.add(CustomerBank(customer_id=customer_id, iban=iban, mandate=mandate, seen_on=day))
    else:
        tx.change(
            _SEEN, a_customer=customer_id, an_iban=iban, a_mandate=mandate or there.mandate,
            a_day=max(day, there.seen_on),
        )  # fmt: skip
