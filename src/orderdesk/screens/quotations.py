"""Quotations: those that end first in front. Send, accept all or a part, lose with a reason, renew."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import quotations
from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.picked_lines import picked_lines
from orderdesk.queries.live import LiveDraft, draft
from orderdesk.queries.quotations import QUOTATIONS, QuotationRow, Reason, reasons, revisions, won_and_lost
from orderdesk.rules.agreement import days_left
from orderdesk.screens import quotations_paint as paint
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, New, Why
from orderdesk.widgets.window_list import Row, WindowList

PANEL = 6  # rows below the list
CARD = "card"


class NewQuotation(New):
    """Begin a quotation: order entry, which makes one of it."""

    label = "New"


class Send(Command):
    """Note that the customer has it as it stands; a change after that is the next revision."""

    key, rank = "s", 20


class AcceptIt(Command):
    """Make an order of it at the quoted prices: all of it, or the lines that are named."""

    key, label, rank = "a", "Accept", 21


class Lose(Command):
    """Note that the customer declined, and why."""

    key, label, rank = "l", "Lost", 22


class Renew(Command):
    """Give it another last day: an expired or lost one is good again."""

    key, rank = "r", 23


class Reprice(Command):
    """Renew it at the prices of today."""

    key, label, rank = "p", "Reprice", 24


class Revisions(Command):
    """What each revision said when it was sent."""

    key, rank = "o", 25


class WonLost(Command):
    """What was won and lost in a year, by reason, clerk and customer."""

    key, label, rank = "w", "Won/lost", 64


class OpenQuotation(LookUp):
    """Open it to be changed; one that has ended is only shown."""

    label = "Open"


class QuotationsScreen(WorklistScreen[QuotationRow]):
    """What was offered, and what becomes of it."""

    listing = QUOTATIONS
    commands = (NewQuotation, Send, AcceptIt, Lose, Renew, Reprice, Revisions, WonLost, Why, OpenQuotation)
    heading = "QUOTATIONS"
    columns = paint.COLUMNS
    empty = "No quotation is open."
    noun = "quotation"
    amount_column = 5
    help_text = """
Open quotations, those that end first in front; state:won, state:lost and
  state:expired show the others.
A asks for the lines: nothing is all of it, 1 3 are two lines, 1=40 is
  so much of one. The order is a draft at the quoted prices.
