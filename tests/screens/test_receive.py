"""Receiving on the screen: deliveries, scans against them, extra and undone."""

from __future__ import annotations

from datetime import date

from orderdesk.desk import stock
from orderdesk.queries.receiving import delivery_card
from orderdesk.screens.delivery import DeliveryScreen
from orderdesk.screens.receive import ReceiveScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.desk_stage import at_desk, place

CHAI_CODE = "4006381333931"


def expect(store: Store, sku: str, pieces: int, source: str = "PO-881") -> int:
    return person(store, "pat").do(stock.expect, sku, pieces * 1_000, date(2026, 11, 14), source=source)


def received(store: Store, name: str = "PO-881") -> dict[str, int]:
    return {line.sku: line.received for line in person(store, "pat").ask(delivery_card, name).lines}


async def test_what_is_to_come_is_listed_and_a_scanned_number_opens_it(sqlite_store: Store) -> None:
    expect(sqlite_store, "CHAI", 24)
    expect(sqlite_store, "KONBU", 200)
    async with at_desk(sqlite_store, "pat", ReceiveScreen) as hands:
        assert "1 to come   0 late" in hands.rows[0]
        assert "2 lines" in hands.row_with("PO-881")
        await hands.type(f"po-881⏎{CHAI_CODE}⏎{CHAI_CODE}⏎")
        assert "RECEIVE PO-881" in hands.rows[0] and "0 of 2 complete" in hands.rows[0]
        assert "2 of 24" in hands.row_with("QTY ") and "A-01-1" in hands.row_with("BIN ")
        assert "◐ 22 to come" in hands.row_with("▸")
    assert received(sqlite_store) == {"CHAI": 2_000, "KONBU": 0}


async def test_fifty_scans_in_one_burst_are_all_stored(sqlite_store: Store) -> None:
    expect(sqlite_store, "CHAI", 50)
    async with at_desk(sqlite_store, "pat", lambda: DeliveryScreen("PO-881")) as hands:
        await hands.type(f"{CHAI_CODE}⏎" * 50)
        assert "✓ complete" in hands.row_with("▸")
        assert hands.app.bells == 0
    assert received(sqlite_store) == {"CHAI": 50_000}


async def test_what_is_wrong_is_held_and_what_follows_is_dropped(sqlite_store: Store) -> None:
    expect(sqlite_store, "CHAI", 9)
    async with at_desk(sqlite_store, "pat", lambda: DeliveryScreen("PO-881")) as hands:
        await hands.type("chai⏎tofu⏎chai⏎chai⏎")
        assert "✗ WRONG ITEM   scanned tofu" in hands.text
        assert "TOFU is not expected with PO-881; put it aside (10 keys typed ahead dropped)" in hands.status
        await hands.type("chai⏎")
        await hands.press("f12")
        assert "WRONG ITEM" not in hands.text
        await hands.type("nothing⏎")
        assert "✗ UNKNOWN   scanned nothing" in hands.text
    assert received(sqlite_store) == {"CHAI": 1_000}


async def test_too_many_are_taken_as_extra_only_when_that_is_said(sqlite_store: Store) -> None:
    expect(sqlite_store, "CHAI", 2)
    async with at_desk(sqlite_store, "pat", lambda: DeliveryScreen("PO-881")) as hands:
        await hands.type("5*chai⏎")
        assert "✗ TOO MANY   scanned chai" in hands.text and "3 too many" in hands.status
        await hands.press("f6")
        assert "TOO MANY" in hands.text  # the banner has every key
        await hands.press("f12", "f6")
        assert "3 over" in hands.row_with("▸")
    assert received(sqlite_store) == {"CHAI": 5_000}


