"""The bank's lines: whose money each is and why; certain ones booked in one go, the others one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import bank, bank_store
from orderdesk.errors import BadValue
from orderdesk.exchange.bank import read_statements
from orderdesk.queries.bank import BANK, BankRow
from orderdesk.queries.settings import settings
from orderdesk.rules.bank_matching import Proposal
from orderdesk.rules.bank_split import read_parts
from orderdesk.rules.wording import counted
from orderdesk.screens import bank_paint as paint
from orderdesk.screens.bank_keys import (
    BookCertain,
    BookLine,
    BookOther,
    Ignore,
    Import,
    NextProposal,
    OpenAccount,
    Undo,
    bars,
)
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.values import ONE, parse_quantity
from orderdesk.widgets.ask_bar import AskBar
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Why
from orderdesk.widgets.window_list import Row, WindowList


class BankScreen(WorklistScreen[BankRow]):
    """The lines that wait."""

    listing = BANK
    commands = (Import, BookLine, BookCertain, BookOther, NextProposal, Ignore, Undo, Why, OpenAccount)
    columns = paint.COLUMNS
    heading = "BANK"
    empty = "No line of the bank waits."
    noun = "line"
    amount_column = 1
    help_text = """
Below the list stands who may have paid, and why, the likeliest first;
Enter and B book it so. O books it as you say, also in parts:
  ERNSH 100.00 INV-2026-0001; ALFKI   (the last takes what is left)
