from __future__ import annotations

import asyncio

import pytest

from orderdesk.desk import orders
from orderdesk.in_hand import InHand
from orderdesk.screens import order_submit
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import seated


def begun(store: Store, customer: str) -> int:
    ann = person(store, "ann")
    number = ann.do(orders.new, customer)
    ann.do(orders.line, number, "CHAI", 2_000)
    return number


def lost(store: Store, *numbers: int, login: str = "ann") -> None:
    """A desk that ended with these drafts in hand."""
    hand = InHand(str(store.location), login)
    for number in numbers:
        hand.take(number)
    hand.close()


def left(store: Store) -> list[int]:
    """What the next desk of Ann would be left with."""
    hand = InHand(str(store.location), "ann")
    hand.close()
    return list(hand.left)


async def test_a_lost_draft_is_pointed_at_and_enter_goes_on_with_it(sqlite_store: Store) -> None:
    number = begun(sqlite_store, "ALFKI")
    begun(sqlite_store, "ERNSH")
    lost(sqlite_store, number)
    async with seated(sqlite_store) as ann:
        assert ann.status == "order 1001 for ALFKI was not finished: Enter goes on with it"
        assert "1001" in ann.row_with("▸")
        await ann.type("⏎")
        assert "ORDER 1001 draft" in ann.rows()[0]


async def test_a_draft_that_nobody_lost_is_listed_and_not_urged(sqlite_store: Store) -> None:
    begun(sqlite_store, "ALFKI")
    async with seated(sqlite_store) as ann:
        assert ann.sees("1001  ALFKI")
        assert ann.status == ""


async def test_of_several_the_newest_is_pointed_at_and_the_others_are_counted(sqlite_store: Store) -> None:
    lost(sqlite_store, begun(sqlite_store, "ALFKI"), begun(sqlite_store, "ERNSH"))
    async with seated(sqlite_store) as ann:
        assert ann.status == "order 1002 for ERNSH was not finished: Enter goes on with it, and 1 more below"


async def test_what_was_submitted_meanwhile_is_not_offered(sqlite_store: Store) -> None:
    number = begun(sqlite_store, "ALFKI")
    lost(sqlite_store, number)
    person(sqlite_store, "ann").do(orders.submit, number)
    async with seated(sqlite_store) as ann:
        assert ann.status == ""
    assert left(sqlite_store) == []


async def test_the_offer_of_one_person_is_not_made_to_another(sqlite_store: Store) -> None:
    lost(sqlite_store, begun(sqlite_store, "ALFKI"))
    async with seated(sqlite_store, "bob") as bob:
        assert bob.status == ""


async def test_an_order_is_in_hand_from_the_customer_to_its_end(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎", "6 q")
        ann.app.exit()
        await ann.pilot.pause()
    assert left(sqlite_store) == [1001]
    async with seated(sqlite_store) as ann:
        await ann.type("⏎")
        assert "6 q" in ann.row_with("Line 2")
        await ann.type("ueso-m⏎")
    assert left(sqlite_store) == [1001]
    async with seated(sqlite_store) as ann:
        await ann.type("⏎", "<f6>")
        assert ann.status == "order 1001 is kept as a draft"
    assert left(sqlite_store) == []
    async with seated(sqlite_store) as ann:
        await ann.type("<end>", "⏎", "⏎", "⏎")
        assert "confirmed" in ann.status
    assert left(sqlite_store) == []


async def test_ctrl_q_and_ctrl_c_say_how_to_leave_and_end_nothing(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        for key in ("<ctrl+q>", "<ctrl+c>"):
            await ann.type("<f6>", key)
            assert ann.status.startswith("F3 goes back")
            assert ann.app.is_running
            await ann.type("<f3>")


async def test_what_stands_in_the_field_is_kept_while_it_is_typed(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_submit, "KEEP_AFTER", 0.01)
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "5 chai⏎", "7 tof")
        async with asyncio.timeout(10):
            while ann.app.in_hand.text(1001) != "7 tof":
                await ann.pilot.pause()
