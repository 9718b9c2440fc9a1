"""Lines picked from a document, as they are typed."""

from __future__ import annotations

import pytest

from orderdesk.errors import BadValue
from orderdesk.picked_lines import picked_lines


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("", []),
        ("1 3", [(1, None), (3, None)]),
        ("1, 3", [(1, None), (3, None)]),
        ("1=40 2=0.5", [(1, 40_000), (2, 500)]),
        ("1 = 40", [(1, 40_000)]),
        ("2x5", [(2, 5_000)]),
    ],
)
def test_lines_whole_or_so_much_of_them(text: str, picked: list[tuple[int, int | None]]) -> None:
    assert picked_lines(text) == picked


def test_quantities_are_written_with_the_companys_mark() -> None:
    assert picked_lines("1=0,5", ",") == [(1, 500)]


@pytest.mark.parametrize("text", ["first", "1=", "=5", "1=a", "-1"])
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        picked_lines(text)
