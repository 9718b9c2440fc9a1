"""`orderdesk receipt`: money that came in."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date

app = typer_app(
    "Take money in and set it against invoices.",
    ("receipt take ALFKI 500.00", 'receipt take ALFKI 119 --invoice INV-2026-0001 --reference "bank 4711"'),
)
_Invoices = Annotated[
    list[str] | None,
    typer.Option("--invoice", metavar="INVOICE", help="Against this one; none given: oldest due first."),
]


@command(app, "take", "receipt take ALFKI 500.00", "receipt take ALFKI 118.90 --invoice INV-2026-0001 --write-off 0.10")
def take(
    session: Session,
    customer: options.Customer,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="How much came in, like 500.00.")],
    method: Annotated[
        str, typer.Option("--method", metavar="WORD", help="transfer, cash, card, cheque, debit.")
    ] = "transfer",
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help="What the bank or cheque says.")] = "",
    invoice: _Invoices = None,
    apply: Annotated[
        bool, typer.Option("--apply/--keep", help="Set it against invoices, or keep it as credit.")
    ] = True,
    write_off: Annotated[
        str | None, typer.Option("--write-off", metavar="AMOUNT", help="Forgive a rest up to this.")
    ] = None,
    cheque: Annotated[str, typer.Option("--cheque", metavar="TEXT", help="A cheque's number.")] = "",
    mandate: Annotated[str, typer.Option("--mandate", metavar="TEXT", help="A direct debit's mandate.")] = "",
    clears: Annotated[
        str | None, typer.Option("--clears", metavar="DATE", help="From when it cannot come back.")
    ] = None,
    day: options.Day = None,
    token: options.Token = None,
) -> None:
    """Take a payment; prints the receipt's number. What no invoice takes stays as the customer's credit."""
    from orderdesk.desk import receipts

    values = given(
        day=None if day is None else parse_date(day, what="--day"), invoices=invoice or None, token=token,
        write_off=None if write_off is None else session.money(write_off, "--write-off", customer=customer),
        clears=None if clears is None else parse_date(clears, what="--clears"),
    )  # fmt: skip
    much = session.money(amount, customer=customer)
    number = session.do(
        receipts.take, customer, much, method=method, reference=reference, apply=apply, cheque=cheque,
        mandate=mandate, **values
    )
    session.done("receipt", number, f"Receipt {number} from {customer.upper()}.")


@command(app, "apply", "receipt apply 7001", "receipt apply 7001 --invoice INV-2026-0002 --amount 50")
def apply(
    session: Session,
    receipt: options.Receipt,
    invoice: _Invoices = None,
    amount: Annotated[str | None, typer.Option("--amount", metavar="AMOUNT", help="Only so much of it.")] = None,
) -> None:
    """Set what is left of a receipt against invoices."""
    from orderdesk.desk import receipts

    much = None if amount is None else session.money(amount, "--amount", receipt=receipt)
    values = given(invoices=invoice or None, amount=much)
    session.do(receipts.apply, receipt, **values)
    session.done("receipt", receipt, f"Receipt {receipt} is set against invoices.")


@command(app, "reverse", 'receipt reverse 7001 "cheque bounced"')
def reverse(session: Session, receipt: options.Receipt, reason: options.Reason) -> None:
    """Take a receipt back; its invoices are open again."""
    from orderdesk.desk import receipts

    session.do(receipts.reverse, receipt, reason)
    session.done("receipt", receipt, f"Receipt {receipt} is reversed.")


@command(app, "bounce", 'receipt bounce 7001 "no funds" --fee 3.50')
def bounce(
    session: Session,
    receipt: options.Receipt,
    reason: options.Reason,
    fee: Annotated[str, typer.Option("--fee", metavar="AMOUNT", help="What the bank took for it.")] = "0",
    charge: Annotated[
        bool | None, typer.Option("--charge/--no-charge", help="Charge the fee on; else as the company has it set.")
    ] = None,
    day: options.Day = None,
) -> None:
    """A cheque or direct debit came back: its invoices are open again, and the bank's fee may be charged on."""
    from orderdesk.desk import receipts

    values = given(charge=charge, day=None if day is None else parse_date(day, what="--day"))
    number = session.do(receipts.bounce, receipt, reason, fee=session.money(fee, "--fee"), **values)
    told = f", and {number} charges the fee on" if number else ""
    session.done("receipt", receipt, f"Receipt {receipt} bounced{told}.")


@command(app, "list", "receipt list ALFKI")
def list_(session: Session, customer: options.Customer) -> None:
    """List a customer's receipts."""
    from orderdesk.queries.receivables import receipts_of

    session.show(session.ask(receipts_of, customer), empty=f"nothing received from {customer.upper()}")


@command(app, "advance", "receipt advance 1042 500.00 --reference 4711")
def advance(
    session: Session,
    order: options.Order,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="How much came in.")],
    method: Annotated[str, typer.Option("--method", metavar="TEXT", help="How it came in.")] = "transfer",
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help="What stands on it.")] = "",
    day: options.Day = None,
    token: options.Token = None,
) -> None:
    """Take money on an order, before it is billed; prints the receipt's number.

    It pays the order's down payments and invoices; the rest is set aside for its next invoice.
    """
    from orderdesk.desk import advances

    values = given(day=None if day is None else parse_date(day, what="--day"), token=token)
    number = session.do(
        advances.advance, order, session.money(amount), method=method, reference=reference, **values
    )
    session.done("receipt", number, f"Receipt {number} is taken on order {order}.")
