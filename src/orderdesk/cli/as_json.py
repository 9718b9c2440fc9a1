"""Answers as JSON: amounts as decimal texts ("12.50"), never as floats; dates as ISO text; records as objects.

What a number counts is read off its annotation: a field of type `Money` is written with the currency's decimals, a
`Quantity` with no more than it needs. Characters that could steer a terminal are written as `\\uXXXX`: the
text is the same for a program, and harmless for an eye.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from orderdesk.texts import visible
from orderdesk.values import Currency, money_text, percent_text, price_text, quantity_text, rate_text

# What the figures of a finding count; a name that is not here is a plain number (days, positions) or a text.
_FIGURES = {
    "money": (
        "open_invoices", "unapplied_credit", "shipped_not_invoiced", "confirmed_not_shipped", "submitted", "prepaid",
        "order", "limit", "exposure", "exposure_with_order", "over", "room", "gross", "value_limit", "overdue", "open",
        "net", "net_before", "given", "amount", "usual", "open_orders", "order_limit", "group_exposure", "group_limit",
        "beyond_horizon", "overdue_limit",
    ),
    "price": ("price", "cost", "receipt_price", "difference", "floor_price"),
    "percent": ("discount", "ceiling", "margin", "floor", "band", "share_limit", "allowance"),
    "quantity": (
        "quantity", "free_now", "at_wanted", "short", "due", "shipped", "most", "invoiced", "picked", "cancelled",
        "minimum", "multiple", "returned", "agreed", "habit", "times",
    ),
}  # fmt: skip
_OF_LINES = frozenset(("net", "net_before", "given"))
_FIGURE_KINDS = {name: kind for kind, names in _FIGURES.items() for name in names}


def plain(value: object, decimals: int = 2, hint: object = None, own: int | None = None) -> Any:
    """A value as what JSON knows: objects, lists, texts, whole numbers, true and false.

    A record that has a `Currency` is a document in it: its amounts and those of the records in it have that one's
    decimals, but for what is said to be the company's own money.

    Args:
        decimals: of the currency that amounts are in.
        hint: the annotation the value stood under; says what a number counts.
        own: the decimals of the company's currency, where they are others.
    """
    own = decimals if own is None else own
    if value is None or (isinstance(value, bool | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return plain(value.value, decimals)
    if isinstance(value, Currency):
        return value.code
    if isinstance(value, int):
        counts = _counts(hint)
        return number_text(value, counts, own if counts == "own money" else decimals)
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        counted = getattr(value, "currency", None)
        decimals = counted.decimals if isinstance(counted, Currency) else decimals
        return {
            field.name: _figures(part, decimals, own)
            if field.name == "figures"
            else plain(part, decimals, hints.get(field.name), own)
            for field in fields(value)
            for part in (getattr(value, field.name),)
        }
    if isinstance(value, Mapping):
        _, of = _pair(hint)
        return {str(plain(key)): plain(part, decimals, of, own) for key, part in value.items()}
    if isinstance(value, Sequence | Set):
        parts = sorted(value, key=str) if isinstance(value, Set) else value
        return [plain(part, decimals, _element(hint, at), own) for at, part in enumerate(parts)]
    return str(value)


def number_text(value: int, counts: str | None, decimals: int) -> str | int:
    """A whole number as the decimal text of what it counts; a plain number stays one."""
    match counts:
        case "money":
            return money_text(value, decimals)
        case "own money":
            return money_text(value, decimals)
        case "rate":
            return rate_text(value)
        case "price":
            return price_text(value)
        case "quantity":
            return quantity_text(value)
        case "percent":
            return percent_text(value)
    return value


def dumps(tree: object) -> str:
    """One line of JSON, with nothing in it that a terminal would obey."""
    text = json.dumps(tree, ensure_ascii=False, allow_nan=False)
    if visible(text) == text:
        return text
    return "".join(c if visible(c) == c else f"\\u{ord(c):04x}" for c in text)


def _figures(figures: object, decimals: int, own: int) -> object:
    """A finding's: those of a line are in the document's currency, what is owed and limited in the company's."""
    if not isinstance(figures, Mapping):
        return plain(figures, decimals, own=own)
    return {
        name: number_text(part, _FIGURE_KINDS.get(name), decimals if name in _OF_LINES else own)
        if isinstance(part, int) and not isinstance(part, bool)
        else plain(part, decimals, own=own)
        for name, part in figures.items()
    }


@cache
def _hints(kind: type) -> dict[str, Any]:
    try:
        return get_type_hints(kind, include_extras=True)
    except NameError:  # a name that only the type checker imports; the numbers' own annotations can still be read
        import orderdesk.values

        known = vars(orderdesk.values)
        return {
            name: known.get(str(hint).partition("|")[0].strip(), None)
            for base in reversed(kind.__mro__)
            for name, hint in vars(base).get("__annotations__", {}).items()
        }


def _branches(hint: object) -> tuple[object, ...]:
    if get_origin(hint) in (Union, types.UnionType):
        return get_args(hint)
    return (hint,)


def _counts(hint: object) -> str | None:
    for branch in _branches(hint):
        if get_origin(branch) is Annotated and isinstance(branch.__metadata__[0], str):  # type: ignore[attr-defined]
            return str(branch.__metadata__[0])  # type: ignore[attr-defined]
    return None


def _element(hint: object, at: int) -> object:
    for branch in _branches(hint):
        arguments = get_args(branch)
        if get_origin(branch) is tuple and arguments[-1:] != (Ellipsis,):
            return arguments[at] if at < len(arguments) else None
        if arguments and get_origin(branch) is not Annotated:
            return arguments[0]
    return None


def _pair(hint: object) -> tuple[object, object]:
    for branch in _branches(hint):
        arguments = get_args(branch)
        if len(arguments) == 2 and get_origin(branch) is not Annotated:
            return arguments[0], arguments[1]
    return None, None
