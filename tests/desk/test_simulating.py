"""A rule is tried on past orders, and the rules of today are measured by what became of their holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import approval_rules, approvals, orders, simulating
from orderdesk.errors import BadValue, NotFound
from orderdesk.models import Event
from orderdesk.queries.hold_precision import hold_precision
from orderdesk.queries.rule_list import rule_list, step_list
from orderdesk.rules.simulation import Outcome
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.desk.test_approval_rules import enter, hold_of, submit
from tests.scenarios.shop import Shop


@pytest.fixture
def month(store: Store) -> tuple[int, int, int]:
    """Three orders: 15 % off and released, 9 % off, 20 % off and rejected."""
    released = submit(store, ("CHAI", 10), discount=15_000)[0]
    person(store, "kim").do(approvals.release, released, hold_of(store, released))
    plain = submit(store, ("TOFU", 10), discount=9_000)[0]
    rejected = submit(store, ("QUESO-M", 1), discount=20_000)[0]
    person(store, "kim").do(approvals.reject, rejected, hold_of(store, rejected), "too much")
    return released, plain, rejected


def test_a_new_rule_says_what_it_would_have_held(store: Store, month: tuple[int, int, int]) -> None:
    found = person(store, "root").ask(simulating.simulate_new, "AVG", "average_discount", "10")
    assert [(row.number, row.outcome, row.false_alarm) for row in found.orders] == [
        (month[2], Outcome.REJECTED, False), (month[0], Outcome.RELEASED, True),
    ]  # fmt: skip
    assert (found.looked_at, found.more, found.false_alarms, found.share) == (3, 2, 1, 50_000)
    everything = person(store, "root").ask(simulating.simulate_new, "AVG", "average_discount", "5")
    assert (everything.more, everything.false_alarms) == (3, 2)


def test_another_figure_for_a_rule_that_there_is(store: Store, month: tuple[int, int, int]) -> None:
    root = person(store, "root")
    root.do(approval_rules.rule, "AVG", "average_discount", "10")
    assert root.ask(simulating.simulate_change, "avg", "17").less == 1
    assert root.ask(simulating.simulate_change, "avg", off=True).less == 2
    assert root.ask(simulating.simulate_change, "avg").same == 2
    root.do(approval_rules.rule_change, "AVG", active=False)
    assert root.ask(simulating.simulate_change, "avg").more == 2
    value = root.ask(simulating.simulate_change, "VALUE", "200")
    assert (value.rule, value.more) == ("VALUE", 1)


def test_simulating_changes_nothing(store: Store, month: tuple[int, int, int]) -> None:
    before = len(Shop(store).rows(Event))
    person(store, "root").ask(simulating.simulate_new, "HABIT", "habit", "3")
    person(store, "root").ask(simulating.simulate_new, "THERE", "new_ship_to", "3", role="clerk")
    assert len(Shop(store).rows(Event)) == before


def test_only_the_orders_of_these_days_are_looked_at(store: Store, month: tuple[int, int, int]) -> None:
    root, past = person(store, "root"), TODAY - timedelta(1)
    assert root.ask(simulating.simulate_new, "A", "order_value", "0", first=past, last=past).looked_at == 0
    with pytest.raises(BadValue, match="before the first"):
        root.ask(simulating.simulate_new, "A", "order_value", "0", first=TODAY, last=past)
    with pytest.raises(NotFound, match="there is no rule NONE to try"):
        root.ask(simulating.simulate_change, "none")


def test_how_well_the_rules_aim(store: Store, month: tuple[int, int, int]) -> None:
    (discount,) = person(store, "kim").ask(hold_precision)
    assert (discount.kind, discount.raised, discount.released, discount.rejected) == ("discount", 2, 1, 1)
    assert (discount.false_alarms, discount.median_minutes) == (50_000, 0)
    assert person(store, "kim").ask(hold_precision, TODAY - timedelta(9), TODAY - timedelta(1)) == ()


def test_everything_that_holds_stands_in_one_list(store: Store, month: tuple[int, int, int]) -> None:
    root = person(store, "root")
    root.do(approval_rules.rule, "AVG", "average_discount", "10", category="FOOD", name="average")
    root.do(approval_rules.step, "approver", 2, rule="AVG", in_turn=True)
    rows = {row.code: row for row in root.ask(rule_list)}
    assert (rows["AVG"].figure, rows["AVG"].whom) == ("above 10 %", "category FOOD")
    assert rows["AVG"].releases == ("any amount: approver level 1 then level 2",)
    assert rows["DISCOUNT"].figure == "10 % FOOD"
    assert (rows["DISCOUNT"].raised, rows["DISCOUNT"].false_alarms) == (2, 50_000)
    assert rows["CREDIT"].releases == ("up to 5000.00: approver level 1", "any amount: approver level 2")
    assert not rows["VALUE"].active
    assert any(step.rule == "AVG" and step.in_turn for step in root.ask(step_list))
    assert person(store, "ann").do(orders.submit, enter(store, ("CHAI", 1))).state == "confirmed"
