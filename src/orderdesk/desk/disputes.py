"""Disputes and promises to pay: what a customer says about what is owed. Both keep reminders back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from orderdesk.desk import find, ledger
from orderdesk.desk.upkeep import member, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotFound, Refused
from orderdesk.models import Customer, Dispute, Promise
from orderdesk.queries.currencies import exchange_of
from orderdesk.rules.disputing import DisputeReason, Outcome
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_MONEY, Money, money_text

FOLLOW_UP = 7  # days until a dispute is looked at again, unless another day is said

_DISPUTE, _PROMISE = table(Dispute), table(Promise)
_OPEN = select(_DISPUTE).where(_DISPUTE.c.invoice_id == bindparam("a_invoice"), _DISPUTE.c.state == "open")
_STANDS = select(_PROMISE).where(_PROMISE.c.id == bindparam("a_promise"))
_WITHDRAW = (
    update(_PROMISE)
    .where(_PROMISE.c.id == bindparam("a_promise"), _PROMISE.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("a_moment"))
)


@verb("dispute.open")
def open_dispute(
    tx: Transaction,
    invoice: str,
    reason: str,
    *,
    amount: Money | None = None,
    said_by: str = "",
    note: str = "",
    follow_up: date | None = None,
) -> Money:
    """Note that a customer disputes an open invoice; how much is disputed, in minor units.

    Args:
        reason: price, quantity, quality, damaged, missing, wrong, duplicate, terms or other.
        amount: so much of it; None is all that is open.
        follow_up: when it is to be looked at again; in a week unless said.

    Raises:
        Refused: nothing or less is open, it is disputed already, or the day has gone.
    """
    seen = find.invoice(tx, invoice)
    tx.lock(Customer, [seen.customer_id])
    row = find.invoice(tx, invoice)
    money = exchange_of(tx, row.currency, row.rate).shown
    why = member(DisputeReason, reason, "reason")
    if row.open <= 0:
        raise Refused(f"nothing is open on {row.number} that could be disputed")
    wanted = row.open if amount is None else whole(amount, "disputed amount", MAX_MONEY)
    if not 0 < wanted <= row.open:
        told = money_text(row.open, money)
        raise Refused(f"{money_text(wanted, money)} of {row.number} cannot be disputed: {told} is open")
    there = tx.first(_OPEN, a_invoice=row.id)
    if there is not None:
        raise Refused(f"{row.number} is disputed already since {there.opened_on}, for {there.reason}; solve that first")
    day = _not_past(tx, follow_up or tx.today + timedelta(days=FOLLOW_UP), "a follow-up")
    try:
        tx.add(
            Dispute(
                invoice_id=row.id,
                reason=why,
                amount=wanted,
                said_by=clean(said_by, "who said it", limit=80),
                note=clean(note, "note", limit=300),
                follow_up=day,
                opened_on=tx.today,
                opened_at=tx.now,
                opened_by=ledger.person(tx),
            )
        )
    except IntegrityError as error:
        raise Conflict(f"{row.number} was disputed at another terminal just now; look at it again") from error
    tx.record("dispute.open", "invoice", row.id, number=row.number, reason=why, amount=wanted, follow_up=day)
    return wanted


@verb("dispute.follow_up")
def follow_up(tx: Transaction, invoice: str, day: date, *, note: str = "") -> None:
    """Look at a dispute again on another day; a note is put in place of the one before, unless it is empty."""
    row, dispute = _disputed(tx, invoice)
    then = _not_past(tx, day, "a follow-up")
    kept = clean(note, "note", limit=300) or dispute.note
    tx.update(Dispute, dispute.id, follow_up=then, note=kept)
    tx.record(
        "dispute.follow_up", "invoice", row.id, number=row.number, follow_up=[dispute.follow_up, then], note=kept
    )


@verb("dispute.solve")
def solve(tx: Transaction, invoice: str, outcome: str, *, note: str = "", credit: str | None = None) -> None:
    """Say what became of a dispute; reminders go on with what is open then.

    Args:
        outcome: credit (a credit note answers it), pays (the customer pays after all) or written_off.
        credit: the credit note's number, where that is the outcome.

    Raises:
        Refused: no open dispute, or a credit note that does not answer this invoice.
    """
    row, dispute = _disputed(tx, invoice)
    what = member(Outcome, outcome, "outcome")
    credit_id = None
    if what == Outcome.CREDIT:
        if credit is None:
            raise Refused(f"say which credit note answers {row.number}; post it first with credit.post")
        answer = find.invoice(tx, credit)
        if answer.credits_id != row.id:
            raise Refused(f"{answer.number} does not answer {row.number}")
        credit_id = answer.id
    elif credit is not None:
        raise Refused(f"a credit note goes with the outcome credit, not with {what}")
    solution = clean(note, "note", limit=300)
    tx.update(
        Dispute, dispute.id, state="solved", outcome=what, credit_id=credit_id, solution=solution, solved_on=tx.today,
        solved_at=tx.now,
    )  # fmt: skip
    tx.record("dispute.solve", "invoice", row.id, number=row.number, outcome=what, credit=credit, note=solution)


@verb("promise.note")
def promise(
    tx: Transaction,
    customer: str,
    amount: Money,
    day: date,
    *,
    said_by: str = "",
    note: str = "",
    invoice: str | None = None,
) -> int:
    """Note that a customer promised to pay so much by a day; the promise's number.

    Until the day is over nothing is reminded of: the invoice, or without one the whole account.

    Raises:
        Refused: an amount of nothing, a day that has gone, or an invoice that is another's or not open.
    """
    buyer = find.customer(tx, customer)
    tx.lock(Customer, [buyer.id])
    if not whole(amount, "promised amount", MAX_MONEY) > 0:
        raise Refused("a promise is of an amount above 0")
    by = _not_past(tx, day, "a promise")
    invoice_id = None
    if invoice is not None:
        row = find.invoice(tx, invoice)
        if row.customer_id != buyer.id or row.open <= 0:
            raise Refused(f"{row.number} is not an open invoice of customer {buyer.code}")
        invoice_id = row.id
    key = tx.add(
        Promise(
            customer_id=buyer.id,
            invoice_id=invoice_id,
            amount=amount,
            day=by,
            said_by=clean(said_by, "who said it", limit=80),
            note=clean(note, "note", limit=300),
            noted_on=tx.today,
            noted_at=tx.now,
            noted_by=ledger.person(tx),
        )
    )
    tx.record("promise.note", "customer", buyer.id, promise=key, amount=amount, day=by, invoice=invoice, by=said_by)
    return key


@verb("promise.withdraw")
def withdraw(tx: Transaction, promise: int) -> None:
    """A promise does not count any more (noted wrongly, or taken back). Raises NotFound, Conflict."""
    row = tx.first(_STANDS, a_promise=promise) if find.fits(promise) else None
    if row is None:
        raise NotFound(f"there is no promise {promise}")
    tx.lock(Customer, [row.customer_id])
    if tx.change(_WITHDRAW, a_promise=promise, a_moment=tx.now) != 1:
        raise Conflict(f"promise {promise} was withdrawn already")
    tx.record("promise.withdraw", "customer", row.customer_id, promise=promise, amount=row.amount, day=row.day)


def _disputed(tx: Transaction, invoice: str) -> tuple[Row[Any], Row[Any]]:
    seen = find.invoice(tx, invoice)
    tx.lock(Customer, [seen.customer_id])
    row = find.invoice(tx, invoice)
    dispute = tx.first(_OPEN, a_invoice=row.id)
    if dispute is None:
        raise Refused(f"{row.number} is not disputed")
    return row, dispute


def _not_past(tx: Transaction, day: date, what: str) -> date:
    if day < tx.today:
        raise Refused(f"{what} on {day} would be in the past: today is {tx.today}")
    return day
