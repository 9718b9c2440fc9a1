"""A file comes in whole or not at all, every bad row is named, and the same file twice changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Row, Select, func, select
from sqlmodel import SQLModel

from orderdesk.desk import addresses
from orderdesk.desk.verb import Desk
from orderdesk.errors import NotAllowed, Refused
from orderdesk.exchange.importing import run_import
from orderdesk.exchange.report import Report
from orderdesk.models import (
    Address,
    Barcode,
    Contact,
    Customer,
    Event,
    ExpectedReceipt,
    Order,
    OrderLine,
    PriceRule,
    ProductUnit,
    Receipt,
    Segment,
    Stock,
    StockMove,
)
from orderdesk.queries.check import check
from orderdesk.store.store import Store
from orderdesk.store.transaction import Reading, table
from tests.company import NOW, SYSTEM, TODAY, person
from tests.exchange.conftest import Write


@pytest.fixture
def desk(store: Store) -> Desk:
    """The program itself at the desk, on either engine."""
    return Desk(store, SYSTEM, day=TODAY, clock=lambda: NOW)


@pytest.fixture
def file_desk(sqlite_store: Store) -> Desk:
    """The same on SQLite only, for what no engine has a part in."""
    return Desk(sqlite_store, SYSTEM, day=TODAY, clock=lambda: NOW)


def count_of(reading: Reading, model: type[SQLModel]) -> int:
    return int(reading.scalar(select(func.count()).select_from(table(model))))


def one(reading: Reading, statement: Select[Any]) -> Row[Any]:
    row = reading.first(statement)
    assert row is not None
    return row


def customer(desk: Desk, code: str) -> Row[Any]:
    return desk.ask(one, select(table(Customer)).where(table(Customer).c.code == code))


def places(report: Report) -> list[tuple[int, str, str, str]]:
    return [(error.line, error.column, error.value, error.reason) for error in report.errors]


CUSTOMERS = """code,name,street,city,terms,credit_limit,grace_days,contact,phone,active
BLONP,Blondel père et fils,"24, place Kléber",Strasbourg,N30,1500.50,10,Frédérique Citeaux,88.60.15.31,yes
 bonap ,Bon app',"12, rue des Bouchers",Marseille,,,,,,
