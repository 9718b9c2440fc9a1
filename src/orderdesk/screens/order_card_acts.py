"""What is done to a placed order on its card: amended, billed, cancelled, held; its money, and what did not leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from textual import on

from orderdesk.desk import advances, amendments, approvals, down_payments, invoicing, shipment_back
from orderdesk.desk.holds import Submitted
from orderdesk.errors import BadValue
from orderdesk.findings import Severity
from orderdesk.queries.order_card import OrderCard
from orderdesk.screens import order_card_paint as paint
from orderdesk.screens.attribute_bar import say_of_order
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.order_card_keys import bars
from orderdesk.screens.order_words import in_units
from orderdesk.show import Show
from orderdesk.values import Money, parse_money, parse_percent, parse_quantity
from orderdesk.widgets.ask_bar import AskBar
from orderdesk.widgets.window_list import WindowList


def _standing(answer: Submitted) -> str:
    """Its state after a change, and what holds it now."""
    holds = dict.fromkeys(one.kind for one in answer.findings if one.severity is Severity.HOLD)
    return f"held for {', '.join(holds)}" if holds else answer.state


class OrderCardActs(DeskScreen):
    """The acts on one order."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.card: OrderCard | None = None
        self.show = Show()
        self.lines = WindowList(paint.LINES, empty="No lines.", id="lines")
        self.papers = WindowList(paint.PAPERS, empty="Nothing has happened yet.", id="papers")
        self.bars = bars()
        self._shipment = 0  # the one that did not leave
        self._token = ""

    def action_refresh(self) -> None:
        """Read the order anew."""
        raise NotImplementedError

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_amend(self) -> None:
        """A: the quantity of the highlighted line."""
        position = self.lines.highlighted
        line = next((line for line in self.card.lines if line.position == position), None) if self.card else None
        if line is None:
            self.status.warn("there is no line to amend")
            return
        sold = in_units(line, line.axes.due)
        was = "" if sold is None else self.show.quantity(sold)
        self.bars["amend"].open(f"Line {line.position}, {line.sku}: {was} {line.unit}")

    def action_cancel_order(self) -> None:
        """C."""
        self.bars["cancel"].open(f"Cancel order {self.number}")

    def action_short_close(self) -> None:
        """S."""
        self.bars["short-close"].open("Give up the rest")

    def action_reopen(self) -> None:
        """O."""
        self.bars["reopen"].open("Reopen")

    def action_hold_it(self) -> None:
        """H."""
        self.bars["hold"].open("Hold")

    def action_comes_back(self) -> None:
        """B."""
        self.desk_app.go("returns", f"order:{self.number} all", self.number)

    def action_complain(self) -> None:
        """K."""
        self.desk_app.go("complaints", f"order:{self.number} all", self.number)

    def action_goods(self) -> None:
        """G."""
        self.desk_app.go("order_goods", self.number)

    def action_bill(self) -> None:
        """I."""
        self._act(invoicing.post, self.number, say=lambda number: f"invoice {number} is posted")

    def action_down_payment(self) -> None:
        """D."""
        self.bars["down"].open("Down payment", asked="30%")

    @on(AskBar.Answered, "#down")
    def _down(self, event: AskBar.Answered) -> None:
        text, mark = event.answers["asked"].strip(), self.show.decimal_mark
        try:
            if text.endswith("%"):
                asked = {"percent": parse_percent(text, mark=mark, what="down payment")}
            else:
                asked = {"amount": parse_money(text, decimals=self._decimals, mark=mark, what="down payment")}
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("asked")
            return
        event.bar.close()
        self._act(
            down_payments.down, self.number, **asked, say=lambda number: f"down payment {number} is posted"
        )

    def action_say(self) -> None:
        """T."""
        self.bars["attribute"].open("Attribute")

    @on(AskBar.Answered, "#attribute")
    def _say(self, event: AskBar.Answered) -> None:
        code, value, position = event.answers["code"], event.answers["value"], self.lines.highlighted
        event.bar.close()
        self._act(
            say_of_order,
            self.number,
            code,
            value,
            position if isinstance(position, int) else 1,
            say=lambda answer: (
                f"{code.upper()} is {value or 'taken away'}; order {answer.number} is {_standing(answer)}"
            ),
        )

    @on(AskBar.Answered, "#amend")
    def _amend(self, event: AskBar.Answered) -> None:
        position = self.lines.highlighted
        try:
            quantity = parse_quantity(event.answers["quantity"], mark=self.show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("quantity")
            return
        event.bar.close()
        self._act(
            amendments.amend_line,
            self.number,
            position,
            quantity=quantity,
            say=lambda answer: self._amended(f"line {position} is amended;", answer),
        )

    def _amended(self, what: str, answer: Submitted) -> str:
        return f"{what} order {answer.number} is {_standing(answer)}, {self._theirs(answer.gross)} in all"

    @on(AskBar.Answered)
    def _with_reason(self, event: AskBar.Answered) -> None:
        acts: dict[str, tuple[Callable[..., Any], str]] = {
            "cancel": (amendments.cancel, f"order {self.number} is cancelled"),
            "short-close": (amendments.short_close, f"the rest of order {self.number} is given up"),
            "reopen": (amendments.reopen, f"order {self.number} is open again"),
            "hold": (approvals.hold, f"order {self.number} is held"),
        }
        if event.bar.id in acts:
            verb, said = acts[event.bar.id]
            event.bar.close()
            self._act(verb, self.number, event.answers["reason"], say=lambda _: said)

    def action_not_left(self) -> None:
        """X: the highlighted shipment, or the only one."""
        kind, _, number = str(self.papers.highlighted or "").partition(" ")
        left = [one for one in self.card.shipments if not one.cancelled] if self.card else []
        if kind == "shipment":
            self._shipment = int(number)
        elif len(left) == 1:
            self._shipment = left[0].number
        else:
            self.status.warn("nothing has left" if not left else "highlight the shipment below that did not leave")
            return
        self.bars["not-left"].open(f"Shipment {self._shipment} did not leave")

    @on(AskBar.Answered, "#not-left")
    def _not_left(self, event: AskBar.Answered) -> None:
        event.bar.close()
        said = f"shipment {self._shipment} is cancelled; the order waits for a decision"
        self._act(shipment_back.cancel, self._shipment, event.answers["reason"], say=lambda _: said)

    def action_new(self) -> None:
        """F6: a line more."""
        self.bars["add"].open("Add")

    @on(AskBar.Answered, "#add")
    def _add(self, event: AskBar.Answered) -> None:
        sku = event.answers["sku"].upper()
        try:
            quantity = parse_quantity(event.answers["quantity"], mark=self.show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("quantity")
            return
        event.bar.close()
        say = partial(self._amended, f"{sku} is added;")
        self._act(amendments.amend, self.number, sku, quantity, say=say)

    def action_take_money(self) -> None:
        """M."""
        self._token = f"advance {self.number} {uuid4().hex}"
        self.bars["money"].open(f"Paid on order {self.number}", method="transfer")

    @on(AskBar.Answered, "#money")
    def _money(self, event: AskBar.Answered) -> None:
        said = event.answers
        try:
            amount = parse_money(said["amount"], decimals=self._decimals, mark=self.show.decimal_mark)
        except BadValue as error:
            self.refuse(str(error))
            event.bar.focus_on("amount")
            return
        event.bar.close()
        self._act(
            advances.advance, self.number, amount, method=said["method"] or "transfer", reference=said["reference"],
            token=self._token, say=lambda number: f"receipt {number} is set aside for order {self.number}",
        )  # fmt: skip

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def _act(self, verb: Callable[..., Any], *args: Any, say: Callable[[Any], str], **named: Any) -> None:
        def done(answer: Any) -> None:
            self.status.done(say(answer))
            self.action_refresh()

        self.do(verb, *args, then=done, **named)

    def _theirs(self, amount: Money) -> str:
        """An amount of the order, in its currency."""
        return (self.show if self.card is None else self.show.of(self.card.header.currency)).money(amount)

    @property
    def _decimals(self) -> int:
        """How many decimals amounts of the order have."""
        return (self.card.header.currency if self.card else self.show.currency).decimals
