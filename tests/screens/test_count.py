"""Counting on the screen: a sheet for a bin, blind, and posted with its figures."""

from __future__ import annotations

from datetime import timedelta

from orderdesk.desk import counting, stock
from orderdesk.desk.verb import Desk
from orderdesk.queries.counting import count_card, count_sheets
from orderdesk.queries.product_card import stock_of
from orderdesk.screens.count import CountScreen
from orderdesk.screens.count_sheet import CountSheetScreen
from orderdesk.store.store import Store
from tests.company import NOW, person
from tests.screens.desk_stage import at_desk
from tests.widgets.stage import keys

CHAI_CODE = "4006381333931"


def opened(store: Store, bin: str = "") -> int:
    return person(store, "pat").do(counting.open, bin=bin)


def counts(store: Store, sheet: int) -> dict[str, int | None]:
    return {line.sku: line.counted for line in person(store, "pat").ask(count_card, sheet).lines}


def on_hand(store: Store, sku: str) -> int:
    return next(one.on_hand for one in person(store, "pat").ask(stock_of, sku).stock if one.warehouse == "MAIN")


async def test_a_scanned_bin_opens_its_sheet_and_goes_on_with_it(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "pat", CountScreen) as hands:
        await hands.type(f"a-01-1⏎{CHAI_CODE}⏎{CHAI_CODE}⏎")
        assert "COUNT 9001   A-01-1, MAIN" in hands.rows[0] and "1 of 1 product counted" in hands.rows[0]
        await hands.press("f4", *keys("A-01-1⏎chai⏎"))  # in one burst: the list of sheets is read before the bin
        assert "COUNT 9001" in hands.rows[0] and hands.app.bells == 0
        await hands.press("f4")
        assert "1 product " in hands.row_with("9001")
    assert counts(sqlite_store, 9001) == {"CHAI": 3_000}


async def test_fifty_scans_in_one_burst_are_all_stored(sqlite_store: Store) -> None:
    sheet = opened(sqlite_store)
    async with at_desk(sqlite_store, "pat", lambda: CountSheetScreen(sheet)) as hands:
        await hands.type(f"{CHAI_CODE}⏎" * 50)
        assert "50 pc" in hands.row_with("QTY ")
        assert hands.app.bells == 0
    assert counts(sqlite_store, sheet) == {"CHAI": 50_000}


async def test_nothing_of_the_books_is_shown_until_it_is_posted(sqlite_store: Store) -> None:
    sheet = opened(sqlite_store, "A-01-1")
    async with at_desk(sqlite_store, "pat", lambda: CountSheetScreen(sheet)) as hands:
        assert "not counted" in hands.row_with("CHAI")
        await hands.type("96 chai⏎")
        assert "100" not in hands.text
        await hands.press("f10")
        assert hands.status == "posted: CHAI 100 → 96"
        assert "4 less" in hands.row_with("CHAI  ")
        assert "✓ posted by Pat" in hands.text
    assert on_hand(sqlite_store, "CHAI") == 96_000


async def test_what_is_wrong_is_held(sqlite_store: Store) -> None:
    sheet = opened(sqlite_store, "A-01-1")
    async with at_desk(sqlite_store, "pat", lambda: CountSheetScreen(sheet)) as hands:
        await hands.type("chai⏎tofu⏎chai⏎")
        assert "✗ WRONG ITEM   scanned tofu" in hands.text
        await hands.press("f10", "f12")
        await hands.type("a-02-1⏎")
        assert "✗ WRONG BIN   scanned a-02-1" in hands.text
        await hands.press("f12")
        await hands.type("A-01-1⏎")
        assert hands.status == "bin A-01-1"
    assert counts(sqlite_store, sheet) == {"CHAI": 1_000}


async def test_the_total_and_back_again(sqlite_store: Store) -> None:
    sheet = opened(sqlite_store)
    async with at_desk(sqlite_store, "pat", lambda: CountSheetScreen(sheet)) as hands:
        await hands.type("3 chai⏎#⏎")
        await hands.type(f"{CHAI_CODE}⏎")
        assert f"✗ NOT TAKEN   scanned {CHAI_CODE}" in hands.text
        await hands.press("f12")
        await hands.type("many⏎")
        assert "in all 'many' is not a number" in hands.status
        await hands.press("end", *["backspace"] * 4)
        await hands.type("96⏎")
        assert counts(sqlite_store, sheet) == {"CHAI": 96_000}
        await hands.press("f9")
        assert counts(sqlite_store, sheet) == {"CHAI": 3_000}
        await hands.press("f9")
        assert counts(sqlite_store, sheet) == {"CHAI": 0}


async def test_goods_that_moved_are_posted_only_by_a_second_key(sqlite_store: Store) -> None:
    sheet = opened(sqlite_store)
    pat = person(sqlite_store, "pat")
    later = Desk(sqlite_store, pat.who, day=pat.day, clock=lambda: NOW + timedelta(minutes=1))
    async with at_desk(sqlite_store, "pat", lambda: CountSheetScreen(sheet)) as hands:
        await hands.type("99 chai⏎")
        later.do(stock.adjust, "CHAI", -1_000, "broken")
        await hands.type("OD:DONE⏎")
        assert "CHAI 1 left" in hands.status and "F10 once more" in hands.status
        await hands.type("OD:DONE⏎")
        assert "CHAI 1 left" in hands.status
        await hands.press("f10")
        assert hands.status == "posted: as in the books"


async def test_a_sheet_is_given_up_by_a_word_that_no_scan_is(sqlite_store: Store) -> None:
    sheet = opened(sqlite_store)
    async with at_desk(sqlite_store, "pat", lambda: CountSheetScreen(sheet)) as hands:
        await hands.type("99 chai⏎giveup⏎chai⏎")
        assert "✗ NOT TAKEN   scanned chai" in hands.text
        await hands.press("f12")
        await hands.type("no⏎giveup⏎yes⏎")
        assert hands.status == f"sheet {sheet} is given up"
        await hands.type("chai⏎")
        assert "NOT TAKEN" in hands.text and "is cancelled" in hands.status
    assert person(sqlite_store, "pat").ask(count_sheets) == ()
    assert on_hand(sqlite_store, "CHAI") == 100_000


async def test_a_whole_warehouse(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "pat", CountScreen) as hands:
        await hands.press("f6")
        await hands.type("north⏎")
        assert "all of NORTH" in hands.rows[0]
        await hands.type("OD:C9001⏎OD:C9002⏎")
        assert "there is no count sheet 9002" in hands.status


async def test_two_terminals_on_one_sheet(sqlite_store: Store) -> None:
    sheet = opened(sqlite_store)
    async with (
        at_desk(sqlite_store, "pat", lambda: CountSheetScreen(sheet)) as one,
        at_desk(sqlite_store, "root", lambda: CountSheetScreen(sheet)) as other,
    ):
        await one.type("2 chai⏎")
        await other.type("3 chai⏎tofu⏎")
        assert "5" in other.row_with("CHAI  ")
        one.app.screen.changed()  # type: ignore[attr-defined]
        await one.settle()
        assert "TOFU" in one.text
        await other.press("f10")
        await one.type("chai⏎")
        assert f"count sheet {sheet} was posted by Root" in one.status and "NOT TAKEN" in one.text
        assert "posted by Root" in one.text
    assert on_hand(sqlite_store, "CHAI") == 5_000
