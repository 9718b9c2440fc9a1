"""`orderdesk price`: contract prices, price lists and promotions."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue
from orderdesk.values import parse_date, parse_percent, parse_price, parse_quantity

app = typer_app(
    "Contract prices, price lists, promotions.",
    (
        "price rule contract --customer ALFKI --sku CHAI --price 16.50",
        "price rule promotion --category FOOD --discount 5 --from 2026-12-01 --to 2026-12-24",
        "price rule promotion --sku CHAI --min 10 --free 1 --name 'Ten and one'",
        "price list CHAI",
    ),
)
_REASONS = {"reasons": ("text",)}
_Surcharge = Annotated[
    str | None, typer.Option("--surcharge", metavar="PERCENT", help="A percentage on top instead of off.")
]
_Percent = Annotated[str | None, typer.Option("--percent", metavar="PERCENT", help="Off the base's prices.")]
_Level = Annotated[str, typer.Argument(metavar="LEVEL", help="contract, list or promotion.")]


@command(app, "rule", "price rule list --price-list GASTRO --sku CHAI --min 24 --price 15.90")
def rule(
    session: Session,
    level: _Level,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What it is called.")] = None,
    customer: Annotated[str | None, typer.Option("--customer", metavar="CODE", help="Of a contract.")] = None,
    price_list: Annotated[str | None, typer.Option("--price-list", metavar="CODE", help="Of a list.")] = None,
    sku: Annotated[str | None, typer.Option("--sku", metavar="SKU", help="On one product.")] = None,
    category: Annotated[str | None, typer.Option("--category", metavar="CODE", help="On one category.")] = None,
    min: Annotated[str | None, typer.Option("--min", metavar="QUANTITY", help="From so many stock units on.")] = None,
    max: Annotated[str | None, typer.Option("--max", metavar="QUANTITY", help="Up to so many, included.")] = None,
    price: options.Price = None,
    discount: options.Discount = None,
    surcharge: _Surcharge = None,
    valid_from: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day.")] = None,
    valid_to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day.")] = None,
    combinable: Annotated[
        bool, typer.Option("--combinable", help="A promotion on top of the price that wins.")
    ] = False,
    together: Annotated[
        bool, typer.Option("--together", help="Quantities are of all the order's lines that it is for, added up.")
    ] = False,
    free: Annotated[str | None, typer.Option("--free", metavar="QUANTITY", help="Free for every --min bought.")] = None,
    free_sku: Annotated[
        str | None, typer.Option("--free-sku", metavar="SKU", help="What is free; else the same.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Of the price; else its list's or customer's.")
    ] = None,
) -> None:
    """Set a price, a percentage off, or goods that are free; what would tie with another is refused. Prints its id."""
    from orderdesk.desk import prices

    if [price, discount, surcharge, free].count(None) != 3:
        raise BadValue("a price rule has --price, --discount, --surcharge or --free; one of them")
    values = given(
        name=name, customer=customer, price_list=price_list, sku=sku, category=category, currency=currency,
        min_qty=None if min is None else parse_quantity(min, what="--min"),
        price=None if price is None else parse_price(price),
        max_qty=None if max is None else parse_quantity(max, what="--max"),
        discount=_off(discount, surcharge, "discount"),
        free=None if free is None else parse_quantity(free, what="--free"), free_sku=free_sku,
        valid_from=None if valid_from is None else parse_date(valid_from, what="--from"),
        valid_to=None if valid_to is None else parse_date(valid_to, what="--to"),
    )  # fmt: skip
    key = session.do(prices.rule, level, combinable=combinable, together=together, **values)
    session.done("rule", key, f"Price rule {key}. End it with: orderdesk price end {key} DATE")


@command(app, "end", "price end 12 2026-12-31")
def end(
    session: Session,
    rule: Annotated[int, typer.Argument(metavar="RULE", help="The rule's id.")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="The last day it holds.")],
) -> None:
    """End a price rule."""
    from orderdesk.desk import prices

    session.do(prices.end, rule, parse_date(day))
    session.done("rule", rule, f"Price rule {rule} ends on {day}.")


@command(
    app,
    "price-list",
    "price price-list GASTRO Restaurants --base TRADE --percent 5",
    "price price-list EXPORT Overseas --currency USD",
)
def price_list(
    session: Session,
    code: options.Code,
    name: options.Name = "",
    base: Annotated[str | None, typer.Option("--base", metavar="CODE", help="The list that it is based on.")] = None,
    percent: _Percent = None,
    surcharge: _Surcharge = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Of its prices; else the company's.")
    ] = None,
    tax_included: Annotated[bool, typer.Option("--tax-included", help="Its prices are with tax.")] = False,
) -> None:
    """Add a price list, on its own or based on another; a customer or a segment points to it."""
    from orderdesk.desk import prices

    off = _off(percent, surcharge, "--percent") or 0
    counted = given(currency=currency)
    session.do(prices.price_list, code, name, base=base, percent=off, tax_included=tax_included, **counted)
    session.done("price_list", code.upper(), f"Price list {code.upper()}.")


@command(app, "base", "price base GASTRO TRADE --percent 5", "price base GASTRO")
def base(
    session: Session,
    price_list: Annotated[str, typer.Argument(metavar="LIST", help="The price list.")],
    base: Annotated[
        str | None, typer.Argument(metavar="BASE", help="The list it is based on; none: on its own.")
    ] = None,
    percent: _Percent = None,
    surcharge: _Surcharge = None,
) -> None:
    """Base a price list on another one, so much below or above it; circles are refused."""
    from orderdesk.desk import prices

    code = session.do(prices.base_on, price_list, base, _off(percent, surcharge, "--percent") or 0)
    based = f"is based on {base.upper()}" if base else "stands on its own"
    session.done("price_list", code, f"Price list {code} {based}.")


@command(app, "list", "price list CHAI", "price list")
def list_(
    session: Session,
    sku: Annotated[str | None, typer.Argument(metavar="SKU", help="Those that can apply to it; none: all.")] = None,
    limit: options.Limit = 200,
) -> None:
    """List the price rules that hold today or later."""
    from orderdesk.queries.price_rules import price_rules

    session.show(session.ask(price_rules, sku, limit=limit), empty="no price rules")


@command(app, "ask", "price ask CHAI ALFKI 24", "price ask CHAI --day 2026-12-01", "price ask CHAI ALFKI 2 --unit case")
def ask(
    session: Session,
    sku: options.Sku,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Whose price; none: anybody's.")] = "",
    quantity: Annotated[str, typer.Argument(metavar="QUANTITY", help="How many.")] = "1",
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="The stock unit unless said.")] = "",
    day: Annotated[str | None, typer.Option("--day", metavar="DATE", help="Today unless said.")] = None,
) -> None:
    """Show what something costs a customer for so many on a day, with the reasons and what lost."""
    from orderdesk.queries.price_asked import price_asked

    on = None if day is None else parse_date(day, what="--day")
    much = parse_quantity(quantity, what="QUANTITY")
    session.show(session.ask(price_asked, sku, customer, much, unit=unit, day=on), within=_REASONS)


@command(app, "why", "price why 1042 2")
def why(
    session: Session,
    order: options.Order,
    line: Annotated[int, typer.Argument(metavar="LINE", help="The line's position.")],
) -> None:
    """Show why a line of an order costs what it costs."""
    from orderdesk.queries.price_asked import price_why

    session.show(session.ask(price_why, order, line), within=_REASONS)


def _off(discount: str | None, surcharge: str | None, what: str) -> int | None:
    """A percentage off; a surcharge is negative. None where neither is said."""
    if discount is not None and surcharge is not None:
        raise BadValue("either so much off or so much on top, not both")
    if surcharge is not None:
        return -parse_percent(surcharge, what="--surcharge")
    return None if discount is None else parse_percent(discount, what=what)
