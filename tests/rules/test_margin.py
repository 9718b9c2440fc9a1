"""Margin and discount: exactly on the bound passes, one notch beyond is held with what it costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.findings import HoldKind, Severity
from orderdesk.rules.margin import (
    RoleCeilings,
    average_discount,
    check_band,
    check_discount,
    check_margin,
    margin_floor_price,
    margin_percent,
)
from orderdesk.values import Currency

EUR, JPY = Currency("EUR", 2), Currency("JPY", 0)


@pytest.mark.parametrize(
    ("price", "discount", "cost", "margin"),
    [
        (100_000, 0, 60_000, 40_000),
        (100_000, 25_000, 60_000, 20_000),
        (60_000, 0, 60_000, 0),
        (50_000, 0, 60_000, -20_000),
        (90_000, 0, 60_000, 33_333),
        (0, 0, 60_000, None),
        (100_000, 100_000, 60_000, None),
    ],
)
def test_margin_is_measured_on_the_net_price(price: int, discount: int, cost: int, margin: int | None) -> None:
    assert margin_percent(price, discount, cost) == margin


@given(st.integers(0, 10**9), st.integers(0, 99_999))
def test_the_floor_price_is_the_lowest_that_keeps_the_margin(cost: int, floor: int) -> None:
    lowest = margin_floor_price(cost, floor)
    assert check_margin(1, lowest, 0, cost, floor, 0, EUR) is None
    assert lowest == 0 or check_margin(1, lowest - 1, 0, cost, floor, 0, EUR) is not None


def test_a_floor_of_all_of_the_price_is_refused() -> None:
    with pytest.raises(BadValue, match="100 % cannot be reached"):
        margin_floor_price(1, 100_000)


@pytest.mark.parametrize(
    ("list_total", "net_total", "discount"),
    [(100_000, 85_000, 15_000), (100_000, 110_000, -10_000), (0, 0, 0), (30_000, 20_000, 33_333)],
)
def test_average_discount_is_what_the_order_is_below_list(list_total: int, net_total: int, discount: int) -> None:
    """PR-13: 10 × 100 sold at 85 is 15 %."""
    assert average_discount(list_total, net_total) == discount


def test_a_discount_at_its_ceiling_passes() -> None:
    assert check_discount(1, 10_000, 10_000, 100_000, EUR) is None
    assert check_discount(1, 99_000, None, 100_000, EUR) is None


def test_a_discount_above_its_ceiling_is_held_for_what_it_gives_away() -> None:
    found = check_discount(2, 15_000, 10_000, 100_000, EUR)
    assert found is not None
    assert (found.severity, found.kind, found.line, found.amount) == (Severity.HOLD, HoldKind.DISCOUNT, 2, 15_000)
    assert found.message == ("line 2: 15 % discount is above the ceiling of 10 %; it gives away 150.00 of 1000.00")


def test_a_margin_at_its_floor_passes_and_so_does_what_cannot_be_told() -> None:
    assert check_margin(1, 80_000, 0, 60_000, 25_000, 80_000, EUR) is None
    assert check_margin(1, 1, 0, None, 25_000, 80_000, EUR) is None
    assert check_margin(1, 1, 0, 60_000, None, 80_000, EUR) is None
    assert check_margin(1, 0, 0, 0, 25_000, 0, EUR) is None  # costs nothing


@pytest.mark.parametrize("quantity", [None, 10_000])
def test_a_margin_under_its_floor_is_held_for_what_it_lacks(quantity: int | None) -> None:
    found = check_margin(3, 100_000, 30_000, 60_000, 25_000, 7_000, EUR, quantity=quantity)
    assert found is not None
    assert (found.kind, found.line, found.amount) == (HoldKind.MARGIN, 3, 1_000)
    assert found.message == (
        "line 3: a margin of 14.286 %, under the floor of 25 %; 8.00 net would reach it, 10.00 more"
    )


def test_goods_given_away_are_held_for_their_worth() -> None:
    found = check_margin(1, 0, 0, 60_000, 25_000, 0, EUR, quantity=10_000)
    assert found is not None
    assert found.amount == 8_000
    assert found.message.startswith("line 1: nothing is asked for it, under the floor")
    unmeasured = check_margin(1, 0, 0, 60_000, 25_000, 0, EUR)
    assert unmeasured is not None
    assert unmeasured.amount == 0


@pytest.mark.parametrize("price", [95_000, 100_000, 105_000])
def test_a_typed_price_within_the_band_passes(price: int) -> None:
    assert check_band(1, price, 100_000, 5_000, price, EUR) is None
    assert check_band(1, 1, 100_000, None, 1, EUR) is None


@pytest.mark.parametrize(
    ("price", "side", "quantity", "amount"),
    [
        (94_999, "below", 1_000_000, 500_100 // 10),
        (105_001, "above", 1_000_000, 500_100 // 10),
        (94_000, "below", None, 600),
    ],
)
def test_a_typed_price_outside_the_band_is_held_either_way(
    price: int, side: str, quantity: int | None, amount: int
) -> None:
    found = check_band(1, price, 100_000, 5_000, 9_400, EUR, quantity=quantity)
    assert found is not None
    assert (found.kind, found.amount) == (HoldKind.PRICE, amount)
    assert f"is {side} 10.00 by more than 5 %" in found.message


def test_a_typed_price_of_zero_is_outside_any_band() -> None:
    found = check_band(1, 0, 100_000, 50_000, 0, EUR)
    assert found is not None
    assert found.amount == 0
    measured = check_band(1, 0, 100_000, 50_000, 0, EUR, quantity=2_000)
    assert measured is not None
    assert measured.amount == 2_000


def test_amounts_are_in_the_currency_of_the_order() -> None:
    found = check_margin(1, 500_000, 0, 600_000, 25_000, 50, JPY, quantity=1_000)
    assert found is not None
    assert found.amount == 30
    assert found.message.endswith("30 more")


CEILINGS = RoleCeilings({("clerk", None): 5_000, ("clerk", 7): 2_000, ("approver1", None): 20_000})


@pytest.mark.parametrize(
    ("category", "usual", "roles", "ceiling"),
    [
        (7, 10_000, {"clerk"}, 2_000),  # the row for the category goes first
        (8, 10_000, {"clerk"}, 5_000),
        (None, None, {"clerk"}, 5_000),
        (7, 10_000, {"clerk", "approver1"}, 20_000),  # of several roles the highest
        (7, 10_000, {"warehouse"}, 10_000),  # none of one's own: the category's
        (7, None, {"warehouse"}, None),
    ],
)
def test_the_ceiling_goes_by_the_role_of_whoever_enters_the_order(
    category: int | None, usual: int | None, roles: set[str], ceiling: int | None
) -> None:
    assert CEILINGS.ceiling(category, usual, roles) == ceiling
