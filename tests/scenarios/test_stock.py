"""Stock: what is reserved, what is free, what leaves. A draft reserves nothing; an order stands in the queue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orderdesk.desk import (
    amendments,
    approvals,
    picking,
    product_supply,
    ranking,
    scanning,
    shipment_back,
    stock,
    supply,
)
from orderdesk.desk.allocation import give_back
from orderdesk.errors import Refused
from orderdesk.models import ExpectedReceipt, Shipment
from orderdesk.queries import live
from orderdesk.rules.amendment import may_ship
from orderdesk.rules.availability import Portion, Supply, best_split, see_each_other
from orderdesk.rules.lifecycle import LineAxes, Progress, shipped_progress
from tests.company import NOW, SYSTEM
from tests.scenarios.shop import Shop


@pytest.fixture
def buyer(shop: Shop) -> str:
    return shop.customer("BUYER")


def reserved(shop: Shop, sku: str = "THING") -> int:
    return shop.stock(sku)[1]


def test_st_01_the_reserved_quantity_through_the_life_of_an_order(shop: Shop, buyer: str) -> None:
    """R+10 is R+5 here while only five are on the shelf: what is reserved is there. The delivery is cancelled at the
    end, and then the order is."""
    shop.setting("invoice_on_ship", False)
    shop.product("THING", "1.00", on_hand=8)
    shop.sell(buyer, ("THING", 3))
    before = reserved(shop)
    number = shop.sell(buyer, ("THING", 10))
    assert reserved(shop) == before + 5
    (shipment,) = shop.ship(number)
    shop.receive("THING", 5)
    assert reserved(shop) == before + 5
    shop.do(amendments.short_close, number, "the rest is not wanted")
    assert reserved(shop) == before
    with pytest.raises(Refused, match="5 are shipped; short-close it instead"):
        shop.do(amendments.cancel, number, "no")
    shop.desk("pat").do(shipment_back.cancel, shipment, "on the wrong truck")
    assert reserved(shop) == before + 5
    shop.do(amendments.cancel, number, "not wanted at all")
    assert reserved(shop) == before


def test_st_03_over_delivery_is_told_apart_and_never_counts_above_full(shop: Shop, buyer: str) -> None:
    """12 of 10 are shipped and invoiced; the order is done, and what was too much shows as over, not as 120 %."""
    shop.product("THING", "1.00", on_hand=20, over_delivery=50_000)
    number = shop.sell(buyer, ("THING", 10))
    shop.ship(number, THING=12)
    line = shop.line(number)
    assert (line.shipped, line.invoiced) == (12_000, 12_000)
    assert shipped_progress(shop.axes(number)) is Progress.OVER
    assert shop.order(number).state == "closed"
    assert shop.stock("THING") == (8, 0)


def test_st_03_a_cancelled_delivery_is_nothing_delivered(shop: Shop, buyer: str) -> None:
    """Elsewhere the document that billed and delivered is cancelled; ours is billed after, so the shipment is."""
    shop.setting("invoice_on_ship", False)
    shop.product("THING", "1.00", on_hand=20, over_delivery=50_000)
    number = shop.sell(buyer, ("THING", 10), ("THING", 1))
    (shipment,) = shop.ship(number, THING=12)
    assert shipped_progress(shop.axes(number)) is not Progress.NONE
    shop.desk("pat").do(shipment_back.cancel, shipment, "on the wrong truck")
    assert [line.shipped for line in shop.axes(number)] == [0, 0]
    assert shipped_progress(shop.axes(number)) is Progress.NONE


def test_st_04_over_delivery_beyond_the_allowance_is_refused_with_the_most(shop: Shop, buyer: str) -> None:
    refused = may_ship(LineAxes(ordered=10_000), 16_000, 50_000)
    assert refused is not None
    assert "16 is too much: 15 is the most that may leave, 1 fewer" in refused.message
    shop.product("THING", "1.00", on_hand=20, over_delivery=50_000)
    pick = shop.do(picking.release, [shop.sell(buyer, ("THING", 10))])
    with pytest.raises(Refused, match="1 too many"):
        shop.do(scanning.scan, pick, "THING", 16_000)
    shop.do(scanning.scan, pick, "THING", 15_000)


def test_st_06_a_line_nearly_delivered_is_complete(shop: Shop, buyer: str) -> None:
    """9 of 10 are within the tolerance: the last one is given up, and there are two shipments."""
    shop.product("THING", "1.00", on_hand=5, under_delivery=10_000)
    number = shop.sell(buyer, ("THING", 10))
    first = shop.ship(number)
    shop.receive("THING", 4)
    second = shop.ship(number)
    assert len({*first, *second}) == 2
    line = shop.line(number)
    assert (line.shipped, line.cancelled, line.waiting) == (9_000, 1_000, False)
    assert shop.order(number).state == "closed"
    with pytest.raises(Refused):
        shop.do(picking.release, [number])


def test_what_was_short_stays_open_and_goes_with_the_next_shipment(shop: Shop, buyer: str) -> None:
    """No second shipment is made beforehand: the line itself is the back order."""
    shop.product("THING", "1.00", on_hand=4)
    number = shop.sell(buyer, ("THING", 5))
    shop.ship(number, THING=3)
    line = shop.line(number)
    assert (line.shipped, line.invoiced, line.allocated, bool(line.waiting)) == (3_000, 3_000, 0, True)
    shop.do(stock.count, "THING", 0, reason="it was not there")
    shop.receive("THING", 1)
    shop.ship(number)
    assert shop.line(number).shipped == 4_000
    assert [bill.gross for bill in shop.bills(number)] == [3_00, 1_00]


def test_st_09_placed_orders_take_what_is_there_and_the_next_is_told(shop: Shop, buyer: str) -> None:
    """Elsewhere quotations take goods. Here they bind nobody, and orders do from the moment they are submitted."""
    shop.product("THING", "1.00", on_hand=5)
    for pieces in (3, 1):
        number = shop.draft(buyer, ("THING", pieces))
        assert [finding.kind for finding in shop.submit(number).findings] == []
    done = shop.submit(shop.draft(buyer, ("THING", 2)))
    assert [finding.kind for finding in done.findings] == ["short"]
    assert "1 of 2 by the wanted date, 1 short" in done.findings[0].message


def test_st_10_a_shortage_shows_on_the_line_while_it_is_typed(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=5)
    number = shop.draft(buyer, ("THING", 6))
    seen = shop.see(live.draft, number)
    assert [(line.state, line.leaves) for line in seen.lines] == [("part", 5_000)]
    assert [finding.kind for finding in seen.findings.notes] == ["short"]
    assert [finding.kind for finding in shop.submit(number).findings] == ["short"]


def test_st_12_the_lines_of_one_order_see_each_other(shop: Shop, buyer: str) -> None:
    assert see_each_other([("THING", 5)] * 3, {"THING": 10}) == [10, 5, 0]
    shop.product("THING", "1.00", on_hand=10)
    number = shop.draft(buyer, ("THING", 5), ("THING", 5), ("THING", 5))
    assert [line.leaves for line in shop.see(live.draft, number).lines] == [5_000, 5_000, 0]


def test_st_13_free_is_on_hand_less_reserved_in_each_warehouse(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=10)
    shop.receive("THING", 5, warehouse="NORTH")
    shop.sell(buyer, ("THING", 3))
    main, north = shop.draft(buyer), shop.draft(buyer, warehouse="NORTH")
    here, there = (shop.see(live.line, number, "THING", 1_000) for number in (main, north))
    assert (here.free, here.on_hand) == (7_000, 10_000)
    assert (there.free, there.on_hand) == (5_000, 5_000)


def test_st_15_allocating_leaves_what_is_on_hand(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=100)
    shop.sell(buyer, ("THING", 50))
    assert shop.stock("THING") == (100, 50)


def test_st_16_a_line_may_be_served_from_two_warehouses(shop: Shop, buyer: str) -> None:
    """4 + 3 in two warehouses give 4 and 1 where the most is taken first; an order of its own warehouse waits for 1."""
    shop.product("THING", "1.00", on_hand=4)
    shop.receive("THING", 3, warehouse="NORTH")
    own = shop.sell(buyer, ("THING", 5))
    assert (shop.stock("THING"), shop.stock("THING", "NORTH")) == ((4, 4), (3, 0))
    shop.do(amendments.cancel, own, "not so")
    shop.setting("sourcing", "fullest")
    number = shop.sell(buyer, ("THING", 5))
    assert (shop.stock("THING"), shop.stock("THING", "NORTH")) == ((4, 4), (3, 1))
    assert shop.line(number).allocated == 5_000
    assert len(shop.ship(number) + shop.ship(number)) == 2
    assert (shop.stock("THING"), shop.stock("THING", "NORTH")) == ((0, 0), (2, 0))
    assert shop.order(number).state == "closed"


def test_st_18_releasing_allocations_leaves_what_is_on_hand(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=100)
    number = shop.sell(buyer, ("THING", 80))
    shop.amend(number, 1, 30)
    assert shop.stock("THING") == (100, 30)
    shop.do(amendments.cancel, number, "not wanted")
    assert shop.stock("THING") == (100, 0)


def test_st_19_shipping_lowers_both(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=100)
    first, _ = shop.sell(buyer, ("THING", 50)), shop.sell(buyer, ("THING", 30))
    assert shop.stock("THING") == (100, 80)
    shop.ship(first)
    assert shop.stock("THING") == (50, 30)


def test_st_21_giving_back_more_than_is_reserved_gives_back_what_is(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=100)
    number = shop.sell(buyer, ("THING", 80))
    line = shop.line(number)
    shop.store.run(lambda tx: give_back(tx, [line.id], 200_000), SYSTEM, shop.day, NOW)
    assert shop.stock("THING") == (100, 0)
    shop.do(amendments.cancel, number, "not wanted")
    assert shop.stock("THING") == (100, 0)


def test_st_22_more_than_there_is_cannot_be_reserved(shop: Shop, buyer: str) -> None:
    """Elsewhere a flag lets 3 of 2 be reserved. Here the customer's delivery rule says whether 2 are taken or none."""
    shop.product("THING", "1.00", on_hand=2)
    shop.customer("WHOLE", delivery_rule="complete")
    whole = shop.sell("WHOLE", ("THING", 3))
    assert (shop.line(whole).allocated, shop.stock("THING")) == (0, (2, 0))
    shop.do(amendments.cancel, whole, "no")
    assert shop.line(shop.sell(buyer, ("THING", 3))).allocated == 2_000
    assert shop.stock("THING") == (2, 2)


