"""`orderdesk view`: filters kept under a name; and `orderdesk export`, which writes what one shows into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.session import Session

app = typer_app(
    "Filters of lists, kept under a name; everybody has their own.",
    ('view save orders mine "mine state:draft,submitted"', "view list orders", "order list --view mine"),
)
_List = Annotated[str, typer.Argument(metavar="LIST", help="Which list: orders, late, approvals …")]
_MaybeList = Annotated[str | None, typer.Argument(metavar="LIST", help="Only of this list.")]
_Folder = Annotated[
    Path | None, typer.Option("--to", metavar="FOLDER", help="Where; else ORDERDESK_EXPORTS, else your documents.")
]


def register(app: typer.Typer) -> None:
    """Add the command that is no verb."""
    command(app, "export", "export orders", 'export orders --filter "state:closed over:1000" --to .')(export)


@command(app, "list", "view list", "view list orders")
def list_(session: Session, list: _MaybeList = None) -> None:
    """List your views."""
    from orderdesk.queries.views import views

    session.show(session.ask(views, list), empty="no view is kept")


@command(app, "save", 'view save orders big "over:10000 state:confirmed"')
def save(
    session: Session,
    list: _List,
    name: options.Name,
    filter: Annotated[str, typer.Argument(metavar="FILTER", help="As it is typed above the list.")],
) -> None:
    """Keep a filter under a name; one of that name is replaced."""
    from orderdesk.desk import views

    named = session.do(views.save, list, name, filter)
    session.done("view", named, f"View {named} of {list} is kept.")


@command(app, "discard", "view discard orders big")
def discard(session: Session, list: _List, name: options.Name) -> None:
    """Forget a view."""
    from orderdesk.desk import views

    session.do(views.discard, list, name)
    session.done("view", name, f"View {name} of {list} is gone.")


def with_view(session: Session, list: str, filter: str, name: str | None) -> str:
    """A filter with what the view of this name asks for. Raises NotFound."""
    from orderdesk.queries.views import view

    return filter if name is None else f"{session.ask(view, list, name).filter} {filter}".strip()


def export(
    session: Session, list: _List, filter: options.Filter = "", view: options.View = None, to: _Folder = None
) -> None:
    """Write a list into a new file for a spreadsheet; prints its name.

    CSV in UTF-8. Nothing is ever written over.
    """
    from orderdesk.exchange.export import export as write
    from orderdesk.exchange.export import export_folder
    from orderdesk.queries.listings import listing

    found = listing(list)
    answer = session.ask(write, found, with_view(session, list, filter, view), to or export_folder())
    assert answer is not None  # nobody stops it here
    path, count = answer
    session.done("file", str(path), f"{count} {'row' if count == 1 else 'rows'}.")
