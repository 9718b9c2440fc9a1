"""What every kind of import is: it takes one record after the other and counts what became of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from orderdesk.exchange.cells import Cells
from orderdesk.exchange.report import Findings
from orderdesk.store.transaction import Transaction


class Importer:
    """Takes the records of one file. A kind overrides `take`, and `finish` when records belong together."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        self.tx = tx
        self.findings = findings
        self.new = self.changed = self.unchanged = 0
        self._seen: dict[Hashable, int] = {}

    def take(self, cells: Cells) -> None:
        """One record. Raises Refused, BadValue or Conflict for what a verb says against it."""
        raise NotImplementedError

    def finish(self) -> None:
        """After the last record."""

    def first_time(self, cells: Cells, column: str, key: Hashable) -> bool:
        """Whether the file has this key only once; the second row is an error, for which of them is meant?"""
        before = self._seen.setdefault(key, cells.record.place().line)
        line = cells.record.place().line
        if before != line:
            cells.wrong(column, f"stands in line {before} already")
            return False
        return True

    def count(self, *, new: bool, changed: bool) -> None:
        """One record is done."""
        if new:
            self.new += 1
        elif changed:
            self.changed += 1
        else:
            self.unchanged += 1


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: the columns that it must and may have, and who takes its records."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    begin: Callable[[Transaction, Findings], Importer]
    takes_history: bool = False
