"""The worklist, and the grid of order lines: a window over rows that its owner brings a page at a time.

Only the rows in sight are drawn, so a thousand lines cost no more than twenty. It keeps its highlight by key: after a
refresh the same order is highlighted, or, if it is gone, what moved into its place. There is no scroll bar, which
would be repainted with every move; ▴ and ▾ in the heading say that there is more.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from orderdesk.widgets.cells import fit
from orderdesk.widgets.columns import GAP, Column, place
from orderdesk.widgets.paint import Cell, Painted, Piece, Tone
from orderdesk.widgets.row_window import Key, Row, RowWindow

__all__ = ["Column", "Key", "Row", "WindowList"]

GUTTER = 3


class WindowList(Painted, can_focus=True):
    """Rows to look through, mark and choose from."""

    DEFAULT_CSS = """
    WindowList { height: 1fr; }
    """

    class ListMessage(Message):
        """Something about a list."""

        def __init__(self, window_list: WindowList, key: Key) -> None:
            super().__init__()
            self.window_list = window_list
            self.key = key

        @property
        def control(self) -> WindowList:
            """The list, for `@on(…, "#id")`."""
            return self.window_list

    class Highlighted(ListMessage):
        """The highlight is on another row now."""

    class Chosen(ListMessage):
        """Enter on a row."""

    class Marked(ListMessage):
        """A row's mark was set or taken away; `window_list.marked` holds them all."""

    class NeedMore(ListMessage):
        """The end is near: bring the page after this key with `append_rows`. Asked once a page."""

    def __init__(
        self, columns: Sequence[Column], *, markable: bool = False, heading: bool = True, empty: str = "Nothing here.",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.markable = markable
        self.heading = heading
        self.empty = empty
        self.totals: tuple[str, ...] = ()
        self._window = RowWindow()

    @property
    def rows(self) -> Sequence[Row]:
        """The rows that were brought so far."""
        return self._window.rows

    def set_rows(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Show these rows instead; marks of rows that are no longer there go. `more`: there are further pages.

        Only the lines that look different are painted again: what is read anew and is the same sends nothing.
        """
        before, seen = self.highlighted, self._in_sight()
        self._window.set(rows, more)
        now = self._in_sight()
        if not seen or not now:
            self.refresh()
        for line in range(max(len(seen), len(now))):
            if seen[line : line + 1] != now[line : line + 1]:
                self.refresh(Region(0, line, self.size.width, 1))
        self._tell(before)

    def append_rows(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Add the next page. Rows that are already there are replaced."""
        before = self.highlighted
        self._window.append(rows, more)
        self._changed(before)

    def update_row(self, row: Row) -> None:
        """Replace the row with this key, and repaint only that."""
        place = self._window.places[row.key]
        self._window.rows[place] = row
        self._repaint(place)

    def set_totals(self, *cells: str) -> None:
        """The foot: a cell for each column, empty where it has no total."""
        self.totals = cells
        self._on_resize()

    @property
    def in_sight(self) -> slice:
        """Which of the rows are in sight."""
        return slice(self._window.top, self._window.top + self._window.height)

    @property
    def highlighted(self) -> Key | None:
        """The key of the highlighted row; None when there are no rows."""
        return self._window.key

    def highlight(self, key: Key) -> bool:
        """Highlight this row; False if it is not there."""
        if key not in self._window.places:
            return False
        self.move(self._window.places[key] - self._window.at)
        return True

    def move(self, step: int) -> None:
        """Move the highlight, down for positive steps, as far as there are rows."""
        window = self._window
        before, was, top = self.highlighted, window.at, window.top
        window.at += step
        window.bring()
        if window.top != top:
            self.refresh()
        elif window.at != was:
            self._repaint(was)
            self._repaint(window.at)
        self._tell(before)

    @property
    def marked(self) -> tuple[Key, ...]:
        """The keys of the marked rows, in the order of the list."""
        return self._window.marked

    def toggle_mark(self) -> None:
        """Mark the highlighted row, or take its mark away."""
        if self.highlighted is not None:
            self._window.toggle()
            self._repaint(self._window.at)
            self.post_message(self.Marked(self, self.highlighted))

    def mark_all(self) -> None:
        """Mark every row that was brought, or take every mark away when all have one."""
        self._window.mark_all()
        self.refresh()

    def clear_marks(self) -> None:
        """Take all marks away."""
        self._window.marks.clear()
        self.refresh()

    async def _on_key(self, event: events.Key) -> None:
        page, end = max(1, self._window.height - 1), len(self.rows)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -end, "end": end}
        if event.key in steps:
            self.move(steps[event.key])
        elif event.key == "enter" and self.highlighted is not None:
            self.post_message(self.Chosen(self, self.highlighted))
        elif event.key == "space" and self.markable:
            self.toggle_mark()
            self.move(1)
        else:
            return
        event.stop()
        event.prevent_default()

    def _on_resize(self) -> None:
        self._window.height = max(0, self.size.height - self.heading - bool(self.totals))
        self._window.bring()
        self._changed(self.highlighted)

    def _changed(self, before: Key | None) -> None:
        self.refresh()
        self._tell(before)

    def _tell(self, before: Key | None) -> None:
        if self.highlighted is not None and self.highlighted != before:
            self.post_message(self.Highlighted(self, self.highlighted))
        if self._window.more and self.rows and self._window.near_end:
            self._window.more = False
            self.post_message(self.NeedMore(self, self.rows[-1].key))

    def _in_sight(self) -> list[tuple[object, ...]]:
        """What each line depends on, the heading's first; nothing while there are no rows."""
        window = self._window
        lines: list[tuple[object, ...]] = [(window.top > 0, window.top + window.height < len(self.rows))]
        for number, row in enumerate(self.rows[self.in_sight], window.top):
            lines.append((row, number == window.at, row.key in window.marks))
        return lines[not self.heading :] if self.rows else []

    def _repaint(self, place: int) -> None:
        self.refresh(Region(0, place - self._window.top + self.heading, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """The heading, a row, or the foot."""
        window = self._window
        if self.heading and y == 0:
            gutter = ("▴" if window.top else " ") + ("▾" if window.top + window.height < len(self.rows) else " ") + " "
            return self._line(gutter, [column.title for column in self.columns], self._laid("paint--title"))
        if self.totals and y == self.size.height - 1:
            return self._line(" " * GUTTER, self.totals, self._laid("tone--strong"))
        number = window.top + y - self.heading
        if number >= len(self.rows):
            return self.strip([Cell(" " * GUTTER + self.empty if not self.rows and number == 0 else "", Tone.MUTED)])
        row, current = self.rows[number], number == window.at
        cells = [Cell(cell, row.tone) if isinstance(cell, str) else cell for cell in row.cells]
        gutter = ("▸" if current else " ") + ("●" if row.key in window.marks else " ") + " "
        over = self._laid("paint--chosen" if self.has_focus else "tone--strong") if current else None
        return self._line(gutter, cells, over)

    def _laid(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def _line(self, gutter: str, cells: Sequence[Piece], over: Style | None) -> Strip:
        pieces: list[Piece] = [gutter]
        for number, width in place(self.columns, self.size.width - GUTTER, self.totals):
            cell = cells[number] if number < len(cells) else ""
            text, tone = (cell.text, cell.tone) if isinstance(cell, Cell) else (cell, Tone.PLAIN)
            pieces += [Cell(fit(text, width, self.columns[number].align), tone), " " * GAP]
        return self.strip(pieces, over)
