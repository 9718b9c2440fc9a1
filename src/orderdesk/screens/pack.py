"""Packing with a scanner: a pick list or an order first, then its goods, parcel by parcel.

Right is silent and stored at once; what does not belong into the parcel is said across the screen until it is cleared.
Whoever opens the list again, at any terminal, goes on where it was left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual import on

from orderdesk.desk import packing
from orderdesk.desk.not_taken import WRONG_ITEM
from orderdesk.errors import BadValue
from orderdesk.queries.packing import Meant
from orderdesk.scan_entry import Box, Order
from orderdesk.screens.pack_view import PackView, key_of
from orderdesk.values import Quantity, parse_quantity
from orderdesk.widgets.ask_bar import AskBar
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, New, Next, Previous, Refresh, Repeat


class Done(Confirm):
    """All is in parcels: close the last one, and go on to ship the list."""

    label = "Done"


class Undo(Repeat):
    """Take the last scan out of its parcel."""

    label = "Undo"


class NextParcel(New):
    """Close the parcel, with its weight; N and Enter in the field does the same. The next scan opens another."""

    label = "Next parcel"


class PreviousLine(Previous):
    """The line before."""

    label = "Line before"


class NextLine(Next):
    """The line after."""

    label = "Line after"


class ToList(LookUp):
    """The lists that wait; from there, the highlighted one."""

    label = "List"


class PackScreen(PackView):
    """Packing one list after the other."""

    commands = (Done, NextParcel, Undo, ToList, PreviousLine, NextLine, Cancel, Refresh)
    heading = "PACK"
    help_text = """
Scan a pick list or an order, or type its number and Enter: its goods
  are what is packed now.
Then scan the goods. 12*CODE packs twelve at once; OD:Q12 before a
  scan does too.
The first scan opens a parcel. It holds goods of one order.
N and Enter, or OD:NEXT, closes the parcel and asks what it weighs;
  OD:DONE or Enter answers, empty is not weighed.
