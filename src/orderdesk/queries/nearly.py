"""Customers and products whose names somebody may have misspelt: one or two letters wrong, the nearest first.

What begins nearly so comes from the index of words (`rules.misspelt`); how near it is, is measured here, for a few
hundred words. Asked only where the true words find too little.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from orderdesk.queries.look_up import CustomerFound, ProductFound, customers_with, products_with
from orderdesk.rules.misspelt import beginnings, far_beginnings, mistakes_allowed
from orderdesk.store.search import Searched, beginning, having_one_of_each, having_words
from orderdesk.store.transaction import Reading
from orderdesk.texts import words

EACH = 8  # rows of each beginning
MOST = 400  # rows that are measured
TRIED = 3  # words, of which each may be misspelt
STEMS = (3, 4, 5)  # letters

T = TypeVar("T")


def customers_nearly(reading: Reading, text: str, limit: int, *, far: bool = False) -> list[tuple[int, CustomerFound]]:
    """The customers that may be meant by words with mistakes in them, each with how many mistakes, the fewest first.

    Args:
        far: also with two mistakes among the first letters; that takes some fifty milliseconds.
    """
    return _nearest(reading, "customer", text, customers_with, far)[:limit]


def products_nearly(reading: Reading, text: str, limit: int, *, far: bool = False) -> list[tuple[int, ProductFound]]:
    """The products that may be meant by words with mistakes in them; as `customers_nearly`."""
    return _nearest(reading, "product", text, products_with, far)[:limit]


def _nearest(
    reading: Reading,
    what: Searched,
    text: str,
    read: Callable[[Reading, Sequence[int]], list[tuple[str, T]]],
    far: bool,
) -> list[tuple[int, T]]:
    """What has the words that are right, and something near each of those that are not.

    A word that something begins with is right, unless all of them are: then it is their company that is wrong.
    """
    typed = words(text)
    searched = [word for word in typed if len(word) > 1]
    wrong = [word for word in searched if not having_words(reading, what, [word], 1)] or searched
    tried = {word: (*beginnings(word), *(far_beginnings(word) if far else ())) for word in wrong[:TRIED]}
    near = {word: _there(reading, what, those) for word, those in tried.items()}
    return _measured(typed, read(reading, _candidates(reading, what, searched, near)))


def _there(reading: Reading, what: Searched, tried: Sequence[str]) -> dict[str, list[int]]:
    """Those of the beginnings that there are, with some rows of each. Most are not, which their first letters tell."""
    for length in STEMS:
        stems = beginning(reading, what, sorted({one[:length] for one in tried}), 1)
        tried = [one for one in tried if one[:length] in stems]
    return beginning(reading, what, tried, EACH)


def _candidates(
    reading: Reading, what: Searched, searched: Sequence[str], near: Mapping[str, Mapping[str, Sequence[int]]]
) -> list[int]:
    groups = [list(near.get(word, [word])) for word in searched]
    if len(groups) > 1 and all(groups) and (both := having_one_of_each(reading, what, groups, MOST)):
        return both
    return list(dict.fromkeys(key for rows in near.values() for ids in rows.values() for key in ids))[:MOST]


def _measured(typed: Sequence[str], rows: Sequence[tuple[str, T]]) -> list[tuple[int, T]]:
    """Those in which no word has too many mistakes, the nearest first."""
    counted = [(_mistakes(typed, words(search)), search, one) for search, one in rows]
    near = [(mistakes, search, one) for mistakes, search, one in counted if mistakes is not None]
    return [(mistakes, one) for mistakes, _, one in sorted(near, key=lambda row: row[:2])]


def _mistakes(typed: Sequence[str], there: Sequence[str]) -> int | None:
    """How many mistakes there are in all, each word as the beginning of its nearest; None where one has too many."""
    from rapidfuzz.distance import OSA

    total = 0
    for word in typed:
        allowed = mistakes_allowed(word)
        lengths = range(max(1, len(word) - allowed), len(word) + allowed + 1)
        starts = {one[:length] for one in there for length in lengths}
        least = min((OSA.distance(word, start, score_cutoff=allowed) for start in starts), default=allowed + 1)
        if least > allowed:
            return None
        total += least
    return total
