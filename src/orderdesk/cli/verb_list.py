"""What `orderdesk batch` can be asked for, read off the verbs themselves."""

from __future__ import annotations

import inspect
import textwrap
import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints


def verb_list(verbs: Mapping[str, Callable[..., object]]) -> list[dict[str, str]]:
    """Every verb: its keys with what each is (a key in brackets may be left out), and what it does in a sentence."""
    return [
        {"do": name, "takes": ", ".join(_keys(work)), "does": (work.__doc__ or "").strip().partition("\n")[0]}
        for name, work in sorted(verbs.items())
    ]


def in_words(verb: Mapping[str, str]) -> str:
    """One verb as people read it: its name, its keys, what it does."""
    keys = textwrap.wrap(verb["takes"], 100, break_long_words=False) or ["nothing"]
    return "\n".join([f"{verb['do']}  {verb['does']}", *(f"    {line}" for line in keys)])


def _keys(work: Callable[..., object]) -> list[str]:
    plain = inspect.unwrap(work)
    hints = get_type_hints(plain, include_extras=True)
    keys = []
    for parameter in list(inspect.signature(plain).parameters.values())[1:]:
        key = f"{parameter.name}: {_word(hints[parameter.name])}"
        keys.append(key if parameter.default is inspect.Parameter.empty else f"[{key}]")
    return keys


def _word(hint: Any) -> str:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(
            "null" if branch is type(None) else _word(branch) for branch in inside if branch is not types.EllipsisType
        )
    if origin is Annotated:
        return str(hint.__metadata__[0])
    if origin is tuple and inside[-1:] != (Ellipsis,):
        return f"[{', '.join(_word(part) for part in inside)}]"
    if inside:
        return f"list of {_word(inside[0])}"
    return {"str": "text", "int": "number", "bool": "true/false"}.get(
        getattr(hint, "__name__", ""), str(getattr(hint, "__name__", hint))
    )
