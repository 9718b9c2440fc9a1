"""What an invariant is: a statement that finds the rows that break it, and the sentence to say of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, Row, Select, Subquery, func, literal, select, union_all

from orderdesk.models.columns import Whole


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that must hold of the whole database.

    Attributes:
        broken: every row that breaks it; none when it holds.
        sentence: what to say of such a row.
    """

    broken: Executable
    sentence: Callable[[Row[Any]], str]


def disagreement(keys: Sequence[str], kept: Select[Any], recomputed: Select[Any]) -> Subquery:
    """Where a figure that is kept differs from the same figure recomputed, also where only one of the two is there.

    Args:
        keys: the columns that say what the figure is of; both selects have them, and their figure as `figure`.

    Returns:
        The keys, with `kept` and `recomputed`.
    """
    left, right = kept.subquery(), recomputed.subquery()
    nothing = literal(0, Whole)
    both = union_all(
        select(*(left.c[key] for key in keys), left.c.figure.label("kept"), nothing.label("recomputed")),
        select(*(right.c[key] for key in keys), nothing.label("kept"), right.c.figure.label("recomputed")),
    ).subquery()
    one, other = func.sum(both.c.kept), func.sum(both.c.recomputed)
    columns = [both.c[key] for key in keys]
    return (
        select(*columns, one.label("kept"), other.label("recomputed"))
        .group_by(*columns)
        .having(one != other)
        .subquery()
    )
