"""Hold rules: strictly above (a margin: below) its figure a rule holds, and its sentence says the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.findings import Finding, HoldKind
from orderdesk.rules.hold_rules import (
    COUNTS,
    RAISES,
    HoldRule,
    Measure,
    RuledLine,
    RuledOrder,
    check_rules,
    concerns,
    needs,
    threshold_text,
    usual_quantity,
)
from orderdesk.values import Currency

EUR = Currency()
DAY = date(2026, 11, 12)
LINE = RuledLine(1, "CHAI", 10, 100, 10_000, 850_00, usual_net=1_000_00, discount=15_000, cost=600_000, attributes={})
ORDER = RuledOrder("ALFKI", 7, 70, frozenset({"clerk"}), DAY, 1_011_50, (LINE,), ship_to="Obere Str. 57")


def rule(measure: Measure, threshold: int = 0, **more: Any) -> HoldRule:
    return HoldRule("R1", "our rule", RAISES[measure], measure, threshold, **more)


def found(one: HoldRule, order: RuledOrder = ORDER) -> tuple[Finding, ...]:
    return check_rules([one], order, EUR)


def test_pr_13_the_average_discount_of_an_order() -> None:
    """Price-list value 1000.00, sold for 850.00: 15 % off; from 10 % on an approver is needed."""
    (hold,) = found(rule(Measure.AVERAGE_DISCOUNT, 10_000))
    assert (hold.kind, hold.line, hold.amount, hold.rule) == (HoldKind.DISCOUNT, None, 150_00, "R1")
    assert hold.message == (
        "sold for 850.00 what costs 1000.00 by the price rules: 15 % off on average, above 10 % (rule R1: our rule)"
    )
    assert hold.figures["discount"] == 15_000
    assert found(rule(Measure.AVERAGE_DISCOUNT, 15_000)) == ()


def test_goods_without_a_price_of_the_rules_do_not_count_into_the_average() -> None:
    free = replace(LINE, position=2, usual_net=None, net=9_999_00)
    assert found(rule(Measure.AVERAGE_DISCOUNT, 10_000), replace(ORDER, lines=(LINE, free)))[0].amount == 150_00
    assert found(rule(Measure.AVERAGE_DISCOUNT), replace(ORDER, lines=(free,))) == ()


CASES = [
    (Measure.ORDER_VALUE, 1_011_50, 1, {}, "the order comes to 1011.50, above 1011.49"),
    (Measure.LINE_DISCOUNT, 15_000, 1, {}, "line 1, CHAI: 15 % discount is above 14.999 %; it gives away 150.00"),
    (Measure.LINE_VALUE, 850_00, 1, {}, "line 1, CHAI: 850.00, above 849.99"),
    (Measure.LINE_QUANTITY, 10_000, 1_000, {}, "line 1, CHAI: 10 ordered, above 9"),
    (
        Measure.NEW_SHIP_TO, 1_011_50, 1, {"new_ship_to": True},
        "nothing was sent to this address before (Obere Str. 57), and the order comes to 1011.50, above 1011.49",
    ),
    (Measure.FIRST_ORDER, 1_011_50, 1, {"first": True}, "the first order of ALFKI comes to 1011.50, above 1011.49"),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "exactly", "less", "changes", "said"), CASES)
def test_exactly_on_its_figure_passes_and_the_least_above_is_held(
    measure: Measure, exactly: int, less: int, changes: dict[str, Any], said: str
) -> None:
    order = replace(ORDER, **changes)
    assert found(rule(measure, exactly), order) == ()
    (hold,) = found(rule(measure, exactly - less), order)
    assert hold.message == f"{said} (rule R1: our rule)"
    assert hold.kind is RAISES[measure]


def test_a_known_address_and_a_known_customer_pass() -> None:
    assert found(rule(Measure.NEW_SHIP_TO)) == ()
    assert found(rule(Measure.FIRST_ORDER)) == ()
    assert "before, and" in found(rule(Measure.NEW_SHIP_TO), replace(ORDER, new_ship_to=True, ship_to=""))[0].message


def test_a_margin_is_held_below_its_figure() -> None:
    """Sold for 850.00, cost 600.00: 29.412 %."""
    assert found(rule(Measure.MARGIN, 29_412)) == ()
    (hold,) = found(rule(Measure.MARGIN, 29_413))
    assert hold.message == "a margin of 29.412 % on 850.00, under 29.413 % (rule R1: our rule)"
    assert (hold.kind, hold.amount) == (HoldKind.MARGIN, 850_00)
    assert found(rule(Measure.MARGIN, 99_000), replace(ORDER, lines=(replace(LINE, cost=None),))) == ()


def test_a_quantity_is_held_against_what_this_customer_usually_orders() -> None:
    order = replace(ORDER, lines=(replace(LINE, habit=2_000),))
    (hold,) = found(rule(Measure.HABIT, 4_000), order)
    assert hold.message == (
        "line 1, CHAI: 10 ordered, 5 times what ALFKI usually orders of it (2); above 4 times (rule R1: our rule)"
    )
    assert hold.kind is HoldKind.UNUSUAL
    assert found(rule(Measure.HABIT, 5_000), order) == ()
    assert found(rule(Measure.HABIT, 1_000)) == ()  # no habit yet


@pytest.mark.parametrize(
    ("quantities", "usual"), [([], None), ([5, 9], None), ([5, 1, 9], 5), ([5, 1, 9, 7], 5), ([1, 1, 8, 8, 8], 8)]
)
def test_three_orders_make_a_habit(quantities: list[int], usual: int | None) -> None:
    assert usual_quantity(quantities) == usual


def test_a_whole_line_given_away_is_told_at_its_usual_price() -> None:
    gift = replace(LINE, net=0, discount=100_000)
    (hold,) = found(rule(Measure.LINE_DISCOUNT, 50_000), replace(ORDER, lines=(gift,)))
    assert hold.amount == 1_000_00


# Whom and what a rule is for ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("narrow", "held"),
    [
        ({"customer_id": 7}, True), ({"customer_id": 8}, False),
        ({"segment_id": 70}, True), ({"segment_id": 71}, False),
        ({"role": "clerk"}, True), ({"role": "warehouse"}, False),
        ({"valid_from": DAY}, True), ({"valid_from": DAY + timedelta(1)}, False),
        ({"valid_to": DAY}, True), ({"valid_to": DAY - timedelta(1)}, False),
        ({"over": 1_011_49}, True), ({"over": 1_011_50}, False),
    ],
)  # fmt: skip
def test_a_rule_looks_only_at_the_orders_it_is_for(narrow: dict[str, Any], held: bool) -> None:
    one = rule(Measure.ORDER_VALUE, **narrow)
    assert concerns(one, ORDER) == held
    assert bool(found(one)) == held


@pytest.mark.parametrize(
    ("narrow", "held"), [({"category_id": 100}, 1), ({"product_id": 10}, 1), ({"product_id": 9}, 0)]
)
@pytest.mark.parametrize("measure", [Measure.ORDER_VALUE, Measure.LINE_VALUE, Measure.MARGIN, Measure.AVERAGE_DISCOUNT])
def test_a_category_or_product_narrows_it_to_these_lines(measure: Measure, narrow: dict[str, Any], held: int) -> None:
    other = replace(LINE, position=2, product_id=11, category_id=101, usual_net=850_00, cost=0)
    order = replace(ORDER, lines=(LINE, other))
    threshold = 30_000 if measure is Measure.MARGIN else 0
    assert len(found(rule(measure, threshold, **narrow), order)) == held


def test_of_some_goods_the_value_is_theirs_without_tax() -> None:
    (hold,) = found(rule(Measure.ORDER_VALUE, 849_99, category_id=100))
    assert hold.message.startswith("these goods come to 850.00, above 849.99")


# Attributes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said", "held"),
    [("", "", False), ("", "no", False), ("", "yes", True), ("", "crate", True), ("Crate", "crate", True),
     ("box", "crate", False)],
)  # fmt: skip
def test_an_attribute_holds_where_it_has_the_value_or_any(value: str, said: str, held: bool) -> None:
    one = rule(Measure.ATTRIBUTE, attribute="PACKING", value=value)
    assert bool(found(one, replace(ORDER, attributes={"PACKING": said}))) == held


def test_an_attribute_is_told_with_its_value_and_its_line() -> None:
    one = rule(Measure.ATTRIBUTE, attribute="PACKING")
    order = replace(ORDER, attributes={"PACKING": "yes"}, lines=(replace(LINE, attributes={"PACKING": "crate"}),))
    whole, line = found(one, order)
    assert (whole.message, whole.line, whole.amount) == ("our rule", None, 1_011_50)
    assert (line.message, line.line, line.amount) == ("line 1, CHAI: our rule: crate", 1, 850_00)
    assert line.figures["value"] == "crate"


# All of them ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_counts_something_and_raises_a_hold(measure: Measure) -> None:
    assert threshold_text(measure, 3_000, EUR) == {
        "money": "30.00", "percent": "3 %", "quantity": "3", "times": "3 times", "nothing": "",
    }[COUNTS[measure]]  # fmt: skip
    assert needs([rule(measure)]) == {measure}


@given(threshold=st.integers(0, 2_000_00), gross=st.integers(0, 2_000_00))
def test_a_higher_figure_never_holds_more(threshold: int, gross: int) -> None:
    order = replace(ORDER, gross=gross)
    assert len(found(rule(Measure.ORDER_VALUE, threshold + 1), order)) <= len(
        found(rule(Measure.ORDER_VALUE, threshold), order)
    )
