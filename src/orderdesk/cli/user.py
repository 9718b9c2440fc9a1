"""`orderdesk user`: the people at the desk and what they may do."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session

app = typer_app(
    "The people at the desk and what they may do.",
    ("user list", 'user new lena "Lena Brodersen" --role clerk', "user change lena --role clerk --role receivables"),
)
_Login = Annotated[str, typer.Argument(metavar="LOGIN", help="The name of the Unix account.")]
_Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help="clerk, approver1, approver2, warehouse, warehouse_lead, receivables, viewer or admin.",
    ),
]


@command(app, "list", "user list")
def list_(session: Session) -> None:
    """List everybody, with their roles."""
    from orderdesk.queries.people import people

    session.show(session.ask(people))


@command(app, "me", "user me")
def me(session: Session) -> None:
    """Say who you are here, and what you may do."""
    from orderdesk.desk.rights import ROLES_OF
    from orderdesk.desk.verb import may
    from orderdesk.rules.seeing import SEEN_BY, may_see

    who = session.desk.who
    rights = [right for right in ROLES_OF if may(who, right)]
    rights += [right for right in SEEN_BY if may_see(who.roles, right)]
    session.show({"login": who.login, "name": who.name, "roles": sorted(who.roles), "may": rights})


@command(app, "new", 'user new lena "Lena Brodersen" --role clerk')
def new(session: Session, login: _Login, name: options.Name, role: _Roles = None) -> None:
    """Add somebody; without a role nothing can be changed."""
    from orderdesk.desk import people

    session.do(people.new, login, name, role or [])
    session.done("user", login, f"{name} can sign in as {login}.")


@command(app, "change", "user change lena --role clerk --role receivables", "user change lena --closed")
def change(
    session: Session,
    login: _Login,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="A new name.")] = None,
    role: _Roles = None,
    active: Annotated[bool | None, typer.Option("--active/--closed", help="Whether he or she can sign in.")] = None,
) -> None:
    """Change somebody's name, roles (all of them are named anew) or access."""
    from orderdesk.desk import people

    session.do(people.change, login, **given(name=name, roles=role or None, active=active))
    session.done("user", login, f"{login} is changed.")
