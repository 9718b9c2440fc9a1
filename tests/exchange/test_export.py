"""A list in a file: every row, harmless to a spreadsheet, nobody else's to read, and never over another one."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue, Refused
from orderdesk.exchange import export as exports
from orderdesk.exchange.export import export
from orderdesk.filters import Field, Filter, Kind
from orderdesk.queries.listing import Exported, Listing, Sums
from orderdesk.store.store import Store
from orderdesk.store.transaction import Reading
from orderdesk.values import Money, money_text
from tests.company import person


@dataclass(frozen=True)
class Item:
    number: int
    text: str
    amount: Money
    day: date | None = None


def listed(items: list[Item]) -> Listing[Item]:
    def page(reading: Reading, wanted: Filter, after: Item | None, limit: int) -> list[Item]:
        begin = 0 if after is None else items.index(after) + 1
        return items[begin : begin + limit]

    return Listing(
        "things",
        (Field("late", Kind.FLAG),),
        page,
        key=lambda item: item.number,
        sums=lambda reading, wanted: Sums(len(items)),
        exported=(
            Exported("Number", lambda item: item.number),
            Exported("Text", lambda item: item.text),
            Exported("Amount", lambda item: item.amount, "money"),
            Exported("Pieces", lambda item: item.amount, "quantity"),
            Exported("Day", lambda item: item.day),
        ),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of the test's own."""
    made = tmp_path / "files"
    made.mkdir()
    return made


def write(store: Store, items: list[Item], folder: Path, filter: str = "", **more: Any) -> tuple[Path, int] | None:
    return person(store, "ann").ask(lambda reading: export(reading, listed(items), filter, folder, **more))


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_figures_are_plain_and_texts_are_whole(sqlite_store: Store, folder: Path) -> None:
    items = [Item(1, 'a;b,"c"', -1_234_567, date(2026, 11, 12)), Item(2, "Ünïcode", 5, None)]
    answer = write(sqlite_store, items, folder / "new" / "folder")
    assert answer is not None
    path, count = answer
    assert count == 2 and path.name == "orderdesk-things-2026-11-12-140500.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    assert rows(path) == [
        ["Number", "Text", "Amount", "Pieces", "Day"],
        ["1", 'a;b,"c"', "-12345.67", "-1234.567", "2026-11-12"],
        ["2", "Ünïcode", "0.05", "0.005", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1"])
def test_what_a_spreadsheet_would_run_is_a_text(sqlite_store: Store, folder: Path, text: str) -> None:
    answer = write(sqlite_store, [Item(1, text, 1)], folder)
    assert answer is not None and rows(answer[0])[1][1] == f"'{text}"


def test_nothing_is_written_over(sqlite_store: Store, folder: Path) -> None:
    paths = {answer[0] for _ in range(3) if (answer := write(sqlite_store, [Item(1, "a", 1)], folder))}
    assert len(paths) == 3 and set(folder.iterdir()) == paths


def test_many_rows_go_in_pages_and_a_stop_takes_the_file_away(
    sqlite_store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PAGE", 2)
    items = [Item(number, "a", 1) for number in range(5)]
    told: list[int] = []
    answer = write(sqlite_store, items, folder, written=told.append)
    assert answer is not None and answer[1] == 5 and len(rows(answer[0])) == 6
    assert told == [2, 4, 5]
    told.clear()
    assert write(sqlite_store, items, folder, written=told.append, stopped=lambda: len(told) == 2) is None
    assert told == [2, 4] and list(folder.iterdir()) == [answer[0]]


def test_a_filter_that_cannot_be_read_and_a_folder_that_is_none_leave_nothing(
    sqlite_store: Store, folder: Path
) -> None:
    with pytest.raises(BadValue, match="no field colour:"):
        write(sqlite_store, [], folder, "colour:red")
    (folder / "file").write_text("")
    with pytest.raises(Refused, match=r"cannot be written to .*file: .*; name another folder in ORDERDESK_EXPORTS"):
        write(sqlite_store, [], folder / "file")
    assert [path.name for path in folder.iterdir()] == ["file"]


@given(st.text(max_size=30), st.integers(-(10**15), 10**15))
def test_every_text_is_one_cell_and_every_amount_a_number(text: str, amount: int) -> None:
    from orderdesk.values import Currency

    column = listed([]).exported
    item = Item(1, text, amount)
    assert exports._cell(column[2], item, Currency()) == money_text(amount)
    cell = exports._cell(column[1], item, Currency())
    assert not cell.lstrip().startswith(("=", "+", "-", "@")) and "\n" not in cell and "\r" not in cell
