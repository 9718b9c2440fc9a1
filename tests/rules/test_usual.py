"""What a customer usually orders: never more than it ever did, never nothing, and always the same of the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.usual import Bought, habits, in_units, still_sold_in, usual_basket

DAY = date(2026, 11, 12)
CASE, PIECE = 12_000, 1_000


def bought(order: int, product: int, quantity: int, factor: int = PIECE) -> Bought:
    """A line of one of the orders; each is a day younger than the one before."""
    unit = "pc" if factor == PIECE else f"case{factor}"
    return Bought(order, DAY + timedelta(days=order), product, unit, factor, quantity)


orders = st.lists(
    st.builds(
        bought,
        st.integers(1, 12),
        st.integers(1, 5),
        st.integers(1, 10**9),
        st.sampled_from([PIECE, CASE, 6_000, 500]),
    ),
    max_size=40,
)


@given(orders)
def test_a_usual_quantity_is_above_nothing_and_never_above_the_most_ordered_at_once(lines: list[Bought]) -> None:
    for habit in habits(lines):
        by_order: dict[int, int] = {}
        for line in lines:
            if line.product == habit.product:
                by_order[line.order] = by_order.get(line.order, 0) + line.quantity
        assert 0 < habit.quantity <= max(by_order.values())
        assert habit.orders == len(by_order)
        assert habit.last_quantity == by_order[max(by_order)]
        assert habit.last_on == DAY + timedelta(days=max(by_order))


@given(orders)
def test_the_most_frequent_comes_first_and_each_product_once(lines: list[Bought]) -> None:
    found = habits(lines)
    assert [habit.orders for habit in found] == sorted((habit.orders for habit in found), reverse=True)
    assert len({habit.product for habit in found}) == len(found) == len({line.product for line in lines})


@given(orders)
def test_a_usual_unit_is_one_it_was_ordered_in(lines: list[Bought]) -> None:
    ordered_in = {(line.product, line.unit, line.factor) for line in lines}
    assert {(habit.product, habit.unit, habit.factor) for habit in habits(lines)} <= ordered_in


@given(orders, orders)
def test_what_was_ordered_of_other_products_changes_nothing(lines: list[Bought], others: list[Bought]) -> None:
    found = {habit.product: habit for habit in habits(lines)}
    strangers = [replace(line, product=line.product + 100) for line in others]
    assert {one.product: one for one in habits([*lines, *strangers]) if one.product < 100} == found


@given(st.integers(1, 10**9), st.integers(1, 10**6), st.integers(0, 10**9))
def test_whole_units_are_the_nearest_that_was_not_too_much(quantity: int, factor: int, beyond: int) -> None:
    most = quantity + beyond
    rounded = in_units(quantity, factor, most)
    assert 0 < rounded <= most
    if most >= factor:
        assert rounded % factor == 0
        assert abs(rounded - quantity) <= factor
    else:
        assert rounded == quantity


@pytest.mark.parametrize(
    ("quantities", "usual"),
    [
        ([5_000], 5_000),
        ([5_000, 7_000], 5_000),
        ([1_000, 5_000, 90_000], 5_000),
        ([10_000, 20_000, 30_000, 40_000], 20_000),
    ],
)
def test_the_median_of_the_orders_counts_and_of_two_the_smaller(quantities: list[int], usual: int) -> None:
    (habit,) = habits([bought(order, 1, quantity) for order, quantity in enumerate(quantities, start=1)])
    assert habit.quantity == usual


def test_lines_of_one_order_count_together() -> None:
    (habit,) = habits([bought(1, 1, 2_000), bought(1, 1, 3_000), bought(2, 1, 5_000)])
    assert (habit.quantity, habit.orders, habit.last_quantity) == (5_000, 2, 5_000)


def test_what_is_sold_by_the_case_is_usual_in_whole_cases() -> None:
    lines = [bought(1, 1, 30_000), bought(2, 1, 36_000, CASE), bought(3, 1, 24_000, CASE)]
    (habit,) = habits(lines)
    assert (habit.unit, habit.factor, habit.quantity) == ("case12000", CASE, 36_000)


def test_of_units_as_frequent_the_newest_is_taken() -> None:
    (habit,) = habits([bought(2, 1, 12_000, CASE), bought(1, 1, 6_000, 6_000)])
    assert habit.factor == CASE


def test_what_came_once_is_usual_only_while_there_are_few_orders() -> None:
    found = habits([bought(1, 1, 1_000), bought(2, 1, 1_000), bought(2, 2, 1_000)])
    assert [habit.product for habit in usual_basket(found, 2)] == [1, 2]
    assert [habit.product for habit in usual_basket(found, 3)] == [1]


@pytest.mark.parametrize(
    ("quantity", "factor", "factor_now", "sold_in"),
    [
        (24_000, CASE, CASE, ("case", CASE)),
        (24_000, CASE, 10_000, ("pc", PIECE)),
        (24_000, CASE, None, ("pc", PIECE)),
        (1_000, CASE, CASE, ("pc", PIECE)),
    ],
)
def test_a_unit_that_holds_another_number_by_now_is_not_ordered_in(
    quantity: int, factor: int, factor_now: int | None, sold_in: tuple[str, int]
) -> None:
    assert still_sold_in(quantity, "case", factor, "pc", factor_now) == sold_in


def test_a_unit_that_could_not_be_typed_is_not_ordered_in() -> None:
    assert still_sold_in(24_000, "case of 12", CASE, "pc", CASE) == ("pc", PIECE)
