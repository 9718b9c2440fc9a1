"""Making a database, and bringing an older one up to date with Alembic, after a copy of it was put aside."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from orderdesk.errors import StoreTrouble
from orderdesk.store.engine import postgres_engine, sqlite_engine
from orderdesk.store.identity import APPLICATION_ID, SCHEMA_VERSION, require_current, schema_of
from orderdesk.store.location import Location, locate
from orderdesk.store.store import Store, open_store

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
    with engine.connect() as connection:
        if "alembic_version" in inspect(connection).get_table_names():
            raise StoreTrouble(f"{location} has orderdesk tables already; nothing was changed")
    _upgrade(engine)
    return Store(engine, location)


def migrate(said: str | None, now: datetime) -> Path | None:
    """Bring an older database up to date; a SQLite file is copied first. The copy's path, None if none was made.

    Raises:
        StoreTrouble: not there, not ours, or newer than this program.
    """
    location = locate(said)
    if location.path is None:
        _upgrade(postgres_engine(location.url or ""))
        open_store(said).close()
        return None
    version = schema_of(location.path)
    if version > SCHEMA_VERSION:
        require_current(version, location.path)
    if version == SCHEMA_VERSION:
        return None
    stamp = now.strftime("%Y%m%d-%H%M%S")
    copy = location.path.with_name(f"{location.path.name}.schema{version}-{stamp}")
    with sqlite3.connect(location.path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    copy.chmod(0o600)
    engine = sqlite_engine(location.path)
    _upgrade(engine)
    engine.dispose()
    return copy


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


def _stamp(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
        connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))
