"""The card of one order: how far each line is, what holds it, what left, what was billed, and who did what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import amendments, approvals, down_payments, invoicing, orders
from orderdesk.desk.holds import Submitted
from orderdesk.errors import BadValue
from orderdesk.findings import Severity
from orderdesk.queries.hold_card import HoldCard, hold_card
from orderdesk.queries.order_card import OrderCard, order_card
from orderdesk.queries.settings import settings
from orderdesk.queries.why import WhyLine, why_line
from orderdesk.screens import order_card_paint as paint
from orderdesk.screens.attribute_bar import attribute_bar, say_of_order
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.hold_lines import why_lines
from orderdesk.screens.order_why import explained
from orderdesk.screens.order_words import in_units, state_cell
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import Money, parse_money, parse_percent, parse_quantity
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.figures import spread
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Refresh, Repeat, Why
from orderdesk.widgets.window_list import WindowList


class CancelOrder(Command):
    """Take the whole order back, while nothing of it is shipped."""

    key, label, rank = "c", "Cancel it", 30


class Amend(Command):
    """Change the quantity of the highlighted line."""

    key, rank = "a", 25


class ShortClose(Command):
    """Give up what has not been shipped."""

    key, label, rank = "s", "Short-close", 31


class Reopen(Command):
    """Take up again what was given up."""

    key, rank = "o", 32


class Bill(Command):
    """Post the invoice for what is shipped and not billed yet."""

    key, label, rank = "i", "Invoice", 26


class DownPayment(Command):
    """Bill a part of it before it leaves: a percentage, or an amount."""

    key, label, rank = "d", "Down payment", 27


class HoldIt(Command):
    """Hold it by hand, with a reason."""

    key, label, rank = "h", "Hold", 33


class ComesBack(Command):
    """The returns of this order; F6 there agrees to one."""

    key, label, rank = "b", "Returns", 34


class Complain(Command):
    """The complaints about this order; F6 there notes one."""

    key, label, rank = "k", "Complaints", 35


class NotLeft(Command):
    """The highlighted shipment did not leave after all: its goods are ours again, the order waits for a decision."""

    key, label, rank = "x", "Not left", 36


class Goods(Command):
    """Where its goods come from, who waits before it, and another place in the queue."""

    key, rank = "g", 27


class Say(Command):
    """Say one of the company's own attributes of the order, or of the highlighted line."""

    key, label, rank = "t", "Attribute", 36


class Again(Repeat):
    """Order the same again: a new draft with these goods, at today's prices."""

    label = "Again"


def why_here(reading: Reading, number: int, position: int) -> tuple[HoldCard, WhyLine]:
    """What holds an order, and what explains one of its lines, on one snapshot."""
    return hold_card(reading, number), why_line(reading, number, position)


def look(reading: Reading, number: int) -> tuple[Settings, OrderCard]:
    """What the screen shows, on one snapshot."""
    return settings(reading), order_card(reading, number)


def _standing(answer: Submitted) -> str:
    """Its state after a change, and what holds it now."""
    holds = dict.fromkeys(one.kind for one in answer.findings if one.severity is Severity.HOLD)
    return f"held for {', '.join(holds)}" if holds else answer.state


