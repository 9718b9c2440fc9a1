"""A block of rows that are set and repainted together: headings, figures, the line under the cursor explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from textual.strip import Strip

from orderdesk.widgets.paint import Painted, Piece

Line: TypeAlias = Piece | Sequence[Piece]


class Lines(Painted):
    """A fixed number of rows of literal text. What is longer than the row is cut at its right."""

    def __init__(self, *lines: Line, height: int = 1, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.styles.height = height
        self.lines: tuple[Line, ...] = lines

    def show(self, *lines: Line) -> None:
        """Show these rows, the first at the top."""
        if lines != self.lines:
            self.lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row."""
        if y >= len(self.lines):
            return Strip.blank(self.size.width, self.rich_style)
        line = self.lines[y]
        return self.strip(line if isinstance(line, Sequence) and not isinstance(line, str) else [line])
