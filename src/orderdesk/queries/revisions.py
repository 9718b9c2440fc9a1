"""What each amendment of an order changed: from what to what, by whom and when. Read off its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orderdesk.queries.events import LoggedEvent, event_log
from orderdesk.store.transaction import Reading

_BESIDE = frozenset(("line", "revision", "reason"))


@dataclass(frozen=True, slots=True)
class Revision:
    """One amendment.

    Attributes:
        revision: counted from 1; 0 is the order as it was submitted.
        line: the position that it is about; None is the order.
        changes: what was changed, as [from, to]; of a new line what it is. Amounts in minor units, quantities in
            thousandths of the stock unit, prices in ten-thousandths.
    """

    revision: int
    at: datetime
    by: str
    verb: str
    line: int | None
    changes: Mapping[str, Any]
    reason: str


def revisions(reading: Reading, order: int) -> tuple[Revision, ...]:
    """The amendments of an order, oldest first. Raises NotFound."""
    found = event_log(reading, "order", order)
    return tuple(_revision(event) for event in found if isinstance(event.data.get("revision"), int))


def _revision(event: LoggedEvent) -> Revision:
    changes = {name: value for name, value in event.data.items() if name not in _BESIDE and value not in (None, "", 0)}
    return Revision(
        revision=event.data["revision"],
        at=event.at,
        by=event.login,
        verb=event.verb,
        line=event.data.get("line"),
        changes=changes,
        reason=event.data.get("reason", ""),
    )
