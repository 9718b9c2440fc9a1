"""The end that comes from outside: a signal, or a line that is gone. The desk is asked to leave, and has to.

What would surprise you: the handler is not the event loop's. A terminal that takes no more output stops the loop where
it stands, and it would never hear of the signal; a clock beside it ends the process then.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any

SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
PATIENCE = 3.0  # seconds that the desk has to leave by itself
# Paste, line wrap, resize reports, kitty keys, alternate screen, cursor, focus reports: as they were before the desk.
_RESET = b"\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"


class Ending:
    """Calls `leave`, from any thread, when the desk is to end, and ends the process when that takes too long.

    Attributes:
        cause: the signal that came, SIGHUP for a line that is gone too; None while nothing has.
    """

    def __init__(self, leave: Callable[[], object]) -> None:
        self.cause: signal.Signals | None = None
        self._leave = leave
        self._terminal: list[Any] | None = None
        self._before: dict[signal.Signals, Any] = {}
        self._over = False

    def __enter__(self) -> Ending:
        with suppress(termios.error, ValueError, OSError):
            self._terminal = termios.tcgetattr(0)
        for one in SIGNALS:
            self._before[one] = signal.signal(one, self._came)
        threading.Thread(target=self._watch_line, name="line", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over = True
        for one, before in self._before.items():
            signal.signal(one, before)

    def _came(self, number: int, frame: FrameType | None) -> None:
        self._end(signal.Signals(number))

    def _watch_line(self) -> None:
        """Wait until the other end of the line is closed; nothing is read."""
        poll = select.poll()
        poll.register(0, 0)
        with suppress(OSError):
            for _, event in poll.poll():
                if event & select.POLLHUP and not self._over:
                    self._end(signal.SIGHUP)

    def _end(self, cause: signal.Signals) -> None:
        if self.cause is None:
            self.cause = cause
            clock = threading.Timer(PATIENCE, self._force)
            clock.daemon = True
            clock.start()
            self._leave()

    def _force(self) -> None:
        """The terminal as it was, as far as it takes anything, and out."""
        assert self.cause is not None
        if self._terminal is not None:
            with suppress(termios.error, OSError):
                termios.tcflush(0, termios.TCOFLUSH)
                termios.tcsetattr(0, termios.TCSANOW, self._terminal)
                os.set_blocking(sys.__stderr__.fileno() if sys.__stderr__ else 2, False)
                os.write(2, _RESET)
        os._exit(128 + self.cause)
