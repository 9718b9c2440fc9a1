"""Dunning on the screen: who is to be reminded now, the longest overdue first; mark them, remind them, done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import dunning
from orderdesk.queries.dunning import DUNNING, DunningCard, ToRemind, dunning_card
from orderdesk.queries.settings import settings
from orderdesk.rules.dunning import DunningLevels
from orderdesk.rules.wording import counted, listed
from orderdesk.screens import dunning_paint as paint
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.store.transaction import Reading
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, Why
from orderdesk.widgets.window_list import Row, WindowList

CARD = "card"


class Remind(Command):
    """Note that the marked customers, or the highlighted one, are reminded of all that is due for it."""

    key, rank = "r", 12


class OpenItems(LookUp):
    """The customer's open items; Enter does it too."""

    label = "Open items"


class DunningScreen(WorklistScreen[ToRemind]):
    """The customers with invoices that are due for a reminder today."""

    listing = DUNNING
    commands = (Remind, Why, OpenItems)
    columns = paint.COLUMNS
    heading = "DUNNING"
    empty = "Nobody is to be reminded today."
    noun = "customer"
    count_column = 0
    amount_column = 3
    help_text = """
Each due invoice of a reminded customer climbs one level, and no further
  today. Below stands why each of the highlighted customer's invoices is
  due or not; F11 tells it with every figure.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=paint.PANEL)
        self.levels: DunningLevels | None = None
        self._card: DunningCard | None = None

    def below(self) -> ComposeResult:
        """The highlighted customer's invoices."""
        yield Rule()
        yield self.panel
        yield Rule()

    def on_resize(self) -> None:
        """A low terminal keeps its rows for the list."""
        self.panel.styles.height = max(2, min(paint.PANEL, self.app.size.height // 4))
        self._show_card()

    def beside(self, reading: Reading) -> DunningLevels:
        """The company's levels, for the title."""
        return settings(reading).dunning

    def show_beside(self, answer: DunningLevels) -> None:
        """They go into the title."""
        self.levels = answer

    def title_pieces(self) -> Sequence[str]:
        """From how many days late each level is due."""
        days = listed([str(day) for day in self.levels.days]) if self.levels is not None else ""
        levels = f"reminders from {days} days late " if days else "no reminders are sent "
        return [f" {self.heading}   {self.show.weekday(self.desk.today)}   {self.filter_text or 'all'}", levels]

    def row(self, item: ToRemind) -> Row:
        """A customer."""
        return paint.row(item, self.show)

    def look_closer(self, item: ToRemind | None) -> None:
        """The customer's invoices."""
        if item is None:
            self.forget(CARD)
            self._card = None
            self._show_card()
        else:
            self.ask(dunning_card, item.customer, then=self._seen_card, group=CARD)

    def _seen_card(self, card: DunningCard) -> None:
        self._card = card
        self._show_card()

    def _show_card(self) -> None:
        height = self.panel.styles.height
        rows = int(height.value) if height is not None else paint.PANEL
        self.panel.show(*(paint.panel(self._card, self.show, rows) if self._card is not None else ()))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_remind(self) -> None:
        """R."""
        chosen = self.chosen()
        if not chosen:
            self.status.warn("nobody is highlighted")
        else:
            self.act_on(chosen, self._remind)

    def _remind(self, item: ToRemind) -> str:
        sent = self.desk.do(dunning.remind, item.customer)
        amount = self.show.money(sum(one.open for one in sent))
        return f"{item.customer} is reminded of {counted(len(sent), 'invoice')}, {amount}"

    @on(WindowList.Chosen, "#worklist")
    def _open(self, event: WindowList.Chosen) -> None:
        self.desk_app.go("open_items", str(event.key))

    def action_look_up(self) -> None:
        """F4: the open items."""
        if self.list.highlighted is not None:
            self.desk_app.go("open_items", str(self.list.highlighted))

    def action_why(self) -> None:
        """F11: every figure that decided."""
        item = self.highlighted
        if item is None or self.levels is None:
            return
        levels = self.levels

        def explain(card: DunningCard) -> None:
            heading = f"Why remind {card.customer} {card.name}?"
            self.desk_app.go("explain", heading, list(paint.why(card, levels, self.show)))

        self.held(partial(self.desk.ask, dunning_card, item.customer), then=explain)
