"""The guard: one answer out of all the rules, without a side door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from orderdesk.findings import HoldKind
from orderdesk.rules.attributes import Definition, Subject
from orderdesk.rules.availability import Portion, Promise
from orderdesk.rules.completeness import BlockLevel, OrderFacts, OrderLineFacts
from orderdesk.rules.credit import CreditBounds, CreditGroup, Exposure
from orderdesk.rules.guard import Findings, GuardFacts, GuardSettings, LineFigures, SiteFacts, guard, guard_shipment
from orderdesk.rules.hold_rules import HoldRule, Measure, RuledOrder
from orderdesk.rules.overdue import OpenItem
from orderdesk.rules.price import PriceRequest, choose_price
from orderdesk.values import Currency

TODAY = date(2026, 11, 12)
EUR = Currency("EUR", 2)
RECEIPT = choose_price([], PriceRequest(12_000, TODAY, 180_000))
LINE = OrderLineFacts(1, "CHAI", True, "stocked", 12_000, price=180_000)
BOXED = OrderLineFacts(2, "TOFU", True, "stocked", 40_000, price=2_160_000, factor=12_000)
FIGURES = LineFigures(21_600, 21_600, 25_704, receipt=RECEIPT, cost=120_000)
ORDER = OrderFacts("ALFKI", True, BlockLevel.NONE, "Obere Str. 57", None, TODAY, TODAY, (LINE,))
FACTS = GuardFacts(ORDER, (FIGURES,), 25_704, Exposure(), None, TODAY)
LATE = OpenItem("INV-7", TODAY - timedelta(38), 12_000)


def holds(facts: GuardFacts) -> list[str]:
    return [finding.kind for finding in guard(facts).holds]


def with_figures(**change: Any) -> GuardFacts:
    return replace(FACTS, figures=(replace(FIGURES, **change),))


def test_an_order_that_is_in_order_has_no_findings() -> None:
    assert guard(FACTS) == Findings(())


@pytest.mark.parametrize(
    ("facts", "kind", "amount"),
    [
        (replace(FACTS, credit_limit=25_703), HoldKind.CREDIT, 1),
        (replace(FACTS, open_items=(LATE,), settings=GuardSettings(grace_days=10)), HoldKind.OVERDUE, 12_000),
        (replace(FACTS, settings=GuardSettings(value_limit=25_703)), HoldKind.VALUE, 25_704),
        (replace(FACTS, duplicates=("1038", "1040")), HoldKind.DUPLICATE, 25_704),
        (with_figures(discount=5_000, ceiling=4_999), HoldKind.DISCOUNT, 1_080),
        (with_figures(floor=40_000), HoldKind.MARGIN, 2_400),
    ],
)
def test_each_bound_holds_alone(facts: GuardFacts, kind: HoldKind, amount: int) -> None:
    found = guard(facts)
    assert [(finding.kind, finding.amount) for finding in found.all] == [(kind, amount)]
    assert found.holds == found.all
    assert not found.blocks
    assert not found.notes


@pytest.mark.parametrize(
    "facts",
    [
        replace(FACTS, credit_limit=25_704),
        replace(FACTS, settings=GuardSettings(value_limit=25_704)),
        replace(FACTS, open_items=(LATE,), settings=GuardSettings(grace_days=38)),
        with_figures(discount=5_000, ceiling=5_000),
        with_figures(floor=33_333),
    ],
)
def test_exactly_on_a_bound_passes(facts: GuardFacts) -> None:
    assert guard(facts).all == ()


@pytest.mark.parametrize(
    ("price", "hand", "held"), [(162_000, True, False), (161_999, True, True), (161_999, False, False)]
)
def test_only_a_price_typed_by_hand_is_held_against_the_band(price: int, hand: bool, held: bool) -> None:
    facts = replace(
        with_figures(hand_price=hand),
        order=replace(ORDER, lines=(replace(LINE, price=price),)),
        settings=GuardSettings(band=10_000),
    )
    assert holds(facts) == (["price"] if held else [])


def test_a_hand_price_without_a_receipt_has_nothing_to_be_held_against() -> None:
    facts = replace(with_figures(hand_price=True, receipt=None), settings=GuardSettings(band=0))
    assert holds(facts) == []


def test_prices_by_the_dozen_are_compared_by_the_dozen() -> None:
    figures = replace(FIGURES, net=720_000, hand_price=True, floor=33_333)
    facts = replace(FACTS, order=replace(ORDER, lines=(BOXED,)), figures=(figures,), settings=GuardSettings(band=0))
    assert guard(facts).all == ()
    dearer = replace(facts, order=replace(ORDER, lines=(replace(BOXED, price=2_160_001),)))
    assert holds(dearer) == ["price"]
    thin = replace(facts, figures=(replace(figures, floor=33_334),))
    assert holds(thin) == ["margin"]


SHORT = Promise(23_000, 5_000, TODAY + timedelta(7), (Portion(TODAY, 5_000), Portion(TODAY + timedelta(7), 7_000)))


def test_a_short_line_is_a_note_unless_the_desk_holds_it() -> None:
    facts = with_figures(promise=SHORT)
    assert [finding.kind for finding in guard(facts).notes] == ["short"]
    assert holds(replace(facts, settings=GuardSettings(hold_when_short=True))) == ["stock"]


@pytest.mark.parametrize("change", [{"price": None}, {"quantity": 0}])
def test_an_unfinished_line_is_not_measured_but_the_rest_of_the_order_is(change: dict[str, Any]) -> None:
    facts = replace(
        with_figures(discount=50_000, ceiling=0),
        order=replace(ORDER, lines=(replace(LINE, **change),)),
        credit_limit=0,
    )
    found = guard(facts)
    assert len(found.blocks) == 1
    assert [finding.kind for finding in found.holds] == ["credit"]


def test_blocks_do_not_hide_holds() -> None:
    facts = replace(FACTS, order=replace(ORDER, block=BlockLevel.SHIP), credit_limit=0, duplicates=("1038",))
    found = guard(facts)
    assert [finding.kind for finding in found.blocks] == ["customer-blocked"]
    assert [finding.kind for finding in found.holds] == ["credit", "duplicate"]
    assert found.holds[1].message.startswith("duplicate: same customer and same lines as 1038 within 7 days;")


TWO_LINES = replace(
    FACTS,
    order=replace(ORDER, lines=(LINE, replace(LINE, position=4))),
    figures=(FIGURES, FIGURES),
    gross=51_408,
)


@pytest.mark.parametrize(("used", "crossing"), [(0, 4), (4_297, 1), (30_001, None)])
def test_the_credit_hold_names_the_line_that_crosses(used: int, crossing: int | None) -> None:
    """None: the customer was over before the first line."""
    found = guard(replace(TWO_LINES, exposure=Exposure(used), credit_limit=30_000)).holds
    assert [finding.figures["crossing_line"] for finding in found] == [crossing]


def test_what_is_paid_with_the_order_moves_the_line_that_crosses() -> None:
    found = guard(replace(TWO_LINES, credit_limit=20_000, paid=10_000)).holds
    assert [finding.figures["crossing_line"] for finding in found] == [4]


def test_a_limit_that_no_line_crosses_by_itself_names_none() -> None:
    """Freight or rounding on the order's foot can carry it over."""
    found = guard(replace(TWO_LINES, gross=51_500, credit_limit=51_450)).holds
    assert [finding.figures["crossing_line"] for finding in found] == [None]


