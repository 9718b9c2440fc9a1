"""The event log: append-only, each event carrying the hash of the one before it.

`hash = SHA-256(previous hash, at, login, terminal, verb, document, id, data)`. Whoever changes, removes or reorders an
event breaks every hash after it. The newest event's hash is the chain's head.
"""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import Any

from sqlalchemy import select, text

from orderdesk.models import Event
from orderdesk.store.transaction import Reading, Transaction, as_json, table

_EVENT = table(Event)
_HEAD = select(_EVENT.c.hash).order_by(_EVENT.c.id.desc()).limit(1)
_ALL = select(_EVENT).order_by(_EVENT.c.id)
# One writer of events at a time on PostgreSQL; SQLite has only one writer anyway.
_CHAIN_LOCK = text("SELECT pg_advisory_xact_lock(1329877835)")


def _hash(previous: str, at: str, login: str, terminal: str, verb: str, document: str, key: int, data: str) -> str:
    content = "\x1f".join((previous, at, login, terminal, verb, document, str(key), data))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def write_events(tx: Transaction) -> None:
    """Write the transaction's events at its end."""
    if not tx.events:
        return
    if tx.dialect == "postgresql":
        tx.connection.execute(_CHAIN_LOCK)
    previous = tx.scalar(_HEAD) or ""
    at = tx.now.astimezone(UTC).isoformat()
    rows: list[dict[str, Any]] = []
    for event in tx.events:
        data = as_json(dict(event.data))
        hashed = _hash(previous, at, tx.who.login, tx.who.terminal, event.verb, event.document, event.document_id, data)
        rows.append(
            {
                "at": tx.now, "user_id": tx.who.user_id or None, "login": tx.who.login, "terminal": tx.who.terminal,
                "verb": event.verb, "document": event.document, "document_id": event.document_id, "data": data,
                "previous": previous, "hash": hashed,
            }
        )  # fmt: skip
        previous = hashed
    tx.add_all(Event, rows)


def broken_link(reading: Reading) -> int | None:
    """The id of the first event that does not follow from the one before it; None when the whole chain holds."""
    previous = ""
    for row in reading.connection.execute(_ALL):
        at = row.at.astimezone(UTC).isoformat()
        expected = _hash(previous, at, row.login, row.terminal, row.verb, row.document, row.document_id, row.data)
        if row.previous != previous or row.hash != expected:
            return int(row.id)
        previous = row.hash
    return None
