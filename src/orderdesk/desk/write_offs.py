"""Writing off: what is open of an invoice and will not come is forgiven, as far as one's role may; and taken back."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from orderdesk.desk import find, ledger
from orderdesk.desk.upkeep import needed_reason
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Application, Customer
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Money, money_text

_APPLICATION = table(Application)
_WRITTEN_OFF = select(func.coalesce(func.sum(_APPLICATION.c.amount), 0)).where(
    _APPLICATION.c.invoice_id == bindparam("a_invoice"),
    _APPLICATION.c.kind == "write_off",
    _APPLICATION.c.receipt_id.is_(None),
)


@verb("invoice.write_off")
def write_off(tx: Transaction, invoice: str, reason: str, *, amount: Money | None = None) -> Money:
    """Forgive what is open of an invoice; how much was forgiven.

    Args:
        amount: so much of it, in minor units; None is all that is open.

    Raises:
        Refused: nothing or less is open, more than one's role may forgive in all, or no reason.
    """
    seen = find.invoice(tx, invoice)
    tx.lock(Customer, [seen.customer_id])
    row = find.invoice(tx, invoice)
    company, exchange = settings(tx), exchange_of(tx, row.currency, row.rate)
    why = needed_reason(reason, "write-off")
    wanted = row.open if amount is None else amount
    if not 0 < wanted <= row.open:
        left = money_text(max(0, row.open), exchange.shown)
        raise Refused(f"{row.number} has {left} open; {money_text(wanted, exchange.shown)} of it cannot be written off")
    before = int(tx.scalar(_WRITTEN_OFF, a_invoice=row.id))
    refusal = company.write_offs.refusal(before + wanted, tx.who.roles, exchange) if tx.who.user_id else ""
    if refusal:
        raise Refused(refusal)
    day = max(tx.today, row.day)
    ledger.settle(tx, row.customer_id, row.id, "write_off", wanted, day)
    tx.record(
        "invoice.write_off", "invoice", row.id, number=row.number, open=[row.open, row.open - wanted], reason=why
    )
    return wanted


@verb("invoice.write_back")
def write_back(tx: Transaction, invoice: str, reason: str) -> Money:
    """Take back what was written off of an invoice without a receipt: it is open again; how much."""
    seen = find.invoice(tx, invoice)
    tx.lock(Customer, [seen.customer_id])
    row = find.invoice(tx, invoice)
    why = needed_reason(reason, "write-off taken back")
    before = int(tx.scalar(_WRITTEN_OFF, a_invoice=row.id))
    if not before:
        raise Refused(f"nothing was written off of {row.number}; what a receipt wrote off goes with that receipt")
    ledger.settle(tx, row.customer_id, row.id, "write_off", -before, max(tx.today, row.day))
    tx.record(
        "invoice.write_back", "invoice", row.id, number=row.number, open=[row.open, row.open + before], reason=why
    )
    return before
