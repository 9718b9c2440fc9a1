"""Availability: no promise breaks an earlier one, and the answer says when and in what parts."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.findings import HoldKind, Severity
from orderdesk.rules.availability import (
    Demand,
    Portion,
    Promise,
    Supply,
    atp,
    best_split,
    check_stock,
    first_full_date,
    free_now,
    promise,
    see_each_other,
)
from orderdesk.rules.queue import DeliveryRule

AUG = [date(2026, 8, day) for day in range(1, 32)]
D23, D24, D25, D28 = AUG[22], AUG[23], AUG[24], AUG[27]


@pytest.mark.parametrize(("on_hand", "allocated", "free"), [(10, 3, 7), (5, 0, 5), (100, 50, 50), (3, 5, 0)])
def test_free_is_on_hand_less_allocated(on_hand: int, allocated: int, free: int) -> None:
    """ST-13, ST-24."""
    assert free_now(on_hand, allocated) == free


RECEIPTS = [Supply(D25, 100, "PO 88"), Supply(D28, 50)]


def test_the_delivery_proposal_of_three_dates() -> None:
    """ST-31: 350 wanted on the 23rd are 200 then, 100 on the 25th and 50 on the 28th."""
    assert best_split(200, RECEIPTS, [], 350, D23) == (Portion(D23, 200), Portion(D25, 100), Portion(D28, 50))
    assert first_full_date(200, RECEIPTS, [], 350, D23) == D28


@pytest.mark.parametrize(
    ("day", "available"), [(AUG[0], 200), (D23, 200), (D24, 200), (D25, 300), (D28, 350), (AUG[30], 350)]
)
def test_available_to_promise_rises_with_each_receipt(day: date, available: int) -> None:
    assert atp(200, RECEIPTS, [], day) == available


def test_goods_promised_for_next_week_are_not_available_today() -> None:
    assert atp(10, [], [Demand(D28, 8)], D23) == 2
    assert atp(10, [Supply(D28, 8)], [Demand(D28, 8)], D23) == 10
    assert atp(10, [Supply(D28, 8)], [Demand(D25, 8)], D23) == 2
    assert atp(10, [Supply(D28, 8)], [Demand(D25, 8)], D28) == 10


def test_available_to_promise_is_never_below_zero() -> None:
    assert atp(0, [], [Demand(D23, 5)], D25) == 0


@pytest.mark.parametrize(
    ("quantity", "full_on", "split"),
    [
        (200, D23, (Portion(D23, 200),)),
        (201, D25, (Portion(D23, 200), Portion(D25, 1))),
        (351, None, (Portion(D23, 200), Portion(D25, 100), Portion(D28, 50))),
        (0, D23, ()),
    ],
)
def test_the_split_ends_with_the_first_full_date(
    quantity: int, full_on: date | None, split: tuple[Portion, ...]
) -> None:
    assert first_full_date(200, RECEIPTS, [], quantity, D23) == full_on
    assert best_split(200, RECEIPTS, [], quantity, D23) == split


def test_a_receipt_that_covers_an_older_promise_offers_nothing() -> None:
    assert best_split(0, RECEIPTS, [Demand(D24, 100)], 50, D23) == (Portion(D28, 50),)


def test_the_sketch_of_the_order_screen_23_now_and_17_later() -> None:
    answer = promise(35_000, 12_000, [Supply(D28, 60_000)], [], 40_000, D23, D23)
    assert answer == Promise(23_000, 23_000, D28, (Portion(D23, 23_000), Portion(D28, 17_000)))


def test_allocated_goods_are_gone_today_whenever_their_order_leaves() -> None:
    answer = promise(10, 10, [Supply(D25, 10)], [Demand(D24, 0)], 5, D23, D23)
    assert (answer.free_now, answer.at_wanted, answer.full_on) == (0, 0, D25)


def test_quoted_orders_use_up_what_is_there() -> None:
    """ST-09: 5 on hand, 3 and 1 promised: of 2 more only 1 is left."""
    answer = promise(5, 0, [], [Demand(D25, 3), Demand(D25, 1)], 2, D23, D23)
    assert (answer.at_wanted, answer.full_on) == (1, None)


def test_a_late_receipt_is_not_promised_from_the_shelf_today() -> None:
    answer = promise(0, 0, [Supply(AUG[9], 5)], [], 5, D23, D23)
    assert (answer.at_wanted, answer.full_on, answer.split) == (0, D24, (Portion(D24, 5),))


def test_a_receipt_of_today_counts_today() -> None:
    assert promise(0, 0, [Supply(D23, 5)], [], 5, D23, D23).full_on == D23


def test_a_day_that_is_past_counts_as_today() -> None:
    assert promise(5, 0, [], [], 5, AUG[0], D23).full_on == D23


QUANTITIES = st.integers(0, 50)
SUPPLIES = st.lists(st.builds(Supply, st.sampled_from(AUG), QUANTITIES), max_size=6)
DEMANDS = st.lists(st.builds(Demand, st.sampled_from(AUG), QUANTITIES), max_size=6)


def levels(on_hand: int, receipts: list[Supply], demands: list[Demand]) -> list[int]:
    """What is left each day when every promise is kept."""
    return [
        on_hand
        + sum(supply.quantity for supply in receipts if supply.on <= day)
        - sum(demand.quantity for demand in demands if demand.on <= day)
        for day in AUG
    ]


@given(QUANTITIES, SUPPLIES, DEMANDS, st.sampled_from(AUG))
def test_available_to_promise_is_the_lowest_level_from_the_day_on(
    on_hand: int, receipts: list[Supply], demands: list[Demand], day: date
) -> None:
    after = levels(on_hand, receipts, demands)[AUG.index(day) :]
    assert atp(on_hand, receipts, demands, day) == max(0, min(after))


@given(QUANTITIES, SUPPLIES, DEMANDS, QUANTITIES, st.sampled_from(AUG))
def test_each_part_of_a_split_is_what_can_be_promised_for_its_day_and_not_before(
    on_hand: int, receipts: list[Supply], demands: list[Demand], quantity: int, wanted: date
) -> None:
    reachable = [min(quantity, atp(on_hand, receipts, demands, day)) for day in AUG if day >= wanted]
    steps = zip((day for day in AUG if day >= wanted), reachable, [0, *reachable], strict=False)
    assert best_split(on_hand, receipts, demands, quantity, wanted) == tuple(
        Portion(day, now - before) for day, now, before in steps if now > before
    )


@given(QUANTITIES, QUANTITIES, SUPPLIES, DEMANDS, QUANTITIES, st.sampled_from(AUG), st.sampled_from(AUG))
def test_promises_of_one_day_may_be_added_up_before(
    on_hand: int,
    allocated: int,
    receipts: list[Supply],
    demands: list[Demand],
    quantity: int,
    wanted: date,
    today: date,
) -> None:
    by_day = Counter[date]()
    for demand in demands:
        by_day[demand.on] += demand.quantity
    added = [Demand(day, much) for day, much in by_day.items()]
    asked = (quantity, wanted, today)
    one_by_one = promise(on_hand, allocated, receipts, demands, *asked)
    assert promise(on_hand, allocated, receipts, added, *asked) == one_by_one
    day = max(wanted, today)
    late = [Supply(max(one.on, today + timedelta(one.on < today)), one.quantity) for one in receipts]
    spoken_for = [Demand(today, allocated), *demands]
    assert one_by_one.at_wanted == atp(on_hand, late, spoken_for, day)
    assert one_by_one.split == best_split(on_hand, late, spoken_for, quantity, day)


@given(QUANTITIES, SUPPLIES, st.lists(st.tuples(st.sampled_from(AUG), st.integers(1, 60)), max_size=6))
def test_whatever_is_promised_in_whatever_order_no_promise_is_broken(
    on_hand: int, receipts: list[Supply], wishes: list[tuple[date, int]]
) -> None:
    promised: list[Demand] = []
    for day, quantity in wishes:
        promised += [Demand(part.on, part.quantity) for part in best_split(on_hand, receipts, promised, quantity, day)]
        assert min(levels(on_hand, receipts, promised)) >= 0


@given(QUANTITIES, SUPPLIES, DEMANDS, QUANTITIES, st.sampled_from(AUG))
def test_the_full_date_is_the_first_on_which_all_of_it_is_available(
    on_hand: int, receipts: list[Supply], demands: list[Demand], quantity: int, wanted: date
) -> None:
    days = [day for day in AUG if day >= wanted and atp(on_hand, receipts, demands, day) >= quantity]
    assert first_full_date(on_hand, receipts, demands, quantity, wanted) == (days[0] if days else None)


SHORT = Promise(23_000, 23_000, D28, (Portion(D23, 23_000), Portion(D28, 17_000)))


def test_a_line_that_is_there_in_time_says_nothing() -> None:
    assert check_stock(1, "TOFU", 23_000, SHORT, DeliveryRule.PARTIAL) is None


@pytest.mark.parametrize(
    ("promised", "rule", "then"),
    [
        (SHORT, DeliveryRule.PARTIAL, "could offer 23 on 2026-08-23 and 17 on 2026-08-28"),
        (SHORT, DeliveryRule.LINES, "in full on 2026-08-28"),
        (SHORT, DeliveryRule.COMPLETE, "in full on 2026-08-28"),
        (
            Promise(23_000, 23_000, None, (Portion(D23, 23_000),)),
            DeliveryRule.PARTIAL,
            "could offer 23 on 2026-08-23, 17 not in sight",
        ),
        (Promise(0, 23_000, None, ()), DeliveryRule.PARTIAL, "no date in sight for all of it"),
        (Promise(0, 23_000, None, ()), DeliveryRule.COMPLETE, "no date in sight for all of it"),
    ],
)
def test_a_short_line_is_noted_with_what_can_be_done(promised: Promise, rule: DeliveryRule, then: str) -> None:
    """ST-10."""
    found = check_stock(2, "TOFU", 40_000, promised, rule)
    assert found is not None
    assert (found.severity, found.kind, found.line, found.figures["short"]) == (Severity.NOTE, "short", 2, 17_000)
    assert found.message == f"line 2, TOFU: 23 of 40 by the wanted date, 17 short; {then}"


def test_a_short_line_is_held_where_the_desk_asks_for_it() -> None:
    found = check_stock(1, "TOFU", 40_000, SHORT, DeliveryRule.PARTIAL, hold_when_short=True, net=88_350)
    assert found is not None
    assert (found.severity, found.kind, found.amount) == (Severity.HOLD, HoldKind.STOCK, 88_350)


def test_three_lines_of_five_on_a_stock_of_ten_see_ten_five_and_nothing() -> None:
    """ST-12."""
    assert see_each_other([("TOFU", 5), ("TOFU", 5), ("TOFU", 5)], {"TOFU": 10}) == [10, 5, 0]


def test_lines_of_other_products_do_not_see_each_other() -> None:
    assert see_each_other([(1, 5), (2, 5), (3, 1), (1, 9), (1, 1)], {1: 10, 2: 3}) == [10, 3, 0, 5, 0]


def test_a_line_one_day_later_is_after_the_day() -> None:
    assert atp(0, [Supply(D24, 1)], [], D24 - timedelta(1)) == 0
