"""What a field could take, listed below it while it is typed in. A late answer never replaces a newer one.

Its rows are reserved, so a new answer repaints them and moves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip

from orderdesk.widgets.cells import fit, width_of
from orderdesk.widgets.paint import Painted

GAP = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row: the code that choosing it means, and the cells after it. The first may be cut, the rest stand right."""

    code: str
    cells: tuple[str, ...] = ()


class Suggestions(Painted):
    """At most `max_rows` suggestions. The field that owns it forwards the arrow keys; it never takes the focus."""

    def __init__(self, *, max_rows: int = 4, indent: int = 4, id: str | None = None) -> None:
        super().__init__(id=id)
        self.styles.height = self.max_rows = max_rows
        self.indent = indent
        self.rows: tuple[Suggestion, ...] = ()
        self._chosen = -1
        self._top = 0
        self._widths: list[int] = []
        self._begun = 0  # the generation of the newest question
        self._shown = 0  # the generation of what is shown

    def set_rows_shown(self, rows: int) -> None:
        """Take that many rows of the screen, whatever there is to show."""
        if rows != self.max_rows:
            self.styles.height = self.max_rows = rows
            self._bring()

    def next_generation(self) -> int:
        """A number for the question that is about to be asked; its answer comes back with it."""
        self._begun += 1
        return self._begun

    def show(self, rows: Sequence[Suggestion], generation: int) -> bool:
        """Show an answer; False, and nothing happens, when a newer one is there or the list was cleared since."""
        if generation < self._shown:
            return False
        self._shown = generation
        self._begun = max(self._begun, generation)
        code = self.chosen.code if self.chosen else None
        self._put(tuple(rows))
        self._chosen = next((place for place, row in enumerate(self.rows) if row.code == code), -1)
        self._bring()
        return True

    def clear(self) -> None:
        """Empty it, and ignore every answer to what was asked before."""
        self._begun += 1
        self._shown = self._begun
        if self.rows:
            self._put(())

    @property
    def chosen(self) -> Suggestion | None:
        """The highlighted row."""
        return self.rows[self._chosen] if 0 <= self._chosen < len(self.rows) else None

    def move(self, step: int) -> bool:
        """Move the highlight; False when it is not ours to move: nothing is listed, or nothing is highlighted above."""
        if not self.rows or (self._chosen < 0 and step < 0):
            return False
        self._chosen = max(-1, min(len(self.rows) - 1, self._chosen + step))
        self._bring()
        self.refresh()
        return True

    def _put(self, rows: tuple[Suggestion, ...]) -> None:
        if rows != self.rows:
            self.rows, self._chosen, self._top = rows, -1, 0
            columns = max((len(row.cells) for row in rows), default=0)
            self._widths = [max((width_of(row.code) for row in rows), default=0)]
            self._widths += [max(width_of(row.cells[i]) for row in rows if len(row.cells) > i) for i in range(columns)]
            self.refresh()

    def _bring(self) -> None:
        self._top = max(min(self._top, self._chosen), self._chosen - self.max_rows + 1, 0)

    def render_line(self, y: int) -> Strip:
        """One suggestion."""
        place = self._top + y
        if place >= len(self.rows):
            return Strip.blank(self.size.width, self.rich_style)
        row = self.rows[place]
        more = " ▾" if y == self.max_rows - 1 and place < len(self.rows) - 1 else "  "
        text = " " * (self.indent - 2) + ("▸ " if place == self._chosen else "  ") + self._text(row) + more
        over = self.get_component_rich_style("paint--chosen", partial=True) if place == self._chosen else None
        return self.strip([text], over)

    def _text(self, row: Suggestion) -> str:
        code, *widths = self._widths
        rest = sum(width + GAP for width in widths[1:])
        room = self.size.width - self.indent - 2 - code - GAP - rest  # for the cell that is stretched
        parts = [fit(row.code, code)]
        for i, width in enumerate(widths):
            cell = row.cells[i] if i < len(row.cells) else ""
            parts.append(fit(cell, max(0, min(width, room)) if i == 0 else width, "left" if i == 0 else "right"))
        return (" " * GAP).join(parts)
