"""Mappings: what they can say, and the sentences for what they cannot."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, Refused
from orderdesk.exchange.converting import converter
from orderdesk.exchange.importing import run_import
from orderdesk.exchange.mapping import read_mapping
from orderdesk.models import Customer
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from tests.company import NOW, SYSTEM, TODAY
from tests.exchange.conftest import MAPPINGS, Write


@pytest.fixture
def desk(sqlite_store: Store) -> Desk:
    return Desk(sqlite_store, SYSTEM, day=TODAY, clock=lambda: NOW)


@pytest.mark.parametrize(
    ("how", "text", "becomes"),
    [
        ("trim", " Val2 ", "Val2"),
        ("upper", "aé", "AÉ"),
        ("lower", "Davolio", "davolio"),
        ("code", "Grains/Cereals", "GRAINS-CEREALS"),
        ("code", " Café & Crème ", "CAFE-CREME"),
        ("yes-no", "Y", "yes"),
        ("yes-no", "0", "no"),
        ("invert", "1", "no"),
        ("invert", "0", "yes"),
        ("fraction", "0.15", "15"),
        ("fraction", "0.0", "0"),
        ("fraction", "", ""),
        ("fraction", "0.065", "6.5"),
        ("decimal-comma", "1.234,50", "1234.50"),
        ("decimal-comma", "-7,5", "-7.5"),
        ("date", "2018-05-06 00:00:00", "2018-05-06"),
        ("date", "", ""),
        ("date:%d.%m.%Y", "6.5.2018", "2018-05-06"),
        ("date:%m/%d/%y", "5/6/18", "2018-05-06"),
    ],
)
def test_a_conversion_does_what_it_says(how: str, text: str, becomes: str) -> None:
    assert converter(how)(text) == becomes


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("yes-no", "maybe"), ("fraction", "15 %"), ("fraction", "nan"), ("fraction", "1e99"), ("decimal-comma", "1.23"),
        ("date", "6.5.2018"), ("date:%d.%m.%Y", "2018-05-06"), ("date:%d.%m.%Y", "31.2.2018"),
    ],
)  # fmt: skip
def test_what_cannot_be_converted_is_said(how: str, text: str) -> None:
    with pytest.raises(BadValue):
        converter(how)(text)


MAPPING = """
kind = "customers"
[columns]
code = "Kunde"
name = "Firma"
customer_since = "Seit"
credit_limit = "Limit"
[templates]
note = "{Kunde}/{Nr:0>4}"
[defaults]
terms = "N30"
[convert]
customer_since = "date:%d.%m.%Y"
credit_limit = "decimal-comma"
"""


def test_another_systems_file_comes_in(desk: Desk, write: Write) -> None:
    rows = "Nr;Kunde;Firma;Seit;Limit;Egal\n7;MUELL;Müller & Söhne;1.4.2019;2.500,00;x\n"
    report = run_import(desk, "customers", write("kunden.csv", rows), map_file=write("kunden.toml", MAPPING))
    assert (report.new, report.errors) == (1, ())
    row = desk.ask(lambda reading: reading.first(select(table(Customer)).where(table(Customer).c.code == "MUELL")))
    assert row is not None
    assert (row.name, str(row.customer_since), row.credit_limit, row.note) == (
        "Müller & Söhne", "2019-04-01", 250_000, "MUELL/0007",
    )  # fmt: skip


def test_an_error_names_the_files_own_column(desk: Desk, write: Write) -> None:
    rows = "Nr;Kunde;Firma;Seit;Limit\n7;A B;Eins;2019-04-01;x\n8;;Zwei;;12,345\n"
    report = run_import(desk, "customers", write("kunden.csv", rows), map_file=write("kunden.toml", MAPPING))
    assert [(error.line, error.column, error.value) for error in report.errors] == [
        (2, "Seit", "2019-04-01"), (2, "Limit", "x"), (3, "Kunde", ""), (3, "Limit", "12,345"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kind = ", "is not a mapping"),
        ("[columns]\ncode = 'a'", "does not say what it is for"),
        ("kind = 'customers'\n[colums]\ncode = 'a'", "colums means nothing"),
        ("kind = 'customers'\n[columns]\ncode = 1", r"\[columns\] must be a table of texts"),
        ("kind = 'customers'\n[convert]\ncode = 'upper'", "names code, which nothing fills"),
        ("kind = 'customers'\n[columns]\ncode = 'a'\n[convert]\ncode = 'shout'", "no conversion 'shout'"),
        ("kind = 'customers'\n[templates]\ncode = '{a.__class__}'", "cannot be used"),
        ("kind = 'customers'\n[templates]\ncode = '{0}'", "cannot be used"),
        ("kind = 'customers'\n[templates]\ncode = '{a'", "cannot be used|Expected|expected"),
        (
            "kind = 'customers'\n[columns]\ncode = 'a'\n[lookups.code]\nfile = '../x.csv'\nkey = 'a'\nvalue = 'b'",
            "beside",
        ),
        ("kind = 'customers'\n[columns]\ncode = 'a'\n[lookups.code]\nfile = 'x.csv'", "must say file, key, value"),
        ("kind = 'orders'\n[history]\nclosed = 'a'", r"\[history\] has closed"),
    ],
)
def test_a_mapping_that_means_nothing_is_refused(write: Write, text: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_mapping(write("m.toml", text))


def test_a_mapping_must_fit_its_kind_and_its_file(desk: Desk, write: Write) -> None:
    file = write("c.csv", "Kunde,Firma\nA,b\n")
    for mapping, says in (
        ("kind = 'products'\n[columns]\nsku = 'Kunde'", "is a mapping for products, not for customers"),
        ("kind = 'customers'\n[columns]\ncode = 'Kunde'", "has no name"),
        ("kind = 'customers'\n[columns]\ncode = 'Kunde'\nname = 'Firma'\nsize = 'x'", "names the unknown size"),
        ("kind = 'customers'\n[columns]\ncode = 'Kunde'\nname = 'Name'", "lacks Name, which the mapping names"),
        (
            "kind = 'customers'\n[columns]\ncode = 'Kunde'\nname = 'Firma'\n[history]\nclosed_when = 'Firma'",
            "orders only",
        ),
    ):
        with pytest.raises(Refused, match=says):
            run_import(desk, "customers", file, map_file=write("m.toml", mapping))


JOINED = """
kind = "orders"
[columns]
number = "Id"
customer = "Who"
order_date = "Day"
sku = "Item"
quantity = "Many"
price = "Each"
[join]
file = "lines.csv"
on = "Id"
[lookups.customer]
file = "people.csv"
key = "Nr"
value = "Code"
[history]
closed_when = "Gone"
invoice_date = "Gone"
invoice_number = "Id"
"""


def test_joined_files_are_put_together_and_their_faults_stand_on_their_own_lines(desk: Desk, write: Write) -> None:
    write("people.csv", "Nr,Code\n1,ALFKI\n")
    write("lines.csv", "Id,Item,Many,Each\n1,CHAI,2,18\n1,TOFU,x,23\n9,CHAI,1,18\n")
    heads = write("orders.csv", "Id,Who,Day,Gone\n1,1,2020-01-01,2020-01-09\n2,1,2020-01-02,\n3,7,2020-01-03,\n")
    report = run_import(desk, "orders", heads, map_file=write("orders.toml", JOINED))
    assert [(error.file, error.line, error.column, error.value) for error in report.errors] == [
        ("orders.csv", 3, "Id", "2"),
        ("orders.csv", 4, "Id", "3"),
        ("lines.csv", 3, "Many", "x"),
        ("lines.csv", 4, "Id", "9"),
    ]
    write("lines.csv", "Id,Item,Many,Each\n1,CHAI,2,18\n2,TOFU,1,23\n3,CHAI,1,18\n")
    report = run_import(desk, "orders", heads, map_file=write("orders.toml", JOINED))
    assert [str(error) for error in report.errors] == ["orders.csv line 4, Who '7': people.csv has no such Nr"]


def test_a_bills_number_that_is_taken_is_named(desk: Desk, write: Write) -> None:
    write("people.csv", "Nr,Code\n1,ALFKI\n")
    write("lines.csv", "Id,Item,Many,Each\n1,CHAI,2,18\n2,TOFU,1,23\n")
    heads = write("orders.csv", "Id,Who,Day,Gone,Bill\n1,1,2020-01-01,2020-01-09,R7\n2,1,2020-01-02,2020-01-09,R7\n")
    mapping = write("orders.toml", JOINED.replace('invoice_number = "Id"', 'invoice_number = "Bill"'))
    report = run_import(desk, "orders", heads, map_file=mapping)
    assert [(error.line, error.reason) for error in report.errors] == [
        (3, "order 2: its bill's number R7 is taken by another invoice")
    ]


def test_the_mappings_of_northwind_can_be_read() -> None:
    kinds = {read_mapping(path).kind for path in MAPPINGS.glob("*.toml")}
    assert kinds == {"categories", "customers", "orders", "products", "stock", "suppliers", "users"}
