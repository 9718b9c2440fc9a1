"""The filter that is typed above a list: `state:draft customer:alfki over:1000 late tofu`.

A list says which fields it knows. What is no field is a word to look for; in quotes anything is a word, and a value may
have blanks. Nothing is decided here about where a word is looked for: the list's query does that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from orderdesk.errors import BadValue
from orderdesk.texts import clean
from orderdesk.values import Money, parse_date, parse_money

LONGEST = 200  # characters
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_PIECE = re.compile(r'(?:([\w-]+):)?(?:"([^"]*)"?|(\S+))')
_SPAN = re.compile(r"([0-9]{0,18})(-?)([0-9]{0,18})")


class Kind(StrEnum):
    """What a field asks for."""

    WORDS = "words"  # one of a few, or several of them with commas between
    TEXT = "text"
    NUMBER = "number"  # 1042, 1000-1050, 1000-, -1050
    MONEY = "money"
    DAY = "day"  # 2026-11-23, today, +7
    FLAG = "flag"  # its name alone


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a list can be asked for.

    Attributes:
        help: what it finds, for the help of the screen and of the command.
        among: the words that can be asked for, where it takes words.
    """

    name: str
    kind: Kind
    help: str = ""
    among: tuple[str, ...] = ()

    @property
    def example(self) -> str:
        """How it is typed: `state:draft`, `late`."""
        shown = {
            Kind.WORDS: self.among[0] if self.among else "…",
            Kind.TEXT: "…", Kind.NUMBER: "1000-1050", Kind.MONEY: "1000", Kind.DAY: "2026-11-23",
        }  # fmt: skip
        return self.name if self.kind is Kind.FLAG else f"{self.name}:{shown[self.kind]}"


class Span(NamedTuple):
    """From the first to the last, both included; None is open."""

    first: int | None
    last: int | None


Value: TypeAlias = tuple[str, ...] | str | Span | Money | date | bool


@dataclass(frozen=True)
class Filter:
    """What is asked for: words that a row must have, and values by the field's name. Empty is everything."""

    words: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.values)

    def among(self, name: str) -> tuple[str, ...]:
        """The words of a field; none is any."""
        value = self.values.get(name, ())
        assert isinstance(value, tuple) and not isinstance(value, Span)
        return value

    def text(self, name: str) -> str | None:
        """The text of a field."""
        value = self.values.get(name)
        assert value is None or isinstance(value, str)
        return value

    def span(self, name: str) -> Span | None:
        """The numbers of a field."""
        value = self.values.get(name)
        assert value is None or isinstance(value, Span)
        return value

    def money(self, name: str) -> Money | None:
        """The amount of a field, in minor units."""
        value = self.values.get(name)
        assert value is None or (isinstance(value, int) and not isinstance(value, bool))
        return value

    def day(self, name: str) -> date | None:
        """The day of a field."""
        value = self.values.get(name)
        assert value is None or isinstance(value, date)
        return value

    def flag(self, name: str) -> bool:
        """Whether the field was named."""
        return name in self.values


def parse(
    text: str, fields: Sequence[Field], *, today: date, decimals: int = 2, mark: str = "."
) -> Filter:
    """What was typed, as a filter; of a field that is named twice the last one counts.

    Args:
        decimals: of the company's currency.
        mark: the decimal mark that amounts are typed with.

    Raises:
        BadValue: a field that the list does not have, or a value that is not what it asks for.
    """
    readers: Mapping[Kind, Callable[[Field, str], Value]] = {
        Kind.WORDS: _words,
        Kind.TEXT: lambda _, said: said,
        Kind.NUMBER: _span,
        Kind.MONEY: lambda one, said: parse_money(said, decimals=decimals, mark=mark, what=f"{one.name}:"),
        Kind.DAY: lambda one, said: read_day(said, today, f"{one.name}:"),
    }
    known = {one.name: one for one in fields}
    words: list[str] = []
    values: dict[str, Value] = {}
    for found in _PIECE.finditer(clean(text, "the filter", limit=LONGEST)):
        name, quoted, bare = found.groups()
        said = (quoted if quoted is not None else bare).strip()
        if name is None:
            flag = known.get(said.lower()) if quoted is None else None
            if flag is not None and flag.kind is Kind.FLAG:
                values[flag.name] = True
            elif quoted is None and said.endswith(":") and said.strip(":"):
                raise BadValue(_missing(known, said.rstrip(":").lower()))
            elif said:
                words.append(said)
            continue
        one = known.get(name.lower())
        if one is None:
            raise BadValue(_unknown(name, fields))
        if one.kind is Kind.FLAG:
            raise BadValue(f"{one.name} stands alone, without a value")
        if not said:
            raise BadValue(_missing(known, one.name))
        values[one.name] = readers[one.kind](one, said)
    return Filter(tuple(words), values)


def _unknown(name: str, fields: Sequence[Field]) -> str:
    can = f"there are {' '.join(one.name for one in fields)}" if fields else "words alone can be looked for"
    return f'no field {name[:20]}: here; {can}. In quotes it is a word: "{name[:20]}:…"'


def _missing(known: Mapping[str, Field], name: str) -> str:
    one = known.get(name)
    return _unknown(name, list(known.values())) if one is None else f"{name}: wants a value, like {one.example}"


def _words(one: Field, said: str) -> Value:
    found: dict[str, None] = {}
    for part in filter(None, said.lower().split(",")):
        fitting = [word for word in one.among if word == part] or [word for word in one.among if word.startswith(part)]
        if len(fitting) != 1:
            raise BadValue(f"{one.name}: {part[:20]!r} is none of {', '.join(one.among)}")
        found[fitting[0]] = None
    if not found:
        raise BadValue(f"{one.name}: wants one of {', '.join(one.among)}")
    return tuple(word for word in one.among if word in found)


def _span(one: Field, said: str) -> Value:
    found = _SPAN.fullmatch(said)
    if found is None or not (found[1] or found[3]):
        raise BadValue(f"{one.name}: {said[:20]!r} is not a number like 1042, or from and to like 1000-1050")
    first, last = (int(digits) if digits else None for digits in (found[1], found[3]))
    if not found[2]:
        last = first
    if first is not None and last is not None and last < first:
        raise BadValue(f"{one.name}: {said[:40]} ends before it begins")
    return Span(first, last)


def read_day(said: str, today: date, what: str) -> date:
    """A day as 2026-11-23, today, tomorrow, or counted from today as +7. Raises BadValue."""
    step = _DAYS.get(said.lower())
    if step is None and re.fullmatch(r"[+-][0-9]{1,4}", said):
        step = int(said)
    if step is None:
        return parse_date(said, what=what)
    try:
        return today + timedelta(days=step)
    except OverflowError:
        raise BadValue(f"{what} {said} is beyond every calendar") from None
