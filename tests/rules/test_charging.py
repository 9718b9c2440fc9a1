from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.charging import LevelCost, charge, interest

DUE = date(2026, 11, 1)


def test_the_interest_of_fifteen_days_at_ten_per_cent_on_a_hundred_is_41_cents() -> None:
    assert interest(100_00, 10_000, 15) == 41
    assert interest(100_00, 10_000, 0) == 0
    assert interest(100_00, 10_000, -3) == 0


def test_a_charge_tells_how_it_was_found() -> None:
    found = charge(100_00, DUE, DUE + timedelta(days=15), LevelCost(10_00, 10_000))
    assert (found.fee, found.interest, found.total) == (10_00, 41, 10_41)
    assert found.why == "fee 10.00 + interest 0.41 (100.00 × 10 % × 15 days/365) = 10.41"


def test_a_level_that_costs_nothing_says_so() -> None:
    found = charge(100_00, DUE, DUE + timedelta(days=15), LevelCost())
    assert (found.total, found.why) == (0, "no fee and no interest")
    assert charge(100_00, DUE, DUE, LevelCost(0, 10_000)).total == 0
    assert charge(100_00, DUE, DUE - timedelta(days=4), LevelCost(0, 10_000)).total == 0


@given(open=st.integers(1, 10**9), rate=st.integers(0, 100_000), days=st.integers(0, 4_000))
def test_interest_grows_with_the_days_and_is_right_to_half_a_cent(open: int, rate: int, days: int) -> None:
    found = interest(open, rate, days)
    assert abs(found * 36_500_000 - open * rate * days) * 2 <= 36_500_000
    assert interest(open, rate, days + 1) >= found
