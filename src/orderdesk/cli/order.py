"""`orderdesk order`: entering, submitting, following and changing orders."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.entries import figures, read_lines, submitted
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.values import parse_date, parse_quantity

if TYPE_CHECKING:
    from orderdesk.store.transaction import Transaction

app = typer_app(
    "Enter, submit, follow and change orders.",
    (
        'order new ALFKI --line "10 x CHAI" --line "2 case TOFU @21.50" --submit',
        "order list --state confirmed",
        "order show 1042",
    ),
)
_Lines = Annotated[
    list[str] | None,
    typer.Option(
        "--line", metavar="ENTRY", help='A line as it is typed at the desk: [qty x] code [@price] [-n%] ["note"].'
    ),
]
_Submit = Annotated[bool, typer.Option("--submit", help="Submit it at once; a refusal leaves the draft.")]
_Type = Annotated[str, typer.Option("--type", metavar="TYPE", help="standard, make-to-order, service or counter.")]
_DeliveryRule = Annotated[
    str | None, typer.Option("--delivery", metavar="RULE", help="partial, complete-lines or complete-order.")
]


@command(app, "new", 'order new ALFKI --po 4711 --wanted 2026-11-27 --line "10 x CHAI" --submit')
def new(
    session: Session,
    customer: options.Customer,
    line: _Lines = None,
    submit: _Submit = False,
    wanted: options.Wanted = None,
    po: options.PoNumber = None,
    ship_to: options.ShipTo = None,
    warehouse: options.Warehouse = None,
    type: _Type = "standard",
    note: options.Note = None,
    carrier: options.Carrier = None,
    freight: Annotated[
        str | None, typer.Option("--freight", metavar="AMOUNT", help="Expected freight; not billed.")
    ] = None,
    token: options.Token = None,
) -> None:
    """Begin an order; prints its number. It stays a draft until it is submitted."""
    from orderdesk.desk import orders

    lines = read_lines(session, line or (), customer)
    values = given(
        wanted=_day(wanted, "--wanted"), po_number=po, ship_to=ship_to, warehouse=warehouse, note=note, carrier=carrier,
        freight=None if freight is None else session.money(freight, "--freight"), token=token,
    )  # fmt: skip

    def with_lines(tx: Transaction) -> int:
        number = orders.new(tx, customer, type=type, **values)
        for entry in lines if tx.events else ():  # no event: the token's first answer, which has its lines
            orders.line(
                tx, number, entry.code, entry.quantity, discount=entry.discount, note=entry.note,
                **given(unit=entry.unit or None, price=entry.price),
            )  # fmt: skip
        return number

    number = session.do(with_lines)
    if not submit:
        session.done("order", number, f"Order {number} is a draft. Submit it with: orderdesk order submit {number}")
        return
    session.talk(f"Order {number} is entered.")
    submitted(session, session.do(orders.submit, number, token=token and f"{token}/submit"))


@command(
    app,
    "line",
    "order line 1042 CHAI 10",
    "order line 1042 TOFU 5 --wanted 2026-12-05 --ship-to 7",
    "order line 1042 TOFU 2 --unit case --price 21.50 --discount 2",
)
def line(
    session: Session,
    order: options.Order,
    sku: options.Sku,
    quantity: options.Quantity,
    unit: options.Unit = None,
    price: options.Price = None,
    discount: options.Discount = None,
    note: options.Note = None,
    split: Annotated[
        bool, typer.Option("--split", help="Above what is left of a blanket order: the rest at the ordinary price.")
    ] = False,
    wanted: options.Wanted = None,
    ship_to: options.ShipTo = None,
    drop_ship: options.DropShip = None,
) -> None:
    """Add a line to a draft; prints its position. A day or an address is the line's own."""
    from orderdesk.desk import orders

    values = given(
        unit=unit, note=note, split=split or None, wanted=_day(wanted, "--wanted"), ship_to=ship_to,
        drop_ship=drop_ship,
    )  # fmt: skip
    position = session.do(orders.line, order, sku, parse_quantity(quantity), **values, **figures(price, discount))
    session.done("line", position, f"Line {position} of order {order}.")


@command(
    app, "line-change", "order line-change 1042 1 --quantity 12", "order line-change 1042 2 --wanted 2026-12-05"
)
def line_change(
    session: Session,
    order: options.Order,
    position: options.Position,
    quantity: options.NewQuantity = None,
    price: options.Price = None,
    discount: options.Discount = None,
    note: options.Note = None,
    wanted: options.Wanted = None,
    ship_to: options.ShipTo = None,
    drop_ship: options.DropShip = None,
) -> None:
    """Change a line of a draft; the order's own day or address takes the line's away."""
    from orderdesk.desk import orders

    values = given(
        quantity=None if quantity is None else parse_quantity(quantity), note=note, wanted=_day(wanted, "--wanted"),
        ship_to=ship_to, drop_ship=drop_ship,
    )  # fmt: skip
    session.do(orders.line_change, order, position, **values, **figures(price, discount))
    session.done("line", position, f"Line {position} of order {order} changed.")


