"""`orderdesk credit-group`: customers who share a credit limit."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.session import Session

app = typer_app(
    "Customers who share a credit limit.",
    ('credit-group new HOUSE "House of Spice" 50000', "credit-group join ALFKI HOUSE", "credit-group show HOUSE"),
)
_Group = Annotated[str, typer.Argument(metavar="GROUP", help="The credit group's code.")]
_Amount = Annotated[str | None, typer.Argument(metavar="AMOUNT", help="The shared limit; none is no limit.")]


@command(app, "new", 'credit-group new HOUSE "House of Spice" 50000')
def new(session: Session, code: options.Code, name: options.Name, amount: _Amount = None) -> None:
    """Add a credit group."""
    from orderdesk.desk import credit_groups

    key = session.do(credit_groups.new, code, name, credit_limit=_limit(session, amount))
    put_in = f"orderdesk credit-group join CUSTOMER {key}"
    session.done("credit_group", key, f"Credit group {key}. Put customers in with: {put_in}")


@command(app, "limit", "credit-group limit HOUSE 60000", "credit-group limit HOUSE none")
def limit(
    session: Session,
    group: _Group,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="The shared limit; none is no limit.")],
) -> None:
    """Set what a group's customers may owe together."""
    from orderdesk.desk import credit_groups

    key = session.do(credit_groups.limit, group, credit_limit=_limit(session, amount))
    session.done("credit_group", key, f"The limit of credit group {key} is changed.")


@command(app, "join", "credit-group join ALFKI HOUSE")
def join(session: Session, customer: options.Customer, group: _Group) -> None:
    """Put a customer into a credit group."""
    from orderdesk.desk import credit_groups

    code = session.do(credit_groups.join, customer, group)
    session.done("customer", code, f"{code} shares the limit of {group.upper()}.")


@command(app, "leave", "credit-group leave ALFKI")
def leave(session: Session, customer: options.Customer) -> None:
    """Take a customer out of its credit group."""
    from orderdesk.desk import credit_groups

    code = session.do(credit_groups.join, customer, None)
    session.done("customer", code, f"{code} is in no credit group.")


@command(app, "list", "credit-group list")
def list_(session: Session, limit: options.Limit = 200) -> None:
    """List the credit groups with what their customers owe together."""
    from orderdesk.queries.credit_groups import credit_groups

    session.show(session.ask(credit_groups, limit=limit), empty="no credit groups")


@command(app, "show", "credit-group show HOUSE")
def show(session: Session, group: _Group) -> None:
    """Show a credit group: what each customer owes, by part."""
    from orderdesk.queries.credit_groups import credit_group

    session.show(session.ask(credit_group, group))


def _limit(session: Session, amount: str | None) -> Any:
    """None where nothing, or none, is said."""
    return None if amount is None or amount.strip().lower() == "none" else session.money(amount)
