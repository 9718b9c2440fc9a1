"""docs/performance.md: what was measured, in tables, and how many keys an order takes."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from benchmarks.figure import Figure, written
from tests.terminal.order_desk import CONTENT_KEYS, CONTROL_KEYS

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

# All keys of a three-line order elsewhere, letters and digits included: estimates from the programs' own documentation,
# give or take a quarter, not measured.
ELSEWHERE = (
    ("SAP VA01", "62–72"), ("Odoo", "50–60, and up to 3 clicks"), ("ERPNext", "66–78, and up to 4 clicks"),
    ("Business Central, Quick Entry tuned", "40–50"), ("Business Central, as it comes", "60–85"),
)  # fmt: skip


def page(figures: Sequence[Figure]) -> str:
    """The whole page."""
    rows = [
        "# What it costs",
        "",
        f"Written by `make bench` on a machine with {os.cpu_count()} cores, Python {platform.python_version()},"
        f" Textual {version('textual')}, SQLite. Every figure stands beside its yardstick, measured in the same run in"
        " turn with it; the ratio is what counts, and what the budget holds.",
        "",
        *keys_of_an_order(),
    ]
    for part, members in groupby(figures, key=lambda one: one.part):
        rows += ["", f"## {part}", "", *HEAD]
        rows += [_row(one) for one in members]
    return "\n".join([*rows, "", *NOTES, ""])


HEAD = ("| what | here | yardstick | there | ratio | budget |", "|---|--:|---|--:|--:|--:|")
NOTES = (
    "Bytes are averages over all keys of a text, with everything that a key sets off. Times are the median over the",
    "keys of each key's best round. “Until it is seen” ends with the letter on the screen; the row below it ends with",
    "the last byte, suggestions and stock included. Figures without a budget are told, not held.",
)


def _row(one: Figure) -> str:
    budget = "" if one.budget is None else f"{one.budget:.2f}{' **past**' if one.is_past else ''}"
    sides = f"{written(one.ours, one.unit)} | {one.yardstick} | {written(one.theirs, one.unit)}"
    return f"| {one.what} | {sides} | {one.ratio:.2f} | {budget} |"


def keys_of_an_order() -> list[str]:
    """The table of keys, beside what the others' documentation comes to."""
    total = CONTROL_KEYS + CONTENT_KEYS
    return [
        "## Keys of a three-line order",
        "",
        "Customer alfki; 12 chai, 40 tofu less 5 %, 6 of the first product found for que; submitted. The others: a",
        "customer, three codes of six characters and quantities of two, without the discount; estimated from their",
        "documentation, give or take a quarter, not measured.",
        "",
        "| where | control keys | all keys |",
        "|---|--:|--:|",
        f"| orderdesk | {CONTROL_KEYS} | {total} |",
        *(f"| {name} | | {keys} |" for name, keys in ELSEWHERE),
    ]
