from __future__ import annotations

from textual.pilot import Pilot

from orderdesk.widgets.asked import AskedSuggestions
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.suggestions import Suggestion
from tests.widgets.stage import Stage, keys

ROWS = [Suggestion("QUESO-C"), Suggestion("QUESO-M")]


def stage() -> tuple[Stage, AskedSuggestions]:
    suggestions = AskedSuggestions()
    return Stage(lambda: EntryField(suggestions=suggestions, id="line"), suggestions), suggestions


def accepted(app: Stage) -> list[str | None]:
    said = [message for message in app.said if isinstance(message, EntryField.Accepted)]
    return [message.suggestion.code if message.suggestion else None for message in said]


async def arrows(app: Stage, pilot: Pilot[None]) -> None:
    app.burst(keys("↓↓⏎"))
    await pilot.pause()


async def test_an_arrow_key_typed_ahead_waits_for_the_answer() -> None:
    app, suggestions = stage()
    async with app.run_test() as pilot:
        asked = suggestions.asked()
        await arrows(app, pilot)
        assert accepted(app) == []
        suggestions.show(ROWS, asked)
        await app.keys_settled()
        assert accepted(app) == ["QUESO-M"]


async def test_an_older_answer_does_not_let_it_go_on() -> None:
    app, suggestions = stage()
    async with app.run_test() as pilot:
        older, newer = suggestions.asked(), suggestions.asked()
        await arrows(app, pilot)
        suggestions.show([Suggestion("CHAI")], older)
        await pilot.pause()
        assert accepted(app) == []
        suggestions.show(ROWS, newer)
        await app.keys_settled()
        assert accepted(app) == ["QUESO-M"]


async def test_giving_the_question_up_lets_the_keys_go_on() -> None:
    app, suggestions = stage()
    async with app.run_test() as pilot:
        suggestions.asked()
        await arrows(app, pilot)
        suggestions.clear()
        await app.keys_settled()
        assert accepted(app) == [None]


async def test_an_answer_that_comes_too_late_shows_nothing() -> None:
    app, suggestions = stage()
    async with app.run_test():
        asked = suggestions.asked()
        suggestions.clear()
        suggestions.show(ROWS, asked)
        assert suggestions.rows == ()
