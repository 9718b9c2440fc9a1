"""F2 in a real terminal: what is typed in one burst gets there."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.terminal.pty_app import CTRL_G, DOWN, ENTER, F2, F3, Terminal

pytestmark = pytest.mark.terminal


@pytest.fixture
def company(tmp_path: Path, founded_file: Path) -> Path:
    path = tmp_path / "desk.db"
    shutil.copy(founded_file, path)
    return path


def desk(path: Path, **options: object) -> Terminal:
    state = {"XDG_STATE_HOME": str(path.parent)}
    return Terminal([sys.executable, str(Path(__file__).parent / "desk.py"), "ann", str(path)], env=state, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", [F2, CTRL_G])
def test_a_code_typed_in_one_burst_gets_there(company: Path, key: bytes) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(key + b"4006381333931" + ENTER)
        terminal.wait("PRODUCT CHAI")


def test_from_place_to_place_in_one_burst_and_all_the_way_back(company: Path) -> None:
    goals = (b"chai", b"alfki", b"sfafron", b"orders", b"ern" + DOWN)
    with desk(company, typed_before=b"".join(F2 + goal + ENTER for goal in goals) + F3 * 4) as terminal:
        terminal.wait("PRODUCT CHAI")
        terminal.send(F2)
        been = [["customer", "ERNSH"], ["screen", "O/3"], ["product", "SAFFRON"], ["customer", "ALFKI"]]
        terminal.until(lambda: [line.split()[:2] for line in terminal.lines[2:6]] == been, "where one has been")


def test_a_command_and_its_answer_in_one_burst(company: Path) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(F2 + b"new order" + ENTER + b"alfki" + ENTER + b"2 chai" + ENTER)
        terminal.wait("✓ ok")


def test_a_letter_costs_no_more_than_the_rows_that_change(company: Path) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(F2 + b"nothing of the kin")
        terminal.wait("nothing is called 'nothing of the kin'")
        terminal.quiet()
        before = len(terminal.output)
        terminal.send(b"d")
        terminal.wait("nothing is called 'nothing of the kind'")
        assert len(terminal.output) - before <= 400
