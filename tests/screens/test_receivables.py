"""Receivables on the screen: an ageing that proves itself, and the acts on one account."""

from __future__ import annotations

from datetime import timedelta

from pytest import MonkeyPatch

from orderdesk.desk import receipts
from orderdesk.models import Customer, Invoice
from orderdesk.queries.receivables import balance, open_items, receipts_of
from orderdesk.screens.open_items import OpenItemsScreen
from orderdesk.screens.receivables import ReceivablesScreen
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction
from tests.company import NOW, SYSTEM, TODAY, person
from tests.queries.test_receivables import bill
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
        assert hands.row_with("ERNSH").split()[-7:] == ["–", "214.20", "–", "–", "–", "–", "214.20"]
        assert "428.40" in hands.row_with("ALFKI")
        assert "not due 428.40 + 1–30 214.20 + 31–60 0.00 + 61–90 0.00 + over 90 0.00" in hands.text
        assert "− unapplied 0.00 = 642.60" in hands.text
        assert "✓ the ledger says the same" in hands.text


async def test_wide_terminals_show_every_age(sqlite_store: Store) -> None:
    _sold(sqlite_store, "ERNSH", ("CHAI", 10), days_ago=40)
    async with at_desk(sqlite_store, "rae", ReceivablesScreen, size=(132, 30)) as hands:
        assert "61–90" in hands.rows[1] and "> 90" in hands.rows[1]


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
        assert "INVOICE INV-2026-0001" in hands.rows[0] and "ERNSH Ernst Handel" in hands.rows[0]
        assert "Open 200.00" in hands.text, hands.text


async def test_who_may_not_take_money_is_told_so(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "vic", lambda: OpenItemsScreen("ERNSH")) as hands:
        await hands.type("r10⏎⏎⏎")
        assert hands.status.startswith("vic may not do receipt.take")
    assert person(sqlite_store, "rae").ask(receipts_of, "ERNSH") == ()


# The cursor on the cells ---------------------------------------------------------------------------------------------


def _aged(store: Store) -> None:
    """ERNSH: 21.42 not due, 42.84 and 21.42 in 1–30, 64.26 in 61–90, 50.00 unapplied."""
    for number, late, pieces in ((1, -5, 1), (2, 3, 2), (3, 30, 1), (4, 70, 3)):
        bill(store, number, TODAY - (30 + late) * DAYS, pieces)
    person(store, "rae").do(receipts.take, "ERNSH", 50_00, apply=False)
    bill(store, 5, TODAY, 20, customer="ALFKI")


async def test_f11_on_a_cell_shows_its_items_and_their_sum(sqlite_store: Store) -> None:
    _aged(sqlite_store)
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        await hands.press("down", "right", "right")
        assert "▸64.26" in hands.row_with("ERNSH")
        await hands.press("f11")
        assert "ERNSH Ernst Handel   1–30 64.26" in hands.rows[0]
        assert "OLD-2" in hands.text and "OLD-3" in hands.text
        assert "OLD-1" not in hands.text and "OLD-4" not in hands.text
        assert hands.row_with("together").split()[-1] == "64.26"
        await hands.press("f12", "right", "right", "enter")
        assert "61–90 64.26" in hands.rows[0] and "OLD-4" in hands.text
        await hands.press("f12", "right", "right", "enter")
        assert "unapplied −50.00" in hands.rows[0] and hands.row_with("together").split()[-1] == "−50.00"
        await hands.press("f12", "right", "right", "right", "enter")
        assert "balance 99.94" in hands.rows[0] and hands.row_with("= balance").split()[-1] == "99.94"


async def test_the_cursor_goes_with_the_highlight_and_back_to_the_customer(sqlite_store: Store) -> None:
    _aged(sqlite_store)
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        await hands.press("right", "down")
        assert "▸21.42" in hands.row_with("ERNSH Ernst") and "▸428.40" not in hands.text
        await hands.press("up", "left", "down", "enter")
        assert "OPEN ITEMS   ERNSH" in hands.rows[0]
        await hands.press("f12", "right", "f12", "enter")
        assert "OPEN ITEMS   ERNSH" in hands.rows[0]


