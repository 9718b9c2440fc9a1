"""A hold in lines: the figures it was raised on, each with its name, and who may release it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from orderdesk.queries.hold_card import HoldCard, HoldFacts
from orderdesk.rules.wording import counted
from orderdesk.show import Show
from orderdesk.values import Money, parse_date
from orderdesk.widgets.figures import amounts
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Piece, Tone, state

# Each figure's name on the screen, and what it counts, in the order in which they are shown.
FIGURES: Mapping[str, tuple[str, str]] = {
    "limit": ("limit", "money"),
    "oldest": ("oldest open invoice", "text"),
    "oldest_due": ("due", "day"),
    "days_late": ("late", "days"),
    "grace_days": ("grace", "days"),
    "overdue": ("overdue altogether", "money"),
    "open": ("open altogether", "money"),
    "disputed": ("disputed, not counted", "money"),
    "share_limit": ("may be overdue", "percent"),
    "discount": ("discount", "percent"),
    "ceiling": ("ceiling", "percent"),
    "net_before": ("before the discount", "money"),
    "given": ("given away", "money"),
    "price": ("price", "price"),
    "cost": ("cost", "price"),
    "margin": ("margin", "percent"),
    "floor": ("floor", "percent"),
    "floor_price": ("price at the floor", "price"),
    "receipt_price": ("usual price", "price"),
    "band": ("may differ by", "percent"),
    "difference": ("difference", "price"),
    "quantity": ("ordered", "quantity"),
    "free_now": ("free now", "quantity"),
    "at_wanted": ("by the wanted date", "quantity"),
    "short": ("short", "quantity"),
    "full_on": ("all of it on", "day"),
    "gross": ("this order", "money"),
    "overdue_limit": ("may be overdue", "money"),
    "value_limit": ("needs approval above", "money"),
    "orders": ("same as order", "text"),
    "days": ("within", "days"),
    "usual": ("by the price rules", "money"),
    "net": ("without tax", "money"),
    "habit": ("usually", "quantity"),
    "times": ("held above times", "quantity"),
    "most": ("held above", "quantity"),
    "ship_to": ("goes to", "text"),
    "value": ("said", "text"),
}
# The credit sum as it is added up; the ones marked are left out when they are nothing.
_CREDIT = (
    ("open_invoices", "open invoices", False),
    ("unapplied_credit", "− unapplied credit", False),
    ("shipped_not_invoiced", "shipped, not invoiced", False),
    ("confirmed_not_shipped", "confirmed, not shipped", False),
    ("submitted", "other submitted orders", True),
    ("prepaid", "− prepaid", True),
    ("order", "this order", False),
)


def card_lines(card: HoldCard, show: Show, room: int) -> list[Line]:
    """What holds an order, in so many rows: every reason in a row of its own where all of it does not fit."""
    lines = [line for hold in card.holds for line in hold_lines(hold, card, show)] + habit_lines(card, show)
    if len(lines) <= room:
        return lines
    if len(card.holds) > 1:
        lines = [*(_in_a_row(hold) for hold in card.holds), *lines]
    rest = len(lines) - room + 1
    return [*lines[: room - 1], Cell(f" … {counted(rest, 'more line')}: F11", Tone.MUTED)]


def _in_a_row(hold: HoldFacts) -> Line:
    who = state(Tone.DONE, "yours") if hold.refusal is None else state(Tone.REFUSED, hold.needs)
    at = f"line {hold.line}: " if hold.line else ""
    return [" ", Cell(f"{hold.kind.upper():<9}", Tone.STRONG), " ", who, f"  {at}{_what(hold)}"]


def why_lines(card: HoldCard, show: Show) -> list[str]:
    """Every hold with its figures as text, and who may release it with which key."""
    texts: list[str] = []
    for hold in card.holds:
        if hold.refusal is None:
            place = f" for {hold.in_place_of}, whose deputy you are" if hold.in_place_of else ""
            who = f"you may release it{place}: R on the list does; X sends the order back to its clerk"
        else:
            who = f"not by you: {hold.refusal}"
        at = f"  line {hold.line}" if hold.line else ""
        names = ", ".join(hold.people) or "nobody who can sign in; an admin can give somebody the role"
        texts += [
            f"{hold.kind.upper()}{at}  {_what(hold)}",
            f"   who releases it  {names} ({hold.needs})",
            *([f"   released so far  {', '.join(hold.signed)}"] if hold.signed else []),
            *([f"   after that       {', '.join(hold.after)}"] if hold.after else []),
            f"   {who}",
            *("".join(_text(piece) for piece in _pieces(line)) for line in hold_lines(hold, card, show)[1:-1]),
            "",
        ]
    return [*texts, *("".join(_text(piece) for piece in _pieces(line)) for line in habit_lines(card, show))]


def _pieces(line: Line) -> Sequence[Piece]:
    return [line] if isinstance(line, str | Cell) else line


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Cell) else piece


def hold_lines(hold: HoldFacts, card: HoldCard, show: Show) -> list[Line]:
    """Everything about one hold: a heading, its figures, and whether you may release it."""
    lines: list[Line] = (
        _credit(hold, card, show) if hold.kind == "credit" and "limit" in hold.figures else _any(hold, show)
    )
    return [*lines, may_line(hold, show)]


def may_line(hold: HoldFacts, show: Show) -> Line:
    """Whether whoever sits here may release it, and up to what."""
    if hold.refusal is not None:
        return [" ", state(Tone.REFUSED, hold.refusal)]
    bound = "" if hold.up_to is None else f", up to {show.money(hold.up_to)}"
    place = f" for {hold.in_place_of}" if hold.in_place_of else ""
    signed = f"; released by {', '.join(hold.signed)}" if hold.signed else ""
    after = f"; then {', '.join(hold.after)}" if hold.after else ""
    return [" ", state(Tone.DONE, f"you may release it{place}{bound}{signed}{after}")]


def habit_lines(card: HoldCard, show: Show) -> list[Line]:
    """How the customer pays."""
    habits = card.habits
    parts = []
    if habits.paid:
        days = counted(abs(habits.days_early), "day")
        average = (
            f"average {days} {'early' if habits.days_early >= 0 else 'late'}" if habits.days_early else "on the day"
        )
        parts = [f"Paid on time {habits.on_time} of the last {habits.paid}", average]
    else:
        parts = ["Nothing paid yet"]
    if card.customer_since is not None:
        parts.append(f"customer since {card.customer_since.year}")
    return [[Cell(f" {' · '.join(parts)}")]]


def _credit(hold: HoldFacts, card: HoldCard, show: Show) -> list[Line]:
    figures = hold.figures
    oldest = ""
    if card.oldest_open is not None:
        number, late = card.oldest_open
        oldest = f"oldest {number}, " + (f"{counted(late, 'day')} late" if late > 0 else "not late")
    rows: list[tuple[str, str, str]] = [
        (label, show.money(_money(figures, name)), oldest if name == "open_invoices" else "")
        for name, label, may_go in _CREDIT
        if _money(figures, name) or not may_go
    ]
    over = f"over by {show.money(_money(figures, 'over'))}"
    rows.append(("exposure", show.money(_money(figures, "exposure_with_order")), ""))
    limit = "no limit of its own" if figures["limit"] is None else f"limit {show.money(_money(figures, 'limit'))}"
    lines: list[Line] = [[Cell(" CREDIT", Tone.STRONG), f"  {limit}"]]
    lines += amounts(rows)
    last = amounts(rows)[-1]
    lines[-1] = [*last[:1], "   ", state(Tone.WARNING, over)]
    return [*lines, *amounts(_other_bounds(figures, show))]


def _other_bounds(figures: Mapping[str, int | str | None], show: Show) -> list[tuple[str, str, str]]:
    """What else bounds the credit, where it does: the limit for open orders, the group's, the horizon."""
    rows = []
    if "order_limit" in figures:
        most = f"up to {show.money(_money(figures, 'order_limit'))}"
        rows.append(("open orders", show.money(_money(figures, "open_orders")), most))
    if "group" in figures:
        most = f"up to {show.money(_money(figures, 'group_limit'))}"
        rows.append((f"group {figures['group']}", show.money(_money(figures, "group_exposure")), most))
    if _money(figures, "beyond_horizon"):
        rows.append(("not counted yet", show.money(_money(figures, "beyond_horizon")), "wanted beyond the horizon"))
    return rows


