"""What a letter costs in order entry, beside a Textual app of one `Input`, letter by letter in turn.

Held against the budget are the bytes of everything that a letter sets off, suggestions and stock included, and the time
until the letter itself is seen. How long the suggestions take is told beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.companies import MANY_CUSTOMERS, MANY_LINES, add_draft, company, of_many_customers
from benchmarks.figure import Figure
from benchmarks.timed import Cost, TimedTerminal, bare, desk, typical
from tests.terminal.pty_app import ENTER, F6, F12

ROUNDS = 4
CLEAR_INPUT = b"\x15"  # Ctrl+U
PART = "A letter in order entry, 80×24, truecolor"
INPUT = "a bare Textual Input"


def letters() -> Iterator[Figure]:
    """Every field and size."""
    with company() as path, desk(path) as terminal:
        _draft(terminal, path, 1)
        yield from _letters(terminal, "12 queso-m -5%", "line field, 1 line on the order")
        small = _accepted(terminal, 2)
    with company() as path, desk(path) as terminal:
        _draft(terminal, path, MANY_LINES)
        yield from _letters(terminal, "12 queso-m -5%", f"line field, {MANY_LINES:,} lines on the order")
        large = _accepted(terminal, MANY_LINES + 1)
    what, yardstick = f"Enter on a line, {MANY_LINES:,} lines on the order", "Enter on a line, 1 line on the order"
    yield Figure(PART, f"{what}: until it is saved and shown", yardstick, large.echo, small.echo, "ms")
    yield Figure(PART, f"{what}: bytes", yardstick, large.size, small.size, "bytes")
    with desk(of_many_customers()) as terminal:
        terminal.send(F6)
        terminal.wait("Customer")
        terminal.quiet()
        yield from _letters(terminal, "maria bakery 4", f"customer field, {MANY_CUSTOMERS:,} customers")


def _draft(terminal: TimedTerminal, path: Path, lines: int) -> None:
    """Open a draft of so many lines."""
    number = add_draft(path, lines)
    terminal.send(b"\x07")  # ^G, go to
    terminal.send(f"{number}\r".encode())
    terminal.wait(f"Line {lines + 1}")
    terminal.quiet()


def _letters(terminal: TimedTerminal, text: str, where: str) -> Iterator[Figure]:
    ours: list[list[Cost]] = []
    theirs: list[list[Cost]] = []
    with bare("input") as other:
        for _ in range(ROUNDS):
            ours.append([])
            theirs.append([])
            for place, letter in enumerate(text, start=1):
                theirs[-1].append(other.press(letter.encode(), _sees(other, text[:place])))
                ours[-1].append(terminal.press(letter.encode(), _sees(terminal, text[:place])))
            terminal.send(F12)
            other.send(CLEAR_INPUT)
            terminal.quiet()
            other.quiet()
    one, yardstick = typical(ours), typical(theirs)
    yield Figure(PART, f"{where}: bytes, all told", INPUT, one.size, yardstick.size, "bytes", 1.0)
    yield Figure(PART, f"{where}: until it is seen", INPUT, one.echo, yardstick.echo, "ms", 1.0)
    yield Figure(PART, f"{where}: until suggestions and stock are seen", INPUT, one.last, yardstick.last, "ms")


def _accepted(terminal: TimedTerminal, lines: int) -> Cost:
    """Enter on the next lines."""
    costs = []
    for line in range(lines + 1, lines + 6):
        terminal.send(b"chai")
        terminal.quiet()
        costs.append(terminal.press(ENTER, _sees(terminal, f"Line {line}")))
    return typical([[cost] for cost in costs])


def _sees(terminal: TimedTerminal, text: str) -> Callable[[], bool]:
    return lambda: any(text in line for line in terminal.lines)
