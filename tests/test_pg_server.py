from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from tests import pg_server as module
from tests.pg_server import PostgresDidNotStart, PostgresServer, running_server


def make_table(url: str) -> None:
    # Not disposed of, on purpose: a forgotten pool must not stop the copying.
    with create_engine(url).begin() as connection:
        connection.execute(text("CREATE TABLE parcel (id BIGINT PRIMARY KEY)"))


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_every_database_starts_empty(pg_server: PostgresServer) -> None:
    for _ in range(2):
        with pg_server.fresh_database() as url:
            assert tables(url) == []
            make_table(url)
            assert tables(url) == ["parcel"]


def test_a_copy_of_a_template_is_ones_own(pg_server: PostgresServer) -> None:
    template = pg_server.template("parcels", make_table)
    assert pg_server.template("parcels", lambda url: pytest.fail("prepared twice")) == template
    with pg_server.fresh_database(template) as one, pg_server.fresh_database(template) as other:
        assert tables(one) == tables(other) == ["parcel"]
        with create_engine(one).begin() as connection:
            connection.execute(text("DROP TABLE parcel"))
        assert tables(other) == ["parcel"]


def test_the_url_fixture_reaches_a_database(pg_url: str) -> None:
    assert tables(pg_url) == []


def test_tests_with_a_server_are_marked(request: pytest.FixtureRequest, pg_server: PostgresServer) -> None:
    assert request.node.get_closest_marker("postgres")


def test_a_missing_wheel_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(PostgresDidNotStart, match="pip install"), running_server():
        pass


def test_a_server_that_will_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(module._SETTINGS, "max_connections", "none")
    with pytest.raises(PostgresDidNotStart, match="max_connections"), running_server():
        pass


def test_a_killed_test_run_leaves_no_server_and_no_folder() -> None:
    code = """
import os, signal
from tests.pg_server import running_server
with running_server() as server:
    print(server.folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    # The shell that ends the server has inherited stderr: once that is read to its end, the shell is gone too.
    killed = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert killed.returncode == -9, killed.stderr
    assert not Path(killed.stdout.strip()).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_root_copies_the_programs_where_nobody_may_not_reach_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_may_run", lambda owner, program: False)
    with running_server() as server:
        assert (server.folder / "wheel").is_dir()
        with server.fresh_database() as url:
            assert tables(url) == []
