"""What the tests of the verbs look at: single rows, and the last event."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from orderdesk.store.store import Store
from tests.company import NOW, SYSTEM, TODAY


def row(store: Store, statement: str, **values: Any) -> Any:
    """The first row of a statement."""
    with store.read(SYSTEM, TODAY, NOW) as reading:
        return reading.first(text(statement), **values)


def rows(store: Store, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """Every row of a statement."""
    with store.read(SYSTEM, TODAY, NOW) as reading:
        return [tuple(one) for one in reading.all(text(statement), **values)]


def last_event(store: Store) -> tuple[str, dict[str, Any]]:
    """The verb and the data of the newest event."""
    found = row(store, "SELECT verb, data FROM event ORDER BY id DESC LIMIT 1")
    return found.verb, json.loads(found.data)


def events(store: Store) -> int:
    """How many events there are."""
    return int(row(store, "SELECT count(*) AS n FROM event").n)
