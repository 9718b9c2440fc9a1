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
        """The keys of the marked rows, in the order of the list."""
        return tuple(sorted(self.marks, key=self.places.__getitem__))

    def set(self, rows: Sequence[Row], more: bool) -> None:
        """Take these rows instead; the highlight stays on its key, or else in its place."""
        before = self.key
        self.rows = list(rows)
        self.places = {row.key: place for place, row in enumerate(self.rows)}
        self.marks = {key: None for key in self.marks if key in self.places}
        self.more = more
        self.at = self.at if before is None else self.places.get(before, self.at)
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

    def bring(self) -> None:
        """Keep the highlight on a row, and that row in sight."""
        self.at = max(0, min(self.at, len(self.rows) - 1))
        last = max(0, len(self.rows) - self.height)
        self.top = max(0, min(self.top, self.at, last), self.at - max(1, self.height) + 1)

    @property
    def near_end(self) -> bool:
        """Whether less than a window is left below the highlight."""
        return self.at + self.height >= len(self.rows)
