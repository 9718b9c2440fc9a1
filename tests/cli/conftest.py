"""The command line on the test company: in this process, or as a real program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orderdesk.cli.main import build

DAY = "2026-11-12"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class CommandLine:
    """Runs commands on one database."""

    path: Path

    def __call__(self, *words: str, as_: str = "root", input: str | bytes | None = None) -> Ran:
        """Run a command in this process."""
        environment = {"ORDERDESK_DB": str(self.path), "ORDERDESK_USER": "", "COLUMNS": "200"}
        ran = CliRunner().invoke(build(), ["--as", as_, "--today", DAY, *words], input=input, env=environment)
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return Ran(ran.exit_code, ran.stdout, ran.stderr)

    def ask(self, *words: str, as_: str = "root") -> Any:
        """Run a command that must succeed and return its JSON."""
        ran = self("--json", *words, as_=as_)
        assert ran.code == 0, ran
        return ran.json

    def program(self, *words: str, environment: dict[str, str] | None = None, input: bytes = b"") -> Ran:
        """Run `python -m orderdesk` as a process of its own, on this database, as root unless said otherwise."""
        known = {key: value for key, value in os.environ.items() if not key.startswith("ORDERDESK")}
        known |= {"ORDERDESK_DB": str(self.path), "ORDERDESK_USER": "root", **(environment or {})}
        command = [sys.executable, "-m", "orderdesk", *words]
        ran = subprocess.run(command, capture_output=True, env=known, input=input, timeout=60, check=False)
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


@pytest.fixture
def cli(tmp_path: Path, founded_file: Path) -> CommandLine:
    """The command line on a copy of the test company."""
    path = tmp_path / "desk.db"
    shutil.copy(founded_file, path)
    return CommandLine(path)


@pytest.fixture
def shipped(cli: CommandLine) -> CommandLine:
    """The same, after order 1001 (10 CHAI for ALFKI, PO 4711) was picked, shipped by DHL with TRK-1 and billed."""
    cli.ask("order", "new", "ALFKI", "--po", "4711", "--line", "10 x CHAI", "--submit", as_="ann")
    cli.ask("pick", "release", "1001", as_="pat")
    cli.ask("pick", "scan", "2001", "CHAI", "--quantity", "10", as_="pat")
    cli.ask("pick", "confirm", "2001", as_="pat")
    cli.ask("ship", "confirm", "2001", "--carrier", "DHL", "--tracking", "TRK-1", as_="pat")
    return cli
