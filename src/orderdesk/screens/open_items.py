"""One customer's account: what is open, what came in, and the acts that change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import invoicing, receipts
from orderdesk.queries.disputes import PromiseRow, promises
from orderdesk.queries.look_up import customers
from orderdesk.queries.receivables import (
    CellItems,
    Item,
    ReceiptRow,
    balance,
    cell_items,
    counted_in,
    open_items,
    receipts_of,
)
from orderdesk.queries.refunds import RefundRow, refunds_of
from orderdesk.queries.settings import settings
from orderdesk.screens import open_items_paint as paint
from orderdesk.screens.account_acts import ACTS
from orderdesk.screens.account_taking import NEWEST, AccountTaking, Reverse, TakeReceipt
from orderdesk.screens.receivables_paint import why, why_heading
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import Currency, Money
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, LookUp, Refresh, Why
from orderdesk.widgets.window_list import WindowList

RECEIPT = "receipt"  # what may be begun at once


class CreditNote(Command):
    """Answer the highlighted invoice with a credit note for all of it."""

    key, label, rank = "c", "Credit note", 20


class Apply(Command):
    """Set what is left of the highlighted receipt or credit note against what is open."""

    key, rank = "a", 22


class OpenOrder(LookUp):
    """Open the highlighted invoice's order."""

    label = "Order"


@dataclass(frozen=True, slots=True)
class Account:
    """What the screen shows, on one snapshot."""

    company: Settings
    name: str
    balance: Money
    currency: Currency
    items: tuple[Item, ...]
    receipts: tuple[ReceiptRow, ...]
    refunds: tuple[RefundRow, ...]
    promises: tuple[PromiseRow, ...]


def look(reading: Reading, customer: str) -> Account:
    """The account of a customer. Raises NotFound."""
    items, came_in = open_items(reading, customer), receipts_of(reading, customer, newest=NEWEST)
    name = next((one.name for one in customers(reading, customer, limit=1) if one.code == customer), "")
    went, said = refunds_of(reading, customer, newest=NEWEST), promises(reading, customer)
    owed, currency = balance(reading, customer), counted_in(reading, customer)
    return Account(settings(reading), name, owed, currency, items, came_in, went, said)


