"""The index of words behind look-ups, in either database's way.

What people type is data: it comes in as folded words of letters and digits (`texts.words`), so that no character of it
is syntax here or there. Rows come as the index has them, without an order of their own, so that a word which a hundred
thousand customers have costs no more than a rare one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import TextClause, text

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


def having_words(reading: Reading, what: Searched, words: Sequence[str], limit: int) -> list[int]:
    """The ids of at most `limit` rows in which each of these words begins a word.

    One letter begins too many words for an index to be of use: it is not looked for here.
    """
    longer = [word for word in words if len(word) > 1]
    if not longer or limit < 1:
        return []
    statement: TextClause
    if reading.dialect == "sqlite":
        statement, query = _SQLITE[what], " ".join(f'"{word}"*' for word in longer)
    else:
        statement, query = _POSTGRES[what], " & ".join(f"'{word}':*" for word in longer)
    return [int(row[0]) for row in reading.all(statement, a_words=query, a_limit=limit)]
