"""A list written into a file for a spreadsheet: every row of its filter, read in pages on one snapshot.

CSV in UTF-8, commas between, everything in quotes, so that a semicolon in a name is no column. Amounts are plain
figures with a point, days are 2026-11-23. A text that a spreadsheet would take for a formula gets a ' before it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from orderdesk.errors import Refused
from orderdesk.queries.listing import Exported, Listing
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Reading
from orderdesk.texts import visible
from orderdesk.values import Currency, money_text, quantity_text

T = TypeVar("T")

PAGE = 500  # rows
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_folder() -> Path:
    """Where files go: ORDERDESK_EXPORTS, or else the person's own documents."""
    import platformdirs

    return Path(os.environ.get("ORDERDESK_EXPORTS") or platformdirs.user_documents_dir())


def export(
    reading: Reading,
    listing: Listing[T],
    filter: str,
    folder: Path,
    *,
    written: Callable[[int], object] = lambda count: None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Path, int] | None:
    """Write all that the filter matches into a new file of the folder; the file and its rows.

    Args:
        written: told how many rows are written, after each page.
        stopped: asked before each page; when it says so the file is taken away, and the answer is None.

    Raises:
        BadValue: the filter cannot be read.
        Refused: the file cannot be written; says why.
    """
    wanted, company = listing.read(reading, filter), settings(reading)
    columns, currency = listing.columns(company), company.money
    try:
        part, path = _new_file(folder, f"orderdesk-{listing.name}-{reading.now:%Y-%m-%d-%H%M%S}")
        try:
            count = 0
            with part.open("w", encoding="utf-8", newline="") as file:
                rows = csv.writer(file, quoting=csv.QUOTE_ALL)
                rows.writerow([column.title for column in columns])
                for page in listing.all(reading, wanted, PAGE):
                    if stopped():
                        return None
                    rows.writerows(
                        [_cell(column, item, counted(item) or currency) for column in columns] for item in page
                    )
                    count += len(page)
                    written(count)
            if stopped():
                return None
            part.rename(path)
            return path, count
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(f"the file cannot be written to {folder}: {error.strerror}; name another folder in "
                      "ORDERDESK_EXPORTS") from error  # fmt: skip


def _new_file(folder: Path, stem: str) -> tuple[Path, Path]:
    """A name that nothing has, with the empty file (0600) beside it that takes the rows until they are all there."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 1000):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.csv"
        part = path.with_suffix(".part")
        try:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        if not path.exists():
            return part, path
        part.unlink()
    raise Refused(f"{folder} has a thousand files of this second already")


def counted(item: object) -> Currency | None:
    """What a row's amounts are in, where it says so."""
    for one in (item, getattr(item, "order", None)):
        if isinstance(found := getattr(one, "currency", None), Currency):
            return replace(found, named=False)
    return None


def _cell(column: Exported[T], item: T, currency: Currency) -> str:
    match column.value(item):
        case None:
            return ""
        case date() as day:
            return day.isoformat() if not isinstance(day, datetime) else day.isoformat(timespec="minutes")
        case int(value):
            writers = {"money": lambda: money_text(value, currency), "quantity": lambda: quantity_text(value)}
            return writers.get(column.counts, lambda: str(value))()
        case text:
            safe = visible(text)
            return f"'{safe}" if safe.lstrip().startswith(FORMULA) else safe
