"""Blanket orders: those that end first in front, with what is left of each line. Call off, agree, extend, end."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import blankets
from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.picked_lines import picked_lines
from orderdesk.queries.blankets import BLANKETS, BlanketCard, BlanketLine, BlanketRow, blanket_card
from orderdesk.rules.agreement import days_left
from orderdesk.screens.order_paint import in_unit
from orderdesk.screens.order_words import state_cell
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.cells import fit
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, New, Why
from orderdesk.widgets.window_list import Row, WindowList

PANEL = 6  # rows below the list
COLUMNS = (
    Column("Blanket", 8),
    Column("Customer", 16, share=2),
    Column("From", 12, rank=1),
    Column("Until", 12),
    Column("Left", 11),
    Column("Net", 12, align="right"),
    Column("State", 10),
    Column("Lines", 20, share=2, rank=2),
)


class NewBlanket(New):
    """Begin a blanket order: its customer and its last day, then its lines as in any order."""

    label = "New"


class CallOff(Command):
    """Order from it at its price; the order is a draft, and takes when it is submitted."""

    key, label, rank = "c", "Call off", 20


class Agree(Command):
    """Put a draft in force, or one that has ended again."""

    key, rank = "a", 21


class Extend(Command):
    """Give it another last day."""

    key, label, rank = "u", "Until", 22


class EndIt(Command):
    """Close it before its last day; what was called off stays ordered."""

    key, label, rank = "x", "End it", 23


class OpenBlanket(LookUp):
    """A draft is gone on with; of any other, every order that was called off."""

    label = "Open"


class BlanketsScreen(WorklistScreen[BlanketRow]):
    """What is agreed with whom, and how much of it is left."""

    listing = BLANKETS
    commands = (NewBlanket, CallOff, Agree, Extend, EndIt, Why, OpenBlanket)
    heading = "BLANKET ORDERS"
    columns = COLUMNS
    empty = "No blanket order."
    noun = "blanket order"
    amount_column = 5
    help_text = """
C asks what is called off: 1=40 is 40 of the first line, 1=40 2=5 of two;
  nothing more than is left, unless the rest goes at the ordinary price.
