"""Late orders: who is on the list, how late, and what is missing."""

from __future__ import annotations

from datetime import date, timedelta

from orderdesk.desk import expected, picking
from orderdesk.models import Order, OrderLine
from orderdesk.queries.late import LATE, late_orders
from orderdesk.queries.late_parts import LateOrder
from orderdesk.queries.listing import Sums
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction
from tests.company import NOW, SYSTEM, TODAY, person
from tests.selling import sell, ship

WEEK = timedelta(days=7)


def due(store: Store, sku: str, pieces: int, day: date, source: str) -> None:
    person(store, "pat").do(expected.expect, sku, pieces * 1_000, day, source=source)


def late(store: Store, filter: str = "", day: date = TODAY) -> dict[int, LateOrder]:
    return {order.number: order for order in person(store, "ann", day=day).ask(late_orders, filter=filter)}


def sums(store: Store, filter: str = "", day: date = TODAY) -> Sums:
    return person(store, "ann", day=day).ask(lambda reading: LATE.sums(reading, LATE.read(reading, filter)))


def test_a_passed_day_is_late_until_everything_has_left(store: Store) -> None:
    number = sell(store, ("CHAI", 5), wanted=TODAY)
    assert late(store) == {}
    found = late(store, day=TODAY + WEEK)[number]
    assert (found.days_late, found.will_be, found.missing) == (7, 7, ())
    assert [(line.sku, line.open, line.missing, line.picks) for line in found.lines] == [("CHAI", 5_000, 0, ())]
    ship(store, number)
    assert late(store, day=TODAY + WEEK) == {}


def test_a_day_to_come_is_late_when_the_goods_are_not_there_by_it(store: Store) -> None:
    due(store, "KONBU", 8, TODAY + timedelta(days=3), "PO 7")
    due(store, "KONBU", 9, TODAY + timedelta(days=12), "PO 8")
    in_time = sell(store, ("KONBU", 5), wanted=TODAY + WEEK)
    too_late = sell(store, ("CHAI", 1), ("KONBU", 10), wanted=TODAY + WEEK)
    never = sell(store, ("KONBU", 3), wanted=TODAY + 2 * WEEK)
    found = late(store)
    assert list(found) == [too_late, never] and in_time not in found
    assert (found[too_late].days_late, found[too_late].will_be) == (-7, 5)
    (missing,) = found[too_late].missing
    assert (missing.position, missing.sku, missing.missing, missing.ready, missing.source) == (
        2, "KONBU", 10_000, TODAY + timedelta(days=12), "PO 8",
    )  # fmt: skip
    assert found[never].will_be is None and found[never].missing[0].ready is None
    assert sums(store).count == 2 and sums(store, "passed").count == 0


def test_the_longest_late_stand_first_and_the_filter_takes_its_part(store: Store) -> None:
    long_ago = sell(store, ("CHAI", 1), wanted=TODAY)
    yesterday = sell(store, ("CHAI", 1), customer="ALFKI", wanted=TODAY + timedelta(days=6))
    never = sell(store, ("KONBU", 1), wanted=TODAY + 4 * WEEK)
    day = TODAY + WEEK
    assert list(late(store, day=day)) == [long_ago, yesterday, never]
    assert list(late(store, "passed", day)) == [long_ago, yesterday]
    assert list(late(store, "coming", day)) == [never]
    assert list(late(store, "coming passed", day)) == [long_ago, yesterday, never]
    assert list(late(store, "missing", day)) == [never]
    assert list(late(store, "customer:alfki", day)) == [yesterday]
    assert list(late(store, "ernst passed", day)) == [long_ago]
    for filter in ("", "passed", "coming", "missing", "alfki"):
        rows = late(store, filter, day).values()
        assert sums(store, filter, day) == Sums(len(rows), sum(order.gross for order in rows))


def test_pages_join_without_a_gap(store: Store) -> None:
    def add(tx: Transaction) -> None:
        order = {
            "state": "confirmed", "customer_id": 1, "warehouse_id": 1, "terms_id": 1, "order_date": TODAY, "net": 1,
            "gross": 1, "entered_by": 1, "entered_at": NOW, "submitted_at": NOW,
        }  # fmt: skip
        days = [TODAY - timedelta(days=1 + one % 5) for one in range(230)]
        tx.add_all(Order, [{**order, "number": 5_000 + one, "wanted_date": day} for one, day in enumerate(days)])
        line = {"position": 1, "product_id": 1, "description": "Chai", "unit": "pc", "ordered": 1_000}
        tx.add_all(OrderLine, [{**line, "order_id": 1 + one} for one in range(230)])

    store.run(add, SYSTEM, TODAY, NOW)
    ann = person(store, "ann")
    pages = ann.ask(lambda reading: list(LATE.all(reading, LATE.read(reading, ""), 60)))
    rows = [row.order for page in pages for row in page]
    assert [len(page) for page in pages] == [60, 60, 60, 50]
    assert len({row.number for row in rows}) == 230
    assert rows == sorted(rows, key=lambda row: (row.wanted_date, row.number))


def test_a_line_says_which_pick_list_it_is_on(sqlite_store: Store) -> None:
    number = sell(sqlite_store, ("CHAI", 5), wanted=TODAY)
    pick = person(sqlite_store, "pat").do(picking.release, [number])
    assert late(sqlite_store, day=TODAY + WEEK)[number].lines[0].picks == (pick,)