class OpenItemsScreen(AccountTaking):
    """The open items of one customer."""

    commands = (TakeReceipt, CreditNote, Apply, Reverse, *ACTS, OpenOrder, Why, Cancel, Refresh)
    heading = "OPEN ITEMS"
    help_text = """
Tab goes from what is open to what came in, and back.
Enter shows the invoice and what was set against it.
A receipt pays the oldest due first, with the early-payment discount
  until its date; what is left of it stays unapplied.
"""

    def __init__(self, customer: str, begin: str = "") -> None:
        """Show this customer's account; `begin` may be RECEIPT."""
        super().__init__()
        self.customer = customer
        self.items = WindowList(paint.ITEMS, empty="Nothing is open.", id="items")
        self.receipts_title = Lines(Cell(" Promises, receipts and refunds, the newest first", Tone.STRONG))
        self.receipts = WindowList(paint.RECEIPTS, empty="Nothing came in yet.", id="receipts")
        self.credit_bar = AskBar(Question("reason", "Reason", needed=True, limit=300), id="credit")
        self._begin = begin
        self._show = Show()
        self._account: Account | None = None
        self._meant: int | str | None = None  # what was highlighted when the bar was opened

    def body(self) -> ComposeResult:
        """What is open above, what came in below."""
        yield self.items
        yield Rule()
        yield self.receipts_title
        yield self.receipts
        yield Rule()
        yield self.credit_bar
        yield from self.act_bars()

    def on_mount(self) -> None:
        """Read the account, while what is typed ahead of it waits; where a receipt is wanted, ask for it at once."""
        self.held(partial(self.desk.ask, look, self.customer), then=self._seen)
        if self._begin == RECEIPT:
            self.action_take_receipt()

    def on_screen_resume(self) -> None:
        """Back from an invoice or an order."""
        self.changed()

    def on_resize(self) -> None:
        """The title is spread over the width."""
        if self._account is not None:
            self._paint(self._account)

    def action_refresh(self) -> None:
        """F5."""
        self.ask(look, self.customer, then=self._seen)

    def changed(self) -> None:
        """Somebody did something: read it again; nothing is painted where it was not here."""
        if self.is_current and self._account is not None:
            self.action_refresh()

    # Painting ---------------------------------------------------------------------------------------------------------

    def _seen(self, account: Account) -> None:
        if account != self._account or self.newest is not None:  # else nothing is sent over the line
            self._account = account
            self._paint(account)

    def _paint(self, account: Account) -> None:
        show = self._show = Show(account.company.money, account.company.locale).bare(account.currency)
        code = f"{account.currency.code} " if account.currency.named else ""
        opened = sum(item.open for item in account.items)
        unapplied = opened - account.balance
        sums = f"open {show.money(opened)} − unapplied {show.money(unapplied)} = {show.money(account.balance)} {code}"
        self.spread_title(f" {self.heading}   {self.customer} {account.name}", sums)
        self.items.set_rows([paint.item_row(item, show, self.desk.today) for item in account.items])
        if account.items:
            self.items.set_totals("", "", "", "", "", show.money(opened))
        else:
            self.items.set_totals()
        below = paint.moves(account.receipts, account.refunds, account.promises, show, self.desk.today)
        self.receipts.set_rows(below)
        if self.newest is not None and self.receipts.highlight(self.newest):
            self.newest = None

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_credit_note(self) -> None:
        """C."""
        item = self._item_at(self.items.highlighted)
        if item is None or item.open < 0:
            self.status.warn("no invoice is highlighted")
            return
        self._meant = item.number
        self.credit_bar.open(f"Credit {item.number}, all of it")

    @on(AskBar.Answered, "#credit")
    def _credit(self, event: AskBar.Answered) -> None:
        self.credit_bar.close()
        meant, reason = self._meant, event.answers["reason"]
        self._act(invoicing.credit, meant, reason=reason, say=lambda number: f"credit note {number} answers {meant}")

    def action_apply(self) -> None:
        """A: the highlighted receipt, or the highlighted credit note."""
        item, receipt, say = self._item_at(self.items.highlighted), self.meant_receipt(), self._say_applied
        if item is not None and item.open < 0 and not (self.receipts.has_focus and receipt is not None):
            self._act(receipts.apply_credit, item.number, say=say)
        elif receipt is not None:
            self._act(receipts.apply, receipt, say=say)
        else:
            self.status.warn("there is no receipt to apply")

    def _say_applied(self, amount: Money) -> str:
        return f"{self._show.money(amount)} set against what is open"

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def figures(self) -> Show:
        """How amounts are written here."""
        return self._show

    def meant_invoice(self) -> str | None:
        """The highlighted invoice, where something is open."""
        item = self._item_at(self.items.highlighted)
        return item.number if item is not None and item.open > 0 else None

    def meant_receipt(self) -> int | None:
        """The highlighted receipt."""
        kind, number = self.meant_move() or ("", 0)
        return number if kind == "receipt" else None

    def meant_move(self) -> tuple[str, int] | None:
        """What is highlighted below, and its number."""
        kind, _, number = str(self.receipts.highlighted or "").partition(" ")
        return (kind, int(number)) if number else None

    def act(self, verb: Callable[..., Any], *args: Any, say: Callable[[Any], str], **named: Any) -> None:
        """Do it, say what was done, and read the account again."""
        self._act(verb, *args, say=say, **named)

    def _act(self, verb: Callable[..., Any], *args: Any, say: Callable[[Any], str], **named: Any) -> None:
        def done(answer: Any) -> None:
            self.status.done(say(answer))
            self.action_refresh()

        self.do(verb, *args, then=done, **named)

    # Looking closer ---------------------------------------------------------------------------------------------------

    def _item_at(self, key: int | str | None) -> Item | None:
        items = self._account.items if self._account is not None else ()
        return next((item for item in items if item.key == key), None)

    @on(WindowList.Chosen, "#items")
    def _open_invoice(self, event: WindowList.Chosen) -> None:
        item = self._item_at(event.key)
        if item is not None:
            self.desk_app.go("invoice_card", item.number)

    def action_why(self) -> None:
        """F11: how the balance adds up."""
        name = self._account.name if self._account is not None else ""

        def explain(found: CellItems) -> None:
            self.desk_app.go("explain", why_heading(found, name, self._show), list(why(found, self._show)))

        self.held(partial(self.desk.ask, cell_items, self.customer, None), then=explain)

    def action_look_up(self) -> None:
        """F4: the order."""
        item = self._item_at(self.items.highlighted)
        if item is not None and item.order is not None:
            self.desk_app.go("order_card", item.order)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
