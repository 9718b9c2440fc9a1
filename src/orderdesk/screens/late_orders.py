"""Late orders: what should have left and has not, and what will not be there in time; the longest late first."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import rescheduling
from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.queries.late import LATE
from orderdesk.queries.late_parts import LateLine, LateOrder, LateRow
from orderdesk.rules.wording import counted, listed
from orderdesk.screens.order_words import progress_cell
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.cells import fit
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, Why
from orderdesk.widgets.window_list import Row, WindowList

PANEL = 6  # rows below the list
COLUMNS = (
    Column("Order", 7),
    Column("Customer", 14, share=2),
    Column("Wanted", 10),
    Column("Late", 11),
    Column("Missing", 14, share=2),
    Column("Shipped", 16, rank=1),
    Column("Total", 12, align="right"),
)


class Reschedule(Command):
    """Give the marked orders, or the highlighted one, another wanted day."""

    key, label, rank = "d", "New date", 20


class OpenOrder(LookUp):
    """Open the whole order."""

    label = "Order"


class LateOrdersScreen(WorklistScreen[LateRow]):
    """What is late, and why."""

    listing = LATE
    commands = (Reschedule, Why, OpenOrder)
    heading = "LATE ORDERS"
    columns = COLUMNS
    empty = "Nothing is late."
    noun = "order"
    amount_column = 6
    help_text = """
A confirmed order is here when its wanted day has passed and something is
  still to leave, or when the goods will not be there by that day.
D gives it another wanted day: 2026-12-01, or +7 for in a week.
Enter opens the order.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=PANEL, id="panel")
        self.bar = AskBar(
            Question("wanted", "Wanted", width=12, needed=True), Question("reason", "Why", limit=300), id="reschedule"
        )

    def below(self) -> ComposeResult:
        """The lines of the highlighted order, and why each is late."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield self.bar

    def row(self, item: LateRow) -> Row:
        """One order."""
        order = item.order
        missing = ", ".join(f"{self.show.quantity(line.missing)} {line.sku}" for line in order.missing)
        return Row(
            order.number,
            (
                str(order.number),
                f"{order.customer} {order.name}",
                self.show.weekday(order.wanted_date),
                _late(order),
                missing or Cell("to be picked", Tone.MUTED),
                progress_cell("shipped", order.shipped),
                self.show.money(order.gross),
            ),
        )

    def look_closer(self, item: LateRow | None) -> None:
        """The panel: the order's open lines."""
        if item is None:
            self.panel.show()
            return
        head, *lines = self._lines(item.order)
        if len(lines) > PANEL - 1:
            lines = [*lines[: PANEL - 2], Cell(f" … {len(lines) - PANEL + 2} more lines: F11", Tone.MUTED)]
        self.panel.show(head, *lines)

    def _lines(self, order: LateOrder) -> list[Line]:
        head = f" {order.number} {order.customer}   wanted {self.show.weekday(order.wanted_date)}, {_sentence(order)}"
        held = [state(Tone.WARNING, f"held: {', '.join(order.held)}")] if order.held else []
        return [[Cell(head, Tone.STRONG), "   ", *held], *(self._line(line) for line in order.lines)]

    def _line(self, line: LateLine) -> Line:
        wide = max(12, self.size.width - 63)  # what the rest of the row leaves
        return [f"  {line.position:>3} {fit(line.sku, 11)} {fit(line.description, wide)} ", self._why(line)]

    def _why(self, line: LateLine) -> Cell:
        open_, missing = self.show.quantity(line.open), self.show.quantity(line.missing)
        if not line.missing:
            if line.picks:
                return state(Tone.PARTIAL, f"{open_} on pick list {listed([str(pick) for pick in line.picks])}")
            return state(Tone.NOTE, f"{open_} reserved: pick them")
        if line.ready is None:
            return state(Tone.REFUSED, f"{missing} of {open_} missing, none is due")
        source = f" ({line.source})" if line.source else ""
        return state(Tone.WARNING, f"{missing} of {open_} due {self.show.weekday(line.ready)}{source}")

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_reschedule(self) -> None:
        """D."""
        orders = self.chosen()
        if not orders:
            self.status.warn("nothing is late")
            return
        what = f"order {orders[0].order.number}" if len(orders) == 1 else f"{len(orders)} orders"
        self.bar.open(f"{what}:")

    @on(AskBar.Missing, "#reschedule")
    def _no_day(self) -> None:
        self.refuse("when is it wanted now? A day like 2026-12-01, or +7 for in a week")

    @on(AskBar.Answered, "#reschedule")
    def _reschedule(self, event: AskBar.Answered) -> None:
        try:
            wanted = read_day(event.answers["wanted"], self.desk.today, "the day")
        except BadValue as error:
            self.bar.focus_on("wanted")
            self.refuse(str(error))
            return
        reason, day = event.answers["reason"], self.show.weekday(wanted)
        self.bar.close()

        def deed(item: LateRow) -> str:
            self.desk.do(rescheduling.reschedule, item.order.number, wanted, reason)
            return f"{item.order.number} wanted {day}"

        self.act_on(self.chosen(), deed)

    @on(WindowList.Chosen, "#worklist")
    def action_look_up(self) -> None:
        """Enter and F4: the order."""
        if self.highlighted is not None:
            self.desk_app.go("order_card", self.highlighted.order.number)

    def action_why(self) -> None:
        """F11: every line."""
        if self.highlighted is None:
            return
        order = self.highlighted.order
        texts = []
        for line in order.lines:
            shipped = f", {self.show.quantity(line.shipped)} shipped" if line.shipped else ""
            texts += [f"line {line.position}  {line.sku} {line.description}{shipped}", f"   {self._why(line).text}"]
        rule = {"complete": "the order leaves only whole", "lines": "a line leaves only whole"}.get(order.delivery_rule)
        held = [f"held for {listed(order.held)}: an approver releases it first"] if order.held else []
        head = [f"wanted {self.show.day(order.wanted_date)}, {_sentence(order)}", *held, *([rule] if rule else [])]
        self.desk_app.go("explain", f"WHY   order {order.number} is late", [*head, "", *texts])


def _late(order: LateOrder) -> Cell:
    if order.days_late > 0:
        return state(Tone.REFUSED, counted(order.days_late, "day"))
    return state(Tone.WARNING, "no date" if order.will_be is None else f"by {counted(order.will_be, 'day')}")


def _sentence(order: LateOrder) -> str:
    late = f"{counted(order.days_late, 'day')} late" if order.days_late > 0 else ""
    if order.will_be is None:
        goods = "not all of it is in sight"
    elif order.will_be > order.days_late:
        goods = f"the goods are there {counted(order.will_be, 'day')} late"
    else:
        goods = "" if order.missing else "the goods are there"
    return "; ".join(part for part in (late, goods) if part)
