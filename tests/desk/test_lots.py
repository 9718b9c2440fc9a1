"""Lots and serial numbers: in, allocated, collected first expired first out, shipped, blocked, traced and counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orderdesk.desk import (
    company,
    counting,
    lots,
    orders,
    picking,
    products,
    receiving,
    shipment_back,
    shipping,
)
from orderdesk.desk import stock as stocks
from orderdesk.desk.lot_picking import NOT_GOOD, OTHER_LOT, TWICE, WHICH_LOT
from orderdesk.desk.not_taken import UNKNOWN, NotTaken
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import Lot, LotStock, ShipmentLine
from orderdesk.queries import live
from orderdesk.queries.invoice_card import invoice_card
from orderdesk.queries.lots import lot_card
from orderdesk.queries.order_card import order_card
from orderdesk.queries.picking import pick_card
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.selling import assert_books_balance, line, one, sell, stock


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def milk(store: Store) -> str:
    """Milk by lots: OLD 10 good for 20 days, NEW 30 good for 60."""
    root, pat = person(store, "root"), person(store, "pat")
    root.do(products.new, "MILK", "Milk", list_price=1_0000)
    root.do(lots.track, "MILK", tracking="lot", intake_days=10)
    pat.do(stocks.receive, "MILK", 30_000, lot="NEW", expires=day(60))
    pat.do(stocks.receive, "MILK", 10_000, lot="old", expires=day(20))
    return "MILK"


@pytest.fixture
def drill(store: Store) -> str:
    """Drills by serial numbers, S1 to S3 on hand."""
    root, pat = person(store, "root"), person(store, "pat")
    root.do(products.new, "DRILL", "Drill", list_price=99_0000)
    root.do(lots.track, "DRILL", tracking="serial")
    for number in ("S1", "S2", "S3"):
        pat.do(stocks.receive, "DRILL", 1_000, lot=number)
    return "DRILL"


def proposed(store: Store, pick: int) -> list[tuple[str, int]]:
    return [(line.lot, line.quantity) for line in person(store, "pat").ask(pick_card, pick).lines]


# In -------------------------------------------------------------------------------------------------------------------


def test_goods_of_a_product_that_is_kept_by_lots_come_in_with_one_or_not_at_all(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    with pytest.raises(Refused, match="MILK is kept by lots: say its lot, and the best-before day"):
        pat.do(stocks.receive, milk, 1_000)
    assert stock(store, milk) == (40_000, 0)
    assert_books_balance(store)


def test_an_expired_or_too_short_lot_is_refused_with_its_days(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    with pytest.raises(Refused, match=r"MILK lot L1 expired on 2026-11-11, 1 day ago"):
        pat.do(stocks.receive, milk, 1_000, lot="L1", expires=day(-1))
    with pytest.raises(NotTaken, match=r"9 days more; 10 days are asked for") as refused:
        pat.do(receiving.arrive, milk, 1_000, lot="L1", expires=day(9))
    assert refused.value.headline == NOT_GOOD


def test_a_lot_has_one_last_day(store: Store, milk: str) -> None:
    with pytest.raises(Refused, match=r"MILK lot OLD is known as good until 2026-12-02, not 2026-12-12"):
        person(store, "pat").do(stocks.receive, milk, 1_000, lot="OLD", expires=day(30))


def test_a_scan_at_the_receipt_without_its_lot_asks_for_it(store: Store, milk: str) -> None:
    with pytest.raises(NotTaken, match="MILK#LOT#261231") as refused:
        person(store, "pat").do(receiving.arrive, milk, 1_000)
    assert refused.value.headline == WHICH_LOT


def test_tracking_changes_only_while_nothing_is_there(store: Store, milk: str) -> None:
    root = person(store, "root")
    with pytest.raises(Refused, match="CHAI: 120 pc are on hand whose lots nobody knows"):
        root.do(lots.track, "CHAI", tracking="lot")
    with pytest.raises(Refused, match="MILK: 40 pc are on hand"):
        root.do(lots.track, milk, tracking="none")


# Out ------------------------------------------------------------------------------------------------------------------


def test_a_pick_list_proposes_what_expires_first_and_the_shipment_says_the_lots(store: Store, milk: str) -> None:
    number = sell(store, (milk, 15))
    pat = person(store, "pat")
    pick = pat.do(picking.release, [number])
    assert proposed(store, pick) == [("OLD", 10_000), ("NEW", 5_000)]
    pat.do(picking.scan, pick, milk, 10_000, lot="OLD")
    pat.do(picking.scan, pick, "new", 5_000)  # the lot's label alone
    assert_books_balance(store)
    pat.do(picking.confirm, pick)
    pat.do(shipping.confirm, pick)
    assert stock(store, milk) == (25_000, 0)
    assert one(store, ShipmentLine, quantity=10_000).lot_id == one(store, Lot, number="OLD").id
    assert one(store, Lot, number="NEW").shipped == 5_000
    assert_books_balance(store)
    billed = person(store, "rae").ask(invoice_card, "INV-2026-0001")
    assert [row.lots for row in billed.lines] == [("NEW", "OLD")]


def test_who_got_a_lot_leaves_out_a_shipment_that_did_not_leave(store: Store, milk: str) -> None:
    person(store, "root").do(company.setting, "billing", "hand")
    number, pat = sell(store, (milk, 4)), person(store, "pat")
    pick = pat.do(picking.release, [number])
    pat.do(picking.scan, pick, milk, 4_000, lot="OLD")
    pat.do(picking.confirm, pick)
    (shipment,) = pat.do(shipping.confirm, pick)
    assert [gone.order for gone in pat.ask(lot_card, milk, "OLD").gone] == [number]
    pat.do(shipment_back.cancel, shipment, "wrong truck")
    assert pat.ask(lot_card, milk, "OLD").gone == ()
    assert pat.ask(order_card, number).lines[0].lots == ()
    assert_books_balance(store)


def test_two_lists_never_count_on_the_same_goods_of_a_lot(store: Store, milk: str) -> None:
    first, second = sell(store, (milk, 8)), sell(store, (milk, 8), customer="ALFKI")
    pat = person(store, "pat")
    picks = [pat.do(picking.release, [number]) for number in (first, second)]
    assert [proposed(store, pick) for pick in picks] == [[("OLD", 8_000)], [("OLD", 2_000), ("NEW", 6_000)]]
    pat.do(picking.cancel, picks[0])
    assert_books_balance(store)
    again = pat.do(picking.release, [first])
    assert proposed(store, again) == [("OLD", 8_000)]


def test_a_scan_without_its_lot_and_one_of_an_unknown_lot_are_refused(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    pick = pat.do(picking.release, [sell(store, (milk, 5))])
    with pytest.raises(NotTaken, match=r"scan the lot, or key MILK#LOT. Wanted: OLD until 2026-12-02 5") as refused:
        pat.do(picking.scan, pick, milk, 1_000)
    assert refused.value.headline == WHICH_LOT
    with pytest.raises(NotTaken, match="MILK has no lot GONE") as unknown:
        pat.do(picking.scan, pick, milk, 1_000, lot="GONE")
    assert unknown.value.headline == UNKNOWN


def test_another_good_lot_is_refused_or_taken_with_a_reason_where_the_company_allows_it(
    store: Store, milk: str
) -> None:
    pat = person(store, "pat")
    pick = pat.do(picking.release, [sell(store, (milk, 5))])
    with pytest.raises(NotTaken, match="lot OLD until 2026-12-02 leaves first; put NEW back") as refused:
        pat.do(picking.scan, pick, milk, 2_000, lot="NEW")
    assert refused.value.headline == OTHER_LOT
    person(store, "root").do(company.setting, "other_lot", True)
    with pytest.raises(NotTaken, match=r"take NEW instead\? Say why"):
        pat.do(picking.scan, pick, milk, 2_000, lot="NEW")
    pat.do(picking.scan, pick, milk, 2_000, lot="NEW", reason="OLD is behind a pallet")
    assert proposed(store, pick) == [("OLD", 3_000), ("NEW", 2_000)]
    assert_books_balance(store)
    pat.do(picking.scan, pick, milk, 3_000, lot="OLD")
    pat.do(picking.confirm, pick)
    pat.do(shipping.confirm, pick)
    assert_books_balance(store)


def test_more_than_is_wanted_of_a_lot_is_refused(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    pick = pat.do(picking.release, [sell(store, (milk, 5))])
    with pytest.raises(NotTaken, match="5 wanted, 0 collected; 1 too many"):
        pat.do(picking.scan, pick, milk, 6_000, lot="OLD")


def test_what_is_put_back_and_what_is_short_is_free_again(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    pick = pat.do(picking.release, [sell(store, (milk, 12))])
    pat.do(picking.scan, pick, milk, 10_000, lot="OLD")
    pat.do(picking.scan, pick, milk, -1_000, lot="OLD")
    pat.do(picking.short, pick, milk, "leaking")
    pat.do(picking.confirm, pick)
    assert_books_balance(store)
    assert one(store, LotStock, lot_id=one(store, Lot, number="OLD").id).on_pick == 9_000
    assert one(store, LotStock, lot_id=one(store, Lot, number="NEW").id).on_pick == 0
    pat.do(shipping.confirm, pick)
    assert_books_balance(store)


def test_a_customer_who_asks_for_more_days_gets_the_younger_lot(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    person(store, "ann").do(lots.shelf_life, "ERNSH", 30)
    pick = pat.do(picking.release, [sell(store, (milk, 5))])
    assert proposed(store, pick) == [("NEW", 5_000)]
    with pytest.raises(NotTaken, match=r"20 days more; ERNSH asks for 30 days\. Take a younger lot"):
        pat.do(picking.scan, pick, milk, 1_000, lot="OLD")
    with pytest.raises(Refused, match=r"6 of MILK have no free lot, good for 30 days more for ERNSH"):
        pat.do(picking.release, [sell(store, (milk, 31))])
        pat.do(picking.release, None)


# What may not leave ---------------------------------------------------------------------------------------------------


def test_an_expired_lot_is_neither_promised_nor_allocated_nor_collected(store: Store, milk: str) -> None:
    later = day(21)
    ann = person(store, "ann", day=later)
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, milk, 35_000)
    assert ann.ask(live.draft, number).lines[0].leaves == 30_000
    ann.do(orders.submit, number)
    assert line(store, number).allocated == 30_000
    pick = person(store, "pat", day=later).do(picking.release, [number])
    assert proposed(store, pick) == [("NEW", 30_000)]


def test_goods_that_expire_before_the_wanted_day_are_not_promised_for_it(store: Store, milk: str) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH", wanted=day(20))
    ann.do(orders.line, number, milk, 40_000)
    assert ann.ask(live.draft, number).lines[0].leaves == 40_000
    ann.do(orders.change, number, wanted=day(21))
    assert ann.ask(live.draft, number).lines[0].leaves == 30_000


def test_what_was_reserved_on_a_lot_that_expired_goes_back_to_the_queue(store: Store, milk: str) -> None:
    first, second = sell(store, (milk, 28)), sell(store, (milk, 12), customer="ALFKI")
    assert person(store, "pat", day=day(21)).do(lots.sweep) == {"MAIN": (second,)}
    assert (line(store, first).allocated, line(store, second).allocated) == (28_000, 2_000)
    assert person(store, "pat", day=day(21)).do(lots.sweep) == {}
    assert_books_balance(store)


def test_a_blocked_lot_gives_its_goods_back_and_leaves_no_more_until_it_is_free(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    number = sell(store, (milk, 40))
    pick = pat.do(picking.release, [number])
    pat.do(picking.scan, pick, milk, 10_000, lot="OLD")
    done = pat.do(lots.block, milk, "OLD", "glass found")
    assert done.taken_from == (number,)
    with pytest.raises(NotTaken, match=r"MILK lot OLD is blocked \(glass found\); put it aside"):
        pat.do(picking.scan, pick, milk, 1_000, lot="OLD")
    pat.do(picking.scan, pick, milk, 30_000, lot="NEW")
    pat.do(picking.confirm, pick)
    with pytest.raises(Refused, match=r"cannot leave: MILK lot OLD is blocked"):
        pat.do(shipping.confirm, pick)
    pat.do(lots.unblock, milk, "OLD", "false alarm")
    assert_books_balance(store)


def test_a_lot_is_blocked_once_and_a_reason_is_asked_for(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    with pytest.raises(BadValue, match="reason is empty"):
        pat.do(lots.block, milk, "OLD", " ")
    with pytest.raises(NotFound, match="MILK has no lot GONE"):
        pat.do(lots.block, milk, "GONE", "why")
    pat.do(lots.block, milk, "OLD", "glass")
    with pytest.raises(Refused, match="is blocked already"):
        pat.do(lots.block, milk, "OLD", "glass")
    with pytest.raises(Refused, match="is not blocked"):
        pat.do(lots.unblock, milk, "NEW", "glass")


def test_a_lots_day_is_put_right_with_a_reason(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    pat.do(lots.change, milk, "OLD", "misread", expires=day(70))
    pick = pat.do(picking.release, [sell(store, (milk, 5))])
    assert proposed(store, pick) == [("NEW", 5_000)]


# Elsewhere ------------------------------------------------------------------------------------------------------------


def test_adjusting_moving_and_counting_say_the_lot(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    with pytest.raises(Refused, match="say which one"):
        pat.do(stocks.adjust, milk, -1_000, "broken")
    pat.do(stocks.adjust, milk, -1_000, "broken", lot="OLD")
    with pytest.raises(Refused, match="say which one"):
        pat.do(stocks.transfer, milk, 1_000, "MAIN", "NORTH")
    pat.do(stocks.transfer, milk, 4_000, "MAIN", "NORTH", lot="NEW")
    pat.do(stocks.count, milk, 20_000, lot="NEW")
    assert stock(store, milk) == (29_000, 0)
    assert_books_balance(store)


def test_a_count_by_lots_sets_every_lot_of_the_product(store: Store, milk: str) -> None:
    pat = person(store, "pat")
    sheet = pat.do(counting.open)
    with pytest.raises(NotTaken, match="MILK: scan its label, or key MILK#NUMBER"):
        pat.do(counting.scan, sheet, milk, 1_000)
    pat.do(counting.scan, sheet, milk, 28_000, lot="NEW")
    pat.do(counting.scan, sheet, "new", 1_000)
    pat.do(counting.scan, sheet, milk, 2_000, lot="FOUND", expires=day(5))
    posted = pat.do(counting.post, sheet)
    assert [(row.sku, row.before, row.counted) for row in posted.lines] == [("MILK", 40_000, 31_000)]
    assert one(store, LotStock, lot_id=one(store, Lot, number="OLD").id).on_hand == 0
    assert_books_balance(store)


def test_goods_that_come_back_are_of_a_lot_that_had_left(store: Store, milk: str, drill: str) -> None:
    from orderdesk.desk import find
    from orderdesk.store.transaction import Transaction
    from tests.company import NOW, SYSTEM

    pat = person(store, "pat")
    pick = pat.do(picking.release, [sell(store, (milk, 5))])
    pat.do(picking.scan, pick, milk, 5_000, lot="OLD")
    pat.do(picking.confirm, pick)
    pat.do(shipping.confirm, pick)

    def back(tx: Transaction, lot: str, quantity: int) -> None:
        place = find.warehouse(tx, "MAIN").id
        lots.came_back(tx, find.product(tx, milk), place, quantity, lot=lot, reason="return")

    store.run(lambda tx: back(tx, "OLD", 2_000), SYSTEM, TODAY, NOW)
    assert one(store, Lot, number="OLD").shipped == 3_000
    with pytest.raises(Refused, match="4 cannot come back, customers have 3"):
        store.run(lambda tx: back(tx, "OLD", 4_000), SYSTEM, TODAY, NOW)
    assert_books_balance(store)


# Serial numbers -------------------------------------------------------------------------------------------------------


def test_each_piece_has_its_own_number_and_is_in_the_house_once(store: Store, drill: str) -> None:
    pat = person(store, "pat")
    with pytest.raises(Refused, match="one piece at a time with its number, not 2"):
        pat.do(stocks.receive, drill, 2_000, lot="S9")
    with pytest.raises(Refused, match="serial number S1 is in the house already"):
        pat.do(stocks.receive, drill, 1_000, lot="S1")
    assert stock(store, drill) == (3_000, 0)


def test_exactly_as_many_numbers_are_scanned_as_pieces_are_wanted_and_none_leaves_twice(
    store: Store, drill: str
) -> None:
    pat = person(store, "pat")
    number = sell(store, (drill, 2))
    pick = pat.do(picking.release, [number])
    assert proposed(store, pick) == [("", 2_000)]
    with pytest.raises(NotTaken, match="DRILL goes by serial numbers: scan each piece"):
        pat.do(picking.scan, pick, drill, 2_000)
    pat.do(picking.scan, pick, "s1")
    with pytest.raises(NotTaken, match="DRILL S1 is on pick list") as twice:
        pat.do(picking.scan, pick, "S1")
    assert twice.value.headline == TWICE
    pat.do(picking.scan, pick, "S1", -1_000)
    pat.do(picking.scan, pick, "S3")
    pat.do(picking.scan, pick, drill, 1_000, serial="S1")
    with pytest.raises(NotTaken, match="2 wanted, 2 collected"):
        pat.do(picking.scan, pick, "S2")
    assert_books_balance(store)
    pat.do(picking.confirm, pick)
    shipment = pat.do(shipping.confirm, pick)[0]
    assert_books_balance(store)
    other = pat.do(picking.release, [sell(store, (drill, 1), customer="ALFKI")])
    with pytest.raises(NotTaken, match=rf"DRILL S1 left already with shipment {shipment} on 2026-11-12"):
        pat.do(picking.scan, other, "S1")


def test_a_number_may_be_asked_for_at_shipping_only(store: Store) -> None:
    root, pat = person(store, "root"), person(store, "pat")
    root.do(products.new, "PUMP", "Pump", list_price=10_0000)
    root.do(lots.track, "PUMP", tracking="serial", serial_at="shipping")
    pat.do(stocks.receive, "PUMP", 5_000)
    pick = pat.do(picking.release, [sell(store, ("PUMP", 2))])
    pat.do(picking.scan, pick, "PUMP", 1_000, serial="P-77")
    pat.do(picking.scan, pick, "PUMP", 1_000, serial="P-78")
    pat.do(picking.confirm, pick)
    pat.do(shipping.confirm, pick)
    assert stock(store, "PUMP") == (3_000, 0)
    assert one(store, Lot, number="P-77").shipped == 1_000
    again = pat.do(picking.release, [sell(store, ("PUMP", 1))])
    with pytest.raises(NotTaken, match="PUMP P-77 left already"):
        pat.do(picking.scan, again, "PUMP", 1_000, serial="P-77")
    assert_books_balance(store)


def test_products_without_lots_go_as_before(store: Store, milk: str) -> None:
    number = sell(store, ("CHAI", 5), (milk, 5))
    pat = person(store, "pat")
    pick = pat.do(picking.release, [number])
    pat.do(picking.scan, pick, "CHAI", 5_000)
    pat.do(picking.scan, pick, milk, 5_000, lot="OLD")
    pat.do(picking.confirm, pick)
    pat.do(shipping.confirm, pick)
    assert one(store, ShipmentLine, lot_id=None).quantity == 5_000
    assert_books_balance(store)
