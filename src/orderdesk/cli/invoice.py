"""`orderdesk invoice`: billing what was shipped, and taking it back with credit notes."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue
from orderdesk.values import money_text, parse_date, parse_quantity

app = typer_app(
    "Bill what was shipped; answer an invoice with a credit note.",
    ("invoice post 1042", "invoice show INV-2026-0001", 'invoice credit INV-2026-0001 "broken on arrival" --line 1=2'),
)


@command(app, "post", "invoice post 1042")
def post(session: Session, order: options.Order, day: options.Day = None) -> None:
    """Bill what was shipped and is not billed yet; prints the invoice's number."""
    from orderdesk.desk import invoicing

    number = session.do(invoicing.post, order, **given(day=None if day is None else parse_date(day, what="--day")))
    session.done("invoice", number, f"Order {order} is billed with {number}.")


@command(app, "credit", 'invoice credit INV-2026-0001 "sent back" --line 1=2 --line 3=0.5')
def credit(
    session: Session,
    invoice: options.Invoice,
    reason: options.Reason,
    line: Annotated[
        list[str] | None,
        typer.Option("--line", metavar="LINE=QUANTITY", help="How much of a line; none given: all that is left of it."),
    ] = None,
    day: options.Day = None,
) -> None:
    """Take an invoice back, all or in part, with a credit note; prints its number."""
    from orderdesk.desk import invoicing

    lines = [position_and_quantity(text) for text in line] if line else None
    values = given(day=None if day is None else parse_date(day, what="--day"))
    number = session.do(invoicing.credit, invoice, lines=lines, reason=reason, **values)
    session.done("credit_note", number, f"{number} answers {invoice.upper()}.")


@command(app, "apply", "invoice apply CRN-2026-0001", "invoice apply CRN-2026-0001 --invoice INV-2026-0002 --amount 50")
def apply(
    session: Session,
    credit_note: Annotated[str, typer.Argument(metavar="CREDIT_NOTE", help="Its number, like CRN-2026-0001.")],
    invoice: Annotated[
        list[str] | None,
        typer.Option("--invoice", metavar="INVOICE", help="Against this one; none given: oldest due first."),
    ] = None,
    amount: Annotated[str | None, typer.Option("--amount", metavar="AMOUNT", help="Only so much of it.")] = None,
) -> None:
    """Set what is left of a credit note against open invoices; prints how much that was."""
    from orderdesk.desk import receipts

    values = given(invoices=invoice or None, amount=None if amount is None else session.money(amount, "--amount"))
    applied = money_text(session.do(receipts.apply_credit, credit_note, **values), session.settings.decimals)
    session.done("applied", applied, f"{applied} of {credit_note.upper()} is set against invoices.")


@command(app, "show", "invoice show INV-2026-0001")
def show(session: Session, invoice: options.Invoice) -> None:
    """Show an invoice or credit note: what was billed, the tax by rate, what is still open."""
    from orderdesk.queries.invoice_card import invoice_card

    session.show(session.ask(invoice_card, invoice))


@command(app, "open", "invoice open ALFKI")
def open_(session: Session, customer: options.Customer) -> None:
    """List what a customer has not paid yet."""
    from orderdesk.queries.receivables import open_items

    session.show(session.ask(open_items, customer), empty=f"{customer.upper()} owes nothing")


def position_and_quantity(text: str) -> tuple[int, int]:
    """A line of an order and how much of it, said as `1=2`. Raises BadValue."""
    position, equals, quantity = text.partition("=")
    if not equals or not position.strip().isdecimal() or len(position) > 9:
        raise BadValue(f"--line {text[:40]!r} is not a position and a quantity like 1=2")
    return int(position), parse_quantity(quantity)


@command(app, "write-off", 'invoice write-off INV-2026-0001 "rounding" --amount 3')
def write_off(
    session: Session,
    invoice: options.Invoice,
    reason: options.Reason,
    amount: Annotated[str | None, typer.Option("--amount", metavar="AMOUNT", help="Only so much of it.")] = None,
) -> None:
    """Forgive what is open of an invoice, as far as one's role may."""
    from orderdesk.desk import write_offs

    values = {} if amount is None else {"amount": session.money(amount, "--amount")}
    session.do(write_offs.write_off, invoice, reason, **values)
    session.done("invoice", invoice.upper(), f"{invoice.upper()} is written off.")


@command(app, "write-back", 'invoice write-back INV-2026-0001 "they pay after all"')
def write_back(session: Session, invoice: options.Invoice, reason: options.Reason) -> None:
    """Take back what was written off; it is open again."""
    from orderdesk.desk import write_offs

    session.do(write_offs.write_back, invoice, reason)
    session.done("invoice", invoice.upper(), f"{invoice.upper()} is open again.")
