from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from orderdesk.desk import packing, picking, shipping
from orderdesk.desk import stock as goods
from orderdesk.errors import BadValue, Conflict, NotAllowed, NotFound, Refused
from orderdesk.models import Order, Parcel, ParcelLine, Shipment
from orderdesk.queries.check import check
from orderdesk.queries.packing import Meant, PackCard, meant, pack_card, to_pack
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from tests.company import NOW, SYSTEM, TODAY, person
from tests.selling import assert_books_balance, collect, one, read, sell, setting

CHAI_CODE = "4006381333931"


def card(store: Store, pick: int) -> PackCard:
    return person(store, "pat").ask(pack_card, pick)


def contents(store: Store, pick: int) -> list[tuple[int, list[tuple[str, int]]]]:
    return [(box.number, [(line.sku, line.quantity) for line in box.lines]) for box in card(store, pick).parcels]


def test_the_first_scan_opens_the_first_parcel(store: Store) -> None:
    number = sell(store, ("CHAI", 2), ("TOFU", 3))
    pick = collect(store, number)
    pat = person(store, "pat")
    packed = pat.do(packing.scan, pick, CHAI_CODE)
    assert (packed.parcel, packed.order, packed.sku, packed.packed, packed.picked) == (1, number, "CHAI", 1_000, 2_000)
    assert packed.left == 2
    assert pat.do(packing.scan, pick, "chai").left == 1
    assert [(line.sku, line.packed, line.left) for line in card(store, pick).lines] == [
        ("CHAI", 2_000, 0), ("TOFU", 0, 3_000),
    ]  # fmt: skip
    assert contents(store, pick) == [(1, [("CHAI", 2_000)])]


def test_a_closed_parcel_has_its_weight_and_the_next_scan_opens_another(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 2), ("TOFU", 3)))
    pat = person(store, "pat")
    pat.do(packing.scan, pick, "CHAI", 2_000)
    assert pat.do(packing.close, pick, 12_500) == 1
    assert pat.do(packing.scan, pick, "TOFU", 3_000).parcel == 2
    boxes = card(store, pick).parcels
    assert [(box.number, box.closed, box.weight_grams) for box in boxes] == [(1, True, 12_500), (2, False, 0)]
    with pytest.raises(Refused, match=f"parcel 1 of pick list {pick} is closed"):
        pat.do(packing.scan, pick, "TOFU", -1_000, parcel=1)


def test_the_case_counts_what_it_holds(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 24)))
    pat = person(store, "root")
    from orderdesk.desk import products

    pat.do(products.barcode, "CHAI", "4006381333900", unit="case")
    assert pat.do(packing.scan, pick, "4006381333900", 2_000).packed == 24_000


@pytest.mark.parametrize(
    ("code", "quantity", "why"),
    [
        ("TOFU", 1_000, "TOFU was not collected for pick list 2001; put it aside"),
        ("nothing", 1_000, "nothing is no product; put it aside"),
        ("CHAI", 3_000, r"CHAI: 5 picked, 3 packed; 1 too many\. Put 3 aside"),
        ("CHAI", 0, "0 of CHAI is no quantity"),
        ("CHAI", -4_000, "CHAI: parcel 1 of pick list 2001 has 3; 4 cannot be taken out"),
    ],
)
def test_what_does_not_belong_in_the_parcel_is_refused_with_figures(
    store: Store, code: str, quantity: int, why: str
) -> None:
    pick = collect(store, sell(store, ("CHAI", 5)))
    pat = person(store, "pat")
    pat.do(packing.scan, pick, "CHAI", 3_000)
    with pytest.raises(Refused, match=why):
        pat.do(packing.scan, pick, code, quantity)
    assert contents(store, pick) == [(1, [("CHAI", 3_000)])]


def test_only_what_was_found_can_be_packed(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 5)), CHAI=2)
    with pytest.raises(Refused, match=r"CHAI: 3 picked, 0 packed; 2 too many"):
        person(store, "pat").do(packing.scan, pick, "CHAI", 5_000)


