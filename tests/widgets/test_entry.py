from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input

from orderdesk.widgets.entry import EntryField, harmless
from orderdesk.widgets.suggestions import Suggestion, Suggestions
from tests.widgets.stage import Stage, keys, lines_of

pytestmark = pytest.mark.asyncio


def field_of(app: Stage) -> EntryField:
    return app.query(EntryField).first()


async def test_enter_says_the_cleaned_value_and_leaves_the_field_alone() -> None:
    app = Stage(EntryField(), EntryField())
    async with app.run_test():
        await app.typed(keys(" 12  chai ⏎"))
        (accepted,) = (message for message in app.said if isinstance(message, EntryField.Accepted))
        assert accepted.value == "12 chai"
        assert accepted.field is accepted.control is field_of(app)
        assert field_of(app).value == " 12  chai "
        assert app.focused is field_of(app)


async def test_enter_may_clear_the_field_and_may_go_on() -> None:
    app = Stage(EntryField(clear_on_accept=True, advance=True), lambda: EntryField("old"))
    async with app.run_test():
        await app.typed(keys("a⏎b"))
        assert [field.value for field in app.query(EntryField)] == ["", "b"]


async def test_from_the_last_field_enter_goes_nowhere() -> None:
    app = Stage(EntryField(advance=True))
    async with app.run_test():
        await app.typed(keys("a⏎"))
        assert app.focused is field_of(app)


async def test_a_field_that_is_entered_is_typed_over() -> None:
    app = Stage(EntryField(advance=True), lambda: EntryField("old"))
    async with app.run_test():
        await app.typed(["enter", "n", "e", "w"])
        assert app.query(EntryField).last().value == "new"


async def test_arrows_and_tab_go_from_field_to_field() -> None:
    app = Stage(EntryField(id="a"), EntryField(id="b"))
    async with app.run_test():
        for key, place in (("down", "b"), ("down", "b"), ("up", "a"), ("up", "a"), ("tab", "b"), ("shift+tab", "a")):
            await app.typed([key])
            assert app.focused is app.query_one(f"#{place}"), key


async def test_it_says_each_change_a_person_makes_once_and_no_other() -> None:
    app = Stage(EntryField())
    async with app.run_test() as pilot:
        field_of(app).put("set")
        await pilot.pause()
        assert app.said == []
        await app.typed(["x", "backspace", "backspace", "left", "ctrl+u"])
        assert [m.value for m in app.said if isinstance(m, EntryField.Typed)] == ["setx", "set", "se", "e"]
        assert app.names() == ["Typed"] * 4


async def test_look_up_and_repeat_are_asked_for_with_either_key() -> None:
    app = Stage(lambda: EntryField("abc"))
    async with app.run_test():
        await app.typed(["f4", "ctrl+f", "f9", "home", "ctrl+k"])
        assert app.names() == ["LookupWanted", "LookupWanted", "RepeatWanted", "RepeatWanted"]
        assert field_of(app).value == "abc"


async def test_ctrl_d_puts_the_value_above_in_again_and_can_be_typed_on() -> None:
    app = Stage(EntryField(clear_on_accept=True))
    async with app.run_test():
        await app.typed(["ctrl+d"])
        assert field_of(app).value == ""
        await app.typed("12 chai")
        await app.typed(["enter", "t", "ctrl+d", "!"])
        assert field_of(app).value == "12 chai!"
        assert [m.value for m in app.said if isinstance(m, EntryField.Typed)][-2:] == ["12 chai", "12 chai!"]


async def test_what_does_not_fit_is_cut_with_a_bell_and_said() -> None:
    app = Stage(EntryField(max_length=4))
    async with app.run_test():
        await app.typed("abc")
        app.post_message(events.Paste("defg"))
        await app.typed("h")
        assert field_of(app).value == "abcd"
        assert app.bells == 2
        assert app.names().count("TooLong") == 2


async def test_a_very_long_paste_is_cut_and_accepted() -> None:
    app = Stage(EntryField())
    async with app.run_test():
        app.post_message(events.Paste("x" * 100_000))
        await app.typed(["enter"])
        (accepted,) = (message for message in app.said if isinstance(message, EntryField.Accepted))
        assert accepted.value == "x" * EntryField.max_text


