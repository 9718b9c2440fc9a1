"""What became of an import: what was counted, what is worth knowing, and every row that stood against it."""

from __future__ import annotations

from dataclasses import dataclass, field

from orderdesk.texts import visible

MOST_ERRORS = 10_000
MOST_NOTES = 50


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing that is wrong with a file. `line` counts from 1 as an editor does; 0 is the whole file.

    Attributes:
        column: as the file calls it; empty when the whole row is meant.
        value: what stands there, made safe to show and cut to 60 characters.
        reason: a sentence.
    """

    file: str
    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file} line {self.line}" if self.line else self.file
        column = f", {self.column}" if self.column else ""
        value = f" {self.value!r}" if self.value else ""
        return f"{place}{column}{value}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Report:
    """The end of one file's import. Errors mean that nothing of it was written.

    Attributes:
        rows: of the file, without its header.
        new, changed, unchanged: records; several rows may make one (an order and its lines).
        notes: what was mended or left out on the way, as sentences.
    """

    kind: str
    file: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()
    notes: tuple[str, ...] = ()
    dry_run: bool = False

    def __str__(self) -> str:
        counted = f"{self.new:,} new, {self.changed:,} changed, {self.unchanged:,} unchanged"
        if self.errors:
            return f"{self.kind} from {self.file}: {len(self.errors):,} errors; nothing was written"
        return f"{self.kind} from {self.file}: {counted}{' (dry run, nothing was written)' if self.dry_run else ''}"


@dataclass(slots=True)
class Findings:
    """Collects errors and notes while a file is read, no more of either than somebody would look at."""

    file: str
    errors: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    more_notes: int = 0

    @property
    def full(self) -> bool:
        """So many errors that going on makes no sense: it is the wrong file, or the wrong mapping."""
        return len(self.errors) >= MOST_ERRORS

    def error(self, reason: str, *, line: int = 0, column: str = "", value: str = "", file: str = "") -> None:
        """Something is wrong; nothing of the file will be written."""
        shown = visible(value)
        short = shown if len(shown) <= 60 else f"{shown[:59]}…"
        self.errors.append(RowError(file or self.file, line, column, short, reason))

    def note(self, sentence: str) -> None:
        """Something was mended or left out."""
        if len(self.notes) < MOST_NOTES:
            self.notes.append(sentence)
        else:
            self.more_notes += 1

    def all_notes(self) -> tuple[str, ...]:
        """The notes, and how many more there were."""
        return (*self.notes, f"and {self.more_notes:,} more notes") if self.more_notes else tuple(self.notes)
