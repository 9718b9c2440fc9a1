"""One invoice or credit note as it was posted, and what was set against it since."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import invoicing, write_offs
from orderdesk.errors import BadValue
from orderdesk.queries.invoice_card import BilledLine, InvoiceCard, invoice_card
from orderdesk.queries.settings import settings
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.invoice_card_paint import COLUMNS, rows
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import parse_price, parse_quantity, rate_text
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.figures import spread
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.standard_keys import Cancel, LookUp, Refresh
from orderdesk.widgets.window_list import Row, WindowList


class OpenOrder(LookUp):
    """Open the order that it bills."""

    label = "Order"


class Account(Command):
    """The customer's open items: receipts, credit notes."""

    key, rank = "a", 30


class CreditLine(Command):
    """Credit of the highlighted line, or all of the invoice: its quantity is asked for, empty is everything."""

    key, label, rank = "c", "Credit note", 20


class LowerPrice(Command):
    """Credit the highlighted line down to a lower price; the goods stay billed."""

    key, label, rank = "p", "Price", 22


class CancelInvoice(Command):
    """Cancel it by crediting all of it, and bill the goods anew."""

    key, label, rank = "x", "Cancel invoice", 24


class WriteBack(Command):
    """Take back what was written off of it without a receipt: it is open again."""

    key, label, rank = "w", "Write back", 26


def look(reading: Reading, number: str) -> tuple[Settings, InvoiceCard]:
    """What the screen shows, on one snapshot."""
    return settings(reading), invoice_card(reading, number)