def _any(hold: HoldFacts, show: Show) -> list[Line]:
    at = f"  line {hold.line}" if hold.line else ""
    rows = [
        (label, figure_text(name, hold.figures[name], show))
        for name, (label, _) in FIGURES.items()
        if hold.figures.get(name) is not None
    ]
    return [[Cell(f" {hold.kind.upper()}", Tone.STRONG), at], f"   {_what(hold)}", *amounts(rows)]


def _what(hold: HoldFacts) -> str:
    """Its sentence, without what stands before it already."""
    return hold.message.removeprefix(f"{hold.kind}: ").removeprefix(f"line {hold.line}: ")


def figure_text(name: str, value: int | str | None, show: Show) -> str:
    """One figure as it is read."""
    unit = FIGURES[name][1] if name in FIGURES else "text"
    if isinstance(value, str):
        return show.day(parse_date(value)) if unit == "day" else value
    if value is None or unit == "text":
        return show.money(None) if value is None else str(value)
    writers: Mapping[str, Callable[[int], str]] = {
        "money": show.money,
        "price": show.price,
        "quantity": show.quantity,
        "percent": lambda percent: show.percent(percent) or "0 %",
        "days": lambda days: counted(days, "day"),
    }
    return writers[unit](value)


def _money(figures: Mapping[str, int | str | None], name: str) -> Money:
    value = figures.get(name, 0)
    return value if isinstance(value, int) else 0
