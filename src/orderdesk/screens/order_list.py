"""All orders, the newest first: a worklist with a filter."""

from __future__ import annotations

import re

from textual import on

from orderdesk.queries.order_list import ORDERS, OrderRow
from orderdesk.screens.order_words import progress_cell, state_cell
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.standard_keys import New
from orderdesk.widgets.window_list import Row, WindowList

STATES = (None, "draft", "submitted", "confirmed", "closed", "cancelled", "quotation")
ENTERED = ("draft", "quotation")  # gone on with in order entry
COLUMNS = (
    Column("Order", 7),
    Column("Customer", 18, share=2),
    Column("Wanted", 11, rank=2),
    Column("PO", 8, share=1, rank=4),
    Column("Total", 12, align="right"),
    Column("State", 11),
    Column("Shipped", 16, rank=3),
    Column("Held for", 8, share=1, rank=1),
)


class StateFilter(Command):
    """Show the orders of the next state only, or of all again."""

    key, label, rank = "s", "State", 35


class OrderListScreen(WorklistScreen[OrderRow]):
    """A window over all orders."""

    listing = ORDERS
    commands = (New, StateFilter)
    heading = "ORDERS"
    columns = COLUMNS
    empty = "No order."
    noun = "order"
    amount_column = 4
    help_text = "Enter opens the order; a draft is gone on with."

    def row(self, item: OrderRow) -> Row:
        """One order."""
        order = item.order
        return Row(
            order.number,
            (
                str(order.number),
                f"{order.customer} {order.name}",
                self.show.day(order.wanted_date),
                order.po_number,
                self.show.of(order.currency).money(order.gross),
                state_cell(order.state),
                progress_cell("shipped", order.shipped),
                Cell(", ".join(order.held), Tone.WARNING),
            ),
        )

    @on(WindowList.Chosen, "#worklist")
    def _open(self, event: WindowList.Chosen) -> None:
        draft = self.highlighted is not None and self.highlighted.order.state in ENTERED
        self.desk_app.go("order_entry" if draft else "order_card", event.key)

    def action_state_filter(self) -> None:
        """S: the next state; what else the filter asks for stays."""
        found = re.search(r"(?:^|\s)state:(\S*)", self.filter_text)
        now = found[1] if found else None
        following = STATES[(STATES.index(now) + 1) % len(STATES)] if now in STATES else None
        others = re.sub(r"(^|\s)state:\S*", "", self.filter_text).strip()
        self.apply_filter(" ".join(part for part in (f"state:{following}" if following else "", others) if part))

    def action_new(self) -> None:
        """F6."""
        self.desk_app.go("order_entry")
