"""How the sentences of the rules are put together, so that "1 day" and "12 or 24" read the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, word: str) -> str:
    """A number with its word: 1 day, 2 days."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def a_or_an(word: str) -> str:
    """A word with its article: a credit hold, an overdue hold."""
    return f"{'an' if word[:1].lower() in 'aeio' and word else 'a'} {word}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
