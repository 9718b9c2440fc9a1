"""`orderdesk service`: services that are done, and taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date, parse_quantity, quantity_text

app = typer_app("Say which services are done.", ('service done 1042 3 2 --note "by Jens"', "service undo 1042 3 error"))


@command(app, "done", "service done 1042 3", 'service done 1042 3 2 --day 2026-11-23 --note "by Jens"')
def done(
    session: Session,
    order: options.Order,
    position: options.Position,
    quantity: Annotated[
        str | None, typer.Argument(metavar="QUANTITY", help="How many, in stock units; else all that is left.")
    ] = None,
    day: Annotated[str | None, typer.Option("--day", metavar="DATE", help="When it was done; else today.")] = None,
    note: options.Note = None,
) -> None:
    """Say that a service of an order was done; what is done can be billed."""
    from orderdesk.desk import services

    values = given(
        quantity=None if quantity is None else parse_quantity(quantity), note=note,
        day=None if day is None else parse_date(day, what="--day"),
    )  # fmt: skip
    now = session.do(services.done, order, position, **values)
    session.done("done", now, f"{quantity_text(now)} of line {position} of order {order} are done.")


@command(app, "undo", 'service undo 1042 3 "wrong order"')
def undo(session: Session, order: options.Order, position: options.Position, reason: options.Reason) -> None:
    """Take back what was said last to be done of a service, while it is not billed."""
    from orderdesk.desk import services

    now = session.do(services.undo, order, position, reason)
    session.done("done", now, f"{quantity_text(now)} of line {position} of order {order} are done.")
