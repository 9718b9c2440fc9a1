"""Migrations: a copy first, then up to date; and what they make is what the models say."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, create_engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from orderdesk import models
from orderdesk.errors import StoreTrouble
from orderdesk.store.identity import APPLICATION_ID, SCHEMA_VERSION, schema_of
from orderdesk.store.migrate import SCRIPTS, migrate
from orderdesk.store.store import Store, open_store
from tests.company import NOW, SYSTEM, TODAY
from tests.store.test_opening import count, stamped


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A database from before the first schema: recognised as ours, with something in it."""
    return stamped(tmp_path / "desk.db", APPLICATION_ID, 0)


def notes(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT body FROM note")]


def test_an_older_database_is_copied_and_then_brought_up_to_date(older: Path) -> None:
    copy = migrate(str(older), NOW)
    assert copy is not None
    assert copy.name == "desk.db.schema0-20261112-140500"
    assert (schema_of(copy), schema_of(older)) == (0, SCHEMA_VERSION)
    assert (notes(copy), notes(older)) == (["keep me"], ["keep me"])
    assert copy.stat().st_mode & 0o777 == 0o600
    opened = open_store(str(older))
    assert count(opened) == 0
    opened.close()


def test_what_stands_in_the_write_ahead_log_is_in_the_copy(older: Path) -> None:
    with closing(sqlite3.connect(older)) as other_terminal:
        other_terminal.execute("PRAGMA journal_mode=WAL")
        with other_terminal:
            other_terminal.execute("INSERT INTO note VALUES ('written last')")
        copy = migrate(str(older), NOW)
    assert copy is not None
    assert notes(copy) == ["keep me", "written last"]


def test_a_copy_that_is_there_is_never_written_over(older: Path) -> None:
    older.with_name("desk.db.schema0-20261112-140500").write_text("another one")
    before = older.read_bytes()
    with pytest.raises(StoreTrouble, match=r"no copy can be made .*Nothing was changed"):
        migrate(str(older), NOW)
    assert older.with_name("desk.db.schema0-20261112-140500").read_text() == "another one"
    assert older.read_bytes() == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(connection: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("orderdesk.store.migrate._stamp", fails)
    with pytest.raises(RuntimeError):
        migrate(str(older), NOW)
    assert schema_of(older) == 0
    with closing(sqlite3.connect(older)) as connection:
        assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["note"]


def test_one_that_is_up_to_date_is_left_alone(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.close()
    before = (tmp_path / "desk.db").read_bytes()
    assert migrate(str(tmp_path / "desk.db"), NOW) is None
    assert (tmp_path / "desk.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]


def test_a_newer_one_is_refused_and_not_copied(tmp_path: Path) -> None:
    path = stamped(tmp_path / "desk.db", APPLICATION_ID, SCHEMA_VERSION + 1)
    with pytest.raises(StoreTrouble, match="made by a newer orderdesk"):
        migrate(str(path), NOW)
    assert [found.name for found in tmp_path.iterdir()] == ["desk.db"]


def test_another_programs_file_is_refused_and_not_copied(tmp_path: Path) -> None:
    path = stamped(tmp_path / "desk.db", 0, 0)
    with pytest.raises(StoreTrouble, match="another program"):
        migrate(str(path), NOW)
    assert [found.name for found in tmp_path.iterdir()] == ["desk.db"]


def test_a_server_that_is_up_to_date_is_left_alone(pg_company: str) -> None:
    assert migrate(pg_company, NOW) is None


def test_a_database_of_the_first_schema_keeps_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "first.db"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO terms (code, name, net_days, end_of_month, discount) "
                                "VALUES ('N30', '30 days', 30, 0, 0)"))  # fmt: skip
        connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
        connection.execute(text("PRAGMA user_version = 1"))
    engine.dispose()
    copy = migrate(str(path), NOW)
    assert copy is not None and schema_of(copy) == 1
    store = open_store(str(path))
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM terms")).scalar() == "30 days"
        assert connection.execute(text("SELECT count(*) FROM order_template")).scalar() == 0
    store.close()


def test_the_newest_migration_is_the_schema_that_this_program_needs() -> None:
    newest = max(int(path.name[:4]) for path in (SCRIPTS / "versions").glob("[0-9]*.py"))
    assert newest == SCHEMA_VERSION


# What the migrations make ---------------------------------------------------------------------------------------------


def _ours(thing: Any, name: str | None, kind: str, reflected: bool, compared_to: Any) -> bool:
    """All but the search index, which only the migrations know: it is made in each database's own way."""
    return not (reflected and compared_to is None and name is not None and "_words" in name)


def test_the_migrations_make_what_the_models_say(store: Store) -> None:
    """Tables, columns, types, nullability, unique constraints, foreign keys and indexes.

    Alembic does not compare the conditions of partial indexes, nor checks; those are the tests below.
    """
    assert models.Order is not None
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours, "compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


_CHECK = re.compile(r"constraint \w+ check \((?:[^()]|\([^()]*\))*\)")


def _definitions(sql: str) -> set[str]:
    """Also of a column that was added, which has its check beside it."""
    return set(_CHECK.findall(" ".join(sql.split()).lower()))


def test_every_check_of_the_models_stands_in_the_database(sqlite_store: Store) -> None:
    expected = {
        f"constraint {check.name} check ({' '.join(str(check.sqltext).split())})".lower()
        for rows in SQLModel.metadata.tables.values()
        for check in rows.constraints
        if isinstance(check, CheckConstraint)
    }
    with sqlite_store.engine.connect() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%CHECK%'"))
        there = set().union(*(_definitions(sql) for sql in made.scalars()))
    assert expected
    assert there == expected


def test_every_condition_of_a_partial_index_stands_in_the_database(sqlite_store: Store) -> None:
    expected = {
        index.name: str(index.dialect_options["sqlite"]["where"])
        for rows in SQLModel.metadata.tables.values()
        for index in rows.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    with sqlite_store.engine.connect() as connection:
        made = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
        )
        there = {name: sql.partition(" WHERE ")[2] for name, sql in made}
    assert expected
    assert there == expected


def test_the_search_index_is_made_in_each_databases_own_way(store: Store) -> None:
    with store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            statement = "SELECT name FROM sqlite_master WHERE name IN ('customer_words', 'product_words')"
        else:
            statement = "SELECT indexname FROM pg_indexes WHERE indexname IN ('ix_customer_words', 'ix_product_words')"
        assert len(connection.execute(text(statement)).all()) == 2


def test_foreign_keys_are_looked_at(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.run(lambda tx: tx.add(models.Address(customer_id=999)), SYSTEM, TODAY, NOW)
