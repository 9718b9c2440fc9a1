"""One pick list on the screen: a scanner's burst, the held banner, and what is stored however it ends."""

from __future__ import annotations

from orderdesk.desk import picking
from orderdesk.queries.order_card import order_card
from orderdesk.queries.order_parts import CardShipment
from orderdesk.queries.picking import open_picks, pick_card
from orderdesk.screens.pick_card import PickCardScreen
from orderdesk.screens.picking import PickingScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.desk_stage import at_desk, place

CHAI_CODE = "4006381333931"


def _released(store: Store, *numbers: int) -> int:
    return person(store, "pat").do(picking.release, list(numbers))


def _shipments(store: Store) -> tuple[CardShipment, ...]:
    return person(store, "pat").ask(order_card, 1001).shipments


async def test_the_card_shows_what_to_take_next(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("TOFU", 3), ("CHAI", 2)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        assert "A-01-1" in hands.row_with("BIN ")
        assert "CHAI" in hands.row_with("SKU ")
        assert "0 of 2" in hands.row_with("QTY ")


async def test_fifty_scans_in_one_burst_are_all_stored(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 50)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type(f"{CHAI_CODE}⏎" * 50)
        assert "everything is collected" in hands.text
        assert hands.app.bells == 0
    assert person(sqlite_store, "pat").ask(pick_card, pick).lines[0].picked == 50_000


async def test_the_wrong_item_holds_everything_until_f12(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 2)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type("tofu⏎")
        assert "✗ WRONG ITEM   scanned tofu, wanted CHAI   press F12/^R" in hands.text
        assert hands.status == f"TOFU is not on pick list {pick}; put it back"
        bells = hands.app.bells
        await hands.type(f"{CHAI_CODE}⏎")
        assert "WRONG ITEM" in hands.text and hands.app.bells >= bells
        await hands.press("f12")
        assert "WRONG ITEM" not in hands.text
        await hands.type(f"{CHAI_CODE}⏎")
        assert "1 of 2" in hands.row_with("QTY ")
    assert person(sqlite_store, "pat").ask(pick_card, pick).lines[0].picked == 1_000


async def test_one_too_many_is_stopped_too(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 1)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type("chai⏎chai⏎")
        assert "✗ TOO MANY   scanned chai" in hands.text and "1 too many" in hands.status


async def test_many_at_once_and_back_again(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 24)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type("12*chai⏎")
        await hands.type("2 x chai⏎")
        assert "14 of 24" in hands.row_with("QTY ")
        await hands.press("f9")
        assert "12 of 24" in hands.row_with("QTY ")
        assert hands.status == "2 of CHAI put back"


async def test_somebody_else_goes_on_where_it_was_left(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 2), ("TOFU", 3)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type("2*chai⏎tofu⏎")
    async with at_desk(sqlite_store, "root", lambda: PickCardScreen(pick)) as hands:
        assert "TOFU" in hands.row_with("SKU ") and "1 of 3" in hands.row_with("QTY ")


async def test_short_done_and_shipped(sqlite_store: Store) -> None:
    number = place(sqlite_store, "ERNSH", ("CHAI", 2), ("TOFU", 3))
    pick = _released(sqlite_store, number)
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type("2*chai⏎")
        await hands.press("f10")
        assert "still to collect TOFU 3" in hands.status
        await hands.type("s⏎damaged⏎")
        assert "✗ short: damaged" in hands.row_with("TOFU")
        await hands.press("f10")
        assert "Carrier" in hands.text
        await hands.type("DHL⏎00340434⏎⏎")
        assert hands.status == "shipment 5001, 1 invoice INV-2026-0001"
    card = person(sqlite_store, "pat").ask(order_card, number)
    assert [(one.number, one.carrier, one.tracking, one.packages) for one in card.shipments] == [
        (5001, "DHL", "00340434", 1)
    ]
    assert [(line.sku, line.axes.shipped) for line in card.lines] == [("CHAI", 2_000), ("TOFU", 0)]


async def test_a_picked_list_can_be_shipped_later(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 1)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type("chai⏎")
        await hands.press("f10", "f12")
        assert "✓ picked by Pat" in hands.text
        await hands.press("f10")
        await hands.type("⏎⏎two⏎")
        assert hands.status == "packages: 'two' is not a number like 1"
    assert [row.state for row in person(sqlite_store, "pat").ask(open_picks)] == ["picked"]


async def test_two_pickers_confirm_the_same_list(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 1)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type("chai⏎")
        person(sqlite_store, "root").do(picking.confirm, pick)
        await hands.press("f10")
        assert "was confirmed by Root" in hands.status
        assert "✓ picked by Root" in hands.text


async def test_scans_are_put_back_one_after_the_other(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 24)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type(f"OD:Q12⏎{CHAI_CODE}⏎2 chai⏎OD:UNDO⏎OD:UNDO⏎")
        assert "0 of 24" in hands.row_with("QTY ")
        await hands.type("OD:UNDO⏎")
        assert hands.status == "nothing that was scanned here can be put back"


async def test_a_quantity_barcode_counts_for_one_product_and_can_be_taken_back(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 24)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type("OD:Q12⏎")
        assert hands.row_with("Scan:").startswith(" 12 × Scan:")
        await hands.type("chai⏎chai⏎")
        assert "13 of 24" in hands.row_with("QTY ")
        await hands.type("OD:Q9⏎OD:CANCEL⏎chai⏎")
        assert "14 of 24" in hands.row_with("QTY ")
        await hands.type("OD:Q9⏎")
        await hands.press("f12")
        await hands.type("chai⏎")
        assert "15 of 24" in hands.row_with("QTY ")


async def test_a_scan_is_no_reason_no_carrier_and_no_number_of_packages(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 2), ("TOFU", 1)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.type(f"OD:SHORT⏎{CHAI_CODE}⏎⏎⏎")
        assert f"✗ NOT TAKEN   scanned {CHAI_CODE}" in hands.text
        await hands.press("f12")
        for code in ("tofu", "A-02-1", "OD:DONE"):
            await hands.type(f"{code}⏎")
            assert f"NOT TAKEN   scanned {code}" in hands.text, code
            await hands.press("f12")
        await hands.type("shelf is empty⏎1*tofu⏎")
        await hands.press("f10")
        for number, answer in enumerate(("DHL", "4006381333948", "")):  # a tracking number may be scanned
            if number != 1:
                await hands.type(f"{CHAI_CODE}⏎")
                assert f"NOT TAKEN   scanned {CHAI_CODE}" in hands.text
                await hands.press("f12")
            await hands.type(f"{answer}⏎")
        assert "shipment 5001" in hands.status
    (left,) = _shipments(sqlite_store)
    assert (left.carrier, left.tracking, left.packages) == ("DHL", "4006381333948", 1)


async def test_the_barcode_of_another_list_opens_it_instead(sqlite_store: Store) -> None:
    first = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 2)))
    second = _released(sqlite_store, place(sqlite_store, "ERNSH", ("TOFU", 2)))
    async with at_desk(sqlite_store, "pat", PickingScreen) as hands:
        hands.app.go("pick_card", first)
        await hands.type(f"chai⏎OD:P{second}⏎tofu⏎OD:P{second}⏎OD:O1001⏎")
        assert f"PICK {second}" in hands.rows[0] and "1 of 2" in hands.row_with("QTY ")
        assert "NOT TAKEN   scanned O1001" in hands.text
    assert person(sqlite_store, "pat").ask(pick_card, first).lines[0].picked == 1_000


async def test_the_arrow_keys_move_between_the_bins(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 2), ("TOFU", 3)))
    async with at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as hands:
        await hands.press("down")
        assert "TOFU" in hands.row_with("SKU ")
        await hands.press("up")
        assert "CHAI" in hands.row_with("SKU ")
        await hands.type("OD:NEXT⏎a-01-1⏎")
        assert "CHAI" in hands.row_with("SKU ")


async def test_two_terminals_on_one_list(sqlite_store: Store) -> None:
    pick = _released(sqlite_store, place(sqlite_store, "ERNSH", ("CHAI", 3)))
    async with (
        at_desk(sqlite_store, "pat", lambda: PickCardScreen(pick)) as one,
        at_desk(sqlite_store, "root", lambda: PickCardScreen(pick)) as other,
    ):
        await one.type("2 chai⏎")
        await other.type("chai⏎chai⏎")
        assert "TOO MANY" in other.text
        one.app.screen.changed()  # type: ignore[attr-defined]
        await one.settle()
        assert "everything is collected" in one.text
    assert person(sqlite_store, "pat").ask(pick_card, pick).lines[0].picked == 3_000
