"""Tax: once per rate on the document, and everything adds up to the cent."""

from __future__ import annotations

from orderdesk.rules.tax import TaxedLine, split_inclusive, totals
from orderdesk.values import extend
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
