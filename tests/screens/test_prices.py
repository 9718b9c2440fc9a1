"""Prices on the screen: rules entered in one line, ended, asked; lists upon lists."""

from __future__ import annotations

from orderdesk.desk import prices
from orderdesk.screens.prices import PricesScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.rows import rows
from tests.screens.desk_stage import at_desk


async def test_a_rule_is_entered_in_one_line_shown_as_a_sentence_and_ended(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "root", PricesScreen) as hands:
        await hands.press("f6")
        await hands.type('"Ten and one" product:TOFU min:10 free:1⏎')
        assert "holds" in hands.status
        assert "promotion 'Ten and one': TOFU, from 10 together, 1 of it free for every 10" in hands.text
        assert hands.row_with("TOFU").split()[6:] == ["TOFU", "from", "10", "together", "1", "free"]
        await hands.type("d+3⏎")
        assert "ends on" in hands.status
        await hands.type("d⏎")
        assert "stays open" in hands.status


async def test_a_rule_that_is_refused_stays_in_its_field(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "root", PricesScreen) as hands:
        await hands.press("f6")
        await hands.type("autumn category:FOOD off:10 price:3⏎")
        assert "one of them" in hands.status
        await hands.press("f12")
        await hands.press("f6")
        await hands.type("autumn product:NONE off:10⏎")
        assert "there is no product NONE" in hands.status
    assert rows(sqlite_store, "SELECT count(*) FROM price_rule WHERE name = 'autumn'") == [(0,)]


async def test_lists_are_entered_and_based_on_each_other_and_circles_are_refused(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "root", PricesScreen) as hands:
        await hands.type("lbase⏎Base⏎⏎⏎")
        assert "price list BASE is new" in hands.status
        await hands.type("lown⏎Own⏎base⏎10⏎")
        assert "price list OWN is new" in hands.status
        await hands.press("b")
        await hands.type("base⏎own⏎5⏎")
        assert "based on itself: BASE → OWN → BASE" in hands.status
        await hands.press("f12")
        await hands.press("b")
        await hands.type("own⏎base⏎-5⏎")
        assert "OWN is based on BASE" in hands.status
    assert rows(sqlite_store, "SELECT percent FROM price_list WHERE code = 'OWN'") == [(-5_000,)]


async def test_what_something_costs_is_answered_with_what_won_and_what_lost(sqlite_store: Store) -> None:
    root = person(sqlite_store, "root")
    root.do(prices.rule, "contract", customer="ALFKI", sku="CHAI", price=165_000, min_qty=10_000)
    async with at_desk(sqlite_store, "ann", PricesScreen) as hands:
        await hands.type("achai⏎alfki⏎12⏎+2⏎")
        assert "16.50 by contract 'ALFKI' (variant, from 10)" in hands.text
        assert "not list price: contract goes before list" in hands.text
        await hands.press("f3")
        await hands.type("achai⏎nobody⏎⏎⏎")
        assert "there is no customer NOBODY" in hands.status


async def test_the_list_is_filtered_by_product_customer_and_list(sqlite_store: Store) -> None:
    root = person(sqlite_store, "root")
    root.do(prices.price_list, "GASTRO")
    root.do(prices.rule, "contract", customer="ALFKI", sku="CHAI", price=165_000)
    root.do(prices.rule, "list", price_list="GASTRO", discount=5_000)
    root.do(prices.rule, "promotion", name="old", sku="TOFU", discount=5_000, valid_to=root.today.replace(year=2020))
    async with at_desk(sqlite_store, "ann", PricesScreen) as hands:
        for typed, there, not_there in (
            ("product:chai", ("ALFKI", "GASTRO"), ("old",)),
            ("product:tofu ended", ("GASTRO", "old"), ("ALFKI",)),
            ("customer:alfki", ("ALFKI",), ("GASTRO",)),
            ("list:gastro", ("GASTRO",), ("contract",)),
            ("level:promotion ended old", ("TOFU",), ("GASTRO",)),
        ):
            await hands.press("slash")
            await hands.type(f"{typed}⏎")
            shown = "\n".join([*hands.rows[1:8], hands.status])
            assert all(one in shown for one in there), (typed, shown)
            assert not any(one in shown for one in not_there), (typed, shown)
            await hands.press("f12")
