"""What every test may ask for: PostgreSQL, and the test company on either engine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from orderdesk.store.migrate import create
from orderdesk.store.store import Store, open_store
from tests.company import NOW, SYSTEM, TODAY, found
from tests.pg_server import PostgresServer, running_server

# Nothing is timed in the suite, and it tries the same cases each time; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=1_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session", autouse=True)
def state_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Recent places, drafts in hand and reports of crashes: never those of the person who runs the tests."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session")
def pg_server() -> Iterator[PostgresServer]:
    """This test process's PostgreSQL, started by the first test that asks for it. It fails, never skips."""
    with running_server() as server:
        yield server


@pytest.fixture
def pg_url(pg_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that only this test has."""
    with pg_server.fresh_database() as url:
        yield url


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses PostgreSQL, so that `-m "not postgres"` leaves it out."""
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if "pg_server" in getattr(item, "fixturenames", ()) or "postgres" in parameters.values():
            item.add_marker("postgres")


def _found(url: str) -> None:
    store = create(url)
    store.run(found, SYSTEM, TODAY, NOW)
    store.close()


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the test company; copied, never written."""
    path = tmp_path_factory.mktemp("company") / "company.db"
    _found(str(path))
    return path


@pytest.fixture
def sqlite_store(tmp_path: Path, founded_file: Path) -> Iterator[Store]:
    """The test company in a file of this test's own."""
    path = tmp_path / "desk.db"
    shutil.copy(founded_file, path)
    opened = open_store(str(path))
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The test company, on either engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_store")
        return
    server: PostgresServer = request.getfixturevalue("pg_server")
    with server.fresh_database(server.template("company", _found)) as url:
        opened = open_store(url)
        yield opened
        opened.close()
