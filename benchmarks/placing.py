"""Placing an order of ten lines, beside the very same statements with the same values on raw sqlite3."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks.companies import SKUS
from benchmarks.figure import Figure
from orderdesk.desk import orders
from orderdesk.store.migrate import create
from orderdesk.store.store import open_store
from tests.company import NOW, SYSTEM, TODAY, found, person

ROUNDS = 60


def placing() -> Iterator[Figure]:
    """Submit of a ten-line order, guard, allocation and event in it, beside its statements on raw sqlite3."""
    with tempfile.TemporaryDirectory() as folder:
        ours, raw = Path(folder) / "ours.db", Path(folder) / "raw.db"
        store = create(str(ours))
        store.run(found, SYSTEM, TODAY, NOW)
        ann = person(store, "ann")
        numbers = []
        for _ in range(ROUNDS):
            number = ann.do(orders.new, "ERNSH")
            for line in range(10):
                ann.do(orders.line, number, SKUS[line % len(SKUS)], 100)
            numbers.append(number)
        store.close()
        for file in Path(folder).glob("ours.db*"):
            shutil.copy(file, Path(folder) / file.name.replace("ours", "raw"))
        store = open_store(str(ours))
        ann = person(store, "ann")
        said: list[list[tuple[str, Any, bool]]] = []

        @event.listens_for(store.engine, "before_cursor_execute")
        def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
            said[-1].append((statement, values, many))

        took = []
        for number in numbers:
            said.append([])
            start = time.perf_counter()
            ann.do(orders.submit, number)
            took.append(time.perf_counter() - start)
        store.close()
        here, there = (statistics.median(times[5:]) * 1_000 for times in (took, _replay(raw, said)))
        what, yardstick = "submit an order of 10 lines", "the same statements on raw sqlite3"
        yield Figure("Placing an order", what, yardstick, here, there, "ms", 4.0)


def _replay(path: Path, said: list[list[tuple[str, Any, bool]]]) -> list[float]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA cache_size=-65536")
    took = []
    for statements in said:
        start = time.perf_counter()
        for statement, parameters, many in statements:
            if many:
                connection.executemany(statement, parameters)
            else:
                connection.execute(statement, parameters).fetchall()
        connection.execute("COMMIT")
        took.append(time.perf_counter() - start)
    connection.close()
    return took
