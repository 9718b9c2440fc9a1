"""Cycle counts: what moves most value is counted most often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orderdesk.rules.cycle_count import Abc, Counting, classes, due_on

TODAY = date(2026, 11, 23)
EVERY = Counting(30, 90, 0)


def test_eighty_per_cent_of_the_value_is_a_the_next_fifteen_b_the_rest_c() -> None:
    assert classes({1: 70, 2: 20, 3: 6, 4: 4, 5: 0}, {}) == {1: Abc.A, 2: Abc.A, 3: Abc.B, 4: Abc.C, 5: Abc.C}


def test_where_nothing_moved_all_is_c() -> None:
    assert classes({1: 0, 2: 0}, {}) == {1: Abc.C, 2: Abc.C}


def test_a_class_given_by_hand_stays_and_of_others_nothing_is_said() -> None:
    assert classes({1: 70, 2: 30}, {1: Abc.C, 9: Abc.A}) == {1: Abc.C, 2: Abc.A}


@pytest.mark.parametrize(
    ("kind", "counted", "expected"),
    [
        (Abc.A, None, TODAY),
        (Abc.A, TODAY - timedelta(days=30), TODAY),
        (Abc.B, TODAY, TODAY + timedelta(days=90)),
        (Abc.C, None, None),
    ],
)
def test_a_product_is_due_when_its_days_have_passed(kind: Abc, counted: date | None, expected: date | None) -> None:
    assert due_on(kind, counted, EVERY, TODAY) == expected
