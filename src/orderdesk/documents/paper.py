"""A page of paper: A4, the company's name above, page numbers below, and a font that has most of the world's letters.

The font is DejaVu Sans Mono, which comes with python-barcode: Latin, Greek, Cyrillic, no Chinese, Japanese or Korean.
Another font may be added; what none of them has is printed as □. Right-to-left writing is not joined up.
"""

from __future__ import annotations

from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from orderdesk.errors import BadValue
from orderdesk.texts import visible

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 12.0  # A4, in millimetres, as everything here
MISSING = "□"
ELLIPSIS = "…"
SMALLEST = 7.0  # points; what does not fit at that size is cut
_FONT, _MORE = "dejavu", "more"


class Paper(FPDF):
    """Pages that know whose they are.

    Attributes:
        missing: the characters that no font has, and that were printed as □.
    """

    def __init__(self, company: str, title: str, now: datetime, font: Path | None = None) -> None:
        """Begin an empty document.

        Args:
            now: the moment that the document says it was made.
            font: a TrueType or OpenType file for letters that DejaVu lacks.

        Raises:
            BadValue: the font file is none.
        """
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self.company, self.heading = company, title
        self.missing: set[str] = set()
        with as_file(files("barcode") / "fonts" / "DejaVuSansMono.ttf") as path:
            self.add_font(_FONT, fname=path)
        known = self._letters_of(_FONT)
        if font is not None:
            try:
                self.add_font(_MORE, fname=font)
            except Exception as error:  # whatever the font library makes of somebody's file
                raise BadValue(f"{visible(str(font))} is no TrueType or OpenType font that can be used") from error
            known |= self._letters_of(_MORE)
            self.set_fallback_fonts([_MORE])
        self._known = frozenset(known)
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(False)
        self.set_creation_date(now)
        self.set_title(title)
        self.set_author(company)
        self.set_creator("orderdesk")
        self.alias_nb_pages()

    def _letters_of(self, name: str) -> set[int]:
        font = self.fonts[name]
        return set(font.cmap) if isinstance(font, TTFFont) else set()

    def header(self) -> None:
        """The company's name, and what the paper is."""
        self.text_at(MARGIN, MARGIN, self.company, size=10, width=120)
        self.text_at(MARGIN + 126, MARGIN, self.heading, size=10, width=60, align="R")
        self.set_line_width(0.2)
        self.line(MARGIN, MARGIN + 6, WIDTH - MARGIN, MARGIN + 6)

    def footer(self) -> None:
        """Which page of how many."""
        self.set_font(_FONT, size=9)
        self.set_xy(MARGIN, HEIGHT - MARGIN - 5)
        self.cell(WIDTH - 2 * MARGIN, 5, f"{self.page_no()} / {{nb}}", align="C")

    def printable(self, text: str) -> str:
        """The text with □ for what no font has."""
        shown = visible(text)
        lacking = {letter for letter in shown if ord(letter) not in self._known}
        self.missing |= lacking
        return "".join(MISSING if letter in lacking else letter for letter in shown)

    def text_at(self, x: float, y: float, text: str, *, size: float, width: float, align: str = "L") -> None:
        """One line of text, made smaller, and at last cut, to fit into a width."""
        line = self.printable(text)
        self.set_font(_FONT, size=size)
        while size > SMALLEST and self.get_string_width(line) > width:
            size -= 0.5
            self.set_font_size(size)
        if self.get_string_width(line) > width:
            while line and self.get_string_width(line + ELLIPSIS) > width:
                line = line[:-1]
            line += ELLIPSIS
        self.set_xy(x, y)
        self.cell(width, size * 0.45, line, align=align)
