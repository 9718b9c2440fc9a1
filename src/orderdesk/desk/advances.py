"""Advances: money that is paid on an order before it is billed.

It pays what is open of the order's down payments and invoices; the rest is set aside for it, unapplied, and settles the
order's next invoice when that is posted. Reversed like any receipt, it gives all of that back.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.desk import find, receipts
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Customer, Receipt
from orderdesk.queries.existing import open_invoices
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Money

_CUSTOMER = table(Customer)
_CODE = select(_CUSTOMER.c.code).where(_CUSTOMER.c.id == bindparam("a_customer"))


@verb("receipt.advance")
def advance(
    tx: Transaction,
    order: int,
    amount: Money,
    *,
    method: str = "transfer",
    reference: str = "",
    day: date | None = None,
    token: str | None = None,
) -> int:
    """Take money on an order; the receipt's number. What no paper of the order is open for is set aside for it.

    Args:
        day: when it came in; today unless said, never ahead.
        token: the same token gives the same receipt again and does nothing.

    Raises:
        Refused: the order is cancelled or not placed, or what `receipts.take` refuses.
    """
    row = find.order(tx, order)
    if row.state not in ("submitted", "confirmed", "closed"):
        raise Refused(f"order {order} is {row.state}; money is taken on placed orders, or on the customer's account")
    papers = open_invoices(tx, order)
    number = receipts.take(
        tx, str(tx.scalar(_CODE, a_customer=row.customer_id)), amount, method=method, reference=reference, day=day,
        invoices=list(papers) or None, apply=bool(papers), token=token,
    )  # fmt: skip
    receipt = find.receipt(tx, number)
    if receipt.order_id is None:
        tx.update(Receipt, receipt.id, order_id=row.id)
        tx.record("receipt.advance", "receipt", receipt.id, number=number, order=order, amount=amount)
    return number
