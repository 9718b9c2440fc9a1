"""One delivery as it is shown: what came last, the whole delivery, the field for the scanner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.app import ComposeResult

from orderdesk.desk import receiving
from orderdesk.queries.receiving import DeliveryCard, DeliveryLine, delivery_card
from orderdesk.queries.settings import settings
from orderdesk.rules.wording import counted
from orderdesk.screens.scan_paint import large
from orderdesk.screens.scanning import ScanScreen
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import Quantity
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.window_list import Row, WindowList

LINES = (
    Column("Bin", 10),
    Column("SKU", 12),
    Column("Description", 16, share=1),
    Column("Received", 14, align="right"),
    Column("State", 14),
    Column("Due", 10, rank=2),
)


def look(reading: Reading, name: str, warehouse: str | None) -> tuple[Show, DeliveryCard]:
    """What the screen shows, on one snapshot; without a name, nothing is expected."""
    company = settings(reading)
    card = delivery_card(reading, name, warehouse) if name else DeliveryCard("", warehouse or company.warehouse, ())
    return Show(company.money, company.locale), card


class DeliveryView(ScanScreen):
    """The widgets of one delivery, and the painting of it."""

    heading = "RECEIVE"

    def __init__(self, name: str = "", warehouse: str | None = None) -> None:
        super().__init__()
        self.delivery = name
        self.warehouse = warehouse
        self.last_line = Lines(height=5, id="last")
        self.list = WindowList(LINES, empty="Nothing was expected; what is scanned is taken in.")
        self.list.can_focus = False  # every key is the scanner's
        self.card: DeliveryCard | None = None
        self._last: receiving.Arrived | None = None
        self._scans: list[tuple[str, Quantity, str]] = []  # that can be taken back, the last one last
        self._too_many: tuple[str, Quantity] | None = None
        self._unexpected: dict[str, DeliveryLine] = {}  # what came without a delivery, while this screen stands

    def body(self) -> ComposeResult:
        """What came last, the whole delivery, the field."""
        yield Rule()
        yield self.last_line
        yield Rule()
        yield self.list
        yield from self.scan_rows()

    def question(self) -> Callable[..., Any]:
        """The delivery as it stands."""
        return partial(look, name=self.delivery, warehouse=self.warehouse)

    def codes_here(self) -> frozenset[str]:
        """The SKUs that are expected."""
        return frozenset(line.sku for line in self.lines)

    # Painting ---------------------------------------------------------------------------------------------------------

    @property
    def lines(self) -> tuple[DeliveryLine, ...]:
        """What is expected, and what came without being expected."""
        return (*(self.card.lines if self.card is not None else ()), *self._unexpected.values())

    def seen(self, seen: tuple[Show, DeliveryCard]) -> None:
        """The delivery as it stands now."""
        self.show, self.card = seen
        self.paint()

    def on_resize(self) -> None:
        """What is large is drawn for the width."""
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """The title, what came last, and the lines."""
        if self.card is None:
            return
        lines = self.lines
        done = f"{sum(line.left == 0 for line in lines)} of {len(lines)} complete "
        what = self.card.name or "unexpected goods"
        done = done if self.delivery else f"{counted(len(lines), 'product')} "
        self.spread_title(f" {self.heading} {what}   {self.card.warehouse}", done)
        rows = [self._row(line) for line in lines]
        if rows != self.list.rows:
            self.list.set_rows(rows)
        self.last_line.show(*self._came())

    def _came(self) -> Iterator[Line]:
        one = self._last
        if one is None:
            yield from ("", " ", Cell("   Scan what has come.", Tone.MUTED))
            return
        mine = [line for line in self.lines if line.sku == one.sku]  # another terminal may have taken in more of it
        received = self.show.quantity(sum(line.received for line in mine))
        expected = self.show.quantity(sum(line.quantity for line in mine))
        yield from large(one.bin, f"{received}/{expected}" if self.delivery else received, self.size.width)
        of = f"{received} of {expected}" if self.delivery else received
        yield ["   BIN   ", Cell(one.bin or "no bin", Tone.STRONG), "   QTY   ", Cell(f"{of} {one.unit}", Tone.STRONG)]
        yield ["   SKU   ", Cell(one.sku, Tone.STRONG), f"   {one.name}"]

    def _row(self, line: DeliveryLine) -> Row:
        received, expected = self.show.quantity(line.received), self.show.quantity(line.quantity)
        if not self.delivery:
            word, of = state(Tone.DONE, "taken in"), received
        else:
            of, over = f"{received} of {expected}", line.received - line.quantity
            if over > 0:
                word = state(Tone.WARNING, f"{self.show.quantity(over)} over")
            elif line.left == 0:
                word = state(Tone.DONE, "complete")
            else:
                word = state(Tone.PARTIAL, f"{self.show.quantity(line.left)} to come") if line.received else Cell("")
        return Row(line.id, (line.bin, line.sku, line.name, of, word, self.show.weekday(line.due)))
