"""Whether anybody has changed anything: the cheapest question there is, asked by every open desk twice a second."""

from __future__ import annotations

from sqlalchemy import func, select

from orderdesk.models import Event
from orderdesk.store.transaction import Reading, table

_NEWEST = select(func.max(table(Event).c.id))


def newest_event(reading: Reading) -> int:
    """The number of the newest event, 0 before the first. Every verb writes one, so that it grows with every change."""
    return int(reading.scalar(_NEWEST) or 0)
