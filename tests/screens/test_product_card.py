from __future__ import annotations

import pytest

from orderdesk.desk import customers, orders, products, stock
from orderdesk.screens.home import HomeScreen
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.screens.product_card import ProductCardScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.desk_stage import at_desk
from tests.screens.seat import seated
from tests.selling import sell

SIZES = [(80, 24), (60, 15), (132, 43)]


@pytest.fixture
def wanted(sqlite_store: Store) -> Store:
    """Thirty-five TOFU: five sold to Ernst and reserved, forty wanted by Alfreds."""
    sell(sqlite_store, ("TOFU", 5))
    ann = person(sqlite_store, "ann")
    ann.do(orders.new, "ALFKI")
    ann.do(orders.line, 1002, "TOFU", 40_000, discount=5_000)
    ann.do(orders.submit, 1002)
    return sqlite_store


@pytest.mark.parametrize("size", SIZES)
async def test_it_shows_what_there_is_what_it_costs_and_who_wants_it(wanted: Store, size: tuple[int, int]) -> None:
    async with at_desk(wanted, "ann", lambda: ProductCardScreen("TOFU"), size) as ann:
        assert ann.rows[0].startswith(" PRODUCT TOFU   Tofu")
        assert "0 free of 35 on hand" in ann.text
        assert "1 waiting" in ann.text
        assert ann.row_with("A-02-1").split()[:5] == ["▸", "stock", "MAIN", "A-02-1", "35"]
        assert "23.25" in ann.row_with("list price")
        assert "10" in ann.row_with(" waiting  1002")
        assert "5 pc" in ann.row_with(" sold     1001")
        assert ann.text.index(" sold     1002") < ann.text.index(" sold     1001")


async def test_a_line_leads_to_its_order_and_back(wanted: Store) -> None:
    async with seated(wanted) as ann:
        await ann.type("<f2>", "tofu⏎", "↓↓⏎")
        assert isinstance(ann.screen, OrderCardScreen)
        assert "ORDER 1002" in ann.rows()[0]
        await ann.type("<f3>")
        assert isinstance(ann.screen, ProductCardScreen)
        await ann.type("<f12>")
        assert isinstance(ann.screen, HomeScreen)


async def test_stock_leads_nowhere(wanted: Store) -> None:
    async with seated(wanted) as ann:
        await ann.type("<f2>", "tofu⏎⏎")
        assert isinstance(ann.screen, ProductCardScreen)


async def test_what_others_do_meanwhile_is_seen_on_refresh(wanted: Store) -> None:
    async with seated(wanted) as ann:
        await ann.type("<f2>", "tofu⏎")
        person(wanted, "pat").do(stock.adjust, "TOFU", 100_000, "found")
        await ann.type("<f5>")
        assert ann.sees("of 135 on hand")


async def test_why_explains_the_figures(wanted: Store) -> None:
    async with seated(wanted) as ann:
        await ann.type("<f2>", "tofu⏎", "<f11>")
        assert ann.sees("MAIN: 35 − 35 = 0 pc")
        assert ann.sees("list price 23.25")
        assert ann.sees("MAIN 1: order 1002 ALFKI, 10, promised")


async def test_a_name_from_outside_is_shown_literally(wanted: Store) -> None:
    root = person(wanted, "root")
    root.do(products.new, "EVIL", "[bold]東京 \\[/] Reis " * 5, list_price=1)
    root.do(customers.new, "EVILC", "[red]" * 20)
    async with seated(wanted, size=(60, 15)) as ann:
        await ann.type("<f2>", "evil⏎")
        assert ann.rows()[0].startswith(" PRODUCT EVIL   [bold]東京 \\[/] Reis")


async def test_a_product_that_is_not_there_is_said(wanted: Store) -> None:
    async with at_desk(wanted, "ann", lambda: ProductCardScreen("NOTHING")) as ann:
        assert "there is no product NOTHING" in ann.status
