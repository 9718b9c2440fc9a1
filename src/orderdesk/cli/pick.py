"""`orderdesk pick`: pick lists, scanning, confirming."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_quantity

app = typer_app(
    "Release pick lists, record what is collected, confirm them.",
    ("pick ready", "pick release 1042 1043", "pick scan 2001 4006381333931", "pick confirm 2001"),
)


@command(app, "ready", "pick ready")
def ready(session: Session, warehouse: options.Warehouse = None) -> None:
    """List the orders that have goods to pick and no hold."""
    from orderdesk.queries.picking import ready_to_pick

    session.show(session.ask(ready_to_pick, warehouse), empty="nothing to pick")


@command(app, "list", "pick list")
def list_(session: Session) -> None:
    """List the pick lists that are open or waiting to be shipped."""
    from orderdesk.queries.picking import open_picks

    session.show(session.ask(open_picks), empty="no open pick list")


@command(app, "show", "pick show 2001")
def show(session: Session, pick: options.Pick) -> None:
    """Show a pick list: what to collect from which bin, and how much of it was."""
    from orderdesk.queries.picking import pick_card

    session.show(session.ask(pick_card, pick))


@command(app, "release", "pick release 1042", "pick release --warehouse MAIN --carrier DHL")
def release(
    session: Session,
    orders: Annotated[
        list[int] | None, typer.Argument(metavar="ORDER", help="These orders; none: all that are ready.")
    ] = None,
    warehouse: options.Warehouse = None,
    carrier: options.Carrier = None,
    ahead: Annotated[
        bool, typer.Option("--ahead", help="Also lines with a later day of their own, which else wait for it.")
    ] = False,
) -> None:
    """Make a pick list of what is reserved; prints its number."""
    from orderdesk.desk import picking

    values = given(warehouse=warehouse, carrier=carrier)
    number = session.do(picking.release, orders or None, ahead=ahead, **values)
    session.done("pick", number, f"Pick list {number}. See it with: orderdesk pick show {number}")


@command(app, "scan", "pick scan 2001 CHAI", "pick scan 2001 4006381333931 --quantity 5")
def scan(
    session: Session,
    pick: options.Pick,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A barcode or SKU.")],
    quantity: Annotated[str, typer.Option("--quantity", metavar="N", help="How many of what was scanned.")] = "1",
    lot: Annotated[
        str | None, typer.Option("--lot", metavar="LOT", help="The lot or serial number, where it has them.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why another lot than the one that leaves first.")
    ] = None,
) -> None:
    """Record what was collected; what does not belong on the list is refused."""
    from orderdesk.desk import picking

    session.show(session.do(picking.scan, pick, code, parse_quantity(quantity), **given(lot=lot, reason=reason)))


@command(app, "short", 'pick short 2001 TOFU "shelf is empty"')
def short(session: Session, pick: options.Pick, sku: options.Sku, reason: options.Reason) -> None:
    """Record that the rest of a product is not there."""
    from orderdesk.desk import picking

    session.do(picking.short, pick, sku, reason)
    session.done("pick", pick, f"{sku.upper()} is short on pick list {pick}.")


@command(app, "confirm", "pick confirm 2001")
def confirm(session: Session, pick: options.Pick, version: options.Version = None) -> None:
    """Confirm that the collecting is done; what is short goes back to the queue."""
    from orderdesk.desk import picking

    state = session.do(picking.confirm, pick, version=version)
    then = f" Ship it with: orderdesk ship confirm {pick}" if state == "picked" else ""
    session.done("state", state, f"Pick list {pick} is {state}.{then}")


@command(app, "cancel", "pick cancel 2001")
def cancel(session: Session, pick: options.Pick) -> None:
    """Take a pick list back; the goods stay reserved for their orders."""
    from orderdesk.desk import picking

    session.do(picking.cancel, pick)
    session.done("pick", pick, f"Pick list {pick} is cancelled.")
