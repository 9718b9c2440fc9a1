"""What somebody does at another terminal appears by itself, and disturbs nobody."""

from __future__ import annotations

from orderdesk.desk import approvals, orders, stock
from orderdesk.queries.approvals import waiting
from orderdesk.screens.desk_app import DeskApp
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import Hands, seated
from tests.selling import sell


async def begun(ann: Hands, *typed: str) -> None:
    """An order with chai on it, and whatever else is typed; the desk has looked around once."""
    await ann.type("<f6>", "alfki⏎", "12 chai⏎", *typed)
    await ann.look_around()


def test_it_is_looked_for_often_enough_to_be_seen_within_a_second() -> None:
    assert DeskApp.LOOK_EVERY <= 0.5


async def test_goods_that_another_terminal_takes_are_gone_while_the_line_is_typed(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await begun(ann, "40 tofu")
        assert "free 35" in ann.row_with("TOFU on hand")
        sell(sqlite_store, ("TOFU", 30))
        await ann.look_around()
        assert "free 5" in ann.row_with("TOFU on hand")
        assert "40 tofu" in ann.row_with("Line 2")


async def test_goods_that_come_in_make_a_saved_line_leave_in_time(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "40 tofu⏎")
        await ann.look_around()
        assert "35" in ann.row_with("Tofu")
        assert "◐" in ann.row_with("Tofu")
        person(sqlite_store, "pat").do(stock.receive, "TOFU", 100_000)
        await ann.look_around()
        assert "✓ ok" in ann.row_with("Tofu")


async def test_an_order_of_the_same_customer_uses_the_credit_of_this_one(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await begun(ann)
        assert "room 9,742.96" in ann.row_with("Credit")
        sell(sqlite_store, ("QUESO-M", 10), customer="ALFKI")
        await ann.look_around()
        assert "room 9,742.96" not in ann.row_with("Credit")


async def test_a_hold_that_is_released_says_so_at_the_clerks_screen(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await begun(ann)
        await ann.type("400 queso-m⏎", "⏎⏎")
        assert "is held for" in ann.status
        await ann.look_around()
        lou = person(sqlite_store, "lou")
        for order in lou.ask(waiting):
            for hold in order.holds:
                lou.do(approvals.release, order.order, hold, "fine")
        await ann.look_around()
        assert ann.status.startswith("order 1001 was released: it is confirmed")
        assert "confirmed" in ann.row_with("ORDER 1001")


async def test_what_is_being_typed_and_what_is_highlighted_stay(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await begun(ann, "4 tofu⏎", "<f7>", "6 que")
        sell(sqlite_store, ("CHAI", 1))
        await ann.look_around()
        assert "▸  1" in ann.row_with("Chai ")
        assert "6 que" in ann.row_with("Line 3")


async def test_nothing_is_drawn_while_nothing_changes(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await begun(ann)
        before = ann.rows()
        drawn: list[object] = []
        ann.screen.changed = lambda: drawn.append(1)  # type: ignore[method-assign]
        await ann.look_around()
        await ann.look_around()
        assert drawn == []
        assert ann.rows() == before


async def test_a_draft_thrown_away_elsewhere_is_said_and_the_field_asks_for_the_next_customer(
    sqlite_store: Store,
) -> None:
    async with seated(sqlite_store) as ann:
        await begun(ann)
        person(sqlite_store, "ann").do(orders.discard, 1001)
        await ann.look_around()
        assert "there is no order 1001" in ann.status
        assert ann.sees("Customer")


async def test_a_draft_submitted_elsewhere_is_not_entered_on(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await begun(ann)
        person(sqlite_store, "ann").do(orders.submit, 1001)
        await ann.look_around()
        assert "confirmed" in ann.row_with("ORDER 1001")
        await ann.type("4 tofu⏎")
        assert "4 tofu" in ann.status
