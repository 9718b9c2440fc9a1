"""Count sheets: what is counted is stored at once, posted with its figures, and never behind the back of a move."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import counting, picking, stock
from orderdesk.desk.not_taken import NotTaken
from orderdesk.desk.verb import Desk
from orderdesk.errors import Conflict, NotAllowed, NotFound, Refused
from orderdesk.queries.counting import CountedLine, count_card, count_sheets
from orderdesk.queries.order_card import order_card
from orderdesk.queries.product_card import stock_of
from orderdesk.store.store import Store
from tests.company import NOW, person
from tests.desk.rows import last_event
from tests.screens.desk_stage import place

CHAI = "4006381333931"


def pat(store: Store, *, minutes: int = 0) -> Desk:
    """Pat, so many minutes after the clock of the tests."""
    desk = person(store, "pat")
    return Desk(store, desk.who, day=desk.day, clock=lambda: NOW + timedelta(minutes=minutes))


def on_hand(store: Store, sku: str, warehouse: str = "MAIN") -> int:
    lines = person(store, "pat").ask(stock_of, sku).stock
    return next(line.on_hand for line in lines if line.warehouse == warehouse)


def test_scans_add_up_and_posting_makes_them_the_books(store: Store) -> None:
    sheet = pat(store).do(counting.open)
    assert sheet == 9001
    for _ in range(3):
        pat(store).do(counting.scan, sheet, CHAI)
    assert pat(store).do(counting.scan, sheet, "chai", 93_000).counted == 96_000
    pat(store).do(counting.scan, sheet, "tofu", 36_000)
    posted = pat(store).do(counting.post, sheet)
    assert [(line.sku, line.before, line.counted, line.difference) for line in posted.lines] == [
        ("CHAI", 100_000, 96_000, -4_000),
        ("TOFU", 35_000, 36_000, 1_000),
    ]
    assert (on_hand(store, "CHAI"), on_hand(store, "TOFU"), on_hand(store, "QUESO-M")) == (96_000, 36_000, 80_000)
    card = pat(store).ask(count_card, sheet)
    assert (card.header.state, card.header.posted_by) == ("posted", "Pat")
    assert [(line.sku, line.difference) for line in card.lines] == [("CHAI", -4_000), ("TOFU", 1_000)]
    assert last_event(store)[0] == "count.post"


def test_until_it_is_posted_nothing_of_the_books_is_told(store: Store) -> None:
    sheet = pat(store).do(counting.open, bin="a-01-1")
    assert pat(store).ask(count_card, sheet).lines == (CountedLine("CHAI", "Chai", "pc", "A-01-1", None),)
    pat(store).do(counting.scan, sheet, CHAI)
    assert pat(store).ask(count_card, sheet).lines == (CountedLine("CHAI", "Chai", "pc", "A-01-1", 1_000),)


def test_what_belongs_in_another_bin_is_not_taken(store: Store) -> None:
    sheet = pat(store).do(counting.open, bin="A-01-1")
    with pytest.raises(NotTaken, match="TOFU belongs in A-02-1, and A-01-1 is counted") as refusal:
        pat(store).do(counting.scan, sheet, "TOFU")
    assert refusal.value.headline == "WRONG ITEM"
    with pytest.raises(NotTaken, match="open another one for A-02-1"):
        pat(store).do(counting.scan, sheet, "a-02-1")
    with pytest.raises(NotTaken, match="NOTHING is no product and no bin of MAIN"):
        pat(store).do(counting.scan, sheet, "NOTHING")
    assert pat(store).do(counting.scan, sheet, "a-01-1").quantity == 0
    assert [line.counted for line in pat(store).ask(count_card, sheet).lines] == [None]


def test_what_nobody_counted_stays_and_is_named(store: Store) -> None:
    pat(store).do(stock.bin, "MAIN", "A-01-1", sku="TOFU")
    sheet = pat(store).do(counting.open, bin="A-01-1")
    pat(store).do(counting.scan, sheet, "CHAI", 100_000)
    assert pat(store).do(counting.post, sheet).not_counted == ("TOFU",)
    assert on_hand(store, "TOFU") == 35_000


def test_nothing_left_is_said_by_setting_it(store: Store) -> None:
    sheet = pat(store).do(counting.open)
    pat(store).do(counting.scan, sheet, "TOFU", 5_000)
    assert pat(store).do(counting.set, sheet, "tofu", 0).quantity == -5_000
    pat(store).do(counting.post, sheet)
    assert on_hand(store, "TOFU") == 0


def test_a_scan_is_taken_back_but_not_below_nothing(store: Store) -> None:
    sheet = pat(store).do(counting.open)
    pat(store).do(counting.scan, sheet, "TOFU", 2_000)
    assert pat(store).do(counting.scan, sheet, "TOFU", -2_000).counted == 0
    with pytest.raises(Refused, match="only 0 are counted, 1 cannot be taken back"):
        pat(store).do(counting.scan, sheet, "TOFU", -1_000)


def test_goods_that_moved_meanwhile_are_named_before_they_are_posted(store: Store) -> None:
    sheet = pat(store).do(counting.open)
    pat(store, minutes=1).do(counting.scan, sheet, "TOFU", 35_000)
    pat(store, minutes=2).do(stock.adjust, "TOFU", -4_000, "broken")
    pat(store, minutes=2).do(stock.receive, "CHAI", 7_000)  # not counted, so of no interest
    with pytest.raises(counting.MovedMeanwhile, match="TOFU 4 left"):
        pat(store, minutes=3).do(counting.post, sheet)
    assert on_hand(store, "TOFU") == 31_000
    pat(store, minutes=3).do(counting.post, sheet, moved=True)
    assert on_hand(store, "TOFU") == 35_000


def test_goods_on_a_pick_list_are_not_on_their_shelf_and_are_named_too(store: Store) -> None:
    pick = pat(store).do(picking.release, [place(store, "ERNSH", ("TOFU", 5))])
    pat(store).do(picking.scan, pick, "TOFU", 3_000)
    sheet = pat(store).do(counting.open)
    pat(store).do(counting.scan, sheet, "TOFU", 32_000)
    with pytest.raises(counting.MovedMeanwhile, match="TOFU 3 on pick lists"):
        pat(store).do(counting.post, sheet)


def test_less_than_is_reserved_takes_from_who_was_served_last(store: Store) -> None:
    order = place(store, "ERNSH", ("TOFU", 30))
    sheet = pat(store).do(counting.open)
    pat(store).do(counting.scan, sheet, "TOFU", 10_000)
    assert pat(store).do(counting.post, sheet).lines[0].taken_from == (order,)
    assert person(store, "ann").ask(order_card, order).lines[0].axes.allocated == 10_000


def test_one_sheet_for_one_place(store: Store) -> None:
    first = pat(store).do(counting.open)
    with pytest.raises(Refused, match=f"sheet {first} is open for MAIN"):
        pat(store).do(counting.open)
    pat(store).do(counting.open, bin="A-01-1")
    pat(store).do(counting.open, warehouse="north")
    assert [(row.warehouse, row.bin) for row in pat(store).ask(count_sheets)] == [
        ("MAIN", ""), ("MAIN", "A-01-1"), ("NORTH", ""),
    ]  # fmt: skip
    with pytest.raises(NotFound, match="there is no bin X-1 in MAIN"):
        pat(store).do(counting.open, bin="x-1")


def test_a_cancelled_or_posted_sheet_takes_nothing_more(store: Store) -> None:
    first, second = pat(store).do(counting.open), pat(store).do(counting.open, bin="A-01-1")
    pat(store).do(counting.scan, first, "CHAI", 90_000)
    pat(store).do(counting.cancel, first)
    assert on_hand(store, "CHAI") == 100_000
    with pytest.raises(Conflict, match="is cancelled"):
        pat(store).do(counting.scan, first, "CHAI")
    with pytest.raises(Refused, match="nothing is counted"):
        pat(store).do(counting.post, second)
    pat(store).do(counting.scan, second, "CHAI", 100_000)
    pat(store).do(counting.post, second)
    for again in (counting.post, counting.cancel):
        with pytest.raises(Conflict, match="was posted by Pat at 14:05 on 12 Nov"):
            pat(store).do(again, second)


def test_a_sheet_that_is_not_there(store: Store) -> None:
    for number in (9001, -1, 10**30):
        with pytest.raises(NotFound, match="there is no count sheet"):
            pat(store).do(counting.scan, number, "CHAI")


def test_who_may_not(store: Store) -> None:
    with pytest.raises(NotAllowed):
        person(store, "ann").do(counting.open)
