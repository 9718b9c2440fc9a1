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
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.values import ONE_PERCENT
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, New, Why
from orderdesk.widgets.window_list import Row, WindowList

PANEL = 7  # rows below the list
COLUMNS = (
    Column("Day", 10),
    Column("Amount", 12, align="right"),
    Column("From", 16, share=2),
    Column("What it says", 16, share=3, rank=2),
    Column("Is", 18, share=2),
    Column("Sure", 9),
)


class Import(New):
    """Store the statements of a file: CAMT.053, MT940 or CSV."""

    label = "Import"


class BookLine(Command):
    """Book the marked lines, or the highlighted one, as they are proposed. Enter does it too."""

    key, label, rank = "b", "Book", 12


class BookCertain(Command):
    """Book every line whose proposal is certain."""

    key, label, rank = "c", "All certain", 14


class BookOther(Command):
    """Say whose it is and for what, or part it: ERNSH 100.00 INV-2026-0001; ALFKI."""

    key, label, rank = "o", "Other", 16


class NextProposal(Command):
    """Take the next proposal of the highlighted line as the first."""

    key, label, rank = "n", "Next one", 18


class Ignore(Command):
    """Say that the line is nothing of a customer's: fee, own, supplier, tax, wages or other."""

    key, rank = "i", 20


class Undo(Command):
    """Take back what a booked or ignored line was taken for (state:booked shows them)."""

    key, rank = "u", 22


class OpenAccount(LookUp):
    """The open items of the customer that is proposed."""

    label = "Open items"


