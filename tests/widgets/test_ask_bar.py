"""The ask bar: a row of questions that answers once, and keeps nothing back when it is closed."""

from __future__ import annotations

from textual.message import Message

from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.window_list import Column, Row, WindowList
from tests.widgets.stage import Stage, keys, lines_of


class _Stage(Stage):
    """Remembers what the bar says."""

    def __init__(self) -> None:
        self.bar = AskBar(Question("amount", "Amount", width=8, needed=True), Question("note", "Note"), id="bar")
        self.list = WindowList([Column("", 4)])
        super().__init__(self.list, self.bar)
        self.heard: list[Message] = []

    async def _on_message(self, message: Message) -> None:
        if isinstance(message, AskBar.BarMessage):
            self.heard.append(message)
        await super()._on_message(message)


async def test_enter_goes_on_and_from_the_last_field_answers() -> None:
    app = _Stage()
    async with app.run_test(size=(60, 6)) as pilot:
        app.list.set_rows([Row(1, ("x",))])
        app.bar.open("Take")
        await app.typed(keys("12⏎a  b⏎"))
        assert "Take" in lines_of(pilot)[-1]
        (answered,) = app.heard
        assert isinstance(answered, AskBar.Answered)
        assert answered.answers == {"amount": "12", "note": "a b"}
        app.bar.close()
        assert app.focused is app.list


async def test_a_missing_answer_is_asked_for_and_the_bar_stays() -> None:
    app = _Stage()
    async with app.run_test(size=(60, 6)):
        app.bar.open()
        await app.typed(keys("⏎x⏎"))
        (missing,) = app.heard
        assert isinstance(missing, AskBar.Missing) and missing.question.name == "amount"
        assert app.bar.is_open and app.focused is app.bar.fields[0]
        await app.typed(keys("5⏎⏎"))
        assert isinstance(app.heard[-1], AskBar.Answered)


async def test_cancel_closes_it_and_the_next_opening_is_empty() -> None:
    app = _Stage()
    async with app.run_test(size=(60, 6)):
        app.bar.open(amount="7")
        await app.typed([*keys("9"), "f12"])
        assert not app.bar.is_open
        assert [type(message) for message in app.heard] == [AskBar.Closed]
        app.bar.open()
        assert [field.value for field in app.bar.fields] == ["", ""]
