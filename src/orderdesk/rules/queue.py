"""The allocation queue: who gets the goods when there are not enough, or when some come in.

The queue is served strictly in its order: priority (1 before 2), then promised date, then submit time, then line.
What a line takes depends on its delivery rule. A complete-only order takes nothing until all of it can be covered;
for `complete_wait_days` it keeps its place meanwhile, and what it could use is kept back from those behind. After
that it gives way: it takes nothing, keeps nothing back, and those behind are served, until the day it can be whole.

A line may be served from several warehouses, as its order's sourcing says. What is kept for a customer goes to that
customer's lines, before what is free; safety stock goes only to orders that may use it, after everything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from orderdesk.rules.sourcing import Sourcing
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
        customer_id: whose it is: what is kept for that customer is for this line.
        places: the warehouses that may serve it, the first one first.
        uses_safety: safety stock is offered to it too.
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
    customer_id: int = 0
    places: tuple[int, ...] = (0,)
    sourcing: Sourcing = Sourcing.OWN
    uses_safety: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a warehouse has of a product and nobody has reserved, in stock units.

    Attributes:
        free: for everybody.
        safety: only for orders that may use safety stock.
        kept: only for these customers.
    """

    free: Quantity
    safety: Quantity = 0
    kept: Mapping[int, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grant:
    """Goods given to a line, in stock units; never zero. `kept` of them were kept for its customer."""

    line_id: int
    quantity: Quantity
    place: int = 0
    kept: Quantity = 0


def shelf(on_hand: Quantity, allocated: Quantity, safety: Quantity, kept: Mapping[int, Quantity]) -> Shelf:
    """What can be offered: safety stock is the last of what nobody has a claim on."""
    unclaimed = max(0, on_hand - allocated - sum(kept.values()))
    last = min(safety, unclaimed)
    return Shelf(unclaimed - last, last, kept)


def _always(_order_id: int) -> bool:
    return True


def queue_key(waiting: Waiting) -> tuple[int, date, datetime, int]:
    """What the queue is sorted by."""
    return waiting.priority, waiting.promised, waiting.submitted_at, waiting.line_id


class _Shelves:
    """What is left while the queue is served, by product and warehouse."""

    def __init__(self, shelves: Mapping[tuple[int, int], Shelf]) -> None:
        self.free = {at: max(0, one.free) for at, one in shelves.items()}
        self.safety = {at: one.safety for at, one in shelves.items()}
        self.kept = {(*at, customer): much for at, one in shelves.items() for customer, much in one.kept.items()}

    def reach(self, line: Waiting, place: int, product_id: int | None = None) -> Quantity:
        """What a line could have from a warehouse; of another product of its order, where one is named."""
        at = (line.product_id if product_id is None else product_id, place)
        last = self.safety.get(at, 0) if line.uses_safety else 0
        return self.kept.get((*at, line.customer_id), 0) + self.free.get(at, 0) + last

    def places(self, line: Waiting) -> list[int]:
        """Where a line takes from, in this order; one that is served from a single place only where all of it is."""
        if line.sourcing is Sourcing.SINGLE:
            return [place for place in line.places if self.reach(line, place) >= line.open][:1]
        if line.sourcing is Sourcing.FULLEST:
            return sorted(line.places, key=lambda place: -self.reach(line, place))
        return list(line.places)

    def has_all_of(self, line: Waiting) -> bool:
        """Whether a line can be covered wholly."""
        return sum(self.reach(line, place) for place in self.places(line)) >= line.open

    def give(self, line: Waiting, places: Sequence[int]) -> list[Grant]:
        """Take what there is for a line, up to what it wants: kept goods first, safety stock last."""
        grants, wanted = [], line.open
        for place in places:
            at = (line.product_id, place)
            taken = min(wanted, self.reach(line, place))
            if not taken:
                continue
            kept = min(taken, self.kept.get((*at, line.customer_id), 0))
            if kept:
                self.kept[(*at, line.customer_id)] -= kept
            common = min(taken - kept, self.free.get(at, 0))
            self.free[at] = self.free.get(at, 0) - common
            if last := taken - kept - common:
                self.safety[at] -= last
            grants.append(Grant(line.line_id, taken, place, kept))
            wanted -= taken
        return grants

    def whole_at(self, lines: Sequence[Waiting], places: Sequence[int]) -> bool:
        """Whether all lines of one order can be covered from these warehouses together."""
        needed: dict[int, Quantity] = defaultdict(int)
        for line in lines:
            needed[line.product_id] += line.open
        one = lines[0]
        return all(sum(self.reach(one, at, product) for at in places) >= much for product, much in needed.items())

    def for_order(self, lines: Sequence[Waiting]) -> list[int]:
        """The warehouses that can cover an order wholly; none where they cannot."""
        one = lines[0]
        if one.sourcing is Sourcing.SINGLE:
            return next(([place] for place in one.places if self.whole_at(lines, [place])), [])
        places = list(one.places)
        if one.sourcing is Sourcing.FULLEST:
            places.sort(key=lambda place: -sum(min(line.open, self.reach(line, place)) for line in lines))
        return places if self.whole_at(lines, places) else []


def offer(
    free: Quantity,
    queue: Sequence[Waiting],
    *,
    today: date,
    complete_wait_days: int,
    order_complete: Callable[[int], bool] = _always,
) -> tuple[Grant, ...]:
    """Offer the free goods of one product in one warehouse to its queue; see `allocate`."""
    return allocate(
        {(waiting.product_id, place): Shelf(free) for waiting in queue for place in waiting.places},
        queue,
        today=today,
        complete_wait_days=complete_wait_days,
        order_complete=order_complete,
    )


def allocate(
    shelves: Mapping[tuple[int, int], Shelf],
    queue: Sequence[Waiting],
    *,
    today: date,
    complete_wait_days: int,
    order_complete: Callable[[int], bool] = _always,
) -> tuple[Grant, ...]:
    """Offer what nobody has reserved to everybody who waits for it, in queue order.

    A complete-only order stands in the queue once, at the place of its earliest line.

    Args:
        shelves: by product and warehouse; what is not there has nothing.
        queue: in any order. Of a complete-only order every open line, also of products that nothing came in for.
        complete_wait_days: how long a complete-only order keeps goods back; 0 gives way at once.
        order_complete: whether what a complete-only order needs outside this queue is covered.
    """
    left = _Shelves(shelves)
    together: dict[int, list[Waiting]] = defaultdict(list)
    grants: list[Grant] = []
    ordered = sorted((waiting for waiting in queue if waiting.open > 0), key=queue_key)
    for waiting in ordered:
        if waiting.rule is DeliveryRule.COMPLETE:
            together[waiting.order_id].append(waiting)
    for waiting in ordered:
        if waiting.rule is DeliveryRule.PARTIAL:
            grants += left.give(waiting, left.places(waiting))
        elif waiting.rule is DeliveryRule.LINES:
            if left.has_all_of(waiting):
                grants += left.give(waiting, left.places(waiting))
        elif lines := together.pop(waiting.order_id, None):
            places = left.for_order(lines)
            if places and order_complete(waiting.order_id):
                for line in lines:
                    grants += left.give(line, places)
            elif not _gives_way(lines, today, complete_wait_days):
                for line in lines:  # kept back: nobody behind gets it, nor does the order yet
                    left.give(line, _fullest(left, line) if line.sourcing is Sourcing.SINGLE else line.places)
    return tuple(grants)


def _fullest(left: _Shelves, line: Waiting) -> list[int]:
    """The one warehouse that has most of what an order waits for that will be served from a single place."""
    return [max(line.places, key=lambda place: left.reach(line, place))]


def _gives_way(lines: Sequence[Waiting], today: date, complete_wait_days: int) -> bool:
    since = min((line.waiting_since for line in lines if line.waiting_since is not None), default=today)
    return (today - since).days >= complete_wait_days
