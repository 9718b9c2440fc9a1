"""Trying a rule on past orders: what it would have held, and how much of that for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from orderdesk.findings import HoldKind
from orderdesk.rules.hold_rules import HoldRule, Measure, RuledOrder
from orderdesk.rules.simulation import Change, Outcome, PastOrder, duration, median, percent_of, simulate
from orderdesk.values import Currency

EUR = Currency()
RULE = HoldRule("BIG", "large order", HoldKind.VALUE, Measure.ORDER_VALUE, 500_00)


def past(number: int, gross: int, outcome: Outcome, minutes: int | None = None) -> PastOrder:
    order = RuledOrder("ALFKI", 1, None, frozenset(), date(2026, 10, 1), gross * 100, ())
    return PastOrder(number, "Alfreds", order, outcome, minutes)


ORDERS = (
    past(1, 400, Outcome.WENT_THROUGH),
    past(2, 600, Outcome.RELEASED, 90),
    past(3, 700, Outcome.REJECTED, 10),
    past(4, 450, Outcome.WENT_THROUGH),
    past(5, 900, Outcome.RELEASED, 30),
    past(6, 800, Outcome.WAITING),
    past(7, 650, Outcome.CANCELLED),
)


def test_a_lower_figure_holds_more_and_says_what_of_it_was_for_nothing() -> None:
    found = simulate(RULE, replace(RULE, threshold=420_00), ORDERS, EUR, partly=False)
    assert [(row.number, row.change) for row in found.orders] == [
        (2, Change.SAME), (3, Change.SAME), (4, Change.MORE), (5, Change.SAME), (6, Change.SAME), (7, Change.SAME),
    ]  # fmt: skip
    assert (found.more, found.less, found.same, found.false_alarms, found.share) == (1, 0, 5, 3, 50_000)
    assert (found.released, found.median_minutes) == (2, 30)
    assert (found.held_value, found.held_before) == (4_100_00, 3_650_00)
    assert found.sentence(EUR) == (
        "of 7 orders BIG would have held 6 (4100.00), 1 of them newly; 0 no longer; 3 went through all the same: 50 %"
        " false alarms; 2 were held anyway and released, in 30 min at the median"
    )


def test_a_higher_figure_lets_orders_go_that_were_held() -> None:
    found = simulate(RULE, replace(RULE, threshold=850_00), ORDERS, EUR, partly=False)
    assert (found.more, found.less, found.same, found.held_value) == (0, 4, 1, 900_00)
    assert not any(row.false_alarm for row in found.orders if row.change is Change.LESS)


def test_a_rule_that_is_new_and_one_that_is_switched_off() -> None:
    new, off = simulate(None, RULE, ORDERS, EUR, partly=True), simulate(RULE, None, ORDERS, EUR, partly=False)
    assert (new.rule, new.more, new.same, new.partly) == ("BIG", 5, 0, True)
    assert (off.rule, off.less, off.held_value, off.share) == ("BIG", 5, 0, 0)
    assert off.sentence(EUR) == "of 7 orders BIG would have held 0 (0.00), 0 of them newly; 5 no longer"
    assert simulate(None, None, ORDERS, EUR, partly=False).rule == ""


@pytest.mark.parametrize(("minutes", "said"), [(0, "0 min"), (59, "59 min"), (100, "1:40 h"), (2 * 1440, "2 days")])
def test_a_time_is_said_as_people_say_it(minutes: int, said: str) -> None:
    assert duration(minutes) == said


def test_the_middle_and_the_share() -> None:
    assert (median([]), median([5]), median([9, 1]), median([9, 1, 5])) == (None, 5, 1, 5)
    assert (percent_of(1, 3), percent_of(0, 0)) == (33_300, 0)
