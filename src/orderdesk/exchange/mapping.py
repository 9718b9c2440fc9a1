"""A mapping: which of another system's columns become which of ours. The format: data/mappings/northwind/README.md."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orderdesk.errors import BadValue, Refused
from orderdesk.exchange.converting import converter

_TABLES = ("columns", "templates", "defaults", "convert", "join", "lookups", "history")


@dataclass(frozen=True, slots=True)
class Join:
    """Another file whose rows each get the columns of the row here with the same `on`."""

    file: str
    on: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """Another file in which a value is the `key`; what stands under `value` there is taken for it."""

    file: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class FileMapping:
    """One mapping file. `columns`, `templates`, `defaults`, `convert` and `lookups` go from our column's name.

    `history` names their columns: closed_when, invoice_date, invoice_number.
    """

    kind: str
    file: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    convert: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    convert_names: Mapping[str, str] = field(default_factory=dict)
    join: Join | None = None
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    history: Mapping[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> tuple[str, ...]:
        """Every column of ours that the mapping fills."""
        return tuple(dict.fromkeys((*self.columns, *self.templates, *self.defaults)))

    @property
    def theirs(self) -> tuple[str, ...]:
        """Every column of theirs that the mapping needs, of the file or the one joined to it."""
        named = [*self.columns.values(), *self.history.values()]
        for template in self.templates.values():
            named += fields_of(template)
        return tuple(dict.fromkeys(named))


def fields_of(template: str) -> list[str]:
    """The columns that a template is made of."""
    return [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]


def read_mapping(path: Path) -> FileMapping:
    """The mapping in a TOML file.

    Raises:
        Refused: not there, not TOML, or something in it means nothing; the sentence names it.
    """
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path.name} is not a mapping: {error}") from error
    unknown = sorted(set(said) - {"kind", "file", *_TABLES})
    if unknown:
        raise Refused(f"{path.name}: {', '.join(unknown)} means nothing; there are kind, file, {', '.join(_TABLES)}")
    if not isinstance(said.get("kind"), str):
        raise Refused(f'{path.name} does not say what it is for; write: kind = "customers"')
    tables = {name: _texts(path, name, said.get(name, {})) for name in ("columns", "templates", "defaults", "convert")}
    history = _texts(path, "history", said.get("history", {}))
    strange = sorted(set(history) - {"closed_when", "invoice_date", "invoice_number"})
    if strange:
        raise Refused(
            f"{path.name}: [history] has {', '.join(strange)}; it knows closed_when, invoice_date, invoice_number"
        )
    for template in tables["templates"].values():
        _check_template(path, template)
    filled = {*tables["columns"], *tables["templates"], *tables["defaults"]}
    for table in ("convert", "lookups"):
        idle = sorted(set(said.get(table, {})) - filled)
        if idle:
            raise Refused(f"{path.name}: [{table}] names {', '.join(idle)}, which nothing fills")
    try:
        converters = {ours: converter(name) for ours, name in tables["convert"].items()}
    except BadValue as error:
        raise Refused(f"{path.name}: {error}") from None
    lookups = said.get("lookups", {})
    return FileMapping(
        kind=said["kind"],
        file=str(said.get("file", "")),
        columns=tables["columns"],
        templates=tables["templates"],
        defaults=tables["defaults"],
        convert=converters,
        convert_names=tables["convert"],
        join=Join(**_exactly(path, "join", said["join"], ("file", "on"))) if "join" in said else None,
        lookups={
            ours: Lookup(**_exactly(path, f"lookups.{ours}", row, ("file", "key", "value")))
            for ours, row in (lookups.items() if isinstance(lookups, dict) else ())
        },
        history=history,
    )


def _texts(path: Path, name: str, table: Any) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise Refused(f'{path.name}: [{name}] must be a table of texts, like code = "CustomerID"')
    return dict(table)


def _exactly(path: Path, name: str, table: Any, wanted: tuple[str, ...]) -> dict[str, str]:
    texts = _texts(path, name, table)
    if set(texts) != set(wanted):
        raise Refused(f"{path.name}: [{name}] must say {', '.join(wanted)}; it says {', '.join(texts) or 'nothing'}")
    if "file" in texts and (Path(texts["file"]).name != texts["file"] or not texts["file"]):
        raise Refused(f"{path.name}: [{name}] must name a file beside the one that is imported, not {texts['file']!r}")
    return texts


def _check_template(path: Path, template: str) -> None:
    try:
        if not all(name.isidentifier() for name in fields_of(template)):
            raise ValueError("write the columns' names in braces")
        template.format(**dict.fromkeys(fields_of(template), ""))
    except (ValueError, IndexError, KeyError, AttributeError, MemoryError) as error:
        raise Refused(f"{path.name}: the template {template!r} cannot be used: {error}") from None
