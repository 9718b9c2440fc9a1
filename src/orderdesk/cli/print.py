"""Answers for people: plain aligned columns, no markup, no colour, nothing in them that a terminal would obey.

Takes what `as_json.plain` makes, so that both ways of answering say the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from orderdesk.texts import visible

Within: TypeAlias = Mapping[str, Sequence[str]]

_BETWEEN = "  "
_NOWHERE: Within = {}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+[+-]\d\d:\d\d")


def lines(tree: Any, columns: Sequence[str] = (), within: Within = _NOWHERE) -> Iterable[str]:
    """A value of JSON as lines: an object as names and values, a list of objects as a table.

    Args:
        within: the same for the lists that an object has; no columns at all leaves a list out.
        columns: which fields of a list's objects are shown, in this order; none: every field that is not a list.
    """
    if isinstance(tree, Mapping):
        yield from card(tree, within)
    elif isinstance(tree, list) and tree and isinstance(tree[0], Mapping):
        yield from table(tree, columns)
    elif isinstance(tree, list):
        yield from (cell(part) for part in tree)
    elif tree is not None:
        yield cell(tree)


def card(record: Mapping[str, Any], within: Within = _NOWHERE) -> Iterable[str]:
    """One object: its plain fields as a column of names and one of values, then each of its lists under a heading."""
    plain = list(_flat(record))
    width = max((_width(name) for name, _ in plain), default=0)
    for name, value in plain:
        if value not in (None, "", []):
            yield f"{_padded(name, width)}{_BETWEEN}{cell(value)}"
    for name, value in record.items():
        if _is_table(value) and within.get(name, (name,)):
            yield ""
            yield f"{_words(name)}:"
            yield from (f"{_BETWEEN}{line}" for line in table(value, within.get(name, ())))


def _flat(record: Mapping[str, Any], before: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{_words(name)} ")
        elif not _is_table(value):
            yield f"{before}{_words(name)}", value


def table(records: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> Iterable[str]:
    """Many objects: one row each below a row of names; columns of numbers stand at the right of their column."""
    flat = [{name: record[name] for name in record} for record in records]
    names = list(columns) or [
        name
        for name in flat[0]
        if not any(_is_table(row.get(name)) or isinstance(row.get(name), Mapping) for row in flat)
    ]
    rows = [[cell(row.get(name)) for name in names] for row in flat]
    if rows:  # what nobody has is not shown
        kept = [at for at in range(len(names)) if any(row[at] for row in rows)]
        names, rows = [names[at] for at in kept], [[row[at] for at in kept] for row in rows]
    numeric = [all(_is_number(row[at]) for row in rows) for at in range(len(names))]
    widths = [max(_width(text) for text in (_words(name), *(row[at] for row in rows))) for at, name in enumerate(names)]
    for row in [[_words(name) for name in names], *rows]:
        cells = (_padded(text, widths[at], right=numeric[at]) for at, text in enumerate(row))
        yield _BETWEEN.join(cells).rstrip()


def cell(value: Any) -> str:
    """A value as one line of harmless text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(cell(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{_words(name)} {cell(part)}" for name, part in value.items() if part not in (None, ""))
    text = str(value)
    if _MOMENT.fullmatch(text):  # by the clock of whoever reads it
        return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}"
    return visible(text)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _words(name: str) -> str:
    return visible(name.replace("_", " "))


def _is_number(text: str) -> bool:
    return not text or text.removeprefix("-").replace(".", "", 1).isdigit()


def _width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _padded(text: str, width: int, *, right: bool = False) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank
