"""Supply: what is below its reorder point, what is asked for and ordered, and what is on its way between warehouses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import keeping, lots, supply, transfers
from orderdesk.errors import BadValue
from orderdesk.filters import read_day
from orderdesk.queries.supplies import SupplyRow
from orderdesk.rules.wording import a_or_an, counted, listed
from orderdesk.screens import supply_paint as paint
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.supply_keys import (
    Arrived,
    AskAgain,
    AskFor,
    Lapse,
    Lost,
    OpenProduct,
    Ordered,
    SendTransfer,
    Sweep,
    Withdraw,
    bars,
)
from orderdesk.values import Quantity, parse_quantity
from orderdesk.widgets.ask_bar import AskBar
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Refresh, Why
from orderdesk.widgets.window_list import WindowList


class SupplyScreen(DeskScreen):
    """What is to be bought, made and moved."""

    commands = (
        AskFor, Ordered, Arrived, Withdraw, Lost, AskAgain, Lapse, Sweep, SendTransfer, OpenProduct, Why, Refresh,
        Cancel,
    )  # fmt: skip
    heading = "SUPPLY"
    help_text = """
First what is below its reorder point: R asks for it, by pack and minimum.
Then what is asked for and nobody has ordered, then what is to come. O gives
  a request its number; what is bought is taken in on Goods in, what is made
  here with M. What is for a line says its order, and goes to that line.
F6 sends goods to another warehouse; M takes them in there, X says what of
  them is lost.
Once a day: E asks again for what is missing, L gives what was kept too
  long to those who wait, S takes back what has expired on the shelf.
