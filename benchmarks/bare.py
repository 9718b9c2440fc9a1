"""The yardsticks of the screens: Textual apps of one widget and nothing else. `bare.py input|table|label [ROWS]`."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Input, Static

COLUMNS = ("Code", "Name", "City", "Balance", "Room", "State")


class BareInput(App[None]):
    """One field."""

    def compose(self) -> ComposeResult:
        yield Input(placeholder="ready")


class BareTable(App[None]):
    """One list."""

    def compose(self) -> ComposeResult:
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        for n in range(int(sys.argv[2])):
            table.add_row(f"C{n:05}", f"Customer number {n}", "Berlin", f"{n * 17}.00", f"{n * 3}.00", "ready")


class BareLabel(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        yield Static("ready")


APPS: dict[str, type[App[None]]] = {"input": BareInput, "table": BareTable, "label": BareLabel}

if __name__ == "__main__":
    APPS[sys.argv[1]]().run(mouse=False)
