"""The store: opens a database, runs work as one transaction, and says in words what is wrong with either."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from orderdesk.errors import StoreTrouble
from orderdesk.store.audit import write_events
from orderdesk.store.engine import postgres_engine, sqlite_engine
from orderdesk.store.identity import require_current, schema_of
from orderdesk.store.location import Location, locate
from orderdesk.store.transaction import Actor, Reading, Transaction

T = TypeVar("T")

TRIES = 6
# PostgreSQL: serialization failure, deadlock, lock not available.
_AGAIN = ("40001", "40P01", "55P03")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
# Rows that two terminals may begin at the same moment: the second one finds the first one's when it tries again.
_BEGUN_AT_ONCE = ("answer_pkey", "number_series_pkey", "stock_product_id_warehouse_id_key")


class Store:
    """An open database. One for the whole program; every thread takes its own connection from it."""

    def __init__(self, engine: Engine, location: Location) -> None:
        self.engine = engine
        self.location = location
        self._reading = engine.execution_options(reading=True)

    def close(self) -> None:
        """Give every connection back to the system."""
        self.engine.dispose()

    @contextmanager
    def read(self, who: Actor, today: date, now: datetime) -> Iterator[Reading]:
        """One snapshot to look at. Raises StoreTrouble when the database cannot be read."""
        with in_words(self.location), self._reading.connect() as connection, connection.begin():
            yield Reading(connection, who, today, now)

    @contextmanager
    def write(self, who: Actor, today: date, now: datetime) -> Iterator[Transaction]:
        """One transaction: committed with its events when the block ends, taken back when it raises."""
        with self.engine.connect() as connection, connection.begin():
            tx = Transaction(connection, who, today, now)
            yield tx
            write_events(tx)

    def run(self, work: Callable[[Transaction], T], who: Actor, today: date, now: datetime) -> T:
        """Do the work in one transaction; again, a bounded number of times, when another writer was in the way.

        Raises:
            StoreTrouble: still busy after the last try, or the database is full, read-only or damaged.
        """
        with in_words(self.location):
            for attempt in range(1, TRIES + 1):
                try:
                    with self.write(who, today, now) as tx:
                        return work(tx)
                except DBAPIError as error:
                    if attempt == TRIES or not _worth_another_try(error):
                        raise
                    time.sleep(random.uniform(0.5, 1.5) * 0.02 * attempt)
        raise AssertionError("unreachable")


def _worth_another_try(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    if state in _AGAIN:
        return True
    if state == "23505":
        return getattr(getattr(error.orig, "diag", None), "constraint_name", None) in _BEGUN_AT_ONCE
    return _name(error).startswith(_BUSY)


def _name(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlite_errorname", ""))


def _in_words(error: DBAPIError, location: Location) -> str:
    name = _name(error)
    if name.startswith(_BUSY):
        return f"{location} has been busy for too long; nothing was saved. Try again"
    if name.startswith("SQLITE_FULL"):
        return f"the disk with {location} is full; nothing was saved. Free some space and try again"
    if name.startswith("SQLITE_READONLY"):
        return f"{location} is read-only for this account; nothing was saved"
    if name.startswith(_DAMAGED):
        return f"{location} is damaged; nothing was saved. Restore a backup"
    if name.startswith("SQLITE_CANTOPEN"):
        return f"{location} cannot be opened"
    first_line = str(error.orig).strip().partition("\n")[0]
    return f"{location} does not answer as it should: {first_line}"


def open_store(said: str | None = None) -> Store:
    """Open the database that is meant, after looking whether it is one of ours and of this program's schema.

    Raises:
        StoreTrouble: not there, not ours, older, newer, or out of reach. Nothing is created or changed.
    """
    location = locate(said)
    if location.path is not None:
        require_current(schema_of(location.path), location.path)
        return Store(sqlite_engine(location.path), location)
    engine = postgres_engine(location.url or "")
    try:
        require_current(postgres_schema(engine, location), location)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, location)


def postgres_schema(engine: Engine, location: Location) -> int:
    """The schema version of an orderdesk database on PostgreSQL.

    Raises:
        StoreTrouble: out of reach, without our tables, or with another program's.
    """
    with in_words(location), engine.connect() as connection:
        names = inspect(connection).get_table_names()
        if "alembic_version" not in names or "sales_order" not in names:
            raise StoreTrouble(f"{location} holds no orderdesk tables. Make them with: orderdesk init --db URL")
        revision = str(connection.execute(text("SELECT max(version_num) FROM alembic_version")).scalar())
    if not (revision.isascii() and revision.isdigit()):
        raise StoreTrouble(f"{location} holds another program's tables. Nothing was changed. Name another database")
    return int(revision)


@contextmanager
def in_words(location: Location) -> Iterator[None]:
    """What a driver says about the database, as a sentence. Raises StoreTrouble."""
    try:
        yield
    except DatabaseError as error:
        if isinstance(error, OperationalError) or _name(error).startswith(_DAMAGED):
            raise StoreTrouble(_in_words(error, location)) from error
        raise
