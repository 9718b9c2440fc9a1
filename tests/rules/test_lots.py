"""Which lots leave first, which may not leave or come in, and what of the stock cannot be promised."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.lots import (
    Shelf,
    check_intake,
    check_leaving,
    first_expired,
    gone_by,
    last_day_to_leave,
    not_sellable,
    propose,
)

TODAY = date(2026, 11, 12)


def lot(number: str, days: int | None, free: int, *, shelf_days: int = 0, blocked: bool = False, age: int = 0) -> Shelf:
    expires = None if days is None else TODAY + timedelta(days=days)
    received = TODAY - timedelta(days=age)
    return Shelf(
        hash(number) % 1000, number, expires, last_day_to_leave(expires, shelf_days), received, free, free, blocked
    )


def test_the_last_day_to_leave_is_the_shelf_life_before_the_last_day_it_is_good() -> None:
    assert last_day_to_leave(date(2026, 12, 31), 30) == date(2026, 12, 1)
    assert last_day_to_leave(None, 30) is None
    assert last_day_to_leave(date(1, 1, 5), 30) == date.min


def test_an_expired_lot_may_not_come_in_and_the_sentence_says_since_when() -> None:
    assert check_intake("MILK", "L1", TODAY - timedelta(days=1), TODAY, 0) == (
        "MILK lot L1 expired on 2026-11-11, 1 day ago; send it back"
    )


def test_a_lot_that_is_too_short_is_refused_with_its_days() -> None:
    assert check_intake("MILK", "L1", TODAY + timedelta(days=9), TODAY, 10) == (
        "MILK lot L1 is good until 2026-11-21, 9 days more; 10 days are asked for at the receipt. Send it back"
    )
    assert check_intake("MILK", "L1", TODAY + timedelta(days=10), TODAY, 10) is None
    assert check_intake("MILK", "L1", None, TODAY, 10) is None


def test_what_may_not_leave_says_why() -> None:
    soon = TODAY + timedelta(days=10)
    assert check_leaving("MILK", "L1", soon, TODAY) is None
    assert check_leaving("MILK", "L1", None, TODAY, product_days=99) is None
    assert check_leaving("MILK", "L1", soon, TODAY, blocked="glass found") == (
        "MILK lot L1 is blocked (glass found); put it aside"
    )
    assert check_leaving("MILK", "L1", TODAY - timedelta(days=2), TODAY) == (
        "MILK lot L1 expired on 2026-11-10, 2 days ago; put it aside"
    )
    assert check_leaving("MILK", "L1", soon, TODAY, product_days=11) == (
        "MILK lot L1 is good until 2026-11-22, 10 days more; MILK asks for 11 days. Take a younger lot"
    )
    assert check_leaving("MILK", "L1", soon, TODAY, product_days=5, customer_days=30, customer="ERNSH") == (
        "MILK lot L1 is good until 2026-11-22, 10 days more; ERNSH asks for 30 days. Take a younger lot"
    )


def test_what_expires_first_leaves_first_and_lots_without_a_day_last() -> None:
    lots = [lot("C", None, 5, age=9), lot("B", 20, 5), lot("A", 10, 5), lot("D", None, 5, age=3)]
    assert [one.number for one in first_expired(lots)] == ["A", "B", "C", "D"]


def test_a_proposal_passes_over_what_is_blocked_expired_too_short_or_taken() -> None:
    lots = [
        lot("EXPIRED", -1, 5), lot("BLOCKED", 3, 5, blocked=True), lot("TAKEN", 4, 0), lot("SHORT", 5, 5, shelf_days=6),
        lot("A", 10, 5), lot("B", 20, 5),
    ]  # fmt: skip
    assert [(one.number, much) for one, much in propose(lots, 7, TODAY)] == [("A", 5), ("B", 2)]
    assert [one.number for one, _ in propose(lots, 7, TODAY, customer_days=15)] == ["B"]


def test_what_will_have_expired_by_a_day_cannot_be_promised_for_it_but_reserved_goods_leave_from_it_first() -> None:
    lots = [lot("DEAD", -1, 3), lot("SOON", 5, 10), lot("LATE", 50, 20)]
    assert not_sellable(lots, TODAY) == 3
    assert gone_by(lots, 0, TODAY, TODAY) == 3
    assert gone_by(lots, 0, TODAY, TODAY + timedelta(days=5)) == 3
    assert gone_by(lots, 0, TODAY, TODAY + timedelta(days=6)) == 13
    assert gone_by(lots, 4, TODAY, TODAY + timedelta(days=6)) == 9


@given(
    st.lists(st.tuples(st.none() | st.integers(-5, 40), st.integers(0, 20), st.booleans()), max_size=8),
    st.integers(1, 60),
    st.integers(0, 20),
)
def test_a_proposal_never_takes_more_than_there_is_and_never_a_lot_that_may_not_leave(
    rows: list[tuple[int | None, int, bool]], wanted: int, days: int
) -> None:
    lots = [lot(f"L{at}", expires, free, blocked=blocked) for at, (expires, free, blocked) in enumerate(rows)]
    parts = propose(lots, wanted, TODAY, customer_days=days)
    assert sum(much for _, much in parts) <= wanted
    for one, much in parts:
        assert 0 < much <= one.free
        assert check_leaving("X", one.number, one.expires, TODAY, customer_days=days) is None
        assert not one.blocked
    taken = [one.expires or date.max for one, _ in parts]
    assert taken == sorted(taken)


@pytest.mark.parametrize("allocated", [0, 5, 50])
def test_what_is_gone_is_never_more_than_what_is_there(allocated: int) -> None:
    lots = [lot("A", 1, 10), lot("B", 2, 10), lot("C", None, 10)]
    assert 0 <= gone_by(lots, allocated, TODAY, TODAY + timedelta(days=90)) <= 30
