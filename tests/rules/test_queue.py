"""The allocation queue: in order, never more than there is, and complete-only orders neither starve nor block."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.queue import DeliveryRule, Grant, Shelf, Waiting, allocate, offer, queue_key, shelf
from orderdesk.rules.sourcing import Sourcing

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


def at(free: dict[int, int]) -> dict[tuple[int, int], Shelf]:
    """What is free of each product in the one warehouse there is."""
    return {(product, 0): Shelf(quantity) for product, quantity in free.items()}


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
    grants = allocate(at({1: 14}), [*short_elsewhere, behind], today=TODAY, complete_wait_days=5)
    assert grants == (Grant(3, 4),)


def test_a_complete_order_takes_all_its_products_or_none() -> None:
    order = [
        waiting(1, 3, order_id=7, product_id=1, rule=DeliveryRule.COMPLETE),
        waiting(2, 4, order_id=7, product_id=2, rule=DeliveryRule.COMPLETE),
        waiting(3, 1, order_id=7, product_id=1, rule=DeliveryRule.COMPLETE),
    ]
    whole = Grant(1, 3), Grant(2, 4), Grant(3, 1)
    assert allocate(at({1: 4, 2: 4}), order, today=TODAY, complete_wait_days=5) == whole
    assert allocate(at({1: 3, 2: 4}), order, today=TODAY, complete_wait_days=5) == ()
    assert allocate(at({1: 4}), order, today=TODAY, complete_wait_days=5) == ()


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
    grants = allocate(at({1: 5}), [*order, waiting(3, 5, product_id=1)], today=TODAY, complete_wait_days=5)
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
    grants = allocate(at(free), queue, today=TODAY, complete_wait_days=5)
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
    everybody = allocate(at(free), alone, today=TODAY, complete_wait_days=5)
    last = max(alone, key=queue_key, default=None)
    without = [line for line in alone if line is not last]
    fewer = allocate(at(free), without, today=TODAY, complete_wait_days=5)
    assert everybody[: len(fewer)] == fewer


@given(st.integers(0, 40), QUEUES)
def test_partial_orders_leave_nothing_free_while_somebody_waits(free: int, queue: list[Waiting]) -> None:
    partial = [replace(line, rule=DeliveryRule.PARTIAL, product_id=1) for line in queue]
    given = sum(grant.quantity for grant in offer(free, partial, today=TODAY, complete_wait_days=5))
    assert given == min(free, sum(line.open for line in partial))


# Several warehouses, goods kept by hand, safety stock ----------------------------------------------------------------


def served(shelves: dict[tuple[int, int], Shelf], *queue: Waiting, wait: int = 5) -> list[tuple[int, int, int]]:
    """Line, warehouse and quantity of each grant."""
    grants = allocate(shelves, queue, today=TODAY, complete_wait_days=wait)
    return [(grant.line_id, grant.place, grant.quantity) for grant in grants]


def spread(line_id: int, open: int, sourcing: Sourcing, **more: Any) -> Waiting:
    return waiting(line_id, open, sourcing=sourcing, places=more.pop("places", (1, 2)), **more)


TWO = {(0, 1): Shelf(3), (0, 2): Shelf(4)}


def test_fullest_takes_from_where_most_is_free_and_the_rest_elsewhere() -> None:
    """ST-16."""
    assert served(TWO, spread(1, 5, Sourcing.FULLEST)) == [(1, 2, 4), (1, 1, 1)]


def test_nearest_takes_in_the_order_that_is_given() -> None:
    assert served(TWO, spread(1, 5, Sourcing.NEAREST)) == [(1, 1, 3), (1, 2, 2)]


def test_a_single_source_has_all_of_the_line_or_nothing_is_taken() -> None:
    assert served(TWO, spread(1, 4, Sourcing.SINGLE)) == [(1, 2, 4)]
    assert served(TWO, spread(1, 3, Sourcing.SINGLE)) == [(1, 1, 3)]
    assert served(TWO, spread(1, 5, Sourcing.SINGLE), spread(2, 3, Sourcing.NEAREST)) == [(2, 1, 3)]


def test_a_whole_line_is_whole_over_all_that_may_serve_it() -> None:
    lines = DeliveryRule.LINES
    assert served(TWO, spread(1, 7, Sourcing.FULLEST, rule=lines)) == [(1, 2, 4), (1, 1, 3)]
    assert served(TWO, spread(1, 8, Sourcing.FULLEST, rule=lines)) == []
    assert served(TWO, spread(1, 5, Sourcing.SINGLE, rule=lines)) == []


def test_a_whole_order_comes_from_all_that_may_serve_it_or_from_the_one_that_has_all() -> None:
    shelves = {(1, 1): Shelf(3), (1, 2): Shelf(4), (2, 2): Shelf(2)}

    def order(sourcing: Sourcing, first: int) -> list[Waiting]:
        rule = DeliveryRule.COMPLETE
        return [
            spread(1, first, sourcing, order_id=7, product_id=1, rule=rule),
            spread(2, 2, sourcing, order_id=7, product_id=2, rule=rule),
        ]

    assert served(shelves, *order(Sourcing.NEAREST, 5)) == [(1, 1, 3), (1, 2, 2), (2, 2, 2)]
    assert served(shelves, *order(Sourcing.FULLEST, 5)) == [(1, 2, 4), (1, 1, 1), (2, 2, 2)]
    assert served(shelves, *order(Sourcing.SINGLE, 4)) == [(1, 2, 4), (2, 2, 2)]
    behind = spread(3, 9, Sourcing.NEAREST, product_id=1)
    assert served(shelves, *order(Sourcing.SINGLE, 5), behind) == [(3, 1, 3)], "the other one is kept back for it"
    assert served(shelves, *order(Sourcing.SINGLE, 5), behind, wait=0) == [(3, 1, 3), (3, 2, 4)]


def test_what_is_kept_for_a_customer_goes_to_that_customer_first_and_to_nobody_else() -> None:
    one = {(0, 0): shelf(10, 2, 0, {7: 5})}
    grants = allocate(one, [waiting(1, 9), waiting(2, 6, customer_id=7)], today=TODAY, complete_wait_days=5)
    assert grants == (Grant(1, 3), Grant(2, 5, kept=5))
    grants = allocate(one, [waiting(1, 6, customer_id=7), waiting(2, 9)], today=TODAY, complete_wait_days=5)
    assert grants == (Grant(1, 6, kept=5), Grant(2, 2))


def test_safety_stock_goes_last_and_only_to_those_that_may_use_it() -> None:
    one = {(0, 0): shelf(10, 2, 6, {})}
    assert one[0, 0] == Shelf(2, 6)
    assert served(one, waiting(1, 9)) == [(1, 0, 2)]
    assert served(one, waiting(1, 9, uses_safety=True)) == [(1, 0, 8)]
    assert shelf(10, 8, 6, {}) == Shelf(0, 2), "no more than there is"
    assert shelf(10, 9, 6, {7: 4}) == Shelf(0, 0, {7: 4}), "what is kept and what is safe is never below nothing"


PLACED = st.builds(
    lambda line, sourcing, places, customer, safety: replace(
        line, sourcing=sourcing, places=tuple(places), customer_id=customer, uses_safety=safety
    ),
    QUEUES.filter(bool).map(lambda queue: queue[0]),
    st.sampled_from(list(Sourcing)),
    st.permutations([1, 2, 3]),
    st.integers(1, 2),
    st.booleans(),
)
STOCKED = st.dictionaries(
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.builds(
        lambda on_hand, allocated, safety, kept: shelf(on_hand + allocated + kept, allocated, safety, {1: kept}),
        st.integers(0, 20),
        st.integers(0, 5),
        st.integers(0, 8),
        st.integers(0, 5),
    ),
)


@given(STOCKED, st.lists(PLACED, max_size=8))
def test_no_shelf_gives_more_than_it_may(shelves: dict[tuple[int, int], Shelf], lines: list[Waiting]) -> None:
    queue = [replace(line, line_id=number, order_id=number) for number, line in enumerate(lines)]
    grants = allocate(shelves, queue, today=TODAY, complete_wait_days=5)
    for at, there in shelves.items():
        given_here = [grant for grant in grants if (queue[grant.line_id].product_id, grant.place) == at]
        kept = sum(grant.kept for grant in given_here)
        normal = sum(one.quantity - one.kept for one in given_here if not queue[one.line_id].uses_safety)
        assert kept <= there.kept.get(1, 0)
        assert all(grant.kept == 0 or queue[grant.line_id].customer_id == 1 for grant in given_here)
        assert normal <= there.free
        assert sum(grant.quantity for grant in given_here) - kept <= there.free + there.safety
    for line in queue:
        mine = [grant for grant in grants if grant.line_id == line.line_id]
        given = sum(grant.quantity for grant in mine)
        assert given <= line.open
        if line.rule is not DeliveryRule.PARTIAL or line.sourcing is Sourcing.SINGLE:
            assert given in (0, line.open)
        if line.sourcing is Sourcing.SINGLE:
            assert len(mine) <= 1
