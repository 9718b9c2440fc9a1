"""One pick list in the aisle: what to take next, large, and a field that is always ready for the scanner.

Right is silent. What is not taken is said across the screen with three bells, and only its own key clears that. Each
accepted scan is stored at once, so whoever opens the list again goes on where it was left.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from textual import on

from orderdesk.desk import picking, shipping
from orderdesk.desk.not_taken import WRONG_ITEM, NotTaken
from orderdesk.errors import OrderdeskError
from orderdesk.queries.order_card import order_card
from orderdesk.rules.wording import counted, listed
from orderdesk.scan_entry import Document, Paper
from orderdesk.screens.pick_view import PickView, key_of_line
from orderdesk.store.transaction import Reading
from orderdesk.values import Quantity
from orderdesk.widgets.ask_bar import AskBar
from orderdesk.widgets.paint import Tone
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, New, Next, Previous, Refresh, Repeat


class Done(Confirm):
    """All is collected or short: confirm the list, then ship it."""

    label = "Done"


class Undo(Repeat):
    """Put the last scan back."""

    label = "Undo scan"


class Short(New):
    """The rest of the highlighted line is not there; S and Enter in the field does the same."""

    label = "Short"


class PreviousBin(Previous):
    """The line before."""

    label = "Bin before"


class NextBin(Next):
    """The line after."""

    label = "Bin after"


class ToList(LookUp):
    """Back to the pick lists."""

    label = "List"


def invoices_of(reading: Reading, orders: tuple[int, ...]) -> tuple[str, ...]:
    """The numbers of these orders' invoices."""
    return tuple(invoice.number for order in orders for invoice in order_card(reading, order).invoices)


