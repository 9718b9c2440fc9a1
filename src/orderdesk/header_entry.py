"""What a clerk types into the line field about the order as a whole: `/to 2`, `/rule complete`, `/note "ring first"`.

So that nobody has to leave the line field for it. A word may be shortened to what begins only it, or its first letter
where several begin so: the order of `WORDS` decides. The words of the company's own attributes come after these.
Nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orderdesk.errors import BadValue

LEAD = "/"

WORDS = {
    "to": "where it goes: a number of the list, or words of the address",
    "wanted": "the day it should leave: fri, +3, 14.11.",
    "po": "the customer's own number for it",
    "rule": "what may leave by itself: partial, lines, complete",
    "note": "a note; nothing takes it away",
    "carrier": "who carries it",
    "later": "the highlighted line's own day; the order's takes it away",
    "away": "where the highlighted line goes: a number of the list, or words of the address",
    "drop": "the supplier delivers the highlighted line; /drop no takes it from our shelf",
    "type": "what kind of order: standard, make-to-order, service",
    "cash": "sell it over the counter: what is given, like 50 or 38.50 card; account leaves a rest open",
    "template": "add the lines of a template",
    "save": "keep these lines as a template; NAME! replaces one",
    "quote": "make it a quotation, good until a day: +30, 15.12.; alone as usual",
    "until": "the last day of a quotation or blanket order",
    "split": "a line beyond what is left of a blanket order: the rest at the ordinary price",
}


@dataclass(frozen=True, slots=True)
class HeaderEntry:
    """One thing said about the order: one of `WORDS`, and what was said."""

    word: str
    value: str


def words_like(text: str, own: Sequence[str] = ()) -> tuple[str, ...]:
    """The words that `/text` may become, while it is typed; one that is typed whole stands first.

    Args:
        own: the words of the company's own attributes, after `WORDS`.
    """
    typed = text.removeprefix(LEAD).partition(" ")[0].casefold()
    meant = [word for word in (*WORDS, *own) if word.startswith(typed)]
    return tuple(sorted(meant, key=lambda word: word != typed))


def header_entry(text: str, own: Sequence[str] = ()) -> HeaderEntry | None:
    """What was said about the order; None for a text that is no such thing.

    Args:
        own: the words of the company's own attributes.

    Raises:
        BadValue: a word that is not one of `WORDS`.
    """
    text = text.strip()
    if not text.startswith(LEAD):
        return None
    meant = words_like(text, own) if text != LEAD else ()
    if not meant:
        raise BadValue(f"{text[:20]!r} is not one of {', '.join(LEAD + word for word in (*WORDS, *own))}")
    value = " ".join(text.partition(" ")[2].split())
    return HeaderEntry(meant[0], value.strip('"“”„'))
