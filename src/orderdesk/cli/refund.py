"""`orderdesk refund`: money that goes back to a customer."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date

app = typer_app(
    "Give money back, out of what is owed to a customer.",
    ('refund pay ERNSH 12.00 "paid twice"', 'refund reverse 8001 "the account was closed"'),
)


@command(app, "pay", 'refund pay ERNSH 12.00 "paid twice"', 'refund pay ERNSH all "account closed" --of CRN-2026-0001')
def pay(
    session: Session,
    customer: options.Customer,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="How much, or all.")],
    reason: options.Reason,
    of: Annotated[
        list[str] | None, typer.Option("--of", metavar="NUMBER", help="Of this receipt or credit note; else the oldest")
    ] = None,
    method: Annotated[str, typer.Option("--method", metavar="WORD", help="transfer, cash, card.")] = "transfer",
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help="What it says.")] = "",
    day: options.Day = None,
    token: options.Token = None,
) -> None:
    """Pay a refund; prints its number. Never more than the customer's open credit."""
    from orderdesk.desk import refunds

    values = given(
        amount=None if amount == "all" else session.money(amount), of=of or None, token=token,
        day=None if day is None else parse_date(day, what="--day"),
    )  # fmt: skip
    number = session.do(refunds.pay, customer, reason=reason, method=method, reference=reference, **values)
    session.done("refund", number, f"Refund {number} to {customer.upper()}.")


@command(app, "reverse", 'refund reverse 8001 "the account was closed"')
def reverse(
    session: Session,
    refund: Annotated[int, typer.Argument(metavar="REFUND", help="The refund's number.")],
    reason: options.Reason,
) -> None:
    """Take a refund back; what it was of has it left again."""
    from orderdesk.desk import refunds

    session.do(refunds.reverse, refund, reason)
    session.done("refund", refund, f"Refund {refund} is reversed.")