Below stands what is on the highlighted one, with what is free today.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=PANEL, id="panel")
        self.bars = {
            "accept": AskBar(Question("lines", "Lines", width=24), Question("reason", "Reason", limit=30), id="accept"),
            "lose": AskBar(
                Question("reason", "Reason", width=18, needed=True, limit=30), Question("note", "Note", limit=300),
                id="lose",
            ),
            "renew": AskBar(Question("until", "Good until", width=14), id="renew"),
        }  # fmt: skip
        self.reprices = False
        self.known: tuple[Reason, ...] = ()

    def below(self) -> ComposeResult:
        """What is on the highlighted quotation; the questions."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield from self.bars.values()

    def beside(self, reading: Reading) -> tuple[Reason, ...]:
        """The reasons, for the questions."""
        return reasons(reading)

    def show_beside(self, answer: tuple[Reason, ...]) -> None:
        """They are named when one is asked for."""
        self.known = answer

    def on_resize(self) -> None:
        """A low terminal keeps its rows for the list."""
        self.panel.styles.height = PANEL if self.app.size.height >= 20 else 3

    def row(self, item: QuotationRow) -> Row:
        """One quotation."""
        return paint.row(item.quotation, self.show, self.desk.today)

    def look_closer(self, item: QuotationRow | None) -> None:
        """The panel: its lines, with what the guard would say."""
        if item is None:
            self.forget(CARD)
            self.panel.show()
        else:
            self.ask(draft, item.quotation.number, then=self._seen_lines, group=CARD)

    def _seen_lines(self, seen: LiveDraft) -> None:
        height = self.panel.styles.height
        rows = int(height.value) if height is not None else PANEL
        self.panel.show(*paint.panel(seen, self.show, self.size.width, rows))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6."""
        self.desk_app.go("order_entry", None, None, False, "quotation")

    def action_send(self) -> None:
        """S: the marked ones, or the highlighted one."""

        def deed(item: QuotationRow) -> str:
            sent = self.desk.do(quotations.send, item.quotation.number)
            return f"{sent.quotation} revision {sent.revision} is sent, good until {self.show.day(sent.valid_until)}"

        self._act_on_chosen(deed)

    def _act_on_chosen(self, deed: object) -> None:
        chosen = self.chosen()
        if chosen:
            self.act_on(chosen, deed)  # type: ignore[arg-type]
        else:
            self.status.warn("no quotation is highlighted")

    def action_accept_it(self) -> None:
        """A: which lines."""
        if self.highlighted is None:
            self.status.warn("no quotation is highlighted")
        else:
            self.bars["accept"].open(f"Accept {self.highlighted.quotation.number}, all or 1 3 or 1=40:")

    @on(AskBar.Answered, "#accept")
    def _accept(self, event: AskBar.Answered) -> None:
        item = self.highlighted
        if item is None:
            return
        try:
            lines = picked_lines(event.answers["lines"], self.show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("lines")
            return
        event.bar.close()
        number, reason = item.quotation.number, event.answers["reason"]

        def then(made: quotations.Accepted) -> None:
            self.desk_app.go("order_entry", made.order)

        self.do(quotations.accept, number, lines or None, reason=reason or None, then=then)

    def action_lose(self) -> None:
        """L: why."""
        if not self.chosen():
            self.status.warn("no quotation is highlighted")
            return
        codes = " ".join(one.code for one in self.known if one.active and one.outcome == "lost")
        self.bars["lose"].open(f"Lost, {codes or 'no reasons yet'}:")

    @on(AskBar.Answered, "#lose")
    def _lose(self, event: AskBar.Answered) -> None:
        reason, note = event.answers["reason"], event.answers["note"]
        event.bar.close()

        def deed(item: QuotationRow) -> str:
            state = self.desk.do(quotations.lose, item.quotation.number, reason, note)
            return f"{item.quotation.number} is {state}"

        self.act_on(self.chosen(), deed)

    @on(AskBar.Missing, "#lose")
    def _no_reason(self) -> None:
        self.refuse("why was it lost? One of the reasons that are named")

    def action_renew(self) -> None:
        """R: until when."""
        self._ask_renewal(reprices=False)

    def action_reprice(self) -> None:
        """P: the same at today's prices."""
        self._ask_renewal(reprices=True)

    def _ask_renewal(self, *, reprices: bool) -> None:
        if not self.chosen():
            self.status.warn("no quotation is highlighted")
            return
        self.reprices = reprices
        self.bars["renew"].open("At the prices of today" if reprices else "As it stands")

    @on(AskBar.Answered, "#renew")
    def _renew(self, event: AskBar.Answered) -> None:
        text, reprices = event.answers["until"], self.reprices
        try:
            until = read_day(text, self.desk.today, "the day") if text else None
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("until")
            return
        event.bar.close()

        def deed(item: QuotationRow) -> str:
            day = self.desk.do(quotations.renew, item.quotation.number, valid_until=until, reprice=reprices)
            return f"{item.quotation.number} is good until {self.show.day(day)}, {days_left(day, self.desk.today)}"

        self.act_on(self.chosen(), deed)

    # Looking ----------------------------------------------------------------------------------------------------------

    @on(WindowList.Chosen, "#worklist")
    def action_look_up(self) -> None:
        """Enter and F4: go on with it, or look at what it was."""
        if self.highlighted is not None:
            one = self.highlighted.quotation
            self.desk_app.go("order_entry" if one.state == "quotation" else "order_card", one.number)

    def action_revisions(self) -> None:
        """O: what each revision said."""
        if self.highlighted is None:
            return
        number = self.highlighted.quotation.number
        self.held(
            partial(self.desk.ask, revisions, number),
            then=lambda found: self.desk_app.go(
                "explain", f"QUOTATION {number}   revisions", paint.said(found, self.show, self.desk.clock().tzinfo)
            ),
        )

    def action_won_lost(self) -> None:
        """W: a year, three ways."""
        last = self.desk.today
        first = last - timedelta(days=365)

        def look(reading: Reading) -> list[str]:
            return [
                row
                for by in ("reason", "clerk", "customer")
                for row in paint.shares(f"by {by}", won_and_lost(reading, first, last, by), self.show)
            ]

        days = f"{self.show.day(first)} to {self.show.day(last)}"
        heading = f"WON AND LOST   decided {days}, without tax"
        self.held(partial(self.desk.ask, look), then=lambda rows: self.desk_app.go("explain", heading, rows))

    def action_why(self) -> None:
        """F11: what the guard would say if it were an order now."""
        if self.highlighted is None:
            return
        number = self.highlighted.quotation.number
        self.held(
            partial(self.desk.ask, draft, number),
            then=lambda seen: self.desk_app.go("explain", f"QUOTATION {number} as an order today", paint.why(seen)),
        )
