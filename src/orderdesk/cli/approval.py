"""`orderdesk approval`: what holds orders, who may release it, who stands in for whom; tried on past orders first."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue
from orderdesk.values import parse_date, parse_percent

app = typer_app(
    "What holds orders, and who may release it.",
    (
        "approval rules",
        "approval simulate AVG average_discount 10",
        'approval rule AVG average_discount 10 "average discount"',
        "approval step approver 2 --rule AVG --in-turn",
        "approval deputy lou kim 2026-12-20 2027-01-04",
        "approval precision",
    ),
)
_Code = Annotated[str, typer.Argument(metavar="CODE", help="What the rule is called in short.")]
_Measure = Annotated[
    str,
    typer.Argument(
        metavar="MEASURE",
        help="order_value, average_discount, line_discount, margin, line_value, line_quantity, habit, new_ship_to,"
        " first_order or attribute.",
    ),
]
_Figure = Annotated[
    str,
    typer.Argument(metavar="FIGURE", help="Held above it (a margin: below): an amount, a percentage, a number, times."),
]
_Kind = Annotated[
    str | None, typer.Option("--hold", metavar="KIND", help="value, discount, margin, price, unusual or special.")
]
_Over = Annotated[str | None, typer.Option("--over", metavar="AMOUNT", help="Only orders that come to more than that.")]
_Customer = Annotated[str | None, typer.Option("--customer", metavar="CODE", help="Only of this customer.")]
_Segment = Annotated[str | None, typer.Option("--segment", metavar="CODE", help="Only of this segment.")]
_Category = Annotated[str | None, typer.Option("--category", metavar="CODE", help="Only these goods.")]
_Sku = Annotated[str | None, typer.Option("--sku", metavar="SKU", help="Only this product.")]
_Role = Annotated[str | None, typer.Option("--entered-by", metavar="ROLE", help="Only orders entered by this role.")]
_Attribute = Annotated[
    str | None, typer.Option("--attribute", metavar="CODE", help="The attribute of the measure attribute.")
]
_Value = Annotated[str | None, typer.Option("--value", metavar="TEXT", help="Its value; else any.")]
_From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first order date.")]
_To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last order date.")]
_Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="The first day; else thirty days ago.")]
_Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day; else today.")]


@command(app, "rules", "approval rules", "approval rules --filter own")
def rules(session: Session, filter: options.Filter = "") -> None:
    """List everything that can hold an order: built in, the company's rules, attributes; and who releases it."""
    from orderdesk.queries.rule_list import RULES

    def found(reading: Any) -> Any:
        return RULES.page(reading, RULES.read(reading, filter), None, 10_000)

    session.show(session.ask(found))


