from __future__ import annotations

import pytest

from orderdesk.desk import orders, picking
from orderdesk.screens.customers import CustomersScreen
from orderdesk.screens.home import HomeScreen
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.screens.order_entry import OrderEntryScreen
from orderdesk.screens.order_list import OrderListScreen
from orderdesk.screens.pick_card import PickCardScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import seated


@pytest.fixture
def sold(sqlite_store: Store) -> Store:
    ann = person(sqlite_store, "ann")
    for number, po in ((1001, "4711-B"), (1002, "")):
        ann.do(orders.new, "ALFKI", po_number=po)
        ann.do(orders.line, number, "CHAI", 10_000)
    ann.do(orders.submit, 1001)
    person(sqlite_store, "pat").do(picking.release, [1001])
    return sqlite_store


@pytest.mark.parametrize(
    ("typed", "screen", "title"),
    [
        ("1001", OrderCardScreen, "ORDER 1001"),
        ("4711-B", OrderCardScreen, "ORDER 1001"),
        ("1002", OrderEntryScreen, "ORDER 1002 draft"),
        ("2001", PickCardScreen, "PICK 2001"),
        ("alfki", CustomersScreen, "ALFKI"),
        ("ernst", CustomersScreen, "ERNSH"),
        ("orders", OrderListScreen, "ORDERS"),
    ],
)
async def test_one_goes_to_anything(sold: Store, typed: str, screen: type, title: str) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", f"{typed}⏎")
        assert isinstance(ann.screen, screen)
        assert title in ann.rows()[0]
        await ann.type("<f3>")
        assert isinstance(ann.screen, HomeScreen)


async def test_what_there_is_may_be_chosen(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "ernst↓⏎")
        assert "ERNSH" in ann.rows()[0]


async def test_nothing_called_so_is_said_in_words(sold: Store) -> None:
    async with seated(sold) as ann:
        await ann.type("<f2>", "9999⏎")
        assert ann.status == "nothing is called '9999'"
