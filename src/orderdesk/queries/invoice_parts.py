"""The parts of one invoice and what is open of each."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from orderdesk.models import Invoice, InvoicePart
from orderdesk.rules.instalments import PartStanding, fill
from orderdesk.rules.terms import DuePart
from orderdesk.store.transaction import Reading, table

_INVOICE, _PART = table(Invoice), table(InvoicePart)
_PARTS = (
    select(_PART.c.due, _PART.c.amount, (_INVOICE.c.gross - _INVOICE.c.open).label("settled"))
    .join(_INVOICE, _INVOICE.c.id == _PART.c.invoice_id)
    .where(_INVOICE.c.number == bindparam("a_number"))
    .order_by(_PART.c.position)
)


def parts_of(reading: Reading, number: str) -> tuple[PartStanding, ...]:
    """The parts of the invoice with this number, the earliest due first; none for one that is due on one day."""
    rows = reading.all(_PARTS, a_number=number)
    return fill([DuePart(row.due, row.amount) for row in rows], rows[0].settled) if rows else ()
