"""Telling a scan from typing by the characters that the scanner sends before it, whatever has the focus.

No time is measured: over a slow line a scan arrives in pieces, and a fast typist in one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from textual import events

from orderdesk.scan_entry import SEPARATOR

LONGEST = 200  # characters of one scan
LONGEST_PASTE = 10_000
_KEYS = {"\r": "enter", "\t": "tab"}
_NAMED = {"enter": "\r", "tab": "\t", "space": " "}


def character_of(event: events.Key) -> str:
    """What a key sends; empty for a function key."""
    return event.character or _NAMED.get(event.key, event.key if len(event.key) == 1 else "")


@dataclass(frozen=True, slots=True)
class Pass:
    """The key is none of a scan's: it goes its way, behind the keys that were kept because they looked like one."""

    kept: tuple[events.Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Keep:
    """The key is a part of a scan that is still coming."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The key was the last of a scan: its text without prefix and suffix."""

    text: str


Taken: TypeAlias = Pass | Keep | Ended


class ScannerKeys:
    """What the keys of one terminal are: a scan's or a hand's.

    Args:
        prefix: what the scanner sends first; empty where it sends nothing, and then every key is a hand's.
        suffix: what it sends last. Enter ends a scan too, whatever is set.
    """

    def __init__(self, prefix: str, suffix: str) -> None:
        self.prefix = prefix
        self.suffix = suffix
        self._begun: list[events.Key] = []  # what may turn out to be the prefix
        self._text: str | None = None  # of the scan that is coming
        self._let_pass = 0  # keys that come once more, and are none of a scan's

    def forget(self) -> None:
        """What has come of a scan is dropped."""
        self._begun, self._text, self._let_pass = [], None, 0

    def sorts(
        self, event: events.Key, put_back: Callable[[events.Key], object], scanned: Callable[[str], object]
    ) -> bool:
        """Take this key if it belongs to a scan; False where it is a hand's.

        Args:
            put_back: gets keys that are to come once more, before all others: they only looked like a prefix.
            scanned: gets the text of a scan that has come to its end.
        """
        if self._let_pass:
            self._let_pass -= 1
            return False
        taken = self.take(event)
        if isinstance(taken, Ended):
            scanned(taken.text)
        elif isinstance(taken, Pass):
            if not taken.kept:
                return False
            for key in (event, *reversed(taken.kept)):
                put_back(key)
            self._let_pass = len(taken.kept)
        return True

    def is_end(self, event: events.Key) -> bool:
        """Whether this key ends a scan."""
        return event.key == "enter" or character_of(event) == self.suffix

    def pasted(self, text: str) -> list[events.Key]:
        """The keys that would have sent this text, line by line."""
        plain = text[:LONGEST_PASTE].replace("\r\n", "\r").replace("\n", "\r")
        kept = (one for one in plain if one.isprintable() or one in ("\r", "\t", SEPARATOR) or one in self.prefix)
        return [events.Key(_KEYS.get(one, one), one) for one in kept]

    def take(self, event: events.Key) -> Taken:
        """One key more."""
        if self._text is not None:
            return self._more(self._text, event)
        character = character_of(event)
        if character and character == self.prefix[len(self._begun) : len(self._begun) + 1]:
            self._begun.append(event)
            if len(self._begun) == len(self.prefix):
                self._begun, self._text = [], ""
            return Keep()
        kept, self._begun = tuple(self._begun), []
        return Pass(kept)

    def _more(self, text: str, event: events.Key) -> Taken:
        if self.is_end(event):
            self._text = None
            return Ended(text)
        character = character_of(event)
        if character == self.prefix and not character.isprintable():  # the one before lost its end on the way
            self._text = ""
        elif character == SEPARATOR or (character and character.isprintable()):
            self._text = (text + character)[:LONGEST]
        else:  # a hand's: the scan lost its end, and the key is meant
            self._text = None
            return Pass()
        return Keep()
