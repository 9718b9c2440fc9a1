"""Text cut and padded to terminal cells: wide characters count two, nothing unsafe is let through."""

from __future__ import annotations

from typing import Literal

from rich.cells import cell_len, set_cell_size

from orderdesk.texts import visible

Align = Literal["left", "right"]


def width_of(text: str) -> int:
    """How many cells it takes when shown."""
    return cell_len(visible(text))


def cut(text: str, width: int) -> str:
    """The text made visible, and cut to at most that many cells with … at its end."""
    shown = visible(text)
    if cell_len(shown) <= width:
        return shown
    return set_cell_size(shown, width - 1).rstrip() + "…" if width > 0 else ""


def fit(text: str, width: int, align: Align = "left") -> str:
    """The text in exactly that many cells. What stands right is a figure: one that does not fit is ####, never cut."""
    shown = visible(text)
    size = cell_len(shown)
    if size > width:
        if align == "right":
            return "#" * width
        shown = cut(text, width)
        size = cell_len(shown)
    blank = " " * (width - size)
    return blank + shown if align == "right" else shown + blank
