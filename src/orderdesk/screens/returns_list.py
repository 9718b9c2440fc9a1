"""Returns: what waits for consent, what is on its way back, what came and is to be credited."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import returns
from orderdesk.errors import BadValue
from orderdesk.queries.returns import RETURNS, ReturnRow
from orderdesk.screens.return_words import read_lines, standing
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.show import Show
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, New
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Return", 7),
    Column("State", 13),
    Column("Customer", 16, share=2),
    Column("Order", 7),
    Column("Reason", 10, rank=1),
    Column("Agreed", 8, align="right", rank=2),
    Column("Came", 8, align="right"),
    Column("Valid until", 14, rank=3),
    Column("Value", 13, align="right"),
)


class NewReturn(New):
    """Agree that goods of an order may come back."""

    label = "New return"


class Authorise(Command):
    """Consent to the marked returns, or the highlighted one."""

    key, rank = "r", 12


class Refuse(Command):
    """Refuse the marked returns, or the highlighted one, with a reason."""

    key, rank = "x", 13


class OpenReturn(LookUp):
    """Open the return: take goods in, credit, replace."""

    label = "Open"


class ReturnsScreen(WorklistScreen[ReturnRow]):
    """The returns that are open; `all` in the filter shows the others too."""

    listing = RETURNS
    commands = (NewReturn, Authorise, Refuse, OpenReturn)
    heading = "RETURNS"
    columns = COLUMNS
    empty = "No return is open. F6 agrees to one."
    noun = "return"
    amount_column = 8
    help_text = """
F6 asks for the order, why, and which lines: 1=2 3=1, or nothing for all
  that may come back. A late or dear return waits for an approver.
Enter opens one: there goods are taken in and credited.
"""

    def __init__(self, filter: str = "", order: int | None = None) -> None:
        super().__init__(filter)
        self.order = order
        self.new_bar = AskBar(
            Question("order", "Order", width=9, needed=True),
            Question("reason", "Why", width=10, needed=True),
            Question("lines", "Lines", width=14),
            Question("note", "Note", limit=500),
            id="new-return",
        )
        self.refuse_bar = AskBar(Question("reason", "Why not", needed=True, limit=300), id="refuse-return")

    def below(self) -> ComposeResult:
        """Where a new one is typed."""
        yield Rule()
        yield self.new_bar
        yield self.refuse_bar

    def row(self, item: ReturnRow) -> Row:
        """One return."""
        money = Show(item.currency, self.show.locale)
        return Row(
            item.number,
            (
                str(item.number),
                standing(item.state),
                f"{item.customer} {item.name}",
                str(item.order),
                item.reason,
                self.show.quantity(item.quantity),
                self.show.quantity(item.received),
                self.show.weekday(item.valid_until),
                money.money(item.value),
            ),
        )

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6."""
        self.new_bar.open("New return:", order=str(self.order or ""))

    @on(AskBar.Answered, "#new-return")
    def _new(self, event: AskBar.Answered) -> None:
        said = event.answers
        try:
            if not said["order"].isdecimal():
                self.new_bar.focus_on("order")
                raise BadValue(f"{said['order'][:20]!r} is no order's number")
            lines = read_lines(said["lines"], self.show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            return

        def made(number: int) -> None:
            self.new_bar.close()
            self.desk_app.go("return_card", number)

        self.do(returns.new, int(said["order"]), lines, reason=said["reason"], note=said["note"], then=made)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        needed = {"order": "which order?", "reason": "why does it come back? A return reason's code, like BROKEN"}
        self.refuse(needed.get(event.question.name, "why not?"))

    def action_authorise(self) -> None:
        """R."""

        def deed(item: ReturnRow) -> str:
            self.desk.do(returns.authorise, item.number)
            return f"{item.number} authorised"

        self.act_on(self.chosen(), deed)

    def action_refuse(self) -> None:
        """X."""
        if self.chosen():
            self.refuse_bar.open("Refuse:")

    @on(AskBar.Answered, "#refuse-return")
    def _refuse(self, event: AskBar.Answered) -> None:
        reason = event.answers["reason"]
        self.refuse_bar.close()

        def deed(item: ReturnRow) -> str:
            self.desk.do(returns.refuse, item.number, reason)
            return f"{item.number} refused"

        self.act_on(self.chosen(), deed)

    @on(WindowList.Chosen, "#worklist")
    def action_look_up(self) -> None:
        """Enter and F4: the return."""
        if self.highlighted is not None:
            self.desk_app.go("return_card", self.highlighted.number)