OD:B1 goes back to parcel 1: it is opened again.
F10 or OD:DONE closes the last parcel and asks how the list leaves.
"""
    words: ClassVar[Mapping[str, str]] = {"n": "new"}

    def __init__(self, number: int | None = None) -> None:
        super().__init__(number)
        self._parcel: int | None = None  # that was gone back to; None is the open one
        self._scans: list[tuple[str, Quantity, int]] = []  # that can be taken out, the last one last
        self._shipping = False  # the weight is asked for because the list is done

    # Which list -------------------------------------------------------------------------------------------------------

    def begin(self, aim: Meant | None) -> None:
        """Take a list in hand; where an order's number was scanned, only that order is packed."""
        self.order = aim.order if aim is not None else None
        super().begin(aim)

    def forget_list(self) -> None:
        """No parcel was gone back to, and nothing can be taken out."""
        self._parcel = None
        self._scans.clear()

    # Goods ------------------------------------------------------------------------------------------------------------

    def goods(self, code: str, quantity: Quantity) -> None:
        """A product goes into the parcel; without a list at hand, a number is that of a list or an order."""
        if self.number is None:
            self.begin_by_code(code, "scan a pick list or an order first, then its goods")
            return

        def packed(one: packing.Packed) -> None:
            self.status.clear()
            self._scans.append((one.sku, one.quantity, one.parcel))
            self._highlight(one)
            self.paint()

        self._step(
            packing.scan, code, quantity, parcel=self._parcel, order=self.order, then=packed, scan=code,
            refused=lambda _: self.action_refresh(),
        )  # fmt: skip

    def _highlight(self, one: packing.Packed) -> None:
        line = next((line for line in self.lines if (line.order, line.sku) == (one.order, one.sku) and line.left), None)
        line = line or next((line for line in self.lines if (line.order, line.sku) == (one.order, one.sku)), None)
        if line is not None:
            self.list.highlight(key_of(line))
        self.go_to_next()

    def headline(self, scan: str, wrong: str) -> str:
        """What is wrong, and which list is at hand."""
        of = f", packing list {self.number}" if wrong == WRONG_ITEM else ""
        return f"{super().headline(scan, wrong)}{of}"

    def action_repeat(self) -> None:
        """F9: take the last scan out again, then the one before it."""
        if not self._scans:
            self.status.warn("nothing that was scanned here can be taken out")
            return
        sku, quantity, parcel = self._scans[-1]

        def out(_: object) -> None:
            self._scans.pop()
            self.status.say(f"{self.show.quantity(quantity)} of {sku} taken out of parcel {parcel}")
            self.paint()

        self._step(packing.scan, sku, -quantity, parcel=parcel, then=out)

    def _step(self, verb: Callable[..., Any], *args: Any, **named: Any) -> None:
        self.step(verb, self.number, *args, **named)

    # Parcels ----------------------------------------------------------------------------------------------------------

    def box(self, scan: Box) -> None:
        """A parcel of this list: what is scanned goes there; a closed one is opened again."""
        box = next((one for one in self.card.parcels if one.number == scan.number), None) if self.card else None
        if box is None:
            what = f"pick list {self.number} has no parcel {scan.number}" if self.card else "scan a pick list first"
            self.stop(f"parcel {scan.number}", what, "NO SUCH PARCEL")
        elif box.closed:

            def opened(_: object) -> None:
                self._parcel = scan.number
                self.status.done(f"parcel {scan.number} is open again; it is weighed when it is closed")

            self._step(packing.reopen, scan.number, then=opened, scan=f"parcel {scan.number}")
        else:
            self._parcel = scan.number
            self.status.say(f"packing into parcel {scan.number}")

    def ordered(self, order: Order) -> None:
        """A command was scanned; the next one is the next parcel."""
        if order is Order.NEXT:
            self.action_new()
        else:
            super().ordered(order)

    def action_new(self) -> None:
        """F6, or N and Enter: close the parcel."""
        if self.number is None:
            self.status.warn("scan a pick list or an order first")
        elif self.card is None or self.card.open_parcel is None:
            self.status.warn("no parcel is open; the next scan opens one")
        else:
            self._ask_weight(shipping=False)

    def _ask_weight(self, *, shipping: bool) -> None:
        assert self.card is not None and self.card.open_parcel is not None
        self._shipping = shipping
        self.open_bar(self.weight_bar, f"Parcel {self._parcel or self.card.open_parcel.number}")

    @on(AskBar.Answered, "#weight")
    def _weighed(self, event: AskBar.Answered) -> None:
        typed = event.answers["weight"].casefold().removesuffix("kg").strip()
        try:
            grams = parse_quantity(typed, mark=self.show.decimal_mark, what="weight in kg") if typed else 0
        except BadValue as error:
            self.refuse(str(error))
            self.weight_bar.focus_on("weight")
            return
        self.close_bar(self.weight_bar)

        def closed(number: int) -> None:
            self._parcel = None
            self.status.done(f"parcel {number} is closed, {self.kilograms(grams)}; the next scan opens another")
            self.paint()
            if self._shipping:
                self._ship()

        self._step(packing.close, grams, parcel=self._parcel, then=closed)

    # Done -------------------------------------------------------------------------------------------------------------

    def action_confirm(self) -> None:
        """F10: close the last parcel, then ship."""
        if self.card is None:
            self.status.warn("scan a pick list or an order first")
        elif not self.to_ship:
            self.status.warn(f"pick list {self.number} is {self.card.header.state}")
        elif self.card.open_parcel is not None:
            self._ask_weight(shipping=True)
        else:
            self._ship()

    def _ship(self) -> None:
        self.desk_app.go("ship", self.number, self._shipped)

    def _shipped(self, said: str) -> None:
        self.begin(None)
        self.status.done(said)

    # Moving -----------------------------------------------------------------------------------------------------------

    def action_previous(self) -> None:
        """F7."""
        (self.waiting if self.card is None else self.list).move(-1)
        self.paint()

    def action_next(self) -> None:
        """F8."""
        (self.waiting if self.card is None else self.list).move(1)
        self.paint()

    def action_look_up(self) -> None:
        """F4: the lists that wait, or the highlighted one of them."""
        chosen = self.waiting.highlighted
        if self.number is not None:
            self.begin(None)
        elif chosen is not None:
            self.begin(Meant(int(chosen)))

    def action_cancel(self) -> None:
        """F12: what was typed goes; then the list is put away; then the screen is left."""
        if self.number is not None and not self.scan.value and self._times is None:
            self.begin(None)
        else:
            super().action_cancel()
