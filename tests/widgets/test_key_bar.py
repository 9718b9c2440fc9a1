from __future__ import annotations

import pytest
from rich.cells import cell_len

from orderdesk.widgets.key_bar import KeyBar
from orderdesk.widgets.standard_keys import STANDARD, Cancel, Confirm, Help
from tests.widgets.stage import Stage, lines_of

pytestmark = pytest.mark.asyncio


async def bar_at(width: int) -> str:
    app = Stage(KeyBar(*STANDARD))
    async with app.run_test(size=(width, 3)) as pilot:
        return lines_of(pilot)[-1]


async def test_at_eighty_columns_the_last_ranks_are_left_out_and_said_so() -> None:
    bar = await bar_at(80)
    assert bar.startswith(" F1 Help F2 Go to F3 Leave")
    assert "F12 Cancel" in bar and "F5" not in bar
    assert bar.rstrip().endswith("…")


@pytest.mark.parametrize("width", range(1, 170, 7))
async def test_no_key_is_ever_cut(width: int) -> None:
    bar = (await bar_at(width)).rstrip()
    assert cell_len(bar) <= width
    left_out = sum(command.label not in bar for command in STANDARD)
    assert left_out == 0 or bar.endswith("…") or width < 2


async def test_a_wide_terminal_shows_both_keys() -> None:
    bar = await bar_at(200)
    assert "F10/^O Confirm" in bar and "F12/^R Cancel" in bar and "…" not in bar


async def test_it_shows_the_key_that_arrived_and_a_new_bar_knows_it() -> None:
    app = Stage(KeyBar(Help, Confirm, Cancel, id="bar"))
    async with app.run_test(size=(35, 3)) as pilot:
        assert lines_of(pilot)[-1].rstrip() == " F1 Help F10 Confirm F12 Cancel"
        await app.typed(["ctrl+o", "escape"])
        await pilot.pause()
        assert lines_of(pilot)[-1].rstrip() == " F1 Help ^O Confirm F12 Cancel"
        await app.query_one("#bar").remove()
        await app.mount(KeyBar(Confirm))
        await pilot.pause()
        assert lines_of(pilot)[-1].rstrip() in (" ^O Confirm", " F10/^O Confirm")
        await app.typed(["f10"])
        await pilot.pause()


async def test_other_commands_can_be_shown() -> None:
    app = Stage(KeyBar(Help))
    async with app.run_test(size=(20, 3)) as pilot:
        app.query_one(KeyBar).show(Cancel)
        await pilot.pause()
        assert lines_of(pilot)[-1].rstrip() == " F12/^R Cancel"