class InvoiceCardScreen(DeskScreen):
    """One document."""

    commands = (CreditLine, LowerPrice, CancelInvoice, WriteBack, OpenOrder, Account, Refresh, Cancel)
    heading = "INVOICE"
    help_text = """
What was posted never changes; it is answered by a credit note.
C credits a quantity of the highlighted line, or everything; P the
  difference to a lower price. X cancels the invoice: all of it is
  credited, and with yes its goods are billed anew at once, to the
  address as it stands now.
"""

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self.head = Lines(height=3)
        self.list = WindowList(COLUMNS, empty="Nothing was billed.")
        self.total = Lines()
        reason = Question("reason", "Reason", needed=True, limit=300)
        self.bars = {
            "credit": AskBar(Question("quantity", "Quantity", width=12), reason, id="credit"),
            "price": AskBar(Question("price", "New price", width=12, needed=True), reason, id="price"),
            "cancel": AskBar(Question("anew", "Bill anew", width=5), reason, id="cancel"),
            "write-back": AskBar(reason, id="write-back"),
        }
        self._line: BilledLine | None = None  # what was highlighted when the bar was opened
        self._card: InvoiceCard | None = None
        self._show = Show()

    def body(self) -> ComposeResult:
        """Whose it is, what was billed, what is open."""
        yield self.head
        yield self.list
        yield self.total
        yield from self.bars.values()

    def on_mount(self) -> None:
        """What is typed ahead may be about its order or its customer: it waits."""
        self.held(partial(self.desk.ask, look, self.number), then=self._seen)

    def on_resize(self) -> None:
        """The foot is spread over the width."""
        if self._card is not None:
            self._paint(self._card)

    def on_screen_resume(self) -> None:
        """Back from the account: it may be paid."""
        if self._card is not None:
            self.action_refresh()

    def action_refresh(self) -> None:
        """F5."""
        self.ask(look, self.number, then=self._seen)

    def _seen(self, seen: tuple[Settings, InvoiceCard]) -> None:
        company, self._card = seen
        self._show = Show(company.money, company.locale).bare(self._card.currency)
        self._paint(self._card)

    def _paint(self, card: InvoiceCard) -> None:
        show = self._show
        stands = Tone.REFUSED if card.cancelled else Tone.DONE
        what = {"credit": "CREDIT NOTE", "down": "DOWN PAYMENT"}.get(card.kind, self.heading)
        left = state(Tone.PARTIAL, "open") if card.open else state(stands, "cancelled" if card.cancelled else "settled")
        self.show_title(f" {what} {card.number}  ", left, f"   {card.customer} {card.name}")
        answers = [f"answers {card.credits}"] if card.credits else []
        answers += [f"credited by {', '.join(card.credited_by)}"] if card.credited_by else []
        orders = f"orders {', '.join(map(str, card.orders))}" if card.orders else "no order"
        of = [f"order {card.order}" if card.order else orders, f"PO {card.po_number}" if card.po_number else ""]
        answers += [f"1 {card.currency.code} = {rate_text(card.rate)}"] if card.currency.named else []
        answers += ["prices with tax"] if card.tax_included else []
        answers += [card.tax_note] if card.tax_note else []
        facts = [*of, f"by {card.posted_by}", *answers, card.reason]
        days = f" dated {show.day(card.day)}, due {show.day(card.due)}, {card.terms}"
        if card.discount_until is not None and card.discount_amount:
            days += f", {show.money(card.discount_amount)} less until {show.day(card.discount_until)}"
        self.head.show(f" {', '.join(card.billed_to)}", days, f" {' · '.join(fact for fact in facts if fact)}")
        self.list.set_rows([Row(place, cells) for place, cells in enumerate(rows(card, show))])
        sums = f"Net {show.money(card.net)}    Tax {show.money(card.tax)}    Gross {show.money(card.gross)}"
        code = f" {card.currency.code}" if card.currency.named else ""
        foot = spread([f" {sums}", f"Open {show.money(card.open)}{code} "], self.app.size.width)
        self.total.show(Cell(foot, Tone.STRONG))

    # Acting -----------------------------------------------------------------------------------------------------------

    def _highlighted(self) -> BilledLine | None:
        place, card = self.list.highlighted, self._card
        if card is None or not isinstance(place, int) or place >= len(card.lines):
            return None
        return card.lines[place]

    def action_credit_line(self) -> None:
        """C."""
        self._line = self._highlighted()
        told = "all of it" if self._line is None else f"line {self._line.position} {self._line.sku}; empty is all lines"
        self.bars["credit"].open(f"Credit {told}")

    def action_lower_price(self) -> None:
        """P."""
        self._line = self._highlighted()
        if self._line is None or self._line.order is None:
            self.status.warn("no line of goods is highlighted")
        else:
            was = self._show.price(self._line.price)
            self.bars["price"].open(f"Line {self._line.position} {self._line.sku}, {was}")

    def action_cancel_invoice(self) -> None:
        """X."""
        self.bars["cancel"].open(f"Cancel {self.number}", anew="yes")

    def action_write_back(self) -> None:
        """W."""
        self.bars["write-back"].open(f"Take the write-off of {self.number} back")

    @on(AskBar.Answered, "#write-back")
    def _write_back(self, event: AskBar.Answered) -> None:
        def done(amount: int) -> None:
            self.status.done(f"{self._show.money(amount)} of {self.number} is open again")
            self.action_refresh()

        event.bar.close()
        self.do(write_offs.write_back, self.number, event.answers["reason"], then=done)

    @on(AskBar.Answered)
    def _answered(self, event: AskBar.Answered) -> None:
        answers, mark, line = event.answers, self._show.decimal_mark, self._line
        reason, bar = answers["reason"], event.bar.id
        try:
            if bar == "price" and line is not None:
                prices = [(line.position, parse_price(answers["price"], mark=mark))]
                self._act(event, invoicing.credit_price, self.number, prices, reason=reason)
            elif bar == "credit":
                quantity = answers["quantity"].strip()
                some = [(line.position, parse_quantity(quantity, mark=mark))] if quantity and line else None
                self._act(event, invoicing.credit, self.number, lines=some, reason=reason)
            elif bar == "cancel":
                anew = answers["anew"].strip().lower() in ("y", "yes")
                self._act(event, invoicing.cancel, self.number, reason=reason, replace=anew)
        except BadValue as error:
            self.refuse(str(error))

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def _act(self, event: AskBar.Answered, verb: Callable[..., Any], *args: Any, **named: Any) -> None:
        def done(answer: str | list[str]) -> None:
            numbers = [answer] if isinstance(answer, str) else answer
            self.status.done(f"{self.number} is answered by {', '.join(numbers)}")
            self.action_refresh()

        event.bar.close()
        self.do(verb, *args, then=done, **named)

    def action_look_up(self) -> None:
        """F4: its order; of an invoice for several, the highlighted line's."""
        card, line = self._card, self._highlighted()
        order = None if card is None else card.order or (line.order if line is not None else None)
        if order is not None:
            self.desk_app.go("order_card", order)
        else:
            self.refuse("this document bills no order")

    def action_account(self) -> None:
        """A."""
        if self._card is not None:
            self.desk_app.go("open_items", self._card.customer)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
