"""Tax: once per rate on the document, and everything adds up to the cent."""

from __future__ import annotations

import pytest

from orderdesk.desk import assortment, customers, invoicing, orders
from orderdesk.queries.invoice_card import invoice_card
from orderdesk.queries.live import draft
from orderdesk.rules.tax import TaxedLine, split_inclusive, totals
from orderdesk.rules.tax_parts import TaxPart
from orderdesk.values import extend
from tests.company import TODAY
from tests.scenarios.shop import Shop


def test_rd_01_tax_is_rounded_on_the_document(shop: Shop) -> None:
    """Elsewhere both ways are offered: line by line it would be 15.42."""
    foot = totals([TaxedLine(6_70, 15_000)] * 2)
    assert (foot.net, foot.tax, foot.gross) == (13_40, 2_01, 15_41)
    shop.tax("fifteen", 15_000)
    for sku in ("A", "B"):
        shop.product(sku, "6.70", on_hand=1, tax="fifteen")
    number = shop.sell(shop.customer("BUYER"), ("A", 1), ("B", 1))
    order = shop.order(number)
    assert (order.net, order.tax, order.gross) == (13_40, 2_01, 15_41)
    assert shop.line(number, 1).tax + shop.line(number, 2).tax == 2_01
    shop.ship(number)
    assert [(bill.net, bill.tax, bill.gross) for bill in shop.bills(number)] == [(13_40, 2_01, 15_41)]


def test_rd_03_a_price_with_its_tax_is_split_to_the_cent() -> None:
    assert split_inclusive(52_50, 12_000) == (46_88, 5_62)


def test_rd_04_a_price_with_its_tax_is_split_after_it_is_multiplied() -> None:
    gross = extend(8_000, 155_500)
    assert gross == 124_40
    assert split_inclusive(gross, 8_000) == (115_19, 9_21)


@pytest.mark.parametrize(
    ("price", "quantity", "rate", "net", "tax"),
    [("52.50", 1, 12_000, 46_88, 5_62), ("15.55", 8, 8_000, 115_19, 9_21)],
    ids=["RD-03", "RD-04"],
)
def test_rd_03_and_rd_04_on_an_order_at_prices_with_tax(
    shop: Shop, price: str, quantity: int, rate: int, net: int, tax: int
) -> None:
    """The same through the house: the typed price is gross, order, invoice and credit note split it to the cent."""
    shop.tax("of-it", rate)
    shop.product("A", "1.00", on_hand=quantity, tax="of-it")
    number = shop.draft(shop.customer("BUYER", tax_included=True))
    shop.do(orders.line, number, "A", quantity * 1_000, price=_price(price))
    shop.setting("price_band", None)
    assert shop.submit(number).state == "confirmed"
    order = shop.order(number)
    assert (order.net, order.tax, order.gross) == (net, tax, net + tax)
    shop.ship(number)
    (bill,) = shop.bills(number)
    assert (bill.net, bill.tax, bill.gross, bill.tax_included) == (net, tax, net + tax, True)
    credit = shop.bill(shop.do(invoicing.credit, bill.number, reason="a mirror"))
    assert (credit.net, credit.tax, credit.gross) == (-net, -tax, -net - tax)


def _price(text: str) -> int:
    return int(text.replace(".", "")) * 100


def test_rd_07_a_tax_on_taxes_is_shown_part_by_part(shop: Shop) -> None:
    """On the order, the invoice, a credit note in two goes; and every part of them adds up."""
    parts = [TaxPart("state", 6_000), TaxPart("city", 6_000), TaxPart("luxury", 10_000, on_taxes=True)]
    shop.do(assortment.tax_rate, "luxury", None, TODAY, parts=parts)
    shop.product("A", "10.00", on_hand=10, tax="luxury")
    number = shop.sell(shop.customer("BUYER"), ("A", 10))
    (row,) = shop.see(draft, number).taxes
    assert [(part.name, part.base, part.tax) for part in row.parts] == [
        ("state", 100_00, 6_00), ("city", 100_00, 6_00), ("luxury", 112_00, 11_20),
    ]  # fmt: skip
    assert (shop.order(number).tax, shop.order(number).gross) == (23_20, 123_20)
    shop.ship(number)
    (bill,) = shop.bills(number)
    (billed,) = shop.see(invoice_card, bill.number).taxes
    assert [part.tax for part in billed.parts] == [6_00, 6_00, 11_20]
    first = shop.do(invoicing.credit, bill.number, lines=[(1, 3_000)], reason="three broken")
    rest = shop.do(invoicing.credit, bill.number, reason="and the rest")
    taxes = [[part.tax for part in shop.see(invoice_card, credit).taxes[0].parts] for credit in (first, rest)]
    assert taxes == [[-1_80, -1_80, -3_36], [-4_20, -4_20, -7_84]]
    assert shop.bill(first).gross + shop.bill(rest).gross == -123_20


@pytest.mark.parametrize(
    ("taxed", "tax", "gross", "kept_back"),
    [
        ("percent", 13_50, 113_50, 10_00),
        ("fixed", 20_00, 120_00, 10_00),
        ("both", 33_50, 133_50, 10_00),
    ],
)
def test_py_13_an_early_payment_discount_that_lowers_the_tax_base(
    shop: Shop, taxed: str, tax: int, gross: int, kept_back: int
) -> None:
    """The tax is on the discounted base from the start, an amount a unit stays; what may be kept back is of the net."""
    percent, fixed = TaxPart("percent", 15_000), TaxPart("a unit", amount=200_000)
    made = {"percent": [percent], "fixed": [fixed], "both": [percent, fixed]}
    shop.do(assortment.tax_rate, "taxed", None, TODAY, parts=made[taxed])
    shop.product("A", "100.00", on_hand=1, tax="taxed")
    shop.do(customers.terms, "MIXED", "10 % in 7 days", discount=10_000, discount_days=7, discount_mode="mixed")
    buyer = shop.customer("BUYER", terms="MIXED")
    number = shop.sell(buyer, ("A", 1))
    assert (shop.order(number).tax, shop.order(number).gross) == (tax, gross)
    shop.ship(number)
    (bill,) = shop.bills(number)
    assert (bill.tax, bill.gross, bill.discount_amount) == (tax, gross, kept_back)
    shop.pay(buyer, gross - kept_back)
    assert shop.bill(bill.number).open == 0
    credit = shop.bill(shop.do(invoicing.credit, bill.number, reason="all of it back"))
    assert (credit.tax, credit.gross) == (-tax, -gross)
