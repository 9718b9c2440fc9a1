"""Commands that join `order`, `stock`, `product` and `count`: from where goods come, and who has them first."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command
from orderdesk.cli.count import app as counts
from orderdesk.cli.options import given
from orderdesk.cli.order import app as orders
from orderdesk.cli.product import app as products
from orderdesk.cli.session import Session
from orderdesk.cli.stock import app as stocks
from orderdesk.rules.wording import counted
from orderdesk.values import parse_date, parse_quantity

_Priority = Annotated[int, typer.Argument(metavar="PRIORITY", help="1 is served first, 9 last.", min=1, max=9)]
_Where = Annotated[str, typer.Option("--warehouse", metavar="CODE", help="In which warehouse.")]


@command(orders, "goods", "order goods 1042")
def goods(session: Session, order: options.Order) -> None:
    """Show where an order's goods come from, who waits before it, and what is coming for it."""
    from orderdesk.queries.order_goods import order_goods

    session.show(session.ask(order_goods, order))


@command(orders, "ranking", "order ranking 1042 1")
def ranking(session: Session, order: options.Order, priority: _Priority) -> None:
    """Show what another priority would do: whom it overtakes, and whose goods would come later. Nothing is changed."""
    from orderdesk.queries.ranking import ranking as look

    session.show(session.ask(look, order, priority).jumps, empty="nobody waits for what this order waits for")


@command(orders, "rank", 'order rank 1042 1 "their line stands still"')
def rank(session: Session, order: options.Order, priority: _Priority, reason: options.Reason) -> None:
    """Give a placed order another priority in the queue; shows whom that overtook."""
    from orderdesk.desk import ranking

    done = session.do(ranking.rank, order, priority, reason)
    over = ", ".join(str(number) for number in sorted({one.order for one in done.overtaken}))
    session.done("order", order, f"Order {order} has priority {priority}{f'; it overtook {over}' if over else ''}.")


@command(orders, "source", 'order source 1042 fullest --reason "all of it this week"')
def source(
    session: Session,
    order: options.Order,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="own, fullest, nearest or single.")],
    reason: options.WhyOption = "",
) -> None:
    """Say which warehouses serve an order."""
    from orderdesk.desk import sourcing

    before = session.do(sourcing.source, order, rule, reason)
    session.done("order", order, f"Order {order} is served by rule {rule}; it was {before}.")


@command(orders, "use-safety", 'order use-safety 1042 "they stand still without it"')
def use_safety(session: Session, order: options.Order, reason: options.Reason) -> None:
    """Let an order take safety stock."""
    from orderdesk.desk import sourcing

    left = session.do(sourcing.use_safety, order, reason)
    session.done("order", order, f"Order {order} may use safety stock; {counted(left, 'line')} waiting still.")


@command(stocks, "keep", 'stock keep CHAI ALFKI 20 2026-11-30 --reason "their fair"')
def keep(
    session: Session,
    sku: options.Sku,
    customer: options.Customer,
    quantity: options.Quantity,
    until: Annotated[str, typer.Argument(metavar="DATE", help="The last day on which it is kept.")],
    warehouse: options.Warehouse = None,
    reason: options.WhyOption = "",
) -> None:
    """Keep goods for a customer until a day; prints the id to give them up by."""
    from orderdesk.desk import keeping

    values = given(warehouse=warehouse, reason=reason)
    day = parse_date(until, what="DATE")
    key = session.do(keeping.keep, sku, customer, parse_quantity(quantity), day, **values)
    session.done("kept", key, f"{quantity} of {sku.upper()} are kept for {customer.upper()} until {day}.")


@command(stocks, "kept", "stock kept", "stock kept CHAI")
def kept(
    session: Session, sku: Annotated[str | None, typer.Argument(metavar="SKU", help="Only of this product.")] = None
) -> None:
    """List what is kept for customers, the first to lapse first."""
    from orderdesk.queries.kept_goods import kept_goods

    session.show(session.ask(kept_goods, sku), empty="nothing is kept for anybody")


@command(stocks, "unkeep", 'stock unkeep 1 "they do not come"')
def unkeep(
    session: Session,
    kept: Annotated[int, typer.Argument(metavar="ID", help="As stock kept shows it.")],
    reason: options.Reason,
) -> None:
    """Give up goods that are kept for a customer; those who wait for them get them."""
    from orderdesk.desk import keeping

    session.do(keeping.unkeep, kept, reason)
    session.done("kept", kept, f"{kept} is kept no longer.")


