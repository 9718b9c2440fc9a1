"""What F2 may lead to, listed below its field: kind, key, title and note in columns, however wide the terminal is."""

from __future__ import annotations

from textual.strip import Strip

from orderdesk.widgets.asked import AskedSuggestions
from orderdesk.widgets.cells import cut, fit
from orderdesk.widgets.paint import Cell, Piece, Tone
from orderdesk.widgets.suggestions import GAP, Suggestion

KIND = 8
INDENT = 3


class GoalList(AskedSuggestions):
    """Suggestions of four cells that take the height there is. Key and note get no more than a quarter of the width."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(max_rows=1, indent=INDENT, id=id)
        self.styles.height = "1fr"

    def on_resize(self) -> None:
        """As many rows as there is room for."""
        self.max_rows = max(1, self.size.height)
        self._bring()
        self.refresh()

    def choose_none(self) -> None:
        """What was chosen was chosen among others: the first is meant again."""
        if self.chosen is not None:
            self._chosen = -1
            self._bring()
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of them; ▾ says that there are more."""
        place = self._top + y
        if place >= len(self.rows):
            return Strip.blank(self.size.width, self.rich_style)
        chosen = place == self._chosen
        kind, key, title, note = self._cells(self.rows[place])
        more = " ▾" if y == self.max_rows - 1 and place < len(self.rows) - 1 else "  "
        lead = " " * (self.indent - 2) + ("▸ " if chosen else "  ")
        over = self.get_component_rich_style("paint--chosen", partial=True) if chosen else None
        gap, quiet = " " * GAP, Tone.PLAIN if chosen else Tone.MUTED
        pieces: list[Piece] = [lead, Cell(kind, quiet), gap, Cell(key, Tone.STRONG), gap, title, gap]
        return self.strip([*pieces, Cell(note, quiet), more], over)

    def _cells(self, row: Suggestion) -> tuple[str, str, str, str]:
        kind, key, title, note = row.cells
        room = max(0, self.size.width - self.indent - len(" ▾"))
        _, _, keys, _, notes = self._widths
        keys, notes = min(keys, room // 4), min(notes, room // 4)
        titles = max(0, room - KIND - keys - notes - 3 * GAP)
        return fit(kind, KIND), fit(key, keys), fit(title, titles), fit(cut(note, notes), notes, "right")
