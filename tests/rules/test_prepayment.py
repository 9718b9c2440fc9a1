"""Prepayment: goods leave as far as the money covers them."""

from __future__ import annotations

import pytest

from orderdesk.findings import HoldKind
from orderdesk.rules.prepayment import check_prepaid
from orderdesk.values import Currency


@pytest.mark.parametrize(
    ("percent", "left", "leaving", "paid", "missing"),
    [
        (0, 0, 100_00, 0, None),
        (100_000, 0, 100_00, 100_00, None),
        (100_000, 0, 100_00, 99_99, 1),
        (100_000, 300_00, 100_00, 400_00, None),
        (100_000, 400_00, 100_00, 400_00, 100_00),
        (30_000, 0, 100_00, 30_00, None),
        (30_000, 0, 100_00, 29_00, 1_00),
    ],
)
def test_what_is_missing(percent: int, left: int, leaving: int, paid: int, missing: int | None) -> None:
    found = check_prepaid(percent, left, leaving, paid, Currency())
    assert (None if found is None else found.amount) == missing


def test_it_says_every_figure() -> None:
    found = check_prepaid(30_000, 100_00, 100_00, 50_00, Currency())
    assert found is not None
    assert found.kind is HoldKind.CREDIT
    assert found.message == (
        "prepayment: 30 % of 200.00 must be paid before it leaves, 60.00; 50.00 came in, 10.00 are missing"
    )
