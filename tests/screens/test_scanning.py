"""A scanner that sends a prefix: its scans count from any focus, and press nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events

from orderdesk.desk import picking
from orderdesk.queries.picking import pick_card
from orderdesk.screens.home import HomeScreen
from orderdesk.screens.pick_card import PickCardScreen
from orderdesk.screens.picking import PickingScreen
from orderdesk.screens.scanning import ScanScreen
from orderdesk.store.store import Store
from orderdesk.widgets.scanner_keys import ScannerKeys
from tests.company import person
from tests.screens.desk_stage import Hands, at_desk, place

CHAI = "4006381333931"
NAMES = {"\r": "enter", "\n": "ctrl+j", "\t": "tab", "\x02": "ctrl+b", "\x1d": "ctrl+right_square_bracket"}


@asynccontextmanager
async def picker(store: Store, pick: int, prefix: str = "", suffix: str = "\r") -> AsyncIterator[Hands]:
    """Pat with a pick list and a scanner that is set so."""
    async with at_desk(store, "pat", PickingScreen) as hands:
        hands.app.scanner = ScannerKeys(prefix, suffix)
        hands.app.push_screen(PickCardScreen(pick))
        await hands.settle()
        yield hands


async def sends(hands: Hands, text: str) -> None:
    """The scanner sends all of it at once."""
    for character in text:
        hands.app.post_message(events.Key(NAMES.get(character, character), character))
    await hands.settle()


def screen(hands: Hands) -> ScanScreen:
    assert isinstance(hands.app.screen, ScanScreen)
    return hands.app.screen


@pytest.fixture
def pick(sqlite_store: Store) -> int:
    order = place(sqlite_store, "ERNSH", ("CHAI", 60), ("TOFU", 3))
    return person(sqlite_store, "pat").do(picking.release, [order])


def picked(store: Store, pick: int) -> dict[str, int]:
    return {line.sku: line.picked // 1_000 for line in person(store, "pat").ask(pick_card, pick).lines}


@pytest.mark.parametrize("prefix", ["", "~", "\x02", "]C"])
@pytest.mark.parametrize(
    ("suffix", "end"), [("\r", "\r"), ("\n", "\n"), ("\r", "\r\n"), ("\t", "\t"), ("\t", "\t\r\n")]
)
async def test_a_burst_counts_each_scan_once_however_it_ends(
    sqlite_store: Store, pick: int, prefix: str, suffix: str, end: str
) -> None:
    async with picker(sqlite_store, pick, prefix, suffix) as hands:
        await sends(hands, f"{prefix}{CHAI}{end}" * 12)
        assert hands.app.bells == 0
    assert picked(sqlite_store, pick) == {"CHAI": 12, "TOFU": 0}


async def test_a_scan_into_an_open_question_answers_nothing(sqlite_store: Store, pick: int) -> None:
    async with picker(sqlite_store, pick, "~") as hands:
        await hands.type("s⏎damaged")
        await sends(hands, "~TOFU\r~TOFU\r")
        assert "✗ NOT TAKEN   scanned TOFU" in hands.text and "a scan is no answer to reason" in hands.status
        await hands.press("f12")
        await hands.type("damaged box⏎")
        assert "✗ short: dama" in hands.text and "TOFU" in hands.row_with("SKU ")
    assert person(sqlite_store, "pat").ask(pick_card, pick).lines[0].short_reason == "damaged box"
    assert picked(sqlite_store, pick) == {"CHAI": 0, "TOFU": 0}


async def test_a_scanned_tracking_number_goes_into_its_field_and_no_further(sqlite_store: Store, pick: int) -> None:
    async with picker(sqlite_store, pick, "~") as hands:
        await hands.type("60*chai⏎3*tofu⏎")
        await hands.press("f10")
        await hands.type("DHL⏎")
        await sends(hands, f"~{CHAI}\r")
        assert CHAI in hands.row_with("Tracking")
        await sends(hands, f"~{CHAI}\r")
        assert f"NOT TAKEN   scanned {CHAI}" in hands.text
        await hands.press("f12", "enter")
        assert "shipment 5001" in hands.status


async def test_from_the_banner_no_scan_is_taken_and_every_one_rings(
    sqlite_store: Store, pick: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with picker(sqlite_store, pick, "\x12") as hands:  # the character of the banner's own second key
        await sends(hands, "\x12KONBU\r")
        assert "✗ WRONG ITEM   scanned KONBU, wanted CHAI" in hands.text
        rings: list[str] = []
        monkeypatch.setattr(screen(hands).banner, "ring", lambda: rings.append("once more"))
        await sends(hands, f"\x12{CHAI}\r")
        assert "WRONG ITEM" in hands.text and rings == ["once more"]
        await hands.press("f12")
        await sends(hands, f"\x12{CHAI}\r")
    assert picked(sqlite_store, pick) == {"CHAI": 1, "TOFU": 0}


async def test_a_wrong_scan_in_the_middle_drops_what_follows(sqlite_store: Store, pick: int) -> None:
    async with picker(sqlite_store, pick, "~") as hands:
        await sends(hands, f"~{CHAI}\r" * 20 + "~KONBU\r" + f"~{CHAI}\r" * 20 + "~OD:DONE\r")
        assert "✗ WRONG ITEM   scanned KONBU" in hands.text
        await hands.press("f12")
        assert screen(hands).focused is screen(hands).scan
        await sends(hands, f"~{CHAI}\r")
    assert picked(sqlite_store, pick) == {"CHAI": 21, "TOFU": 0}


async def test_what_is_typed_stays_typed_where_a_scanner_has_a_prefix(sqlite_store: Store, pick: int) -> None:
    async with picker(sqlite_store, pick, "~") as hands:
        await hands.type("12*cha")
        await sends(hands, "~TOFU\r")
        await hands.type("chai⏎")
    assert picked(sqlite_store, pick) == {"CHAI": 1, "TOFU": 1}


async def test_what_only_begins_like_the_prefix_is_typing(sqlite_store: Store, pick: int) -> None:
    async with picker(sqlite_store, pick, "ch]") as hands:
        await sends(hands, "chai\rcch]TOFU\rchai\r")
        assert hands.app.bells == 0
        assert screen(hands).scan.value == ""
    assert picked(sqlite_store, pick) == {"CHAI": 2, "TOFU": 1}


async def test_a_letter_goes_into_the_field_from_a_list_that_has_the_focus(sqlite_store: Store, pick: int) -> None:
    async with picker(sqlite_store, pick) as hands:
        one = screen(hands)
        assert isinstance(one, PickCardScreen)
        one.list.can_focus = True
        one.set_focus(one.list)
        await sends(hands, f"{CHAI}\r" * 3)
        one.set_focus(None)
        await sends(hands, f"{CHAI}\r")
    assert picked(sqlite_store, pick) == {"CHAI": 4, "TOFU": 0}


@pytest.mark.parametrize("prefix", ["", "~"])
async def test_a_gs1_barcode_counts_what_it_says(sqlite_store: Store, pick: int, prefix: str) -> None:
    async with picker(sqlite_store, pick, prefix) as hands:
        await sends(hands, f"{prefix}]C1010{CHAI}10LOT7\x1d3712\r")
    assert picked(sqlite_store, pick) == {"CHAI": 12, "TOFU": 0}


@pytest.mark.parametrize("prefix", ["", "~"])
async def test_scans_that_a_terminal_pastes_are_scans(sqlite_store: Store, pick: int, prefix: str) -> None:
    async with picker(sqlite_store, pick, prefix) as hands:
        hands.app.post_message(events.Paste(f"{prefix}{CHAI}\r\n" * 3 + f"{prefix}TOFU\n"))
        await hands.settle()
        hands.app.post_message(events.Paste("ch"))
        await sends(hands, "ai\r")
    assert picked(sqlite_store, pick) == {"CHAI": 4, "TOFU": 1}


async def test_other_texts_are_said_to_be_unreadable(sqlite_store: Store, pick: int) -> None:
    async with picker(sqlite_store, pick) as hands:
        for text, said in (("OD:WHAT", "UNREADABLE"), ("0*chai", "UNREADABLE"), ("OD:B1", "NOT TAKEN")):
            await hands.type(f"{text}⏎")
            assert said in hands.text, text
            await hands.press("f12")
    assert picked(sqlite_store, pick) == {"CHAI": 0, "TOFU": 0}


async def test_on_other_screens_a_scan_with_a_prefix_is_typed_into_a_field_and_presses_no_key(
    sqlite_store: Store, pick: int
) -> None:
    async with at_desk(sqlite_store, "ann", HomeScreen) as hands:
        hands.app.scanner = ScannerKeys("\x02", "\r")  # ^B is the second key of Leave, and Enter opens a draft
        await sends(hands, f"\x02{CHAI}\r" * 2)
        assert isinstance(hands.app.screen, HomeScreen) and "no scan is taken here" in hands.status
        await hands.press("f6")
        await hands.type("alfki⏎")
        await sends(hands, f"\x02{CHAI}\r" * 2)
        assert hands.text.count("CHAI") >= 2
