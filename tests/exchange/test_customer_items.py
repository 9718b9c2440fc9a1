"""Customers' own codes from a file."""

from __future__ import annotations

import pytest

from orderdesk.desk.verb import Desk
from orderdesk.exchange.importing import run_import
from orderdesk.queries.customer_items import OwnCode, customer_items
from orderdesk.store.store import Store
from tests.company import NOW, SYSTEM, TODAY
from tests.exchange.conftest import Write

FILE = "customer,code,sku,unit\nALFKI,4711,CHAI,case\nALFKI,4712,TOFU,\n"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, SYSTEM, day=TODAY, clock=lambda: NOW)


def test_codes_come_in_and_the_same_file_twice_changes_nothing(desk: Desk, write: Write) -> None:
    path = write("items.csv", FILE)
    first = run_import(desk, "customer_items", path)
    assert (first.new, first.changed, first.unchanged) == (2, 0, 0)
    again = run_import(desk, "customer_items", path)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert desk.ask(customer_items, "ALFKI") == (
        OwnCode("4711", "CHAI", "Chai", "case"),
        OwnCode("4712", "TOFU", "Tofu", "pc"),
    )
    moved = run_import(desk, "customer_items", write("moved.csv", FILE.replace("TOFU", "KONBU")))
    assert (moved.new, moved.changed, moved.unchanged) == (0, 1, 1)


def test_what_is_wrong_is_named_and_nothing_comes_in(desk: Desk, write: Write) -> None:
    report = run_import(
        desk, "customer_items", write("items.csv", FILE + "NOBODY,1,CHAI,\nALFKI,2,NOTHING,\nALFKI,4711,KONBU,\n")
    )
    assert [error.line for error in report.errors] == [4, 5, 6]
    assert "there is no customer NOBODY" in report.errors[0].reason
    assert desk.ask(customer_items, "ALFKI") == ()
