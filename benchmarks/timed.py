"""A program in a pseudo-terminal of 80×24 in truecolor, and what a key costs there: bytes, and milliseconds.

What comes is only noted while it comes, and put on the screen afterwards, so that the terminal in memory costs nothing.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.pty_app import DEADLINE, SOURCE, Terminal

ROOT = Path(__file__).parents[1]
SILENCE = 0.15  # seconds without output after which a key has had all its effects


@dataclass(frozen=True, slots=True)
class Cost:
    """What a key costs: all bytes, and the milliseconds until its echo was there and until the last byte was."""

    size: float
    echo: float
    last: float


class TimedTerminal(Terminal):
    """A terminal with a clock."""

    def __init__(self, *command: str) -> None:
        self.begun = time.perf_counter()
        super().__init__(command, env={"PYTHONPATH": f"{SOURCE}:{ROOT}"})

    def press(self, key: bytes, echo: Callable[[], bool]) -> Cost:
        """Press a key and wait until there is silence; `echo` is so as soon as the key is seen on the screen."""
        came: list[tuple[float, int]] = []
        seen = None
        begun = time.perf_counter()
        self.send(key)
        while seen is None:
            assert time.perf_counter() - begun < DEADLINE, f"{key!r} was not seen\n{self.text}"
            fresh = []
            while data := self.receive(SILENCE):
                fresh.append(((time.perf_counter() - begun) * 1_000, data))
            for at, data in fresh:
                came.append((at, len(data)))
                self.show(data)
                if seen is None and echo():
                    seen = at
        return Cost(sum(size for _, size in came), seen, came[-1][0])

    def until_painted(self, text: str) -> float:
        """Milliseconds from the start of the program until this text is on the screen."""
        while text not in self.text:
            data = self.receive(1.0)
            at = time.perf_counter()
            self.show(data)
        return (at - self.begun) * 1_000


def bare(*what: str) -> TimedTerminal:
    """One of the yardsticks, painted."""
    terminal = TimedTerminal(sys.executable, "-m", "benchmarks.bare", *what)
    terminal.wait("ready")
    terminal.quiet()
    return terminal


def desk(path: Path, login: str = "ann") -> TimedTerminal:
    """The desk of one of the test company's people, painted."""
    terminal = TimedTerminal(sys.executable, str(ROOT / "tests" / "terminal" / "desk.py"), login, str(path))
    terminal.wait("Receivables")
    terminal.quiet()
    return terminal


def typical(rounds: Sequence[Sequence[Cost]]) -> Cost:
    """One key of the same keys pressed in several rounds.

    Bytes on average, for all of them go over the line. Of the times the best of each key, for others may be busy on the
    machine, and of those the median.
    """
    keys = list(zip(*rounds, strict=True))
    return Cost(
        statistics.mean(cost.size for key in keys for cost in key),
        statistics.median(min(cost.echo for cost in key) for key in keys),
        statistics.median(min(cost.last for cost in key) for key in keys),
    )
