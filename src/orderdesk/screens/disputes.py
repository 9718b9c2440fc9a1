"""Disputes: what customers say is wrong with an invoice, the earliest day to look at it again first."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import disputes
from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.queries.disputes import DISPUTES, DisputeRow
from orderdesk.rules.wording import counted
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Again on", 14),
    Column("Customer", 14, share=2),
    Column("Invoice", 14),
    Column("Reason", 10),
    Column("Disputed", 12, align="right"),
    Column("Open", 12, align="right", rank=1),
    Column("Note", 12, share=3, rank=2),
)


class Solve(Command):
    """Say what became of it: pays, credit (with the credit note's number) or written_off."""

    key, rank = "s", 12


class FollowUp(Command):
    """Look at it again on another day."""

    key, label, rank = "d", "Another day", 14


class OpenItems(LookUp):
    """The customer's open items."""

    label = "Open items"


class DisputesScreen(WorklistScreen[DisputeRow]):
    """The disputes that are open."""

    listing = DISPUTES
    commands = (Solve, FollowUp, OpenItems)
    columns = COLUMNS
    heading = "DISPUTES"
    empty = "Nothing is disputed."
    noun = "dispute"
    amount_column = 4
    help_text = """
A disputed invoice is not reminded of. It is noted on the customer's open
items, and solved here: S with pays, written_off, or credit and the number
of the credit note that answers it. Enter opens the invoice.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=2)
        self.solve_bar = AskBar(
            Question("outcome", "Outcome", width=12, needed=True, limit=20),
            Question("credit", "Credit note", width=15, limit=32),
            Question("note", "Note", limit=300),
            id="solve",
        )
        self.day_bar = AskBar(
            Question("day", "Again on", width=12, needed=True), Question("note", "Note", limit=300), id="again"
        )

    def below(self) -> ComposeResult:
        """Who said what; what asks."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield self.solve_bar
        yield self.day_bar

    def row(self, item: DisputeRow) -> Row:
        """One dispute."""
        day = self.show.weekday(item.follow_up)
        when = state(Tone.WARNING, day) if item.days <= 0 and item.state == "open" else Cell(day)
        what = Cell(item.reason) if item.state == "open" else state(Tone.DONE, item.outcome)
        amounts = self.show.money(item.amount), self.show.money(item.open)
        return Row(item.invoice, (when, f"{item.customer} {item.name}", item.invoice, what, *amounts, item.note))

    def look_closer(self, item: DisputeRow | None) -> None:
        """Who said what, and since when."""
        if item is None:
            self.panel.show()
            return
        by = f" by {item.said_by}" if item.said_by else ""
        since = f" {item.invoice} disputed for {item.reason}{by} since {self.show.weekday(item.opened_on)}"
        self.panel.show(Cell(since, Tone.STRONG), f" {item.note} {item.solution}")

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_solve(self) -> None:
        """S."""
        if self.highlighted is not None:
            self.solve_bar.open(self.highlighted.invoice, outcome="pays")

    @on(AskBar.Answered, "#solve")
    def _solve(self, event: AskBar.Answered) -> None:
        said = event.answers
        self.solve_bar.close()

        def deed(item: DisputeRow) -> str:
            credit = said["credit"] or None
            self.desk.do(disputes.solve, item.invoice, said["outcome"], note=said["note"], credit=credit)
            return f"{item.invoice}: {said['outcome']}"

        self.act_on([one for one in [self.highlighted] if one is not None], deed)

    def action_follow_up(self) -> None:
        """D."""
        if self.chosen():
            self.day_bar.open(counted(len(self.chosen()), "dispute"), day="+7")

    @on(AskBar.Answered, "#again")
    def _another_day(self, event: AskBar.Answered) -> None:
        try:
            day = read_day(event.answers["day"], self.desk.today, "the day")
        except BadValue as error:
            self.refuse(str(error))
            self.day_bar.focus_on("day")
            return
        note = event.answers["note"]
        self.day_bar.close()

        def deed(item: DisputeRow) -> str:
            self.desk.do(disputes.follow_up, item.invoice, day, note=note)
            return f"{item.invoice} again on {self.show.weekday(day)}"

        self.act_on(self.chosen(), deed)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    @on(WindowList.Chosen, "#worklist")
    def _open(self, event: WindowList.Chosen) -> None:
        self.desk_app.go("invoice_card", str(event.key))

    def action_look_up(self) -> None:
        """F4."""
        if self.highlighted is not None:
            self.desk_app.go("open_items", self.highlighted.customer)
