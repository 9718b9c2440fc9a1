"""The banner and the confirm bar."""

from __future__ import annotations

import pytest
from textual import events

from orderdesk.widgets.banner import Banner
from orderdesk.widgets.confirm_bar import ConfirmBar
from orderdesk.widgets.entry import EntryField
from tests.widgets.stage import Stage, keys, lines_of

pytestmark = pytest.mark.asyncio


def accepted(app: Stage) -> list[str]:
    return [message.value for message in app.said if isinstance(message, EntryField.Accepted)]


async def test_a_banner_is_seen_rings_and_takes_the_keys() -> None:
    banner = Banner()
    app = Stage(EntryField(clear_on_accept=True), banner)
    async with app.run_test(size=(60, 6)) as pilot:
        banner.hold("WRONG ITEM   scanned KONBU [/b]")
        await pilot.pause()
        assert any("✗ WRONG ITEM   scanned KONBU [/b]   press F12/^R" in line for line in lines_of(pilot))
        assert app.bells == 1  # the next two come spaced
        await app.typed(keys("4012345678901⏎"))
        app.post_message(events.Paste("4012345678901\n"))
        await app.typed(["f10", "tab", "f3"])
        assert banner.is_held and accepted(app) == []


@pytest.mark.parametrize("key", ["f12", "ctrl+r", "escape"])
async def test_only_cancel_clears_a_banner_and_the_field_goes_on(key: str) -> None:
    banner = Banner()
    app = Stage(EntryField(), EntryField(id="second", clear_on_accept=True), banner)
    async with app.run_test():
        app.query_one("#second").focus()
        await app.typed("x")
        banner.hold("WRONG")
        await app.typed(["y", key, "z", "enter"])
        assert not banner.is_held
        assert app.names().count("Cleared") == 1
        assert accepted(app) == ["z"]  # what stood in the field is selected, and typed over
        assert app.focused is app.query_one("#second")


async def test_a_second_hold_changes_the_words_and_still_gives_the_focus_back() -> None:
    banner = Banner()
    app = Stage(EntryField(), banner)
    async with app.run_test():
        banner.hold("one")
        banner.hold("two")
        await app.typed(["f12"])
        assert app.focused is app.query_one(EntryField)


async def test_a_banner_obeys_a_key_map() -> None:
    banner = Banner()
    app = Stage(EntryField(), banner)
    async with app.run_test():
        app.set_keymap({"Cancel": "f5"})
        banner.hold("WRONG")
        await app.typed(["f12"])
        assert banner.is_held
        await app.typed(["f5"])
        assert not banner.is_held


class Line(Stage):
    """Enter on an empty line opens the bar."""

    def __init__(self) -> None:
        self.bar = ConfirmBar()
        super().__init__(EntryField(clear_on_accept=True), self.bar)

    def on_entry_field_accepted(self, event: EntryField.Accepted) -> None:
        if not event.value:
            self.bar.open("3 lines   Total 1,579.73", "17 of 40 leave on 19 Nov")


async def test_enter_on_the_bar_confirms_in_one_burst() -> None:
    app = Line()
    async with app.run_test(size=(70, 8)) as pilot:
        await app.typed(["enter"])
        await pilot.pause()
        text = "\n".join(lines_of(pilot))
        assert "Total 1,579.73" in text and "Enter place it   F12/^R back to the line" in text
        await app.typed(["enter"])
        assert app.names() == ["Accepted", "Confirmed"]
        await app.typed(keys("a⏎⏎⏎b⏎"))
        assert accepted(app) == ["", "a", "", "b"]
        assert app.names().count("Confirmed") == 2


@pytest.mark.parametrize("key", ["f10", "ctrl+o"])
async def test_confirm_confirms_too(key: str) -> None:
    app = Line()
    async with app.run_test():
        await app.typed(["enter", key])
        assert app.names() == ["Accepted", "Confirmed"]


@pytest.mark.parametrize("key", ["f12", "ctrl+r", "escape"])
async def test_cancel_closes_the_bar(key: str) -> None:
    app = Line()
    async with app.run_test():
        await app.typed(["enter", key, "a", "enter"])
        assert "Confirmed" not in app.names() and app.names().count("Closed") == 1
        assert accepted(app) == ["", "a"]


async def test_typing_on_closes_the_bar_and_loses_nothing() -> None:
    app = Line()
    async with app.run_test():
        await app.typed(keys("⏎4012345678901⏎4012345678902⏎"))
        assert accepted(app) == ["", "4012345678901", "4012345678902"]
        assert "Confirmed" not in app.names()


async def test_a_paste_onto_the_bar_goes_to_the_field() -> None:
    app = Line()
    async with app.run_test():
        await app.typed(["enter"])
        app.post_message(events.Paste("abc"))
        await app.typed(keys("d⏎"))
        assert accepted(app) == ["", "abcd"]


async def test_other_keys_leave_the_bar_open_and_reach_the_screen() -> None:
    app = Line()
    async with app.run_test():
        await app.typed(["enter", "f1", "f11"])
        assert app.bar.is_held
        app.bar.close()
        assert "Closed" not in app.names()
