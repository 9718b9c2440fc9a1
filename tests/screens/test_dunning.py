"""Dunning on the screen: mark, remind, the next stands there; and why."""

from __future__ import annotations

from datetime import timedelta

from orderdesk.desk import dunning
from orderdesk.screens.dunning import DunningScreen
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.desk.rows import rows
from tests.queries.test_receivables import bill
from tests.screens.desk_stage import at_desk

DAY = timedelta(days=1)


def _late(store: Store, number: int, days: int, pieces: int = 1, customer: str = "ERNSH") -> None:
    bill(store, number, TODAY - (days + 30) * DAY, pieces, customer)


def _reminded(store: Store) -> list[tuple[object, ...]]:
    joined = "reminder r JOIN invoice i ON i.id = r.invoice_id"
    return rows(store, f"SELECT i.number, r.level FROM {joined} ORDER BY i.number, r.level")


def _three(store: Store) -> None:
    _late(store, 1, 50)
    _late(store, 2, 2)
    _late(store, 3, 20, customer="ALFKI")
    _late(store, 4, 10, 2, customer="CASHC")


async def test_the_longest_overdue_stands_first_with_its_invoices_and_their_reasons(sqlite_store: Store) -> None:
    _three(sqlite_store)
    async with at_desk(sqlite_store, "rae", DunningScreen) as hands:
        assert "reminders from 5, 19 and 33 days late" in hands.rows[0]
        assert hands.rows[2].split()[1] == "ERNSH" and hands.rows[3].split()[0] == "ALFKI"
        assert "level 1" in hands.row_with("ALFKI")
        assert "3 customers" in hands.text and "85.68" in hands.row_with("3 customers")
        assert "→ OLD-1" in hands.text and "50 days late: level 1 is due from 5 days" in hands.text
        assert "· OLD-2" in hands.text and "2 days late; level 1 is due from 5 days, on 2026-11-15" in hands.text


async def test_r_reminds_and_the_next_stands_there(sqlite_store: Store) -> None:
    _three(sqlite_store)
    async with at_desk(sqlite_store, "rae", DunningScreen) as hands:
        await hands.type("r")
        assert hands.status == "ERNSH is reminded of 1 invoice, 21.42"
        assert hands.rows[2].split()[1] == "ALFKI" and "ERNSH" not in hands.text.replace(hands.status, "")
        await hands.type("rrr")
        assert "Nobody is to be reminded today." in hands.text
    assert _reminded(sqlite_store) == [("OLD-1", 1), ("OLD-3", 1), ("OLD-4", 1)]


async def test_the_marked_are_reminded_and_who_was_reminded_elsewhere_is_told_of(sqlite_store: Store) -> None:
    _three(sqlite_store)
    async with at_desk(sqlite_store, "rae", DunningScreen) as hands:
        await hands.press("space", "space")
        person(sqlite_store, "root").do(dunning.remind, "ALFKI")
        await hands.type("r")
        assert hands.status.startswith("ALFKI: there is nothing to remind ALFKI of")
        assert "OLD-3: level 1 was today; level 2 is due 10 days after it" in hands.status
        assert "but ERNSH is reminded of 1 invoice" in hands.status
        assert hands.app.bells == 1
        assert hands.rows[2].split()[1] == "CASHC"
    assert _reminded(sqlite_store) == [("OLD-1", 1), ("OLD-3", 1)]


async def test_f11_tells_every_figure_and_enter_opens_the_account(sqlite_store: Store) -> None:
    _three(sqlite_store)
    async with at_desk(sqlite_store, "rae", DunningScreen, size=(100, 40)) as hands:
        await hands.press("f11")
        assert "Why remind ERNSH Ernst Handel?" in hands.rows[0]
        assert all(f"level {n} from {days} days late" in hands.text for n, days in ((1, 5), (2, 19), (3, 33)))
        assert "at least 10 days between two levels" in hands.text and "nothing below 5.00 open" in hands.text
        assert "2 open invoices, 42.84 overdue" in hands.text
        assert "level 1 now: 50 days late: level 1 is due from 5 days" in hands.text
        assert "nothing now: 2 days late" in hands.text
        assert "together  21.42" in hands.text
        await hands.press("f12", "enter")
        assert "OPEN ITEMS   ERNSH" in hands.rows[0]


async def test_a_filter_narrows_the_list_and_its_foot(sqlite_store: Store) -> None:
    _three(sqlite_store)
    async with at_desk(sqlite_store, "rae", DunningScreen) as hands:
        await hands.press("slash")
        await hands.type("over:30⏎")
        assert hands.rows[2].split()[1] == "CASHC" and "1 customer" in hands.text
        await hands.press("f12")
        assert "3 customers" in hands.text


async def test_who_may_not_remind_is_told_so(sqlite_store: Store) -> None:
    _three(sqlite_store)
    async with at_desk(sqlite_store, "vic", DunningScreen) as hands:
        await hands.type("r")
        assert "vic may not do dunning.remind" in hands.status
    assert _reminded(sqlite_store) == []


async def test_what_must_be_seen_is_seen_at_every_size(sqlite_store: Store) -> None:
    _three(sqlite_store)
    for size in ((60, 15), (80, 24), (100, 30), (132, 43)):
        async with at_desk(sqlite_store, "rae", DunningScreen, size=size) as hands:
            assert "3 customers" in hands.text and "85.68" in hands.row_with("3 customers"), size
            assert "level 1" in hands.row_with("CASHC") and "42.84" in hands.row_with("CASHC"), size
            assert "→ OLD-1" in hands.text and "####" not in hands.text, size
