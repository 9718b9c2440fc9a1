"""Payments: oldest due first, the rest as credit on account, early-payment discount, and a small rest written off."""

from __future__ import annotations

from datetime import date

import pytest

from orderdesk.desk import conditions, receipts
from orderdesk.models import Application, Invoice, LedgerEntry
from orderdesk.queries import receivables
from orderdesk.queries.check import check
from orderdesk.queries.invoice_parts import parts_of
from orderdesk.values import Currency
from tests.scenarios.shop import Shop


def applied(shop: Shop) -> dict[str, int]:
    """What was set against invoices, by kind."""
    sums: dict[str, int] = {}
    for row in shop.rows(Application):
        sums[row.kind] = sums.get(row.kind, 0) + row.amount
    return sums


def test_py_01_too_much_stays_as_credit_and_a_little_too_little_is_written_off(shop: Shop) -> None:
    """Elsewhere the receipt is edited; here it is reversed and taken again, and both stay to be seen."""
    buyer = shop.customer("BUYER")
    invoice = shop.billed(buyer, 100_00)
    receipt = shop.pay(buyer, 110_00)
    assert [row.unapplied for row in shop.see(receivables.receipts_of, buyer)] == [10_00]
    assert shop.see(receivables.balance, buyer) == -10_00
    shop.do(receipts.reverse, receipt, "95 was meant")
    assert shop.bill(invoice).open == 100_00
    shop.pay(buyer, 95_00, write_off=5_00)
    assert (shop.bill(invoice).open, shop.see(receivables.balance, buyer)) == (0, 0)
    ledger = [(row.kind, row.amount) for row in shop.rows(LedgerEntry)]
    assert ledger[-2:] == [("receipt", -95_00), ("write_off", -5_00)]


def test_py_03_the_early_payment_discount_is_of_the_gross_amount(shop: Shop) -> None:
    """What is let off is 23.60; the tax in it is known, 20.00 + 3.60."""
    shop.tax("eighteen", 18_000)
    shop.do(conditions.terms, "EARLY", "10 % in 10 days", net_days=30, discount_days=10, discount=10_000)
    buyer = shop.customer("BUYER", terms="EARLY")
    shop.product("THING", "200.00", on_hand=1, tax="eighteen")
    number = shop.sell(buyer, ("THING", 1))
    shop.ship(number)
    assert shop.bills(number)[0].gross == 236_00
    shop.pay(buyer, 212_40)
    assert shop.see(receivables.balance, buyer) == 0
    assert applied(shop) == {"payment": 212_40, "discount": 23_60}
    assert [(row.amount - row.tax, row.tax) for row in shop.rows(Application, kind="discount")] == [(20_00, 3_60)]


@pytest.mark.parametrize(
    ("day", "paid", "parts"),
    [
        (date(2027, 1, 15), 186_00, {"payment": 186_00, "discount": 50_00}),
        (date(2027, 1, 16), 236_00, {"payment": 236_00}),
    ],
)
def test_py_04_a_discount_may_be_an_amount(shop: Shop, day: date, paid: int, parts: dict[str, int]) -> None:
    shop = shop.at(date(2027, 1, 5))
    shop.tax("eighteen", 18_000)
    shop.do(conditions.terms, "FIFTY", "50 off in 10 days", net_days=30, discount_days=10, discount_fixed=50_00)
    buyer = shop.customer("BUYER", terms="FIFTY")
    shop.product("THING", "200.00", on_hand=1, tax="eighteen")
    shop.ship(shop.sell(buyer, ("THING", 1)))
    then = shop.at(day)
    then.pay(buyer, paid)
    assert then.see(receivables.balance, buyer) == 0
    assert applied(then) == parts
    let_off = [(row.amount - row.tax, row.tax) for row in then.rows(Application, kind="discount")]
    assert let_off == ([(42_37, 7_63)] if "discount" in parts else [])


def test_py_06_a_payment_fills_the_parts_of_an_invoice_in_their_order(shop: Shop) -> None:
    shop.terms("30-50-20", (30, 10), (50, 30), (20, 60))
    buyer = shop.customer("BUYER", terms="30-50-20")
    shop = shop.at(date(2027, 1, 1))
    invoice = shop.billed(buyer, 100_00)
    shop.pay(buyer, 40_00)
    assert shop.open_parts(buyer) == [(date(2027, 1, 31), 40_00), (date(2027, 3, 2), 20_00)]
    assert [part.why(Currency()) for part in shop.see(parts_of, invoice)] == [
        "part 1 of 3, 30.00 due 2027-01-11: settled",
        "part 2 of 3, 50.00 due 2027-01-31: 10.00 settled, 40.00 open",
        "part 3 of 3, 20.00 due 2027-03-02: open",
    ]


