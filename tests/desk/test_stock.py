"""Goods in, counted, put right, moved and expected; and who gets them, or has to give them back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from orderdesk.desk import orders, products, stock
from orderdesk.desk.stock import Moved
from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, NotAllowed, NotFound, Refused
from orderdesk.store.store import Store
from tests.company import NOW, TODAY, person
from tests.desk.rows import events, last_event, row, rows

DUE = date(2026, 11, 20)
STOCK = """SELECT s.on_hand, s.allocated FROM stock s JOIN product p ON p.id = s.product_id
    JOIN warehouse w ON w.id = s.warehouse_id WHERE p.sku = :sku AND w.code = :warehouse"""


@pytest.fixture
def pat(store: Store) -> Desk:
    return person(store, "pat")


def stands(store: Store, sku: str, warehouse: str = "MAIN") -> tuple[int, int]:
    on_hand, allocated = row(store, STOCK, sku=sku, warehouse=warehouse)
    return on_hand, allocated


def ordered(store: Store, sku: str, quantity: int, *, minutes: int = 0, **said: Any) -> int:
    """An order that was submitted so many minutes later than now."""
    ann = person(store, "ann")
    ann.clock = lambda: NOW + timedelta(minutes=minutes)
    number = ann.do(orders.new, "ERNSH", **said)
    ann.do(orders.line, number, sku, quantity)
    ann.do(orders.submit, number)
    return number


def books_hold(store: Store) -> None:
    """What each warehouse has is the sum of its moves, what is spoken for the sum of the allocations."""
    moves = (
        "SELECT sum(quantity) FROM stock_move m WHERE m.product_id = s.product_id AND m.warehouse_id = s.warehouse_id"
    )
    claims = (
        "SELECT sum(quantity) FROM allocation a WHERE a.product_id = s.product_id AND a.warehouse_id = s.warehouse_id"
    )
    wrong = f"""SELECT s.id FROM stock s
        WHERE s.on_hand <> coalesce(({moves}), 0) OR s.allocated <> coalesce(({claims}), 0)"""
    assert rows(store, wrong) == []


def test_goods_that_come_in_go_to_who_waits_longest(store: Store, pat: Desk) -> None:
    first, second = ordered(store, "KONBU", 8_000), ordered(store, "KONBU", 5_000, minutes=5)
    moved = pat.do(stock.receive, "konbu", 10_000, reason="delivery 4711")
    assert moved == Moved("KONBU", "MAIN", 10_000, 10_000, given=10_000)
    got = rows(store, "SELECT o.number, l.allocated FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id")
    assert dict(got) == {first: 8_000, second: 2_000}
    assert last_event(store)[1] | {"expected": None} == {
        "warehouse": "MAIN", "quantity": 10_000, "expected": None, "on_hand": [0, 10_000], "given": 10_000,
        "reason": "delivery 4711",
    }  # fmt: skip
    books_hold(store)


def test_the_same_token_takes_goods_in_once(store: Store, pat: Desk) -> None:
    first = pat.do(stock.receive, "CHAI", 1_000, warehouse="NORTH", token="t-1")
    again = pat.do(stock.receive, "CHAI", 1_000, warehouse="NORTH", token="t-1")
    assert (first, again) == (Moved("CHAI", "NORTH", 21_000, 0), Moved("CHAI", "NORTH", 21_000, 0))
    assert stands(store, "CHAI", "NORTH") == (21_000, 0)
    books_hold(store)


def test_goods_may_come_to_a_warehouse_that_never_had_them(store: Store, pat: Desk) -> None:
    assert pat.do(stock.receive, "TOFU", 500, warehouse="NORTH") == Moved("TOFU", "NORTH", 500, 0)
    books_hold(store)


@pytest.mark.parametrize("quantity", [0, -1, 10**12 + 1, 1.5])
def test_a_quantity_that_makes_no_sense_is_named(pat: Desk, quantity: Any) -> None:
    with pytest.raises(BadValue, match="quantity"):
        pat.do(stock.receive, "CHAI", quantity)
    with pytest.raises(BadValue, match="quantity"):
        pat.do(stock.transfer, "CHAI", quantity, "MAIN", "NORTH")
    with pytest.raises(BadValue, match="quantity"):
        pat.do(stock.expect, "CHAI", quantity, DUE)


def test_what_is_not_there_is_said(store: Store, pat: Desk) -> None:
    with pytest.raises(NotFound, match="there is no product NOPE"):
        pat.do(stock.receive, "NOPE", 1_000)
    with pytest.raises(NotFound, match="there is no warehouse NOPE"):
        pat.do(stock.receive, "CHAI", 1_000, warehouse="NOPE")
    with pytest.raises(NotFound, match="nothing is expected of CHAI under 99"):
        pat.do(stock.receive, "CHAI", 1_000, expected=99)
    person(store, "root").do(products.new, "WORK", "An hour's work", kind="service")
    with pytest.raises(Refused, match="WORK is a service; it has no stock"):
        pat.do(stock.receive, "WORK", 1_000)
    with pytest.raises(Refused, match="WORK is a service"):
        pat.do(stock.expect, "WORK", 1_000, DUE)


def test_an_adjustment_wants_a_reason_and_not_more_than_is_there(store: Store, pat: Desk) -> None:
    assert pat.do(stock.adjust, "TOFU", -5_000, "mould \x1b[31m").on_hand == 30_000
    assert row(store, "SELECT kind, reason FROM stock_move ORDER BY id DESC LIMIT 1").reason == "mould [31m"
    with pytest.raises(BadValue, match="reason is empty"):
        pat.do(stock.adjust, "TOFU", -1_000, " \x00")
    with pytest.raises(BadValue, match="quantity is 0"):
        pat.do(stock.adjust, "TOFU", 0, "nothing")
    with pytest.raises(Refused, match=r"TOFU: 30\.001 cannot leave, only 30 are on hand"):
        pat.do(stock.adjust, "TOFU", -30_001, "too much")
    books_hold(store)


def test_what_comes_to_light_goes_to_who_waits(store: Store, pat: Desk) -> None:
    ordered(store, "KONBU", 4_000)
    assert pat.do(stock.adjust, "KONBU", 3_000, "found behind the shelf").given == 3_000
    assert pat.do(stock.count, "KONBU", 10_000) == Moved("KONBU", "MAIN", 10_000, 4_000, given=1_000)
    books_hold(store)


def test_a_count_makes_the_books_say_what_is_on_the_shelf(store: Store, pat: Desk) -> None:
    pat.do(stock.count, "CHAI", 97_500, reason="year's end")
    assert stands(store, "CHAI") == (97_500, 0)
    move = row(store, "SELECT kind, quantity, day FROM stock_move ORDER BY id DESC LIMIT 1")
    assert (move.kind, move.quantity, str(move.day)) == ("count", -2_500, str(TODAY))
    assert last_event(store)[1]["on_hand"] == [100_000, 97_500]
    moves = row(store, "SELECT count(*) AS n FROM stock_move").n
    pat.do(stock.count, "CHAI", 97_500)
    assert row(store, "SELECT count(*) AS n FROM stock_move").n == moves
    assert last_event(store)[0] == "stock.count"  # that it was counted is worth knowing
    with pytest.raises(BadValue, match="counted quantity is negative"):
        pat.do(stock.count, "CHAI", -1)


def test_goods_that_are_not_there_are_taken_from_who_was_served_last(store: Store, pat: Desk) -> None:
    first, second, third = (ordered(store, "TOFU", 10_000, minutes=minutes) for minutes in (0, 1, 2))
    assert stands(store, "TOFU") == (35_000, 30_000)
    moved = pat.do(stock.count, "TOFU", 15_000)
    assert moved == Moved("TOFU", "MAIN", 15_000, 15_000, taken_from=(second, third))
    got = rows(
        store,
        "SELECT o.number, l.allocated, l.waiting FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id "
        "ORDER BY o.number",
    )
    assert [(number, quantity, bool(waiting)) for number, quantity, waiting in got] == [
        (first, 10_000, False), (second, 5_000, True), (third, 0, True)
    ]  # fmt: skip
    assert last_event(store)[1]["taken_from"] == [second, third]
    books_hold(store)
    pat.do(stock.adjust, "TOFU", -15_000, "burnt")
    assert stands(store, "TOFU") == (0, 0)
    assert pat.do(stock.receive, "TOFU", 100_000).given == 30_000
    books_hold(store)


def test_a_transfer_takes_free_goods_and_offers_them_where_they_arrive(store: Store, pat: Desk) -> None:
    ordered(store, "CHAI", 25_000, warehouse="NORTH")
    moved = pat.do(stock.transfer, "CHAI", 10_000, "MAIN", "north")
    assert moved == Moved("CHAI", "NORTH", 30_000, 25_000, given=5_000)
    assert stands(store, "CHAI") == (90_000, 0)
    with pytest.raises(Refused, match="CHAI: 6 cannot leave NORTH: 30 on hand, 25 of them allocated, 5 free"):
        pat.do(stock.transfer, "CHAI", 6_000, "NORTH", "MAIN")
    with pytest.raises(BadValue, match="name two warehouses"):
        pat.do(stock.transfer, "CHAI", 1_000, "MAIN", "main")
    books_hold(store)


def test_what_was_expected_is_counted_as_it_arrives(store: Store, pat: Desk) -> None:
    key = pat.do(stock.expect, "KONBU", 30_000, DUE, warehouse="NORTH", source="PO 81")
    assert last_event(store)[1]["due"] == "2026-11-20"
    assert pat.do(stock.receive, "KONBU", 12_000, expected=key) == Moved("KONBU", "NORTH", 12_000, 0)
    with pytest.raises(Refused, match=f"KONBU {key} is expected in NORTH"):
        pat.do(stock.receive, "KONBU", 1_000, expected=key, warehouse="MAIN")
    with pytest.raises(NotFound, match=f"nothing is expected of CHAI under {key}"):
        pat.do(stock.receive, "CHAI", 1_000, expected=key)
    pat.do(stock.receive, "KONBU", 20_000, expected=key, warehouse="NORTH")  # two more than ordered
    assert row(store, "SELECT received FROM expected_receipt").received == 32_000
    books_hold(store)


def test_what_is_expected_may_come_later_or_not_at_all(store: Store, pat: Desk) -> None:
    key = pat.do(stock.expect, "KONBU", 30_000, DUE)
    pat.do(stock.expect, "KONBU", 30_000, date(2026, 12, 1), expected=key)
    assert last_event(store)[1] == {"expected": key, "due": ["2026-11-20", "2026-12-01"]}
    pat.do(stock.receive, "KONBU", 12_000, expected=key)
    with pytest.raises(Refused, match="12 of KONBU have arrived already; 10 would be less"):
        pat.do(stock.expect, "KONBU", 10_000, DUE, expected=key)
    pat.do(stock.expect, "KONBU", 0, DUE, expected=key)
    assert tuple(row(store, "SELECT quantity, received FROM expected_receipt")) == (12_000, 12_000)
    other = pat.do(stock.expect, "KONBU", 5_000, DUE)
    pat.do(stock.expect, "KONBU", 0, DUE, expected=other)
    assert row(store, "SELECT count(*) AS n FROM expected_receipt").n == 1
    with pytest.raises(NotFound, match="nothing is expected of CHAI"):
        pat.do(stock.expect, "CHAI", 1_000, DUE, expected=key)


def test_a_warehouse_and_its_bins_are_entered_once(store: Store, pat: Desk) -> None:
    root = person(store, "root")
    assert root.do(stock.warehouse, "south", "South [/b]") == "SOUTH"
    with pytest.raises(Refused, match="warehouse SOUTH exists already"):
        root.do(stock.warehouse, "SOUTH")
    assert pat.do(stock.bin, "south", "a-01-1") == "A-01-1"
    with pytest.raises(Refused, match="bin A-01-1 exists in SOUTH already; name the product"):
        pat.do(stock.bin, "SOUTH", "A-01-1")
    pat.do(stock.bin, "SOUTH", "A-01-1", sku="CHAI")
    assert stands(store, "CHAI", "SOUTH") == (0, 0)
    pat.do(stock.bin, "MAIN", "Z-99", sku="CHAI")
    assert last_event(store) == ("stock.bin", {"warehouse": "MAIN", "bin": ["A-01-1", "Z-99"]})
    assert events(store) == 4
    books_hold(store)


def test_a_clerk_moves_no_goods_but_may_say_what_comes(store: Store) -> None:
    ann = person(store, "ann")
    with pytest.raises(NotAllowed, match=r"ann may not do stock\.receive; that takes warehouse or admin"):
        ann.do(stock.receive, "CHAI", 1_000)
    ann.do(stock.expect, "CHAI", 1_000, DUE)
