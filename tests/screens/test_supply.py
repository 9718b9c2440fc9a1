"""Supply, an order's goods, and the counts that are due: what the keys do, at the sizes of real terminals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from orderdesk.desk import counting, keeping, orders, products, sourcing, stock, supply, transfers
from orderdesk.models import ExpectedReceipt, KeptGoods, Order, Stock, Transfer, TransferLine
from orderdesk.screens.count_plan import CountPlanScreen
from orderdesk.screens.count_sheet import CountSheetScreen
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.screens.order_goods import OrderGoodsScreen
from orderdesk.screens.product_card import ProductCardScreen
from orderdesk.screens.supply import SupplyScreen
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from tests.company import NOW, SYSTEM, TODAY, person
from tests.screens.desk_stage import at_desk
from tests.screens.seat import seated

SIZES = [(80, 24), (60, 15), (132, 43)]


def rows_of(store: Store, model: Any) -> Sequence[Any]:
    """Every row of a table, the oldest first."""
    with store.read(SYSTEM, TODAY, NOW) as reading:
        return reading.all(select(table(model)).order_by(table(model).c.id))


@pytest.fixture
def short(sqlite_store: Store) -> Store:
    """Two orders wait for TOFU, 35 of which are there; CHAI is below its point; a crate is made to order."""
    root, ann, pat = (person(sqlite_store, login) for login in ("root", "ann", "pat"))
    root.do(products.new, "CRATE", "Crate", kind="made_to_order", list_price=50_000)
    pat.do(sourcing.level, "CHAI", warehouse="MAIN", reorder_point=120_000)
    for customer, pieces in (("ALFKI", 40), ("ERNSH", 10)):
        number = ann.do(orders.new, customer)
        ann.do(orders.line, number, "TOFU", pieces * 1_000)
        if customer == "ERNSH":
            ann.do(orders.line, number, "CRATE", 3_000)
        ann.do(orders.submit, number)
    pat.do(stock.expect, "TOFU", 6_000, TODAY + timedelta(days=3), source="PO 7")
    return sqlite_store


@pytest.mark.parametrize("size", SIZES)
async def test_supply_says_what_is_lacking_and_what_is_to_come(short: Store, size: tuple[int, int]) -> None:
    async with at_desk(short, "pat", SupplyScreen, size) as pat:
        assert "20" in pat.row_with("lacking")
        assert "3" in pat.row_with("to make")
        assert "TOF" in pat.row_with("purchase")
        assert "leave 100, 20 below 120" in pat.text


async def test_what_is_lacking_is_asked_for_ordered_and_withdrawn(short: Store) -> None:
    async with seated(short, "pat") as pat:
        await pat.type("y", "r")
        (asked,) = [row for row in rows_of(short, ExpectedReceipt) if row.quantity == 20_000]
        assert asked.state == "requested"
        await pat.type("↓", "o", "PO-9⏎⏎")
        assert [row.source for row in rows_of(short, ExpectedReceipt) if row.id == asked.id] == ["PO-9"]
        assert pat.sees("is ordered under PO-9")


async def test_a_work_order_is_made_for_its_line(short: Store) -> None:
    async with seated(short, "pat") as pat:
        await pat.type("y", "↓", "o", "WO-1⏎⏎")
        await pat.type("m", "2⏎")
        (made,) = [row for row in rows_of(short, ExpectedReceipt) if row.kind == "work_order"]
        assert (made.source, made.received) == ("WO-1", 2_000)


async def test_goods_are_sent_taken_in_and_lost(short: Store) -> None:
    async with seated(short, "pat") as pat:
        await pat.type("y", "<f6>", "⏎north⏎", "chai⏎", "8⏎")
        assert [row.state for row in rows_of(short, Transfer)] == ["sent"]
        await pat.type("↓↓", "m", "5⏎")
        await pat.type("x", "3⏎", "fell off⏎")
        assert [(row.received, row.lost) for row in rows_of(short, TransferLine)] == [(5_000, 3_000)]
        assert [row.state for row in rows_of(short, Transfer)] == ["received"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_goods_of_an_order_show_where_they_are_and_who_is_before(short: Store, size: tuple[int, int]) -> None:
    async with at_desk(short, "ann", lambda: OrderGoodsScreen(1001), size) as ann:
        assert "MAIN 35" in ann.text
        assert "TOFU" in ann.text


async def test_whom_it_overtakes_is_shown_before_it_is_done(short: Store) -> None:
    async with seated(short, "pat") as pat:
        pat.app.go("order_card", 1002)
        await pat.quiet()
        assert isinstance(pat.screen, OrderCardScreen)
        await pat.type("g", "r", "1⏎")
        assert isinstance(pat.screen, OrderGoodsScreen)
        assert pat.sees("1 order overtaken, 1 line later")
        assert pat.sees("1 → 2")
        assert [row.priority for row in rows_of(short, Order)] == [5, 5]
        await pat.type("<f12>")
        assert pat.sees("Who waits for the same goods")
        await pat.type("r", "1⏎", "they called⏎")
        assert [row.priority for row in rows_of(short, Order)] == [5, 1]
        assert pat.sees("it overtook 1001")
        await pat.type("r", "12⏎")
        assert pat.sees("from 1 (served first) to 9")


async def test_its_warehouses_and_safety_stock_are_chosen_there(short: Store) -> None:
    async with seated(short, "pat") as pat:
        pat.app.go("order_goods", 1002)
        await pat.quiet()
        await pat.type("w", "<backspace>", "<backspace>", "<backspace>", "fullest⏎", "all at once⏎")
        assert [row.sourcing for row in rows_of(short, Order)] == ["own", "fullest"]
        await pat.type("s", "they stand still⏎")
        assert [bool(row.uses_safety) for row in rows_of(short, Order)] == [False, True]


async def test_goods_are_kept_and_given_up_on_the_product_card(short: Store) -> None:
    async with seated(short, "ann") as ann:
        ann.app.go("product_card", "CHAI")
        await ann.quiet()
        assert isinstance(ann.screen, ProductCardScreen)
        await ann.type("k", "alfki⏎", "12⏎", "+7⏎", "their fair⏎")
        (kept,) = rows_of(short, KeptGoods)
        assert (kept.quantity, kept.until) == (12_000, TODAY + timedelta(days=7))
        assert "12" in ann.row_with(" kept ")
        await ann.type("↓" * 2, "u", "they do not come⏎")
        assert [row.kept for row in rows_of(short, Stock) if row.kept] == []


async def test_levels_are_set_on_the_product_card(short: Store) -> None:
    async with seated(short, "pat") as pat:
        pat.app.go("product_card", "CHAI")
        await pat.quiet()
        await pat.type("l", "⏎", "20⏎", "90⏎")
        assert (20_000, 90_000) in {(row.safety, row.reorder_point) for row in rows_of(short, Stock)}


async def test_the_counts_that_are_due_open_their_sheets(short: Store) -> None:
    async with seated(short, "pat") as pat:
        await pat.type("t", "<f4>")
        assert isinstance(pat.screen, CountPlanScreen)
        assert pat.sees("never")
        await pat.type("⏎")
        assert isinstance(pat.screen, CountSheetScreen)
        await pat.type("<f3>")
        assert pat.sees("being counted")


def test_the_verbs_of_these_screens_are_there() -> None:
    assert all(callable(verb) for verb in (counting.plan, keeping.keep, supply.make, transfers.send))


async def test_the_chores_of_the_day_are_done_from_supply(short: Store) -> None:
    person(short, "lou").do(keeping.keep, "CHAI", "ALFKI", 5_000, TODAY)
    async with at_desk(short, "pat", SupplyScreen) as hands:
        await hands.type("l")
        assert "0 reservations lapsed" in hands.status
        await hands.type("s")
        assert "nothing that is reserved has expired" in hands.status
        await hands.type("e")
        assert "0 requests changed" in hands.status
    tomorrow = person(short, "pat", day=TODAY + timedelta(days=1))
    assert tomorrow.do(keeping.lapse) == 1
