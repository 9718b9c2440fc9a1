"""The column types: whole numbers that refuse floats, instants that refuse naive times, words for enumerations.

SQLite would take a float into a BIGINT column and a naive time for an instant without a word, and its `Numeric` is a
float; so what cannot be kept exactly is refused here, before it reaches the driver.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


class Whole(TypeDecorator[int]):
    """An amount, price, quantity or percentage: BIGINT, and an `int` in Python. A float or Decimal is a TypeError."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """Let only whole numbers pass."""
        if value is None or type(value) is int:
            return value
        raise TypeError(f"{value!r} is a {type(value).__name__}; money and quantities are whole numbers")

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """PostgreSQL sums BIGINT into NUMERIC; it is a whole number all the same. SQLite sums into whole numbers."""
        return None if dialect.name == "sqlite" else _whole


class Instant(TypeDecorator[datetime]):
    """A moment, stored in UTC and read back as UTC. A naive time is a TypeError, for nobody knows when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn it to UTC."""
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise TypeError(f"{value!r} is not a moment with its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Word(TypeDecorator[str]):
    """A state, kind or code. Members of a StrEnum are stored as their word."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """A plain str for every driver."""
        return None if value is None else str(value)


class Id(TypeDecorator[int]):
    """A row's own number. BIGINT on PostgreSQL; INTEGER on SQLite, where only that is a key that counts itself."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


def own_id() -> Any:
    """The primary key."""
    return Field(default=None, primary_key=True, sa_type=Id)


def ref(table: str, *, index: bool = False, primary_key: bool = False) -> Any:
    """A reference to another table's id that must be there."""
    return Field(foreign_key=f"{table}.id", index=index, primary_key=primary_key, sa_type=Id)


def maybe_ref(table: str, *, index: bool = False) -> Any:
    """A reference that may be absent."""
    return Field(default=None, foreign_key=f"{table}.id", index=index, nullable=True, sa_type=Id)


def whole(default: int = 0) -> Any:
    """An amount, price, quantity or percentage that is always there."""
    return Field(default=default, sa_type=Whole)


def maybe_whole() -> Any:
    """One that may be absent, which then means something (no limit, no price)."""
    return Field(default=None, nullable=True, sa_type=Whole)


def word(default: str | None = None, *, index: bool = False, unique: bool = False) -> Any:
    """A state, kind or code; without a default it must be given."""
    if default is None:
        return Field(index=index, unique=unique, sa_type=Word)
    return Field(default=default, index=index, unique=unique, sa_type=Word)


def instant() -> Any:
    """A moment that is always there."""
    return Field(sa_type=Instant)


def maybe_instant() -> Any:
    """A moment that may not have come yet."""
    return Field(default=None, nullable=True, sa_type=Instant)