@pytest.fixture
def january(shop: Shop) -> Shop:
    """An invoice of 1000 on 5 January; 20 off when paid by the 15th, with grace by the 20th; tolerance 5."""
    shop = shop.at(date(2027, 1, 5))
    shop.do(
        conditions.terms, "TWO", "2 % in 10 days", net_days=30, discount_days=10, discount=2_000, grace_days=5
    )
    shop.setting("payment_tolerance", 5_00)
    shop.customer("BUYER", terms="TWO")
    shop.billed("BUYER", 1_000_00)
    return shop


def settled(shop: Shop, paid: int, *, named: bool) -> tuple[dict[str, int], int, int]:
    """What a payment did: the parts by kind, what is open of the invoice, the balance."""
    (invoice,) = shop.rows(Invoice)
    shop.pay("BUYER", paid, **({"invoices": [invoice.number]} if named else {}))
    assert shop.see(check) == ()
    return applied(shop), shop.bill(invoice.number).open, shop.see(receivables.balance, "BUYER")


@pytest.mark.parametrize("day", [date(2027, 1, 5), date(2027, 1, 15), date(2027, 1, 16), date(2027, 1, 20)])
@pytest.mark.parametrize(
    ("paid", "parts", "open", "balance"),
    [
        (985_00, {"payment": 985_00, "discount": 20_00, "write_off": -5_00}, 0, 0),
        (980_00, {"payment": 980_00, "discount": 20_00}, 0, 0),
        (975_00, {"payment": 975_00, "discount": 20_00, "write_off": 5_00}, 0, 0),
        (974_99, {"payment": 974_99}, 25_01, 25_01),
        (985_01, {"payment": 980_00, "discount": 20_00}, 0, -5_01),
        (1_000_00, {"payment": 1_000_00}, 0, 0),
        (995_00, {"payment": 995_00, "write_off": 5_00}, 0, 0),
        (1_005_00, {"payment": 1_005_00, "write_off": -5_00}, 0, 0),
    ],
)
def test_py_10_a_difference_before_the_discount_date(
    january: Shop, day: date, paid: int, parts: dict[str, int], open: int, balance: int
) -> None:
    """For an invoice that the payer named, up to the end of the days of grace."""
    assert settled(january.at(day), paid, named=True) == (parts, open, balance)


@pytest.mark.parametrize(
    ("paid", "parts", "open", "balance"),
    [
        (1_005_01, {"payment": 1_000_00}, 0, -5_01),
        (1_005_00, {"payment": 1_005_00, "write_off": -5_00}, 0, 0),
        (1_000_00, {"payment": 1_000_00}, 0, 0),
        (995_00, {"payment": 995_00, "write_off": 5_00}, 0, 0),
        (994_99, {"payment": 994_99}, 5_01, 5_01),
        (985_00, {"payment": 985_00}, 15_00, 15_00),
        (975_00, {"payment": 975_00}, 25_00, 25_00),
    ],
)
def test_py_12_a_difference_after_the_discount_date(
    january: Shop, paid: int, parts: dict[str, int], open: int, balance: int
) -> None:
    """For an invoice that the payer named, after the days of grace."""
    assert settled(january.at(date(2027, 1, 21)), paid, named=True) == (parts, open, balance)


@pytest.mark.parametrize(
    ("day", "paid", "parts", "balance"),
    [
        (15, 985_00, {"payment": 980_00, "discount": 20_00}, -5_00),
        (15, 980_00, {"payment": 980_00, "discount": 20_00}, 0),
        (15, 975_00, {"payment": 975_00}, 25_00),
        (20, 980_00, {"payment": 980_00, "discount": 20_00}, 0),
        (21, 1_005_00, {"payment": 1_000_00}, -5_00),
        (21, 995_00, {"payment": 995_00}, 5_00),
    ],
)
def test_money_on_account_gets_no_tolerance_by_itself(
    january: Shop, day: int, paid: int, parts: dict[str, int], balance: int
) -> None:
    """Oldest first: the payer rounds, and means the rest for the next invoice. The discount is given all the same."""
    assert settled(january.at(date(2027, 1, day)), paid, named=False)[::2] == (parts, balance)
