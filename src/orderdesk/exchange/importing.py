"""Importing a file: one transaction, and either all of it or nothing.

Every row is read and tried even after one was wrong, so that the report names everything that must be mended. Importing
the same file again changes nothing and records no event.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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


class _NotWritten(Exception):
    """Takes the transaction back; carries the report out of it."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def kind_of(name: str) -> Kind:
    """What can be imported under that name. Raises Refused, naming what can be."""
    if name not in KINDS:
        raise Refused(f"{name[:40]!r} cannot be imported; there are {', '.join(KINDS)}")
    return KINDS[name]


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
    meant = kind_of(kind)
    mapping = None if map_file is None else _mapping(map_file, kind)
    if mapping is not None and mapping.history and not meant.takes_history:
        raise Refused(f"{map_file.name if map_file else ''}: [history] is for orders only")
    shape = shape_of(
        file, meant.required, meant.optional, mapping=mapping, encoding=encoding, separator=separator
    )

    def work(tx: Transaction) -> Report:
        report = _read_all(tx, meant, file, shape, mapping, encoding, progress)
        if report.errors or dry_run:
            raise _NotWritten(replace(report, dry_run=dry_run))
        return report

    try:
        return desk.do(work)
    except _NotWritten as taken_back:
        return taken_back.report


def _mapping(path: Path, kind: str) -> FileMapping:
    mapping = read_mapping(path)
    if mapping.kind != kind:
        raise Refused(f"{path.name} is a mapping for {mapping.kind}, not for {kind}")
    return mapping


def _read_all(
    tx: Transaction,
    kind: Kind,
    file: Path,
    shape: Shape,
    mapping: FileMapping | None,
    encoding: str | None,
    progress: Progress | None,
) -> Report:
    findings = Findings(file.name)
    if shape.note:
        findings.note(shape.note)
    decimals = settings(tx).decimals
    importer = kind.begin(tx, findings)
    count = 0
    for record in records(file, shape, findings, mapping=mapping, encoding=encoding, progress=progress):
        count += 1
        cells = Cells(record, findings, tx.today, decimals)
        try:
            importer.take(cells)
        except (Refused, BadValue, Conflict) as error:
            cells.wrong("", str(error))
    if not findings.full:
        importer.finish()
    if findings.full:
        findings.note(f"there may be more than these {MOST_ERRORS:,} errors; reading stopped there")
    return Report(
        kind.name,
        file.name,
        rows=count,
        new=importer.new,
        changed=importer.changed,
        unchanged=importer.unchanged,
        errors=tuple(sorted(findings.errors, key=lambda error: (error.file != file.name, error.file, error.line))),
        notes=findings.all_notes(),
    )
