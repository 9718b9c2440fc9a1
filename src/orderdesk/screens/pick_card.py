"""One pick list in the aisle: what to take next, large, and a field that is always ready for the scanner.

Right is silent. What is not taken is said across the screen with three bells, and only its own key clears that. Each
accepted scan is stored at once, so whoever opens the list again goes on where it was left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from textual import on

from orderdesk.desk import picking, shipping
from orderdesk.errors import BadValue, Conflict, OrderdeskError
from orderdesk.queries.order_card import order_card
from orderdesk.queries.picking import PickCard
from orderdesk.rules.wording import counted, listed
from orderdesk.screens.pick_view import PickView, look
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import ONE, Quantity, parse_quantity
from orderdesk.widgets.ask_bar import AskBar
from orderdesk.widgets.entry import EntryField
from orderdesk.widgets.paint import Tone
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, New, Next, Previous, Refresh, Repeat

# Twelve of something: 12*CODE, 12 x CODE, 12 CODE. No code has a blank in it.
_MANY = re.compile(r"(?P<quantity>\d{1,6}(?:[.,]\d{1,3})?)\s*(?:[*×]\s*|[xX]?\s+)(?:[xX]\s+)?(?P<code>\S+)$")


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
S and Enter: the rest of this line is not there.
F10 confirms the list and asks how it leaves.
"""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self._last: tuple[str, Quantity] | None = None
        self._asked_for = ""
        self._token = f"ship {number} {uuid4().hex}"

    # Scanning ---------------------------------------------------------------------------------------------------------

    @on(EntryField.Accepted, "#scan")
    def _scanned(self, event: EntryField.Accepted) -> None:
        code, quantity = event.value, ONE
        many = _MANY.match(code)
        if not code or self.card is None:
            return
        if many:
            try:
                quantity = parse_quantity(many["quantity"], mark=self.show.decimal_mark)
            except BadValue as error:
                self._stop(code, error)
                return
            code = many["code"]
        if code.casefold() == "s" and not any(line.sku == "S" for line in self.card.lines):
            self.action_new()
            return

        def taken(scanned: picking.Scanned) -> None:
            self.status.clear()
            line = scanned.lines[0] if scanned.lines else None
            if scanned.quantity:
                self._last = (scanned.sku, scanned.quantity)
            if line is not None:
                self.list.highlight(f"{line.order}/{line.position}")
            if scanned.quantity:
                self.go_to_next()

        self._step(picking.scan, self.number, code, quantity, then=taken, refused=lambda error: self._stop(code, error))

    def _stop(self, code: str, error: Exception) -> None:
        """Something is wrong that must not be passed over."""
        self.refuse(str(error))
        if isinstance(error, Conflict):
            self.action_refresh()
        self.banner.hold(f"NOT TAKEN   scanned {code[:40]}")

    def action_repeat(self) -> None:
        """F9: put the last scan back."""
        if self._last is None:
            self.status.warn("nothing was scanned here yet")
            return
        sku, quantity = self._last

        def back(_: object) -> None:
            self._last = None
            self.status.say(f"{self.show.quantity(quantity)} of {sku} put back")

        self._step(picking.scan, self.number, sku, -quantity, then=back)

    def _step(
        self,
        verb: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], object],
        refused: Callable[[OrderdeskError], object] | None = None,
        **named: Any,
    ) -> None:
        """Run a verb and read the list again before the next key, so that a burst of scans sees what it did."""

        def work() -> tuple[Any, tuple[Show, PickCard]]:
            answer = self.desk.do(verb, *args, **named)
            return answer, self.desk.ask(look, self.number)

        def done(result: tuple[Any, tuple[Show, PickCard]]) -> None:
            answer, seen = result
            self.seen(seen)
            then(answer)
            self.paint()

        def trouble(error: Exception) -> None:
            if not isinstance(error, OrderdeskError):
                raise error
            (refused or (lambda error: self.refuse(str(error))))(error)

        self.desk_app.run_held(work, done, trouble)

    # Short, done, shipped ---------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """F6, or S and Enter: the rest of this line is not there."""
        line = self.current
        if line is None:
            self.status.warn("nothing is left to collect")
            return
        self._ask(self.short_bar, f"{line.sku}: {self.show.quantity(line.left)} {line.unit} short", line=line.sku)

    def _ask(self, bar: AskBar, title: str, **values: str) -> None:
        self._asked_for = values.pop("line", "")
        bar.open(title, **values)
        self.scan_row.display = False  # or the arrow keys would lead into it

    def _answered(self, bar: AskBar) -> None:
        self.scan_row.display = True
        bar.close()
        self.set_focus(self.scan)

    @on(AskBar.Closed)
    def _bar_closed(self, event: AskBar.Closed) -> None:
        self._answered(event.bar)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    @on(AskBar.Answered, "#short")
    def _short(self, event: AskBar.Answered) -> None:
        self._answered(self.short_bar)
        sku = self._asked_for

        def noted(missing: Quantity) -> None:
            self.status.done(f"{self.show.quantity(missing)} of {sku} recorded as short")
            self.go_to_next()

        self._step(picking.short, self.number, sku, event.answers["reason"], then=noted)

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

        self._step(picking.confirm, self.number, version=self.card.header.version, then=picked, refused=refused)

    def _ask_shipping(self) -> None:
        carrier = self.card.header.carrier if self.card is not None else ""
        self._ask(self.ship_bar, "Ship", carrier=carrier, packages="1")

    @on(AskBar.Answered, "#ship")
    def _ship(self, event: AskBar.Answered) -> None:
        packages = event.answers["packages"]
        if not packages.isdecimal() or not packages.isascii() or int(packages) < 1:
            self.refuse(f"packages: {packages!r} is not a number like 1")
            self.ship_bar.focus_on("packages")
            return
        carrier, tracking = event.answers["carrier"], event.answers["tracking"]
        orders = self.card.header.orders if self.card is not None else ()
        self._answered(self.ship_bar)

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

    @on(EntryField.LookupWanted, "#scan")
    def _look_up_from_field(self) -> None:
        self.action_leave()

    @on(EntryField.RepeatWanted, "#scan")
    def _repeat_from_field(self) -> None:
        self.action_repeat()

    def action_cancel(self) -> None:
        """F12: what was typed goes; with nothing typed, back to the lists."""
        if self.scan.value:
            self.scan.put("")
        else:
            self.action_leave()
