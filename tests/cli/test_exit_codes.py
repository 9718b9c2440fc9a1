"""0 done, 1 refused by a rule, 2 usage, 3 database trouble, 4 not allowed; and where each one says why."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine


def test_done_is_0_with_the_number_alone_on_stdout(cli: CommandLine) -> None:
    ran = cli("order", "new", "ALFKI", as_="ann")
    assert (ran.code, ran.out) == (0, "1001\n")
    assert "orderdesk order submit 1001" in ran.err


def test_a_refusal_is_1_with_every_finding_on_stderr(cli: CommandLine) -> None:
    cli.ask("order", "new", "ALFKI", as_="ann")
    ran = cli("order", "submit", "1001", as_="ann")
    assert (ran.code, ran.out) == (1, "")
    assert "block  no-lines" in ran.err


def test_a_refusal_in_json_carries_its_findings_with_amounts_as_texts(cli: CommandLine) -> None:
    cli.ask("order", "new", "ALFKI", as_="ann")
    ran = cli("order", "submit", "1001", "--json", as_="ann")
    assert ran.code == 1
    assert ran.json["ok"] is False
    assert ran.json["exit"] == 1
    assert [finding["kind"] for finding in ran.json["findings"]] == ["no-lines"]
    held = cli.ask("order", "new", "CASHC", "--line", "1 x CHAI", "--submit", as_="ann")
    assert held["state"] == "submitted"
    assert held["findings"][0]["figures"]["order"] == "21.42"


@pytest.mark.parametrize(
    "words",
    [
        ("order", "show", "9999"),
        ("customer", "show", "NOBODY"),
        ("product", "show", "NOTHING"),
        ("find", "nothing-of-that-name"),
        ("order", "show", "99999999999999999999999"),
    ],
)
def test_what_is_not_there_is_1_and_says_so(cli: CommandLine, words: tuple[str, ...]) -> None:
    ran = cli(*words)
    assert ran.code == 1
    assert ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("order", "line", "1001", "CHAI", "1e5"),
        ("order", "line", "1001", "CHAI", "NaN"),
        ("order", "line", "1001", "CHAI", "1.0005"),
        ("order", "new", "ALFKI", "--wanted", "tomorrow"),
        ("order", "new", "ALFKI", "--freight", "12,50"),
        ("order", "new", "ALFKI", "--line", ""),
        ("receipt", "take", "ALFKI", "-5"),
        ("ageing", "--by", "colour"),
        ("log", "order", "twelve"),
        ("order", "show", "twelve"),
        ("order", "show"),
        ("order", "dance"),
        ("dance",),
        ("order", "show", "1001", "--colour"),
        ("order", "list", "--limit", "0"),
    ],
)
def test_what_cannot_be_understood_is_2_with_nothing_on_stdout(cli: CommandLine, words: tuple[str, ...]) -> None:
    ran = cli(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_a_bad_day_is_2(cli: CommandLine) -> None:
    assert cli("order", "list", "--today", "31.12.2026").code == 2


def test_no_database_is_3_and_none_is_made(tmp_path: Path) -> None:
    ran = CommandLine(tmp_path / "none.db")("order", "list")
    assert ran.code == 3
    assert "orderdesk init --db" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_file_is_3_and_stays_as_it_is(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as database:
        database.execute("CREATE TABLE t(x)")
    before = foreign.read_bytes()
    for words in (("order", "list"), ("find", "1001"), ("--json", "order", "list")):
        assert CommandLine(foreign)(*words).code == 3
    assert foreign.read_bytes() == before


def test_a_missing_right_is_4_and_is_named(cli: CommandLine) -> None:
    ran = cli("order", "new", "ALFKI", as_="vic")
    assert ran.code == 4
    assert "order.new" in ran.err
    assert "clerk" in ran.err


def test_an_unknown_person_is_4_and_told_what_to_do(cli: CommandLine) -> None:
    ran = cli("order", "list", as_="mallory")
    assert ran.code == 4
    assert "--as LOGIN" in ran.err
    assert "orderdesk user new mallory" in ran.err


def test_somebody_whose_account_was_closed_is_4(cli: CommandLine) -> None:
    cli.ask("user", "change", "ann", "--closed")
    ran = cli("order", "list", as_="ann")
    assert ran.code == 4
    assert "closed" in ran.err


def test_the_real_program_ends_with_the_same_codes(cli: CommandLine) -> None:
    assert cli.program("order", "new", "ALFKI").out == "1001\n"
    assert cli.program("order", "submit", "1001").code == 1
    assert cli.program("order", "line", "1001", "CHAI", "x").code == 2
    assert cli.program("order", "list", "--db", str(cli.path) + "x").code == 3
    assert cli.program("order", "new", "ALFKI", "--as", "vic").code == 4
    assert cli.program("order", "list", environment={"ORDERDESK_USER": "mallory"}).code == 4
