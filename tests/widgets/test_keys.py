from __future__ import annotations

import asyncio
import threading

import pytest
from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import ModalScreen, Screen

from orderdesk.widgets.commands import bindings
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.standard_keys import Confirm, GoTo, Leave
from tests.widgets.stage import Stage, keys

pytestmark = pytest.mark.asyncio


class Desk(Stage):
    """Remembers the values that were accepted."""

    BINDINGS = bindings(GoTo, Confirm)

    def __init__(self) -> None:
        super().__init__(EntryField(id="a", advance=True), EntryField(id="b"))
        self.took: list[str] = []

    @on(EntryField.Accepted)
    def took_it(self, event: EntryField.Accepted) -> None:
        self.took.append(f"{event.field.id} {event.value}")


class Dialog(ModalScreen[None]):
    def __init__(self) -> None:
        super().__init__()
        self.answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def compose(self) -> ComposeResult:
        yield EntryField(id="dialog")

    def on_entry_field_accepted(self, event: EntryField.Accepted) -> None:
        event.stop()
        self.answered.set_result(event.value)
        self.app.pop_screen()


async def test_a_burst_fills_the_fields_in_turn() -> None:
    app = Desk()
    async with app.run_test():
        await app.typed(keys("one⏎two⏎"))
        assert app.took == ["a one", "b two"]


async def test_editing_keys_in_a_burst_keep_their_place() -> None:
    app = Desk()
    async with app.run_test():
        await app.typed([*"ac", "left", "b", "end", "x", "backspace", "d", "enter"])
        assert app.took == ["a abcd"]


async def test_pilot_presses_work_as_ever() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press(*"abc", "enter")
        await app.keys_settled()
        assert app.took == ["a abc"]


@pytest.mark.parametrize("ending", [["enter"], ["ctrl+j"], ["enter", "ctrl+j"]])
async def test_cr_lf_and_both_are_one_enter(ending: list[str]) -> None:
    app = Desk()
    async with app.run_test():
        await app.typed([*"one", *ending, *"two", *ending])
        assert app.took == ["a one", "b two"]


async def test_keys_wait_until_the_app_says_that_it_is_ready() -> None:
    class Slow(Desk):
        WAITS_FOR_READY = True

    app = Slow()
    async with app.run_test() as pilot:
        app.burst(keys("one⏎"))
        await pilot.pause()
        assert (app.typed_ahead, app.took) == (4, [])
        app.ready()
        app.ready()  # a second time is no harm
        await app.keys_settled()
        assert app.took == ["a one"]


async def test_letters_after_a_pushed_screen_land_on_it_and_after_its_end_on_the_old_one() -> None:
    class Second(Screen[None]):
        BINDINGS = bindings(Leave)

        def compose(self) -> ComposeResult:
            yield EntryField(id="second")

        def action_leave(self) -> None:
            self.dismiss()

    class Two(Desk):
        def action_go_to(self) -> None:
            self.push_screen(Second())

    app = Two()
    async with app.run_test():
        await app.typed([*"x", "f2", *"there", "enter", "f3", *"y", "enter"])
        assert app.took == ["second there", "a xy"]


async def test_a_handler_that_waits_for_a_dialog_does_not_keep_the_keys_from_it() -> None:
    class Waiting(Screen[None]):
        def compose(self) -> ComposeResult:
            yield EntryField(id="line")

        async def on_entry_field_accepted(self, event: EntryField.Accepted) -> None:
            event.stop()
            for _ in range(50):  # so that the next key is waiting for this screen already
                await asyncio.sleep(0)
            dialog = Dialog()
            self.app.push_screen(dialog)
            answer.append(await dialog.answered)

    answer: list[str] = []
    app = Desk()
    async with app.run_test():
        await app.push_screen(Waiting())
        await app.typed(keys("one⏎yes⏎"))
        assert answer == ["yes"]


async def test_messages_that_a_screen_sends_itself_are_part_of_the_key() -> None:
    class Step(Message):
        def __init__(self, left: int) -> None:
            super().__init__()
            self.left = left

    class Stepping(Desk):
        def on_entry_field_accepted(self, event: EntryField.Accepted) -> None:
            if event.field.id == "b":
                event.field.post_message(Step(2))

        def on_step(self, event: Step) -> None:
            if event.left:
                self.query_one("#b").post_message(Step(event.left - 1))
            else:
                self.query_one("#a").focus()

    app = Stepping()
    async with app.run_test():
        await app.typed(keys("one⏎two⏎three⏎four⏎"))
        assert app.took == ["a one", "b two", "a three", "b four"]


