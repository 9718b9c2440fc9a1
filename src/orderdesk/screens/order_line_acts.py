"""What is done on the card of an order with its highlighted line: another day or place, and that it is done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on

from orderdesk.desk import direct, rescheduling, services
from orderdesk.errors import BadValue
from orderdesk.queries.addresses import ListedAddress, addresses
from orderdesk.queries.order_parts import CardLine
from orderdesk.queries.revisions import Revision, revisions
from orderdesk.quick_entry import typed_day
from orderdesk.screens.order_card_acts import OrderCardActs
from orderdesk.screens.order_header import address_rows
from orderdesk.screens.order_words import revision_text
from orderdesk.values import Quantity, parse_quantity
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command


class Finish(Command):
    """The highlighted service is done, or its supplier delivered the highlighted line; part of it too."""

    key, label, rank = "f", "Done", 28


class Unfinish(Command):
    """Take back what was said last to be done of the highlighted service, while it is not billed."""

    key, label, rank = "u", "Not done", 37


class LineDay(Command):
    """Give the highlighted line a day of its own; the order's takes it away again."""

    key, label, rank = "w", "Line's day", 29


class LinePlace(Command):
    """Send the highlighted line to another of the customer's addresses."""

    key, label, rank = "e", "Elsewhere", 29


class Revisions(Command):
    """What each amendment changed: from what to what, by whom and when."""

    key, rank = "v", 38


LINE_ACTS: tuple[type[Command], ...] = (Finish, LineDay, LinePlace, Unfinish, Revisions)


def line_bars() -> dict[str, AskBar]:
    """The bars that ask for it, by their ids."""
    much, reason = Question("quantity", "How much", width=10), Question("reason", "Reason", limit=300)
    needed = Question("reason", "Reason", needed=True, limit=300)
    return {
        "done": AskBar(
            much, Question("day", "Day", width=10), Question("note", "Note", limit=300), id="done"
        ),
        "delivered": AskBar(
            much, Question("carrier", "Carrier", width=10, limit=40),
            Question("tracking", "Tracking", limit=60, scannable=True), id="delivered",
        ),
        "undo": AskBar(needed, id="undo"),
        "day": AskBar(Question("wanted", "Wanted", width=12, needed=True), reason, id="day"),
        "place": AskBar(Question("place", "Address", width=20, needed=True), reason, id="place"),
    }  # fmt: skip


class LineActs(OrderCardActs):
    """The card of an order as far as its lines go."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.bars |= line_bars()

    def meant_line(self) -> CardLine | None:
        """The highlighted line."""
        position = self.lines.highlighted
        return next((line for line in self.card.lines if line.position == position), None) if self.card else None

    # Asking -----------------------------------------------------------------------------------------------------------

    def _ask(self, bar: str, what: str, **values: str) -> None:
        line = self.meant_line()
        if line is None:
            self.status.warn("there is no line")
        else:
            self.bars[bar].open(f"Line {line.position}, {line.sku} {what}".rstrip(), **values)

    def action_finish(self) -> None:
        """F."""
        line = self.meant_line()
        if line is not None and line.kind != "service" and not line.drop_ship:
            self.refuse(f"line {line.position}, {line.sku}, leaves from our warehouse; pick and ship it")
            return
        bar = "delivered" if line is not None and line.drop_ship else "done"
        self._ask(bar, bar, quantity=self.show.quantity(line.axes.open) if line else "")

    def action_unfinish(self) -> None:
        """U."""
        self._ask("undo", "not done")

    def action_line_day(self) -> None:
        """W."""
        self._ask("day", "goes")

    def action_line_place(self) -> None:
        """E."""
        self._ask("place", "goes to")

    def action_revisions(self) -> None:
        """V."""

        def then(found: tuple[Revision, ...]) -> None:
            zone = self.desk.clock().tzinfo
            texts = [f" {text}" for one in found for text in revision_text(one, self.show, zone)]
            self.desk_app.go(
                "explain", f"ORDER {self.number}   REVISIONS", texts or [" It was never amended."]
            )

        self.held(partial(self.desk.ask, revisions, self.number), then=then)

    # Answering --------------------------------------------------------------------------------------------------------

    def _quantity(self, bar: AskBar, text: str) -> tuple[bool, Quantity | None]:
        """Whether it can be read, and the quantity; None is all that is left."""
        try:
            return True, parse_quantity(text, mark=self.show.decimal_mark) if text else None
        except BadValue as error:
            self.refuse(str(error))
            bar.focus_on("quantity")
            return False, None

    @on(AskBar.Answered, "#done")
    def _done(self, event: AskBar.Answered) -> None:
        said, line = event.answers, self.meant_line()
        good, much = self._quantity(event.bar, said["quantity"])
        if not good or line is None:
            return
        try:
            day = typed_day(said["day"], self.desk.today) if said["day"] else None
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("day")
            return
        event.bar.close()
        told = f"of line {line.position} done"
        self._act(
            services.done, self.number, line.position, much, day=day, note=said["note"],
            say=lambda now: f"{self.show.quantity(now)} {told}",
        )  # fmt: skip

    @on(AskBar.Answered, "#delivered")
    def _delivered(self, event: AskBar.Answered) -> None:
        said, line = event.answers, self.meant_line()
        good, much = self._quantity(event.bar, said["quantity"])
        if good and line is not None:
            event.bar.close()
            self._act(
                direct.direct, self.number, line.position, much, carrier=said["carrier"], tracking=said["tracking"],
                say=lambda number: f"line {line.position} was delivered by its supplier: shipment {number}",
            )  # fmt: skip

    @on(AskBar.Answered, "#undo")
    def _undo(self, event: AskBar.Answered) -> None:
        line = self.meant_line()
        event.bar.close()
        if line is not None:
            self._act(
                services.undo, self.number, line.position, event.answers["reason"],
                say=lambda now: f"{self.show.quantity(now) or '0'} of line {line.position} done",
            )  # fmt: skip

    @on(AskBar.Answered, "#day")
    def _day(self, event: AskBar.Answered) -> None:
        line = self.meant_line()
        try:
            day = typed_day(event.answers["wanted"], self.desk.today)
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("wanted")
            return
        event.bar.close()
        if line is not None:
            self._act(
                rescheduling.reschedule, self.number, day, event.answers["reason"], line=line.position,
                say=lambda _: f"line {line.position} is wanted on {self.show.weekday(day)}",
            )  # fmt: skip

    @on(AskBar.Answered, "#place")
    def _place(self, event: AskBar.Answered) -> None:
        line, said = self.meant_line(), event.answers
        if line is None:
            return
        position = line.position

        def then(found: Sequence[ListedAddress]) -> None:
            meant = address_rows(found, said["place"])
            if len(meant) != 1:
                which = ", ".join(f"{row.code} {row.cells[0]}" for row in (meant or address_rows(found, ""))[:4])
                self.refuse(f"which address? {which}")
                event.bar.focus_on("place")
                return
            event.bar.close()
            place = found[int(meant[0].code) - 1]
            self._act(
                rescheduling.redirect, self.number, place.id, said["reason"], line=position,
                say=lambda _: f"line {position} goes to {meant[0].cells[0]}",
            )  # fmt: skip

        self.held(partial(self.desk.ask, addresses, self.card.header.customer if self.card else ""), then=then)