CUIZHU,翠竹軒 Cui Zhu Xuan,Alter Weg 3,Lübeck,NOW,0,,,,no
"""


def test_customers_come_in_and_the_same_file_again_changes_nothing(desk: Desk, write: Write) -> None:
    file = write("customers.csv", CUSTOMERS)
    report = run_import(desk, "customers", file)
    assert (report.rows, report.new, report.changed, report.unchanged, report.errors) == (3, 3, 0, 0, ())
    assert report.notes == ("customers.csv line 3: code ' bonap ' was read as BONAP",)
    before = desk.ask(count_of, Event)
    again = run_import(desk, "customers", file)
    assert (again.new, again.changed, again.unchanged, again.errors) == (0, 0, 3, ())
    assert desk.ask(count_of, Event) == before
    row = customer(desk, "BLONP")
    assert (row.name, row.credit_limit, row.grace_days) == ("Blondel père et fils", 150_050, 10)
    assert customer(desk, "CUIZHU").credit_limit == 0
    assert not customer(desk, "CUIZHU").active


def test_a_changed_row_changes_what_it_says_and_nothing_else(desk: Desk, write: Write) -> None:
    run_import(desk, "customers", write("customers.csv", CUSTOMERS))
    report = run_import(desk, "customers", write("new.csv", "code,name,city\nBLONP,Blondel père et fils,Colmar\n"))
    assert (report.new, report.changed, report.unchanged) == (0, 1, 0)
    assert customer(desk, "BLONP").credit_limit == 150_050
    address = table(Address)
    cities = desk.ask(
        lambda reading: reading.all(select(address.c.city).where(address.c.name == "Blondel père et fils"))
    )
    assert {row.city for row in cities} == {"Colmar"}


def test_every_bad_cell_of_every_row_is_reported_and_nothing_is_written(desk: Desk, write: Write) -> None:
    before = desk.ask(count_of, Event)
    report = run_import(
        desk,
        "customers",
        write(
            "customers.csv",
            "code,name,terms,credit_limit,block,customer_since\n"
            "GOOD,Good,N30,,none,2020-01-31\n"
            ",No code,N99,12.345,maybe,31.1.2020\n"
            "TWO WORDS,,N30,-5,none,2020-02-30\n"
            "GOOD,Good again,N30,1e3,none,\n"
            "SHORT,Row\n",
        ),
    )
    assert desk.ask(count_of, Event) == before
    assert desk.ask(count_of, Customer) == 3
    assert places(report) == [
        (3, "code", "", "is empty, and it must be given"),
        (3, "terms", "N99", "there is no terms N99"),
        (3, "customer_since", "31.1.2020", "is not a date like 2026-11-23"),
        (3, "credit_limit", "12.345", "is too fine: at most 2 decimals can be kept"),
        (3, "block", "maybe", "is not one of none, ship, invoice, all"),
        (4, "code", "TWO WORDS", "has a blank in it"),
        (4, "name", "", "is empty, and it must be given"),
        (4, "customer_since", "2020-02-30", "is not a date like 2026-11-23"),
        (4, "credit_limit", "-5", "is negative"),
        (5, "credit_limit", "1e3", "is not a number like 12.5"),
        (6, "", "SHORT,Row", "has 2 fields where the header names 6"),
    ]
    assert str(report.errors[1]) == "customers.csv line 3, terms 'N99': there is no terms N99"
    assert str(report) == "customers from customers.csv: 11 errors; nothing was written"


def test_a_code_that_stands_twice_in_a_file_is_an_error(file_desk: Desk, write: Write) -> None:
    report = run_import(file_desk, "customers", write("c.csv", 'code,name\nVAL2,One\n"Val2 ",Two\n'))
    assert places(report) == [(3, "code", "Val2 ", "stands in line 2 already")]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("code,nmae", "lacks name and has the unknown nmae; its columns can be code, name, price_list"),
        ("name", "lacks code; its columns"),
        ("code,name,colour,size", "has the unknown colour, size; its columns"),
        ("stuff", "lacks code, name and has the unknown stuff"),
        ("code,name,", r"has the unknown \(no name\)"),
    ],
)
def test_wrong_columns_are_named(file_desk: Desk, write: Write, header: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        run_import(file_desk, "segments", write("segments.csv", f"{header}\nA,b\n"))


def test_an_unknown_kind_is_refused_with_the_kinds_there_are(file_desk: Desk, write: Write) -> None:
    with pytest.raises(Refused, match=r"'dragons' cannot be imported; there are segments, terms, .*, receipts"):
        run_import(file_desk, "dragons", write("dragons.csv", "code\n"))


def test_a_dry_run_tells_what_would_happen_and_writes_nothing(desk: Desk, write: Write) -> None:
    before = desk.ask(count_of, Event)
    report = run_import(desk, "customers", write("customers.csv", CUSTOMERS), dry_run=True)
    assert (report.new, report.dry_run, report.errors) == (3, True, ())
    assert str(report).endswith("3 new, 0 changed, 0 unchanged (dry run, nothing was written)")
    assert (desk.ask(count_of, Event), desk.ask(count_of, Customer)) == (before, 3)


def test_a_header_without_rows_imports_nothing(file_desk: Desk, write: Write) -> None:
    report = run_import(file_desk, "segments", write("segments.csv", "code,name\n\n  \n"))
    assert (report.rows, report.new, report.errors) == (0, 0, ())


def test_who_may_not_do_it_by_hand_may_not_do_it_by_file(sqlite_store: Store, write: Write) -> None:
    file = write("segments.csv", "code,name\nA,b\n")
    with pytest.raises(NotAllowed, match=r"segment\.new"):
        run_import(person(sqlite_store, "vic"), "segments", file)
    assert run_import(person(sqlite_store, "root"), "segments", file).new == 1


def test_a_table_without_a_change_says_what_differs(desk: Desk, write: Write) -> None:
    assert run_import(desk, "segments", write("s.csv", "code,name,price_list\nA,One,LISTA\n")).new == 1
    report = run_import(desk, "segments", write("s.csv", "code,name,price_list\nA,Two,\n"))
    assert places(report) == [
        (2, "name", "Two", "is One already, and that is not changed by an import"),
        (2, "price_list", "", "is LISTA already, and that is not changed by an import"),
    ]


def test_terms_and_rates_are_read_as_they_are_written(file_desk: Desk, write: Write) -> None:
    terms = (
        "code,name,net_days,end_of_month,discount_days,discount\n"
        "N30-2,2 % in 10 days,30,no,10,2\nX,x,,yes,,\nY,y,30,no,,3\n"
    )
    report = run_import(file_desk, "terms", write("terms.csv", terms))
    assert places(report) == [
        (3, "net_days", "", "is empty, and it must be given"),
        (4, "", "", "an early-payment discount needs both how much and the days within which to pay"),
    ]
    rates = "tax_class,rate,valid_from\nStandard,19,2000-01-01\nstandard,20 %,today+30\nzero,,today\n"
    report = run_import(file_desk, "tax_rates", write("rates.csv", rates))
    assert places(report) == [(4, "rate", "", "is empty, and it must be given")]


PRODUCTS = """sku,name,unit,list_price,cost,tax_class,barcode,case_unit,case_factor,case_barcode,min_qty,active
KONBU,Konbu,pc,6.5,3,standard,,,,,,yes
WINE-1,Wine,bottle,12.5,7,standard,4006381333931,case,6,04006381333948,2,yes
"""


def test_products_bring_their_case_and_barcodes_and_change_by_the_file(desk: Desk, write: Write) -> None:
    products = PRODUCTS.replace("4006381333931", "4012345678901").replace("04006381333948", "14012345678908")
    file = write("products.csv", products)
    report = run_import(desk, "products", file)
    assert (report.new, report.changed, report.errors) == (1, 1, ())
    assert desk.ask(count_of, Barcode) == 3
    assert desk.ask(count_of, ProductUnit) == 2
    again = run_import(desk, "products", file)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


def test_a_products_wrong_cells_are_named(file_desk: Desk, write: Write) -> None:
    report = run_import(
        file_desk,
        "products",
        write(
            "products.csv",
            "sku,name,category,kind,list_price,tax_class,barcode,case_unit,case_factor,case_barcode,supplier\n"
            "A,A,DRINK,stacked,1.23456,luxury,4006381333932,case,,,NOBODY\n"
            "B,B,,,,,4006381333931,,12,,\n",
        ),
    )
    assert [(error.line, error.column) for error in report.errors] == [
        (2, "category"), (2, "supplier"), (2, "kind"), (2, "tax_class"), (2, "list_price"),
        (2, "case_factor"), (2, "barcode"), (3, "case_unit"),
    ]  # fmt: skip
    assert report.errors[6].reason == "ends in 2, but its check digit is 1: is it 4006381333931?"


def test_stock_is_counted_only_where_it_differs(desk: Desk, write: Write) -> None:
    stock = (
        "sku,warehouse,bin,on_hand,expected,due,source\n"
        "CHAI,,A-01-1,100,,,\nTOFU,MAIN,B-09-9,40,,,\nKONBU,,,12.5,30,today+5,PO 9\nCHAI,NORTH,,20,,,\n"
    )
    moves = desk.ask(count_of, StockMove)
    report = run_import(desk, "stock", write("stock.csv", stock))
    assert (report.new, report.changed, report.unchanged, report.errors) == (0, 2, 2, ())
    assert desk.ask(count_of, StockMove) == moves + 2
    again = run_import(desk, "stock", write("stock.csv", stock))
    assert (again.changed, again.unchanged) == (0, 4)
    assert desk.ask(count_of, ExpectedReceipt) == 1
    later = Desk(desk.store, SYSTEM, day=TODAY + timedelta(days=3), clock=lambda: NOW + timedelta(days=3))
    assert run_import(later, "stock", write("stock.csv", stock)).changed == 0
    assert desk.ask(check) == ()


def test_expected_goods_follow_their_source(desk: Desk, write: Write) -> None:
    def due() -> list[tuple[int, date]]:
        rows = desk.ask(lambda reading: reading.all(select(table(ExpectedReceipt))))
        return [(row.quantity, row.due) for row in rows]

    head = "sku,warehouse,quantity,due,source\n"
    assert run_import(desk, "expected", write("e.csv", f"{head}KONBU,,60,2026-11-20,PO 1\n")).new == 1
    assert run_import(desk, "expected", write("e.csv", f"{head}KONBU,,60,2026-11-20,PO 1\n")).unchanged == 1
    assert run_import(desk, "expected", write("e.csv", f"{head}KONBU,,48,2026-11-27,PO 1\n")).changed == 1
    assert due() == [(48_000, date(2026, 11, 27))]
    report = run_import(desk, "expected", write("e.csv", f"{head}KONBU,,0,,PO 2\nNOTHING,SOUTH,1,today,\n"))
    assert [(error.line, error.column) for error in report.errors] == [
        (2, "due"), (2, "quantity"), (3, "sku"), (3, "warehouse"),
    ]  # fmt: skip


PRICES = """level,name,customer,price_list,sku,category,min_qty,price,discount,valid_from,valid_to,combinable
contract,,ALFKI,,CHAI,,10,15.5,,2026-01-01,,no
list,Key accounts,,KEY,,FOOD,,,4,,,no
promotion,Tea week,,,CHAI,,,,5,today-2,today+5,yes
"""


def test_free_goods_windows_and_promotions_across_lines_come_in_once(desk: Desk, write: Write) -> None:
    text = (
        "level,name,sku,min_qty,max_qty,discount,together,free\n"
        "promotion,Ten and one,CHAI,10,,,,1\n"
        "promotion,window,CHAI,5,7,17.5,yes,\n"
    )
    assert run_import(desk, "prices", write("prices.csv", text)).new == 2
    again = run_import(desk, "prices", write("prices.csv", text))
    assert (again.new, again.changed) == (0, 0)


def test_price_rules_are_known_again_and_ended_by_the_file(desk: Desk, write: Write) -> None:
    assert run_import(desk, "prices", write("prices.csv", PRICES)).new == 3
    assert run_import(desk, "prices", write("prices.csv", PRICES)).unchanged == 3
    ended = PRICES.replace("2026-01-01,,no", "2026-01-01,2026-12-31,no")
    report = run_import(desk, "prices", write("prices.csv", ended))
    assert (report.new, report.changed, report.unchanged) == (0, 1, 2)
    assert desk.ask(count_of, PriceRule) == 3


def test_a_price_rule_that_cannot_be_is_named(file_desk: Desk, write: Write) -> None:
    head = PRICES.partition("\n")[0]
    rows = (
        "contract,,,,CHAI,,,1,,,,no",
        "list,x,,KEY,CHAI,,,1,5,,,no",
        "bargain,,,,,,,,5,,,",
        "promotion,x,,,,,,,,,,no",
        "contract,,ALFKI,,NIX,,,1,,,,no",
        "contract,a,ALFKI,,CHAI,,,1,,,,no",
        "contract,b,ALFKI,,CHAI,,,2,,,,no",
    )
    report = run_import(file_desk, "prices", write("prices.csv", "\n".join((head, *rows)) + "\n"))
    assert [(error.line, error.column) for error in report.errors] == [
        (2, "customer"), (3, "discount"), (4, "level"), (5, "price"), (6, "sku"), (8, ""),
    ]  # fmt: skip


def test_users_get_their_roles(desk: Desk, write: Write) -> None:
    users = "login,name,roles\nann,Ann,clerk|receivables\nzoe,Zoë Brandt,viewer\n"
    report = run_import(desk, "users", write("users.csv", users))
    assert (report.new, report.changed, report.unchanged) == (1, 1, 0)
    assert run_import(desk, "users", write("users.csv", users)).unchanged == 2
    report = run_import(desk, "users", write("users.csv", "login,name,roles\nbad,Bad,clerk|king\nbare,Bare,\n"))
    assert [(error.line, error.column) for error in report.errors] == [(2, "roles"), (3, "roles")]


def test_addresses_and_contacts_go_by_their_name(desk: Desk, write: Write) -> None:
    addresses = (
        'customer,name,street,city\nALFKI,"Alfreds, Lager",Am Hafen 1,Berlin\nalfki,Alfreds Küche,Am Hafen 2,Berlin\n'
    )
    contacts = "customer,name,role,phone,email\nALFKI,Maria Anders,Sales,030-0074321,maria@alfki.example\n"
    for kind, text, model, new in (("addresses", addresses, Address, 2), ("contacts", contacts, Contact, 1)):
        before = desk.ask(count_of, model)
        assert run_import(desk, kind, write("f.csv", text)).new == new
        assert run_import(desk, kind, write("f.csv", text)).unchanged == new
        assert desk.ask(count_of, model) == before + new
    assert run_import(desk, "contacts", write("f.csv", contacts.replace("Sales", "Owner"))).changed == 1
    report = run_import(desk, "addresses", write("f.csv", "customer,name\nNOBODY,x\n,y\n"))
    assert [(error.line, error.column) for error in report.errors] == [(2, "customer"), (3, "customer")]


ORDERS = """number,customer,stage,wanted_date,sku,quantity,unit,price,discount,note
4001,ALFKI,confirmed,today+2,CHAI,2,case,,,
4001,ALFKI,confirmed,today+2,TOFU,5,pc,23.25,2,ripe
4002,ERNSH,draft,today+9,KONBU,10,,,,
"""


def test_orders_are_entered_and_submitted_like_any_other(desk: Desk, write: Write) -> None:
    file = write("orders.csv", ORDERS)
    report = run_import(desk, "orders", file)
    assert (report.rows, report.new, report.errors, report.notes) == (3, 2, (), ())
    rows = desk.ask(lambda reading: reading.all(select(table(Order)).order_by(table(Order).c.number)))
    assert [(row.number, row.state) for row in rows] == [(4001, "confirmed"), (4002, "draft")]
    stock = table(Stock)
    assert desk.ask(lambda reading: reading.scalar(select(func.sum(stock.c.allocated)))) == 29_000
    again = run_import(desk, "orders", file)
    assert (again.new, again.unchanged, again.errors) == (0, 2, ())
    assert desk.ask(count_of, OrderLine) == 3
    assert desk.ask(check) == ()


def test_an_order_that_is_held_is_said_so(file_desk: Desk, write: Write) -> None:
    report = run_import(file_desk, "orders", write("o.csv", "number,customer,sku,quantity\n4001,CASHC,CHAI,1\n"))
    assert report.notes == ("order 4001 is held for credit",)


def test_every_order_that_cannot_be_is_named_on_its_row(file_desk: Desk, write: Write) -> None:
    orders = (
        "number,customer,stage,order_date,sku,quantity,unit,price\n"
        "4001,ALFKI,,,CHAI,1,,\n"
        "4002,NOBODY,,,CHAI,1,,\n"
        "4003,ALFKI,,,NOTHING,1,,\n"
        "4003,ALFKI,,,CHAI,zero,,\n"
        "4004,ALFKI,shipped,,CHAI,1,,\n"
        "4001,ALFKI,,,TOFU,1,,\n"
        "4005,ALFKI,,,CHAI,1,crate,\n"
        "4006,ALFKI,,,CHAI,1,,\n"
        "4006,ERNSH,,,TOFU,1,,\n"
        "none,ALFKI,,,CHAI,1,,\n"
    )
    report = run_import(file_desk, "orders", write("orders.csv", orders))
    assert [(error.line, error.column) for error in report.errors] == [
        (3, "customer"), (4, "sku"), (5, "quantity"), (6, "stage"), (7, "number"), (8, "unit"), (10, "number"),
        (11, "number"),
    ]  # fmt: skip
    assert file_desk.ask(count_of, Order) == 0


def test_what_the_guard_blocks_stands_on_the_lines_own_row(file_desk: Desk, write: Write) -> None:
    run_import(file_desk, "products", write("p.csv", "sku,name,active\nTOFU,Tofu,no\n"))
    orders = "number,customer,sku,quantity\n4001,ALFKI,CHAI,1\n4001,ALFKI,TOFU,1\n"
    report = run_import(file_desk, "orders", write("orders.csv", orders))
    (error,) = report.errors
    assert error.line == 3
    assert error.reason.startswith("order 4001: ")
    assert "TOFU" in error.reason


def test_receipts_go_by_their_number(desk: Desk, write: Write) -> None:
    receipts = "number,customer,date,amount,method,reference\n9001,ALFKI,today-1,100.00,cash,on account\n"
    assert run_import(desk, "receipts", write("r.csv", receipts)).new == 1
    assert run_import(desk, "receipts", write("r.csv", receipts)).unchanged == 1
    assert desk.ask(count_of, Receipt) == 1
    bad = (
        "number,customer,date,amount,order\n"
        "9001,ERNSH,today,5,\n9002,ALFKI,today,,\n9003,ALFKI,today+1,5,\n9004,NIX,,0,77\n"
    )
    report = run_import(desk, "receipts", write("r.csv", bad))
    assert [(error.line, error.column) for error in report.errors] == [
        (2, "number"), (3, "amount"), (4, ""), (5, "date"),
    ]  # fmt: skip


def test_text_from_outside_is_cleaned_and_shown_safely(file_desk: Desk, write: Write) -> None:
    report = run_import(file_desk, "segments", write("s.csv", 'code,name\nA,"x\x1b[31m y\u202e z"\n'))
    assert report.new == 1
    names = file_desk.ask(lambda reading: reading.all(select(table(Segment).c.name)))
    assert names[0].name == "x[31m y z"
    report = run_import(file_desk, "customers", write("c.csv", "code,name,terms\nB,b,N\x1b]0;x\x07\n"))
    assert "\x1b" not in str(report.errors[0])


def test_ten_thousand_errors_are_enough(file_desk: Desk, write: Write) -> None:
    report = run_import(file_desk, "segments", write("s.csv", "code,name\n" + ",\n" + "X,\n" * 12_000))
    assert len(report.errors) == 10_000
    assert report.notes[-1] == "there may be more than these 10,000 errors; reading stopped there"


def test_lines_of_an_order_may_have_a_day_and_a_place_of_their_own(file_desk: Desk, write: Write) -> None:
    person(file_desk.store, "root").do(addresses.address, "ALFKI", street="Site 1", city="Away")
    rows = (
        "number,customer,sku,quantity,line_wanted,line_ship_to,drop_ship\n"
        "4001,ALFKI,CHAI,1,,,\n"
        "4001,ALFKI,TOFU,1,2026-11-30,site 1,no\n"
    )
    report = run_import(file_desk, "orders", write("o.csv", rows))
    assert not report.errors

    def look(reading: Reading) -> None:
        lines = reading.all(select(table(OrderLine)).order_by(table(OrderLine).c.position))
        assert [line.wanted for line in lines] == [None, date(2026, 11, 30)]
        assert lines[0].ship_to_id is None and lines[1].ship_to_id is not None
        assert check(reading) == ()

    file_desk.ask(look)
    again = rows.replace("4001", "4002").replace("site 1", "nowhere")
    assert "0 addresses of ALFKI" in str(run_import(file_desk, "orders", write("p.csv", again)).errors)
