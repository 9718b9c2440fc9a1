"""F2: go to anything, and do anything that can be done on the screen below."""

from __future__ import annotations

import threading

import pytest
from rich.cells import cell_len
from textual import events

from orderdesk.app import OrderdeskApp
from orderdesk.desk import customers, orders, picking, receipts
from orderdesk.queries.goals import Goal
from orderdesk.queries.order_card import order_card
from orderdesk.screens import go_to
from orderdesk.screens.customers import CustomersScreen
from orderdesk.screens.go_to import GoToScreen
from orderdesk.screens.home import HomeScreen
from orderdesk.screens.invoice_card import InvoiceCardScreen
from orderdesk.screens.open_items import OpenItemsScreen
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.screens.order_entry import OrderEntryScreen
from orderdesk.screens.order_list import OrderListScreen
from orderdesk.screens.pick_card import PickCardScreen
from orderdesk.screens.product_card import ProductCardScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import Hands, seated
from tests.selling import sell, ship


@pytest.fixture
def sold(sqlite_store: Store) -> Store:
    ann = person(sqlite_store, "ann")
    for number, po in ((1001, "4711-B"), (1002, "")):
        ann.do(orders.new, "ALFKI", po_number=po)
        ann.do(orders.line, number, "CHAI", 10_000)
    ann.do(orders.submit, 1001)
    person(sqlite_store, "pat").do(picking.release, [1001])
    ship(sqlite_store, sell(sqlite_store, ("TOFU", 1)))
    return sqlite_store


def listed(ann: Hands) -> list[str]:
    """The rows of the list, without the blanks around them."""
    screen = ann.screen
    assert isinstance(screen, GoToScreen)
    return [" ".join(row.split()) for row in ann.rows()[2 : 2 + screen.suggestions.size.height] if row.strip()]


@pytest.mark.parametrize(
    ("typed", "screen", "title"),
    [
        ("1001", OrderCardScreen, "ORDER 1001"),
        ("4711-B", OrderCardScreen, "ORDER 1001"),
        ("1002", OrderEntryScreen, "ORDER 1002 draft"),
        ("2001", PickCardScreen, "PICK 2001"),
        ("5001", OrderCardScreen, "ORDER 1003"),
        ("inv-2026-0001", InvoiceCardScreen, "INVOICE INV-2026-0001"),
        ("alfki", CustomersScreen, "ALFKI"),
        ("ernst", CustomersScreen, "ERNSH"),
        ("futterkitse", CustomersScreen, "ALFKI"),
        ("chai", ProductCardScreen, "PRODUCT CHAI"),
        ("4006381333931", ProductCardScreen, "PRODUCT CHAI"),
        ("orders", OrderListScreen, "ORDERS"),
        ("new o", OrderEntryScreen, "ORDER"),
    ],
)
async def test_one_goes_to_anything(sold: Store, typed: str, screen: type, title: str) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", f"{typed}⏎")
        assert isinstance(ann.screen, screen)
        assert title in ann.rows()[0]
        await ann.type("<f3>")
        assert isinstance(ann.screen, HomeScreen)


async def test_a_receipt_leads_to_the_open_items(sold: Store) -> None:
    number = person(sold, "rae").do(receipts.take, "ERNSH", 500, reference="X 77")
    async with seated(sold, "rae") as rae:
        for typed in (str(number), "x 77"):
            await rae.type("<f2>", f"{typed}⏎")
            assert isinstance(rae.screen, OpenItemsScreen)
            assert rae.sees("Ernst Handel")
            await rae.type("<f3>")


async def test_what_there_is_may_be_chosen(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "ernst↓⏎")
        assert "ERNSH" in ann.rows()[0]


async def test_what_is_typed_on_gives_up_what_was_chosen(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "e↓", "rns⏎")
        assert "ERNSH" in ann.rows()[0]
        await ann.type("<f2>", "↓", "chai⏎")
        assert isinstance(ann.screen, ProductCardScreen)


async def test_nothing_called_so_is_said_and_the_next_letter_begins_anew(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "9999")
        assert ann.status == "nothing is called '9999'"
        await ann.type("⏎")
        assert ann.status == "nothing is called '9999'"
        assert ann.app.bells == 1
        await ann.type("chai")
        assert ann.row_with(" Go to").split() == ["Go", "to", "chai"]
        assert ann.status == ""


