from __future__ import annotations

import pytest
from rich.cells import cell_len

from orderdesk.widgets.suggestions import Suggestion, Suggestions
from tests.widgets.stage import Stage, lines_of

pytestmark = pytest.mark.asyncio

CHEESE = (
    Suggestion("QUESO-C", ("Queso Cabrales", "21.00", "free 22")),
    Suggestion("QUESO-M", ("Queso Manchego La Pastora", "38.00", "free 80")),
)


async def test_a_late_answer_never_replaces_a_newer_one() -> None:
    suggestions = Suggestions()
    async with Stage(suggestions).run_test():
        first, second = suggestions.next_generation(), suggestions.next_generation()
        assert suggestions.show(CHEESE, second)
        assert not suggestions.show([Suggestion("OLD")], first)
        assert suggestions.rows == CHEESE


async def test_an_answer_shows_while_a_newer_question_is_under_way() -> None:
    suggestions = Suggestions()
    async with Stage(suggestions).run_test():
        first, second = suggestions.next_generation(), suggestions.next_generation()
        assert suggestions.show(CHEESE, first)
        assert suggestions.show([], second)
        assert suggestions.rows == ()


async def test_an_answer_to_what_was_asked_before_clearing_is_ignored() -> None:
    suggestions = Suggestions()
    async with Stage(suggestions).run_test():
        asked = suggestions.next_generation()
        suggestions.clear()
        assert not suggestions.show(CHEESE, asked)
        assert suggestions.show(CHEESE, suggestions.next_generation())


async def test_columns_stand_under_each_other_and_the_description_is_cut_first() -> None:
    suggestions = Suggestions(max_rows=3)
    async with Stage(suggestions).run_test(size=(46, 4)) as pilot:
        suggestions.show(CHEESE, 1)
        await pilot.pause()
        assert [line.rstrip() for line in lines_of(pilot)] == [
            "    QUESO-C  Queso Cabrales   21.00  free 22",
            "    QUESO-M  Queso Manchego…  38.00  free 80",
            "", "",
        ]


async def test_wide_and_hostile_names_keep_the_columns_aligned() -> None:
    suggestions = Suggestions(max_rows=3)
    async with Stage(suggestions).run_test(size=(40, 3)) as pilot:
        names = ("東京商事", "Smith [/b]", "\x1b[31mred")
        suggestions.show([Suggestion(f"C{i}", (name, "1.00")) for i, name in enumerate(names)], 1)
        await pilot.pause()
        lines = lines_of(pilot)
        assert len({cell_len(line[: line.index("1.00")]) for line in lines}) == 1
        assert "Smith [/b]" in lines[1] and "␛[31mred" in lines[2]


async def test_the_highlight_moves_through_more_rows_than_are_shown() -> None:
    suggestions = Suggestions(max_rows=2)
    async with Stage(suggestions).run_test(size=(20, 2)) as pilot:
        suggestions.show([Suggestion(f"C{i}") for i in range(4)], 1)
        await pilot.pause()
        assert lines_of(pilot)[1].rstrip() == "    C1 ▾"
        assert suggestions.chosen is None
        assert not suggestions.move(-1)
        for _ in range(9):
            assert suggestions.move(1)
        await pilot.pause()
        assert [line.rstrip() for line in lines_of(pilot)] == ["    C2", "  ▸ C3"]
        assert suggestions.chosen == Suggestion("C3")
        for _ in range(4):
            suggestions.move(-1)
        assert suggestions.chosen is None


async def test_the_highlight_stays_on_its_code_when_a_new_answer_has_it() -> None:
    suggestions = Suggestions()
    async with Stage(suggestions).run_test():
        suggestions.show(CHEESE, 1)
        suggestions.move(1)
        suggestions.show(CHEESE[::-1], 2)
        assert suggestions.chosen == CHEESE[0]
        suggestions.show(CHEESE[1:], 3)
        assert suggestions.chosen is None
        suggestions.clear()
        assert not suggestions.move(1)
