"""When goods will be there for a line that waits, and whether its order is late by that."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.availability import Supply
from orderdesk.rules.lateness import Arrival, Lateness, arrivals, lateness

TODAY = date(2026, 11, 12)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_a_line_has_its_goods_when_all_before_it_in_the_queue_are_served() -> None:
    coming = [Supply(day(9), 10, "PO 2"), Supply(day(3), 5, "PO 1")]
    assert arrivals(0, coming, [5, 1, 9, 1], TODAY) == [
        Arrival(day(3), "PO 1"), Arrival(day(9), "PO 2"), Arrival(day(9), "PO 2"), None,
    ]  # fmt: skip


def test_what_is_free_is_there_today() -> None:
    assert arrivals(5, [], [5, 1], TODAY) == [Arrival(TODAY, ""), None]


def test_what_should_have_come_is_expected_tomorrow() -> None:
    assert arrivals(0, [Supply(day(-4), 1, "PO 1")], [1], TODAY) == [Arrival(day(1), "PO 1")]


@given(
    st.integers(0, 20),
    st.lists(st.tuples(st.integers(-5, 9), st.integers(1, 9)), max_size=6),
    st.lists(st.integers(1, 9), max_size=6),
)
def test_nobody_is_served_before_those_in_front_and_no_goods_are_given_twice(
    free: int, receipts: list[tuple[int, int]], waiting: list[int]
) -> None:
    coming = [Supply(day(on), quantity) for on, quantity in receipts]
    found = arrivals(free, coming, waiting, TODAY)
    for place, arrival in enumerate(found):
        needed = sum(waiting[: place + 1])
        if arrival is None:
            assert free + sum(one.quantity for one in coming) < needed
            assert not any(found[place:])
        else:
            there = free + sum(one.quantity for one in coming if max(one.on, day(1)) <= arrival.on or one.on == TODAY)
            assert there >= needed


def test_an_order_is_late_when_its_day_has_passed_or_its_goods_come_after_it() -> None:
    assert lateness(day(-3), TODAY, []) == Lateness(3, 3)
    assert lateness(day(-3), TODAY, [day(2)]) == Lateness(3, 5)
    assert lateness(day(5), TODAY, [day(2), day(9)]) == Lateness(-5, 4)
    assert lateness(day(5), TODAY, [day(2), None]) == Lateness(-5, None)
    assert [lateness(*asked).is_late for asked in (
        (day(-1), TODAY, []), (TODAY, TODAY, []), (day(2), TODAY, [day(2)]), (day(2), TODAY, [day(3)]),
        (day(2), TODAY, [None]),
    )] == [True, False, False, True, True]  # fmt: skip
