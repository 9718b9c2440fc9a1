"""Keys that somebody has moved in their own file: they work, and footer and help say so."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

from orderdesk.app import PLACES
from orderdesk.config import Config
from orderdesk.queries import live
from orderdesk.screens.home import DOORS
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import seated

MOVED = Config(keys={"Confirm": ("f9", "ctrl+o"), "Repeat": ("f10", "ctrl+k")})


async def test_a_command_is_done_by_its_new_key(sqlite_store: Store) -> None:
    async with seated(sqlite_store, config=MOVED) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎", "<f9>")
        assert ann.sees("Enter submit it")
        await ann.type("<f9>")
        assert person(sqlite_store, "ann").ask(live.draft, 1001).state == "confirmed"


async def test_footer_and_help_show_it(sqlite_store: Store) -> None:
    async with seated(sqlite_store, config=MOVED) as ann:
        await ann.type("<f6>")
        assert "F9 Submit" in ann.rows()[-1]
        await ann.type("<f1>")
        assert "F9  ^O" in ann.row_with("Submit")
        assert "F10  ^K" in ann.row_with("As last time")


async def test_a_key_that_two_commands_have_is_said_on_the_first_screen(sqlite_store: Store) -> None:
    async with seated(sqlite_store, config=Config(keys={"Confirm": ("f6",)})) as ann:
        assert ann.status.startswith("[keys] F6 is the key of New and of Confirm; give one of them another")


async def test_what_is_wrong_with_the_file_is_said_on_the_first_screen(sqlite_store: Store) -> None:
    async with seated(sqlite_store, config=Config(wrong=("config.toml: theme is not one of dark, light",))) as ann:
        assert ann.status == "config.toml: theme is not one of dark, light"


async def test_a_command_that_there_is_not_is_said_on_the_first_screen(sqlite_store: Store) -> None:
    async with seated(sqlite_store, config=Config(keys={"Confrim": ("f9",)})) as ann:
        assert ann.status.startswith("[keys] Confrim is no command; is it Confirm?")


async def test_help_says_what_the_focused_field_wants(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "<f1>")
        assert ann.sees("The customer: the code")
        await ann.type("<f12>", "alfki⏎", "↑", "<f1>")
        assert ann.sees("The day it should leave")


def test_no_screen_has_one_key_for_two_commands() -> None:
    for name, place in PLACES.items():
        screen = getattr(import_module(f"orderdesk.screens.{place.module}"), place.screen)
        taken = Counter(key for one in screen.commands for key in {one.key, *([one.second] if one.second else [])})
        assert [key for key, times in taken.items() if times > 1] == [], name
    assert [one.key for one in DOORS if [door.key for door in DOORS].count(one.key) > 1] == []
