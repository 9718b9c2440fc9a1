"""Another place in the allocation queue by hand: an order's priority, with the reason and who was overtaken."""

from __future__ import annotations

from orderdesk.desk import goods
from orderdesk.desk.allocation import offer, place_of
from orderdesk.desk.orders import locked
from orderdesk.desk.upkeep import needed_reason, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Order
from orderdesk.queries import facts
from orderdesk.queries.ranking import Ranking, ranking
from orderdesk.store.transaction import Transaction


@verb("order.rank")
def rank(tx: Transaction, order: int, priority: int, reason: str) -> Ranking:
    """Give a placed order another priority in the queues of all its goods; what that did to the others.

    What is reserved stays where it is: only what comes from now on is given by the new order of the queue.

    Args:
        priority: 1 is served first, 9 last.
        reason: why; it may not be empty.

    Raises:
        Refused: it has that priority, or the order is not open.
    """
    row = locked(tx, order, "amend")
    whole(priority, "priority", 9, least=1)
    why = needed_reason(reason, "re-ranking")
    if priority == row.priority:
        raise Refused(f"order {order} has priority {priority} already")
    products = {line.product_id for line in tx.all(facts.LINES, a_order=row.id) if line.waiting}
    goods.lock_unread(tx, place_of(row), products)
    done = ranking(tx, order, priority)
    tx.update(Order, row.id, priority=priority)
    tx.record(
        "order.rank", "order", row.id, priority=[row.priority, priority], reason=why,
        overtaken=sorted({one.order for one in done.overtaken}),
    )  # fmt: skip
    offer(tx, place_of(row), products)
    return done
