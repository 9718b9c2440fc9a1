"""Receivables: who owes what, by how late it is, on any day. Every cell can be asked why; the foot proves itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from textual import on
from textual.app import ComposeResult

from orderdesk.errors import BadValue
from orderdesk.queries.ageing import AgedCustomer, AgeingFoot, ageing_foot
from orderdesk.queries.ageing_list import AGEING, when_and_how
from orderdesk.queries.listing import Sums
from orderdesk.queries.receivables import CellItems, cell_items
from orderdesk.rules.ageing import AgeBy, Ageing
from orderdesk.rules.wording import counted
from orderdesk.screens import receivables_paint as paint
from orderdesk.screens.open_items import RECEIPT
from orderdesk.screens.worklist import Seen, WorklistScreen
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import parse_date
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, Why
from orderdesk.widgets.window_list import Key, Row, WindowList

FOOT = "foot"


class AsOf(Command):
    """How it stood at the end of a past day."""

    key, label, rank = "d", "As of", 38


class SwitchDate(Command):
    """Count lateness from the invoice's date, or from the due date again."""

    key, label, rank = "b", "By date", 55


class OtherCustomer(LookUp):
    """The open items of a customer who is not in the list."""

    label = "Customer"


class TakeReceipt(Command):
    """Take money from the highlighted customer."""

    key, label, rank = "r", "Receipt", 15


class ToBill(Command):
    """What has left and stands on no invoice yet, by customer."""

    key, label, rank = "i", "To bill", 40


class NextCell(Command):
    """Go to the next cell of the row: not due, each age, unapplied, balance. Enter or F11 shows what is in it."""

    key, label, rank = "right", "Cell", 33


class PreviousCell(Command):
    """Go to the cell before; from the first one, back to the customer."""

    key, label, rank = "left", "Cell before", 80


class Total(Command):
    """Go to the total line and back; F11 proves it."""

    key, rank = "t", 34


def foot_of(reading: Reading, filter: str) -> AgeingFoot:
    """The foot on the day, and by the date, that the list's filter says."""
    when, how = when_and_how(reading, AGEING.read(reading, filter))
    return ageing_foot(reading, as_of=when.as_of, by=how)


def cell_of_row(reading: Reading, customer: str, cell: int | None, filter: str) -> CellItems:
    """What is in a cell of a row of the list with that filter; None: in the balance."""
    when, how = when_and_how(reading, AGEING.read(reading, filter))
    return cell_items(reading, customer, cell, as_of=when.as_of, by=how)