def test_st_24_what_can_be_reserved_is_what_is_on_hand_less_what_is(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=100)
    looking = shop.draft(buyer)
    assert shop.see(live.line, looking, "THING", 1_000).free == 100_000
    shop.sell(buyer, ("THING", 50))
    assert shop.see(live.line, looking, "THING", 1_000).free == 50_000


def test_st_25_reserved_goods_cannot_leave_by_another_door(shop: Shop, buyer: str) -> None:
    shop.product("THING", "1.00", on_hand=100)
    number = shop.sell(buyer, ("THING", 50))
    with pytest.raises(Refused, match="100 on hand, 50 of them allocated, 50 free"):
        shop.do(stock.transfer, "THING", 100_000, "MAIN", "NORTH")
    shop.do(amendments.cancel, number, "not wanted")
    shop.do(stock.transfer, "THING", 100_000, "MAIN", "NORTH")
    assert (shop.stock("THING"), shop.stock("THING", "NORTH")) == ((0, 0), (100, 0))


def test_st_27_a_part_delivery_leaves_the_rest_open_and_drives_the_invoices(shop: Shop, buyer: str) -> None:
    shop.setting("billing", "hand")
    shop.product("THING", "1.00", on_hand=1)
    number = shop.sell(buyer, ("THING", 2))
    with pytest.raises(Refused, match="nothing to invoice"):
        shop.invoice(number)
    first = shop.ship(number)
    assert shop.line(number).shipped == 1_000
    shop.invoice(number)
    with pytest.raises(Refused, match="1 shipped, 1 invoiced"):
        shop.invoice(number)
    shop.receive("THING", 1)
    second = shop.ship(number)
    assert shop.line(number).shipped == 2_000
    shop.invoice(number)
    assert shop.order(number).state == "closed"
    assert len({*first, *second}) == 2


