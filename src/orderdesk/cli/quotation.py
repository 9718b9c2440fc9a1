"""`orderdesk quotation`: offers with a last day, their revisions, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta
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
    "Quotations: offer, send, change, accept, lose.",
    (
        'quotation new ALFKI --line "10 x CHAI @17" --until 2026-12-15',
        "quotation send 1042",
        "quotation accept 1042",
        "quotation lose 1042 DEAR",
    ),
)
_Quotation = Annotated[int, typer.Argument(metavar="QUOTATION", help="The quotation's number.")]
_Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Its last day; else as setting quotation_days says.")
]
_Lines = Annotated[
    list[str] | None,
    typer.Option("--line", metavar="ENTRY", help='A line as it is typed at the desk: [qty x] code [@price] [-n%].'),
]
_Chosen = Annotated[
    list[str] | None,
    typer.Option("--line", metavar="LINE[=QTY]", help="Only this line, or so much of it, like 2 or 1=40."),
]
_Reprice = Annotated[bool, typer.Option("--reprice", help="After its last day: at the prices of today.")]
_COLUMNS = ("number", "revision", "sent", "state", "customer", "name", "valid_until", "gross", "orders")


@command(app, "new", 'quotation new ALFKI --line "10 x CHAI @17" --until 2026-12-15 --send')
def new(
    session: Session,
    customer: options.Customer,
    line: _Lines = None,
    until: _Until = None,
    send: Annotated[bool, typer.Option("--send", help="Note at once that the customer has it.")] = False,
    wanted: options.Wanted = None,
    po: options.PoNumber = None,
    ship_to: options.ShipTo = None,
    warehouse: options.Warehouse = None,
    note: options.Note = None,
    token: options.Token = None,
) -> None:
    """Begin a quotation; prints its number. Its lines are changed as an order's, with `order line` and the others."""
    from orderdesk.desk import orders, quotations

    lines = read_lines(session, line or (), customer)
    values = given(
        valid_until=None if until is None else parse_date(until, what="--until"),
        wanted=None if wanted is None else parse_date(wanted, what="--wanted"),
        po_number=po, ship_to=ship_to, warehouse=warehouse, note=note, token=token,
    )  # fmt: skip

    def with_lines(tx: Transaction) -> int:
        number = quotations.new(tx, customer, **values)
        for entry in lines if tx.events else ():  # no event: the token's first answer, which has its lines
            orders.line(
                tx, number, entry.code, entry.quantity, discount=entry.discount, note=entry.note,
                **given(unit=entry.unit or None, price=entry.price),
            )  # fmt: skip
        if send and tx.events:
            quotations.send(tx, number)
        return number

    number = session.do(with_lines)
    session.done("quotation", number, f"When the customer has it: orderdesk quotation send {number}")


@command(app, "make", "quotation make 1042 --until 2026-12-15")
def make(session: Session, order: options.Order, until: _Until = None) -> None:
    """Make a quotation of a draft; prints its last day."""
    from orderdesk.desk import quotations

    values = given(valid_until=None if until is None else parse_date(until, what="--until"))
    day = session.do(quotations.make, order, **values)
    session.done("valid_until", day, f"{order} is a quotation now, good until {day}.")


@command(app, "valid", "quotation valid 1042 2026-12-31")
def valid(
    session: Session,
    quotation: _Quotation,
    until: Annotated[str, typer.Argument(metavar="DATE", help="Its new last day.")],
) -> None:
    """Give a quotation another last day."""
    from orderdesk.desk import quotations

    session.do(quotations.valid, quotation, parse_date(until, what="DATE"))
    session.done("quotation", quotation, f"Quotation {quotation} is good until {until}.")


@command(app, "send", "quotation send 1042")
def send(session: Session, quotation: _Quotation) -> None:
    """Note that the customer has it as it stands; prints the revision. A change after that is the next one."""
    from orderdesk.desk import quotations

    sent = session.do(quotations.send, quotation)
    if session.said.json:
        session.show(sent)
        return
    session.done("revision", sent.revision, f"Revision {sent.revision}, good until {sent.valid_until}.")
    for text in sent.findings:
        session.talk(f"as an order: {text}")


@command(app, "accept", "quotation accept 1042", "quotation accept 1042 --line 1=40 --line 2 --submit")
def accept(
    session: Session,
    quotation: _Quotation,
    line: _Chosen = None,
    reprice: _Reprice = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="CODE", help="Why it was won.")] = None,
    po: options.PoNumber = None,
    wanted: options.Wanted = None,
    submit: Annotated[bool, typer.Option("--submit", help="Submit the order at once.")] = False,
    token: options.Token = None,
) -> None:
    """Make an order of it at the quoted prices; prints the order's number."""
    from orderdesk.cli.entries import submitted
    from orderdesk.desk import orders, quotations

    values = given(
        lines=[_chosen(one) for one in line] if line else None,
        reason=reason, po_number=po, token=token,
        wanted=None if wanted is None else parse_date(wanted, what="--wanted"),
    )  # fmt: skip
    made = session.do(quotations.accept, quotation, reprice=reprice, **values)
    if submit:
        session.talk(f"Order {made.order} is made of quotation {quotation}.")
        submitted(session, session.do(orders.submit, made.order, token=token and f"{token}/submit"))
    elif session.said.json:
        session.show(made)
    else:
        session.done("order", made.order, f"Order {made.order} is a draft. Quotation {quotation} is {made.state}.")


