"""Counting and receiving by commands."""

from __future__ import annotations

from tests.cli.conftest import CommandLine


def test_a_sheet_from_its_opening_to_the_books(cli: CommandLine) -> None:
    assert cli.ask("count", "open", "--bin", "a-01-1", as_="pat") == {"count": 9001}
    assert cli.ask("count", "scan", "9001", "4006381333931", "--quantity", "90")["counted"] == "90"
    assert cli.ask("count", "scan", "9001", "chai", "--quantity", "-1")["counted"] == "89"
    assert cli.ask("count", "set", "9001", "chai", "96")["quantity"] == "7"
    assert [row["number"] for row in cli.ask("count", "list")] == [9001]
    assert cli.ask("count", "show", "9001")["lines"][0]["difference"] is None
    posted = cli.ask("count", "post", "9001")
    assert posted["lines"] == [{"sku": "CHAI", "before": "100", "counted": "96", "taken_from": []}]
    assert cli.ask("count", "show", "9001")["lines"][0]["difference"] == "-4"
    assert cli.ask("stock", "show", "chai")["stock"][0]["on_hand"] == "96"
    assert cli("check").code == 0


def test_goods_that_moved_are_posted_only_when_that_is_said(cli: CommandLine) -> None:
    cli.ask("count", "open")
    cli.ask("count", "scan", "9001", "tofu", "--quantity", "35")
    cli.ask("stock", "adjust", "tofu", "-4", "broken")
    ran = cli("count", "post", "9001")
    assert ran.code == 1 and "TOFU 4 left" in ran.err
    assert cli("count", "post", "9001", "--moved").code == 0


def test_a_sheet_is_given_up(cli: CommandLine) -> None:
    cli.ask("count", "open")
    assert "9001 is cancelled" in cli("count", "cancel", "9001").err
    assert cli.ask("count", "list") == []


def test_a_delivery_scan_by_scan(cli: CommandLine) -> None:
    cli.ask("stock", "expect", "konbu", "20", "2026-11-14", "--source", "PO-881")
    assert cli.ask("stock", "coming")[0]["name"] == "PO-881"
    assert cli.ask("stock", "arrive", "konbu", "--delivery", "po-881", "--quantity", "19")["received"] == "19"
    ran = cli("stock", "arrive", "konbu", "--delivery", "po-881", "--quantity", "2")
    assert ran.code == 1 and "1 too many" in ran.err
    assert cli.ask("stock", "arrive", "konbu", "--delivery", "po-881", "--quantity", "2", "--over")["received"] == "21"
    assert cli.ask("stock", "arrive", "konbu", "--delivery", "PO-881", "--quantity", "-1")["quantity"] == "-1"
    assert cli.ask("stock", "coming", "PO-881")["lines"][0]["received"] == "20"
    assert cli("check").code == 0
