"""The commands of `orderdesk order` that change what was already promised."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command
from orderdesk.cli.entries import figures, submitted
from orderdesk.cli.options import given
from orderdesk.cli.order import app
from orderdesk.cli.session import Session
from orderdesk.values import parse_quantity


@command(app, "amend-line", "order amend-line 1042 1 --quantity 8")
def amend_line(
    session: Session,
    order: options.Order,
    position: options.Position,
    quantity: options.NewQuantity = None,
    price: options.Price = None,
    discount: options.Discount = None,
) -> None:
    """Change a line of a submitted or confirmed order; more value is checked again."""
    from orderdesk.desk import amendments

    values = given(quantity=None if quantity is None else parse_quantity(quantity))
    submitted(session, session.do(amendments.amend_line, order, position, **values, **figures(price, discount)))


@command(app, "amend", "order amend 1042 KONBU 5")
def amend(
    session: Session,
    order: options.Order,
    sku: options.Sku,
    quantity: options.Quantity,
    unit: options.Unit = None,
    price: options.Price = None,
    discount: options.Discount = None,
) -> None:
    """Add a line to a submitted or confirmed order."""
    from orderdesk.desk import amendments

    values = given(unit=unit)
    amended = session.do(amendments.amend, order, sku, parse_quantity(quantity), **values, **figures(price, discount))
    submitted(session, amended)


@command(app, "cancel", 'order cancel 1042 "customer changed his mind"')
def cancel(session: Session, order: options.Order, reason: options.Reason) -> None:
    """Cancel an order of which nothing has been shipped; its goods go to the next in the queue."""
    from orderdesk.desk import amendments

    session.do(amendments.cancel, order, reason)
    session.done("order", order, f"Order {order} is cancelled.")


@command(app, "short-close", 'order short-close 1042 "rest no longer wanted"')
def short_close(session: Session, order: options.Order, reason: options.Reason) -> None:
    """Close an order that was shipped in part; the rest is given up."""
    from orderdesk.desk import amendments

    session.do(amendments.short_close, order, reason)
    session.done("order", order, f"Order {order} is closed; what was not shipped is given up.")


@command(app, "reopen", 'order reopen 1042 "closed by mistake"')
def reopen(session: Session, order: options.Order, reason: options.Reason) -> None:
    """Open a short-closed order again; it is checked as if it were new."""
    from orderdesk.desk import amendments

    submitted(session, session.do(amendments.reopen, order, reason))


@command(app, "redirect", 'order redirect 1042 7 --line 2 --reason "to the building site"')
def redirect(
    session: Session,
    order: options.Order,
    address: Annotated[int, typer.Argument(metavar="ADDRESS", help="One of the customer's addresses: its id.")],
    reason: options.WhyOption = "",
    line: options.OnlyLine = None,
) -> None:
    """Send a placed order, or one of its lines, to another address of the customer."""
    from orderdesk.desk import rescheduling

    session.do(rescheduling.redirect, order, address, reason, line=line)
    what = f"Order {order}" if line is None else f"Line {line} of order {order}"
    session.done("order", order, f"{what} goes to address {address}.")


@command(app, "revisions", "order revisions 1042")
def revisions(session: Session, order: options.Order) -> None:
    """Show what each amendment of an order changed: from what to what, by whom and when."""
    from orderdesk.queries.revisions import revisions as look

    session.show(session.ask(look, order), empty="it was never amended")
