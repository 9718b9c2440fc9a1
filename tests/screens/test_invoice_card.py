from __future__ import annotations

import pytest

from orderdesk.desk import invoicing, receipts
from orderdesk.screens.invoice_card import InvoiceCardScreen
from orderdesk.screens.open_items import OpenItemsScreen
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.desk_stage import at_desk
from tests.screens.seat import seated
from tests.selling import sell, ship

NUMBER = "INV-2026-0001"


@pytest.fixture
def billed(sqlite_store: Store) -> Store:
    """Ten CHAI billed to Ernst: 180.00 net, 214.20 gross, of which 50.00 came in."""
    ship(sqlite_store, sell(sqlite_store, ("CHAI", 10), po_number="P 7"))
    person(sqlite_store, "rae").do(receipts.take, "ERNSH", 50_00)
    return sqlite_store


@pytest.mark.parametrize("size", [(80, 24), (60, 15), (132, 43)])
async def test_it_shows_what_was_billed_and_what_is_open(billed: Store, size: tuple[int, int]) -> None:
    async with at_desk(billed, "rae", lambda: InvoiceCardScreen(NUMBER), size) as rae:
        assert rae.rows[0].startswith(f" INVOICE {NUMBER}  ◐ open   ERNSH Ernst Handel")
        assert rae.row_with("CHAI").split()[-1] == "180.00"
        assert rae.row_with("19 %").split()[-1] == "34.20"
        assert rae.row_with("payment").split()[-1] == "−50.00"
        assert "Open 164.20" in rae.row_with("Gross 214.20")
        assert "PO P 7" in rae.text


async def test_a_credit_note_says_what_it_answers_and_what_it_was_used_for(billed: Store) -> None:
    rae = person(billed, "rae")
    credit = rae.do(invoicing.credit, NUMBER, reason="broken")
    async with seated(billed, "rae") as hands:
        await hands.type("<f2>", f"{credit}⏎")
        assert hands.rows()[0].startswith(f" CREDIT NOTE {credit}")
        assert hands.sees(f"answers {NUMBER}")
        await hands.type("<f3>", "<f2>", f"{NUMBER}⏎")
        assert hands.sees(f"credited by {credit}")


async def test_it_leads_to_its_order_and_to_the_account(billed: Store) -> None:
    async with seated(billed, "rae") as rae:
        await rae.type("<f2>", f"{NUMBER}⏎", "<f4>")
        assert isinstance(rae.screen, OrderCardScreen)
        await rae.type("<f3>", "a")
        assert isinstance(rae.screen, OpenItemsScreen)
        await rae.type("<f3>", "<f12>", "<f2>", "↓↓↓")
        assert rae.sees("account")


async def test_an_invoice_that_is_not_there_is_said(billed: Store) -> None:
    async with at_desk(billed, "rae", lambda: InvoiceCardScreen("INV-1")) as rae:
        assert rae.status == "there is no invoice 'INV-1'"


async def test_a_line_is_credited_its_price_lowered_and_the_invoice_cancelled(sqlite_store: Store) -> None:
    from tests.scenarios.shop import Shop

    shop = Shop(sqlite_store)
    shop.product("THING", "10.00", on_hand=10)
    number = shop.sell("ERNSH", ("THING", 5))
    shop.ship(number)
    [bill] = shop.bills(number)
    async with at_desk(sqlite_store, "rae", lambda: InvoiceCardScreen(bill.number), size=(100, 30)) as hands:
        await hands.type("c1")
        await hands.press("enter")
        await hands.type("scratched")
        await hands.press("enter")
        assert hands.status == f"{bill.number} is answered by CRN-2026-0001"
        await hands.type("p8.00")
        await hands.press("enter")
        await hands.type("too high")
        await hands.press("enter")
        assert hands.status == f"{bill.number} is answered by CRN-2026-0002"
        await hands.type("x")
        await hands.press("enter")
        await hands.type("wrong address")
        await hands.press("enter")
        assert hands.status == f"{bill.number} is answered by CRN-2026-0003, INV-2026-0002"
        assert "cancelled" in hands.rows[0]
    assert [one.gross for one in shop.bills(number)] == [50_00, -10_00, -8_00, -32_00, 50_00]
