"""Amendments: what has left cannot be changed on paper, and a shipment matches its line."""

from __future__ import annotations

import pytest

from orderdesk.findings import Severity
from orderdesk.rules.amendment import check_change, closes_line, may_ship, most_to_ship
from orderdesk.rules.progress import LineAxes

SHIPPED_4 = LineAxes(4_000, shipped=4_000)
SHIPPED_2 = LineAxes(5_000, shipped=2_000)
FRESH = LineAxes(2_000)


@pytest.mark.parametrize(
    ("axes", "quantity", "price_changes"),
    [
        (SHIPPED_4, 7_000, False),
        (SHIPPED_4, 4_000, False),
        (SHIPPED_2, 2_000, False),
        (FRESH, 0, False),
        (FRESH, 1, True),
    ],
)
def test_what_has_not_left_can_be_changed(axes: LineAxes, quantity: int, price_changes: bool) -> None:
    """OC-01 up to 7, OC-03 line B."""
    assert check_change(axes, quantity, price_changes=price_changes) is None


@pytest.mark.parametrize(
    ("axes", "quantity", "price_changes", "sentence"),
    [
        (SHIPPED_4, 2_000, False, "line 3: 2 is below the 4 shipped; 4 is the lowest quantity"),  # OC-01
        (SHIPPED_2, 0, False, "line 3: cannot be removed: 2 are shipped; 2 is the lowest quantity"),  # OC-03
        (
            SHIPPED_2,
            9_000,
            True,
            "line 3: the price stands, for 2 are shipped; put the rest on a new line or credit it",
        ),
        (FRESH, -1, False, "line 3: the quantity cannot be below zero"),
    ],
)
def test_what_has_left_cannot(axes: LineAxes, quantity: int, price_changes: bool, sentence: str) -> None:
    found = check_change(axes, quantity, price_changes=price_changes, line=3)
    assert found is not None
    assert (found.severity, found.line, found.message) == (Severity.BLOCK, 3, sentence)


def test_without_a_position_the_sentence_starts_with_the_matter() -> None:
    found = check_change(SHIPPED_4, 2_000)
    assert found is not None
    assert found.message.startswith("2 is below the 4 shipped")


TEN = LineAxes(10_000)


@pytest.mark.parametrize(
    ("axes", "allowance", "most"),
    [
        (TEN, 0, 10_000),
        (TEN, 50_000, 15_000),
        (LineAxes(10_000, shipped=12_000), 50_000, 3_000),
        (LineAxes(10_000, shipped=12_000), 0, 0),
        (LineAxes(10_000, cancelled=4_000), 50_000, 9_000),
        (LineAxes(3), 10_000, 3),  # rounded down
    ],
)
def test_the_allowance_is_on_what_is_due(axes: LineAxes, allowance: int, most: int) -> None:
    assert most_to_ship(axes, allowance) == most
    assert may_ship(axes, most, allowance) is None
    assert may_ship(axes, most + 1, allowance) is not None


def test_over_delivery_says_what_is_the_most_and_how_many_fewer() -> None:
    """ST-04: 16 on an order of 10 with an allowance of 50 %."""
    found = may_ship(TEN, 16_000, 50_000, line=1)
    assert found is not None
    assert (found.severity, found.kind, found.line) == (Severity.BLOCK, "over-delivery", 1)
    assert found.message == "line 1: 16 is too much: 15 is the most that may leave, 1 fewer"
    unplaced = may_ship(TEN, 16_000, 50_000)
    assert unplaced is not None
    assert unplaced.message.startswith("16 is too much")


@pytest.mark.parametrize(
    ("shipped", "tolerance", "closes"),
    [
        (9_000, 10_000, True),
        (8_999, 10_000, False),
        (10_000, 0, True),
        (9_999, 0, False),
        (0, 100_000, False),
        (1, 100_000, True),
        (12_000, 0, True),
    ],
)
def test_under_delivery_within_the_tolerance_closes_the_line(shipped: int, tolerance: int, closes: bool) -> None:
    """ST-06: 9 of 10 with a tolerance of 10 %."""
    assert closes_line(LineAxes(10_000, shipped=shipped), tolerance) == closes
