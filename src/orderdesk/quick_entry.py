"""Quick entry: what a clerk types into the line field, `[qty x] code [@price] [-n%] ["note"]`, and what it may mean.

Nothing is looked up here. Codes may begin with digits and contain an x, so a text can often be read in more than one
way (`12x` is a code, or the beginning of twelve of something): all readings are given, and the first whose code exists
is meant. That is what "exact code first" comes to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from orderdesk.errors import BadValue
from orderdesk.values import (
    ONE,
    Percent,
    Quantity,
    UnitPrice,
    parse_percent,
    parse_price,
    parse_quantity,
    percent_text,
    price_text,
    quantity_text,
)

_NOTE = re.compile(r"(?:^|\s)[\"“„”](?P<note>[^\"“”]*)[\"“”]?\s*$")
_PRICE = re.compile(r"(?:^|(?<=\s))@\s*(?P<price>\S+)")
_DISCOUNT = re.compile(r"(?:^|(?<=\s))[-\u2212]\s*(?P<discount>[\d.,]+)\s*%")
_NUMBER = r"\d+(?:[.,]\d+)?"
_SPACED = re.compile(rf"(?P<quantity>{_NUMBER})(?:[xX]\s*|\s*[×*]\s*|\s+[xX]\s+|\s+)(?P<rest>\S.*)$")
_TIMES = re.compile(rf"[*×]\s*(?P<quantity>{_NUMBER})$")
_TIMES_CODE = re.compile(rf"[*×]\s*(?P<quantity>{_NUMBER})\s+(?P<rest>\S.*)$")
_VOID = re.compile(r"[-\u2212]$")
_QUOTES = str.maketrans(dict.fromkeys('"“”„', "'"))


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to add.

    Attributes:
        code: as typed: an SKU, a barcode, or words to look up.
        quantity: in `unit`, or in the product's own where that is empty; thousandths.
        price: for one unit, typed by hand; None is the price that applies.
    """

    code: str
    quantity: Quantity = ONE
    unit: str = ""
    price: UnitPrice | None = None
    discount: Percent = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewQuantity:
    """`*12`: the line has this quantity now."""

    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Void:
    """`-`: the line goes."""


Entry: TypeAlias = NewLine | NewQuantity | Void


def readings(text: str, *, mark: str = ".") -> tuple[Entry, ...]:
    """Everything that the text may mean, the likeliest first; nothing for an empty one.

    Args:
        mark: the decimal mark that people type here.

    Raises:
        BadValue: a quantity, price or discount that is none; the sentence says which.
    """
    text = text.strip()
    if not text:
        return ()
    if times := _TIMES_CODE.match(text):  # *12 chai, as it slips from hands that have just typed *12
        text = f"{times['quantity']} {times['rest']}"
    if _VOID.match(text):
        return (Void(),)
    times = _TIMES.match(text)
    if times:
        return (NewQuantity(_quantity(times["quantity"], mark)),)
    rest, form = _extras(text, mark)
    if not rest:
        raise BadValue(f"{text[:40]!r} names no product; type its code before the price, discount or note")
    found = []
    if " " not in rest:
        found.append(replace(form, code=rest))
    spaced = _SPACED.match(rest)
    if spaced:
        found += _with_quantity(replace(form, quantity=_quantity(spaced["quantity"], mark)), spaced["rest"])
    elif " " in rest:
        found.append(replace(form, code=rest))
    return tuple(found)


def entry_text(entry: NewLine, mark: str = ".") -> str:
    """A line as it would be typed: `12 case chai @20 -5% "note"`; `readings` reads it back.

    A code that begins with a letter or a digit and has no blank comes back as it was, and so does a note without
    quotation marks; those in a note become apostrophes.

    Args:
        mark: the decimal mark that people type here.
    """
    counted = entry.quantity != ONE or bool(entry.unit) or " " in entry.code
    parts = [quantity_text(entry.quantity).replace(".", mark)] if counted else []
    if counted and (entry.unit or entry.code)[:1] in "xX*×":
        parts.append("x")  # one of their own would be taken for it
    parts += [part for part in (entry.unit, entry.code) if part]
    if entry.price is not None:
        parts.append("@" + price_text(entry.price).removesuffix(".00").replace(".", mark))
    if entry.discount:
        parts.append(f"-{percent_text(entry.discount)}%".replace(".", mark))
    if entry.note:
        parts.append(f'"{entry.note.translate(_QUOTES)}"')
    return " ".join(parts)


def _with_quantity(form: NewLine, rest: str) -> list[NewLine]:
    """What stands behind the quantity: a code or words, or a unit and then a code."""
    unit, _, code = rest.partition(" ")
    whole = replace(form, code=rest)
    if not code or " " in code.strip():
        return [whole]
    return [replace(form, unit=unit, code=code.strip()), whole]


def _extras(text: str, mark: str) -> tuple[str, NewLine]:
    """Take note, price and discount off; what is left, and a line with them."""
    form = NewLine("")
    note = _NOTE.search(text)
    if note:
        form = replace(form, note=" ".join(note["note"].split()))
        text = text[: note.start()]
    price = _PRICE.search(text)
    if price:
        form = replace(form, price=parse_price(_plain(price["price"], mark), mark=mark))
        text = text[: price.start()] + " " + text[price.end() :]
    discount = _DISCOUNT.search(text)
    if discount:
        form = replace(form, discount=parse_percent(_plain(discount["discount"], mark), mark=mark, what="discount"))
        text = text[: discount.start()] + " " + text[discount.end() :]
    return " ".join(text.split()), form


def _quantity(text: str, mark: str) -> Quantity:
    quantity = parse_quantity(_plain(text, mark), mark=mark)
    if quantity == 0:
        raise BadValue("a quantity of 0 is no line; - takes the highlighted line away")
    return quantity


def _plain(text: str, mark: str) -> str:
    """A number from the numeric pad, whose point is a point whatever the locale says."""
    return text.replace(".", mark) if mark == "," and text.count(".") == 1 and "," not in text else text


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def typed_day(text: str, today: date) -> date:
    """A day as clerks type it, from today on: `fri`, `+3`, `14`, `14.11.`, `14 nov`, or a whole date.

    Raises:
        BadValue: no day can be made of it.
    """
    plain = text.strip().casefold().rstrip(".")
    if re.fullmatch(r"\+\d{1,4}", plain):
        return today + timedelta(days=int(plain))
    if len(plain) > 1 and plain.isalpha():
        for number, name in enumerate(_WEEKDAYS):
            if plain[:3] == name[: len(plain)]:
                return today + timedelta(days=(number - today.weekday()) % 7)
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return _day_of(re.split(r"[./\s-]+", plain), today, text)


def _day_of(parts: list[str], today: date, text: str) -> date:
    if len(parts) > 1 and parts[1][:3] in _MONTHS:
        parts[1] = str(_MONTHS.index(parts[1][:3]) + 1)
    if 1 <= len(parts) <= 3 and all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        day, *rest = map(int, parts)
        month, year = rest[0] if rest else today.month, rest[1] if len(rest) > 1 else today.year
        for _ in range(12):
            found: date | None
            try:
                found = date(year + 2000 if year < 100 else year, month, day)
            except ValueError:
                found = None  # there is no 31st this month
            if found is not None and (found >= today or len(rest) > 1):
                return found
            if len(rest) > 1:
                break
            if rest:
                year += 1
            else:
                year, month = year + month // 12, month % 12 + 1
    raise BadValue(f"{text.strip()[:40]!r} is no day; type it as 14.11., fri, +3 or {today.isoformat()}")
