"""Approval: each hold finds the right desk, and a refusal names it."""

from __future__ import annotations

import pytest

from orderdesk.findings import HoldKind
from orderdesk.rules.approval import (
    DEFAULT_STEPS,
    Route,
    Step,
    levels_of,
    may_release,
    releasable_up_to,
    route,
    still_covered,
)
from orderdesk.values import Currency


@pytest.mark.parametrize(
    ("kind", "amount", "needed"),
    [
        (HoldKind.CREDIT, 127_973, Route("approver", 1)),
        (HoldKind.CREDIT, 500_000, Route("approver", 1)),
        (HoldKind.CREDIT, 500_001, Route("approver", 2)),
        (HoldKind.OVERDUE, 10**9, Route("approver", 2)),
        (HoldKind.PRICE, 50_000, Route("approver", 1)),
        (HoldKind.MARGIN, 50_001, Route("approver", 2)),
        (HoldKind.DISCOUNT, 0, Route("approver", 1)),
        (HoldKind.VALUE, 5_000_001, Route("approver", 2)),
        (HoldKind.STOCK, 10**12, Route("warehouse", 1)),
        (HoldKind.DUPLICATE, 10**12, Route("approver", 1)),
        (HoldKind.MANUAL, 0, Route("approver", 1)),
    ],
)
def test_a_hold_is_routed_by_its_kind_and_amount(kind: HoldKind, amount: int, needed: Route) -> None:
    assert route(kind, amount) == needed


@pytest.mark.parametrize("kind", HoldKind)
def test_every_kind_of_hold_has_somebody_who_can_release_any_amount(kind: HoldKind) -> None:
    needed = route(kind, 10**15)
    assert may_release({needed.role: needed.level}, 1, 2, kind, 10**15) is None


def test_the_rows_of_the_table_may_stand_in_any_order() -> None:
    for amount in (0, 500_000, 500_001):
        assert route(HoldKind.CREDIT, amount, DEFAULT_STEPS[::-1]) == route(HoldKind.CREDIT, amount)


def test_an_amount_above_every_row_goes_to_the_highest() -> None:
    steps = [Step(None, "approver", 3, 900), Step(None, "approver", 1, 100)]
    assert route(HoldKind.SPECIAL, 901, steps) == Route("approver", 3)


def test_a_hold_without_a_row_still_shows_up_somewhere() -> None:
    assert route(HoldKind.CREDIT, 1, [Step(HoldKind.STOCK, "warehouse", 1)]) == Route("approver", 2)


@pytest.mark.parametrize("level", [1, 2])
def test_who_has_the_level_or_more_may_release(level: int) -> None:
    assert may_release({"approver": level}, 7, 3, HoldKind.CREDIT, 500_000) is None


def test_a_refusal_names_the_level_that_is_needed_and_the_amount() -> None:
    refusal = may_release({"approver": 1}, 7, 3, HoldKind.CREDIT, 500_001)
    assert (
        refusal == "a credit hold of 5000.01 is for approver level 2, which you are not; leave it in the queue for one"
    )
    yen = may_release({}, 7, 3, HoldKind.CREDIT, 500_001, currency=Currency("JPY", 0))
    assert yen is not None
    assert "of 500001 is for" in yen


def test_a_refusal_without_an_amount_leaves_it_out() -> None:
    refusal = may_release({"clerk": 9}, 7, 3, HoldKind.MANUAL, 0)
    assert refusal == "a manual hold is for approver level 1, which you are not; leave it in the queue for one"


def test_nobody_releases_the_holds_of_an_order_he_entered_unless_the_desk_allows_it() -> None:
    refusal = may_release({"approver": 2}, 7, 7, HoldKind.PRICE, 100)
    assert refusal == "you entered this order: its price hold is for another approver level 1"
    assert may_release({"approver": 2}, 7, 7, HoldKind.PRICE, 100, own_orders=True) is None
    assert may_release({"approver": 2}, 7, None, HoldKind.PRICE, 100) is None


@pytest.mark.parametrize(
    ("released", "new", "covered"), [(15_000, 15_000, True), (15_000, 9, True), (15_000, 30_000, False)]
)
def test_a_release_covers_its_value_and_no_more(released: int, new: int, covered: bool) -> None:
    """OC-04: approved at 150.00, amended to 300.00."""
    assert still_covered(released, new) == covered


@pytest.mark.parametrize(
    ("roles", "kind", "up_to"),
    [
        ({"approver1"}, HoldKind.CREDIT, 5_000_00),
        ({"approver2"}, HoldKind.CREDIT, None),
        ({"approver1"}, HoldKind.DUPLICATE, None),
        ({"approver2"}, HoldKind.STOCK, 0),
        ({"warehouse"}, HoldKind.STOCK, None),
        ({"clerk"}, HoldKind.CREDIT, 0),
        ({"admin"}, HoldKind.CREDIT, None),
    ],
)
def test_how_far_a_role_reaches(roles: set[str], kind: HoldKind, up_to: int | None) -> None:
    assert releasable_up_to(levels_of(roles), kind) == up_to
