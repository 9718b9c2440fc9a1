"""One invoice or credit note as it was posted, and what was set against it since."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.app import ComposeResult

from orderdesk.queries.invoice_card import InvoiceCard, invoice_card
from orderdesk.queries.settings import settings
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import ONE
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.figures import spread
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Piece, Tone, state
from orderdesk.widgets.standard_keys import Cancel, LookUp, Refresh
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("SKU", 10),
    Column("Description", 24, share=1),
    Column("Quantity", 11, align="right"),
    Column("Price", 10, align="right", rank=1),
    Column("Disc", 6, align="right", rank=2),
    Column("Net", 12, align="right"),
)


class OpenOrder(LookUp):
    """Open the order that it bills."""

    label = "Order"


class Account(Command):
    """The customer's open items: receipts, credit notes."""

    key, rank = "a", 30


def look(reading: Reading, number: str) -> tuple[Settings, InvoiceCard]:
    """What the screen shows, on one snapshot."""
    return settings(reading), invoice_card(reading, number)


class InvoiceCardScreen(DeskScreen):
    """One document."""

    commands = (OpenOrder, Account, Refresh, Cancel)
    heading = "INVOICE"
    help_text = "What was posted never changes; it is answered by a credit note, on the customer's open items."

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self.head = Lines(height=3)
        self.list = WindowList(COLUMNS, empty="Nothing was billed.")
        self.total = Lines()
        self._card: InvoiceCard | None = None
        self._show = Show()

    def body(self) -> ComposeResult:
        """Whose it is, what was billed, what is open."""
        yield self.head
        yield self.list
        yield self.total

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
        self._show = Show(company.money, company.locale)
        self._paint(self._card)

    def _paint(self, card: InvoiceCard) -> None:
        show = self._show
        what = {"credit": "CREDIT NOTE", "down": "DOWN PAYMENT"}.get(card.kind, self.heading)
        left = state(Tone.PARTIAL, "open") if card.open else state(Tone.DONE, "settled")
        self.show_title(f" {what} {card.number}  ", left, f"   {card.customer} {card.name}")
        answers = [f"answers {card.credits}"] if card.credits else []
        answers += [f"credited by {', '.join(card.credited_by)}"] if card.credited_by else []
        of = [f"order {card.order}" if card.order else "no order", f"PO {card.po_number}" if card.po_number else ""]
        facts = [*of, f"by {card.posted_by}", *answers, card.reason]
        days = f" dated {show.day(card.day)}, due {show.day(card.due)}, {card.terms}"
        if card.discount_until is not None and card.discount_amount:
            days += f", {show.money(card.discount_amount)} less until {show.day(card.discount_until)}"
        self.head.show(f" {', '.join(card.billed_to)}", days, f" {' · '.join(fact for fact in facts if fact)}")
        self.list.set_rows([Row(place, cells) for place, cells in enumerate(_rows(card, show))])
        sums = f"Net {show.money(card.net)}    Tax {show.money(card.tax)}    Gross {show.money(card.gross)}"
        foot = spread([f" {sums}", f"Open {show.money(card.open)} "], self.app.size.width)
        self.total.show(Cell(foot, Tone.STRONG))

    def action_look_up(self) -> None:
        """F4."""
        if self._card is not None and self._card.order is not None:
            self.desk_app.go("order_card", self._card.order)
        else:
            self.refuse("this document bills no order")

    def action_account(self) -> None:
        """A."""
        if self._card is not None:
            self.desk_app.go("open_items", self._card.customer)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()


def _rows(card: InvoiceCard, show: Show) -> Iterator[tuple[Piece, ...]]:
    """The lines, the tax by its rates, and what was set against it, so signed that what is open is the sum of all."""
    sign = 1 if card.kind == "credit" else -1
    for line in card.lines:
        whole, rest = divmod(line.quantity * ONE, line.factor)
        sold = show.quantity(line.quantity) if rest else f"{show.quantity(whole)} {line.unit}"
        price, less = show.price(line.price), show.percent(line.discount)
        yield line.sku, line.description, sold, price, less, show.money(line.net)
    for tax in card.taxes:
        of = f"{show.percent(tax.rate) or '0 %'} of {show.money(tax.net)}"
        yield Cell("tax", Tone.MUTED), of, "", "", "", show.money(tax.tax)
    for part in card.applied:
        others = [number for number in (part.source, part.invoice) if number not in ("", card.number)]
        how = ", ".join((*others, show.day(part.day)))
        yield Cell(part.kind.replace("_", " "), Tone.MUTED), how, "", "", "", show.money(sign * part.amount)
