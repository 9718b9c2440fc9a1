"""Lines of their own day and place, services that are done, goods that the supplier delivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from orderdesk.desk import addresses as places
from orderdesk.desk import (
    amendments,
    approvals,
    assortment,
    direct,
    orders,
    picking,
    product_supply,
    rescheduling,
    services,
    shipment_back,
    supply,
)
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import ExpectedReceipt, ServiceDone, Shipment
from orderdesk.queries.addresses import addresses
from orderdesk.queries.check import check
from orderdesk.queries.late import late_orders
from orderdesk.queries.revisions import revisions
from orderdesk.store.store import Store
from tests.company import TODAY
from tests.scenarios.shop import Shop

LATER = TODAY + timedelta(days=10)


@pytest.fixture
def shop(store: Store) -> Iterator[Shop]:
    here = Shop(store)
    here.product("THING", "10.00", on_hand=20)
    here.product("OTHER", "5.00", on_hand=20)
    here.product("WORK", "40.00", kind="service")
    here.customer("BUYER")
    yield here
    assert here.see(check) == ()


def address(shop: Shop, street: str = "Site 1") -> int:
    shop.do(places.address, "BUYER", street="Home 1", city="Here", country="DE")
    return shop.do(places.address, "BUYER", street=street, city="Away", country="DE")


# Days and places of lines ---------------------------------------------------------------------------------------------


def test_a_line_with_a_later_day_is_promised_and_picked_for_it(shop: Shop) -> None:
    number = shop.draft("BUYER", ("THING", 2))
    shop.desk("ann").do(orders.line, number, "OTHER", 3_000, wanted=LATER)
    shop.submit(number)
    assert shop.line(number, 1).promised == TODAY
    assert shop.line(number, 2).promised == LATER
    shop.ship(number)
    assert (shop.line(number, 1).shipped, shop.line(number, 2).shipped) == (2_000, 0)
    with pytest.raises(Refused, match="later day of their own"):
        shop.desk("pat").do(picking.release, [number])
    shop.at(LATER).ship(number)
    assert shop.line(number, 2).shipped == 3_000


def test_a_later_line_can_be_picked_ahead_by_saying_so(shop: Shop) -> None:
    number = shop.draft("BUYER")
    shop.desk("ann").do(orders.line, number, "OTHER", 3_000, wanted=LATER)
    shop.submit(number)
    assert shop.desk("pat").do(picking.release, [number], ahead=True)


def test_an_order_that_leaves_whole_waits_for_its_last_line(shop: Shop) -> None:
    number = shop.draft("BUYER", ("THING", 2))
    shop.desk("ann").do(orders.line, number, "OTHER", 3_000, wanted=LATER)
    shop.desk("ann").do(orders.change, number, delivery_rule="complete")
    shop.submit(number)
    with pytest.raises(Refused, match="nothing to pick"):
        shop.desk("pat").do(picking.release, [number])
    later = shop.at(LATER)
    later.ship(number)
    assert len(later.rows(Shipment)) == 1


def test_the_orders_day_changes_only_lines_without_one_of_their_own(shop: Shop) -> None:
    number = shop.draft("BUYER", ("THING", 2))
    shop.desk("ann").do(orders.line, number, "OTHER", 3_000, wanted=LATER)
    shop.desk("ann").do(orders.change, number, wanted=TODAY + timedelta(days=3))
    assert [shop.line(number, at).wanted for at in (1, 2)] == [None, LATER]
    shop.desk("ann").do(orders.line_change, number, 2, wanted=TODAY + timedelta(days=3))
    assert shop.line(number, 2).wanted is None


def test_a_day_of_a_line_that_is_past_stops_the_order(shop: Shop) -> None:
    number = shop.draft("BUYER")
    shop.desk("ann").do(orders.line, number, "OTHER", 3_000, wanted=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match=r"line 1, OTHER: wanted date .* is past"):
        shop.submit(number)


def test_lines_for_two_places_are_two_shipments(shop: Shop) -> None:
    site = address(shop)
    number = shop.draft("BUYER", ("THING", 2))
    shop.desk("ann").do(orders.line, number, "OTHER", 3_000, ship_to=site)
    shop.submit(number)
    shop.ship(number)
    assert [one.ship_to_id for one in shop.rows(Shipment)] == [None, site]
    assert shop.line(number, 2).shipped == 3_000


def test_a_line_goes_to_an_address_of_its_customer_only(shop: Shop) -> None:
    shop.customer("ELSE")
    theirs = shop.see(addresses, "ELSE")
    number = shop.draft("BUYER", ("THING", 2))
    with pytest.raises(NotFound):
        shop.desk("ann").do(orders.line_change, number, 1, ship_to=theirs[0].id if theirs else 10**6)


def test_a_placed_line_is_given_another_day_and_place(shop: Shop) -> None:
    site = address(shop)
    number = shop.sell("BUYER", ("THING", 2), ("OTHER", 1))
    ann = shop.desk("ann")
    assert ann.do(rescheduling.reschedule, number, LATER, "asked", line=2) == TODAY
    assert shop.line(number, 2).promised == LATER and shop.line(number, 2).allocated == 1_000
    ann.do(rescheduling.redirect, number, site, "asked", line=2)
    ann.do(rescheduling.reschedule, number, TODAY + timedelta(days=1))
    assert [shop.line(number, at).wanted for at in (1, 2)] == [None, LATER]
    found = shop.see(revisions, number)
    assert [(one.revision, one.verb, one.line) for one in found] == [
        (1, "order.reschedule", 2), (2, "order.redirect", 2), (3, "order.reschedule", None),
    ]  # fmt: skip
    assert found[0].changes["wanted"] == [str(TODAY), str(LATER)]
    with pytest.raises(BadValue, match="has passed"):
        ann.do(rescheduling.reschedule, number, TODAY - timedelta(days=1), line=2)


def test_what_is_being_picked_goes_nowhere_else(shop: Shop) -> None:
    site = address(shop)
    number = shop.sell("BUYER", ("THING", 2))
    shop.desk("pat").do(picking.release, [number])
    with pytest.raises(Refused, match="being picked"):
        shop.desk("ann").do(rescheduling.redirect, number, site)


def test_a_line_is_late_by_its_own_day(shop: Shop) -> None:
    number = shop.draft("BUYER", ("THING", 2))
    shop.desk("ann").do(orders.line, number, "OTHER", 3_000, wanted=LATER)
    shop.submit(number)
    shop.ship(number)
    assert shop.at(LATER).see(late_orders) == ()
    late = shop.at(LATER + timedelta(days=1)).see(late_orders)
    assert [(one.number, one.wanted_date, one.days_late) for one in late] == [(number, LATER, 1)]


def test_a_line_with_an_earlier_day_makes_its_order_late(shop: Shop) -> None:
    number = shop.draft("BUYER", ("THING", 2), wanted=LATER)
    shop.desk("ann").do(orders.line, number, "OTHER", 3_000, wanted=TODAY)
    shop.submit(number)
    late = shop.at(TODAY + timedelta(days=2)).see(late_orders, filter="passed")
    assert [(one.wanted_date, one.days_late) for one in late] == [(TODAY, 2)]


# Services -------------------------------------------------------------------------------------------------------------


def test_only_what_is_done_of_a_service_is_billed(shop: Shop) -> None:
    number = shop.sell("BUYER", ("WORK", 5))
    with pytest.raises(Refused, match="nothing to invoice"):
        shop.invoice(number)
    assert shop.desk("ann").do(services.done, number, 1, 2_000, day=TODAY, note="first day") == 2_000
    assert [bill.net for bill in shop.bills(number)] == [80_00]
    assert shop.desk("ann").do(services.done, number, 1) == 5_000
    assert [bill.net for bill in shop.bills(number)] == [80_00, 120_00]
    assert shop.order(number).state == "closed"


def test_a_service_is_taken_back_while_it_is_not_billed(shop: Shop) -> None:
    shop.setting("billing", "hand")
    number = shop.sell("BUYER", ("WORK", 5))
    ann = shop.desk("ann")
    ann.do(services.done, number, 1, 2_000)
    assert ann.do(services.undo, number, 1, "wrong order") == 0
    with pytest.raises(Refused, match="nothing of line 1"):
        ann.do(services.undo, number, 1, "again")
    ann.do(services.done, number, 1, 3_000)
    shop.invoice(number)
    with pytest.raises(Refused, match="3 of 3 done are billed"):
        ann.do(services.undo, number, 1, "too late")
    with pytest.raises(Refused, match="3 of 5 are done, 2 are left"):
        ann.do(services.done, number, 1, 3_000)


def test_a_company_may_bill_services_that_nobody_said_were_done(shop: Shop) -> None:
    shop.setting("bill_services_undone", True)
    number = shop.sell("BUYER", ("WORK", 5))
    shop.invoice(number)
    assert shop.line(number).shipped == 5_000
    assert [one.quantity for one in shop.rows(ServiceDone)] == [5_000]


def test_goods_are_not_done_and_a_service_order_holds_none(shop: Shop) -> None:
    number = shop.sell("BUYER", ("THING", 1))
    with pytest.raises(Refused, match="is goods"):
        shop.desk("ann").do(services.done, number, 1)
    draft = shop.draft("BUYER", ("THING", 2), type="service")
    with pytest.raises(Refused, match="is no service, and this is a service order"):
        shop.submit(draft)
    shop.desk("ann").do(orders.change, draft, type="standard")
    assert shop.submit(draft).state == "confirmed"


# Delivered by the supplier --------------------------------------------------------------------------------------------


def dropped(shop: Shop, pieces: int = 5) -> int:
    """A confirmed order of what its supplier delivers."""
    shop.do(assortment.supplier, "MAKER", "Maker", lead_days=3)
    shop.product("DIRECT", "8.00", supplier="MAKER")
    shop.do(product_supply.supply, "DIRECT", drop_ship=True)
    return shop.sell("BUYER", ("DIRECT", pieces))


def asked(shop: Shop) -> list[tuple[str, str, int, int]]:
    """What suppliers are asked for."""
    return [(one.kind, one.state, one.quantity, one.received) for one in shop.rows(ExpectedReceipt)]


def test_the_supplier_is_asked_and_delivers_and_it_is_billed(shop: Shop) -> None:
    number = dropped(shop)
    assert asked(shop) == [("drop", "requested", 5_000, 0)]
    line = shop.line(number)
    assert (line.allocated, line.waiting, line.promised) == (0, False, TODAY + timedelta(days=3))
    pat = shop.desk("pat")
    shop.do(supply.order, shop.rows(ExpectedReceipt)[0].id, "PO-1")
    pat.do(direct.direct, number, 1, 2_000, carrier="DHL", tracking="T1")
    sent = shop.rows(Shipment)[0]
    assert (sent.direct, sent.pick_id, sent.tracking, sent.supplier_id is not None) == (True, None, "T1", True)
    assert [bill.net for bill in shop.bills(number)] == [16_00]
    assert asked(shop) == [("drop", "ordered", 5_000, 2_000)]
    with pytest.raises(Refused, match="too much"):
        pat.do(direct.direct, number, 1, 4_000)
    pat.do(direct.direct, number, 1, tracking="T2")
    assert shop.order(number).state == "closed"
    assert asked(shop) == [("drop", "ordered", 5_000, 5_000)]


def test_a_request_to_the_supplier_follows_its_order(shop: Shop) -> None:
    number = dropped(shop)
    shop.do(supply.order, shop.rows(ExpectedReceipt)[0].id, "PO-1")
    shop.amend(number, 1, 3)
    assert asked(shop) == [("drop", "ordered", 3_000, 0)]
    shop.amend(number, 1, 4)
    assert asked(shop) == [("drop", "ordered", 3_000, 0), ("drop", "requested", 1_000, 0)]
    shop.desk("ann").do(amendments.cancel, number, "no need")
    assert asked(shop) == []


def test_what_the_supplier_did_not_deliver_is_given_up_with_the_rest(shop: Shop) -> None:
    number = dropped(shop)
    shop.desk("pat").do(direct.direct, number, 1, 2_000)
    shop.desk("ann").do(amendments.short_close, number, "enough")
    assert asked(shop) == [("drop", "ordered", 2_000, 2_000)]
    shop.desk("ann").do(amendments.reopen, number, "after all")
    assert asked(shop)[1:] == [("drop", "requested", 3_000, 0)]


def test_a_delivery_that_was_none_is_asked_for_again(shop: Shop) -> None:
    shop.setting("billing", "hand")
    number = dropped(shop)
    sent = shop.desk("pat").do(direct.direct, number, 1)
    shop.do(shipment_back.cancel, sent, "it never came")
    assert (shop.line(number).shipped, shop.line(number).waiting) == (0, False)
    assert asked(shop)[1:] == [("drop", "requested", 5_000, 0)]


def test_a_supplier_is_not_told_to_deliver_to_who_is_held(shop: Shop) -> None:
    number = dropped(shop)
    shop.desk("ann").do(approvals.hold, number, "look at it")
    with pytest.raises(Refused):
        shop.do(supply.order, shop.rows(ExpectedReceipt)[0].id, "PO-1")


def test_what_the_supplier_delivers_never_comes_here(shop: Shop) -> None:
    number = dropped(shop)
    request = shop.rows(ExpectedReceipt)[0].id
    with pytest.raises(Refused, match="goes from the supplier"):
        shop.receive("DIRECT", 5, expected=request)
    with pytest.raises(Refused, match="goes from the supplier"):
        shop.do(supply.make, request)
    shop.receive("DIRECT", 5)
    assert shop.stock("DIRECT") == (5, 0)
    with pytest.raises(Refused, match="nothing to pick"):
        shop.desk("pat").do(picking.release, [number])


def test_only_bought_goods_with_a_supplier_are_delivered_by_him(shop: Shop) -> None:
    number = shop.draft("BUYER", ("THING", 1), ("WORK", 1))
    with pytest.raises(Refused, match="has no supplier"):
        shop.desk("ann").do(orders.line_change, number, 1, drop_ship=True)
    with pytest.raises(Refused, match="only bought goods"):
        shop.desk("ann").do(orders.line_change, number, 2, drop_ship=True)
    shop.submit(number)
    with pytest.raises(Refused, match="leaves from our warehouse"):
        shop.desk("pat").do(direct.direct, number, 1)


def test_a_line_may_leave_from_our_shelf_although_its_product_does_not(shop: Shop) -> None:
    shop.do(assortment.supplier, "MAKER", "Maker")
    shop.product("DIRECT", "8.00", on_hand=5, supplier="MAKER")
    shop.do(product_supply.supply, "DIRECT", drop_ship=True)
    number = shop.draft("BUYER")
    shop.desk("ann").do(orders.line, number, "DIRECT", 2_000, drop_ship=False)
    shop.submit(number)
    shop.ship(number)
    assert shop.line(number).shipped == 2_000


# Made to order --------------------------------------------------------------------------------------------------------


def test_a_work_order_follows_its_line_from_confirmation_to_short_close(shop: Shop) -> None:
    shop.product("MADE", "90.00", kind="made_to_order", lead_days=4)
    number = shop.sell("BUYER", ("MADE", 3))
    assert asked(shop) == [("work_order", "requested", 3_000, 0)]
    shop.amend(number, 1, 2)
    assert asked(shop) == [("work_order", "requested", 2_000, 0)]
    shop.do(supply.make, shop.rows(ExpectedReceipt)[0].id, 1_000)
    shop.ship(number)
    shop.desk("ann").do(amendments.short_close, number, "enough")
    assert [row for row in asked(shop) if row[2] > row[3]] in ([], [("work_order", "ordered", 2_000, 1_000)])
    shop.desk("ann").do(amendments.reopen, number, "after all")
    assert sum(row[2] - row[3] for row in asked(shop) if row[1] == "requested") == 1_000


def test_a_held_order_asks_for_its_work_with_the_release_and_a_rejected_one_not_at_all(shop: Shop) -> None:
    shop.product("MADE", "90.00", kind="made_to_order")
    shop.customer("POOR", 1_00)
    number = shop.draft("POOR", ("MADE", 3))
    assert shop.submit(number).state == "submitted"
    assert asked(shop) == []
    shop.release(number)
    assert asked(shop) == [("work_order", "requested", 3_000, 0)]
    shop.desk("ann").do(amendments.cancel, number, "no need")
    assert asked(shop) == []


def test_an_order_of_the_type_make_to_order_has_everything_made(shop: Shop) -> None:
    shop.product("BARE", "9.00")
    number = shop.sell("BUYER", ("BARE", 3), type="make-to-order")
    assert shop.order(number).type == "make_to_order"
    assert asked(shop) == [("work_order", "requested", 3_000, 0)]
    shop.do(supply.make, shop.rows(ExpectedReceipt)[0].id)
    shop.ship(number)
    assert shop.order(number).state == "closed"


def test_a_work_order_that_was_not_needed_is_forgotten_when_its_order_closes(shop: Shop) -> None:
    shop.product("MADE", "90.00", kind="made_to_order")
    number = shop.sell("BUYER", ("MADE", 3))
    shop.receive("MADE", 3)
    shop.ship(number)
    assert shop.order(number).state == "closed"
    assert asked(shop) == []
