"""One count sheet as it is shown: what was counted last, the whole sheet, the field for the scanner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.app import ComposeResult

from orderdesk.desk import counting
from orderdesk.queries.counting import CountCard, CountedLine, count_card
from orderdesk.queries.settings import settings
from orderdesk.rules.wording import counted
from orderdesk.screens.scan_paint import large
from orderdesk.screens.scanning import ScanScreen
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import Quantity
from orderdesk.widgets.ask_bar import Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.window_list import Row, WindowList

LINES = (
    Column("Bin", 10),
    Column("SKU", 12),
    Column("Description", 18, share=1),
    Column("Counted", 10, align="right"),
    Column("State", 18),
)


def look(reading: Reading, number: int) -> tuple[Show, CountCard]:
    """What the screen shows, on one snapshot."""
    company = settings(reading)
    return Show(company.money, company.locale), count_card(reading, number)


class CountView(ScanScreen):
    """The widgets of one count sheet, and the painting of it."""

    heading = "COUNT"

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.last_line = Lines(height=5, id="last")
        self.list = WindowList(LINES, empty="Nothing is counted yet.")
        self.list.can_focus = False  # every key is the scanner's
        self.total_bar = self.bar("total", Question("counted", "In all", width=12, needed=True, limit=16))
        self.give_up_bar = self.bar("give-up", Question("word", "Type yes to give the sheet up", needed=True, limit=10))
        self.card: CountCard | None = None
        self._last: counting.Counted | None = None
        self._scans: list[tuple[str, Quantity, str]] = []  # that can be taken back, the last one last
        self._asked_for = ""
        self._told_of_moves = False

    def body(self) -> ComposeResult:
        """What was counted last, the whole sheet, the field."""
        yield Rule()
        yield self.last_line
        yield Rule()
        yield self.list
        yield from self.scan_rows()

    def question(self) -> Callable[..., Any]:
        """The sheet as it stands."""
        return partial(look, number=self.number)

    def codes_here(self) -> frozenset[str]:
        """The SKUs and bins of the sheet."""
        lines = self.card.lines if self.card is not None else ()
        return frozenset(code for line in lines for code in (line.sku, line.bin) if code)

    # Painting ---------------------------------------------------------------------------------------------------------

    def seen(self, seen: tuple[Show, CountCard]) -> None:
        """The sheet as it stands now."""
        self.show, self.card = seen
        self.paint()

    def on_resize(self) -> None:
        """What is large is drawn for the width."""
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """The title, what was counted last, and the lines."""
        if self.card is None:
            return
        header, lines = self.card.header, self.card.lines
        done = sum(line.counted is not None for line in lines)
        of = f"{done} of {counted(len(lines), 'product')}" if header.bin else counted(done, "product")
        where = f"{header.bin}, {header.warehouse}" if header.bin else f"all of {header.warehouse}"
        self.spread_title(f" {self.heading} {header.number}   {where}", f"{of} counted ")
        rows = [self._row(line) for line in lines]
        if rows != self.list.rows:
            self.list.set_rows(rows)
        self.last_line.show(*self._came())

    def _came(self) -> Iterator[Line]:
        one, header = self._last, self.card.header if self.card is not None else None
        if header is not None and header.state != "open":
            by = f" by {header.posted_by}" if header.posted_by else ""
            yield from ("", "")
            yield ["   ", state(Tone.DONE, f"{header.state}{by}")]
        elif one is None:
            yield from ("", " ", Cell("   Scan what is on the shelf.", Tone.MUTED))
        else:
            lines = self.card.lines if self.card is not None else ()  # another terminal may have counted more of it
            total = self.show.quantity(next((line.counted for line in lines if line.sku == one.sku), 0) or 0)
            yield from large(one.sku, total, self.size.width)
            yield ["   SKU   ", Cell(one.sku, Tone.STRONG), f"   {one.name}"]
            yield ["   QTY   ", Cell(f"{total} {one.unit}", Tone.STRONG)]

    def _row(self, line: CountedLine) -> Row:
        count = "" if line.counted is None else self.show.quantity(line.counted)
        if line.counted is None:
            word = state(Tone.NOTE, "not counted")
        elif line.difference is None:
            word = Cell("")
        elif line.difference:
            more = "more" if line.difference > 0 else "less"
            word = state(Tone.WARNING, f"{self.show.quantity(abs(line.difference))} {more}")
        else:
            word = state(Tone.DONE, "as in the books")
        return Row(line.sku, (line.bin, line.sku, line.name, count, word))
