"""Packing as it is shown: the lists that wait, or one of them: what is packed of each line, and the parcels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

from textual.app import ComposeResult

from orderdesk.queries.packing import PackCard, PackCardLine, ParcelCard, ToPack, pack_card, to_pack
from orderdesk.queries.settings import settings
from orderdesk.rules.wording import counted
from orderdesk.screens.list_at_hand import ListAtHand
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import Question
from orderdesk.widgets.big import big
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.window_list import Row, WindowList

LINES = (
    Column("SKU", 12),
    Column("Description", 20, share=1),
    Column("Packed", 14, align="right"),
    Column("State", 10),
    Column("Order", 6, rank=1),
    Column("Customer", 8, rank=2),
)
WAITING = (
    Column("Pick", 6),
    Column("Orders", 16, share=2),
    Column("State", 14),
    Column("Packed", 10, align="right"),
    Column("Parcels", 7, align="right"),
    Column("Carrier", 10),
    Column("Warehouse", 9, rank=1),
    Column("Picked by", 12, rank=2),
)

Seen: TypeAlias = tuple[Show, tuple[ToPack, ...], PackCard | None]


def look(reading: Reading, number: int | None) -> Seen:
    """What the screen shows, on one snapshot: the lists that wait, or the one at hand."""
    company = settings(reading)
    show = Show(company.money, company.locale)
    return (show, to_pack(reading), None) if number is None else (show, (), pack_card(reading, number))


class PackView(ListAtHand):
    """The widgets of packing, and their painting."""

    def __init__(self, number: int | None = None) -> None:
        super().__init__(number)
        self.order: int | None = None  # the one that is packed, where its number was scanned
        self.next_line = Lines(height=6, id="next")
        self.waiting = WindowList(WAITING, empty="Nothing waits to be packed.", id="waiting")
        self.list = WindowList(LINES, empty="Nothing was collected on this list.", id="lines")
        for one in (self.waiting, self.list):
            one.can_focus = False  # every key is the scanner's
        self.parcels = Lines(id="parcels")
        self.weight_bar = self.bar("weight", Question("weight", "Weight in kg", limit=40))

    def body(self) -> ComposeResult:
        """What is next, the list, its parcels, the field."""
        yield Rule()
        yield self.next_line
        yield Rule()
        yield self.waiting
        yield self.list
        yield self.parcels
        yield from self.scan_rows()

    def question(self) -> Callable[..., Any]:
        """The list at hand, or those that wait."""
        return partial(look, number=self.number)

    def codes_here(self) -> frozenset[str]:
        """The SKUs of the list."""
        return frozenset(line.sku for line in self.lines)

    @property
    def lines(self) -> tuple[PackCardLine, ...]:
        """What is to be packed: of the list at hand, or of the order whose number was scanned."""
        lines = self.card.lines if self.card is not None else ()
        return tuple(line for line in lines if self.order in (None, line.order))

    @property
    def to_ship(self) -> bool:
        """Whether the list at hand has not left."""
        return self.card is not None and self.card.header.state == "picked"

    @property
    def current(self) -> PackCardLine | None:
        """The highlighted line."""
        return next((line for line in self.lines if key_of(line) == self.list.highlighted), None)

    # Painting ---------------------------------------------------------------------------------------------------------

    def seen(self, seen: Seen) -> None:
        """How it stands now."""
        self.show, waiting, card = seen
        first = self.card is None or card is None
        self.card = card
        self.list.display = self.parcels.display = card is not None
        self.waiting.display = card is None
        self.waiting.set_rows([self._waits(one) for one in waiting])
        self.list.set_rows([self._row(line) for line in self.lines])
        if first:
            self.go_to_next()
        self.paint()

    def on_resize(self) -> None:
        """What is large is drawn for the width."""
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """The title, what is next, the parcels."""
        if self.card is None:
            count = len(self.waiting.rows)
            self.spread_title(f" {self.heading}", f"{counted(count, 'list')} to pack ")
            self.next_line.show("", "", Cell("   Scan a pick list or an order.", Tone.STRONG))
            return
        header, lines = self.card.header, self.lines
        orders = sorted({line.order for line in lines}) or list(header.orders)
        what = f"order {orders[0]}" if len(orders) == 1 else f"{len(orders)} orders"
        parts = [f" {self.heading} {header.number}   {what}   {header.carrier or header.warehouse}"]
        parts.append(f"{sum(line.left == 0 for line in lines)} of {len(lines)} packed ")
        self.spread_title(*parts)
        line = self.current
        if header.state != "picked":
            told = {"open": "is still being collected", "shipped": "has left"}.get(header.state, f"is {header.state}")
            self.next_line.show("", state(Tone.WARNING, f"pick list {header.number} {told}"))
        elif not any(line.left for line in lines):
            left = "F10 closes the last parcel and ships it" if self.card.open_parcel else "F10 ships it"
            self.next_line.show("", [" ", state(Tone.DONE, "everything is packed")], "", f"   {left}")
        elif line is not None:
            self.next_line.show(*self._next(line))
        self.parcels.show(self._parcels())

    def _next(self, line: PackCardLine) -> Iterator[Line]:
        """SKU and quantity large, then in words."""
        assert self.card is not None
        width = self.size.width - 6
        count = f"{self.show.quantity(line.packed)}/{self.show.quantity(line.picked)}"
        right = big(count, width // 2)
        left = big(line.sku, width - 4 * len(count) - 2)
        for place in range(3):
            place_row = left[place] if left is not None else ""
            count_row = right[place] if right is not None else ""
            yield Cell("   " + place_row + " " * (width - len(place_row) - len(count_row)) + count_row, Tone.STRONG)
        parcel = self.card.open_parcel
        into = f"parcel {parcel.number}" if parcel is not None else f"parcel {self.card.next_number}, which it opens"
        yield ["   SKU   ", Cell(line.sku, Tone.STRONG), f"   {line.name}"]
        yield ["   INTO  ", Cell(into, Tone.STRONG), "   PACKED   ", Cell(self._count(line), Tone.STRONG)]
        yield Cell(f"         in {line.unit}, for order {line.order}, {line.customer}", Tone.MUTED)

    def _parcels(self) -> Line:
        assert self.card is not None
        if not self.card.parcels:
            return Cell(" no parcel yet", Tone.MUTED)
        boxes = self.card.parcels
        shown = boxes if len(boxes) <= 4 else boxes[-4:]
        before = f"{len(boxes) - len(shown)} before, " if len(shown) < len(boxes) else ""
        return f" Parcels: {before}{'  '.join(self._in_words(box) for box in shown)}"

    def _in_words(self, box: ParcelCard) -> str:
        if not box.closed:
            return f"{box.number} open, {counted(len(box.lines), 'line')}"
        return f"{box.number} ✓ {self.kilograms(box.weight_grams)}"

    def kilograms(self, grams: int) -> str:
        """A weight as it is written."""
        return f"{self.show.quantity(grams)} kg" if grams else "not weighed"

    def _row(self, line: PackCardLine) -> Row:
        word = state(Tone.DONE, "packed") if not line.left else Cell("")
        if line.left and line.packed:
            word = state(Tone.PARTIAL, "in part")
        return Row(key_of(line), (line.sku, line.name, self._count(line), word, str(line.order), line.customer))

    def _waits(self, one: ToPack) -> Row:
        word = state(Tone.DONE, "packed") if one.done == one.lines else state(Tone.PARTIAL, "in part")
        if not one.parcels:
            word = state(Tone.NOTE, "to pack")
        orders, done = ", ".join(map(str, one.orders)), f"{one.done} of {one.lines}"
        cells = (str(one.number), orders, word, done, str(one.parcels or ""), one.carrier)
        return Row(one.number, (*cells, one.warehouse, one.confirmed_by))

    def _count(self, line: PackCardLine) -> str:
        return f"{self.show.quantity(line.packed)} of {self.show.quantity(line.picked)}"

    def go_to_next(self) -> None:
        """Highlight the first line, from here on, of which something is left to pack."""
        lines = self.lines
        at = next((place for place, line in enumerate(lines) if key_of(line) == self.list.highlighted), 0)
        left = next((line for line in (*lines[at:], *lines[:at]) if line.left), None)
        if left is not None:
            self.list.highlight(key_of(left))


def key_of(line: PackCardLine) -> str:
    """What the line is called in the list."""
    return f"{line.order}/{line.position}"
