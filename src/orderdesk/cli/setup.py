"""Beginning: `init`, `migrate`, `demo`, `desk`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from orderdesk.cli.command import command
from orderdesk.cli.session import Session
from orderdesk.values import parse_percent

DEMO_ADMIN = "nils"  # in data/demo/users.csv


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(
        app, "init", 'init --company "Kaldewind Fine Foods" --tax 19', "init --db postgresql://desk@localhost/orderdesk"
    )(init)
    command(app, "migrate", "migrate")(migrate)
    command(app, "demo", "demo", "demo --no-desk --db demo.db")(demo)
    command(app, "desk", "desk", "desk --as lena")(desk)


def init(
    session: Session,
    company: Annotated[str, typer.Option("--company", metavar="NAME", help="The company's name.")] = "orderdesk",
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="What it counts in.")] = "EUR",
    decimals: Annotated[int, typer.Option("--decimals", min=0, max=3, help="Of the currency.")] = 2,
    tax: Annotated[str, typer.Option("--tax", metavar="%", help="The usual tax rate.")] = "0",
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="The first admin's name.")] = None,
) -> None:
    """Make a new database.

    A company with you as its admin, a warehouse MAIN, terms N30, and the tax classes standard and none.
    """
    from orderdesk.desk import company as settings
    from orderdesk.desk import customers, people, products, stock
    from orderdesk.store.migrate import create
    from orderdesk.store.transaction import Actor, Transaction

    rate = parse_percent(tax, what="--tax")
    login = session.login

    def found(tx: Transaction) -> None:
        people.new(tx, login, name or login, ["admin"])
        for key, value in (("company", company), ("currency", currency), ("decimals", decimals)):
            settings.setting(tx, key, value)
        stock.warehouse(tx, "MAIN", "Main")
        customers.terms(tx, "N30", "30 days net", net_days=30)
        products.tax_rate(tx, "standard", rate, date(2000, 1, 1))
        products.tax_rate(tx, "none", 0, date(2000, 1, 1))

    store = create(session.said.db)
    try:
        store.run(found, Actor(0, "init"), session.today, datetime.now(UTC))
    finally:
        store.close()
    session.said.login = login
    session.done("database", str(store.location), f"{login} is the admin. Look around with: orderdesk --help")


def migrate(session: Session) -> None:
    """Bring the database up to date with this program.

    A copy of it is put aside first; prints where the copy is.
    """
    from orderdesk.store.location import locate
    from orderdesk.store.migrate import migrate as bring_up_to_date

    copy = bring_up_to_date(session.said.db, datetime.now(UTC))
    where = locate(session.said.db)
    if session.said.json:
        from orderdesk.cli.as_json import dumps

        print(dumps({"database": str(where), "copy": None if copy is None else str(copy)}))
        return
    session.talk(f"{where} is up to date." + ("" if copy is None else " As it was before, it is kept at:"))
    if copy is not None:
        print(copy)


def demo(
    session: Session,
    desk: Annotated[bool, typer.Option("--desk/--no-desk", help="Open the desk, or only make the database.")] = True,
) -> None:
    """Look around in a made-up company.

    A wholesaler with customers, stock and orders, in a database that is thrown away afterwards. With --db PATH it is
    made there, and kept.
    """
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="orderdesk-demo-")) if session.said.db is None else None
    where = session.said.db if folder is None else str(folder / "demo.db")
    assert where is not None
    try:
        _make(session, where)
        session.said.db = where
        session.said.login = session.said.login or DEMO_ADMIN
        if desk:
            _open(session)
        else:
            session.done("database", where, f"Look around with: orderdesk desk --db {where} --as {DEMO_ADMIN}")
    finally:
        if folder is not None and desk:
            session.close()
            shutil.rmtree(folder, ignore_errors=True)


def _make(session: Session, where: str) -> None:
    """Make the demo company there, unless it is there already."""
    from orderdesk.exchange.demo import build

    if "://" not in where and Path(where).expanduser().exists():
        session.talk(f"{where} is there already; it is opened as it is.")
        return
    session.talk("Making the demo company; this takes a moment.")
    build(where, session.today, datetime.now(UTC).astimezone())


def desk(session: Session) -> None:
    """Open the desk, full screen."""
    _open(session)


def _open(session: Session) -> None:
    from orderdesk.cli.sitting import sit_down

    code = sit_down(session)
    if code:
        raise typer.Exit(code)
