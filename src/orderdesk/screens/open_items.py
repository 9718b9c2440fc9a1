"""One customer's account: what is open, what came in, and the acts that change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import invoicing, receipts
from orderdesk.errors import BadValue, OrderdeskError
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
from orderdesk.queries.settings import settings
from orderdesk.screens import open_items_paint as paint
from orderdesk.screens.account_acts import ACTS, AccountActs
from orderdesk.screens.receivables_paint import why, why_heading
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import Currency, Money, parse_money
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, LookUp, Refresh, Why
from orderdesk.widgets.window_list import WindowList

RECEIPT = "receipt"  # what may be begun at once
NEWEST = 200  # receipts that are shown


class TakeReceipt(Command):
    """Take money: oldest due first, the rest stays unapplied."""

    key, label, rank = "r", "Receipt", 15


class CreditNote(Command):
    """Answer the highlighted invoice with a credit note for all of it."""

    key, label, rank = "c", "Credit note", 20


class Apply(Command):
    """Set what is left of the highlighted receipt or credit note against what is open."""

    key, rank = "a", 22


class Reverse(Command):
    """Take the highlighted receipt back: its invoices are open again."""

    key, label, rank = "u", "Reverse", 24


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


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt, and what it did: how much each invoice's open amount fell, and what is left of it."""

    number: int
    settled: tuple[tuple[str, Money], ...]
    unapplied: Money


def look(reading: Reading, customer: str) -> Account:
    """The account of a customer. Raises NotFound."""
    items, came_in = open_items(reading, customer), receipts_of(reading, customer, newest=NEWEST)
    name = next((one.name for one in customers(reading, customer, limit=1) if one.code == customer), "")
    return Account(settings(reading), name, balance(reading, customer), counted_in(reading, customer), items, came_in)


class OpenItemsScreen(AccountActs):
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
        self.receipts_title = Lines(Cell(" Receipts, the newest first", Tone.STRONG))
        self.receipts = WindowList(paint.RECEIPTS, empty="Nothing came in yet.", id="receipts")
        self.receipt_bar = AskBar(
            Question("amount", "Amount", width=12, needed=True, limit=24),
            Question("method", "Method", width=10, limit=20),
            Question("reference", "Reference", limit=60),
            id="receipt",
        )
        self.credit_bar = AskBar(Question("reason", "Reason", needed=True, limit=300), id="credit")
        self.reverse_bar = AskBar(Question("reason", "Reason", needed=True, limit=300), id="reverse")
        self._begin = begin
        self._show = Show()
        self._account: Account | None = None
        self._meant: int | str | None = None  # what was highlighted when the bar was opened
        self._token = ""
        self._newest: int | None = None  # the receipt just taken

    def body(self) -> ComposeResult:
        """What is open above, what came in below."""
        yield self.items
        yield Rule()
        yield self.receipts_title
        yield self.receipts
        yield Rule()
        yield self.receipt_bar
        yield self.credit_bar
        yield self.reverse_bar
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
        if account != self._account or self._newest is not None:  # else nothing is sent over the line
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
        self.receipts.set_rows([paint.receipt_row(one, show, self.desk.today) for one in reversed(account.receipts)])
        if self._newest is not None and self.receipts.highlight(self._newest):
            self._newest = None

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_take_receipt(self) -> None:
        """R."""
        self._token = f"receipt {self.customer} {uuid4().hex}"
        self.receipt_bar.open(self.customer, method="transfer")

    @on(AskBar.Answered, "#receipt")
    def _take(self, event: AskBar.Answered) -> None:
        show = self._show
        try:
            decimals = show.currency.decimals
            amount = parse_money(event.answers["amount"], decimals=decimals, mark=show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            self.receipt_bar.focus_on("amount")
            return
        method, reference = event.answers["method"] or "transfer", event.answers["reference"]

        def work() -> Taken:
            before = paint.open_by_number(self.desk.ask(open_items, self.customer))
            number = self.desk.do(
                receipts.take, self.customer, amount, method=method, reference=reference, token=self._token
            )
            after = self.desk.ask(look, self.customer)
            still = paint.open_by_number(after.items)
            settled = tuple(
                (name, was - still.get(name, 0)) for name, was in before.items() if was != still.get(name, 0)
            )
            left = next((one.unapplied for one in after.receipts if one.number == number), 0)
            return Taken(number, settled, left)

        def taken(one: Taken) -> None:
            self.receipt_bar.close()
            self._newest = one.number
            parts = [f"{name} {show.money(part)}" for name, part in one.settled]
            parts += [f"{show.money(one.unapplied)} unapplied"] if one.unapplied or not parts else []
            self.status.done(f"receipt {one.number}: {', '.join(parts)}")
            self.action_refresh()

        def trouble(error: Exception) -> None:
            if not isinstance(error, OrderdeskError):
                raise error
            self.refuse(str(error))
            self.receipt_bar.focus_on("amount")

        self.desk_app.run_held(work, taken, trouble)

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
        item = self._item_at(self.items.highlighted)
        say = self._say_applied
        if self.receipts.has_focus and self.receipts.highlighted is not None:
            self._act(receipts.apply, self.receipts.highlighted, say=say)
        elif item is not None and item.open < 0:
            self._act(receipts.apply_credit, item.number, say=say)
        elif self.receipts.highlighted is not None:
            self._act(receipts.apply, self.receipts.highlighted, say=say)
        else:
            self.status.warn("there is no receipt to apply")

    def _say_applied(self, amount: Money) -> str:
        return f"{self._show.money(amount)} set against what is open"

    def action_reverse(self) -> None:
        """U."""
        self._meant = self.receipts.highlighted
        if self._meant is None:
            self.status.warn("there is no receipt to reverse")
        else:
            self.reverse_bar.open(f"Reverse receipt {self._meant}")

    @on(AskBar.Answered, "#reverse")
    def _reverse(self, event: AskBar.Answered) -> None:
        self.reverse_bar.close()
        meant, reason = self._meant, event.answers["reason"]
        self._act(receipts.reverse, meant, reason, say=lambda _: f"receipt {meant} is reversed")

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
        return None if self.receipts.highlighted is None else int(self.receipts.highlighted)

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
