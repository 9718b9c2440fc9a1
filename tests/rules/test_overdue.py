"""Overdue: too late, or too much of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orderdesk.findings import HoldKind, Severity
from orderdesk.rules.overdue import OpenItem, check_overdue
from orderdesk.values import Currency

EUR = Currency("EUR", 2)
TODAY = date(2026, 11, 12)


def item(days_late: int, amount: int, document: str = "INV-1") -> OpenItem:
    return OpenItem(document, TODAY - timedelta(days_late), amount)


@pytest.mark.parametrize(("days_late", "held"), [(-5, False), (0, False), (1, False), (10, False), (11, True)])
def test_the_oldest_item_may_be_as_late_as_the_grace(days_late: int, held: bool) -> None:
    assert (check_overdue([item(days_late, 100)], TODAY, 10, None, EUR) is not None) == held


@pytest.mark.parametrize(("late", "held"), [(24_99, False), (25_00, False), (25_01, True)])
def test_the_overdue_share_counts_from_the_first_day_late(late: int, held: bool) -> None:
    items = [item(1, late), item(-20, 100_00 - late)]
    assert (check_overdue(items, TODAY, 10, 25_000, EUR) is not None) == held


def test_the_hold_names_the_oldest_invoice_and_both_figures() -> None:
    items = [item(12, 1_000, "INV-8"), item(38, 20_000, "INV-7"), item(-3, 42_000, "INV-9")]
    found = check_overdue(items, TODAY, 10, 25_000, EUR)
    assert found is not None
    assert (found.severity, found.kind, found.amount) == (Severity.HOLD, HoldKind.OVERDUE, 21_000)
    assert found.message == (
        "overdue: INV-7 with 200.00 open is 38 days late (grace 10)"
        " and 210.00 of 630.00 open are overdue, 33.33 % where 25 % may be"
    )
    assert found.figures["oldest_due"] == "2026-10-05"
    assert found.figures["days_late"] == 38


def test_one_day_late_without_grace() -> None:
    found = check_overdue([item(1, 100)], TODAY, 0, None, EUR)
    assert found is not None
    assert "is 1 day late" in found.message


def test_what_is_due_today_is_not_overdue() -> None:
    assert check_overdue([item(0, 100)], TODAY, 0, 0, EUR) is None


def test_paid_items_and_credits_are_not_overdue() -> None:
    assert check_overdue([item(90, 0), item(90, -500)], TODAY, 0, 0, EUR) is None


def test_nothing_is_held_where_nothing_is_tested() -> None:
    assert check_overdue([item(900, 100)], TODAY, None, None, EUR) is None


def test_what_is_disputed_is_not_late_and_the_hold_says_so() -> None:
    disputed = OpenItem("INV-1", TODAY - timedelta(40), 100_00, 100_00)
    assert check_overdue([disputed], TODAY, 10, 0, EUR) is None
    half = OpenItem("INV-2", TODAY - timedelta(20), 100_00, 60_00)
    found = check_overdue([disputed, half], TODAY, 10, None, EUR)
    assert found is not None
    assert (found.amount, found.figures["disputed"]) == (40_00, 160_00)
    assert found.message == (
        "overdue: INV-2 with 40.00 open is 20 days late (grace 10); 160.00 that is disputed is not counted"
    )
