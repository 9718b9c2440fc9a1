"""Billing by rule: a customer's goods are billed when its rule says so, several orders on one invoice where it does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orderdesk.desk import credit_back, customers, invoicing, receipts
from orderdesk.errors import Refused
from orderdesk.models import Invoice, InvoiceLine
from orderdesk.queries import receivables
from orderdesk.queries.check import check
from orderdesk.queries.invoice_card import invoice_card
from orderdesk.queries.order_card import order_card
from orderdesk.queries.unbilled import TO_BILL, unbilled_lines
from orderdesk.store.store import Store
from tests.scenarios.shop import Shop
from tests.selling import assert_books_balance

MONDAY = date(2027, 3, 1)


@pytest.fixture
def shop(store: Store) -> Shop:
    shop = Shop(store, MONDAY)
    shop.setting("duplicate_days", 0)
    shop.tax("ten", 10_000)
    shop.product("NUT", "10.00", on_hand=1_000, tax="ten")
    shop.product("BOLT", "0.33", on_hand=1_000)
    return shop


def buyer(shop: Shop, rule: str) -> str:
    code = shop.customer("BUYER")
    shop.do(customers.change, code, billing=rule)
    return code


def leaves(shop: Shop, code: str, *goods: tuple[str, int]) -> int:
    number = shop.sell(code, *goods)
    shop.ship(number)
    return number


def due(shop: Shop) -> list[tuple[str, int, int, int]]:
    """Who, how many orders and invoices, and what is due."""
    rows = shop.see(lambda reading: TO_BILL.page(reading, TO_BILL.read(reading, "due"), None, 50))
    return [(row.customer, row.orders, row.invoices, row.due) for row in rows]


def test_a_week_stands_on_one_invoice_and_what_left_after_it_waits(shop: Shop) -> None:
    code = buyer(shop, "week")
    first, second = leaves(shop, code, ("NUT", 1)), leaves(shop.later(6), code, ("NUT", 2), ("BOLT", 1))
    third = leaves(shop.later(7), code, ("NUT", 4))
    assert shop.rows(Invoice) == []
    with pytest.raises(Refused, match=r"billed by week: what left by 2027-02-28 .* what left since is billed from"):
        shop.do(invoicing.run, code)
    wednesday = shop.later(9)
    assert due(wednesday) == [("BUYER", 3, 1, 33_33)]
    [number] = wednesday.do(invoicing.run, code)
    bill = wednesday.bill(number)
    assert (bill.order_id, bill.net, bill.gross) == (None, 30_33, 33_33)
    card = wednesday.see(invoice_card, number)
    assert card.orders == (first, second)
    assert [(line.order, line.position, line.sku) for line in card.lines] == [
        (first, 1, "NUT"), (second, 2, "NUT"), (second, 3, "BOLT"),
    ]  # fmt: skip
    for order in (first, second):
        assert [one.number for one in wednesday.see(order_card, order).invoices] == [number]
        assert wednesday.order(order).state == "closed"
    assert wednesday.order(third).state == "confirmed"
    assert due(wednesday) == []
    assert wednesday.do(invoicing.run, code, everything=True) == ["INV-2027-0002"]
    assert_books_balance(shop.store)


def test_orders_that_go_elsewhere_or_are_paid_otherwise_stand_apart(shop: Shop) -> None:
    code = buyer(shop, "day")
    leaves(shop, code, ("NUT", 1))
    from orderdesk.desk import addresses

    there = shop.do(addresses.address, code, kind="shipping", street="Elsewhere 1", city="Ulm")
    number = shop.sell(code, ("NUT", 1), ship_to=there)
    shop.ship(number)
    assert due(shop) == [("BUYER", 2, 2, 22_00)]
    assert len(shop.do(invoicing.run, code)) == 2


def test_an_order_is_billed_when_nothing_of_it_is_left_to_ship(shop: Shop) -> None:
    code = buyer(shop, "order")
    shop.product("RARE", "5.00", on_hand=1)
    number = shop.sell(code, ("RARE", 2))
    shop.ship(number)
    assert shop.bills(number) == []
    with pytest.raises(Refused, match="an order is billed when nothing of it is left to ship"):
        shop.do(invoicing.run, code)
    shop.receive("RARE", 1)
    shop.ship(number)
    assert [bill.gross for bill in shop.bills(number)] == [10_00]


def test_what_is_billed_by_hand_waits_for_somebody(shop: Shop) -> None:
    code = buyer(shop, "hand")
    number = leaves(shop, code, ("NUT", 1))
    with pytest.raises(Refused, match="billed by hand only"):
        shop.do(invoicing.run, code)
    assert [(line.order, line.to_bill, line.due) for line in shop.see(unbilled_lines)] == [(number, 1_000, False)]
    assert len(shop.do(invoicing.run, code, everything=True)) == 1


def test_a_line_of_an_invoice_for_several_orders_is_credited_by_the_position_on_it(shop: Shop) -> None:
    code = buyer(shop, "day")
    leaves(shop, code, ("NUT", 3)), leaves(shop, code, ("NUT", 5))
    [number] = shop.do(invoicing.run, code)
    credit = shop.do(invoicing.credit, number, lines=[(2, 2_000)], reason="two were rusty")
    assert (shop.bill(credit).gross, shop.bill(number).open) == (-22_00, 66_00)
    whole = shop.do(invoicing.credit, number, reason="all of them")
    assert (shop.bill(whole).gross, shop.bill(number).open) == (-66_00, 0)
    assert_books_balance(shop.store)


# Cancelling and prices ------------------------------------------------------------------------------------------------


def test_a_cancelled_invoice_frees_its_goods_and_a_replacement_bills_them_at_once(shop: Shop) -> None:
    code = buyer(shop, "ship")
    number = leaves(shop, code, ("NUT", 3), ("BOLT", 7))
    [wrong] = shop.bills(number)
    shop.terms("LATER", net_days=90)
    credit, right = shop.do(invoicing.cancel, wrong.number, reason="wrong terms", replace=True, terms="LATER")
    assert shop.bill(credit).gross == -wrong.gross
    assert (shop.bill(wrong.number).open, bool(shop.bill(wrong.number).cancelled)) == (0, True)
    assert (shop.bill(right).gross, shop.bill(right).due) == (wrong.gross, MONDAY + timedelta(90))
    assert shop.line(number).invoiced == 3_000
    assert shop.order(number).state == "closed"
    with pytest.raises(Refused, match="is cancelled already"):
        shop.do(invoicing.cancel, wrong.number, reason="again")
    assert_books_balance(shop.store)


def test_without_a_replacement_the_goods_wait_to_be_billed(shop: Shop) -> None:
    code = buyer(shop, "hand")
    number = leaves(shop, code, ("NUT", 3))
    bill = shop.invoice(number)
    assert shop.order(number).state == "closed"
    shop.do(invoicing.cancel, bill, reason="not yet")
    assert (shop.order(number).state, shop.line(number).invoiced) == ("confirmed", 0)
    assert shop.exposure(code).total == 33_00
    assert shop.bill(shop.invoice(number)).gross == 33_00
    assert_books_balance(shop.store)


def test_cancelling_gives_back_also_what_a_credit_note_had_let_off(shop: Shop) -> None:
    """The allowance and the cancellation together are the invoice; all of its goods may be billed again."""
    code = buyer(shop, "ship")
    number = leaves(shop, code, ("NUT", 5))
    [bill] = shop.bills(number)
    shop.do(invoicing.credit, bill.number, lines=[(1, 1_000)], reason="scratched")
    credit, again = shop.do(invoicing.cancel, bill.number, reason="wrong address", replace=True)
    assert (shop.bill(credit).gross, shop.bill(again).gross) == (-44_00, 55_00)
    assert shop.line(number).invoiced == 5_000
    assert_books_balance(shop.store)


def test_a_price_credit_takes_the_difference_and_leaves_the_goods_billed(shop: Shop) -> None:
    code = buyer(shop, "ship")
    number = leaves(shop, code, ("NUT", 5))
    [bill] = shop.bills(number)
    credit = shop.do(invoicing.credit_price, bill.number, [(1, 80_000)], reason="list price was too high")
    assert (shop.bill(credit).net, shop.bill(credit).gross) == (-10_00, -11_00)
    [line] = shop.rows(InvoiceLine, invoice_id=shop.bill(credit).id)
    assert (line.quantity, line.description) == (0, "NUT: 8.00 instead of 10.00 for 5")
    assert (shop.line(number).invoiced, shop.order(number).state) == (5_000, "closed")
    with pytest.raises(Refused, match=r"line 1: only 40\.00 is still billed for 5 of it"):
        shop.do(invoicing.credit_price, bill.number, [(1, 80_000)], reason="once more")
    with pytest.raises(Refused, match=r"12\.00 is not lower than the billed 10\.00"):
        shop.do(invoicing.credit_price, bill.number, [(1, 120_000)], reason="up")
    rest = shop.do(invoicing.credit, bill.number, reason="and the rest")
    assert shop.bill(rest).gross == -44_00
    assert_books_balance(shop.store)


def test_what_came_back_is_credited_on_the_newest_invoice_of_its_line(shop: Shop) -> None:
    from sqlalchemy import update

    from orderdesk.models import OrderLine
    from orderdesk.store.transaction import Transaction, table

    code = buyer(shop, "ship")
    shop.product("RARE", "5.00", on_hand=3)
    number = shop.sell(code, ("RARE", 5))
    shop.ship(number)
    shop.receive("RARE", 2)
    shop.ship(number)
    line = shop.line(number)

    def back(tx: Transaction) -> list[str]:
        tx.change(update(table(OrderLine)).where(table(OrderLine).c.id == line.id).values(returned=3_000))
        return credit_back.credit_returned(tx, [(line.id, 3_000)], "came back", MONDAY)

    notes = shop.do(back)
    assert [shop.bill(note).gross for note in notes] == [-10_00, -5_00]
    assert (shop.line(number).invoiced, shop.line(number).returned) == (2_000, 3_000)
    [only] = shop.see(check)
    assert "3 returned" in only  # without a return's papers, which this test leaves out


def test_a_receipt_pays_an_invoice_for_several_orders_once(shop: Shop) -> None:
    code = buyer(shop, "day")
    leaves(shop, code, ("NUT", 3)), leaves(shop, code, ("NUT", 5))
    [number] = shop.do(invoicing.run, code)
    shop.do(receipts.take, code, 88_00)
    assert shop.bill(number).open == 0
    assert shop.see(receivables.balance, code) == 0
