"""`orderdesk invoice`: billing what was shipped, ahead of it or together, and taking it back with credit notes."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue, Refused
from orderdesk.values import money_text, parse_date, parse_percent, parse_price, parse_quantity

app = typer_app(
    "Bill what was shipped; answer an invoice with a credit note.",
    ("invoice post 1042", "invoice show INV-2026-0001", 'invoice credit INV-2026-0001 "broken on arrival" --line 1=2'),
)


TO_BILL_COLUMNS = ("customer", "name", "rule", "orders", "invoices", "due", "later", "since", "blocked")


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
    from orderdesk.queries.currencies import said_in

    much = None if amount is None else session.money(amount, "--amount", credit=credit_note)
    values = given(invoices=invoice or None, amount=much)
    counted = session.ask(said_in, {"credit": credit_note})
    applied = money_text(session.do(receipts.apply_credit, credit_note, **values), counted)
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


@command(app, "run", "invoice run", "invoice run ALFKI --all", "invoice run --list")
def run(
    session: Session,
    customer: Annotated[
        list[str] | None,
        typer.Argument(metavar="CUSTOMER", help="These; none given: everybody of whom something is due."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Bill all that has left, whatever the rule says.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Only list what would be billed.")] = False,
    day: options.Day = None,
) -> None:
    """Bill what is due by each customer's rule: by shipment, by order, or all of a period on one invoice.

    One transaction a customer; prints who was billed with which invoices. What is refused of one stops no other.
    """
    from orderdesk.desk import invoicing
    from orderdesk.queries.unbilled import TO_BILL

    sought = "" if everything or customer else "due"
    rows = session.ask(
        lambda reading: [row for page in TO_BILL.all(reading, TO_BILL.read(reading, sought), 200) for row in page]
    )
    if customer:
        codes = {code.strip().upper() for code in customer}
        rows = [row for row in rows if row.customer in codes]
    if list_:
        session.show(rows, *TO_BILL_COLUMNS, empty="nothing is to be billed")
        return
    values = given(day=None if day is None else parse_date(day, what="--day"))
    billed, refused = [], 0
    for code in customer or [row.customer for row in rows]:
        try:
            numbers = session.do(invoicing.run, code, everything=everything, **values)
            billed.append({"customer": code.upper(), "invoices": numbers})
        except Refused as error:
            refused += 1
            session.talk(f"{code.upper()}: {error}")
    session.show(billed, empty="nothing was billed")
    if refused:
        raise typer.Exit(1)


@command(app, "due", "invoice due", "invoice due due rule:month", "invoice due ernst")
def due(session: Session, text: options.MaybeText = None, limit: options.Limit = 50) -> None:
    """List the customers with something to bill: what is due by their rule, and what waits, and why.

    TEXT filters: words of the name, customer:ERN, due, rule:month.
    """
    from orderdesk.queries.unbilled import TO_BILL

    sought = " ".join(text or ())
    rows = session.ask(lambda reading: TO_BILL.page(reading, TO_BILL.read(reading, sought), None, limit))
    session.show(list(rows), *TO_BILL_COLUMNS, empty="nothing is to be billed")


@command(app, "unbilled", "invoice unbilled", "invoice unbilled ALFKI")
def unbilled(
    session: Session,
    customer: Annotated[str | None, typer.Argument(metavar="CUSTOMER", help="Only what is this one's.")] = None,
) -> None:
    """List every order line that is to be billed, and prove that nothing is billed twice or left out.

    Shipped − returned = billed + to bill, from the documents; what does not hold is named, and the exit code is 1.
    """
    from orderdesk.queries.billing_proof import billing_proof

    proof = session.ask(billing_proof, customer)
    if session.said.json:
        session.show(proof)
    else:
        session.show(list(proof.lines), empty="nothing is to be billed")
        session.talk(proof.sums)
    for finding in proof.findings:
        session.talk(finding)
    if proof.findings:
        raise typer.Exit(1)


@command(app, "down", "invoice down 1042 --percent 30", "invoice down 1042 --amount 500 --days 14")
def down(
    session: Session,
    order: options.Order,
    percent: Annotated[str | None, typer.Option("--percent", metavar="PERCENT", help="Of the order's total.")] = None,
    amount: Annotated[str | None, typer.Option("--amount", metavar="AMOUNT", help="With its tax.")] = None,
    days: Annotated[int, typer.Option("--days", metavar="DAYS", min=0, help="Until it is due; else at once.")] = 0,
    day: options.Day = None,
) -> None:
    """Bill a part of an order before it leaves; later invoices set it off. Prints its number."""
    from orderdesk.desk import down_payments

    values = given(
        percent=None if percent is None else parse_percent(percent, what="--percent"),
        amount=None if amount is None else session.money(amount, "--amount"),
        day=None if day is None else parse_date(day, what="--day"),
    )
    number = session.do(down_payments.down, order, days=days, **values)
    session.done("invoice", number, f"{number} asks for a down payment on order {order}.")


@command(app, "price", 'invoice price INV-2026-0001 "list price was too high" --line 1=8.50')
def price(
    session: Session,
    invoice: options.Invoice,
    reason: options.Reason,
    line: Annotated[
        list[str],
        typer.Option("--line", metavar="LINE=PRICE", help="What a line should have cost, for one of its unit."),
    ],
    day: options.Day = None,
) -> None:
    """Credit the difference to lower prices; the goods stay billed. Prints the credit note's number."""
    from orderdesk.desk import invoicing

    values = given(day=None if day is None else parse_date(day, what="--day"))
    number = session.do(invoicing.credit_price, invoice, [_price(text) for text in line], reason=reason, **values)
    session.done("credit_note", number, f"{number} lowers the prices of {invoice.upper()}.")


@command(
    app, "cancel", 'invoice cancel INV-2026-0001 "wrong address" --replace',
    'invoice cancel INV-2026-0001 "wrong terms" --replace --terms N14',
)  # fmt: skip
def cancel(
    session: Session,
    invoice: options.Invoice,
    reason: options.Reason,
    replace: Annotated[bool, typer.Option("--replace", help="Bill the goods anew at once.")] = False,
    terms: Annotated[str | None, typer.Option("--terms", metavar="CODE", help="Of the new invoice.")] = None,
    day: options.Day = None,
) -> None:
    """Cancel an invoice by crediting all of it, so that its goods can be billed anew; prints what was posted."""
    from orderdesk.desk import invoicing

    values = given(terms=terms, day=None if day is None else parse_date(day, what="--day"))
    numbers = session.do(invoicing.cancel, invoice, reason=reason, replace=replace, **values)
    session.done("posted", numbers, f"{invoice.upper()} is cancelled: {', '.join(numbers)}.")


def _price(text: str) -> tuple[int, int]:
    position, equals, price = text.partition("=")
    if not equals or not position.strip().isdecimal() or len(position) > 9:
        raise BadValue(f"--line {text[:40]!r} is not a position and a price like 1=8.50")
    return int(position), parse_price(price)


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
