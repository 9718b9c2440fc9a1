"""What the terminal shows, cell by cell, and how little must be written to make it show something else.

Textual writes each row that a widget repaints in full, and every piece of it with its own colours; a changed focus
repaints the screen. Over a slow line that is what a key costs. Here what is repainted is compared with what stands
there: only cells that differ are written, and a colour is set only where it changes. Another screen, another size and
`paint_anew` write everything, so that whatever else was left on the terminal goes.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.app import App, ReturnType
from textual.geometry import Region, Size
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip

Shown: TypeAlias = tuple[str, str]
"""A character with its accents, and the codes of its style."""

UNKNOWN: Shown = ("", "")
SECOND = "\0"  # before the character, in the second of the two cells that it takes
GAP = 8  # as many unchanged cells are written rather than moved over
PAUSE = 0.005  # seconds between two paintings, or as long as the one before took
TURN = 0.0005  # seconds that a look-up in another thread keeps a key waiting; Python's own 5 ms would be seen
HAND_OVER = 0.00001  # seconds of sleep in which the thread that writes gets its turn, before anything else is begun


class Picture:
    """The cells of the terminal as they were written."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._rows: list[list[Shown]] = []

    def forget(self) -> None:
        """Nobody knows what the terminal shows: write everything next time."""
        self._size = Size(0, 0)

    def text_for(self, update: ChopsUpdate | LayoutUpdate, size: Size, colors: ColorSystem) -> str:
        """What to write to a terminal of this size, so that it shows the update."""
        if size != self._size:
            self._size = size
            self._rows = [[UNKNOWN] * size.width for _ in range(size.height)]
        ink = _Ink()
        for y, x, strips in _pieces(update):
            if y >= size.height or x >= size.width:
                continue  # laid out before the window became smaller; the whole of it comes next
            row = self._rows[y]
            cells = _cells(strips, colors)[: size.width - x]
            before = row[x : x + len(cells)]
            if cells != before:
                for start, stop in _runs(before, cells):
                    ink.write(y, x + start, cells[start:stop])
                row[x : x + len(cells)] = cells
        return ink.text()


def _pieces(update: ChopsUpdate | LayoutUpdate) -> Iterator[tuple[int, int, Iterable[Strip]]]:
    """Row, column and strips of everything that is repainted."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, update.region.x, strips
        return
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < right and end > left:
                yield y, x, [strip.crop(0, min(end, right) - x)]


class _Ink:
    """What is written, and the codes of the style that is set."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._codes = ""

    def write(self, y: int, x: int, cells: Sequence[Shown]) -> None:
        self._written.append(f"\x1b[{y + 1};{x + 1}H")
        for character, codes in cells:
            if codes != self._codes:
                self._written.append(f"\x1b[0;{codes}m" if codes else "\x1b[0m")
                self._codes = codes
            if not character.startswith(SECOND):
                self._written.append(character)

    def text(self) -> str:
        return "".join(self._written) + ("\x1b[0m" if self._codes else "")


def _runs(before: Sequence[Shown], after: Sequence[Shown]) -> Iterator[tuple[int, int]]:
    """From where to where it differs; what lies close together is one. The halves of a wide character go together."""
    changed = [i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    start = stop = changed[0]
    for i in changed:
        if i - stop > GAP:
            yield start, stop
            start = i
        stop = i + 1
    yield start, stop


def _cells(strips: Iterable[Strip], colors: ColorSystem) -> list[Shown]:
    cells: list[Shown] = []
    for strip in strips:
        for text, style, control in strip:
            if control:
                continue
            codes = _codes(style, colors)
            if text.isascii():
                cells += [(character, codes) for character in text]
                continue
            for character in text:
                width = cell_len(character)
                if width:
                    cells.append((character, codes))
                    cells += [(SECOND + character, codes)] * (width - 1)
                elif cells:  # an accent stands with its letter
                    letter, its = cells[-1]
                    cells[-1] = (letter + character, its)
    return cells


def _codes(style: Style | None, colors: ColorSystem) -> str:
    if style is None:
        return ""
    return Strip.render_ansi(style, colors) if style._ansi is None else style._ansi


class NearCompositor(Compositor):
    """Asks only the widgets in the rows that are repainted; Textual's asks every widget of the screen, at every key."""

    def _get_renders(self, crop: Region | None = None) -> Iterator[tuple[Region, Region, list[Strip]]]:
        rows = self.size.region if crop is None else Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            part = region.intersection(clip).intersection(rows)
            if part:
                yield part, part, widget.render_lines(part.translate(-region.offset))


class PromptScreen(Screen[ScreenResultType]):
    """Is painted as soon as nothing else is to be done.

    Textual leaves it to a timer, which after one painting lets up to 33 milliseconds go by until the next.
    """

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NearCompositor()
        self._rested = 0.0  # when it may be painted again
        self._again: asyncio.TimerHandle | None = None

    def _on_idle(self, event: events.Idle) -> None:  # type: ignore[override]
        if self.app._batch_count or not self.is_current or not self._wants_painting:
            return  # and Textual's own handler is called next
        event.prevent_default()
        begun = time.perf_counter()
        if begun >= self._rested:
            self._on_timer_update()
            painted = time.perf_counter()
            self._rested = painted + max(PAUSE, painted - begun)
        elif self._again is None:
            self._again = asyncio.get_running_loop().call_later(self._rested - begun, self._paint_again)

    @property
    def _wants_painting(self) -> bool:
        marks = (self._layout_required, self._scroll_required, self._repaint_required, self._recompose_required)
        return any(marks) or bool(self._dirty_widgets)

    def _paint_again(self) -> None:
        self._again = None
        self.check_idle()


class _Written(CompositorUpdate):
    """An update that is compared with the picture at the moment when it is written."""

    def __init__(self, picture: Picture, update: ChopsUpdate | LayoutUpdate, size: Size) -> None:
        self._picture = picture
        self._update = update
        self._size = size

    def render_segments(self, console: Console) -> str:
        return self._picture.text_for(self._update, self._size, console._color_system or ColorSystem.TRUECOLOR)


class ThriftyApp(App[ReturnType]):
    """An app that writes to the terminal only what changes there."""

    def __init__(self, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._picture = Picture()
        self._pictured: Screen[Any] | None = None

    def paint_anew(self) -> None:
        """Write the whole screen: something else may have written to the terminal."""
        self._picture.forget()
        self.screen.refresh()

    def _on_mount(self) -> None:
        sys.setswitchinterval(TURN)
        self.app_resume_signal.subscribe(self, lambda _: self.paint_anew())

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        # Textual counts the screen below in, even if nothing shines through: each of its repaints would repaint all.
        return [] if self.screen.styles.background.a == 1 else super()._background_screens

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, ChopsUpdate | LayoutUpdate):
            if screen is not self._pictured:
                self._pictured = screen
                self._picture.forget()
            renderable = _Written(self._picture, renderable, self.size)
        super()._display(screen, renderable)
        if renderable is not None and not self.is_headless:
            time.sleep(HAND_OVER)
