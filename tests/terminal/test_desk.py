"""The desk in a real terminal: the order of the sketch, as fast as a terminal takes it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from orderdesk.queries import live
from orderdesk.queries.live import LiveDraft
from orderdesk.store.store import open_store
from tests.company import person
from tests.terminal.pty_app import DOWN, ENTER, F3, F12, Terminal

pytestmark = pytest.mark.terminal

F6 = b"\x1b[17~"
THE_ORDER = (F6, b"alfki", ENTER, b"12 chai", ENTER, b"40 tofu -5%", ENTER, b"6 que", DOWN, ENTER, ENTER, ENTER)


@pytest.fixture
def company(tmp_path: Path, founded_file: Path) -> Path:
    path = tmp_path / "desk.db"
    shutil.copy(founded_file, path)
    return path


def desk(path: Path, **options: object) -> Terminal:
    return Terminal([sys.executable, str(Path(__file__).parent / "desk.py"), "ann", str(path)], **options)  # type: ignore[arg-type]


def order(path: Path, number: int = 1001) -> LiveDraft:
    store = open_store(str(path))
    try:
        return person(store, "ann").ask(live.draft, number)
    finally:
        store.close()


def is_the_order(found: LiveDraft) -> bool:
    lines = [(line.sku, line.quantity, line.discount) for line in found.lines]
    return found.state == "confirmed" and lines == [("CHAI", 12_000, 0), ("TOFU", 40_000, 5_000), ("QUESO-M", 6_000, 0)]


def test_the_order_of_the_sketch_in_one_write(company: Path) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(b"".join(THE_ORDER))
        terminal.wait("order 1001 confirmed, total 1,579.73")
    assert is_the_order(order(company))


def test_the_order_typed_before_the_desk_stands(company: Path) -> None:
    with desk(company, typed_before=b"".join(THE_ORDER)) as terminal:
        terminal.wait("order 1001 confirmed")
    assert is_the_order(order(company))


def test_a_line_lost_in_the_middle_loses_no_line_that_was_accepted(company: Path) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(b"".join(THE_ORDER[:5]))
        terminal.wait("✓ ok")  # and the terminal is killed
    with desk(company) as terminal:
        terminal.wait("1001  ALFKI")
    assert [(line.sku, line.quantity) for line in order(company).lines] == [("CHAI", 12_000)]


def test_a_letter_in_the_line_field_costs_no_more_than_its_own_rows(company: Path) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(F6 + b"alfki" + ENTER)
        terminal.wait("Line 1")
        terminal.send(b"z")
        terminal.quiet()
        terminal.send(b"z")
        assert terminal.quiet() <= 400


@pytest.mark.parametrize("option", [{"NO_COLOR": "1"}, {"TERM": "linux", "COLORTERM": ""}])
def test_it_is_legible_without_colours(company: Path, option: dict[str, str]) -> None:
    with desk(company, env=option) as terminal:
        terminal.wait("Receivables")
        terminal.send(b"".join(THE_ORDER[:-2]))
        terminal.wait("◐ 35")
        terminal.send(F12)
        terminal.wait("New order")
        terminal.send(F3)
