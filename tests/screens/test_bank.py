"""The bank, disputes and the statement on the screen; the acts on a customer's open items."""

from __future__ import annotations

from functools import partial

from orderdesk.desk import disputes, receipts, refunds, write_offs
from orderdesk.queries.receivables import receipts_of
from orderdesk.screens.bank import BankScreen
from orderdesk.screens.bank_accounts import BankAccountsScreen
from orderdesk.screens.disputes import DisputesScreen
from orderdesk.screens.invoice_card import InvoiceCardScreen
from orderdesk.screens.open_items import OpenItemsScreen
from orderdesk.screens.statement import StatementScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.test_bank import paid, stored
from tests.desk.test_receipts import opens, owe
from tests.screens.desk_stage import at_desk


async def test_certain_lines_are_booked_in_one_go_and_the_others_one_by_one(sqlite_store: Store) -> None:
    first, second = owe(sqlite_store, 10, 5)
    stored(
        sqlite_store, paid(214_20, text=f"invoice {first}", name="Ernst Handel"), paid(107_10, text="order?"),
        paid(-3_00, text="account fee"),
    )  # fmt: skip
    async with at_desk(sqlite_store, "rae", BankScreen) as hands:
        assert f"ERNSH {first}" in hands.row_with("214.20")
        assert "the text names" in hands.text
        await hands.type("c")
        assert hands.status.startswith("✓ 214.20: receipt 7001") or "214.20: receipt 7001" in hands.status
        await hands.type("o⏎")
        assert "booked" in hands.status
        await hands.type("i⏎monthly⏎")
        assert "No line of the bank waits." in hands.text
    assert opens(sqlite_store) == [] and second


async def test_a_dispute_is_noted_on_the_open_items_and_solved_on_its_list(sqlite_store: Store) -> None:
    (invoice,) = owe(sqlite_store, 10)
    async with at_desk(sqlite_store, "rae", partial(OpenItemsScreen, "ERNSH")) as hands:
        await hands.type("d⏎50⏎Mr Ernst⏎broken⏎")
        assert f"50.00 of {invoice} is disputed" in hands.status
        assert "disputed" in hands.row_with(invoice)
        await hands.type("p100⏎+7⏎Mrs Ernst⏎⏎")
        assert "promised by" in hands.status
        await hands.type("w3⏎rounding⏎")
        assert "3.00 of" in hands.status
    async with at_desk(sqlite_store, "rae", DisputesScreen) as hands:
        assert "quality" in hands.row_with(invoice) and "Mr Ernst" in hands.text
        await hands.type("s⏎⏎they pay⏎")
        assert "Nothing is disputed." in hands.text


async def test_money_left_is_set_off_or_given_back(sqlite_store: Store) -> None:
    owe(sqlite_store, 10)
    rae = person(sqlite_store, "rae")
    rae.do(receipts.take, "ERNSH", 300_00, apply=False)
    async with at_desk(sqlite_store, "rae", partial(OpenItemsScreen, "ERNSH")) as hands:
        await hands.type("s")
        assert "214.20 set off" in hands.status
        await hands.type("m⏎paid too much⏎")
        assert "refund 8001 is paid" in hands.status
    rae.do(disputes.promise, "ERNSH", 500_00, rae.today)
    async with at_desk(sqlite_store, "rae", partial(StatementScreen, "ERNSH")) as hands:
        assert "opening balance" in hands.text and "it adds up" in hands.text
        assert "paid back to you" in hands.row_with("refund 8001")
        assert "is promised by" in hands.text


async def test_a_receipt_comes_back_with_the_line_that_one_names(sqlite_store: Store) -> None:
    owe(sqlite_store, 10)
    rae = person(sqlite_store, "rae")
    first, second = (rae.do(receipts.take, "ERNSH", amount) for amount in (100_00, 50_00))
    stored(sqlite_store, paid(-103_00, text="unknown"))
    async with at_desk(sqlite_store, "rae", BankScreen) as hands:
        await hands.type("oten⏎")
        assert "'ten' is not a number" in hands.status and "came back" in hands.text
        await hands.press("f12")
        await hands.type(f"o{first}⏎")
        assert f"is receipt {first} coming back" in hands.status
    left = {one.number: one.bounced for one in rae.ask(receipts_of, "ERNSH")}
    assert left == {first: True, second: False}


async def test_refunds_and_promises_stand_on_the_account_and_are_taken_back_there(sqlite_store: Store) -> None:
    owe(sqlite_store, 10)
    rae = person(sqlite_store, "rae")
    rae.do(receipts.take, "ERNSH", 300_00)
    rae.do(disputes.promise, "ERNSH", 999_00, rae.today, said_by="Mr Ernst")
    rae.do(refunds.pay, "ERNSH", 20_00, reason="paid twice")
    async with at_desk(sqlite_store, "rae", partial(OpenItemsScreen, "ERNSH")) as hands:
        assert "open" in hands.row_with("promise") and "paid back" in hands.row_with("refund 8001")
        await hands.press("tab")
        await hands.type("u")
        assert "promise 1 is withdrawn" in hands.status and "promise" not in hands.text.replace(hands.status, "")[200:]
        await hands.type("uit came back⏎")
        assert "refund 8001 is reversed" in hands.status
        assert "reversed" in hands.row_with("refund 8001")
        await hands.type("↓uwrong customer⏎")
        assert "receipt 7001 is reversed" in hands.status


async def test_accounts_are_noted_and_forgotten_at_the_desk(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "rae", partial(BankAccountsScreen, "ERNSH")) as hands:
        assert "No account is known." in hands.text
        await hands.press("f6")
        await hands.type("DE00⏎⏎")
        assert hands.app.bells == 1
        await hands.press("f12")
        await hands.press("f6")
        await hands.type("de89 3704 0044 0532 0130 00⏎M-1⏎")
        assert "DE89370400440532013000 is noted" in hands.status
        assert "M-1" in hands.row_with("DE89")
        await hands.type("x")
        assert "is forgotten" in hands.status and "No account is known." in hands.text


async def test_a_write_off_is_taken_back_on_the_invoice(sqlite_store: Store) -> None:
    (invoice,) = owe(sqlite_store, 10)
    rae = person(sqlite_store, "rae")
    rae.do(write_offs.write_off, invoice, "rounding", amount=3_00)
    async with at_desk(sqlite_store, "rae", partial(InvoiceCardScreen, invoice)) as hands:
        await hands.type("wthey paid⏎")
        assert f"3.00 of {invoice} is open again" in hands.status
        await hands.type("wagain⏎")
        assert "nothing was written off" in hands.status
