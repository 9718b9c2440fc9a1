"""The card of one order: how far each line is, what holds it, what left, what was billed, and who did what."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import orders
from orderdesk.queries.hold_card import HoldCard, hold_card
from orderdesk.queries.order_card import OrderCard, order_card
from orderdesk.queries.settings import settings
from orderdesk.queries.why import WhyLine, why_line
from orderdesk.screens import order_card_paint as paint
from orderdesk.screens.hold_lines import why_lines
from orderdesk.screens.order_card_keys import (
    AddLine,
    Again,
    Amend,
    Bill,
    CancelOrder,
    ComesBack,
    Complain,
    DownPayment,
    Goods,
    HoldIt,
    NotLeft,
    Reopen,
    Say,
    ShortClose,
    TakeMoney,
)
from orderdesk.screens.order_line_acts import LINE_ACTS, LineActs
from orderdesk.screens.order_why import explained
from orderdesk.screens.order_words import state_cell
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.figures import spread
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Refresh, Why
from orderdesk.widgets.window_list import WindowList


def why_here(reading: Reading, number: int, position: int) -> tuple[HoldCard, WhyLine]:
    """What holds an order, and what explains one of its lines, on one snapshot."""
    return hold_card(reading, number), why_line(reading, number, position)


def look(reading: Reading, number: int) -> tuple[Settings, OrderCard]:
    """What the screen shows, on one snapshot."""
    return settings(reading), order_card(reading, number)


class OrderCardScreen(LineActs):
    """One order."""

    commands = (
        Amend, AddLine, Bill, DownPayment, TakeMoney, CancelOrder, ShortClose, Reopen, HoldIt, Goods, NotLeft,
        ComesBack, Complain,
        *LINE_ACTS, Say, Again, Why, Refresh, Cancel,
    )  # fmt: skip
    heading = "ORDER"
    help_text = """
Tab goes from the lines to what happened to the order, and back.
A placed order is changed by amendments: A asks for the new quantity of
  the highlighted line, with what was shipped of it; 0 takes it out.
  W and E give it a day and an address of its own.
F says that a service is done, or that the supplier delivered the line.
What cannot be done any more is refused, with the reason.
"""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.head = Lines(height=3)
        self.total = Lines()

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
        if self.card is not None:
            self.action_refresh()

    def changed(self) -> None:
        """Somebody has done something; it may be this order."""
        self.action_refresh()

    def on_resize(self) -> None:
        """The title is spread over the width."""
        if self.card is not None:
            self._paint(self.card)

    def action_refresh(self) -> None:
        """Read it anew."""
        if self.is_current:
            self.ask(look, self.number, then=self._seen)

    # Painting ---------------------------------------------------------------------------------------------------------

    def _seen(self, seen: tuple[Settings, OrderCard]) -> None:
        company, card = seen
        if card == self.card:
            return  # nothing is sent over the line while nothing changes
        self.show = Show(company.money, company.locale)
        self.card = card
        self._paint(card)

    def _paint(self, card: OrderCard) -> None:
        header = card.header
        held = header.state == "confirmed" and any(hold.state == "open" for hold in card.holds)
        standing = state(Tone.WARNING, "confirmed, held") if held else state_cell(header.state)
        self.show_title(f" ORDER {header.number}  ", standing, f"   {header.customer} {header.name}")
        self.head.show(*paint.head(card, self.show))
        show = self.show.bare(header.currency)
        self.lines.set_rows([paint.line_row(line, show, card.attributes) for line in card.lines])
        self.papers.set_rows(list(paint.paper_rows(card, self.show, self.desk.clock().tzinfo)))
        sums = f"Net {show.money(header.net)}    {paint.taxes(header, show)}    "
        if header.billed_ahead:
            sums = f"Billed ahead {show.money(header.billed_ahead)}    {sums}"
        count = f" {len(card.lines)} line{'s' if len(card.lines) != 1 else ''}"
        total = f"Total {self._theirs(header.gross)} "
        self.total.show(Cell(spread([count, sums + total], self.size.width), Tone.STRONG))

    def action_why(self) -> None:
        """F11: what holds it and who may release that; then the highlighted line's price, goods and queue."""
        card, position = self.card, self.lines.highlighted
        if card is None or not isinstance(position, int):
            return

        def then(found: tuple[HoldCard, WhyLine]) -> None:
            holding, why = found
            texts = [*why_lines(holding, self.show), ""] if holding.holds else []
            texts += [f" {hold.state}: {hold.message}" for hold in card.holds if hold.state != "open"]
            self.desk_app.go("explain", f"WHY?  order {self.number}", [*texts, *explained(why, self.show)])

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
