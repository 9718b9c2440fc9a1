"""`orderdesk bank`: what the bank says, and what it is booked as."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.session import Session
from orderdesk.errors import OrderdeskError

app = typer_app(
    "Bank statements: import them, match them, book them.",
    ("bank import statement.xml", "bank lines", "bank certain", 'bank book 3 "ERNSH 100.00 INV-2026-0001; ALFKI"'),
)
_Line = Annotated[int, typer.Argument(metavar="BANK-LINE", help="The bank line's number, as bank lines has it.")]
_COLUMNS = ("id", "day", "amount", "name", "text", "state", "booked")


@command(app, "import", "bank import statement.xml", "bank import november.csv --account DE89370400440532013000")
def import_(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CAMT.053, MT940 or CSV.")],
    account: Annotated[str, typer.Option("--account", metavar="IBAN", help="Whose it is, where a CSV is silent.")] = "",
) -> None:
    """Store the statements of a file; the same one again changes nothing. Each proves that it adds up."""
    from orderdesk.desk import bank_store
    from orderdesk.exchange.bank import read_statements

    found = read_statements(file, session.settings.money, account)
    session.show([session.do(bank_store.store, one) for one in found])


@command(app, "statements", "bank statements")
def statements(session: Session, limit: options.Limit = 50) -> None:
    """List the statements: balances, what moved, how many lines wait, whether it adds up."""
    from orderdesk.queries.bank import statements as all_

    session.show(list(session.ask(all_, limit=limit)), empty="no statement was imported yet")


@command(app, "lines", "bank lines", "bank lines ernst state:booked")
def lines(session: Session, text: options.MaybeText = None, limit: options.Limit = 50) -> None:
    """List the lines that wait. TEXT filters: words of name and text, state:booked, account:, over:, out."""
    from orderdesk.queries.bank import BANK

    sought = " ".join(text or ())
    rows = session.ask(lambda reading: BANK.page(reading, BANK.read(reading, sought), None, limit))
    session.show(list(rows), *_COLUMNS, empty="no line of the bank waits")


@command(app, "match", "bank match 3")
def match(session: Session, line: _Line) -> None:
    """Show what a line may be: each proposal with its confidence and why."""
    from orderdesk.queries.bank import bank_line

    columns = ("customer", "name", "kind", "invoices", "receipt", "refund", "fee", "confidence", "certain", "reasons")
    session.show(session.ask(bank_line, line), within={"proposals": columns})


@command(app, "accept", "bank accept 3", "bank accept 3 --number 2")
def accept(
    session: Session,
    line: _Line,
    number: Annotated[int, typer.Option("--number", metavar="N", min=1, help="Which proposal; else the first.")] = 1,
) -> None:
    """Book a line as it is proposed."""
    from orderdesk.desk import bank

    session.show(session.do(bank.accept, line, number=number))


@command(app, "certain", "bank certain")
def certain(session: Session, limit: options.Limit = 1000) -> None:
    """Book every line whose proposal is certain, one transaction each; the others are left."""
    from orderdesk.desk import bank
    from orderdesk.queries.bank import BANK

    rows = session.ask(lambda reading: BANK.page(reading, BANK.read(reading, ""), None, limit))
    booked = []
    for row in rows:
        if row.best is not None and row.best.certain:
            try:
                booked.append(session.do(bank.accept, row.id, only_certain=True))
            except OrderdeskError as error:
                session.talk(f"orderdesk: line {row.id}: {error}")
    session.show(booked, empty="no line is certain; look at them one by one")


@command(app, "book", "bank book 3 ERNSH", 'bank book 3 "ERNSH 100.00 INV-2026-0001; ALFKI"')
def book(
    session: Session,
    line: _Line,
    parts: Annotated[
        str, typer.Argument(metavar="PARTS", help="CUSTOMER [AMOUNT] [INVOICE …], several with ; between them.")
    ],
) -> None:
    """Book a line by hand: whose it is and for what, or parted over several customers."""
    from orderdesk.desk import bank
    from orderdesk.rules.bank_split import read_parts

    session.show(session.do(bank.book, line, list(read_parts(parts, session.settings.money))))


@command(app, "bounce", "bank bounce 4 7001")
def bounce(session: Session, line: _Line, receipt: options.Receipt) -> None:
    """Book a line as a receipt that came back; what is above it is the bank's fee."""
    from orderdesk.desk import bank

    session.show(session.do(bank.bounce, line, receipt))


@command(app, "ignore", 'bank ignore 5 fee "monthly fee"')
def ignore(
    session: Session,
    line: _Line,
    as_: Annotated[str, typer.Argument(metavar="KIND", help="fee, own, supplier, tax, wages or other.")],
    reason: options.Reason,
) -> None:
    """Say that a line is nothing of a customer's."""
    from orderdesk.desk import bank

    session.do(bank.ignore, line, as_, reason)
    session.done("line", line, f"Line {line} is {as_}.")


@command(app, "undo", 'bank undo 3 "another customer"')
def undo(session: Session, line: _Line, reason: options.Reason) -> None:
    """Take back what a line was booked or ignored as; its receipts are reversed."""
    from orderdesk.desk import bank

    session.do(bank.undo, line, reason)
    session.done("line", line, f"Line {line} is open again.")