class BankScreen(WorklistScreen[BankRow]):
    """The lines that wait."""

    listing = BANK
    commands = (Import, BookLine, BookCertain, BookOther, NextProposal, Ignore, Undo, Why, OpenAccount)
    columns = COLUMNS
    heading = "BANK"
    empty = "No line of the bank waits."
    noun = "line"
    amount_column = 1
    help_text = """
Below the list stands who may have paid, and why, the likeliest first;
Enter and B book it so. O books it as you say, also in parts:
  ERNSH 100.00 INV-2026-0001; ALFKI   (the last takes what is left)
Money that went is a payment that came back, a refund of ours, or to be
ignored with I: the bank's fee, for instance.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=PANEL)
        self.file_bar = AskBar(
            Question("file", "File", needed=True, limit=400), Question("account", "Account (CSV)", width=24), id="file"
        )
        self.parts_bar = AskBar(Question("parts", "Customer, amount, invoices", needed=True, limit=400), id="parts")
        self.ignore_bar = AskBar(
            Question("as", "As", width=10, needed=True, limit=20), Question("reason", "Why", needed=True, limit=300),
            id="ignore",
        )  # fmt: skip
        self.undo_bar = AskBar(Question("reason", "Why", needed=True, limit=300), id="undo")
        self._number: dict[int, int] = {}  # the proposal that is chosen of a line, where it is not the first

    def below(self) -> ComposeResult:
        """What the highlighted line may be; what asks."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield self.file_bar
        yield self.parts_bar
        yield self.ignore_bar
        yield self.undo_bar

    # Painting ---------------------------------------------------------------------------------------------------------

    def _chosen_of(self, item: BankRow) -> Proposal | None:
        at = self._number.get(item.id, 1)
        return item.proposals[at - 1] if at <= len(item.proposals) else None

    def row(self, item: BankRow) -> Row:
        """One line."""
        chosen = self._chosen_of(item)
        what, sure = Cell("?" if item.state == "open" else item.booked, Tone.MUTED), Cell("")
        if chosen is not None:
            named = {"bounce": f"{chosen.customer} {chosen.receipt} back", "refund": f"{chosen.customer} refund"}
            invoices = ", ".join(chosen.invoices) or "oldest first"
            what = Cell(named.get(chosen.kind, f"{chosen.customer} {invoices}"))
            percent = f"{chosen.confidence // ONE_PERCENT} %"
            sure = state(Tone.DONE, percent) if chosen.certain else state(Tone.PARTIAL, percent)
        elif item.state != "open":
            sure = state(Tone.DONE, item.state)
        amount = self.show.money(item.amount)
        return Row(item.id, (self.show.day(item.day), amount, item.name or item.iban, item.text, what, sure))

    def look_closer(self, item: BankRow | None) -> None:
        """The panel: the line in full, then each proposal with its reasons."""
        self.panel.show(*(self._told(item) if item is not None else ()))

    def _told(self, item: BankRow) -> list[Line]:
        account = f" {item.iban}" if item.iban else ""
        lines: list[Line] = [Cell(f" {self.show.money(item.amount)} {item.currency} {item.name}{account}", Tone.STRONG)]
        lines.append(f" {item.text}")
        chosen = self._chosen_of(item)
        for number, one in enumerate(item.proposals[:PANEL], start=1):
            mark = Cell(" → " if one is chosen else " · ", Tone.STRONG if one is chosen else Tone.MUTED)
            who = f"{number} {one.customer} {one.name}, {one.confidence // ONE_PERCENT} %: "
            lines.append([mark, Cell(f"{who}{one.why}", Tone.PLAIN if one is chosen else Tone.MUTED)])
        if not item.proposals and item.state == "open":
            lines.append(Cell(" nothing speaks for anybody: O books it by hand, I ignores it", Tone.MUTED))
        return lines[:PANEL]

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
        """O."""
        if self.highlighted is not None:
            chosen = self._chosen_of(self.highlighted)
            self.parts_bar.open(self.show.money(self.highlighted.amount), parts=chosen.customer if chosen else "")

    @on(AskBar.Answered, "#parts")
    def _parts(self, event: AskBar.Answered) -> None:
        try:
            parts = list(read_parts(event.answers["parts"], self.show.currency, self.show.decimal_mark))
        except BadValue as error:
            self.refuse(str(error))
            self.parts_bar.focus_on("parts")
            return
        self._one(self.parts_bar, lambda item: self.desk.do(bank.book, item.id, parts), "booked")

    def action_ignore(self) -> None:
        """I."""
        if self.chosen():
            self.ignore_bar.open(counted(len(self.chosen()), "line"), **{"as": "fee"})

    @on(AskBar.Answered, "#ignore")
    def _ignore(self, event: AskBar.Answered) -> None:
        as_, reason = event.answers["as"], event.answers["reason"]
        self._one(self.ignore_bar, lambda item: self.desk.do(bank.ignore, item.id, as_, reason), f"is {as_}")

    def action_undo(self) -> None:
        """U."""
        if self.highlighted is not None:
            self.undo_bar.open("Undo:")

    @on(AskBar.Answered, "#undo")
    def _undo(self, event: AskBar.Answered) -> None:
        reason = event.answers["reason"]
        self._one(self.undo_bar, lambda item: self.desk.do(bank.undo, item.id, reason), "is open again")

    def _one(self, bar: AskBar, deed: Callable[[BankRow], Any], told: str) -> None:
        bar.close()
        items = self.chosen() if bar is self.ignore_bar else [one for one in [self.highlighted] if one is not None]

        def work(item: BankRow) -> str:
            deed(item)
            return f"{self.show.money(item.amount)} {told}"

        self.act_on(items, work)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def action_new(self) -> None:
        """F6: a file."""
        self.file_bar.open("Import")

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
            self.file_bar.close()
            self.apply_filter("", then=lambda: self.status.done(told))

        self.held(work, then=imported, refused=lambda error: self.file_bar.focus_on("file"))

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
        told = [f"{self.show.day(item.day)}   {item.name} {item.iban}", item.text, ""]
        for one in item.proposals:
            certain = ", certain" if one.certain else ""
            told.append(f"{one.customer} {one.name}   {one.confidence // ONE_PERCENT} %{certain}")
            told += [f"   {reason}" for reason in one.reasons]
        told += [] if item.proposals else ["nothing speaks for anybody"]
        self.desk_app.go("explain", f"Whose are {self.show.money(item.amount)}?", told)
