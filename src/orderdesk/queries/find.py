"""Anything by its number, code or words, on either database: what `orderdesk.glance` does on SQLite alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import text

from orderdesk.glance.answers import answers
from orderdesk.store.search import Searched, having_words
from orderdesk.store.transaction import Reading


def find(reading: Reading, sought: str) -> list[dict[str, Any]]:
    """Everything that is called that; empty when nothing is. Amounts are decimal texts, dates ISO texts."""

    def ask(sql: str, **values: object) -> Sequence[tuple[Any, ...]]:
        return [tuple(row) for row in reading.all(text(sql), **values)]

    def search(what: str, words: str, most: int) -> Sequence[int]:
        return having_words(reading, cast(Searched, what), words.split(), most)

    return answers(ask, search, sought)
