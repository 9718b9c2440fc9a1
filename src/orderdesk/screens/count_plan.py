"""What is to be counted today, by bin; Enter opens the bin's sheet, or goes on with it."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import counting
from orderdesk.queries.count_plan import ToCount, count_plan
from orderdesk.queries.counting import CountRow, count_sheets
from orderdesk.queries.settings import settings
from orderdesk.rules.wording import counted
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.columns import Column
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.standard_keys import Cancel, Confirm, Refresh
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Bin", 10),
    Column("Product", 22, share=1),
    Column("Class", 5),
    Column("Last counted", 12),
    Column("Due", 12),
    Column("", 16),
)
Seen = tuple[Settings, tuple[ToCount, ...], tuple[CountRow, ...]]


class CountBin(Confirm):
    """Open a sheet for the highlighted bin, or go on with the one that is open."""

    label = "Count it"


def look(reading: Reading, warehouse: str | None) -> Seen:
    """What is due, and which sheets are open, on one snapshot."""
    return settings(reading), count_plan(reading, warehouse), count_sheets(reading)


class CountPlanScreen(DeskScreen):
    """The cycle counts of today."""

    commands = (CountBin, Refresh, Cancel)
    heading = "COUNTS DUE"
    help_text = """
What moves most value is class A and counted most often; the days of each
  class are the company's settings count_days_a, count_days_b, count_days_c.
Enter opens a sheet for the bin. What lies in no bin is counted with the
  whole warehouse.
"""

    def __init__(self, warehouse: str | None = None) -> None:
        super().__init__()
        self.warehouse = warehouse or None
        self.list = WindowList(COLUMNS, empty="Nothing is to be counted today.", id="due")
        self._show = Show()
        self._seen_last: Seen | None = None

    def body(self) -> ComposeResult:
        """The list."""
        yield self.list

    def on_mount(self) -> None:
        """The first look; keys typed ahead wait for it."""
        self.held(partial(self.desk.ask, look, self.warehouse), then=self._seen)

    def on_screen_resume(self) -> None:
        """Somebody comes back from a sheet."""
        if self._seen_last is not None:
            self.action_refresh()

    def action_refresh(self) -> None:
        """F5."""
        if self.is_current:
            self.ask(look, self.warehouse, then=self._seen)

    def _seen(self, seen: Seen) -> None:
        if seen == self._seen_last:
            return
        self._seen_last = seen
        company, due, _ = seen
        self._show = Show(company.money, company.locale)
        self.show_title(f" {self.heading}   {self.warehouse or company.warehouse}   {counted(len(due), 'product')}")
        self.list.set_rows([self._row(one) for one in due])

    def _row(self, one: ToCount) -> Row:
        last = self._show.day(one.counted_on) if one.counted_on else Cell("never", Tone.MUTED)
        word = state(Tone.PARTIAL, "being counted") if one.being_counted else ""
        place = one.bin or Cell("no bin", Tone.MUTED)
        return Row(
            f"{one.sku} {one.bin}", (place, f"{one.sku} {one.name}", one.abc, last, self._show.day(one.due), word)
        )

    @on(WindowList.Chosen, "#due")
    def action_confirm(self) -> None:
        """Enter and F10: the bin's sheet."""
        key = str(self.list.highlighted or "")
        if self._seen_last is None or not key:
            return
        _, due, sheets = self._seen_last
        one = next(item for item in due if f"{item.sku} {item.bin}" == key)
        there = next((row for row in sheets if row.warehouse == one.warehouse and row.bin in (one.bin, "")), None)
        if there is not None:
            self._open(there.number)
        elif not one.bin:
            self.status.warn("it lies in no bin: F6 on Stock count opens a sheet for the whole warehouse")
        else:
            self.do(counting.open, warehouse=one.warehouse, bin=one.bin, then=self._open)

    def _open(self, number: int) -> None:
        self.desk_app.go("count_sheet", number)

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()
