"""Figures as text: columns of amounts, and how full a credit limit is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from orderdesk.widgets.cells import cut, fit, width_of
from orderdesk.widgets.paint import Cell, Piece, Tone


def credit_bar(used: int, this: int, limit: int | None, width: int = 18) -> Cell:
    """How much of the limit is used: █ before this order, ▒ by it, ░ free; all full and ! where it is over.

    Amounts in minor units. No limit has no bar; with a limit of zero every order is over.
    """
    if limit is None:
        return Cell("no limit", Tone.MUTED)
    total = used + this
    if total > limit:
        return Cell("█" * (width - 1) + "!", Tone.REFUSED)
    if limit <= 0:
        return Cell("░" * width)
    before = max(0, used) * width // limit
    after = max(before, -(-max(0, total) * width // limit))  # a small order shows
    text = "█" * before + "▒" * (after - before) + "░" * (width - after)
    return Cell(text, Tone.WARNING if after == width else Tone.PLAIN)


def amounts(rows: Sequence[tuple[str, str] | tuple[str, str, str]], indent: int = 3, gap: int = 2) -> list[list[Piece]]:
    """Rows of label, amount and remark as lines: labels left, amounts right under each other, remarks after them."""
    labels = max((width_of(row[0]) for row in rows), default=0)
    figures = max((width_of(row[1]) for row in rows), default=0)
    lines: list[list[Piece]] = []
    for label, amount, *remark in rows:
        text = " " * indent + fit(label, labels) + " " * gap + fit(amount, figures, "right")
        lines.append([text, Cell(" " * gap + "".join(remark), Tone.MUTED)])
    return lines


def spread(pieces: Sequence[str], width: int, gap: int = 2) -> str:
    """Texts across a row, the first at its left and the last at its right edge.

    What does not fit is left out from the middle, then the first is cut: the last is the sum, and sums never go.
    """
    kept = list(pieces)
    while len(kept) > 2 and sum(cell_len(piece) for piece in kept) + gap * (len(kept) - 1) > width:
        del kept[len(kept) // 2]
    if len(kept) < 2:
        return "".join(kept)
    if cell_len(kept[0]) + gap + cell_len(kept[-1]) > width:
        kept[0] = cut(kept[0], max(0, width - gap - cell_len(kept[-1])))
    spaces = max(gap * (len(kept) - 1), width - sum(cell_len(piece) for piece in kept))
    each, more = divmod(spaces, len(kept) - 1)
    return "".join(piece + " " * (each + (i < more)) for i, piece in enumerate(kept[:-1])) + kept[-1]
