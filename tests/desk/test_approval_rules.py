"""Approval as data: rules that hold, steps that say who releases, deputies, several levels, ceilings of roles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from orderdesk.desk import amendments, approval_rules, approvals, orders
from orderdesk.desk.holds import Submitted
from orderdesk.errors import BadValue, NotAllowed, NotFound, Refused
from orderdesk.findings import Severity
from orderdesk.models import ApprovalStep, Event, Hold, HoldRelease
from orderdesk.queries.approvals import waiting
from orderdesk.queries.hold_card import hold_card
from orderdesk.rules.approval import DEFAULT_STEPS
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction, table
from tests.company import NOW, SYSTEM, TODAY, person
from tests.scenarios.shop import Shop


def hold_of(store: Store, number: int, at: int = 0) -> int:
    return person(store, "kim").ask(hold_card, number).holds[at].id


def held(done: Submitted) -> list[tuple[str, str]]:
    return [(one.kind, one.rule) for one in done.findings if one.severity is Severity.HOLD]


def enter(store: Store, *goods: tuple[str, int], customer: str = "ERNSH", login: str = "ann", discount: int = 0) -> int:
    desk = person(store, login)
    number = desk.do(orders.new, customer)
    for sku, pieces in goods:
        desk.do(orders.line, number, sku, pieces * 1_000, discount=discount)
    return number


def submit(store: Store, *goods: tuple[str, int], customer: str = "ERNSH", discount: int = 0) -> tuple[int, Submitted]:
    number = enter(store, *goods, customer=customer, discount=discount)
    return number, person(store, "ann").do(orders.submit, number)


def test_a_new_database_is_given_the_steps(store: Store) -> None:
    rows = Shop(store).rows(ApprovalStep)
    assert {(row.kind, row.role, row.level, row.up_to, row.in_turn) for row in rows} == {
        (str(step.kind or ""), step.role, step.level, step.up_to, step.in_turn) for step in DEFAULT_STEPS
    }


def test_a_rule_holds_and_once_switched_off_no_more(store: Store) -> None:
    root = person(store, "root")
    root.do(approval_rules.rule, "big", "line_value", "100", name="large line")
    number, done = submit(store, ("CHAI", 10))
    assert (done.state, held(done)) == ("submitted", [("value", "BIG")])
    assert "line 1, CHAI: 180.00, above 100.00 (rule BIG: large line)" in done.findings[0].message
    root.do(approval_rules.rule_change, "BIG", active=False)
    assert person(store, "kim").do(approvals.release, number, hold_of(store, number)) == "confirmed"
    assert submit(store, ("CHAI", 11))[1].state == "confirmed"


def test_two_rules_of_one_kind_are_two_holds(store: Store) -> None:
    root = person(store, "root")
    root.do(approval_rules.rule, "LINE", "line_value", 100_00)
    root.do(approval_rules.rule, "WHOLE", "order_value", 100_00)
    number, done = submit(store, ("CHAI", 10))
    assert held(done) == [("value", "LINE"), ("value", "WHOLE")]
    kim = person(store, "kim")
    assert kim.do(approvals.release, number, hold_of(store, number)) == "submitted"
    assert [one.rule for one in kim.ask(hold_card, number).holds] == ["WHOLE"]


def test_a_rule_guards_amendments_too(store: Store) -> None:
    """OC-04 with a rule of one's own: released at 180.00, held again at 360.00."""
    person(store, "root").do(approval_rules.rule, "BIG", "line_value", 100_00)
    number, _ = submit(store, ("CHAI", 10))
    kim = person(store, "kim")
    kim.do(approvals.release, number, hold_of(store, number))
    done = person(store, "ann").do(amendments.amend_line, number, 1, quantity=20_000)
    assert held(done) == [("value", "BIG")]
    assert kim.do(approvals.release, number, hold_of(store, number)) == "confirmed"
    assert held(person(store, "ann").do(amendments.amend_line, number, 1, quantity=15_000)) == []


