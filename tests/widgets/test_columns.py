from __future__ import annotations

import pytest

from orderdesk.widgets.cells import cut, fit, width_of
from orderdesk.widgets.columns import GAP, Column, place

COLUMNS = (
    Column("Order", 7), Column("Customer", 10, share=2), Column("City", 8, share=1, rank=1),
    Column("Date", 10, rank=2), Column("Total", 9, align="right"),
)
ALL = 7 + 10 + 8 + 10 + 9 + 4 * GAP


def shown(room: int, totals: tuple[str, ...] = ()) -> list[str]:
    return [COLUMNS[number].title for number, _ in place(COLUMNS, room, totals)]


def test_all_columns_are_shown_where_there_is_room_and_share_the_rest() -> None:
    assert list(place(COLUMNS, ALL)) == [(0, 7), (1, 10), (2, 8), (3, 10), (4, 9)]
    assert list(place(COLUMNS, ALL + 30)) == [(0, 7), (1, 30), (2, 18), (3, 10), (4, 9)]


def test_the_highest_rank_goes_first() -> None:
    assert shown(ALL - 1) == ["Order", "Customer", "City", "Total"]
    assert shown(ALL - 20) == ["Order", "Customer", "Total"]


def test_texts_are_squeezed_before_figures_go() -> None:
    assert list(place(COLUMNS, 9 + 4 + 4 + 2 * GAP)) == [(0, 4), (1, 4), (4, 9)]


@pytest.mark.parametrize("room", range(60))
def test_a_total_never_goes_and_is_never_cut(room: int) -> None:
    totals = ("", "", "", "12 late", "1,000,000.00")
    widths = dict(place(COLUMNS, room, totals))
    assert widths[4] == 12 and widths[3] >= 7


@pytest.mark.parametrize("room", range(9, 120))
def test_nothing_is_wider_than_the_room(room: int) -> None:
    widths = [width for _, width in place(COLUMNS, room)]
    assert sum(widths) + GAP * (len(widths) - 1) <= room


def test_a_text_is_cut_with_an_ellipsis_by_cells() -> None:
    assert fit("Käse", 6) == "Käse  "
    assert fit("Käsekuchen", 6) == "Käsek…"
    assert fit("東京商事", 6) == "東京… "
    assert fit("12.00", 7, "right") == "  12.00"
    assert [width_of(fit("東京商事", width)) for width in range(10)] == list(range(10))


def test_a_figure_that_does_not_fit_is_not_shown_at_all() -> None:
    assert fit("1,579.73", 6, "right") == "######"


def test_what_could_act_on_the_terminal_is_shown_as_a_picture() -> None:
    assert cut("\x1b[31m\u202e", 9) == "␛[31m�"