def test_taking_the_last_piece_out_ends_the_parcel(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 5)))
    pat = person(store, "pat")
    pat.do(packing.scan, pick, "CHAI", 3_000)
    assert pat.do(packing.scan, pick, "CHAI", -1_000).packed == 2_000
    assert pat.do(packing.scan, pick, "CHAI", -2_000).packed == 0
    assert contents(store, pick) == []
    assert pat.do(packing.scan, pick, "CHAI").parcel == 1


def test_a_list_that_is_not_collected_yet_is_not_packed(store: Store) -> None:
    sell(store, ("CHAI", 1))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    with pytest.raises(Refused, match=f"pick list {pick} is open; only a picked list can be packed: confirm it first"):
        pat.do(packing.scan, pick, "CHAI")
    pat.do(picking.cancel, pick)
    with pytest.raises(Refused, match=f"pick list {pick} is cancelled; only a picked list can be packed$"):
        pat.do(packing.scan, pick, "CHAI")


def test_packing_what_has_left_says_who_shipped_it(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 1)))
    pat = person(store, "pat")
    pat.do(shipping.confirm, pick)
    for verb, arguments in ((packing.scan, ("CHAI",)), (packing.close, ()), (packing.reopen, (1,))):
        with pytest.raises(Conflict, match=f"pick list {pick} was shipped by Pat at 14:05 on 12 Nov"):
            pat.do(verb, pick, *arguments)


def test_a_parcel_holds_one_orders_goods(store: Store) -> None:
    first, second = sell(store, ("CHAI", 2)), sell(store, ("CHAI", 3), ("TOFU", 1))
    pick = collect(store, first, second)
    pat = person(store, "pat")
    assert pat.do(packing.scan, pick, "CHAI", 2_000).order == first
    with pytest.raises(
        Refused,
        match=rf"CHAI: 0 left to pack for order {first}, 1 scanned; order {second} wants it too, .* close parcel 1",
    ):
        pat.do(packing.scan, pick, "CHAI")
    with pytest.raises(Refused, match=f"parcel 1 holds goods of order {first}; close it, then pack order {second}"):
        pat.do(packing.scan, pick, "TOFU", order=second)
    pat.do(packing.close, pick)
    packed = pat.do(packing.scan, pick, "CHAI", 3_000)
    assert (packed.parcel, packed.order, packed.packed, packed.picked) == (2, second, 3_000, 3_000)


def test_goods_can_be_packed_for_one_order_of_the_list(store: Store) -> None:
    first, second = sell(store, ("CHAI", 2)), sell(store, ("CHAI", 3))
    pick = collect(store, first, second)
    pat = person(store, "pat")
    assert pat.do(packing.scan, pick, "CHAI", 3_000, order=second).order == second
    with pytest.raises(Refused, match="nothing of order 4711 was collected"):
        pat.do(packing.scan, pick, "CHAI", order=4711)


def test_a_parcel_takes_nothing_of_another_order(store: Store) -> None:
    first, second = sell(store, ("CHAI", 2)), sell(store, ("TOFU", 3))
    pick = collect(store, first, second)
    pat = person(store, "pat")
    pat.do(packing.scan, pick, "CHAI")
    with pytest.raises(Refused, match=f"TOFU: 0 left to pack for order {first}, 1 scanned; order {second} wants it"):
        pat.do(packing.scan, pick, "TOFU")


def test_two_packers_may_each_have_their_own_parcel(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 5)))
    pat, root = person(store, "pat"), person(store, "root")
    assert pat.do(packing.scan, pick, "CHAI", parcel=1).parcel == 1
    assert root.do(packing.scan, pick, "CHAI", 2_000, parcel=2).parcel == 2
    assert pat.do(packing.scan, pick, "CHAI", parcel=1).parcel == 1
    with pytest.raises(NotFound, match=f"pick list {pick} has no parcel 7"):
        pat.do(packing.scan, pick, "CHAI", parcel=7)
    assert contents(store, pick) == [(1, [("CHAI", 2_000)]), (2, [("CHAI", 2_000)])]


