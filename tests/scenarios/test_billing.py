"""Billing ahead and billing anew: down payments and what is owed with them, drafts that do not exist, cancellations."""

from __future__ import annotations

import pytest

from orderdesk.desk import advances, down_payments, invoicing, receipts
from orderdesk.errors import Refused
from orderdesk.queries import receivables
from orderdesk.queries.unbilled import TO_BILL, unbilled_lines
from orderdesk.rules.credit import Exposure
from tests.scenarios.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    """A confirmed order of 1000.00."""
    shop.product("THING", "1000.00", on_hand=1)
    return shop.sell(shop.customer("BUYER"), ("THING", 1))


def test_cr_06_a_down_payment_larger_than_its_order_counts_once(shop: Shop, order: int) -> None:
    """Elsewhere its quantity is raised from 1 to 3; here a down payment is an amount."""
    shop.do(down_payments.down, order, amount=1_500_00)
    assert shop.exposure("BUYER") == Exposure(
        open_invoices=1_500_00, confirmed_not_shipped=1_000_00, prepaid=1_000_00
    )
    assert shop.exposure("BUYER").total == 1_500_00


def test_cr_07_a_credited_down_payment_leaves_the_whole_order_to_bill(shop: Shop, order: int) -> None:
    down = shop.do(down_payments.down, order, percent=50_000)
    assert shop.exposure("BUYER").total == 1_000_00
    shop.do(invoicing.credit, down, reason="not wanted")
    assert (shop.order(order).billed_ahead, shop.exposure("BUYER").total) == (0, 1_000_00)
    shop.ship(order)
    assert shop.bills(order)[-1].gross == 1_000_00


def test_cr_15_what_would_be_billed_is_not_owed_twice(shop: Shop) -> None:
    """Elsewhere a draft invoice takes the order's exposure over. Here is none: what a run would bill is a list."""
    shop.setting("billing", "hand")
    shop.product("THING", "100.00", on_hand=1)
    number = shop.sell(shop.customer("BUYER"), ("THING", 1))
    assert shop.exposure("BUYER") == Exposure(confirmed_not_shipped=100_00)
    shop.ship(number)
    assert [line.amount for line in shop.see(unbilled_lines)] == [100_00]
    assert shop.see(lambda reading: TO_BILL.sums(reading, TO_BILL.read(reading, ""))).count == 1
    assert shop.exposure("BUYER") == Exposure(shipped_not_invoiced=100_00)
    shop.invoice(number)
    assert shop.exposure("BUYER") == Exposure(open_invoices=100_00)


def test_rt_12_more_than_has_left_cannot_be_billed_and_a_cancelled_invoice_is_answered(shop: Shop) -> None:
    """Elsewhere 6 of 5 are billed and the excess reversed. Here none is; cancelling leaves an invoice and its note."""
    shop.product("THING", "10.00", on_hand=6)
    buyer = shop.customer("BUYER")
    number = shop.sell(buyer, ("THING", 5))
    shop.ship(number)
    with pytest.raises(Refused, match=f"nothing to invoice on order {number}: 5 shipped, 5 invoiced"):
        shop.invoice(number)
    [credit] = shop.do(invoicing.cancel, shop.bills(number)[0].number, reason="billed too much")
    assert [(bill.kind, bill.gross, bill.open) for bill in shop.bills(number)] == [
        ("invoice", 50_00, 0), ("credit", -50_00, 0),
    ]  # fmt: skip
    assert shop.bills(number)[1].number == credit
    assert [(line.to_bill, line.billed) for line in shop.see(unbilled_lines)] == [(5_000, 0)]


def test_py_07_money_on_an_order_is_an_advance_until_it_is_billed(shop: Shop, order: int) -> None:
    receipt = shop.do(advances.advance, order, 1_000_00)
    assert shop.see(receivables.balance, "BUYER") == -1_000_00
    assert shop.exposure("BUYER").total == 0
    shop.do(receipts.reverse, receipt, "cheque returned")
    assert shop.see(receivables.balance, "BUYER") == 0
    assert shop.exposure("BUYER").total == 1_000_00
    shop.do(advances.advance, order, 600_00)
    shop.ship(order)
    assert shop.bills(order)[0].open == 400_00


def test_st_07_what_is_paid_ahead_leaves_and_the_rest_waits_for_its_money(shop: Shop) -> None:
    """5 ordered, 4 paid: 3 leave, then 1; the fifth is refused until it is paid."""
    shop.terms("AHEAD", net_days=0, prepay=100_000)
    buyer = shop.customer("BUYER", terms="AHEAD")
    shop.product("THING", "1.00", on_hand=3)
    number = shop.sell(buyer, ("THING", 5))
    shop.do(down_payments.down, number, amount=4_00)
    pick = shop.pick(number)
    with pytest.raises(Refused, match=r"100 % of 3\.00 must be paid before it leaves, 3\.00; 0\.00 came in"):
        shop.send(pick)
    shop.pay(buyer, 4_00)
    shop.send(pick)
    shop.receive("THING", 1)
    shop.ship(number)
    assert (shop.line(number).shipped, shop.line(number).invoiced) == (4_000, 4_000)
    shop.receive("THING", 1)
    pick = shop.pick(number)
    with pytest.raises(Refused, match=r"5\.00; 4\.00 came in, 1\.00 are missing"):
        shop.send(pick)
    shop.do(advances.advance, number, 1_00)
    shop.send(pick)
    assert [bill.open for bill in shop.bills(number)] == [0, 0, 0, 0]
