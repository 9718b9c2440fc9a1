"""Ageing: every open item is in exactly one place, and the foot proves it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.rules.ageing import (
    AgeBy,
    AgedItem,
    Ageing,
    age,
    begins,
    bucket_of,
    cell_of,
    days_before,
    days_late,
    edges_of,
    first_day,
)
from orderdesk.values import Currency

TODAY = date(2026, 11, 12)


def item(late: int, amount: int = 100, *, document_days: int = 0) -> AgedItem:
    return AgedItem("INV", TODAY - timedelta(document_days), TODAY - timedelta(late), amount)


@pytest.mark.parametrize(
    ("late", "bucket"),
    [(-1, None), (0, None), (1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (120, 3), (121, 4)],
)
def test_the_edges_belong_to_the_bucket_they_end(late: int, bucket: int | None) -> None:
    """AG-01."""
    assert bucket_of(late, (30, 60, 90, 120)) == bucket


def test_the_usual_buckets_are_30_60_90_and_over() -> None:
    items = [item(late, 10**place) for place, late in enumerate((-3, 30, 31, 61, 91))]
    found = age(items, 5, TODAY)
    assert (found.not_due, found.buckets, found.unapplied) == (1, (10, 100, 1_000, 10_000), 5)
    assert found.labels == ("1–30", "31–60", "61–90", "over 90")
    assert found.balance == 11_106


def test_the_foot_is_a_sum_that_can_be_checked_by_hand() -> None:
    found = age([item(-3, 1_240_000), item(30, 441_020)], 20_000, TODAY)
    assert found.proof == (
        "not due 12400.00 + 1–30 4410.20 + 31–60 0.00 + 61–90 0.00 + over 90 0.00 − unapplied 200.00 = 16610.20"
    )


def test_the_foot_is_in_the_books_currency() -> None:
    found = age([item(1, 500)], 0, TODAY, edges=(30,), currency=Currency("JPY", 0))
    assert found.proof == "not due 0 + 1–30 500 + over 30 0 − unapplied 0 = 500"


def test_by_invoice_date_the_due_date_does_not_count() -> None:
    invoice = item(-10, 100, document_days=40)
    assert (days_late(invoice, TODAY, AgeBy.DUE), days_late(invoice, TODAY, AgeBy.INVOICE)) == (-10, 40)
    assert age([invoice], 0, TODAY, AgeBy.INVOICE).buckets == (0, 100, 0, 0)
    assert age([invoice], 0, TODAY, AgeBy.DUE).not_due == 100


def test_a_document_without_a_due_date_ages_by_its_own() -> None:
    """AG-04."""
    advance = AgedItem("CN", TODAY - timedelta(45), None, -500)
    assert age([advance], 0, TODAY, AgeBy.DUE).buckets == (0, -500, 0, 0)


def test_an_ageing_of_nothing_is_zero() -> None:
    assert age([], 0, TODAY) == Ageing(0, (0, 0, 0, 0), 0)


ITEMS = st.lists(
    st.builds(
        AgedItem,
        st.just("INV"),
        st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        st.integers(-(10**6), 10**9),
    )
)


@given(ITEMS, st.integers(0, 10**9), st.sampled_from(AgeBy), st.sampled_from([(30, 60, 90), (7,), (15, 45)]))
def test_buckets_and_not_due_less_unapplied_are_always_the_balance(
    items: list[AgedItem], unapplied: int, by: AgeBy, edges: tuple[int, ...]
) -> None:
    found = age(items, unapplied, TODAY, by, edges)
    assert found.balance == sum(one.open for one in items) - unapplied
    assert len(found.buckets) == len(found.labels) == len(edges) + 1
    terms, balance = found.proof.split(" = ")
    figures = [int(part.split()[-1].replace(".", "")) for part in terms.replace(" − ", " + ").split(" + ")]
    assert sum(figures[:-1]) - figures[-1] == int(balance.replace(".", "")) == found.balance


def test_the_days_that_a_search_names_are_those_that_the_buckets_begin_on() -> None:
    for late in range(-3, 130):
        one = AgedItem("INV-1", TODAY - timedelta(late), TODAY - timedelta(late), 100)
        for by in AgeBy:
            cell = cell_of(one, TODAY, by)
            aged = age([one], 0, TODAY, by)
            assert (aged.cells[cell], len(aged.titles)) == (100, len(aged.cells))
            assert cell == sum(one.date < first for first in begins(TODAY))
    assert (first_day(AgeBy.DUE), first_day(AgeBy.INVOICE)) == ("due", "day")
    assert (days_before(TODAY, 12), days_before(TODAY, 10**17)) == (date(2026, 10, 31), date.min)


@pytest.mark.parametrize(
    ("days_late", "bucket"),
    [(30, 0), (31, 1), (60, 1), (61, 2), (120, 3), (121, 4), (0, None), (-1, None), (1, 0), (90, 2), (91, 3)],
)
def test_an_age_ends_with_its_own_last_day(days_late: int, bucket: int | None) -> None:
    assert bucket_of(days_late, edges_of("30/60/90/120")) == bucket


@pytest.mark.parametrize("text", ["", "30/30", "60/30", "0/30", "30/x", "1/2/3/4/5/6/7", "30/60/", "-1", "99999"])
def test_ages_that_do_not_rise_are_refused(text: str) -> None:
    with pytest.raises(BadValue, match="ages end at days that rise"):
        edges_of(text)


def test_what_is_disputed_is_told_apart_and_still_adds_up() -> None:
    items = [AgedItem("A", TODAY, TODAY, 100_00, disputed=40_00), AgedItem("B", TODAY, TODAY, 10_00)]
    found = age(items, 5_00, TODAY)
    assert (found.disputed, found.balance) == (40_00, 105_00)
    assert found.proof.endswith("= 105.00 (disputed 40.00)")
