"""Invoices: shipped, not returned and not invoiced yet, never more; dated forwards; due by the terms."""

from __future__ import annotations

from datetime import date

import pytest

from orderdesk.desk import invoicing
from orderdesk.errors import Refused
from orderdesk.models import Invoice, Shipment
from orderdesk.queries import receivables
from orderdesk.rules.terms import Terms, due_date
from tests.scenarios.shop import Shop


def test_in_01_an_order_its_shipment_and_its_invoice(shop: Shop) -> None:
    """Elsewhere confirming makes the shipment and the invoice; here they come when the goods leave."""
    shop.tax("ten", 10_000)
    for sku in ("A", "B"):
        shop.product(sku, "10.00", on_hand=5, tax="ten")
    number = shop.sell(shop.customer("BUYER"), ("A", 2), ("B", 3))
    order = shop.order(number)
    assert (order.net, order.tax, order.gross) == (50_00, 5_00, 55_00)
    shop.ship(number)
    assert len(shop.rows(Shipment)) == 1
    assert [(bill.net, bill.tax, bill.gross) for bill in shop.bills(number)] == [(50_00, 5_00, 55_00)]


def test_in_03_shipping_with_its_invoice_adds_to_what_was_delivered(shop: Shop) -> None:
    """An invoice moves no goods here: those that leave with one are shipped, and billed at once by a setting."""
    shop.setting("billing", "hand")
    shop.product("THING", "1.00", on_hand=6)
    number = shop.sell(shop.customer("BUYER"), ("THING", 10))
    shop.ship(number)
    shop.invoice(number)
    assert (shop.line(number).shipped, shop.line(number).invoiced) == (6_000, 6_000)
    shop.setting("billing", "ship")
    shop.receive("THING", 3)
    shop.ship(number)
    assert (shop.line(number).shipped, shop.line(number).invoiced) == (9_000, 9_000)


def test_in_04_nothing_is_left_to_invoice(shop: Shop) -> None:
    shop.product("THING", "1.00", on_hand=1)
    number = shop.sell(shop.customer("BUYER"), ("THING", 1))
    shop.ship(number)
    with pytest.raises(Refused, match=f"nothing to invoice on order {number}: 1 shipped, 1 invoiced"):
        shop.invoice(number)
    assert len(shop.bills(number)) == 1


@pytest.mark.parametrize(
    ("terms", "leap", "other"),
    [
        (Terms("30 days", 30), date(2016, 2, 21), date(2017, 2, 21)),
        (Terms("end of next month", 30, end_of_month=True), date(2016, 2, 29), date(2017, 2, 28)),
        (Terms("none", 0), date(2016, 1, 22), date(2017, 1, 22)),
    ],
    ids=lambda terms: terms.code if isinstance(terms, Terms) else str(terms),
)
def test_in_06_due_dates_in_leap_years_and_others(terms: Terms, leap: date, other: date) -> None:
    assert due_date(terms, date(2016, 1, 22)) == leap
    assert due_date(terms, date(2017, 1, 22)) == other


def test_in_07_invoices_do_not_go_back_in_time(shop: Shop) -> None:
    shop.setting("billing", "hand")
    shop.product("THING", "1.00", on_hand=9)
    buyer = shop.customer("BUYER")
    first, second = shop.sell(buyer, ("THING", 1)), shop.sell(buyer, ("THING", 1))
    shop.ship(first, second)
    later = shop.later(100)
    january, february, march = date(2027, 1, 15), date(2027, 2, 15), date(2027, 2, 16)
    later.do(invoicing.post, first, day=february)
    with pytest.raises(Refused, match=r"numbered up to 2027-02-15; a document of 2027-01-15 cannot come after it"):
        later.do(invoicing.post, second, day=january)
    later.do(invoicing.post, second, day=march)
    assert [(bill.number, bill.day) for bill in shop.rows(Invoice)] == [
        ("INV-2027-0001", february),
        ("INV-2027-0002", march),
    ]


@pytest.fixture
def three_parts(shop: Shop) -> str:
    """A buyer whose invoices of 1 January are due on the 11th, the 31st, and 2 March."""
    shop.terms("30-50-20", (30, 10), (50, 30), (20, 60))
    return shop.customer("BUYER", terms="30-50-20")


FIRST, SECOND, THIRD = date(2027, 1, 11), date(2027, 1, 31), date(2027, 3, 2)


def test_rt_09_a_credit_note_on_an_unpaid_invoice_closes_every_part(shop: Shop, three_parts: str) -> None:
    shop = shop.at(date(2027, 1, 1))
    invoice = shop.billed(three_parts, 100_00)
    assert shop.open_parts(three_parts) == [(FIRST, 30_00), (SECOND, 50_00), (THIRD, 20_00)]
    credit = shop.do(invoicing.credit, invoice, reason="it was wrong")
    assert shop.see(receivables.open_items, three_parts) == ()
    assert (shop.bill(invoice).open, shop.bill(credit).open, shop.bill(credit).gross) == (0, 0, -100_00)
    assert shop.see(receivables.balance, three_parts) == 0


def test_rt_10_a_credit_note_fills_the_oldest_parts(shop: Shop) -> None:
    """Elsewhere the parts are amounts, 60, 100 and 40; here they are shares of the invoice."""
    shop.terms("30-50-20", (30, 10), (50, 30), (20, 60))
    buyer = shop.customer("BUYER", terms="30-50-20")
    shop = shop.at(date(2027, 1, 1))
    shop.product("HALF", "100.00", on_hand=2)
    number = shop.sell(buyer, ("HALF", 2))
    shop.ship(number)
    invoice = shop.bills(number)[0].number
    shop.pay(buyer, 40_00)
    assert shop.open_parts(buyer) == [(FIRST, 20_00), (SECOND, 100_00), (THIRD, 40_00)]
    shop.do(invoicing.credit, invoice, lines=[(1, 1_000)], reason="one was broken")
    assert shop.open_parts(buyer) == [(SECOND, 20_00), (THIRD, 40_00)]
    assert shop.bill(invoice).due == SECOND
