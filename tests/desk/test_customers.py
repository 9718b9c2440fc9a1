"""Customers: entering them, changing them, guarding the money, and finding them by what changed."""

from __future__ import annotations

from typing import Any

import pytest

from orderdesk.desk import customers, prices
from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, Conflict, NotAllowed, NotFound, Refused
from orderdesk.queries import look_up
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.rows import events, last_event, row, rows

CUSTOMER = "SELECT * FROM customer WHERE code = :code"


@pytest.fixture
def root(store: Store) -> Desk:
    return person(store, "root")


def found(desk: Desk, text: str) -> list[str]:
    return [one.code for one in desk.ask(look_up.customers, text)]


def test_a_new_customer_has_an_address_to_bill_and_one_to_deliver_to(store: Store, root: Desk) -> None:
    key = root.do(
        customers.new, " blauw ", "Café Blauwer  See", street="Forsterstr. 57", city="Mannheim", postcode="68306",
        credit_limit=500_00, vat_id="DE123",
    )  # fmt: skip
    kept = row(store, CUSTOMER, code=key)
    assert (key, kept.name, kept.credit_limit, kept.block, kept.version) == (
        "BLAUW",
        "Café Blauwer See",
        500_00,
        "none",
        1,
    )
    addresses = rows(
        store, "SELECT kind, name, city, standard FROM address WHERE customer_id = :id ORDER BY id", id=kept.id
    )
    assert [one[0] for one in addresses] == ["billing", "shipping"]
    assert all(one[1] == "Café Blauwer See" and one[2] == "Mannheim" and one[3] for one in addresses)
    assert last_event(store) == (
        "customer.new", {"code": "BLAUW", "name": "Café Blauwer See", "credit_limit": 500_00}
    )  # fmt: skip
    assert found(root, "cafe mannh") == found(root, "de123") == ["BLAUW"]


def test_a_taken_code_is_refused_whatever_its_case(store: Store, root: Desk) -> None:
    before = events(store)
    with pytest.raises(Refused, match="customer ALFKI exists already"):
        root.do(customers.new, "alfki", "Another")
    assert events(store) == before


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"terms": "N99"}, "there are no terms N99"),
        ({"segment": "NOPE"}, "there is no segment NOPE"),
        ({"price_list": "NO\x00PE"}, "there is no price list NO␀PE"),
    ],
)
def test_what_a_customer_refers_to_must_be_there(root: Desk, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotFound, match=sentence):
        root.do(customers.new, "NEW", "New", **said)
    with pytest.raises(NotFound, match=sentence):
        root.do(customers.change, "ALFKI", **said)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"code": ""}, "customer code is empty"),
        ({"code": "A B"}, "has a blank in it"),
        ({"code": "A" * 33}, "33 characters; 32 is the most"),
        ({"code": "SOFT\u00adHY"}, "nobody could type"),
        ({"name": "\x00\u202e \t"}, "name is empty"),
        ({"name": "x" * 201}, "201 characters"),
        ({"name": "x" * 100_000}, "100,000 characters"),
        ({"credit_limit": -1}, "credit limit is negative"),
        ({"credit_limit": 10**15 + 1}, "credit limit is too large"),
        ({"credit_limit": 10.5}, "credit limit '10.5' is not a whole number"),
        ({"credit_limit": True}, "is not a whole number"),
        ({"grace_days": 10**12}, "grace days is too large"),
        ({"block": "maybe"}, "block 'maybe' is not one of none, ship, invoice, all"),
        ({"delivery_rule": "\x1b[31m"}, "delivery rule '␛"),
        ({"priority": 0}, "priority is too small"),
        ({"language": ""}, "language is empty"),
        ({"postcode": "9" * 21}, "postcode has 21 characters"),
    ],
)
def test_values_that_make_no_sense_are_named(store: Store, root: Desk, said: dict[str, Any], sentence: str) -> None:
    before = rows(store, "SELECT count(*) FROM customer")
    with pytest.raises(BadValue, match=sentence):
        root.do(customers.new, **{"code": "NEW", "name": "New", **said})
    assert rows(store, "SELECT count(*) FROM customer") == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Smith [/b] Co", "Smith [/b] Co"),
        ("[red]Smith[/]", "[red]Smith[/]"),
        ("Smith \x1b[31m Co\x1b]0;title\x07", "Smith [31m Co]0;title"),
        ("""O'Brien "Bros" `x` \\; --""", """O'Brien "Bros" `x` \\; --"""),
        ("Nul\x00l & Co", "Null & Co"),
        ("ABC \u202efdp.exe\u200f Ltd", "ABC fdp.exe Ltd"),
        ("line\nbreak\r\n\ttab", "line break tab"),
        ("Zoe\u0308 %s {0} :name", "Zoë %s {0} :name"),
        ("'; DROP TABLE customer; --", "'; DROP TABLE customer; --"),
        ("日本酒 🍶 مرحبا", "日本酒 🍶 مرحبا"),
    ],
)
def test_text_from_outside_is_kept_literally_without_what_cannot_be_seen(
    store: Store, root: Desk, typed: str, kept: str
) -> None:
    root.do(customers.new, "ODD", typed, city=typed, note=typed)
    one = row(store, CUSTOMER, code="ODD")
    assert (one.name, one.note) == (kept, kept)
    assert rows(store, "SELECT DISTINCT city FROM address WHERE customer_id = :id", id=one.id) == [(kept,)]
    root.do(customers.contact, "ODD", typed, role=typed)
    assert row(store, "SELECT name, role FROM contact").name == kept
    assert found(root, typed) in (["ODD"], [])  # never an error


