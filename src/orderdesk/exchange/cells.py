"""One record's cells, read as what they should be.

What is wrong goes to the findings with its place, and reading goes on, so that a row is reported with everything that
is wrong with it at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import TypeVar

from orderdesk.errors import BadValue
from orderdesk.exchange.converting import converter
from orderdesk.exchange.records import Record
from orderdesk.exchange.report import Findings
from orderdesk.texts import clean, code
from orderdesk.values import (
    Money,
    Percent,
    Quantity,
    UnitPrice,
    parse_date,
    parse_money,
    parse_percent,
    parse_price,
    parse_quantity,
)

T = TypeVar("T")

_RELATIVE = re.compile(r"today([+-]\d{1,5})?")
_yes_no = converter("yes-no")


class Cells:
    """The cells of one record. Every reader returns something usable; look at `good` before it is used.

    Args:
        today: what `today` and `today-12` count from.
        decimals: of the company's currency.
    """

    def __init__(self, record: Record, findings: Findings, today: date, decimals: int = 2) -> None:
        self.record = record
        self.findings = findings
        self.today = today
        self.decimals = decimals
        self.good = True

    def has(self, column: str) -> bool:
        """Whether the file has this column at all; a column that it lacks changes nothing."""
        return column in self.record.values

    def given(self, column: str) -> bool:
        """Whether something stands in it."""
        return bool(self.record.values.get(column, "").strip())

    def wrong(self, column: str, reason: str) -> None:
        """Report a cell, or with no column the row."""
        self.good = False
        place = self.record.place(column)
        value = self.record.raw.get(column, self.record.values.get(column, "")) if column else ""
        self.findings.error(reason, line=place.line, column=place.column, value=value, file=place.file)

    def read(self, column: str, read: Callable[[str], T], otherwise: T) -> T:
        """The cell read; `otherwise` when it is empty, not there, or wrong (which is reported)."""
        text = self.record.values.get(column, "")
        if not text.strip():
            return otherwise
        try:
            return read(text)
        except BadValue as error:
            self.wrong(column, _reason(error, text))
            return otherwise

    def needed(self, column: str) -> bool:
        """Report an empty cell that must be filled; whether it is."""
        if self.given(column):
            return True
        self.wrong(column, "is empty, and it must be given")
        return False

    def text(self, column: str, *, limit: int = 200) -> str:
        """One line of text, white space folded."""
        return self.read(column, lambda text: clean(text, column, limit=limit), "")

    def name(self, column: str = "name", *, limit: int = 200) -> str:
        """A text that must be there."""
        found = self.text(column, limit=limit) if self.needed(column) else ""
        if self.given(column) and not found and self.good:
            self.wrong(column, "has no letter or digit in it")
        return found

    def code(self, column: str) -> str:
        """A code; empty when not given. Blanks around it are noted, for the other system may still write them."""
        found = self.read(column, lambda text: code(text, column), "")
        raw = self.record.raw.get(column, self.record.values.get(column, ""))
        how = self.record.mapping.convert_names.get(column, "trim") if self.record.mapping else "trim"
        looked_up = self.record.mapping is not None and column in self.record.mapping.lookups
        if found and raw != raw.strip() and how == "trim" and not looked_up:
            place = self.record.place(column)
            self.findings.note(f"{place.file} line {place.line}: {place.column} {raw!r} was read as {found}")
        return found

    def key(self, column: str = "code") -> str:
        """A code that must be there."""
        return self.code(column) if self.needed(column) else ""

    def one_of(self, column: str, words: Collection[str], otherwise: str) -> str:
        """One of some words."""

        def read(text: str) -> str:
            word = text.strip().lower()
            if word not in words:
                raise BadValue(f"is not one of {', '.join(words)}")
            return word

        return self.read(column, read, otherwise)

    def yes(self, column: str, *, otherwise: bool) -> bool:
        """Yes or no."""
        return self.read(column, lambda text: _yes_no(text) == "yes", otherwise)

    def count(self, column: str, *, otherwise: int = 0, most: int = 10_000) -> int:
        """A whole number from 0."""

        def read(text: str) -> int:
            plain = text.strip()
            if not (plain.isascii() and plain.isdigit() and len(plain) < 10) or int(plain) > most:
                raise BadValue(f"is not a whole number from 0 to {most:,}")
            return int(plain)

        return self.read(column, read, otherwise)

    def number(self, column: str) -> int | None:
        """A document's number, from 1."""
        found = self.count(column, otherwise=-1, most=999_999_999)
        if found == 0:
            self.wrong(column, "a number begins at 1")
        return found if found > 0 else None

    def money(self, column: str, *, negative: bool = False) -> Money | None:
        """An amount in minor units; None when empty."""

        def read(text: str) -> Money | None:
            return parse_money(text, decimals=self.decimals, what=column, negative=negative)

        return self.read(column, read, None)

    def price(self, column: str) -> UnitPrice | None:
        """A unit price; None when empty."""
        return self.read(column, lambda text: _some(parse_price(text, what=column)), None)

    def quantity(self, column: str) -> Quantity | None:
        """A quantity; None when empty."""
        return self.read(column, lambda text: _some(parse_quantity(text, what=column)), None)

    def percent(self, column: str) -> Percent | None:
        """A percentage; None when empty."""
        return self.read(column, lambda text: _some(parse_percent(text, what=column)), None)

    def day(self, column: str) -> date | None:
        """A date: ISO, or counted from today; None when empty."""

        def read(text: str) -> date | None:
            relative = _RELATIVE.fullmatch(text.strip().lower().replace(" ", ""))
            if relative is None:
                return parse_date(text, what=column)
            try:
                return self.today + timedelta(days=int(relative[1] or 0))
            except OverflowError:
                raise BadValue("is too far from today") from None

        return self.read(column, read, None)

    def known(self, column: str, there: Mapping[str, T], what: str, *, needed: bool = False) -> T | None:
        """What a code stands for; None when it is empty or there is none, which is reported."""
        found = self.key(column) if needed else self.code(column)
        if not found:
            return None
        if found not in there:
            self.wrong(column, f"there is no {what} {found}")
            return None
        return there[found]


def _some(value: T) -> T | None:
    return value


def _reason(error: BadValue, text: str) -> str:
    """The sentence without the value in it, which the report shows beside it."""
    said = str(error)
    short = text.strip()[:40]
    for value in (repr(short), short):
        _, found, rest = said.partition(f" {value} ")
        if found and rest:
            return rest
    return said
