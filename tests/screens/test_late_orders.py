"""Late orders on the screen: how late, what is missing, and another day for what is marked."""

from __future__ import annotations

from datetime import date, timedelta

from orderdesk.desk import expected
from orderdesk.desk.verb import Desk
from orderdesk.queries.late import late_orders
from orderdesk.queries.order_card import order_card
from orderdesk.screens.late_orders import LateOrdersScreen
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.screens.desk_stage import at_desk
from tests.selling import sell

SOON = TODAY + timedelta(days=5)


def late(store: Store, count: int = 1) -> list[int]:
    """Orders that Konbu comes too late for."""
    person(store, "pat").do(expected.expect, "KONBU", 50_000, TODAY + timedelta(days=12), source="PO 8")
    return [sell(store, ("CHAI", 1), ("KONBU", 3 + one), wanted=SOON) for one in range(count)]


def wanted(store: Store, number: int) -> date:
    desk: Desk = person(store, "ann")
    return desk.ask(order_card, number).header.wanted_date


async def test_it_says_how_late_what_is_missing_and_when_it_comes(sqlite_store: Store) -> None:
    (number,) = late(sqlite_store)
    sell(sqlite_store, ("CHAI", 2), wanted=SOON)
    async with at_desk(sqlite_store, "ann", LateOrdersScreen) as hands:
        row = hands.row_with("▸")
        assert str(number) in row and "! by 7 days" in row and "3 KONBU" in row
        assert "1 order" in hands.text
        assert "the goods are there 7 days late" in hands.text
        assert "1 reserved: pick them" in hands.row_with(" 1 CHAI")
        assert "3 of 3 due Tue 24 Nov (PO 8)" in hands.row_with(" 2 KONBU")


async def test_d_gives_the_marked_orders_another_day_and_they_are_late_no_more(sqlite_store: Store) -> None:
    numbers = late(sqlite_store, 3)
    async with at_desk(sqlite_store, "ann", LateOrdersScreen) as hands:
        await hands.press("space", "space", "d", "+", "2", "0", "enter", "enter")
        assert hands.status == f"{numbers[0]} wanted Wed 2 Dec, {numbers[1]} wanted Wed 2 Dec"
        assert str(numbers[2]) in hands.row_with("▸")
    assert [wanted(sqlite_store, number) for number in numbers] == [date(2026, 12, 2), date(2026, 12, 2), SOON]


async def test_an_order_that_stays_late_leaves_the_highlight_to_the_next(sqlite_store: Store) -> None:
    first, second = late(sqlite_store, 2)
    async with at_desk(sqlite_store, "ann", LateOrdersScreen) as hands:
        await hands.press("d", "+", "7", "enter", "enter")
        assert str(second) in hands.row_with("▸")
        assert [order.number for order in person(sqlite_store, "ann").ask(late_orders)] == [second, first]


async def test_a_day_that_is_none_is_asked_for_again(sqlite_store: Store) -> None:
    (number,) = late(sqlite_store)
    async with at_desk(sqlite_store, "ann", LateOrdersScreen) as hands:
        await hands.type("dsoon⏎⏎")
        assert "is not a date like" in hands.status and hands.app.bells == 1
        await hands.press("enter")
        assert wanted(sqlite_store, number) == SOON
        await hands.press("f12", "d", "enter", "enter")
        assert "when is it wanted now?" in hands.status


async def test_f11_explains_every_line_and_enter_opens_the_order(sqlite_store: Store) -> None:
    (number,) = late(sqlite_store)
    async with at_desk(sqlite_store, "ann", LateOrdersScreen) as hands:
        await hands.press("f11")
        assert f"WHY   order {number} is late" in hands.rows[0] and "3 of 3 due Tue 24 Nov (PO 8)" in hands.text
        await hands.press("f12", "enter")
        assert f"ORDER {number}" in hands.rows[0]


async def test_nothing_late_is_said(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "ann", LateOrdersScreen) as hands:
        assert "Nothing is late." in hands.text
        await hands.press("d", "f11", "enter")
        assert hands.status == "nothing is late"
