"""`orderdesk setting`: how the company works."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli.command import command, typer_app
from orderdesk.cli.session import Session

app = typer_app(
    "How the company works: its currency, its limits, its habits.",
    ("setting list", "setting set price_band 15", "setting set billing month", "setting set value_limit none"),
)


@command(app, "list", "setting list")
def list_(session: Session) -> None:
    """Show every setting as it stands."""
    session.show(session.settings)


@command(app, "set", "setting set price_band 15", "setting set warehouse MAIN")
def set_(
    session: Session,
    key: Annotated[str, typer.Argument(metavar="KEY", help="Which, as `setting list` names it.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="A text, a number, yes, no or none.")],
) -> None:
    """Change a setting."""
    from orderdesk.desk import company

    session.do(company.setting, key, value)
    session.done("setting", key, f"{key} is {value}.")
