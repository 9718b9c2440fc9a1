"""To bill on the screen: who has something, what of it is due and why; bill it; the proof; a down payment."""

from __future__ import annotations

from orderdesk.desk import customers
from orderdesk.models import Invoice
from orderdesk.screens.billing import BillingScreen
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.screens.receivables import ReceivablesScreen
from orderdesk.store.store import Store
from tests.scenarios.shop import Shop
from tests.screens.desk_stage import at_desk


def _shipped(store: Store, *, rule: str) -> tuple[Shop, int]:
    shop = Shop(store)
    shop.product("THING", "10.00", on_hand=10)
    shop.do(customers.change, "ERNSH", billing=rule)
    number = shop.sell("ERNSH", ("THING", 3))
    shop.ship(number)
    return shop, number


async def test_b_bills_what_is_due_and_the_list_is_empty(sqlite_store: Store) -> None:
    shop, number = _shipped(sqlite_store, rule="day")
    async with at_desk(sqlite_store, "rae", BillingScreen) as hands:
        assert "day" in hands.row_with("ERNSH Ernst") and "30.00" in hands.row_with("ERNSH Ernst")
        assert f"→ order {number} line 1  3 THING  30.00" in hands.text
        await hands.type("b")
        assert hands.status == "ERNSH is billed with INV-2026-0001"
        assert "Everything that has left is billed." in hands.text
    assert [bill.gross for bill in shop.rows(Invoice)] == [30_00]


async def test_what_waits_says_why_and_a_bills_it_all_the_same(sqlite_store: Store) -> None:
    shop, _ = _shipped(sqlite_store, rule="month")
    async with at_desk(sqlite_store, "rae", BillingScreen, size=(100, 30)) as hands:
        assert "waits" in hands.row_with("ERNSH Ernst")
        await hands.type("b")
        assert "nothing of ERNSH is due to be billed" in hands.status and "billed by month" in hands.status
        await hands.press("f11")
        assert "billed by month: what left by 2026-10-31 stands on one invoice" in hands.text
        await hands.press("f12")
        await hands.type("p")
        assert "shipped 3 − returned 0 = billed 0 + to bill 3" in hands.text
        assert "Nothing is billed twice, and nothing is left out." in hands.text
        await hands.press("f12")
        await hands.type("a")
        assert hands.status == "ERNSH is billed with INV-2026-0001"
    assert len(shop.rows(Invoice)) == 1


async def test_i_on_receivables_opens_the_list(sqlite_store: Store) -> None:
    _shipped(sqlite_store, rule="hand")
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        await hands.type("i")
        assert "TO BILL" in hands.rows[0]


async def test_d_on_an_order_asks_for_a_down_payment(sqlite_store: Store) -> None:
    shop = Shop(sqlite_store)
    shop.product("THING", "10.00", on_hand=10)
    number = shop.sell("ERNSH", ("THING", 10))
    async with at_desk(sqlite_store, "rae", lambda: OrderCardScreen(number), size=(100, 30)) as hands:
        await hands.type("d")
        await hands.press("enter")
        assert hands.status == "down payment DWN-2026-0001 is posted"
        assert "Billed ahead 30.00" in hands.text and "DWN-2026-0001" in hands.text
