"""How what is to be billed is written: customers, their lines, why they are due or wait, and the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orderdesk.queries.billing_proof import BillingProof
from orderdesk.queries.unbilled import ToBill, UnbilledLine
from orderdesk.rules.wording import counted
from orderdesk.show import Show
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.window_list import Row

PANEL = 5  # rows below the list
COLUMNS = (
    Column("Customer", 24, share=1),
    Column("Rule", 7),
    Column("Orders", 6, align="right", rank=2),
    Column("Due", 12, align="right"),
    Column("Later", 12, align="right", rank=1),
    Column("Invoices", 8, align="right", rank=3),
    Column("Since", 11, rank=4),
    Column("", 9),
)


def row(item: ToBill, show: Show) -> Row:
    """A customer with something to bill."""
    if item.blocked:
        standing = state(Tone.REFUSED, "blocked")
    else:
        standing = state(Tone.PARTIAL, "due") if item.due else state(Tone.NOTE, "waits")
    cells = (
        f"{item.customer} {item.name}",
        item.rule,
        str(item.orders),
        show.money(item.due),
        show.money(item.later),
        str(item.invoices),
        "" if item.since is None else show.day(item.since),
        standing,
    )
    return Row(item.customer, cells)


def panel(lines: Sequence[UnbilledLine], show: Show, rows: int) -> list[Line]:
    """A customer's lines, one a row; the last row says how many more there are."""
    shown = lines if len(lines) <= rows else lines[: rows - 1]
    painted: list[Line] = [_line(one, show) for one in shown]
    if len(shown) < len(lines):
        rest = counted(len(lines) - len(shown), "more line")
        painted.append(Cell(f"   and {rest}: F11 tells of each", Tone.MUTED))
    return painted


def _line(one: UnbilledLine, show: Show) -> Line:
    mark = Cell(" → ", Tone.STRONG) if one.due else Cell(" · ", Tone.MUTED)
    text = f"order {one.order} line {one.position}  {show.quantity(one.to_bill)} {one.sku}  {show.money(one.amount)}"
    return [mark, Cell(text, Tone.PLAIN if one.due else Tone.MUTED)]


def why(item: ToBill, lines: Sequence[UnbilledLine], show: Show) -> Iterator[str]:
    """The rule, and each line: shipped − returned = billed + to bill."""
    yield f" {item.why}"
    yield f" due {show.money(item.due)} on {counted(item.invoices, 'invoice')}, later {show.money(item.later)}"
    yield ""
    for one in lines:
        sums = (
            f"shipped {show.quantity(one.shipped)} − returned {show.quantity(one.returned)}"
            f" − billed {show.quantity(one.billed)}"
        )
        yield f" order {one.order} line {one.position} {one.sku}"
        yield f"    {sums}; {show.quantity(one.to_bill)} {'due' if one.due else 'later'}, {show.money(one.amount)}"


def proof(found: BillingProof, show: Show) -> Iterator[str]:
    """How billing adds up, and what does not hold."""
    yield f" {found.sums}"
    yield f" {counted(len(found.lines), 'line')} to be billed, {show.money(found.amount)}"
    yield ""
    yield " Nothing is billed twice, and nothing is left out." if not found.findings else " What does not hold:"
    yield from (f"   {finding}" for finding in found.findings)
