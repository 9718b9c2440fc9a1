"""Approval: each hold finds the right desk, and a refusal names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.findings import HoldKind
from orderdesk.rules.approval import (
    DEFAULT_STEPS,
    Authority,
    Held,
    Route,
    Step,
    acting_for,
    is_last,
    levels_of,
    releasable_up_to,
    route,
    step_for,
    still_covered,
)
from orderdesk.values import Currency

IN_TURN = (Step(HoldKind.VALUE, "approver", 1, 100_00), Step(HoldKind.VALUE, "approver", 2, in_turn=True))
KIM, LOU = Authority(4, {"approver": 1}), Authority(5, {"approver": 2})


def refusal(
    levels: Mapping[str, int],
    user: int,
    entered_by: int | None,
    kind: HoldKind,
    amount: int,
    steps: Sequence[Step] = DEFAULT_STEPS,
    *,
    own_orders: bool = False,
    currency: Currency | None = None,
) -> str | None:
    """What somebody who stands in for nobody is told."""
    held = Held(kind, amount, entered_by=entered_by)
    found = acting_for([Authority(user, levels)], held, steps, own_orders=own_orders, currency=currency)
    return found if isinstance(found, str) else None


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
        (HoldKind.SPECIAL, 10**12, Route("warehouse", 2)),
        (HoldKind.DUPLICATE, 10**12, Route("approver", 1)),
        (HoldKind.MANUAL, 0, Route("approver", 1)),
    ],
)
def test_a_hold_is_routed_by_its_kind_and_amount(kind: HoldKind, amount: int, needed: Route) -> None:
    assert route(kind, amount) == needed


@pytest.mark.parametrize("kind", HoldKind)
def test_every_kind_of_hold_has_somebody_who_can_release_any_amount(kind: HoldKind) -> None:
    needed = route(kind, 10**15)
    assert refusal({needed.role: needed.level}, 1, 2, kind, 10**15) is None


def test_the_rows_of_the_table_may_stand_in_any_order() -> None:
    for amount in (0, 500_000, 500_001):
        assert route(HoldKind.CREDIT, amount, DEFAULT_STEPS[::-1]) == route(HoldKind.CREDIT, amount)


def test_an_amount_above_every_row_goes_to_the_highest() -> None:
    steps = [Step(None, "approver", 3, 900), Step(None, "approver", 1, 100)]
    assert route(HoldKind.SPECIAL, 901, steps) == Route("approver", 3)


def test_a_hold_without_a_row_still_shows_up_somewhere() -> None:
    assert route(HoldKind.CREDIT, 1, [Step(HoldKind.STOCK, "warehouse", 1)]) == Route("approver", 2)


def test_a_row_for_one_rule_goes_before_the_rows_of_its_kind() -> None:
    steps = [*DEFAULT_STEPS, Step(None, "approver", 1, rule="COLD")]
    assert route(HoldKind.SPECIAL, 5, steps, "COLD") == Route("approver", 1)
    assert route(HoldKind.SPECIAL, 5, steps, "GLASS") == Route("warehouse", 2)
    assert route(HoldKind.MANUAL, 5, [Step(None, "warehouse", 1, rule="COLD")]) == Route("approver", 2)


@pytest.mark.parametrize("level", [1, 2])
def test_who_has_the_level_or_more_may_release(level: int) -> None:
    assert refusal({"approver": level}, 7, 3, HoldKind.CREDIT, 500_000) is None


def test_a_refusal_names_the_level_that_is_needed_and_the_amount() -> None:
    said = refusal({"approver": 1}, 7, 3, HoldKind.CREDIT, 500_001)
    assert said == "a credit hold of 5000.01 is for approver level 2, which you are not; leave it in the queue for one"
    yen = refusal({}, 7, 3, HoldKind.CREDIT, 500_001, currency=Currency("JPY", 0))
    assert yen is not None
    assert "of 500001 is for" in yen


def test_a_refusal_without_an_amount_leaves_it_out() -> None:
    said = refusal({"clerk": 9}, 7, 3, HoldKind.MANUAL, 0)
    assert said == "a manual hold is for approver level 1, which you are not; leave it in the queue for one"


def test_nobody_releases_the_holds_of_an_order_he_entered_unless_the_desk_allows_it() -> None:
    said = refusal({"approver": 2}, 7, 7, HoldKind.PRICE, 100)
    assert said == "you entered this order: its price hold is for another approver level 1"
    assert refusal({"approver": 2}, 7, 7, HoldKind.PRICE, 100, own_orders=True) is None
    assert refusal({"approver": 2}, 7, None, HoldKind.PRICE, 100) is None


# Several levels -------------------------------------------------------------------------------------------------------


def test_in_turn_the_first_level_comes_first_and_the_second_is_the_last() -> None:
    held = Held(HoldKind.VALUE, 500_00)
    assert route(held.kind, held.amount, IN_TURN) == Route("approver", 1)
    assert not is_last(held, IN_TURN)
    signed = Held(HoldKind.VALUE, 500_00, signed=frozenset({4}), given=1)
    assert route(held.kind, held.amount, IN_TURN, given=1) == Route("approver", 2)
    assert is_last(signed, IN_TURN)
    assert acting_for([LOU], signed, IN_TURN) is LOU


def test_in_turn_one_person_does_not_release_twice() -> None:
    signed = Held(HoldKind.VALUE, 500_00, signed=frozenset({5}), given=1)
    said = acting_for([LOU], signed, IN_TURN)
    assert said == "you released this value hold already; it needs a second person, approver level 2"


def test_a_deputy_does_not_give_the_second_release_for_whoever_gave_the_first() -> None:
    signed = Held(HoldKind.VALUE, 500_00, signed=frozenset({5}), given=1)
    said = acting_for([KIM, Authority(5, {"approver": 2}, "Lou")], signed, IN_TURN)
    assert said == "this value hold was released for Lou already; it needs a second person, approver level 2"


def test_below_the_amount_one_release_is_enough() -> None:
    assert is_last(Held(HoldKind.VALUE, 100_00), IN_TURN)


@given(given_so_far=st.integers(0, 9), amount=st.integers(0, 10**9))
def test_however_many_have_released_the_next_level_is_one_of_the_steps(given_so_far: int, amount: int) -> None:
    needed = route(HoldKind.VALUE, amount, IN_TURN, given=given_so_far)
    assert needed.level in step_for(HoldKind.VALUE, amount, IN_TURN).levels


# Deputies -------------------------------------------------------------------------------------------------------------


def test_a_deputy_may_release_what_the_other_may() -> None:
    away = Authority(5, {"approver": 2}, "Lou")
    assert acting_for([KIM, away], Held(HoldKind.CREDIT, 10**9, entered_by=1), DEFAULT_STEPS) is away
    assert acting_for([KIM, away], Held(HoldKind.CREDIT, 1, entered_by=1), DEFAULT_STEPS) is KIM


def test_a_deputy_releases_neither_own_orders_nor_those_of_whom_he_stands_in_for() -> None:
    away = Authority(5, {"approver": 2}, "Lou")
    own = acting_for([KIM, away], Held(HoldKind.CREDIT, 10**9, entered_by=4), DEFAULT_STEPS)
    assert own == "you entered this order: its credit hold is for another approver level 2"
    theirs = acting_for([KIM, away], Held(HoldKind.CREDIT, 10**9, entered_by=5), DEFAULT_STEPS)
    assert theirs == "Lou entered this order, whose deputy you are: its credit hold is for another approver level 2"


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
        ({"warehouse"}, HoldKind.SPECIAL, 0),
        ({"warehouse", "warehouse_lead"}, HoldKind.SPECIAL, None),
        ({"clerk"}, HoldKind.CREDIT, 0),
        ({"admin"}, HoldKind.CREDIT, None),
        ({"admin"}, HoldKind.SPECIAL, None),
    ],
)
def test_how_far_a_role_reaches(roles: set[str], kind: HoldKind, up_to: int | None) -> None:
    assert releasable_up_to([Authority(1, levels_of(roles))], kind) == up_to


def test_how_far_a_deputy_reaches_is_how_far_the_other_does() -> None:
    assert releasable_up_to([KIM, LOU], HoldKind.CREDIT) is None
    assert releasable_up_to([KIM], HoldKind.VALUE, IN_TURN) is None  # the first of two releases
