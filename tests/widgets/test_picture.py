"""What is written to the terminal is as little as can be, and always enough."""

from __future__ import annotations

import re

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import ComposeResult
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip

from orderdesk.widgets.lines import Lines
from orderdesk.widgets.picture import Picture, PromptScreen, ThriftyApp
from orderdesk.widgets.settle import reached

SIZE = Size(24, 3)
STYLES = (Style(), Style(bold=True), Style(color="#ff0000"), Style(bgcolor="#00ff00", reverse=True))
TEXT = st.text("ab 東é◐", max_size=12)
ROW = st.lists(st.tuples(TEXT, st.sampled_from(STYLES)), max_size=3)


def strip(*pieces: tuple[str, Style]) -> Strip:
    return Strip([Segment(text, style) for text, style in pieces]).adjust_cell_length(SIZE.width, STYLES[0])


def whole(rows: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[row] for row in rows], SIZE.region)


def part(rows: list[Strip], spans: list[tuple[int, int, int]]) -> ChopsUpdate:
    return ChopsUpdate([{0: row} for row in rows], spans, [[SIZE.width] for _ in rows])


def text_for(picture: Picture, update: ChopsUpdate | LayoutUpdate, size: Size = SIZE) -> str:
    return picture.text_for(update, size, ColorSystem.TRUECOLOR)


class Paper:
    """A terminal."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(SIZE.width, SIZE.height)
        self._stream = pyte.Stream(self.screen)

    def write(self, text: str) -> None:
        self._stream.feed(text)

    def cells(self) -> list[list[tuple[str, bool, str, str, bool]]]:
        return [
            [
                (cell.data, cell.bold, cell.fg, cell.bg, cell.reverse)
                for cell in (self.screen.buffer[y][x] for x in range(SIZE.width))
            ]
            for y in range(SIZE.height)
        ]


@given(st.lists(st.lists(ROW, min_size=SIZE.height, max_size=SIZE.height), min_size=2, max_size=5))
def test_the_terminal_shows_what_was_meant_whatever_stood_there(screens: list[list[list[tuple[str, Style]]]]) -> None:
    picture, paper = Picture(), Paper()
    for number, screen in enumerate(screens):
        rows = [strip(*((set_cell_size(text, cell_len(text)), style) for text, style in row)) for row in screen]
        update = whole(rows) if number % 2 == 0 else part(rows, [(y, 0, SIZE.width) for y in range(SIZE.height)])
        paper.write(text_for(picture, update))
        afresh = Paper()
        afresh.write(text_for(Picture(), whole(rows)))
        assert paper.cells() == afresh.cells()


def test_what_has_not_changed_is_not_written() -> None:
    picture = Picture()
    rows = [strip(("free 80", STYLES[1]))] * 3
    text_for(picture, whole(rows))
    assert text_for(picture, whole(rows)) == ""
    assert text_for(picture, part(rows, [(1, 0, SIZE.width)])) == ""


def test_one_letter_costs_its_place_its_colours_and_itself() -> None:
    picture = Picture()
    text_for(picture, whole([strip(("free 80", STYLES[2]))] * 3))
    changed = [strip(("free 81", STYLES[2]))] * 3
    assert text_for(picture, part(changed, [(1, 0, SIZE.width)])) == "\x1b[2;7H\x1b[0;38;2;255;0;0m1\x1b[0m"


def test_a_colour_is_set_once_for_all_that_has_it() -> None:
    written = text_for(Picture(), whole([strip(("red", STYLES[2])), strip(("red", STYLES[2])), strip()]))
    assert len(re.findall(r"255;0;0", written)) == 2
    rows = [strip(("r" * SIZE.width, STYLES[2]))] * 3
    assert len(re.findall(r"255;0;0", text_for(Picture(), whole(rows)))) == 1


def test_what_was_laid_out_for_a_larger_window_is_cut_and_the_rest_follows() -> None:
    rows = [strip(("free 80", STYLES[1]))] * 3
    for size in (Size(4, 3), Size(24, 1), Size(2, 2)):
        picture = Picture()
        text_for(picture, whole(rows))
        written = text_for(picture, part(rows, [(y, 0, SIZE.width) for y in range(3)]), size)
        assert f"\x1b[{size.height};1H" in written and f"\x1b[{size.height + 1};1H" not in written


def test_another_size_and_forgetting_write_everything() -> None:
    picture = Picture()
    rows = [strip(("free 80", STYLES[1]))] * 3
    everything = text_for(picture, whole(rows))
    assert text_for(picture, whole(rows), Size(24, 4)) == everything
    picture.forget()
    assert text_for(picture, whole(rows), Size(24, 4)) == everything


class Below(Screen[None]):
    """Hidden by what is above it."""

    def compose(self) -> ComposeResult:
        yield Lines("below", id="below")


class Above(PromptScreen[None]):
    """Asks only who is near."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def compose(self) -> ComposeResult:
        for name in ("one", "two", "three"):
            yield Told(name, self.asked)


class Told(Lines):
    """Tells when its lines are asked for."""

    def __init__(self, name: str, asked: list[str]) -> None:
        super().__init__(name, id=name)
        self.asked = asked

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked.append(str(self.id))
        return super().render_lines(crop)


class Shown(ThriftyApp[None]):
    """Counts how often something is displayed."""

    displayed = 0

    def get_default_screen(self) -> Screen[None]:
        return Below()

    def post_display_hook(self) -> None:
        self.displayed += 1


async def test_a_screen_that_is_hidden_repaints_nothing() -> None:
    app = Shown()
    async with app.run_test() as pilot:
        below = app.screen
        await app.push_screen(Above())
        await pilot.pause()
        before = app.displayed
        below.query_one("#below", Lines).show("something else")
        await pilot.pause()
        assert app.displayed == before


async def test_a_repaint_asks_only_the_widgets_in_its_rows() -> None:
    app, above = Shown(), Above()
    async with app.run_test() as pilot:
        await app.push_screen(above)
        await pilot.pause()
        above.asked.clear()
        above.query_one("#two", Lines).show("2")
        await pilot.pause()
        assert above.asked == ["two"]
        assert [strip.text.strip() for strip in above._compositor.render_strips()[:3]] == ["one", "2", "three"]


async def said(app: Shown, above: Above, *names: str) -> None:
    """Change these lines, and let the screen do what it does by itself; `pilot.pause` would paint it."""
    for name in names:
        lines = above.query_one(f"#{name}", Lines)
        lines.show("changed")
        await reached(app, *[lines, above] * 3)


async def test_what_changed_is_painted_as_soon_as_nothing_else_is_to_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    app, above = Shown(), Above()
    async with app.run_test() as pilot:
        await app.push_screen(above)
        await pilot.pause()
        monkeypatch.setattr(above._update_timer, "resume", lambda: pytest.fail("it was left to the timer"))
        above._rested = 0.0
        before = app.displayed
        await said(app, above, "two")
        assert app.displayed == before + 1


async def test_between_two_paintings_is_a_pause_and_then_all_that_changed_meanwhile_is_painted() -> None:
    app, above = Shown(), Above()
    async with app.run_test() as pilot:
        await app.push_screen(above)
        await pilot.pause()
        above._rested = float("inf")
        before = app.displayed
        await said(app, above, "one", "two")
        assert (app.displayed, above._again is not None) == (before, True)
        above._rested = 0.0
        above._paint_again()
        await reached(app, *[above] * 3)
        assert (app.displayed, above._again) == (before + 1, None)
