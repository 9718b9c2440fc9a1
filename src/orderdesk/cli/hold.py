"""`orderdesk hold`: what waits for approval, why, and letting it go on."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.session import Session

app = typer_app(
    "What waits for approval, and why; release it or send it back.",
    ("hold list", "hold show 1042", 'hold release 1042 7 "limit will be raised, see mail"'),
)
_Hold = Annotated[int, typer.Argument(metavar="HOLD", help="The hold's id, as `hold show` lists it.")]
_Why = Annotated[str, typer.Argument(metavar="REASON", help="Why; it is kept in the log.")]


@command(app, "list", "hold list", "hold list --json")
def list_(session: Session) -> None:
    """List the orders that wait, the one that has waited longest first."""
    from orderdesk.queries.approvals import waiting

    session.show(session.ask(waiting), empty="nothing waits for approval")


@command(app, "show", "hold show 1042")
def show(session: Session, order: options.Order) -> None:
    """Show what holds an order, with the figures it was raised on and who may release it."""
    from orderdesk.queries.hold_card import hold_card

    session.show(session.ask(hold_card, order))


@command(app, "add", 'hold add 1042 "customer asked to wait"')
def add(session: Session, order: options.Order, reason: options.Reason) -> None:
    """Hold an order by hand."""
    from orderdesk.desk import approvals

    session.do(approvals.hold, order, reason)
    session.done("order", order, f"Order {order} is held.")


@command(app, "release", "hold release 1042 7", 'hold release 1042 7 "paid this morning"')
def release(session: Session, order: options.Order, hold: _Hold, reason: _Why = "") -> None:
    """Release one hold; with the last one the order is confirmed. Prints the order's state."""
    from orderdesk.desk import approvals

    state = session.do(approvals.release, order, hold, reason)
    session.done("state", state, f"Hold {hold} of order {order} is released; the order is {state}.")


@command(app, "reject", 'hold reject 1042 7 "price not agreed"')
def reject(session: Session, order: options.Order, hold: _Hold, reason: options.Reason) -> None:
    """Send an order back to its clerk as a draft."""
    from orderdesk.desk import approvals

    session.do(approvals.reject, order, hold, reason)
    session.done("order", order, f"Order {order} goes back to its clerk.")