def test_st_30_what_is_sold_is_asked_for_and_comes_to_its_line(shop: Shop, buyer: str) -> None:
    """Withdrawn, it is asked for anew; another order's line does not get what came for this one."""
    shop.product("THING", "1.00")
    shop.do(product_supply.supply, "THING", order_driven=True)
    number = shop.sell(buyer, ("THING", 250))

    def asked() -> list[tuple[int, str]]:
        rows = shop.rows(ExpectedReceipt, order_line_id=shop.line(number).id)
        return [((row.quantity - row.received) // 1_000, row.state) for row in rows if row.received < row.quantity]

    assert asked() == [(250, "requested")]
    (first,) = shop.rows(ExpectedReceipt)
    (again,) = shop.do(supply.withdraw, first.id, "the supplier has none")
    assert asked() == [(250, "requested")]
    shop.do(supply.order, again, "PO-1")
    earlier = shop.draft(buyer, ("THING", 5))
    shop.submit(earlier)
    shop.do(ranking.rank, earlier, 1, "they wait already")
    shop.receive("THING", 100, expected=again)
    assert (shop.line(number).allocated, shop.line(earlier).allocated) == (100_000, 0)
    assert asked() == [(150, "ordered")]


def test_st_31_what_is_coming_is_offered_on_its_days(shop: Shop, buyer: str) -> None:
    wanted = date(2026, 8, 23)
    coming = [Supply(date(2026, 8, 25), 100), Supply(date(2026, 8, 28), 50)]
    assert best_split(200, coming, [], 350, wanted) == (
        Portion(wanted, 200),
        Portion(date(2026, 8, 25), 100),
        Portion(date(2026, 8, 28), 50),
    )
    shop.product("THING", "1.00", on_hand=200)
    for days, pieces in ((2, 100), (5, 50)):
        shop.do(stock.expect, "THING", pieces * 1_000, shop.day + timedelta(days=days))
    preview = shop.see(live.line, shop.draft(buyer), "THING", 350_000)
    assert preview.promise is not None
    assert [((one.on - shop.day).days, one.quantity // 1_000) for one in preview.promise.split] == [
        (0, 200), (2, 100), (5, 50)
    ]  # fmt: skip


def test_st_33_the_first_confirmed_demand_gets_the_first_goods(shop: Shop, buyer: str) -> None:
    """The later demand is a second sales order here; work orders stand in no queue of ours yet."""
    shop.product("THING", "1.00")
    first, second = shop.sell(buyer, ("THING", 1)), shop.sell(buyer, ("THING", 1))
    shop.receive("THING", 1)
    assert (shop.line(first).allocated, shop.line(second).allocated) == (1_000, 0)


def test_st_39_a_hold_keeps_the_reservation_and_closing_gives_it_back(shop: Shop, buyer: str) -> None:
    """Elsewhere a hold frees the goods at once; here an order that may go on in an hour does not lose its place."""
    shop.product("THING", "1.00", on_hand=4)
    number = shop.sell(buyer, ("THING", 10))
    shop.ship(number)
    shop.receive("THING", 6)
    assert shop.stock("THING") == (6, 6)
    shop.do(approvals.hold, number, "wait for a call")
    assert shop.stock("THING") == (6, 6)
    shop.release(number)
    assert shop.stock("THING") == (6, 6)
    shop.do(amendments.short_close, number, "that was all")
    assert shop.stock("THING") == (6, 0)


def test_st_34_a_pick_list_asks_only_for_what_is_there(shop: Shop, buyer: str) -> None:
    """Elsewhere one list names two warehouses; here each warehouse has its own orders and its own list."""
    shop.product("THING", "1.00", on_hand=5)
    shop.receive("THING", 10, warehouse="NORTH")
    main, north = shop.sell(buyer, ("THING", 1000)), shop.sell(buyer, ("THING", 1000), warehouse="NORTH")
    wanted = [shop.wanted_on(shop.do(picking.release, [number])) for number in (main, north)]
    assert wanted == [{"THING": 5_000}, {"THING": 10_000}]


def test_st_36_scanning_counts_the_same_goods_of_several_lines_together(shop: Shop, buyer: str) -> None:
    """The sums are those of the printed list; the lines are filled in the list's order."""
    for sku in ("A", "B"):
        shop.product(sku, "1.00", on_hand=20)
    pick = shop.do(picking.release, [shop.sell(buyer, ("A", 5), ("B", 4)), shop.sell(buyer, ("A", 3), ("B", 2))])
    a, b = shop.do(scanning.scan, pick, "A", 3_000), shop.do(scanning.scan, pick, "B", 4_000)
    assert (a.wanted, a.done) == (8_000, 3_000)
    assert (b.wanted, b.done) == (6_000, 4_000)


def test_st_37_one_pick_run_for_two_customers_makes_two_shipments(shop: Shop) -> None:
    numbers = []
    for customer, sku in (("ONE", "A"), ("TWO", "B")):
        shop.customer(customer)
        shop.product(sku, "1.00", on_hand=1)
        numbers.append(shop.sell(customer, (sku, 1)))
    shipments = shop.ship(*numbers)
    rows = {row.number: row.order_id for row in shop.rows(Shipment)}
    assert [rows[number] for number in shipments] == [shop.order(number).id for number in numbers]
