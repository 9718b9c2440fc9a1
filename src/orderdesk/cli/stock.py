"""`orderdesk stock`: what is there, what came in, what was counted."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date, parse_quantity

app = typer_app(
    "What is there, what came in, what was counted.",
    ("stock show CHAI", "stock receive CHAI 120 --expected 7", 'stock adjust CHAI -2 "broken"', "stock count CHAI 96"),
)
_Lot = Annotated[str | None, typer.Option("--lot", metavar="LOT", help="The lot or serial number, where it has them.")]
_Expires = Annotated[str | None, typer.Option("--expires", metavar="DATE", help="The last day that the lot is good.")]
_Why = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; it is kept in the log.")]


@command(app, "show", "stock show CHAI")
def show(session: Session, sku: options.Sku) -> None:
    """Show a product's stock in every warehouse, and what is coming."""
    from orderdesk.queries.product_card import stock_of

    session.show(session.ask(stock_of, sku))


@command(app, "receive", "stock receive CHAI 120", "stock receive CHAI 120 --expected 7")
def receive(
    session: Session,
    sku: options.Sku,
    quantity: options.Quantity,
    warehouse: options.Warehouse = None,
    expected: Annotated[
        int | None, typer.Option("--expected", metavar="ID", help="The receipt that was expected.")
    ] = None,
    reason: _Why = None,
    lot: _Lot = None,
    expires: _Expires = None,
    token: options.Token = None,
) -> None:
    """Record goods that came in; those who wait for them get them in the same moment."""
    from orderdesk.desk import stock

    values = given(
        warehouse=warehouse, expected=expected, reason=reason, token=token, lot=lot,
        expires=None if expires is None else parse_date(expires, what="--expires"),
    )  # fmt: skip
    session.show(session.do(stock.receive, sku, parse_quantity(quantity), **values))


@command(app, "coming", "stock coming", "stock coming PO-881")
def coming(
    session: Session,
    delivery: Annotated[
        str | None, typer.Argument(metavar="DELIVERY", help="A purchase order's number, or E and an expected id.")
    ] = None,
    warehouse: options.Warehouse = None,
) -> None:
    """List what is still to come by delivery, or show one delivery by product."""
    from orderdesk.queries.receiving import deliveries, delivery_card

    if delivery is None:
        session.show(session.ask(deliveries), empty="nothing is expected")
    else:
        session.show(session.ask(delivery_card, delivery, warehouse))


@command(app, "arrive", "stock arrive KONBU --delivery PO-881 --quantity 12", "stock arrive 4006381333931")
def arrive(
    session: Session,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A barcode or SKU.")],
    quantity: Annotated[
        str, typer.Option("--quantity", metavar="N", help="How many of what was scanned; -1 takes one back.")
    ] = "1",
    delivery: Annotated[
        str | None, typer.Option("--delivery", metavar="TEXT", help="What it comes with: a purchase order's number.")
    ] = None,
    warehouse: options.Warehouse = None,
    over: Annotated[bool, typer.Option("--over", help="Although it is more than was expected.")] = False,
    lot: _Lot = None,
    expires: _Expires = None,
) -> None:
    """Take in one scan of a delivery; what does not belong to it, or is too much, is refused."""
    from orderdesk.desk import receiving

    values = given(
        delivery=delivery, warehouse=warehouse, lot=lot,
        expires=None if expires is None else parse_date(expires, what="--expires"),
    )  # fmt: skip
    session.show(session.do(receiving.arrive, code, parse_quantity(quantity, negative=True), over=over, **values))


@command(app, "adjust", 'stock adjust CHAI -2 "broken"', negative=True)
def adjust(
    session: Session,
    sku: options.Sku,
    quantity: Annotated[str, typer.Argument(metavar="QUANTITY", help="How many more; -2 is two less.")],
    reason: options.Reason,
    warehouse: options.Warehouse = None,
    lot: _Lot = None,
) -> None:
    """Correct what is there, with a reason."""
    from orderdesk.desk import stock

    session.show(
        session.do(
            stock.adjust, sku, parse_quantity(quantity, negative=True), reason, **given(warehouse=warehouse, lot=lot)
        )
    )


@command(app, "count", "stock count CHAI 96")
def count(
    session: Session,
    sku: options.Sku,
    counted: Annotated[str, typer.Argument(metavar="COUNTED", help="How many were there.")],
    warehouse: options.Warehouse = None,
    reason: _Why = None,
    lot: _Lot = None,
) -> None:
    """Record what was counted; the difference becomes a move."""
    from orderdesk.desk import stock

    session.show(
        session.do(
            stock.count,
            sku,
            parse_quantity(counted, what="counted"),
            **given(warehouse=warehouse, reason=reason, lot=lot),
        )
    )


@command(app, "transfer", "stock transfer CHAI 20 MAIN NORTH")
def transfer(
    session: Session,
    sku: options.Sku,
    quantity: options.Quantity,
    from_warehouse: Annotated[str, typer.Argument(metavar="FROM", help="The warehouse it leaves.")],
    to_warehouse: Annotated[str, typer.Argument(metavar="TO", help="The warehouse it goes to.")],
    lot: _Lot = None,
) -> None:
    """Move goods from one warehouse to another."""
    from orderdesk.desk import stock

    session.show(
        session.do(stock.transfer, sku, parse_quantity(quantity), from_warehouse, to_warehouse, **given(lot=lot))
    )


@command(app, "expect", "stock expect KONBU 200 2026-11-28 --source PO-881")
def expect(
    session: Session,
    sku: options.Sku,
    quantity: options.Quantity,
    due: Annotated[str, typer.Argument(metavar="DATE", help="When they come.")],
    warehouse: options.Warehouse = None,
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT", help="The purchase order's number.")] = None,
) -> None:
    """Record goods that are coming, so that they can be promised; prints the id to receive them by."""
    from orderdesk.desk import stock

    values = given(warehouse=warehouse, source=source)
    key = session.do(stock.expect, sku, parse_quantity(quantity), parse_date(due, what="due date"), **values)
    session.done(
        "expected", key, f"Receive them with: orderdesk stock receive {sku.upper()} {quantity} --expected {key}"
    )


@command(app, "warehouse", "stock warehouse NORTH Flensburg")
def warehouse(session: Session, code: options.Code, name: options.Name = "") -> None:
    """Add a warehouse."""
    from orderdesk.desk import stock

    session.do(stock.warehouse, code, name)
    session.done("warehouse", code.upper(), f"Warehouse {code.upper()}.")


@command(app, "bin", "stock bin MAIN A-01-1 --sku CHAI")
def bin(
    session: Session,
    warehouse: Annotated[str, typer.Argument(metavar="WAREHOUSE", help="The warehouse's code.")],
    code: options.Code,
    sku: Annotated[str | None, typer.Option("--sku", metavar="SKU", help="What lies there.")] = None,
) -> None:
    """Add a shelf, or say what lies on it."""
    from orderdesk.desk import stock

    session.do(stock.bin, warehouse, code, **given(sku=sku))
    session.done("bin", code.upper(), f"Bin {code.upper()} in {warehouse.upper()}.")
