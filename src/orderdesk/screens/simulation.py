"""What a rule would have done to past orders: which it holds, which no longer, and how many of them for nothing."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from orderdesk.queries.settings import settings
from orderdesk.rules.simulation import Simulation
from orderdesk.screens import rules_paint as paint
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Why
from orderdesk.widgets.window_list import WindowList


class OpenOrder(Command):
    """Open the highlighted order; Enter does it too."""

    key, label, rank = "o", "Order", 20


class SimulationScreen(DeskScreen):
    """One simulation. Nothing was changed by it."""

    commands = (OpenOrder, Why, Cancel)
    heading = "SIMULATION"
    help_text = """
A false alarm is an order that would be held and that went through all the
  same: released, or never held and confirmed.
Nothing was changed: enter or change the rule on the list of rules.
"""

    def __init__(self, found: Simulation) -> None:
        super().__init__()
        self.found = found
        self.summary = Lines(height=3)
        self.list = WindowList(paint.TRIED, empty="No order would be held.", id="tried")
        self._show = Show()

    def body(self) -> ComposeResult:
        """What came of it, then the orders."""
        yield self.summary
        yield Rule()
        yield self.list

    def on_mount(self) -> None:
        """The rows; Enter typed ahead waits for them."""
        self.held(lambda: self.desk.ask(settings), then=self._paint)

    def _paint(self, company: Settings) -> None:
        self._show = Show(company.money, company.locale)
        self.show_title(f" {self.heading}   {self.found.rule}   nothing was changed")
        self.summary.show(*paint.summary(self.found, self._show))
        self.list.set_rows([paint.tried_row(one, self._show) for one in self.found.orders])

    @on(WindowList.Chosen, "#tried")
    def action_open_order(self) -> None:
        """Enter and O."""
        if self.list.highlighted is not None:
            self.desk_app.go("order_card", self.list.highlighted)

    def action_why(self) -> None:
        """F11: the sentence of the hold, and what became of the order."""
        row = next((one for one in self.found.orders if one.number == self.list.highlighted), None)
        if row is not None:
            money = self._show.money(row.gross)
            why = [f"   {row.change}: {row.why}", f"   in truth: {row.outcome}"]
            self.desk_app.go("explain", f"WHY   order {row.number}", [f"{row.customer} {row.name}, {money}", *why])

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
