"""Progress: read off the quantities, so that it cannot disagree with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.lifecycle import (
    LineAxes,
    Progress,
    allocated_progress,
    invoiced_progress,
    is_done,
    paid_progress,
    shipped_progress,
)


def axes(ordered: int, **more: int) -> LineAxes:
    return LineAxes(ordered, **more)


@pytest.mark.parametrize(
    ("line", "open_quantity", "to_allocate", "to_ship", "to_invoice", "to_credit"),
    [
        (axes(10), 10, 10, 0, 0, 0),
        (axes(10, allocated=4), 10, 6, 4, 0, 0),
        (axes(10, allocated=2, shipped=4, invoiced=1), 6, 4, 2, 3, 0),
        (axes(10, shipped=12), 0, 0, 0, 12, 0),
        (axes(10, shipped=4, cancelled=6), 0, 0, 0, 4, 0),
        (axes(5, shipped=5, invoiced=5, returned=2), 0, 0, 0, 0, 2),  # RT-01
        (axes(5, shipped=5, invoiced=3, returned=2), 0, 0, 0, 0, 0),
        (axes(9, shipped=9, returned=4), 0, 0, 0, 5, 0),  # RT-03
    ],
)
def test_what_is_left_to_do_with_a_line(
    line: LineAxes, open_quantity: int, to_allocate: int, to_ship: int, to_invoice: int, to_credit: int
) -> None:
    assert (line.open, line.to_allocate, line.to_ship) == (open_quantity, to_allocate, to_ship)
    assert (line.to_invoice, line.to_credit) == (to_invoice, to_credit)
    assert line.check() == ()


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (axes(-1_000), ("ordered -1 is below zero", "cancelled 0 is more than ordered -1")),
        (axes(1_000, cancelled=2_000), ("cancelled 2 is more than ordered 1",)),
        (axes(9_000, allocated=9_000, shipped=1_000), ("allocated 9 is more than still to leave 8",)),
        (axes(9_000, shipped=1_000, returned=2_000), ("returned 2 is more than shipped 1",)),
        (axes(9_000, shipped=1_000, invoiced=2_000), ("invoiced 2 is more than shipped 1",)),
        (axes(9_000, picked=-1), ("picked -0.001 is below zero",)),
    ],
)
def test_quantities_that_contradict_each_other_are_named(line: LineAxes, wrong: tuple[str, ...]) -> None:
    assert line.check() == wrong


NONE, PART, FULL, OVER = Progress


@pytest.mark.parametrize(
    ("lines", "allocated", "shipped", "invoiced", "done"),
    [
        ([], NONE, NONE, NONE, False),
        ([axes(10)], NONE, NONE, NONE, False),
        ([axes(10, allocated=10)], FULL, NONE, NONE, False),
        ([axes(10, allocated=10), axes(5)], PART, NONE, NONE, False),
        ([axes(10, allocated=6, shipped=4)], FULL, PART, NONE, False),
        ([axes(10, shipped=10), axes(5)], PART, PART, NONE, False),
        ([axes(10, shipped=10)], FULL, FULL, NONE, False),
        ([axes(10, shipped=10, invoiced=4)], FULL, FULL, PART, False),
        ([axes(10, shipped=10, invoiced=10)], FULL, FULL, FULL, True),
        ([axes(10, shipped=12, invoiced=10)], FULL, OVER, PART, False),
        ([axes(10, shipped=12, invoiced=12)], FULL, OVER, FULL, True),  # ST-03: never more than full
        ([axes(10, shipped=12), axes(5, shipped=4)], PART, PART, NONE, False),
        ([axes(10, shipped=4, cancelled=6, invoiced=4)], FULL, FULL, FULL, True),
        ([axes(10, cancelled=10)], NONE, NONE, NONE, True),
        ([axes(10, cancelled=10), axes(5, shipped=5, invoiced=5)], FULL, FULL, FULL, True),
        ([axes(5, shipped=5, invoiced=5, returned=2)], FULL, FULL, FULL, False),
        ([axes(5, shipped=5, invoiced=3, returned=2)], FULL, FULL, FULL, True),
        ([axes(5, shipped=5, returned=5)], FULL, FULL, NONE, True),
    ],
)
def test_progress_follows_the_lines(
    lines: list[LineAxes], allocated: Progress, shipped: Progress, invoiced: Progress, done: bool
) -> None:
    assert (allocated_progress(lines), shipped_progress(lines), invoiced_progress(lines), is_done(lines)) == (
        allocated,
        shipped,
        invoiced,
        done,
    )


@pytest.mark.parametrize(
    ("gross", "open_amount", "paid"),
    [(0, 0, NONE), (100, 100, NONE), (100, 99, PART), (100, 1, PART), (100, 0, FULL), (100, -5, FULL)],
)
def test_paid_follows_the_open_amount(gross: int, open_amount: int, paid: Progress) -> None:
    assert paid_progress(gross, open_amount) is paid


@given(st.integers(1, 100), st.integers(0, 100), st.integers(0, 100))
def test_open_is_always_what_is_reserved_and_what_is_not(ordered: int, shipped: int, allocated: int) -> None:
    shipped = min(shipped, ordered)
    line = axes(ordered, shipped=shipped, allocated=min(allocated, ordered - shipped))
    assert line.check() == ()
    assert line.to_ship + line.to_allocate == line.open == ordered - shipped