def test_a_closed_parcel_can_be_opened_again(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 5)))
    pat = person(store, "pat")
    pat.do(packing.scan, pick, "CHAI", 2_000)
    pat.do(packing.close, pick, 900)
    pat.do(packing.scan, pick, "CHAI")
    with pytest.raises(Refused, match=r"parcel 2 .* is open; close it, then open parcel 1 again"):
        pat.do(packing.reopen, pick, 1)
    pat.do(packing.close, pick)
    pat.do(packing.reopen, pick, 1)
    with pytest.raises(Refused, match=r"parcel 1 .* is open"):
        pat.do(packing.reopen, pick, 1)
    assert pat.do(packing.scan, pick, "CHAI", -1_000).parcel == 1
    assert [(box.closed, box.weight_grams) for box in card(store, pick).parcels] == [(False, 0), (True, 0)]


def test_closing_wants_an_open_parcel_and_a_weight_that_can_be(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 5)))
    pat = person(store, "pat")
    with pytest.raises(Refused, match=f"pick list {pick} has no open parcel"):
        pat.do(packing.close, pick)
    pat.do(packing.scan, pick, "CHAI")
    for weight in (-1, 10**9 + 1):
        with pytest.raises(BadValue, match=r"a weight of .* kg cannot be"):
            pat.do(packing.close, pick, weight)


def test_packing_is_the_warehouse_work(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 1)))
    with pytest.raises(NotAllowed, match=r"ann may not do pack\.scan"):
        person(store, "ann").do(packing.scan, pick, "CHAI")


# Shipping -------------------------------------------------------------------------------------------------------------


def test_parcels_say_how_many_packages_left_and_what_they_weigh(store: Store) -> None:
    number = sell(store, ("CHAI", 5), ("TOFU", 2))
    pick = collect(store, number)
    pat = person(store, "pat")
    pat.do(packing.scan, pick, "CHAI", 5_000)
    pat.do(packing.close, pick, 1_200)
    pat.do(packing.scan, pick, "TOFU", 2_000)
    pat.do(packing.close, pick, 800)
    pat.do(shipping.confirm, pick, packages=7, weight_grams=5)
    shipment = one(store, Shipment, pick_id=read(store, lambda reading: _pick_id(reading, pick)))
    assert (shipment.packages, shipment.weight_grams) == (2, 2_000)
    assert_books_balance(store)


def _pick_id(reading: object, pick: int) -> int:
    from orderdesk.desk import find

    return int(find.pick(reading, pick).id)  # type: ignore[arg-type]


def test_each_order_of_a_run_counts_its_own_parcels(store: Store) -> None:
    first, second = sell(store, ("CHAI", 2)), sell(store, ("CHAI", 3))
    pick = collect(store, first, second)
    pat = person(store, "pat")
    for order, pieces, grams in ((first, 1, 100), (first, 1, 200), (second, 3, 900)):
        pat.do(packing.scan, pick, "CHAI", pieces * 1_000, order=order)
        pat.do(packing.close, pick, grams)
    pat.do(shipping.confirm, pick)
    left = {
        number: one(store, Shipment, order_id=one(store, Order, number=number).id) for number in (first, second)
    }
    assert (left[first].packages, left[first].weight_grams) == (2, 300)
    assert (left[second].packages, left[second].weight_grams) == (1, 900)


def test_a_list_packed_in_part_does_not_leave_unless_told(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 5), ("TOFU", 2)))
    pat = person(store, "pat")
    pat.do(packing.scan, pick, "CHAI", 3_000)
    pat.do(packing.close, pick, 700)
    with pytest.raises(Refused, match=rf"pick list {pick} is packed in part, still to pack CHAI 2, TOFU 2; pack the"):
        pat.do(shipping.confirm, pick)
    (number,) = pat.do(shipping.confirm, pick, unpacked=True, packages=2, weight_grams=50)
    shipment = one(store, Shipment, number=number)
    assert (shipment.packages, shipment.weight_grams) == (3, 750)


