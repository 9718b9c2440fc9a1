"""What `--db` and ORDERDESK_DB may say."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from orderdesk.errors import StoreTrouble
from orderdesk.store.location import Location, locate


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORDERDESK_DB", raising=False)


def test_a_path_is_a_file(tmp_path: Path) -> None:
    assert locate(str(tmp_path / "desk.db")) == Location(tmp_path / "desk.db", None)
    assert locate("desk.db") == Location(Path("desk.db"), None)


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    assert locate("~/desk.db").path == Path("/home/ann/desk.db")


def test_what_is_said_counts_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERDESK_DB", "/elsewhere/desk.db")
    assert locate("desk.db").path == Path("desk.db")
    assert locate(None).path == Path("/elsewhere/desk.db")
    assert locate("").path == Path("/elsewhere/desk.db")


def test_without_a_word_it_is_in_the_users_own_data_folder() -> None:
    assert locate(None).path == Path(platformdirs.user_data_dir("orderdesk", appauthor=False)) / "orderdesk.db"


@pytest.mark.parametrize(
    ("url", "path"), [("sqlite:///desk.db", "desk.db"), ("sqlite:////srv/desk.db", "/srv/desk.db")], ids=str
)
def test_a_sqlite_url_is_its_path(url: str, path: str) -> None:
    assert locate(url) == Location(Path(path), None)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_is_understood(scheme: str) -> None:
    assert locate(f"{scheme}://desk@db/desk") == Location(None, "postgresql+psycopg://desk@db/desk")


@pytest.mark.parametrize("url", ["mysql://db/desk", "http://db/desk", "://"])
def test_another_database_is_refused_with_what_can_be_used(url: str) -> None:
    with pytest.raises(StoreTrouble, match=r"a file's path or a postgresql:// URL"):
        locate(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://desk:s3cret@db:5432/desk",
        "postgresql://desk:s3cret@old@db/desk",
        "postgresql://db/desk?user=desk&password=s3cret",
    ],
)
def test_a_password_is_never_shown(url: str) -> None:
    shown = str(locate(url))
    assert "s3cret" not in shown
    assert "/desk" in shown


@pytest.mark.parametrize("said", ["desk\x00.db", "~nobodyatall/desk.db"], ids=repr)
def test_what_can_be_no_path_is_refused_in_words(said: str) -> None:
    with pytest.raises(StoreTrouble, match="cannot be a file's path"):
        locate(said)


def test_a_location_reads_as_what_was_said(tmp_path: Path) -> None:
    assert str(locate(str(tmp_path / "desk.db"))) == str(tmp_path / "desk.db")
    assert str(locate("postgres://desk@db/desk")) == "postgresql+psycopg://desk@db/desk"
