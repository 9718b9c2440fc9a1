"""Setting off: everything that we owe a customer against everything that the customer owes us, oldest first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from orderdesk.desk import find, receipts
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Customer, Invoice, Receipt
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Money

_INVOICE, _RECEIPT = table(Invoice), table(Receipt)
_CREDITS = (
    select(_INVOICE.c.number)
    .where(_INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open < 0)
    .order_by(_INVOICE.c.day, _INVOICE.c.id)
)
_LEFT = (
    select(_RECEIPT.c.number)
    .where(_RECEIPT.c.customer_id == bindparam("a_customer"), _RECEIPT.c.unapplied > 0)
    .order_by(_RECEIPT.c.day, _RECEIPT.c.id)
)
_OWES = select(_INVOICE.c.id).where(_INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open > 0).limit(1)


@dataclass(frozen=True, slots=True)
class SetOff:
    """What was set against open items: each credit note's and receipt's number with its amount, in minor units."""

    customer: str
    credits: tuple[tuple[str, Money], ...]
    receipts: tuple[tuple[int, Money], ...]

    @property
    def total(self) -> Money:
        """All of it."""
        return sum(amount for _, amount in (*self.credits, *self.receipts))


@verb("account.set_off")
def set_off(tx: Transaction, customer: str) -> SetOff:
    """Set a customer's credit notes, then money left of receipts, against open invoices, the oldest due first.

    Raises:
        Refused: there is nothing to set off, on one side or the other.
    """
    buyer = find.customer(tx, customer)
    tx.lock(Customer, [buyer.id])
    credits: list[tuple[str, Money]] = []
    came_in: list[tuple[int, Money]] = []
    for row in tx.all(_CREDITS, a_customer=buyer.id):
        if tx.scalar(_OWES, a_customer=buyer.id) is not None:
            credits.append((row.number, receipts.set_credit(tx, row.number)))
    for row in tx.all(_LEFT, a_customer=buyer.id):
        if tx.scalar(_OWES, a_customer=buyer.id) is not None:
            came_in.append((row.number, receipts.set_receipt(tx, row.number)))
    if not credits and not came_in:
        raise Refused(f"{buyer.code} has nothing to set off: it takes both credit and something open")
    done = SetOff(buyer.code, tuple(credits), tuple(came_in))
    tx.record("account.set_off", "customer", buyer.id, amount=done.total, credits=credits, receipts=came_in)
    return done