An order of the customer takes from it by itself: the price says so.
It reserves nothing, and nobody owes it, until it is called off.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=PANEL, id="panel")
        until = Question("until", "Until", width=14, needed=True)
        self.bars = {
            "new": AskBar(Question("customer", "Customer", width=14, needed=True, limit=40), until, id="new"),
            "call": AskBar(Question("lines", "Lines", width=24, needed=True), Question("split", "Split? y", width=4),
                           id="call"),
            "until": AskBar(until, id="until"),
            "end": AskBar(Question("reason", "Why", needed=True, limit=300), id="end"),
        }  # fmt: skip

    def below(self) -> ComposeResult:
        """The lines of the highlighted one; the questions."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield from self.bars.values()

    def on_resize(self) -> None:
        """A low terminal keeps its rows for the list."""
        self.panel.styles.height = PANEL if self.app.size.height >= 20 else 3

    def row(self, item: BlanketRow) -> Row:
        """One blanket order."""
        one = item.blanket
        ends = Tone.WARNING if one.days_left <= 14 else Tone.PLAIN
        left = ", ".join(f"{self._units(line, line.left)} {line.sku}" for line in one.lines)
        return Row(
            one.number,
            (
                str(one.number),
                f"{one.customer} {one.name}",
                self.show.day(one.valid_from),
                self.show.day(one.valid_until),
                Cell(days_left(one.valid_until, self.desk.today), ends),
                self.show.money(one.net),
                state_cell(one.state),
                left,
            ),
        )

    def _units(self, line: BlanketLine, quantity: int) -> str:
        return f"{self.show.quantity(in_unit(quantity, line.factor))} {line.unit}"

    def look_closer(self, item: BlanketRow | None) -> None:
        """The panel: what was agreed, and what is left."""
        if item is None:
            self.panel.show()
            return
        lines: list[Line] = [self._line(line) for line in item.blanket.lines]
        if len(lines) > PANEL:
            lines = [*lines[: PANEL - 1], [Cell(f" … {len(lines) - PANEL + 1} more lines: F11", Tone.MUTED)]]
        self.panel.show(*lines)

    def _line(self, line: BlanketLine) -> Line:
        wide = max(8, self.size.width - 72)
        least = f", at least {self._units(line, line.least)}" if line.least else ""
        left = f"{self._units(line, line.left)} left of {self._units(line, line.agreed)}{least}"
        price = f"{self.show.price(line.price):>9} a {fit(line.unit, 6)}"
        tone = Tone.DONE if line.left else Tone.MUTED
        return [f" {line.position:>3} {fit(line.sku, 11)} {fit(line.description, wide)} {price} ", Cell(left, tone)]

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6."""
        self.bars["new"].open("A blanket order for")

    @on(AskBar.Answered, "#new")
    def _new(self, event: AskBar.Answered) -> None:
        until = self._day(event)
        if until is not None:
            event.bar.close()
            self.do(
                blankets.new, event.answers["customer"], until, token=uuid4().hex,
                then=lambda number: self.desk_app.go("order_entry", number),
            )  # fmt: skip

    def _day(self, event: AskBar.Answered) -> object:
        try:
            return read_day(event.answers["until"], self.desk.today, "the day")
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("until")
            return None

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def _open_bar(self, bar: str, text: str) -> None:
        if self.highlighted is None:
            self.status.warn("no blanket order is highlighted")
        else:
            self.bars[bar].open(text.format(self.highlighted.blanket.number))

    def action_call_off(self) -> None:
        """C."""
        self._open_bar("call", "From {}, 1=40:")

    @on(AskBar.Answered, "#call")
    def _call(self, event: AskBar.Answered) -> None:
        if self.highlighted is None:
            return
        try:
            picked = picked_lines(event.answers["lines"], self.show.decimal_mark)
            goods = [(position, quantity) for position, quantity in picked if quantity is not None]
            if len(goods) < len(picked):
                raise BadValue("say how many of each line, as 1=40")
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("lines")
            return
        split = event.answers["split"].strip().lower().startswith("y")
        event.bar.close()
        self.do(
            blankets.call_off, self.highlighted.blanket.number, goods, split=split, token=uuid4().hex,
            then=lambda made: self.desk_app.go("order_entry", made.order),
        )  # fmt: skip

    def action_agree(self) -> None:
        """A: the marked ones, or the highlighted one."""
        if not self.chosen():
            self.status.warn("no blanket order is highlighted")
            return

        def deed(item: BlanketRow) -> str:
            net = self.desk.do(blankets.agree, item.blanket.number)
            return f"{item.blanket.number} is in force, {self.show.money(net)}"

        self.act_on(self.chosen(), deed)

    def action_extend(self) -> None:
        """U."""
        self._open_bar("until", "{} is good")

    @on(AskBar.Answered, "#until")
    def _until(self, event: AskBar.Answered) -> None:
        until = self._day(event)
        if until is None:
            return
        event.bar.close()

        def deed(item: BlanketRow) -> str:
            change = blankets.change if item.blanket.state in ("draft", "agreed") else blankets.agree
            self.desk.do(change, item.blanket.number, valid_until=until)  # type: ignore[arg-type]
            return f"{item.blanket.number} is good until {self.show.day(until)}"  # type: ignore[arg-type]

        self.act_on(self.chosen(), deed)

    def action_end_it(self) -> None:
        """X."""
        self._open_bar("end", "End {}")

    @on(AskBar.Answered, "#end")
    def _end(self, event: AskBar.Answered) -> None:
        reason = event.answers["reason"]
        event.bar.close()

        def deed(item: BlanketRow) -> str:
            self.desk.do(blankets.end, item.blanket.number, reason)
            return f"{item.blanket.number} is ended"

        self.act_on(self.chosen(), deed)

    # Looking ----------------------------------------------------------------------------------------------------------

    @on(WindowList.Chosen, "#worklist")
    def action_look_up(self) -> None:
        """Enter and F4."""
        if self.highlighted is None:
            return
        if self.highlighted.blanket.state == "draft":
            self.desk_app.go("order_entry", self.highlighted.blanket.number)
        else:
            self.action_why()

    def action_why(self) -> None:
        """F11: every line, and every order that takes from it."""
        if self.highlighted is not None:
            number = self.highlighted.blanket.number
            self.held(partial(self.desk.ask, blanket_card, number), then=self._explain)

    def _explain(self, card: BlanketCard) -> None:
        rows: list[str] = []
        for line in card.blanket.lines:
            rows.append(f"line {line.position}  {line.sku} {line.description} at {self.show.price(line.price)}")
            rows.append(f"   {self._units(line, line.called)} called off, {self._units(line, line.left)} left")
            for call in (one for one in card.calls if one.position == line.position):
                taken = "" if call.taken else ", takes when it is submitted"
                much = self._units(line, call.quantity)
                rows.append(f"   order {call.order} of {self.show.day(call.day)}, {call.state}: {much}{taken}")
        heading = f"BLANKET ORDER {card.blanket.number}   {card.blanket.customer} {card.blanket.name}"
        self.desk_app.go("explain", heading, rows)
