"""PO numbers at submission: the company's rule, the customer's own, and one that is needed."""

from __future__ import annotations

import pytest

from orderdesk.desk import company, customers, orders
from orderdesk.errors import Refused
from orderdesk.store.store import Store
from tests.company import person


def placed(store: Store, po: str, customer: str = "ERNSH") -> list[str]:
    """The kinds of what the guard said of an order with this PO number."""
    ann = person(store, "ann")
    number = ann.do(orders.new, customer, po_number=po)
    ann.do(orders.line, number, "CHAI", 1_000)
    return [finding.kind for finding in ann.do(orders.submit, number).findings]


def test_a_number_that_comes_twice_is_said_by_default_and_of_another_customer_never(store: Store) -> None:
    person(store, "root").do(company.setting, "duplicate_days", 0)
    assert placed(store, "4711") == []
    assert placed(store, "4711", "ALFKI") == []
    assert placed(store, "4711") == ["po-number"]
    assert placed(store, "") == []


def test_the_customers_own_rule_goes_before_the_companys(store: Store) -> None:
    root = person(store, "root")
    root.do(company.setting, "duplicate_days", 0)
    root.do(company.setting, "po_rule", "refuse")
    placed(store, "4711")
    with pytest.raises(Refused, match="PO number 4711 stands on order 1001 already"):
        placed(store, "4711")
    root.do(customers.change, "ERNSH", po_rule="free")
    assert placed(store, "4711") == []


def test_a_customer_that_needs_one_is_asked_for_it(store: Store) -> None:
    person(store, "root").do(customers.change, "ERNSH", po_needed=True)
    with pytest.raises(Refused, match="wants its own order number on every order"):
        placed(store, "")
    assert placed(store, "4711") == []
