"""Dunning: noting that a customer was reminded of what is overdue.

A reminder is one row for an invoice and a level, and stays: what was sent was sent. Two terminals cannot remind of the
same invoice twice: the customer's row is locked, the rule leaves days between two levels, and the table has each level
of an invoice once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from orderdesk.desk import charges, find, ledger
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, Refused
from orderdesk.models import Customer, Reminder
from orderdesk.queries.dunning import DunnedInvoice, dunned
from orderdesk.queries.settings import settings
from orderdesk.rules.completeness import BlockLevel
from orderdesk.store.transaction import Transaction
from orderdesk.values import Money


@dataclass(frozen=True, slots=True)
class ReminderSent:
    """One invoice that was reminded of: to which level, and what was open of it, in minor units.

    Attributes:
        fee: what the reminder costs, with `interest`; `charge` is the number of the charge that books it, if one does.
    """

    invoice: str
    level: int
    open: Money
    days_late: int
    fee: Money = 0
    interest: Money = 0
    charge: str = ""
    why: str = ""

    @property
    def total(self) -> Money:
        """What is open, with what the reminder costs."""
        return self.open + self.fee + self.interest


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
    sent = [(key, one) for key, one in invoices if one.next_level is not None]
    if not sent:
        oldest = f": {invoices[0][1].number}: {invoices[0][1].why}" if invoices else ": no invoice is open"
        raise Refused(f"there is nothing to remind {buyer.code} of on {sent_on}{oldest}")
    charge_id, charge = _charge(tx, buyer, [one for _, one in sent], sent_on)
    who = ledger.person(tx)
    try:
        for key, one in sent:
            booked = charge_id if one.fee or one.interest else None
            tx.add(
                Reminder(
                    invoice_id=key,
                    level=one.next_level or 0,
                    day=sent_on,
                    fee=one.fee,
                    interest=one.interest,
                    interest_to=sent_on if booked is not None and one.interest else None,
                    charge_id=booked,
                    reminded_at=tx.now,
                    reminded_by=who,
                )
            )
    except IntegrityError as error:
        raise Conflict(f"{buyer.code} was reminded at another terminal just now; look at it again") from error
    tx.record(
        "dunning.remind",
        "customer",
        buyer.id,
        day=sent_on,
        invoices=[[one.number, one.next_level] for _, one in sent],
        amount=sum(one.open for _, one in sent),
        **({"charge": charge} if charge else {}),
    )
    return tuple(
        ReminderSent(
            one.number, one.next_level or 0, one.open, one.days_late, one.fee, one.interest,
            charge if one.fee or one.interest else "", one.charge_why,
        )
        for _, one in sent
    )  # fmt: skip


def _charge(
    tx: Transaction, buyer: Row[Any], sent: Sequence[DunnedInvoice], day: date
) -> tuple[int | None, str]:
    """Book what the reminders cost, where the company books it; the charge's id and number."""
    lines = []
    for one in sent:
        if one.fee:
            lines.append((f"Reminder {one.next_level} for {one.number}", one.fee))
        if one.interest:
            lines.append((f"Interest on {one.number}: {one.charge_why}", one.interest))
    if not lines or not settings(tx).reminder_charges or BlockLevel(buyer.block).stops_invoices:
        return None, ""
    return charges.post(tx, buyer.id, lines, tx.today, f"reminder of {day}")
