"""`orderdesk lot`: lots and serial numbers, where they are, who got them, and keeping them from leaving."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.session import Session
from orderdesk.values import parse_date

app = typer_app(
    "Lots and serial numbers: where they are, who got them, keeping them back.",
    ("lot list MILK", "lot card MILK L4711", 'lot block MILK L4711 "glass found"', "lot find S-1001"),
)
_Lot = Annotated[str, typer.Argument(metavar="LOT", help="A lot or serial number.")]


@command(app, "list", "lot list MILK", "lot list MILK --all")
def list_(
    session: Session,
    sku: options.Sku,
    all: Annotated[bool, typer.Option("--all", help="Also those of which nothing is on hand.")] = False,
) -> None:
    """List a product's lots, what expires first first: how much, where, and what may not leave."""
    from orderdesk.queries.lots import lot_list

    session.show(session.ask(lot_list, sku, all=all), empty="no lot is on hand")


@command(app, "find", "lot find S-1001")
def find(session: Session, lot: _Lot) -> None:
    """Find a lot or serial number of any product."""
    from orderdesk.queries.lots import lots_called

    session.show(session.ask(lots_called, lot), empty="no lot or serial number is called so")


@command(app, "card", "lot card MILK L4711")
def card(session: Session, sku: options.Sku, lot: _Lot) -> None:
    """Trace a lot: what it came with, where it is, which shipments and customers got it."""
    from orderdesk.queries.lots import lot_card

    session.show(session.ask(lot_card, sku, lot))


@command(app, "block", 'lot block MILK L4711 "glass found"')
def block(session: Session, sku: options.Sku, lot: _Lot, reason: options.Reason) -> None:
    """Keep a lot from leaving, as in a recall; what was reserved on it waits again."""
    from orderdesk.desk import lots

    session.show(session.do(lots.block, sku, lot, reason))


@command(app, "unblock", 'lot unblock MILK L4711 "false alarm"')
def unblock(session: Session, sku: options.Sku, lot: _Lot, reason: options.Reason) -> None:
    """Let a blocked lot leave again."""
    from orderdesk.desk import lots

    session.show(session.do(lots.unblock, sku, lot, reason))


@command(app, "change", 'lot change MILK L4711 2027-01-31 "misread"', 'lot change MILK L4711 none "has no day"')
def change(
    session: Session,
    sku: options.Sku,
    lot: _Lot,
    expires: Annotated[str, typer.Argument(metavar="DATE", help="The last day it is good; none: it has none.")],
    reason: options.Reason,
) -> None:
    """Put a lot's last day right."""
    from orderdesk.desk import lots

    day = None if expires.casefold() == "none" else parse_date(expires, what="last day")
    session.do(lots.change, sku, lot, reason, expires=day)
    session.done("lot", lot.upper(), f"{sku.upper()} lot {lot.upper()} is good until {day or 'further notice'}.")


@command(app, "sweep", "lot sweep")
def sweep(session: Session) -> None:
    """Take back what is reserved on lots that expired meanwhile; once a day is enough."""
    from orderdesk.desk import lots

    taken = session.do(lots.sweep)
    session.show(taken, empty="nothing is reserved that may not leave")