async def test_f11_on_the_total_line_proves_it(sqlite_store: Store) -> None:
    _aged(sqlite_store)
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        await hands.press("t")
        assert "▸ 2 customers" in hands.text
        await hands.press("f11")
        assert "Why 528.34?" in hands.rows[0]
        sums = {"not due": "449.82", "1–30": "64.26", "61–90": "64.26", "− unapplied": "50.00", "= balance": "528.34"}
        assert {word: hands.row_with(word).split()[-1] for word in sums} == sums
        assert "ledger says 528.34" in hands.text and "which is the same" in hands.text
        await hands.press("f12", "t", "f11")
        assert "ALFKI Alfreds Futterkiste   balance 428.40" in hands.rows[0]


async def test_what_others_do_appears_where_one_is(sqlite_store: Store) -> None:
    _aged(sqlite_store)
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        await hands.press("down", "right")
        person(sqlite_store, "root").do(receipts.take, "ALFKI", 400_00)
        screen = hands.app.screen
        assert isinstance(screen, ReceivablesScreen)
        screen.changed()
        await hands.settle()
        assert hands.row_with("28.40").split()[0] == "ALFKI" and "balance 128.34" in hands.rows[0]
        assert "▸21.42" in hands.row_with("ERNSH Ernst") and hands.row_with("ERNSH Ernst").startswith("▸")


async def test_a_filter_adds_up_whom_it_finds_and_the_foot_everybody(sqlite_store: Store) -> None:
    _aged(sqlite_store)
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        await hands.press("slash")
        await hands.type("late⏎")
        assert "ALFKI" not in hands.text and hands.row_with("1 customer").split()[-1] == "99.94"
        assert "= 528.34" in hands.text
        await hands.type("b")
        assert "by invoice date" in hands.rows[0]


async def test_totals_and_proof_are_there_at_every_size(sqlite_store: Store) -> None:
    _aged(sqlite_store)
    for size in ((60, 15), (80, 24), (100, 30), (132, 43)):
        async with at_desk(sqlite_store, "rae", ReceivablesScreen, size=size) as hands:
            assert hands.row_with("2 customers").split()[-1] == "528.34", size
            assert "− unapplied 50.00" in hands.text and "= 528.34" in hands.text, size
            assert "the ledger says the same" in hands.text, size
            assert hands.row_with("ERNSH").split()[-1] == "99.94" and "###" not in hands.text, size


async def test_a_thousand_pages_of_debtors_open_with_the_first(sqlite_store: Store, monkeypatch: MonkeyPatch) -> None:
    def many(tx: Transaction) -> None:
        for number in range(300):
            customer = tx.add(Customer(code=f"D{number:03}", name="Debtor", terms_id=1))
            tx.add(
                Invoice(
                    number=f"X-{number}", series="X", year=2026, serial=number, customer_id=customer, day=TODAY,
                    due=TODAY, terms_id=1, net=100 + number, gross=100 + number, open=100 + number, posted_at=NOW,
                    posted_by=1,
                )
            )  # fmt: skip

    sqlite_store.run(many, SYSTEM, TODAY, NOW)
    monkeypatch.setattr("orderdesk.queries.ageing_list.FEW", 100)
    async with at_desk(sqlite_store, "rae", ReceivablesScreen) as hands:
        screen = hands.app.screen
        assert isinstance(screen, ReceivablesScreen)
        assert len(screen.list.rows) < 100 and "D000" in hands.rows[2]
        assert hands.row_with("300 customers").split()[-1] == "748.50"
        await hands.press("end", "end", "end")
        assert len(screen.list.rows) == 300 and hands.row_with("D299").split()[-1] == "3.99"
