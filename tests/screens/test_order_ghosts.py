"""As last time: what the customer had comes back line by line, and only what is wanted of it."""

from __future__ import annotations

import pytest

from orderdesk.desk import orders
from orderdesk.queries import live
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import seated
from tests.selling import sell


@pytest.fixture
def shop(sqlite_store: Store) -> Store:
    """ALFKI had chai and tofu twice, and last time queso."""
    sell(sqlite_store, ("CHAI", 12), ("TOFU", 4), customer="ALFKI")
    sell(sqlite_store, ("CHAI", 10), ("QUESO-M", 6), customer="ALFKI")
    return sqlite_store


def entered(store: Store, number: int) -> list[tuple[str, int]]:
    return [(line.sku, line.quantity // 1_000) for line in person(store, "ann").ask(live.draft, number).lines]


async def test_enter_takes_one_line_after_the_other(shop: Store) -> None:
    async with seated(shop) as ann:
        await ann.type("<f6>", "alfki⏎", "<f9>")
        assert "Order 1002 of 12 Nov 2026" in ann.row_with("Order 1002")
        assert "▸ CHAI" in ann.row_with("10 pc Chai")
        await ann.type("⏎⏎")
        assert entered(shop, 1003) == [("CHAI", 10), ("QUESO-M", 6)]
        assert "nothing is left; F9 offers" in ann.status


async def test_it_comes_in_one_burst_too_and_the_order_is_submitted(shop: Store) -> None:
    async with seated(shop) as ann:
        await ann.type("<f6>", "alfki⏎", "<f9>", "⏎⏎", "⏎⏎")
        assert ann.status.startswith("order 1003 is held for duplicate")
        assert entered(shop, 1003) == [("CHAI", 10), ("QUESO-M", 6)]


async def test_equals_and_enter_does_the_same_without_a_function_key(shop: Store) -> None:
    async with seated(shop) as ann:
        await ann.type("<f6>", "alfki⏎", "=⏎", "⏎", "2⏎")
        assert entered(shop, 1003) == [("CHAI", 10), ("QUESO-M", 2)]


async def test_a_number_changes_how_many_and_an_arrow_passes_over(shop: Store) -> None:
    async with seated(shop) as ann:
        await ann.type("<f6>", "alfki⏎", "<f9>", "↓", "3⏎")
        assert entered(shop, 1003) == [("QUESO-M", 3)]
        assert "▸ CHAI" in ann.row_with("10 pc Chai")


async def test_equals_again_takes_all_that_are_left(shop: Store) -> None:
    async with seated(shop) as ann:
        await ann.type("<f6>", "alfki⏎", "=⏎", "12⏎", "=⏎")
        assert entered(shop, 1003) == [("CHAI", 12), ("QUESO-M", 6)]


async def test_f9_again_offers_the_usual_basket(shop: Store) -> None:
    async with seated(shop) as ann:
        await ann.type("<f6>", "alfki⏎", "<f9>", "<f9>")
        assert "The usual basket" in ann.row_with("The usual basket")
        assert "CHAI" in ann.row_with("▸")


async def test_anything_else_is_a_line_like_any_other_and_the_ghosts_come_back(shop: Store) -> None:
    async with seated(shop) as ann:
        await ann.type("<f6>", "alfki⏎", "<f9>", "5 tofu⏎")
        assert entered(shop, 1003) == [("TOFU", 5)]
        assert "▸ CHAI" in ann.row_with("10 pc Chai")


async def test_f12_ends_it_and_enter_means_the_total_again(shop: Store) -> None:
    async with seated(shop) as ann:
        await ann.type("<f6>", "alfki⏎", "<f9>", "⏎", "<f12>", "⏎")
        assert entered(shop, 1003) == [("CHAI", 10)]
        assert ann.sees("Enter submit it")


async def test_a_refused_ghost_stands_in_the_field_and_nothing_else_is_taken(shop: Store) -> None:
    async with seated(shop) as ann:
        await ann.type("<f6>", "alfki⏎", "<f9>", "0⏎⏎⏎")
        assert entered(shop, 1003) == []
        assert "quantity" in ann.status


async def test_a_customer_who_has_had_nothing_is_told_so(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "<f9>")
        assert ann.status.startswith("ALFKI has had nothing else so far")


async def test_what_is_done_is_taken_back_step_by_step(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎", "4 tofu⏎", "*6⏎", "-⏎", "<ctrl+z>")
        assert entered(sqlite_store, 1001) == [("CHAI", 12), ("TOFU", 6)]
        assert ann.status == "TOFU is there again"
        await ann.type("<ctrl+z>")
        assert ann.status.startswith("TOFU is 4 pc again")
        await ann.type("<ctrl+z>", "<ctrl+z>", "<ctrl+z>")
        assert entered(sqlite_store, 1001) == []
        assert ann.status == "There is nothing to take back"


async def test_a_typed_price_comes_back_with_its_line(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", '4 tofu @22 -1% "soft"⏎', "-⏎", "<ctrl+z>")
        (line,) = person(sqlite_store, "ann").ask(live.draft, 1001).lines
        assert (line.price, line.by_hand, line.discount, line.note) == (220_000, True, 1_000, "soft")


async def test_nothing_of_the_order_before_can_be_taken_back(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎", "⏎⏎", "ernsh⏎", "<ctrl+z>")
        assert ann.status == "There is nothing to take back"
        assert entered(sqlite_store, 1001) == [("CHAI", 12)]
        assert person(sqlite_store, "ann").ask(live.draft, 1001).state == "confirmed"


async def test_a_draft_that_somebody_else_empties_takes_nothing_back(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎")
        person(sqlite_store, "ann").do(orders.line_remove, 1001, 1)
        await ann.type("<ctrl+z>")
        assert "no line 1" in ann.status
