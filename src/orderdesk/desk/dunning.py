"""Dunning: noting that a customer was reminded of what is overdue.

A reminder is one row for an invoice and a level, and stays: what was sent was sent. Two terminals cannot remind of the
same invoice twice: the customer's row is locked, the rule leaves days between two levels, and the table has each level
of an invoice once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from orderdesk.desk import find, ledger
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, Refused
from orderdesk.models import Customer, Reminder
from orderdesk.queries.dunning import dunned
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction
from orderdesk.values import Money


@dataclass(frozen=True, slots=True)
class ReminderSent:
    """One invoice that was reminded of: to which level, and what was open of it, in minor units."""

    invoice: str
    level: int
    open: Money
    days_late: int


@verb("dunning.remind")
def remind(tx: Transaction, customer: str, *, day: date | None = None) -> tuple[ReminderSent, ...]:
    """Remind a customer of every invoice that is due for it; each climbs one level. Oldest due first.

    Args:
        day: when the reminder goes out; today unless said, never ahead.

    Raises:
        Refused: nothing is due for a reminder; says why of the invoice that is the longest overdue.
        Conflict: another terminal reminded of one of them at the same moment.
    """
    buyer = find.customer(tx, customer)
    tx.lock(Customer, [buyer.id])
    sent_on = ledger.not_ahead(tx, day, "a reminder")
    invoices = dunned(tx, buyer.id, settings(tx).dunning, sent_on)
    sent = tuple(
        (key, ReminderSent(one.number, one.next_level, one.open, one.days_late))
        for key, one in invoices
        if one.next_level is not None
    )
    if not sent:
        oldest = f": {invoices[0][1].number}: {invoices[0][1].why}" if invoices else ": no invoice is open"
        raise Refused(f"there is nothing to remind {buyer.code} of on {sent_on}{oldest}")
    who = ledger.person(tx)
    try:
        for key, one in sent:
            tx.add(Reminder(invoice_id=key, level=one.level, day=sent_on, reminded_at=tx.now, reminded_by=who))
    except IntegrityError as error:
        raise Conflict(f"{buyer.code} was reminded at another terminal just now; look at it again") from error
    tx.record(
        "dunning.remind",
        "customer",
        buyer.id,
        day=sent_on,
        invoices=[[one.invoice, one.level] for _, one in sent],
        amount=sum(one.open for _, one in sent),
    )
    return tuple(one for _, one in sent)
