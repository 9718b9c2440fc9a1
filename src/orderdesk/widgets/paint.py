"""Drawing without markup and without layout: tones, cells, and the widget that paints its own lines.

A state is a word, a glyph and a colour, so that it is legible without colour too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from orderdesk.texts import visible


class Tone(StrEnum):
    """How something is said."""

    PLAIN = "plain"
    STRONG = "strong"  # titles, totals, what the eye should fall on
    MUTED = "muted"
    NOTE = "note"
    DONE = "done"
    PARTIAL = "partial"  # in part, or late
    WARNING = "warning"
    REFUSED = "refused"


GLYPHS: dict[Tone, str] = {
    Tone.NOTE: "·", Tone.DONE: "✓", Tone.PARTIAL: "◐", Tone.WARNING: "!", Tone.REFUSED: "✗",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text and its tone."""

    text: str
    tone: Tone = Tone.PLAIN


Piece: TypeAlias = str | Cell


def state(tone: Tone, word: str) -> Cell:
    """A state as its glyph and word: ✓ ok, ◐ 23, ✗ none."""
    return Cell(f"{GLYPHS.get(tone, '')} {word}".strip(), tone)


class Painted(Widget):
    """A widget that draws its lines itself from literal text; changing it repaints its rows and lays out nothing."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"tone--{tone}" for tone in Tone), "paint--chosen", "paint--title"}

    DEFAULT_CSS = """
    Painted {
        height: 1;
        & > .tone--strong { text-style: bold; }
        & > .tone--muted { color: $text-muted; }
        & > .tone--note { color: $foreground; }
        & > .tone--done { color: $text-success; }
        & > .tone--partial { color: $text-warning; }
        & > .tone--warning { color: $text-warning; text-style: bold; }
        & > .tone--refused { color: $text-error; text-style: bold; }
        & > .paint--title { text-style: bold underline; }
        & > .paint--chosen { background: $primary-muted; text-style: bold; }
        &:ansi > .paint--chosen { background: ansi_default; text-style: reverse; }
        &:ansi > .tone--muted { color: ansi_default; text-style: dim; }
    }
    """

    def tone_style(self, tone: Tone) -> Style:
        """The style of a tone on this widget's ground."""
        return self.rich_style if tone is Tone.PLAIN else self.get_component_rich_style(f"tone--{tone}")

    def strip(self, pieces: Iterable[Piece], over: Style | None = None) -> Strip:
        """One row from pieces, cut and padded to the widget's width; `over` is laid over all of it."""
        segments = []
        for piece in pieces:
            text, tone = (piece.text, piece.tone) if isinstance(piece, Cell) else (piece, Tone.PLAIN)
            style = self.tone_style(tone)
            segments.append(Segment(visible(text), style + over if over is not None else style))
        ground = self.rich_style + over if over is not None else self.rich_style
        return Strip(segments).adjust_cell_length(self.size.width, ground).simplify()
