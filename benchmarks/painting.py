"""What painting costs: the first screen, and a move in a list, beside Textual apps of one widget."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.companies import add_orders, company
from benchmarks.figure import Figure
from benchmarks.timed import Cost, TimedTerminal, bare, desk, typical
from tests.terminal.pty_app import DOWN, UP

STARTS = 9
ORDERS = 80
PAGE_DOWN = b"\x1b[6~"
FIRST = "The first screen, from the start of the process"
MOVES = f"A move in a list of {ORDERS} rows, 80×24, truecolor"
TABLE = "a bare Textual DataTable"


def painting() -> Iterator[Figure]:
    """The first screen, and the lists."""
    with company() as path:
        yield from _first(path)
        add_orders(path, ORDERS, "CASHC")  # who is cash only: all of them are held
        yield from _moves("orders", path, "ann", b"O", str(1000 + ORDERS))
        yield from _moves("approvals, reasons and figures below", path, "kim", b"A", "CASHC")


def _first(path: Path) -> Iterator[Figure]:
    command = (str(Path(sys.executable).with_name("orderdesk")), "--db", str(path), "--as", "ann", "desk")
    ours, theirs, sizes = [], [], []
    for _ in range(STARTS):
        with TimedTerminal(sys.executable, "-m", "benchmarks.bare", "label") as other:
            theirs.append(other.until_painted("ready"))
            other.quiet()
            size = len(other.output)
        with TimedTerminal(*command) as terminal:
            ours.append(terminal.until_painted("Receivables"))
            terminal.quiet()
            sizes.append(len(terminal.output))
    label = "a Textual app of one Static"
    median = statistics.median
    yield Figure(FIRST, "until its places are seen", label, median(ours), median(theirs), "ms", 1.5)
    yield Figure(FIRST, "bytes, its figures included", label, median(sizes), size, "bytes")


def _moves(name: str, path: Path, login: str, key: bytes, text: str) -> Iterator[Figure]:
    with desk(path, login) as terminal, bare("table", str(ORDERS)) as other:
        terminal.send(key)
        terminal.wait(text)
        terminal.quiet()
        other.send(DOWN + UP)
        other.quiet()
        yield from _both(f"{name}: the highlight one row on", terminal, other, DOWN, 5)
        yield from _both(f"{name}: a page on", terminal, other, PAGE_DOWN, 2)
        for one in (terminal, other):
            one.send(PAGE_DOWN * 12)  # to the end,
            one.quiet()
            one.send(UP * 30)  # and back to where every further row scrolls
            one.quiet()
        yield from _both(f"{name}: the list scrolled by one row", terminal, other, UP, 5)


def _both(what: str, terminal: TimedTerminal, other: TimedTerminal, key: bytes, count: int) -> Iterator[Figure]:
    ours, theirs = _pressed(terminal, key, count), _pressed(other, key, count)
    yield Figure(MOVES, f"{what}: bytes", TABLE, ours.size, theirs.size, "bytes", 1.0)
    yield Figure(MOVES, f"{what}: until all is seen", TABLE, ours.last, theirs.last, "ms")


def _pressed(terminal: TimedTerminal, key: bytes, count: int) -> Cost:
    return typical([[terminal.press(key, lambda: True)] for _ in range(count)])
