"""Payment terms: the due dates of other systems, leap years included."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.terms import DuePart, Instalment, Terms, discount_amount, discount_date, due_date, schedule

AT_ONCE = Terms("", 0)
NET_30 = Terms("N30", 30)
END_OF_NEXT_MONTH = Terms("EOM", 30, end_of_month=True)


@pytest.mark.parametrize(
    ("terms", "invoiced", "due"),
    [
        (NET_30, date(2016, 1, 22), date(2016, 2, 21)),
        (NET_30, date(2017, 1, 22), date(2017, 2, 21)),
        (END_OF_NEXT_MONTH, date(2016, 1, 22), date(2016, 2, 29)),
        (END_OF_NEXT_MONTH, date(2017, 1, 22), date(2017, 2, 28)),
        (AT_ONCE, date(2016, 1, 22), date(2016, 1, 22)),
        (Terms("EOM0", 0, end_of_month=True), date(2026, 11, 30), date(2026, 11, 30)),
        (Terms("EOM", 45, end_of_month=True), date(2026, 11, 23), date(2027, 1, 31)),
    ],
)
def test_due_dates(terms: Terms, invoiced: date, due: date) -> None:
    """IN-06."""
    assert due_date(terms, invoiced) == due


THREE = Terms("30/50/20", 0, instalments=(Instalment(30_000, 10), Instalment(50_000, 30), Instalment(20_000, 60)))


def test_instalments_have_days_and_amounts_of_their_own() -> None:
    """PY-06: 100 in 30/50/20."""
    invoiced = date(2026, 11, 1)
    assert schedule(THREE, invoiced, 10_000) == (
        DuePart(date(2026, 11, 11), 3_000),
        DuePart(date(2026, 12, 1), 5_000),
        DuePart(date(2026, 12, 31), 2_000),
    )
    assert due_date(THREE, invoiced) == date(2026, 12, 31)


def test_without_instalments_everything_is_due_on_one_day() -> None:
    assert schedule(NET_30, date(2016, 1, 22), 10_000) == (DuePart(date(2016, 2, 21), 10_000),)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(1, 100_000), min_size=1, max_size=6))
def test_instalments_make_up_the_invoice_to_the_cent(gross: int, percents: list[int]) -> None:
    terms = Terms("x", 0, instalments=tuple(Instalment(percent, 1) for percent in percents))
    assert sum(part.amount for part in schedule(terms, date(2026, 1, 1), gross)) == gross


EARLY = Terms("2/14", 30, discount_days=14, discount=2_000)


def test_the_discount_ends_on_its_day_and_its_grace() -> None:
    assert discount_date(EARLY, date(2026, 1, 1)) == date(2026, 1, 15)
    assert discount_date(EARLY, date(2026, 1, 1), grace_days=5) == date(2026, 1, 20)


@pytest.mark.parametrize("terms", [NET_30, Terms("x", 30, discount_days=14), Terms("x", 30, discount=2_000)])
def test_terms_without_days_or_per_cent_give_no_discount(terms: Terms) -> None:
    assert discount_date(terms, date(2026, 1, 1)) is None
    assert discount_amount(terms, 100_000) == 0


@pytest.mark.parametrize(
    ("percent", "gross", "off"), [(2_000, 100_000, 2_000), (10_000, 23_600, 2_360), (2_000, 25, 1), (2_000, -25, -1)]
)
def test_the_discount_is_off_the_gross(percent: int, gross: int, off: int) -> None:
    """PY-03, PY-10."""
    assert discount_amount(Terms("x", 30, discount_days=14, discount=percent), gross) == off


def test_a_discount_may_be_an_amount_and_is_never_more_than_the_invoice() -> None:
    terms = Terms("FIX", 30, discount_days=10, discount_fixed=50_00, grace_days=5)
    assert discount_amount(terms, 236_00) == 50_00
    assert discount_amount(terms, 30_00) == 30_00
    assert discount_date(terms, date(2026, 1, 5)) == date(2026, 1, 15)
    assert discount_amount(Terms("NONE", 30, discount_fixed=50_00), 236_00) == 0