def test_an_open_parcel_is_closed_before_it_leaves(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 1)))
    pat = person(store, "pat")
    pat.do(packing.scan, pick, "CHAI")
    with pytest.raises(Refused, match=f"parcel 1 of pick list {pick} is open; close it with its weight, then ship"):
        pat.do(shipping.confirm, pick, unpacked=True)
    pat.do(packing.close, pick)
    assert pat.do(shipping.confirm, pick)


def test_a_company_may_want_everything_packed(store: Store) -> None:
    setting(store, "pack_before_ship", True)
    pick = collect(store, sell(store, ("CHAI", 1)))
    pat = person(store, "pat")
    with pytest.raises(Refused, match=f"pick list {pick} is not packed yet: CHAI 1; pack it, then ship it"):
        pat.do(shipping.confirm, pick, unpacked=True)
    pat.do(packing.scan, pick, "CHAI")
    pat.do(packing.close, pick)
    assert pat.do(shipping.confirm, pick)


def test_a_list_that_nobody_packed_ships_with_what_is_said(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 1)))
    (number,) = person(store, "pat").do(shipping.confirm, pick, packages=3, weight_grams=40)
    shipment = one(store, Shipment, number=number)
    assert (shipment.packages, shipment.weight_grams) == (3, 40)


# Two terminals --------------------------------------------------------------------------------------------------------


def together(*works: Callable[[], object]) -> list[Exception]:
    """Run these at the same moment; what went wrong."""
    start = threading.Barrier(len(works))
    failed: list[Exception] = []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except (Refused, Conflict) as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_two_terminals_at_the_same_parcel_lose_nothing_and_pack_nothing_twice(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 12)))

    def packer(login: str) -> Callable[[], None]:
        desk = person(store, login)

        def work() -> None:
            for _ in range(8):
                desk.do(packing.scan, pick, "CHAI")

        return work

    failed = together(packer("pat"), packer("root"))
    assert [str(error) for error in failed] == ["CHAI: 12 picked, 12 packed; 1 too many. Put 1 aside"] * len(failed)
    assert failed and contents(store, pick) == [(1, [("CHAI", 12_000)])]
    assert read(store, check) == ()


def test_a_parcel_is_closed_once(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 2)))
    person(store, "pat").do(packing.scan, pick, "CHAI")
    desks = [person(store, login) for login in ("pat", "root")]
    failed = together(*(lambda desk=desk: desk.do(packing.close, pick, parcel=1) for desk in desks))
    assert len(failed) == 1


def test_shipping_and_packing_at_once_leave_the_books_sound(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 2)))
    pat, root = person(store, "pat"), person(store, "root")
    together(lambda: pat.do(packing.scan, pick, "CHAI"), lambda: root.do(shipping.confirm, pick))
    assert_books_balance(store)


def test_the_check_finds_what_is_packed_twice(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 2)))
    person(store, "pat").do(packing.scan, pick, "CHAI", 2_000)
    store.run(lambda tx: tx.change(update(table(ParcelLine)).values(quantity=3_000)), SYSTEM, TODAY, NOW)
    assert read(store, check) == (f"pick list {pick}, CHAI: 3 packed, but only 2 picked",)


def test_what_waits_to_be_packed(store: Store) -> None:
    number = sell(store, ("CHAI", 2), ("TOFU", 3))
    pick = collect(store, number, TOFU=3)
    other = collect(store, sell(store, ("CHAI", 7)))
    pat = person(store, "pat")
    pat.do(packing.scan, other, "CHAI", 7_000)
    assert [(row.number, row.orders, row.lines, row.done, row.parcels) for row in pat.ask(to_pack)] == [
        (pick, (number,), 1, 0, 0), (other, (number + 1,), 1, 1, 1),
    ]  # fmt: skip
    pat.do(shipping.confirm, pick)
    assert [row.number for row in pat.ask(to_pack)] == [other]


