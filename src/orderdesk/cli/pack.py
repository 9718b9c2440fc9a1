"""`orderdesk pack`: what was collected goes into parcels."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.session import Session
from orderdesk.values import parse_quantity

Parcel = Annotated[
    int | None, typer.Option("--parcel", metavar="N", min=1, help="Which parcel; else the open one, or a new one.")
]
app = typer_app(
    "Put what was picked into parcels, before it is shipped.",
    ("pack scan 2001 4006381333931", "pack close 2001 --weight 12.5", "pack show 2001"),
)


@command(app, "show", "pack show 2001")
def show(session: Session, pick: options.Pick) -> None:
    """Show what of a picked list is in parcels, what is left, and what each parcel holds and weighs."""
    from orderdesk.queries.packing import pack_card

    session.show(session.ask(pack_card, pick))


@command(app, "scan", "pack scan 2001 CHAI", "pack scan 2001 CHAI --quantity 12", "pack scan 2001 CHAI --quantity=-1")
def scan(
    session: Session,
    pick: options.Pick,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A barcode or SKU.")],
    quantity: Annotated[
        str, typer.Option("--quantity", metavar="N", help="How many of what was scanned; a negative one takes out.")
    ] = "1",
    parcel: Parcel = None,
    order: Annotated[
        int | None, typer.Option("--order", metavar="ORDER", help="For this order of the list only.")
    ] = None,
) -> None:
    """Put something into a parcel; what was not picked, or is packed already, is refused."""
    from orderdesk.desk import packing

    amount = parse_quantity(quantity, negative=True)
    session.show(session.do(packing.scan, pick, code, amount, parcel=parcel, order=order))


@command(app, "close", "pack close 2001", "pack close 2001 --weight 12.5")
def close(session: Session, pick: options.Pick, weight: options.Weight = None, parcel: Parcel = None) -> None:
    """Close a parcel; the next scan opens another. Prints its number."""
    from orderdesk.desk import packing

    number = session.do(packing.close, pick, options.grams(weight), parcel=parcel)
    session.done("parcel", number, f"Parcel {number} of pick list {pick} is closed.")


@command(app, "reopen", "pack reopen 2001 1")
def reopen(
    session: Session,
    pick: options.Pick,
    parcel: Annotated[int, typer.Argument(metavar="PARCEL", help="The parcel's number on the list.")],
) -> None:
    """Open a closed parcel again; it is weighed anew when it is closed."""
    from orderdesk.desk import packing

    session.do(packing.reopen, pick, parcel)
    session.done("parcel", parcel, f"Parcel {parcel} of pick list {pick} is open again.")
