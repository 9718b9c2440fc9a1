"""The card of an order: how far it is in words, and the acts that the right person may do."""

from __future__ import annotations

import pytest

from orderdesk.desk import company
from orderdesk.queries.order_card import order_card
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.desk_stage import at_desk, place, ship


async def test_the_card_says_how_far_the_order_is(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12), ("TOFU", 50))
    ship(sqlite_store, [number])
    async with at_desk(sqlite_store, "vic", lambda: OrderCardScreen(number)) as hands:
        assert f"ORDER {number}  ◐ confirmed   ERNSH Ernst Handel" in hands.rows[0]
        assert "◐ partly shipped" in hands.text and "· not paid" in hands.text
        assert "✓ invoiced" in hands.row_with("CHAI")
        assert "◐ 35 of 50 left" in hands.row_with("TOFU").replace("…", "left") or "◐ 35 of 50" in hands.row_with(
            "TOFU"
        )
        assert "shipment 5001" in hands.text and "INV-2026-0001" in hands.text
        assert "Total 1,640.42" in hands.text


async def test_a_amends_the_highlighted_line(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12), ("TOFU", 5))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("↓a7⏎")
        assert hands.status.startswith("line 2 is amended")
        assert "7 pc" in hands.row_with("TOFU")
    assert [line.axes.ordered for line in person(sqlite_store, "ann").ask(order_card, number).lines] == [12_000, 7_000]


async def test_a_quantity_that_is_none_is_asked_for_again(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("aten⏎")
        assert "'ten' is not a number" in hands.status and "New quantity" in hands.text
        await hands.press("f12")
        assert "New quantity" not in hands.text


async def test_below_what_is_shipped_is_refused_with_the_figures(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("TOFU", 50))
    ship(sqlite_store, [number])
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("a10⏎")
        assert "35" in hands.status and hands.app.bells == 1


async def test_c_cancels_with_a_reason(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("c⏎")
        assert hands.status == "reason: nothing was entered"
        await hands.type("changed his mind⏎")
        assert "✗ cancelled" in hands.rows[0]
        assert "changed his mind" in hands.text


async def test_s_gives_the_rest_up_and_o_takes_it_up_again(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("TOFU", 50))
    ship(sqlite_store, [number])
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("sno more⏎")
        assert "✓ closed" in hands.rows[0]
        await hands.type("ohe called⏎")
        assert "◐ confirmed" in hands.rows[0]


async def test_i_bills_what_has_left(sqlite_store: Store) -> None:
    person(sqlite_store, "root").do(company.setting, "billing", "hand")
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    ship(sqlite_store, [number])
    async with at_desk(sqlite_store, "rae", lambda: OrderCardScreen(number)) as hands:
        assert "· not billed" in hands.text
        await hands.press("i")
        assert hands.status == "invoice INV-2026-0001 is posted"
        assert "✓ billed" in hands.text and "✓ closed" in hands.rows[0]


async def test_h_holds_by_hand(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("hask him⏎")
        assert "! held: manual" in hands.text


@pytest.mark.parametrize("typed", ["cno⏎", "i", "a3⏎"])
async def test_who_may_not_is_told_which_right_is_missing(sqlite_store: Store, typed: str) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    async with at_desk(sqlite_store, "vic", lambda: OrderCardScreen(number)) as hands:
        await hands.type(typed)
        assert hands.status.startswith("vic may not do")


async def test_what_is_not_there_is_said(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "vic", lambda: OrderCardScreen(9)) as hands:
        assert hands.status == "there is no order 9"
        await hands.type("a")
        assert hands.status == "there is no line to amend"


async def test_text_from_outside_is_shown_literally(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("h[red]stop[/red]⏎")
        assert "[red]stop[/red]" in hands.text


async def test_a_paper_opens_as_text(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.press("tab", "enter")
        assert f"ORDER {number}   order.confirm" in hands.rows[0]
        assert "state submitted → confirmed" in hands.text


async def test_a_shipment_that_did_not_leave_comes_back_and_the_order_waits(sqlite_store: Store) -> None:
    person(sqlite_store, "root").do(company.setting, "billing", "hand")
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    async with at_desk(sqlite_store, "pat", lambda: OrderCardScreen(number), (80, 40)) as hands:
        await hands.type("x")
        assert "nothing has left" in hands.status
        ship(sqlite_store, [number])
        await hands.press("f5")
        await hands.type("xwrong truck⏎")
        assert "shipment 5001 is cancelled" in hands.status
        assert "held: exception" in hands.text and "did not leave: wrong truck" in hands.text


async def test_a_line_is_added_to_a_placed_order(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.press("f6")
        await hands.type("tofu⏎5⏎")
        assert hands.status.startswith("TOFU is added") or "TOFU is added" in hands.status
        assert "5 pc" in hands.row_with("TOFU")


async def test_money_is_taken_on_an_order(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 12))
    async with at_desk(sqlite_store, "rae", lambda: OrderCardScreen(number)) as hands:
        await hands.type("m100⏎⏎statement 3⏎")
        assert f"receipt 7001 is set aside for order {number}" in hands.status
