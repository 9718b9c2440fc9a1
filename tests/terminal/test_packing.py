"""Packing at a real terminal: thirty scans in one write, a wrong one among them, a line that is lost in the middle."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from orderdesk.queries.packing import PackCard, pack_card
from orderdesk.store.store import open_store
from tests.company import person
from tests.selling import collect, sell
from tests.terminal.pty_app import F2, F12, Terminal

pytestmark = pytest.mark.terminal

CHAI = b"4006381333931\r"
THE_LIST = b"OD:P2001\r"


@pytest.fixture
def picked(tmp_path: Path, founded_file: Path) -> Path:
    """A picked list of 30 CHAI and 1 TOFU."""
    path = tmp_path / "desk.db"
    shutil.copy(founded_file, path)
    store = open_store(str(path))
    collect(store, sell(store, ("CHAI", 30), ("TOFU", 1)))
    store.close()
    return path


def at_packing(path: Path) -> Terminal:
    """Pat's terminal, from which the packing screen is gone to in the same write as all that follows."""
    return Terminal([sys.executable, str(Path(__file__).parent / "desk.py"), "pat", str(path)])


def card(path: Path) -> PackCard:
    store = open_store(str(path))
    try:
        return person(store, "pat").ask(pack_card, 2001)
    finally:
        store.close()


def packed(path: Path) -> list[tuple[int, int]]:
    return [(box.number, sum(line.quantity for line in box.lines)) for box in card(path).parcels]


def test_thirty_scans_in_one_write_are_all_packed(picked: Path) -> None:
    with at_packing(picked) as terminal:
        terminal.wait("Receivables")
        terminal.send(F2 + b"packing\r" + THE_LIST + CHAI * 29 + b"tofu\r" + CHAI)
        terminal.wait("everything is packed")
    assert packed(picked) == [(1, 31_000)]


def test_a_wrong_scan_in_the_middle_stops_what_is_behind_it_and_nothing_before(picked: Path) -> None:
    with at_packing(picked) as terminal:
        terminal.wait("Receivables")
        terminal.send(F2 + b"packing\r" + THE_LIST + CHAI * 15 + b"konbu\r" + CHAI * 14)
        terminal.wait("WRONG ITEM")
        terminal.wait("dropped")
        assert packed(picked) == [(1, 15_000)]
        terminal.send(F12)
        terminal.quiet()
        terminal.send(CHAI)
        terminal.wait("16 of 30")
    assert packed(picked) == [(1, 16_000)]


def test_a_line_lost_in_the_middle_goes_on_where_it_was(picked: Path) -> None:
    with at_packing(picked) as terminal:
        terminal.wait("Receivables")
        terminal.send(F2 + b"packing\r" + THE_LIST + CHAI * 7)
        terminal.wait("7 of 30")  # and the terminal is killed
    with at_packing(picked) as terminal:
        terminal.wait("Receivables")
        terminal.send(F2 + b"packing\r" + THE_LIST + CHAI)
        terminal.wait("8 of 30")
    assert packed(picked) == [(1, 8_000)]
