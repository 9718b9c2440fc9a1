"""The lots of one product: what expires first, what may not leave, who got it; blocking one and letting it go again."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import lots as verbs
from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.queries.lots import LotCard, LotRow, lot_card, lot_list
from orderdesk.queries.settings import settings
from orderdesk.rules.wording import listed
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.lot_trace import trace
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Refresh, Why
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Lot", 20, share=1),
    Column("Good until", 11),
    Column("On hand", 9, align="right"),
    Column("Picking", 8, align="right"),
    Column("Out", 9, align="right"),
    Column("", 14, share=1),
    Column("Came with", 12, rank=1),
)


class Block(Command):
    """Keep the highlighted lot from leaving, with a reason; or let it leave again."""

    key, label, rank = "b", "Block", 20


class AnotherDay(Command):
    """Put the last day of the highlighted lot right, with a reason."""

    key, label, rank = "d", "Another day", 25


class Trace(Why):
    """What the lot came with, where it is, and who got it."""

    label = "Trace"


class All(Command):
    """Show also the lots of which nothing is on hand any more, or only those that are."""

    key, label, rank = "a", "All", 30


def look(reading: Reading, sku: str, every: bool) -> tuple[Settings, tuple[LotRow, ...]]:
    """What the screen shows, on one snapshot."""
    return settings(reading), lot_list(reading, sku, all=every)


class LotsScreen(DeskScreen):
    """The lots of one product."""

    commands = (Block, AnotherDay, All, Trace, Refresh, Cancel)
    heading = "LOTS"
    help_text = """
What expires first is first. Enter traces a lot: what it came with, where it
  is, which customers got it, and every move of it.
B keeps it from leaving and asks why; what was reserved on it waits again.
"""

    def __init__(self, sku: str) -> None:
        super().__init__()
        self.sku = sku
        self.list = WindowList(COLUMNS, empty="No lot is on hand.")
        self.bar = AskBar(Question("reason", "Why", limit=200, needed=True), id="block")
        self.day_bar = AskBar(
            Question("day", "Good until", width=12), Question("reason", "Why", limit=200, needed=True), id="day"
        )  # fmt: skip
        self._every = False
        self._rows: tuple[LotRow, ...] = ()
        self._show = Show()

    def body(self) -> ComposeResult:
        """The lots, and the question for the reason."""
        yield Rule()
        yield self.list
        yield Rule()
        yield self.bar
        yield self.day_bar

    def on_mount(self) -> None:
        """Enter typed ahead waits for the rows."""
        self._read_held()

    def action_refresh(self) -> None:
        """F5."""
        self.ask(look, self.sku, self._every, then=self._seen)

    def changed(self) -> None:
        """Another terminal may have received or shipped."""
        self.action_refresh()

    def action_all(self) -> None:
        """A: with or without what is gone."""
        self._every = not self._every
        self._read_held()

    def _read_held(self) -> None:
        self.held(partial(self.desk.ask, look, self.sku, self._every), then=self._seen)

    def _seen(self, seen: tuple[Settings, tuple[LotRow, ...]]) -> None:
        company, self._rows = seen
        self._show = Show(company.money, company.locale)
        on_hand = self._show.quantity(sum(one.on_hand for one in self._rows))
        kept_back = sum(bool(one.trouble) and one.on_hand > 0 for one in self._rows)
        held = f", {kept_back} may not leave" if kept_back else ""
        self.show_title(f" {self.heading} {self.sku.upper()}   {on_hand} on hand{held}")
        self.list.set_rows([self._row(one) for one in self._rows])

    def _row(self, one: LotRow) -> Row:
        good = self._show.day(one.expires) if one.expires else Cell("no day", Tone.MUTED)
        places = ", ".join(f"{place.warehouse} {self._show.quantity(place.on_hand)}" for place in one.places)
        where = state(Tone.REFUSED if one.blocked else Tone.WARNING, _short(one)) if one.trouble else places
        on_pick = self._show.quantity(one.on_pick) if one.on_pick else ""
        out = self._show.quantity(one.with_customers) if one.with_customers else ""
        return Row(one.lot, (one.lot, good, self._show.quantity(one.on_hand), on_pick, out, where, one.source))

    @property
    def _highlighted(self) -> LotRow | None:
        return next((one for one in self._rows if one.lot == self.list.highlighted), None)

    # Tracing ----------------------------------------------------------------------------------------------------------

    @on(WindowList.Chosen)
    def action_why(self) -> None:
        """Enter, F11: forwards and backwards."""
        one = self._highlighted
        if one is None:
            return

        def seen(card: LotCard) -> None:
            self.desk_app.go("explain", f"TRACE   {card.lot.sku} {card.lot.lot}", trace(card, self._show))

        self.held(partial(self.desk.ask, lot_card, one.sku, one.lot), then=seen)

    # Blocking ---------------------------------------------------------------------------------------------------------

    def action_block(self) -> None:
        """B."""
        one = self._highlighted
        if one is None:
            self.status.warn("no lot is on hand")
        else:
            self.bar.open(f"{'let' if one.blocked else 'block'} {one.lot}:")

    @on(AskBar.Missing)
    def _no_reason(self) -> None:
        self.refuse("why? It is kept with the lot, like: glass found")

    @on(AskBar.Answered, "#block")
    def _answered(self, event: AskBar.Answered) -> None:
        one, reason = self._highlighted, event.answers["reason"]
        self.bar.close()
        if one is None:
            return
        verb = verbs.unblock if one.blocked else verbs.block

        def done(answer: verbs.Blocked) -> None:
            waits = f"; order {listed([str(order) for order in answer.taken_from])} waits" if answer.taken_from else ""
            self.status.done(f"{one.lot} {'may not leave' if answer.blocked else 'may leave again'}{waits}")
            self._read_held()

        self.held(
            partial(self.desk.do, verb, one.sku, one.lot, reason),
            then=done,
            refused=lambda error: self.refuse(str(error)),
        )

    def action_another_day(self) -> None:
        """D."""
        one = self._highlighted
        if one is None:
            self.status.warn("no lot is on hand")
        else:
            self.day_bar.open(f"{one.lot}", day=one.expires.isoformat() if one.expires else "")

    @on(AskBar.Answered, "#day")
    def _another_day(self, event: AskBar.Answered) -> None:
        one, said = self._highlighted, event.answers
        try:
            day = read_day(said["day"], self.desk.today, "the day") if said["day"] else None
        except BadValue as error:
            self.refuse(str(error))
            self.day_bar.focus_on("day")
            return
        self.day_bar.close()
        if one is None:
            return

        def done(_: object) -> None:
            self.status.done(f"{one.lot} is good until {self._show.day(day)}" if day else f"{one.lot} has no last day")
            self._read_held()

        self.do(verbs.change, one.sku, one.lot, said["reason"], then=done, expires=day)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()


def _short(one: LotRow) -> str:
    if one.blocked:
        return "blocked"
    return "expired" if "expired" in one.trouble else "too short"
