"""Prices: contract, customer's list, segment's list, promotion, list price; the narrower first, then the step."""

from __future__ import annotations

import pytest

from orderdesk.desk import assortment, orders, prices
from orderdesk.errors import NotAllowed, Refused
from orderdesk.queries import live
from orderdesk.values import parse_price, parse_quantity, price_text
from tests.scenarios.shop import Shop


def asked(shop: Shop, customer: str, sku: str, quantity: str, unit: str | None = None) -> str:
    """The price of one of that unit."""
    price = shop.see(live.line, shop.draft(customer), sku, parse_quantity(quantity), unit=unit).price
    assert price is not None
    return price_text(price)


def test_pr_01_a_customers_list_with_steps(shop: Shop) -> None:
    shop.product("THING", "10.00")
    shop.product("HELP", "30.00", kind="service")
    shop.do(prices.price_list, "TIERS")
    shop.do(prices.rule, "list", price_list="TIERS", sku="THING", min_qty=10_000, discount=30_000)
    shop.do(prices.rule, "list", price_list="TIERS", sku="THING", discount=20_000)
    shop.do(prices.rule, "list", price_list="TIERS", discount=50_000)
    buyer = shop.customer("BUYER", price_list="TIERS")
    assert asked(shop, buyer, "THING", "1") == "8.00"
    assert asked(shop, buyer, "THING", "12") == "7.00"
    assert asked(shop, buyer, "HELP", "2") == "15.00"


def test_pr_03_a_promotion_across_lines_wants_its_threshold_together(shop: Shop) -> None:
    """5 + 3 promoted pieces do not reach ten, and 10 of another do not count; two more reach it for both lines."""
    shop.do(assortment.category, "PROMOTED", "Promoted")
    for sku in ("A", "B"):
        shop.product(sku, "20.00", on_hand=20, category="PROMOTED")
    shop.product("OTHER", "20.00", on_hand=20)
    buyer = shop.customer("BUYER")
    goods = (("A", 5), ("B", 3), ("OTHER", 10))
    number = shop.draft(buyer, *goods)
    assert shop.order(number).net == 360_00
    shop.do(prices.rule, "promotion", name="ten", category="PROMOTED", min_qty=10_000, discount=10_000, together=True)
    assert shop.order(shop.draft(buyer, *goods)).net == 360_00
    ann = shop.desk("ann")
    ann.do(orders.line_change, number, 2, quantity=5_000)
    assert [price_text(shop.line(number, at).price) for at in (1, 2, 3)] == ["18.00", "18.00", "20.00"]
    assert shop.order(number).net == 380_00
    ann.do(orders.line_change, number, 2, quantity=3_000)
    assert shop.order(number).net == 360_00, "and it goes as it came"


@pytest.mark.parametrize(
    ("quantity", "unit", "price"),
    [
        ("3", "pc", "20.00"),
        ("4", "pc", "18.00"),
        ("5", "pc", "18.00"),
        ("1", "dozen", "216.00"),
        ("0.4", "dozen", "216.00"),
        ("0.3", "dozen", "240.00"),
    ],
)
def test_pr_04_steps_are_counted_in_stock_units(shop: Shop, quantity: str, unit: str, price: str) -> None:
    from orderdesk.desk import units

    shop.product("THING", "20.00")
    shop.do(units.unit, "THING", "dozen", 12_000)
    shop.do(prices.rule, "promotion", sku="THING", min_qty=4_000, discount=10_000)
    assert asked(shop, shop.customer("BUYER"), "THING", quantity, unit) == price


def test_pr_06_a_list_upon_a_list(shop: Shop) -> None:
    shop.product("THING", "100.00")
    shop.do(prices.price_list, "BASE")
    shop.do(prices.rule, "list", price_list="BASE", discount=10_000)
    shop.do(prices.price_list, "OWN", base="BASE", percent=10_000)
    number = shop.draft(shop.customer("BUYER", price_list="OWN"))
    receipt = shop.see(live.line, number, "THING", 1_000).receipt
    assert receipt is not None
    assert (price_text(receipt.price), receipt.off_list) == ("81.00", 19_000)
    assert receipt.explanation.splitlines()[0] == (
        "81.00 by customer list 'BASE' (all, from 0, OWN less 10 %); list price 100.00, 19 % off it"
    )


def test_pr_07_a_surcharge_is_a_price_and_no_discount(shop: Shop) -> None:
    shop.product("THING", "20.00", on_hand=1)
    buyer = shop.customer("BUYER")
    shop.do(prices.rule, "contract", customer=buyer, sku="THING", discount=-10_000)
    number = shop.draft(buyer, ("THING", 1))
    line = shop.line(number)
    assert (price_text(line.price), line.discount, line.net) == ("22.00", 0, 22_00)
    receipt = shop.see(live.line, number, "THING", 1_000).receipt
    assert receipt is not None
    assert receipt.off_list == 0
    assert "off it" not in receipt.explanation


