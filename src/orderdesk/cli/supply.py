"""`orderdesk supply`: what is to be bought or made, for the shelf or for the lines that sold it."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date, parse_quantity

app = typer_app(
    "What is to be bought or made, for the shelf or for a line.",
    ("supply needed", "supply replenish", "supply order 7 PO-881", "supply make 8 20"),
)
_Expected = Annotated[int, typer.Argument(metavar="ID", help="What is expected: its id, as supply list shows it.")]


@command(app, "list", "supply list")
def list_(session: Session) -> None:
    """List everything that is to come: what nobody has ordered yet first."""
    from orderdesk.queries.supplies import supplies

    session.show(session.ask(supplies), empty="nothing is to come")


@command(app, "needed", "supply needed", "supply needed --warehouse NORTH")
def needed(session: Session, warehouse: options.Warehouse = None) -> None:
    """The replenishment list: what is below its reorder point, how much of it to order, and why."""
    from orderdesk.queries.replenishment import replenishment

    columns = ("sku", "name", "supplier", "on_hand", "on_order", "claimed", "reorder_point", "quantity", "due")
    session.show(session.ask(replenishment, warehouse), *columns, empty="nothing is below its reorder point")


@command(app, "replenish", "supply replenish", "supply replenish CHAI TOFU --warehouse NORTH")
def replenish(
    session: Session,
    skus: Annotated[list[str] | None, typer.Argument(metavar="SKU", help="Only these of the list.")] = None,
    warehouse: options.Warehouse = None,
) -> None:
    """Ask for what the replenishment list says; prints how many requests that made."""
    from orderdesk.desk import supply

    made = session.do(supply.replenish, skus or None, **given(warehouse=warehouse))
    session.done("requests", len(made), f"{len(made)} requested: {', '.join(str(one) for one in made)}.")


@command(app, "request", "supply request", "supply request 1042")
def request(
    session: Session, order: Annotated[int | None, typer.Argument(metavar="ORDER", help="Only this order.")] = None
) -> None:
    """Ask for what lines of order-driven products wait for and nobody has asked for."""
    from orderdesk.desk import supply

    changed = session.do(supply.request, order)
    session.done("requests", changed, f"{changed} requests made or changed.")


@command(app, "order", "supply order 7 PO-881 --due 2026-11-28")
def order(
    session: Session,
    expected: _Expected,
    source: Annotated[str, typer.Argument(metavar="NUMBER", help="The purchase order's or work order's number.")],
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="When it comes.")] = None,
) -> None:
    """Say that a request was ordered, or its work begun."""
    from orderdesk.desk import supply

    day = None if due is None else parse_date(due, what="--due")
    key = session.do(supply.order, expected, source, day)
    session.done("expected", key, f"{source} is ordered; receive it with --expected {key}.")


@command(app, "make", "supply make 8", "supply make 8 15")
def make(
    session: Session,
    expected: _Expected,
    quantity: Annotated[str | None, typer.Argument(metavar="QUANTITY", help="How many; else all of it.")] = None,
) -> None:
    """Report what a work order made; it goes to the line that it was made for."""
    from orderdesk.desk import supply

    session.show(session.do(supply.make, expected, None if quantity is None else parse_quantity(quantity)))


@command(app, "withdraw", 'supply withdraw 7 "the supplier has none"')
def withdraw(session: Session, expected: _Expected, reason: options.Reason) -> None:
    """Withdraw what has not come; what a line waits for is asked for anew."""
    from orderdesk.desk import supply

    again = session.do(supply.withdraw, expected, reason)
    stands = f" Its line asks for {', '.join(str(one) for one in again)} instead." if again else ""
    session.done("expected", expected, f"{expected} is withdrawn.{stands}")
