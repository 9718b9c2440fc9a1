from __future__ import annotations

from orderdesk.desk import orders
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.screens.order_list import OrderListScreen
from orderdesk.screens.worklist import PAGE
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import Hands, seated


def many(store: Store, count: int) -> None:
    ann = person(store, "ann")
    for _ in range(count):
        ann.do(orders.line, ann.do(orders.new, "ALFKI"), "CHAI", 1_000)


def screen(hands: Hands) -> OrderListScreen:
    assert isinstance(hands.screen, OrderListScreen)
    return hands.screen


async def test_the_newest_come_first_and_further_pages_by_themselves(sqlite_store: Store) -> None:
    many(sqlite_store, PAGE + 5)
    async with seated(sqlite_store) as ann:
        await ann.type("o")
        assert str(1000 + PAGE + 5) in ann.rows()[2]
        assert len(screen(ann).list.rows) == PAGE
        await ann.type("<end>")
        assert len(screen(ann).list.rows) == PAGE + 5


async def test_one_state_only(sqlite_store: Store) -> None:
    many(sqlite_store, 2)
    person(sqlite_store, "ann").do(orders.submit, 1001)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "s")
        assert "draft" in ann.rows()[0]
        assert [row.key for row in screen(ann).list.rows] == [1002]
        await ann.type("s", "s")
        assert [row.key for row in screen(ann).list.rows] == [1001]


async def test_enter_opens_the_card(sqlite_store: Store) -> None:
    many(sqlite_store, 1)
    person(sqlite_store, "ann").do(orders.submit, 1001)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "⏎")
        assert isinstance(ann.screen, OrderCardScreen)
