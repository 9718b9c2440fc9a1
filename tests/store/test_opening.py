"""Opening: what is not an orderdesk database of this schema is refused with words, and nothing is touched."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from orderdesk.desk import orders
from orderdesk.errors import StoreTrouble
from orderdesk.store.identity import APPLICATION_ID, SCHEMA_VERSION, schema_of
from orderdesk.store.migrate import create, migrate
from orderdesk.store.store import Store, open_store
from tests.company import NOW, SYSTEM, TODAY, person


def refusal(path: Path | str) -> str:
    with pytest.raises(StoreTrouble) as refused:
        open_store(str(path))
    return str(refused.value)


def stamped(path: Path, application: int, version: int) -> Path:
    """An SQLite file with one table, of any program and schema."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE note (body TEXT)")
        connection.execute("INSERT INTO note VALUES ('keep me')")
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute(f"PRAGMA user_version = {version}")
    return path


def count(store: Store) -> int:
    with store.read(SYSTEM, TODAY, NOW) as reading:
        return int(reading.scalar(text("SELECT count(*) FROM customer")))


def test_the_company_is_there_on_either_engine(store: Store) -> None:
    assert count(store) == 3


# Nothing there --------------------------------------------------------------------------------------------------------


def test_a_wrong_path_is_refused_with_how_to_make_one_and_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "dekс.db"
    assert f"no database at {path}. Make one with: orderdesk init --db {path}" in refusal(path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert "there is no database at" in refusal(tmp_path / "nowhere" / "desk.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_goes_away_after_it_was_looked_at_is_not_made_again(sqlite_store: Store, tmp_path: Path) -> None:
    opened = open_store(str(tmp_path / "desk.db"))
    for path in tmp_path.iterdir():
        path.unlink()
    with pytest.raises(StoreTrouble, match="cannot be opened"):
        count(opened)
    assert list(tmp_path.iterdir()) == []


# Something else there -------------------------------------------------------------------------------------------------


def text_file(path: Path) -> None:
    path.write_text("Dear customer,\n" * 20)


def short_text_file(path: Path) -> None:
    path.write_text("x")


def empty_file(path: Path) -> None:
    path.touch()


def foreign_file(path: Path) -> None:
    stamped(path, 0, 0)


def named_foreign_file(path: Path) -> None:
    stamped(path, 0x47504B47, SCHEMA_VERSION)


def older_file(path: Path) -> None:
    stamped(path, APPLICATION_ID, SCHEMA_VERSION - 1)


def newer_file(path: Path) -> None:
    stamped(path, APPLICATION_ID, SCHEMA_VERSION + 1)


def far_newer_file(path: Path) -> None:
    stamped(path, APPLICATION_ID, 2**31 - 1)


WRONG = [
    (text_file, "is not a database"),
    (short_text_file, "is not a database"),
    (empty_file, "is empty"),
    (foreign_file, "is a database of another program"),
    (named_foreign_file, "is a database of another program"),
    (older_file, f"has schema {SCHEMA_VERSION - 1}; this orderdesk needs {SCHEMA_VERSION}"),
    (newer_file, f"has schema {SCHEMA_VERSION + 1}, made by a newer orderdesk; this one knows {SCHEMA_VERSION}"),
    (far_newer_file, "made by a newer orderdesk"),
]


@pytest.mark.parametrize(("make", "sentence"), WRONG, ids=[make.__name__ for make, _ in WRONG])
def test_what_is_not_ours_is_refused_in_its_own_words_and_not_a_byte_is_touched(
    tmp_path: Path, make: Callable[[Path], None], sentence: str
) -> None:
    path = tmp_path / "desk.db"
    make(path)
    before, stat = path.read_bytes(), path.stat()
    said = refusal(path)
    assert sentence in said
    assert str(path) in said
    assert "Nothing was changed" in said
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    assert [found.name for found in tmp_path.iterdir()] == ["desk.db"], "no -wal and no -shm beside it"


def test_an_older_one_is_told_how_to_be_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    older_file(path)
    assert f"after an automatic backup, with: orderdesk migrate --db {path}" in refusal(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder; give the path of the database file in it" in refusal(tmp_path)


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "cannot be opened" in refusal(tmp_path / "file" / "desk.db")


def test_a_name_too_long_for_the_disk_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path / ("x" * 300))


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "cannot be opened" in refusal(tmp_path / "a")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is a device or a pipe" in refusal(tmp_path / "pipe")


def test_a_database_cut_off_in_the_middle_is_damaged_and_says_so(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.close()
    path = tmp_path / "desk.db"
    path.write_bytes(path.read_bytes()[:8192])
    opened = open_store(str(path))
    with pytest.raises(StoreTrouble, match=r"is damaged; nothing was saved\. Restore a backup"):
        count(opened)
    opened.close()


# Rights ---------------------------------------------------------------------------------------------------------------


@contextmanager
def somebody_else() -> Iterator[None]:
    """As root every file may be read: for a moment we are nobody. Else we are somebody already."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that everybody may enter, though pytest makes its own for one account only."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o055)
    return tmp_path


def test_a_file_that_may_not_be_read_says_who_can_change_that(sqlite_store: Store, open_folder: Path) -> None:
    sqlite_store.close()
    path = open_folder / "desk.db"
    path.chmod(0o000)
    with somebody_else():
        assert "may not be read by this account; its owner can change that with chmod" in refusal(path)


def test_a_file_that_may_only_be_read_is_read_and_refuses_to_write(sqlite_store: Store, open_folder: Path) -> None:
    """Another terminal has it open, so that the log of writes is there; without one, reading needs to make one."""
    path = open_folder / "desk.db"
    assert count(sqlite_store) == 3
    for found in open_folder.iterdir():
        found.chmod(0o444)
    with somebody_else():
        opened = open_store(str(path))
        try:
            assert count(opened) == 3
            with pytest.raises(StoreTrouble, match="is read-only for this account; nothing was saved"):
                person(opened, "ann").do(orders.new, "ALFKI")
        finally:
            opened.close()


# Making one -----------------------------------------------------------------------------------------------------------


def test_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "desk.db"
    made = create(str(path))
    made.run(lambda tx: tx.record("user.new", "user", 1), SYSTEM, TODAY, NOW)
    assert {found.name: oct(found.stat().st_mode & 0o777) for found in path.parent.iterdir()} == {
        "desk.db": "0o600",
        "desk.db-wal": "0o600",
        "desk.db-shm": "0o600",
    }
    made.close()


def test_a_new_database_is_recognised_at_once_and_before_its_maker_lets_go(tmp_path: Path) -> None:
    """The head of the file, by which it is recognised, must not wait in the write-ahead log."""
    path = tmp_path / "desk.db"
    made = create(str(path))
    assert schema_of(path) == SCHEMA_VERSION
    opened = open_store(str(path))
    assert count(opened) == 0
    opened.close()
    made.close()


def test_nothing_is_made_where_something_is(tmp_path: Path) -> None:
    for make in (text_file, empty_file, foreign_file, newer_file):
        path = tmp_path / make.__name__
        make(path)
        before = path.read_bytes()
        with pytest.raises(StoreTrouble, match=r"is there already; nothing was changed"):
            create(str(path))
        assert path.read_bytes() == before
    with pytest.raises(StoreTrouble, match="is there already"):
        create(str(tmp_path))


def test_making_one_twice_keeps_the_first(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match="is there already"):
        create(str(tmp_path / "desk.db"))
    assert count(sqlite_store) == 3


def test_where_none_can_be_made_the_reason_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreTrouble, match="cannot be made"):
        create(str(tmp_path / "file" / "desk.db"))


def test_one_that_could_not_be_finished_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_luck(connection: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("orderdesk.store.migrate._stamp", out_of_luck)
    with pytest.raises(KeyboardInterrupt):
        create(str(tmp_path / "desk.db"))
    assert list(tmp_path.iterdir()) == []


# PostgreSQL -----------------------------------------------------------------------------------------------------------


def execute(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
    engine.dispose()
    return sorted(names)


def test_a_server_without_our_tables_is_told_so_and_none_are_made(pg_url: str) -> None:
    assert "holds no orderdesk tables. Make them with: orderdesk init" in refusal(pg_url)
    with pytest.raises(StoreTrouble, match="holds no orderdesk tables"):
        migrate(pg_url, NOW)
    assert tables(pg_url) == []


def test_a_newer_schema_on_a_server_is_refused(pg_company: str) -> None:
    newer = SCHEMA_VERSION + 1
    execute(pg_company, f"UPDATE alembic_version SET version_num = '{newer:04}'")
    said = f"has schema {newer}, made by a newer orderdesk; this one knows {SCHEMA_VERSION}. Nothing was changed"
    assert said in refusal(pg_company)
    with pytest.raises(StoreTrouble, match="made by a newer orderdesk"):
        migrate(pg_company, NOW)


def test_an_older_schema_on_a_server_is_refused(pg_company: str) -> None:
    execute(pg_company, "UPDATE alembic_version SET version_num = '0000'")
    assert f"has schema 0; this orderdesk needs {SCHEMA_VERSION}. Nothing was changed" in refusal(pg_company)


def test_another_programs_tables_on_a_server_are_refused_and_left_alone(pg_url: str) -> None:
    execute(
        pg_url,
        "CREATE TABLE alembic_version (version_num VARCHAR(32))",
        "INSERT INTO alembic_version VALUES ('a1b2c3')",
        "CREATE TABLE sales_order (id INT)",
    )
    assert "holds another program's tables" in refusal(pg_url)
    with pytest.raises(StoreTrouble, match="nothing was changed"):
        create(pg_url)
    assert tables(pg_url) == ["alembic_version", "sales_order"]


@pytest.mark.parametrize("theirs", ["alembic_version", "product"])
def test_none_are_made_among_another_programs(pg_url: str, theirs: str) -> None:
    execute(pg_url, f"CREATE TABLE {theirs} (id INT)")
    with pytest.raises(StoreTrouble, match="holds another program's tables; nothing was changed"):
        create(pg_url)
    assert tables(pg_url) == [theirs]


def test_tables_are_made_once_on_a_server(pg_url: str) -> None:
    create(pg_url).close()
    with pytest.raises(StoreTrouble, match="has orderdesk tables already; nothing was changed"):
        create(pg_url)
    open_store(pg_url).close()


@pytest.mark.parametrize(
    "work", [open_store, create, lambda said: migrate(said, NOW)], ids=["open", "create", "migrate"]
)
def test_a_server_that_is_not_there_is_a_sentence(work: Callable[[str], object], tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match="does not answer as it should"):
        work(f"postgresql://desk:s3cret@/desk?host={tmp_path}")


@pytest.mark.parametrize("url", ["postgresql://desk@db:port/desk", "postgresql://[::1/desk"])
def test_what_is_no_url_is_a_sentence_without_the_password(url: str) -> None:
    assert "this is no URL of a database" in refusal(url)
