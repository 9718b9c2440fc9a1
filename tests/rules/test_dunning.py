"""Dunning: by days late, one level at a time, never twice within the gap, and always with the reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.rules.charging import LevelCost
from orderdesk.rules.dunning import DunningLevels, Reminded, next_level
from orderdesk.values import Currency

TODAY = date(2026, 11, 12)
LEVELS = DunningLevels()


def item(days_late: int, level: int = 0, last: int | None = None, amount: int = 100_00) -> Reminded:
    """An invoice so many days late, the last of its reminders `last` days ago."""
    sent = None if last is None else TODAY - timedelta(last)
    return Reminded("INV-1", TODAY - timedelta(days_late), amount, level, sent)


@pytest.mark.parametrize(
    ("days_late", "level", "last", "due"),
    [
        (-3, 0, None, None),
        (0, 0, None, None),
        (4, 0, None, None),
        (5, 0, None, 1),
        (400, 0, None, 1),
        (18, 1, 13, None),
        (19, 1, 14, 2),
        (19, 1, 10, 2),
        (19, 1, 9, None),
        (32, 2, 13, None),
        (33, 2, 14, 3),
        (400, 3, 100, None),
    ],
)
def test_a_level_is_due_by_days_late_and_by_days_since_the_last(
    days_late: int, level: int, last: int | None, due: int | None
) -> None:
    assert next_level(item(days_late, level, last), LEVELS, TODAY).level == due


@pytest.mark.parametrize(
    ("what", "why", "on"),
    [
        (item(-3), "not late; level 1 is due from 5 days, on 2026-11-20", date(2026, 11, 20)),
        (item(1), "1 day late; level 1 is due from 5 days, on 2026-11-16", date(2026, 11, 16)),
        (item(7), "7 days late: level 1 is due from 5 days", date(2026, 11, 10)),
        (
            item(30, 1, 4),
            "level 1 was 4 days ago; level 2 is due 10 days after it, on 2026-11-18",
            date(2026, 11, 18),
        ),
        (
            item(30, 1, 0),
            "level 1 was today; level 2 is due 10 days after it, on 2026-11-22",
            date(2026, 11, 22),
        ),
        (item(21, 1, 14), "21 days late: level 2 is due from 19 days; level 1 was 14 days ago", date(2026, 11, 10)),
        (item(60, 3, 12), "every level was sent, the last on 2026-10-31", None),
        (item(60, amount=4_99), "4.99 open is below 5.00, from which invoices are reminded of", None),
        (item(60, amount=0), "it is paid", None),
        (item(60, amount=-1_00), "a credit note is not reminded of", None),
        (
            Reminded("INV-1", TODAY - timedelta(60), 1_00_00, disputed=True),
            "it is disputed: nothing is sent until that is settled",
            None,
        ),
    ],
)
def test_the_reason_is_a_sentence_with_its_figures(what: Reminded, why: str, on: date | None) -> None:
    answer = next_level(what, LEVELS, TODAY)
    assert (answer.why, answer.on) == (why, on)


def test_exactly_the_least_amount_is_reminded_of_and_no_level_is_no_reminder() -> None:
    assert next_level(item(9, amount=5_00), LEVELS, TODAY).level == 1
    nobody = next_level(item(9), DunningLevels(days=()), TODAY)
    assert (nobody.level, nobody.why) == (None, "the company sends no reminders")
    fewer = next_level(item(90, 2, 30), DunningLevels(days=(5, 9)), TODAY)
    assert (fewer.level, fewer.why) == (None, "every level was sent, the last on 2026-10-13")
    yen = DunningLevels(least=500, currency=Currency("JPY", 0))
    assert next_level(item(9, amount=400), yen, TODAY).why.startswith("400 open is below 500")


@pytest.mark.parametrize("days", [(5, 5), (19, 5), (0, 5), (-1,)])
def test_levels_rise(days: tuple[int, ...]) -> None:
    with pytest.raises(BadValue, match="each level later than the one before"):
        DunningLevels(days=days)


def test_two_levels_are_never_on_one_day() -> None:
    with pytest.raises(BadValue, match="at least 1 day"):
        DunningLevels(gap=0)


@given(
    days=st.lists(st.integers(1, 60), max_size=4, unique=True).map(sorted),
    gap=st.integers(1, 30),
    late=st.integers(-20, 120),
    level=st.integers(0, 5),
    last=st.integers(0, 40),
)
def test_what_a_search_looks_for_is_what_is_due_and_the_day_it_names_is_the_first(
    days: list[int], gap: int, late: int, level: int, last: int
) -> None:
    levels = DunningLevels(tuple(days), gap, least=1)
    one = item(late, level, last if level else None)
    found = next_level(one, levels, TODAY)
    sought = [
        what.level
        for what in levels.sought(TODAY)
        if what.level == level + 1
        and one.due <= what.due_by
        and (what.sent_by is None or (one.last is not None and one.last <= what.sent_by))
    ]
    assert sought == ([found.level] if found.level else [])
    if found.on is not None:
        assert next_level(one, levels, found.on).level == level + 1
        assert (found.level is None) == (found.on > TODAY)
        if found.on > TODAY:
            assert next_level(one, levels, found.on - timedelta(1)).level is None


def test_a_promise_keeps_reminders_back_until_its_day_is_over() -> None:
    item = Reminded("INV-1", TODAY - timedelta(days=8), 100_00, promised=TODAY)
    kept = next_level(item, DunningLevels(), TODAY)
    assert (kept.level, kept.why) == (None, f"payment is promised by {TODAY}: nothing is sent until that day is over")
    assert next_level(item, DunningLevels(), TODAY + timedelta(days=1)).level == 1


def test_each_level_has_its_own_cost_and_one_that_is_not_said_costs_nothing() -> None:
    levels = DunningLevels(costs=(LevelCost(), LevelCost(5_00)))
    assert (levels.cost(1), levels.cost(2), levels.cost(3)) == (LevelCost(), LevelCost(5_00), LevelCost())
