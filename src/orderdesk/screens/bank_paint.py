"""How the bank's lines are written: whose money each may be, and why. Nothing is decided here."""

from __future__ import annotations

from orderdesk.queries.bank import BankRow
from orderdesk.rules.bank_matching import Proposal
from orderdesk.show import Show
from orderdesk.values import ONE_PERCENT
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.window_list import Row

PANEL = 7  # rows below the list
COLUMNS = (
    Column("Day", 12),
    Column("Amount", 12, align="right"),
    Column("From", 16, share=2),
    Column("What it says", 16, share=3, rank=2),
    Column("Is", 18, share=2),
    Column("Sure", 9),
)


def row(item: BankRow, chosen: Proposal | None, show: Show) -> Row:
    """One line."""
    what, sure = Cell("?" if item.state == "open" else item.booked, Tone.MUTED), Cell("")
    if chosen is not None:
        named = {"bounce": f"{chosen.customer} {chosen.receipt} back", "refund": f"{chosen.customer} refund"}
        invoices = ", ".join(chosen.invoices) or "oldest first"
        what = Cell(named.get(chosen.kind, f"{chosen.customer} {invoices}"))
        percent = f"{chosen.confidence // ONE_PERCENT} %"
        sure = state(Tone.DONE, percent) if chosen.certain else state(Tone.PARTIAL, percent)
    elif item.state != "open":
        sure = state(Tone.DONE, item.state)
    return Row(item.id, (show.day(item.day), show.money(item.amount), item.name or item.iban, item.text, what, sure))


def told(item: BankRow, chosen: Proposal | None, show: Show) -> list[Line]:
    """The line in full, then each proposal with its reasons."""
    account = f" {item.iban}" if item.iban else ""
    lines: list[Line] = [Cell(f" {show.money(item.amount)} {item.currency} {item.name}{account}", Tone.STRONG)]
    lines.append(f" {item.text}")
    for number, one in enumerate(item.proposals[:PANEL], start=1):
        mark = Cell(" → " if one is chosen else " · ", Tone.STRONG if one is chosen else Tone.MUTED)
        who = f"{number} {one.customer} {one.name}, {one.confidence // ONE_PERCENT} %: "
        lines.append([mark, Cell(f"{who}{one.why}", Tone.PLAIN if one is chosen else Tone.MUTED)])
    if not item.proposals and item.state == "open":
        lines.append(Cell(" nothing speaks for anybody: O books it by hand, I ignores it", Tone.MUTED))
    return lines[:PANEL]


def why(item: BankRow, show: Show) -> list[str]:
    """Each proposal with every reason."""
    lines = [f"{show.day(item.day)}   {item.name} {item.iban}", item.text, ""]
    for one in item.proposals:
        certain = ", certain" if one.certain else ""
        lines.append(f"{one.customer} {one.name}   {one.confidence // ONE_PERCENT} %{certain}")
        lines += [f"   {reason}" for reason in one.reasons]
    return lines + ([] if item.proposals else ["nothing speaks for anybody"])
