"""Ageing: by how late it is, as of any past day, with a foot that proves itself."""

from __future__ import annotations

from datetime import date, timedelta

from orderdesk.queries import receivables
from orderdesk.rules.ageing import AgedItem, age
from tests.scenarios.shop import Shop


def test_ag_01_the_edges_of_the_buckets() -> None:
    """Elsewhere what is not due stands in no bucket; here it has its own column, so that the foot adds up."""
    today = date(2026, 11, 12)
    days = (30, 31, 60, 61, 120, 121, -1)
    items = [AgedItem(str(late), today, today - timedelta(days=late), 1 << place) for place, late in enumerate(days)]
    aged = age(items, 0, today, edges=(30, 60, 90, 120))
    assert aged.labels == ("1–30", "31–60", "61–90", "91–120", "over 120")
    assert aged.buckets == (1 << 0, (1 << 1) + (1 << 2), 1 << 3, 1 << 4, 1 << 5)
    assert aged.not_due == 1 << 6
    assert aged.balance == (1 << 7) - 1


def test_ag_03_the_ageing_of_a_past_day_has_what_was_open_then(shop: Shop) -> None:
    april, june = shop.at(date(2020, 4, 30)), shop.at(date(2020, 6, 30))
    april.customer("BUYER")
    april.billed("BUYER", 100_00)
    june.pay("BUYER", 100_00)
    then = june.see(receivables.ageing, as_of=date(2020, 5, 31))
    assert [(row.customer, row.balance, row.ageing.buckets[0]) for row in then.rows] == [("BUYER", 100_00, 100_00)]
    assert then.sound
    now = june.see(receivables.ageing)
    assert (now.rows, now.foot.balance, now.sound) == ((), 0, True)


def test_ag_04_money_set_against_nothing_is_in_the_foot(shop: Shop) -> None:
    """Elsewhere it is aged by its own date; here it stands apart, and is taken off the balance."""
    shop.customer("BUYER")
    shop.billed("BUYER", 100_00)
    shop.pay("BUYER", 30_00, apply=False)
    report = shop.see(receivables.ageing)
    row = next(row for row in report.rows if row.customer == "BUYER")
    assert (row.ageing.not_due, row.ageing.unapplied, row.balance) == (100_00, 30_00, 70_00)
    assert report.sound
    assert report.foot.proof.endswith("− unapplied 30.00 = 70.00")
