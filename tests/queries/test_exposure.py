"""What a customer owes in every form, by what happened to the orders."""

from __future__ import annotations

from orderdesk.desk import amendments, company, invoicing, orders
from orderdesk.queries.exposure import exposure
from orderdesk.rules.credit import Exposure
from orderdesk.store.store import Store
from tests.company import person
from tests.selling import sell, ship

ALFKI = 1


def test_a_submitted_order_counts_unless_its_credit_hold_stands(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "SAFFRON", 100_000)
    assert ann.do(orders.submit, number).state == "submitted"
    assert ann.ask(exposure, ALFKI) == Exposure()
    other = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, other, "CHAI", 1_000, discount=30_000)
    assert ann.do(orders.submit, other).state == "submitted"  # held for its discount only
    assert ann.ask(exposure, ALFKI) == Exposure(submitted=1_499)


def test_a_confirmed_order_counts_even_when_an_amendment_put_it_over_the_limit(store: Store) -> None:
    ann = person(store, "ann")
    number = sell(store, ("CHAI", 1), customer="ALFKI")
    held = ann.do(amendments.amend, number, "SAFFRON", 100_000)
    assert [finding.kind for finding in held.findings if finding.severity == "hold"] == ["credit"]
    waiting = ann.do(orders.new, "ALFKI")  # so that there is a submitted order, and the holds are looked at
    ann.do(orders.line, waiting, "CHAI", 1_000, discount=30_000)
    ann.do(orders.submit, waiting)
    assert ann.ask(exposure, ALFKI).confirmed_not_shipped == 2_142 + 1_190_000


def test_an_amount_moves_on_from_part_to_part_and_its_sum_stays(store: Store) -> None:
    person(store, "root").do(company.setting, "billing", "hand")
    ann = person(store, "ann")
    number = sell(store, ("TOFU", 40), customer="ALFKI")  # 35 are there
    whole = 110_670
    assert ann.ask(exposure, ALFKI) == Exposure(confirmed_not_shipped=whole)
    ship(store, number)
    assert ann.ask(exposure, ALFKI) == Exposure(shipped_not_invoiced=96_836, confirmed_not_shipped=13_834)
    person(store, "rae").do(invoicing.post, number)
    assert ann.ask(exposure, ALFKI) == Exposure(open_invoices=96_836, confirmed_not_shipped=13_834)