# Which list -----------------------------------------------------------------------------------------------------------


def test_a_scanned_number_is_a_pick_list_or_an_order_on_one(store: Store) -> None:
    number = sell(store, ("CHAI", 40), ("TOFU", 60))
    ann, pat = person(store, "ann"), person(store, "pat")
    with pytest.raises(Refused, match=f"nothing of order {number} is collected yet"):
        ann.ask(meant, number)
    pick = collect(store, number)
    assert ann.ask(meant, pick) == ann.ask(meant, pick, "pick") == Meant(pick)
    assert ann.ask(meant, number) == ann.ask(meant, number, "order") == Meant(pick, number)
    unknown = ((7, "", "pick list and no order"), (number, "pick", "pick list"), (pick, "order", "order"))
    for wrong, kind, word in unknown:
        with pytest.raises(NotFound, match=f"there is no {word} {wrong}"):
            ann.ask(meant, wrong, kind)
    with pytest.raises(NotFound):
        ann.ask(meant, 10**30)
    pat.do(goods.receive, "TOFU", 30_000)
    second = collect(store, number)
    with pytest.raises(Refused, match=f"order {number} is on pick lists {pick} and {second}; scan one of those"):
        ann.ask(meant, number)
    pat.do(shipping.confirm, pick)
    assert ann.ask(meant, number) == Meant(second, number)
    pat.do(shipping.confirm, second)
    assert ann.ask(meant, number) == Meant(second, number)


# Any order of work ----------------------------------------------------------------------------------------------------

steps = st.lists(
    st.tuples(
        st.sampled_from(["scan", "scan", "scan", "close", "reopen"]),
        st.sampled_from(["CHAI", "TOFU"]),
        st.sampled_from([-3_000, -1_000, 500, 1_000, 2_000, 4_000]),
        st.sampled_from([None, None, 1, 2, 3]),
    ),
    max_size=25,
)


def test_whatever_is_done_the_parcels_hold_at_most_what_was_picked(sqlite_store: Store) -> None:
    store = sqlite_store
    pick = collect(store, sell(store, ("CHAI", 2), ("TOFU", 3)), sell(store, ("CHAI", 4)))
    pat = person(store, "pat")

    def step(what: str, sku: str, quantity: int, parcel: int | None) -> None:
        if what == "scan":
            pat.do(packing.scan, pick, sku, quantity, parcel=parcel)
        elif what == "close":
            pat.do(packing.close, pick, abs(quantity), parcel=parcel)
        else:
            pat.do(packing.reopen, pick, parcel or 1)

    @settings(max_examples=60)
    @given(work=steps)
    def any_work(work: list[tuple[str, str, int, int | None]]) -> None:
        _empty(store)
        for one_step in work:
            before = contents(store, pick)
            try:
                step(*one_step)
            except (Refused, Conflict):
                assert contents(store, pick) == before
            seen = card(store, pick)
            assert all(0 <= line.packed <= line.picked for line in seen.lines)
            assert all(box.lines and all(line.quantity > 0 for line in box.lines) for box in seen.parcels)
            inside: dict[tuple[int, int], int] = {}
            for box in seen.parcels:
                for line in box.lines:
                    inside[box.order, line.position] = inside.get((box.order, line.position), 0) + line.quantity
            assert inside == {(line.order, line.position): line.packed for line in seen.lines if line.packed}
        assert read(store, check) == ()

    any_work()


def _empty(store: Store) -> None:
    for rows in (table(ParcelLine), table(Parcel)):
        store.run(lambda tx, rows=rows: tx.change(rows.delete()), SYSTEM, TODAY, NOW)  # type: ignore[misc]


def test_nothing_is_left_of_an_ended_parcel(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 1)))
    pat = person(store, "pat")
    pat.do(packing.scan, pick, "CHAI")
    pat.do(packing.scan, pick, "CHAI", -1_000)
    for rows in (table(Parcel), table(ParcelLine)):
        assert read(store, lambda reading, rows=rows: reading.all(rows.select())) == []
