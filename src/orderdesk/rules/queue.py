"""The allocation queue: who gets the goods when there are not enough, or when some come in.

The queue is served strictly in its order: priority (1 before 2), then promised date, then submit time, then line.
What a line takes depends on its delivery rule. A complete-only order takes nothing until all of it can be covered;
for `complete_wait_days` it keeps its place meanwhile, and what it could use is kept back from those behind. After
that it gives way: it takes nothing, keeps nothing back, and those behind are served, until the day it can be whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from orderdesk.values import Quantity


class DeliveryRule(StrEnum):
    """In what parts an order may leave."""

    PARTIAL = "partial"  # as goods are there
    LINES = "lines"  # a line only whole; a line that cannot be whole gives way at once
    COMPLETE = "complete"  # the order only whole


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line in the queue.

    Attributes:
        open: what nothing is reserved for yet, in stock units.
        priority: 1 is served before 2.
        submitted_at: UTC.
        waiting_since: the day from which a complete-only order has waited for goods; None is not yet.
        product_id: which queue the line stands in, where several are served together.
    """

    line_id: int
    order_id: int
    open: Quantity
    priority: int
    promised: date
    submitted_at: datetime
    rule: DeliveryRule = DeliveryRule.PARTIAL
    waiting_since: date | None = None
    product_id: int = 0


@dataclass(frozen=True, slots=True)
class Grant:
    """Goods given to a line, in stock units; never zero."""

    line_id: int
    quantity: Quantity


def queue_key(waiting: Waiting) -> tuple[int, date, datetime, int]:
    """What the queue is sorted by."""
    return waiting.priority, waiting.promised, waiting.submitted_at, waiting.line_id


def _always(_order_id: int) -> bool:
    return True


def offer(
    free: Quantity,
    queue: Sequence[Waiting],
    *,
    today: date,
    complete_wait_days: int,
    order_complete: Callable[[int], bool] = _always,
) -> tuple[Grant, ...]:
    """Offer the free goods of one product to its queue; see `allocate`."""
    return allocate(
        {waiting.product_id: free for waiting in queue},
        queue,
        today=today,
        complete_wait_days=complete_wait_days,
        order_complete=order_complete,
    )


def allocate(
    free: Mapping[int, Quantity],
    queue: Sequence[Waiting],
    *,
    today: date,
    complete_wait_days: int,
    order_complete: Callable[[int], bool] = _always,
) -> tuple[Grant, ...]:
    """Offer free goods to everybody who waits for them, in queue order.

    A complete-only order stands in the queue once, at the place of its earliest line.

    Args:
        free: on hand less allocated, by product; a product that is not there has nothing.
        queue: in any order. Of a complete-only order every open line, also of products that nothing came in for.
        complete_wait_days: how long a complete-only order keeps goods back; 0 gives way at once.
        order_complete: whether what a complete-only order needs outside this queue is covered.
    """
    left = {product: max(0, quantity) for product, quantity in free.items()}
    together: dict[int, list[Waiting]] = defaultdict(list)
    grants: list[Grant] = []
    ordered = sorted((waiting for waiting in queue if waiting.open > 0), key=queue_key)
    for waiting in ordered:
        if waiting.rule is DeliveryRule.COMPLETE:
            together[waiting.order_id].append(waiting)

    def give(waiting: Waiting) -> Quantity:
        taken = min(left.get(waiting.product_id, 0), waiting.open)
        if taken:
            left[waiting.product_id] -= taken
        return taken

    for waiting in ordered:
        if waiting.rule is DeliveryRule.PARTIAL:
            if taken := give(waiting):
                grants.append(Grant(waiting.line_id, taken))
        elif waiting.rule is DeliveryRule.LINES:
            if left.get(waiting.product_id, 0) >= waiting.open:
                grants.append(Grant(waiting.line_id, give(waiting)))
        elif lines := together.pop(waiting.order_id, None):
            if order_complete(waiting.order_id) and _whole(lines, left):
                grants += [Grant(line.line_id, give(line)) for line in lines]
            elif not _gives_way(lines, today, complete_wait_days):
                for line in lines:
                    give(line)  # kept back: nobody behind gets it, nor does the order yet
    return tuple(grants)


def _whole(lines: Sequence[Waiting], left: Mapping[int, Quantity]) -> bool:
    needed: dict[int, Quantity] = defaultdict(int)
    for line in lines:
        needed[line.product_id] += line.open
    return all(left.get(product, 0) >= quantity for product, quantity in needed.items())


def _gives_way(lines: Sequence[Waiting], today: date, complete_wait_days: int) -> bool:
    since = min((line.waiting_since for line in lines if line.waiting_since is not None), default=today)
    return (today - since).days >= complete_wait_days
