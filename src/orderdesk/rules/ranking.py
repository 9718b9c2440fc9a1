"""Re-ranking by hand: what another priority does to one product's queue, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from orderdesk.rules.availability import Supply
from orderdesk.rules.lateness import Arrival, arrivals
from orderdesk.rules.queue import Waiting, queue_key
from orderdesk.values import Quantity


@dataclass(frozen=True, slots=True)
class Moved:
    """A line whose place or day changes. Places count from 1; a day of None is not in sight."""

    line_id: int
    order_id: int
    open: Quantity
    place: tuple[int, int]  # before, after
    ready: tuple[date | None, date | None]  # before, after

    @property
    def later(self) -> bool:
        """Whether its goods are there later than before."""
        before, after = self.ready
        return before is not None and (after is None or after > before)


def re_ranked(
    queue: Sequence[Waiting], order_id: int, priority: int, free: Quantity, coming: Sequence[Supply], today: date
) -> tuple[Moved, ...]:
    """One product's queue in one warehouse as a priority for one order makes it, each line with what it was before.

    Args:
        queue: everybody who waits, in any order.
        free: on hand, and reserved and kept for nobody.
    """
    before = sorted(queue, key=queue_key)
    changed = [replace(line, priority=priority) if line.order_id == order_id else line for line in queue]
    after = sorted(changed, key=queue_key)
    was, will = _days(before, free, coming, today), _days(after, free, coming, today)
    places = {line.line_id: place for place, line in enumerate(before, start=1)}
    return tuple(
        Moved(
            line.line_id,
            line.order_id,
            line.open,
            (places[line.line_id], place),
            (was[line.line_id], will[line.line_id]),
        )
        for place, line in enumerate(after, start=1)
    )


def _days(queue: Sequence[Waiting], free: Quantity, coming: Sequence[Supply], today: date) -> dict[int, date | None]:
    found: list[Arrival | None] = arrivals(free, coming, [line.open for line in queue], today)
    return {line.line_id: None if one is None else one.on for line, one in zip(queue, found, strict=True)}
