"""Currencies: what each is worth in the company's own from a day on, and a new rate."""

from __future__ import annotations

from functools import partial
from typing import TypeAlias

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import currencies
from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.queries.currencies import DatedRate, dated_rates
from orderdesk.queries.settings import settings
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import parse_rate, rate_text
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, New, Refresh
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Currency", 9),
    Column("From", 15),
    Column("Is worth", 18, align="right"),
    Column("", 16, share=1),
)
Seen: TypeAlias = tuple[Settings, tuple[DatedRate, ...]]


class NewRate(New):
    """Enter what a currency is worth from a day on; entering a day again corrects it."""

    label = "Rate"


def look(reading: Reading) -> Seen:
    """What the screen shows, on one snapshot."""
    return settings(reading), dated_rates(reading)


class CurrenciesScreen(DeskScreen):
    """The rates, the newest of each currency first."""

    commands = (NewRate, Cancel, Refresh)
    heading = "CURRENCIES"
    help_text = """
A rate holds from its day until the next one. Documents keep the rate of
their own day: a new rate changes none that is there.
"""

    def __init__(self) -> None:
        super().__init__()
        self.list = WindowList(COLUMNS, empty="Everybody pays in the company's own currency. F6 enters a rate.")
        self.bar = AskBar(
            Question("currency", "Currency", width=5, needed=True, limit=8),
            Question("rate", "One of it is", width=14, needed=True, limit=24),
            Question("day", "From", width=12, limit=20),
            id="rate",
        )
        self._show = Show()

    def body(self) -> ComposeResult:
        """The rates, and what asks."""
        yield self.list
        yield Rule()
        yield self.bar

    def on_mount(self) -> None:
        """Read them, while what is typed ahead waits."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """F5."""
        self.held(partial(self.desk.ask, look), then=self._seen)

    def _seen(self, seen: Seen) -> None:
        company, rates = seen
        self._show = Show(company.money, company.locale)
        self.show_title(f" {self.heading}   in {company.currency}, the company's own")
        rows, held = [], set()
        for one in rates:
            now = one.valid_from <= self.desk.today and one.currency not in held
            if now:
                held.add(one.currency)
            coming = Cell("to come" if one.valid_from > self.desk.today else "")
            standing = state(Tone.DONE, "holds today") if now else coming
            worth = f"{rate_text(one.rate)} {company.currency}"
            cells = (one.currency, self._show.weekday(one.valid_from), worth, standing)
            rows.append(Row(f"{one.currency} {one.valid_from}", cells, Tone.PLAIN if now else Tone.MUTED))
        self.list.set_rows(rows)

    def action_new(self) -> None:
        """F6: of the highlighted currency."""
        self.bar.open("", currency=str(self.list.highlighted or "").partition(" ")[0])

    @on(AskBar.Answered, "#rate")
    def _enter(self, event: AskBar.Answered) -> None:
        said, name = event.answers, "rate"
        try:
            worth = parse_rate(said["rate"], mark=self._show.decimal_mark)
            name = "day"
            day = read_day(said["day"], self.desk.today, "the day") if said["day"] else self.desk.today
        except BadValue as error:
            self.refuse(str(error))
            self.bar.focus_on(name)
            return

        def entered(code: str) -> None:
            self.bar.close()
            self.status.done(f"1 {code} is {rate_text(worth)} from {self._show.weekday(day)}")
            self.action_refresh()

        work = partial(self.desk.do, currencies.rate, said["currency"], worth, valid_from=day)
        self.held(work, then=entered, refused=lambda _: self.bar.focus_on("currency"))

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
