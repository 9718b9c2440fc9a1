"""The rows of a list: which is highlighted, which are marked, and which are in sight. No drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from orderdesk.widgets.paint import Piece, Tone

Key: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the key of what it stands for, a cell for each column, and the tone of those cells that have none."""

    key: Key
    cells: tuple[Piece, ...]
    tone: Tone = Tone.PLAIN


class RowWindow:
    """Rows by place and by key."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.places: dict[Key, int] = {}
        self.marks: dict[Key, None] = {}
        self.more = False  # there are pages after the last row, and the next one was not asked for yet
        self.at = 0  # the highlighted row
        self.top = 0  # the first row in sight
        self.height = 0  # how many rows are in sight

    @property
    def key(self) -> Key | None:
        """The highlighted row's key."""
        return self.rows[self.at].key if self.rows else None

    @property
    def marked(self) -> tuple[Key, ...]:
        """The keys of the marked rows, in the order of the list; those whose page was not read again yet last."""
        return tuple(sorted(self.marks, key=lambda key: self.places.get(key, len(self.rows))))

    def set(self, rows: Sequence[Row], more: bool) -> None:
        """Take these rows instead; the highlight stays on its key, or else on what followed it.

        A mark goes with its row, unless it stood beyond the last of these rows and there is more to come.
        """
        before, places, at = self.rows, self.places, self.at
        self.rows = list(rows)
        self.places = {row.key: place for place, row in enumerate(self.rows)}
        beyond = len(self.rows) if more else len(before)
        self.marks = {
            key: None for key in self.marks if key in self.places or (more and places.get(key, beyond) >= beyond)
        }
        self.more = more
        following = (self.places[row.key] for row in before[at:] if row.key in self.places)
        self.at = next(following, at)
        self.top += self.at - at if self.top else 0  # further down, what is looked at stays where it stands
        self.bring()

    def append(self, rows: Sequence[Row], more: bool) -> None:
        """Take these rows too; one that is already there is replaced where it is."""
        for row in rows:
            place = self.places.setdefault(row.key, len(self.rows))
            self.rows[place : place + 1] = [row]
        self.more = more
        self.bring()

    def toggle(self) -> None:
        """Mark the highlighted row, or take its mark away."""
        if self.key is not None and self.marks.pop(self.key, self) is self:
            self.marks[self.key] = None

    def mark_all(self) -> None:
        """Mark every row, or take every mark away when all have one."""
        every = {row.key: None for row in self.rows}
        self.marks = {} if every.keys() <= self.marks.keys() else self.marks | every

    def bring(self) -> None:
        """Keep the highlight on a row, and that row in sight."""
        self.at = max(0, min(self.at, len(self.rows) - 1))
        last = max(0, len(self.rows) - self.height)
        self.top = max(0, min(self.top, self.at, last), self.at - max(1, self.height) + 1)

    @property
    def near_end(self) -> bool:
        """Whether less than a window is left below the highlight."""
        return self.at + self.height >= len(self.rows)
