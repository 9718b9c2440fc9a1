"""The commands of `orderdesk customer` about what a customer orders: its own codes, and what it usually takes."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command
from orderdesk.cli.customer import app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session

_OwnCode = Annotated[str, typer.Argument(metavar="CODE", help="What the customer calls it.")]
_GHOSTS = ("entry", "name", "orders", "last_on", "last_quantity")
_COLUMNS = {"last": _GHOSTS, "basket": _GHOSTS}


@command(app, "usual", "customer usual ALFKI")
def usual(session: Session, customer: options.Customer, limit: options.Limit = 50) -> None:
    """Show what a customer is likely to order: the last order, the usual basket, its templates."""
    from orderdesk.cli.cards import with_entries
    from orderdesk.queries.usual import usual_of

    found = session.ask(usual_of, customer, limit)
    session.show(with_entries(found, session.settings.decimals, last=found.last, basket=found.basket), within=_COLUMNS)


@command(app, "items", "customer items ALFKI")
def items(session: Session, customer: options.Customer) -> None:
    """List a customer's own codes for products."""
    from orderdesk.queries.customer_items import customer_items

    session.show(session.ask(customer_items, customer), empty="no codes of its own")


@command(app, "item", "customer item ALFKI 4711 CHAI", "customer item ALFKI 4712 CHAI --unit case")
def item(
    session: Session, customer: options.Customer, code: _OwnCode, sku: options.Sku, unit: options.Unit = None
) -> None:
    """Note a customer's own code for a product, so that it can be ordered by that."""
    from orderdesk.desk import customer_items

    kept = session.do(customer_items.item, customer, code, sku, **given(unit=unit))
    session.done("code", kept, f"{customer.upper()} may order by {kept}.")


@command(app, "item-remove", "customer item-remove ALFKI 4711")
def item_remove(session: Session, customer: options.Customer, code: _OwnCode) -> None:
    """Forget a customer's own code."""
    from orderdesk.desk import customer_items

    kept = session.do(customer_items.item_remove, customer, code)
    session.done("code", kept, f"{customer.upper()} has no code {kept} any more.")
