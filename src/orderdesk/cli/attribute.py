"""`orderdesk attribute`: what the company wants to know of customers, products, orders and lines beside the usual."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue

app = typer_app(
    "Attributes that the company defines for itself, and special requirements.",
    (
        'attribute define PACKING "Special packing" order --type yes_no --raises special',
        'attribute define PROJECT "Project" customer --carried --searchable --required',
        "attribute set PACKING crate --order 1042",
        "attribute list",
    ),
)
_Code = Annotated[str, typer.Argument(metavar="CODE", help="In small letters it is the word that is typed: /packing.")]
_Choices = Annotated[list[str] | None, typer.Option("--choice", metavar="TEXT", help="One of the choices.")]
_Raises = Annotated[
    str | None,
    typer.Option("--raises", metavar="KIND", help="The hold that a value raises: special, unusual, value or price."),
]
_On = Annotated[
    str | None, typer.Option("--raises-on", metavar="TEXT", help="Only this value does; else any (yes/no: yes).")
]


@command(app, "list", "attribute list", "attribute list --json")
def list_(session: Session) -> None:
    """List the attributes that are in use."""
    from orderdesk.queries.site_rules import site_rules

    session.show(session.ask(lambda reading: site_rules(reading).definitions), empty="no attribute is defined")


@command(app, "define", 'attribute define PROJECT "Project" order --searchable')
def define(
    session: Session,
    code: _Code,
    name: options.Name,
    subject: Annotated[str, typer.Argument(metavar="OF", help="customer, product, order or line.")],
    type: Annotated[
        str, typer.Option("--type", metavar="TYPE", help="text, number, date, yes_no or choice.")
    ] = "text",
    choice: _Choices = None,
    required: Annotated[bool, typer.Option("--required", help="An order cannot be submitted without it.")] = False,
    searchable: Annotated[bool, typer.Option("--searchable", help="Order lists and find look for it.")] = False,
    carried: Annotated[
        bool, typer.Option("--carried", help="A customer's is taken over to its orders, a product's to its lines.")
    ] = False,
    raises: _Raises = None,
    raises_on: _On = None,
) -> None:
    """Define an attribute."""
    from orderdesk.desk import attributes

    key = session.do(
        attributes.define, code, name, subject, type=type, choices=choice or (), required=required,
        searchable=searchable, carried=carried, raises=raises or "", raises_on=raises_on or "",
    )  # fmt: skip
    session.done("attribute", key, f"Attribute {key}; in order entry it is typed as /{key.casefold()}.")


@command(app, "change", "attribute change PROJECT --required", "attribute change PACKING --off")
def change(
    session: Session,
    code: _Code,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="A new name.")] = None,
    choice: _Choices = None,
    required: Annotated[bool | None, typer.Option("--required/--optional", help="Whether it must be said.")] = None,
    searchable: Annotated[bool | None, typer.Option("--searchable/--hidden", help="Whether it is looked for.")] = None,
    carried: Annotated[bool | None, typer.Option("--carried/--own", help="Whether orders take it over.")] = None,
    raises: _Raises = None,
    raises_on: _On = None,
    active: Annotated[bool | None, typer.Option("--on/--off", help="Whether it is in use.")] = None,
    version: options.Version = None,
) -> None:
    """Change an attribute; what it is of and its type stay. --raises none takes the hold away."""
    from orderdesk.desk import attributes

    values = given(
        name=name, choices=choice or None, required=required, searchable=searchable, carried=carried,
        raises="" if raises == "none" else raises, raises_on=raises_on, active=active, version=version,
    )  # fmt: skip
    key = session.do(attributes.change, code, **values)
    session.done("attribute", key, f"Attribute {key} is changed.")


@command(
    app,
    "set",
    "attribute set PACKING crate --order 1042",
    "attribute set ENGRAVING ABC --order 1042 --line 2",
    "attribute set PROJECT Harbour --customer ALFKI",
    'attribute set PACKING "" --order 1042',
)
def set_(
    session: Session,
    code: _Code,
    value: Annotated[str, typer.Argument(metavar="VALUE", help='By its type; "" takes it away.')],
    customer: Annotated[str | None, typer.Option("--customer", metavar="CODE", help="Of a customer.")] = None,
    sku: Annotated[str | None, typer.Option("--sku", metavar="SKU", help="Of a product.")] = None,
    order: Annotated[int | None, typer.Option("--order", metavar="NUMBER", help="Of an order.")] = None,
    line: Annotated[int | None, typer.Option("--line", metavar="N", help="Of this line of the order.")] = None,
) -> None:
    """Say an attribute of a customer, product, order or line."""
    from orderdesk.cli.entries import submitted
    from orderdesk.desk import attributes

    if sum(one is not None for one in (customer, sku, order)) != 1:
        raise BadValue("say whose attribute it is: --customer, --sku or --order")
    if line is not None and order is None:
        raise BadValue("--line is of an order: say which with --order")
    if order is not None:
        done = session.do(attributes.of_order, order, code, value, line=line)
        if done.state in ("draft", "quotation"):
            session.done("order", order, f"Order {order}: {code.upper()} is {value or 'taken away'}.")
        else:
            submitted(session, done)
        return
    if customer is not None:
        session.do(attributes.of_customer, customer, code, value)
    elif sku is not None:
        session.do(attributes.of_product, sku, code, value)
    session.done("attribute", code.upper(), f"{code.upper()} of {customer or sku} is {value or 'taken away'}.")
