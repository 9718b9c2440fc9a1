"""What customers call our products."""

from __future__ import annotations

import pytest

from orderdesk.desk import customer_items
from orderdesk.errors import BadValue, NotAllowed, NotFound, Refused
from orderdesk.queries.customer_items import OwnCode
from orderdesk.queries.customer_items import customer_items as listed
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.rows import row


def codes(store: Store, customer: str = "ALFKI") -> list[tuple[str, str, str]]:
    return [(one.code, one.sku, one.unit) for one in person(store, "vic").ask(listed, customer)]


def test_a_code_is_kept_in_upper_case_with_its_unit(store: Store) -> None:
    ann = person(store, "ann")
    assert ann.do(customer_items.item, "alfki", "t-1", "tofu") == "T-1"
    ann.do(customer_items.item, "ALFKI", "4711", "CHAI", unit="case")
    assert ann.ask(listed, "alfki") == (OwnCode("4711", "CHAI", "Chai", "case"), OwnCode("T-1", "TOFU", "Tofu", "pc"))
    assert codes(store, "ERNSH") == []


def test_a_code_that_is_said_again_means_the_new_product(store: Store) -> None:
    ann = person(store, "ann")
    ann.do(customer_items.item, "ALFKI", "1", "TOFU")
    ann.do(customer_items.item, "ALFKI", "1", "CHAI", unit="case")
    ann.do(customer_items.item, "ALFKI", "1", "CHAI", unit="case")
    assert codes(store) == [("1", "CHAI", "case")]
    assert row(store, "SELECT count(*) AS n FROM event WHERE verb = 'customer.item'").n == 2


def test_a_code_is_forgotten(store: Store) -> None:
    ann = person(store, "ann")
    ann.do(customer_items.item, "ALFKI", "1", "TOFU")
    assert ann.do(customer_items.item_remove, "ALFKI", "1") == "1"
    assert codes(store) == []
    with pytest.raises(NotFound, match="ALFKI has no code 1"):
        ann.do(customer_items.item_remove, "ALFKI", "1")


def test_a_code_of_ours_for_another_product_would_never_be_reached(store: Store) -> None:
    with pytest.raises(Refused, match="CHAI is our own code for Chai"):
        person(store, "ann").do(customer_items.item, "ALFKI", "chai", "TOFU")


@pytest.mark.parametrize(
    ("customer", "code", "sku", "unit", "kind"),
    [
        ("NOBODY", "1", "CHAI", None, NotFound),
        ("ALFKI", "1", "NOTHING", None, NotFound),
        ("ALFKI", "1", "CHAI", "crate", NotFound),
        ("ALFKI", "1 2", "CHAI", None, BadValue),
        ("ALFKI", "", "CHAI", None, BadValue),
    ],
)
def test_what_is_wrong_is_said(
    store: Store, customer: str, code: str, sku: str, unit: str | None, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        person(store, "ann").do(customer_items.item, customer, code, sku, unit=unit)
    with pytest.raises(NotFound):
        codes(store, "NOBODY")


def test_only_the_office_keeps_them(store: Store) -> None:
    with pytest.raises(NotAllowed):
        person(store, "vic").do(customer_items.item, "ALFKI", "1", "CHAI")
