"""The small changes that a mapping may make to a value before it is read: a text in, a text out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from orderdesk.errors import BadValue
from orderdesk.texts import fold

_YES = frozenset({"1", "y", "yes", "true", "t", "x"})
_NO = frozenset({"", "0", "n", "no", "false", "f"})
_NOT_CODE = re.compile(r"[^A-Z0-9]+")


def _code(text: str) -> str:
    return _NOT_CODE.sub("-", fold(text).upper()).strip("-")


def _yes_no(text: str) -> str:
    word = text.strip().lower()
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise BadValue("is neither yes nor no")


def _invert(text: str) -> str:
    return "no" if _yes_no(text) == "yes" else "yes"


def _fraction(text: str) -> str:
    if not text.strip():
        return ""
    try:
        percent = Decimal(text.strip()) * 100
    except InvalidOperation:
        percent = Decimal("NaN")
    if not percent.is_finite() or abs(percent) > 10_000:
        raise BadValue("is not a fraction like 0.15")
    return f"{percent.normalize():f}"


def _decimal_comma(text: str) -> str:
    """1.234,50 is 1234.50; a point that groups no thousands is an error rather than a guess."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if not re.fullmatch(r"[+-]?(\d{1,3}(\.\d{3})+|\d*)(,\d+)?", plain):
        raise BadValue("is not a number like 1.234,50")
    return plain.replace(".", "").replace(",", ".")


def _iso_date(text: str) -> str:
    plain = text.strip()
    if not plain:
        return ""
    try:
        return datetime.fromisoformat(plain).date().isoformat()
    except ValueError:
        raise BadValue("is not a date like 2026-11-23") from None


def _date_like(pattern: str) -> Callable[[str], str]:
    def convert(text: str) -> str:
        plain = text.strip()
        if not plain:
            return ""
        try:
            return datetime.strptime(plain, pattern).date().isoformat()  # noqa: DTZ007 -- a date has no zone
        except ValueError:
            raise BadValue(f"is not a date like {pattern}") from None

    return convert


_CONVERTERS: dict[str, Callable[[str], str]] = {
    "trim": str.strip,
    "upper": str.upper,
    "lower": str.lower,
    "code": _code,
    "yes-no": _yes_no,
    "invert": _invert,
    "fraction": _fraction,
    "decimal-comma": _decimal_comma,
    "date": _iso_date,
}


def converter(name: str) -> Callable[[str], str]:
    """The conversion of that name; it raises BadValue with the end of a sentence that begins with the value.

    Raises:
        BadValue: there is none of that name.
    """
    if name.startswith("date:") and "%" in name:
        return _date_like(name.removeprefix("date:"))
    if name not in _CONVERTERS:
        raise BadValue(f"there is no conversion {name!r}; there are {', '.join(_CONVERTERS)} and date:%d.%m.%Y")
    return _CONVERTERS[name]
