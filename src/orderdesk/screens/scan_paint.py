"""What the screens of the warehouse show large: where, and how many."""

from __future__ import annotations

from collections.abc import Iterator

from orderdesk.widgets.big import big
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone


def large(left: str, right: str, width: int) -> Iterator[Line]:
    """Three rows with one text at the left and one at the right, as far as there is room; the right one first."""
    room = width - 6
    right_rows = big(right, room // 2)
    left_rows = big(left, room - 4 * len(right) - 2)
    for place in range(3):
        one = left_rows[place] if left_rows is not None else ""
        other = right_rows[place] if right_rows is not None else ""
        yield Cell("   " + one + " " * (room - len(one) - len(other)) + other, Tone.STRONG)
