"""What a person sees at the terminal, and what it costs the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.terminal.pty_app import CTRL_O, CTRL_R, DOWN, ENTER, F5, F12, Terminal, logged, run_demo

pytestmark = pytest.mark.terminal


def type_and_count(terminal: Terminal, text: str) -> float:
    """Bytes a key, each key answered before the next."""
    terminal.quiet()
    return sum(bytes_of_key(terminal, letter.encode()) for letter in text) / len(text)


def bytes_of_key(terminal: Terminal, key: bytes) -> int:
    terminal.send(key)
    return terminal.quiet()


@pytest.mark.parametrize("mode", ["scan", "grid"])
def test_a_letter_writes_itself_and_the_cursor(log: Path, mode: str) -> None:
    with run_demo(mode, log) as terminal:
        terminal.wait("ready")
        assert 0 < type_and_count(terminal, "alfki 12") <= 120


def test_nothing_is_written_while_nobody_types(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        terminal.send(b"x")
        terminal.quiet()
        assert terminal.quiet() == 0


def test_text_from_outside_is_shown_literally_and_moves_nothing(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        text = terminal.text
        assert "Smith [/b] Co" in text
        assert "␛]0;title␇" in text
        assert "�override" in text
        assert b"\x1b]0;title" not in terminal.output
        terminal.send(b"que")
        terminal.wait("QUESO-M")
        assert "Smith [/b] Co" in terminal.lines[terminal.row_of("QUESO-M")]


def test_names_in_wide_characters_keep_the_columns_aligned(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        rows = [line for line in terminal.lines if "✓ ok" in line]
        assert any("東京商事" in row for row in rows)
        assert len({cell_len(row[: row.index("✓")]) for row in rows}) == 1


@pytest.mark.parametrize(("columns", "absent"), [(72, "Bin"), (62, "Price")])
def test_a_narrow_terminal_loses_columns_but_no_total(log: Path, columns: int, absent: str) -> None:
    with run_demo("grid", log, columns=columns) as terminal:
        terminal.wait("ready")
        assert absent not in terminal.lines[0]
        assert "8,991,000.00" in terminal.text


def test_states_and_highlight_are_legible_without_colour(log: Path) -> None:
    with run_demo("grid", log, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait("ready")
        terminal.send(b"ab")
        terminal.wait("ab")
        terminal.quiet()
        row = terminal.row_of("SKU-0")
        assert "▸" in terminal.lines[row] and "✓ ok" in terminal.lines[row]
        cells = [cell for line in terminal.screen.buffer.values() for cell in line.values()]
        assert {cell.fg for cell in cells} | {cell.bg for cell in cells} == {"default"}
        cursor = terminal.screen.buffer[terminal.row_of("ab")]
        assert cursor[2].reverse and not cursor[1].reverse


def test_sixteen_colours_are_enough(log: Path) -> None:
    env = {"TERM": "xterm-16color", "COLORTERM": ""}
    with run_demo("grid", log, env=env) as terminal:
        terminal.wait("ready")
        assert b"38;2;" not in terminal.output and b"38;5;" not in terminal.output


def test_the_footer_shows_the_key_that_arrived(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("F10 Confirm")
        terminal.send(CTRL_O)
        terminal.wait("^O Confirm")


def test_no_scan_clears_the_banner_and_its_key_does(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        rings = terminal.output.count(b"\x07")
        terminal.send(b"konbu\r")
        terminal.wait("WRONG ITEM")
        terminal.until(lambda: terminal.output.count(b"\x07") == rings + 3, "three rings")
        terminal.quiet()
        terminal.send(b"4012345678901\r\x1b[200~4012345678901\n\x1b[201~")
        terminal.until(lambda: terminal.output.count(b"\x07") == rings + 6, "three more")
        assert "WRONG ITEM" in terminal.text
        terminal.send(F12 + b"chai\r")
        terminal.until(lambda: "chai -" in logged(log))
        assert "WRONG ITEM" not in terminal.text
    assert logged(log) == ["konbu -", "cleared", "chai -"]


def test_enter_on_an_empty_line_asks_and_enter_places(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        terminal.send(ENTER)
        terminal.wait("Total 1,579.73")
        terminal.wait("Enter place it")
        terminal.send(ENTER)
        terminal.until(lambda: "placed" in logged(log))
    assert logged(log) == ["- -", "placed"]


@pytest.mark.parametrize("key", [F12, CTRL_R])
def test_cancel_closes_the_confirm_bar_and_the_line_goes_on(log: Path, key: bytes) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        terminal.send(ENTER + key + b"chai\r")
        terminal.until(lambda: "chai -" in logged(log))
    assert logged(log) == ["- -", "closed", "chai -"]


def test_a_scan_cannot_press_the_enter_of_the_confirm_bar(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        terminal.send(ENTER + b"4012345678901\r4012345678902\r")
        terminal.until(lambda: "4012345678902 -" in logged(log))
    assert logged(log) == ["- -", "closed", "4012345678901 -", "4012345678902 -"]


def test_an_arrow_and_enter_choose_a_suggestion_in_one_burst(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        terminal.send(b"que" + DOWN + DOWN + ENTER + b"tofu\r")
        terminal.until(lambda: "tofu -" in logged(log))
    assert logged(log) == ["que QUESO-M", "tofu -"]


def test_refresh_paints_everything_anew(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        terminal.quiet()
        terminal.show(b"\x1b[2J")  # another program has written to the terminal
        assert "SKU-0" not in terminal.text
        terminal.send(b"x")
        terminal.quiet()
        assert "SKU-0" not in terminal.text
        terminal.send(F5)
        terminal.wait("SKU-0")


def test_a_resized_terminal_is_painted_anew(log: Path) -> None:
    with run_demo("grid", log) as terminal:
        terminal.wait("ready")
        terminal.quiet()
        terminal.show(b"\x1b[2J")
        terminal.resize(100, 30)
        terminal.wait("SKU-0")
