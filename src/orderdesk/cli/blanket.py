"""`orderdesk blanket`: quantities and prices agreed for a time, and what is called off from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.entries import read_lines
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue
from orderdesk.values import Quantity, parse_date, parse_quantity

if TYPE_CHECKING:
    from orderdesk.store.transaction import Transaction

app = typer_app(
    "Blanket orders: agree on quantities and prices, call off.",
    (
        'blanket new ALFKI 2026-12-31 --line "500 x CHAI @16.50" --agree',
        "blanket call-off 1042 --line 1=50",
        "blanket show 1042",
    ),
)
_Blanket = Annotated[int, typer.Argument(metavar="BLANKET", help="The blanket order's number.")]
_From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Its first day; else today.")]
_Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Its last day.")]
_LINES = {"lines": ("position", "sku", "unit", "agreed", "called", "left", "least", "price", "net")}


@command(app, "new", 'blanket new ALFKI 2026-12-31 --line "500 x CHAI @16.50" --least 1=20 --agree')
def new(
    session: Session,
    customer: options.Customer,
    until: Annotated[str, typer.Argument(metavar="UNTIL", help="Its last day.")],
    line: Annotated[
        list[str] | None,
        typer.Option("--line", metavar="ENTRY", help="What is agreed, typed as a line: qty x code @price."),
    ] = None,
    least: Annotated[
        list[str] | None, typer.Option("--least", metavar="LINE=QTY", help="The smallest call-off of a line.")
    ] = None,
    first: _From = None,
    agree: Annotated[bool, typer.Option("--agree", help="Put it in force at once.")] = False,
    po: options.PoNumber = None,
    ship_to: options.ShipTo = None,
    warehouse: options.Warehouse = None,
    note: options.Note = None,
    token: options.Token = None,
) -> None:
    """Begin a blanket order; prints its number. It is a draft until it is agreed."""
    from orderdesk.desk import blankets, orders

    lines = read_lines(session, line or (), customer)
    smallest = [_line(one, "--least") for one in least or ()]
    values = given(
        valid_from=None if first is None else parse_date(first, what="--from"),
        po_number=po, ship_to=ship_to, warehouse=warehouse, note=note, token=token,
    )  # fmt: skip

    def with_lines(tx: Transaction) -> int:
        number = blankets.new(tx, customer, parse_date(until, what="UNTIL"), **values)
        if not tx.events:  # the token's first answer, which has its lines
            return number
        for entry in lines:
            orders.line(
                tx, number, entry.code, entry.quantity, discount=entry.discount, note=entry.note,
                **given(unit=entry.unit or None, price=entry.price),
            )  # fmt: skip
        for position, quantity in smallest:
            blankets.change(tx, number, position=position, least=quantity)
        if agree:
            blankets.agree(tx, number)
        return number

    number = session.do(with_lines)
    state = "in force" if agree else f"a draft; agree it with: orderdesk blanket agree {number}"
    session.done("blanket", number, f"Blanket order {number} is {state}.")


def _line(text: str, what: str) -> tuple[int, Quantity]:
    """A line's position and a quantity. Raises BadValue."""
    position, equals, quantity = text.partition("=")
    if not equals or not position.strip().isdecimal():
        raise BadValue(f"{what} {text[:40]!r} is not written like 1=40: the line, and how many")
    return int(position), parse_quantity(quantity, what=what)


@command(app, "change", "blanket change 1042 --until 2027-01-31", "blanket change 1042 --line 1 --quantity 800")
def change(
    session: Session,
    blanket: _Blanket,
    first: _From = None,
    until: _Until = None,
    line: Annotated[int | None, typer.Option("--line", metavar="LINE", help="Which line.")] = None,
    quantity: options.NewQuantity = None,
    least: Annotated[str | None, typer.Option("--least", metavar="QTY", help="The smallest call-off of it.")] = None,
) -> None:
    """Change its days, or what is agreed on a line; never below what was called off."""
    from orderdesk.desk import blankets

    values = given(
        valid_from=None if first is None else parse_date(first, what="--from"),
        valid_until=None if until is None else parse_date(until, what="--until"),
        position=line,
        quantity=None if quantity is None else parse_quantity(quantity),
        least=None if least is None else parse_quantity(least, what="--least"),
    )
    session.do(blankets.change, blanket, **values)
    session.done("blanket", blanket, f"Blanket order {blanket} is changed.")


