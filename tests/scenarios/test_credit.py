"""Credit: what counts as owed, and when an order or its goods are stopped. Exposure is gross; one limit covers it."""

from __future__ import annotations

from typing import Any

import pytest

from orderdesk.desk import customers, orders, shipping
from orderdesk.errors import Refused
from orderdesk.models import Customer
from orderdesk.rules.credit import Exposure, check_limit
from orderdesk.values import Currency
from tests.scenarios.shop import Shop


def test_cr_01_an_order_crossing_the_limit_is_stopped(shop: Shop) -> None:
    """Elsewhere the quotation stays one; here the order waits in the approval queue, and uses up no credit."""
    shop.customer("LIMIT", 100_00)
    shop.billed("LIMIT", 100_00)
    shop.product("THING", "25.00", on_hand=10)
    number = shop.draft("LIMIT", ("THING", 2))
    done = shop.submit(number)
    assert (done.state, shop.held_for(done)) == ("submitted", ["credit"])
    assert done.findings[0].amount == 50_00
    assert "100.00 used + 50.00 this order = 150.00, over the limit of 100.00 by 50.00" in done.findings[0].message
    assert shop.exposure("LIMIT").total == 100_00


def test_cr_03_lowering_the_limit_later_stops_the_goods_and_not_the_order(shop: Shop) -> None:
    """Elsewhere only confirming looks at the limit. Here an order confirmed stays so, but its goods do not leave."""
    shop.customer("LIMIT", 200_00)
    shop.billed("LIMIT", 100_00)
    shop.product("THING", "25.00", on_hand=10)
    number = shop.sell("LIMIT", ("THING", 2))
    shop.do(customers.limit, "LIMIT", credit_limit=100_00)
    assert shop.order(number).state == "confirmed"
    pick = shop.pick(number)
    with pytest.raises(Refused, match=r"150\.00, over the limit of 100\.00 by 50\.00"):
        shop.desk("pat").do(shipping.confirm, pick)
    shop.do(customers.limit, "LIMIT", credit_limit=150_00)
    assert len(shop.desk("pat").do(shipping.confirm, pick)) == 1


def test_cr_04_invoicing_a_part_does_not_change_the_exposure(shop: Shop) -> None:
    shop.customer("LIMIT", 200_00)
    shop.billed("LIMIT", 100_00)
    shop.product("THING", "25.00", on_hand=1)
    number = shop.sell("LIMIT", ("THING", 2))
    assert shop.exposure("LIMIT") == Exposure(open_invoices=100_00, confirmed_not_shipped=50_00)
    shop.ship(number)
    assert shop.exposure("LIMIT") == Exposure(open_invoices=125_00, confirmed_not_shipped=25_00)
    assert shop.exposure("LIMIT").total == 150_00


def test_cr_09_an_invoice_of_its_own_adds_to_the_open_orders() -> None:
    """A rule here: every invoice of ours is of an order, but one taken over from another system counts the same."""
    order = Exposure(confirmed_not_shipped=1_000_00)
    first, second = (check_limit(order, invoice, 1_000_00, Currency()) for invoice in (100_00, 2_000_00))
    assert first is not None
    assert second is not None
    assert (first.figures["exposure_with_order"], second.figures["exposure_with_order"]) == (1_100_00, 3_000_00)
    assert Exposure(open_invoices=2_000_00, confirmed_not_shipped=1_000_00).total == 3_000_00


def test_cr_10_what_is_invoiced_beyond_an_order_does_not_lower_the_rest(shop: Shop) -> None:
    """Nothing is invoiced here that has not left, so the excess is an over-delivery that the product allows."""
    shop.customer("LIMIT")
    shop.product("THING", "100.00", on_hand=30, over_delivery=100_000)
    first, _ = shop.sell("LIMIT", ("THING", 10)), shop.sell("LIMIT", ("THING", 10))
    assert shop.exposure("LIMIT").total == 2_000_00
    shop.ship(first, THING=20)
    assert shop.exposure("LIMIT") == Exposure(open_invoices=2_000_00, confirmed_not_shipped=1_000_00)


def test_cr_12_open_orders_have_a_limit_of_their_own_that_is_exceeded_already(shop: Shop) -> None:
    shop.customer("LIMIT")
    shop.product("THING", "100.00", on_hand=5)
    shop.sell("LIMIT", ("THING", 1))
    shop.do(customers.limit, "LIMIT", order_limit=99_00)
    done = shop.submit(shop.draft("LIMIT", ("THING", 1)))
    assert shop.held_for(done) == ["credit"]
    assert done.findings[0].message == "credit: open orders of 100.00 are over their limit of 99.00 already"


