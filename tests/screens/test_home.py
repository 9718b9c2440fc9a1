from __future__ import annotations

import pytest

from orderdesk.desk import orders
from orderdesk.queries.home import waiting
from orderdesk.screens.approvals import ApprovalsScreen
from orderdesk.screens.customers import CustomersScreen
from orderdesk.screens.explain import HelpScreen
from orderdesk.screens.home import HomeScreen
from orderdesk.screens.order_entry import OrderEntryScreen
from orderdesk.screens.order_list import OrderListScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import seated


def order(store: Store, customer: str = "ALFKI", sku: str = "CHAI", quantity: int = 2_000, login: str = "ann") -> int:
    desk = person(store, login)
    number = desk.do(orders.new, customer)
    desk.do(orders.line, number, sku, quantity)
    return number


async def test_it_says_who_where_and_when(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        assert "Ann" in ann.rows()[0]
        assert "Thu 12 Nov 14:05" in ann.rows()[0]


async def test_it_counts_what_waits(store: Store) -> None:
    ann = person(store, "ann")
    ann.do(orders.submit, order(store))
    ann.do(orders.submit, order(store, "CASHC"))
    order(store, login="bob")
    draft = order(store, "ERNSH")
    seen = ann.ask(waiting)
    assert [one.number for one in seen.drafts] == [draft]
    assert (seen.drafts[0].customer, seen.drafts[0].lines, seen.drafts[0].gross) == ("ERNSH", 1, 42_84)
    assert (seen.approvals, seen.ready, seen.picks) == (1, 1, 0)
    assert (seen.orders_today, seen.sold_today) == (2, 85_68)


async def test_the_figures_stand_beside_the_keys(sqlite_store: Store) -> None:
    person(sqlite_store, "ann").do(orders.submit, order(sqlite_store, "CASHC"))
    async with seated(sqlite_store) as ann:
        assert "1" in ann.row_with("Approvals")
        assert "42.84" in ann.row_with("Orders")


@pytest.mark.parametrize(
    ("login", "first"),
    [("ann", "New order"), ("kim", "Approvals"), ("pat", "Picking"), ("rae", "Receivables"), ("root", "New order")],
)
async def test_the_first_place_of_ones_own_work_is_highlighted(sqlite_store: Store, login: str, first: str) -> None:
    async with seated(sqlite_store, login) as person_there:
        assert first in person_there.row_with("▸")


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("<f6>", OrderEntryScreen),
        ("n", OrderEntryScreen),
        ("N", OrderEntryScreen),
        ("c", CustomersScreen),
        ("2", CustomersScreen),
        ("o", OrderListScreen),
        ("a", ApprovalsScreen),
        ("<f1>", HelpScreen),
    ],
)
async def test_each_key_leads_somewhere_and_f3_back(sqlite_store: Store, key: str, screen: type) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type(key)
        assert isinstance(ann.screen, screen)
        await ann.type("<f3>")
        assert isinstance(ann.screen, HomeScreen)


async def test_letters_typed_ahead_reach_the_screen_they_were_meant_for(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("c", "alfki⏎")
        assert "Alfreds Futterkiste" in ann.rows()[0]


async def test_a_draft_is_gone_on_with(sqlite_store: Store) -> None:
    order(sqlite_store)
    async with seated(sqlite_store) as ann:
        await ann.type("<end>", "⏎")
        assert "ORDER 1001 draft" in ann.rows()[0]


async def test_f3_leaves_the_desk(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f3>")
        assert not ann.app.is_running