def test_a_discount_given_by_amendment_is_held_although_the_value_falls(store: Store) -> None:
    number, done = submit(store, ("CHAI", 10))
    assert done.state == "confirmed"
    ann = person(store, "ann")
    assert held(ann.do(amendments.amend_line, number, 1, discount=15_000)) == [("discount", "")]
    person(store, "kim").do(approvals.release, number, hold_of(store, number))
    assert person(store, "kim").ask(hold_card, number).holds == ()
    assert held(ann.do(amendments.amend_line, number, 1, discount=20_000)) == [("discount", "")]
    assert len(person(store, "kim").ask(hold_card, number).holds) == 1


def test_a_quantity_far_from_the_habit_and_a_first_order(store: Store) -> None:
    root = person(store, "root")
    root.do(approval_rules.rule, "ODD", "habit", "3")
    root.do(approval_rules.rule, "FIRST", "first_order", "0")
    assert held(submit(store, ("CHAI", 2))[1]) == [("unusual", "FIRST")]
    for pieces in (3, 4):
        assert held(submit(store, ("CHAI", pieces))[1]) == []
    assert held(submit(store, ("CHAI", 9))[1]) == []
    _, done = submit(store, ("CHAI", 10), ("TOFU", 30))
    assert held(done) == [("unusual", "ODD")]
    assert "10 ordered, 3.3 times what ERNSH usually orders of it (3); above 3 times" in done.findings[0].message


def test_a_new_ship_to_with_a_large_order(store: Store) -> None:
    person(store, "root").do(approval_rules.rule, "THERE", "new_ship_to", "100")
    assert held(submit(store, ("CHAI", 4))[1]) == []
    number, done = submit(store, ("CHAI", 10))
    assert held(done) == []  # the small one went there
    fresh, done = submit(store, ("CHAI", 10), customer="ALFKI")
    assert held(done) == [("unusual", "THERE")]
    assert "nothing was sent to this address before (Obere Str. 57, Berlin)" in done.findings[0].message
    assert person(store, "kim").do(approvals.release, fresh, hold_of(store, fresh)) == "confirmed"
    assert number != fresh


def test_the_ceiling_of_a_role_goes_before_the_category_s(store: Store) -> None:
    root = person(store, "root")
    root.do(approval_rules.ceiling, "clerk", 2_000)
    assert held(submit(store, ("CHAI", 1), discount=5_000)[1]) == [("discount", "")]
    root.do(approval_rules.ceiling, "clerk", 30_000, "FOOD")
    assert held(submit(store, ("CHAI", 2), discount=20_000)[1]) == []
    root.do(approval_rules.ceiling, "clerk", None)
    root.do(approval_rules.ceiling, "clerk", None, category="FOOD")
    assert held(submit(store, ("CHAI", 3), discount=20_000)[1]) == [("discount", "")]
    with pytest.raises(NotFound, match="clerk has no ceiling of its own"):
        root.do(approval_rules.ceiling, "clerk", None)


# Steps and levels -----------------------------------------------------------------------------------------------------


@pytest.fixture
def two_levels(store: Store) -> int:
    """An order whose hold needs level 1, then level 2."""
    root = person(store, "root")
    root.do(approval_rules.rule, "BIG", "order_value", 100_00)
    root.do(approval_rules.step, "approver", 2, rule="BIG", in_turn=True)
    return submit(store, ("CHAI", 10))[0]


def test_two_levels_are_two_releases_by_two_people_and_both_are_kept(store: Store, two_levels: int) -> None:
    kim, lou, one = person(store, "kim"), person(store, "lou"), hold_of(store, two_levels)
    card = lou.ask(hold_card, two_levels).holds[0]
    assert (card.needs, card.after, card.people) == ("approver level 1", ("approver level 2",), ("Kim", "Lou", "Root"))
    assert kim.do(approvals.release, two_levels, one, "known customer") == "submitted"
    card = lou.ask(hold_card, two_levels).holds[0]
    assert (card.needs, card.signed, card.people) == ("approver level 2", ("Kim, level 1",), ("Lou", "Root"))
    with pytest.raises(NotAllowed, match="is for approver level 2, which you are not"):
        kim.do(approvals.release, two_levels, one)
    assert lou.do(approvals.release, two_levels, one, "agreed") == "confirmed"
    rows = Shop(store).rows(HoldRelease, hold_id=one)
    assert [(row.level, row.user_id, row.reason) for row in rows] == [(1, 3, "known customer"), (2, 4, "agreed")]
    assert Shop(store).rows(Hold, id=one)[0].decided_by == 4


