"""What a verb works on: one transaction, with who acts, today's date and the moment given from outside.

`Reading` sees one snapshot. `Transaction` may also lock, write and record events; the event log's chain is written at
the very end, so that the chain's lock is held for as short a time as can be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Insert,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)
from sqlmodel import SQLModel

from orderdesk.errors import Conflict


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user as read at sign-in. `user_id` 0 is the program itself (setting up, importing the demo)."""

    user_id: int
    login: str
    name: str = ""
    roles: frozenset[str] = frozenset()
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that waits to be written at the end of its transaction."""

    verb: str
    document: str
    document_id: int
    data: Mapping[str, Any]


def table(model: type[SQLModel]) -> Table:
    """The Core table behind a model."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]


def one_of(column: ColumnElement[Any], *words: str) -> ColumnElement[bool]:
    """Whether a column holds one of these words. They are written out, so that an index over just these rows serves."""
    return column.in_([literal_column(f"'{word}'") for word in words])


@cache
def _insert(model: type[SQLModel]) -> Insert:
    return insert(table(model))


@cache
def _defaults(model: type[SQLModel]) -> Mapping[str, Any]:
    """What a model fills in, so that rows written without an entity get it too."""
    return {
        name: field.default
        for name, field in model.model_fields.items()
        if not field.is_required() and name != "id" and field.default_factory is None
    }


@cache
def _update(model: type[SQLModel], names: tuple[str, ...]) -> Update:
    """Change these columns of one row by its id; where the table counts versions, the version goes up by one."""
    rows = table(model)
    values: dict[str, Any] = {name: bindparam(f"a_{name}", type_=rows.c[name].type) for name in names}
    if "version" in rows.c:
        values["version"] = rows.c.version + 1
    return update(rows).where(rows.c.id == bindparam("a_key")).values(**values)


@cache
def _lock(model: type[SQLModel]) -> Select[Any]:
    rows = table(model)
    wanted = rows.c.id.in_(bindparam("ids", expanding=True))
    # NO KEY: a row that is referred to from elsewhere meanwhile does not change its key, and nobody need wait for that.
    return select(rows.c.id).where(wanted).order_by(rows.c.id).with_for_update(key_share=True)


class Reading:
    """One snapshot of the database, and what "today" and "now" mean while it lasts.

    Attributes:
        who: the person who asks.
        today: the business date.
        now: the moment, with its time zone.
    """

    def __init__(self, connection: Connection, who: Actor, today: date, now: datetime) -> None:
        self.connection = connection
        self.who = who
        self.today = today
        self.now = now
        self.kept: dict[str, Any] = {}  # what is the same for the whole snapshot and read once

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.connection.dialect.name

    def all(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
        """Every row."""
        return self.connection.execute(statement, values).all()

    def first(self, statement: Executable, **values: Any) -> Row[Any] | None:
        """The first row, if there is one."""
        return self.connection.execute(statement, values).first()

    def scalar(self, statement: Executable, **values: Any) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(statement, values).scalar()


class Transaction(Reading):
    """One verb's transaction: everything in it is written, or nothing."""

    def __init__(self, connection: Connection, who: Actor, today: date, now: datetime) -> None:
        super().__init__(connection, who, today, now)
        self.events: list[Recorded] = []

    def lock(self, model: type[SQLModel], ids: Iterable[int]) -> None:
        """Keep others from changing these rows until the end; in the order of their ids, so that no circle forms.

        SQLite has one writer at a time and needs no more than its BEGIN IMMEDIATE.
        """
        if self.dialect != "sqlite" and (wanted := sorted(set(ids))):
            self.connection.execute(_lock(model), {"ids": wanted}).all()

    def add(self, entity: SQLModel) -> int:
        """Write one new row and return its id (0 for a table without one)."""
        values = {name: getattr(entity, name) for name in type(entity).model_fields if name != "id" or entity.id}  # type: ignore[attr-defined]
        key = self.connection.execute(_insert(type(entity)), values).inserted_primary_key
        return key[0] if key is not None and isinstance(key[0], int) else 0

    def add_all(self, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
        """Write many rows with one statement; what a row does not say is the model's default."""
        if rows:
            self.connection.execute(_insert(model), [{**_defaults(model), **row} for row in rows])

    def change(self, statement: Executable, **values: Any) -> int:
        """Run an UPDATE or DELETE; how many rows it met."""
        return self.connection.execute(statement, values).rowcount

    def change_all(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run one UPDATE for many rows of values; how many rows it met in all."""
        return self.connection.execute(statement, list(rows)).rowcount if rows else 0

    def update(self, model: type[SQLModel], key: int, /, **values: Any) -> None:
        """Change one row by its id. Where the table counts versions, the version goes up by one."""
        names = {f"a_{name}": value for name, value in values.items()}
        if self.change(_update(model, tuple(values)), a_key=key, **names) != 1:
            raise Conflict(f"{table(model).name} {key} is gone")

    def record(self, verb: str, document: str, document_id: int, **data: Any) -> None:
        """Note what was done to which document; a change is given as [from, to]. Written when the transaction ends."""
        self.events.append(Recorded(verb, document, document_id, data))


def as_json(data: Any) -> str:
    """Values as JSON that is the same for the same values: sorted, dates as ISO text, enumerations as their word."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
