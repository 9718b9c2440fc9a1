"""Several warehouses serve an order, as its rule says; pick lists and shipments are of one each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import addresses, amendments, keeping, orders, picking, ranking, sourcing, stock
from orderdesk.errors import Refused
from orderdesk.models import Allocation, Warehouse
from orderdesk.queries import live
from orderdesk.queries.ranking import ranking as look
from tests.scenarios.shop import Shop


@pytest.fixture
def two(shop: Shop) -> Shop:
    """THING: 4 in MAIN, 3 in NORTH. A buyer in Denmark."""
    shop.customer("BUYER", country="Denmark")
    shop.product("THING", "1.00", on_hand=4)
    shop.receive("THING", 3, warehouse="NORTH")
    return shop


def reserved(shop: Shop, number: int, position: int = 1) -> dict[str, int]:
    """Pieces of a line by warehouse."""
    codes = {row.id: row.code for row in shop.rows(Warehouse)}
    rows = shop.rows(Allocation, order_line_id=shop.line(number, position).id)
    return {codes[row.warehouse_id]: row.quantity // 1_000 for row in rows}


def test_nearest_asks_the_warehouse_with_the_shortest_way_first(two: Shop) -> None:
    two.setting("sourcing", "nearest")
    assert reserved(two, two.sell("BUYER", ("THING", 2))) == {"MAIN": 2}, "its own, while nothing says otherwise"
    two.do(sourcing.distance, "NORTH", "Denmark", 50)
    assert reserved(two, two.sell("BUYER", ("THING", 4))) == {"NORTH": 3, "MAIN": 1}


def test_a_customers_own_rule_goes_before_the_companys(two: Shop) -> None:
    two.customer("ROUND", sourcing="fullest")
    assert two.order(two.draft("ROUND")).sourcing == "fullest"
    assert two.order(two.draft("BUYER")).sourcing == "own"


def test_a_single_source_has_all_of_the_line_or_it_waits(two: Shop) -> None:
    two.setting("sourcing", "single")
    waits = two.sell("BUYER", ("THING", 5))
    assert reserved(two, waits) == {}
    assert reserved(two, two.sell("BUYER", ("THING", 3))) == {"MAIN": 3}
    two.receive("THING", 2, warehouse="NORTH")
    assert reserved(two, waits) == {"NORTH": 5}


def test_what_can_be_promised_is_counted_over_what_may_serve_the_order(two: Shop) -> None:
    for rule, leaves in (("own", 4), ("fullest", 7), ("nearest", 7), ("single", 4)):
        two.setting("sourcing", rule)
        number = two.draft("BUYER", ("THING", 7))
        assert two.see(live.draft, number).lines[0].leaves == leaves * 1_000, rule
    two.setting("sourcing", "single")
    three = two.draft("BUYER", ("THING", 3), warehouse="NORTH")
    assert two.see(live.line, three, "THING", 1_000).on_hand == 3_000, "its own first, where that has all of it"


def test_each_warehouse_picks_and_ships_its_part(two: Shop) -> None:
    two.setting("sourcing", "fullest")
    number = two.sell("BUYER", ("THING", 6))
    north = two.desk("pat").do(picking.release, [number], warehouse="NORTH")
    main = two.desk("pat").do(picking.release, [number])
    assert (two.wanted_on(main), two.wanted_on(north)) == ({"THING": 4_000}, {"THING": 2_000})
    with pytest.raises(Refused, match="nothing to pick"):
        two.do(picking.release, [number])
    with pytest.raises(Refused, match="being picked"):
        two.do(sourcing.source, number, "own", "from here only")
    two.do(picking.cancel, north)
    two.do(sourcing.source, number, "own", "from here only")
    assert reserved(two, number) == {"MAIN": 4}


def test_an_order_that_leaves_only_whole_may_leave_from_two_warehouses(two: Shop) -> None:
    two.customer("WHOLE", delivery_rule="complete", sourcing="fullest")
    number = two.sell("WHOLE", ("THING", 8))
    assert reserved(two, number) == {}
    two.receive("THING", 1, warehouse="NORTH")
    assert reserved(two, number) == {"MAIN": 4, "NORTH": 4}
    two.ship(number)
    assert two.order(number).state == "confirmed"
    two.ship(number)
    assert two.order(number).state == "closed"


def test_less_of_a_line_gives_back_what_nobody_collects(two: Shop) -> None:
    two.setting("sourcing", "fullest")
    number = two.sell("BUYER", ("THING", 6))
    two.do(picking.release, [number], warehouse="MAIN")
    two.amend(number, 1, 5)
    assert reserved(two, number) == {"MAIN": 4, "NORTH": 1}


def test_safety_stock_is_for_nobody_until_an_order_may_use_it(two: Shop) -> None:
    two.do(sourcing.level, "THING", warehouse="MAIN", safety=3_000)
    number = two.draft("BUYER", ("THING", 4))
    seen = two.see(live.line, two.draft("BUYER"), "THING", 1_000)
    assert (seen.free, seen.held_back) == (1_000, 3_000)
    assert [finding.kind for finding in two.submit(number).findings] == ["short"]
    assert reserved(two, number) == {"MAIN": 1}
    two.desk("lou").do(sourcing.use_safety, number, "they stand still without it")
    assert reserved(two, number) == {"MAIN": 4}


def test_lower_safety_stock_is_offered_at_once(two: Shop) -> None:
    two.do(sourcing.level, "THING", warehouse="MAIN", safety=3_000)
    number = two.sell("BUYER", ("THING", 4))
    two.do(sourcing.level, "THING", warehouse="MAIN", safety=1_000)
    assert reserved(two, number) == {"MAIN": 3}


# Goods kept by hand --------------------------------------------------------------------------------------------------


def test_what_is_kept_is_that_customers_first_and_nobody_elses(two: Shop) -> None:
    two.customer("VIP")
    day = two.day + timedelta(days=5)
    two.desk("ann").do(keeping.keep, "THING", "VIP", 3_000, day, reason="their feast")
    assert two.see(live.line, two.draft("BUYER"), "THING", 1_000).free == 1_000
    assert two.see(live.line, two.draft("VIP"), "THING", 1_000).free == 4_000
    number = two.sell("BUYER", ("THING", 4))
    assert reserved(two, number) == {"MAIN": 1}
    assert reserved(two, two.sell("VIP", ("THING", 2))) == {"MAIN": 2}
    with pytest.raises(Refused, match="4 on hand, 3 reserved, 1 kept already; 0 are free"):
        two.desk("ann").do(keeping.keep, "THING", "VIP", 1_000, day)


def test_it_is_promised_to_others_from_the_day_after(two: Shop) -> None:
    two.customer("VIP")
    two.desk("ann").do(keeping.keep, "THING", "VIP", 3_000, two.day + timedelta(days=5))
    preview = two.see(live.line, two.draft("BUYER"), "THING", 4_000)
    assert preview.promise is not None
    assert (preview.promise.at_wanted, preview.promise.full_on) == (1_000, two.day + timedelta(days=6))


def test_it_lapses_on_its_day_and_goes_to_those_who_wait(two: Shop) -> None:
    two.customer("VIP")
    two.desk("ann").do(keeping.keep, "THING", "VIP", 3_000, two.day)
    number = two.sell("BUYER", ("THING", 4))
    assert two.do(keeping.lapse) == 0
    later = two.later(1)
    assert later.do(keeping.lapse) == 1
    assert reserved(later, number) == {"MAIN": 4}


def test_what_lapsed_unnoticed_keeps_nothing_back(two: Shop) -> None:
    two.customer("VIP")
    two.desk("ann").do(keeping.keep, "THING", "VIP", 3_000, two.day)
    later = two.later(1)
    later.do(stock.transfer, "THING", 4_000, "MAIN", "NORTH")
    assert later.stock("THING", "NORTH") == (7, 0)


def test_giving_it_up_offers_it(two: Shop) -> None:
    two.customer("VIP")
    kept = two.desk("ann").do(keeping.keep, "THING", "VIP", 3_000, two.day)
    number = two.sell("BUYER", ("THING", 4))
    two.desk("ann").do(keeping.unkeep, kept, "they do not come")
    assert reserved(two, number) == {"MAIN": 4}
    with pytest.raises(Refused, match="used up"):
        two.desk("ann").do(keeping.unkeep, kept, "once more")


def test_goods_that_are_not_there_are_kept_for_nobody_before_a_line_loses_its_own(two: Shop) -> None:
    two.customer("VIP")
    two.desk("ann").do(keeping.keep, "THING", "VIP", 2_000, two.day)
    number = two.sell("BUYER", ("THING", 2))
    with pytest.raises(Refused, match="2 kept for customers, 0 free"):
        two.do(stock.transfer, "THING", 1_000, "MAIN", "NORTH")
    two.do(stock.count, "THING", 1_000)
    assert reserved(two, number) == {"MAIN": 1}


# The queue by hand ---------------------------------------------------------------------------------------------------


def test_another_place_in_the_queue_shows_whom_it_overtakes_before_it_is_done(two: Shop) -> None:
    two.do(stock.expect, "THING", 3_000, two.day + timedelta(days=2), source="PO-1")
    two.do(stock.expect, "THING", 9_000, two.day + timedelta(days=9), source="PO-2")
    two.sell("BUYER", ("THING", 4))
    first, second = two.sell("BUYER", ("THING", 3)), two.sell("BUYER", ("THING", 2))
    shown = two.see(look, second, 1)
    assert [(one.order, one.place, one.new_place, one.mine, one.later) for one in shown.jumps] == [
        (second, 2, 1, True, False),
        (first, 1, 2, False, True),
    ]
    assert two.order(second).priority == 5, "looking changes nothing"
    with pytest.raises(Refused, match="a re-ranking needs a reason"):
        two.desk("lou").do(ranking.rank, second, 1, " ")
    assert [one.order for one in two.desk("lou").do(ranking.rank, second, 1, "they called").overtaken] == [first]
    two.receive("THING", 2)
    assert (reserved(two, first), reserved(two, second)) == ({}, {"MAIN": 2})
    with pytest.raises(Refused, match="priority 1 already"):
        two.desk("lou").do(ranking.rank, second, 1, "again")


def test_a_cancelled_order_frees_what_it_holds_everywhere(two: Shop) -> None:
    two.setting("sourcing", "fullest")
    number = two.sell("BUYER", ("THING", 6))
    waits = two.sell("BUYER", ("THING", 3))
    assert reserved(two, waits) == {"NORTH": 1}
    two.do(amendments.cancel, number, "no")
    assert sum(reserved(two, waits).values()) == 3


def test_a_region_counts_before_its_country(two: Shop) -> None:
    two.do(sourcing.distance, "MAIN", "Denmark", 10)
    two.do(sourcing.distance, "NORTH", "Denmark", 5, region="Fyn")
    address = two.do(addresses.address, "BUYER", street="Havn 1", city="Odense", region="Fyn", country="denmark")
    two.setting("sourcing", "nearest")
    number = two.draft("BUYER", ("THING", 2), ship_to=address)
    two.desk("ann").do(orders.submit, number)
    assert reserved(two, number) == {"NORTH": 2}
    two.do(sourcing.distance, "NORTH", "Denmark", None, region="fyn")
