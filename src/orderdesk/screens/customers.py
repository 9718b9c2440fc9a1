"""Customers: type a code, words or a telephone number, and have the card before the question is finished."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from orderdesk.desk import attributes, customers
from orderdesk.errors import BadValue
from orderdesk.queries import look_up
from orderdesk.queries.customer_card import CustomerCard, customer_card
from orderdesk.queries.look_up import CustomerFound
from orderdesk.queries.receivables import Item, open_items
from orderdesk.queries.settings import settings
from orderdesk.screens import customer_paint as paint
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.customer_guard import guard_said
from orderdesk.screens.order_paint import customer_rows
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.asked import AskedSuggestions
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, LookUp, New, Refresh, Repeat, Why
from orderdesk.widgets.window_list import WindowList

FOUND = 20
SUGGEST, CARD = "suggest", "card"


class NewOrder(New):
    """Begin an order for this customer."""

    label = "Order"


class AsLastTime(Repeat):
    """Begin an order for this customer, as last time."""

    label = "As last time"


@dataclass(frozen=True, slots=True)
class Meant:
    """The card of the customer who is meant for certain, and all who may be; on one snapshot with the settings."""

    company: Settings
    card: CustomerCard | None
    found: tuple[CustomerFound, ...]


def meant_and_card(reading: Reading, text: str) -> Meant:
    """Who is meant by the text."""
    meant, found = look_up.customer(reading, text, FOUND)
    return Meant(settings(reading), None if meant is None else customer_card(reading, meant.code), found)


def account(reading: Reading, code: str) -> tuple[CustomerCard, tuple[Item, ...]]:
    """A customer's card, with every open item behind it."""
    return customer_card(reading, code), open_items(reading, code)