def test_a_change_records_from_and_to_of_what_changed_only(store: Store, root: Desk) -> None:
    root.do(prices.price_list, "GOLD")
    root.do(customers.change, "alfki", name="Alfreds Futterkiste", price_list="gold", terms="NOW", language="DE")
    assert last_event(store) == (
        "customer.change", {"price_list": [None, "GOLD"], "terms": ["N30", "NOW"], "language": ["en", "de"]}
    )  # fmt: skip
    assert row(store, CUSTOMER, code="ALFKI").version == 2
    root.do(customers.change, "ALFKI", price_list="")
    assert last_event(store) == ("customer.change", {"price_list": ["GOLD", None]})


def test_a_change_of_nothing_writes_nothing(store: Store, root: Desk) -> None:
    before = events(store)
    root.do(customers.change, "ALFKI", name="Alfreds Futterkiste", price_list="", city="Berlin")
    root.do(customers.limit, "ALFKI", credit_limit=10_000_00, block="none")
    assert (events(store), row(store, CUSTOMER, code="ALFKI").version) == (before, 1)


def test_a_change_of_place_moves_the_ship_to_along_while_it_is_the_same(store: Store, root: Desk) -> None:
    places = "SELECT kind, name, city FROM address WHERE customer_id = 1 ORDER BY id"
    root.do(customers.change, "ALFKI", name="Alfreds", city="Potsdam")
    assert rows(store, places) == [("billing", "Alfreds", "Potsdam"), ("shipping", "Alfreds", "Potsdam")]
    assert last_event(store)[1] == {"name": ["Alfreds Futterkiste", "Alfreds"], "city": ["Berlin", "Potsdam"]}
    assert (found(root, "potsdam"), found(root, "berlin"), found(root, "futterkiste")) == (["ALFKI"], [], [])
    ship_to = row(store, "SELECT id FROM address WHERE customer_id = 1 AND kind = 'shipping'").id
    root.do(customers.address, "ALFKI", address=ship_to, city="Werder")
    root.do(customers.change, "ALFKI", city="Cottbus")
    assert rows(store, places) == [("billing", "Alfreds", "Cottbus"), ("shipping", "Alfreds", "Werder")]


def test_a_stale_version_is_a_conflict_that_says_who_and_when(store: Store, root: Desk) -> None:
    person(store, "rae").do(customers.limit, "ALFKI", block="ship")
    with pytest.raises(Conflict, match="customer ALFKI was changed by rae on 2026-11-12 at 14:05"):
        root.do(customers.change, "ALFKI", name="Late", version=1)
    with pytest.raises(Conflict, match="changed by rae"):
        root.do(customers.limit, "ALFKI", block="none", version=1)
    root.do(customers.change, "ALFKI", name="In time", version=2)
    assert row(store, CUSTOMER, code="ALFKI").name == "In time"


def test_another_address_or_contact_makes_no_other_version(store: Store, root: Desk) -> None:
    root.do(customers.contact, "ALFKI", "Maria Anders")
    root.do(customers.address, "ALFKI", city="Hamburg")
    root.do(customers.change, "ALFKI", note="as read", version=1)


def test_the_limit_has_its_own_right(store: Store) -> None:
    ann, rae = person(store, "ann"), person(store, "rae")
    with pytest.raises(NotAllowed, match=r"ann may not do customer\.limit"):
        ann.do(customers.limit, "ALFKI", credit_limit=None)
    rae.do(customers.limit, "ALFKI", credit_limit=None, grace_days=14)
    assert last_event(store) == ("customer.limit", {"credit_limit": [10_000_00, None], "grace_days": [0, 14]})
    rae.do(customers.limit, "ALFKI", credit_limit=0)
    assert last_event(store) == ("customer.limit", {"credit_limit": [None, 0]})
    rae.do(customers.limit, "ALFKI", block="all")
    assert tuple(row(store, "SELECT credit_limit, grace_days, block FROM customer WHERE code = 'ALFKI'")) == (
        0,
        14,
        "all",
    )


