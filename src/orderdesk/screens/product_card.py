"""The card of one product: what there is of it and where, what it costs, who waits for it, who bought it last."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import attributes, keeping, sourcing
from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.queries.product_look import ProductLook, product_look
from orderdesk.queries.settings import settings
from orderdesk.screens import product_card_paint as paint
from orderdesk.screens.attribute_bar import attribute_bar
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import parse_quantity
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Refresh, Why
from orderdesk.widgets.window_list import WindowList


class Keep(Command):
    """Keep free goods for a customer until a day."""

    key, rank = "k", 25


class GiveUp(Command):
    """Give up what the highlighted row keeps for a customer."""

    key, label, rank = "u", "Give up", 26


class Levels(Command):
    """Set safety stock and reorder point in one warehouse."""

    key, rank = "l", 27


class Say(Command):
    """Say one of the company's own attributes of the product."""

    key, label, rank = "a", "Attribute", 31


EVERY = 5.0  # seconds between looks at what others have done


class Lots(Command):
    """The product's lots or serial numbers: what expires first, what may not leave, who got it."""

    key, label, rank = "t", "Lots", 30


def look(reading: Reading, sku: str) -> tuple[Settings, ProductLook]:
    """What the screen shows, on one snapshot."""
    return settings(reading), product_look(reading, sku)


class ProductCardScreen(DeskScreen):
    """One product."""

    commands = (Keep, GiveUp, Levels, Lots, Say, Why, Refresh, Cancel)
    heading = "PRODUCT"
    help_text = """
Quantities are in the unit that the product is counted in.
Enter on a line that waits or was sold opens its order.
K keeps free goods for a customer until a day (2026-12-01, or +7); U gives
  up what the highlighted row keeps. L sets safety stock and reorder point.
"""

    def __init__(self, sku: str) -> None:
        super().__init__()
        self.sku = sku
        self.head = Lines(height=3)
        self.list = WindowList(paint.COLUMNS, empty="Nothing is known of it.")
        self.bars = {
            "keep": AskBar(
                Question("customer", "For", width=10, needed=True),
                Question("quantity", "How many", width=8, needed=True),
                Question("until", "Until", width=11, needed=True),
                Question("reason", "Why", limit=200),
                id="keep",
            ),
            "give-up": AskBar(Question("reason", "Reason", needed=True, limit=300), id="give-up"),
            "levels": AskBar(
                Question("warehouse", "In", width=8, needed=True),
                Question("safety", "Safety stock", width=8),
                Question("point", "Reorder point", width=8),
                id="levels",
            ),
            "attribute": attribute_bar(),
        }
        self._show = Show()
        self._look: ProductLook | None = None

    def body(self) -> ComposeResult:
        """What it is; then stock, prices, the queue and the last sales."""
        yield self.head
        yield Rule()
        yield self.list
        yield from self.bars.values()

    def on_mount(self) -> None:
        """Enter typed ahead waits for the rows; from then on look again every few seconds."""
        self.held(lambda: self.desk.ask(look, self.sku), then=self._seen)
        self.set_interval(EVERY, self.action_refresh)

    def on_screen_resume(self) -> None:
        """Somebody comes back."""
        if self._look is not None:
            self.action_refresh()

    def action_refresh(self) -> None:
        """F5."""
        if self.is_current:
            self.ask(look, self.sku, then=self._seen)

    def _seen(self, seen: tuple[Settings, ProductLook]) -> None:
        company, found = seen
        if found == self._look:
            return  # nothing is sent over the line while nothing changes
        self._look, self._show = found, Show(company.money, company.locale)
        self.show_title(f" {self.heading} {found.card.sku}   {found.card.name}")
        self.head.show(*paint.head(found, self._show))
        self.list.set_rows(list(paint.rows(found, self._show)))

    @on(WindowList.Chosen)
    def _open(self, event: WindowList.Chosen) -> None:
        kind, key, *_ = str(event.key).split()
        if kind in ("waiting", "sold"):
            self.desk_app.go("order_card", int(key))

    def action_lots(self) -> None:
        """T."""
        if self._look is None:
            return
        if self._look.card.tracking == "none":
            self.status.warn(f"{self._look.card.sku} is not kept by lots or serial numbers")
        else:
            self.desk_app.go("lots", self._look.card.sku)

    def action_why(self) -> None:
        """F11."""
        if self._look is not None:
            self.desk_app.go("explain", f"WHY   {self._look.card.sku}", paint.why(self._look, self._show))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_keep(self) -> None:
        """K."""
        self.bars["keep"].open(f"Keep {self.sku}")

    @on(AskBar.Answered, "#keep")
    def _keep(self, event: AskBar.Answered) -> None:
        said = event.answers
        try:
            name, quantity = "quantity", parse_quantity(said["quantity"], mark=self._show.decimal_mark)
            name, until = "until", read_day(said["until"], self.desk.today, "the day")
        except BadValue as error:
            event.bar.focus_on(name)
            self.refuse(str(error))
            return
        event.bar.close()
        customer, day = said["customer"].upper(), self._show.weekday(until)
        done = f"{self._show.quantity(quantity)} are kept for {customer} until {day}"
        verb = partial(keeping.keep, reason=said["reason"])
        self._act(verb, self.sku, customer, quantity, until, say=done)

    def action_give_up(self) -> None:
        """U: the highlighted row."""
        kind, _, key = str(self.list.highlighted or "").partition(" ")
        if kind != "kept":
            self.status.warn("highlight a row that is kept for a customer")
            return
        self.bars["give-up"].open(f"Keep {key} no longer")

    @on(AskBar.Answered, "#give-up")
    def _give_up(self, event: AskBar.Answered) -> None:
        _, _, key = str(self.list.highlighted or "").partition(" ")
        event.bar.close()
        self._act(keeping.unkeep, int(key), event.answers["reason"], say="it is free again")

    def action_levels(self) -> None:
        """L: of the highlighted warehouse."""
        kind, _, place = str(self.list.highlighted or "").partition(" ")
        self.bars["levels"].open("", warehouse=place if kind == "stock" else "")

    @on(AskBar.Answered, "#levels")
    def _levels(self, event: AskBar.Answered) -> None:
        said = event.answers
        figures: dict[str, Any] = {}
        for name, column in (("safety", "safety"), ("point", "reorder_point")):
            try:
                if said[name]:
                    figures[column] = parse_quantity(said[name], mark=self._show.decimal_mark)
            except BadValue as error:
                event.bar.focus_on(name)
                self.refuse(str(error))
                return
        event.bar.close()
        verb = partial(sourcing.level, warehouse=said["warehouse"], **figures)
        self._act(verb, self.sku, say=f"{said['warehouse'].upper()} is set")

    def action_say(self) -> None:
        """A."""
        self.bars["attribute"].open("Attribute")

    @on(AskBar.Answered, "#attribute")
    def _say(self, event: AskBar.Answered) -> None:
        code, value = event.answers["code"], event.answers["value"]
        event.bar.close()
        self._act(attributes.of_product, self.sku, code, value, say=f"{code.upper()} is {value or 'taken away'}")

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def _act(self, verb: Callable[..., Any], *args: Any, say: str) -> None:
        def done(_: object) -> None:
            self.status.done(say)
            self.action_refresh()

        self.do(verb, *args, then=done)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
