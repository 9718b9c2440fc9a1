"""The allocation queue: in order, never more than there is, and complete-only orders neither starve nor block."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.queue import DeliveryRule, Grant, Waiting, allocate, offer, queue_key

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def waiting(line_id: int, open: int, **more: Any) -> Waiting:
    return Waiting(
        line_id,
        more.pop("order_id", line_id),
        open,
        more.pop("priority", 5),
        more.pop("promised", TODAY),
        more.pop("submitted_at", NOON),
        more.pop("rule", DeliveryRule.PARTIAL),
        **more,
    )


def granted(free: int, *queue: Waiting, wait: int = 5) -> dict[int, int]:
    grants = offer(free, queue, today=TODAY, complete_wait_days=wait)
    return {grant.line_id: grant.quantity for grant in grants}


def test_the_queue_goes_by_priority_then_promised_date_then_submit_time_then_line() -> None:
    ordered = [
        waiting(9, 1, priority=1, promised=TODAY + timedelta(9)),
        waiting(8, 1, promised=TODAY - timedelta(1), submitted_at=NOON + timedelta(1)),
        waiting(7, 1, submitted_at=NOON - timedelta(hours=1)),
        waiting(5, 1),
        waiting(6, 1),
    ]
    for shuffled in permutations(ordered):
        assert sorted(shuffled, key=queue_key) == ordered


def test_the_first_confirmed_demand_gets_the_first_receipt() -> None:
    """ST-33."""
    assert granted(1, waiting(2, 1, submitted_at=NOON + timedelta(1)), waiting(1, 1)) == {1: 1}


def test_partial_orders_take_what_there_is_in_turn() -> None:
    assert granted(12, waiting(1, 5), waiting(2, 5), waiting(3, 5), waiting(4, 5)) == {1: 5, 2: 5, 3: 2}


@pytest.mark.parametrize("free", [0, -3])
def test_nothing_free_is_nothing_granted(free: int) -> None:
    assert granted(free, waiting(1, 5), waiting(2, 1, rule=DeliveryRule.LINES)) == {}


def test_a_line_with_nothing_open_takes_nothing() -> None:
    assert granted(5, waiting(1, 0), waiting(2, 2)) == {2: 2}


def test_a_whole_line_waits_until_it_is_whole_and_lets_others_pass() -> None:
    queue = waiting(1, 10, rule=DeliveryRule.LINES), waiting(2, 4)
    assert granted(9, *queue) == {2: 4}
    assert granted(10, *queue) == {1: 10}
    assert granted(14, *queue) == {1: 10, 2: 4}


COMPLETE = waiting(1, 10, rule=DeliveryRule.COMPLETE, waiting_since=TODAY - timedelta(4))


@pytest.mark.parametrize(
    ("free", "wait", "expected"),
    [
        (10, 5, {1: 10}),
        (13, 5, {1: 10, 2: 3}),
        (9, 5, {}),  # has waited 4 days: what it could use is kept back
        (9, 4, {2: 4}),  # has waited long enough: it gives way
        (10, 4, {1: 10}),  # and is still served the day it can be whole
        (9, 0, {2: 4}),
    ],
)
def test_a_complete_order_keeps_its_place_and_then_gives_way(free: int, wait: int, expected: dict[int, int]) -> None:
    assert granted(free, COMPLETE, waiting(2, 4), wait=wait) == expected


def test_an_order_that_starts_waiting_today_keeps_its_place() -> None:
    assert granted(9, replace(COMPLETE, waiting_since=None), waiting(2, 4)) == {}


def test_a_complete_order_keeps_back_no_more_than_it_could_use() -> None:
    short_elsewhere = [replace(COMPLETE, product_id=1), replace(COMPLETE, line_id=2, product_id=2)]
    behind = waiting(3, 8, product_id=1)
    grants = allocate({1: 14}, [*short_elsewhere, behind], today=TODAY, complete_wait_days=5)
    assert grants == (Grant(3, 4),)


def test_a_complete_order_takes_all_its_products_or_none() -> None:
    order = [
        waiting(1, 3, order_id=7, product_id=1, rule=DeliveryRule.COMPLETE),
        waiting(2, 4, order_id=7, product_id=2, rule=DeliveryRule.COMPLETE),
        waiting(3, 1, order_id=7, product_id=1, rule=DeliveryRule.COMPLETE),
    ]
    assert allocate({1: 4, 2: 4}, order, today=TODAY, complete_wait_days=5) == (Grant(1, 3), Grant(2, 4), Grant(3, 1))
    assert allocate({1: 3, 2: 4}, order, today=TODAY, complete_wait_days=5) == ()
    assert allocate({1: 4}, order, today=TODAY, complete_wait_days=5) == ()


def test_a_complete_order_waits_for_what_it_needs_elsewhere() -> None:
    for covered, expected in ((True, (Grant(1, 10),)), (False, ())):
        grants = offer(
            10,
            [COMPLETE, waiting(2, 4)],
            today=TODAY,
            complete_wait_days=5,
            order_complete=lambda order_id, covered=covered: covered and order_id == 1,  # type: ignore[misc]
        )
        assert grants == expected


def test_the_longest_waiting_line_counts_for_the_whole_order() -> None:
    order = [
        waiting(1, 5, order_id=7, product_id=1, rule=DeliveryRule.COMPLETE),
        waiting(2, 5, order_id=7, product_id=2, rule=DeliveryRule.COMPLETE, waiting_since=TODAY - timedelta(9)),
    ]
    grants = allocate({1: 5}, [*order, waiting(3, 5, product_id=1)], today=TODAY, complete_wait_days=5)
    assert grants == (Grant(3, 5),)


RULES = {
    1: DeliveryRule.PARTIAL,
    2: DeliveryRule.LINES,
    3: DeliveryRule.COMPLETE,
    4: DeliveryRule.COMPLETE,
    5: DeliveryRule.PARTIAL,
}
QUEUES = st.lists(
    st.builds(
        lambda order_id, open, product_id, priority, days: waiting(
            0,
            open,
            order_id=order_id,
            product_id=product_id,
            priority=priority,
            rule=RULES[order_id],
            waiting_since=TODAY - timedelta(days),
        ),
        st.sampled_from(list(RULES)),
        st.integers(1, 20),
        st.integers(1, 3),
        st.integers(1, 3),
        st.integers(0, 10),
    ),
    max_size=12,
).map(lambda queue: [replace(line, line_id=number) for number, line in enumerate(queue)])
FREE = st.dictionaries(st.integers(1, 3), st.integers(0, 40))


@given(FREE, QUEUES)
def test_the_queue_never_grants_more_than_is_free_or_wanted(free: dict[int, int], queue: list[Waiting]) -> None:
    grants = allocate(free, queue, today=TODAY, complete_wait_days=5)
    lines = {line.line_id: line for line in queue}
    assert len({grant.line_id for grant in grants}) == len(grants)
    for product in (1, 2, 3):
        given = sum(grant.quantity for grant in grants if lines[grant.line_id].product_id == product)
        assert given <= free.get(product, 0)
    for grant in grants:
        assert 0 < grant.quantity <= lines[grant.line_id].open
        if lines[grant.line_id].rule is not DeliveryRule.PARTIAL:
            assert grant.quantity == lines[grant.line_id].open
    served = {grant.line_id for grant in grants}
    for order_id in (3, 4):
        own = {line.line_id for line in queue if line.order_id == order_id}
        assert not own & served or own <= served


@given(FREE, QUEUES)
def test_who_comes_behind_changes_nothing_for_those_before(free: dict[int, int], queue: list[Waiting]) -> None:
    alone = [line for line in queue if line.rule is not DeliveryRule.COMPLETE]
    everybody = allocate(free, alone, today=TODAY, complete_wait_days=5)
    last = max(alone, key=queue_key, default=None)
    without = [line for line in alone if line is not last]
    fewer = allocate(free, without, today=TODAY, complete_wait_days=5)
    assert everybody[: len(fewer)] == fewer


@given(st.integers(0, 40), QUEUES)
def test_partial_orders_leave_nothing_free_while_somebody_waits(free: int, queue: list[Waiting]) -> None:
    partial = [replace(line, rule=DeliveryRule.PARTIAL, product_id=1) for line in queue]
    given = sum(grant.quantity for grant in offer(free, partial, today=TODAY, complete_wait_days=5))
    assert given == min(free, sum(line.open for line in partial))
