"""A line's own day, place and supplier, said in order entry and on the order's card."""

from __future__ import annotations

from datetime import timedelta

from orderdesk.desk import addresses, assortment, company, product_supply, products
from orderdesk.queries import live
from orderdesk.queries.order_card import order_card
from orderdesk.queries.order_parts import CardLine
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.screens.desk_stage import at_desk, place
from tests.screens.seat import seated


def line(store: Store, number: int, position: int = 1) -> CardLine:
    return person(store, "ann").ask(order_card, number).lines[position - 1]


def elsewhere(store: Store, customer: str) -> None:
    person(store, "root").do(addresses.address, customer, street="Site 1", city="Away")


async def test_the_last_line_goes_later_elsewhere_and_from_the_supplier(sqlite_store: Store) -> None:
    elsewhere(sqlite_store, "ALFKI")
    root = person(sqlite_store, "root")
    root.do(assortment.supplier, "MAKER", "Maker")
    root.do(products.change, "TOFU", supplier="MAKER")
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎", "3 tofu⏎", "/later +4⏎", "/away site⏎", "/drop⏎")
        first, second = person(sqlite_store, "ann").ask(live.draft, 1001).lines
        assert (first.wanted, first.ship_to, first.drop_ship) == (None, "", False)
        assert (second.wanted, second.ship_to, second.drop_ship) == (TODAY + timedelta(days=4), "Site 1, Away", True)
        assert "direct" in ann.row_with("TOFU")
        await ann.type("/drop no⏎", "/type make⏎")
        there = person(sqlite_store, "ann").ask(live.draft, 1001)
        assert (there.lines[1].drop_ship, there.type) == (False, "make_to_order")


async def test_without_a_line_there_is_nothing_to_say_it_of(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "/later +4⏎")
        assert "there is no line yet" in ann.status


async def test_a_placed_line_is_given_a_day_and_a_place_and_its_revisions_are_read(sqlite_store: Store) -> None:
    elsewhere(sqlite_store, "ERNSH")
    number = place(sqlite_store, "ERNSH", ("CHAI", 12), ("TOFU", 5))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("↓w+5⏎asked for it⏎")
        assert hands.status.startswith("line 2 is wanted on")
        assert line(sqlite_store, number, 2).wanted == TODAY + timedelta(days=5)
        await hands.type("esite⏎⏎")
        assert "line 2 goes to Site 1" in hands.status
        assert line(sqlite_store, number, 2).ship_to == "Ernst Handel, Site 1, Away"
        await hands.type("v")
        assert "asked for it" in hands.text and "Site 1" in hands.text


async def test_f_says_that_a_service_is_done_and_u_takes_it_back(sqlite_store: Store) -> None:
    root = person(sqlite_store, "root")
    root.do(company.setting, "billing", "hand")
    root.do(products.new, "WORK", "Work", kind="service", list_price=400_000)
    number = place(sqlite_store, "ERNSH", ("WORK", 5))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("f")
        await hands.press("ctrl+u")
        await hands.type("2⏎⏎first day⏎")
        assert line(sqlite_store, number).axes.shipped == 2_000
        assert "2 of line 1 done" in hands.status
        await hands.type("uwrong order⏎")
        assert line(sqlite_store, number).axes.shipped == 0


async def test_f_says_that_the_supplier_delivered(sqlite_store: Store) -> None:
    root = person(sqlite_store, "root")
    root.do(assortment.supplier, "MAKER", "Maker")
    root.do(products.change, "TOFU", supplier="MAKER")
    root.do(product_supply.supply, "TOFU", drop_ship=True)
    number = place(sqlite_store, "ERNSH", ("TOFU", 5), ("CHAI", 1))
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        assert "supplier" in hands.row_with("TOFU")
        await hands.type("f⏎DHL⏎T-99⏎")
        assert "was delivered by its supplier" in hands.status
        assert line(sqlite_store, number).axes.shipped == 5_000
        await hands.type("↓f")
        assert "leaves from our warehouse" in hands.status