@command(app, "agree", "blanket agree 1042", "blanket agree 1042 --until 2027-01-31")
def agree(session: Session, blanket: _Blanket, until: _Until = None) -> None:
    """Put it in force, or one that has ended again; prints its net value."""
    from orderdesk.cli.as_json import plain
    from orderdesk.desk import blankets
    from orderdesk.values import Money

    net = session.do(blankets.agree, blanket, **given(valid_until=until and parse_date(until, what="--until")))
    shown = plain(net, session.settings.decimals, Money)
    session.done("net", shown, f"Blanket order {blanket} is in force.")


@command(app, "call-off", "blanket call-off 1042 --line 1=50", "blanket call-off 1042 --line 1=80 --split --submit")
def call_off(
    session: Session,
    blanket: _Blanket,
    line: Annotated[list[str] | None, typer.Option("--line", metavar="LINE=QTY", help="What is called off.")] = None,
    order: Annotated[int | None, typer.Option("--order", metavar="ORDER", help="Add to this draft.")] = None,
    split: Annotated[bool, typer.Option("--split", help="What is not left, at the ordinary price.")] = False,
    wanted: options.Wanted = None,
    po: options.PoNumber = None,
    submit: Annotated[bool, typer.Option("--submit", help="Submit the order at once.")] = False,
    token: options.Token = None,
) -> None:
    """Order from it at its price; prints the order's number. Nothing is taken until the order is submitted."""
    from orderdesk.cli.entries import submitted
    from orderdesk.desk import blankets, orders

    goods = [_line(one, "--line") for one in line or ()]
    values = given(
        order=order, po_number=po, token=token, wanted=None if wanted is None else parse_date(wanted, what="--wanted")
    )
    made = session.do(blankets.call_off, blanket, goods, split=split, **values)
    if submit:
        session.talk(f"Order {made.order} calls off from {blanket}.")
        submitted(session, session.do(orders.submit, made.order, token=token and f"{token}/submit"))
    elif session.said.json:
        session.show(made)
    else:
        session.done("order", made.order, f"Order {made.order} is a draft; submitting it takes the goods.")


@command(app, "end", 'blanket end 1042 "the season is over"')
def end(session: Session, blanket: _Blanket, reason: options.Reason) -> None:
    """Close it before its last day; what was called off stays ordered."""
    from orderdesk.desk import blankets

    session.do(blankets.end, blanket, reason)
    session.done("blanket", blanket, f"Blanket order {blanket} is ended.")


@command(app, "list", "blanket list", 'blanket list --filter "state:expired customer:alfki"')
def list_(session: Session, filter: options.Filter = "", limit: options.Limit = 50) -> None:
    """List blanket orders, those that end first in front; those in force and drafts unless the filter says else."""
    from orderdesk.queries.blankets import blanket_list

    columns = ("number", "state", "customer", "name", "valid_from", "valid_until", "net")
    session.show(session.ask(blanket_list, filter=filter, limit=limit), *columns, empty="no blanket orders")


@command(app, "show", "blanket show 1042")
def show(session: Session, blanket: _Blanket) -> None:
    """Show what was agreed, what is left, and which orders took it."""
    from orderdesk.cli.as_json import plain
    from orderdesk.queries.blankets import blanket_card

    card = session.ask(blanket_card, blanket)
    tree = plain(card.blanket, session.settings.decimals)
    tree["calls"] = plain(card.calls, session.settings.decimals)
    session.show(tree, within={**_LINES, "calls": ("position", "order", "state", "day", "quantity", "taken")})
