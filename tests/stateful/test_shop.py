"""Any order of work leaves the books sound, on both engines; and no verb is left out of it without a reason."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from orderdesk.store.store import Store, open_store
from tests.pg_server import PostgresServer
from tests.stateful.shop import Shop

SEARCH = os.environ.get("HYPOTHESIS_PROFILE") == "search"


def run(machine: Any, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples * (20 if SEARCH else 1),
            stateful_step_count=steps,
            deadline=None,
            derandomize=not SEARCH,
            database=None,
            phases=[Phase.generate, Phase.shrink] if SEARCH else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


Company = Callable[[], tuple[Store, Callable[[], int], Callable[[], None]]]


def on_a_file(founded: Path) -> Company:
    """A company of its own for each run, in a copy of a SQLite file."""

    def company() -> tuple[Store, Callable[[], int], Callable[[], None]]:
        folder = tempfile.TemporaryDirectory(prefix="orderdesk-trade-")
        path = Path(folder.name) / "desk.db"
        shutil.copy(founded, path)
        store = open_store(str(path))
        watch = sqlite3.connect(path)  # its data_version moves whenever somebody else wrote

        def leave() -> None:
            watch.close()
            store.close()
            folder.cleanup()

        return store, lambda: int(watch.execute("PRAGMA data_version").fetchone()[0]), leave

    return company


@pytest.mark.slow
def test_any_order_of_work_leaves_the_books_sound(founded_file: Path) -> None:
    class Here(Shop):
        pass

    Here.company = staticmethod(on_a_file(founded_file))
    run(Here, examples=25, steps=40)


@pytest.mark.slow
def test_and_so_it_is_on_postgresql(pg_server: PostgresServer) -> None:
    from tests.conftest import _found

    template = pg_server.template("company", _found)

    def company() -> tuple[Store, Callable[[], int], Callable[[], None]]:
        database = pg_server.fresh_database(template)
        store = open_store(database.__enter__())

        def version() -> int:
            """The rows of the whole database that were written and kept, by counting events: each write has one."""
            with store.engine.connect() as connection:
                return int(connection.exec_driver_sql("SELECT count(*) FROM event").scalar_one())

        def leave() -> None:
            store.close()
            database.__exit__(None, None, None)

        return store, version, leave

    class There(Shop):
        pass

    There.company = staticmethod(company)
    run(There, examples=4, steps=25)
