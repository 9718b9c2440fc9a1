"""Agreements: until when they are good, how much is left of them, and what was won and lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.agreement import (
    CallOff,
    Ended,
    Share,
    check_call_off,
    days_left,
    most_of,
    over,
    shares,
    shown_state,
    too_much,
    units_left,
)
from orderdesk.rules.price import PriceLevel, PriceOffer, PriceRequest, Scope, choose_price

DAY = date(2026, 11, 12)
LINE = CallOff(
    position=2,
    sku="CHAI",
    blanket=1050,
    quantity=30_000,
    left=40_000,
    agreed=100_000,
    least=10_000,
    taken=False,
    in_force=True,
    first=DAY,
    last=DAY,
    day=DAY,
)


@pytest.mark.parametrize(("days", "is_over"), [(-1, True), (0, False), (1, False)])
def test_the_last_day_counts(days: int, is_over: bool) -> None:
    last = DAY + timedelta(days=days)
    assert over(last, DAY) is is_over
    assert shown_state("quotation", last, DAY) == ("expired" if is_over else "quotation")
    assert shown_state("agreed", last, DAY) == ("expired" if is_over else "agreed")
    assert shown_state("won", last, DAY) == "won"


def test_without_a_last_day_it_is_never_over() -> None:
    assert not over(None, DAY)


@pytest.mark.parametrize(
    ("days", "text"), [(-3, "3 days over"), (-1, "1 day over"), (0, "today"), (1, "1 day"), (9, "9 days")]
)
def test_how_long_it_is_good_for(days: int, text: str) -> None:
    assert days_left(DAY + timedelta(days=days), DAY) == text


def test_the_overrun_is_rounded_down() -> None:
    assert most_of(33_333, 10_000) == 36_666
    assert most_of(100_000, 0) == 100_000


def test_what_is_left_is_whole_cases_but_any_part_of_the_stock_unit() -> None:
    assert units_left(40_500, 12_000) == 3_000
    assert units_left(40_500, 1_000) == 40_500


def test_what_is_left_may_be_taken_to_the_last_piece() -> None:
    assert check_call_off(LINE) is None
    assert check_call_off(replace(LINE, quantity=40_000)) is None


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (replace(LINE, in_force=False), "line 2, CHAI: blanket order 1050 is not in force any more; take the line out"),
        (replace(LINE, first=DAY + timedelta(days=1)), "begins on 2026-11-13, the order is of 2026-11-12"),
        (replace(LINE, last=DAY - timedelta(days=1)), "ended on 2026-11-11, the order is of 2026-11-12"),
        (replace(LINE, quantity=40_001), "40.001 wanted, 40 left of 100 agreed; take 40, and the rest"),
        (replace(LINE, left=0), "30 wanted, 0 left of 100 agreed; enter it as a line of its own"),
        (replace(LINE, quantity=9_999), "9.999 is below the smallest call-off of 10"),
    ],
)
def test_a_call_off_that_does_not_fit_is_refused_with_its_figures(line: CallOff, text: str) -> None:
    found = check_call_off(line)
    assert found is not None
    assert text in found.message
    assert (found.severity, found.line, found.figures["blanket"]) == ("block", 2, 1050)


def test_all_that_is_left_is_always_enough() -> None:
    assert check_call_off(replace(LINE, quantity=4_000, left=4_000)) is None


def test_what_was_taken_in_time_stays_taken() -> None:
    taken = replace(LINE, taken=True, in_force=False, first=None, last=DAY - timedelta(days=9), quantity=5_000)
    assert check_call_off(taken) is None
    assert check_call_off(replace(taken, quantity=50_000)) is not None


def test_the_first_day_need_not_be_said() -> None:
    assert check_call_off(replace(LINE, first=None, last=None)) is None


def test_more_than_is_left_says_what_to_do() -> None:
    assert too_much(60_000, 40_000, 100_000) == (
        "60 wanted, 40 left of 100 agreed; take 40, and the rest as a line of its own (/split does both)"
    )


# Won and lost


def ended(outcome: str, reason: str, won: int, lost: int, clerk: str = "ann", customer: str = "ALFKI") -> Ended:
    return Ended(outcome, reason, clerk, customer, won, lost)


def test_won_and_lost_by_reason_with_the_share_of_the_value() -> None:
    rows = shares(
        [ended("won", "", 300_00, 0), ended("won", "LESS", 50_00, 50_00), ended("lost", "DEAR", 0, 600_00)], "reason"
    )
    assert rows == (
        Share("DEAR", 0, 1, 0, 600_00, 0),
        Share("(none given)", 1, 0, 300_00, 0, 100_000),
        Share("LESS", 1, 0, 50_00, 50_00, 50_000),
    )


def test_altogether_and_of_nothing() -> None:
    assert shares([], "all") == ()
    assert shares([ended("lost", "X", 0, 0), ended("won", "Y", 0, 0)], "all") == (Share("all", 1, 1, 0, 0, None),)
    assert [row.name for row in shares([ended("won", "", 1, 0, "bob"), ended("won", "", 2, 0)], "clerk")] == [
        "ann",
        "bob",
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["won", "lost"]), st.sampled_from("ABC"), st.integers(0, 10**6), st.integers(0, 10**6)
        )
    )
)
def test_however_it_is_grouped_the_sums_are_the_same(rows: list[tuple[str, str, int, int]]) -> None:
    every = [ended(outcome, reason, won, lost) for outcome, reason, won, lost in rows]
    for by in ("reason", "clerk", "customer", "all"):
        found = shares(every, by)
        assert sum(row.won + row.lost for row in found) == len(every)
        assert sum(row.won_value for row in found) == sum(one.won for one in every)
        assert sum(row.lost_value for row in found) == sum(one.lost for one in every)


# The price of a blanket order among the others


def blanket(**values: object) -> PriceOffer:
    stands = {"price": 120_000, "most": 40_000, "line_id": 7, "agreed": (1_440_000, 12_000), "valid_to": DAY}
    return PriceOffer(PriceLevel.CONTRACT, "blanket order 1050", **{**stands, **values})  # type: ignore[arg-type]


REQUEST = PriceRequest(10_000, DAY, 180_000)


def test_a_blanket_order_goes_before_every_other_contract_and_has_nothing_taken_off() -> None:
    contract = PriceOffer(PriceLevel.CONTRACT, "ERNSH", price=100_000, min_qty=5_000, valid_from=DAY)
    sale = PriceOffer(PriceLevel.PROMOTION, "sale", discount=10_000, combinable=True, scope=Scope.ALL)
    receipt = choose_price([contract, sale, blanket()], REQUEST)
    assert (receipt.price, receipt.winner.line_id, receipt.combined) == (120_000, 7, ())
    assert receipt.explanation.splitlines() == [
        "12.00 by contract 'blanket order 1050' (40 left); list price 18.00, 33.33 % off it",
        "not promotion 'sale' (all, from 0): what a blanket order agreed has nothing taken off",
        "not contract 'ERNSH' (variant, from 5): a blanket order goes before other contracts",
        "not list price: contract goes before list",
    ]


def test_of_two_blanket_orders_the_one_that_ends_first() -> None:
    later = blanket(line_id=3, valid_to=DAY + timedelta(days=1))
    receipt = choose_price([later, blanket(), blanket(line_id=9, valid_to=None)], replace(REQUEST, quantity=1_000))
    assert receipt.winner.line_id == 9
    assert receipt.losers[0].why == "blanket order 1050 goes first"


def test_it_is_for_no_more_than_is_left() -> None:
    receipt = choose_price([blanket()], replace(REQUEST, quantity=41_000))
    assert (receipt.price, receipt.losers[0].why) == (180_000, "40 left, this is 41")


def test_its_own_unit_costs_exactly_what_was_agreed() -> None:
    receipt = choose_price([blanket(price=116_667, agreed=(1_400_000, 12_000))], REQUEST)
    assert (receipt.in_unit(12_000), receipt.in_unit(6_000)) == (1_400_000, 700_002)
    assert choose_price([], REQUEST).in_unit(12_000) == 2_160_000
