"""`orderdesk transfer`: goods on their way from one warehouse to another."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date, parse_quantity

app = typer_app(
    "Send goods to another warehouse, and take them in there.",
    ("transfer send MAIN NORTH CHAI=20 TOFU=5", "transfer receive 1", 'transfer lose 1 CHAI 2 "fell off"'),
)
_Number = Annotated[int, typer.Argument(metavar="TRANSFER", help="The transfer's number.")]


@command(app, "list", "transfer list")
def list_(session: Session) -> None:
    """List what is on its way between warehouses."""
    from orderdesk.queries.transfers import transfers

    session.show(session.ask(transfers), empty="nothing is on the way between warehouses")


@command(app, "show", "transfer show 1")
def show(session: Session, transfer: _Number) -> None:
    """Show one transfer: what was sent, has come, or was lost."""
    from orderdesk.queries.transfers import transfer_card

    session.show(session.ask(transfer_card, transfer))


@command(app, "send", "transfer send MAIN NORTH CHAI=20 TOFU=5 --due 2026-11-20")
def send(
    session: Session,
    from_warehouse: Annotated[str, typer.Argument(metavar="FROM", help="The warehouse it leaves.")],
    to_warehouse: Annotated[str, typer.Argument(metavar="TO", help="The warehouse it goes to.")],
    goods: Annotated[list[str], typer.Argument(metavar="SKU=QUANTITY", help="What is sent, like CHAI=20.")],
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="When it is there; else tomorrow.")] = None,
    carrier: options.Carrier = None,
    note: options.Note = None,
    token: options.Token = None,
) -> None:
    """Send free goods to another warehouse; they are expected there until they are taken in. Prints the number."""
    from orderdesk.desk import transfers

    sent = []
    for one in goods:
        sku, _, quantity = one.rpartition("=")
        sent.append((sku, parse_quantity(quantity, what=f"the quantity of {sku or one}")))
    values = given(due=None if due is None else parse_date(due, what="--due"), carrier=carrier, note=note, token=token)
    number = session.do(transfers.send, from_warehouse, to_warehouse, sent, **values)
    session.done("transfer", number, f"Transfer {number}. Take it in with: orderdesk transfer receive {number}")


@command(app, "receive", "transfer receive 1", "transfer receive 1 --sku CHAI --quantity 18")
def receive(
    session: Session,
    transfer: _Number,
    sku: Annotated[str | None, typer.Option("--sku", metavar="SKU", help="Only this product.")] = None,
    quantity: options.NewQuantity = None,
) -> None:
    """Take in what a transfer brings: all that is on the way, or a part."""
    from orderdesk.desk import transfers

    much = None if quantity is None else parse_quantity(quantity)
    session.show(session.do(transfers.receive, transfer, **given(sku=sku, quantity=much)))


@command(app, "lose", 'transfer lose 1 CHAI 2 "fell off the truck"')
def lose(
    session: Session, transfer: _Number, sku: options.Sku, quantity: options.Quantity, reason: options.Reason
) -> None:
    """Say that goods on their way will not arrive."""
    from orderdesk.desk import transfers

    state = session.do(transfers.lose, transfer, sku, parse_quantity(quantity), reason)
    session.done("transfer", transfer, f"Transfer {transfer} is {state}; {quantity} of {sku.upper()} are lost.")
