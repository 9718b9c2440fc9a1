"""What the verbs of upkeep have in common: values looked at before they are kept, and changes told from what stays.

In a verb that changes something, None leaves a value as it is, an empty code takes a reference away, and `...` is the
default where None itself means something (no limit, no price).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from orderdesk.errors import BadValue, Conflict, NotFound, Refused
from orderdesk.models import Event
from orderdesk.rules.wording import a_or_an
from orderdesk.store.transaction import Reading, Transaction, table
from orderdesk.texts import clean, code, visible

MOST_DAYS = 3_650

_EVENT = table(Event)
_LAST_EVENT = (
    select(_EVENT.c.login, _EVENT.c.at, _EVENT.c.verb)
    .where(_EVENT.c.document == bindparam("a_document"), _EVENT.c.document_id == bindparam("an_id"))
    .order_by(_EVENT.c.id.desc())
    .limit(1)
)


@cache
def _by_code(model: type[SQLModel]) -> Select[Any]:
    rows = table(model)
    return select(rows).where(rows.c.code == bindparam("a_code"))


@cache
def _code_of(model: type[SQLModel]) -> Select[Any]:
    rows = table(model)
    return select(rows.c.code).where(rows.c.id == bindparam("an_id"))


def by_code(reading: Reading, model: type[SQLModel], text: str, what: str) -> Row[Any]:
    """The row of a table with codes. Raises NotFound, saying what there is none of."""
    key = text.strip().upper()
    row = reading.first(_by_code(model), a_code=key) if key.isprintable() else None
    if row is None:
        raise NotFound(f"there is no {what} {visible(key)[:40]}")
    return row


def new_code(text: str, what: str = "code") -> str:
    """A code for something new, as it is kept. Raises BadValue when it is empty, too long, or could not be typed."""
    kept = code(text, what)
    if not kept.isprintable():
        raise BadValue(f"{what} {visible(kept)[:40]!r} has a character that nobody could type")
    return kept


def named(text: str, what: str = "name", *, limit: int = 200) -> str:
    """A text that may not be empty. Raises BadValue."""
    kept = clean(text, what, limit=limit)
    if not kept:
        raise BadValue(f"{what} is empty")
    return kept


def member(kind: type[StrEnum], text: str, what: str) -> str:
    """One of an enumeration's words. Raises BadValue, naming them all."""
    try:
        return str(kind(text))
    except ValueError:
        raise BadValue(f"{what} {visible(str(text))[:40]!r} is not one of {', '.join(kind)}") from None


def whole(value: int, what: str, most: int, *, least: int = 0) -> int:
    """A whole number between two bounds, both allowed, in its smallest parts. Raises BadValue."""
    if type(value) is not int:
        raise BadValue(f"{what} {visible(str(value))[:40]!r} is not a whole number")
    if not least <= value <= most:
        what_is_wrong = "negative" if value < 0 <= least else "too small" if value < least else "too large"
        raise BadValue(f"{what} is {what_is_wrong}")
    return value


def add(tx: Transaction, entity: SQLModel, taken: str) -> int:
    """Write a new row; its id. Raises Refused with the sentence when another terminal took its name just now."""
    try:
        return tx.add(entity)
    except IntegrityError as error:
        raise Refused(taken) from error


def changes(row: Row[Any], wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs from the row as it stands: [from, to] by column. None and `...` are what nothing was said about."""
    stands = row._mapping
    return {
        name: [stands[name], value]
        for name, value in wanted.items()
        if value is not None and value is not ... and stands[name] != value
    }


def emptied(row: Row[Any], **empty: bool) -> dict[str, list[Any]]:
    """The columns that are to be empty and are not yet, as [from, None]."""
    return {
        name: [row._mapping[name], None] for name, wanted in empty.items() if wanted and row._mapping[name] is not None
    }


def in_codes(
    reading: Reading, changed: Mapping[str, list[Any]], references: Mapping[str, type[SQLModel]]
) -> dict[str, list[Any]]:
    """Changes as the log tells them: references by the codes that people know, under the reference's name."""
    told = {name: pair for name, pair in changed.items() if name not in references}
    for name, model in references.items():
        if name in changed:
            told[name.removesuffix("_id")] = [
                None if key is None else reading.scalar(_code_of(model), an_id=key) for key in changed[name]
            ]
    return told


def require_version(tx: Transaction, document: str, name: str, row: Row[Any], version: int | None) -> None:
    """Refuse a change to something that was read before somebody else changed it.

    Raises:
        Conflict: it has another version by now; the sentence says who changed it and when.
    """
    if version is None or version == row.version:
        return
    last = tx.first(_LAST_EVENT, a_document=document, an_id=row.id)
    by = f" by {last.login} on {last.at.astimezone(tx.now.tzinfo):%Y-%m-%d at %H:%M}" if last else ""
    raise Conflict(f"{document} {name} was changed{by} since it was read; look at it again, then change it")


def needed_reason(text: str, what: str) -> str:
    """Why something is done, as it is kept. Raises Refused when nothing is said."""
    cleaned = clean(text, "reason", limit=300)
    if not cleaned:
        raise Refused(f"{a_or_an(what)} needs a reason, for the people who read it later")
    return cleaned
