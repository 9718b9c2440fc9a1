"""Changing what was placed: amendments go through the guard, and nothing that has left is changed on paper."""

from __future__ import annotations

import pytest

from orderdesk.desk import amendments, approvals, invoicing, picking, shipping, supply
from orderdesk.errors import NotAllowed, Refused
from orderdesk.models import ExpectedReceipt
from tests.scenarios.shop import Shop


@pytest.fixture
def buyer(shop: Shop) -> str:
    return shop.customer("BUYER")


def test_oc_01_a_delivered_order_is_amended_up_and_not_below_what_was_delivered(shop: Shop, buyer: str) -> None:
    shop.setting("billing", "hand")
    shop.product("THING", "200.00", on_hand=7)
    number = shop.sell(buyer, ("THING", 4))
    shop.ship(number)
    before = shop.stock("THING")[1]
    assert shop.amend(number, 1, 7).gross == 1_400_00
    assert shop.stock("THING")[1] == before + 3
    assert shop.order(number).state == "confirmed"
    with pytest.raises(Refused, match="2 is below the 4 shipped; 4 is the lowest quantity"):
        shop.amend(number, 1, 2)


def test_oc_03_a_line_goes_out_of_the_order_only_while_nothing_of_it_has_left(shop: Shop, buyer: str) -> None:
    shop.product("A", "1000.00", on_hand=2)
    shop.product("B", "500.00")
    number = shop.sell(buyer, ("A", 5), ("B", 2))
    shop.ship(number)
    shop.receive("B", 2)
    assert shop.stock("B") == (2, 2)
    with pytest.raises(Refused, match="cannot be removed: 2 are shipped"):
        shop.amend(number, 1, 0)
    shop.amend(number, 2, 0)
    assert shop.stock("B") == (2, 0)
    assert shop.order(number).gross == 5_000_00


def test_oc_04_the_threshold_guards_amendments_too(shop: Shop, buyer: str) -> None:
    """Elsewhere the junior is refused; here her amendment stands, held until an approver releases it."""
    shop.setting("value_limit", 200_00)
    shop.product("THING", "150.00", on_hand=2)
    number = shop.sell(buyer, ("THING", 1))
    done = shop.amend(number, 1, 2)
    assert (done.gross, shop.held_for(done)) == (300_00, ["value"])
    with pytest.raises(Refused, match="held for value"):
        shop.do(picking.release, [number])
    with pytest.raises(NotAllowed):
        shop.release(number, "ann")
    assert shop.release(number, "kim") == "confirmed"
    shop.ship(number)


def test_oc_04_a_rule_of_one_s_own_guards_amendments_too(shop: Shop, buyer: str) -> None:
    from orderdesk.desk import approval_rules

    shop.do(approval_rules.rule, "BIG", "order_value", "200")
    shop.product("THING", "150.00", on_hand=2)
    number = shop.sell(buyer, ("THING", 1))
    done = shop.amend(number, 1, 2)
    assert (done.gross, shop.held_for(done)) == (300_00, ["value"])
    with pytest.raises(NotAllowed):
        shop.release(number, "ann")
    assert shop.release(number, "kim") == "confirmed"


def test_oc_05_somebody_without_the_right_cannot_amend(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=20)
    number = shop.sell(buyer, ("THING", 5))
    rae = shop.desk("rae")
    with pytest.raises(NotAllowed, match=r"rae may not do order\.amend_line; that takes clerk or admin"):
        rae.do(amendments.amend_line, number, 1, quantity=7_000)
    with pytest.raises(NotAllowed, match=r"rae may not do order\.amend;"):
        rae.do(amendments.amend, number, "THING", 1_000)
    assert shop.line(number).ordered == 5_000


def test_oc_06_what_has_left_or_is_billed_cannot_be_cancelled(shop: Shop, buyer: str) -> None:
    """There are no drafts of invoices here: posted or not there."""
    shop.setting("billing", "hand")
    shop.product("THING", "1.00", on_hand=1)
    number = shop.sell(buyer, ("THING", 2))
    shop.ship(number)
    with pytest.raises(Refused, match="1 are shipped; short-close it instead"):
        shop.do(amendments.cancel, number, "no")
    shop.invoice(number)
    with pytest.raises(Refused, match="1 are shipped; short-close it instead"):
        shop.do(amendments.cancel, number, "no")


