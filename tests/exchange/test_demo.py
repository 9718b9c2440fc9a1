"""The demo company stands where its files say: every stage, the nine holds, the money, the shelves."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, Select, func, select

from orderdesk.data_files import data_folder
from orderdesk.desk.verb import Desk
from orderdesk.errors import StoreTrouble
from orderdesk.exchange.demo import build
from orderdesk.exchange.importing import run_import
from orderdesk.exchange.kinds import KINDS
from orderdesk.models import (
    Customer,
    Event,
    Hold,
    Invoice,
    Order,
    OrderLine,
    Pick,
    PickLine,
    Receipt,
    Shipment,
    Stock,
    User,
)
from orderdesk.queries.check import check
from orderdesk.store.store import Store, open_store
from orderdesk.store.transaction import Reading, table
from tests.company import NOW, SYSTEM, TODAY

ORDER, LINE, INVOICE, RECEIPT = table(Order), table(OrderLine), table(Invoice), table(Receipt)
HELD_FOR = {
    1206: "price", 1207: "credit", 1208: "credit", 1209: "discount", 1210: "overdue", 1217: "price", 1218: "overdue",
    1219: "credit", 1220: "discount",
}  # fmt: skip


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("demo") / "demo.db", TODAY, NOW)


@pytest.fixture
def demo(demo_file: Path) -> Iterator[Desk]:
    store: Store = open_store(str(demo_file))
    yield Desk(store, SYSTEM, day=TODAY, clock=lambda: NOW)
    store.close()


def file_rows(kind: str) -> list[dict[str, str]]:
    with (data_folder() / "demo" / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_of(reading: Reading, statement: Select[Any]) -> Sequence[Row[Any]]:
    return reading.all(statement)


def stage_of(reading: Reading, number: int) -> str:
    """Where an order stands, in the words of the demo's files, read off its quantities and its money."""
    order = reading.first(select(ORDER).where(ORDER.c.number == number))
    assert order is not None
    lines = reading.all(select(LINE).where(LINE.c.order_id == order.id))
    bills = reading.all(select(INVOICE).where(INVOICE.c.order_id == order.id))
    if order.state in ("draft", "cancelled"):
        return str(order.state)
    if order.state == "submitted":
        return "held"
    if bills:
        assert all(line.invoiced == line.shipped == line.ordered for line in lines)
        assert order.state == "closed"
        owed, gross = sum(bill.open for bill in bills), sum(bill.gross for bill in bills)
        return "paid" if owed == 0 else "invoiced" if owed == gross else "part_paid"
    if all(line.shipped == line.ordered for line in lines):
        return "shipped"
    if any(line.shipped for line in lines):
        assert [line.shipped == line.ordered for line in lines] == [True] * (len(lines) - 1) + [False]
        return "part_shipped"
    on_lists = (
        select(func.count())
        .select_from(table(PickLine))
        .join(table(Pick), table(Pick).c.id == table(PickLine).c.pick_id)
        .where(table(PickLine).c.order_line_id.in_([line.id for line in lines]), table(Pick).c.state == "open")
    )
    return "picking" if reading.scalar(on_lists) == len(lines) else "confirmed"


def test_every_order_stands_at_its_stage(demo: Desk) -> None:
    stages = {int(row["number"]): row["stage"] for row in file_rows("orders")}
    meant = {number: {"quotation": "draft", "closed": "paid"}.get(stage, stage) for number, stage in stages.items()}
    assert demo.ask(lambda reading: {number: stage_of(reading, number) for number in stages}) == meant
    assert len(stages) == 224


def test_the_nine_orders_are_held_for_what_they_were_made_for_and_no_other(demo: Desk) -> None:
    hold = table(Hold)
    holds = select(ORDER.c.number, hold.c.kind, hold.c.state).join(hold, hold.c.order_id == ORDER.c.id)
    held = demo.ask(lambda reading: reading.all(holds.order_by(ORDER.c.number)))
    assert [(row.number, row.kind, row.state) for row in held] == [
        (number, kind, "open") for number, kind in HELD_FOR.items()
    ]


