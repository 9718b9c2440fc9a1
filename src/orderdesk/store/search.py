"""The index of words behind look-ups, in either database's way.

What people type is data: it comes in as folded words of letters and digits (`texts.words`), so that no character of it
is syntax here or there. Rows come as the index has them, without an order of their own, so that a word which a hundred
thousand customers have costs no more than a rare one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import BigInteger, Select, TextClause, bindparam, column, select, text

from orderdesk.store.transaction import Reading

Searched = Literal["customer", "product"]

_SQLITE = {
    name: text(f"SELECT rowid FROM {name}_words WHERE {name}_words MATCH :a_words LIMIT :a_limit")
    for name in ("customer", "product")
}
_POSTGRES = {
    name: text(
        f"SELECT id FROM {name} WHERE to_tsvector('simple', search) @@ to_tsquery('simple', :a_words) LIMIT :a_limit"
    )
    for name in ("customer", "product")
}

# Each beginning for itself and few rows of each, so that none that a hundred thousand rows have hides a rare one.
_SQLITE_EACH = {
    name: text(
        "SELECT query.key AS place, found.value AS id"
        " FROM json_each(:a_queries) AS query, json_each((SELECT json_group_array(rowid)"
        f" FROM (SELECT rowid FROM {name}_words WHERE {name}_words MATCH query.value LIMIT :a_limit))) AS found"
    )
    for name in ("customer", "product")
}
_POSTGRES_EACH = {
    name: text(
        "SELECT query.place - 1 AS place, found.id FROM"
        " unnest(CAST(:a_queries AS text[])) WITH ORDINALITY AS query (text, place)"
        f" CROSS JOIN LATERAL (SELECT id FROM {name} WHERE to_tsvector('simple', search)"
        " @@ to_tsquery('simple', query.text) LIMIT :a_limit) AS found"
    )
    for name in ("customer", "product")
}
# With a limit on what it cannot estimate PostgreSQL would read the whole table for every beginning that nobody has.
_BY_INDEX = text("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)")


def having_words(reading: Reading, what: Searched, words: Sequence[str], limit: int) -> list[int]:
    """The ids of at most `limit` rows in which each of these words begins a word.

    One letter begins too many words for an index to be of use: it is not looked for here.
    """
    return having_one_of_each(reading, what, [[word] for word in words if len(word) > 1], limit)


def all_having_words(reading: Reading, what: Searched, words: Sequence[str]) -> Select[Any]:
    """The ids of every row in which each of these words begins a word, as a part of another statement."""
    longer = [word for word in words if len(word) > 1]
    if reading.dialect == "sqlite":
        source = f"SELECT rowid AS id FROM {what}_words WHERE {what}_words MATCH :words"
        query = " ".join(map(_sqlite, longer))
    else:
        source = f"SELECT id FROM {what} WHERE to_tsvector('simple', search) @@ to_tsquery('simple', :words)"
        query = " & ".join(map(_postgres, longer))
    found = text(source).bindparams(bindparam("words", query, unique=True)).columns(column("id", BigInteger))
    return select(found.subquery().c.id)


def having_one_of_each(reading: Reading, what: Searched, groups: Sequence[Sequence[str]], limit: int) -> list[int]:
    """The ids of at most `limit` rows in which a word begins with one of each group, all of two letters or more."""
    if not groups or limit < 1:
        return []
    statement: TextClause
    if reading.dialect == "sqlite":
        statement, query = _SQLITE[what], " AND ".join(f"({' OR '.join(map(_sqlite, group))})" for group in groups)
    else:
        statement, query = _POSTGRES[what], " & ".join(f"({' | '.join(map(_postgres, group))})" for group in groups)
    return [int(row[0]) for row in reading.all(statement, a_words=query, a_limit=limit)]


def beginning(reading: Reading, what: Searched, beginnings: Sequence[str], each: int) -> dict[str, list[int]]:
    """The ids of `each` rows at most for every beginning of a word, of two letters or more, that there is at all.

    Hundreds of beginnings are some ten milliseconds.
    """
    if not beginnings or each < 1:
        return {}
    if reading.dialect == "sqlite":
        listed = json.dumps([_sqlite(one) for one in beginnings])
        rows = reading.all(_SQLITE_EACH[what], a_queries=listed, a_limit=each)
    else:
        reading.all(_BY_INDEX)
        rows = reading.all(_POSTGRES_EACH[what], a_queries=[_postgres(one) for one in beginnings], a_limit=each)
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(beginnings[row.place], []).append(row.id)
    return found


def _sqlite(word: str) -> str:
    return f'"{word}"*'


def _postgres(word: str) -> str:
    return f"'{word}':*"
