"""`orderdesk account`: a customer's account as a whole: its statement, and what is set off within it."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date

app = typer_app(
    "A customer's account: its statement, its promises, set-off.",
    ("account statement ERNSH --since 2026-10-01", "account set-off ERNSH"),
)
_Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on; else 90 days.")]
_Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to this day; else today.")]


@command(app, "statement", "account statement ERNSH", "account statement ERNSH --since 2026-10-01 --until 2026-10-31")
def statement(session: Session, customer: options.Customer, since: _Since = None, until: _Until = None) -> None:
    """Show what was owed, what moved, what is owed and how late it is; it proves that it adds up."""
    from orderdesk.queries.statement import account_statement

    days = given(
        since=None if since is None else parse_date(since, what="--since"),
        until=None if until is None else parse_date(until, what="--until"),
    )
    session.show(session.ask(account_statement, customer, **days))


@command(app, "set-off", "account set-off ERNSH")
def set_off(session: Session, customer: options.Customer) -> None:
    """Set all credit of a customer against what is open, the oldest due first."""
    from orderdesk.desk import set_off as verb

    session.show(session.do(verb.set_off, customer))


@command(app, "promise", "account promise ERNSH 500 2026-11-30 --by 'Mrs Ernst'")
def promise(
    session: Session,
    customer: options.Customer,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="How much.")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="By when.")],
    by: Annotated[str, typer.Option("--by", metavar="TEXT", help="Who said it.")] = "",
    invoice: Annotated[str | None, typer.Option("--invoice", metavar="INVOICE", help="For this one only.")] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="A note.")] = "",
) -> None:
    """Note that a customer promised to pay; until the day is over nothing is reminded of."""
    from orderdesk.desk import disputes

    number = session.do(
        disputes.promise, customer, session.money(amount), parse_date(day, what="DATE"), said_by=by, note=note,
        **given(invoice=invoice),
    )  # fmt: skip
    session.done("promise", number, f"Promise {number} of {customer.upper()}.")


@command(app, "promises", "account promises", "account promises ERNSH")
def promises(
    session: Session,
    customer: Annotated[str | None, typer.Argument(metavar="CUSTOMER", help="Only of this one.")] = None,
) -> None:
    """List promises to pay: kept, broken or open."""
    from orderdesk.queries.disputes import promises as all_

    columns = ("id", "customer", "invoice", "amount", "day", "state", "told", "said_by")
    session.show(list(session.ask(all_, customer)), *columns, empty="nobody has promised anything")


@command(app, "withdraw", "account withdraw 1")
def withdraw(
    session: Session, promise: Annotated[int, typer.Argument(metavar="PROMISE", help="The promise's number.")]
) -> None:
    """A promise does not count any more."""
    from orderdesk.desk import disputes

    session.do(disputes.withdraw, promise)
    session.done("promise", promise, f"Promise {promise} is withdrawn.")


@command(app, "bank", "account bank ERNSH", "account bank ERNSH DE89370400440532013000 --mandate M-4711")
def bank(
    session: Session,
    customer: options.Customer,
    iban: Annotated[str | None, typer.Argument(metavar="IBAN", help="Note this account; none: list them.")] = None,
    mandate: Annotated[str, typer.Option("--mandate", metavar="TEXT", help="Of a direct debit.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Forget it.")] = False,
) -> None:
    """List the accounts that a customer pays from; note one, or forget it."""
    from orderdesk.desk import bank as verbs
    from orderdesk.queries.bank import customer_accounts

    if iban is None:
        session.show(list(session.ask(customer_accounts, customer)), empty="no account is known yet")
    elif remove:
        session.do(verbs.account_remove, customer, iban)
        session.done("iban", iban, f"{iban} is forgotten.")
    else:
        kept = session.do(verbs.account, customer, iban, mandate=mandate)
        session.done("iban", kept, f"{customer.upper()} pays from {kept}.")