def test_the_receipts_are_those_of_the_file(demo: Desk) -> None:
    customer = table(Customer)
    statement = select(RECEIPT, customer.c.code).join(customer, customer.c.id == RECEIPT.c.customer_id)
    taken = demo.ask(lambda reading: reading.all(statement.order_by(RECEIPT.c.number)))
    wanted = file_rows("receipts")
    assert [(str(row.number), row.code, row.method, row.reference) for row in taken] == [
        (row["number"], row["customer"], row["method"], row["reference"]) for row in wanted
    ]
    for row, said in zip(taken, wanted, strict=True):
        assert row.day == TODAY + timedelta(days=int(said["date"].removeprefix("today") or 0))
        assert (row.unapplied > 0) == (not said["order"])


def test_invoices_are_dated_by_the_wanted_day_and_numbered_without_a_gap(demo: Desk) -> None:
    orders = {int(row["number"]): row for row in file_rows("orders")}
    statement = select(INVOICE, ORDER.c.number.label("order")).join(ORDER, ORDER.c.id == INVOICE.c.order_id)
    bills = demo.ask(lambda reading: reading.all(statement.order_by(INVOICE.c.serial)))
    assert [row.serial for row in bills] == list(range(1, 149))
    for row in bills:
        wanted = orders[row.order]["wanted_date"].removeprefix("today") or "0"
        assert row.day == TODAY + timedelta(days=int(wanted))


def test_the_shelves_hold_what_stock_csv_says_and_every_file_is_known_already(demo: Desk) -> None:
    count = select(func.count()).select_from(table(Event))
    before = demo.ask(lambda reading: reading.scalar(count))
    for kind in KINDS:
        report = run_import(demo, kind, data_folder() / "demo" / f"{kind}.csv")
        assert (report.errors, report.new, report.changed) == ((), 0, 0), kind
    assert demo.ask(lambda reading: reading.scalar(count)) == before


def test_tracking_numbers_are_those_of_the_file(demo: Desk) -> None:
    shipment = table(Shipment)
    statement = select(shipment, ORDER.c.number.label("order")).join(ORDER, ORDER.c.id == shipment.c.order_id)
    sent = demo.ask(lambda reading: reading.all(statement))
    wanted = {int(row["number"]): (row["carrier"], row["tracking"]) for row in file_rows("orders")}
    assert {row.order: (row.carrier, row.tracking) for row in sent} == {row.order: wanted[row.order] for row in sent}
    assert len(sent) == 34 + 12 + 62 + 40 + 10 + 8 - 3  # services leave without one


def test_each_did_the_own_work_and_nothing_lies_in_the_future(demo: Desk) -> None:
    event = table(Event)
    events = demo.ask(lambda reading: reading.all(select(event)))
    who = {
        verb: {row.login for row in events if row.verb == verb}
        for verb in ("order.submit", "pick.scan", "receipt.take", "invoice.post")
    }
    assert who == {
        "order.submit": {"aylin", "lena", "tomasz"},
        "pick.scan": {"jonas", "malik"},
        "receipt.take": {"greta"},
        "invoice.post": {"greta"},
    }
    assert max(row.at for row in events) <= NOW


def test_the_books_are_sound(demo: Desk) -> None:
    assert demo.ask(check) == ()


def test_every_warehouse_role_and_approver_is_there(demo: Desk) -> None:
    users = demo.ask(lambda reading: Counter(row.active for row in reading.all(select(table(User)))))
    assert users == {True: 10}


@pytest.mark.slow
def test_building_it_twice_gives_the_same(demo: Desk, tmp_path: Path) -> None:
    store = open_store(str(build(tmp_path / "again.db", TODAY, NOW)))
    again = Desk(store, SYSTEM, day=TODAY, clock=lambda: NOW)
    for model in (Order, OrderLine, Hold, Invoice, Receipt, Stock, Event):
        rows = select(table(model)).order_by(table(model).c.id)
        assert again.ask(all_of, rows) == demo.ask(all_of, rows), model.__name__
    store.close()


def test_it_does_not_write_over_something(demo_file: Path) -> None:
    with pytest.raises(StoreTrouble, match="is there already"):
        build(demo_file, TODAY, NOW)