class CustomersScreen(DeskScreen):
    """Look up, and the card."""

    commands = (NewOrder, AsLastTime, Why, Refresh, Cancel)
    field_commands = (LookUp,)
    heading = "CUSTOMERS"
    help_text = """
Type a code, beginnings of words of name or city, or a telephone number.   Arrow keys choose, Enter shows the card.
On the card the arrow keys are in the orders; Enter opens one; a letter begins the next search.
F11 tells what the customer owes, item by item.
/limit 5000, /orders, /overdue, /grace 14, /block ship say what guards the money of
  the customer that is shown; none is no bound. /word value says one of the
  company's own attributes.
"""
    AUTO_FOCUS = "#search"
    CSS_PATH = "customers.tcss"

    def __init__(self, code: str | None = None) -> None:
        """Begin with the search, or with this customer's card."""
        super().__init__()
        self.code = code
        self.card: CustomerCard | None = None
        self.show = Show()
        self.suggestions = AskedSuggestions(max_rows=5, indent=11)
        self.search = EntryField(id="search", suggestions=self.suggestions, placeholder="code, name, city, telephone")
        self.facts = Lines(height=paint.ROWS)
        self.orders = WindowList(paint.ORDER_COLUMNS, empty="No order yet.", id="orders")

    def body(self) -> ComposeResult:
        """The field, who may be meant, the card, the orders."""
        with Horizontal(id="asked"):
            yield Lines(" Customer", id="label")
            yield self.search
        yield self.suggestions
        yield Rule()
        yield self.facts
        yield self.orders

    def on_mount(self) -> None:
        """Show the card, if one was asked for."""
        if self.code is not None:
            self._open(self.code)

    def on_screen_resume(self) -> None:
        """Back from an order: the figures may be others, and the next key is meant for what is there now."""
        if self.card is not None:
            self.held(partial(self.desk.ask, customer_card, self.card.code), then=self._seen)

    def changed(self) -> None:
        """Somebody did something: read the card again; what is typed and what is highlighted stay."""
        if self.card is not None and self.is_current:
            self.ask(customer_card, self.card.code, then=self._seen, group=CARD)

    def _seen(self, card: CustomerCard) -> None:
        if self.card is not None and card.code == self.card.code and card != self.card:
            self._paint(card)

    @on(EntryField.Typed, "#search")
    def _typed(self, event: EntryField.Typed) -> None:
        text = event.value.strip()
        if not text:
            self.forget(SUGGEST)
            self.suggestions.clear()
            return
        self._suggest(text)

    def _suggest(self, text: str) -> None:
        generation = self.suggestions.asked()

        def then(found: tuple[CustomerFound, ...]) -> None:
            self.suggestions.show(customer_rows(found), generation)

        self.ask(look_up.customers, text, FOUND, then=then, group=SUGGEST, refused=lambda _: self.suggestions.clear())

    @on(EntryField.LookupWanted, "#search")
    def _look_up(self) -> None:
        self._suggest(self.search.value.strip())

    @on(EntryField.Accepted, "#search")
    def _accepted(self, event: EntryField.Accepted) -> None:
        self.forget(SUGGEST)
        self.suggestions.clear()
        text = event.suggestion.code if event.suggestion else event.value
        if text.startswith("/") and self.card is not None:
            self._say(text, self.card.code)
        elif text:
            self._open(text)
        elif self.card is not None:
            self.orders.focus()

    def _say(self, text: str, code: str) -> None:
        """`/limit 5000` and the like, or `/cold yes`: one of the company's own attributes; of who stands here."""
        word, _, value = text.removeprefix("/").partition(" ")
        company = self.show.currency
        try:
            guard = guard_said(word, value.strip(), decimals=company.decimals, mark=self.show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            return

        def said(kept: str) -> None:
            self.search.put("")
            self.status.done(f"{word} of {code} is {kept or 'taken away'}")
            self.changed()

        if guard is not None:
            self.do(customers.limit, code, then=lambda _: said(value.strip()), **guard)
        else:
            self.do(attributes.of_customer, code, word, value.strip(), then=said)

    def _open(self, text: str) -> None:
        """Show the card of the customer who is meant, or who may be."""

        def then(answer: Meant) -> None:
            if answer.card is not None:
                self.show = Show(answer.company.money, answer.company.locale)
                self.search.put("")
                self.suggestions.clear()
                self.status.clear()
                self.desk_app.recent.note("customer", answer.card.code)
                self._paint(answer.card)
                return
            rows = customer_rows(answer.found)
            said = f"may be one of {len(rows)}: choose with the arrow keys, or type more" if rows else "is nobody here"
            self.refuse(f"{text[:40]!r} {said}")
            self.suggestions.show(rows, self.suggestions.next_generation())

        self.held(partial(self.desk.ask, meant_and_card, text), then=then)

    def _paint(self, one: CustomerCard) -> None:
        self.card = one
        self.show_title(f" {self.heading}   {one.code} {one.name}")
        self.facts.show(*paint.card(one, self.show))
        self.orders.set_rows([paint.order_row(order, self.show) for order in one.orders])

    @on(WindowList.Chosen, "#orders")
    def _order(self, event: WindowList.Chosen) -> None:
        order = next((one for one in self.card.orders if one.number == event.key), None) if self.card else None
        if order is not None:
            self.desk_app.go("order_entry" if order.state in ("draft", "quotation") else "order_card", order.number)

    def action_new(self) -> None:
        """F6."""
        if self.card is None:
            self.desk_app.go("order_entry")
        else:
            self.desk_app.go("order_entry", None, self.card.code)

    @on(EntryField.RepeatWanted, "#search")
    def action_repeat(self) -> None:
        """F9, in the field as in the orders."""
        if self.card is None:
            self.refuse("no customer is shown whose last order could be repeated")
        else:
            self.desk_app.go("order_entry", None, self.card.code, True)

    def action_why(self) -> None:
        """F11: what they owe, and what may still be ordered."""
        if self.card is None:
            self.status.warn("no customer is shown")
            return

        def explain(found: tuple[CustomerCard, tuple[Item, ...]]) -> None:
            one, items = found
            heading = f"{one.code} {one.name}   what they owe"
            self.desk_app.go("explain", heading, list(paint.why(one, items, self.show)))

        self.held(partial(self.desk.ask, account, self.card.code), then=explain)

    def action_refresh(self) -> None:
        """F5."""
        self.changed()

    def action_cancel(self) -> None:
        """F12: empty the field; leave the orders; leave."""
        if self.search.value or self.suggestions.rows:
            self.search.put("")
            self.forget(SUGGEST)
            self.suggestions.clear()
            self.status.clear()
        elif not self.search.has_focus:
            self.search.focus()
        else:
            self.action_leave()
