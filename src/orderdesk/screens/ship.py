"""Shipping with a scanner: a pick list or an order, then the carrier's number; one list after the other.

Each list has left when its answer is taken: it is stored before the next scan is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import uuid4

from textual import on

from orderdesk.desk import shipping
from orderdesk.errors import BadValue
from orderdesk.rules.wording import counted, listed
from orderdesk.screens.pick_card import invoices_of
from orderdesk.screens.ship_view import STANDS, ShipView
from orderdesk.values import Quantity, parse_quantity
from orderdesk.widgets.ask_bar import AskBar
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, New, Next, Previous, Refresh

STAYS = "NOT SHIPPED"

class Ship(Confirm):
    """The list at hand leaves as it is asked below."""

    label = "Ship"


class Unpacked(New):
    """Of a list that is packed in part, ship the rest as it is."""

    label = "Unpacked too"


class ToPacking(LookUp):
    """Pack the list at hand, or see which lists wait."""

    label = "Pack"


class ShipmentBefore(Previous):
    """The row before."""

    label = "Row before"


class ShipmentAfter(Next):
    """The row after."""

    label = "Row after"


class ShipScreen(ShipView):
    """Shipping one list after the other.

    Args:
        number: a pick list that is shipped, and then the screen goes.
        told: what is called then, with what left.
    """

    commands = (Ship, Unpacked, ToPacking, ShipmentBefore, ShipmentAfter, Cancel, Refresh)
    heading = "SHIP"
    help_text = """
Scan a pick list or an order, or type its number and Enter. Then scan
  the carrier's number; Enter or OD:DONE ships it.
Parcels that were packed say how many packages leave and what they
  weigh; without parcels it is asked for.
F6 ships what is in no parcel too, of a list that is packed in part.
The list below is what left today.
"""

    def __init__(self, number: int | None = None, told: Callable[[str], object] | None = None) -> None:
        super().__init__(number)
        self.told = told
        self._unpacked = False
        self._answers: Mapping[str, str] = {}
        self._token = ""

    # Which list -------------------------------------------------------------------------------------------------------

    def forget_list(self) -> None:
        """What was answered was of the one before."""
        self._unpacked, self._answers, self._token = False, {}, ""

    def goods(self, code: str, quantity: Quantity) -> None:
        """A number is that of a list or an order."""
        self.begin_by_code(code, "scan a pick list or an order; goods are scanned where they are packed")

    def headline(self, scan: str, wrong: str) -> str:
        """What is wrong; nothing was scanned where a list does not leave."""
        return f"{wrong}   {scan}" if wrong == STAYS else super().headline(scan, wrong)

    # Shipping ---------------------------------------------------------------------------------------------------------

    def ask_how(self) -> None:
        """Ask how the list at hand leaves."""
        card = self.card
        if card is None or any(bar.is_open for bar in self.bars):
            return
        if card.header.state != "picked":
            name = f"pick list {card.header.number}"
            self.stop(name, f"{name} {STANDS.get(card.header.state, card.header.state)}", STAYS)
            return
        loose = not card.parcels or self._unpacked
        values = {"carrier": card.header.carrier, "packages": "1", **self._answers}
        self.open_bar(self.loose_bar if loose else self.parcels_bar, "Unpacked" if self._unpacked else "Ship", **values)

    def action_confirm(self) -> None:
        """F10: ask, unless that is done already."""
        if self.card is None:
            self.status.warn("scan a pick list or an order first")
        else:
            self.ask_how()

    def action_new(self) -> None:
        """F6: what is in no parcel leaves too."""
        if self.card is None or not self.card.parcels or not any(line.left for line in self.card.lines):
            self.status.warn("F6 is for a list that is packed in part")
            return
        self._unpacked = True
        for bar in self.bars:
            if bar.is_open:
                self.close_bar(bar)
        self.ask_how()

    @on(AskBar.Answered)
    def _answered(self, event: AskBar.Answered) -> None:
        number, card = self.number, self.card
        if event.bar not in self.bars or number is None or card is None:
            return
        answers = self._answers = event.answers
        try:
            packages, grams = self._read(answers)
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("packages" if str(error).startswith("packages") else "weight")
            return
        self.close_bar(event.bar)
        self._token = self._token or f"ship {number} {uuid4().hex}"
        orders = card.header.orders

        def work() -> tuple[list[int], list[str]]:
            before = set(self.desk.ask(invoices_of, orders))
            shipments = self.desk.do(
                shipping.confirm, number, carrier=answers["carrier"], tracking=answers["tracking"], packages=packages,
                weight_grams=grams, unpacked=self._unpacked, token=self._token,
            )  # fmt: skip
            return shipments, [one for one in self.desk.ask(invoices_of, orders) if one not in before]

        def refused(error: Exception) -> None:
            self.stop(f"pick list {number}", str(error), STAYS)
            self.action_refresh()

        self.held(work, then=partial(self._left, number), refused=refused)

    def _read(self, answers: Mapping[str, str]) -> tuple[int, int]:
        """How many packages, and what they weigh in grams, of what is in no parcel. Raises BadValue."""
        packages = answers.get("packages", "1")
        weight = answers.get("weight", "").casefold().removesuffix("kg").strip()
        if not packages.isdecimal() or not packages.isascii() or not 0 < int(packages[:9]) < 10_000:
            raise BadValue(f"packages: {packages[:20]!r} is not a number like 1")
        grams = parse_quantity(weight, mark=self.show.decimal_mark, what="weight in kg") if weight else 0
        return int(packages), grams

    def _left(self, number: int, papers: tuple[list[int], list[str]]) -> None:
        shipments, invoices = papers
        said = f"pick list {number} left: {'shipment' if len(shipments) == 1 else 'shipments'} "
        said += listed([str(one) for one in shipments])
        said += f", {counted(len(invoices), 'invoice')} {listed(invoices)}" if invoices else ""
        if self.told is not None:
            self.app.pop_screen()
            self.told(said)
        else:
            self.begin(None)
            self.status.done(said)

    # Moving -----------------------------------------------------------------------------------------------------------

    def action_previous(self) -> None:
        """F7."""
        self.list.move(-1)

    def action_next(self) -> None:
        """F8."""
        self.list.move(1)

    def action_look_up(self) -> None:
        """F4: pack the list at hand, or see which wait."""
        if self.told is not None:
            self.action_leave()
        else:
            self.desk_app.go("pack", self.number)

    def action_cancel(self) -> None:
        """F12: what was typed goes; then the list is put away; then the screen is left."""
        if self.number is not None and self.told is None and not self.scan.value and self._times is None:
            self.begin(None)
        else:
            super().action_cancel()
