"""One pick list as it is shown: what to take next, the whole list, the field for the scanner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.app import ComposeResult

from orderdesk.queries.picking import PickCard, PickCardLine, pick_card
from orderdesk.queries.settings import settings
from orderdesk.screens.scan_paint import large
from orderdesk.screens.scanning import ScanScreen
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Piece, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.window_list import Row, WindowList

LINES = (
    Column("Bin", 10),
    Column("SKU", 12),
    Column("Description", 20, share=1),
    Column("Collected", 14, align="right"),
    Column("State", 16),
    Column("Order", 6, rank=1),
    Column("Customer", 8, rank=2),
)


def look(reading: Reading, number: int) -> tuple[Show, PickCard]:
    """What the screen shows, on one snapshot."""
    company = settings(reading)
    return Show(company.money, company.locale), pick_card(reading, number)


class PickView(ScanScreen):
    """The widgets of one pick list, and the painting of it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.next_line = Lines(height=6, id="next")
        self.list = WindowList(LINES, empty="Nothing is on this list.")
        self.list.can_focus = False  # every key is the scanner's
        self.short_bar = self.bar("short", Question("reason", "Reason", needed=True))
        self.ship_bar = self.bar(
            "ship",
            Question("carrier", "Carrier", width=20, limit=40),
            Question("tracking", "Tracking", limit=60, scannable=True),
            Question("packages", "Packages", width=5, needed=True, limit=4),
        )
        self.other_bar = self.bar("other", Question("reason", "Why", needed=True, limit=200))
        self.card: PickCard | None = None

    def body(self) -> ComposeResult:
        """What is next, the whole list, the field."""
        yield Rule()
        yield self.next_line
        yield Rule()
        yield self.list
        yield from self.scan_rows()

    def question(self) -> Callable[..., Any]:
        """The list as it stands."""
        return partial(look, number=self.number)

    def codes_here(self) -> frozenset[str]:
        """The SKUs and bins of the list."""
        lines = self.card.lines if self.card is not None else ()
        return frozenset(code for line in lines for code in (line.sku, line.bin) if code)

    # Painting ---------------------------------------------------------------------------------------------------------

    def seen(self, seen: tuple[Show, PickCard]) -> None:
        """The list as it stands now."""
        self.show, card = seen
        first = self.card is None
        self.card = card
        self.list.set_rows([self._row(line) for line in card.lines])
        if first:
            self.go_to_next()
        self.paint()

    def on_resize(self) -> None:
        """What is large is drawn for the width."""
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """The title, and what is next."""
        if self.card is None:
            return
        header = self.card.header
        what = f"order {header.orders[0]}" if len(header.orders) == 1 else f"{len(header.orders)} orders"
        parts = [f" PICK {header.number}   {what}   {header.carrier or header.warehouse}"]
        parts.append(f"{header.done} of {header.lines} done ")
        self.spread_title(*parts)
        line = self.current
        if header.state != "open":
            by = f" by {header.confirmed_by}" if header.confirmed_by else ""
            self.next_line.show(
                "", state(Tone.DONE, f"{header.state}{by}"), "", "   F10 ships it" if self.to_ship else ""
            )
        elif line is None:
            self.next_line.show("", [" ", state(Tone.DONE, "everything is collected")], "", "   F10 confirms the list")
        else:
            self.next_line.show(*self._next(line))

    def _next(self, line: PickCardLine) -> Iterator[Line]:
        """Bin and quantity large, then in words."""
        count = f"{self.show.quantity(line.picked)}/{self.show.quantity(line.quantity)}"
        yield from large(line.bin, count, self.size.width)
        yield ["   BIN   ", Cell(line.bin or "no bin", Tone.STRONG), "   QTY   ", Cell(self._count(line), Tone.STRONG)]
        until = f" until {self.show.day(line.expires)}" if line.expires else ""
        lot: list[Piece] = ["   LOT   ", Cell(f"{line.lot}{until}", Tone.STRONG)] if line.lot else []
        yield ["   SKU   ", Cell(line.sku, Tone.STRONG), *lot, f"   {line.name}"]
        yield Cell(f"         in {line.unit}, for order {line.order}, {line.customer}", Tone.MUTED)

    def _row(self, line: PickCardLine) -> Row:
        if line.short_reason:
            word = state(Tone.REFUSED, f"short: {line.short_reason}")
        elif line.left == 0:
            word = state(Tone.DONE, "done")
        else:
            word = state(Tone.PARTIAL, "in part") if line.picked else Cell("")
        name = f"{line.lot} · {line.name}" if line.lot else line.name
        cells = (line.bin, line.sku, name, self._count(line), word, str(line.order), line.customer)
        return Row(key_of(line), cells)

    def _count(self, line: PickCardLine) -> str:
        return f"{self.show.quantity(line.picked)} of {self.show.quantity(line.quantity)}"

    @property
    def to_ship(self) -> bool:
        """Whether it is confirmed and has not left."""
        return self.card is not None and self.card.header.state == "picked"

    @property
    def current(self) -> PickCardLine | None:
        """The highlighted line, unless nothing is left to collect at all."""
        lines = self.card.lines if self.card is not None else ()
        if not any(line.left for line in lines):
            return None
        return next((line for line in lines if key_of(line) == self.list.highlighted), None)

    def go_to_next(self) -> None:
        """Highlight the first line, from here on, of which something is left to collect."""
        lines = self.card.lines if self.card is not None else ()
        at = next((place for place, line in enumerate(lines) if key_of(line) == self.list.highlighted), 0)
        left = next((line for line in (*lines[at:], *lines[:at]) if line.left), None)
        if left is not None:
            self.list.highlight(key_of(left))


def key_of(line: PickCardLine) -> str:
    """What the line is called in the list."""
    return key_of_line(line.order, line.position, line.lot)


def key_of_line(order: int, position: int, lot: str) -> str:
    """A line of several lots stands in the list once for each."""
    return f"{order}/{position}/{lot}" if lot else f"{order}/{position}"
