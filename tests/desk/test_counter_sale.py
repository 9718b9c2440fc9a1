"""A counter sale: goods off the shelf, money in the hand, all papers in one go, and no side door."""

from __future__ import annotations

import pytest

from orderdesk.desk import company, conditions, counter_sale, customers, orders
from orderdesk.errors import Refused
from orderdesk.models import Order, Receipt, Shipment
from orderdesk.queries.check import check
from orderdesk.store.store import Store
from tests.company import person
from tests.selling import bills, line, one, sell, stock


def rung_up(store: Store, *goods: tuple[str, int], customer: str = "CASHC") -> int:
    """A draft with these goods."""
    ann = person(store, "ann")
    number: int = ann.do(orders.new, customer)
    for sku, pieces in goods:
        ann.do(orders.line, number, sku, pieces * 1_000)
    return number


def test_goods_money_and_papers_change_hands_at_once(store: Store) -> None:
    """CASHC has a limit of 0: cash only."""
    number = rung_up(store, ("CHAI", 2))
    sold = person(store, "ann").do(counter_sale.sell, number, 50_00)
    assert (sold.gross, sold.paid, sold.change) == (42_84, 42_84, 7_16)
    assert (one(store, Order, number=number).state, one(store, Order, number=number).type) == ("closed", "counter")
    assert stock(store, "CHAI") == (98_000, 0)
    (bill,) = bills(store, number)
    assert (bill.number, bill.open) == (sold.invoices[0], 0)
    assert (one(store, Receipt).amount, one(store, Receipt).method) == (42_84, "cash")
    assert one(store, Shipment).number == sold.shipments[0]
    assert person(store, "ann").ask(check) == ()


def test_too_little_is_refused_with_what_is_missing_and_nothing_is_kept_of_it(store: Store) -> None:
    number = rung_up(store, ("CHAI", 2))
    with pytest.raises(Refused, match=r"42\.84 are to be paid and 40\.00 given; 2\.84 are missing"):
        person(store, "ann").do(counter_sale.sell, number, 40_00)
    assert one(store, Order, number=number).state == "draft"
    assert stock(store, "CHAI") == (100_000, 0)


def test_change_is_given_of_cash_only(store: Store) -> None:
    number = rung_up(store, ("CHAI", 2))
    with pytest.raises(Refused, match="change is given of cash only"):
        person(store, "ann").do(counter_sale.sell, number, 50_00, method="card")


def test_what_is_not_on_the_shelf_is_not_sold_over_the_counter(store: Store) -> None:
    sell(store, ("SAFFRON", 3))
    number = rung_up(store, ("SAFFRON", 3))
    with pytest.raises(Refused, match="not on the shelf here, or spoken for: SAFFRON 1"):
        person(store, "ann").do(counter_sale.sell, number, 1_000_00)


def test_a_rest_on_account_is_credit_like_any_other(store: Store) -> None:
    number = rung_up(store, ("CHAI", 2))
    with pytest.raises(Refused, match="nobody can wait at the counter: credit: cash only"):
        person(store, "ann").do(counter_sale.sell, number, 40_00, on_account=True)
    number = rung_up(store, ("CHAI", 2), customer="ALFKI")
    sold = person(store, "ann").do(counter_sale.sell, number, 40_00, on_account=True)
    assert bills(store, number)[0].open == 2_84 == sold.gross - sold.paid


def test_a_rest_that_fits_the_limit_leaves_though_the_whole_would_not(store: Store) -> None:
    root = person(store, "root")
    root.do(customers.limit, "ALFKI", credit_limit=10_00)
    root.do(company.setting, "payment_tolerance", 5_00)
    number = rung_up(store, ("CHAI", 2), customer="ALFKI")
    person(store, "ann").do(counter_sale.sell, number, 40_00, on_account=True)
    assert bills(store, number)[0].open == 2_84, "what is left on account is not forgiven"
    assert person(store, "ann").ask(check) == ()


def test_terms_that_want_the_money_first_are_met_at_the_counter(store: Store) -> None:
    root = person(store, "root")
    root.do(conditions.terms, "AHEAD", "paid ahead", net_days=0, prepay=100_000)
    root.do(customers.change, "ALFKI", terms="AHEAD")
    number = rung_up(store, ("CHAI", 2), customer="ALFKI")
    person(store, "ann").do(counter_sale.sell, number, 42_84)
    assert bills(store, number)[0].open == 0


def test_who_pays_all_of_it_may_owe_us_something_else(store: Store) -> None:
    person(store, "root").do(customers.limit, "ALFKI", credit_limit=1)
    number = rung_up(store, ("CHAI", 2), customer="ALFKI")
    person(store, "ann").do(counter_sale.sell, number, 42_84, method="card")


def test_a_blocked_customer_and_a_price_that_needs_consent_are_refused(store: Store) -> None:
    ann = person(store, "ann")
    number = rung_up(store, ("CHAI", 2))
    ann.do(orders.line_change, number, 1, discount=30_000)
    with pytest.raises(Refused, match="nobody can wait at the counter: line 1: 30 % discount is above"):
        ann.do(counter_sale.sell, number, 50_00)
    person(store, "root").do(customers.limit, "CASHC", block="ship")
    with pytest.raises(Refused, match="CASHC is blocked"):
        ann.do(counter_sale.sell, rung_up(store, ("CHAI", 1)), 50_00)


def test_the_same_token_sells_once(store: Store) -> None:
    number = rung_up(store, ("CHAI", 2))
    ann = person(store, "ann")
    first = ann.do(counter_sale.sell, number, 50_00, token="till-1")
    again = ann.do(counter_sale.sell, number, 50_00, token="till-1")
    assert (again.order, again.invoices, again.change) == (first.order, first.invoices, first.change)
    assert line(store, number).shipped == 2_000


def test_a_counter_sale_is_billed_at_once_whatever_rule_the_customer_has(store: Store) -> None:
    person(store, "root").do(company.setting, "billing", "month")
    sold = person(store, "ann").do(counter_sale.sell, rung_up(store, ("CHAI", 1)), 21_42)
    assert len(sold.invoices) == 1
    assert person(store, "ann").ask(check) == ()
