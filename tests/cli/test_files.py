"""Files in, and the commands that open the desk: what they hand over, and what they leave behind."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orderdesk.desk import people
from orderdesk.desk.verb import Desk
from orderdesk.store.migrate import create
from tests.cli.conftest import CommandLine
from tests.company import NOW, SYSTEM, TODAY, found

GOOD = "code,name,discount_ceiling,margin_floor\nTEA,Tea,12,15\nSPICE,Spices,10,20\n"
BAD = "code,name\n,Tea\nA B,\x1b[31mSpices\n"


def test_a_file_is_imported_once_and_a_dry_run_writes_nothing(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "categories.csv"
    file.write_text(GOOD)
    dry = cli.ask("import", "categories", str(file), "--dry-run")
    again = [cli.ask("import", "categories", str(file)) for _ in range(2)]
    assert (dry["new"], dry["dry_run"]) == (2, True)
    assert [(report["new"], report["unchanged"]) for report in again] == [(2, 0), (0, 2)]


def test_a_file_with_errors_is_1_with_every_error_named_and_nothing_written(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "categories.csv"
    file.write_text(BAD)
    ran = cli("import", "categories", str(file))
    assert ran.code == 1
    assert "categories.csv line 2, code" in ran.err
    assert "categories.csv line 3, code" in ran.err
    assert "\x1b" not in ran.err + ran.out
    errors = cli("--json", "import", "categories", str(file)).json["errors"]
    assert [error["line"] for error in errors] == [2, 3]
    file.write_text(GOOD)
    assert cli.ask("import", "categories", str(file))["new"] == 2


@pytest.mark.parametrize(
    "words", [("import", "nonsense", "x.csv"), ("import", "customers", "x.csv"), ("import-all", "none", "none")]
)
def test_what_cannot_be_read_is_refused_in_words(cli: CommandLine, words: tuple[str, ...]) -> None:
    ran = cli(*words)
    assert ran.code == 1
    assert ran.err.startswith("orderdesk: ")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path | None, str]]:
    """What the desk was opened on and for whom; the demo company is the test company, with its admin nils."""

    def small(where: str, today: object, now: object) -> None:
        store = create(where)
        store.run(found, SYSTEM, TODAY, NOW)
        store.run(lambda tx: people.new(tx, "nils", "Nils", ["admin"]), SYSTEM, TODAY, datetime.now(UTC))
        store.close()

    seen: list[tuple[Path | None, str]] = []

    def run(open_desk: Callable[[], Desk]) -> int:
        desk = open_desk()
        assert desk.store.location.path is not None
        assert desk.store.location.path.exists()
        seen.append((desk.store.location.path, desk.who.login))
        return 0

    monkeypatch.setattr("orderdesk.exchange.demo.build", small)
    monkeypatch.setattr("orderdesk.app.run", run)
    return seen


def test_the_desk_opens_as_whoever_asks_and_not_for_a_stranger(
    cli: CommandLine, opened: list[tuple[Path | None, str]]
) -> None:
    assert cli("desk", as_="ann").code == 0
    assert cli("desk", as_="mallory").code == 4
    assert opened == [(cli.path, "ann")]


def test_the_demo_is_thrown_away_unless_a_place_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[tuple[Path | None, str]]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    anywhere = CommandLine(tmp_path / "own.db")
    kept = tmp_path / "kept.db"
    assert anywhere("demo", as_="nils").code == 0
    assert list(tmp_path.iterdir()) == []
    assert anywhere("demo", "--db", str(kept), as_="nils").code == 0
    assert anywhere("demo", "--db", str(kept), as_="nils").code == 0  # there already: opened as it is
    assert kept.exists()
    only_made = anywhere("demo", "--no-desk", as_="nils")
    assert Path(only_made.out.strip()).exists()
    assert [login for _, login in opened] == ["nils"] * 3
    assert opened[1][0] == kept


def test_postgresql_is_set_up_and_asked_like_a_file(pg_url: str) -> None:
    server = CommandLine(Path("unused.db"))
    words = ("--db", pg_url)
    assert server(*words, "order", "list", as_="zoe").code == 3
    assert server(*words, "init", "--tax", "19", as_="zoe").code == 0
    server.ask(*words, "customer", "new", "ALFKI", "Alfreds Futterkiste", as_="zoe")
    assert server.ask(*words, "find", "futter", as_="zoe")[0]["code"] == "ALFKI"
    assert server.ask(*words, "order", "new", "ALFKI", as_="zoe") == {"order": 1001}
    assert server(*words, "init", as_="zoe").code == 3
    assert server(*words, "check", as_="zoe").code == 0
