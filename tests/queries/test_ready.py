"""Orders that are ready for a pick list: in pages, of one warehouse, as far as their delivery rules have it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import orders, picking
from orderdesk.errors import NotFound
from orderdesk.queries.listing import Listing
from orderdesk.queries.ready import READY, ReadyRow, ready_in
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.selling import sell


def ready(store: Store, filter: str = "", of: Listing[ReadyRow] = READY, size: int = 50) -> list[int]:
    pages = person(store, "pat").ask(lambda reading: list(of.all(reading, of.read(reading, filter), size)))
    return [row.order.number for page in pages for row in page]


def test_the_most_urgent_stand_first_and_pages_join_without_a_gap(store: Store) -> None:
    days = (3, 0, 2, 0, 1)
    numbers = [
        sell(store, ("CHAI", 1 + place), wanted=TODAY + timedelta(days=day)) for place, day in enumerate(days)
    ]
    urgent = [numbers[place] for place in (1, 3, 4, 2, 0)]
    assert ready(store) == ready(store, size=2) == urgent
    person(store, "pat").do(picking.release, [numbers[3]])
    assert ready(store, size=2) == [number for number in urgent if number != numbers[3]]


def test_what_waits_for_its_whole_is_not_ready(store: Store) -> None:
    ann = person(store, "ann")
    whole = sell(store, ("CHAI", 1), ("TOFU", 1))
    part = sell(store, ("CHAI", 2), ("KONBU", 1))
    only_whole = ann.do(orders.new, "ERNSH")
    ann.do(orders.change, only_whole, delivery_rule="complete", carrier="DHL")
    for sku in ("CHAI", "KONBU"):
        ann.do(orders.line, only_whole, sku, 3_000)
    ann.do(orders.submit, only_whole)
    assert ready(store) == [whole, part]
    assert ready(store, "complete") == [whole]
    assert ready(store, "carrier:dhl") == []


def test_each_warehouse_has_its_own(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH", warehouse="NORTH")
    ann.do(orders.line, number, "CHAI", 1_000)
    ann.do(orders.submit, number)
    assert ready(store) == [] and ready(store, of=ready_in("north")) == [number]
    with pytest.raises(NotFound, match="there is no warehouse MOON"):
        ready(store, of=ready_in("moon"))
