"""How the ageing is written: its columns by the room there is, its cells with the cursor, its foot with the proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from orderdesk.queries.ageing import AgedCustomer, AgeingFoot
from orderdesk.queries.receivables import CellItems, Item
from orderdesk.rules.ageing import BUCKETS, AgeBy, Ageing
from orderdesk.rules.wording import counted
from orderdesk.show import NOTHING, Show
from orderdesk.values import Money
from orderdesk.widgets.cells import fit, width_of
from orderdesk.widgets.columns import GAP, Column
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Piece, Tone, state
from orderdesk.widgets.window_list import GUTTER, Row

__all__ = ["Layout", "cells", "lateness", "proof", "row", "totals", "whole", "why", "why_heading", "without"]

CUSTOMER = 16  # the least that a customer's column takes
CURSOR = "▸"
_LATE = (Tone.PARTIAL, Tone.WARNING, Tone.REFUSED, Tone.REFUSED)
_OVERDUE, _OLDEST = -1, -2  # columns that stand for all ages where there is no room for each


class Layout:
    """Which columns fit: every age, or all of them in one and how old the oldest is; the balance always.

    Attributes:
        parts: what each column after the first shows: a number of `Ageing.cells`, or all that is overdue, or its age.
    """

    def __init__(self) -> None:
        self.aged = Ageing(0, (0,) * (len(BUCKETS) + 1), 0)
        self.parts: tuple[int, ...] = ()
        self.columns: tuple[Column, ...] = ()
        self._widths: dict[int, int] = {_OLDEST: 9}
        self.fit(80)

    def learn(self, rows: Iterable[Ageing], show: Show) -> bool:
        """Make room for these amounts; whether that took more than there was."""
        before = dict(self._widths)
        for aged in rows:
            if aged.edges != self.aged.edges:  # the company has other ages
                self.aged = Ageing(0, (0,) * len(aged.buckets), 0, aged.edges)
                self._widths = {_OLDEST: 9}
            for part in (*range(len(aged.cells)), _OVERDUE):
                wanted = width_of(_some(_amount(aged, part), show.bare(aged.currency))) + len(CURSOR)
                self._widths[part] = max(self._widths.get(part, 0), wanted)
        return self._widths != before

    @property
    def widths(self) -> list[int]:
        """How wide each of `Ageing.cells` is, with its title and the cursor."""
        return [max(len(title), self._widths.get(part, 0)) for part, title in enumerate(self.aged.titles)]

    def fit(self, width: int) -> None:
        """Choose the columns for a width of the screen."""
        every = tuple(range(len(self.aged.cells)))
        balance, unapplied = every[-1], every[-2]
        choices = (every, (0, _OVERDUE, _OLDEST, unapplied, balance), (_OVERDUE, _OLDEST, balance), (_OVERDUE, balance))
        room = width - GUTTER - CUSTOMER
        self.parts = next((one for one in choices if sum(self._width(part) + GAP for part in one) <= room), choices[-1])
        columns = [Column("Customer", 12, share=1)]
        for part in self.parts:
            columns.append(Column(self._title(part), self._width(part), align="left" if part == _OLDEST else "right"))
        self.columns = tuple(columns)

    def _title(self, part: int) -> str:
        named = {_OVERDUE: "Overdue", _OLDEST: "Oldest"}
        return named[part] if part in named else self.aged.titles[part].capitalize().replace("Over ", "> ")

    def _width(self, part: int) -> int:
        return max(self._widths.get(part, 0), len(self._title(part)))


def row(item: AgedCustomer, show: Show, layout: Layout, cursor: int | None) -> Row:
    """A customer, with the cursor before one of its amounts."""
    code = f" {item.ageing.currency.code}" if item.ageing.currency.named else ""
    found: list[Piece] = [f"{item.customer}{code} {item.name}"]
    show = show.bare(item.ageing.currency)
    for part in layout.parts:
        if part == _OLDEST:
            found.append(lateness(item.ageing))
        else:
            here = cursor is not None and (part == cursor or (part == _OVERDUE and _is_age(item.ageing, cursor)))
            text = _some(_amount(item.ageing, part), show)
            found.append(Cell(f"{CURSOR}{text}", Tone.STRONG) if here else text)
    return Row(item.customer, tuple(found))


def totals(layout: Layout, show: Show, counted: str, aged: Ageing | None, balance: Money | None) -> tuple[str, ...]:
    """The foot of the list: of everybody, or only the balance of whom a filter finds."""
    if aged is None:
        last = "" if balance is None else show.money(balance)
        return (counted, *[""] * (len(layout.parts) - 1), last)
    return (counted, *("" if part == _OLDEST else _some(_amount(aged, part), show) for part in layout.parts))


def cells(whom: str, aged: Ageing, cursor: int | None, show: Show, layout: Layout, width: int) -> list[Line]:
    """All cells of a row, with their names above them; where they do not fit, the one that the cursor is on."""
    show = show.bare(aged.currency)
    texts = [_some(_signed(aged, part), show) for part in range(len(aged.cells))]
    widths = layout.widths  # the same for every row: nothing jumps as the highlight moves
    if sum(widths) + len(widths) >= width:
        widths = [max(len(title), width_of(text) + 1) for title, text in zip(aged.titles, texts, strict=True)]
    each = (width - 1 - sum(widths)) // len(widths)
    if each < 1:
        return _one_cell(whom, aged, cursor, show)
    titles: list[Piece] = [" "]
    amounts: list[Piece] = [" "]
    for part, (title, text) in enumerate(zip(aged.titles, texts, strict=True)):
        here, room = part == cursor, widths[part] + min(each, 3)
        titles.append(Cell(fit(title, room, "right"), Tone.STRONG if here else Tone.MUTED))
        amounts.append(Cell(fit(f"{CURSOR if here else ''}{text}", room, "right"), Tone.STRONG if here else Tone.PLAIN))
    return [titles, amounts]


def _one_cell(whom: str, aged: Ageing, cursor: int | None, show: Show) -> list[Line]:
    at = len(aged.cells) - 1 if cursor is None else cursor
    place = f"  ({at + 1} of {len(aged.cells)}, ← →)"
    amount = show.of(aged.currency).money(_signed(aged, at))
    return [[f" {whom}", Cell(f"  {CURSOR}{aged.titles[at]} {amount}", Tone.STRONG), Cell(place, Tone.MUTED)], ""]


def proof(foot: AgeingFoot, show: Show, width: int) -> list[Line]:
    """How the foot adds up, in as many rows as that takes, and whether the ledger agrees."""
    aged, parts = foot.foot, []
    for number, (title, amount) in enumerate(zip(aged.titles, aged.cells, strict=True)):
        sign = "= " if title == "balance" else "− " if title == "unapplied" else "+ " if number else ""
        parts.append(f"{sign}{'' if title == 'balance' else f'{title} '}{show.money(amount)}")
    rows = [""]
    for part in parts:
        if width_of(f"{rows[-1]} {part}") > width:
            rows.append("  ")
        rows[-1] += f" {part}"
    agrees = state(Tone.DONE, "the ledger says the same")
    if aged.disputed:
        rows.append(f"  of which disputed {show.money(aged.disputed)}")
    if not foot.sound:
        agrees = state(Tone.REFUSED, f"the ledger says {show.money(foot.ledger)}: run the check")
    if width_of(f"{rows[-1]}   {agrees.text}") <= width:
        return [*rows[:-1], [rows[-1], "   ", agrees]]
    return [*rows, Cell(f" {agrees.text}", agrees.tone)]


def whole(foot: AgeingFoot, show: Show) -> Iterator[str]:
    """The proof of the total line, a sum to be read downwards."""
    yield f"Everybody, as of {show.day(foot.as_of)}, {_by(foot.by)}"
    yield from _sum(foot.foot, show)
    if foot.foot.disputed:
        yield f"   of which disputed {show.money(foot.foot.disputed)}"
    yield f"The receivables ledger says {show.money(foot.ledger)}"
    yield "   which is the same" if foot.sound else "   which differs: run the check"


def why_heading(found: CellItems, name: str, show: Show) -> str:
    """Whose cell, which, and how much is in it."""
    return f"{found.customer} {name}   {found.title} {show.money(_shown(found))}"


def why(found: CellItems, show: Show) -> Iterator[str]:
    """What is in a cell: its documents and receipts, whose sum it is; of a balance also how the row adds up."""
    yield f"As of {show.day(found.as_of)}, {_by(found.by)}"
    if found.title == "balance":
        yield from _sum(found.ageing, show)
    amounts = [_shown(found), *(item.open for item in found.items), *(-one.left for one in found.receipts)]
    widest = max(width_of(show.money(amount)) for amount in amounts)
    names = max([len("together"), *(len(item.number) for item in found.items), *(12 for _ in found.receipts)])
    if found.items:
        yield counted(len(found.items), "document")
    for item in found.items:
        yield f"   {fit(item.number, names)}  {fit(show.money(item.open), widest, 'right')}  {_about(item, show)}"
    if found.receipts:
        yield f"{counted(len(found.receipts), 'receipt')} with something left"
    for one in found.receipts:
        left = fit(show.money(-one.left), widest, "right")
        yield f"   {fit(f'receipt {one.number}', names)}  {left}  of {show.money(one.amount)} on {show.day(one.day)}"
    if not found.items and not found.receipts:
        yield "Nothing is in it"
    yield f"   {fit('together', names)}  {fit(show.money(_shown(found)), widest, 'right')}"


def _shown(found: CellItems) -> Money:
    return -found.amount if found.title == "unapplied" else found.amount


def _about(item: Item, show: Show) -> str:
    late = f"{counted(item.days_late, 'day')} late" if item.days_late > 0 else "not due yet"
    kind = "credit note, " if item.kind == "credit" else ""
    disputed = f", {show.money(item.disputed)} disputed" if item.disputed else ""
    return f"{kind}dated {show.day(item.day)}, due {show.day(item.due)}, {late}{disputed}"


def _by(by: AgeBy) -> str:
    return "late by the due date" if by is AgeBy.DUE else "late by the invoice's own date"


def _sum(aged: Ageing, show: Show) -> list[str]:
    names = max(len(title) for title in aged.titles) + 2
    widest = max(width_of(show.money(amount)) for amount in aged.cells) + 1
    signs = {"unapplied": "−", "balance": "="}
    return [
        f"   {signs.get(title, '+' if number else ' ')} {fit(title, names)}{fit(show.money(amount), widest, 'right')}"
        for number, (title, amount) in enumerate(zip(aged.titles, aged.cells, strict=True))
    ]


def lateness(aged: Ageing) -> Cell:
    """How late the oldest of it is, in a word."""
    late = [place for place, amount in enumerate(aged.buckets) if amount > 0]
    if not late:
        return Cell(NOTHING, Tone.MUTED)
    return state(_LATE[min(late[-1], len(_LATE) - 1)], aged.labels[late[-1]].replace("over ", ">"))


def without(filter: str, *fields: str) -> str:
    """A filter without these fields."""
    return " ".join(part for part in filter.split() if part.partition(":")[0].lower() not in fields)


def _is_age(aged: Ageing, part: int) -> bool:
    return 0 < part <= len(aged.buckets)


def _amount(aged: Ageing, part: int) -> Money:
    return sum(aged.buckets) if part == _OVERDUE else _signed(aged, part)


def _signed(aged: Ageing, part: int) -> Money:
    """A cell as it is shown: what is unapplied lessens what is owed."""
    return -aged.cells[part] if aged.titles[part] == "unapplied" else aged.cells[part]


def _some(amount: Money, show: Show) -> str:
    return show.money(amount) if amount else NOTHING