and money that went as the receipt that you name, come back.
Money that went is a payment that came back, a refund of ours, or to be
ignored with I: the bank's fee, for instance.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=paint.PANEL)
        self.bars = bars()
        self._number: dict[int, int] = {}  # the proposal that is chosen of a line, where it is not the first

    def below(self) -> ComposeResult:
        """What the highlighted line may be; what asks."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield from self.bars.values()

    # Painting ---------------------------------------------------------------------------------------------------------

    def _chosen_of(self, item: BankRow) -> Proposal | None:
        at = self._number.get(item.id, 1)
        return item.proposals[at - 1] if at <= len(item.proposals) else None

    def row(self, item: BankRow) -> Row:
        """One line."""
        return paint.row(item, self._chosen_of(item), self.show)

    def look_closer(self, item: BankRow | None) -> None:
        """The panel: the line in full, then each proposal with its reasons."""
        self.panel.show(*(paint.told(item, self._chosen_of(item), self.show) if item is not None else ()))

    def title_pieces(self) -> Sequence[str]:
        """What is shown."""
        return [f" {self.heading}   {self.show.weekday(self.desk.today)}   {self.filter_text or 'open'}", ""]

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_book_line(self) -> None:
        """B."""
        lines = [one for one in self.chosen() if one.state == "open"]
        if not lines:
            self.status.warn("no open line is highlighted")
        else:
            self.act_on(lines, self._accept)

    @on(WindowList.Chosen, "#worklist")
    def _enter(self) -> None:
        self.action_book_line()

    def _accept(self, item: BankRow) -> str:
        done = self.desk.do(bank.accept, item.id, number=self._number.get(item.id, 1))
        numbers = ", ".join(str(number) for number in done.receipts)
        return f"{self.show.money(item.amount)}: {done.kind} {numbers}".strip()

    def action_book_certain(self) -> None:
        """C."""
        lines = [one for one in self.items.values() if one.best is not None and one.best.certain]
        if not lines:
            self.status.warn("no line is certain; look at them one by one")
        else:
            self.act_on(lines, lambda item: self._certain(item))

    def _certain(self, item: BankRow) -> str:
        done = self.desk.do(bank.accept, item.id, only_certain=True)
        return f"{self.show.money(item.amount)}: {done.kind} {', '.join(str(number) for number in done.receipts)}"

    def action_next_proposal(self) -> None:
        """N."""
        item = self.highlighted
        if item is None or len(item.proposals) < 2:
            self.status.warn("there is no other proposal; O books it as you say")
            return
        self._number[item.id] = self._number.get(item.id, 1) % len(item.proposals) + 1
        self.list.update_row(self.row(item))
        self.look_closer(item)

    def action_book_other(self) -> None:
        """O: whose it is; of money that went, which receipt came back with it."""
        if self.highlighted is not None and self.highlighted.amount < 0:
            self.bars["bounced"].open(self.show.money(self.highlighted.amount))
        elif self.highlighted is not None:
            chosen = self._chosen_of(self.highlighted)
            self.bars["parts"].open(self.show.money(self.highlighted.amount), parts=chosen.customer if chosen else "")

    @on(AskBar.Answered, "#parts")
    def _parts(self, event: AskBar.Answered) -> None:
        try:
            parts = list(read_parts(event.answers["parts"], self.show.currency, self.show.decimal_mark))
        except BadValue as error:
            self.refuse(str(error))
            self.bars["parts"].focus_on("parts")
            return
        self._one(self.bars["parts"], lambda item: self.desk.do(bank.book, item.id, parts), "booked")

    @on(AskBar.Answered, "#bounced")
    def _bounced(self, event: AskBar.Answered) -> None:
        try:
            receipt = parse_quantity(event.answers["receipt"], what="receipt") // ONE
        except BadValue as error:
            self.refuse(str(error))
            self.bars["bounced"].focus_on("receipt")
            return
        told = f"is receipt {receipt} coming back"
        self._one(self.bars["bounced"], lambda item: self.desk.do(bank.bounce, item.id, receipt), told)

    def action_ignore(self) -> None:
        """I."""
        if self.chosen():
            self.bars["ignore"].open(counted(len(self.chosen()), "line"), **{"as": "fee"})

    @on(AskBar.Answered, "#ignore")
    def _ignore(self, event: AskBar.Answered) -> None:
        as_, reason = event.answers["as"], event.answers["reason"]
        self._one(self.bars["ignore"], lambda item: self.desk.do(bank.ignore, item.id, as_, reason), f"is {as_}")

    def action_undo(self) -> None:
        """U."""
        if self.highlighted is not None:
            self.bars["undo"].open("Undo:")

    @on(AskBar.Answered, "#undo")
    def _undo(self, event: AskBar.Answered) -> None:
        reason = event.answers["reason"]
        self._one(self.bars["undo"], lambda item: self.desk.do(bank.undo, item.id, reason), "is open again")

    def _one(self, bar: AskBar, deed: Callable[[BankRow], Any], told: str) -> None:
        bar.close()
        items = self.chosen() if bar is self.bars["ignore"] else [one for one in [self.highlighted] if one is not None]

        def work(item: BankRow) -> str:
            deed(item)
            return f"{self.show.money(item.amount)} {told}"

        self.act_on(items, work)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def action_new(self) -> None:
        """F6: a file."""
        self.bars["file"].open("Import")

    @on(AskBar.Answered, "#file")
    def _import(self, event: AskBar.Answered) -> None:
        path, account = Path(event.answers["file"]).expanduser(), event.answers["account"]

        def work() -> str:
            done = []
            for one in read_statements(path, self.desk.ask(settings).money, account):
                stored = self.desk.do(bank_store.store, one)
                known = f", {stored.known} known" if stored.known else ""
                done.append(f"{counted(stored.new, 'new line')}{known}{f'; {stored.proof}' if stored.proof else ''}")
            return " · ".join(done)

        def imported(told: str) -> None:
            self.bars["file"].close()
            self.apply_filter("", then=lambda: self.status.done(told))

        self.held(work, then=imported, refused=lambda error: self.bars["file"].focus_on("file"))

    # Looking closer ---------------------------------------------------------------------------------------------------

    def action_look_up(self) -> None:
        """F4: the customer's open items."""
        chosen = self._chosen_of(self.highlighted) if self.highlighted is not None else None
        if chosen is not None:
            self.desk_app.go("open_items", chosen.customer)

    def action_why(self) -> None:
        """F11: each proposal with every reason."""
        item = self.highlighted
        if item is None:
            return
        self.desk_app.go("explain", f"Whose are {self.show.money(item.amount)}?", paint.why(item, self.show))
