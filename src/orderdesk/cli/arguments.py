"""From JSON to the arguments of a verb: each converted by its annotation, and what is wrong named.

Amounts, prices, quantities and percentages may be texts ("12.50") or JSON numbers (12.50); a number is read as it was
written, digit by digit, so no float ever stands between. 12 is twelve, never twelve cents.
"""

from __future__ import annotations

import contextlib
import difflib
import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from orderdesk.errors import BadValue
from orderdesk.values import parse_date, parse_money, parse_percent, parse_price, parse_quantity, parse_rate


class Number(str):
    """A JSON number with a point or an exponent, as it was written."""

    __slots__ = ()


@cache
def _parameters(work: Callable[..., object]) -> Mapping[str, inspect.Parameter]:
    """What a verb takes besides its transaction, with the annotations read."""
    plain = inspect.unwrap(work)
    hints = get_type_hints(plain, include_extras=True)
    own = list(inspect.signature(plain).parameters.values())[1:]
    return {parameter.name: parameter.replace(annotation=hints[parameter.name]) for parameter in own}


def arguments(verb: str, work: Callable[..., object], said: Mapping[str, Any], decimals: int) -> dict[str, Any]:
    """The keyword arguments for a verb.

    Args:
        said: what the JSON object says, without the verb's name.
        decimals: of the company's currency.

    Raises:
        BadValue: keys that the verb does not know, keys that it needs, a value of the wrong kind; each by its name.
    """
    parameters = _parameters(work)
    unknown = [key for key in said if key not in parameters]
    if unknown:
        known = f"it takes {', '.join(parameters)}" if parameters else "it takes none"
        raise BadValue(f"{verb} does not know {_list(unknown)}; {known}")
    needed = [name for name, one in parameters.items() if one.default is inspect.Parameter.empty and name not in said]
    if needed:
        raise BadValue(f"{verb} needs {_list(needed)}")
    return {key: convert(value, parameters[key].annotation, key, decimals) for key, value in said.items()}


def closest(word: str, words: Mapping[str, object]) -> str:
    """What may have been meant, as the end of a sentence; empty when nothing is near."""
    near = difflib.get_close_matches(word[:60], list(words), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def convert(value: Any, hint: Any, name: str, decimals: int) -> Any:
    """One value as its annotation wants it. Raises BadValue with the key's name."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in inside:
            return None
        kinds = [branch for branch in inside if branch not in (type(None), types.EllipsisType)]
        for kind in kinds[:-1]:
            with contextlib.suppress(BadValue):
                return convert(value, kind, name, decimals)
        return convert(value, kinds[-1], name, decimals)
    if origin is Annotated:
        return _figure(value, hint.__metadata__[0], name, decimals)
    if origin is tuple and inside[-1:] != (Ellipsis,):
        if not isinstance(value, list) or len(value) != len(inside):
            raise BadValue(f"{name} is a list of {len(inside)} values")
        return tuple(convert(part, kind, name, decimals) for part, kind in zip(value, inside, strict=True))
    if inside and origin is not None:
        if not isinstance(value, list):
            raise BadValue(f"{name} is a list, in [ ]")
        return [convert(part, inside[0], name, decimals) for part in value]
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(value, hint, name, decimals)
    return _plain(value, hint, name)


def _record(value: Any, kind: type, name: str, decimals: int) -> Any:
    """An object as the record that a verb takes."""
    if not isinstance(value, dict):
        raise BadValue(f"{name} is an object, in {{ }}")
    hints = get_type_hints(kind, include_extras=True)
    known = {field.name: field for field in fields(kind)}
    unknown = [key for key in value if key not in known]
    if unknown:
        raise BadValue(f"{name} does not know {_list(unknown)}; it takes {', '.join(known)}")
    needed = [
        key
        for key, field in known.items()
        if key not in value and field.default is MISSING and field.default_factory is MISSING
    ]
    if needed:
        raise BadValue(f"{name} needs {_list(needed)}")
    return kind(**{key: convert(part, hints[key], f"{name} {key}", decimals) for key, part in value.items()})


def _plain(value: Any, kind: Any, name: str) -> Any:
    if kind is date and isinstance(value, str):
        return parse_date(value, what=name)
    if kind is bool and isinstance(value, bool):
        return value
    if kind is int and type(value) is int:
        return value
    if isinstance(kind, type) and issubclass(kind, str) and isinstance(value, str) and not isinstance(value, Number):
        return value if kind is str else kind(value)
    wanted = {date: 'a date like "2026-11-23"', bool: "true or false", int: "a whole number", str: 'a text, in " "'}
    raise BadValue(f"{name} is {wanted.get(kind, 'of another kind')}, not {_shown(value)}")


def _figure(value: Any, counts: str, name: str, decimals: int) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadValue(f'{name} is a number like "12.50", not {_shown(value)}')
    text = value if isinstance(value, str) else _digits(value, name)
    match counts:
        case "money" | "own money":
            return parse_money(text, decimals=decimals, negative=True, what=name)
        case "rate":
            return parse_rate(text, what=name)
        case "price":
            return parse_price(text, what=name)
        case "quantity":
            return parse_quantity(text, negative=True, what=name)
        case "percent":
            return parse_percent(text, what=name)
    raise BadValue(f"{name} cannot be given here")


def _digits(value: int, name: str) -> str:
    if abs(value) >= 10**30:
        raise BadValue(f"{name} is too large")
    return str(value)


def _shown(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case list():
            return "a list"
        case dict():
            return "an object"
        case int():
            return _digits(value, "it") if abs(value) < 10**30 else "a number that long"
    return repr(value[:40])


def _list(names: list[str]) -> str:
    return ", ".join(name[:40] if name.isprintable() else repr(name[:40]) for name in names)
