"""`orderdesk count`: sheets that the shelves are counted on."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_quantity

app = typer_app(
    "Count the shelves, and make the books say what is there.",
    ("count open --bin A-01-1", "count scan 9001 CHAI --quantity 12", "count post 9001"),
)
_Sheet = Annotated[int, typer.Argument(metavar="SHEET", help="The count sheet's number.")]


@command(app, "list", "count list")
def list_(session: Session) -> None:
    """List the sheets that are being counted."""
    from orderdesk.queries.counting import count_sheets

    session.show(session.ask(count_sheets), empty="no open count sheet")


@command(app, "show", "count show 9001")
def show(session: Session, sheet: _Sheet) -> None:
    """Show a sheet: what was counted and, once it is posted, what that changed."""
    from orderdesk.queries.counting import count_card

    session.show(session.ask(count_card, sheet))


@command(app, "open", "count open", "count open --warehouse NORTH --bin A-01-1")
def open_(
    session: Session,
    warehouse: options.Warehouse = None,
    bin: Annotated[str | None, typer.Option("--bin", metavar="BIN", help="Only this bin; else all of it.")] = None,
) -> None:
    """Open a sheet for a warehouse or one bin; prints its number."""
    from orderdesk.desk import counting

    number = session.do(counting.open, **given(warehouse=warehouse, bin=bin))
    session.done("count", number, f"Count sheet {number}. Count with: orderdesk count scan {number} CODE")


@command(app, "scan", "count scan 9001 CHAI", "count scan 9001 4006381333931 --quantity 5")
def scan(
    session: Session,
    sheet: _Sheet,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A barcode or SKU.")],
    quantity: Annotated[
        str, typer.Option("--quantity", metavar="N", help="How many of what was scanned; -1 takes one back.")
    ] = "1",
    lot: Annotated[
        str | None, typer.Option("--lot", metavar="LOT", help="The lot or serial number, where it has them.")
    ] = None,
) -> None:
    """Count more of something."""
    from orderdesk.desk import counting

    session.show(session.do(counting.scan, sheet, code, parse_quantity(quantity, negative=True), **given(lot=lot)))


@command(app, "set", "count set 9001 CHAI 96")
def set_(
    session: Session,
    sheet: _Sheet,
    sku: options.Sku,
    counted: Annotated[str, typer.Argument(metavar="COUNTED", help="How many there are in all.")],
) -> None:
    """Say how many there are in all, instead of what was counted so far."""
    from orderdesk.desk import counting

    session.show(session.do(counting.set, sheet, sku, parse_quantity(counted, what="counted")))


@command(app, "post", "count post 9001", "count post 9001 --moved")
def post(
    session: Session,
    sheet: _Sheet,
    moved: Annotated[
        bool, typer.Option("--moved", help="Although counted goods moved since the sheet was opened.")
    ] = False,
) -> None:
    """Make the books say what was counted; shows what changed."""
    from orderdesk.desk import counting

    session.show(session.do(counting.post, sheet, moved=moved))


@command(app, "cancel", "count cancel 9001")
def cancel(session: Session, sheet: _Sheet) -> None:
    """Give a sheet up; the books stay as they are."""
    from orderdesk.desk import counting

    session.do(counting.cancel, sheet)
    session.done("count", sheet, f"Count sheet {sheet} is cancelled.")