class ReceivablesScreen(WorklistScreen[AgedCustomer]):
    """The ageing of everybody."""

    listing = AGEING
    commands = (TakeReceipt, ToBill, NextCell, Why, Total, AsOf, OtherCustomer, SwitchDate, PreviousCell)
    heading = "RECEIVABLES"
    empty = "Nobody owes anything."
    noun = "customer"
    help_text = """
Enter opens a customer's open items; R does, and asks for a receipt at
  once. With the cursor on a cell, Enter and F11 show what is in it.
Where few owe, the largest balance stands first; where many do, they
  stand by their code.
The foot adds everybody up: not due and the four ages, less what is not
  applied, is the balance; and the balance is what the ledger says.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.cells = Lines(height=2)
        self.proof = Lines(height=3)
        self.day_bar = AskBar(Question("day", "As of (YYYY-MM-DD, empty for now)", width=14), id="day")
        self.customer_bar = AskBar(Question("code", "Customer code", width=20, needed=True, limit=32), id="customer")
        self._cell: int | None = None  # of `Ageing.cells`; None: the cursor is on the customer
        self._on_total = False
        self._foot: AgeingFoot | None = None
        self._sums: Sums | None = None
        self._layout = paint.Layout()
        self._pointed: Key | None = None  # the row that shows the cursor

    def below(self) -> ComposeResult:
        """The highlighted customer's cells, the foot, what asks."""
        yield Rule()
        yield self.cells
        yield self.proof
        yield self.day_bar
        yield self.customer_bar

    # Painting ---------------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """More columns where there is room."""
        self._lay_out()
        self._show_foot()

    def seen(self, seen: Seen[AgedCustomer]) -> None:
        """Show what was read."""
        self._make_room(seen)
        super().seen(seen)

    def _append(self, seen: Seen[AgedCustomer]) -> None:
        self._make_room(seen)
        super()._append(seen)

    def _make_room(self, seen: Seen[AgedCustomer]) -> None:
        """The columns are as wide as the widest amount that was brought."""
        self.show = Show(seen.company.money, seen.company.locale)
        if self._layout.learn((item.ageing for item in seen.items), self.show):
            self._lay_out()

    def _lay_out(self) -> None:
        self._layout.fit(self.size.width)
        if self._layout.columns != self.list.columns:
            self.list.columns = self._layout.columns
            for row in self.list.rows:
                self.list.update_row(self.row(self.items[row.key]))
            self.list.refresh()

    def show_beside(self, answer: object) -> None:
        """The rows come with a foot of everybody, which is added up beside them."""
        self.ask(foot_of, self.filter_text, then=self._seen_foot, group=FOOT)

    def _seen_foot(self, foot: AgeingFoot) -> None:
        if foot != self._foot:
            self._foot = foot
            if self._layout.learn([foot.foot], self.show):
                self._lay_out()
            self._show_foot()

    def row(self, item: AgedCustomer) -> Row:
        """A customer; the highlighted one shows the cursor."""
        here = self.list.highlighted == item.customer and not self._on_total
        return paint.row(item, self.show, self._layout, self._cell if here else None)

    def title_pieces(self) -> Sequence[str]:
        """Which day, what is asked for, what everybody owes."""
        day = self.show.weekday(self.desk.today)
        foot = self._foot
        if foot is not None and foot.as_of != self.desk.today:
            day = f"as of {self.show.day(foot.as_of)}"
        by = ", by invoice date" if foot is not None and foot.by is AgeBy.INVOICE else ""
        asked = paint.without(self.filter_text, "on", "by")
        balance = f"balance {self.show.money(foot.foot.balance)} " if foot is not None else ""
        return [f" {self.heading}   {day}{by}{f'   {asked}' if asked else ''}", balance]

    def foot(self, sums: Sums) -> tuple[str, ...]:
        """How many; the sums of everybody, or the balance of whom the filter finds."""
        self._sums = sums
        many = f"{sums.count:,}+ customers" if sums.more else counted(sums.count, self.noun)
        narrowed = bool(paint.without(self.filter_text, "on", "by"))
        aged = self._foot.foot if self._foot is not None and not narrowed else None
        return paint.totals(self._layout, self.show, f"{'▸ ' if self._on_total else ''}{many}", aged, sums.amount)

    def _show_foot(self) -> None:
        if self._sums is not None:
            self._show_sums(self._sums)
        if self._foot is not None:
            lines = paint.proof(self._foot, self.show, self.size.width)
            self.proof.styles.height = len(lines)
            self.proof.show(*lines)
            self.spread_title(*self.title_pieces())
        self._show_cells()

    def look_closer(self, item: AgedCustomer | None) -> None:
        """The cursor is on another row, which leaves the total line."""
        before, self._pointed = self._pointed, None if item is None else item.customer
        if before != self._pointed:
            self._repaint(before)
            self._repaint(self._pointed)
            if self._on_total:
                self._on_total = False
                self._show_foot()
        self._show_cells()

    def _repaint(self, customer: Key | None) -> None:
        if customer is not None and customer in self.items:
            with suppress(KeyError):  # it is beyond what the list was read to
                self.list.update_row(self.row(self.items[customer]))

    def _show_cells(self) -> None:
        aged = self._asked_about
        whom = "everybody" if self._on_total else self.highlighted.customer if self.highlighted else ""
        if aged is None:
            self.cells.show()
        else:
            self.cells.show(*paint.cells(whom, aged, self._cell, self.show, self._layout, self.size.width))

    @property
    def _asked_about(self) -> Ageing | None:
        if self._on_total:
            return self._foot.foot if self._foot is not None else None
        return self.highlighted.ageing if self.highlighted is not None else None

    # The cursor -------------------------------------------------------------------------------------------------------

    def action_next_cell(self) -> None:
        """→."""
        last = len(self._layout.aged.cells) - 1
        self._move(0 if self._cell is None else min(last, self._cell + 1))

    def action_previous_cell(self) -> None:
        """←."""
        self._move(None if not self._cell else self._cell - 1)

    def _move(self, cell: int | None) -> None:
        self._cell = cell
        self._repaint(self.list.highlighted)
        self._show_foot()

    def action_total(self) -> None:
        """T."""
        self._on_total = not self._on_total
        self._move(self._cell)

    @on(WindowList.Chosen, "#worklist")
    def _open(self, event: WindowList.Chosen) -> None:
        if self._cell is None and not self._on_total:
            self.desk_app.go("open_items", str(event.key))
        else:
            self.action_why()

    def action_why(self) -> None:
        """F11: what is in the cell; on the customer or the total line, how the row adds up."""
        text, item, cell = self.filter_text, self.highlighted, self._cell

        def prove(foot: AgeingFoot) -> None:
            heading = f"Why {self.show.money(foot.foot.balance)}?"
            self.desk_app.go("explain", heading, list(paint.whole(foot, self.show)))

        def explain(found: CellItems) -> None:
            name = item.name if item is not None else ""
            self.desk_app.go("explain", paint.why_heading(found, name, self.show), list(paint.why(found, self.show)))

        if self._on_total:
            self.held(partial(self.desk.ask, foot_of, text), then=prove)
        elif item is not None:
            self.held(partial(self.desk.ask, cell_of_row, item.customer, cell, text), then=explain)

    # Going ------------------------------------------------------------------------------------------------------------

    def action_take_receipt(self) -> None:
        """R: the open items, with the receipt asked for."""
        if self.list.highlighted is None:
            self.action_look_up()
        else:
            self.desk_app.go("open_items", str(self.list.highlighted), RECEIPT)

    def action_look_up(self) -> None:
        """F4: a customer by code."""
        self.customer_bar.open()

    @on(AskBar.Answered, "#customer")
    def _other(self, event: AskBar.Answered) -> None:
        self.customer_bar.close()
        self.desk_app.go("open_items", event.answers["code"].upper())

    @on(AskBar.Missing)
    def _missing(self) -> None:
        self.refuse("no customer was entered")

    def action_to_bill(self) -> None:
        """I."""
        self.desk_app.go("billing")

    def action_as_of(self) -> None:
        """D."""
        self.day_bar.open()

    @on(AskBar.Answered, "#day")
    def _day(self, event: AskBar.Answered) -> None:
        typed = event.answers["day"]
        try:
            day = parse_date(typed) if typed else None
            if day is not None and day > self.desk.today:
                raise BadValue(f"{day} is still to come; the ageing is known up to {self.desk.today}")
        except BadValue as error:
            self.refuse(str(error))
            self.day_bar.focus_on("day")
            return
        self.day_bar.close()
        past = day is not None and day < self.desk.today
        self.apply_filter(f"{paint.without(self.filter_text, 'on')} {f'on:{day}' if past else ''}")

    def action_switch_date(self) -> None:
        """B."""
        by_due = self._foot is None or self._foot.by is AgeBy.DUE
        self.apply_filter(f"{paint.without(self.filter_text, 'by')} {'by:invoice' if by_due else ''}")

    def action_cancel(self) -> None:
        """F12: off the total line, off the cells, and then as in every list."""
        if self._on_total or self._cell is not None:
            self._on_total = False
            self._move(None)
        else:
            super().action_cancel()
