"""What makes a terminal slow: other programs on the machine, and a reader that takes its time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeAlias

from tests.terminal.pty_app import DEADLINE, Terminal

SIP = 64  # bytes at a time
MANY = 200_000  # pieces, after which what was waited for counts as not happening
# It ends by itself even when whoever started it was killed.
BUSY = f"import os, time\nend, mother = time.monotonic() + {4 * DEADLINE}, os.getppid()\n" + (
    "while time.monotonic() < end and os.getppid() == mother: sum(range(10_000))"
)


@contextmanager
def busy_machine() -> Iterator[None]:
    """Keep every core busy for as long as it lasts."""
    loops = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
        for loop in loops:
            loop.wait()


Machine: TypeAlias = Callable[[], AbstractContextManager[None]]
MACHINES: tuple[Machine, ...] = (nullcontext, busy_machine)  # one with nothing else to do, and one with too much


def sip(terminal: Terminal, text: str) -> None:
    """Read in small pieces until this text is on the screen."""
    pieces = 0
    while text not in (terminal.text if pieces % 64 == 0 else ""):
        assert not terminal.has_ended and pieces < MANY, terminal.text
        pieces = pieces + 1 if terminal.read(0.05, SIP) else 64 * (pieces // 64 + 1)
