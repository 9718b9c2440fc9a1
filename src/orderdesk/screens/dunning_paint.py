"""How the dunning list is written: its rows, the invoices of one customer, and why each is due or not."""

from __future__ import annotations

from collections.abc import Iterator

from orderdesk.queries.dunning import DunnedInvoice, DunningCard, ToRemind
from orderdesk.rules.dunning import DunningLevels
from orderdesk.rules.wording import counted
from orderdesk.show import Show
from orderdesk.widgets.cells import fit
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.window_list import Row

PANEL = 5  # rows below the list
COLUMNS = (
    Column("Customer", 24, share=1),
    Column("Level", 9),
    Column("Invoices", 8, align="right", rank=2),
    Column("To remind of", 12, align="right"),
    Column("Overdue", 12, align="right", rank=3),
    Column("Oldest", 9, align="right", rank=1),
    Column("Last reminder", 13, rank=4),
)
_TONES = (Tone.NOTE, Tone.WARNING, Tone.REFUSED)


def row(item: ToRemind, show: Show) -> Row:
    """A customer who is to be reminded."""
    cells = (
        f"{item.customer} {item.name}",
        level_cell(item.level),
        str(item.invoices),
        show.money(item.amount),
        show.money(item.overdue),
        counted(item.oldest_days, "day"),
        "never" if item.last is None else show.day(item.last),
    )
    return Row(item.customer, cells)


def level_cell(level: int) -> Cell:
    """A level as word, glyph and colour."""
    return state(_TONES[min(level, len(_TONES)) - 1], f"level {level}")


def panel(card: DunningCard, show: Show, rows: int) -> list[Line]:
    """The customer's invoices, one a row, those that are due first; the last row says how many more there are."""
    invoices = sorted(card.invoices, key=lambda one: (one.next_level is None, one.due))
    shown = invoices if len(invoices) <= rows else invoices[: rows - 1]
    width = max((len(show.money(one.open)) for one in shown), default=0)
    names = max((len(one.number) for one in shown), default=0)
    lines: list[Line] = [_invoice(one, show, names, width) for one in shown]
    if len(shown) < len(invoices):
        rest = counted(len(invoices) - len(shown), "more invoice")
        lines.append(Cell(f"   and {rest}: F11 tells of each", Tone.MUTED))
    return lines


def _invoice(one: DunnedInvoice, show: Show, names: int, width: int) -> Line:
    tone = Tone.PLAIN if one.next_level else Tone.MUTED
    mark = Cell(" → ", Tone.STRONG) if one.next_level else Cell(" · ", Tone.MUTED)
    text = f"{fit(one.number, names)}  {fit(show.money(one.open), width, 'right')}  {one.why}"
    return [mark, Cell(text, tone)]


def why(card: DunningCard, levels: DunningLevels, show: Show) -> Iterator[str]:
    """Everything that decides, in lines."""
    if levels.days:
        yield "The company reminds in levels"
        for level, days in enumerate(levels.days, start=1):
            yield f"   level {level} from {counted(days, 'day')} late"
        yield f"   at least {counted(levels.gap, 'day')} between two levels of one invoice"
        yield f"   nothing below {show.money(levels.least)} open"
    else:
        yield "The company sends no reminders"
    yield ""
    yield f"{counted(len(card.invoices), 'open invoice')}, {show.money(card.overdue)} overdue"
    for one in card.invoices:
        yield f"   {one.number}  dated {show.day(one.day)}, due {show.day(one.due)}"
        yield f"      open {show.money(one.open)} of {show.money(one.gross)}"
        sent = f"{counted(one.level, 'reminder')}, the last on {show.day(one.last)}" if one.last else "no reminder yet"
        yield f"      {sent}"
        yield f"      {f'level {one.next_level} now' if one.next_level else 'nothing now'}: {one.why}"
    yield ""
    due_now = [one for one in card.invoices if one.next_level]
    yield f"To be reminded of now: {counted(len(due_now), 'invoice')}"
    for one in due_now:
        yield f"   {one.number}  {show.money(one.open)}"
    yield f"   together  {show.money(card.amount)}"
