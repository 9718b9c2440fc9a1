"""A scanner at a real terminal: fifty scans in one write, ended in every way that scanners end them."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from orderdesk.desk import counting, picking, stock
from orderdesk.desk.verb import Desk
from orderdesk.queries.counting import count_card
from orderdesk.queries.picking import pick_card
from orderdesk.queries.receiving import delivery_card
from orderdesk.store.store import Store, open_store
from tests.company import person
from tests.screens.desk_stage import place
from tests.terminal.pty_app import F2, F12, Terminal

pytestmark = pytest.mark.terminal

CHAI = "4006381333931"
SCREENS: dict[str, tuple[str, str, Callable[[Desk], int | None]]] = {
    "pick": ("2001", "PICK 2001", lambda pat: pat.ask(pick_card, 2001).lines[0].picked),
    "receive": ("goods in\rPO-881", "RECEIVE PO-881", lambda pat: pat.ask(delivery_card, "PO-881").lines[0].received),
    "count": ("stock count\rOD:C9001", "COUNT 9001", lambda pat: _counted(pat)),
}


def _counted(pat: Desk) -> int | None:
    lines = pat.ask(count_card, 9001).lines
    return lines[0].counted if lines else 0


@pytest.fixture
def company(tmp_path: Path, founded_file: Path) -> Path:
    """A pick list, a delivery and a count sheet, each with room for more than fifty."""
    path = tmp_path / "desk.db"
    shutil.copy(founded_file, path)
    store = open_store(str(path))
    pat = person(store, "pat")
    pat.do(picking.release, [place(store, "ERNSH", ("CHAI", 60))])
    pat.do(stock.expect, "CHAI", 60_000, date(2026, 11, 14), source="PO-881")
    pat.do(counting.open, bin="A-01-1")
    store.close()
    return path


def at(screen: str, path: Path, scanner: str = "", **options: object) -> Terminal:
    """Pat's terminal with that screen in front; `scanner` is what the configuration says of the scanner."""
    config = path.with_suffix(".toml")
    config.write_text(f"[scanner]\n{scanner}\n")
    command = [sys.executable, str(Path(__file__).parent / "desk.py"), "pat", str(path)]
    terminal = Terminal(command, env={"ORDERDESK_CONFIG": str(config)}, **options)  # type: ignore[arg-type]
    return terminal


def opened(terminal: Terminal, screen: str) -> None:
    keys, title, _ = SCREENS[screen]
    terminal.wait("Receivables")
    terminal.send(F2 + keys.encode() + b"\r")
    terminal.wait(title)


def stored(path: Path, screen: str) -> int | None:
    store: Store = open_store(str(path))
    try:
        return SCREENS[screen][2](person(store, "pat"))
    finally:
        store.close()


def bells(terminal: Terminal) -> int:
    """How often it rang; the bell that ends a setting of the terminal's is none."""
    return re.sub(rb"\x1b\][^\x07\x1b]*\x07", b"", bytes(terminal.output)).count(b"\x07")


PREFIX = 'prefix = "\\u0002"'


@pytest.mark.parametrize(
    ("screen", "scanner", "prefix", "end"),
    [
        ("pick", "", "", "\r"),
        ("pick", "", "", "\n"),
        ("pick", "", "", "\r\n"),
        ("pick", 'suffix = "tab"', "", "\t"),
        ("pick", PREFIX, "\x02", "\r"),
        ("receive", "", "", "\r\n"),
        ("receive", PREFIX, "\x02", "\n"),
        ("count", 'suffix = "tab"', "", "\t"),
        ("count", PREFIX, "\x02", "\r\n"),
    ],
)
def test_fifty_scans_in_one_write_are_fifty_stored(
    company: Path, screen: str, scanner: str, prefix: str, end: str
) -> None:
    with at(screen, company, scanner) as terminal:
        opened(terminal, screen)
        terminal.send(f"{prefix}{CHAI}{end}".encode() * 50)
        terminal.until(lambda: stored(company, screen) == 50_000, "50 stored")
        terminal.quiet()
        assert stored(company, screen) == 50_000
        assert bells(terminal) == 0


@pytest.mark.parametrize("screen", SCREENS)
def test_after_a_wrong_scan_nothing_is_taken_and_nothing_pressed_until_f12(company: Path, screen: str) -> None:
    with at(screen, company) as terminal:
        opened(terminal, screen)
        terminal.send((f"{CHAI}\r" * 5 + "TOFU\r" + f"{CHAI}\r" * 20 + "OD:DONE\r").encode())
        terminal.wait("WRONG ITEM")
        terminal.quiet()
        terminal.send(f"{CHAI}\r".encode() * 3)
        terminal.quiet()
        assert "WRONG ITEM" in terminal.text and bells(terminal) >= 4
        assert stored(company, screen) == 5_000
        terminal.send(F12)
        terminal.until(lambda: "WRONG ITEM" not in terminal.text, "the banner is gone")
        terminal.send(f"{CHAI}\r".encode())
        terminal.until(lambda: stored(company, screen) == 6_000, "one more")


def test_a_killed_terminal_loses_no_scan_that_was_shown(company: Path) -> None:
    with at("pick", company) as terminal:
        opened(terminal, "pick")
        terminal.send(f"{CHAI}\r".encode() * 7)
        terminal.wait("7 of 60")  # and the terminal is killed
    assert stored(company, "pick") == 7_000
    with at("pick", company) as terminal:
        opened(terminal, "pick")
        terminal.wait("7 of 60")


def test_two_terminals_on_one_sheet(company: Path) -> None:
    with at("count", company) as one, at("count", company) as other:
        opened(one, "count")
        opened(other, "count")
        for terminal in (one, other):
            terminal.send(f"{CHAI}\r".encode() * 25)
        one.until(lambda: stored(company, "count") == 50_000, "50 counted")
        for terminal in (one, other):  # each sees what the other has counted
            terminal.wait("QTY   50 pc")