def _chosen(text: str) -> tuple[int, Quantity | None]:
    """A line's position, and how much of it where that is said. Raises BadValue."""
    position, equals, quantity = text.partition("=")
    if not position.strip().isdecimal():
        raise BadValue(f"--line {text[:40]!r} is no line; write its position, or with a quantity like 1=40")
    return int(position), parse_quantity(quantity, what="--line") if equals else None


@command(app, "lose", 'quotation lose 1042 DEAR --note "2 % cheaper elsewhere"')
def lose(
    session: Session,
    quotation: _Quotation,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="A code of `quotation reasons`.")],
    note: options.Note = "",
) -> None:
    """Note that the customer declined, and why; what was accepted before stays won."""
    from orderdesk.desk import quotations

    state = session.do(quotations.lose, quotation, reason, note or "")
    session.done("state", state, f"Quotation {quotation} is {state}.")


@command(app, "renew", "quotation renew 1042 --until 2026-12-31", "quotation renew 1042 --reprice")
def renew(session: Session, quotation: _Quotation, until: _Until = None, reprice: _Reprice = False) -> None:
    """Take an expired or lost one up again, or let one run longer; prints its last day."""
    from orderdesk.desk import quotations

    values = given(valid_until=None if until is None else parse_date(until, what="--until"))
    day = session.do(quotations.renew, quotation, reprice=reprice, **values)
    session.done("valid_until", day, f"Quotation {quotation} is good until {day}.")


@command(app, "expire", "quotation expire")
def expire(session: Session) -> None:
    """Write down which quotations and blanket orders have run out; prints their numbers. For a nightly run."""
    from orderdesk.desk import quotations

    session.done("expired", list(session.do(quotations.expire)))


@command(app, "list", "quotation list", 'quotation list --filter "state:won,lost customer:alfki"')
def list_(session: Session, filter: options.Filter = "", limit: options.Limit = 50) -> None:
    """List quotations, those that end first in front; open ones unless the filter says otherwise."""
    from orderdesk.queries.quotations import quotation_list

    session.show(session.ask(quotation_list, filter=filter, limit=limit), *_COLUMNS, empty="no quotations")


@command(app, "show", "quotation show 1042")
def show(session: Session, quotation: _Quotation) -> None:
    """Show what would be ordered, with today's availability and what the guard would say."""
    from orderdesk.cli.cards import DRAFT_COLUMNS, draft_tree
    from orderdesk.queries.live import draft

    seen = session.ask(draft, quotation)
    session.show(draft_tree(seen, session.settings.decimals), within=DRAFT_COLUMNS)


@command(app, "revisions", "quotation revisions 1042")
def revisions(session: Session, quotation: _Quotation) -> None:
    """Show what each revision said when it was sent."""
    from orderdesk.queries import quotations

    found = session.ask(quotations.revisions, quotation)
    if session.said.json:
        session.show(found)
        return
    if not found:
        session.talk(f"quotation {quotation} was not sent yet")
    for one in found:
        session.show(one, within={"lines": ("position", "sku", "quantity", "unit", "price", "discount", "net")})


@command(app, "reason", 'quotation reason DEAR "Somebody else was cheaper"', "quotation reason DEAR --unused")
def reason(
    session: Session,
    code: options.Code,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it means.")] = "",
    won: Annotated[bool, typer.Option("--won/--lost", help="For which of the two it is a reason.")] = False,
    used: Annotated[bool, typer.Option("--used/--unused", help="Whether it may be given.")] = True,
) -> None:
    """Enter a reason why quotations are won or lost here, or change it; prints its code."""
    from orderdesk.desk import outcomes

    kept = session.do(outcomes.reason, code, name, outcome="won" if won else "lost", active=used)
    session.done("reason", kept)


@command(app, "reasons", "quotation reasons")
def reasons(session: Session) -> None:
    """List the reasons why quotations are won and lost here."""
    from orderdesk.queries import quotations

    session.show(session.ask(quotations.reasons), empty="no reasons yet; enter one with: orderdesk quotation reason")


@command(app, "report", "quotation report", "quotation report --by clerk --from 2026-10-01 --to 2026-12-31")
def report(
    session: Session,
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="reason, clerk, customer or all.")] = "reason",
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Decided since; else a year ago.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Decided until; else today.")] = None,
) -> None:
    """Show what was won and what was lost, by number and by value without tax."""
    from orderdesk.queries.quotations import won_and_lost

    if by not in ("reason", "clerk", "customer", "all"):
        raise BadValue(f"--by {by[:20]!r} is not one of reason, clerk, customer, all")
    since = session.today - timedelta(days=365) if first is None else parse_date(first, what="--from")
    until = session.today if last is None else parse_date(last, what="--to")
    session.show(session.ask(won_and_lost, since, until, by), empty="nothing was decided in these days")
