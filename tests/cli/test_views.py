"""Views, exports and late orders from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import CommandLine


def test_a_view_is_kept_listed_applied_and_discarded(cli: CommandLine) -> None:
    first = cli("order", "new", "ALFKI", as_="ann").out.strip()
    second = cli("order", "new", "ERNSH", as_="ann").out.strip()
    assert cli("view", "save", "orders", "Ernst", "ernst state:draft", as_="ann").out == "ernst\n"
    assert cli.ask("view", "list", as_="ann") == [{"list": "orders", "name": "ernst", "filter": "ernst state:draft"}]
    assert cli.ask("view", "list", as_="bob") == []
    numbers = [order["number"] for order in cli.ask("order", "list", "--view", "ernst", as_="ann")]
    assert numbers == [int(second)]
    assert [order["number"] for order in cli.ask("order", "list", "--filter", "alfki")] == [int(first)]
    assert cli("view", "discard", "orders", "ernst", as_="ann").code == 0
    ran = cli("order", "list", "--view", "ernst", as_="ann")
    assert ran.code == 1 and "you keep no view 'ernst' of orders" in ran.err


def test_a_filter_that_cannot_be_read_is_a_usage_error(cli: CommandLine) -> None:
    ran = cli("order", "list", "--filter", "colour:red")
    assert ran.code == 2 and "no field colour: here" in ran.err


def test_an_export_prints_the_file_it_made(cli: CommandLine, tmp_path: Path) -> None:
    for customer in ("ALFKI", "ERNSH"):
        cli("order", "new", customer, as_="ann")
    ran = cli("export", "orders", "--filter", "ernst", "--to", str(tmp_path / "files"))
    assert ran.code == 0 and ran.err == "1 row.\n"
    lines = Path(ran.out.strip()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 and '"ERNSH"' in lines[1]
    for name in ("late", "approvals", "ready"):
        assert cli("export", name, "--to", str(tmp_path / "files")).code == 0
    assert "there is no list 'papers'" in cli("export", "papers").err


def test_late_lists_what_will_not_be_there_and_reschedule_ends_it(cli: CommandLine) -> None:
    number = cli("order", "new", "ERNSH", "--line", "3 KONBU", "--submit", as_="ann").out.split()[0]
    (order,) = cli.ask("late")
    assert (order["number"], order["will_be"]) == (int(number), None)
    assert order["lines"][0]["missing"] == "3"
    assert cli.ask("late", "--filter", "passed") == []
    ran = cli("order", "reschedule", number, "2026-12-01", "--reason", "customer asked", as_="ann")
    assert ran.code == 0 and "is wanted on 2026-12-01; it was 2026-11-12" in ran.err
    assert cli.ask("late")[0]["wanted_date"] == "2026-12-01"
