"""The bank, disputes and the statement on the screen; the acts on a customer's open items."""

from __future__ import annotations

from functools import partial

from orderdesk.desk import disputes, receipts
from orderdesk.screens.bank import BankScreen
from orderdesk.screens.disputes import DisputesScreen
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
    rae.do(disputes.promise, "ERNSH", 5_00, rae.today)
    async with at_desk(sqlite_store, "rae", partial(StatementScreen, "ERNSH")) as hands:
        assert "opening balance" in hands.text and "it adds up" in hands.text
        assert "paid back to you" in hands.row_with("refund 8001")
        assert "is promised by" in hands.text
