"""The card of one product: what there is of it and where, what it costs, who waits for it, who bought it last."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from orderdesk.queries.product_look import ProductLook, product_look
from orderdesk.queries.settings import settings
from orderdesk.screens import product_card_paint as paint
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Refresh, Why
from orderdesk.widgets.window_list import WindowList

EVERY = 5.0  # seconds between looks at what others have done


def look(reading: Reading, sku: str) -> tuple[Settings, ProductLook]:
    """What the screen shows, on one snapshot."""
    return settings(reading), product_look(reading, sku)


class ProductCardScreen(DeskScreen):
    """One product."""

    commands = (Why, Refresh, Cancel)
    heading = "PRODUCT"
    help_text = """
Quantities are in the unit that the product is counted in.
Enter on a line that waits or was sold opens its order.
"""

    def __init__(self, sku: str) -> None:
        super().__init__()
        self.sku = sku
        self.head = Lines(height=3)
        self.list = WindowList(paint.COLUMNS, empty="Nothing is known of it.")
        self._show = Show()
        self._look: ProductLook | None = None

    def body(self) -> ComposeResult:
        """What it is; then stock, prices, the queue and the last sales."""
        yield self.head
        yield Rule()
        yield self.list

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

    def action_why(self) -> None:
        """F11."""
        if self._look is not None:
            self.desk_app.go("explain", f"WHY   {self._look.card.sku}", paint.why(self._look, self._show))

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
