from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orderdesk.desk import customers, products
from orderdesk.queries import look_up
from orderdesk.quick_entry import NewLine, readings
from orderdesk.store.store import Store
from tests.company import person


def codes(store: Store, text: str, limit: int = 20) -> list[str]:
    return [one.code for one in person(store, "ann").ask(look_up.customers, text, limit)]


def skus(store: Store, text: str) -> list[str]:
    return [one.sku for one in person(store, "ann").ask(look_up.products, text)]


def meant(store: Store, text: str) -> look_up.Meant:
    entries = tuple(entry for entry in readings(text) if isinstance(entry, NewLine))
    return person(store, "ann").ask(look_up.meant, entries)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("alfki", ["ALFKI"]),
        ("AL", ["ALFKI"]),
        ("futterk", ["ALFKI"]),
        ("alfreds berl", ["ALFKI"]),
        ("graz", ["ERNSH"]),
        ("alfreds graz", []),
        ("e", ["ERNSH"]),
        ("nobody", []),
        ("'; drop table customer; --", []),
        ('"alf* OR', []),
        ("%", []),
        ("", ["ALFKI", "CASHC", "ERNSH"]),
    ],
)
def test_customers_are_found_by_code_and_by_beginnings_of_words(store: Store, text: str, found: list[str]) -> None:
    assert codes(store, text) == found


def test_an_exact_code_comes_first(store: Store) -> None:
    root = person(store, "root")
    root.do(customers.new, "ALF", "Zoo")
    root.do(customers.new, "AAA", "Alf the first")
    assert codes(store, "alf")[0] == "ALF"
    assert set(codes(store, "alf")) == {"ALF", "AAA", "ALFKI"}


def test_accents_and_case_do_not_matter(store: Store) -> None:
    person(store, "root").do(customers.new, "PEREZ", "Pérez Müller & Söhne")
    assert codes(store, "perez mull SÖHNE") == ["PEREZ"]


def test_a_caller_is_found_by_the_telephone_number(store: Store) -> None:
    person(store, "root").do(customers.contact, "ALFKI", "Maria Anders", phone="030-0074321")
    assert codes(store, "030 0074") == ["ALFKI"]


def test_no_more_than_the_limit(store: Store) -> None:
    assert len(codes(store, "", 2)) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chai", ["CHAI"]),
        ("que", ["QUESO-M"]),
        ("queso-m", ["QUESO-M"]),
        ("manchego pas", ["QUESO-M"]),
        ("4006381333931", ["CHAI"]),
        ("04006381333931", ["CHAI"]),
        ("4006381333932", []),
        ("xyz", []),
    ],
)
def test_products_are_found_by_code_barcode_and_words(store: Store, text: str, found: list[str]) -> None:
    assert skus(store, text) == found


def test_free_goods_are_those_of_the_warehouse(store: Store) -> None:
    desk = person(store, "ann")
    (everywhere,) = desk.ask(look_up.products, "chai")
    (north,) = desk.ask(look_up.products, "chai", warehouse="NORTH")
    assert (everywhere.free, north.free) == (120_000, 20_000)


def test_a_code_that_looks_like_a_quantity_is_a_code_first(store: Store) -> None:
    person(store, "root").do(products.new, "6XCHAI", "Six chai", list_price=1_000_000)
    assert meant(store, "6xchai").entry == NewLine("6xchai")
    assert meant(store, "7xchai").entry == NewLine("chai", 7_000)


def test_the_only_product_with_the_words_is_meant(store: Store) -> None:
    found = meant(store, "6 que man")
    assert found.product is not None
    assert (found.product.sku, found.entry.quantity) == ("QUESO-M", 6_000)


def test_of_several_none_is_meant(store: Store) -> None:
    person(store, "root").do(products.new, "QUESO-C", "Queso Cabrales", list_price=210_000)
    found = meant(store, "6 que")
    assert found.product is None
    assert [one.sku for one in found.found] == ["QUESO-C", "QUESO-M"]


def test_a_barcode_brings_its_unit(store: Store) -> None:
    person(store, "root").do(products.barcode, "CHAI", "4006381333948", unit="case")
    found = meant(store, "2 4006381333948").product
    assert found is not None
    assert (found.sku, found.unit) == ("CHAI", "case")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_whatever_is_typed_is_data(store: Store, text: str) -> None:
    desk = person(store, "ann")
    desk.ask(look_up.customers, text)
    desk.ask(look_up.products, text)
