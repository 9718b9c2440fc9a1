"""`orderdesk setting`: how the company works."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Annotated, Any, get_type_hints

import typer

from orderdesk.cli.arguments import Number, convert
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue
from orderdesk.settings import Settings

app = typer_app(
    "How the company works: its currency, its limits, its habits.",
    ("setting list", "setting set price_band 15", "setting set invoice_on_ship no", "setting set value_limit none"),
)
_WORDS = {"none": None, "yes": True, "no": False, "true": True, "false": False}


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

    stored = _value(key, value, session.settings.decimals)
    session.do(company.setting, key, stored)
    session.done("setting", key, f"{key} is {value}.")


def _value(key: str, text: str, decimals: int) -> Any:
    """What was typed, as the setting keeps it. Raises BadValue."""
    hints = get_type_hints(Settings, include_extras=True)
    if key not in {field.name for field in fields(Settings)}:
        raise BadValue(f"there is no setting {key[:40]!r}; see: orderdesk setting list")
    hint = hints[key]
    if hint is str:
        return text
    if text.lower() in _WORDS:
        return convert(_WORDS[text.lower()], hint, key, decimals)
    if hint is int:
        try:
            return convert(json.loads(text, parse_float=Number), hint, key, decimals)
        except ValueError:
            raise BadValue(f"{key} is a whole number, not {text[:40]!r}") from None
    return convert(text, hint, key, decimals)
