"""Lots on the screens: received and collected by their labels, another one with a reason, blocked and traced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orderdesk.desk import company, kits, lots, orders, picking, products, stock
from orderdesk.queries.lots import lot_list
from orderdesk.queries.picking import pick_card
from orderdesk.screens.count_sheet import CountSheetScreen
from orderdesk.screens.delivery import DeliveryScreen
from orderdesk.screens.lots import LotsScreen
from orderdesk.screens.order_entry import OrderEntryScreen
from orderdesk.screens.pick_card import PickCardScreen
from orderdesk.screens.product_card import ProductCardScreen
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.screens.desk_stage import at_desk
from tests.selling import sell

GTIN = "04006381333948"


@pytest.fixture
def milk(sqlite_store: Store) -> Store:
    """OLD 10 good for 20 days, NEW 30 good for 60."""
    root, pat = person(sqlite_store, "root"), person(sqlite_store, "pat")
    root.do(products.new, "MILK", "Milk", list_price=1_0000)
    root.do(products.barcode, "MILK", "4006381333948")
    root.do(lots.track, "MILK", tracking="lot")
    pat.do(stock.receive, "MILK", 30_000, lot="NEW", expires=TODAY + timedelta(days=60))
    pat.do(stock.receive, "MILK", 10_000, lot="OLD", expires=TODAY + timedelta(days=20), reason="PO-1")
    return sqlite_store


async def test_a_label_with_lot_and_day_takes_goods_in_and_undo_takes_them_back(milk: Store) -> None:
    pat = person(milk, "pat")
    async with at_desk(milk, "pat", lambda: DeliveryScreen("")) as hands:
        await hands.type("milk⏎")
        assert "WHICH LOT" in hands.text and "MILK#LOT#261231" in hands.text
        await hands.press("f12")
        await hands.type(f"]C101{GTIN}172612311060␝⏎")
        await hands.type("12*milk#b7#270131⏎")
        found = {one.lot: (one.on_hand, one.expires) for one in pat.ask(lot_list, "MILK")}
        assert found["60"] == (1_000, date(2026, 12, 31))
        assert found["B7"] == (12_000, date(2027, 1, 31))
        await hands.press("f9")
        assert "12 of MILK taken back" in hands.status
    assert "B7" not in {one.lot for one in pat.ask(lot_list, "MILK")}


async def test_the_pick_card_says_which_lot_leaves_first_and_takes_its_label(milk: Store) -> None:
    pick = person(milk, "pat").do(picking.release, [sell(milk, ("MILK", 12))])
    async with at_desk(milk, "pat", lambda: PickCardScreen(pick)) as hands:
        assert "LOT   OLD until" in hands.text
        assert "OLD · Milk" in hands.text and "NEW · Milk" in hands.text
        await hands.type("milk#new⏎")
        assert "NEW" in hands.row_with("·") or "NEW" in hands.text
        await hands.type("9*milk#old⏎old⏎")
        assert "LOT   NEW" in hands.text
        await hands.press("f9")
        assert "1 of MILK OLD put back" in hands.status
        await hands.type("old⏎new⏎")
        assert "everything is collected" in hands.text


async def test_another_lot_is_taken_when_somebody_says_why(milk: Store) -> None:
    person(milk, "root").do(company.setting, "other_lot", True)
    pick = person(milk, "pat").do(picking.release, [sell(milk, ("MILK", 2))])
    async with at_desk(milk, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type("2*milk#new⏎")
        assert "take NEW instead" in hands.text
        await hands.type("behind a pallet⏎")
        assert "everything is collected" in hands.text
    assert [line.lot for line in person(milk, "pat").ask(pick_card, pick).lines] == ["NEW"]


async def test_lots_are_counted_by_their_labels(milk: Store) -> None:
    from orderdesk.desk import counting

    sheet = person(milk, "pat").do(counting.open)
    async with at_desk(milk, "pat", lambda: CountSheetScreen(sheet)) as hands:
        await hands.type("9*milk#old⏎30*new⏎")
        await hands.press("f9")
        assert "30 of MILK taken back" in hands.status


async def test_a_lot_is_blocked_and_traced_from_the_product_card(milk: Store) -> None:
    pick = person(milk, "pat").do(picking.release, [sell(milk, ("MILK", 4))])
    async with at_desk(milk, "pat", lambda: ProductCardScreen("MILK")) as hands:
        await hands.type("t")
        assert "LOTS MILK   40 on hand" in hands.rows[0]
        assert "OLD" in hands.row_with("▸") and "4" in hands.row_with("OLD")
        await hands.type("b")
        await hands.type("glass found⏎")
        assert "OLD may not leave" in hands.status
        assert "blocked" in hands.row_with("OLD")
        assert "1 may not leave" in hands.rows[0]
        await hands.press("enter")
        assert "TRACE   MILK OLD" in hands.text
        assert f"pick list {pick} (open): 4 for order" in hands.text
        assert "PO-1" in hands.text
    assert person(milk, "pat").ask(lot_list, "MILK")[0].blocked


async def test_a_product_without_lots_says_so(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "pat", lambda: ProductCardScreen("CHAI")) as hands:
        await hands.type("t")
        assert "CHAI is not kept by lots" in hands.status


async def test_a_kit_in_order_entry_shows_its_components_and_the_last_line_is_the_kit(sqlite_store: Store) -> None:
    root, ann = person(sqlite_store, "root"), person(sqlite_store, "ann")
    root.do(products.new, "BOX", "Gift box", kind="kit", list_price=50_0000)
    root.do(kits.kit, "BOX", [("CHAI", 2_000), ("TOFU", 1_000)])
    number = ann.do(orders.new, "ERNSH")
    async with at_desk(sqlite_store, "ann", lambda: OrderEntryScreen(number)) as hands:
        await hands.type("3 x box⏎")
        assert "· " in hands.row_with("TOFU") and "BOX" in hands.row_with("▸")
        await hands.type("*4⏎")
        assert " 8 " in hands.row_with(" CHAI ")
        await hands.type("-⏎")
        assert "TOFU" not in "\n".join(hands.rows[5:14])




async def test_a_lots_last_day_is_put_right(milk: Store) -> None:
    async with at_desk(milk, "pat", lambda: LotsScreen("MILK")) as hands:
        await hands.type("d")
        await hands.press("ctrl+u")
        await hands.type("2026-12-31⏎misread⏎")
        assert "OLD is good until" in hands.status
    found = {one.lot: one.expires for one in person(milk, "pat").ask(lot_list, "MILK")}
    assert found["OLD"] == date(2026, 12, 31)
