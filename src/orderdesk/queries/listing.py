"""A list that is looked at a page at a time: its fields, its pages, what its filter adds up to, and how it is exported.

Screens window over it, commands and exports read it to its end; all by the same query. A page begins after the last row
of the one before (keyset), so that the thousandth costs what the first one does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from sqlalchemy import Select, func, select

from orderdesk.filters import Field, Filter, parse
from orderdesk.queries.currencies import ours
from orderdesk.queries.settings import settings
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import Money

T = TypeVar("T")
Key: TypeAlias = str | int
Counts: TypeAlias = Literal["text", "money", "quantity"]

COUNTED = 10_000  # rows, up to which a filter is added up; a foot may not cost more than the list


@dataclass(frozen=True, slots=True)
class Sums:
    """What a filter matches; the amount is in the company's currency.

    `more`: it was counted no further, and the amount is not known.
    """

    count: int
    amount: Money | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Exported(Generic[T]):
    """One column of the file: its heading, its value, and what an int in it counts (none: a plain number)."""

    title: str
    value: Callable[[T], str | int | date | None]
    counts: Counts = "text"


@dataclass(frozen=True)
class Listing(Generic[T]):
    """One list.

    Attributes:
        name: for saved views, commands and the names of files.
        fields: what its filter knows.
        page: at most so many rows after the last one of the page before, in the list's order.
        key: what marks and the highlight hold on to.
        sums: what the filter adds up to; bounded, see `added_up`.
        exported: the columns of the file.
        columns_of: the columns where they depend on how the company is set.
    """

    name: str
    fields: tuple[Field, ...]
    page: Callable[[Reading, Filter, T | None, int], Sequence[T]]
    key: Callable[[T], Key]
    sums: Callable[[Reading, Filter], Sums]
    exported: tuple[Exported[T], ...]
    columns_of: Callable[[Settings], tuple[Exported[T], ...]] | None = None

    def columns(self, company: Settings) -> tuple[Exported[T], ...]:
        """The columns of the file in this company."""
        return self.exported if self.columns_of is None else self.columns_of(company)

    def read(self, reading: Reading, text: str) -> Filter:
        """The filter that was typed, by the company's way to write figures. Raises BadValue."""
        company = settings(reading)
        mark = Show(company.money, company.locale).decimal_mark
        return parse(text, self.fields, today=reading.today, decimals=company.decimals, mark=mark)

    def all(self, reading: Reading, wanted: Filter, size: int) -> Iterator[Sequence[T]]:
        """Every row, in pages of that size."""
        rows = self.page(reading, wanted, None, size)
        while rows:
            yield rows
            rows = self.page(reading, wanted, rows[-1], size) if len(rows) == size else ()


def added_up(reading: Reading, amounts: Select[Any], **values: Any) -> Sums:
    """How many rows a statement of `amount` has and what they come to; no further than COUNTED.

    Where it has `currency` and `rate` as well, the sum is in the company's currency.
    """
    bounded = amounts.limit(COUNTED + 1).subquery()
    each = [bounded.c.currency, bounded.c.rate] if "rate" in bounded.c else []
    statement = select(*each, func.count().label("rows"), func.sum(bounded.c.amount).label("amount")).group_by(*each)
    rows = reading.all(statement, **values)
    count = sum(row.rows for row in rows)
    if count > COUNTED:
        return Sums(COUNTED, more=True)
    return Sums(count, ours(reading, rows) if each else int(rows[0].amount or 0))
