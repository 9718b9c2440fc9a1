"""`orderdesk ship`: what leaves the house."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date, parse_quantity

app = typer_app("Ship what was picked.", ("ship confirm 2001 --carrier DHL --tracking 00340434161094042557",))


@command(
    app,
    "confirm",
    "ship confirm 2001",
    "ship confirm 2001 --carrier DHL --tracking 0034043416 --packages 2 --weight 12.5",
)
def confirm(
    session: Session,
    pick: options.Pick,
    carrier: options.Carrier = None,
    tracking: Annotated[str | None, typer.Option("--tracking", metavar="NUMBER", help="The carrier's number.")] = None,
    packages: Annotated[
        int, typer.Option("--packages", metavar="N", min=1, help="How many packages, of what is in no parcel.")
    ] = 1,
    weight: options.Weight = None,
    unpacked: Annotated[
        bool, typer.Option("--unpacked", help="Ship what is in no parcel too, although the rest is packed.")
    ] = False,
    token: options.Token = None,
) -> None:
    """Ship a picked list: one shipment for each of its orders; prints their numbers."""
    from orderdesk.desk import shipping

    values = given(carrier=carrier, tracking=tracking, token=token)
    numbers = session.do(
        shipping.confirm, pick, packages=packages, weight_grams=options.grams(weight), unpacked=unpacked, **values
    )
    session.done("shipments", numbers, f"Pick list {pick} has left.")


@command(app, "hold", "ship hold 2001")
def hold(session: Session, pick: options.Pick) -> None:
    """Raise what stops a picked list from leaving (credit, overdue, block) as holds, for an approver to decide."""
    from orderdesk.desk import shipping

    found = session.do(shipping.hold, pick)
    session.show(found, "kind", "message", empty="nothing stops it")


@command(app, "cancel", 'ship cancel 5001 "not fetched by the carrier"')
def cancel(
    session: Session,
    shipment: Annotated[int, typer.Argument(metavar="SHIPMENT", help="The shipment's number.")],
    reason: options.Reason,
) -> None:
    """Take a shipment back that did not leave after all; its order waits for a decision."""
    from orderdesk.desk import shipment_back

    order = session.do(shipment_back.cancel, shipment, reason)
    session.done("order", order, f"Shipment {shipment} is cancelled; order {order} is held until somebody decides.")


@command(app, "direct", "ship direct 1042 2 --tracking 0034043416", "ship direct 1042 2 5 --carrier DHL")
def direct(
    session: Session,
    order: options.Order,
    position: options.Position,
    quantity: Annotated[
        str | None, typer.Argument(metavar="QUANTITY", help="How many, in stock units; else all of it.")
    ] = None,
    carrier: options.Carrier = None,
    tracking: options.Tracking = None,
    packages: Annotated[int, typer.Option("--packages", metavar="N", min=1, help="How many packages.")] = 1,
    weight: options.Weight = None,
    day: Annotated[str | None, typer.Option("--day", metavar="DATE", help="When it left him; else today.")] = None,
    token: options.Token = None,
) -> None:
    """Say that the supplier delivered a line, or part of it, to the customer; prints the shipment's number."""
    from orderdesk.desk import direct as directly

    values = given(
        quantity=None if quantity is None else parse_quantity(quantity), carrier=carrier, tracking=tracking,
        day=None if day is None else parse_date(day, what="--day"), token=token,
    )  # fmt: skip
    number = session.do(
        directly.direct, order, position, packages=packages, weight_grams=options.grams(weight), **values
    )
    session.done("shipment", number, f"Line {position} of order {order} was delivered by its supplier: {number}.")
