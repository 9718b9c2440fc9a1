"""The sheet of barcodes that lies beside a scanner: commands, quantities, and, where asked for, bins and products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from orderdesk.documents.bars import QUIET, Bars, bars
from orderdesk.documents.paper import HEIGHT, MARGIN, WIDTH, Paper
from orderdesk.errors import BadValue
from orderdesk.queries.labels import Label
from orderdesk.scan_entry import Order, Times, barcode_text
from orderdesk.values import ONE, quantity_text

COMMANDS: Mapping[Order, tuple[str, str]] = {
    Order.DONE: ("Done", "finish what is on the screen, or answer its question"),
    Order.NEXT: ("Next", "the next line; when packing, the next parcel"),
    Order.BACK: ("Back", "the line before"),
    Order.SHORT: ("Short", "the rest of this line is not there"),
    Order.UNDO: ("Undo", "take the last scan back"),
    Order.NEW: ("New", "begin a new one"),
    Order.CANCEL: ("Cancel", "forget the quantity, or close the question"),
}
QUANTITIES = (*range(2, 13), 24, 36, 48, 60, 72, 96, 100, 144)

NARROWEST, WIDEST = 0.33, 0.5  # a module in millimetres: below the first, cheap scanners fail at arm's length
TOP = MARGIN + 12
BOTTOM = HEIGHT - MARGIN - 8
GAP = 8.0  # between the two columns, besides the quiet zones
COLUMN = (WIDTH - 2 * MARGIN - GAP) / 2
BAR_HEIGHT, ROW, TITLE = 16.0, 34.0, 12.0


@dataclass(frozen=True, slots=True)
class Section:
    """Barcodes under one heading."""

    heading: str
    labels: tuple[Label, ...]


def command_sections() -> tuple[Section, ...]:
    """What every scanner needs: the commands and the quantities."""
    return (
        Section("Commands", tuple(Label(barcode_text(one), *words) for one, words in COMMANDS.items())),
        Section(
            "Quantities: the next product counts so many",
            tuple(
                Label(barcode_text(Times(count * ONE)), f"× {quantity_text(count * ONE)}", "then scan the product")
                for count in QUANTITIES
            ),
        ),
    )


def barcode_sheet(
    company: str, sections: Sequence[Section], now: datetime, font: Path | None = None
) -> tuple[bytes, str]:
    """The sheet as PDF, each section on pages of its own, and the characters that no font had.

    Raises:
        BadValue: a code cannot be printed as a barcode at all, or not on this paper; the sentence names it.
    """
    made = [[(label, bars(label.code)) for label in section.labels] for section in sections]
    paper = Paper(company, "Barcodes for the scanner", now, font)
    for section, pairs in zip(sections, made, strict=True):
        paper.add_page()
        paper.text_at(MARGIN, TOP, section.heading, size=14, width=WIDTH - 2 * MARGIN)
        _rows(paper, pairs, TOP + TITLE)
    return bytes(paper.output()), "".join(sorted(paper.missing))


def _rows(paper: Paper, pairs: Sequence[tuple[Label, Bars]], y: float) -> None:
    """Two in a row; one that is too wide for that has a row to itself."""
    at = 0  # columns of this row that are taken
    for label, code in pairs:
        wide = _module(code, COLUMN) < NARROWEST
        if at == 2 or (wide and at):
            y, at = y + ROW, 0
        if y + ROW > BOTTOM:
            paper.add_page()
            y = TOP
        _label(paper, label, code, MARGIN + at * (COLUMN + GAP), y, COLUMN * 2 + GAP if wide else COLUMN)
        at += 2 if wide else 1


def _module(code: Bars, width: float) -> float:
    return min(WIDEST, width / (code.modules + 2 * QUIET))


def _label(paper: Paper, label: Label, code: Bars, x: float, y: float, width: float) -> None:
    module = _module(code, width)
    if module < NARROWEST:
        raise BadValue(f"{label.code} is too long for a barcode on A4: its bars would be finer than {NARROWEST} mm")
    left = x + QUIET * module
    for number, run in enumerate(code.runs):
        if number % 2 == 0:
            paper.rect(left, y, run * module, BAR_HEIGHT, style="F")
        left += run * module
    inside = x + QUIET * module
    paper.text_at(inside, y + BAR_HEIGHT + 1.5, label.title, size=20, width=width * 0.5)
    paper.text_at(x + width * 0.5, y + BAR_HEIGHT + 4, label.code, size=10, width=width * 0.5, align="R")
    paper.text_at(inside, y + BAR_HEIGHT + 10, label.note, size=9, width=width - QUIET * module)
