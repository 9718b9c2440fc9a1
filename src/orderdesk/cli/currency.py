"""`orderdesk currency`: what other currencies are worth."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date, parse_rate, rate_text

app = typer_app(
    "Other currencies that customers buy in, and what they are worth from day to day.",
    ("currency rate USD 0.92", "currency rate JPY 0.0061 --from 2026-12-01", "currency list"),
)


@command(app, "rate", "currency rate USD 0.92", "currency rate JPY 0.0061 --from 2026-12-01")
def rate(
    session: Session,
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="Its code, like USD.")],
    value: Annotated[str, typer.Argument(metavar="RATE", help="What one of it is in the company's currency.")],
    valid_from: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day it holds; else today.")
    ] = None,
) -> None:
    """Set what a currency is worth from a day on; documents keep the rate of their own day."""
    from orderdesk.desk import currencies

    worth = parse_rate(value)
    day = None if valid_from is None else parse_date(valid_from, what="--from")
    code = session.do(currencies.rate, currency, worth, **given(valid_from=day))
    own = session.settings.currency
    session.done("currency", code, f"1 {code} = {rate_text(worth)} {own} from {day or session.today}.")


@command(app, "list", "currency list", "currency list USD")
def list_(
    session: Session,
    currency: Annotated[str | None, typer.Argument(metavar="CURRENCY", help="Only this one.")] = None,
    limit: options.Limit = 200,
) -> None:
    """List the exchange rates as they were entered, the newest of each currency first."""
    from orderdesk.queries.currencies import dated_rates

    session.show(list(session.ask(dated_rates, currency, limit=limit)), empty="no exchange rates")