def test_whoever_gave_the_first_release_does_not_give_the_second(store: Store, two_levels: int) -> None:
    lou, one = person(store, "lou"), hold_of(store, two_levels)
    lou.do(approvals.release, two_levels, one)
    with pytest.raises(NotAllowed, match="you released this value hold already; it needs a second person"):
        lou.do(approvals.release, two_levels, one)
    assert not lou.ask(waiting)[0].mine
    assert person(store, "root").do(approvals.release, two_levels, one) == "confirmed"


def test_a_first_release_does_not_cover_what_is_more_at_stake(store: Store, two_levels: int) -> None:
    person(store, "kim").do(approvals.release, two_levels, hold_of(store, two_levels))
    person(store, "ann").do(amendments.amend_line, two_levels, 1, quantity=20_000)
    card = person(store, "lou").ask(hold_card, two_levels).holds[0]
    assert (card.needs, card.signed) == ("approver level 1", ())


def test_open_holds_follow_the_table(store: Store) -> None:
    root = person(store, "root")
    number = submit(store, ("CHAI", 1), discount=20_000)[0]
    kim = person(store, "kim")
    assert kim.ask(hold_card, number).holds[0].needs == "approver level 1"
    root.do(approval_rules.step, "approver", 2, kind="discount", up_to=500_00)
    assert Shop(store).rows(Hold)[0].level == 2
    with pytest.raises(NotAllowed, match="is for approver level 2"):
        kim.do(approvals.release, number, hold_of(store, number))


def test_no_hold_is_left_that_nobody_may_release(store: Store) -> None:
    root, rows = person(store, "root"), Shop(store).rows(ApprovalStep)
    credit = [row.id for row in rows if row.kind == "credit"]
    general = next(row.id for row in rows if not row.kind)
    with pytest.raises(Refused, match="nobody could release a credit hold of any amount then"):
        root.do(approval_rules.step_remove, credit[1])
    with pytest.raises(Refused, match="nobody could release a duplicate hold"):
        root.do(approval_rules.step_remove, general)
    root.do(approval_rules.step_remove, credit[0])
    with pytest.raises(NotFound, match="there is no approval step"):
        root.do(approval_rules.step_remove, credit[0])


# Deputies -------------------------------------------------------------------------------------------------------------


def test_a_deputy_releases_for_whoever_is_away_and_the_event_says_so(store: Store) -> None:
    root, kim = person(store, "root"), person(store, "kim")
    number = submit(store, ("CHAI", 40), discount=80_000)[0]
    one = hold_of(store, number)
    with pytest.raises(NotAllowed, match="is for approver level 2"):
        kim.do(approvals.release, number, one)
    root.do(approval_rules.deputy, "lou", "kim", TODAY, TODAY + timedelta(7))
    card = kim.ask(hold_card, number).holds[0]
    assert (card.refusal, card.in_place_of, card.up_to) == (None, "Lou", None)
    assert card.people == ("Kim for Lou", "Lou", "Root")
    kim.do(approvals.release, number, one)
    row = Shop(store).rows(HoldRelease, hold_id=one)[0]
    assert (row.user_id, row.for_user_id) == (3, 4)
    assert '"for":"Lou"' in Shop(store).rows(Event, verb="order.release")[-1].data


def test_a_clerk_may_be_a_deputy_but_releases_nothing_of_his_own(store: Store) -> None:
    person(store, "root").do(approval_rules.deputy, "kim", "bob", TODAY, TODAY)
    bob = person(store, "bob")
    number = submit(store, ("CHAI", 1), discount=20_000)[0]
    assert bob.do(approvals.release, number, hold_of(store, number)) == "confirmed"
    own = enter(store, ("CHAI", 2), login="bob", discount=20_000)
    bob.do(orders.submit, own)
    with pytest.raises(NotAllowed, match="you entered this order"):
        bob.do(approvals.release, own, hold_of(store, own))
    tomorrow = person(store, "bob", day=TODAY + timedelta(1))
    with pytest.raises(NotAllowed, match="is for approver level 1"):
        tomorrow.do(approvals.release, own, hold_of(store, own))
    with pytest.raises(NotAllowed, match="is for approver level 1"):
        tomorrow.do(approvals.reject, own, hold_of(store, own), "no")


