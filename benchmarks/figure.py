"""A figure: what was measured here, what the yardstick took in the same run, and how many times it that may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table.

    Attributes:
        part: the heading it stands under.
        budget: the ratio that it may reach; None where it is only told.
    """

    part: str
    what: str
    yardstick: str
    ours: float
    theirs: float
    unit: str
    budget: float | None = None

    @property
    def ratio(self) -> float:
        """How many times the yardstick it is."""
        return self.ours / self.theirs

    @property
    def is_past(self) -> bool:
        """Whether it is past its budget."""
        return self.budget is not None and self.ratio > self.budget

    def __str__(self) -> str:
        budget = "" if self.budget is None else f"{self.budget:.2f}"
        sides = f"{written(self.ours, self.unit):>12} {written(self.theirs, self.unit):>12}"
        return f"{self.what:68} {sides} {self.ratio:7.2f} {budget:>6}{'  past its budget' if self.is_past else ''}"


def written(number: float, unit: str) -> str:
    """The number with its unit, bytes without decimals."""
    return f"{number:,.0f} {unit}" if unit == "bytes" else f"{number:,.1f} {unit}"