def test_oc_08_goods_of_a_cancelled_order_cannot_leave(shop: Shop, buyer: str) -> None:
    """What is being picked cannot be cancelled until its pick list is; and then the list cannot be shipped."""
    shop.product("THING", "1.00", on_hand=1)
    number = shop.sell(buyer, ("THING", 1))
    pick = shop.pick(number)
    with pytest.raises(Refused, match=f"being picked .pick list {pick}.; cancel that pick list first"):
        shop.do(amendments.cancel, number, "no")
    shop.do(picking.cancel, pick)
    shop.do(amendments.cancel, number, "no")
    with pytest.raises(Refused, match=f"pick list {pick} is cancelled"):
        shop.do(shipping.confirm, pick)
    assert shop.stock("THING") == (1, 0)


def test_oc_09_an_order_on_hold_is_neither_delivered_nor_billed(shop: Shop, buyer: str) -> None:
    """What had left before the hold may still be billed."""
    shop.product("THING", "1.00", on_hand=2)
    number = shop.sell(buyer, ("THING", 1))
    pick = shop.pick(number)
    shop.do(approvals.hold, number, "wait for a call")
    with pytest.raises(Refused, match="held for manual; it must be released first"):
        shop.do(shipping.confirm, pick)
    with pytest.raises(Refused, match="nothing to invoice"):
        shop.invoice(number)
    other = shop.sell(buyer, ("THING", 1))
    shop.do(approvals.hold, other, "this one too")
    with pytest.raises(Refused, match="held for manual"):
        shop.do(picking.release, [other])


def test_oc_12_giving_up_the_rest_leaves_the_posted_invoice(shop: Shop, buyer: str) -> None:
    """Elsewhere the order is cancelled with it; here what has left makes that a short-close."""
    shop.product("THING", "1.00", on_hand=3)
    number = shop.sell(buyer, ("THING", 5))
    shop.ship(number)
    shop.receive("THING", 2)
    shop.do(amendments.short_close, number, "no more")
    assert [(bill.kind, bill.gross, bill.open) for bill in shop.bills(number)] == [("invoice", 3_00, 3_00)]
    assert (shop.order(number).state, shop.order(number).gross) == ("closed", 3_00)
    with pytest.raises(Refused, match="nothing to invoice"):
        shop.do(invoicing.post, number)


def test_oc_14_cancelling_frees_what_is_reserved_unless_it_is_being_picked(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=10)
    number = shop.sell(buyer, ("THING", 4))
    shop.do(amendments.cancel, number, "no")
    assert (shop.stock("THING"), shop.order(number).state) == ((10, 0), "cancelled")
    active = shop.sell(buyer, ("THING", 4))
    shop.do(picking.release, [active])
    with pytest.raises(Refused, match="cancel that pick list first"):
        shop.do(amendments.cancel, active, "no")
    assert (shop.stock("THING"), shop.order(active).state) == ((10, 4), "confirmed")


def test_oc_15_an_order_like_another_of_these_days_is_told(shop: Shop, buyer: str) -> None:
    """Elsewhere both are flagged, by customer, date and reference. Here the second is held, by customer and goods."""
    shop.setting("duplicate_days", 3)
    shop.product("THING", "1.00", on_hand=10)
    first = shop.sell(buyer, ("THING", 4), po_number="4711")
    done = shop.submit(shop.draft(buyer, ("THING", 4), po_number="4711"))
    assert shop.held_for(done) == ["duplicate"]
    assert f"same customer and same lines as {first} within 3 days" in done.findings[0].message
    assert shop.submit(shop.draft(buyer, ("THING", 5))).state == "confirmed"


def test_oc_16_each_line_that_is_made_to_order_has_its_own_work_order(shop: Shop, buyer: str) -> None:
    """What is made for a line is reserved for that line, whoever waits before it."""
    shop.product("THING", "1.00", kind="made_to_order")
    number = shop.sell(buyer, ("THING", 10), ("THING", 20))
    lines = [shop.line(number, position).id for position in (1, 2)]
    made = shop.rows(ExpectedReceipt)
    assert [(row.kind, row.quantity, row.order_line_id) for row in made] == [
        ("work_order", 10_000, lines[0]),
        ("work_order", 20_000, lines[1]),
    ]
    shop.do(supply.make, made[1].id, 15_000)
    assert [shop.line(number, position).allocated for position in (1, 2)] == [0, 15_000]
    shop.do(supply.make, made[1].id)
    shop.do(supply.make, made[0].id)
    assert [shop.line(number, position).allocated for position in (1, 2)] == [10_000, 20_000]
