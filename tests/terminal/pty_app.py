"""A program in a pseudo-terminal, and the screen that a person would see of it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyte

SOURCE = Path(__file__).parents[2] / "src"
DEADLINE = 30.0  # seconds after which something that was waited for counts as not happening
SILENCE = 0.25  # seconds without output after which the program has said all it had to say

ENTER, ESCAPE, DOWN, UP = b"\r", b"\x1b", b"\x1b[B", b"\x1b[A"
BACKSPACE, LEFT, HOME, END = b"\x7f", b"\x1b[D", b"\x1b[H", b"\x1b[F"
F2, F3, F5, F6, F7, F10, F12 = b"\x1bOQ", b"\x1bOR", b"\x1b[15~", b"\x1b[17~", b"\x1b[18~", b"\x1b[21~", b"\x1b[24~"
CTRL_G, CTRL_O, CTRL_R = b"\x07", b"\x0f", b"\x12"

# Questions to the terminal that pyte takes for something else.
_UNKNOWN = (b"\x1b[>1u", b"\x1b[>25u", b"\x1b[<u", b"\x1b[?u", b"\x1b[>4;1m", b"\x1b[?2026$p", b"\x1b[?2048$p")


class _Screen(pyte.Screen):
    def select_graphic_rendition(self, *attributes: int, **options: Any) -> None:
        if not options.get("private"):
            super().select_graphic_rendition(*attributes)


class Terminal:
    """Runs a command; what it writes is shown on a screen of the given size, and counted."""

    def __init__(
        self, command: Sequence[str], *, columns: int = 80, rows: int = 24, env: Mapping[str, str] | None = None,
        typed_before: bytes = b"",
    ) -> None:
        self.screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self.has_ended = False
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            here = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(SOURCE)}
            kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "LINES", "COLUMNS")}
            os.execvpe(command[0], list(command), {**kept, **here, **(env or {})})
        self.resize(columns, rows)
        if typed_before:
            self.send(typed_before)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def send(self, keys: bytes) -> None:
        """Write all of it at once."""
        os.write(self.fd, keys)

    def receive(self, seconds: float, most: int = 65536) -> bytes:
        """What comes within that time, at most so many bytes of it; nothing for silence. It is not shown yet."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return b""
        try:
            return os.read(self.fd, most)
        except OSError:
            self.has_ended = True
            return b""

    def show(self, data: bytes) -> None:
        """Put what was received on the screen."""
        self.output += data
        for unknown in _UNKNOWN:
            data = data.replace(unknown, b"")
        self._stream.feed(data)

    def read(self, seconds: float, most: int = 65536) -> int:
        """Take in what comes within that time; how many bytes it was, 0 for silence."""
        data = self.receive(seconds, most)
        self.show(data)
        return len(data)

    def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Go on until it is so."""
        end = time.monotonic() + DEADLINE
        while not condition():
            if self.has_ended or time.monotonic() > end:
                raise AssertionError(f"not seen: {what}\n{self.text}")
            self.read(0.05)

    def wait(self, text: str) -> None:
        """Go on until this text is on the screen."""
        self.until(lambda: text in self.text, text)

    def quiet(self) -> int:
        """Go on until the program is silent; how many bytes it wrote."""
        before = len(self.output)
        while self.read(SILENCE):
            pass
        return len(self.output) - before

    @property
    def lines(self) -> list[str]:
        """The rows of the screen. The second cell of a wide character is dropped, as on paper."""
        rows, columns, cells = self.screen.lines, self.screen.columns, self.screen.buffer
        return ["".join(cells[y][x].data for x in range(columns)) for y in range(rows)]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def row_of(self, text: str) -> int:
        """The number of the row that this text is in."""
        return next(number for number, line in enumerate(self.lines) if text in line)


def run_demo(mode: str, log: Path, **options: Any) -> Terminal:
    """One of the small apps of `demo`, which tells the log what it was told."""
    return Terminal([sys.executable, str(Path(__file__).parent / "demo.py"), mode, str(log)], **options)


def logged(log: Path) -> list[str]:
    """What the app has written down so far."""
    return log.read_text().splitlines() if log.exists() else []
