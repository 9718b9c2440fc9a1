from __future__ import annotations

import pytest

from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.status_line import StatusLine
from tests.widgets.stage import Stage, lines_of

pytestmark = pytest.mark.asyncio


async def test_lines_show_text_literally_and_cut_what_is_longer() -> None:
    lines = Lines("[b]one", [Cell("two", Tone.STRONG), " \x1b[2J"], height=3)
    async with Stage(lines).run_test(size=(10, 3)) as pilot:
        assert [line.rstrip() for line in lines_of(pilot)] == ["[b]one", "two ␛[2J", ""]
        lines.show("東京商事株式会社", state(Tone.REFUSED, "none"))
        await pilot.pause()
        assert [line.rstrip() for line in lines_of(pilot)] == ["東京商事株", "✗ none", ""]


@pytest.mark.parametrize(
    ("tone", "seen"),
    [(Tone.NOTE, " · 5 left"), (Tone.DONE, " ✓ Done: 5 left"), (Tone.WARNING, " ! Warning: 5 left"),
     (Tone.REFUSED, " ✗ Refused: 5 left")],
)
async def test_a_message_has_a_glyph_and_a_word(tone: Tone, seen: str) -> None:
    status = StatusLine()
    async with Stage(status).run_test(size=(40, 1)) as pilot:
        status.say("5 left", tone)
        await pilot.pause()
        assert lines_of(pilot)[0].rstrip() == seen


async def test_a_message_stays_until_another_is_said() -> None:
    status = StatusLine()
    app = Stage(status)
    async with app.run_test(size=(40, 1)) as pilot:
        status.done("order 1042 placed")
        await app.typed(["x", "enter", "f12"])
        assert "order 1042 placed" in lines_of(pilot)[0]
        status.warn("overdue")
        await pilot.pause()
        assert lines_of(pilot)[0].rstrip() == " ! Warning: overdue"
        status.clear()
        await pilot.pause()
        assert lines_of(pilot)[0].strip() == ""


async def test_only_a_refusal_rings_and_it_rings_each_time() -> None:
    status = StatusLine()
    app = Stage(status)
    async with app.run_test():
        status.say("a")
        status.warn("b")
        status.done("c")
        assert app.bells == 0
        status.refused("no such product")
        status.refused("no such product")
        assert app.bells == 2


async def test_a_message_that_is_longer_than_the_row_is_cut_and_kept_whole() -> None:
    status = StatusLine()
    async with Stage(status).run_test(size=(20, 1)) as pilot:
        status.refused("x" * 40)
        await pilot.pause()
        assert lines_of(pilot)[0] == " ✗ Refused: xxxxxxx…"
        assert status.is_cut and status.text == "x" * 40
        status.say("short")
        assert not status.is_cut
