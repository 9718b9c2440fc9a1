"""Packing from the command line."""

from __future__ import annotations

from tests.cli.conftest import CommandLine


def test_scan_close_reopen_ship(cli: CommandLine) -> None:
    number = cli.ask("order", "new", "ERNSH", "--line", "5 x CHAI", "--submit", as_="ann")["number"]
    pick = str(cli.ask("pick", "release", str(number), as_="pat")["pick"])
    cli.ask("pick", "scan", pick, "CHAI", "--quantity", "5", as_="pat")
    cli.ask("pick", "confirm", pick, as_="pat")
    packed = cli.ask("pack", "scan", pick, "CHAI", "--quantity", "4", as_="pat")
    assert (packed["parcel"], packed["packed"], packed["picked"], packed["left"]) == (1, "4", "5", 1)
    cli.ask("pack", "scan", pick, "CHAI", "--quantity=-1", "--parcel", "1", "--order", str(number), as_="pat")
    assert cli("pack", "close", pick, "--weight", "12.5", as_="pat").out == "1\n"
    ran = cli("ship", "confirm", pick, as_="pat")
    assert ran.code == 1 and "still to pack CHAI 2" in ran.err
    assert cli("pack", "reopen", pick, "1", as_="pat").code == 0
    cli.ask("pack", "scan", pick, "CHAI", "--quantity", "2", as_="pat")
    assert cli("pack", "close", pick, "--weight", "heavy", as_="pat").code == 2
    cli.ask("pack", "close", pick, "--weight", "2.5", as_="pat")
    shown = cli("pack", "show", pick)
    assert "weight grams" in shown.out and "2500" in shown.out
    cli.ask("ship", "confirm", pick, as_="pat")
