"""What came in for an order: money on its down payments and invoices, and money set aside for it."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from orderdesk.models import Application, Invoice, Receipt, Terms
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money, Percent

_INVOICE, _APPLICATION, _RECEIPT, _TERMS = table(Invoice), table(Application), table(Receipt), table(Terms)
_ON_PAPERS = (
    select(func.coalesce(func.sum(_APPLICATION.c.amount), 0))
    .join(_INVOICE, _INVOICE.c.id == _APPLICATION.c.invoice_id)
    .where(_INVOICE.c.order_id == bindparam("a_order"), _APPLICATION.c.kind != "credit")
)
_SET_ASIDE = select(func.coalesce(func.sum(_RECEIPT.c.unapplied), 0)).where(
    _RECEIPT.c.order_id == bindparam("a_order"), _RECEIPT.c.unapplied > 0
)
_PREPAY = select(_TERMS.c.prepay).where(_TERMS.c.id == bindparam("a_terms"))


def prepay_of(reading: Reading, terms_id: int) -> Percent:
    """How much of what leaves the terms want paid before."""
    return int(reading.scalar(_PREPAY, a_terms=terms_id))


def paid_on(reading: Reading, order_id: int) -> Money:
    """What came in for an order, in its currency."""
    return int(reading.scalar(_ON_PAPERS, a_order=order_id)) + int(reading.scalar(_SET_ASIDE, a_order=order_id))
