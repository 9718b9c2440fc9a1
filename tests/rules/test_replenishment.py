"""Replenishment: strictly below the point, up to it, by pack and minimum; and the sentence that says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.replenishment import Position, suggest

TODAY = date(2026, 11, 23)


def wanted(position: Position, minimum: int = 0, pack: int = 0) -> int | None:
    found = suggest(position, minimum=minimum, pack=pack, lead_days=7, today=TODAY)
    return None if found is None else found.quantity


@pytest.mark.parametrize(
    ("on_hand", "on_order", "claimed", "minimum", "pack", "expected"),
    [
        (20_000, 0, 0, 0, 0, None),  # at the point is not below it
        (19_000, 0, 0, 0, 0, 1_000),
        (10_000, 10_000, 0, 0, 0, None),
        (30_000, 0, 15_000, 0, 0, 5_000),
        (0, 0, 10_000, 0, 0, 30_000),  # what is waited for comes on top
        (15_000, 0, 0, 8_000, 0, 8_000),
        (15_000, 0, 0, 0, 6_000, 6_000),
        (8_000, 0, 0, 0, 6_000, 12_000),
        (19_000, 0, 0, 10_000, 6_000, 12_000),
    ],
)
def test_what_is_ordered(
    on_hand: int, on_order: int, claimed: int, minimum: int, pack: int, expected: int | None
) -> None:
    assert wanted(Position(on_hand, on_order, claimed, 20_000), minimum, pack) == expected


def test_safety_stock_is_a_point_too() -> None:
    assert wanted(Position(5_000, 0, 0, 0, safety=8_000)) == 3_000


def test_it_says_why() -> None:
    found = suggest(Position(8_000, 4_000, 3_000, 20_000), minimum=15_000, pack=6_000, lead_days=7, today=TODAY)
    assert found is not None
    assert found.due == TODAY + timedelta(days=7)
    assert found.explanation == (
        "8 on hand, 4 on order and 3 claimed leave 9, 11 below 20; at least 15 are bought and by 6: order 18"
    )
    plain = suggest(Position(8_000, 0, 0, 20_000), minimum=0, pack=0, lead_days=0, today=TODAY)
    assert plain is not None
    assert plain.explanation == "8 on hand leave 8, 12 below 20: order 12"


WHOLE = st.integers(0, 100_000)


@given(st.builds(Position, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE), st.integers(0, 20_000), st.integers(0, 9_000))
def test_after_it_nothing_is_below_its_point(position: Position, minimum: int, pack: int) -> None:
    quantity = wanted(position, minimum, pack)
    floor = max(position.reorder_point, position.safety)
    if quantity is None:
        assert position.left >= floor
    else:
        assert position.left < floor <= position.left + quantity
        assert quantity >= minimum
        assert not pack or quantity % pack == 0
        assert quantity - max(pack - 1, 0) <= max(minimum, floor - position.left)