def test_cr_13_this_order_crosses_the_limit_for_open_orders(shop: Shop) -> None:
    shop.customer("LIMIT")
    shop.product("THING", "100.00", on_hand=5)
    first = shop.sell("LIMIT", ("THING", 1))
    shop.do(customers.limit, "LIMIT", order_limit=150_00)
    number = shop.draft("LIMIT", ("THING", 1))
    done = shop.submit(number)
    assert shop.held_for(done) == ["credit"]
    assert "100.00 + 100.00 this order = 200.00, over the limit of 150.00 for open orders by 50.00" in (
        done.findings[0].message
    )
    shop.ship(first)
    assert shop.submit(shop.draft("LIMIT", ("THING", 1))).state == "confirmed", "what has left is no open order"


def test_cr_15_an_invoice_takes_the_exposure_over_from_the_order(shop: Shop) -> None:
    """Elsewhere a draft of the invoice does. Here an invoice is posted or not there: until then what left counts."""
    shop.customer("LIMIT")
    shop.setting("invoice_on_ship", False)
    shop.product("THING", "100.00", on_hand=1)
    number = shop.sell("LIMIT", ("THING", 1))
    assert shop.exposure("LIMIT") == Exposure(confirmed_not_shipped=100_00)
    shop.ship(number)
    assert shop.exposure("LIMIT") == Exposure(shipped_not_invoiced=100_00)
    shop.invoice(number)
    assert shop.exposure("LIMIT") == Exposure(open_invoices=100_00)


def test_cr_16_the_limit_is_looked_at_for_orders_and_for_goods(shop: Shop) -> None:
    """Elsewhere an invoice is refused too. Here what has left is billed: refusing that would not lower the risk."""
    shop.customer("LIMIT")
    shop.setting("billing", "hand")
    shop.product("THING", "25.00", on_hand=10)
    gone = shop.sell("LIMIT", ("THING", 4))
    shop.ship(gone)
    ready = shop.sell("LIMIT", ("THING", 1))
    pick = shop.pick(ready)
    shop.do(customers.limit, "LIMIT", credit_limit=shop.exposure("LIMIT").total - 50_00)
    done = shop.submit(shop.draft("LIMIT", ("THING", 1)))
    assert shop.held_for(done) == ["credit"]
    with pytest.raises(Refused, match="cannot leave: credit"):
        shop.desk("pat").do(shipping.confirm, pick)
    assert shop.invoice(gone) == "INV-2026-0001"


def test_cr_18_a_customer_has_one_limit(shop: Shop) -> None:
    """It is a figure on the customer's card: a second one takes its place, and a second card is refused."""
    shop.customer("LIMIT", 100_00)
    with pytest.raises(Refused, match="customer LIMIT exists already"):
        shop.customer("LIMIT", 200_00)
    shop.do(customers.limit, "LIMIT", credit_limit=200_00)
    assert [row.credit_limit for row in shop.rows(Customer, code="LIMIT")] == [200_00]


def test_cr_19_goods_that_leave_are_counted_once(shop: Shop) -> None:
    shop.customer("LIMIT", 100_00)
    shop.product("THING", "60.00", on_hand=1)
    shop.ship(shop.sell("LIMIT", ("THING", 1)))
    assert shop.exposure("LIMIT").total == 60_00


def test_cr_21_an_order_over_the_room_that_is_left_is_not_completed(shop: Shop) -> None:
    shop.customer("LIMIT", 250_00)
    shop.billed("LIMIT", 246_05)
    shop.product("THING", "64.20", on_hand=1)
    done = shop.submit(shop.draft("LIMIT", ("THING", 1)))
    assert (done.state, shop.held_for(done)) == ("submitted", ["credit"])
    assert done.findings[0].amount == 246_05 + 64_20 - 250_00


@pytest.mark.parametrize("card", [{"block": "ship"}, {"active": False}], ids=["frozen", "disabled"])
def test_cr_22_a_frozen_or_disabled_customer_cannot_order(shop: Shop, card: dict[str, Any]) -> None:
    """The draft can be typed and is kept; placing it is refused until the customer is free again."""
    shop.customer("FROZEN", **card)
    shop.product("THING", "25.00", on_hand=1)
    number = shop.draft("FROZEN", ("THING", 1))
    with pytest.raises(Refused, match=r"is blocked|is not active"):
        shop.desk("ann").do(orders.submit, number)
    shop.do(customers.limit, "FROZEN", block="none")
    shop.do(customers.change, "FROZEN", active=True)
    assert shop.submit(number).state == "confirmed"
