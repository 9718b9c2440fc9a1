"""Documents in the customer's currency, from order to receipt, and what the company is owed in its own; tax by law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orderdesk.cli.cards import order_tree
from orderdesk.desk import assortment, currencies, customers, invoicing, orders, prices, products
from orderdesk.errors import Refused
from orderdesk.findings import HoldKind
from orderdesk.queries.ageing import ageing, ageing_foot
from orderdesk.queries.ageing_list import AGEING
from orderdesk.queries.check import check
from orderdesk.queries.currencies import said_in
from orderdesk.queries.home import waiting
from orderdesk.queries.live import draft, line
from orderdesk.queries.one_more import one_more
from orderdesk.queries.order_card import order_card
from orderdesk.store.store import Store
from orderdesk.values import parse_price, parse_rate
from tests.company import TODAY
from tests.scenarios.shop import Shop

RATES = {"USD": "0.92", "JPY": "0.0061", "KWD": "3.0125", "GBP": "1.15"}


@pytest.fixture
def shop(store: Store) -> Shop:
    """The test company, and what four currencies are worth since a month ago."""
    made = Shop(store)
    for code, rate in RATES.items():
        made.do(currencies.rate, code, parse_rate(rate), valid_from=TODAY - timedelta(days=30))
    made.tax("taxed", 19_000)
    return made


def sound(shop: Shop) -> None:
    assert shop.see(check) == ()


@pytest.mark.parametrize(
    ("code", "price", "net", "tax", "ours"),
    [
        ("USD", 195_652, 391_30, 74_35, 428_40),
        ("JPY", 29_508_197, 59_016, 11_213, 428_40),
        ("KWD", 59_751, 119_502, 22_705, 428_40),
        ("", 180_000, 360_00, 68_40, 428_40),
    ],
)
def test_an_order_is_billed_credited_and_paid_in_the_customers_currency(
    shop: Shop, code: str, price: int, net: int, tax: int, ours: int
) -> None:
    shop.product("A", "18.00", on_hand=20, tax="taxed")
    buyer = shop.customer("BUYER", currency=code)
    number = shop.sell(buyer, ("A", 20))
    order = shop.order(number)
    assert (order.currency, shop.line(number).price) == (code or "EUR", price)
    assert (order.net, order.tax, order.gross) == (net, tax, net + tax)
    assert abs(shop.exposure(buyer).total - ours) <= 1
    shop.ship(number)
    (bill,) = shop.bills(number)
    assert (bill.currency, bill.rate, bill.net, bill.tax) == (order.currency, order.rate, net, tax)
    assert abs(shop.exposure(buyer).total - ours) <= 1
    credit = shop.bill(shop.do(invoicing.credit, bill.number, lines=[(1, 5_000)], reason="five broken"))
    assert credit.currency == bill.currency
    left = bill.gross + credit.gross
    shop.pay(buyer, left)
    (receipt,) = [row for row in shop.rows(_receipt()) if row.amount == left]
    assert (receipt.currency, receipt.rate, receipt.unapplied) == (bill.currency, bill.rate, 0)
    assert (shop.bill(bill.number).open, shop.exposure(buyer).total) == (0, 0)
    sound(shop)


def _receipt() -> type:
    from orderdesk.models import Receipt

    return Receipt


def test_every_document_keeps_the_rate_of_its_own_day_and_a_credit_note_its_invoices(shop: Shop) -> None:
    shop.product("A", "18.00", on_hand=20)
    buyer = shop.customer("BUYER", currency="USD")
    number = shop.sell(buyer, ("A", 1))
    for day, rate in ((1, "0.95"), (2, "0.99")):
        shop.do(currencies.rate, "USD", parse_rate(rate), valid_from=TODAY + timedelta(days=day))
    tomorrow = shop.later(1)
    tomorrow.ship(number)
    (bill,) = shop.bills(number)
    after = shop.later(2)
    credit = after.bill(after.do(invoicing.credit, bill.number, reason="all back"))
    assert [row.rate for row in (shop.order(number), bill, credit)] == [92_000_000, 95_000_000, 95_000_000]
    assert bill.gross == shop.order(number).gross
    paid = after.pay(buyer, 5_00)
    assert after.rows(_receipt(), number=paid)[0].rate == 99_000_000


def test_a_day_without_a_rate_refuses_order_and_receipt(shop: Shop) -> None:
    buyer = shop.customer("BUYER", currency="USD")
    early = shop.at(TODAY - timedelta(days=40))
    with pytest.raises(Refused, match=r"no rate for USD on 2026-10-03; enter one with: orderdesk currency rate USD"):
        early.draft(buyer)
    with pytest.raises(Refused, match="no rate for USD"):
        early.pay(buyer, 1_00)


def test_an_order_that_waited_as_a_draft_is_priced_at_the_rate_of_the_day_it_is_placed(shop: Shop) -> None:
    shop.product("A", "18.00", on_hand=20)
    number = shop.draft(shop.customer("BUYER", currency="USD"), ("A", 1))
    shop.do(currencies.rate, "USD", parse_rate("0.90"), valid_from=TODAY + timedelta(days=1))
    shop.later(1).submit(number)
    assert (shop.order(number).rate, shop.line(number).price) == (90_000_000, 200_000)


def test_the_limit_and_the_hold_are_in_the_companys_currency(shop: Shop) -> None:
    shop.product("A", "10.00", on_hand=100)
    buyer = shop.customer("BUYER", 92_00, currency="USD")
    done = shop.submit(shop.draft(buyer, ("A", 9)))
    assert shop.held_for(done) == []
    number = shop.draft(buyer, ("A", 1))
    (found,) = [one for one in shop.submit(number).findings if one.kind == HoldKind.CREDIT]
    assert (found.amount, found.figures["exposure"]) == (8_00, 90_00)
    live = shop.see(draft, number)
    assert (live.gross, live.currency.code, live.credit.this) == (10_87, "USD", 10_00)


def test_a_value_limit_is_the_companys_too(shop: Shop) -> None:
    shop.setting("value_limit", 100_00)
    shop.product("A", "100.00", on_hand=10)
    buyer = shop.customer("BUYER", currency="JPY")
    assert shop.held_for(shop.submit(shop.draft(buyer, ("A", 1)))) == []
    done = shop.submit(shop.draft(buyer, ("A", 2)))
    (found,) = [one for one in done.findings if one.kind == HoldKind.VALUE]
    assert (found.amount, found.message) == (200_00, "value: 200.00 is above 100.00")


def test_margin_and_ceiling_are_judged_in_the_documents_currency_and_staked_in_ours(shop: Shop) -> None:
    number = shop.draft(shop.customer("BUYER", currency="USD"))
    shop.do(orders.line, number, "CHAI", 10_000, price=parse_price("11.00"))
    (margin,) = [one for one in shop.submit(number).findings if one.kind == HoldKind.MARGIN]
    # cost 10.00 is 10.8696 USD; at a floor of 10 % it takes 12.0774
    assert margin.message.endswith("12.0774 net would reach it, 10.77 USD more")
    assert margin.amount == 9_91


def test_an_agreement_in_the_documents_currency_goes_before_a_converted_one(shop: Shop) -> None:
    shop.product("A", "18.00", on_hand=10)
    shop.do(prices.price_list, "EXPORT", currency="USD")
    buyer = shop.customer("BUYER", currency="USD", price_list="EXPORT")
    shop.do(prices.rule, "list", price_list="EXPORT", sku="A", price=parse_price("17.00"))
    fifteen = parse_price("15.00")
    shop.do(prices.rule, "list", price_list="EXPORT", sku="A", price=fifteen, min_qty=5_000, currency="EUR")
    number = shop.draft(buyer)
    chosen = shop.see(line, number, "A", 5_000).receipt
    assert chosen is not None and (chosen.price, chosen.list_price) == (170_000, 195_652)
    assert "a price in the document's own currency goes before a converted one" in chosen.explanation
    assert "list price converted from 18.00 EUR at 1 USD = 0.9200 EUR" in chosen.explanation
    assert "converted from 15.00 EUR at 1 USD = 0.9200 EUR" in chosen.explanation


def test_a_contract_is_in_its_customers_currency_and_a_third_one_goes_through_ours(shop: Shop) -> None:
    shop.product("A", "18.00", on_hand=10)
    buyer = shop.customer("BUYER", currency="USD")
    shop.do(prices.rule, "contract", customer=buyer, sku="A", price=parse_price("16.00"))
    other = shop.customer("OTHER", currency="USD")
    shop.do(prices.rule, "contract", customer=other, sku="A", price=parse_price("10.00"), currency="GBP")
    paid = [shop.line(shop.sell(code, ("A", 1))).price for code in (buyer, other)]
    assert paid == [160_000, 125_000]


def test_a_customer_changes_currency_only_while_nothing_is_open(shop: Shop) -> None:
    shop.product("A", "18.00", on_hand=10)
    buyer = shop.customer("BUYER")
    number = shop.draft(buyer, ("A", 1))
    with pytest.raises(Refused, match=f"BUYER stays in EUR: order {number} is open in it"):
        shop.do(customers.change, buyer, currency="USD")
    shop.submit(number)
    shop.ship(number)
    (bill,) = shop.bills(number)
    with pytest.raises(Refused, match=f"{bill.number} is open in it"):
        shop.do(customers.change, buyer, currency="USD")
    shop.pay(buyer, bill.gross + 1)
    with pytest.raises(Refused, match="receipt"):
        shop.do(customers.change, buyer, currency="USD")


def test_a_settled_customer_may_change_its_currency(shop: Shop) -> None:
    shop.product("A", "18.00", on_hand=10)
    buyer = shop.customer("BUYER")
    number = shop.sell(buyer, ("A", 1))
    shop.ship(number)
    shop.pay(buyer, shop.bills(number)[0].gross)
    shop.do(customers.change, buyer, currency="USD")
    again = shop.sell(buyer, ("A", 2))
    assert (shop.order(again).currency, shop.order(number).currency) == ("USD", "EUR")
    shop.ship(again)
    sound(shop)


def test_what_one_line_more_would_come_to_is_what_it_comes_to(shop: Shop) -> None:
    for included in (False, True):
        shop.product(f"A{included}", "18.00", on_hand=10, tax="taxed")
        number = shop.draft(shop.customer(f"B{included}", currency="USD", tax_included=included), (f"A{included}", 3))
        ahead = shop.see(one_more, number, shop.see(line, number, f"A{included}", 2_000))
        shop.do(orders.line, number, f"A{included}", 2_000)
        after = shop.see(draft, number)
        assert (ahead.net, ahead.tax, ahead.gross) == (after.net, after.tax, after.gross)
        assert (ahead.credit.this, ahead.margin) == (after.credit.this, after.margin)


def test_a_write_off_tolerance_is_the_companys_and_what_is_forgiven_the_customers(shop: Shop) -> None:
    shop.setting("write_off_tolerance", 5_00)
    shop.product("A", "100.00", on_hand=10)
    buyer = shop.customer("BUYER", currency="JPY")
    number = shop.sell(buyer, ("A", 1))
    shop.ship(number)
    gross = shop.bills(number)[0].gross
    with pytest.raises(Refused, match=r"821 JPY.*820 JPY"):
        shop.pay(buyer, gross - 821, write_off=821)
    shop.pay(buyer, gross - 820, write_off=820)
    assert shop.bills(number)[0].open == 0
    sound(shop)


def test_an_amount_said_about_a_document_is_in_its_currency(shop: Shop) -> None:
    shop.product("A", "100.00", on_hand=1)
    buyer = shop.customer("BUYER", currency="JPY")
    number = shop.sell(buyer, ("A", 1))
    shop.ship(number)
    receipt = shop.pay(buyer, 1_000)
    invoice = shop.bills(number)[0].number
    for document in ({"customer": "buyer"}, {"receipt": receipt}, {"invoice": invoice}, {"order": number}):
        assert shop.see(said_in, document).decimals == 0
    for nothing in ({}, {"customer": "NOBODY"}, {"order": "x"}, {"receipt": 2**70}):
        assert shop.see(said_in, nothing).code == "EUR"


def test_the_ageing_has_each_row_in_its_own_currency_and_the_foot_in_ours(shop: Shop) -> None:
    shop.product("A", "100.00", on_hand=9)
    for code in ("USD", "JPY", ""):
        shop.ship(shop.sell(shop.customer(f"IN{code}", currency=code), ("A", 1)))
    for as_of in (None, TODAY):
        report = shop.see(ageing, as_of=as_of)
        cells = {row.customer: (row.ageing.currency.code, row.balance, row.worth) for row in report.rows}
        assert cells == {
            "INUSD": ("USD", 108_70, 100_00),
            "INJPY": ("JPY", 16_393, 100_00),
            "IN": ("EUR", 100_00, 100_00),
        }
        assert (report.foot.balance, report.foot.currency.code, report.sound) == (300_00, "EUR", True)
    foot = shop.see(ageing_foot)
    assert (foot.foot.balance, foot.sound) == (300_00, True)
    listed = shop.see(lambda reading: AGEING.sums(reading, AGEING.read(reading, "")))
    assert (listed.count, listed.amount) == (3, 300_00)
    assert shop.see(waiting).sold_today == 300_00


def test_the_card_says_every_amount_with_the_decimals_of_its_order(shop: Shop) -> None:
    shop.product("A", "10.00", on_hand=9)
    number = shop.sell(shop.customer("BUYER", currency="JPY"), ("A", 2))
    shop.ship(number)
    tree = order_tree(shop.see(order_card, number), 2)
    assert (tree["currency"], tree["net"], tree["lines"][0]["net"]) == ("JPY", "3279", "3279")
    assert tree["invoices"][0]["gross"] == "3279"


# Tax -----------------------------------------------------------------------------------------------------------------


def test_a_change_of_law_taxes_what_leaves_after_it_and_leaves_the_price(shop: Shop) -> None:
    shop.do(assortment.tax_rate, "taxed", 21_000, TODAY + timedelta(days=1))
    shop.product("A", "100.00", on_hand=10, tax="taxed")
    number = shop.sell(shop.customer("BUYER"), ("A", 1))
    assert shop.order(number).tax == 19_00
    shop.later(1).ship(number)
    (bill,) = shop.bills(number)
    assert (bill.net, bill.tax) == (100_00, 21_00)
    sound(shop)


def test_goods_that_left_before_it_keep_the_old_rate_when_they_are_billed_after(shop: Shop) -> None:
    shop.setting("invoice_on_ship", False)
    shop.do(assortment.tax_rate, "taxed", 21_000, TODAY + timedelta(days=1))
    shop.product("A", "100.00", on_hand=1, tax="taxed")
    number = shop.sell(shop.customer("BUYER"), ("A", 3))
    shop.ship(number)
    later = shop.later(1)
    later.receive("A", 2)
    later.ship(number)
    bill = later.bill(later.invoice(number))
    from orderdesk.models import InvoiceLine

    rows = shop.rows(InvoiceLine, invoice_id=bill.id)
    assert [(row.quantity, row.tax_rate, row.net, row.tax) for row in rows] == [
        (1_000, 19_000, 100_00, 19_00), (2_000, 21_000, 200_00, 42_00),
    ]  # fmt: skip
    first = later.bill(later.do(invoicing.credit, bill.number, lines=[(1, 2_000)], reason="two back"))
    rest = later.bill(later.do(invoicing.credit, bill.number, reason="all back"))
    assert (first.tax, rest.tax) == (-40_00, -21_00)
    sound(shop)


def test_an_exempt_customer_stays_exempt_and_its_papers_say_why(shop: Shop) -> None:
    shop.do(assortment.tax_rate, "taxed", 21_000, TODAY + timedelta(days=1))
    shop.product("A", "100.00", on_hand=10, tax="taxed")
    buyer = shop.customer("BUYER", tax_exempt=True, exempt_reason="intra-community supply", vat_id="FR40303265045")
    number = shop.sell(buyer, ("A", 1))
    shop.later(1).ship(number)
    (bill,) = shop.bills(number)
    assert (bill.tax, bill.tax_note) == (0, "intra-community supply (FR40303265045)")


def test_a_list_price_is_said_with_tax_to_whom_prices_include_it(shop: Shop) -> None:
    shop.product("A", "10.00", on_hand=10, tax="taxed")
    number = shop.sell(shop.customer("BUYER", tax_included=True), ("A", 3))
    order = shop.order(number)
    assert (shop.line(number).price, order.net, order.tax, order.gross) == (119_000, 30_00, 5_70, 35_70)


def test_a_price_list_with_tax_makes_the_documents_so(shop: Shop) -> None:
    shop.product("A", "10.00", on_hand=10, tax="taxed")
    shop.do(prices.price_list, "RETAIL", tax_included=True)
    shop.do(prices.rule, "list", price_list="RETAIL", sku="A", price=parse_price("11.50"))
    number = shop.sell(shop.customer("BUYER", price_list="RETAIL"), ("A", 1))
    order = shop.order(number)
    assert (order.tax_included, order.net, order.tax, order.gross) == (True, 9_66, 1_84, 11_50)


def test_margin_and_band_judge_the_net_price_where_prices_include_tax(shop: Shop) -> None:
    number = shop.draft(shop.customer("BUYER", tax_included=True))
    shop.do(orders.line, number, "CHAI", 1_000, price=parse_price("13.00"))  # net 10.92, cost 10.00, floor 11.11
    kinds = shop.held_for(shop.submit(number))
    assert {HoldKind.MARGIN, HoldKind.PRICE} <= set(kinds)
    other = shop.draft(shop.customer("OTHER", tax_included=True))
    shop.do(orders.line, other, "CHAI", 1_000, price=parse_price("21.42"))  # the list price, said with its tax
    assert shop.held_for(shop.submit(other)) == []


def test_several_rates_on_one_order_each_add_up(shop: Shop) -> None:
    shop.product("A", "6.70", on_hand=1, tax="taxed")
    shop.product("B", "3.33", on_hand=3, tax="reduced")
    shop.product("C", "1.00", on_hand=1, tax="none")
    number = shop.sell(shop.customer("BUYER"), ("A", 1), ("B", 3), ("C", 1))
    live = shop.see(draft, number)
    rows = [(row.rate, row.net, row.tax) for row in live.taxes]
    assert rows == [(0, 1_00, 0), (7_000, 9_99, 70), (19_000, 6_70, 1_27)]


def test_a_rate_entered_ahead_is_not_used_before_its_day(shop: Shop) -> None:
    shop.do(assortment.tax_rate, "taxed", 21_000, date(2027, 1, 1))
    shop.do(products.new, "A", "A", list_price=100_0000, tax_class="taxed")
    number = shop.draft(shop.customer("BUYER"), ("A", 1))
    assert shop.line(number).tax_rate == 19_000