def test_a_deputyship_is_of_two_people_and_of_days_to_come(store: Store) -> None:
    root, past = person(store, "root"), TODAY - timedelta(1)
    with pytest.raises(Refused, match="kim cannot stand in for"):
        root.do(approval_rules.deputy, "kim", "kim", TODAY, TODAY)
    with pytest.raises(BadValue, match="is past; today is"):
        root.do(approval_rules.deputy, "kim", "lou", past, past)
    with pytest.raises(BadValue, match="before the first"):
        root.do(approval_rules.deputy, "kim", "lou", TODAY, past)
    key = root.do(approval_rules.deputy, "lou", "kim", TODAY, TODAY + timedelta(3))
    with pytest.raises(Refused, match="on some of these days already"):
        root.do(approval_rules.deputy, "lou", "kim", TODAY + timedelta(3), TODAY + timedelta(9))
    root.do(approval_rules.deputy_end, key)
    with pytest.raises(NotFound, match="there is no deputy"):
        root.do(approval_rules.deputy_end, key)


def test_only_an_admin_changes_the_rules(store: Store) -> None:
    lou = person(store, "lou")
    with pytest.raises(NotAllowed, match=r"lou may not do approval\.rule; that takes admin"):
        lou.do(approval_rules.rule, "BIG", "order_value", 1)
    with pytest.raises(NotAllowed):
        lou.do(approval_rules.step, "approver", 1)


@pytest.mark.parametrize(
    ("measure", "threshold", "more", "said"),
    [
        ("size", 1, {}, "measure 'size' is not one of order_value"),
        ("order_value", "much", {}, "order value 'much' is not a number"),
        ("order_value", 1, {"kind": "credit"}, "a rule cannot raise a credit hold"),
        ("attribute", 0, {}, "the measure attribute needs its attribute"),
        ("first_order", 1, {"category": "FOOD"}, "looks at the whole order"),
        ("order_value", 1, {"category": "FOOD", "sku": "CHAI"}, "one product or for one category"),
        ("order_value", 1, {"role": "king"}, "role 'king' is not one of clerk"),
        ("order_value", 1, {"valid_from": TODAY, "valid_to": TODAY - timedelta(1)}, "before it starts"),
        ("line_discount", "120", {}, "too large"),
    ],
)
def test_what_makes_no_rule_is_refused(
    sqlite_store: Store, measure: str, threshold: str | int, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadValue, match=said):
        person(sqlite_store, "root").do(approval_rules.rule, "R", measure, threshold, **more)


def test_a_code_is_given_once(store: Store) -> None:
    root = person(store, "root")
    root.do(approval_rules.rule, "BIG", "order_value", "10")
    with pytest.raises(Refused, match="there is a rule or attribute BIG already"):
        root.do(approval_rules.rule, "big", "order_value", "20")


def test_a_desk_without_rules_reads_one_small_statement_more(sqlite_store: Store) -> None:
    from sqlalchemy import event

    number = enter(sqlite_store, ("CHAI", 1))
    asked: list[str] = []
    event.listen(sqlite_store.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    person(sqlite_store, "ann").do(orders.submit, number)
    mine = [one for one in asked if any(name in one for name in ("hold_rule", "attribute", "approval_step"))]
    assert len(mine) == 1


def count(tx: Transaction) -> int:
    return len(tx.all(table(Hold).select()))


def test_what_stands_in_the_table_is_what_the_queue_shows(store: Store) -> None:
    submit(store, ("CHAI", 1), discount=20_000)
    assert store.run(count, SYSTEM, TODAY, NOW) == 1
    assert [order.mine for order in person(store, "kim").ask(waiting)] == [True]
    assert [order.mine for order in person(store, "ann").ask(waiting)] == [False]
