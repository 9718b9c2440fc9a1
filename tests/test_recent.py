"""Where somebody was: for each database and login, the newest first, whatever happens to the file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from orderdesk import state_file
from orderdesk.recent import MOST, Recent, Visit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return state_file.state_folder()


def the_file(folder: Path) -> Path:
    (file,) = folder.glob("*-recent.json")
    return file


def test_the_newest_comes_first_and_each_once(folder: Path) -> None:
    recent = Recent("a.db", "ann")
    for key in ("1", "2", "1"):
        recent.note("order", key)
    assert recent.visits() == (Visit("order", "1"), Visit("order", "2"))
    assert Recent("a.db", "ann").visits() == recent.visits()


def test_each_database_and_each_login_has_its_own(folder: Path) -> None:
    Recent("a.db", "ann").note("order", "1")
    assert Recent("b.db", "ann").visits() == ()
    assert Recent("a.db", "bob").visits() == ()


def test_two_desks_of_one_person_lose_nothing_of_each_other(folder: Path) -> None:
    here, there = Recent("a.db", "ann"), Recent("a.db", "ann")
    here.note("order", "1")
    assert here.visits()
    there.note("order", "2")
    assert there.visits()
    here.note("order", "3")
    assert [key for _, key in here.visits()] == ["3", "2", "1"]


def test_no_more_than_so_many_are_kept(folder: Path) -> None:
    recent = Recent("a.db", "ann")
    for number in range(MOST + 5):
        recent.note("order", str(number))
    assert len(recent.visits()) == MOST
    assert recent.visits()[0] == ("order", str(MOST + 4))


def test_only_its_owner_may_read_it_and_it_says_no_more_than_kind_and_key(folder: Path) -> None:
    recent = Recent("a.db", "ann")
    recent.note("customer", "ALFKI")
    assert recent.visits()
    assert stat.S_IMODE(the_file(folder).stat().st_mode) == 0o600
    assert the_file(folder).read_text() == '{"visits": [["customer", "ALFKI"]]}'


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff\x00", b"[]", b"[" * 9999, b'{"visits": 5}',
        b'{"visits": [1, ["a"], ["a", 5], ["", "x"], {"a": 1}]}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_an_empty_one_and_is_mended_by_the_next_visit(folder: Path, content: bytes) -> None:
    recent = Recent("a.db", "ann")
    recent.note("order", "1")
    assert recent.visits()
    the_file(folder).write_bytes(content)
    again = Recent("a.db", "ann")
    assert again.visits() == ()
    again.note("order", "2")
    assert again.visits() == (("order", "2"),)


def test_where_nothing_can_be_written_the_desk_remembers_by_itself(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")
    recent = Recent("a.db", "ann")
    recent.note("order", "1")
    recent.note("order", "2")
    assert [key for _, key in recent.visits()] == ["2", "1"]
    assert Recent("a.db", "ann").visits() == ()


def test_what_is_longer_than_any_key_is_not_kept(folder: Path) -> None:
    recent = Recent("a.db", "ann")
    recent.note("order", "9" * 100)
    assert recent.visits() == ()
