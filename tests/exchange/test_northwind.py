"""Northwind comes in whole and to the cent, through the mappings in data/mappings/northwind."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from orderdesk.desk.verb import Desk
from orderdesk.exchange.companies import import_all
from orderdesk.exchange.report import Report
from orderdesk.models import Customer, Event, Invoice, Order, OrderLine, Product, Stock, User
from orderdesk.queries.check import check
from orderdesk.store.migrate import create
from orderdesk.store.transaction import Reading, table
from tests.company import NOW, SYSTEM, TODAY
from tests.exchange.conftest import MAPPINGS

ORDER, LINE, CUSTOMER, INVOICE = table(Order), table(OrderLine), table(Customer), table(Invoice)
CENT = Decimal("0.01")
OPEN = {11008, 11019, 11039, 11040, 11045, 11051, 11054, 11058, 11059, 11061, 11062, 11065, 11068, *range(11070, 11078)}


@pytest.fixture(scope="session")
def northwind(
    tmp_path_factory: pytest.TempPathFactory, northwind_folder: Path
) -> Iterator[tuple[Desk, tuple[Report, ...]]]:
    """A database with Northwind in it, and the reports of its import. Read, or imported into again; nothing else."""
    store = create(str(tmp_path_factory.mktemp("northwind") / "northwind.db"))
    desk = Desk(store, SYSTEM, day=TODAY, clock=lambda: NOW)
    yield desk, import_all(desk, MAPPINGS, northwind_folder)
    store.close()


def count_of(reading: Reading, model: type[SQLModel]) -> int:
    return int(reading.scalar(select(func.count()).select_from(table(model))))


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def detail_nets(folder: Path) -> dict[int, list[Decimal]]:
    """What every line of every order is worth, before rounding."""
    nets: dict[int, list[Decimal]] = defaultdict(list)
    for row in rows_of(folder, "Order_Details.csv"):
        net = Decimal(row["UnitPrice"]) * Decimal(row["Quantity"]) * (1 - Decimal(row["Discount"]))
        nets[int(row["OrderID"])].append(net)
    return nets


def cents(amount: Decimal) -> int:
    return int(amount.quantize(CENT, ROUND_HALF_UP) * 100)


def test_every_file_comes_in_without_an_error(northwind: tuple[Desk, tuple[Report, ...]]) -> None:
    _, reports = northwind
    assert [error for report in reports for error in report.errors] == []
    assert {report.kind: report.new for report in reports} == {
        "categories": 8, "customers": 93, "suppliers": 29, "products": 77, "stock": 73, "users": 9, "orders": 830,
    }  # fmt: skip
    assert {report.kind: report.rows for report in reports}["orders"] == 2_155
    assert {report.kind: report.rows for report in reports}[
        "stock"
    ] == 77  # four have no stock, no point, nothing on order


def test_the_code_with_a_blank_is_mended_and_said(northwind: tuple[Desk, tuple[Report, ...]]) -> None:
    desk, reports = northwind
    notes = [note for report in reports for note in report.notes]
    assert notes == ["Customers.csv line 85: CustomerID 'Val2 ' was read as VAL2"]
    codes = desk.ask(lambda reading: {row.code for row in reading.all(select(CUSTOMER))})
    assert len(codes) == 93
    assert {"VAL2", "VALON"} <= codes


def test_the_figures_are_northwinds(northwind: tuple[Desk, tuple[Report, ...]], northwind_folder: Path) -> None:
    desk, _ = northwind
    before_rounding = sum((sum(nets) for nets in detail_nets(northwind_folder).values()), Decimal(0))
    assert before_rounding == Decimal("1265793.0395")

    def look(reading: Reading) -> None:
        assert reading.scalar(select(func.sum(LINE.c.net))) == 126_579_329
        assert reading.scalar(select(func.sum(ORDER.c.net))) == 126_579_329
        assert reading.scalar(select(func.sum(LINE.c.ordered))) == 51_317_000
        assert reading.scalar(select(func.sum(ORDER.c.freight))) == 6_494_269
        exact = sum(
            Decimal(row.ordered) * row.price * (100_000 - row.discount) / 10**12 for row in reading.all(select(LINE))
        )
        assert exact == before_rounding

    desk.ask(look)


def test_every_order_and_every_customer_agrees_to_the_cent(
    northwind: tuple[Desk, tuple[Report, ...]], northwind_folder: Path
) -> None:
    desk, _ = northwind
    nets = detail_nets(northwind_folder)
    by_order = {number: sum(cents(net) for net in lines) for number, lines in nets.items()}
    by_customer: dict[str, int] = defaultdict(int)
    freight: dict[int, int] = {}
    for row in rows_of(northwind_folder, "Orders.csv"):
        by_customer[row["CustomerID"].strip().upper()] += by_order[int(row["OrderID"])]
        freight[int(row["OrderID"])] = cents(Decimal(row["Freight"]))

    def look(reading: Reading) -> None:
        joined = select(ORDER, CUSTOMER.c.code).join(CUSTOMER, CUSTOMER.c.id == ORDER.c.customer_id)
        orders = reading.all(joined)
        assert {row.number: row.net for row in orders} == by_order
        assert {row.number: row.freight for row in orders} == freight
        mine: dict[str, int] = defaultdict(int)
        for row in orders:
            mine[row.code] += row.net
        assert mine == by_customer
        lines: dict[int, list[int]] = defaultdict(list)
        numbers = {row.id: row.number for row in orders}
        for line in reading.all(select(LINE).order_by(LINE.c.order_id, LINE.c.position)):
            lines[numbers[line.order_id]].append(line.net)
        assert lines == {number: [cents(net) for net in nets[number]] for number in nets}

    desk.ask(look)


def test_what_was_not_shipped_is_open_and_the_rest_is_closed_and_billed(
    northwind: tuple[Desk, tuple[Report, ...]], northwind_folder: Path
) -> None:
    desk, _ = northwind
    shipped = {int(row["OrderID"]): row["ShippedDate"] for row in rows_of(northwind_folder, "Orders.csv")}

    def look(reading: Reading) -> None:
        orders = reading.all(select(ORDER))
        assert {row.number for row in orders if row.state == "confirmed"} == OPEN
        assert {row.number for row in orders if row.state == "closed"} == set(shipped) - OPEN
        assert sum(row.net for row in orders if row.number in OPEN) == 2_593_744
        ids = [row.id for row in orders if row.number in OPEN]
        assert len(reading.all(select(LINE).where(LINE.c.order_id.in_(ids)))) == 73
        billed = reading.all(
            select(INVOICE, ORDER.c.number.label("order"), ORDER.c.net.label("all")).join(
                ORDER, ORDER.c.id == INVOICE.c.order_id
            )
        )
        assert len(billed) == 809
        for row in billed:
            assert (row.number, str(row.day), row.net) == (str(row.order), shipped[row.order], row.all)

    desk.ask(look)


def test_stock_is_what_the_products_say_and_open_orders_have_what_there_is(
    northwind: tuple[Desk, tuple[Report, ...]], northwind_folder: Path
) -> None:
    desk, _ = northwind
    wanted = {
        f"NW-{int(row['ProductID']):03}": int(row["UnitsInStock"]) * 1_000
        for row in rows_of(northwind_folder, "Products.csv")
    }

    def look(reading: Reading) -> None:
        product, stock = table(Product), table(Stock)
        joined = select(product.c.sku, stock.c.on_hand, stock.c.allocated).join(
            stock, stock.c.product_id == product.c.id, isouter=True
        )
        rows = reading.all(joined)
        assert {row.sku: row.on_hand or 0 for row in rows} == wanted
        asked: dict[str, int] = defaultdict(int)
        lines = select(product.c.sku, LINE.c.ordered).join(product, product.c.id == LINE.c.product_id)
        for line in reading.all(lines.where(LINE.c.shipped == 0)):
            asked[line.sku] += line.ordered
        assert {row.sku: row.allocated or 0 for row in rows} == {sku: min(wanted[sku], asked[sku]) for sku in wanted}

    desk.ask(look)


def test_an_order_shows_who_took_it_and_who_carried_it(northwind: tuple[Desk, tuple[Report, ...]]) -> None:
    desk, _ = northwind

    def look(reading: Reading) -> None:
        row = reading.first(
            select(ORDER, table(User).c.name)
            .join(table(User), table(User).c.id == ORDER.c.entered_by)
            .where(ORDER.c.number == 10248)
        )
        assert row is not None
        assert (row.name, row.carrier) == ("Steven Buchanan", "Federal Shipping")
        assert (str(row.order_date), str(row.wanted_date)) == ("2016-07-04", "2016-08-01")

    desk.ask(look)


def test_the_books_are_sound_afterwards(northwind: tuple[Desk, tuple[Report, ...]]) -> None:
    desk, _ = northwind
    assert desk.ask(check) == ()


def test_importing_all_of_it_again_changes_nothing(
    northwind: tuple[Desk, tuple[Report, ...]], northwind_folder: Path
) -> None:
    desk, first = northwind
    events = select(func.count(), func.max(table(Event).c.id)).select_from(table(Event))
    before = desk.ask(lambda reading: reading.all(events))
    again = import_all(desk, MAPPINGS, northwind_folder)
    assert [(report.new, report.changed, report.errors) for report in again] == [(0, 0, ())] * 7
    assert [report.unchanged for report in again] == [report.new + report.unchanged for report in first]
    assert desk.ask(lambda reading: reading.all(events)) == before


def test_a_dry_run_of_all_of_it_writes_nothing(tmp_path: Path, northwind_folder: Path) -> None:
    store = create(str(tmp_path / "dry.db"))
    desk = Desk(store, SYSTEM, day=TODAY, clock=lambda: NOW)
    reports = import_all(desk, MAPPINGS, northwind_folder, dry_run=True)
    assert [report.errors for report in reports] == [()] * 7
    assert reports[-1].new == 830
    for model in (Customer, Order, User, Event):
        assert desk.ask(count_of, model) == 0
    store.close()
