"""Looking: `find`, `ageing`, `log`, `check`."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue
from orderdesk.values import parse_date


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "find", "find 1042", "find ernst handel", "find INV-2026-0001", "find 4006381333931")(find)
    command(app, "ageing", "ageing", "ageing --as-of 2026-10-31 --by invoice")(ageing)
    command(app, "log", "log order 1042", "log customer ALFKI")(log)
    command(app, "check", "check")(check)


def find(session: Session, text: options.Text) -> None:
    """Find anything by its number, code or words.

    An order, invoice, shipment, tracking or PO number, a customer's code, a SKU, a barcode, or the beginnings of words.
    """
    from orderdesk.glance.report import report
    from orderdesk.queries.find import find as find_anything

    sought = " ".join(text)
    answers = session.ask(find_anything, sought)
    if session.said.json:
        session.show(answers)
    else:
        for line in report(answers):
            print(line)
    if not answers:
        session.talk(f"orderdesk: nothing is called {sought[:60]!r}")
        raise typer.Exit(1)


def ageing(
    session: Session,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="As it stood at the end of that day.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="WORD", help="due (date) or invoice (date).")] = "due",
) -> None:
    """What customers owe, by how late it is.

    The foot proves that it adds up.
    """
    from orderdesk.cli.cards import ageing_tree
    from orderdesk.queries.receivables import ageing as aged

    if by not in ("due", "invoice"):
        raise BadValue(f"--by {by[:20]!r} is neither due nor invoice")
    day = None if as_of is None else parse_date(as_of, what="--as-of")
    session.show(ageing_tree(session.ask(aged, as_of=day, by=by), session.settings.decimals))


def log(
    session: Session,
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOCUMENT", help="customer, product, order, pick, shipment, invoice, receipt, user or template."
        ),
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its number, code or login.")],
) -> None:
    """Who did what to a document, and when."""
    from orderdesk.queries.order_card import event_log
    from orderdesk.queries.templates import template_name

    numbered = document in ("order", "pick", "shipment", "receipt")
    if numbered and not (name.isdecimal() and name.isascii() and len(name) < 30):
        raise BadValue(f"{name[:40]!r} is not a number like 1042")
    code = {"user": name, "template": template_name(name)}.get(document, name.strip().upper())
    session.show(session.ask(event_log, document, int(name) if numbered else code))


def check(session: Session) -> None:
    """Check that everything adds up.

    Recomputes every stored sum and follows the event log's chain. Nothing on stdout means that all is sound.
    """
    from orderdesk.queries.check import check as broken
    from orderdesk.store.audit import broken_link

    found = list(session.ask(broken))
    link = session.ask(broken_link)
    if link is not None:
        found.append(f"the event log was changed: event {link} does not follow from the one before it")
    session.show(found, empty="Everything adds up.")
    if found:
        raise typer.Exit(1)
