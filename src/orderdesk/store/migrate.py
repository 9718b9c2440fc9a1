"""Making a database, and bringing an older one up to date with Alembic, after a copy of it was put aside."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlmodel import SQLModel

from orderdesk.errors import StoreTrouble
from orderdesk.store.engine import postgres_engine, sqlite_engine
from orderdesk.store.identity import APPLICATION_ID, SCHEMA_VERSION, require_current, schema_of
from orderdesk.store.location import Location, locate
from orderdesk.store.store import Store, in_words, postgres_schema

SCRIPTS = Path(__file__).parent / "migrations"


def create(said: str | None = None) -> Store:
    """Make a new, empty database where there is none.

    Raises:
        StoreTrouble: something is there already, or it cannot be made.
    """
    location = locate(said)
    if location.path is None:
        return _create_postgres(location)
    if location.path.exists():
        raise StoreTrouble(f"{location.path} is there already; nothing was changed")
    try:
        location.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(location.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreTrouble(f"{location.path} cannot be made: {error.strerror}") from error
    engine = sqlite_engine(location.path)
    try:
        _upgrade(engine)
    except BaseException:
        engine.dispose()
        for rest in (location.path, *(Path(f"{location.path}{end}") for end in ("-wal", "-shm"))):
            rest.unlink(missing_ok=True)
        raise
    return Store(engine, location)


def _create_postgres(location: Location) -> Store:
    engine = postgres_engine(location.url or "")
    try:
        with in_words(location), engine.connect() as connection:
            there = inspect(connection).get_table_names()
        if "alembic_version" in there and "sales_order" in there:
            raise StoreTrouble(f"{location} has orderdesk tables already; nothing was changed")
        if "alembic_version" in there or set(there) & set(SQLModel.metadata.tables):
            raise StoreTrouble(f"{location} holds another program's tables; nothing was changed. Use another database")
        _upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, location)


def migrate(said: str | None, now: datetime) -> Path | None:
    """Bring an older database up to date; a SQLite file is copied first. The copy's path, None if none was made.

    Raises:
        StoreTrouble: not there, not ours, or newer than this program.
    """
    location = locate(said)
    if location.path is None:
        _migrate_postgres(location)
        return None
    version = schema_of(location.path)
    if version > SCHEMA_VERSION:
        require_current(version, location.path)
    if version == SCHEMA_VERSION:
        return None
    stamp = now.strftime("%Y%m%d-%H%M%S")
    copy = location.path.with_name(f"{location.path.name}.schema{version}-{stamp}")
    engine = sqlite_engine(location.path)
    try:
        with in_words(location):
            _put_aside(location.path, copy)
            _upgrade(engine)
    finally:
        engine.dispose()
    return copy


def _migrate_postgres(location: Location) -> None:
    engine = postgres_engine(location.url or "")
    try:
        version = postgres_schema(engine, location)
        if version > SCHEMA_VERSION:
            require_current(version, location)
        if version < SCHEMA_VERSION:
            _upgrade(engine)
    finally:
        engine.dispose()


def _put_aside(path: Path, copy: Path) -> None:
    """Copy a database, with what still stands in its write-ahead log, to a new file that only its owner may read."""
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreTrouble(f"no copy can be made at {copy}: {error.strerror}. Nothing was changed") from error
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _upgrade(engine: Engine) -> None:
    """Run the migrations that are missing, all in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _stamp(connection)
    if engine.dialect.name == "sqlite":
        # The file's head, by which it is recognised, still stands in the write-ahead log.
        with closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _stamp(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
        connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))
