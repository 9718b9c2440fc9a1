"""Picking: the lists that are on their way, and the orders that are ready for one, which are a worklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import picking, shipping
from orderdesk.queries.picking import PickRow, open_picks
from orderdesk.queries.ready import READY, ReadyRow, ready_in
from orderdesk.queries.settings import settings
from orderdesk.screens.pick_card import PickCardScreen
from orderdesk.screens.worklist import MARKED_AT_ONCE, Place, Seen, WorklistScreen
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp
from orderdesk.widgets.window_list import Row, WindowList

PICKS = (
    Column("Pick", 6),
    Column("State", 14),
    Column("Orders", 20, share=2),
    Column("Done", 10, align="right"),
    Column("Carrier", 10),
    Column("Released by", 12, rank=2),
    Column("At", 16, rank=3),
)
ORDERS = (
    Column("Order", 7),
    Column("Customer", 24, share=1),
    Column("Wanted", 10),
    Column("Lines", 5, align="right"),
    Column("Goods", 12),
    Column("Carrier", 8),
    Column("Delivery", 10, rank=1),
)


class ReleasePick(Command):
    """Make a pick list of the marked orders, or of the highlighted one."""

    key, label, rank = "r", "Release", 20


class ReleaseAll(Command):
    """Make one pick list of everything that is ready, or of all that the filter shows."""

    key, label, rank = "a", "Release all", 22


class CancelPick(Command):
    """Give up the highlighted pick list; what was collected goes back to its shelves."""

    key, label, rank = "c", "Give up list", 30


class AskRelease(Command):
    """Put what credit or overdue keeps from leaving before an approver."""

    key, label, rank = "h", "Ask release", 31


class ChangeWarehouse(Command):
    """Look at another warehouse."""

    key, label, rank = "w", "Warehouse", 32


class OpenOrder(LookUp):
    """Open the highlighted order."""

    label = "Order"


@dataclass(frozen=True, slots=True)
class Floor:
    """What the screen shows beside the ready orders."""

    warehouse: str
    picks: tuple[PickRow, ...]


class PickingScreen(WorklistScreen[ReadyRow]):
    """Pick lists and ready orders of one warehouse; None is the company's usual one."""

    listing = READY
    commands = (ReleasePick, ReleaseAll, CancelPick, AskRelease, OpenOrder, ChangeWarehouse)
    heading = "PICKING"
    columns = ORDERS
    empty = "Nothing is ready to be picked."
    noun = "order"
    help_text = """
Tab goes from the pick lists to the orders that are ready, and back.
Enter opens a pick list to scan it, or to ship what is picked.
Space marks ready orders; R makes one list of those.
"""

    def __init__(self, warehouse: str | None = None) -> None:
        super().__init__()
        self.warehouse = warehouse
        self.listing = ready_in(warehouse)
        self.picks = WindowList(PICKS, empty="No pick list is open.", id="picks")
        self._picks: tuple[PickRow, ...] = ()
        self.give_up_bar = AskBar(Question("sure", "yes or no", width=5, needed=True), id="give-up")
        self.warehouse_bar = AskBar(Question("code", "Warehouse", width=16, needed=True), id="warehouse")
        self._floor = Floor("", ())
        self._first = True

    def above(self) -> ComposeResult:
        """The pick lists."""
        yield Lines(Cell(" Pick lists", Tone.STRONG))
        yield self.picks
        yield Rule()
        yield Lines(Cell(" Ready to pick", Tone.STRONG))

    def below(self) -> ComposeResult:
        """Where another warehouse is named."""
        yield Rule()
        yield self.warehouse_bar
        yield self.give_up_bar

    # Painting ---------------------------------------------------------------------------------------------------------

    def beside(self, reading: Reading) -> Floor:
        """The pick lists of the warehouse."""
        place = (self.warehouse or settings(reading).warehouse).strip().upper()
        return Floor(place, tuple(pick for pick in open_picks(reading) if pick.warehouse == place))

    def show_beside(self, answer: Floor) -> None:
        """Show them; whoever comes goes on where there is something to go on with."""
        self._floor = answer
        self._picks = answer.picks
        self.picks.set_rows([self._pick(pick) for pick in answer.picks])
        if self._first:
            self._first = False
            self.set_focus(self.picks if answer.picks else self.list)

    def title_pieces(self) -> Sequence[str]:
        """Where it is, and how much there is."""
        ready = f"{len(self.list.rows):,}{'+' if self.more else ''} ready"
        counts = f"{len(self._floor.picks)} open   {ready}   {self.filter_text}".rstrip()
        who = self.desk.who
        return [f" {self.heading}   {self._floor.warehouse}   {counts}", f"{who.name or who.login} "]

    def row(self, item: ReadyRow) -> Row:
        """One order that is ready."""
        order = item.order
        goods = state(Tone.DONE, "complete") if order.complete else state(Tone.PARTIAL, "in part")
        wanted, lines = self.show.weekday(order.wanted_date), str(order.lines)
        customer = f"{order.customer} {order.name}"
        return Row(
            order.number, (str(order.number), customer, wanted, lines, goods, order.carrier, order.delivery_rule)
        )

    def _pick(self, pick: PickRow) -> Row:
        if pick.state == "picked":
            word = state(Tone.WARNING, "to ship")
        else:
            word = state(Tone.PARTIAL, "collecting") if pick.done else state(Tone.NOTE, "open")
        orders = ", ".join(map(str, pick.orders))
        at = self.show.moment(pick.released_at.astimezone(self.desk.clock().tzinfo))
        done = f"{pick.done} of {pick.lines}"
        return Row(pick.number, (str(pick.number), word, orders, done, pick.carrier, pick.released_by, at))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_release_pick(self) -> None:
        """R."""
        orders = self.chosen()
        if not orders:
            self.status.warn("no order is ready to be picked")
            return
        self._release([item.order.number for item in orders])

    def action_release_all(self) -> None:
        """A."""
        if not self.filter_text:
            self._release(None)
            return

        def release(seen: Seen[ReadyRow]) -> None:
            if seen.items:
                self._release([item.order.number for item in seen.items])
            else:
                self.status.warn("no order that the filter shows is ready to be picked")

        self.held(self.look(self.filter_text, Place(MARKED_AT_ONCE)), then=release)

    def _release(self, orders: list[int] | None) -> None:
        def released(number: int) -> None:
            self.list.clear_marks()
            self.app.push_screen(PickCardScreen(number))

        warehouse = self.warehouse if orders is None else None
        self.do(picking.release, orders, warehouse=warehouse, then=released, refused=lambda _: self.changed())

    def action_cancel_pick(self) -> None:
        """C; asked for once more where something is collected already."""
        number = self.picks.highlighted
        row = next((pick for pick in self._picks if pick.number == number), None)
        if row is not None and row.done:
            self.give_up_bar.open(f"Give up list {row.number}, {row.done} of {row.lines} lines collected?")
        else:
            self._give_up()

    def _give_up(self) -> None:
        self._with_pick(picking.cancel, lambda number, _: f"pick list {number} is given up")

    @on(AskBar.Answered, "#give-up")
    def _surely(self, event: AskBar.Answered) -> None:
        self.give_up_bar.close()
        if event.answers["sure"].casefold() in ("y", "yes"):
            self._give_up()
        else:
            self.status.say("the list is kept")

    def action_ask_release(self) -> None:
        """H."""
        self._with_pick(shipping.hold, lambda number, _: f"what stops pick list {number} is before an approver")

    def _with_pick(self, verb: Callable[..., Any], say: Callable[[int, Any], str]) -> None:
        number = self.picks.highlighted
        if number is None:
            self.status.warn("no pick list is open")
            return

        def done(answer: Any) -> None:
            self.status.done(say(int(number), answer))
            self.changed()

        self.do(verb, number, then=done)

    def action_change_warehouse(self) -> None:
        """W."""
        self.warehouse_bar.open()

    @on(AskBar.Answered, "#warehouse")
    def _go_to_warehouse(self, event: AskBar.Answered) -> None:
        before, self.warehouse = self.warehouse, event.answers["code"]
        self.listing = ready_in(self.warehouse)

        def unknown(error: Exception) -> None:
            self.warehouse = before
            self.listing = ready_in(before)

        self.apply_filter(self.filter_text, then=self.warehouse_bar.close, refused=unknown)

    @on(WindowList.Chosen, "#picks")
    def _open_pick(self, event: WindowList.Chosen) -> None:
        self.app.push_screen(PickCardScreen(int(event.key)))

    @on(WindowList.Chosen, "#worklist")
    def action_look_up(self) -> None:
        """Enter on a ready order, and F4: the order."""
        if self.list.highlighted is not None:
            self.desk_app.go("order_card", self.list.highlighted)
