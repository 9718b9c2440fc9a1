"""The margin of a whole order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.margin import margin_percent
from orderdesk.rules.order_margin import Earned, order_margin
from orderdesk.rules.seeing import SEEN_BY, may_see


def test_it_is_of_all_lines_together() -> None:
    lines = [Earned(100_00, 10_000, 60_000), Earned(100_00, 1_000, 1_000_000)]
    assert order_margin(lines, 2) == 20_000


def test_a_line_without_a_cost_says_nothing_about_it() -> None:
    assert order_margin([Earned(100_00, 10_000, 60_000), Earned(500_00, 1_000, None)], 2) == 40_000
    assert order_margin([Earned(500_00, 1_000, None)], 2) is None
    assert order_margin([], 2) is None


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 500))
def test_of_one_line_it_is_the_lines(price: int, cost: int, pieces: int) -> None:
    price, cost = price * 100, cost * 100  # whole cents, so that nothing is rounded
    assert order_margin([Earned(price * pieces // 100, pieces * 1_000, cost)], 2) == margin_percent(price, 0, cost)


def test_only_those_who_answer_for_it_see_what_goods_cost() -> None:
    assert may_see(frozenset({"clerk", "approver1"}), "margin.see")
    assert not any(may_see(frozenset({role}), right) for role in ("clerk", "viewer", "warehouse") for right in SEEN_BY)
