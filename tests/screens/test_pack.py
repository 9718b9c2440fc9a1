"""Packing and shipping on the screen: bursts of scans, what is stopped, and what is stored however it ends."""

from __future__ import annotations

import pytest

from orderdesk.desk import packing, shipping
from orderdesk.queries.order_card import order_card
from orderdesk.queries.packing import pack_card, to_pack
from orderdesk.screens.pack import PackScreen
from orderdesk.screens.ship import ShipScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.desk_stage import at_desk, place
from tests.selling import collect

CHAI_CODE = "4006381333931"


def picked(store: Store, *goods: tuple[str, int], customer: str = "ERNSH") -> tuple[int, int]:
    """An order and its picked list."""
    order = place(store, customer, *goods)
    return order, collect(store, order)


def parcels(store: Store, pick: int) -> list[tuple[int, bool, int, int]]:
    card = person(store, "pat").ask(pack_card, pick)
    inside = {box.number: sum(line.quantity for line in box.lines) for box in card.parcels}
    return [(box.number, box.closed, box.weight_grams, inside[box.number]) for box in card.parcels]


async def test_the_lists_that_wait_and_the_number_of_one(sqlite_store: Store) -> None:
    first, _ = picked(sqlite_store, ("CHAI", 2), ("TOFU", 3))
    second, pick = picked(sqlite_store, ("CHAI", 4))
    async with at_desk(sqlite_store, "pat", PackScreen) as hands:
        assert "2 lists to pack" in hands.rows[0]
        assert str(first) in hands.row_with("2001") and "· to pack" in hands.row_with("2001")
        await hands.type(f"{second}⏎")
        assert f"PACK {pick}   order {second}" in hands.rows[0] and "0 of 1 packed" in hands.rows[0]
        await hands.press("f4")
        assert "2 lists to pack" in hands.rows[0]
        await hands.press("down", "f4")
        assert f"PACK {pick}" in hands.rows[0]
        await hands.press("f12", "up", "f4")
        assert "PACK 2001" in hands.rows[0]


async def test_thirty_scans_in_one_burst_are_all_packed_from_the_list_on(sqlite_store: Store) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 29), ("TOFU", 1))
    async with at_desk(sqlite_store, "pat", PackScreen) as hands:
        await hands.type(f"OD:P{pick}⏎" + f"{CHAI_CODE}⏎" * 29 + "tofu⏎")
        assert "everything is packed" in hands.text
        assert hands.app.bells == 0
    assert parcels(sqlite_store, pick) == [(1, False, 0, 30_000)]


async def test_a_wrong_scan_in_the_middle_of_a_burst_stops_everything_behind_it(sqlite_store: Store) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 30))
    async with at_desk(sqlite_store, "pat", lambda: PackScreen(pick)) as hands:
        await hands.type(f"{CHAI_CODE}⏎" * 15 + "tofu⏎" + f"{CHAI_CODE}⏎" * 14)
        assert f"✗ WRONG ITEM   scanned tofu, packing list {pick}" in hands.text
        assert "TOFU was not collected for pick list" in hands.status
        await hands.type(f"{CHAI_CODE}⏎")
        assert "WRONG ITEM" in hands.text
        await hands.press("f12")
        await hands.type(f"{CHAI_CODE}⏎")
        assert "16 of 30" in hands.row_with("PACKED ")
    assert parcels(sqlite_store, pick) == [(1, False, 0, 16_000)]


@pytest.mark.parametrize(
    ("scan", "headline", "why"),
    [
        ("2*chai⏎", "TOO MANY", "1 picked, 0 packed; 1 too many"),
        ("nothing⏎", "UNKNOWN", "nothing is no product"),
        ("OD:XYZ⏎", "UNREADABLE", "is no barcode that orderdesk knows"),
        ("OD:C77⏎", "NOT TAKEN", "not worked on here"),
        ("OD:B7⏎", "NO SUCH PARCEL", "has no parcel 7"),
        ("OD:P99⏎", "NO SUCH LIST", "there is no pick list 99"),
    ],
)
async def test_what_is_not_right_is_said_across_the_screen(
    sqlite_store: Store, scan: str, headline: str, why: str
) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 1))
    async with at_desk(sqlite_store, "pat", lambda: PackScreen(pick)) as hands:
        await hands.type(scan)
        assert headline in hands.row_with("✗ ") and why in hands.status
        assert hands.app.bells


