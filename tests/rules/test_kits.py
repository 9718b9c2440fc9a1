"""Kits: whole ones, what a component adds to them, what they cost, and what can be promised of them."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.availability import Portion, Promise
from orderdesk.rules.kits import complete, component_to_bill, cost, least, odd, whole_kits
from orderdesk.values import ONE

FRIDAY, MONDAY = date(2026, 11, 13), date(2026, 11, 16)


def test_a_kit_is_whole_or_not_at_all() -> None:
    assert whole_kits(7 * ONE, 2 * ONE) == 3 * ONE
    assert whole_kits(-ONE, ONE) == 0
    assert complete([(7 * ONE, 2 * ONE), (9 * ONE, ONE)]) == 3 * ONE
    assert complete([]) == 0
    assert odd(7 * ONE, 2 * ONE, 3 * ONE) == ONE


def test_a_kit_costs_what_its_components_cost_and_nothing_is_known_where_one_is_not() -> None:
    assert cost([(10_000, 2 * ONE), (5_000, ONE)]) == 25_000
    assert cost([(10_000, 2 * ONE), (None, ONE)]) is None
    assert cost([]) is None


def promise(free: int, at: int, full: date | None, *parts: tuple[date, int]) -> Promise:
    return Promise(free * ONE, at * ONE, full, tuple(Portion(day, much * ONE) for day, much in parts))


def test_of_a_kit_the_least_of_its_components_can_be_promised_on_each_day() -> None:
    plenty = promise(100, 100, FRIDAY, (FRIDAY, 10))
    short = promise(5, 4, MONDAY, (FRIDAY, 4), (MONDAY, 16))
    assert least([(plenty, ONE), (short, 2 * ONE)]) == promise(2, 2, MONDAY, (FRIDAY, 2), (MONDAY, 8))
    never = promise(0, 0, None)
    assert least([(plenty, ONE), (never, ONE)]) == promise(0, 0, None)


def test_components_are_billed_with_their_kits_and_the_rest_with_the_last() -> None:
    assert component_to_bill(6 * ONE, 0, 2 * ONE, 0, 0, 5 * ONE) == 0
    assert component_to_bill(6 * ONE, 0, 2 * ONE, 0, 2 * ONE, 5 * ONE) == 4 * ONE
    assert component_to_bill(2 * ONE, 4 * ONE, 2 * ONE, 2 * ONE, 0, 5 * ONE) == 0
    assert component_to_bill(7 * ONE, 4 * ONE, 2 * ONE, 2 * ONE, 3 * ONE, 5 * ONE) == 7 * ONE


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 9)), min_size=1, max_size=5))
def test_the_least_component_decides(parts: list[tuple[int, int]]) -> None:
    kits = complete((have * ONE, per * ONE) for have, per in parts)
    assert kits % ONE == 0
    assert all(kits * per <= have * ONE for have, per in parts)
    assert any((kits + ONE) * per > have * ONE for have, per in parts)
