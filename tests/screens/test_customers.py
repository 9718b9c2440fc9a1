from __future__ import annotations

from datetime import timedelta

from orderdesk.desk import customers, orders
from orderdesk.screens.customers import CustomersScreen
from orderdesk.screens.home import HomeScreen
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.screens.order_entry import OrderEntryScreen
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.queries.test_receivables import bill
from tests.screens.seat import seated


def sold(store: Store) -> int:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "CHAI", 10_000)
    ann.do(orders.submit, number)
    return number


async def test_the_card_shows_limit_exposure_orders_and_contacts(sqlite_store: Store) -> None:
    number = sold(sqlite_store)
    person(sqlite_store, "ann").do(customers.contact, "ALFKI", "Maria Anders", role="buyer", phone="030-0074321")
    async with seated(sqlite_store) as ann:
        await ann.type("c", "alfki⏎")
        assert "room 9,785.80" in ann.row_with("Credit")
        assert "214.20 of 10,000" in ann.row_with("Credit")
        assert "to ship 214.20" in ann.row_with("to ship")
        assert "030-0074321" in ann.row_with("Maria Anders, buyer")
        assert "confirmed" in ann.row_with(str(number))


async def test_who_may_be_meant_is_listed_while_typing(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("c", "e")
        assert "Graz" in ann.row_with("ERNSH")


async def test_several_are_offered_and_nobody_is_guessed(sqlite_store: Store) -> None:
    person(sqlite_store, "root").do(customers.new, "ALFAA", "Alfa")
    async with seated(sqlite_store) as ann:
        await ann.type("c", "alf⏎")
        assert "may be one of 2" in ann.status
        await ann.type("↓", "⏎")
        assert "ALFAA" in ann.rows()[0]


async def test_nobody_is_said_in_words(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("c", "xyz⏎")
        assert ann.status == "'xyz' is nobody here"
        assert ann.app.bells == 1


async def test_f6_begins_an_order_for_the_customer(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("c", "ernsh⏎", "<f6>", "2 chai⏎")
        assert isinstance(ann.screen, OrderEntryScreen)
        assert "ERNSH Ernst Handel" in ann.rows()[0]
        assert "CHAI" in ann.row_with("36.00")


async def test_enter_opens_an_order_and_a_draft_is_gone_on_with(sqlite_store: Store) -> None:
    sold(sqlite_store)
    person(sqlite_store, "ann").do(orders.new, "ALFKI")
    async with seated(sqlite_store) as ann:
        await ann.type("c", "alfki⏎", "⏎", "⏎")
        assert "ORDER 1002 draft" in ann.rows()[0]
        await ann.type("<f3>", "⏎")
        assert isinstance(ann.screen, OrderCardScreen)  # the empty draft is gone


async def test_f12_goes_back_step_by_step(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("c", "alfki⏎", "xx", "<f12>")
        assert isinstance(ann.screen, CustomersScreen)
        await ann.type("<f12>")
        assert isinstance(ann.screen, HomeScreen)


async def test_f11_adds_up_what_they_owe_item_by_item(sqlite_store: Store) -> None:
    sold(sqlite_store)
    bill(sqlite_store, 7, TODAY - timedelta(days=40), 10, customer="ALFKI")
    async with seated(sqlite_store) as ann:
        await ann.type("c", "alfki⏎", "<f11>")
        assert ann.row_with("open invoices").split()[-1] == "214.20"
        assert ann.row_with("+ confirmed, not shipped").split()[-1] == "214.20"
        assert ann.row_with("= owes in all").split()[-1] == "428.40"
        assert ann.row_with("may still be ordered").split()[-1] == "9,571.60"
        assert ann.row_with("OLD-7").split()[-4:] == ["214.20", "10", "days", "late"]


async def test_f9_begins_an_order_as_last_time_and_needs_a_customer(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("c", "<f9>")
        assert "no customer is shown" in ann.status and isinstance(ann.screen, CustomersScreen)
        await ann.type("ernsh⏎", "<f9>")
        assert isinstance(ann.screen, OrderEntryScreen) and "ERNSH Ernst Handel" in ann.rows()[0]


async def test_what_others_do_appears_and_what_is_typed_stays(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("c", "alfki⏎", "tof")
        sold(sqlite_store)
        ann.screen.changed()
        await ann.quiet()
        assert "to ship 214.20" in ann.row_with("to ship")
        assert ann.sees("tof")