@command(app, "rule", 'approval rule AVG average_discount 10 "average discount"', "approval rule ODD habit 3")
def rule(
    session: Session,
    code: _Code,
    measure: _Measure,
    figure: _Figure = "0",
    name: options.Name = "",
    hold: _Kind = None,
    over: _Over = None,
    customer: _Customer = None,
    segment: _Segment = None,
    category: _Category = None,
    sku: _Sku = None,
    entered_by: _Role = None,
    attribute: _Attribute = None,
    value: _Value = None,
    valid_from: _From = None,
    valid_to: _To = None,
) -> None:
    """Enter a rule that holds orders. Try it first with: approval simulate."""
    from orderdesk.desk import approval_rules

    more = _said(
        session, name=name or None, kind=hold, over=over, customer=customer, segment=segment, category=category,
        sku=sku, role=entered_by, attribute=attribute, value=value, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    key = session.do(approval_rules.rule, code, measure, figure, **more)
    session.done("rule", key, f"Rule {key} holds orders from now on.")


@command(app, "change", "approval change AVG --figure 12", "approval change AVG --off", "approval change AVG --on")
def change(
    session: Session,
    code: _Code,
    figure: Annotated[str | None, typer.Option("--figure", metavar="FIGURE", help="A new figure.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="A new name.")] = None,
    over: _Over = None,
    valid_from: _From = None,
    valid_to: _To = None,
    active: Annotated[bool | None, typer.Option("--on/--off", help="Whether it holds anything.")] = None,
    version: options.Version = None,
) -> None:
    """Change a rule's figure, days or name, or switch it off and on."""
    from orderdesk.desk import approval_rules

    more = _said(session, name=name, over=over, valid_from=valid_from, valid_to=valid_to)
    key = session.do(
        approval_rules.rule_change, code, **given(threshold=figure, active=active, version=version), **more
    )
    session.done("rule", key, f"Rule {key} is changed.")


@command(
    app,
    "simulate",
    "approval simulate AVG average_discount 10",
    "approval simulate AVG --figure 12",
    "approval simulate VALUE --figure 5000 --since 2026-10-01 --until 2026-10-31",
)
def simulate(
    session: Session,
    code: _Code,
    measure: Annotated[str | None, typer.Argument(metavar="MEASURE", help="Of a new rule.")] = None,
    new_figure: Annotated[str, typer.Argument(metavar="FIGURE", help="Of a new rule.")] = "0",
    figure: Annotated[
        str | None, typer.Option("--figure", metavar="FIGURE", help="Another figure for a rule that there is.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="As if a rule that there is did not hold.")] = False,
    hold: _Kind = None,
    over: _Over = None,
    customer: _Customer = None,
    segment: _Segment = None,
    category: _Category = None,
    sku: _Sku = None,
    entered_by: _Role = None,
    attribute: _Attribute = None,
    value: _Value = None,
    since: _Since = None,
    until: _Until = None,
) -> None:
    """Try a rule on past orders: what it would have held, what not, and what of that went through all the same.

    With a MEASURE it is a new rule; without, one that there is (or VALUE, the built-in one). Nothing is changed.
    """
    from orderdesk.desk import simulating

    days = given(
        first=None if since is None else parse_date(since, what="--since"),
        last=None if until is None else parse_date(until, what="--until"),
    )
    if measure is None:
        found = session.ask(simulating.simulate_change, code, figure, off=off, **days)
    else:
        if figure is not None or off:
            raise BadValue("--figure and --off are for a rule that there is; a new one has it after the measure")
        more = _said(
            session, kind=hold, over=over, customer=customer, segment=segment, category=category, sku=sku,
            role=entered_by, attribute=attribute, value=value,
        )  # fmt: skip
        found = session.ask(simulating.simulate_new, code, measure, new_figure, **days, **more)
    session.talk(found.sentence(session.settings.money))
    session.show(found)


@command(app, "precision", "approval precision", "approval precision --since 2026-10-01 --until 2026-10-31")
def precision(session: Session, since: _Since = None, until: _Until = None) -> None:
    """Say how well the rules aim: holds raised, released and rejected by kind, and the median time to the decision."""
    from orderdesk.queries.hold_precision import hold_precision

    first = None if since is None else parse_date(since, what="--since")
    last = None if until is None else parse_date(until, what="--until")
    session.show(session.ask(hold_precision, first, last), empty="nothing was held in that time")


@command(app, "steps", "approval steps")
def steps(session: Session) -> None:
    """List who may release which hold up to what amount."""
    from orderdesk.queries.rule_list import step_list

    session.show(session.ask(step_list))


@command(
    app, "step", "approval step approver 1 --hold value --up-to 20000", "approval step approver 2 --rule AVG --in-turn"
)
def step(
    session: Session,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="approver or warehouse.")],
    level: Annotated[int, typer.Argument(metavar="LEVEL", help="1 or 2; the second of a warehouse is its lead.")],
    hold: Annotated[str, typer.Option("--hold", metavar="KIND", help="Of which hold; else any without one.")] = "",
    rule: Annotated[str, typer.Option("--rule", metavar="CODE", help="Of one rule or attribute alone.")] = "",
    up_to: Annotated[
        str | None, typer.Option("--up-to", metavar="AMOUNT", help="How much may be at stake; else any amount.")
    ] = None,
    in_turn: Annotated[bool, typer.Option("--in-turn", help="Each level up to this one, each another person.")] = False,
) -> None:
    """Say who may release a hold up to an amount; a step for the same holds and amount is replaced. Prints its id."""
    from orderdesk.desk import approval_rules

    bound = None if up_to is None else session.money(up_to, "--up-to")
    key = session.do(approval_rules.step, role, level, kind=hold, rule=rule, up_to=bound, in_turn=in_turn)
    session.done("step", key, f"Approval step {key}.")


@command(app, "step-remove", "approval step-remove 4")
def step_remove(
    session: Session, step: Annotated[int, typer.Argument(metavar="STEP", help="Its id, as approval steps lists it.")]
) -> None:
    """Take a step away; refused where nobody could release a hold then."""
    from orderdesk.desk import approval_rules

    session.do(approval_rules.step_remove, step)
    session.done("step", step, f"Approval step {step} is gone.")


@command(app, "ceiling", "approval ceiling clerk 5", "approval ceiling clerk 10 --category FOOD")
def ceiling(
    session: Session,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="Of whoever enters the order.")],
    percent: Annotated[str, typer.Argument(metavar="PERCENT", help="The discount; none takes the row away.")],
    category: Annotated[str | None, typer.Option("--category", metavar="CODE", help="In this category only.")] = None,
) -> None:
    """Say which discount a role may give without approval; it goes before the category's own ceiling."""
    from orderdesk.desk import approval_rules

    bound = None if percent.strip().casefold() == "none" else parse_percent(percent, what="ceiling")
    session.do(approval_rules.ceiling, role, bound, category)
    session.done("role", role, f"The ceiling of {role}{f' in {category}' if category else ''} is {percent}.")


@command(app, "deputies", "approval deputies")
def deputies(session: Session) -> None:
    """List who stands in for whom, today or later."""
    from orderdesk.queries.rule_list import deputy_list

    session.show(session.ask(deputy_list), empty="nobody stands in for anybody")


@command(app, "deputy", "approval deputy lou kim 2026-12-20 2027-01-04")
def deputy(
    session: Session,
    away: Annotated[str, typer.Argument(metavar="LOGIN", help="Who is away.")],
    deputy: Annotated[str, typer.Argument(metavar="DEPUTY", help="Who may release meanwhile what the other may.")],
    first: Annotated[str, typer.Argument(metavar="FIRST", help="The first day.")],
    last: Annotated[str, typer.Argument(metavar="LAST", help="The last day.")],
) -> None:
    """Let somebody stand in for another; prints its id."""
    from orderdesk.desk import approval_rules

    key = session.do(approval_rules.deputy, away, deputy, parse_date(first), parse_date(last))
    session.done("deputy", key, f"{deputy} stands in for {away} from {first} to {last}.")


@command(app, "deputy-end", "approval deputy-end 3")
def deputy_end(
    session: Session,
    deputy: Annotated[int, typer.Argument(metavar="ID", help="Its id, as approval deputies lists it.")],
) -> None:
    """End it today, or take it back before it begins."""
    from orderdesk.desk import approval_rules

    session.do(approval_rules.deputy_end, deputy)
    session.done("deputy", deputy, f"Deputy {deputy} is ended.")


def _said(
    session: Session,
    *,
    over: str | None,
    valid_from: str | None = None,
    valid_to: str | None = None,
    **texts: str | None,
) -> dict[str, Any]:
    """What was said of a rule, read."""
    return given(
        over=None if over is None else session.money(over, "--over"),
        valid_from=None if valid_from is None else parse_date(valid_from, what="--from"),
        valid_to=None if valid_to is None else parse_date(valid_to, what="--to"),
        **texts,
    )