@command(app, "line-remove", "order line-remove 1042 2")
def line_remove(session: Session, order: options.Order, position: options.Position) -> None:
    """Take a line out of a draft."""
    from orderdesk.desk import orders

    session.do(orders.line_remove, order, position)
    session.done("order", order, f"Line {position} of order {order} removed.")


@command(app, "change", 'order change 1042 --wanted 2026-12-01 --note "call before delivery"')
def change(
    session: Session,
    order: options.Order,
    wanted: options.Wanted = None,
    po: options.PoNumber = None,
    ship_to: options.ShipTo = None,
    note: options.Note = None,
    delivery: _DeliveryRule = None,
    carrier: options.Carrier = None,
    type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="standard, make-to-order or service.")
    ] = None,
) -> None:
    """Change the header of an order; lines with a day or an address of their own keep it."""
    from orderdesk.desk import orders

    values = given(
        wanted=_day(wanted, "--wanted"), po_number=po, ship_to=ship_to, note=note, delivery_rule=delivery,
        carrier=carrier, type=type,
    )  # fmt: skip
    session.do(orders.change, order, **values)
    session.done("order", order, f"Order {order} changed.")


@command(app, "sell", "order sell 1042 50", "order sell 1042 38.50 --method card", "order sell 1042 20 --on-account")
def sell(
    session: Session,
    order: options.Order,
    given_amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="What the customer gives, like 50.00.")],
    method: Annotated[
        str, typer.Option("--method", metavar="WORD", help="cash, card, cheque, transfer or debit.")
    ] = "cash",
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help="What the cheque says.")] = "",
    on_account: Annotated[bool, typer.Option("--on-account", help="Leave the rest open.")] = False,
    token: options.Token = None,
) -> None:
    """Sell a draft over the counter: shipped, billed and paid at once; prints the change."""
    from orderdesk.desk import counter_sale

    values = given(token=token)
    sale = session.do(
        counter_sale.sell, order, session.money(given_amount), method=method, reference=reference,
        on_account=on_account, **values,
    )  # fmt: skip
    session.show(sale)


@command(app, "submit", "order submit 1042", "--json order submit 1042 --token web-7781")
def submit(session: Session, order: options.Order, token: options.Token = None) -> None:
    """Submit a draft: it is checked as a whole, takes its place in the queue, and is confirmed or held."""
    from orderdesk.desk import orders

    submitted(session, session.do(orders.submit, order, token=token))


@command(app, "check", "order check 1042")
def check(session: Session, order: options.Order) -> None:
    """Say what submitting would find: prices, promises, credit, what would hold it. Changes nothing."""
    from orderdesk.cli.cards import DRAFT_COLUMNS, draft_tree
    from orderdesk.queries import live

    session.show(draft_tree(session.ask(live.draft, order), session.settings.decimals), within=DRAFT_COLUMNS)


@command(app, "discard", "order discard 1042")
def discard(session: Session, order: options.Order) -> None:
    """Throw a draft away."""
    from orderdesk.desk import orders

    session.do(orders.discard, order)
    session.done("order", order, f"Draft {order} is gone.")


@command(app, "copy", "order copy 1042")
def copy(session: Session, order: options.Order) -> None:
    """Begin a new draft with the lines of an order; prints its number."""
    from orderdesk.desk import orders

    number = session.do(orders.copy, order)
    session.done("order", number, f"Order {number} is a draft like {order}.")


@command(app, "show", "order show 1042", "order show 1042 --json")
def show(session: Session, order: options.Order) -> None:
    """Show an order: how far each line is, what holds it, what left, what was billed."""
    from orderdesk.cli.cards import ORDER_COLUMNS, order_tree
    from orderdesk.queries.order_card import order_card

    session.show(order_tree(session.ask(order_card, order), session.settings.decimals), within=ORDER_COLUMNS)


@command(app, "list", "order list --state submitted", "order list --customer ALFKI --limit 10")
def list_(
    session: Session,
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="STATE", help="draft, submitted, confirmed, closed or cancelled."),
    ] = None,
    customer: Annotated[str | None, typer.Option("--customer", metavar="CODE", help="Only of this customer.")] = None,
    filter: options.Filter = "",
    view: options.View = None,
    after: Annotated[int | None, typer.Option("--after", metavar="ORDER", help="The page after this order.")] = None,
    limit: options.Limit = 50,
) -> None:
    """List orders, the newest first, a page at a time."""
    from orderdesk.cli.view import with_view
    from orderdesk.queries.order_card import order_list

    asked = with_view(session, "orders", filter, view)
    found = session.ask(order_list, state=state, customer=customer, filter=asked, after=after, limit=limit)
    session.show(found, empty="no orders")


def _day(text: str | None, what: str) -> date | None:
    return None if text is None else parse_date(text, what=what)
