"""Orders that are typed faster than they can be taken: each is placed, to the cent, with its lines in their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.burdens import MACHINES, Machine, sip
from tests.terminal.order_desk import desk, entered, gross_of_order, keys_of_order, lines_of_order, orders
from tests.terminal.pty_app import BACKSPACE, DOWN, ENTER, F3, F6, F7, F10, F12, HOME, LEFT, UP, Terminal

pytestmark = pytest.mark.terminal

RUNS = 20
STARTS = 2


def check(path: Path, *numbers: int) -> None:
    """The orders 1001, 1002 … were typed with 1, 2 … of chai."""
    for number, order in zip(numbers, orders(path, *numbers), strict=True):
        assert order.state in ("confirmed", "submitted"), number
        assert entered(order) == lines_of_order(number - 1000), number
        assert order.gross == gross_of_order(number - 1000), number


def money(chai: int) -> str:
    return f"{gross_of_order(chai) / 100:,.2f}"


@pytest.mark.parametrize("machine", MACHINES, ids=["idle", "busy"])
def test_an_order_in_one_write_is_placed_twenty_times_of_twenty(company: Path, machine: Machine) -> None:
    with machine(), desk(company) as terminal:
        terminal.wait("Receivables")
        for run in range(1, RUNS + 1):
            terminal.send(keys_of_order(run))
            terminal.wait(f"ORDER {1000 + run} confirmed")
    check(company, *range(1001, 1001 + RUNS))


def test_twenty_orders_in_one_write_are_placed_though_nobody_reads_the_screen(company: Path) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(b"".join(keys_of_order(run) for run in range(1, RUNS + 1)))
        sip(terminal, f"ORDER {1000 + RUNS} confirmed")
    check(company, *range(1001, 1001 + RUNS))


@pytest.mark.parametrize("machine", MACHINES, ids=["idle", "busy"])
def test_an_order_typed_right_after_the_start_is_placed(company: Path, machine: Machine) -> None:
    with machine():
        for run in range(1, STARTS + 1):
            with desk(company, typed_before=keys_of_order(run)) as terminal:
                terminal.wait(f"ORDER {1000 + run} confirmed")
    check(company, *range(1001, 1001 + STARTS))


def begin(path: Path) -> Terminal:
    """A desk with an order that waits for its first line."""
    terminal = desk(path)
    terminal.wait("Receivables")
    terminal.send(F6 + b"ernsh\r")
    terminal.wait("Line 1")
    return terminal


def test_lines_that_are_pasted_between_keys_are_entered_in_their_place(company: Path) -> None:
    with begin(company) as terminal:
        terminal.send(b"1 chai\r\x1b[200~2 chai\r\n3 chai\n\n4 chai\n\x1b[201~5 chai\r" + F10)
        terminal.wait("5 lines   Total")
    (order,) = orders(company, 1001)
    assert entered(order) == [("CHAI", quantity * 1_000, 0) for quantity in (1, 2, 3, 4, 5)]


def test_a_refused_line_in_a_burst_drops_the_rest_and_says_how_much(company: Path) -> None:
    rest = b"3 chai\r" + F10 + ENTER
    with begin(company) as terminal:
        terminal.send(b"1 chai\r2 nonsense\r" + rest)
        terminal.wait("(9 keys typed ahead dropped)")
        assert "Refused: no product has the code" in terminal.text
        terminal.send(b"4 tofu\r")
        terminal.wait("Line 3")
    (order,) = orders(company, 1001)
    assert order.state == "draft"
    assert entered(order) == [("CHAI", 1_000, 0), ("TOFU", 4_000, 0)]


def test_a_refused_line_of_a_paste_drops_the_lines_after_it(company: Path) -> None:
    with begin(company) as terminal:
        terminal.send(b"\x1b[200~1 chai\n2 nonsense\n3 chai\n\x1b[201~4 chai\r")
        terminal.wait("(7 keys typed ahead dropped)")
        assert "2 nonsense" in terminal.text
    (order,) = orders(company, 1001)
    assert entered(order) == [("CHAI", 1_000, 0)]


def test_arrows_backspace_and_function_keys_keep_their_place_in_a_burst(company: Path) -> None:
    with begin(company) as terminal:
        terminal.send(
            b"1 chaX" + BACKSPACE + b"i\r"  # a slip, mended
            + b" tofu" + HOME + b"2\r"  # the quantity put before it
            + b"3 quso-m" + LEFT * 4 + b"e" + ENTER  # and a letter into it
            + F7 + b"*7\r"  # back to the line before: seven of them
            + b"zzz" + F12 + b"4 chai\r"  # given up, and another
            + UP + b"fri\r"  # the wanted day, and back down
            + b"que" + DOWN + ENTER
            + b"5 saffron\r-\r"  # and taken out again
        )  # fmt: skip
        terminal.wait("Line 6")
        terminal.until(lambda: len(orders(company, 1001)[0].lines) == 5)
        terminal.send(F3)
        terminal.wait("kept as a draft")
    (order,) = orders(company, 1001)
    assert entered(order) == [
        ("CHAI", 1_000, 0), ("TOFU", 7_000, 0), ("QUESO-M", 3_000, 0), ("CHAI", 4_000, 0), ("QUESO-M", 1_000, 0),
    ]  # fmt: skip
    assert order.wanted.isoformat() == "2026-11-13"
