"""How many keys the order of the sketch takes, and that the page says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.page import PAGE, keys_of_an_order
from tests.terminal.order_desk import CONTENT_KEYS, CONTROL_KEYS, THE_ORDER, TOTAL, desk, entered, orders
from tests.terminal.pty_app import DOWN, ENTER, F6, F10

pytestmark = pytest.mark.terminal

MOST = 15


def test_the_order_of_the_sketch_takes_eight_control_keys(company: Path) -> None:
    pressed = [key for key in THE_ORDER if key in (F6, ENTER, DOWN, F10)]
    typed = "".join(key.decode() for key in THE_ORDER if key not in pressed)
    assert typed == "alfki" + "12 chai" + "40 tofu -5%" + "6 que"
    with desk(company) as terminal:
        terminal.wait("Receivables")
        for key in THE_ORDER:
            terminal.send(key)
            terminal.quiet()
        terminal.wait(f"order 1001 confirmed, total {TOTAL}")
    assert entered(orders(company, 1001)[0]) == [("CHAI", 12_000, 0), ("TOFU", 40_000, 5_000), ("QUESO-M", 6_000, 0)]
    assert len(pressed) == CONTROL_KEYS == 8 <= MOST
    assert len(typed) == CONTENT_KEYS == 28


def test_the_page_says_how_many_keys_it_takes() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "| orderdesk | 8 | 36 |" in page
    assert "\n".join(keys_of_an_order()) in page
