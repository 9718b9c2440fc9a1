"""`orderdesk template`: baskets with a name, standing orders, and orders made from them."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.entries import read_lines
from orderdesk.cli.options import given
from orderdesk.cli.order import app as order_app
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue
from orderdesk.rules.wording import counted
from orderdesk.values import parse_date

app = typer_app(
    "Templates and standing orders.",
    (
        'template save "alfki weekly" --order 1042',
        'template save starter --line "10 x CHAI" --line "2 case TOFU"',
        'template stand "alfki weekly" 7 --next 2026-11-30',
        "template due --run",
    ),
)
_Template = Annotated[str, typer.Argument(metavar="TEMPLATE", help="The template's name.")]
_CustomerOf = Annotated[str | None, typer.Option("--customer", metavar="CODE", help="For this customer only.")]
_Everybody = Annotated[bool, typer.Option("--everybody", help="For whoever orders it.")]
_FromOrder = Annotated[int | None, typer.Option("--order", metavar="ORDER", help="With the lines of this order.")]
_Lines = Annotated[
    list[str] | None,
    typer.Option("--line", metavar="ENTRY", help='A line as it is typed at the desk: [qty x] code ["note"].'),
]
_LINE_COLUMNS = {"lines": ("position", "entry", "name", "active")}
_STOOD = ("template", "customer", "order", "gone", "trouble")


@command(app, "list", "template list", "template list --customer ALFKI", "template list weekly")
def list_(session: Session, text: options.MaybeText = None, customer: _CustomerOf = None) -> None:
    """List templates: those of one customer, or with these words."""
    from orderdesk.queries.templates import templates

    session.show(session.ask(templates, customer, " ".join(text or ())), empty="no templates")


@command(app, "show", 'template show "alfki weekly"')
def show(session: Session, template: _Template) -> None:
    """Show a template and what is in it."""
    from orderdesk.cli.cards import with_entries
    from orderdesk.queries.templates import template_card

    card = session.ask(template_card, template)
    session.show(with_entries(card, session.settings.decimals, lines=card.lines), within=_LINE_COLUMNS)


@command(
    app,
    "save",
    'template save "alfki weekly" --order 1042',
    'template save starter --line "10 x CHAI" --line "2 case TOFU" --replace',
)
def save(
    session: Session,
    template: _Template,
    order: _FromOrder = None,
    line: _Lines = None,
    customer: _CustomerOf = None,
    everybody: _Everybody = False,
    note: options.Note = None,
    replace: Annotated[bool, typer.Option("--replace", help="In the place of what has the name.")] = False,
) -> None:
    """Keep the lines of an order, or lines of its own, under a name; prices are never kept."""
    from orderdesk.desk import templates

    lines = read_lines(session, line or (), customer)
    if any(one.price is not None or one.discount for one in lines):
        raise BadValue("a template keeps no prices and discounts; leave @ and % out")
    goods = [templates.TemplateGoods(one.code, one.quantity, one.unit, one.note) for one in lines]
    kept = session.do(
        templates.save, template, order=order, lines=goods, customer=_whose(customer, everybody), note=note,
        replace=replace,
    )  # fmt: skip
    session.done("template", kept, f"Template {kept} is saved.")


@command(app, "change", 'template change starter --name "starter set"', "template change starter --unused")
def change(
    session: Session,
    template: _Template,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="A new name.")] = None,
    note: options.Note = None,
    customer: _CustomerOf = None,
    everybody: _Everybody = False,
    used: Annotated[bool | None, typer.Option("--used/--unused", help="Whether orders are made from it.")] = None,
) -> None:
    """Change a template's name, note, or whom it is for; its lines are changed by saving it anew."""
    from orderdesk.desk import templates

    values = given(name=name, note=note, customer=_whose(customer, everybody), active=used)
    kept = session.do(templates.change, template, **values)
    session.done("template", kept, f"Template {kept} is changed.")


@command(app, "stand", 'template stand "alfki weekly" 7 --next 2026-11-30', 'template stand "alfki weekly" 0')
def stand(
    session: Session,
    template: _Template,
    days: Annotated[int, typer.Argument(metavar="DAYS", help="From one order to the next; 0 stops it.")],
    next_on: Annotated[str | None, typer.Option("--next", metavar="DATE", help="The first day; else today.")] = None,
) -> None:
    """Make a template a standing order, or stop it; prints the day of its next order."""
    from orderdesk.desk import templates

    values = given(next_on=None if next_on is None else parse_date(next_on, what="--next"))
    day = session.do(templates.stand, template, days, **values)
    if day is None:
        session.done("next_on", None, f"Template {template} is no standing order any more.")
    else:
        session.done("next_on", day, f"Its orders are made every {counted(days, 'day')}; see: orderdesk template due")


@command(app, "due", "template due", "template due --run")
def due(
    session: Session, run: Annotated[bool, typer.Option("--run", help="Make their orders now, as drafts.")] = False
) -> None:
    """List the standing orders whose day has come; make their drafts. Nothing is submitted."""
    from orderdesk.desk import standing
    from orderdesk.queries import templates

    if not run:
        session.show(session.ask(templates.due), empty="nothing is due")
        return
    made = session.do(standing.run)
    session.show(made, *_STOOD, empty="nothing is due")
    if any(one.order is None for one in made):
        raise typer.Exit(1)


@command(app, "discard", "template discard starter")
def discard(session: Session, template: _Template) -> None:
    """Throw a template away; orders made from it stay."""
    from orderdesk.desk import templates

    kept = session.do(templates.discard, template)
    session.done("template", kept, f"Template {kept} is gone.")


@command(order_app, "from-template", 'order from-template "alfki weekly"', "order from-template starter --order 1042")
def from_template(
    session: Session,
    template: _Template,
    order: Annotated[int | None, typer.Option("--order", metavar="ORDER", help="Add to this draft.")] = None,
    customer: _CustomerOf = None,
    token: options.Token = None,
) -> None:
    """Begin a draft with a template's lines, or add them to one, at today's prices; prints its number."""
    from orderdesk.desk import standing

    made = session.do(standing.from_template, template, order=order, customer=customer, token=token)
    if session.said.json:
        session.show(made)
        return
    session.done("order", made.order, f"Order {made.order} is a draft with {counted(len(made.lines), 'line')} more.")
    if made.gone:
        session.talk(f"No longer sold, and left out: {', '.join(made.gone)}")


def _whose(customer: str | None, everybody: bool) -> str | None:
    """Whom it is for, as the verbs take it: empty is everybody, None is not said. Raises BadValue."""
    if customer is not None and everybody:
        raise BadValue("--customer and --everybody say two things; take one")
    return "" if everybody else customer
