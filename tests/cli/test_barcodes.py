"""The barcode sheet from the command line: where it goes, what it never overwrites, and as words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.test_import_contracts import loaded_by


def test_it_goes_where_it_is_said_and_overwrites_nothing(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli("barcodes")
    assert (ran.code, ran.out) == (0, "orderdesk-barcodes.pdf\n")
    made = (tmp_path / "orderdesk-barcodes.pdf").read_bytes()
    assert made.startswith(b"%PDF")
    ran = cli("barcodes", "--bins", "MAIN", as_="pat")
    assert ran.code == 1 and "orderdesk-barcodes.pdf is there already; write over it with --force" in ran.err
    assert (tmp_path / "orderdesk-barcodes.pdf").read_bytes() == made
    assert cli("barcodes", "--bins", "MAIN", "--force").code == 0
    assert len((tmp_path / "orderdesk-barcodes.pdf").read_bytes()) > len(made)
    ran = cli("barcodes", "--out", "nowhere/x.pdf")
    assert ran.code == 1 and "nowhere/x.pdf cannot be written: No such file or directory" in ran.err


def test_the_codes_as_words(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = cli.ask("barcodes", "--text", "--product", "CHAI", "--bins", "main")
    assert rows[0]["code"] == "OD:DONE" and rows[0]["title"] == "Done"
    assert [row["code"] for row in rows[-6:]] == [f"A-0{place}-1" for place in range(1, 6)] + ["4006381333931"]
    assert list(tmp_path.glob("*.pdf")) == []


def test_what_is_not_there_is_refused_before_anything_is_written(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (("--bins", "SOUTH"), ("--product", "NOPE"), ("--font", "none.ttf")):
        ran = cli("barcodes", *words)
        assert ran.code in (1, 2) and ran.err.startswith("orderdesk: ")
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize("words", [["--help"], ["barcodes", "--help"]])
def test_the_help_loads_nothing_that_prints(words: list[str]) -> None:
    loaded = loaded_by("from orderdesk.cli.main import main; main()", *words)
    assert not loaded & {"fpdf", "barcode", "PIL", "fontTools"}
