"""Instalments: what settles an invoice fills its parts in the order of their due days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.instalments import due_now, fill
from orderdesk.rules.terms import DuePart
from orderdesk.values import Currency

JAN, FEB, MAR = date(2027, 1, 11), date(2027, 1, 31), date(2027, 3, 2)
THREE = (DuePart(JAN, 30_00), DuePart(FEB, 50_00), DuePart(MAR, 20_00))
ROUND = (DuePart(JAN, 60_00), DuePart(FEB, 100_00), DuePart(MAR, 40_00))


@pytest.mark.parametrize(
    ("parts", "settled", "left", "due"),
    [
        (THREE, 0, [30_00, 50_00, 20_00], JAN),
        (THREE, 29_99, [1, 50_00, 20_00], JAN),
        (THREE, 30_00, [0, 50_00, 20_00], FEB),
        (THREE, 40_00, [0, 40_00, 20_00], FEB),  # PY-06
        (THREE, 80_00, [0, 0, 20_00], MAR),
        (THREE, 100_00, [0, 0, 0], MAR),
        (ROUND, 40_00, [20_00, 100_00, 40_00], JAN),
        (ROUND, 140_00, [0, 20_00, 40_00], FEB),  # RT-10: 40 paid, 100 credited
        (THREE[:1], 10_00, [20_00], JAN),
    ],
)
def test_what_is_open_of_each_part(parts: tuple[DuePart, ...], settled: int, left: list[int], due: date) -> None:
    filled = fill(parts, settled)
    assert [part.open for part in filled] == left
    assert due_now(filled) == due


def test_the_part_due_first_is_filled_first_however_the_terms_have_them() -> None:
    late_first = fill((DuePart(MAR, 70_00), DuePart(JAN, 30_00)), 40_00)
    assert [(part.due, part.open) for part in late_first] == [(JAN, 0), (MAR, 60_00)]


def test_a_part_says_how_it_stands() -> None:
    assert [part.why(Currency()) for part in fill(THREE, 40_00)] == [
        "part 1 of 3, 30.00 due 2027-01-11: settled",
        "part 2 of 3, 50.00 due 2027-01-31: 10.00 settled, 40.00 open",
        "part 3 of 3, 20.00 due 2027-03-02: open",
    ]


@given(st.lists(st.tuples(st.dates(), st.integers(1, 10**9)), min_size=1, max_size=6), st.data())
def test_parts_are_open_for_exactly_what_is_open_of_the_invoice(
    parts: list[tuple[date, int]], data: st.DataObject
) -> None:
    gross = sum(amount for _, amount in parts)
    settled = data.draw(st.integers(0, gross))
    filled = fill([DuePart(on, amount) for on, amount in parts], settled)
    assert sum(part.open for part in filled) == gross - settled
    begun = [part for part in filled if part.open]
    assert all(part.settled == 0 for part in begun[1:])
