"""Credit: strictly greater is over, and each amount is counted once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.findings import HoldKind, Severity
from orderdesk.rules.credit import (
    CreditBounds,
    CreditGroup,
    Exposure,
    check_credit,
    check_limit,
    lines_crossing,
    room,
    tightest,
)
from orderdesk.values import Currency

EUR = Currency("EUR", 2)
SKETCH = Exposure(open_invoices=642_000, shipped_not_invoiced=120_000, confirmed_not_shipped=208_000)


def test_exposure_is_what_is_owed_in_every_form_less_what_was_paid_ahead() -> None:
    assert Exposure(100, 20, 30, 40, 5, 7).total == 148


@pytest.mark.parametrize(
    ("exposure", "order", "limit", "over"),
    [
        (10_000, 5_000, 10_000, 5_000),  # CR-01
        (10_000, 5_000, 15_000, None),  # exactly at the limit
        (10_000, 5_001, 15_000, 1),
        (10_000, 10_000, 9_900, 10_100),  # CR-12: over already
        (10_000, 10_000, 15_000, 5_000),  # CR-13
        (0, 6_000, 10_000, None),  # CR-19: counted once
        (24_605, 6_420, 25_000, 6_025),  # CR-21
        (0, 1, 0, 1),  # cash only
        (0, 0, 0, None),
        (10**12, 10**12, None, None),  # no limit
    ],
)
def test_an_order_is_held_only_above_the_limit(exposure: int, order: int, limit: int | None, over: int | None) -> None:
    found = check_limit(Exposure(exposure), order, limit, EUR)
    assert (found.amount if found else None) == over


def test_the_hold_shows_every_part_the_order_the_limit_and_the_excess() -> None:
    found = check_limit(SKETCH, 157_973, 1_000_000, EUR)
    assert found is not None
    assert (found.severity, found.kind, found.amount) == (Severity.HOLD, HoldKind.CREDIT, 127_973)
    assert found.message == (
        "credit: 9700.00 used + 1579.73 this order = 11279.73, over the limit of 10000.00 by 1279.73"
    )
    assert found.figures == {
        "open_invoices": 642_000,
        "unapplied_credit": 0,
        "shipped_not_invoiced": 120_000,
        "confirmed_not_shipped": 208_000,
        "submitted": 0,
        "prepaid": 0,
        "order": 157_973,
        "limit": 1_000_000,
        "exposure": 970_000,
        "exposure_with_order": 1_127_973,
        "over": 127_973,
    }


def test_a_cash_only_customer_is_told_to_pay_first() -> None:
    found = check_limit(Exposure(), 10_000, 0, EUR)
    assert found is not None
    assert found.message == "credit: cash only; 0.00 used + 100.00 this order leaves 100.00 owed: take payment first"


def test_a_prepayment_lets_a_cash_only_customer_order_once_not_twice() -> None:
    paid_ahead = Exposure(prepaid=10_000)
    assert check_limit(paid_ahead, 10_000, 0, EUR) is None
    ordered = replace(paid_ahead, confirmed_not_shipped=10_000)
    assert ordered.total == 0
    assert check_limit(ordered, 10_000, 0, EUR) is not None


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_moving_an_order_on_never_changes_the_exposure(order: int, invoiced: int, prepaid: int) -> None:
    """CR-04, CR-15: what is shipped, invoiced or paid for leaves one part as it enters the next."""
    invoiced, prepaid = min(invoiced, order), min(prepaid, invoiced, order)
    confirmed = Exposure(confirmed_not_shipped=order, prepaid=prepaid)
    shipped = Exposure(shipped_not_invoiced=order, prepaid=prepaid)
    part_invoiced = Exposure(open_invoices=invoiced, shipped_not_invoiced=order - invoiced, prepaid=prepaid)
    applied = Exposure(open_invoices=invoiced - prepaid, shipped_not_invoiced=order - invoiced)
    assert confirmed.total == shipped.total == part_invoiced.total == applied.total


@pytest.mark.parametrize(("limit", "expected"), [(None, None), (1_000_000, 30_000), (900_000, -70_000)])
def test_room_is_what_may_still_be_ordered(limit: int | None, expected: int | None) -> None:
    assert room(SKETCH, limit) == expected


@pytest.mark.parametrize(
    ("lines", "limit", "crossing"),
    [
        ([10_000, 20_000, 1], 1_000_000, 3),
        ([10_000, 20_000], 1_000_000, None),
        ([30_001], 1_000_000, 1),
        ([], 1, None),
        ([10**12], None, None),
    ],
)
def test_the_line_that_crosses_the_limit_is_named(lines: list[int], limit: int | None, crossing: int | None) -> None:
    assert lines_crossing(SKETCH, lines, limit) == crossing


@given(st.integers(-(10**6), 10**6), st.lists(st.integers(1, 10**6), min_size=1), st.integers(0, 10**7))
def test_an_order_is_held_exactly_when_one_of_its_lines_crosses(used: int, lines: list[int], limit: int) -> None:
    held = check_limit(Exposure(used), sum(lines), limit, EUR) is not None
    assert held == (lines_crossing(Exposure(used), lines, limit) is not None)


HOUSE = CreditGroup("HOUSE", 900_00, 1_000_00)


def test_a_separate_limit_for_open_orders() -> None:
    """CR-12, CR-13: 100 open, limit 99 or 150, another 100."""
    open_ = Exposure(confirmed_not_shipped=100_00)
    over = check_credit(open_, 100_00, None, CreditBounds(order_limit=99_00), EUR)
    assert over is not None
    assert over.message == "credit: open orders of 100.00 are over their limit of 99.00 already"
    crossed = check_credit(open_, 100_00, None, CreditBounds(order_limit=150_00), EUR)
    assert crossed is not None
    assert (crossed.amount, crossed.message) == (
        50_00,
        "credit: open orders 100.00 + 100.00 this order = 200.00, over the limit of 150.00 for open orders by 50.00",
    )
    assert (crossed.figures["open_orders"], crossed.figures["order_limit"]) == (100_00, 150_00)
    assert check_credit(open_, 50_00, None, CreditBounds(order_limit=150_00), EUR) is None, "exactly at it passes"
    leaving = check_credit(Exposure(confirmed_not_shipped=200_00), 0, None, CreditBounds(order_limit=150_00), EUR)
    assert leaving is None, "goods that leave lower the open orders"


def test_a_group_shares_a_limit_and_each_member_keeps_its_own() -> None:
    fits = Exposure(open_invoices=100_00)
    assert check_credit(fits, 100_00, 200_00, CreditBounds(group=HOUSE), EUR) is None
    found = check_credit(fits, 150_00, 200_00, CreditBounds(group=HOUSE, horizon_days=30), EUR)
    assert found is not None
    assert found.amount == 50_00
    assert found.message == (
        "credit: 100.00 used + 150.00 this order = 250.00, over the limit of 200.00 by 50.00;"
        " group HOUSE: 900.00 used + 150.00 this order, over the group's limit of 1000.00 by 50.00"
    )
    figures = ("group", "group_exposure", "group_limit", "horizon_days", "limit", "over")
    assert [found.figures[name] for name in figures] == ["HOUSE", 900_00, 1_000_00, 30, 200_00, 50_00]
    alone = check_credit(fits, 150_00, None, CreditBounds(group=HOUSE), EUR)
    assert alone is not None
    assert alone.figures["limit"] is None
    assert check_credit(fits, 10**9, None, CreditBounds(group=CreditGroup("OPEN", 0, None)), EUR) is None


@given(
    st.builds(Exposure, *(st.integers(0, 10**6),) * 6),
    st.integers(1, 10**6),
    st.none() | st.integers(0, 10**6),
    st.none() | st.integers(0, 10**6),
    st.none() | st.builds(CreditGroup, st.just("G"), st.integers(0, 10**6), st.none() | st.integers(0, 10**6)),
)
def test_an_order_is_held_exactly_when_it_is_more_than_the_tightest_room(
    exposure: Exposure, order: int, limit: int | None, orders: int | None, group: CreditGroup | None
) -> None:
    bounds = CreditBounds(orders, group)
    least = tightest(exposure, limit, bounds)
    found = check_credit(exposure, order, limit, bounds, EUR)
    assert (found is not None) == (least is not None and order > least)
    if found is not None and least is not None:
        assert found.amount == order - least


def test_what_is_beyond_the_horizon_is_in_no_sum() -> None:
    later = Exposure(confirmed_not_shipped=10_00, beyond_horizon=90_00)
    assert (later.total, later.open_orders) == (10_00, 10_00)
