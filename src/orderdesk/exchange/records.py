"""A file's rows as records in our columns: through a mapping where there is one, as they are where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from orderdesk.errors import BadValue, Refused
from orderdesk.exchange.mapping import FileMapping, fields_of
from orderdesk.exchange.reading import Progress, Row, Shape, look_at, rows
from orderdesk.exchange.report import Findings
from orderdesk.texts import visible

MOST_JOINED = 2_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, for the messages."""

    file: str
    line: int
    column: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row in our columns.

    Attributes:
        values: by our column; every column that the file (or its mapping) has.
        raw: what stood in the file, where it differs.
        source: their row, for the columns that only the mapping names.
    """

    head: Row
    detail: Row | None
    file: str
    detail_file: str
    values: dict[str, str]
    raw: dict[str, str]
    source: dict[str, str]
    mapping: FileMapping | None = None

    def place(self, ours: str = "") -> Place:
        """Where one of our columns came from; without a name, the row."""
        theirs = ours
        if self.mapping is not None and ours:
            theirs = self.mapping.columns.get(ours, "")
            if not theirs and ours in self.mapping.templates:
                theirs = next(iter(fields_of(self.mapping.templates[ours])), ours)
        if self.detail is not None and (not theirs or (theirs in self.detail.values)):
            return Place(self.detail_file, self.detail.line, theirs or ours)
        return Place(self.file, self.head.line, theirs or ours)


def shape_of(
    file: Path,
    required: Sequence[str],
    optional: Sequence[str],
    *,
    mapping: FileMapping | None,
    encoding: str | None,
    separator: str | None,
) -> Shape:
    """How the file is written, after looking whether it has the columns it needs and no others.

    Raises:
        Refused: columns are missing or unknown; the sentence has their names.
    """
    ours = [*required, *optional]
    if mapping is None:
        shape = look_at(file, ours, encoding=encoding, separator=separator)
        _compare(file.name, shape.header, required, ours)
        return shape
    filled = mapping.ours
    strange = [name for name in filled if name not in ours]
    lacking = [name for name in required if name not in filled]
    if strange or lacking:
        raise Refused(
            f"the mapping for {mapping.kind} "
            + _faults([("has no", lacking), ("names the unknown", strange)])
            + f"; {mapping.kind} can have {', '.join(ours)}"
        )
    shape = look_at(file, mapping.theirs, encoding=encoding, separator=separator)
    there = set(shape.header)
    if mapping.join is not None:
        other = look_at(file.parent / mapping.join.file, mapping.theirs, encoding=encoding)
        for name, header in ((file.name, shape.header), (mapping.join.file, other.header)):
            if mapping.join.on not in header:
                raise Refused(f"{name} has no column {mapping.join.on}, by which the two files are joined")
        there |= set(other.header)
    missing = [name for name in mapping.theirs if name not in there]
    if missing:
        raise Refused(f"{file.name} lacks {', '.join(missing)}, which the mapping names; it has {_names(shape.header)}")
    return shape


def _compare(name: str, header: Sequence[str], required: Sequence[str], ours: Sequence[str]) -> None:
    missing = [column for column in required if column not in header]
    unknown = [column for column in header if column not in ours]
    if missing or unknown:
        faults = _faults([("lacks", missing), ("has the unknown", unknown)])
        raise Refused(f"{name} {faults}; its columns can be {', '.join(ours)}. Or give a mapping")


def _faults(found: Sequence[tuple[str, Sequence[str]]]) -> str:
    return " and ".join(f"{words} {_names(names)}" for words, names in found if names)


def _names(names: Sequence[str]) -> str:
    shown = [visible(name[:40]) or "(no name)" for name in names[:20]]
    return ", ".join(shown) + (f" and {len(names) - 20} more" if len(names) > 20 else "")


def records(
    file: Path,
    shape: Shape,
    findings: Findings,
    *,
    mapping: FileMapping | None,
    encoding: str | None,
    progress: Progress | None,
) -> Iterator[Record]:
    """Every record of the file that could be read; what could not goes to the findings."""
    if mapping is None:
        for row in rows(file, shape, findings, progress):
            yield Record(row, None, file.name, "", row.values, {}, row.values)
        return
    lookups = {ours: _lookup(file, mapping, ours, findings, encoding) for ours in mapping.lookups}
    details = _details(file, mapping, findings, encoding)
    used: set[str] = set()
    for row in rows(file, shape, findings, progress):
        if mapping.join is None or details is None:
            yield from _mapped(mapping, row, None, file.name, lookups, findings)
            continue
        key = row.values[mapping.join.on].strip()
        mine = details.get(key, [])
        used.add(key)
        if not mine:
            reason = f"{mapping.join.file} has no row for it"
            findings.error(reason, line=row.line, column=mapping.join.on, value=key, file=file.name)
        for detail in mine:
            yield from _mapped(mapping, row, detail, file.name, lookups, findings)
    if mapping.join is not None:
        for key, mine in (details or {}).items():
            if key not in used:
                reason = f"{file.name} has no row for it"
                findings.error(reason, line=mine[0].line, column=mapping.join.on, value=key, file=mapping.join.file)


def _mapped(
    mapping: FileMapping,
    head: Row,
    detail: Row | None,
    name: str,
    lookups: dict[str, dict[str, str]],
    findings: Findings,
) -> Iterator[Record]:
    theirs = head.values if detail is None else {**head.values, **detail.values}
    values: dict[str, str] = dict(mapping.defaults)
    raw: dict[str, str] = {}
    detail_file = mapping.join.file if mapping.join else ""
    record = Record(head, detail, name, detail_file, values, raw, theirs, mapping)
    good = True
    for ours, column in mapping.columns.items():
        values[ours] = raw[ours] = theirs[column]
    for ours, template in mapping.templates.items():
        values[ours] = template.format(**{field: theirs[field].strip() for field in fields_of(template)})
    for ours, known in lookups.items():
        key = values[ours].strip()
        if key and key not in known:
            reason = f"{mapping.lookups[ours].file} has no such {mapping.lookups[ours].key}"
            good = _wrong(findings, record, ours, key, reason)
        values[ours] = known.get(key, "")
    for ours, convert in mapping.convert.items():
        try:
            values[ours] = convert(values[ours])
        except BadValue as error:
            good = _wrong(findings, record, ours, values[ours], str(error))
    if good:
        yield record


def _wrong(findings: Findings, record: Record, ours: str, value: str, reason: str) -> bool:
    place = record.place(ours)
    findings.error(reason, line=place.line, column=place.column, value=value, file=place.file)
    return False


def _beside(file: Path, name: str, wanted: Sequence[str], encoding: str | None) -> tuple[Path, Shape]:
    other = file.parent / name
    shape = look_at(other, wanted, encoding=encoding)
    missing = [column for column in wanted if column not in shape.header]
    if missing:
        raise Refused(f"{name} lacks {', '.join(missing)}; it has {_names(shape.header)}")
    return other, shape


def _lookup(file: Path, mapping: FileMapping, ours: str, findings: Findings, encoding: str | None) -> dict[str, str]:
    lookup = mapping.lookups[ours]
    other, shape = _beside(file, lookup.file, (lookup.key, lookup.value), encoding)
    mine = Findings(other.name)
    known = {row.values[lookup.key].strip(): row.values[lookup.value] for row in rows(other, shape, mine)}
    findings.errors += mine.errors
    return known


def _details(file: Path, mapping: FileMapping, findings: Findings, encoding: str | None) -> dict[str, list[Row]] | None:
    if mapping.join is None:
        return None
    other, shape = _beside(file, mapping.join.file, (mapping.join.on,), encoding)
    mine = Findings(other.name)
    found: dict[str, list[Row]] = {}
    for count, row in enumerate(rows(other, shape, mine), 1):
        if count > MOST_JOINED:
            raise Refused(f"{other.name} has more than {MOST_JOINED:,} rows; import it in parts")
        found.setdefault(row.values[mapping.join.on].strip(), []).append(row)
    findings.errors += mine.errors
    return found
