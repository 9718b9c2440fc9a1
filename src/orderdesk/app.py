"""The desk in a terminal: which screens there are, and how one gets from one to another.

Screens are imported when they are first gone to, and in a thread once the first one stands, so that the desk is there
at once and the next screen no later.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from textual.screen import Screen

from orderdesk.desk.verb import Desk
from orderdesk.screens.base import DeskApp, DeskScreen
from orderdesk.screens.home import HomeScreen


class Place(NamedTuple):
    """Where a screen's class is."""

    module: str
    screen: str


PLACES = {
    "order_entry": Place("order_entry", "OrderEntryScreen"),
    "customers": Place("customers", "CustomersScreen"),
    "orders": Place("order_list", "OrderListScreen"),
    "order_card": Place("order_card", "OrderCardScreen"),
    "approvals": Place("approvals", "ApprovalsScreen"),
    "picking": Place("picking", "PickingScreen"),
    "pick_card": Place("pick_card", "PickCardScreen"),
    "receivables": Place("receivables", "ReceivablesScreen"),
    "go_to": Place("go_to", "GoToScreen"),
    "help": Place("explain", "HelpScreen"),
    "explain": Place("explain", "ExplainScreen"),
}


class OrderdeskApp(DeskApp):
    """The desk of one person, until they leave it. The mouse is left to the terminal."""

    TITLE = "orderdesk"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.theme = "ansi-dark" if self.no_color else "textual-dark"

    def get_default_screen(self) -> Screen[Any]:
        """What waits where."""
        return HomeScreen()

    def go(self, place: str, *args: Any, instead: bool = False) -> None:
        """Open a screen on top of this one, or instead of it; at once, so that keys typed ahead reach it."""
        module, name = PLACES[place]
        screen: type[DeskScreen] = getattr(import_module(f"orderdesk.screens.{module}"), name)
        if instead:
            self.switch_screen(screen(*args))
        else:
            self.push_screen(screen(*args))

    def _on_ready(self) -> None:
        super()._on_ready()
        self.run_worker(_import_screens, thread=True, exit_on_error=False, group="imports")


def _import_screens() -> None:
    for place in PLACES.values():
        import_module(f"orderdesk.screens.{place.module}")


def run(desk: Desk) -> None:
    """Open the desk and return when it is left."""
    OrderdeskApp(desk).run(mouse=False)
