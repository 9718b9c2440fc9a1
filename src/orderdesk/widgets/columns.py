"""Which columns of a list are shown at a width, and how wide.

Narrow terminals lose columns by rank, never a total: a column that has one is widened to hold it and stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from orderdesk.widgets.cells import Align, width_of

GAP = 2
LEAST = 4  # to which a text column may be squeezed before it goes


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        width: in cells; where it has a share, the least.
        share: its part of what is left over; 0 keeps the width.
        rank: 0 is always shown; of the others the highest goes first when room is short.
    """

    title: str
    width: int
    share: int = 0
    align: Align = "left"
    rank: int = 0


@lru_cache(maxsize=64)  # asked for every row that is drawn
def place(columns: tuple[Column, ...], room: int, totals: tuple[str, ...] = ()) -> tuple[tuple[int, int], ...]:
    """The columns that fit into that many cells, as (number, width), in their order."""
    total = [totals[i] if i < len(totals) else "" for i in range(len(columns))]
    widths = {i: max(column.width, width_of(total[i])) for i, column in enumerate(columns)}

    def over() -> int:
        return sum(widths.values()) + GAP * (len(widths) - 1) - room

    spare = sorted((i for i in widths if columns[i].rank and not total[i]), key=lambda i: (columns[i].rank, i))
    while spare and over() > 0:
        del widths[spare.pop()]
    texts = [i for i in widths if columns[i].align == "left" and not total[i]]
    for i in sorted(texts, key=lambda i: -widths[i]):
        widths[i] = min(widths[i], max(LEAST, widths[i] - max(0, over())))
    for i in [i for i in reversed(widths) if not total[i]]:
        if over() > 0:
            del widths[i]
    shares = {i: columns[i].share for i in widths if columns[i].share}
    left = max(0, -over())
    for i, share in shares.items():
        widths[i] += left * share // sum(shares.values())
    return tuple(widths.items())
