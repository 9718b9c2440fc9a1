"""The words of returns and complaints on the screen: their states, and what is typed as lines of an order."""

from __future__ import annotations

from collections.abc import Mapping

from orderdesk.errors import BadValue
from orderdesk.values import Quantity, parse_quantity
from orderdesk.widgets.paint import Cell, Tone, state

_TONES: Mapping[str, Tone] = {
    "requested": Tone.WARNING,
    "waiting": Tone.WARNING,
    "authorised": Tone.NOTE,
    "approved": Tone.NOTE,
    "draft": Tone.NOTE,
    "received": Tone.PARTIAL,
    "closed": Tone.DONE,
    "done": Tone.DONE,
    "refused": Tone.REFUSED,
    "rejected": Tone.REFUSED,
    "cancelled": Tone.MUTED,
}


def standing(word: str) -> Cell:
    """How far it is, with its glyph and colour."""
    return state(_TONES.get(word, Tone.NOTE), word)


def read_lines(typed: str, mark: str) -> list[tuple[int, Quantity]] | None:
    """Lines of an order and how much of each, typed as `1=2 3=0.5`; nothing is all of it. Raises BadValue."""
    found = []
    for piece in typed.split():
        position, equals, quantity = piece.partition("=")
        if not equals or not position.isdecimal() or len(position) > 9:
            raise BadValue(f"{piece[:20]!r} is no line with its quantity, like 1=2; empty is all of the order")
        found.append((int(position), parse_quantity(quantity, mark=mark)))
    return found or None
