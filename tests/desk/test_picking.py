from __future__ import annotations

import threading

import pytest

from orderdesk.desk import orders, picking
from orderdesk.desk import stock as goods
from orderdesk.desk.approvals import hold
from orderdesk.errors import Conflict, NotAllowed, Refused
from orderdesk.queries.picking import open_picks, pick_card, ready_to_pick
from orderdesk.store.store import Store
from tests.company import person
from tests.selling import collect, line, sell, stock


def test_a_released_list_has_what_is_reserved_in_walking_order(store: Store) -> None:
    number = sell(store, ("SAFFRON", 2), ("CHAI", 10))
    pat = person(store, "pat")
    assert [(row.number, row.lines, row.complete) for row in pat.ask(ready_to_pick)] == [(number, 2, True)]
    pick = pat.do(picking.release)
    card = pat.ask(pick_card, pick)
    assert [(row.bin, row.sku, row.quantity) for row in card.lines] == [
        ("A-01-1", "CHAI", 10_000),
        ("A-05-1", "SAFFRON", 2_000),
    ]
    assert card.header.orders == (number,)
    assert pat.ask(ready_to_pick) == ()
    with pytest.raises(Refused, match="nothing to pick"):
        pat.do(picking.release, [number])


def test_goods_are_never_on_two_lists(store: Store) -> None:
    number = sell(store, ("KONBU", 4), ("CHAI", 1))
    pat = person(store, "pat")
    pat.do(picking.release)
    pat.do(goods.receive, "KONBU", 3_000)
    second = pat.do(picking.release, [number])
    assert [(row.sku, row.quantity) for row in pat.ask(pick_card, second).lines] == [("KONBU", 3_000)]


def test_a_held_order_cannot_be_picked(store: Store) -> None:
    number = sell(store, ("CHAI", 1))
    person(store, "ann").do(hold, number, "address to be checked")
    pat = person(store, "pat")
    with pytest.raises(Refused, match=f"order {number} is held for manual"):
        pat.do(picking.release, [number])
    with pytest.raises(Refused, match="nothing to pick"):
        pat.do(picking.release)


def test_an_order_held_while_it_is_picked_is_left_alone(store: Store) -> None:
    number = sell(store, ("CHAI", 2))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    pat.do(picking.scan, pick, "CHAI")
    person(store, "ann").do(hold, number, "customer called")
    with pytest.raises(Refused, match=f"order {number} is held now"):
        pat.do(picking.scan, pick, "CHAI")
    pat.do(picking.scan, pick, "CHAI", -1_000)
    pat.do(picking.cancel, pick)
    assert stock(store, "CHAI") == (100_000, 2_000)


def test_a_draft_cannot_be_picked(store: Store) -> None:
    number = person(store, "ann").do(orders.new, "ERNSH")
    with pytest.raises(Refused, match="draft order cannot be picked"):
        person(store, "pat").do(picking.release, [number])


def test_a_clerk_may_not_pick(store: Store) -> None:
    with pytest.raises(NotAllowed, match=r"pick\.release"):
        person(store, "ann").do(picking.release)


def test_scans_count_pieces_and_cases_and_are_stored_at_once(store: Store) -> None:
    number = sell(store, ("CHAI", 25))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    scanned = pat.do(picking.scan, pick, "4006381333931")
    assert (scanned.quantity, scanned.done, scanned.wanted, scanned.left) == (1_000, 1_000, 25_000, 1)
    scanned = pat.do(picking.scan, pick, "chai", 24_000)
    assert (scanned.done, scanned.left) == (25_000, 0)
    assert scanned.lines[0].order == number
    assert line(store, number).picked == 25_000
    assert pat.ask(pick_card, pick).lines[0].picked == 25_000


def test_a_case_barcode_counts_what_the_case_holds(store: Store) -> None:
    from orderdesk.desk import products

    person(store, "root").do(products.barcode, "CHAI", "14006381333938", unit="case")
    sell(store, ("CHAI", 30))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    assert pat.do(picking.scan, pick, "14006381333938", 2_000).done == 24_000
    with pytest.raises(Refused, match=r"6 too many\. Put 12 back"):
        pat.do(picking.scan, pick, "14006381333938")
    assert pat.ask(pick_card, pick).lines[0].picked == 24_000


def test_wrong_goods_and_excess_are_refused_in_words(store: Store) -> None:
    sell(store, ("CHAI", 2))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    with pytest.raises(Refused, match=f"TOFU is not on pick list {pick}; put it back"):
        pat.do(picking.scan, pick, "TOFU")
    with pytest.raises(Refused, match="HAMMER is no product and no bin"):
        pat.do(picking.scan, pick, "HAMMER")
    pat.do(picking.scan, pick, "CHAI", 2_000)
    with pytest.raises(Refused, match="2 wanted, 2 collected; 1 too many"):
        pat.do(picking.scan, pick, "CHAI")
    pat.do(picking.scan, pick, "CHAI", -1_000)
    assert pat.ask(pick_card, pick).lines[0].left == 1_000
    with pytest.raises(Refused, match="only 1 are collected"):
        pat.do(picking.scan, pick, "CHAI", -2_000)


