"""Text from outside: made safe where it comes in, and shown literally where it goes out.

What is stored has no control characters (`clean`); what is shown has none either, wherever it came from (`visible`).
`fold` is what search compares: no accents, no case.
"""

from __future__ import annotations

import re
import unicodedata

from orderdesk.errors import BadValue

# Direction marks, zero-width characters, line and paragraph separators: they move or hide what stands beside them.
_HIDDEN = frozenset(
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_UNFOLDED = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ı": "i",
    }
)
_WORD = re.compile(r"\w+", re.UNICODE)


def _is_unsafe(character: str) -> bool:
    return character in _HIDDEN or unicodedata.category(character) in ("Cc", "Cs")


def clean(text: str, what: str = "text", *, limit: int = 200) -> str:
    """One line of text as it is stored: composed (NFC), white space folded, control and direction characters left out.

    Raises:
        BadValue: longer than `limit` characters.
    """
    if len(text) > 8 * limit:  # not worth reading to the end
        raise BadValue(f"{what} has {len(text):,} characters; {limit} is the most")
    spaced = "".join(" " if character in "\t\n\r\v\f\x85\u2028\u2029" else character for character in text)
    kept = "".join(character for character in spaced if not _is_unsafe(character))
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    if len(line) > limit:
        raise BadValue(f"{what} has {len(line)} characters; {limit} is the most")
    return line


def code(text: str, what: str = "code", *, limit: int = 32) -> str:
    """A code as it is stored: cleaned, upper case, no blanks inside. Raises BadValue when nothing is left."""
    cleaned = clean(clean(text, what, limit=limit).upper(), what, limit=limit)  # in upper case ß is two
    if not cleaned:
        raise BadValue(f"{what} is empty")
    if " " in cleaned:
        raise BadValue(f"{what} {cleaned!r} has a blank in it")
    return cleaned


def visible(text: str) -> str:
    """Text as it may be sent to a terminal: control characters as their pictures (␛), hidden ones as a mark (�)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_picture(character) if _is_unsafe(character) else character for character in text)


def _picture(character: str) -> str:
    number = ord(character)
    if number < 0x20:
        return chr(0x2400 + number)
    return "␡" if number == 0x7F else "�"


def fold(text: str) -> str:
    """The text as search compares it: without accents and case, ß as ss."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNFOLDED))
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def words(text: str) -> list[str]:
    """The folded words of a text: what is searched for, with all syntax gone."""
    return _WORD.findall(fold(text))
