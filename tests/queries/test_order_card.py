"""The order card: everything about one order in one look, and the list of orders a page at a time."""

from __future__ import annotations

import pytest

from orderdesk.errors import NotFound
from orderdesk.models import Hold, Invoice, Order, OrderLine, Pick, PickLine, Shipment
from orderdesk.queries.order_card import event_log, order_card, order_list
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction
from tests.company import NOW, SYSTEM, TODAY, person


def _order(tx: Transaction, number: int, *, customer: int = 1, state: str = "confirmed") -> int:
    order = tx.add(
        Order(
            number=number, state=state, customer_id=customer, warehouse_id=1, terms_id=1, order_date=TODAY,
            wanted_date=TODAY, ship_to_id=2, net=100_00, tax=19_00, gross=119_00, entered_by=1, entered_at=NOW,
        )
    )  # fmt: skip
    tx.record("order.submit", "order", order, state=["draft", state])
    return order


def _line(tx: Transaction, order: int, position: int, product: int, line: OrderLine) -> int:
    line.order_id, line.position, line.product_id, line.description, line.unit = order, position, product, "goods", "pc"
    return tx.add(line)


def _half_shipped(tx: Transaction) -> None:
    order = _order(tx, 1042)
    chai = _line(
        tx, order, 1, 1, OrderLine(position=0, description="", ordered=12_000, shipped=12_000, invoiced=12_000)
    )
    _line(tx, order, 2, 2, OrderLine(position=0, description="", ordered=40_000, allocated=23_000))
    tx.add(Hold(order_id=order, kind="manual", message="wait", raised_at=NOW, state="released", decided_by=3))
    tx.add(Hold(order_id=order, kind="credit", message="over", raised_at=NOW, amount=5))
    pick = tx.add(Pick(number=2001, warehouse_id=1, state="shipped", released_at=NOW, released_by=6))
    tx.add(PickLine(pick_id=pick, order_line_id=chai, product_id=1, quantity=12_000, picked=12_000))
    shipment = tx.add(
        Shipment(
            number=5001, order_id=order, pick_id=pick, warehouse_id=1, carrier="DHL", tracking="00340", day=TODAY,
            shipped_at=NOW, shipped_by=6,
        )
    )  # fmt: skip
    tx.record("ship.confirm", "shipment", shipment, order=1042)
    tx.add(
        Invoice(
            number="INV-2026-0001", series="INV", year=2026, serial=1, customer_id=1, order_id=order, day=TODAY,
            due=TODAY, terms_id=1, net=100, gross=100, open=40, posted_at=NOW, posted_by=6,
        )
    )  # fmt: skip


def test_the_card_shows_how_far_every_part_has_come(store: Store) -> None:
    store.run(_half_shipped, SYSTEM, TODAY, NOW)
    card = person(store, "vic").ask(order_card, 1042)
    assert (card.allocated, card.shipped, card.invoiced, card.paid) == ("part", "part", "part", "part")
    assert [(line.position, line.sku, line.axes.open, line.axes.to_allocate) for line in card.lines] == [
        (1, "CHAI", 0, 0),
        (2, "TOFU", 40_000, 17_000),
    ]
    assert (card.header.customer, card.header.gross, card.header.entered_by) == ("ALFKI", 119_00, "ann")
    assert card.header.ship_to == "Alfreds Futterkiste, Obere Str. 57, Berlin"


def test_the_card_lists_its_papers_and_its_holds(store: Store) -> None:
    store.run(_half_shipped, SYSTEM, TODAY, NOW)
    card = person(store, "vic").ask(order_card, 1042)
    assert [(hold.kind, hold.state, hold.decided_by) for hold in card.holds] == [
        ("manual", "released", "kim"),
        ("credit", "open", ""),
    ]
    assert [hold.kind for hold in card.open_holds] == ["credit"]
    assert [(one.number, one.pick, one.tracking) for one in card.shipments] == [(5001, 2001, "00340")]
    assert [(one.number, one.open) for one in card.invoices] == [("INV-2026-0001", 40)]
    assert [(one.number, one.state) for one in card.picks] == [(2001, "shipped")]


def test_the_log_of_an_order_has_what_happened_to_its_papers(store: Store) -> None:
    store.run(_half_shipped, SYSTEM, TODAY, NOW)
    card = person(store, "vic").ask(order_card, 1042)
    assert [(event.verb, event.login) for event in card.events] == [
        ("order.submit", "system"),
        ("ship.confirm", "system"),
    ]
    assert card.events[0].data == {"state": ["draft", "confirmed"]}
    assert [event.verb for event in person(store, "vic").ask(event_log, "order", 1042)] == ["order.submit"]
    assert [event.data for event in person(store, "vic").ask(event_log, "shipment", 5001)] == [{"order": 1042}]


@pytest.mark.parametrize("number", [7, 10**30])
def test_an_order_that_is_not_there(store: Store, number: int) -> None:
    with pytest.raises(NotFound, match=f"there is no order {number}"):
        person(store, "vic").ask(order_card, number)
    with pytest.raises(NotFound, match=f"there is no order {number}"):
        person(store, "vic").ask(event_log, "order", number)


def test_orders_come_a_page_at_a_time_the_newest_first(store: Store) -> None:
    def many(tx: Transaction) -> None:
        for number in range(1001, 1008):
            _order(tx, number, customer=1 + number % 2, state="draft" if number == 1004 else "confirmed")

    store.run(many, SYSTEM, TODAY, NOW)
    desk = person(store, "vic")
    first = desk.ask(order_list, limit=3)
    assert [row.number for row in first] == [1007, 1006, 1005]
    assert [row.number for row in desk.ask(order_list, after=1005, limit=3)] == [1004, 1003, 1002]
    assert [row.number for row in desk.ask(order_list, after=1001)] == []
    assert [row.number for row in desk.ask(order_list, state="draft")] == [1004]
    assert [row.number for row in desk.ask(order_list, customer="ernsh", after=1006)] == [1005, 1003, 1001]


def test_a_row_of_the_list_says_why_the_order_waits_and_what_has_left(store: Store) -> None:
    store.run(_half_shipped, SYSTEM, TODAY, NOW)
    (row,) = person(store, "vic").ask(order_list)
    assert (row.number, row.shipped, row.held) == (1042, "part", ("credit",))
