"""One count sheet at the shelf: each scan is stored at once. The books are shown when it is posted, not before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on

from orderdesk.desk import counting
from orderdesk.errors import BadValue, OrderdeskError
from orderdesk.rules.wording import listed
from orderdesk.scan_entry import Document, Order, Paper
from orderdesk.screens.count_view import CountView
from orderdesk.values import Quantity, parse_quantity
from orderdesk.widgets.ask_bar import AskBar
from orderdesk.widgets.paint import Tone
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, New, Next, Previous, Refresh, Repeat


class Post(Confirm):
    """All is counted: make the books say so."""

    label = "Post"


class Undo(Repeat):
    """Take the last scan back, then the one before it."""

    label = "Undo scan"


class SetTotal(New):
    """Say how many there are of the highlighted product in all; # and Enter in the field does the same."""

    label = "Total"


class ToList(LookUp):
    """Back to the sheets."""

    label = "List"


class CountSheetScreen(CountView):
    """One count sheet."""

    commands = (Post, Undo, SetTotal, Previous, Next, ToList, Cancel, Refresh)
    heading = "COUNT"
    help_text = """
Scan each piece, or type its SKU and Enter. 12*CODE counts twelve at
  once; so does OD:Q12, scanned before the product.
F6, or # and Enter: how many there are of the highlighted one in all.
F10 posts: the books then say what was counted. What was not counted
  stays as it is. giveup and Enter gives the sheet up.
"""
    words: ClassVar[Mapping[str, str]] = {"#": "new", "giveup": "give_up"}

    # Scanning ---------------------------------------------------------------------------------------------------------

    def goods(self, code: str, quantity: Quantity) -> None:
        """One more of a product; or the bin that is counted."""

        def taken(one: counting.Counted) -> None:
            self._told_of_moves = False
            if one.quantity:
                self._scans.append((one.sku, one.quantity, one.lot))
                self._show(one)
            else:
                self.status.say(f"bin {one.name}")

        self.step(counting.scan, self.number, code, quantity, then=taken, scan=code, **self.label)

    def _show(self, one: counting.Counted) -> None:
        self._last = one
        self.status.clear()
        self.list.highlight(one.sku)
        self.paint()

    def document(self, scan: Document) -> None:
        """A sheet's own number: this one is at hand, another one is gone on with instead."""
        if scan.paper is not Paper.COUNT:
            super().document(scan)
        elif scan.number != self.number:
            self.desk_app.go("count_sheet", scan.number, instead=True)

    def ordered(self, order: Order) -> None:
        """A scanned command posts only what needs no second look."""
        if order is Order.DONE:
            self._told_of_moves = False
        super().ordered(order)

    def action_repeat(self) -> None:
        """F9: take the last scan back, then the one before it."""
        if not self._scans:
            self.status.warn("nothing that was scanned here can be taken back")
            return
        sku, quantity, lot = self._scans[-1]

        def back(one: counting.Counted) -> None:
            self._scans.pop()
            self._show(one)
            self.status.say(f"{self.show.quantity(quantity)} of {sku} taken back")

        self.step(counting.scan, self.number, sku, -quantity, then=back, lot=lot)

    def action_new(self) -> None:
        """F6: how many there are in all."""
        if self.list.highlighted is None:
            self.status.warn("nothing is highlighted; scan the product first")
            return
        self._asked_for = str(self.list.highlighted)
        self.open_bar(self.total_bar, self._asked_for)

    @on(AskBar.Answered, "#total")
    def _set(self, event: AskBar.Answered) -> None:
        try:
            total = parse_quantity(event.answers["counted"], mark=self.show.decimal_mark, what="in all")
        except BadValue as error:
            self.refuse(str(error))
            self.total_bar.focus_on("counted")
            return
        self.close_bar(self.total_bar)

        def done(one: counting.Counted) -> None:
            if one.quantity:
                self._scans.append((one.sku, one.quantity, one.lot))
            self._told_of_moves = False
            self._show(one)

        self.step(counting.set, self.number, self._asked_for, total, then=done)

    # Ending -----------------------------------------------------------------------------------------------------------

    def action_confirm(self) -> None:
        """F10: post; once more, where goods moved while they were counted."""
        if self.card is not None and self.card.header.state != "open":
            self.action_leave()
            return

        def refused(error: OrderdeskError) -> None:
            if isinstance(error, counting.MovedMeanwhile):
                self._told_of_moves = True
                self.status.say(f"{error}: F10 once more", Tone.REFUSED)

        self.step(counting.post, self.number, moved=self._told_of_moves, then=self._posted, refused=refused)

    def _posted(self, posted: counting.Posted) -> None:
        self._scans.clear()
        differ = [line for line in posted.lines if line.difference]
        quantity = self.show.quantity
        said = [f"{line.sku} {quantity(line.before)} → {quantity(line.counted)}" for line in differ[:3]]
        more = f" and {len(differ) - 3} more" if len(differ) > 3 else ""
        parts = [f"posted: {', '.join(said)}{more}" if differ else "posted: as in the books"]
        losers = sorted({order for line in posted.lines for order in line.taken_from})
        if losers:
            parts.append(f"orders that wait again: {listed([str(order) for order in losers])}")
        if posted.not_counted:
            parts.append(f"not counted, so unchanged: {listed(posted.not_counted)}")
        self.status.done("; ".join(parts))
        self.paint()

    def action_give_up(self) -> None:
        """`giveup` and Enter: nothing of it reaches the books."""
        self.open_bar(self.give_up_bar, f"Sheet {self.number}")

    @on(AskBar.Answered, "#give-up")
    def _given_up(self, event: AskBar.Answered) -> None:
        self.close_bar(self.give_up_bar)
        if event.answers["word"].casefold() == "yes":
            self.step(counting.cancel, self.number, then=lambda _: self.status.done(f"sheet {self.number} is given up"))

    # Moving -----------------------------------------------------------------------------------------------------------

    def action_previous(self) -> None:
        """F7."""
        self.list.move(-1)

    def action_next(self) -> None:
        """F8."""
        self.list.move(1)

    def action_look_up(self) -> None:
        """F4: back to the sheets."""
        self.action_leave()