async def test_a_value_that_grows_when_its_accents_are_composed_is_no_error() -> None:
    app = Stage(lambda: EntryField("\u0958" * 200))  # composed, each of these is two characters
    async with app.run_test():
        await app.typed(["enter"])
        (accepted,) = (message for message in app.said if isinstance(message, EntryField.Accepted))
        assert 0 < len(accepted.value) <= 200


async def test_many_pasted_lines_are_handed_over_and_not_put_in() -> None:
    app = Stage(EntryField())
    async with app.run_test():
        app.post_message(events.Paste("one\r\n\n two\tb\nthree"))
        await app.keys_settled()
        (pasted,) = (message for message in app.said if isinstance(message, EntryField.Pasted))
        assert pasted.lines == ("one", "two b", "three")
        assert field_of(app).value == ""


async def test_an_empty_paste_is_nothing() -> None:
    app = Stage(EntryField())
    async with app.run_test():
        app.post_message(events.Paste("\n\x01\n"))
        await app.keys_settled()
        assert app.said == []


@pytest.mark.parametrize("way", ["first", "set", "put", "paste"])
async def test_nothing_that_could_act_on_the_terminal_gets_in(way: str) -> None:
    text = "Smith [/b]\x1b[31m\u202e\tCo"
    app = Stage(lambda: EntryField(text if way == "first" else ""))
    async with app.run_test(size=(40, 3)) as pilot:
        field = field_of(app)
        if way == "set":
            field.value = text
        elif way == "put":
            field.put(text)
        elif way == "paste":
            app.post_message(events.Paste(text))
            await app.keys_settled()
        await pilot.pause()
        assert field.value == "Smith [/b][31m Co"
        assert lines_of(pilot)[0].rstrip() == "Smith [/b][31m Co"


async def test_a_letter_lays_out_nothing_and_the_cursor_does_not_blink() -> None:
    layouts = 0

    class Counting(Stage):
        def on_mount(self) -> None:
            self.screen.screen_layout_refresh_signal.subscribe(self, self.count)

        def count(self, _: object) -> None:
            nonlocal layouts
            layouts += 1

    app = Counting(EntryField(), Suggestions())
    async with app.run_test() as pilot:
        await pilot.pause()
        before = layouts
        await app.typed("alfki")
        suggestions = app.query_one(Suggestions)
        suggestions.show([Suggestion("ALFKI")], suggestions.next_generation())
        await pilot.pause()
        assert layouts == before
        assert not field_of(app).cursor_blink


async def test_the_arrows_move_in_the_suggestions_and_enter_takes_the_highlighted_one() -> None:
    suggestions = Suggestions()
    app = Stage(EntryField(suggestions=suggestions), suggestions)
    async with app.run_test():
        suggestions.show([Suggestion("A"), Suggestion("B")], suggestions.next_generation())
        await app.typed(["q", "down", "down", "enter"])
        (accepted,) = (message for message in app.said if isinstance(message, EntryField.Accepted))
        assert accepted.suggestion == Suggestion("B")
        assert accepted.value == "q"


async def test_with_nothing_highlighted_enter_takes_what_was_typed_and_up_goes_up() -> None:
    suggestions = Suggestions()
    app = Stage(EntryField(id="above"), EntryField(id="line", suggestions=suggestions), suggestions)
    async with app.run_test():
        app.query_one("#line").focus()
        suggestions.show([Suggestion("A")], suggestions.next_generation())
        await app.typed(["down", "up", "enter", "up"])
        (accepted,) = (message for message in app.said if isinstance(message, EntryField.Accepted))
        assert accepted.suggestion is None
        assert app.focused is app.query_one("#above")


async def test_restricted_fields_refuse_other_letters() -> None:
    app = Stage(EntryField(restrict=r"\d*"))
    async with app.run_test():
        await app.typed("1a2")
        assert field_of(app).value == "12"


async def test_inputs_own_messages_are_not_sent() -> None:
    heard: list[object] = []

    class Hearing(Stage):
        def on_input_changed(self, event: Input.Changed) -> None:
            heard.append(event)

        def on_input_submitted(self, event: Input.Submitted) -> None:
            heard.append(event)

    app = Hearing(EntryField())
    async with app.run_test():
        await app.typed(keys("ab⏎"))
        assert heard == []


async def test_harmless_keeps_blanks_and_accents() -> None:
    assert harmless(" a\u00e9\t\u200bb\x7f ") == " a\u00e9 b "
