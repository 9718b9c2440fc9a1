"""Receiving: what is still to come. A purchase order's number, scanned or typed, opens what comes with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import ComposeResult

from orderdesk.errors import OrderdeskError
from orderdesk.queries.receiving import Delivery, DeliveryCard, deliveries, delivery_card
from orderdesk.queries.settings import settings
from orderdesk.scan_entry import Document, Paper
from orderdesk.screens.scanning import ScanScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import ONE, Quantity, quantity_text
from orderdesk.widgets.columns import Column
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Confirm, New, Next, Previous, Refresh
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Delivery", 24, share=1),
    Column("Warehouse", 10),
    Column("Due", 16),
    Column("To come", 12, align="right"),
)


class OpenDelivery(Confirm):
    """Receive the highlighted delivery."""

    label = "Open"


class Unexpected(New):
    """Receive goods that nobody expected."""

    label = "Unexpected"


def look(reading: Reading) -> tuple[Settings, tuple[Delivery, ...]]:
    """What the screen shows, on one snapshot."""
    return settings(reading), deliveries(reading)


class ReceiveScreen(ScanScreen):
    """What is still to come, by delivery."""

    commands = (OpenDelivery, Unexpected, Previous, Next, Cancel, Refresh)
    heading = "RECEIVE"
    help_text = """
Scan the purchase order's number, or type it and Enter; or E and the id
  of what is expected. The arrow keys and F10 open what is highlighted.
F6 takes in goods that nobody expected.
"""

    def __init__(self) -> None:
        super().__init__()
        self.list = WindowList(COLUMNS, empty="Nothing is expected. F6 takes in what has come all the same.")
        self.list.can_focus = False  # every key is the scanner's
        self._deliveries: tuple[Delivery, ...] = ()

    def body(self) -> ComposeResult:
        """The deliveries, and the field."""
        yield Rule()
        yield self.list
        yield from self.scan_rows()

    def question(self) -> Callable[..., Any]:
        """What is still to come."""
        return look

    def seen(self, seen: tuple[Settings, tuple[Delivery, ...]]) -> None:
        """Show it."""
        company, self._deliveries = seen
        self.show = Show(company.money, company.locale)
        late = sum(one.due < self.desk.today for one in self._deliveries)
        parts = [f" {self.heading}", f"{len(self._deliveries)} to come   {late} late "]
        self.spread_title(*parts)
        rows = [self._row(one) for one in self._deliveries]
        if rows != self.list.rows:
            self.list.set_rows(rows)

    def _row(self, one: Delivery) -> Row:
        lines = f"{one.lines} {'line' if one.lines == 1 else 'lines'}"
        return Row(f"{one.warehouse} {one.name}", (one.name, one.warehouse, self.show.weekday(one.due), lines))

    def goods(self, code: str, quantity: Quantity) -> None:
        """A delivery's name, it should be."""

        def unknown(error: OrderdeskError) -> None:
            self.stop(code, f"{error}; scan the purchase order first, or take it in as unexpected with F6", "UNKNOWN")

        def found(card: DeliveryCard) -> None:
            self.list.highlight(f"{card.warehouse} {card.name}")
            self.desk_app.go("delivery", card.name, card.warehouse)

        name = code if quantity == ONE else f"{quantity_text(quantity)} {code}"  # "4711 B" is a name here, not many Bs
        self.held(lambda: self.desk.ask(delivery_card, name), then=found, refused=unknown)

    def document(self, scan: Document) -> None:
        """Something that is expected, by its id."""
        if scan.paper is Paper.EXPECTED:
            self.goods(f"E{scan.number}", ONE)
        else:
            super().document(scan)

    def action_confirm(self) -> None:
        """F10."""
        one = next((one for one in self._deliveries if f"{one.warehouse} {one.name}" == self.list.highlighted), None)
        if one is None:
            self.status.warn("nothing is expected; F6 takes in what has come all the same")
        else:
            self.desk_app.go("delivery", one.name, one.warehouse)

    def action_new(self) -> None:
        """F6."""
        self.desk_app.go("delivery")

    def action_previous(self) -> None:
        """F7."""
        self.list.move(-1)

    def action_next(self) -> None:
        """F8."""
        self.list.move(1)
