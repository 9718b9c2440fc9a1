"""Receivables on the screen: an ageing that proves itself, and the acts on one account."""

from __future__ import annotations

from datetime import timedelta

from orderdesk.queries.receivables import balance, open_items, receipts_of
from orderdesk.screens.open_items import OpenItemsScreen
from orderdesk.screens.receivables import ReceivablesScreen
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.screens.desk_stage import at_desk, place, ship

DAYS = timedelta(days=1)


def _sold(store: Store, customer: str, *lines: tuple[str, int], days_ago: int = 0) -> None:
    day = TODAY - days_ago * DAYS
    ship(store, [place(store, customer, *lines, day=day)], day)


async def test_the_foot_proves_itself(sqlite_store: Store) -> None:
    _sold(sqlite_store, "ERNSH", ("CHAI", 10), days_ago=40)  # 214.20, ten days late
    _sold(sqlite_store, "ALFKI", ("CHAI", 20))  # 428.40, not due
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        assert "balance 642.60" in hands.rows[0]
        assert "◐ 1–30" in hands.row_with("ERNSH") and "214.20" in hands.row_with("ERNSH")
        assert "428.40" in hands.row_with("ALFKI")
        assert "not due 428.40 + 1–30 214.20 + 31–60 0.00 + 61–90 0.00 + over 90 0.00" in hands.text
        assert "− unapplied 0.00 = 642.60" in hands.text
        assert "✓ the ledger says the same" in hands.text


async def test_wide_terminals_show_every_age(sqlite_store: Store) -> None:
    _sold(sqlite_store, "ERNSH", ("CHAI", 10), days_ago=40)
    async with at_desk(sqlite_store, "rae", ReceivablesScreen, size=(132, 30)) as hands:
        assert "61–90" in hands.rows[1] and "over 90" in hands.rows[1]


async def test_how_it_stood_on_a_past_day(sqlite_store: Store) -> None:
    _sold(sqlite_store, "ERNSH", ("CHAI", 10), days_ago=40)
    _sold(sqlite_store, "ALFKI", ("CHAI", 20))
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        await hands.type("d2026-10-10⏎")
        assert "as of 10 Oct 2026" in hands.rows[0] and "balance 214.20" in hands.rows[0]
        await hands.type("dsoon⏎")
        assert "is not a date" in hands.status
        await hands.press("f12", "f12")
        assert "balance 642.60" in hands.rows[0]


async def test_a_receipt_pays_the_oldest_first_and_says_so(sqlite_store: Store) -> None:
    _sold(sqlite_store, "ERNSH", ("CHAI", 10), days_ago=20)
    _sold(sqlite_store, "ERNSH", ("CHAI", 5))
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        await hands.type("r300⏎⏎ck 11⏎")
        assert hands.status == "receipt 7001: INV-2026-0001 214.20, INV-2026-0002 85.80"
        assert "✓ applied" in hands.row_with("7001") and "ck 11" in hands.row_with("7001")
        await hands.press("f12")
        assert "balance 21.30" in hands.rows[0]
    assert person(sqlite_store, "rae").ask(balance, "ERNSH") == 21_30


async def test_what_is_left_over_stays_unapplied(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        await hands.press("f4")
        await hands.type("cashc⏎")
        await hands.type("r50⏎⏎⏎")
        assert hands.status == "receipt 7001: 50.00 unapplied"
        assert "◐ 50.00" in hands.row_with("7001")
        await hands.press("f12")
        assert "−50.00" in hands.row_with("CASHC")


async def test_a_wrong_amount_is_asked_for_again(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "rae", lambda: OpenItemsScreen("ERNSH")) as hands:
        await hands.type("r12.345⏎⏎⏎")
        assert "at most 2 decimals" in hands.status
        await hands.press("end", *["backspace"] * 6)
        await hands.type("12⏎⏎⏎")
        assert hands.status == "receipt 7001: 12.00 unapplied"


async def test_c_answers_an_invoice_with_a_credit_note(sqlite_store: Store) -> None:
    _sold(sqlite_store, "ERNSH", ("CHAI", 10))
    async with at_desk(sqlite_store, "rae", lambda: OpenItemsScreen("ERNSH")) as hands:
        await hands.type("cdamaged⏎")
        assert hands.status == "credit note CRN-2026-0001 answers INV-2026-0001"
        assert "Nothing is open." in hands.text
    assert person(sqlite_store, "rae").ask(open_items, "ERNSH") == ()


async def test_u_reverses_a_receipt(sqlite_store: Store) -> None:
    _sold(sqlite_store, "ERNSH", ("CHAI", 10))
    async with at_desk(sqlite_store, "rae", lambda: OpenItemsScreen("ERNSH")) as hands:
        await hands.type("r214.20⏎⏎⏎")
        assert "Nothing is open." in hands.text
        await hands.type("ubounced⏎")
        assert hands.status == "receipt 7001 is reversed"
        assert "✗ reversed" in hands.row_with("7001") and "214.20" in hands.row_with("INV-2026-0001")
    assert person(sqlite_store, "rae").ask(receipts_of, "ERNSH")[0].reverse_reason == "bounced"


async def test_enter_shows_the_invoice_and_what_was_set_against_it(sqlite_store: Store) -> None:
    _sold(sqlite_store, "ERNSH", ("CHAI", 10))
    async with at_desk(sqlite_store, "rae", lambda: OpenItemsScreen("ERNSH")) as hands:
        await hands.type("r14.20⏎⏎⏎")
        await hands.press("enter")
        assert "INVOICE   INV-2026-0001   ERNSH Ernst Handel" in hands.rows[0]
        assert "payment 7001  14.20" in hands.text and "open 200.00" in hands.text


async def test_who_may_not_take_money_is_told_so(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "vic", lambda: OpenItemsScreen("ERNSH")) as hands:
        await hands.type("r10⏎⏎⏎")
        assert hands.status.startswith("vic may not do receipt.take")
    assert person(sqlite_store, "rae").ask(receipts_of, "ERNSH") == ()