async def test_a_widget_that_removes_itself_does_not_stop_the_keys() -> None:
    class Fleeting(EntryField):
        def accept(self) -> None:
            self.remove()

    app = Stage(Fleeting(id="gone"), EntryField(id="stays"))
    async with app.run_test() as pilot:
        await app.typed(["x", "enter"])
        await pilot.pause()
        await app.typed(keys("on⏎"))
        assert [message.value for message in app.said if isinstance(message, EntryField.Accepted)] == ["on"]


async def test_keys_typed_while_work_is_under_way_come_after_its_answer() -> None:
    class Working(Desk):
        def action_confirm(self) -> None:
            self.run_held(lambda: go.wait(10), lambda went: self.took.append(f"answer {went}"))

    go = threading.Event()
    app = Working()
    async with app.run_test() as pilot:
        app.burst(["f10", *"one", "enter"])
        await pilot.pause()
        assert (app.took, app.typed_ahead) == ([], 4)
        go.set()
        await app.keys_settled()
        assert app.took == ["answer True", "a one"]


async def test_work_that_fails_lets_the_keys_go_on() -> None:
    class Failing(Desk):
        def action_confirm(self) -> None:
            self.run_held(lambda: 1 // 0, print, lambda error: self.took.append(type(error).__name__))

    app = Failing()
    async with app.run_test():
        await app.typed(["f10", *"one", "enter"])
        assert app.took == ["ZeroDivisionError", "a one"]


async def test_a_hold_ends_when_its_block_raises_and_when_it_is_forgotten() -> None:
    app = Desk()
    async with app.run_test():
        with pytest.raises(ValueError, match="no"), app.hold_keys():
            raise ValueError("no")
        app.hold_keys()
        await app.typed(keys("one⏎"))
        assert app.took == ["a one"]


async def test_a_hold_may_be_released_twice_and_holds_add_up() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        first, second = app.hold_keys(), app.hold_keys()
        app.burst(keys("one⏎"))
        first.release()
        first.release()
        await pilot.pause()
        assert app.took == []
        second.release()
        await app.keys_settled()
        assert app.took == ["a one"]


async def test_a_refused_entry_drops_what_was_typed_ahead() -> None:
    class Refusing(Desk):
        def on_entry_field_accepted(self, event: EntryField.Accepted) -> None:
            if event.value == "bad":
                self.drop_typed_ahead()

    app = Refusing()
    async with app.run_test() as pilot:
        await app.typed(keys("bad⏎one⏎two⏎"))
        await pilot.pause()
        assert app.took == ["a bad"]
        dropped = [message.count for message in app.said if isinstance(message, app.TypedAheadDropped)]
        assert dropped == [8]
        await app.typed(keys("three⏎"))
        assert app.took == ["a bad", "b three"]


async def test_nothing_is_said_when_nothing_was_typed_ahead() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        assert app.drop_typed_ahead() == 0
        await pilot.pause()
        assert app.said == []
        await app.typed(keys("one⏎"))
        assert app.took == ["a one"]


async def test_it_knows_which_key_arrived_last() -> None:
    app = Desk()
    async with app.run_test():
        assert app.last_arrived("f10", "ctrl+o") is None
        await app.typed(["f10", "ctrl+o", "f2", "x"])
        assert app.last_arrived("f10", "ctrl+o") == "ctrl+o"
        await app.typed(["f10"])
        assert app.last_arrived("f10", "ctrl+o") == "f10"


async def test_a_key_map_moves_a_command() -> None:
    class Mapped(Desk):
        def action_confirm(self) -> None:
            self.took.append("confirmed")

    app = Mapped()
    async with app.run_test():
        app.set_keymap({"Confirm": "f5"})
        await app.typed(["f10", "f5"])
        assert app.took == ["confirmed"]
        assert app.keys_of(Confirm) == ("f5",)


async def test_a_paste_keeps_its_place_among_the_keys() -> None:
    app = Desk()
    async with app.run_test():
        app.burst("a")
        app.post_message(events.Paste("b c"))
        await app.typed(keys("d⏎"))
        assert app.took == ["a ab cd"]


async def test_no_color_is_drawn_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Desk()
    async with app.run_test():
        assert app.native_ansi_color
        assert app.theme == "ansi-dark"
