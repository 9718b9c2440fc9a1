"""All orders, the newest first, a page at a time; S shows those of one state only."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult

from orderdesk.queries.order_list import ListedOrder, order_list
from orderdesk.queries.settings import settings
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.order_words import progress_cell, state_cell
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.standard_keys import Cancel, New, Refresh
from orderdesk.widgets.window_list import Row, WindowList

PAGE = 50
STATES = (None, "draft", "submitted", "confirmed", "closed", "cancelled")
COLUMNS = (
    Column("Order", 7),
    Column("Customer", 14, share=2),
    Column("Wanted", 11, rank=2),
    Column("PO", 8, share=1, rank=4),
    Column("Total", 12, align="right"),
    Column("State", 11),
    Column("Shipped", 15, rank=3),
    Column("Held for", 10, share=1, rank=1),
)


class StateFilter(Command):
    """Show the orders of the next state only, or all again."""

    key, label, rank = "s", "State", 35


def page(
    reading: Reading, state: str | None, after: int | None
) -> tuple[Settings, str | None, int | None, tuple[ListedOrder, ...]]:
    """One page, with what it is the page of."""
    return settings(reading), state, after, order_list(reading, state=state, after=after, limit=PAGE)


class OrderListScreen(DeskScreen):
    """A window over all orders."""

    commands = (New, StateFilter, Refresh, Cancel)
    heading = "ORDERS"
    help_text = "Enter opens the order; a draft is gone on with."

    def __init__(self) -> None:
        super().__init__()
        self.list = WindowList(COLUMNS, empty="No order.")
        self.states: dict[int, str] = {}
        self.at = 0  # in STATES

    def body(self) -> ComposeResult:
        """The list."""
        yield self.list

    def on_mount(self) -> None:
        """The first page; an Enter typed ahead of it waits for it."""
        self.show_title(f" {self.heading}   all")
        self.held(partial(self.desk.ask, page, None, None), then=self._show)

    def on_screen_resume(self) -> None:
        """Read it anew when somebody comes back; the highlight stays on its order."""
        if self.states:
            self.action_refresh()

    def action_refresh(self) -> None:
        """F5: the first page."""
        self.show_title(f" {self.heading}   {STATES[self.at] or 'all'}")
        self.ask(page, STATES[self.at], None, then=self._show, group="page")

    def _show(self, answer: tuple[Settings, str | None, int | None, tuple[ListedOrder, ...]]) -> None:
        company, _, after, orders = answer
        show = Show(company.money, company.locale)
        rows = [_row(order, show) for order in orders]
        if after is None:
            self.states = {}
            self.list.set_rows(rows, more=len(rows) == PAGE)
        else:
            self.list.append_rows(rows, more=len(rows) == PAGE)
        self.states |= {order.number: order.state for order in orders}

    @on(WindowList.NeedMore)
    def _more(self, event: WindowList.NeedMore) -> None:
        self.ask(page, STATES[self.at], event.key, then=self._show, group="page")

    @on(WindowList.Chosen)
    def _open(self, event: WindowList.Chosen) -> None:
        draft = isinstance(event.key, int) and self.states.get(event.key) == "draft"
        self.desk_app.go("order_entry" if draft else "order_card", event.key)

    def action_state_filter(self) -> None:
        """S."""
        self.at = (self.at + 1) % len(STATES)
        self.action_refresh()

    def action_new(self) -> None:
        """F6."""
        self.desk_app.go("order_entry")

    def action_cancel(self) -> None:
        """F12."""
        self.action_leave()


def _row(order: ListedOrder, show: Show) -> Row:
    return Row(
        order.number,
        (
            str(order.number),
            f"{order.customer} {order.name}",
            show.day(order.wanted_date),
            order.po_number,
            show.money(order.gross),
            state_cell(order.state),
            progress_cell("shipped", order.shipped),
            Cell(", ".join(order.held), Tone.WARNING),
        ),
    )
