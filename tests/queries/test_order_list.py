"""The list of orders: what its filter finds, that pages join without a gap, and that it reads no more than it shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from orderdesk.desk import approvals, orders
from orderdesk.errors import BadValue
from orderdesk.models import Order
from orderdesk.queries.hold_card import hold_card
from orderdesk.queries.listing import COUNTED, Sums
from orderdesk.queries.order_list import ORDERS, OrderRow, order_list
from orderdesk.store.store import Store
from orderdesk.store.transaction import Reading, Transaction
from tests.company import NOW, SYSTEM, TODAY, person
from tests.screens.desk_stage import place


def many(store: Store, count: int, first: int = 5_000, **values: Any) -> None:
    """So many orders, verb or no verb."""

    def add(tx: Transaction) -> None:
        order = {
            "customer_id": 1, "warehouse_id": 1, "terms_id": 1, "order_date": TODAY, "wanted_date": TODAY, "net": 100,
            "gross": 100, "entered_by": 1, "entered_at": NOW, "state": "closed",
        }  # fmt: skip
        tx.add_all(Order, [{**order, "number": first + one, **values} for one in range(count)])

    store.run(add, SYSTEM, TODAY, NOW)


def numbers(store: Store, filter: str, login: str = "ann") -> list[int]:
    return [order.number for order in person(store, login).ask(order_list, filter=filter)]


def sums(store: Store, filter: str) -> Sums:
    return person(store, "ann").ask(lambda reading: ORDERS.sums(reading, ORDERS.read(reading, filter)))


def test_every_field_and_every_word_finds_its_orders(store: Store) -> None:
    ann = person(store, "ann")
    draft = ann.do(orders.new, "ALFKI", po_number="4711-b")
    held = place(store, "CASHC", ("CHAI", 2))
    placed = place(store, "ERNSH", ("SAFFRON", 4))
    many(store, 1, first=9_000, wanted_date=TODAY - timedelta(days=3), state="confirmed", entered_by=2)
    many(store, 1, first=9_100, wanted_date=TODAY + timedelta(days=30), po_number="PO 1")
    asked = {
        "": [9100, 9000, placed, held, draft],
        "state:draft": [draft],
        "state:draft,submitted": [held, draft],
        "customer:ernsh": [placed],
        f"number:{held}-{placed}": [placed, held],
        "number:9050-": [9100],
        "po:4711": [draft],
        "after:+7": [9100],
        "before:today": [9000],
        "over:100": [placed],
        "held": [held],
        "late": [9000],
        "mine": [9100, placed, held, draft],
        "ernst": [placed],
        "ERN han": [placed],
        "4711": [draft],
        "4711-b": [draft],
        str(held): [held],
        '"po 1"': [9100],
        "ernst state:draft": [],
        "nobody": [],
        "%": [],
        "late mine": [],
    }
    assert {filter: numbers(store, filter) for filter in asked} == asked


def test_what_cannot_be_read_is_refused_by_the_list_too(sqlite_store: Store) -> None:
    with pytest.raises(BadValue, match="no field colour: here; there are state type customer number"):
        numbers(sqlite_store, "colour:red")


def test_pages_join_without_a_gap_also_when_their_last_order_is_discarded(store: Store) -> None:
    ann = person(store, "ann")
    drafts = [ann.do(orders.new, "ALFKI") for _ in range(7)]
    many(store, 2)
    drafts += [5_000, 5_001]

    def page(after: OrderRow | None) -> Sequence[OrderRow]:
        return ann.ask(lambda reading: ORDERS.page(reading, ORDERS.read(reading, "state:draft,closed"), after, 3))

    first = page(None)
    ann.do(orders.discard, first[-1].order.number)
    second = page(first[-1])
    third = page(second[-1])
    assert [len(rows) for rows in (first, second, third)] == [3, 3, 3]
    assert [row.order.number for row in (*first, *second, *third)] == drafts[::-1]


def test_the_foot_adds_up_what_the_filter_matches_and_stops_in_time(store: Store) -> None:
    many(store, 3, gross=250, net=250)
    many(store, 2, first=6_000, state="draft")
    assert sums(store, "") == Sums(5, 950)
    assert sums(store, "state:draft") == Sums(2, 200)
    assert sums(store, "state:draft,closed over:2") == Sums(3, 750)
    assert sums(store, "nobody") == Sums(0, 0)
    many(store, COUNTED, first=10_000)
    assert sums(store, "state:closed") == Sums(COUNTED, None, more=True)
    assert sums(store, "state:draft") == Sums(2, 200)


def test_a_list_of_thousands_reads_no_more_rows_than_one_of_a_hundred(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = 0
    usual = Reading.all

    def counting(reading: Reading, statement: Any, **values: Any) -> Any:
        nonlocal read
        rows = usual(reading, statement, **values)
        read += len(rows)
        return rows

    monkeypatch.setattr(Reading, "all", counting)

    def rows_read(filter: str) -> int:
        nonlocal read
        read = 0
        person(store, "ann").ask(lambda reading: ORDERS.page(reading, ORDERS.read(reading, filter), None, 50))
        return read

    many(store, 100)
    few = {filter: rows_read(filter) for filter in ("", "state:closed", "state:draft,closed", "alfreds", "mine")}
    many(store, 4_000, first=10_000)
    assert {filter: rows_read(filter) for filter in few} == few


def test_a_word_that_very_many_customers_have_finds_the_orders_of_all_of_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(store, 2, customer_id=1)
    many(store, 2, first=6_000, customer_id=2)
    many(store, 1, first=7_000, customer_id=3, po_number="alfreds 1")
    asked = {filter: numbers(store, filter) for filter in ("alfreds", "ernst", "alfreds futter", "ernst 6000", "a")}
    assert asked["alfreds"] == [7_000, 5_001, 5_000] and asked["ernst 6000"] == [6_000]
    monkeypatch.setattr("orderdesk.queries.order_list.CUSTOMERS", 0)
    assert {filter: numbers(store, filter) for filter in asked} == asked


def test_an_order_that_was_released_is_held_no_more(sqlite_store: Store) -> None:
    number = place(sqlite_store, "CASHC", ("CHAI", 1))
    lou = person(sqlite_store, "lou")
    assert numbers(sqlite_store, "held") == [number]
    lou.do(approvals.release, number, lou.ask(hold_card, number).holds[0].id)
    assert numbers(sqlite_store, "held") == []