def test_who_may_not_set_limits_enters_customers_as_cash_only(store: Store) -> None:
    ann, rae = person(store, "ann"), person(store, "rae")
    ann.do(customers.new, "CASH1", "By a clerk")
    rae.do(customers.new, "OPEN1", "By receivables")
    limits = rows(store, "SELECT code, credit_limit FROM customer WHERE code IN ('CASH1', 'OPEN1') ORDER BY code")
    assert limits == [("CASH1", 0), ("OPEN1", None)]
    for said in ({"credit_limit": 1}, {"grace_days": 1}, {"block": "all"}):
        with pytest.raises(NotAllowed, match=r"customer\.limit"):
            ann.do(customers.new, "NEVER", "Never", **said)


def test_the_first_address_of_its_kind_is_the_standard_and_there_is_only_one(store: Store, root: Desk) -> None:
    second = root.do(customers.address, "ALFKI", name="Lager", city="Hamburg")
    third = root.do(customers.address, "ALFKI", city="Bremen", standard=True)
    assert last_event(store)[1]["address"] == third
    standard = "SELECT id FROM address WHERE customer_id = 1 AND kind = 'shipping' AND standard"
    assert rows(store, standard) == [(third,)]
    root.do(customers.address, "ALFKI", address=second, standard=True, city="Hamburg")
    assert rows(store, standard) == [(second,)]
    assert last_event(store)[1] == {"address": second, "standard": [False, True]}
    assert found(root, "bremen alfki") == ["ALFKI"]
    with pytest.raises(NotFound, match="no address with id"):
        root.do(customers.address, "ERNSH", address=second, city="Elsewhere")
    with pytest.raises(BadValue, match="kind 'holiday' is not one of billing, shipping"):
        root.do(customers.address, "ALFKI", kind="holiday")


def test_a_contact_is_found_by_name_and_telephone_and_can_be_changed(store: Store, root: Desk) -> None:
    key = root.do(customers.contact, "ernsh", "Roland Mendel", role="Sales", phone="+43 (316) 7675-3426")
    assert row(store, "SELECT phone, phone_digits FROM contact").phone_digits == "4331676753426"
    assert found(root, "mendel") == found(root, "43316 767") == ["ERNSH"]
    root.do(customers.contact, "ERNSH", "Rolanda Mendel", contact=key, phone="555-12345")
    assert last_event(store)[1] == {
        "contact": key,
        "name": ["Roland Mendel", "Rolanda Mendel"],
        "phone": ["+43 (316) 7675-3426", "555-12345"],
        "phone_digits": ["4331676753426", "55512345"],
    }
    assert (found(root, "555 12345"), found(root, "43316767")) == (["ERNSH"], [])
    assert row(store, "SELECT role FROM contact").role == "Sales"
    with pytest.raises(NotFound, match="customer ALFKI has no contact with id"):
        root.do(customers.contact, "ALFKI", "Nobody", contact=key)


def test_segments_and_terms_are_entered_once(store: Store, root: Desk) -> None:
    root.do(prices.price_list, "HORECA")
    assert root.do(customers.segment, "horeca", "Hotels & cafés", price_list="HORECA") == "HORECA"
    root.do(customers.change, "ALFKI", segment="HORECA")
    assert last_event(store)[1] == {"segment": [None, "HORECA"]}
    with pytest.raises(Refused, match="segment HORECA exists already"):
        root.do(customers.segment, "HORECA", "Again")
    root.do(customers.terms, "2-10", "2 % in 10 days", net_days=30, discount_days=10, discount=2_000)
    assert tuple(row(store, "SELECT discount_days, discount FROM terms WHERE code = '2-10'")) == (10, 2_000)
    with pytest.raises(Refused, match="terms N30 exist already"):
        root.do(customers.terms, "n30", "Again")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"net_days": -1}, "net days is negative"),
        ({"discount": 2_000}, "needs both"),
        ({"discount_days": 10}, "needs both"),
        ({"discount": 100_001, "discount_days": 10}, "too large"),
        ({"net_days": 7, "discount": 2_000, "discount_days": 10}, "10 days are more than the 7 days net"),
    ],
)
def test_terms_that_contradict_themselves_are_named(root: Desk, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        root.do(customers.terms, "ODD", "Odd", **said)


def test_somebody_without_the_right_is_told_which_one(store: Store) -> None:
    with pytest.raises(NotAllowed, match=r"vic may not do customer\.new; that takes clerk"):
        person(store, "vic").do(customers.new, "NEW", "New")