def test_a_scanned_bin_says_what_is_taken_there(store: Store) -> None:
    sell(store, ("CHAI", 2), ("TOFU", 3))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    scanned = pat.do(picking.scan, pick, "a-02-1")
    assert (scanned.sku, scanned.quantity, scanned.wanted, scanned.left) == ("TOFU", 0, 3_000, 2)


def test_one_scan_serves_several_orders_of_a_run(store: Store) -> None:
    first, second = sell(store, ("CHAI", 5)), sell(store, ("CHAI", 7))
    pat = person(store, "pat")
    pick = pat.do(picking.release, [first, second])
    scanned = pat.do(picking.scan, pick, "CHAI", 8_000)
    assert [(part.order, part.quantity) for part in scanned.lines] == [(first, 5_000), (second, 3_000)]


def test_a_short_line_goes_back_to_the_queue_with_its_reason(store: Store) -> None:
    number = sell(store, ("CHAI", 10))
    pick = collect(store, number, CHAI=4)
    row = line(store, number)
    assert (row.allocated, row.picked, row.waiting) == (6_000, 6_000, True)
    assert stock(store, "CHAI") == (100_000, 6_000)
    card = person(store, "pat").ask(pick_card, pick)
    assert (card.header.state, card.lines[0].short_reason, card.lines[0].left) == ("picked", "not found", 0)


def test_confirming_wants_every_line_collected_or_short(store: Store) -> None:
    sell(store, ("CHAI", 2))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    with pytest.raises(Refused, match="still to collect CHAI 2"):
        pat.do(picking.confirm, pick)
    with pytest.raises(Refused, match="needs a reason"):
        pat.do(picking.short, pick, "CHAI", " ")
    pat.do(picking.short, pick, "CHAI", "damaged")
    assert pat.do(picking.confirm, pick) == "cancelled"


def test_the_second_to_confirm_sees_who_and_when(store: Store) -> None:
    number = sell(store, ("CHAI", 1))
    pick = collect(store, number)
    with pytest.raises(Conflict, match=f"pick list {pick} was confirmed by Pat at 14:05 on 12 Nov"):
        person(store, "root").do(picking.confirm, pick)


def test_a_list_changed_since_it_was_seen_is_not_confirmed(store: Store) -> None:
    sell(store, ("CHAI", 1))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    pat.do(picking.scan, pick, "CHAI")
    with pytest.raises(Conflict, match="changed at another terminal"):
        pat.do(picking.confirm, pick, version=0)


def test_two_people_confirming_at_once_one_wins(store: Store) -> None:
    sell(store, ("CHAI", 1))
    pick = person(store, "pat").do(picking.release)
    person(store, "pat").do(picking.scan, pick, "CHAI")
    answers: list[str] = []
    ready = threading.Barrier(4)

    def confirm(login: str) -> None:
        ready.wait()
        try:
            answers.append(person(store, login).do(picking.confirm, pick))
        except Conflict as error:
            answers.append(str(error)[:8])

    threads = [threading.Thread(target=confirm, args=(login,)) for login in ("pat", "root", "pat", "root")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [*["pick lis"] * 3, "picked"]


def test_a_cancelled_list_leaves_the_goods_reserved(store: Store) -> None:
    number = sell(store, ("CHAI", 3))
    pick = collect(store, number)
    pat = person(store, "pat")
    pat.do(picking.cancel, pick)
    row = line(store, number)
    assert (row.allocated, row.picked) == (3_000, 0)
    assert pat.ask(open_picks) == ()
    assert [ready.number for ready in pat.ask(ready_to_pick)] == [number]
    with pytest.raises(Refused, match="is cancelled"):
        pat.do(picking.cancel, pick)


def test_a_complete_order_waits_until_it_is_whole(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, "CHAI", 5_000)
    ann.do(orders.line, number, "KONBU", 1_000)
    ann.do(orders.change, number, delivery_rule="complete")
    ann.do(orders.submit, number)
    pat = person(store, "pat")
    assert pat.ask(ready_to_pick) == ()
    pat.do(goods.receive, "KONBU", 1_000)
    assert [row.number for row in pat.ask(ready_to_pick)] == [number]


def test_open_picks_tell_how_far_each_list_is(store: Store) -> None:
    number = sell(store, ("CHAI", 1), ("TOFU", 1))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    pat.do(picking.scan, pick, "TOFU")
    (row,) = pat.ask(open_picks)
    assert (row.number, row.state, row.orders, row.lines, row.done) == (pick, "open", (number,), 2, 1)
    assert row.released_by == "Pat"
