"""Credit groups on the screen: entered, limited, joined, and told by part."""

from __future__ import annotations

from orderdesk.desk import credit_groups, customers, orders
from orderdesk.screens.credit_groups import CreditGroupsScreen
from orderdesk.screens.customers import CustomersScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.desk_stage import at_desk


async def test_a_group_is_entered_limited_joined_and_left(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "rae", CreditGroupsScreen) as hands:
        await hands.press("f6")
        await hands.type("house⏎The house⏎500⏎")
        assert "group HOUSE is entered" in hands.status
        assert hands.row_with("HOUSE").split()[-2:] == ["500.00", "500.00"]
        await hands.type("jernsh⏎")
        assert "ERNSH shares the limit of HOUSE" in hands.status
        assert "no limit of its own" in hands.text or "own limit" in hands.text
        await hands.type("l1000⏎")
        assert "the limit of HOUSE is 1,000.00" in hands.status
        await hands.type("jnobody⏎")
        assert "there is no customer NOBODY" in hands.status
        await hands.press("f12")
        await hands.type("xernsh⏎")
        assert "ERNSH is in no group" in hands.status
        assert "No customer yet" in hands.text


async def test_who_owes_what_is_told_by_part_there_and_on_the_customers_card(sqlite_store: Store) -> None:
    rae, ann = person(sqlite_store, "rae"), person(sqlite_store, "ann")
    rae.do(credit_groups.new, "HOUSE", "The house", credit_limit=900_00)
    rae.do(credit_groups.join, "ALFKI", "HOUSE")
    rae.do(customers.limit, "ALFKI", order_limit=400_00)
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "CHAI", 10_000)
    ann.do(orders.submit, number)
    async with at_desk(sqlite_store, "rae", CreditGroupsScreen) as hands:
        await hands.press("f11")
        assert "ALFKI" in hands.text and "to ship 214.20" in hands.text
    async with at_desk(sqlite_store, "ann", lambda: CustomersScreen("ALFKI")) as hands:
        assert "group HOUSE 214.20 of 900" in hands.text
        assert "room 185.80" in hands.text
        await hands.press("f11")
        assert "limit for open orders" in hands.text and "limit of group HOUSE" in hands.text
