"""`orderdesk late`: what is late, and why; and `orderdesk order reschedule`."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command
from orderdesk.cli.order import app as orders
from orderdesk.cli.session import Session
from orderdesk.values import parse_date


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "late", "late", 'late --filter "missing customer:alfki"')(late)
    command(orders, "reschedule", 'order reschedule 1042 2026-12-01 --reason "customer asked"')(reschedule)


def late(session: Session, filter: options.Filter = "", limit: options.Limit = 50) -> None:
    """List the orders that are late or will be, the longest late first.

    A confirmed order is late when its wanted day has passed and something is still to leave, or when its goods will not
    be there by that day.
    """
    from orderdesk.queries.late import late_orders

    columns = ("number", "customer", "name", "wanted_date", "days_late", "will_be", "shipped", "gross")
    session.show(session.ask(late_orders, filter=filter, limit=limit), *columns, empty="nothing is late")


def reschedule(
    session: Session,
    order: options.Order,
    wanted: Annotated[str, typer.Argument(metavar="DATE", help="When the customer wants it now.")],
    reason: options.WhyOption = "",
    line: options.OnlyLine = None,
) -> None:
    """Give a placed order, or one of its lines, another wanted day; its goods stay."""
    from orderdesk.desk import rescheduling

    day = parse_date(wanted, what="DATE")
    before = session.do(rescheduling.reschedule, order, day, reason, line=line)
    what = f"Order {order}" if line is None else f"Line {line} of order {order}"
    session.done("order", order, f"{what} is wanted on {day}; it was {before}.")