async def test_scans_are_taken_back_one_after_the_other(sqlite_store: Store) -> None:
    expect(sqlite_store, "CHAI", 24)
    order = place(sqlite_store, "ERNSH", ("KONBU", 3))
    expect(sqlite_store, "KONBU", 24)
    async with at_desk(sqlite_store, "pat", lambda: DeliveryScreen("PO-881")) as hands:
        await hands.type("3 konbu⏎")
        assert hands.status == "3 of KONBU went to orders that waited for it"
        await hands.type("OD:Q12⏎chai⏎")
        assert "12 of 24" in hands.row_with("QTY ")
        await hands.type("OD:UNDO⏎")
        assert hands.status == "12 of CHAI taken back"
        await hands.press("f9")
        assert hands.status == f"3 of KONBU taken back; order {order} waits for it again"
        await hands.press("f9")
        assert "nothing that was scanned here can be taken back" in hands.status
    assert received(sqlite_store) == {"CHAI": 0, "KONBU": 0}


async def test_done_says_what_is_still_to_come(sqlite_store: Store) -> None:
    expect(sqlite_store, "CHAI", 24)
    async with at_desk(sqlite_store, "pat", ReceiveScreen) as hands:
        await hands.press("f10")
        await hands.type("chai⏎OD:DONE⏎")
        assert hands.status == "PO-881: still to come CHAI 23"
        await hands.press("f10")
        await hands.type("23 chai⏎")
        await hands.press("f10")
        assert hands.status == "PO-881 is complete"
        assert "0 to come" in hands.rows[0]


async def test_a_product_before_its_delivery_is_not_taken(sqlite_store: Store) -> None:
    expect(sqlite_store, "CHAI", 24)
    async with at_desk(sqlite_store, "pat", ReceiveScreen) as hands:
        await hands.type(f"{CHAI_CODE}⏎po-881⏎")
        assert f"✗ UNKNOWN   scanned {CHAI_CODE}" in hands.text
        assert "scan the purchase order first" in hands.status
    assert received(sqlite_store) == {"CHAI": 0}


async def test_what_is_expected_without_a_number_is_opened_by_its_barcode(sqlite_store: Store) -> None:
    key = expect(sqlite_store, "CHAI", 24, source="")
    other = expect(sqlite_store, "TOFU", 2, source="")
    async with at_desk(sqlite_store, "pat", ReceiveScreen) as hands:
        await hands.type(f"OD:E{key}⏎chai⏎OD:E{other}⏎tofu⏎OD:E999⏎")
        assert f"RECEIVE E{other}" in hands.rows[0]
        assert "✗ UNKNOWN   scanned E999" in hands.text
    assert received(sqlite_store, f"E{key}") == {"CHAI": 1_000}
    assert received(sqlite_store, f"E{other}") == {"TOFU": 1_000}


async def test_goods_that_nobody_expected(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "pat", ReceiveScreen) as hands:
        await hands.press("f6")
        await hands.type("chai⏎2 chai⏎konbu⏎")
        assert "unexpected goods   MAIN" in hands.rows[0] and "2 products" in hands.rows[0]
        assert "KONBU" in hands.row_with("▸") and " 3 " in hands.row_with("A-01-1 ")
        await hands.press("f9", "f9")
        assert "CHAI" in hands.row_with("▸") and " 1 " in hands.row_with("▸")


async def test_two_terminals_on_one_delivery(sqlite_store: Store) -> None:
    expect(sqlite_store, "CHAI", 3)
    async with (
        at_desk(sqlite_store, "pat", lambda: DeliveryScreen("PO-881")) as one,
        at_desk(sqlite_store, "root", lambda: DeliveryScreen("PO-881")) as other,
    ):
        await one.type("2 chai⏎")
        await other.type("chai⏎")
        assert "3 of 3" in other.row_with("QTY ")
        one.app.screen.changed()  # type: ignore[attr-defined]
        await one.settle()
        assert "✓ complete" in one.row_with("▸")
        await one.type("chai⏎")
        assert "TOO MANY" in one.text
    assert received(sqlite_store) == {"CHAI": 3_000}


async def test_a_delivery_whose_name_begins_with_a_number(sqlite_store: Store) -> None:
    expect(sqlite_store, "CHAI", 24, source="4711 B")
    async with at_desk(sqlite_store, "pat", ReceiveScreen) as hands:
        await hands.type("4711 b⏎")
        assert "RECEIVE 4711 B" in hands.rows[0]