@command(stocks, "lapse", "stock lapse")
def lapse(session: Session) -> None:
    """Offer what was kept until a day that has passed to those who wait; for a job that runs each morning."""
    from orderdesk.desk import keeping

    ended = session.do(keeping.lapse)
    session.done("lapsed", ended, f"{ended} lapsed.")


@command(stocks, "level", "stock level CHAI --warehouse MAIN --safety 10 --reorder-point 40")
def level(
    session: Session,
    sku: options.Sku,
    warehouse: _Where,
    safety: Annotated[str | None, typer.Option("--safety", metavar="QUANTITY", help="Safety stock.")] = None,
    reorder_point: Annotated[
        str | None, typer.Option("--reorder-point", metavar="QUANTITY", help="Below it, more is to be ordered.")
    ] = None,
) -> None:
    """Set safety stock and reorder point of a product in one warehouse."""
    from orderdesk.desk import sourcing

    values = given(
        safety=None if safety is None else parse_quantity(safety, what="--safety"),
        reorder_point=None if reorder_point is None else parse_quantity(reorder_point, what="--reorder-point"),
    )
    session.do(sourcing.level, sku, warehouse=warehouse, **values)
    session.done("product", sku.upper(), f"{sku.upper()} in {warehouse.upper()} is set.")


@command(stocks, "distance", "stock distance NORTH Denmark 50", "stock distance NORTH Denmark 20 --region Fyn")
def distance(
    session: Session,
    warehouse: Annotated[str, typer.Argument(metavar="WAREHOUSE", help="The warehouse's code.")],
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="As it stands in addresses.")],
    far: Annotated[int | None, typer.Argument(metavar="FAR", help="How far; left out, it is forgotten.")] = None,
    region: Annotated[str, typer.Option("--region", metavar="TEXT", help="Only this region of it.")] = "",
) -> None:
    """Say how far a warehouse is from where goods go, in whatever you count by."""
    from orderdesk.desk import sourcing

    session.do(sourcing.distance, warehouse, country, far, region=region)
    session.done("warehouse", warehouse.upper(), f"{warehouse.upper()} to {region or country}: {far or 'forgotten'}.")


@command(products, "supply", "product supply CHAI --min 24 --pack 12", "product supply CHAI --order-driven")
def supply(
    session: Session,
    sku: options.Sku,
    order_driven: Annotated[
        bool | None, typer.Option("--order-driven/--for-stock", help="Bought for the line that sells it, or for stock.")
    ] = None,
    minimum: Annotated[str | None, typer.Option("--min", metavar="QUANTITY", help="Bought at least.")] = None,
    pack: Annotated[str | None, typer.Option("--pack", metavar="QUANTITY", help="Bought by so many.")] = None,
    abc: Annotated[
        str | None, typer.Option("--abc", metavar="CLASS", help="A, B or C for counting; '' is by what it sells.")
    ] = None,
    drop_ship: Annotated[
        bool | None, typer.Option("--drop-ship/--own-stock", help="Its supplier delivers it, or it leaves from here.")
    ] = None,
) -> None:
    """Say how a product is bought and counted."""
    from orderdesk.desk import product_supply

    values = given(
        order_driven=order_driven,
        order_min=None if minimum is None else parse_quantity(minimum, what="--min"),
        order_pack=None if pack is None else parse_quantity(pack, what="--pack"),
        abc=abc,
        drop_ship=drop_ship,
    )
    session.do(product_supply.supply, sku, **values)
    session.done("product", sku.upper(), f"Product {sku.upper()} is changed.")


@command(counts, "plan", "count plan", "count plan --open 3")
def plan(
    session: Session,
    warehouse: options.Warehouse = None,
    open: Annotated[
        int | None, typer.Option("--open", metavar="N", help="Open sheets for the next N bins.", min=1)
    ] = None,
) -> None:
    """List what is to be counted today; with --open, open sheets for it."""
    from orderdesk.desk import counting
    from orderdesk.queries.count_plan import count_plan

    if open is None:
        session.show(session.ask(count_plan, warehouse), empty="nothing is to be counted today")
    else:
        numbers = session.do(counting.plan, bins=open, **given(warehouse=warehouse))
        session.done("sheets", len(numbers), f"Count sheets {', '.join(str(one) for one in numbers)}.")
