"""The desk in a real terminal: the order of the sketch, as fast as a terminal takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from orderdesk.queries.live import LiveDraft
from tests.terminal.order_desk import THE_ORDER, TOTAL, desk, entered, orders
from tests.terminal.pty_app import ENTER, F3, F6, F12

pytestmark = pytest.mark.terminal


def is_the_order(found: LiveDraft) -> bool:
    return found.state == "confirmed" and entered(found) == [
        ("CHAI", 12_000, 0), ("TOFU", 40_000, 5_000), ("QUESO-M", 6_000, 0),
    ]  # fmt: skip


def test_the_order_of_the_sketch_in_one_write(company: Path) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(b"".join(THE_ORDER))
        terminal.wait(f"order 1001 confirmed, total {TOTAL}")
    assert is_the_order(orders(company, 1001)[0])


def test_the_order_typed_before_the_desk_stands(company: Path) -> None:
    with desk(company, typed_before=b"".join(THE_ORDER)) as terminal:
        terminal.wait("order 1001 confirmed")
    assert is_the_order(orders(company, 1001)[0])


def test_a_line_lost_in_the_middle_loses_no_line_that_was_accepted(company: Path) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(b"".join(THE_ORDER[:5]))
        terminal.wait("✓ ok")  # and the terminal is killed
    with desk(company) as terminal:
        terminal.wait("1001  ALFKI")
    assert [(line.sku, line.quantity) for line in orders(company, 1001)[0].lines] == [("CHAI", 12_000)]


def test_a_letter_costs_itself_and_what_is_different_in_the_rows_below(company: Path) -> None:
    with desk(company) as terminal:
        terminal.wait("Receivables")
        terminal.send(F6 + b"alfki" + ENTER)
        terminal.wait("Line 1")
        terminal.quiet()
        for letter, most in ((b"q", 1000), (b"u", 120), (b"e", 120)):  # the first finds a product, the others the same
            terminal.send(letter)
            assert terminal.quiet() <= most


@pytest.mark.parametrize("option", [{"NO_COLOR": "1"}, {"TERM": "linux", "COLORTERM": ""}])
def test_it_is_legible_without_colours(company: Path, option: dict[str, str]) -> None:
    with desk(company, env=option) as terminal:
        terminal.wait("Receivables")
        terminal.send(b"".join(THE_ORDER[:-2]))
        terminal.wait("◐ 35")
        terminal.send(F12)
        terminal.wait("New order")
        terminal.send(F3)
