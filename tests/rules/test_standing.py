"""The next day of a standing order: after today, in step with the days before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.standing import next_day

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(1, 3_650), st.integers(0, 10_000))
def test_it_is_the_first_in_step_after_today(due: date, every: int, late: int) -> None:
    today = due + timedelta(days=late)
    found = next_day(due, every, today)
    assert (found - due).days % every == 0
    assert today < found <= today + timedelta(days=every)


@pytest.mark.parametrize(
    ("due", "every", "found"),
    [("2026-11-12", 7, "2026-11-19"), ("2026-11-11", 7, "2026-11-18"), ("2026-10-01", 14, "2026-11-26")],
)
def test_days_that_were_missed_are_not_made_up_for(due: str, every: int, found: str) -> None:
    assert next_day(date.fromisoformat(due), every, date(2026, 11, 12)) == date.fromisoformat(found)
