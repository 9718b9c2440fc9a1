"""Reading a CSV file of unknown origin: its encoding, its separator, its rows with the lines that they stand on.

The file is read line by line and no line, quoted field or row may grow beyond a limit, so that a file of any size takes
no more memory than one row of it. Lines are cut before they are decoded, which is why the encoding must be one in which
a line feed is one byte: UTF-8 and every single-byte one, not UTF-16.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from orderdesk.errors import Refused
from orderdesk.exchange.report import Findings
from orderdesk.texts import visible

MAX_LINE = 262_144
MAX_FIELD = 65_536
MAX_ROW_LINES = 1_000  # a quoted field may go over several lines; a forgotten quote would go on to the end
MAX_COLUMNS = 500
SEPARATORS = (",", ";", "\t", "|")
SEPARATOR_NAMES = {",": ",", ";": ";", "\t": "\t", "tab": "\t", "\\t": "\t", "|": "|", "comma": ",", "semicolon": ";"}
_CHUNK = 1 << 20
_TELL_EVERY = 256 * 1024
_UNDEFINED_IN_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is written."""

    encoding: str
    separator: str
    header: tuple[str, ...]
    note: str = ""  # what was guessed, when there was something to guess


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values by column, and the line on which it begins, counted from 1."""

    line: int
    values: dict[str, str]


def look_at(file: Path, known: Sequence[str], *, encoding: str | None = None, separator: str | None = None) -> Shape:
    """Find out how a file is written, from its first line and its bytes.

    Args:
        known: the columns that could be there; the separator that finds most of them is the one.

    Raises:
        Refused: not there, empty, not text, or its first line is no header.
    """
    try:
        with file.open("rb") as source:
            first = source.readline(MAX_LINE + 1)
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror or error}") from error
    if not first.strip(b"\xef\xbb\xbf \r\n\t"):
        raise Refused(f"{file.name} is empty; its first line must name the columns")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(f"{file.name} is written in UTF-16; save it as CSV in UTF-8")
    if b"\0" in first or first.startswith((b"PK\x03\x04", b"\x1f\x8b", b"%PDF")):
        raise Refused(f"{file.name} is not a CSV file; save the sheet as CSV and import that")
    if len(first) > MAX_LINE:
        raise Refused(f"{file.name} is not a CSV file: its first line has more than {MAX_LINE:,} bytes")
    if encoding is None:
        encoding, note = _encoding(file)
    else:
        encoding, note = _named(encoding), ""
    try:
        head = first.decode("utf-8-sig" if encoding == "utf-8" else encoding).removeprefix("\ufeff").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is not written in {encoding}; name its encoding, or leave it to be found") from None
    mark = _separator(head, known) if separator is None else _named_separator(separator)
    return Shape(encoding, mark, _header(head, mark, file), note)


def _named(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise Refused(f"there is no encoding {encoding!r}; use utf-8, cp1252 or latin-1") from None
    with suppress(LookupError, UnicodeError):
        if "a\n".encode(name).endswith(b"a\n") and len("a\n".encode(name)) <= 5:
            return "utf-8" if name == "utf-8-sig" else name
    raise Refused(f"files in {encoding} cannot be read; save it as CSV in UTF-8")


def _encoding(file: Path) -> tuple[str, str]:
    """UTF-8 when it is that; else what Windows writes, unless the file mixes both."""
    decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
    good = bad = 0
    windows = True
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK):
            if chunk.isascii():
                decode(chunk)
                continue
            windows = windows and not any(byte in chunk for byte in _UNDEFINED_IN_CP1252)
            text = decode(chunk)
            high = [character for character in text if character > "\x7f"]
            wrong = sum("\udc80" <= character <= "\udcff" for character in high)
            good, bad = good + len(high) - wrong, bad + wrong
        bad += len(decode(b"", final=True))
    if not bad or good > bad:
        return "utf-8", ""  # the few lines that are not get an error each
    name = "cp1252" if windows else "latin-1"
    return name, f"{file.name} is not UTF-8; it was read as {name}. Name the encoding if accents look wrong"


def _named_separator(said: str) -> str:
    if said.lower() not in SEPARATOR_NAMES:
        raise Refused(f"{said!r} is no separator; use a comma, a semicolon, tab or |")
    return SEPARATOR_NAMES[said.lower()]


def _split(head: str, mark: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([head], delimiter=mark, strict=True))]
    except (csv.Error, StopIteration):
        return []


def _separator(head: str, known: Sequence[str]) -> str:
    wanted = frozenset(known)

    def fits(mark: str) -> tuple[int, int, int]:
        names = _split(head, mark)
        return sum(name in wanted for name in names), len(names), -SEPARATORS.index(mark)

    return max(SEPARATORS, key=fits)


def _header(head: str, mark: str, file: Path) -> tuple[str, ...]:
    names = _split(head, mark)
    if not names or any('"' in name for name in names):
        raise Refused(f"{file.name}: the first line does not name columns; a quotation mark is open in it")
    if len(names) > MAX_COLUMNS:
        raise Refused(f"{file.name} has {len(names):,} columns; {MAX_COLUMNS} is the most")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Refused(f"{file.name} has the column {', '.join(map(visible, twice))} twice")
    return tuple(names)


class _Lines:
    """The file's lines as text, counting lines and bytes; one that is too long or wrongly encoded is reported."""

    def __init__(self, source: BinaryIO, encoding: str, findings: Findings, told: Callable[[int], None]) -> None:
        self.source, self.encoding, self.findings, self.told = source, encoding, findings, told
        self.number = self.bytes = 0
        self.row_began = 0
        self.broken = False  # the row that is being read cannot be used
        self.torn = False  # the last line has no end
        self.stopped = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = b"" if self.stopped else self.source.readline(MAX_LINE + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        self.bytes += len(raw)
        self.torn = not raw.endswith(b"\n")
        self.told(self.bytes)
        if len(raw) > MAX_LINE:
            self._stop(f"the line is longer than {MAX_LINE:,} bytes; this is no table")
        if self.row_began and self.number - self.row_began > MAX_ROW_LINES:
            self._stop(
                f"a row goes over more than {MAX_ROW_LINES:,} lines; a quotation mark is missing", self.row_began
            )
        self.row_began = self.row_began or self.number
        try:
            text = raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            self.broken = True
            text = raw.decode(self.encoding, "replace")
            reason = f"is not {self.encoding}: byte {raw[error.start]:#04x} at place {error.start + 1} of the line"
            self.findings.error(reason, line=self.number, value=text.strip())
        return text.removeprefix("\ufeff") if self.number == 1 else text

    def _stop(self, reason: str, line: int = 0) -> None:
        self.findings.error(reason, line=line or self.number)
        self.broken = self.stopped = True
        raise StopIteration


def rows(file: Path, shape: Shape, findings: Findings, progress: Progress | None = None) -> Iterator[Row]:
    """Every good row below the header; what is wrong with the others goes to the findings.

    Args:
        progress: called with the bytes done and the bytes in all, now and then and at the end.
    """
    total = file.stat().st_size
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        if progress is not None and (done - told >= _TELL_EVERY or done == total):
            told = done
            progress(done, total)

    with file.open("rb") as source:
        lines = _Lines(source, shape.encoding, findings, tell)
        parsed = csv.reader(lines, delimiter=shape.separator, strict=True)
        csv.field_size_limit(MAX_FIELD)
        next(parsed, None)
        while not findings.full:
            lines.row_began, lines.broken = 0, False
            try:
                values = next(parsed)
            except StopIteration:
                break
            except csv.Error as error:
                if not lines.stopped:
                    findings.error(_in_words(error, torn=lines.torn), line=lines.row_began)
                continue
            if lines.broken or not any(value.strip() for value in values):
                continue
            if len(values) != len(shape.header):
                torn = "; the file seems to be torn off here" if lines.torn and len(values) < len(shape.header) else ""
                reason = f"has {len(values)} fields where the header names {len(shape.header)}{torn}"
                findings.error(reason, line=lines.row_began, value=shape.separator.join(values))
                continue
            yield Row(lines.row_began, dict(zip(shape.header, values, strict=True)))


def _in_words(error: csv.Error, *, torn: bool) -> str:
    said = str(error)
    if "field larger" in said:
        return f"a field has more than {MAX_FIELD:,} characters; a quotation mark is missing, or this is no table"
    if "unexpected end" in said:
        return "a quotation mark is opened and never closed" + ("; the file seems to be torn off" if torn else "")
    if "expected after" in said:
        return "something stands behind a closing quotation mark; write a quotation mark inside a field twice"
    return f"cannot be read as a row: {said}"
