from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.strip import Strip

from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.window_list import Column, Key, Row, WindowList
from tests.widgets.stage import Stage, lines_of

pytestmark = pytest.mark.asyncio

COLUMNS = (
    Column("Order", 6), Column("Customer", 8, share=1), Column("City", 8, rank=1), Column("Total", 9, align="right"),
)


def row(number: int, name: str = "Alfreds") -> Row:
    return Row(number, (str(number), name, "Berlin", f"{number}.00"))


def rows(*numbers: int) -> list[Row]:
    return [row(number) for number in numbers]


def told(app: Stage, kind: type[WindowList.ListMessage]) -> list[Key]:
    return [message.key for message in app.said if type(message) is kind]


async def test_it_draws_heading_rows_and_totals() -> None:
    orders = WindowList(COLUMNS)
    async with Stage(orders).run_test(size=(44, 5)) as pilot:
        orders.set_rows(rows(1, 2))
        orders.set_totals("", "2 orders", "", "3.00")
        await pilot.pause()
        assert [line.rstrip() for line in lines_of(pilot)] == [
            "   Order   Customer      City          Total",
            "▸  1       Alfreds       Berlin         1.00",
            "   2       Alfreds       Berlin         2.00",
            "",
            "           2 orders                     3.00",
        ]


async def test_without_rows_it_says_so() -> None:
    orders = WindowList(COLUMNS, empty="No order waits.", heading=False)
    async with Stage(orders).run_test(size=(40, 3)) as pilot:
        assert lines_of(pilot)[0].rstrip() == "   No order waits."
        assert orders.highlighted is None
        orders.toggle_mark()
        orders.move(1)
        assert list(orders.marked) == []


async def test_narrow_lists_lose_columns_and_keep_the_total_whole() -> None:
    orders = WindowList(COLUMNS)
    async with Stage(orders).run_test(size=(36, 4)) as pilot:
        orders.set_rows(rows(1))
        orders.set_totals("", "", "", "1,234,567.89")
        await pilot.pause()
        lines = lines_of(pilot)
        assert "City" not in lines[0] and "Customer" in lines[0]
        assert lines[-1].rstrip().endswith(" 1,234,567.89")


async def test_wide_names_and_strange_text_keep_the_columns_aligned() -> None:
    orders = WindowList(COLUMNS)
    async with Stage(orders).run_test(size=(52, 6)) as pilot:
        names = ("Smith [/b] Co", "東京商事株式会社有限公司東京", "\x1b[31mred\x07", "\u202egnorw")
        orders.set_rows([row(number, name) for number, name in enumerate(names)])
        await pilot.pause()
        lines = lines_of(pilot)[1:5]
        assert len({cell_len(line[: line.index("Berlin")]) for line in lines}) == 1
        assert "Smith [/b] Co" in lines[0] and "…" in lines[1] and "␛[31mred␇" in lines[2] and "�gnorw" in lines[3]


async def test_a_state_is_a_glyph_and_a_word_and_keeps_its_own_tone() -> None:
    orders = WindowList((Column("State", 8),))
    async with Stage(orders).run_test(size=(20, 4)) as pilot:
        orders.set_rows([Row(1, (state(Tone.PARTIAL, "23"),)), Row(2, (Cell("plain"),), Tone.MUTED), Row(3, ())])
        await pilot.pause()
        assert [line.strip() for line in lines_of(pilot)[1:]] == ["▸  ◐ 23", "plain", ""]


async def test_the_arrow_keys_move_the_highlight_and_the_window() -> None:
    orders = WindowList(COLUMNS)
    app = Stage(orders)
    async with app.run_test(size=(40, 5)) as pilot:
        orders.set_rows(rows(*range(20)))
        orders.focus()
        walk = {"down": 1, "up": 0, "pagedown": 3, "end": 19, "pageup": 16, "home": 0}
        for key, place in walk.items():
            await app.typed([key])
            assert orders.highlighted == place, key
        await app.typed(["down"] * 5)
        await pilot.pause()
        lines = lines_of(pilot)
        assert lines[0].startswith("▴▾ ")
        assert [line[:5] for line in lines[1:]] == ["   2 ", "   3 ", "   4 ", "▸  5 "]
        assert told(app, WindowList.Highlighted)[-5:] == [1, 2, 3, 4, 5]


async def test_the_highlight_stays_on_its_key_across_a_refresh_or_else_in_its_place() -> None:
    orders = WindowList(COLUMNS)
    async with Stage(orders).run_test(size=(40, 5)):
        orders.set_rows(rows(*range(20)))
        assert orders.highlight(10)
        orders.set_rows(rows(*range(5, 20)))
        assert orders.highlighted == 10
        orders.set_rows(rows(5, 6, 7, 8, 9, 11, 12))
        assert orders.highlighted == 11
        orders.set_rows(rows(5))
        assert orders.highlighted == 5
        assert not orders.highlight(10)