def test_a_counter_sale_paid_at_once_needs_no_credit() -> None:
    over = replace(FACTS, exposure=Exposure(99_999), credit_limit=0)
    assert holds(over) == ["credit"]
    assert holds(replace(over, paid=25_704)) == []
    assert guard(replace(FACTS, paid=25_000, credit_limit=0)).holds[0].amount == 704


def test_each_line_must_have_its_figures() -> None:
    with pytest.raises(ValueError, match="shorter"):
        guard(replace(FACTS, figures=()))


def ship(**change: Any) -> Findings:
    facts: dict[str, Any] = {
        "block": BlockLevel.NONE,
        "exposure": Exposure(confirmed_not_shipped=6_000),
        "credit_limit": 10_000,
        "open_items": (LATE,),
        "settings": GuardSettings(),
    }
    return guard_shipment("ALFKI", today=TODAY, currency=EUR, **(facts | change))


def test_a_shipment_counts_its_own_order_once() -> None:
    """CR-19: 60 on a limit of 100 leaves."""
    assert ship().all == ()
    assert ship(credit_limit=6_000).all == ()


def test_a_shipment_is_stopped_by_block_credit_and_overdue() -> None:
    """CR-16."""
    found = ship(block=BlockLevel.SHIP, credit_limit=5_999, settings=GuardSettings(grace_days=10))
    assert [finding.kind for finding in found.blocks] == ["customer-blocked"]
    assert [finding.kind for finding in found.holds] == ["credit", "overdue"]


def test_the_company_s_own_rules_and_attributes_are_part_of_the_one_guard() -> None:
    order = RuledOrder("ALFKI", 1, None, frozenset(), TODAY, 257_04, ())
    rule = HoldRule("BIG", "large order", HoldKind.VALUE, Measure.ORDER_VALUE, 100_00)
    needed = Definition(1, "PROJECT", "Project", Subject.ORDER, required=True)
    found = guard(replace(FACTS, site=SiteFacts(order, (rule,), (needed,))))
    assert [(hold.kind, hold.rule) for hold in found.holds] == [(HoldKind.VALUE, "BIG")]
    assert [block.message for block in found.blocks] == ["Project is missing: say it with /project, a text"]


def test_free_goods_are_not_held_as_if_the_clerk_gave_them_away() -> None:
    facts = replace(
        with_figures(net=0, gross=0, floor=40_000, free=True), order=replace(ORDER, lines=(replace(LINE, price=0),))
    )
    assert holds(facts) == []
    assert holds(replace(facts, figures=(replace(facts.figures[0], free=False),))) == ["margin"]


def test_an_order_beyond_the_horizon_adds_nothing_yet_and_says_so() -> None:
    later = replace(FACTS, credit_limit=100, later=FACTS.gross, bounds=CreditBounds(horizon_days=30))
    found = guard(later)
    assert (found.holds, [note.kind for note in found.notes]) == ((), ["credit-horizon"])
    assert found.notes[0].message == (
        "credit: 257.04 are wanted beyond the horizon of 30 days, and count from 30 days before, and when goods leave"
    )
    assert guard(replace(later, credit_limit=None)).all == ()
    held = guard(replace(later, later=FACTS.gross - 101)).holds
    assert [(hold.kind, hold.amount, hold.figures["crossing_line"]) for hold in held] == [("credit", 1, None)]


def test_a_shipment_is_held_by_the_group_and_by_what_may_be_overdue() -> None:
    bounds = CreditBounds(group=CreditGroup("HOUSE", 1_001, 1_000))
    settings = GuardSettings(overdue_limit=11_999)
    found = guard_shipment("ALFKI", BlockLevel.NONE, Exposure(), None, (LATE,), TODAY, settings, EUR, bounds)
    assert [finding.kind for finding in found.holds] == ["credit", "overdue"]
    assert "120.00 are overdue where 119.99 may be" in found.holds[1].message
    exact = GuardSettings(overdue_limit=12_000)
    assert guard_shipment("ALFKI", BlockLevel.NONE, Exposure(), None, (LATE,), TODAY, exact, EUR).all == ()
