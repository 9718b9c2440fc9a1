"""Counting: the sheets that are open. A bin, scanned or typed, goes on with its sheet or opens one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import counting
from orderdesk.errors import OrderdeskError
from orderdesk.queries.counting import CountRow, count_sheets, sheet_row
from orderdesk.queries.settings import settings
from orderdesk.scan_entry import Document, Paper
from orderdesk.screens.scanning import ScanScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.values import Quantity
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Confirm, LookUp, New, Next, Previous, Refresh
from orderdesk.widgets.window_list import Row, WindowList

COLUMNS = (
    Column("Sheet", 6),
    Column("Bin", 16, share=1),
    Column("Warehouse", 10),
    Column("Counted", 12, align="right"),
    Column("Opened", 16),
    Column("By", 12, rank=1),
)


class OpenSheet(Confirm):
    """Go on with the highlighted sheet."""

    label = "Open"


class NewSheet(New):
    """Open a sheet for a whole warehouse."""

    label = "New sheet"


class Due(LookUp):
    """What the cycle counts want counted today."""

    label = "Due"


def look(reading: Reading) -> tuple[Settings, tuple[CountRow, ...]]:
    """What the screen shows, on one snapshot."""
    return settings(reading), count_sheets(reading)


def is_there(reading: Reading, number: int) -> int:
    """The sheet's number. Raises NotFound."""
    return int(sheet_row(reading, number).number)


class CountScreen(ScanScreen):
    """The sheets that are being counted."""

    commands = (OpenSheet, NewSheet, Due, Previous, Next, Cancel, Refresh)
    heading = "COUNT"
    help_text = """
Scan a bin, or type it and Enter, to count what is in it. The arrow keys
  and F10 go on with the sheet that is highlighted.
F6 opens a sheet for a whole warehouse. F4 shows what is due today.
"""

    def __init__(self) -> None:
        super().__init__()
        self.list = WindowList(COLUMNS, empty="Nothing is being counted. Scan a bin to count it.")
        self.list.can_focus = False  # every key is the scanner's
        self.warehouse_bar = self.bar("warehouse", Question("code", "Count all of warehouse", limit=20))
        self.warehouse = ""
        self._sheets: tuple[CountRow, ...] = ()

    def body(self) -> ComposeResult:
        """The sheets, and the field."""
        yield Rule()
        yield self.list
        yield from self.scan_rows()

    def question(self) -> Callable[..., Any]:
        """The open sheets."""
        return look

    def seen(self, seen: tuple[Settings, tuple[CountRow, ...]]) -> None:
        """Show them."""
        company, self._sheets = seen
        self.show = Show(company.money, company.locale)
        self.warehouse = self.warehouse or company.warehouse
        self.spread_title(f" {self.heading}   {self.warehouse}", f"{len(self._sheets)} open ")
        rows = [self._row(sheet) for sheet in self._sheets]
        if rows != self.list.rows:
            self.list.set_rows(rows)

    def _row(self, sheet: CountRow) -> Row:
        at = self.show.moment(sheet.opened_at.astimezone(self.desk.clock().tzinfo))
        place, lines = sheet.bin or "all of it", f"{sheet.lines} {'product' if sheet.lines == 1 else 'products'}"
        return Row(sheet.number, (str(sheet.number), place, sheet.warehouse, lines, at, sheet.opened_by))

    def goods(self, code: str, quantity: Quantity) -> None:
        """A bin, it should be: its sheet, or a new one."""
        place = code.strip().upper()
        sheet = next((one for one in self._sheets if (one.bin, one.warehouse) == (place, self.warehouse)), None)
        if sheet is not None:
            self.desk_app.go("count_sheet", sheet.number)
        else:
            self.step(counting.open, warehouse=self.warehouse, bin=place, then=self._open, scan=code)

    def _open(self, number: int) -> None:
        self.desk_app.go("count_sheet", number)

    def document(self, scan: Document) -> None:
        """A sheet's own number."""
        if scan.paper is not Paper.COUNT:
            super().document(scan)
            return

        def unknown(error: OrderdeskError) -> None:
            self.stop(f"C{scan.number}", str(error), "UNKNOWN")

        self.held(lambda: self.desk.ask(is_there, scan.number), then=self._open, refused=unknown)

    def action_confirm(self) -> None:
        """F10."""
        if self.list.highlighted is None:
            self.status.warn("nothing is being counted; scan a bin to count it")
        else:
            self._open(int(self.list.highlighted))

    def action_look_up(self) -> None:
        """F4: the plan of the day."""
        self.desk_app.go("count_plan", self.warehouse)

    def action_new(self) -> None:
        """F6."""
        self.open_bar(self.warehouse_bar, "", code=self.warehouse)

    @on(AskBar.Answered, "#warehouse")
    def _new(self, event: AskBar.Answered) -> None:
        self.close_bar(self.warehouse_bar)
        self.step(counting.open, warehouse=event.answers["code"] or self.warehouse, then=self._open)

    def action_previous(self) -> None:
        """F7."""
        self.list.move(-1)

    def action_next(self) -> None:
        """F8."""
        self.list.move(1)
