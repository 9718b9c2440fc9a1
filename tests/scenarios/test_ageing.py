"""Ageing: by how late it is, as of any past day, with a foot that proves itself."""

from __future__ import annotations

from datetime import date

import pytest

from orderdesk.queries import receivables
from orderdesk.queries.ageing import ageing_foot
from tests.scenarios.shop import Shop


@pytest.mark.parametrize(
    ("days_late", "title"),
    [
        (30, "1–30"),
        (31, "31–60"),
        (60, "31–60"),
        (61, "61–90"),
        (120, "91–120"),
        (121, "over 120"),
        (0, "not due"),
        (-1, "not due"),
    ],
)
@pytest.mark.parametrize("by", ["due", "invoice"])
def test_ag_01_the_edges_of_the_buckets(shop: Shop, days_late: int, title: str, by: str) -> None:
    """Elsewhere what is not due stands in no bucket; here it has its own column, so that the foot adds up."""
    shop.setting("ageing_days", "30/60/90/120")
    shop.customer("BUYER", terms="N30" if by == "due" else "NOW")
    shop.billed("BUYER", 100_00)
    then = shop.later(days_late + (30 if by == "due" else 0))
    if then.day < shop.day:
        return  # before it was there
    report = then.see(receivables.ageing, by=by)
    (row,) = report.rows
    found = [name for name, amount in zip(row.ageing.titles, row.ageing.cells, strict=True) if amount]
    assert found == [title, "balance"]
    assert (row.balance, report.sound) == (100_00, True)
    foot = then.see(ageing_foot, by=by)
    assert (foot.foot, foot.sound) == (report.foot, True)


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
