"""What a customer's documents are counted in and taxed by: its currency, and why it bears no tax.

A customer has one currency. It can be changed only while nothing is open in the old one, so that what is owed is one
sum, exact, and never two that must be added.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, bindparam, select

from orderdesk.desk.currencies import currency_code
from orderdesk.errors import Refused
from orderdesk.models import Invoice, Order, Receipt
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction, one_of, table

_ORDER = table(Order)
_INVOICE = table(Invoice)
_RECEIPT = table(Receipt)
_OF: ColumnElement[int] = bindparam("a_customer")
_LIVE = (
    select(_ORDER.c.number)
    .where(_ORDER.c.customer_id == _OF, one_of(_ORDER.c.state, "quotation", "draft", "submitted", "confirmed"))
    .order_by(_ORDER.c.id)
    .limit(1)
)
_OPEN = (
    select(_INVOICE.c.number)
    .where(_INVOICE.c.customer_id == _OF, _INVOICE.c.open != 0)
    .order_by(_INVOICE.c.id)
    .limit(1)
)
_LEFT = (
    select(_RECEIPT.c.number)
    .where(_RECEIPT.c.customer_id == _OF, _RECEIPT.c.unapplied > 0)
    .order_by(_RECEIPT.c.id)
    .limit(1)
)


def kept_currency(tx: Transaction, text: str) -> str:
    """A currency as a customer or a price keeps it: empty for the company's own.

    Raises:
        BadValue: no such currency.
        NotFound: one without a rate, so that no document could be in it.
    """
    if not text.strip():
        return ""
    code = currency_code(text)
    _ = currency_of(tx, code)
    return "" if code == settings(tx).currency else code


def require_nothing_open(tx: Transaction, customer_id: int, code: str, now: str, wanted: str) -> None:
    """Raises Refused, naming what is open, when a customer would get another currency."""
    for what, statement in (("order", _LIVE), ("", _OPEN), ("receipt", _LEFT)):
        found = tx.scalar(statement, a_customer=customer_id)
        if found is not None:
            own = settings(tx).currency
            raise Refused(
                f"customer {code} stays in {now or own}: {f'{what} {found}'.strip()} is open in it. "
                f"Close or settle what is open, then change to {wanted or own}"
            )
