"""To bill on the screen: what has left and stands on no invoice, by customer; mark, bill, done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import invoicing
from orderdesk.queries.billing_proof import BillingProof, billing_proof
from orderdesk.queries.unbilled import TO_BILL, ToBill, UnbilledLine, unbilled_lines
from orderdesk.screens import billing_paint as paint
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, Why
from orderdesk.widgets.window_list import Row, WindowList

LINES = "lines"


class BillDue(Command):
    """Bill the marked customers, or the highlighted one, what is due by their rule."""

    key, label, rank = "b", "Bill", 12


class BillAll(Command):
    """Bill them all that has left, whatever their rule says."""

    key, label, rank = "a", "Bill all", 14


class Proof(Command):
    """Prove that nothing is billed twice or left out: how it adds up, and what does not."""

    key, rank = "p", 30


class OpenItems(LookUp):
    """The customer's open items; Enter does it too."""

    label = "Open items"


class BillingScreen(WorklistScreen[ToBill]):
    """The customers with something to bill."""

    listing = TO_BILL
    commands = (BillDue, BillAll, Proof, Why, OpenItems)
    columns = paint.COLUMNS
    heading = "TO BILL"
    empty = "Everything that has left is billed."
    noun = "customer"
    count_column = 0
    amount_column = 3
    help_text = """
A customer's rule stands on its card, or is the company's: each shipment,
  the order when it is complete, or all of a day, week or month on one
  invoice. B bills what is due by it, A all that has left.
Below stand the highlighted customer's lines: → is due now, · waits.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=paint.PANEL)
        self._lines: Sequence[UnbilledLine] = ()

    def below(self) -> ComposeResult:
        """The highlighted customer's lines."""
        yield Rule()
        yield self.panel
        yield Rule()

    def on_resize(self) -> None:
        """A low terminal keeps its rows for the list."""
        self.panel.styles.height = max(2, min(paint.PANEL, self.app.size.height // 4))
        self._show_lines()

    def title_pieces(self) -> Sequence[str]:
        """The day that decides what is due."""
        return [f" {self.heading}   {self.show.weekday(self.desk.today)}   {self.filter_text or 'all'}", ""]

    def row(self, item: ToBill) -> Row:
        """A customer."""
        return paint.row(item, self.show)

    def look_closer(self, item: ToBill | None) -> None:
        """The customer's lines."""
        if item is None:
            self.forget(LINES)
            self._seen_lines(())
        else:
            self.ask(unbilled_lines, item.customer, then=self._seen_lines, group=LINES)

    def _seen_lines(self, lines: Sequence[UnbilledLine]) -> None:
        self._lines = lines
        self._show_lines()

    def _show_lines(self) -> None:
        height = self.panel.styles.height
        rows = int(height.value) if height is not None else paint.PANEL
        self.panel.show(*paint.panel(self._lines, self.show, rows))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_bill_due(self) -> None:
        """B."""
        self._bill(everything=False)

    def action_bill_all(self) -> None:
        """A."""
        self._bill(everything=True)

    def _bill(self, *, everything: bool) -> None:
        chosen = self.chosen()
        if not chosen:
            self.status.warn("nobody is highlighted")
            return

        def deed(item: ToBill) -> str:
            numbers = self.desk.do(invoicing.run, item.customer, everything=everything)
            return f"{item.customer} is billed with {', '.join(numbers)}"

        self.act_on(chosen, deed)

    def action_proof(self) -> None:
        """P."""

        def explain(proof: BillingProof) -> None:
            self.desk_app.go("explain", "Is everything billed, and once?", list(paint.proof(proof, self.show)))

        self.held(partial(self.desk.ask, billing_proof), then=explain)

    @on(WindowList.Chosen, "#worklist")
    def _open(self, event: WindowList.Chosen) -> None:
        self.desk_app.go("open_items", str(event.key))

    def action_look_up(self) -> None:
        """F4: the open items."""
        if self.list.highlighted is not None:
            self.desk_app.go("open_items", str(self.list.highlighted))

    def action_why(self) -> None:
        """F11: the rule, and every line with its figures."""
        item = self.highlighted
        if item is None:
            return

        def explain(lines: Sequence[UnbilledLine]) -> None:
            heading = f"What is to be billed of {item.customer} {item.name}?"
            self.desk_app.go("explain", heading, list(paint.why(item, lines, self.show)))

        self.held(partial(self.desk.ask, unbilled_lines, item.customer), then=explain)