"""

    def __init__(self) -> None:
        super().__init__()
        self.list = WindowList(paint.COLUMNS, empty="Nothing is lacking, and nothing is to come.", id="supply")
        self.panel = Lines(height=2)
        self.bars = bars()
        self._seen_last: paint.Seen | None = None

    def body(self) -> ComposeResult:
        """The list, what the highlighted row means, and the questions."""
        yield self.list
        yield Rule()
        yield self.panel
        yield Rule()
        yield from self.bars.values()

    def on_mount(self) -> None:
        """The first look; keys typed ahead wait for it."""
        self.held(partial(self.desk.ask, paint.look), then=self._seen)

    def on_screen_resume(self) -> None:
        """Somebody comes back."""
        if self._seen_last is not None:
            self.action_refresh()

    def changed(self) -> None:
        """Somebody has done something; it may be here."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """F5."""
        if self.is_current:
            self.ask(paint.look, then=self._seen)

    def _seen(self, seen: paint.Seen) -> None:
        if seen == self._seen_last:
            return
        self._seen_last = seen
        lacks, comes = len(seen.lacking), len(seen.coming)
        self.show_title(f" {self.heading}   {seen.warehouse}   {lacks} below their point, {comes} to come")
        self.list.set_rows(list(paint.rows(seen)))
        self._explain()

    @on(WindowList.Highlighted, "#supply")
    def _explain(self) -> None:
        if self._seen_last is not None:
            self.panel.show(*paint.explained(self._seen_last, str(self.list.highlighted or "")))

    # Acting -----------------------------------------------------------------------------------------------------------

    def _coming(self, *kinds: str, state: str = "") -> SupplyRow | None:
        """The highlighted goods that are to come, when they are of these kinds; says what is wrong otherwise."""
        kind, _, key = str(self.list.highlighted or "").partition(" ")
        row = None
        if self._seen_last is not None and kind == "coming":
            row = next((one for one in self._seen_last.coming if str(one.id) == key), None)
        if row is None or row.kind not in kinds or (state and row.state != state):
            what = " or ".join(kind.replace("_", " ") for kind in kinds)
            self.status.warn(f"that is for {a_or_an(what)}{' that nobody has ordered' if state else ''}; highlight one")
            return None
        return row

    def action_ask_for(self) -> None:
        """R."""
        kind, _, sku = str(self.list.highlighted or "").partition(" ")
        if kind != "lacks":
            self.status.warn("only what is below its reorder point is asked for; highlight one")
            return
        self._act(supply.replenish, [sku], say=lambda made: f"{sku} is asked for ({made[0]})")

    def action_ordered(self) -> None:
        """O."""
        row = self._coming("purchase", "work_order", state="requested")
        if row is not None:
            self.bars["ordered"].open(f"{row.sku}:")

    @on(AskBar.Answered, "#ordered")
    def _ordered(self, event: AskBar.Answered) -> None:
        row = self._coming("purchase", "work_order")
        try:
            due: date | None = None
            if event.answers["due"]:
                due = read_day(event.answers["due"], self.desk.today, "the day")
        except BadValue as error:
            event.bar.focus_on("due")
            self.refuse(str(error))
            return
        event.bar.close()
        if row is not None:
            source = event.answers["source"]
            self._act(supply.order, row.id, source, due, say=lambda _: f"{row.sku} is ordered under {source}")

    def action_arrived(self) -> None:
        """M."""
        row = self._coming("work_order", "transfer")
        if row is not None:
            self.bars["arrived"].open(f"{row.sku} {row.source}:")

    @on(AskBar.Answered, "#arrived")
    def _arrived(self, event: AskBar.Answered) -> None:
        row, much = self._coming("work_order", "transfer"), event.answers["quantity"]
        quantity = self._quantity(event, much) if much else None
        if (much and quantity is None) or row is None:
            return
        event.bar.close()
        if row.kind == "work_order":
            self._act(supply.make, row.id, quantity, say=lambda moved: f"{moved.sku}: {moved.given // 1000} given out")
        else:
            number = int(row.source.removeprefix("T"))
            said = f"transfer {number} is"
            self._act(transfers.receive, number, row.sku, quantity, say=lambda came: f"{said} {came.state}")

    def action_withdraw(self) -> None:
        """W."""
        row = self._coming("purchase", "work_order")
        if row is not None:
            self.bars["withdraw"].open(f"Withdraw {row.sku} {row.source}")

    @on(AskBar.Answered, "#withdraw")
    def _withdraw(self, event: AskBar.Answered) -> None:
        row = self._coming("purchase", "work_order")
        event.bar.close()
        if row is not None:
            said = f"{row.sku} is withdrawn"
            again = "; its line asks for it anew"
            reason = event.answers["reason"]
            self._act(supply.withdraw, row.id, reason, say=lambda made: said + (again if made else ""))

    def action_lost(self) -> None:
        """X."""
        row = self._coming("transfer")
        if row is not None:
            self.bars["lost"].open(f"Lost of {row.sku} {row.source}")

    @on(AskBar.Answered, "#lost")
    def _lost(self, event: AskBar.Answered) -> None:
        row, quantity = self._coming("transfer"), self._quantity(event, event.answers["quantity"])
        if row is None or quantity is None:
            return
        event.bar.close()
        number, reason = int(row.source.removeprefix("T")), event.answers["reason"]
        self._act(transfers.lose, number, row.sku, quantity, reason, say=lambda state: f"transfer {number} is {state}")

    def action_new(self) -> None:
        """F6."""
        if self._seen_last is not None:
            _, _, sku = str(self.list.highlighted or "").partition(" ")
            self.bars["send"].open("", source=self._seen_last.warehouse, sku=sku if not sku.isdecimal() else "")

    @on(AskBar.Answered, "#send")
    def _send(self, event: AskBar.Answered) -> None:
        quantity = self._quantity(event, event.answers["quantity"])
        if quantity is None:
            return
        event.bar.close()
        sent, (source, target) = event.answers["sku"], (event.answers["source"], event.answers["target"])
        self._act(transfers.send, source, target, [(sent, quantity)], say=lambda number: f"transfer {number} is sent")

    def action_ask_again(self) -> None:
        """E."""
        self._act(supply.request, say=lambda made: f"{counted(made, 'request')} changed")

    def action_lapse(self) -> None:
        """L."""
        self._act(keeping.lapse, say=lambda ended: f"{counted(ended, 'reservation')} lapsed")

    def action_sweep(self) -> None:
        """S."""

        def say(found: dict[str, tuple[int, ...]]) -> str:
            orders = listed([str(one) for one in sorted({order for some in found.values() for order in some})])
            waits = f"what has expired is taken back; it waits again: order {orders}"
            return waits if found else "nothing that is reserved has expired"

        self._act(lots.sweep, say=say)

    def _quantity(self, event: AskBar.Answered, text: str) -> Quantity | None:
        try:
            return parse_quantity(text, mark=self._seen_last.show.decimal_mark if self._seen_last else ".")
        except BadValue as error:
            event.bar.focus_on("quantity")
            self.refuse(str(error))
            return None

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label.lower()}: nothing was entered")

    def _act(self, verb: Callable[..., Any], *args: Any, say: Callable[[Any], str]) -> None:
        def done(answer: Any) -> None:
            self.status.done(say(answer))
            self.action_refresh()

        self.do(verb, *args, then=done)

    @on(WindowList.Chosen, "#supply")
    def action_look_up(self) -> None:
        """Enter and F4: the product."""
        sku = paint.sku_of(self._seen_last, str(self.list.highlighted or ""))
        if sku:
            self.desk_app.go("product_card", sku)

    def action_why(self) -> None:
        """F11: why so many are asked for."""
        if self._seen_last is not None:
            self.desk_app.go("explain", "WHY   supply", paint.why(self._seen_last))

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
