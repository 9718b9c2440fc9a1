"""Where somebody has been: kinds and keys of documents and screens, the newest first, for each database and login.

Nothing personal is kept: what a document is called is read from the database each time. Files are read and written in
a thread of their own, one after the other, so that no key waits for the disk.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from orderdesk.state_file import StateFile

MOST = 50
LONGEST = 64  # characters of a kind or a key; anything longer was not written here


class Visit(NamedTuple):
    """A document or a screen that somebody went to."""

    kind: str
    key: str


class Recent:
    """What one person went to on one database, at any of their desks."""

    def __init__(self, database: str, login: str) -> None:
        self._file = StateFile("recent", database=database, login=login)
        self._kept: list[Visit] = []  # in case that the file cannot be written
        self._clerk = ThreadPoolExecutor(1, "recent")

    def note(self, kind: str, key: str) -> None:
        """Somebody goes there now. Returns at once."""
        if len(kind) <= LONGEST and len(key) <= LONGEST:
            self._clerk.submit(self._note, Visit(kind, key))

    def visits(self) -> tuple[Visit, ...]:
        """The last ones, the newest first, each once. Waits for the disk: to be called in a thread."""
        return tuple(self._clerk.submit(self._read).result())

    def _note(self, visit: Visit) -> None:
        self._kept = [visit, *(one for one in self._read() if one != visit)][:MOST]
        self._file.write({"visits": self._kept})

    def _read(self) -> list[Visit]:
        rows = self._file.read().get("visits")
        visits = [Visit(*row) for row in rows if _is_visit(row)] if isinstance(rows, list) else []
        return list(dict.fromkeys(visits))[:MOST] or self._kept


def _is_visit(row: object) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 2
        and all(isinstance(part, str) and part and len(part) <= LONGEST for part in row)
    )
