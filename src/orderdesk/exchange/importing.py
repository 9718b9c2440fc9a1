"""Importing a file: one transaction, and either all of it or nothing.

Every row is read and tried even after one was wrong, so that the report names everything that must be mended. Importing
the same file again changes nothing and records no event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, Conflict, Refused
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Kind
from orderdesk.exchange.kinds import KINDS
from orderdesk.exchange.mapping import FileMapping, read_mapping
from orderdesk.exchange.reading import Progress, Shape
from orderdesk.exchange.records import records, shape_of
from orderdesk.exchange.report import MOST_ERRORS, Findings, Report
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction

T = TypeVar("T")


class _TakenBack(Exception):
    """Ends a transaction without writing it; carries what was found out of it."""

    def __init__(self, found: object) -> None:
        super().__init__()
        self.found = found


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was looked at and can be read: its columns are right."""

    kind: Kind
    file: Path
    shape: Shape
    mapping: FileMapping | None
    encoding: str | None

    def bring_in(self, tx: Transaction, progress: Progress | None = None) -> Report:
        """Read every row and write it. When the report has errors, the transaction must be taken back."""
        findings = Findings(self.file.name)
        if self.shape.note:
            findings.note(self.shape.note)
        decimals = settings(tx).decimals
        importer = self.kind.begin(tx, findings)
        count = 0
        for record in records(
            self.file, self.shape, findings, mapping=self.mapping, encoding=self.encoding, progress=progress
        ):
            count += 1
            cells = Cells(record, findings, tx.today, decimals)
            try:
                importer.take(cells)
            except (Refused, BadValue, Conflict) as error:
                cells.wrong("", str(error))
        if findings.full:
            findings.note(f"there may be more than these {MOST_ERRORS:,} errors; reading stopped there")
        else:
            importer.finish()
        name = self.file.name
        return Report(
            self.kind.name,
            name,
            rows=count,
            new=importer.new,
            changed=importer.changed,
            unchanged=importer.unchanged,
            errors=tuple(sorted(findings.errors, key=lambda error: (error.file != name, error.file, error.line))),
            notes=findings.all_notes(),
        )


def kind_of(name: str) -> Kind:
    """What can be imported under that name. Raises Refused, naming what can be."""
    if name not in KINDS:
        raise Refused(f"{name[:40]!r} cannot be imported; there are {', '.join(KINDS)}")
    return KINDS[name]


def look(
    kind: str,
    file: Path,
    *,
    map_file: Path | None = None,
    encoding: str | None = None,
    separator: str | None = None,
) -> Source:
    """Look at a file before anything is written. Raises Refused: it cannot be read, or has the wrong columns."""
    meant = kind_of(kind)
    mapping = None if map_file is None else read_mapping(map_file)
    if mapping is not None and map_file is not None:
        if mapping.kind != kind:
            raise Refused(f"{map_file.name} is a mapping for {mapping.kind}, not for {kind}")
        if mapping.history and not meant.takes_history:
            raise Refused(f"{map_file.name}: [history] is for orders only")
    shape = shape_of(file, meant.required, meant.optional, mapping=mapping, encoding=encoding, separator=separator)
    return Source(meant, file, shape, mapping, encoding)


def run_import(
    desk: Desk,
    kind: str,
    file: Path,
    *,
    map_file: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    encoding: str | None = None,
    separator: str | None = None,
) -> Report:
    """Import one file; nothing of it is written when the report has errors.

    Args:
        map_file: how another system's columns become ours; without one the file must have ours.
        dry_run: everything is tried, and taken back.
        progress: called with the bytes read and the bytes in all.
        encoding, separator: what they are, when they are not to be found out.

    Raises:
        Refused: the file cannot be read at all, or has the wrong columns.
        NotAllowed: somebody who may not do what the file would do.
    """
    source = look(kind, file, map_file=map_file, encoding=encoding, separator=separator)
    report = in_one(desk, lambda tx: source.bring_in(tx, progress), keep=lambda done: not (dry_run or done.errors))
    return replace(report, dry_run=dry_run)


def in_one(desk: Desk, work: Callable[[Transaction], T], *, keep: Callable[[T], bool]) -> T:
    """Do the work in one transaction, which is taken back unless what it found says to keep it."""

    def tried(tx: Transaction) -> T:
        found = work(tx)
        if not keep(found):
            raise _TakenBack(found)
        return found

    try:
        return desk.do(tried)
    except _TakenBack as taken_back:
        return taken_back.found  # type: ignore[return-value]
