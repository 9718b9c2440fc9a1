"""`orderdesk return`: goods that come back, from the consent to the credit note."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.invoice import position_and_quantity
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date, parse_percent, parse_quantity, quantity_text

app = typer_app(
    "Agree to goods coming back, take them in, credit them.",
    ("return new 1042 DAMAGED --line 1=2", "return receive 301 1 2 --becomes scrap", "return credit 301"),
)
_Number = Annotated[int, typer.Argument(metavar="RETURN", help="The return's number.")]
_Line = Annotated[int, typer.Argument(metavar="LINE", help="The order's line.")]


@command(app, "reason", "return reason DAMAGED 'Broken on arrival'", "return reason LATE 'Not wanted' --fee 15")
def reason(
    session: Session,
    code: options.Code,
    name: options.Name,
    fee: Annotated[str, typer.Option("--fee", metavar="%", help="Kept of the net value for taking it back.")] = "0",
) -> None:
    """Enter a reason that goods may come back for."""
    from orderdesk.desk import returns

    key = session.do(returns.reason, code, name, fee=parse_percent(fee, what="--fee"))
    session.done("return_reason", key, f"Return reason {key} is there.")


@command(app, "reasons", "return reasons")
def reasons_(session: Session) -> None:
    """List the reasons that goods may come back for."""
    from orderdesk.queries.returns import reasons

    session.show(session.ask(reasons), empty="no reason yet; enter one with: orderdesk return reason CODE NAME")


@command(app, "new", "return new 1042 DAMAGED --line 1=2", "return new 1042 LATE")
def new(
    session: Session,
    order: options.Order,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="A return reason's code.")],
    line: Annotated[
        list[str] | None,
        typer.Option("--line", metavar="LINE=QUANTITY", help="How much of a line; none given: all that may come back."),
    ] = None,
    note: options.Note = None,
    day: options.Day = None,
    token: options.Token = None,
) -> None:
    """Agree that goods of an order may come back; prints the return's number."""
    from orderdesk.desk import returns

    lines = [position_and_quantity(text) for text in line] if line else None
    values = given(day=None if day is None else parse_date(day, what="--day"), note=note, token=token)
    number = session.do(returns.new, order, lines, reason=reason, **values)
    session.done("return", number, f"Return {number} of order {order}.")


@command(app, "authorise", "return authorise 301")
def authorise(session: Session, number: _Number, why: options.WhyOption = "") -> None:
    """Consent to a return that waits for an approver."""
    from orderdesk.desk import returns

    session.do(returns.authorise, number, why)
    session.done("return", number, f"Return {number} is authorised.")


@command(app, "refuse", 'return refuse 301 "used goods"')
def refuse(session: Session, number: _Number, reason: options.Reason) -> None:
    """Refuse a return that waits for an approver."""
    from orderdesk.desk import returns

    session.do(returns.refuse, number, reason)
    session.done("return", number, f"Return {number} is refused.")


@command(app, "cancel", 'return cancel 301 "customer keeps it"')
def cancel(session: Session, number: _Number, reason: options.Reason) -> None:
    """End a return: nothing more is expected."""
    from orderdesk.desk import returns

    session.do(returns.cancel, number, reason)
    session.done("return", number, f"Return {number} is ended.")


@command(app, "receive", "return receive 301 1 2", "return receive 301 1 1 --becomes scrap --note 'wet'")
def receive(
    session: Session,
    number: _Number,
    line: _Line,
    quantity: options.Quantity,
    becomes: Annotated[
        str, typer.Option("--becomes", metavar="WORD", help="restock, scrap or vendor (kept apart for them).")
    ] = "restock",
    note: options.Note = None,
    lot: Annotated[str | None, typer.Option("--lot", metavar="LOT", help="Its lot or serial number.")] = None,
    day: options.Day = None,
    token: options.Token = None,
) -> None:
    """Take goods back, looked at; says how much of the line is still to come."""
    from orderdesk.desk import return_goods

    values = given(day=None if day is None else parse_date(day, what="--day"), note=note, lot=lot, token=token)
    left = session.do(return_goods.receive, number, line, parse_quantity(quantity), became=becomes, **values)
    said = quantity_text(left)
    session.done("to_come", said, f"Taken in; {said} of line {line} still to come on return {number}.")


@command(app, "sent", 'return sent 301 "with their van"')
def sent(
    session: Session,
    number: _Number,
    note: Annotated[str, typer.Argument(metavar="NOTE", help="How it went.")] = "",
    day: options.Day = None,
) -> None:
    """Note that what was kept apart for a vendor has gone there."""
    from orderdesk.desk import return_goods

    values = given(day=None if day is None else parse_date(day, what="--day"))
    session.do(return_goods.sent, number, note, **values)
    session.done("return", number, f"What was kept apart of return {number} has gone to its vendor.")


@command(app, "credit", "return credit 301", "return credit 301 --fee 0")
def credit(
    session: Session,
    number: _Number,
    fee: Annotated[
        str | None, typer.Option("--fee", metavar="%", help="Kept of the net value; else what the reason says.")
    ] = None,
) -> None:
    """Credit what came back and was billed; prints the credit notes' numbers."""
    from orderdesk.desk import return_money

    values = given(fee=None if fee is None else parse_percent(fee, what="--fee"))
    notes = session.do(return_money.credit, number, **values)
    told = f"credited with {', '.join(notes)}" if notes else "nothing of it was billed, so it is billed less"
    session.done("credit_notes", notes, f"Return {number}: {told}.")


@command(app, "replace", "return replace 301", "return replace 301 --charged")
def replace(
    session: Session,
    number: _Number,
    charged: Annotated[bool, typer.Option("--charged", help="At today's price; else for nothing.")] = False,
) -> None:
    """Draft an order for what came back; prints its number. It is submitted like any other."""
    from orderdesk.desk import return_money

    order = session.do(return_money.replace, number, free=not charged)
    session.done("order", order, f"Order {order} replaces return {number}; submit it when it is right.")


@command(app, "list", "return list", "return list --filter 'state:received customer:alfki'")
def list_(session: Session, filter: options.Filter = "", limit: options.Limit = 50) -> None:
    """List returns; without a filter those that are open."""
    from orderdesk.queries.returns import returns

    session.show(session.ask(returns, filter=filter, limit=limit), empty="no return is open")


@command(app, "show", "return show 301")
def show(session: Session, number: _Number) -> None:
    """Show a return: what was agreed, what came, what became of it, what followed."""
    from orderdesk.queries.returns import return_card

    session.show(session.ask(return_card, number))
