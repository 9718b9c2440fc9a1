from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from orderdesk.desk import history
from orderdesk.desk.history import HistoryLine, ShipTo
from orderdesk.errors import NotFound, Refused
from orderdesk.models import Address, Invoice, Order, OrderLine, Shipment, StockMove
from orderdesk.queries.receivables import balance
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from tests.company import person
from tests.selling import assert_books_balance, line, one, read, sell, stock


def take_over(store: Store, number: int = 10248, **values: object) -> bool:
    return person(store, "root").do(
        history.order,
        **{
            "number": number,
            "customer": "ERNSH",
            "order_date": date(2026, 7, 4),
            "wanted": date(2026, 8, 1),
            "lines": [HistoryLine("CHAI", 12_000, 140_000, 5_000), HistoryLine("TOFU", 2_000, 100_000)],
            **values,
        },  # type: ignore[arg-type]
    )


def count(store: Store, model: type) -> int:
    return int(read(store, lambda reading: reading.scalar(select(func.count()).select_from(table(model)))))


def test_a_shipped_order_is_taken_over_as_billed_on_its_own_day(store: Store) -> None:
    moves = count(store, StockMove)
    assert take_over(store, shipped=date(2026, 7, 16), carrier="Speedy", freight=32_38, entered_by="bob")
    order = one(store, Order, number=10248)
    assert (order.state, order.net, order.freight, order.carrier) == ("closed", 179_60, 32_38, "Speedy")
    row = line(store, 10248)
    assert (row.ordered, row.shipped, row.invoiced, row.waiting) == (12_000, 12_000, 12_000, False)
    bill = one(store, Invoice, order_id=order.id)
    assert (bill.number, bill.series, bill.serial, bill.day) == ("OLD-10248", "OLD", None, date(2026, 7, 16))
    assert (bill.due, bill.gross, bill.open) == (date(2026, 8, 15), order.gross, order.gross)
    assert one(store, Shipment, order_id=order.id).day == date(2026, 7, 16)
    assert count(store, StockMove) == moves
    assert person(store, "rae").ask(balance, "ERNSH") == order.gross
    assert_books_balance(store)


def test_an_open_order_waits_for_goods(store: Store) -> None:
    assert take_over(store, ship_to=ShipTo("Depot", "Kirchgasse 6", "Graz"))
    order = one(store, Order, number=10248)
    assert (order.state, order.wanted_date) == ("confirmed", date(2026, 8, 1))
    row = line(store, 10248)
    assert (row.waiting, row.allocated, row.promised) == (True, 0, date(2026, 8, 1))
    assert one(store, Address, id=order.ship_to_id).street == "Kirchgasse 6"
    assert stock(store, "CHAI") == (100_000, 0)


def test_the_same_number_is_taken_over_once(store: Store) -> None:
    assert take_over(store, shipped=date(2026, 7, 16))
    lines = count(store, OrderLine)
    assert not take_over(store, shipped=date(2026, 7, 16))
    assert count(store, OrderLine) == lines


def test_new_orders_are_numbered_after_it(store: Store) -> None:
    take_over(store, shipped=date(2026, 7, 16))
    assert sell(store, ("CHAI", 1), customer="ALFKI") == 10249


def test_an_address_is_taken_over_once(store: Store) -> None:
    addresses = count(store, Address)
    for number in (1, 2):
        take_over(store, number, ship_to=ShipTo("Depot", "Kirchgasse 6", "Graz"))
    assert count(store, Address) == addresses + 1


def test_what_is_not_an_order_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="no lines"):
        take_over(store, lines=[])
    with pytest.raises(NotFound, match="no customer NOBODY"):
        take_over(store, customer="NOBODY")
    assert count(store, Order) == 0