class PickCardScreen(PickView):
    """One pick list."""

    commands = (Done, Short, Undo, PreviousBin, NextBin, ToList, Cancel, Refresh)
    heading = "PICK"
    help_text = """
Scan the product, or type its SKU and Enter. 12*CODE takes twelve at
  once.
Scanning a bin goes to what is taken there.
A barcode of a case counts what the case holds.
Of a product kept by lots scan the lot too, or key CODE#LOT; its label
  alone is enough. The list says which lot leaves first.
S and Enter: the rest of this line is not there.
OD:DONE, OD:SHORT, OD:UNDO, OD:NEXT and OD:BACK, scanned, do what
  their keys do; OD:Q12: the next scan counts twelve.
F10 confirms the list and asks how it leaves.
"""
    words: ClassVar[Mapping[str, str]] = {"s": "new"}

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self._scans: list[tuple[str, Quantity, str]] = []  # that can be put back, the last one last
        self._asked_for = ""
        self._other: tuple[str, Quantity, Mapping[str, Any]] = ("", 0, {})
        self._token = f"ship {number} {uuid4().hex}"

    # Scanning ---------------------------------------------------------------------------------------------------------

    def goods(self, code: str, quantity: Quantity, **more: str) -> None:
        """A product is collected; a bin is gone to."""

        def taken(scanned: picking.Scanned) -> None:
            self.status.clear()
            line = scanned.lines[0] if scanned.lines else None
            if line is not None:
                self.list.highlight(key_of_line(line.order, line.position, line.lot))
            if scanned.quantity:
                self._scans.append((scanned.sku, scanned.quantity, line.lot if line is not None else ""))
                self.go_to_next()
            self.paint()

        label = {name: value for name, value in self.label.items() if name != "expires"}

        def refused(error: OrderdeskError) -> None:
            if isinstance(error, NotTaken) and error.asks:
                self._other = (code, quantity, label)
                self.open_bar(self.other_bar, f"{error.sku}, another lot:")

        self.step(picking.scan, self.number, code, quantity, then=taken, scan=code, refused=refused, **label, **more)

    @on(AskBar.Answered, "#other")
    def _take_other(self, event: AskBar.Answered) -> None:
        """Another lot than the one that leaves first, and why."""
        self.close_bar(self.other_bar)
        code, quantity, self.label = self._other
        self.goods(code, quantity, reason=event.answers["reason"])

    def document(self, scan: Document) -> None:
        """A pick list's own number: this one is at hand, another one is opened instead."""
        if scan.paper is not Paper.PICK:
            super().document(scan)
        elif scan.number != self.number:
            self.desk_app.go("pick_card", scan.number, instead=True)

    def headline(self, scan: str, wrong: str) -> str:
        """What is wrong, and what is wanted instead."""
        line = self.current
        wanted = f", wanted {line.sku}" if wrong == WRONG_ITEM and line is not None else ""
        return f"{super().headline(scan, wrong)}{wanted}"

    def action_repeat(self) -> None:
        """F9: put the last scan back, then the one before it."""
        if not self._scans:
            self.status.warn("nothing that was scanned here can be put back")
            return
        sku, quantity, lot = self._scans[-1]

        def back(_: object) -> None:
            self._scans.pop()
            self.status.say(f"{self.show.quantity(quantity)} of {f'{sku} {lot}'.rstrip()} put back")

        self.step(picking.scan, self.number, sku, -quantity, then=back, lot=lot)

    # Short, done, shipped ---------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6, or S and Enter: the rest of this line is not there."""
        line = self.current
        if line is None:
            self.status.warn("nothing is left to collect")
            return
        self._asked_for = line.sku
        self.open_bar(self.short_bar, f"{line.sku}: {self.show.quantity(line.left)} {line.unit} short")

    @on(AskBar.Answered, "#short")
    def _short(self, event: AskBar.Answered) -> None:
        self.close_bar(self.short_bar)
        sku = self._asked_for

        def noted(missing: Quantity) -> None:
            self.status.done(f"{self.show.quantity(missing)} of {sku} recorded as short")
            self.go_to_next()
            self.paint()

        self.step(picking.short, self.number, sku, event.answers["reason"], then=noted)

    def action_confirm(self) -> None:
        """F10: confirm the list, then ask how it leaves."""
        if self.card is None or self.ship_bar.is_open:
            return
        if self.to_ship:
            self._ask_shipping()
            return

        def picked(word: str) -> None:
            if word == "picked":
                self._ask_shipping()
            else:
                self.status.say(f"nothing was found: pick list {self.number} is {word}", Tone.WARNING)

        def refused(error: OrderdeskError) -> None:
            self.refuse(str(error))
            self.action_refresh()

        self.step(picking.confirm, self.number, version=self.card.header.version, then=picked, refused=refused)

    def _ask_shipping(self) -> None:
        carrier = self.card.header.carrier if self.card is not None else ""
        self.open_bar(self.ship_bar, "Ship", carrier=carrier, packages="1")

    @on(AskBar.Answered, "#ship")
    def _ship(self, event: AskBar.Answered) -> None:
        packages = event.answers["packages"]
        if not packages.isdecimal() or not packages.isascii() or int(packages) < 1:
            self.refuse(f"packages: {packages!r} is not a number like 1")
            self.ship_bar.focus_on("packages")
            return
        carrier, tracking = event.answers["carrier"], event.answers["tracking"]
        orders = self.card.header.orders if self.card is not None else ()
        self.close_bar(self.ship_bar)

        def work() -> tuple[list[int], list[str]]:
            before = set(self.desk.ask(invoices_of, orders))
            shipments = self.desk.do(
                shipping.confirm,
                self.number,
                carrier=carrier,
                tracking=tracking,
                packages=int(packages),
                token=self._token,
            )
            return shipments, [number for number in self.desk.ask(invoices_of, orders) if number not in before]

        def left(papers: tuple[list[int], list[str]]) -> None:
            shipments, invoices = papers
            said = f"{'shipment' if len(shipments) == 1 else 'shipments'} {listed([str(one) for one in shipments])}"
            self.status.done(said + (f", {counted(len(invoices), 'invoice')} {listed(invoices)}" if invoices else ""))
            self.action_refresh()

        def trouble(error: Exception) -> None:
            if not isinstance(error, OrderdeskError):
                raise error
            self.refuse(str(error))
            self.action_refresh()

        self.desk_app.run_held(work, left, trouble)

    # Moving -----------------------------------------------------------------------------------------------------------

    def action_previous(self) -> None:
        """F7."""
        self.list.move(-1)
        self.paint()

    def action_next(self) -> None:
        """F8."""
        self.list.move(1)
        self.paint()

    def action_look_up(self) -> None:
        """F4: back to the lists."""
        self.action_leave()
