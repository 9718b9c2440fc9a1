"""Files in: `import` and `import-all`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orderdesk.cli.command import command
from orderdesk.cli.session import Session

if TYPE_CHECKING:
    from orderdesk.exchange.report import Report

MOST_SHOWN = 50

_DryRun = Annotated[bool, typer.Option("--dry-run", help="Try everything, write nothing.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(
        app,
        "import",
        "import customers customers.csv --dry-run",
        "import orders Orders.csv --map data/mappings/northwind/orders.toml",
    )(import_)
    command(app, "import-all", "import-all data/mappings/northwind ~/northwind")(import_all)


def import_(
    session: Session,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="What is in it: customers, products, orders …")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file with a header row.")],
    map: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="How another system's columns become ours (TOML).")
    ] = None,
    dry_run: _DryRun = False,
) -> None:
    """Import a file.

    All of it, or with an error nothing of it. The same file again changes nothing.
    """
    from orderdesk.exchange.importing import run_import

    report = run_import(session.desk, kind, file, map_file=map, dry_run=dry_run, progress=_progress(file.name))
    _say(session, report)
    _show(session, [report])


def import_all(
    session: Session,
    mappings: Annotated[Path, typer.Argument(metavar="MAPPINGS", help="A folder of mappings, one TOML file a kind.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder with the files that they name.")],
) -> None:
    """Take over the files of another system.

    Every file that a folder of mappings names, in the order in which they need each other. It stops at the first file
    with an error; the files before it stay imported.
    """
    from orderdesk.exchange.companies import import_all as take_over

    reports = take_over(session.desk, mappings, folder, progress=_progress("importing"))
    for report in reports:
        _say(session, report)
    _show(session, list(reports))


def _say(session: Session, report: Report) -> None:
    for note in report.notes:
        session.talk(f"note  {note}")
    for error in report.errors[:MOST_SHOWN]:
        session.talk(str(error))
    if len(report.errors) > MOST_SHOWN:
        session.talk(f"… and {len(report.errors) - MOST_SHOWN:,} more; --json has all of them")


def _show(session: Session, reports: list[Report]) -> None:
    if session.said.json:
        session.show(reports if len(reports) > 1 else reports[0])
    else:
        session.show(reports, "kind", "file", "rows", "new", "changed", "unchanged")
    if any(report.errors for report in reports):
        raise typer.Exit(1)


def _progress(name: str) -> Callable[[int, int], None] | None:
    """Says on a terminal how far it is, at every tenth."""
    if not sys.stderr.isatty():
        return None
    said = [0]

    def progress(done: int, whole: int) -> None:
        tenth = 10 * done // whole if whole else 10
        if tenth > said[0]:
            said[0] = tenth
            end = "\n" if tenth >= 10 else ""
            print(f"\r{name} {tenth}0 %", end=end, file=sys.stderr, flush=True)

    return progress