async def test_space_marks_and_goes_on_and_marks_of_rows_that_went_go_too() -> None:
    orders = WindowList(COLUMNS, markable=True)
    app = Stage(orders)
    async with app.run_test(size=(40, 6)) as pilot:
        orders.set_rows(rows(3, 1, 2))
        orders.focus()
        await app.typed(["down", "space", "space", "home", "space"])
        await pilot.pause()
        assert list(orders.marked) == [3, 1, 2]
        assert [line[:4] for line in lines_of(pilot)[1:4]] == [" ● 3", "▸● 1", " ● 2"]
        await app.typed(["space"])
        assert list(orders.marked) == [3, 2]
        assert told(app, WindowList.Marked) == [1, 2, 3, 1]
        orders.set_rows(rows(2, 5))
        assert list(orders.marked) == [2]
        orders.clear_marks()
        assert list(orders.marked) == []


async def test_space_is_no_mark_where_nothing_can_be_marked() -> None:
    orders = WindowList(COLUMNS)
    app = Stage(orders)
    async with app.run_test():
        orders.set_rows(rows(1, 2))
        orders.focus()
        await app.typed(["space"])
        assert (orders.marked, orders.highlighted) == ((), 1)


async def test_enter_chooses_the_highlighted_row() -> None:
    orders = WindowList(COLUMNS, id="orders")
    app = Stage(orders)
    async with app.run_test():
        orders.focus()
        await app.typed(["enter"])
        assert told(app, WindowList.Chosen) == []
        orders.set_rows(rows(1, 2))
        await app.typed(["down", "enter"])
        assert told(app, WindowList.Chosen) == [2]
        assert app.said[-1].control is orders


async def test_near_its_end_it_asks_for_the_next_page_once() -> None:
    orders = WindowList(COLUMNS)
    app = Stage(orders)
    async with app.run_test(size=(40, 6)):
        orders.set_rows(rows(*range(20)), more=True)
        orders.focus()
        await app.typed(["down"] * 14)
        assert told(app, WindowList.NeedMore) == []
        await app.typed(["down"] * 3)
        assert told(app, WindowList.NeedMore) == [19]
        orders.append_rows(rows(*range(19, 40)), more=True)
        assert [row.key for row in orders.rows] == list(range(40))
        await app.typed(["end"])
        assert told(app, WindowList.NeedMore) == [19, 39]
        orders.append_rows([])
        await app.typed(["home", "end"])
        assert told(app, WindowList.NeedMore) == [19, 39]


async def test_a_page_that_does_not_fill_the_window_asks_for_the_next_at_once() -> None:
    orders = WindowList(COLUMNS)
    app = Stage(orders)
    async with app.run_test(size=(40, 6)) as pilot:
        orders.set_rows(rows(1, 2), more=True)
        await pilot.pause()
        assert told(app, WindowList.NeedMore) == [2]


async def test_one_row_can_be_replaced() -> None:
    orders = WindowList(COLUMNS)
    async with Stage(orders).run_test(size=(60, 4)) as pilot:
        orders.set_rows(rows(1, 2))
        orders.update_row(row(2, "Ernst Handel"))
        await pilot.pause()
        assert "Ernst Handel" in lines_of(pilot)[2]


async def test_a_resized_window_keeps_the_highlight_in_sight() -> None:
    orders = WindowList(COLUMNS)
    async with Stage(orders).run_test(size=(60, 20)) as pilot:
        orders.set_rows(rows(*range(30)))
        orders.highlight(18)
        await pilot.resize_terminal(60, 6)
        assert any(line.startswith("▸  18") for line in lines_of(pilot))
        await pilot.resize_terminal(60, 40)
        assert lines_of(pilot)[1].startswith("   0 ")


async def test_of_a_thousand_lines_only_those_in_sight_are_drawn_and_of_a_move_only_two() -> None:
    class Counting(WindowList):
        drawn = 0

        def render_line(self, y: int) -> Strip:
            self.drawn += 1
            return super().render_line(y)

    lines = Counting(COLUMNS)
    async with Stage(lines).run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        lines.drawn = 0
        lines.set_rows(rows(*range(1000)))
        await pilot.pause()
        assert 0 < lines.drawn <= 12
        lines.drawn = 0
        lines.move(1)
        await pilot.pause()
        assert 0 < lines.drawn <= 4
        lines.drawn = 0
        lines.move(500)
        await pilot.pause()
        assert 0 < lines.drawn <= 12
