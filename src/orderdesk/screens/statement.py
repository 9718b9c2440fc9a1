"""A customer's statement of account: what was owed, what moved, what is owed, how late it is; it proves itself."""

from __future__ import annotations

from functools import partial
from textwrap import wrap
from typing import TypeAlias

from textual import on
from textual.app import ComposeResult

from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.disputes import PromiseRow, open_promises
from orderdesk.queries.settings import settings
from orderdesk.queries.statement import AccountStatement, account_statement
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import Currency
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.standard_keys import Cancel, LookUp, Refresh
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Day", 11),
    Column("Document", 15),
    Column("What", 16, share=1, rank=1),
    Column("Amount", 12, align="right"),
    Column("Balance", 13, align="right"),
)


class Period(Command):
    """Another first and last day."""

    key, rank = "d", 12


class OpenItems(LookUp):
    """The customer's open items."""

    label = "Open items"


Seen: TypeAlias = tuple[Settings, Currency, AccountStatement, tuple[PromiseRow, ...]]


def look(reading: Reading, customer: str, since: str, until: str) -> Seen:
    """What the screen shows, on one snapshot."""
    first = read_day(since, reading.today, "the first day") if since else None
    last = read_day(until, reading.today, "the last day") if until else None
    found = account_statement(reading, customer, since=first, until=last)
    return settings(reading), currency_of(reading, found.currency), found, open_promises(reading, customer)


class StatementScreen(DeskScreen):
    """One customer's account over time."""

    commands = (Period, OpenItems, Cancel, Refresh)
    heading = "STATEMENT"
    help_text = """
Opening balance and movements make the closing balance, and that is what
the ageing of the last day comes to: the foot says so.
"""

    def __init__(self, customer: str) -> None:
        super().__init__()
        self.customer = customer
        self.list = WindowList(COLUMNS, empty="Nothing moved.")
        self.foot = Lines(height=4)
        self.bar = AskBar(
            Question("since", "From", width=12, limit=20), Question("until", "To", width=12, limit=20), id="period"
        )
        self._days = ("", "")

    def body(self) -> ComposeResult:
        """The movements, the proof, what asks."""
        yield self.list
        yield self.foot
        yield self.bar

    def on_mount(self) -> None:
        """Read it, while what is typed ahead waits."""
        self._read()

    def _read(self) -> None:
        self.held(partial(self.desk.ask, look, self.customer, *self._days), then=self._seen)

    def action_refresh(self) -> None:
        """F5."""
        self._read()

    def _seen(self, seen: Seen) -> None:
        company, currency, found, promises = seen
        show = Show(currency, company.locale)
        span = f"{show.day(found.since)} to {show.day(found.until)}"
        self.spread_title(f" {self.heading}   {found.customer} {found.name}", f"{span} ")
        opening = Row(0, (show.day(found.since), "", "opening balance", "", show.money(found.opening)), Tone.MUTED)
        rows = [
            Row(number, (show.day(one.day), one.document, one.text, show.money(one.amount), show.money(one.balance)))
            for number, one in enumerate(found.movements, start=1)
        ]
        self.list.set_rows([opening, *rows])
        self.list.set_totals("", "", "closing balance", "", show.money(found.closing))
        sure = state(Tone.DONE, "it adds up")
        if not found.sound:
            sure = state(Tone.REFUSED, "it does not add up: run the check")
        proof = wrap(found.ageing.proof, max(20, self.app.size.width - 2))
        told: list[Line] = [[" ", sure], *(f" {row}" for row in proof)]
        told += [Cell(f" {one.told}", Tone.WARNING if one.state == "broken" else Tone.NOTE) for one in promises[:2]]
        self.foot.show(*told)

    def action_period(self) -> None:
        """D."""
        self.bar.open("", since=self._days[0], until=self._days[1])

    @on(AskBar.Answered, "#period")
    def _period(self, event: AskBar.Answered) -> None:
        days = event.answers["since"], event.answers["until"]
        try:
            for day in days:
                if day:
                    read_day(day, self.desk.today, "the day")
        except BadValue as error:
            self.refuse(str(error))
            self.bar.focus_on("since")
            return
        self.bar.close()
        self._days = days
        self._read()

    def action_look_up(self) -> None:
        """F4."""
        self.desk_app.go("open_items", self.customer)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
