"""`orderdesk complaint`: what customers are not content with, and what is done about it."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_price, parse_quantity

app = typer_app(
    "Note complaints, propose remedies, carry them out.",
    (
        'complaint new 1042 "two boxes wet"', "complaint remedy 101 credit 1 --quantity 2", "complaint submit 101",
        "complaint settle 101 DAMAGED",
    ),
)  # fmt: skip
_Number = Annotated[int, typer.Argument(metavar="COMPLAINT", help="The complaint's number.")]


@command(app, "new", 'complaint new 1042 "two boxes wet"')
def new(
    session: Session,
    order: options.Order,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the customer said.")],
) -> None:
    """Note a complaint about an order; prints its number."""
    from orderdesk.desk import complaints

    number = session.do(complaints.new, order, text)
    session.done("complaint", number, f"Complaint {number} about order {order}.")


@command(app, "remedy", "complaint remedy 101 return 1 --quantity 2", "complaint remedy 101 reduction 2 --price 9.50")
def remedy(
    session: Session,
    number: _Number,
    kind: Annotated[str, typer.Argument(metavar="REMEDY", help="return, credit, reduction or replace.")],
    line: Annotated[int, typer.Argument(metavar="LINE", help="The order's line.")],
    quantity: Annotated[
        str | None, typer.Option("--quantity", metavar="QUANTITY", help="How much; else all that the customer has.")
    ] = None,
    price: options.Price = None,
) -> None:
    """Propose what is done about one line."""
    from orderdesk.desk import complaints

    values = given(
        quantity=None if quantity is None else parse_quantity(quantity, what="--quantity"),
        price=None if price is None else parse_price(price, what="--price"),
    )
    session.do(complaints.remedy, number, kind, line, **values)
    session.done("complaint", number, f"Complaint {number}: {kind} of line {line} is proposed.")


@command(app, "submit", "complaint submit 101")
def submit(session: Session, number: _Number) -> None:
    """Have the remedies approved; says whether they wait for somebody."""
    from orderdesk.desk import complaints

    state = session.do(complaints.submit, number)
    session.done("state", state, f"Complaint {number} is {state}.")


@command(app, "approve", "complaint approve 101")
def approve(session: Session, number: _Number, why: options.WhyOption = "") -> None:
    """Consent to the remedies."""
    from orderdesk.desk import complaints

    session.do(complaints.approve, number, why)
    session.done("complaint", number, f"Complaint {number} is approved.")


@command(app, "reject", 'complaint reject 101 "signed for as whole"', 'complaint reject 101 "half of it" --again')
def reject(
    session: Session,
    number: _Number,
    reason: options.Reason,
    again: Annotated[bool, typer.Option("--again", help="Give it back for other remedies.")] = False,
) -> None:
    """Refuse the remedies."""
    from orderdesk.desk import complaints

    session.do(complaints.reject, number, reason, again=again)
    session.done("complaint", number, f"Complaint {number} is {'given back' if again else 'rejected'}.")


@command(app, "settle", "complaint settle 101 DAMAGED")
def settle(
    session: Session,
    number: _Number,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="A return reason's code, for what comes back.")],
) -> None:
    """Carry the approved remedies out; prints what was made."""
    from orderdesk.desk import complaints

    made = session.do(complaints.settle, number, reason=reason)
    session.done("made", made, f"Complaint {number} is done: {', '.join(made)}.")


@command(app, "list", "complaint list", "complaint list --filter 'all customer:alfki'")
def list_(session: Session, filter: options.Filter = "", limit: options.Limit = 50) -> None:
    """List complaints; without a filter those that are open."""
    from orderdesk.queries.complaints import complaints

    session.show(session.ask(complaints, filter=filter, limit=limit), empty="no complaint is open")


@command(app, "show", "complaint show 101")
def show(session: Session, number: _Number) -> None:
    """Show a complaint: what was said, the remedies, what came of them."""
    from orderdesk.queries.complaints import complaint_card

    session.show(session.ask(complaint_card, number))
