"""Large letters: a picture of three rows, or none at all."""

from __future__ import annotations

from orderdesk.widgets.big import big


def test_a_bin_is_three_rows_of_four_cells_a_letter() -> None:
    rows = big("A-04", 40)
    assert rows == ("█▀█     █▀█ █ █", "█▀█ ▀▀▀ █ █ ▀▀█", "▀ ▀     ▀▀▀   ▀")


def test_what_does_not_fit_or_has_no_picture_is_not_drawn() -> None:
    assert big("A-04-2", 22) is None
    assert big("A-04-2", 23) is not None
    assert big("Ä-1", 40) is None
    assert big("", 40) is None
