"""The engine for either database, set up so that a transaction begins when it is said to.

SQLite's driver begins a transaction too late: what is read before the first write is read outside it, and two terminals
sell the same goods without an error. So the driver is put in autocommit and every transaction begins with an explicit
BEGIN IMMEDIATE (to write) or BEGIN (one snapshot to read); see the figures in docs/design.md.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError

from orderdesk.errors import StoreTrouble

BUSY_SECONDS = 5.0


def sqlite_engine(path: Path, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine on a file that must be there already, unless `create`."""
    mode = "rwc" if create else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=_pool(), pool_size=4, max_overflow=16)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _pool() -> Any:
    from sqlalchemy import QueuePool

    return QueuePool


def postgres_engine(url: str) -> Engine:
    """An engine on PostgreSQL; reads are one snapshot, writes lock the rows that they are about.

    Raises:
        StoreTrouble: not a URL, or PostgreSQL's driver is not installed.
    """
    try:
        engine = create_engine(url, pool_pre_ping=True, pool_size=4, max_overflow=16)
    except (ArgumentError, ValueError):  # never with the URL: a password may stand in it
        raise StoreTrouble("this is no URL of a database; write it like postgresql://desk@server:5432/desk") from None
    except ModuleNotFoundError:
        raise StoreTrouble("PostgreSQL needs its driver: install orderdesk[postgres]") from None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("reading", False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    return engine
