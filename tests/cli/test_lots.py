"""Lots and kits on the command line."""

from __future__ import annotations

from tests.cli.conftest import CommandLine


def test_lots_are_taken_in_listed_blocked_and_traced(cli: CommandLine) -> None:
    cli.ask("product", "new", "MILK", "Milk", "--list-price", "1.00")
    cli.ask("product", "track", "MILK", "--by", "lot", "--shelf", "5", "--intake", "10")
    cli.ask("stock", "receive", "MILK", "10", "--lot", "L1", "--expires", "2026-12-31")
    ran = cli("stock", "receive", "MILK", "10", "--lot", "L2", "--expires", "2026-11-15")
    assert ran.code == 1 and "3 days more; 10 days are asked for" in ran.err
    assert [row["lot"] for row in cli.ask("lot", "list", "MILK")] == ["L1"]
    assert cli.ask("lot", "block", "MILK", "L1", "glass")["blocked"] is True
    card = cli.ask("lot", "card", "MILK", "L1")
    assert card["lot"]["trouble"] == "MILK lot L1 is blocked (glass); put it aside"
    assert card["came"][0]["kind"] == "receipt"
    assert cli.ask("lot", "unblock", "MILK", "L1", "fine")["blocked"] is False
    cli.ask("lot", "change", "MILK", "L1", "2027-01-31", "misread")
    assert cli.ask("lot", "find", "l1")[0]["expires"] == "2027-01-31"
    assert cli.ask("lot", "sweep") == {}
    cli.ask("customer", "shelf-life", "ERNSH", "30")


def test_a_kit_is_put_together(cli: CommandLine) -> None:
    cli.ask("product", "new", "BOX", "Box", "--kind", "kit", "--list-price", "9.00")
    cli.ask("product", "kit", "BOX", "CHAI=2", "TOFU", "--shows", "kit")
    assert cli.ask("product", "show", "BOX")["components"] == [["CHAI", "2"], ["TOFU", "1"]]
