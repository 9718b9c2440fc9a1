"""Complaints: what waits for a remedy, for consent, or to be carried out."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import complaints
from orderdesk.queries.complaints import COMPLAINTS, ComplaintRow
from orderdesk.screens.return_words import standing
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.show import Show
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, New
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("No.", 5),
    Column("State", 12),
    Column("Customer", 14, share=1),
    Column("Order", 7),
    Column("What was said", 18, share=2),
    Column("Remedies", 13, align="right"),
)


class NewComplaint(New):
    """Note what a customer complains about."""

    label = "New complaint"


class Approve(Command):
    """Consent to the remedies of the marked complaints, or of the highlighted one."""

    key, rank = "r", 12


class OpenComplaint(LookUp):
    """Open the complaint: remedies, consent, carrying out."""

    label = "Open"


class ComplaintsScreen(WorklistScreen[ComplaintRow]):
    """The complaints that are open; `all` in the filter shows the others too."""

    listing = COMPLAINTS
    commands = (NewComplaint, Approve, OpenComplaint)
    heading = "COMPLAINTS"
    columns = COLUMNS
    empty = "No complaint is open. F6 notes one."
    noun = "complaint"
    amount_column = 5
    help_text = """
F6 notes a complaint about an order. Enter opens it: there the remedies are
  proposed line by line, approved where they are dear, and carried out.
"""

    def __init__(self, filter: str = "", order: int | None = None) -> None:
        super().__init__(filter)
        self.order = order
        self.new_bar = AskBar(
            Question("order", "Order", width=9, needed=True),
            Question("text", "What", needed=True, limit=1_000),
            id="new-complaint",
        )

    def below(self) -> ComposeResult:
        """Where a new one is typed."""
        yield Rule()
        yield self.new_bar

    def row(self, item: ComplaintRow) -> Row:
        """One complaint."""
        value = Show(item.currency, self.show.locale).money(item.value) if item.value else ""
        who = f"{item.customer} {item.name}"
        return Row(item.number, (str(item.number), standing(item.state), who, str(item.order), item.text, value))

    def action_new(self) -> None:
        """F6."""
        self.new_bar.open("Complaint:", order=str(self.order or ""))

    @on(AskBar.Answered, "#new-complaint")
    def _new(self, event: AskBar.Answered) -> None:
        order = event.answers["order"]
        if not order.isdecimal():
            self.new_bar.focus_on("order")
            self.refuse(f"{order[:20]!r} is no order's number")
            return

        def made(number: int) -> None:
            self.new_bar.close()
            self.desk_app.go("complaint_card", number)

        self.do(complaints.new, int(order), event.answers["text"], then=made)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse("which order?" if event.question.name == "order" else "what did the customer say?")

    def action_approve(self) -> None:
        """R."""

        def deed(item: ComplaintRow) -> str:
            self.desk.do(complaints.approve, item.number)
            return f"{item.number} approved"

        self.act_on(self.chosen(), deed)

    @on(WindowList.Chosen, "#worklist")
    def action_look_up(self) -> None:
        """Enter and F4: the complaint."""
        if self.highlighted is not None:
            self.desk_app.go("complaint_card", self.highlighted.number)
