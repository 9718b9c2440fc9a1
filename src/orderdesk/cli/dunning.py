"""`orderdesk dunning`: reminding of what is overdue."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date

app = typer_app(
    "Remind customers of what is overdue, level by level.",
    ("dunning list", "dunning show ERNSH", "dunning remind ERNSH"),
)
LIST = ("customer", "name", "level", "invoices", "amount", "overdue", "oldest_days", "last")
CARD = {"invoices": ("number", "due", "days_late", "open", "level", "last", "next_level", "next_on", "why")}


@command(app, "list", "dunning list", "dunning list level:3", "dunning list ernst over:500 --limit 20")
def list_(session: Session, text: options.MaybeText = None, limit: options.Limit = 50) -> None:
    """List the customers with invoices that are due for a reminder today, the longest overdue first.

    TEXT filters: words of the name, customer:ERN, level:2, days:31-60, over:500.
    """
    from orderdesk.queries.dunning import DUNNING

    sought = " ".join(text or ())
    rows = session.ask(lambda reading: DUNNING.page(reading, DUNNING.read(reading, sought), None, limit))
    session.show(list(rows), *LIST, empty="nobody is to be reminded today")


@command(app, "show", "dunning show ERNSH")
def show(session: Session, customer: options.Customer) -> None:
    """Show a customer's open invoices: how late, how often reminded of, what comes next, and why."""
    from orderdesk.queries.dunning import dunning_card

    session.show(session.ask(dunning_card, customer), within=CARD)


@command(app, "remind", "dunning remind ERNSH", "dunning remind ERNSH --day 2026-11-20")
def remind(
    session: Session,
    customer: options.Customer,
    day: Annotated[str | None, typer.Option("--day", metavar="DATE", help="When it goes out; else today.")] = None,
) -> None:
    """Note that a customer is reminded of all that is due for it; prints each invoice with its level."""
    from orderdesk.desk import dunning

    sent = session.do(dunning.remind, customer, **given(day=None if day is None else parse_date(day, what="--day")))
    session.show(list(sent))
