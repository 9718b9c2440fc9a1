"""What was typed and not yet passed on; and how it is dropped when an entry is refused."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from textual import events

Typed: TypeAlias = events.Key | events.Paste

NEWLINE = "ctrl+j"


class TypeAhead:
    """Keys and pastes in the order in which they came."""

    def __init__(self, dropped: Callable[[int], object]) -> None:
        """`dropped` is told how many keys a drop took, when the line has fallen silent."""
        self._waiting: deque[Typed] = deque()
        self._last_key = ""
        self._tell = dropped
        self._dropping = False
        self._dropped = 0
        self._silence = 0.0
        self._quiet: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, event: Typed) -> None:
        """Keep what was typed, unless all that comes is being dropped."""
        key = event.key if isinstance(event, events.Key) else ""
        before, self._last_key = self._last_key, key
        if key == NEWLINE:  # a scanner ends with CR, LF or both; a terminal not yet in raw mode makes LF of Enter
            if before == "enter":
                return
            event = events.Key("enter", "\r")
        if self._dropping:
            self._dropped += 1
            self.await_quiet()
        else:
            self._waiting.append(event)

    def next(self) -> Typed:
        """The oldest, taken out."""
        return self._waiting.popleft()

    def put_back(self, event: Typed) -> None:
        """Put it before all others, as if it had not been passed on yet."""
        again = events.Paste(event.text) if isinstance(event, events.Paste) else events.Key(event.key, event.character)
        self._waiting.appendleft(again)

    def drop(self, silence: float) -> int:
        """Drop all, and whatever still comes until nothing came for that many seconds; returns how many went at once.

        The silence is counted from `await_quiet`, which the owner calls behind the keys that it has not taken yet.
        """
        count = len(self._waiting)
        self._waiting.clear()
        self._dropped += count
        self._dropping, self._silence = True, silence
        return count

    def await_quiet(self) -> None:
        """Count the silence from now."""
        if self._quiet is not None:
            self._quiet.cancel()
        self._quiet = asyncio.get_running_loop().call_later(self._silence, self._end_drop)

    def _end_drop(self) -> None:
        count, self._dropped, self._dropping, self._quiet = self._dropped, 0, False, None
        if count:
            self._tell(count)
