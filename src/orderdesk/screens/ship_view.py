"""Shipping as it is shown: the list at hand, and what left today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

from textual.app import ComposeResult

from orderdesk.queries.packing import PackCard, ToPack, pack_card, to_pack
from orderdesk.queries.settings import settings
from orderdesk.queries.shipments import ShipmentRow, ShippedOn, shipped_on
from orderdesk.rules.wording import counted, listed
from orderdesk.screens.list_at_hand import ListAtHand
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import Question
from orderdesk.widgets.big import big
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Piece, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.window_list import Row, WindowList

SHIPMENTS = (
    Column("Shipment", 8),
    Column("Order", 6),
    Column("Customer", 16, share=1),
    Column("Carrier", 12),
    Column("Tracking", 16, share=1),
    Column("Pkg", 3, align="right"),
    Column("Weight", 10, align="right", rank=1),
    Column("At", 5, rank=2),
    Column("By", 10, rank=3),
)

STANDS = {
    "open": "is still being collected; its picker confirms it first, with F10",
    "shipped": "has left already",
    "cancelled": "was given up; release a new one",
}

Seen: TypeAlias = tuple[Show, ShippedOn, tuple[ToPack, ...], PackCard | None]


def look(reading: Reading, number: int | None) -> Seen:
    """What the screen shows, on one snapshot."""
    company = settings(reading)
    card = pack_card(reading, number) if number is not None else None
    return Show(company.money, company.locale), shipped_on(reading, reading.today), to_pack(reading), card


class ShipView(ListAtHand):
    """The widgets of shipping, and their painting."""

    def __init__(self, number: int | None = None) -> None:
        super().__init__(number)
        self.at_hand = Lines(height=5, id="at-hand")
        self.list = WindowList(SHIPMENTS, empty="Nothing has left today.", id="left")
        self.list.can_focus = False  # every key is the scanner's
        tracking = Question("tracking", "Tracking", limit=60, scannable=True)
        carrier = Question("carrier", "Carrier", width=15, limit=40)
        self.parcels_bar = self.bar("parcels", tracking, carrier)
        self.loose_bar = self.bar(
            "loose", tracking, carrier, Question("packages", "Pkg", width=4, needed=True, limit=40),
            Question("weight", "kg", width=7, limit=40),
        )  # fmt: skip

    def body(self) -> ComposeResult:
        """The list at hand, what left today, the field."""
        yield Rule()
        yield self.at_hand
        yield Rule()
        yield self.list
        yield from self.scan_rows()

    def question(self) -> Callable[..., Any]:
        """The list at hand, and what left today."""
        return partial(look, number=self.number)

    # Painting ---------------------------------------------------------------------------------------------------------

    def seen(self, seen: Seen) -> None:
        """How it stands now."""
        self.show, left, waiting, card = seen
        first = self.card is None and card is not None
        self.card = card
        before = self.list.rows[0].key if self.list.rows else None
        self.list.set_rows([self._row(row) for row in left.last])
        if left.last and left.last[0].number != before:
            self.list.highlight(left.last[0].number)
        weight = f", {self.show.quantity(left.weight_grams)} kg" if left.weight_grams else ""
        packages = f"{counted(left.packages, 'package')}{weight}"
        today = f"today {counted(left.shipments, 'shipment')}, {packages} "
        self.spread_title(f" {self.heading}   {counted(len(waiting), 'list')} to leave", today)
        if card is not None:
            self.at_hand.show(*self._at_hand(card))
        else:
            numbers = ", ".join(str(one.number) for one in waiting[:12])
            waits = f"   Waiting: {numbers}" if numbers else ""
            self.at_hand.show("", Cell("   Scan a pick list or an order.", Tone.STRONG), "", waits)
        if first:
            self.ask_how()

    def _at_hand(self, card: PackCard) -> Iterator[Line]:
        """The order large, how much leaves large, then in words."""
        header, width = card.header, self.size.width - 6
        orders, customers = listed([str(one) for one in header.orders]), {line.customer for line in card.lines}
        count = f"{len(card.parcels)} PKG" if card.parcels else ""
        name = str(header.orders[0]) if len(header.orders) == 1 else f"P{header.number}"
        left = big(name, width - 4 * len(count) - 2)
        right = big(count, width // 2)
        for place in range(3):
            place_row, count_row = left[place] if left else "", right[place] if right else ""
            yield Cell("   " + place_row + " " * (width - len(place_row) - len(count_row)) + count_row, Tone.STRONG)
        what = f"{'order' if len(header.orders) == 1 else 'orders'} {orders}"
        what += f", {listed(sorted(customers))}" if customers else ""
        yield [f"   PICK  {header.number}   ", Cell(what, Tone.STRONG)]
        yield ["   ", *self._packed(card)]

    def _packed(self, card: PackCard) -> Iterator[Piece]:
        grams = sum(box.weight_grams for box in card.parcels)
        lacking = [f"{line.sku} {self.show.quantity(line.left)}" for line in card.lines if line.left]
        if card.header.state != "picked":
            yield state(Tone.WARNING, STANDS.get(card.header.state, card.header.state))
            return
        if not card.parcels:
            yield "in no parcel; how many packages is asked for"
            return
        yield f"{counted(len(card.parcels), 'parcel')}, {self.show.quantity(grams)} kg   "
        if card.open_parcel is not None:
            yield state(Tone.WARNING, f"parcel {card.open_parcel.number} is open  ")
        if lacking:
            more = f" and {len(lacking) - 2} more" if len(lacking) > 2 else ""
            yield state(Tone.WARNING, f"not packed: {', '.join(lacking[:2])}{more}")

    def _row(self, row: ShipmentRow) -> Row:
        at = row.shipped_at.astimezone(self.desk.clock().tzinfo)
        weight = f"{self.show.quantity(row.weight_grams)} kg" if row.weight_grams else ""
        cells = (str(row.number), str(row.order), f"{row.customer} {row.name}", row.carrier, row.tracking)
        return Row(row.number, (*cells, str(row.packages), weight, f"{at:%H:%M}", row.shipped_by))

    def ask_how(self) -> None:
        """Ask how the list at hand leaves."""
        raise NotImplementedError