class OrderCardScreen(DeskScreen):
    """One order."""

    commands = (
        Amend, Bill, DownPayment, CancelOrder, ShortClose, Reopen, HoldIt, Goods, ComesBack, Complain,
        Say, Again, Why, Refresh, Cancel,
    )  # fmt: skip
    heading = "ORDER"
    help_text = """
Tab goes from the lines to what happened to the order, and back.
A placed order is changed by amendments: A asks for the new quantity of
  the highlighted line, with what was shipped of it; 0 takes it out.
What cannot be done any more is refused, with the reason.
"""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.head = Lines(height=3)
        self.lines = WindowList(paint.LINES, empty="No lines.", id="lines")
        self.papers = WindowList(paint.PAPERS, empty="Nothing has happened yet.", id="papers")
        self.total = Lines()
        reason = Question("reason", "Reason", needed=True, limit=300)
        self.bars = {
            "amend": AskBar(Question("quantity", "New quantity", width=14, needed=True), id="amend"),
            "down": AskBar(Question("asked", "Percentage or amount", width=16, needed=True), id="down"),
            "cancel": AskBar(reason, id="cancel"),
            "short-close": AskBar(reason, id="short-close"),
            "reopen": AskBar(reason, id="reopen"),
            "hold": AskBar(reason, id="hold"),
            "attribute": attribute_bar(),
        }
        self._show = Show()
        self._card: OrderCard | None = None

    def body(self) -> ComposeResult:
        """Head, lines, papers, total."""
        yield self.head
        yield self.lines
        yield self.total
        yield Rule()
        yield self.papers
        yield Rule()
        yield from self.bars.values()

    def on_mount(self) -> None:
        """The first look; keys typed ahead wait for it."""
        self.held(partial(self.desk.ask, look, self.number), then=self._seen)

    def on_screen_resume(self) -> None:
        """Somebody comes back."""
        if self._card is not None:
            self.action_refresh()

    def changed(self) -> None:
        """Somebody has done something; it may be this order."""
        self.action_refresh()

    def on_resize(self) -> None:
        """The title is spread over the width."""
        if self._card is not None:
            self._paint(self._card)

    def action_refresh(self) -> None:
        """Read it anew."""
        if self.is_current:
            self.ask(look, self.number, then=self._seen)

    # Painting ---------------------------------------------------------------------------------------------------------

    def _seen(self, seen: tuple[Settings, OrderCard]) -> None:
        company, card = seen
        if card == self._card:
            return  # nothing is sent over the line while nothing changes
        self._show = Show(company.money, company.locale)
        self._card = card
        self._paint(card)

    def _paint(self, card: OrderCard) -> None:
        header = card.header
        held = header.state == "confirmed" and any(hold.state == "open" for hold in card.holds)
        standing = state(Tone.WARNING, "confirmed, held") if held else state_cell(header.state)
        self.show_title(f" ORDER {header.number}  ", standing, f"   {header.customer} {header.name}")
        self.head.show(*paint.head(card, self._show))
        show = self._show.bare(header.currency)
        self.lines.set_rows([paint.line_row(line, show, card.attributes) for line in card.lines])
        self.papers.set_rows(list(paint.paper_rows(card, self._show, self.desk.clock().tzinfo)))
        sums = f"Net {show.money(header.net)}    {paint.taxes(header, show)}    "
        if header.billed_ahead:
            sums = f"Billed ahead {show.money(header.billed_ahead)}    {sums}"
        count = f" {len(card.lines)} line{'s' if len(card.lines) != 1 else ''}"
        total = f"Total {self._theirs(header.gross)} "
        self.total.show(Cell(spread([count, sums + total], self.size.width), Tone.STRONG))

    def _theirs(self, amount: Money) -> str:
        """An amount of the order, in its currency."""
        return (self._show if self._card is None else self._show.of(self._card.header.currency)).money(amount)

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_amend(self) -> None:
        """A: the quantity of the highlighted line."""
        position = self.lines.highlighted
        line = next((line for line in self._card.lines if line.position == position), None) if self._card else None
        if line is None:
            self.status.warn("there is no line to amend")
            return
        sold = in_units(line, line.axes.due)
        was = "" if sold is None else self._show.quantity(sold)
        self.bars["amend"].open(f"Line {line.position}, {line.sku}: {was} {line.unit}")

    def action_cancel_order(self) -> None:
        """C."""
        self.bars["cancel"].open(f"Cancel order {self.number}")

    def action_short_close(self) -> None:
        """S."""
        self.bars["short-close"].open("Give up the rest")

    def action_reopen(self) -> None:
        """O."""
        self.bars["reopen"].open("Reopen")

    def action_hold_it(self) -> None:
        """H."""
        self.bars["hold"].open("Hold")

    def action_comes_back(self) -> None:
        """B."""
        self.desk_app.go("returns", f"order:{self.number} all", self.number)

    def action_complain(self) -> None:
        """K."""
        self.desk_app.go("complaints", f"order:{self.number} all", self.number)

    def action_goods(self) -> None:
        """G."""
        self.desk_app.go("order_goods", self.number)

    def action_bill(self) -> None:
        """I."""
        self._act(invoicing.post, self.number, say=lambda number: f"invoice {number} is posted")

    def action_down_payment(self) -> None:
        """D."""
        self.bars["down"].open("Down payment", asked="30%")

    @on(AskBar.Answered, "#down")
    def _down(self, event: AskBar.Answered) -> None:
        text, mark = event.answers["asked"].strip(), self._show.decimal_mark
        try:
            if text.endswith("%"):
                asked = {"percent": parse_percent(text, mark=mark, what="down payment")}
            else:
                decimals = self._show.currency.decimals
                asked = {"amount": parse_money(text, decimals=decimals, mark=mark, what="down payment")}
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("asked")
            return
        event.bar.close()
        self._act(
            down_payments.down, self.number, **asked, say=lambda number: f"down payment {number} is posted"
        )

    def action_say(self) -> None:
        """T."""
        self.bars["attribute"].open("Attribute")

    @on(AskBar.Answered, "#attribute")
    def _say(self, event: AskBar.Answered) -> None:
        code, value, position = event.answers["code"], event.answers["value"], self.lines.highlighted
        event.bar.close()
        self._act(
            say_of_order,
            self.number,
            code,
            value,
            position if isinstance(position, int) else 1,
            say=lambda answer: (
                f"{code.upper()} is {value or 'taken away'}; order {answer.number} is {_standing(answer)}"
            ),
        )

    @on(AskBar.Answered, "#amend")
    def _amend(self, event: AskBar.Answered) -> None:
        position = self.lines.highlighted
        try:
            quantity = parse_quantity(event.answers["quantity"], mark=self._show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("quantity")
            return
        event.bar.close()
        self._act(
            amendments.amend_line,
            self.number,
            position,
            quantity=quantity,
            say=lambda answer: (
                f"line {position} is amended; order {answer.number} is {_standing(answer)},"
                f" {self._theirs(answer.gross)} in all"
            ),
        )

    @on(AskBar.Answered)
    def _with_reason(self, event: AskBar.Answered) -> None:
        acts: dict[str, tuple[Callable[..., Any], str]] = {
            "cancel": (amendments.cancel, f"order {self.number} is cancelled"),
            "short-close": (amendments.short_close, f"the rest of order {self.number} is given up"),
            "reopen": (amendments.reopen, f"order {self.number} is open again"),
            "hold": (approvals.hold, f"order {self.number} is held"),
        }
        if event.bar.id in acts:
            verb, said = acts[event.bar.id]
            event.bar.close()
            self._act(verb, self.number, event.answers["reason"], say=lambda _: said)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def _act(self, verb: Callable[..., Any], *args: Any, say: Callable[[Any], str], **named: Any) -> None:
        def done(answer: Any) -> None:
            self.status.done(say(answer))
            self.action_refresh()

        self.do(verb, *args, then=done, **named)

    def action_why(self) -> None:
        """F11: what holds it and who may release that; then the highlighted line's price, goods and queue."""
        card, position = self._card, self.lines.highlighted
        if card is None or not isinstance(position, int):
            return

        def then(found: tuple[HoldCard, WhyLine]) -> None:
            holding, why = found
            texts = [*why_lines(holding, self._show), ""] if holding.holds else []
            texts += [f" {hold.state}: {hold.message}" for hold in card.holds if hold.state != "open"]
            self.desk_app.go("explain", f"WHY?  order {self.number}", [*texts, *explained(why, self._show)])

        self.held(partial(self.desk.ask, why_here, self.number, position), then=then)

    def action_repeat(self) -> None:
        """F9: the same once more, as a new draft."""
        self.do(orders.copy, self.number, then=lambda number: self.desk_app.go("order_entry", number))

    @on(WindowList.Chosen, "#papers")
    def _open_paper(self, event: WindowList.Chosen) -> None:
        row = next(row for row in self.papers.rows if row.key == event.key)
        when, what, *texts = (cell.text if isinstance(cell, Cell) else cell for cell in row.cells)
        self._read(f"ORDER {self.number}   {what}", when, *texts)

    def _read(self, heading: str, *texts: str) -> None:
        self.desk_app.go("explain", heading, [f" {text}" for text in texts])

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
