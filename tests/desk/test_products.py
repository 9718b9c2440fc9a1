"""Products: entering and changing them, their units and barcodes, and what they refer to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from orderdesk.desk import orders, products, stock
from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, Conflict, NotAllowed, NotFound, Refused
from orderdesk.queries import look_up
from orderdesk.store.store import Store
from orderdesk.values import parse_price
from tests.company import person
from tests.desk.rows import events, last_event, row, rows

PRODUCT = "SELECT * FROM product WHERE sku = :sku"
CHAI_CODE = "4006381333931"
OTHER_CODE = "2104170000018"


@pytest.fixture
def root(store: Store) -> Desk:
    return person(store, "root")


def found(desk: Desk, text: str) -> list[str]:
    return [one.sku for one in desk.ask(look_up.products, text)]


def test_a_new_product_takes_the_companys_tax_class_and_is_found_by_what_it_is_called(store: Store, root: Desk) -> None:
    key = root.do(
        products.new, "gouda-6m", "Gouda, 6 Monate gereift", category="food", unit="kg",
        list_price=parse_price("12.3456"), cost=80_000, min_qty=500, multiple=500, lead_days=10, pack="Laib à 4,5 kg",
    )  # fmt: skip
    kept = row(store, PRODUCT, sku=key)
    assert (key, kept.tax_class, kept.list_price, kept.multiple, kept.unit) == (
        "GOUDA-6M",
        "standard",
        123_456,
        500,
        "kg",
    )
    assert found(root, "laib a gouda") == found(root, "gereift") == found(root, "gouda-6") == ["GOUDA-6M"]
    assert last_event(store)[1] == {"sku": key, "name": kept.name, "list_price": 123_456, "cost": 80_000}


def test_prices_with_five_decimals_never_come_this_far() -> None:
    with pytest.raises(BadValue, match="too fine: at most 4 decimals"):
        parse_price("1.23456")


def test_a_taken_sku_is_refused_whatever_its_case(store: Store, root: Desk) -> None:
    before = events(store)
    with pytest.raises(Refused, match="product CHAI exists already"):
        root.do(products.new, "chai", "Another")
    assert events(store) == before


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"category": "NOPE"}, "there is no category NOPE"),
        ({"supplier": "NOPE"}, "there is no supplier NOPE"),
        ({"tax_class": "luxury"}, "there is no tax class luxury"),
    ],
)
def test_what_a_product_refers_to_must_be_there(root: Desk, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotFound, match=sentence):
        root.do(products.new, "NEW", "New", **said)
    with pytest.raises(NotFound, match=sentence):
        root.do(products.change, "CHAI", **said)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"sku": " "}, "SKU is empty"),
        ({"name": "\x00"}, "name is empty"),
        ({"kind": "air"}, "kind 'air' is not one of stocked, made_to_order, service"),
        ({"unit": ""}, "unit is empty"),
        ({"list_price": -1}, "list price is negative"),
        ({"list_price": 10**13 + 1}, "list price is too large"),
        ({"cost": 1.5}, "cost '1.5' is not a whole number"),
        ({"min_qty": -1}, "minimum quantity is negative"),
        ({"multiple": 10**12 + 1}, "multiple is too large"),
        ({"over_delivery": 100_001}, "over-delivery is too large"),
        ({"lead_days": 99_999}, "lead days is too large"),
    ],
)
def test_values_that_make_no_sense_are_named(root: Desk, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        root.do(products.new, **{"sku": "NEW", "name": "New", **said})


def test_text_from_outside_is_kept_literally_without_what_cannot_be_seen(store: Store, root: Desk) -> None:
    root.do(products.new, "O'DD[/b]\"%", "Smith [/b] \x1b[2J\u202eCo\x00", pack="'; --")
    assert tuple(row(store, "SELECT name, pack FROM product WHERE sku = :sku", sku="O'DD[/B]\"%")) == (
        "Smith [/b] [2JCo", "'; --",
    )  # fmt: skip
    assert found(root, "o'dd[/b]\"%") == ["O'DD[/B]\"%"]


def test_a_change_records_from_and_to_of_what_changed_only(store: Store, root: Desk) -> None:
    root.do(products.supplier, "darje", "Darjeeling & Co", lead_days=14)
    root.do(products.change, "chai", name="Chai", list_price=190_000, supplier="DARJE", active=False)
    assert last_event(store) == (
        "product.change", {"list_price": [180_000, 190_000], "supplier": [None, "DARJE"], "active": [True, False]}
    )  # fmt: skip
    root.do(products.change, "CHAI", list_price=None, supplier="", category="")
    assert last_event(store)[1] == {
        "list_price": [190_000, None], "supplier": ["DARJE", None], "category": ["FOOD", None]
    }  # fmt: skip
    before = events(store)
    root.do(products.change, "CHAI", list_price=None, cost=100_000)
    assert (events(store), row(store, PRODUCT, sku="CHAI").version) == (before, 3)
    root.do(products.change, "CHAI", name="Masala")
    assert (found(root, "masala"), found(root, "chai")) == (["CHAI"], ["CHAI"])


def test_a_stale_version_is_a_conflict_that_says_who_and_when(root: Desk, store: Store) -> None:
    person(store, "pat").do(products.change, "CHAI", cost=110_000)
    with pytest.raises(Conflict, match="product CHAI was changed by pat on 2026-11-12 at 14:05"):
        root.do(products.change, "CHAI", cost=120_000, version=1)


def test_the_stock_unit_stays_once_goods_have_moved_or_been_ordered(store: Store, root: Desk) -> None:
    with pytest.raises(Refused, match="CHAI stays counted by the pc"):
        root.do(products.change, "CHAI", unit="kg")
    number = person(store, "ann").do(orders.new, "ALFKI")
    person(store, "ann").do(orders.line, number, "KONBU", 1_000)
    with pytest.raises(Refused, match="KONBU stays counted by the pc"):
        root.do(products.change, "KONBU", unit="kg")
    root.do(products.new, "NEW", "New")
    root.do(products.barcode, "NEW", OTHER_CODE)
    root.do(products.change, "NEW", unit="kg")
    assert row(store, "SELECT unit FROM barcode WHERE code = :code", code=OTHER_CODE).unit == "kg"


def test_goods_on_hand_keep_their_kind(store: Store, root: Desk) -> None:
    with pytest.raises(Refused, match="TOFU stays stocked: 35 pc are on hand"):
        root.do(products.change, "TOFU", kind="service")
    root.do(stock.adjust, "TOFU", -35_000, "gave them away")
    root.do(products.change, "TOFU", kind="service")
    assert row(store, PRODUCT, sku="TOFU").kind == "service"


def test_a_barcode_is_kept_in_one_form_and_found_whichever_way_it_is_scanned(store: Store, root: Desk) -> None:
    assert root.do(products.barcode, "TOFU", "0036000291452", unit="pc") == "0036000291452"
    assert found(root, "036000291452") == found(root, "00036000291452") == ["TOFU"]
    assert last_event(store) == ("product.barcode", {"barcode": "0036000291452", "unit": "pc"})
    assert root.do(products.barcode, "CHAI", "1 4006381-33393 8", unit="case") == "14006381333938"
    assert "14006381333938" in row(store, PRODUCT, sku="CHAI").search


@pytest.mark.parametrize(
    ("work", "error", "sentence"),
    [
        (lambda do: do(products.barcode, "TOFU", "4006381333932"), BadValue, "its check digit is 1"),
        (lambda do: do(products.barcode, "TOFU", "12345"), BadValue, "has 5 digits"),
        (lambda do: do(products.barcode, "TOFU", "40063813339③1"), BadValue, "not a row of digits"),
        (lambda do: do(products.barcode, "TOFU", CHAI_CODE), Refused, r"is on CHAI \(pc\) already"),
        (lambda do: do(products.barcode, "CHAI", CHAI_CODE, unit="case"), Refused, r"is on CHAI \(pc\) already"),
        (lambda do: do(products.barcode, "TOFU", OTHER_CODE, unit="case"), NotFound, "TOFU is not sold by the case"),
        (lambda do: do(products.barcode, "NOPE", OTHER_CODE), NotFound, "there is no product NOPE"),
    ],
)
def test_a_barcode_that_cannot_be_is_refused(
    root: Desk, work: Callable[..., object], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        work(root.do)


def test_a_unit_holds_so_many_stock_units(store: Store, root: Desk) -> None:
    assert root.do(products.unit, "TOFU", " tray ", 24_000) == "tray"
    assert last_event(store) == ("product.unit", {"unit": "tray", "factor": [None, 24_000]})
    root.do(products.unit, "TOFU", "tray", 30_000)
    assert last_event(store)[1]["factor"] == [24_000, 30_000]
    before = events(store)
    root.do(products.unit, "TOFU", "tray", 30_000)
    assert events(store) == before
    with pytest.raises(Refused, match="TOFU is counted by the pc"):
        root.do(products.unit, "TOFU", "pc", 2_000)
    with pytest.raises(BadValue, match="factor is too small"):
        root.do(products.unit, "TOFU", "box", 0)


def test_categories_and_suppliers_are_entered_once(store: Store, root: Desk) -> None:
    assert root.do(products.category, "tea", "Tea", discount_ceiling=12_000, margin_floor=15_000) == "TEA"
    with pytest.raises(Refused, match="category TEA exists already"):
        root.do(products.category, "TEA", "Again")
    with pytest.raises(BadValue, match="margin floor is too large"):
        root.do(products.category, "ODD", "Odd", margin_floor=100_001)
    assert root.do(products.supplier, "oxf", "Oxford Tea", city="Oxford", phone="+44 1865 0\x1b") == "OXF"
    assert row(store, "SELECT phone FROM supplier").phone == "+44 1865 0"
    with pytest.raises(Refused, match="supplier OXF exists already"):
        root.do(products.supplier, "oxf", "Again")


def test_a_tax_rate_is_entered_ahead_and_once_a_day(store: Store, root: Desk) -> None:
    root.do(products.tax_rate, "Standard", 21_000, date(2027, 1, 1))
    assert rows(store, "SELECT rate FROM tax_rate WHERE tax_class = 'standard' ORDER BY valid_from") == [
        (19_000,),
        (21_000,),
    ]
    with pytest.raises(Refused, match="tax class standard is at 21 % from 2027-01-01 on already"):
        root.do(products.tax_rate, "standard", 20_000, date(2027, 1, 1))
    with pytest.raises(BadValue, match="tax rate is too large"):
        root.do(products.tax_rate, "standard", 100_001, date(2028, 1, 1))


def test_a_clerk_changes_no_product(store: Store) -> None:
    with pytest.raises(NotAllowed, match=r"ann may not do product\.change; that takes warehouse or admin"):
        person(store, "ann").do(products.change, "CHAI", cost=1)
