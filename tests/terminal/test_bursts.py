"""Keys that come faster than they can be handled, over a real line: all of them, in order, in the right fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.burdens import MACHINES, Machine, sip
from tests.terminal.pty_app import CTRL_G, ENTER, F2, F3, UP, logged, run_demo

pytestmark = pytest.mark.terminal

RUNS = 20
WORDS = ("one", "two", "three", "four", "five")


def scans(run: int, suffix: bytes = ENTER) -> bytes:
    """Fifty scans, others in each run."""
    return b"".join(code.encode() + suffix for code in codes(run))


def codes(run: int) -> list[str]:
    return [f"{run:02}{number:02}" for number in range(50)]  # short ones: it is their order that matters


@pytest.mark.parametrize("suffix", [b"\n", b"\r\n"])
def test_a_scanner_may_end_its_codes_in_other_ways(log: Path, suffix: bytes) -> None:
    with run_demo("scan", log) as terminal:
        terminal.wait("ready")
        terminal.send(scans(0, suffix))
        terminal.wait(f"took {codes(0)[-1]}")
    assert logged(log) == [f"line {code}" for code in codes(0)]


@pytest.mark.parametrize("machine", MACHINES, ids=["idle", "busy"])
def test_fifty_scans_in_one_write_all_arrive_in_order(log: Path, machine: Machine) -> None:
    with machine(), run_demo("scan", log) as terminal:
        terminal.wait("ready")
        for run in range(RUNS):
            terminal.send(scans(run))
            terminal.wait(f"took {codes(run)[-1]}")
    assert logged(log) == [f"line {code}" for run in range(RUNS) for code in codes(run)]


def test_fifty_scans_arrive_in_order_though_nobody_reads_the_screen(log: Path) -> None:
    with run_demo("scan", log) as terminal:
        terminal.wait("ready")
        for run in range(RUNS):
            terminal.send(scans(run))
            sip(terminal, f"took {codes(run)[-1]}")
    assert logged(log) == [f"line {code}" for run in range(RUNS) for code in codes(run)]


@pytest.mark.parametrize("machine", MACHINES, ids=["idle", "busy"])
def test_five_fields_typed_in_one_write_are_filled_in_turn(log: Path, machine: Machine) -> None:
    back = UP * 4  # from the last field to the first
    with machine(), run_demo("form", log) as terminal:
        terminal.wait("ready")
        for run in range(RUNS):
            terminal.send(b"".join(f"{word}{run}\r".encode() for word in WORDS) + back)
            terminal.wait(f"took five{run}")
    assert logged(log) == [f"field{i} {word}{run}" for run in range(RUNS) for i, word in enumerate(WORDS)]


def test_keys_typed_before_the_program_paints_are_kept(log: Path) -> None:
    with run_demo("form", log, typed_before=b"one\rtwo\rthree\r") as terminal:
        terminal.wait("took three")
        terminal.send(b"four\r")
        terminal.wait("took four")
    assert logged(log) == ["field0 one", "field1 two", "field2 three", "field3 four"]


def test_keys_typed_before_the_desk_is_ready_are_kept_until_it_is(log: Path) -> None:
    with run_demo("late", log) as terminal:
        terminal.until(lambda: logged(log) == ["painted"])
        terminal.send(b"alfki\r12 chai\r")
        terminal.wait("took 12 chai")
    assert logged(log) == ["painted", "ready", "line alfki", "line 12 chai"]


@pytest.mark.parametrize("key", [F2, CTRL_G])
def test_letters_typed_after_going_to_another_screen_land_there(log: Path, key: bytes) -> None:
    with run_demo("push", log) as terminal:
        terminal.wait("ready")
        terminal.send(b"here\r" + key + b"there\rtoo\r" + F3 + b"back\r")
        terminal.wait("took back")
    assert logged(log) == ["line here", "second there", "second too", "line back"]


def test_a_paste_of_many_lines_keeps_every_line(log: Path) -> None:
    with run_demo("scan", log) as terminal:
        terminal.wait("ready")
        terminal.send(b"\x1b[200~4012345678901\r\n4012345678902\n\n 4012345678903\n\x1b[201~after\r")
        terminal.wait("took after")
    assert logged(log) == ["pasted 4012345678901", "pasted 4012345678902", "pasted 4012345678903", "line after"]


def test_a_paste_of_one_line_goes_into_the_field_without_its_control_characters(log: Path) -> None:
    with run_demo("scan", log) as terminal:
        terminal.wait("ready")
        terminal.send(b"a\x1b[200~b\tc\x01\xe2\x80\xaed\n\x1b[201~e\r")
        terminal.wait("took")
    assert logged(log) == ["line ab cde"]


def test_keys_typed_while_a_verb_runs_wait_for_its_answer(log: Path) -> None:
    with run_demo("verb", log) as terminal:
        terminal.wait("ready")
        terminal.send(b"first\rsecond\rthird\r")
        terminal.until(lambda: "ended third" in logged(log))
    assert logged(log) == ["begun first", "ended first", "begun second", "ended second", "begun third", "ended third"]


def test_a_refused_entry_drops_what_was_typed_ahead_and_says_how_much(log: Path) -> None:
    with run_demo("verb", log) as terminal:
        terminal.wait("ready")
        terminal.send(b"good\rbad\r4 tofu\r5 chai\r")
        terminal.until(lambda: any(line.startswith("dropped") for line in logged(log)))
        terminal.send(b"again\r")
        terminal.until(lambda: "ended again" in logged(log))
    assert logged(log)[:5] == ["begun good", "ended good", "begun bad", "ended bad", "dropped 14"]
    assert logged(log)[5:] == ["begun again", "ended again"]


def test_what_is_still_on_its_way_when_an_entry_is_refused_is_dropped_too(log: Path) -> None:
    with run_demo("verb", log) as terminal:
        terminal.wait("ready")
        terminal.send(b"bad\r4 to")
        terminal.until(lambda: "ended bad" in logged(log))
        terminal.send(b"fu\r")
        terminal.until(lambda: len(logged(log)) == 3)
    assert logged(log) == ["begun bad", "ended bad", "dropped 7"]
