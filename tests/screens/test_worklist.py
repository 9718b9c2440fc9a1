"""What every worklist does: filter, mark, views, file, and read again without disturbing anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orderdesk.desk import orders, views
from orderdesk.errors import StoreTrouble
from orderdesk.queries.views import view
from orderdesk.screens.home import HomeScreen
from orderdesk.screens.order_list import OrderListScreen
from orderdesk.screens.worklist import PAGE
from orderdesk.store.store import Store
from orderdesk.store.transaction import Reading
from orderdesk.widgets.window_list import WindowList
from tests.company import person
from tests.queries.test_order_list import many
from tests.screens.desk_stage import place
from tests.screens.seat import Hands, seated


def screen(hands: Hands) -> OrderListScreen:
    assert isinstance(hands.screen, OrderListScreen)
    return hands.screen


def keys(hands: Hands) -> list[object]:
    return [row.key for row in screen(hands).list.rows]


def drafts(store: Store, count: int) -> list[int]:
    ann = person(store, "ann")
    return [ann.do(orders.new, "ALFKI" if one % 2 else "ERNSH") for one in range(count)]


async def test_a_filter_is_typed_kept_in_the_title_and_taken_away_by_f12(sqlite_store: Store) -> None:
    drafts(sqlite_store, 4)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "<slash>", "ernst state:draft⏎")
        assert keys(ann) == [1003, 1001]
        assert "ernst state:draft" in ann.rows()[0]
        assert "2 orders" in ann.row_with("0.00") or ann.sees("2 orders")
        await ann.type("<f12>")
        assert keys(ann) == [1004, 1003, 1002, 1001]
        await ann.type("<f12>")
        assert isinstance(ann.screen, HomeScreen)


async def test_a_filter_that_cannot_be_read_is_refused_and_can_be_mended(sqlite_store: Store) -> None:
    drafts(sqlite_store, 2)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "<slash>", "colour:red⏎")
        assert ann.status.startswith("no field colour: here; there are state type customer") and ann.app.bells == 1
        assert keys(ann) == [1002, 1001]
        for _ in "colour:red":
            await ann.type("<backspace>")
        await ann.type("number:1001⏎")
        assert keys(ann) == [1001]


async def test_keys_typed_ahead_of_a_filter_go_to_what_it_finds(sqlite_store: Store) -> None:
    drafts(sqlite_store, 4)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "<slash>", "ernst⏎", "↓␣")
        assert screen(ann).list.marked == (1001,)


async def test_marks_are_by_key_and_survive_a_refresh(sqlite_store: Store) -> None:
    drafts(sqlite_store, 4)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "↓␣␣")
        assert screen(ann).list.marked == (1003, 1002)
        drafts(sqlite_store, 1)
        person(sqlite_store, "ann").do(orders.discard, 1002)
        await ann.type("<f5>")
        assert keys(ann) == [1005, 1004, 1003, 1001]
        assert screen(ann).list.marked == (1003,)
        await ann.type("<f12>")
        assert screen(ann).list.marked == ()


async def test_m_marks_all_of_the_filter_also_what_was_not_brought(sqlite_store: Store) -> None:
    many(sqlite_store, PAGE + 30)
    drafts(sqlite_store, 3)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "<slash>", "state:closed⏎", "m")
        assert len(screen(ann).chosen()) == PAGE + 30
        await ann.type("m")
        assert screen(ann).list.marked == ()


async def test_more_than_a_thousand_are_not_marked_at_once(sqlite_store: Store) -> None:
    many(sqlite_store, 1_010)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "m")
        assert len(screen(ann).list.marked) == 1_000
        assert "the first 1,000 are marked" in ann.status


async def test_v_keeps_a_filter_under_a_name_and_enter_shows_it(sqlite_store: Store) -> None:
    drafts(sqlite_store, 4)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "<slash>", "ernst⏎", "v", "s", "Mine⏎")
        assert ann.status == "mine: ernst"
        assert person(sqlite_store, "ann").ask(view, "orders", "mine").filter == "ernst"
        await ann.type("<f12>", "<f12>")
        assert len(keys(ann)) == 4
        await ann.type("v", "⏎", "␣")
        assert keys(ann) == [1003, 1001] and screen(ann).list.marked == (1003,)


async def test_x_discards_a_view(sqlite_store: Store) -> None:
    person(sqlite_store, "ann").do(views.save, "orders", "old", "late")
    async with seated(sqlite_store) as ann:
        await ann.type("o", "v", "x")
        assert ann.sees("No view is kept")


async def test_e_writes_every_row_of_the_filter(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDERDESK_EXPORTS", str(tmp_path / "files"))
    many(sqlite_store, 3 * PAGE)
    drafts(sqlite_store, 2)
    async with seated(sqlite_store) as ann:
        await ann.type("o", "<slash>", "state:closed⏎", "e")
        (file,) = (tmp_path / "files").iterdir()
        assert ann.status == f"{3 * PAGE} rows in {file}"
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3 * PAGE + 1


async def test_f12_stops_a_file_and_nothing_is_left_of_it(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDERDESK_EXPORTS", str(tmp_path / "files"))
    monkeypatch.setattr("orderdesk.exchange.export.PAGE", 1)
    drafts(sqlite_store, 40)
    async with seated(sqlite_store) as ann:
        await ann.type("o")
        list_screen = screen(ann)
        list_screen.action_export_rows()
        list_screen.action_cancel()
        await ann.quiet()
        assert ann.status == "stopped: no file was written"
        assert list((tmp_path / "files").iterdir()) == []


async def test_what_changed_elsewhere_is_read_and_what_did_not_paints_nothing(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts(sqlite_store, 3)
    painted: list[object] = []
    usual = WindowList.refresh

    def counting(self: WindowList, *regions: Any, **named: Any) -> Any:
        painted.extend(regions or ("all",))
        return usual(self, *regions, **named)

    async with seated(sqlite_store) as ann:
        await ann.type("o", "↓")
        monkeypatch.setattr(WindowList, "refresh", counting)
        screen(ann).changed()
        await ann.quiet()
        assert painted == []
        place(sqlite_store, "ERNSH", ("CHAI", 1))
        screen(ann).changed()
        await ann.quiet()
        assert keys(ann) == [1004, 1003, 1002, 1001]
        assert screen(ann).list.highlighted == 1002
        assert painted


async def test_a_list_of_thousands_is_read_and_painted_a_window_at_a_time(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(sqlite_store, 4_000)
    read: list[int] = []
    painted = 0
    usual, draw = Reading.all, WindowList.render_line

    def counting(reading: Reading, statement: Any, **values: Any) -> Any:
        rows = usual(reading, statement, **values)
        read.append(len(rows))
        return rows

    def drawing(self: WindowList, y: int) -> Any:
        nonlocal painted
        painted += 1
        return draw(self, y)

    async with seated(sqlite_store) as ann:
        monkeypatch.setattr(Reading, "all", counting)
        monkeypatch.setattr(WindowList, "render_line", drawing)
        await ann.type("o")
        assert sum(read) <= 4 * PAGE
        assert painted <= 10 * 24
        await ann.type(*["<pagedown>"] * 60)
        assert screen(ann).highlighted is not None
        assert len(keys(ann)) < 1_500
        assert keys(ann) == sorted(keys(ann), reverse=True)  # type: ignore[type-var]
        read.clear()
        here, sight, rows = screen(ann).list.highlighted, screen(ann).list.in_sight, ann.rows()
        person(sqlite_store, "ann").do(orders.new, "ALFKI")
        screen(ann).changed()  # far down only what is in sight is read again
        await ann.quiet()
        assert sum(read) <= 8 * PAGE
        assert (screen(ann).list.highlighted, screen(ann).list.in_sight) == (here, sight)
        assert ann.rows()[1:20] == rows[1:20]
        await ann.type("<home>")
        assert screen(ann).list.highlighted == 8_999
        assert keys(ann)[:2] == [1_001, 8_999]  # and what came in above is there when it is looked at


async def test_f5_tries_again_when_the_first_page_could_not_be_read(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts(sqlite_store, 2)
    async with seated(sqlite_store) as ann:
        with monkeypatch.context() as broken:
            broken.setattr("orderdesk.screens.window.settings", _trouble)
            await ann.type("o")
            assert ann.status == "out of reach" and keys(ann) == []
        await ann.type("<f5>")
        assert keys(ann) == [1002, 1001]


def _trouble(reading: Reading) -> None:
    raise StoreTrouble("out of reach")
