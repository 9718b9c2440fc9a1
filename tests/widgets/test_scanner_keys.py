"""A scan told from typing by its prefix, key by key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from orderdesk.widgets.scanner_keys import LONGEST, Ended, Keep, Pass, ScannerKeys, Taken

NAMES = {"\r": "enter", "\t": "tab", " ": "space", "\x02": "ctrl+b", "\x1d": "ctrl+right_square_bracket"}


def key(character: str) -> events.Key:
    return events.Key(NAMES.get(character, character), character)


def taken(keys: ScannerKeys, text: str) -> list[Taken]:
    return [keys.take(key(character)) for character in text]


def scans(keys: ScannerKeys, text: str) -> list[str]:
    return [one.text for one in taken(keys, text) if isinstance(one, Ended)]


def typed(keys: ScannerKeys, text: str) -> str:
    """What is left for the fields."""
    passed = ""
    for character in text:
        one = keys.take(key(character))
        if isinstance(one, Pass):
            passed += "".join(kept.character or "" for kept in one.kept) + character
    return passed


@pytest.mark.parametrize("prefix", ["\x02", "~", "]x["])
@pytest.mark.parametrize(("suffix", "end"), [("\r", "\r"), ("\t", "\t"), ("\t", "\r"), ("\n", "\r")])
def test_what_stands_between_prefix_and_suffix_is_a_scan(prefix: str, suffix: str, end: str) -> None:
    keys = ScannerKeys(prefix, suffix)
    assert scans(keys, f"ab{prefix}400 6{end}cd{prefix}A-01{end}") == ["400 6", "A-01"]


@given(st.text(alphabet="ab~=^12\r", max_size=40))
def test_without_its_prefix_nothing_is_lost_and_nothing_is_a_scan(text: str) -> None:
    assert typed(ScannerKeys("", "\r"), text) == text
    keys = ScannerKeys("#!", "\r")
    assert typed(keys, text) == text


@given(st.text(alphabet="#!a", max_size=30))
def test_what_only_begins_like_the_prefix_is_given_back_in_its_order(text: str) -> None:
    keys, passed, waiting = ScannerKeys("#!", "\r"), "", [key(character) for character in text]
    while waiting:
        event = waiting.pop(0)
        if not keys.sorts(event, lambda again: waiting.insert(0, again), lambda scan: None):
            passed += event.character or ""
    before = text.partition("#!")[0]
    assert passed == (before.removesuffix("#") if "#!" not in text else before)


def test_a_function_key_ends_a_scan_that_lost_its_end() -> None:
    keys = ScannerKeys("~", "\r")
    taken(keys, "~4006")
    assert keys.take(events.Key("f12", None)) == Pass()
    assert scans(keys, "381\r") == []


def test_a_control_character_begins_anew() -> None:
    assert scans(ScannerKeys("\x02", "\r"), "\x0240\x024006\r") == ["4006"]


def test_the_separator_of_gs1_is_a_part_of_the_scan() -> None:
    assert scans(ScannerKeys("~", "\r"), "~10LOT\x1d3712\r") == ["10LOT\x1d3712"]


def test_a_scan_without_an_end_does_not_grow_for_ever() -> None:
    keys = ScannerKeys("~", "\r")
    assert all(isinstance(one, Keep) for one in taken(keys, "~" + "1" * 500))
    assert scans(keys, "\r") == ["1" * LONGEST]


def test_what_has_come_can_be_forgotten() -> None:
    keys = ScannerKeys("~", "\r")
    taken(keys, "~40")
    keys.forget()
    assert scans(keys, "06\r") == []
