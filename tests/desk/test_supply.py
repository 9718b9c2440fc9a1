"""Goods between warehouses, goods that a sold line asks for, what the shelf lacks, and what is counted today."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import (
    amendments,
    approvals,
    counting,
    orders,
    places,
    product_supply,
    receiving,
    shipping,
    sourcing,
    stock,
    supply,
    transfers,
)
from orderdesk.desk.not_taken import NotTaken
from orderdesk.errors import BadValue, Conflict, Refused
from orderdesk.models import ExpectedReceipt, Transfer, TransferLine
from orderdesk.queries import live
from orderdesk.queries.count_plan import count_plan
from orderdesk.queries.replenishment import replenishment
from tests.scenarios.shop import Shop


@pytest.fixture
def full(shop: Shop) -> Shop:
    """THING: 10 in MAIN, none in NORTH."""
    shop.customer("BUYER")
    shop.product("THING", "1.00", on_hand=10)
    shop.receive("THING", 1, warehouse="NORTH")
    shop.do(stock.adjust, "THING", -1_000, "broken", warehouse="NORTH")
    return shop


def asked(shop: Shop, number: int, position: int = 1) -> list[tuple[int, str]]:
    """Pieces still expected for a line, and whether they are ordered."""
    rows = shop.rows(ExpectedReceipt, order_line_id=shop.line(number, position).id)
    return [((row.quantity - row.received) // 1_000, row.state) for row in rows if row.received < row.quantity]


# Transfers -----------------------------------------------------------------------------------------------------------


def test_what_is_on_its_way_is_on_hand_nowhere_and_promised_where_it_goes(full: Shop) -> None:
    day = full.day + timedelta(days=3)
    number = full.do(transfers.send, "MAIN", "NORTH", [("THING", 6_000)], due=day)
    assert (full.stock("THING"), full.stock("THING", "NORTH")) == ((4, 0), (0, 0))
    seen = full.see(live.line, full.draft("BUYER", warehouse="NORTH"), "THING", 5_000)
    assert seen.promise is not None
    assert (seen.promise.at_wanted, seen.promise.full_on, seen.coming[0].source) == (0, day, f"T{number}")


def test_a_transfer_comes_in_parts_and_what_is_lost_says_why(full: Shop) -> None:
    number = full.do(transfers.send, "MAIN", "NORTH", [("THING", 4_000), ("THING", 2_000)])
    waits = full.sell("BUYER", ("THING", 2), warehouse="NORTH")
    came = full.do(transfers.receive, number, "THING", 3_000)
    assert (came.state, came.quantity, came.given) == ("sent", 3_000, 2_000)
    assert full.line(waits).allocated == 2_000
    with pytest.raises(Refused, match="4 are too many, 3 of T1 are on the way"):
        full.do(transfers.receive, number, "THING", 4_000)
    with pytest.raises(Refused, match="a loss needs a reason"):
        full.do(transfers.lose, number, "THING", 1_000, "")
    assert full.do(transfers.lose, number, "THING", 1_000, "fell off") == "sent"
    assert full.do(transfers.receive, number).state == "received"
    assert full.stock("THING", "NORTH") == (5, 2)
    with pytest.raises(Conflict, match="nothing of transfer 1 is on the way"):
        full.do(transfers.receive, number)


def test_a_transfer_that_is_lost_wholly_is_expected_no_more(full: Shop) -> None:
    number = full.do(transfers.send, "MAIN", "NORTH", [("THING", 4_000)])
    assert full.do(transfers.lose, number, "THING", 4_000, "stolen") == "received"
    assert full.rows(ExpectedReceipt) == []
    assert [line.lost_reason for line in full.rows(TransferLine)] == ["stolen"]


def test_a_transfer_is_scanned_in_like_a_delivery_but_never_more_than_was_sent(full: Shop) -> None:
    number = full.do(transfers.send, "MAIN", "NORTH", [("THING", 4_000)])
    full.do(receiving.arrive, "THING", 3_000, delivery=f"T{number}")
    with pytest.raises(NotTaken, match="1 too many"):
        full.do(receiving.arrive, "THING", 2_000, delivery=f"T{number}", over=True)
    full.do(receiving.arrive, "THING", 1_000, delivery=f"T{number}")
    assert full.rows(Transfer)[0].state == "received"
    full.do(receiving.arrive, "THING", -1_000, delivery=f"T{number}")
    assert full.rows(Transfer)[0].state == "sent"
    (expected,) = full.rows(ExpectedReceipt)
    with pytest.raises(Refused, match="cannot come with it"):
        full.do(stock.receive, "THING", 2_000, expected=expected.id)
    with pytest.raises(Refused, match="on its way"):
        full.do(stock.expect, "THING", 2_000, full.day, expected=expected.id)
    full.do(stock.receive, "THING", 1_000, expected=expected.id)
    assert full.stock("THING", "NORTH") == (4, 0)


def test_only_free_goods_are_sent(full: Shop) -> None:
    full.sell("BUYER", ("THING", 5))
    with pytest.raises(Refused, match="5 free"):
        full.do(transfers.send, "MAIN", "NORTH", [("THING", 6_000)])
    with pytest.raises(BadValue, match="name two warehouses"):
        full.do(transfers.send, "MAIN", "MAIN", [("THING", 1_000)])
    with pytest.raises(BadValue, match="nothing is sent"):
        full.do(transfers.send, "MAIN", "NORTH", [])
    assert full.do(transfers.send, "MAIN", "NORTH", [("THING", 1_000)], token="once") == full.do(
        transfers.send, "MAIN", "NORTH", [("THING", 1_000)], token="once"
    )


# What a line asks for ------------------------------------------------------------------------------------------------


@pytest.fixture
def driven(full: Shop) -> Shop:
    """THING is bought when it is sold; 10 lie there from a return."""
    full.do(product_supply.supply, "THING", order_driven=True)
    return full


def test_what_lies_there_is_taken_before_anything_is_asked_for(driven: Shop) -> None:
    assert asked(driven, driven.sell("BUYER", ("THING", 12))) == [(2, "requested")]
    assert asked(driven, driven.sell("BUYER", ("THING", 7))) == [(7, "requested")]


def test_a_request_follows_its_line_and_an_order_does_not(driven: Shop) -> None:
    number = driven.sell("BUYER", ("THING", 15))
    driven.amend(number, 1, 18)
    assert asked(driven, number) == [(8, "requested")]
    driven.amend(number, 1, 12)
    assert asked(driven, number) == [(2, "requested")]
    (row,) = driven.rows(ExpectedReceipt)
    driven.do(supply.order, row.id, "PO-7")
    driven.amend(number, 1, 11)
    assert asked(driven, number) == [(2, "ordered")]
    driven.receive("THING", 2, expected=row.id)
    assert (driven.line(number).allocated, driven.stock("THING")) == (11_000, (12, 11))
    with pytest.raises(Refused, match="ordered already"):
        driven.do(supply.order, row.id, "PO-8")


def test_a_held_order_asks_for_nothing_until_it_is_released(driven: Shop) -> None:
    driven.customer("CASH", limit=0)
    number = driven.draft("CASH", ("THING", 12))
    driven.submit(number)
    assert asked(driven, number) == []
    driven.release(number)
    assert asked(driven, number) == [(2, "requested")]


def test_an_order_that_is_given_up_forgets_its_requests_and_keeps_its_orders(driven: Shop) -> None:
    number = driven.sell("BUYER", ("THING", 12), ("THING", 3))
    first, _ = driven.rows(ExpectedReceipt)
    driven.do(supply.order, first.id, "PO-7")
    driven.do(amendments.cancel, number, "not wanted")
    assert [(row.source, row.order_line_id) for row in driven.rows(ExpectedReceipt)] == [("PO-7", None)]


def test_a_rejected_order_may_lose_a_line_that_something_was_made_for(driven: Shop) -> None:
    number = driven.sell("BUYER", ("THING", 12), ("THING", 3))
    (first, _) = driven.rows(ExpectedReceipt)
    driven.receive("THING", 2, expected=first.id)
    hold = driven.desk("ann").do(approvals.hold, number, "wait")
    driven.desk("lou").do(approvals.release, number, hold)
    driven.do(amendments.cancel, number, "not wanted")
    again = driven.desk("ann").do(orders.copy, number)
    driven.desk("ann").do(orders.line_remove, again, 1)


def test_what_a_count_took_away_is_asked_for_again(driven: Shop) -> None:
    number = driven.sell("BUYER", ("THING", 10))
    driven.do(stock.count, "THING", 6_000)
    assert asked(driven, number) == []
    assert driven.do(supply.request) == 1
    assert asked(driven, number) == [(4, "requested")]
    assert driven.do(supply.request, number) == 0


def test_a_short_closed_order_asks_for_no_more(driven: Shop) -> None:
    number = driven.sell("BUYER", ("THING", 12))
    driven.ship(number)
    driven.do(amendments.short_close, number, "enough")
    assert driven.rows(ExpectedReceipt) == []
    assert driven.order(number).state == "closed"


def test_only_work_orders_are_made(driven: Shop) -> None:
    driven.sell("BUYER", ("THING", 12))
    (row,) = driven.rows(ExpectedReceipt)
    with pytest.raises(Refused, match="is not made here; receive it"):
        driven.do(supply.make, row.id)
    driven.receive("THING", 2, expected=row.id)
    with pytest.raises(Refused, match="has come"):
        driven.do(supply.withdraw, row.id, "no")


# What the shelf lacks ------------------------------------------------------------------------------------------------


def test_what_falls_below_its_reorder_point_is_asked_for_by_pack_and_minimum(full: Shop) -> None:
    full.do(sourcing.level, "THING", warehouse="MAIN", reorder_point=12_000)
    full.do(product_supply.supply, "THING", order_pack=6_000)
    full.sell("BUYER", ("THING", 15))
    (item,) = full.see(replenishment)
    assert (item.on_hand, item.claimed, item.quantity) == (10_000, 15_000, 18_000)
    assert item.explanation == ("10 on hand and 15 claimed leave -5, 17 below 12; by 6: order 18")
    (made,) = full.do(supply.replenish)
    assert full.see(replenishment) == (), "what was asked for counts as on order"
    preview = full.see(live.line, full.draft("BUYER"), "THING", 20_000)
    assert preview.coming == (), "but nobody is promised what nobody ordered"
    full.do(supply.order, made, "PO-9")
    assert [one.quantity for one in full.see(live.line, full.draft("BUYER"), "THING", 20_000).coming] == [18_000]
    with pytest.raises(Refused, match="nothing is below"):
        full.do(supply.replenish)


def test_what_is_bought_for_a_line_does_not_fill_the_shelf(full: Shop) -> None:
    full.do(product_supply.supply, "THING", order_driven=True)
    full.do(sourcing.level, "THING", warehouse="MAIN", reorder_point=4_000)
    full.sell("BUYER", ("THING", 30))
    (item,) = full.see(replenishment)
    assert (item.on_order, item.quantity) == (0, 4_000)


def test_another_warehouse_has_its_own_points(full: Shop) -> None:
    full.do(sourcing.level, "THING", warehouse="NORTH", safety=2_000)
    assert full.see(replenishment) == ()
    assert [item.quantity for item in full.see(replenishment, "north")] == [2_000]


# What is counted today -----------------------------------------------------------------------------------------------


def test_a_plan_says_what_to_count_and_opens_its_sheets(full: Shop) -> None:
    full.do(places.bin, "MAIN", "A-01", sku="THING")
    assert [(one.sku, one.bin, one.abc) for one in full.see(count_plan) if one.sku == "THING"] == [
        ("THING", "A-01", "C")
    ]
    (sheet,) = full.do(counting.plan)
    assert all(one.being_counted for one in full.see(count_plan) if one.bin == "A-01")
    full.do(counting.scan, sheet, "THING", 10_000)
    full.do(counting.post, sheet)
    assert "THING" not in {one.sku for one in full.see(count_plan)}
    later = full.later(365)
    assert "THING" in {one.sku for one in later.see(count_plan)}
    later.setting("count_days_c", 400)
    assert "THING" not in {one.sku for one in later.see(count_plan)}
    later.do(product_supply.supply, "THING", abc="a")
    assert "THING" in {one.sku for one in later.see(count_plan)}


def test_what_moves_the_value_is_counted_more_often(full: Shop) -> None:
    full.product("DEAR", "9.00", cost=50_000, on_hand=5)
    full.desk("pat").do(shipping.confirm, full.pick(full.sell("BUYER", ("DEAR", 5))))
    full.receive("DEAR", 1)
    assert {one.sku: one.abc for one in full.see(count_plan) if one.sku in ("DEAR", "THING")} == {
        "DEAR": "A", "THING": "C"
    }  # fmt: skip
