from __future__ import annotations

from collections.abc import Iterator

import pytest

from orderdesk.store.migrate import create
from tests.company import NOW, SYSTEM, TODAY, found
from tests.pg_server import PostgresServer


def _found(url: str) -> None:
    store = create(url)
    store.run(found, SYSTEM, TODAY, NOW)
    store.close()


@pytest.fixture
def pg_company(pg_server: PostgresServer) -> Iterator[str]:
    """The URL of the test company on PostgreSQL, for tests that open it more than once."""
    with pg_server.fresh_database(pg_server.template("company", _found)) as url:
        yield url
