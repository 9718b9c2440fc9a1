"""`orderdesk dispute`: what customers say is wrong with an invoice."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date

app = typer_app(
    "Disputes: note them, look at them again, solve them.",
    ("dispute open INV-2026-0001 quality --amount 50", "dispute list due", "dispute solve INV-2026-0001 pays"),
)
_COLUMNS = ("customer", "invoice", "reason", "amount", "open", "said_by", "follow_up", "days", "note", "outcome")
_Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="What was said.")]


@command(app, "open", "dispute open INV-2026-0001 quality --amount 50 --by 'Mr Ernst'")
def open_(
    session: Session,
    invoice: options.Invoice,
    reason: Annotated[
        str,
        typer.Argument(
            metavar="REASON", help="price, quantity, quality, damaged, missing, wrong, duplicate, terms or other."
        ),
    ],
    amount: Annotated[str | None, typer.Option("--amount", metavar="AMOUNT", help="Only so much of it.")] = None,
    by: Annotated[str, typer.Option("--by", metavar="TEXT", help="Who said it.")] = "",
    note: _Note = "",
    follow_up: Annotated[
        str | None, typer.Option("--follow-up", metavar="DATE", help="When to look at it again; else in a week.")
    ] = None,
) -> None:
    """Note that an invoice is disputed; it is not reminded of until that is solved."""
    from orderdesk.desk import disputes

    values = given(
        amount=None if amount is None else session.money(amount, "--amount"),
        follow_up=None if follow_up is None else parse_date(follow_up, what="--follow-up"),
    )
    session.do(disputes.open_dispute, invoice, reason, said_by=by, note=note, **values)
    session.done("invoice", invoice.upper(), f"{invoice.upper()} is disputed for {reason}.")


@command(app, "list", "dispute list", "dispute list due", "dispute list reason:price state:solved")
def list_(session: Session, text: options.MaybeText = None, limit: options.Limit = 50) -> None:
    """List disputes, the earliest follow-up first. TEXT filters: names, customer:, due, reason:, state:, over:."""
    from orderdesk.queries.disputes import DISPUTES

    sought = " ".join(text or ())
    rows = session.ask(lambda reading: DISPUTES.page(reading, DISPUTES.read(reading, sought), None, limit))
    session.show(list(rows), *_COLUMNS, empty="nothing is disputed")


@command(app, "follow-up", "dispute follow-up INV-2026-0001 2026-11-30 --note 'photos come'")
def follow_up(
    session: Session,
    invoice: options.Invoice,
    day: Annotated[str, typer.Argument(metavar="DATE", help="When to look at it again.")],
    note: _Note = "",
) -> None:
    """Look at a dispute again on another day."""
    from orderdesk.desk import disputes

    session.do(disputes.follow_up, invoice, parse_date(day, what="DATE"), note=note)
    session.done("invoice", invoice.upper(), f"{invoice.upper()} is looked at again on {day}.")


@command(app, "solve", "dispute solve INV-2026-0001 pays", "dispute solve INV-2026-0001 credit --credit CRN-2026-0001")
def solve(
    session: Session,
    invoice: options.Invoice,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="credit, pays or written_off.")],
    credit: Annotated[
        str | None, typer.Option("--credit", metavar="CREDIT-NOTE", help="The credit note that answers it.")
    ] = None,
    note: _Note = "",
) -> None:
    """Say what became of a dispute."""
    from orderdesk.desk import disputes

    session.do(disputes.solve, invoice, outcome, note=note, **given(credit=credit))
    session.done("invoice", invoice.upper(), f"The dispute of {invoice.upper()} is solved: {outcome}.")
