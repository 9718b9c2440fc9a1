"""The picking lists on the screen: what is on its way, what is ready, and what makes a list of it."""

from __future__ import annotations

from orderdesk.desk import orders, picking
from orderdesk.queries.picking import open_picks
from orderdesk.screens.picking import PickingScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.desk_stage import at_desk, place
from tests.selling import sell


def _released(store: Store, *numbers: int) -> int:
    return person(store, "pat").do(picking.release, list(numbers))


async def test_r_makes_a_list_of_the_marked_orders_and_opens_it(sqlite_store: Store) -> None:
    first, second, third = (place(sqlite_store, "ERNSH", ("CHAI", pieces)) for pieces in (1, 2, 3))
    async with at_desk(sqlite_store, "pat", PickingScreen) as hands:
        assert "0 open   3 ready" in hands.rows[0]
        await hands.press("space", "down", "space", "r")
        assert "PICK 2001   2 orders" in hands.rows[0]
        await hands.press("f4")
        assert "1 open   1 ready" in hands.rows[0]
        assert f"{first}, {third}" in hands.row_with("2001")
        assert str(second) in hands.row_with("complete")


async def test_c_gives_a_list_up(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 1)))
    async with at_desk(sqlite_store, "pat", PickingScreen) as hands:
        await hands.press("c")
        assert hands.status == f"pick list {pick} is given up"
        assert "0 open   1 ready" in hands.rows[0]


async def test_another_warehouse(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "pat", PickingScreen) as hands:
        await hands.type("wnorth⏎")
        assert "PICKING   NORTH" in hands.rows[0]
        await hands.type("wsouth⏎")
        assert "there is no warehouse" in hands.status


async def test_the_filter_shows_some_of_what_is_ready_and_a_makes_a_list_of_those(sqlite_store: Store) -> None:
    first = place(sqlite_store, "ERNSH", ("CHAI", 1))
    place(sqlite_store, "ALFKI", ("CHAI", 2))
    third = place(sqlite_store, "ERNSH", ("CHAI", 3))
    async with at_desk(sqlite_store, "pat", PickingScreen) as hands:
        await hands.press("slash", *"ernst", "enter")
        assert "0 open   2 ready   ernst" in hands.rows[0]
        await hands.press("a")
        assert "PICK 2001   2 orders" in hands.rows[0]
    assert person(sqlite_store, "pat").ask(open_picks)[0].orders == (first, third)


async def test_an_order_that_leaves_only_whole_is_ready_when_it_is_whole(sqlite_store: Store) -> None:
    whole = sell(sqlite_store, ("CHAI", 1), ("TOFU", 1))
    ann = person(sqlite_store, "ann")
    only_whole = ann.do(orders.new, "ERNSH")
    ann.do(orders.change, only_whole, delivery_rule="complete")
    for sku in ("CHAI", "KONBU"):
        ann.do(orders.line, only_whole, sku, 1_000)
    ann.do(orders.submit, only_whole)
    part = sell(sqlite_store, ("CHAI", 1), ("KONBU", 2))
    async with at_desk(sqlite_store, "pat", PickingScreen) as hands:
        assert "✓ complete" in hands.row_with(str(whole)) and "◐ in part" in hands.row_with(str(part))
        assert "0 open   2 ready" in hands.rows[0] and "2 orders" in hands.text
        await hands.press("slash", *"complete", "enter")
        assert "0 open   1 ready" in hands.rows[0]


async def test_an_unknown_warehouse_is_refused_and_the_list_stays(sqlite_store: Store) -> None:
    place(sqlite_store, "ERNSH", ("CHAI", 1))
    async with at_desk(sqlite_store, "pat", PickingScreen) as hands:
        await hands.press("w", *"moon", "enter")
        assert hands.status == "there is no warehouse MOON" and hands.app.bells == 1
        await hands.press("f12", "f5")
        assert "PICKING   MAIN   0 open   1 ready" in hands.rows[0]