def test_pr_09_which_discount_goes_first(shop: Shop) -> None:
    """Elsewhere a priority decides, and without it the order fails. Here a tie is refused when its rule is entered."""
    shop.do(assortment.category, "GROUP", "Group")
    for sku in ("THING", "OTHER"):
        shop.product(sku, "100.00", category="GROUP")
    a, b = shop.customer("A"), shop.customer("B")
    shop.do(prices.rule, "promotion", sku="THING", discount=10_000)
    shop.do(prices.rule, "contract", customer=a, sku="THING", discount=20_000)
    shop.do(prices.rule, "promotion", category="GROUP", discount=15_000)
    assert (asked(shop, a, "THING", "1"), asked(shop, b, "THING", "1")) == ("80.00", "90.00")
    with pytest.raises(Refused, match="would tie with this"):
        shop.do(prices.rule, "promotion", name="campaign", sku="THING", discount=5_000)
    shop.do(prices.rule, "promotion", name="campaign", sku="THING", discount=5_000, valid_from=shop.day)
    assert asked(shop, b, "THING", "1") == "95.00", "the newest of the same kind"
    assert asked(shop, b, "OTHER", "1") == "85.00"


def test_pr_10_a_window_of_quantities_in_stock_units(shop: Shop) -> None:
    from orderdesk.desk import units

    shop.product("THING", "100.00")
    shop.do(units.unit, "THING", "box", 5_000)
    shop.do(prices.rule, "promotion", sku="THING", min_qty=5_000, max_qty=7_000, discount=17_500)
    buyer = shop.customer("BUYER")
    assert [asked(shop, buyer, "THING", "1", "box"), asked(shop, buyer, "THING", "2", "box")] == ["412.50", "500.00"]
    by_the_piece = [asked(shop, buyer, "THING", str(pieces)) for pieces in (4, 5, 7, 8)]
    assert by_the_piece == ["100.00", "82.50", "82.50", "100.00"]


def test_pr_12_the_variants_own_rule_goes_before_its_templates(shop: Shop) -> None:
    """The template is a category here."""
    shop.do(assortment.category, "TEMPLATE", "Template")
    shop.product("VARIANT", "100.00", category="TEMPLATE")
    buyer = shop.customer("BUYER")
    shop.do(prices.rule, "promotion", category="TEMPLATE", discount=7_500)
    assert asked(shop, buyer, "VARIANT", "1") == "92.50"
    shop.do(prices.rule, "promotion", sku="VARIANT", discount=17_500)
    assert asked(shop, buyer, "VARIANT", "1") == "82.50"


def test_pr_13_the_average_discount_of_an_order_waits_for_an_approver(shop: Shop) -> None:
    """Price-list value 1000.00, sold for 850.00: 15 % on average, and from 10 % on an approver is needed."""
    from orderdesk.desk import approval_rules

    shop.product("THING", "100.00", on_hand=10)
    shop.do(approval_rules.rule, "AVERAGE", "average_discount", "10")
    shop.setting("price_band", None)
    number = shop.draft(shop.customer("BUYER"))
    shop.desk("ann").do(orders.line, number, "THING", 10_000, price=parse_price("85.00"))
    done = shop.submit(number)
    assert (done.gross, shop.held_for(done)) == (850_00, ["discount"])
    assert "sold for 850.00 what costs 1000.00 by the price rules: 15 % off on average, above 10 %" in (
        done.findings[0].message
    )
    with pytest.raises(NotAllowed):
        shop.release(number, "ann")
    assert shop.release(number, "kim") == "confirmed"


def test_pr_13_a_line_above_its_ceiling_waits_too_so_that_a_large_line_hides_none(shop: Shop) -> None:
    shop.do(assortment.category, "CEILING", "Ceiling", discount_ceiling=10_000)
    shop.product("THING", "100.00", on_hand=10, category="CEILING")
    buyer = shop.customer("BUYER")
    number = shop.draft(buyer)
    shop.desk("ann").do(orders.line, number, "THING", 10_000, discount=15_000)
    done = shop.submit(number)
    assert (done.gross, shop.held_for(done)) == (850_00, ["discount"])
    assert shop.release(number, "kim") == "confirmed"


def test_pr_14_a_discount_is_rounded_first_and_then_the_line(shop: Shop) -> None:
    shop.product("THING", "192.00", on_hand=1)
    number = shop.draft(shop.customer("BUYER"))
    shop.desk("ann").do(orders.line, number, "THING", 1_000, discount=74_246)
    line = shop.line(number)
    assert (line.discount, line.net, parse_price("192.00")) == (74_250, 49_44, line.price)
