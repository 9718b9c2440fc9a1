"""Another wanted day for an order that is placed."""

from __future__ import annotations

from datetime import date

import pytest

from orderdesk.desk import orders
from orderdesk.desk.rescheduling import reschedule
from orderdesk.errors import BadValue, NotAllowed, Refused
from orderdesk.queries.check import check
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.rows import events, last_event, row
from tests.selling import sell


def test_the_day_changes_the_goods_and_the_place_in_the_queue_stay(store: Store) -> None:
    number = sell(store, ("CHAI", 5), ("KONBU", 3))
    ann = person(store, "ann")
    before = row(store, "SELECT sum(allocated) AS a, max(promised) AS p FROM sales_order_line")
    was = ann.do(reschedule, number, date(2026, 12, 1), " customer  asked ")
    verb, data = last_event(store)
    assert verb == "order.reschedule"
    assert data == {"wanted_date": [was.isoformat(), "2026-12-01"], "reason": "customer asked", "revision": 1}
    assert row(store, "SELECT sum(allocated) AS a, max(promised) AS p FROM sales_order_line") == before
    assert ann.ask(check) == ()


def test_the_same_day_again_changes_nothing(sqlite_store: Store) -> None:
    number = sell(sqlite_store, ("CHAI", 5))
    ann = person(sqlite_store, "ann")
    ann.do(reschedule, number, date(2026, 12, 1))
    count = events(sqlite_store)
    assert ann.do(reschedule, number, date(2026, 12, 1)) == date(2026, 12, 1)
    assert events(sqlite_store) == count


def test_a_day_that_has_passed_a_draft_and_whoever_has_no_right_are_refused(sqlite_store: Store) -> None:
    number = sell(sqlite_store, ("CHAI", 5))
    ann = person(sqlite_store, "ann")
    with pytest.raises(BadValue, match="2026-11-11 has passed; order 1001 can be wanted from today, 2026-11-12, on"):
        ann.do(reschedule, number, date(2026, 11, 11))
    with pytest.raises(Refused, match="cannot be amended"):
        ann.do(reschedule, ann.do(orders.new, "ALFKI"), date(2026, 12, 1))
    with pytest.raises(NotAllowed, match=r"order\.reschedule"):
        person(sqlite_store, "pat").do(reschedule, number, date(2026, 12, 1))
