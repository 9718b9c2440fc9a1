"""Picking: the lists that are on their way, and the orders that are ready for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import picking, shipping
from orderdesk.queries.picking import PickRow, ReadyOrder, open_picks, ready_to_pick
from orderdesk.queries.settings import settings
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.pick_card import PickCardScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.figures import spread
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, LookUp, Refresh
from orderdesk.widgets.window_list import Row, WindowList

EVERY = 5.0  # seconds between looks at what others have done

PICKS = (
    Column("Pick", 6),
    Column("State", 14),
    Column("Orders", 20, share=2),
    Column("Done", 10, align="right"),
    Column("Carrier", 10),
    Column("Released by", 12, rank=2),
    Column("At", 16, rank=3),
)
READY = (
    Column("Order", 6),
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
    """Make one pick list of everything that is ready."""

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
    """What the screen shows, on one snapshot."""

    company: Settings
    warehouse: str
    picks: tuple[PickRow, ...]
    ready: tuple[ReadyOrder, ...]


def look(reading: Reading, warehouse: str | None) -> Floor:
    """The pick lists and the orders of a warehouse; None is the company's usual one."""
    company = settings(reading)
    place = (warehouse or company.warehouse).strip().upper()
    ready = ready_to_pick(reading, place)
    return Floor(company, place, tuple(pick for pick in open_picks(reading) if pick.warehouse == place), ready)


class PickingScreen(DeskScreen):
    """Pick lists and ready orders of one warehouse."""

    commands = (ReleasePick, ReleaseAll, CancelPick, AskRelease, OpenOrder, ChangeWarehouse, Cancel, Refresh)
    heading = "PICKING"
    help_text = """
Tab goes from the pick lists to the orders that are ready, and back.
Enter opens a pick list to scan it, or to ship what is picked.
Space marks ready orders; R makes one list of those.
"""

    def __init__(self, warehouse: str | None = None) -> None:
        super().__init__()
        self.warehouse = warehouse
        self.picks = WindowList(PICKS, empty="No pick list is open.", id="picks")
        self.picks_title = Lines(Cell(" Pick lists", Tone.STRONG))
        self.ready_title = Lines(Cell(" Ready to pick", Tone.STRONG))
        self.ready = WindowList(READY, markable=True, empty="Nothing is ready to be picked.", id="ready")
        self.warehouse_bar = AskBar(Question("code", "Warehouse", width=16, needed=True), id="warehouse")
        self._first = True

    def body(self) -> ComposeResult:
        """Lists above, orders below."""
        yield self.picks_title
        yield self.picks
        yield Rule()
        yield self.ready_title
        yield self.ready
        yield Rule()
        yield self.warehouse_bar

    def on_mount(self) -> None:
        """Look again every few seconds."""
        self.set_interval(EVERY, self.action_refresh)

    def on_screen_resume(self) -> None:
        """Somebody comes, or comes back."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read both anew."""
        if self.is_current:
            self.ask(look, self.warehouse, then=self._seen)

    # Painting ---------------------------------------------------------------------------------------------------------

    def _seen(self, floor: Floor) -> None:
        show = Show(floor.company.money, floor.company.locale)
        who = self.desk.who
        counts = f"{len(floor.picks)} open   {len(floor.ready)} ready"
        parts = [f" {self.heading}   {floor.warehouse}   {counts}", f"{who.name or who.login} "]
        self.show_title(spread(parts, self.size.width))
        for one, rows in (
            (self.picks, [self._pick(pick, show) for pick in floor.picks]),
            (self.ready, [_order(order, show) for order in floor.ready]),
        ):
            if rows != one.rows:  # nothing is sent over the line while nothing changes
                one.set_rows(rows)
        if self._first:  # whoever comes goes on where there is something to go on with
            self._first = False
            self.set_focus(self.picks if floor.picks else self.ready)

    def _pick(self, pick: PickRow, show: Show) -> Row:
        if pick.state == "picked":
            word = state(Tone.WARNING, "to ship")
        else:
            word = state(Tone.PARTIAL, "collecting") if pick.done else state(Tone.NOTE, "open")
        orders = ", ".join(map(str, pick.orders))
        at = show.moment(pick.released_at.astimezone(self.desk.clock().tzinfo))
        done = f"{pick.done} of {pick.lines}"
        return Row(pick.number, (str(pick.number), word, orders, done, pick.carrier, pick.released_by, at))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_release_pick(self) -> None:
        """R."""
        keys = self.ready.marked or tuple(key for key in (self.ready.highlighted,) if key is not None)
        if not keys:
            self.status.warn("no order is ready to be picked")
            return
        self._release([int(key) for key in keys])

    def action_release_all(self) -> None:
        """A."""
        self._release(None)

    def _release(self, orders: list[int] | None) -> None:
        def released(number: int) -> None:
            self.ready.clear_marks()
            self.app.push_screen(PickCardScreen(number))

        warehouse = self.warehouse if orders is None else None
        self.do(picking.release, orders, warehouse=warehouse, then=released, refused=lambda _: self.action_refresh())

    def action_cancel_pick(self) -> None:
        """C."""
        self._with_pick(picking.cancel, lambda number, _: f"pick list {number} is given up")

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
            self.action_refresh()

        self.do(verb, number, then=done)

    def action_change_warehouse(self) -> None:
        """W."""
        self.warehouse_bar.open()

    @on(AskBar.Answered, "#warehouse")
    def _changed(self, event: AskBar.Answered) -> None:
        self.warehouse_bar.close()
        before, self.warehouse = self.warehouse, event.answers["code"]

        def unknown(error: Exception) -> None:
            self.warehouse = before
            self.refuse(str(error))

        self.ask(look, self.warehouse, then=self._seen, refused=unknown)

    @on(WindowList.Chosen, "#picks")
    def _open_pick(self, event: WindowList.Chosen) -> None:
        self.app.push_screen(PickCardScreen(int(event.key)))

    @on(WindowList.Chosen, "#ready")
    def _open_order(self, event: WindowList.Chosen) -> None:
        self.desk_app.go("order_card", event.key)

    def action_look_up(self) -> None:
        """F4: the order."""
        if self.ready.highlighted is not None:
            self.desk_app.go("order_card", self.ready.highlighted)

    def action_cancel(self) -> None:
        """F12: take the marks away, or leave."""
        if self.ready.marked:
            self.ready.clear_marks()
        else:
            self.action_leave()


def _order(order: ReadyOrder, show: Show) -> Row:
    goods = state(Tone.DONE, "complete") if order.complete else state(Tone.PARTIAL, "in part")
    wanted, lines = show.weekday(order.wanted_date), str(order.lines)
    customer = f"{order.customer} {order.name}"
    return Row(order.number, (str(order.number), customer, wanted, lines, goods, order.carrier, order.delivery_rule))
