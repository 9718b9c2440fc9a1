"""What commands answer: for people in columns, for programs in JSON, wherever the options stand."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.cli.conftest import CommandLine

HOSTILE = "\x1b]0;owned\x07\x1b[2J‮evil⁦ [bold red]x[/] \x9b31m"


def test_the_options_of_every_command_may_stand_anywhere(cli: CommandLine) -> None:
    asked = [
        ("--json", "order", "list"),
        ("order", "--json", "list"),
        ("order", "list", "--json"),
        ("--as", "nobody", "order", "list", "--json", "--as", "vic"),
    ]
    assert [cli(*words).out for words in asked] == ["[]\n"] * 4


def test_an_order_to_cash_by_commands_alone_adds_up(shipped: CommandLine) -> None:
    card = shipped.ask("order", "show", "1001")
    assert (card["state"], card["shipped"], card["invoiced"], card["paid"]) == ("closed", "full", "full", "none")
    assert (card["gross"], card["lines"][0]["net"], card["lines"][0]["price"]) == ("214.20", "180.00", "18.00")
    assert shipped.ask("receipt", "take", "ALFKI", "100.00", as_="rae") == {"receipt": 7001}
    assert shipped.ask("invoice", "open", "ALFKI")[0]["open"] == "114.20"
    report = shipped.ask("ageing")
    assert report["rows"] == [
        {
            "customer": "ALFKI",
            "name": "Alfreds Futterkiste",
            "currency": "EUR",
            "not_due": "114.20",
            **dict.fromkeys(("1-30", "31-60", "61-90", "over 90", "unapplied"), "0.00"),
            "balance": "114.20",
        }
    ]
    assert report["sound"] is True
    credited = shipped.ask("invoice", "credit", "INV-2026-0001", "broken", "--line", "1=2", as_="rae")
    assert credited == {"credit_note": "CRN-2026-0001"}
    assert shipped("check").code == 0


def test_the_same_token_enters_and_submits_an_order_once(cli: CommandLine) -> None:
    words = ("order", "new", "ALFKI", "--line", "2 x CHAI", "--submit", "--token", "web-1")
    first, second = (cli.ask(*words, as_="ann") for _ in range(2))
    assert first == second
    assert len(cli.ask("order", "list")) == 1
    assert len(cli.ask("order", "show", "1001")["lines"]) == 1


def test_an_order_with_one_bad_line_is_not_entered_at_all(cli: CommandLine) -> None:
    ran = cli("order", "new", "ALFKI", "--line", "2 x CHAI", "--line", "3 x NOPE", as_="ann")
    assert ran.code == 1
    assert cli.ask("order", "list") == []


def test_lines_are_read_as_they_are_typed_at_the_desk(cli: CommandLine) -> None:
    words = ("order", "new", "ALFKI", "--line", '2 case chai @200 -2% "for the fair"', "--line", "4006381333931")
    cli.ask(*words, as_="ann")
    first, second = cli.ask("order", "show", "1001")["lines"]
    assert (first["ordered"], first["price"], first["discount"], first["per"]) == ("24", "200.00", "2", "case of 12")
    assert first["note"] == "for the fair"
    assert (second["sku"], second["ordered"]) == ("CHAI", "1")


def test_no_escape_of_a_stored_name_reaches_the_terminal(cli: CommandLine) -> None:
    with sqlite3.connect(cli.path) as database:  # past the verbs, which would have cleaned it
        database.execute("UPDATE customer SET name = ? WHERE code = 'ALFKI'", (HOSTILE,))
        database.execute("UPDATE product SET name = ? WHERE sku = 'CHAI'", (HOSTILE,))
    database.close()
    cli.ask("order", "new", "ALFKI", "--line", "1 x CHAI", "--submit", as_="ann")
    for words in (
        ("order", "list"),
        ("order", "show", "1001"),
        ("customer", "show", "ALFKI"),
        ("product", "show", "CHAI"),
        ("find", "1001"),
        ("find", "ALFKI"),
        ("--json", "find", "ALFKI"),
        ("--json", "customer", "show", "ALFKI"),
    ):
        ran = cli(*words)
        quick = cli.program(*words)
        for text in (ran.out, ran.err, quick.out, quick.err):
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), words
        assert "[bold red]" in ran.out
    assert cli.ask("customer", "show", "ALFKI")["name"] == HOSTILE


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE customer; --", '"*" OR NEAR(a b)', "%_\\", "名前 ✓ é", "a" * 300, "--"]
)
def test_what_is_sought_is_data_and_never_syntax(cli: CommandLine, name: str) -> None:
    for words in (("find", "--", name), ("customer", "find", "--", name), ("product", "find", "--", name)):
        assert cli(*words).code in (0, 1)
        assert cli.program(*words).code in (0, 1)
    assert len(cli.ask("customer", "find")) == 3


def test_an_adjustment_downwards_is_a_number_and_no_option(cli: CommandLine) -> None:
    assert cli.ask("stock", "adjust", "CHAI", "-2", "broken", as_="pat")["on_hand"] == "98"


def test_a_setting_is_typed_as_people_write_it(cli: CommandLine) -> None:
    cli.ask("setting", "set", "price_band", "12.5")
    cli.ask("setting", "set", "value_limit", "1000")
    cli.ask("setting", "set", "own_orders", "yes")
    cli.ask("setting", "set", "billing", "Month")
    settings = cli.ask("setting", "list")
    assert (settings["price_band"], settings["value_limit"]) == ("12.5", "1000.00")
    assert (settings["own_orders"], settings["billing"]) == (True, "month")
    assert cli("setting", "set", "nonsense", "1").code == 2


def test_a_new_database_has_its_first_admin(tmp_path_factory: pytest.TempPathFactory) -> None:
    fresh = CommandLine(tmp_path_factory.mktemp("new") / "new.db")
    fresh.ask("init", "--company", "Corner Wholesale", "--tax", "19", as_="zoe")
    assert fresh.ask("user", "list", as_="zoe") == [{"login": "zoe", "name": "zoe", "roles": ["admin"], "active": True}]
    assert fresh.ask("setting", "list", as_="zoe")["company"] == "Corner Wholesale"
    assert fresh("init", as_="zoe").code == 3
    assert fresh.ask("migrate", as_="zoe")["copy"] is None


def test_a_reader_that_goes_away_ends_the_program_without_a_word(cli: CommandLine) -> None:
    import os
    import subprocess
    import sys

    environment = {**os.environ, "ORDERDESK_DB": str(cli.path), "ORDERDESK_USER": "root"}
    command = [sys.executable, "-m", "orderdesk", "batch", "--verbs"]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    assert program.stderr.read() == b""
    program.wait(60)
    program.stderr.close()
