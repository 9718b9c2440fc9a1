"""However the desk ends, accepted lines are there, the draft is offered back, and the terminal is clean."""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from orderdesk.queries import live
from orderdesk.store.store import open_store
from tests.company import person
from tests.terminal.pty_app import DEADLINE, ENTER, F3, F6, Terminal

pytestmark = pytest.mark.terminal

F11 = b"\x1b[23~"
CTRL_C, CTRL_Q = b"\x03", b"\x11"
LINES = [("CHAI", 12_000), ("TOFU", 40_000)]
THE_DRAFT = F6 + b"alfki" + ENTER + b"12 chai" + ENTER + b"40 tofu" + ENTER + b"6 que"
OFFER = "order 1001 for ALFKI was not finished: Enter goes on with it"
ON_BY_ITSELF = {"25", "7"}  # modes that are on before any program runs: the cursor, line wrap


@pytest.fixture
def company(tmp_path: Path, founded_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "desk.db"
    shutil.copy(founded_file, path)
    return path


class Desk(Terminal):
    """The desk of Ann, or another program with it."""

    def __init__(self, path: Path, program: str = "desk.py") -> None:
        words = ["ann", str(path)] if program == "desk.py" else [str(path)]
        super().__init__([sys.executable, str(Path(__file__).parent / program), *words])
        self.before = termios.tcgetattr(self.fd)

    def __enter__(self) -> Desk:
        return self

    def with_draft(self) -> Desk:
        """Two lines of an order for ALFKI were accepted, half of the third was typed."""
        self.wait("Receivables")
        self.send(THE_DRAFT)
        self.wait("6 que")
        self.wait("Queso Manchego")  # the suggestion: everything before it was done
        return self

    def end(self) -> int:
        """Take in all that it still says; its exit code, or the signal that ended it as a negative number."""
        deadline = time.monotonic() + DEADLINE
        while (ended := self.ended) is None:
            assert time.monotonic() < deadline, self.text
            self.read(0.05)
        while self.read(0.05):
            pass
        return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status

    @property
    def ended(self) -> os.waitid_result | None:
        """How it ended, if it has; left for `__exit__` to reap."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)

    def hang_up(self) -> None:
        """Close the window: the master's side of the line is gone."""
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, self.fd)
        os.close(nowhere)

    def modes_left(self) -> set[str]:
        """The terminal's modes that are not as they were before."""
        last = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", self.output))
        left = {mode.decode() for mode, action in last.items() if (action == b"h") != (mode.decode() in ON_BY_ITSELF)}
        kitty = len(re.findall(rb"\x1b\[>\d+u", self.output)) - self.output.count(b"\x1b[<u")
        return left | ({"kitty keys"} if kitty else set())

    def is_clean(self) -> bool:
        """Whether the terminal is as it was: its modes, echo, and line by line."""
        return not self.modes_left() and termios.tcgetattr(self.fd) == self.before


def lines(path: Path) -> list[tuple[str, int]]:
    store = open_store(str(path))
    try:
        return [(line.sku, line.quantity) for line in person(store, "ann").ask(live.draft, 1001).lines]
    finally:
        store.close()


def killed(*numbers: signal.Signals) -> Callable[[Desk], object]:
    def kill(desk: Desk) -> None:
        for number in numbers:
            os.kill(desk.pid, number)

    return kill


ENDS = {
    "SIGHUP": (killed(signal.SIGHUP), 128 + signal.SIGHUP, True),
    "SIGTERM": (killed(signal.SIGTERM), 128 + signal.SIGTERM, True),
    "SIGKILL": (killed(signal.SIGKILL), -signal.SIGKILL, False),
    "closed window": (Desk.hang_up, 128 + signal.SIGHUP, True),
}


@pytest.mark.parametrize(("end", "code", "kept"), ENDS.values(), ids=ENDS)
def test_the_draft_is_there_and_offered_back(
    company: Path, end: Callable[[Desk], object], code: int, kept: bool
) -> None:
    with Desk(company).with_draft() as desk:
        end(desk)
        assert desk.end() == code
        if code != -signal.SIGKILL and end is not Desk.hang_up:
            assert desk.is_clean()
            assert b"every line that was accepted is saved" in desk.output
    assert lines(company) == LINES
    with Desk(company) as again:
        again.wait(OFFER)
        again.send(ENTER)
        again.wait("TOFU")
        again.wait("Line 3")
        again.quiet()
        assert ("6 que" in again.text) == kept


@pytest.mark.parametrize("typed", [True, False], ids=["in a handler", "in a thread"])
def test_a_crash_leaves_a_clean_terminal_a_sentence_and_a_report(company: Path, typed: bool) -> None:
    with Desk(company, "broken_desk.py").with_draft() as desk:
        desk.send((b"" if typed else b"\x15") + F11)
        assert desk.end() == 70
        assert desk.is_clean()
        said = desk.output.rpartition(b"\x1b[?1004l")[2].decode()
    assert said.strip().count("\n") == 0, said
    assert "went wrong inside (LookupError)" in said
    assert "every line that was accepted is saved" in said
    report = Path(said.rpartition("the report is in ")[2].strip())
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    assert "LookupError: there is no 19th drawer" in text
    assert "Alfreds Futterkiste" not in text + said
    assert lines(company) == LINES


def test_ctrl_c_and_ctrl_q_end_nothing_and_f3_leaves_a_clean_terminal_without_a_word(company: Path) -> None:
    with Desk(company) as desk:
        desk.wait("Receivables")
        desk.send(CTRL_Q)
        desk.wait("F3 goes back")
        desk.send(F6)
        desk.wait("Customer")
        desk.send(b"al" + CTRL_C)
        desk.wait("F3 goes back")
        desk.send(b"fki" + ENTER)
        desk.wait("ORDER 1001")
        desk.send(F3)
        desk.wait("order 1001 had no lines; it is gone")
        desk.send(F3)
        assert desk.end() == 0
        assert desk.is_clean()
        assert desk.output.endswith(b"\x1b[?1004l")


STUCK = """
import os, sys, tty
from orderdesk import ending
ending.PATIENCE = 0.2
with ending.Ending(lambda: None):
    tty.setraw(0)
    while True:
        os.write(1, b"x" * 4096)
"""


def test_a_terminal_that_takes_no_more_output_is_given_back_all_the_same() -> None:
    with Terminal([sys.executable, "-c", STUCK]) as terminal:
        before = termios.tcgetattr(terminal.fd)
        terminal.wait("xxx")
        assert termios.tcgetattr(terminal.fd) != before
        os.kill(terminal.pid, signal.SIGTERM)
        ended = os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOWAIT)  # nothing is read meanwhile
        assert ended is not None and ended.si_status == 128 + signal.SIGTERM
        assert termios.tcgetattr(terminal.fd) == before