async def test_goods_before_a_list_are_not_taken(sqlite_store: Store) -> None:
    picked(sqlite_store, ("CHAI", 1))
    async with at_desk(sqlite_store, "pat", PackScreen) as hands:
        await hands.type(f"{CHAI_CODE}⏎")
        assert "NO LIST" in hands.text and "scan a pick list or an order first" in hands.status
        await hands.press("f12")
        await hands.type("77⏎")
        assert "NO SUCH LIST" in hands.text


async def test_parcels_are_closed_with_their_weight_by_scanner_alone(sqlite_store: Store) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 24), ("TOFU", 2))
    async with at_desk(sqlite_store, "pat", lambda: PackScreen(pick)) as hands:
        await hands.type(f"OD:Q12⏎{CHAI_CODE}⏎OD:NEXT⏎OD:DONE⏎OD:Q12⏎{CHAI_CODE}⏎OD:NEXT⏎")
        assert "Weight in kg" in hands.text
        await hands.type("8.25OD:NEXT⏎tofu⏎")
        assert "Parcels: 1 ✓ not weighed  2 ✓ 8.25 kg  3 open, 1 line" in hands.text
        assert hands.app.bells == 0
    assert parcels(sqlite_store, pick) == [(1, True, 0, 12_000), (2, True, 8_250, 12_000), (3, False, 0, 1_000)]


async def test_a_weight_that_is_none_is_asked_for_again(sqlite_store: Store) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 1))
    async with at_desk(sqlite_store, "pat", lambda: PackScreen(pick)) as hands:
        await hands.type("chai⏎n⏎heavy⏎")
        assert "weight in kg 'heavy' is not a number" in hands.status
        await hands.type(f"{CHAI_CODE}⏎")
        assert "a scan is no answer to weight in kg" in hands.status
        await hands.press("f12")
        await hands.type("0.5 kg⏎")
    assert parcels(sqlite_store, pick) == [(1, True, 500, 1_000)]


async def test_undo_takes_out_what_was_scanned_last(sqlite_store: Store) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 24), ("TOFU", 1))
    async with at_desk(sqlite_store, "pat", lambda: PackScreen(pick)) as hands:
        await hands.type("12*chai⏎tofu⏎OD:UNDO⏎")
        assert hands.status == "1 of TOFU taken out of parcel 1"
        await hands.press("f9")
        assert "no parcel yet" in hands.text
        await hands.press("f9")
        assert "nothing that was scanned here can be taken out" in hands.status
    assert parcels(sqlite_store, pick) == []


async def test_a_closed_parcel_is_gone_back_to(sqlite_store: Store) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 3))
    async with at_desk(sqlite_store, "pat", lambda: PackScreen(pick)) as hands:
        await hands.type("chai⏎n⏎1⏎OD:B1⏎chai⏎")
        assert parcels(sqlite_store, pick) == [(1, False, 0, 2_000)]
        await hands.type("n⏎2⏎chai⏎OD:B1⏎")
        assert "parcel 2 of pick list" in hands.status and "close it, then open parcel 1 again" in hands.status


async def test_only_the_order_that_was_scanned_is_packed(sqlite_store: Store) -> None:
    first, second = place(sqlite_store, "ERNSH", ("CHAI", 2)), place(sqlite_store, "ALFKI", ("CHAI", 3), ("TOFU", 1))
    pick = collect(sqlite_store, first, second)
    async with at_desk(sqlite_store, "pat", PackScreen) as hands:
        await hands.type(f"OD:O{second}⏎3*chai⏎tofu⏎")
        assert f"order {second}" in hands.rows[0] and "everything is packed" in hands.text
        await hands.type(f"n⏎⏎OD:P{pick}⏎")
        assert "2 orders" in hands.rows[0] and "2 of 3 packed" in hands.rows[0]
        await hands.type("chai⏎")
        assert "1 of 2" in hands.row_with("PACKED ")


async def test_two_terminals_pack_the_same_list(sqlite_store: Store) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 3))
    async with at_desk(sqlite_store, "pat", lambda: PackScreen(pick)) as hands:
        await hands.type("chai⏎")
        person(sqlite_store, "root").do(packing.scan, pick, "CHAI", 2_000)
        await hands.type("chai⏎")
        assert "3 picked, 3 packed; 1 too many" in hands.status
        await hands.press("f12")
        assert "everything is packed" in hands.text
        root = person(sqlite_store, "root")
        root.do(packing.close, pick)
        root.do(shipping.confirm, pick)
        await hands.type("chai⏎")
        assert f"pick list {pick} was shipped by Root" in hands.status
        assert f"pick list {pick} has left" in hands.text


