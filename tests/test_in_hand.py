"""What is in somebody's hands, over desks that end in every way."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from orderdesk.in_hand import DESKS, InHand
from orderdesk.state_file import StateFile, state_folder


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return state_folder()


def hand(login: str = "ann", database: str = "desk.db") -> InHand:
    return InHand(database, login)


def lost(*numbers: int) -> None:
    """A desk of Ann that ended with these drafts in hand."""
    desk = hand()
    for number in numbers:
        desk.take(number)
    desk.close()


def test_a_draft_in_hand_at_a_desk_that_is_gone_is_left_to_the_next() -> None:
    lost(1043)
    assert list(hand().left) == [1043]


def test_a_draft_that_was_put_down_is_not_left() -> None:
    desk = hand()
    desk.take(1043)
    desk.put_down(1043)
    desk.close()
    assert not hand().left


def test_what_is_left_stays_until_it_is_taken_or_put_down() -> None:
    lost(1043)
    hand().close()  # looked at, and left again
    desk = hand()
    desk.take(1043)
    assert not desk.left
    desk.put_down(1043)
    desk.close()
    assert not hand().left


def test_a_desk_that_is_open_keeps_its_draft_from_the_next() -> None:
    first = hand()
    first.take(1043)
    assert not hand().left
    first.close()


def test_the_drafts_of_several_lost_desks_come_together() -> None:
    desks = [hand() for _ in range(3)]
    for number, desk in enumerate(desks, start=1043):
        desk.take(number)
    for desk in desks:
        desk.close()
    last = hand()
    assert list(last.left) == [1043, 1044, 1045]
    last.take(1044)
    last.put_down(1044)
    last.close()
    assert list(hand().left) == [1043, 1045]


def test_the_text_of_the_field_comes_back_with_its_draft() -> None:
    desk = hand()
    desk.take(1043)
    desk.keep_text(1043, '6 que "Käse"')
    desk.close()
    again = hand()
    again.take(1043)
    assert again.text(1043) == '6 que "Käse"'


def test_each_person_and_each_database_has_its_own() -> None:
    lost(1043)
    assert not hand("bob").left
    assert not hand(database="other.db").left
    assert not hand(database="postgresql+psycopg://desk@host/desk.db").left


def test_one_database_is_the_same_however_its_path_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost(1043)
    assert list(hand(database=str(Path.cwd() / "desk.db")).left) == [1043]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[1043]", b'{"drafts": 7}', b'{"drafts": {"x": "", "1": 2}}', b"[" * 200_000],
)
def test_a_damaged_file_is_as_good_as_none(folder: Path, content: bytes) -> None:
    lost(1043)
    next(folder.glob("*.json")).write_bytes(content)
    assert not hand().left


def test_more_desks_than_slots_leave_no_mark_and_no_trouble() -> None:
    desks = [hand() for _ in range(DESKS + 1)]
    desks[-1].take(1043)
    desks[-1].close()
    for desk in desks:
        desk.close()
    assert not hand().left


def test_a_folder_that_cannot_be_made_is_no_trouble(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file stands here")
    desk = hand()
    desk.take(1043)
    desk.put_down(1043)
    desk.close()
    assert StateFile("recent", database="desk.db", login="ann").read() == {}


def test_the_files_are_their_owners_alone_and_none_is_left_half_written(folder: Path) -> None:
    lost(1043)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert {path.suffix for path in folder.iterdir()} == {".json", ".lock"}


def test_a_desk_that_leaves_nothing_leaves_no_files(folder: Path) -> None:
    lost(1043)
    lost(1044)
    desk = hand()
    for number in (1043, 1044):
        desk.take(number)
        desk.put_down(number)
    desk.close()
    assert not list(folder.iterdir())


def test_a_file_that_is_removed_is_empty() -> None:
    file = StateFile("recent", database="desk.db", login="ann")
    file.write({"places": [1, 2]})
    assert file.read() == {"places": [1, 2]}
    file.remove()
    assert file.read() == {}
