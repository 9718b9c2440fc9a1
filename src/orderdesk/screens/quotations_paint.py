"""How quotations are written: the list, the lines of one, what its revisions said, and what was won and lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from orderdesk.findings import Severity
from orderdesk.queries.live import LiveDraft, LiveLine
from orderdesk.queries.quotations import Quotation, Revision
from orderdesk.rules.agreement import Share, days_left
from orderdesk.screens.order_paint import in_unit, said_of
from orderdesk.screens.order_words import state_cell
from orderdesk.show import Show
from orderdesk.widgets.cells import cut, fit
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.window_list import Row

NEAR = 7  # days before its last one, in which a quotation is shown as ending
COLUMNS = (
    Column("Quote", 7),
    Column("Rev", 4),
    Column("Customer", 16, share=2),
    Column("Good until", 11),
    Column("Left", 11),
    Column("Total", 12, align="right"),
    Column("State", 12),
    Column("Accepted", 11, align="right", rank=1),
    Column("Clerk", 8, rank=2),
    Column("Orders", 8, share=1, rank=3),
)
_WORDS = {Severity.BLOCK: "would stop it", Severity.HOLD: "would hold it", Severity.NOTE: "worth knowing"}


def row(one: Quotation, show: Show, today: date) -> Row:
    """One quotation."""
    left = Cell(days_left(one.valid_until, today), Tone.WARNING if one.days_left <= NEAR else Tone.PLAIN)
    is_open = one.state == "quotation"
    sent = state(Tone.PARTIAL, "sent") if one.sent else state(Tone.NOTE, "not sent")
    return Row(
        one.number,
        (
            str(one.number),
            str(one.revision),
            f"{one.customer} {one.name}",
            show.day(one.valid_until),
            left if is_open else Cell(one.reason, Tone.MUTED),
            show.money(one.gross),
            sent if is_open else state(Tone.DONE, "won") if one.state == "won" else state_cell(one.state),
            show.money(one.accepted) if one.accepted else "",
            one.clerk,
            ", ".join(map(str, one.orders)),
        ),
    )


def panel(seen: LiveDraft, show: Show, width: int, rows: int) -> list[Line]:
    """What is on a quotation, and the weightiest thing that the guard would say."""
    said, tone = said_of(seen, show)
    lines: list[Line] = [_line(line, show, width) for line in seen.lines]
    if len(lines) > rows - 1:
        lines = [*lines[: rows - 2], [Cell(f" … {len(seen.lines) - rows + 2} more lines", Tone.MUTED)]]
    return [*lines, [Cell(cut(f" {said}", width), tone)]]


def _line(line: LiveLine, show: Show, width: int) -> Line:
    wide = max(10, width - 60)
    much = f"{show.quantity(in_unit(line.quantity, line.factor))} {line.unit}"
    price = f"{show.price(line.price):>9} {show.money(line.net):>12}"
    goods = {"ok": "all there", "-": ""}.get(line.state, f"{show.quantity(line.leaves)} there")
    warns = Tone.WARNING if line.state in ("part", "none") else Tone.MUTED
    text = f" {line.position:>3} {fit(line.sku, 11)} {fit(line.name, wide)} {much:>10} {price}  "
    return [text, Cell(goods, warns)]


def said(found: Sequence[Revision], show: Show, zone: tzinfo | None) -> list[str]:
    """What each revision said, the newest first."""
    if not found:
        return ["It was not sent yet: S on the list notes that the customer has it."]
    rows: list[str] = []
    for one in reversed(found):
        when = show.moment(one.sent_at.astimezone(zone))
        rows.append(f"REVISION {one.revision}   sent {when} by {one.sent_by}, good until {show.day(one.valid_until)}")
        for line in one.lines:
            much = f"{show.quantity(in_unit(line.quantity, line.factor))} {line.unit}"
            off = f" less {show.percent(line.discount)}" if line.discount else ""
            price = f"at {show.price(line.price)}{off} = {show.money(line.net)}"
            rows.append(f"   {line.position}  {line.sku} {line.description}: {much} {price}")
        rows += [f"   net {show.money(one.net)}, tax {show.money(one.tax)}, total {show.money(one.gross)}", ""]
    return rows


def shares(title: str, found: Sequence[Share], show: Show) -> list[str]:
    """One way to look at what was won and lost."""
    rows = [title.upper()]
    for one in found:
        rate = f"{show.percent(one.rate)} of the value" if one.rate else "nothing won"
        won = f"won {one.won} ({show.money(one.won_value)})"
        rows.append(f"   {one.name}: {won}, lost {one.lost} ({show.money(one.lost_value)}), {rate}")
    return [*rows, ""] if found else [*rows, "   nothing was decided", ""]


def why(seen: LiveDraft) -> list[str]:
    """Everything that the guard would say."""
    rows = [f"   {_WORDS[finding.severity]}: {finding.message}" for finding in seen.findings.all]
    head = "Nothing is reserved and nothing counts against the credit limit until it is accepted."
    return [head, "", *(rows or ["   nothing stands against it"])]