async def test_done_closes_the_last_parcel_and_ships_then_the_next_list_is_scanned(sqlite_store: Store) -> None:
    order, pick = picked(sqlite_store, ("CHAI", 2))
    async with at_desk(sqlite_store, "pat", PackScreen) as hands:
        await hands.type(f"{pick}⏎2*chai⏎OD:DONE⏎1.5⏎")
        assert f"PICK  {pick}" in hands.text and "1 parcel, 1.5 kg" in hands.text
        await hands.type("00340434⏎DHL⏎")
        assert hands.status == f"pick list {pick} left: shipment 5001, 1 invoice INV-2026-0001"
        assert "0 lists to pack" in hands.rows[0]
    (shipment,) = person(sqlite_store, "pat").ask(order_card, order).shipments
    assert (shipment.carrier, shipment.tracking, shipment.packages) == ("DHL", "00340434", 1)


# Shipping -------------------------------------------------------------------------------------------------------------


async def test_lists_are_shipped_one_after_the_other_by_scanner_alone(sqlite_store: Store) -> None:
    orders, picks = zip(*(picked(sqlite_store, ("CHAI", pieces)) for pieces in (1, 2, 3)), strict=True)
    burst = "".join(f"OD:P{pick}⏎0034043416109404255{at}⏎OD:DONE⏎" for at, pick in enumerate(picks))
    async with at_desk(sqlite_store, "pat", ShipScreen) as hands:
        assert "3 lists to leave" in hands.rows[0]
        await hands.type(burst)
        assert "0 lists to leave" in hands.rows[0] and "today 3 shipments, 3 packages" in hands.rows[0]
        assert hands.app.bells == 0
        assert "003404341" in hands.row_with("5003")
    for at, order in enumerate(orders):
        (shipment,) = person(sqlite_store, "pat").ask(order_card, order).shipments
        assert shipment.tracking == f"0034043416109404255{at}"


async def test_packages_and_weight_of_what_was_not_packed(sqlite_store: Store) -> None:
    order, pick = picked(sqlite_store, ("CHAI", 1))
    async with at_desk(sqlite_store, "pat", ShipScreen) as hands:
        await hands.type(f"{order}⏎")
        assert f"PICK  {pick}" in hands.text and "in no parcel" in hands.text
        await hands.type("track⏎DHL⏎")
        await hands.press("backspace")
        await hands.type("many⏎2⏎")
        assert "packages: 'many' is not a number like 1" in hands.status
        for _ in "many":
            await hands.press("backspace")
        await hands.type("3⏎⏎")
        assert "today 1 shipment, 3 packages, 2 kg" in hands.rows[0]


async def test_a_list_packed_in_part_ships_when_told(sqlite_store: Store) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 3), ("TOFU", 1))
    pat = person(sqlite_store, "pat")
    pat.do(packing.scan, pick, "CHAI", 2_000)
    pat.do(packing.close, pick, 400)
    async with at_desk(sqlite_store, "pat", ShipScreen) as hands:
        await hands.type(f"{pick}⏎")
        assert "! not packed: CHAI 1, TOFU 1" in hands.text
        await hands.type("T1⏎DHL⏎")
        assert "NOT SHIPPED" in hands.text and "still to pack CHAI 1, TOFU 1" in hands.status
        await hands.press("f12", "f6")
        await hands.type("⏎⏎⏎0.1⏎")
        assert "today 1 shipment, 2 packages, 0.5 kg" in hands.rows[0]


async def test_what_cannot_leave_is_said_and_stays(sqlite_store: Store) -> None:
    _, pick = picked(sqlite_store, ("CHAI", 1))
    person(sqlite_store, "pat").do(packing.scan, pick, "CHAI")
    async with at_desk(sqlite_store, "pat", ShipScreen) as hands:
        await hands.type(f"{pick}⏎T1⏎DHL⏎")
        assert "NOT SHIPPED" in hands.text and "parcel 1 of pick list" in hands.status
        await hands.press("f12", "f4")
        assert f"PACK {pick}" in hands.rows[0]
    assert [row.number for row in person(sqlite_store, "pat").ask(to_pack)] == [pick]


async def test_what_has_left_does_not_leave_again(sqlite_store: Store) -> None:
    order, pick = picked(sqlite_store, ("CHAI", 1))
    person(sqlite_store, "pat").do(shipping.confirm, pick)
    async with at_desk(sqlite_store, "pat", ShipScreen) as hands:
        for scan in (f"OD:P{pick}", f"OD:O{order}", str(order)):
            await hands.type(f"{scan}⏎")
            assert f"pick list {pick} has left already" in hands.status
            await hands.press("f12", "f12")
