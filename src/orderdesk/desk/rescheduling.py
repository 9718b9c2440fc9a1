"""Another wanted day for an order that is placed. Its place in the allocation queue stays, and so do its goods."""

from __future__ import annotations

from datetime import date

from orderdesk.desk.orders import locked
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue
from orderdesk.models import Order
from orderdesk.store.transaction import Transaction
from orderdesk.texts import clean


@verb("order.reschedule")
def reschedule(tx: Transaction, order: int, wanted: date, reason: str = "") -> date:
    """Change when the customer wants a placed order; the day that it was wanted before.

    Raises:
        BadValue: the day has passed.
        Refused: the order is not placed, or closed.
    """
    row = locked(tx, order, "amend")
    if wanted < tx.today:
        raise BadValue(f"{wanted} has passed; order {order} can be wanted from today, {tx.today}, on")
    before: date = row.wanted_date
    if wanted != before:
        tx.update(Order, row.id, wanted_date=wanted, revision=row.revision + 1)
        tx.record(
            "order.reschedule",
            "order",
            row.id,
            wanted_date=[before, wanted],
            reason=clean(reason, "reason", limit=300),
            revision=row.revision + 1,
        )
    return before
