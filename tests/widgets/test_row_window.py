"""Rows that are read anew: what is looked at and what is marked stays."""

from __future__ import annotations

from orderdesk.widgets.row_window import Key, Row, RowWindow


def rows(*keys: Key) -> list[Row]:
    return [Row(key, (str(key),)) for key in keys]


def window(*keys: Key, at: int = 0, height: int = 3, more: bool = False) -> RowWindow:
    made = RowWindow()
    made.height = height
    made.set(rows(*keys), more)
    made.at = at
    made.bring()
    return made


def test_when_the_highlighted_row_goes_what_followed_it_is_highlighted() -> None:
    one = window(*range(10), at=5)
    one.set(rows(0, 7, 8), more=False)
    assert one.key == 7
    one.set(rows(0, 1), more=False)
    assert one.key == 1


def test_further_down_the_highlight_stays_in_its_line_when_rows_come_in_above() -> None:
    one = window(*range(20), at=10, height=5)
    line = one.at - one.top
    one.set(rows("new", "newer", *range(20)), more=False)
    assert (one.key, one.at - one.top) == (10, line)


def test_at_the_top_what_comes_in_is_seen() -> None:
    one = window(*range(20), at=1, height=5)
    one.set(rows("new", *range(20)), more=False)
    assert (one.key, one.top) == (1, 0)


def test_marks_stay_with_their_keys_and_go_with_their_rows() -> None:
    one = window(1, 2, 3, 4, 5, 6)
    one.marks = {2: None, 3: None, 6: None}
    one.set(rows(0, 3, 4, 5, 6), more=False)
    assert one.marked == (3, 6)


def test_a_mark_whose_page_was_not_read_again_yet_stays() -> None:
    one = window(1, 2, 3, 4, 5, 6)
    one.marks = {2: None, 6: None}
    one.set(rows(1, 3), more=True)
    assert one.marked == (6,)
    one.append(rows(4, 6), more=False)
    assert one.marked == (6,)
    one.set(rows(1, 3), more=False)
    assert not one.marks


def test_mark_all_marks_every_row_and_then_none() -> None:
    one = window(1, 2, 3)
    one.marks = {2: None}
    one.mark_all()
    assert one.marked == (1, 2, 3)
    one.mark_all()
    assert not one.marks
