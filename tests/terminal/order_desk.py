"""The desk of the test company in a terminal, what is typed there, and what is found in the database afterwards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from orderdesk.queries import live
from orderdesk.queries.live import LiveDraft
from orderdesk.store.store import open_store
from tests.company import person
from tests.terminal.pty_app import DOWN, ENTER, F6, F10, Terminal

THE_ORDER = (F6, b"alfki", ENTER, b"12 chai", ENTER, b"40 tofu -5%", ENTER, b"6 que", DOWN, ENTER, F10, ENTER)
TOTAL = "1,579.73"
CONTROL_KEYS = sum(1 for key in THE_ORDER if not key.decode().isprintable())
CONTENT_KEYS = sum(len(key) for key in THE_ORDER if key.decode().isprintable())


def desk(path: Path, **options: Any) -> Terminal:
    """Ann's desk."""
    return Terminal([sys.executable, str(Path(__file__).parent / "desk.py"), "ann", str(path)], **options)


def orders(path: Path, *numbers: int) -> list[LiveDraft]:
    """These orders as they stand in the database."""
    store = open_store(str(path))
    try:
        ann = person(store, "ann")
        return [ann.ask(live.draft, number) for number in numbers]
    finally:
        store.close()


def entered(order: LiveDraft) -> list[tuple[str, int, int]]:
    """SKU, quantity and discount of its lines."""
    return [(line.sku, line.quantity, line.discount) for line in order.lines]


def keys_of_order(chai: int, *, place: bytes = F10 + ENTER) -> bytes:
    """A customer, three lines, F10 and Enter; each order another quantity, so that none is a duplicate."""
    return F6 + b"ernsh\r" + f"{chai} chai\r".encode() + b"40 tofu -5%\r6 que" + DOWN + ENTER + place


def lines_of_order(chai: int) -> list[tuple[str, int, int]]:
    """What those keys mean."""
    return [("CHAI", chai * 1_000, 0), ("TOFU", 40_000, 5_000), ("QUESO-M", 6_000, 0)]


def gross_of_order(chai: int) -> int:
    """Its total in cents: 18.00, 23.25 less 5 %, and 38.00 a piece, with 19 % tax."""
    net = chai * 1_800 + 40 * 2_325 * 95 // 100 + 6 * 3_800
    return net + (net * 19 + 50) // 100
