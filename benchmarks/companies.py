"""The databases that are measured on: the test company, and what it is blown up to."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from orderdesk.desk import orders
from orderdesk.store.identity import SCHEMA_VERSION
from orderdesk.store.migrate import create
from orderdesk.store.store import open_store
from tests.company import NOW, SYSTEM, TODAY, found, person

MANY_CUSTOMERS = 1_000_000
MANY_LINES = 1_000
SKUS = ("CHAI", "TOFU", "QUESO-M", "SAFFRON", "KONBU")

_FIRST = "Maria Anna Martin Petra Hanna Carlos Yvonne Simon Elena Jonas Greta Pia Lena Nils Rita Paula Aria Liu Jan Hal"
_TRADE = "Bakery Foods Market Import Trading Kitchen Delicatessen Wholesale Cafe Hotel Canteen Grocer Spices Catering"
_CITY = "Berlin Graz Bremen London Madrid Lyon Torino Lisboa Bergen Oulu Bern Nantes Boise Cork"


@contextmanager
def company() -> Iterator[Path]:
    """A database of the test company that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        _found(path)
        yield path


def _found(path: Path) -> None:
    store = create(str(path))
    store.run(found, SYSTEM, TODAY, NOW)
    store.close()


def add_orders(path: Path, count: int, customer: str) -> None:
    """Submit so many orders of one line."""
    store = open_store(str(path))
    ann = person(store, "ann")
    for turn in range(count):
        number = ann.do(orders.new, customer)
        ann.do(orders.line, number, SKUS[turn % len(SKUS)], (turn % 7 + 1) * 1_000)
        ann.do(orders.submit, number)
    store.close()


def add_draft(path: Path, lines: int) -> int:
    """Begin an order of so many lines for ERNSH, who has no limit; its number. Most are copies of the first ones."""
    store = open_store(str(path))
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    for line in range(min(lines, len(SKUS))):
        ann.do(orders.line, number, SKUS[line], 1_000)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        _copy(raw, "sales_order_line", lines // len(SKUS), "true", id="NULL", position=f"position + n * {len(SKUS)}")
        raw.execute("DELETE FROM sales_order_line WHERE position > ?", (lines,))
        raw.execute(
            "UPDATE sales_order SET (net, tax, gross) ="
            " (SELECT sum(net), sum(tax), sum(net + tax) FROM sales_order_line)"
        )
    return number


def of_many_customers() -> Path:
    """A database with a million customers, made once and kept among the temporary files."""
    path = Path(tempfile.gettempdir()) / "orderdesk-benchmarks" / f"customers-{SCHEMA_VERSION}.db"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with company() as small, closing(sqlite3.connect(small, isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous = OFF")
            raw.execute("BEGIN")
            first, trade, city = (_nth(words, i) for i, words in enumerate((_FIRST, _TRADE, _CITY)))
            _copy(
                raw, "customer", MANY_CUSTOMERS, "code = 'ALFKI'", id="1000 + n", code="printf('K%07d', n)",
                name=f"{first} || ' ' || {trade} || ' ' || n",
                search=f"lower(printf('K%07d', n) || ' ' || {first} || ' ' || {trade} || ' ' || n || ' ' || {city})",
            )  # fmt: skip
            _copy(
                raw, "address", MANY_CUSTOMERS, "id = (SELECT min(id) FROM address)", id="1000 + n",
                customer_id="1000 + n", city=city,
            )  # fmt: skip
            raw.execute("COMMIT")
            raw.execute("ANALYZE")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(small, f"{path}.part")
        os.replace(f"{path}.part", path)
    return path


def _nth(words: str, turn: int) -> str:
    """SQL for one of the words, each in its turn."""
    every = words.split()
    cases = " ".join(f"WHEN {i} THEN '{word}'" for i, word in enumerate(every))
    return f"(CASE n / {(1, 20, 300)[turn]} % {len(every)} {cases} END)"


def _copy(raw: sqlite3.Connection, table: str, count: int, which: str, **other: str) -> None:
    """Insert `count` copies of the rows, counted by `n` from 1, with other values in some columns."""
    columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(other.get(column, column) for column in columns)
    raw.execute(
        f"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
        f" INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {values} FROM numbers, (SELECT * FROM {table} WHERE {which}) WHERE n <= {count}"
    )
