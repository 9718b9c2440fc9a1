"""One delivery at the gate: what is expected, what has come, and where it goes. Each scan is stored at once."""

from __future__ import annotations

from typing import Any

from orderdesk.desk import receiving
from orderdesk.desk.not_taken import TOO_MANY, NotTaken
from orderdesk.errors import OrderdeskError
from orderdesk.queries.receiving import DeliveryLine, delivery_card
from orderdesk.scan_entry import Document, Paper
from orderdesk.screens.delivery_view import DeliveryView
from orderdesk.screens.scanning import ScanScreen
from orderdesk.values import Quantity
from orderdesk.widgets.paint import Tone
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, New, Next, Previous, Refresh, Repeat


class Done(Confirm):
    """All that has come is scanned: say what is still missing, and go back to the deliveries."""

    label = "Done"


class Undo(Repeat):
    """Take the last scan back, then the one before it."""

    label = "Undo scan"


class Extra(New):
    """Take in what was refused because it is more than was expected."""

    label, rank = "Take extra", 75


class ToList(LookUp):
    """Back to the deliveries."""

    label = "List"


class DeliveryScreen(DeliveryView):
    """What comes with one purchase order; or, without a name, goods that nobody expected."""

    commands = (Done, Undo, Extra, Previous, Next, ToList, Cancel, Refresh)
    heading = "RECEIVE"
    help_text = """
Scan each product, or type its SKU and Enter. 12*CODE takes in twelve at
  once; so does OD:Q12, scanned before the product.
A barcode of a case counts what the case holds.
Of a product kept by lots scan the whole label, or key CODE#LOT#261231
  with the last day it is good; a serial number as CODE#NUMBER.
What is not expected, or too much, is not taken; F6 takes the extra.
What is left open is still expected.
"""

    # Scanning ---------------------------------------------------------------------------------------------------------

    def goods(self, code: str, quantity: Quantity) -> None:
        """A product has come."""
        self._too_many = None

        def refused(error: OrderdeskError) -> None:
            if isinstance(error, NotTaken) and error.headline == TOO_MANY:
                self._too_many = (code, quantity)
                self._too_many_label = self.label
                self.status.say(f"{error}: F6", Tone.REFUSED)

        self._take_in(code, quantity, refused=refused)

    def _take_in(self, code: str, quantity: Quantity, **more: Any) -> None:
        def came(arrived: receiving.Arrived) -> None:
            self._too_many = None
            self._scans.append((arrived.sku, arrived.quantity, arrived.lot))
            self._show(arrived)
            if arrived.given:
                waited = f"{self.show.quantity(arrived.given)} of {arrived.sku} went to orders that waited for it"
                self.status.say(waited)
            else:
                self.status.clear()

        more |= {"delivery": self.delivery, "warehouse": self.warehouse, **self.label}
        self.step(receiving.arrive, code, quantity, then=came, scan=code, **more)

    def _show(self, arrived: receiving.Arrived) -> None:
        self._last = arrived
        if not self.delivery:
            before = self._unexpected.get(arrived.sku)
            total = (before.received if before else 0) + arrived.quantity
            key = before.id if before else -1 - len(self._unexpected)
            self._unexpected[arrived.sku] = DeliveryLine(
                key, arrived.sku, arrived.name, arrived.unit, arrived.bin, self.desk.today, total, total
            )
        self.paint()
        for line in self.lines:
            if line.sku == arrived.sku:
                self.list.highlight(line.id)
                break

    def document(self, scan: Document) -> None:
        """Something else that is expected, by its id: go on with that."""
        if scan.paper is Paper.EXPECTED:
            name = f"E{scan.number}"
            self.held(
                lambda: self.desk.ask(delivery_card, name),
                then=lambda card: self.desk_app.go("delivery", card.name, card.warehouse, instead=True),
                refused=lambda error: self.stop(name, str(error), "UNKNOWN"),
            )
        else:
            super().document(scan)

    def action_repeat(self) -> None:
        """F9: take the last scan back, then the one before it."""
        if not self._scans:
            self.status.warn("nothing that was scanned here can be taken back")
            return
        sku, quantity, lot = self._scans[-1]

        def back(arrived: receiving.Arrived) -> None:
            self._scans.pop()
            self._show(arrived)
            lost = f"; order {', '.join(map(str, arrived.taken_from))} waits for it again" if arrived.taken_from else ""
            self.status.say(f"{self.show.quantity(quantity)} of {sku} taken back{lost}")

        self.step(
            receiving.arrive, sku, -quantity, delivery=self.delivery, warehouse=self.warehouse, lot=lot, then=back
        )

    def action_new(self) -> None:
        """F6: take in what was too much."""
        if self._too_many is None:
            self.status.warn("nothing was refused as too many just now")
            return
        code, quantity = self._too_many
        self.label = self._too_many_label
        self._take_in(code, quantity, over=True)

    def action_confirm(self) -> None:
        """F10: back to the deliveries, with what is missing said there."""
        missing = [line for line in self.lines if line.left]
        said = ", ".join(f"{line.sku} {self.show.quantity(line.left)}" for line in missing[:4])
        more = f" and {len(missing) - 4} more" if len(missing) > 4 else ""
        self.app.pop_screen()
        below = self.app.screen
        if isinstance(below, ScanScreen) and self.delivery:
            if missing:
                below.status.warn(f"{self.delivery}: still to come {said}{more}")
            else:
                below.status.done(f"{self.delivery} is complete")

    # Moving -----------------------------------------------------------------------------------------------------------

    def action_previous(self) -> None:
        """F7."""
        self.list.move(-1)

    def action_next(self) -> None:
        """F8."""
        self.list.move(1)

    def action_look_up(self) -> None:
        """F4: back to the deliveries."""
        self.action_leave()
