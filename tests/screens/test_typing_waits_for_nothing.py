"""A key never waits for a query, and an answer that comes late disturbs nothing that was typed since."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual import events

from orderdesk.queries import live, look_up
from orderdesk.queries.typed_line import typed_line
from orderdesk.screens import order_lines
from orderdesk.screens.order_entry import OrderEntryScreen
from orderdesk.store.store import Store
from tests.screens.seat import NAMES, PATIENCE, Hands, seated
from tests.screens.test_order_entry import draft, entered


class Late:
    """A query that gives no answer until it is let go."""

    def __init__(self, query: Callable[..., Any]) -> None:
        self._query = query
        self.asked, self.let_go = threading.Event(), threading.Event()

    def __call__(self, *args: Any, **named: Any) -> Any:
        self.asked.set()
        assert self.let_go.wait(PATIENCE)
        return self._query(*args, **named)

    __name__ = "late"


@pytest.fixture
def late_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Late]:
    late = Late(typed_line)
    monkeypatch.setattr(order_lines, "typed_line", late)
    yield late
    late.let_go.set()


@pytest.fixture
def late_customers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Late]:
    late = Late(look_up.customers)
    monkeypatch.setattr(look_up, "customers", late)
    yield late
    late.let_go.set()


async def hit(hands: Hands, text: str) -> None:
    """Type it, and wait for the keys alone."""
    for character in text:
        name = NAMES.get(character)
        hands.app.post_message(events.Key(name or character, None if name else character))
    await hands.app.keys_settled()
    await hands.pilot.pause()


def screen(hands: Hands) -> OrderEntryScreen:
    assert isinstance(hands.screen, OrderEntryScreen)
    return hands.screen


async def test_letters_are_painted_while_the_look_up_of_products_has_no_answer(
    sqlite_store: Store, late_lines: Late
) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎")
        await hit(ann, "40 tofu -5%")
        assert late_lines.asked.is_set()
        assert "40 tofu -5%" in ann.row_with("Line 1")
        assert screen(ann).suggestions.rows == ()
        late_lines.let_go.set()
        await ann.quiet()
        assert "on hand 35" in ann.row_with("TOFU on hand")


async def test_letters_are_painted_while_the_look_up_of_customers_has_no_answer(
    sqlite_store: Store, late_customers: Late
) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>")
        await hit(ann, "alfreds")
        assert late_customers.asked.is_set()
        assert "alfreds" in ann.row_with("Customer")
        late_customers.let_go.set()
        await ann.quiet()
        assert ann.sees("Alfreds Futterkiste")


async def test_a_late_answer_disturbs_nothing_that_was_typed_since(sqlite_store: Store, late_lines: Late) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎")
        await hit(ann, "40 tofu")
        for _ in range(7):
            ann.app.post_message(events.Key("backspace", None))
        await hit(ann, "3 chai")
        late_lines.let_go.set()
        await ann.quiet()
        assert screen(ann).entry.value == "3 chai"
        assert [row.code for row in screen(ann).suggestions.rows] == ["CHAI"]
        assert ann.sees("CHAI on hand") and not ann.sees("TOFU")


async def test_enter_on_a_code_waits_for_no_look_up(sqlite_store: Store, late_lines: Late) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎")
        await hit(ann, "12 chai⏎40 tofu⏎")
        assert entered(sqlite_store) == [("CHAI", 12_000), ("TOFU", 40_000)]
        assert not late_lines.let_go.is_set()
        late_lines.let_go.set()
        await ann.quiet()
        assert screen(ann).suggestions.rows == ()


async def test_what_stands_behind_a_line_comes_late_and_leaves_the_field_alone(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(live.line)
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "40 tofu⏎")
        monkeypatch.setattr(live, "line", late)
        screen(ann).look_behind()
        await hit(ann, "zz")
        late.let_go.set()
        await ann.quiet()
        assert screen(ann).entry.value == "zz"
        assert not ann.sees("TOFU on hand")
        assert draft(sqlite_store).state == "draft"