async def test_an_empty_field_shows_where_one_was_the_newest_first(sold: Store) -> None:
    async with seated(sold) as ann:
        for typed in ("1001", "chai", "customers", "1001"):
            await ann.type("<f2>", f"{typed}⏎", "<f3>")
        await ann.type("<f2>")
        rows = listed(ann)
        assert rows[:2] == ["order 1001 ALFKI Alfreds Futterkiste confirmed", "screen C/2 Customers from home"]
        assert rows[2] == "product CHAI Chai"
        await ann.type("↓↓↓⏎")
        assert isinstance(ann.screen, ProductCardScreen)
    async with seated(sold) as ann:
        await ann.type("<f2>")
        assert listed(ann)[0] == "product CHAI Chai"
    async with seated(sold, "bob") as bob:
        await bob.type("<f2>")
        assert not any(row.startswith(("order", "product")) for row in listed(bob))


async def test_enter_on_the_empty_field_goes_back(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "⏎")
        assert isinstance(ann.screen, HomeScreen)


async def test_what_one_can_do_is_listed_with_both_its_keys_as_they_were_moved(sold: Store) -> None:
    async with seated(sold) as ann:
        ann.app.set_keymap({"Refresh": "f8,ctrl+n"})
        await ann.type("<f2>", "1001⏎", "<f2>", "re")
        assert "do F8/^N Refresh Read it anew." in listed(ann)
        await ann.type("<backspace>", "<backspace>", "why")
        assert listed(ann)[0].startswith("do F11/^Y Why? Why it is so")


async def test_a_command_is_run_on_the_screen_below_and_its_answers_may_be_typed_ahead(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "1001⏎", "<f2>", "hold⏎", "wait for Kim⏎")
        assert isinstance(ann.screen, OrderCardScreen)
        assert ann.status == "order 1001 is held"
    (hold,) = person(sold, "ann").ask(order_card, 1001).open_holds
    assert hold.message == "held by Ann: wait for Kim"


async def test_leaving_is_a_command_too(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "chai⏎", "<f2>", "leave⏎")
        assert isinstance(ann.screen, HomeScreen)
        await ann.type("<f2>", "help⏎")
        assert ann.sees("Keys   ORDERDESK")


async def test_a_command_of_a_field_is_run_in_the_field(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("c", "<f2>", "look up⏎")
        assert isinstance(ann.screen, CustomersScreen)
        assert ann.sees("Ernst Handel")
        assert ann.sees("Cash & Carry")


async def test_a_place_of_the_table_is_offered_by_itself(sold: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OrderdeskApp, "titles", {**OrderdeskApp.titles, "receivables": "Quarterly moon report"})
    async with seated(sold) as ann:
        await ann.type("<f2>", "quarterly m⏎")
        assert ann.rows()[0].startswith(" RECEIVABLES")


async def test_f2_again_begins_anew_and_opens_nothing_more(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "ernst", "<f2>", "chai⏎")
        assert isinstance(ann.screen, ProductCardScreen)
        await ann.type("<f3>")
        assert isinstance(ann.screen, HomeScreen)


async def test_a_late_answer_changes_nothing(sold: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    late, begun = threading.Event(), threading.Event()

    def slow(reading: object, text: str, *rest: object) -> tuple[Goal, ...]:
        if text == "e":
            begun.set()
            late.wait(10)
            return (Goal("customer", "LATE", "Too late"),)
        return (Goal("customer", "ALFKI", f"asked for {text}"),)

    monkeypatch.setattr(go_to, "everything", slow)
    async with seated(sold) as ann:
        await ann.type("<f2>")
        ann.app.post_message(events.Key("e", "e"))
        await ann.app.keys_settled()
        ann.app.post_message(events.Key("x", "x"))
        await ann.app.keys_settled()
        assert begun.wait(10)
        late.set()
        await ann.quiet()
        assert listed(ann) == ["customer ALFKI asked for ex"]
        assert ann.row_with(" Go to").split() == ["Go", "to", "ex"]


@pytest.mark.parametrize("size", [(80, 24), (60, 15), (40, 12), (132, 43)])
async def test_long_wide_and_hostile_names_stay_in_their_columns(sold: Store, size: tuple[int, int]) -> None:
    root = person(sold, "root")
    root.do(customers.new, "W1", "東京" * 40)
    root.do(customers.new, "W2", "[red]Bold[/red] \\[link=x] " * 4)
    root.do(customers.new, "W3", "Plain")
    root.do(customers.new, "W" * 32, "W")
    async with seated(sold, size=size) as ann:
        await ann.type("<f2>", "w")
        rows = [row for row in ann.rows() if row.lstrip().startswith("customer")]
        assert len(rows) == 4
        assert all(cell_len(row) == size[0] for row in rows)
        starts = {cell_len(row[: row.index(name)]) for row in rows for name in ("東", "[re", "Pla") if name in row}
        assert len(starts) == 1
        assert any("…" in row for row in rows)


async def test_a_misspelt_name_is_marked(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "ernst hnadel")
        assert listed(ann)[0] == "customer ERNSH ≈ Ernst Handel perhaps, Graz"
