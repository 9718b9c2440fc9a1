"""The desk in a terminal: which screens there are, and how one gets from one to another.

Screens are imported when they are first gone to, and in a thread once the first one stands, so that the desk is there
at once and the next screen no later.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.console import RenderableType
from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from orderdesk.config import Config, read_config
from orderdesk.crash_report import write_report
from orderdesk.ending import Ending
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.desk_app import DeskApp
from orderdesk.screens.home import HomeScreen
from orderdesk.widgets.own_keys import wrong_keys

if TYPE_CHECKING:
    from orderdesk.desk.verb import Desk

THEMES = {"dark": "textual-dark", "light": "textual-light", "terminal": "ansi-dark"}
CRASHED = 70  # the exit code after an error of the program itself


class Place(NamedTuple):
    """Where a screen's class is.

    Attributes:
        title: what people call it where they may choose it; empty where it is not offered.
        shows: the kind of document whose key is its first argument (see `queries.goals`); empty where it shows none.
    """

    module: str
    screen: str
    title: str = ""
    shows: str = ""


PLACES = {
    "order_entry": Place("order_entry", "OrderEntryScreen", "New order", shows="draft"),
    "customers": Place("customers", "CustomersScreen", "Customers", shows="customer"),
    "orders": Place("order_list", "OrderListScreen", "Orders"),
    "quotations": Place("quotations", "QuotationsScreen", "Quotations"),
    "blankets": Place("blankets", "BlanketsScreen", "Blanket orders"),
    "late_orders": Place("late_orders", "LateOrdersScreen", "Late orders"),
    "order_card": Place("order_card", "OrderCardScreen", shows="order"),
    "credit_groups": Place("credit_groups", "CreditGroupsScreen", "Credit groups"),
    "prices": Place("prices", "PricesScreen", "Prices"),
    "approvals": Place("approvals", "ApprovalsScreen", "Approvals"),
    "rules": Place("rules", "RulesScreen", "Approval rules"),
    "approval_steps": Place("approval_steps", "ApprovalStepsScreen", "Approval steps"),
    "simulation": Place("simulation", "SimulationScreen"),
    "picking": Place("picking", "PickingScreen", "Picking"),
    "pick_card": Place("pick_card", "PickCardScreen", shows="pick"),
    "pack": Place("pack", "PackScreen", "Packing"),
    "ship": Place("ship", "ShipScreen", "Shipping"),
    "receive": Place("receive", "ReceiveScreen", "Goods in"),
    "delivery": Place("delivery", "DeliveryScreen"),
    "supply": Place("supply", "SupplyScreen", "Supply"),
    "order_goods": Place("order_goods", "OrderGoodsScreen"),
    "count": Place("count", "CountScreen", "Stock count"),
    "count_plan": Place("count_plan", "CountPlanScreen", "Counts due"),
    "count_sheet": Place("count_sheet", "CountSheetScreen"),
    "receivables": Place("receivables", "ReceivablesScreen", "Receivables"),
    "returns": Place("returns_list", "ReturnsScreen", "Returns"),
    "return_card": Place("return_card", "ReturnCardScreen"),
    "complaints": Place("complaints_list", "ComplaintsScreen", "Complaints"),
    "complaint_card": Place("complaint_card", "ComplaintCardScreen"),
    "dunning": Place("dunning", "DunningScreen", "Dunning"),
    "bank": Place("bank", "BankScreen", "Bank"),
    "bank_accounts": Place("bank_accounts", "BankAccountsScreen"),
    "currencies": Place("currencies", "CurrenciesScreen", "Currencies"),
    "disputes": Place("disputes", "DisputesScreen", "Disputes"),
    "statement": Place("statement", "StatementScreen"),
    "billing": Place("billing", "BillingScreen", "To bill"),
    "open_items": Place("open_items", "OpenItemsScreen", shows="account"),
    "product_card": Place("product_card", "ProductCardScreen", shows="product"),
    "lots": Place("lots", "LotsScreen"),
    "invoice_card": Place("invoice_card", "InvoiceCardScreen", shows="invoice"),
    "go_to": Place("go_to", "GoToScreen"),
    "help": Place("explain", "HelpScreen"),
    "explain": Place("explain", "ExplainScreen"),
}


class OrderdeskApp(DeskApp):
    """The desk of one person, until they leave it. The mouse is left to the terminal."""

    TITLE = "orderdesk"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "stay", priority=True, show=False),
        Binding("ctrl+c", "stay", show=False),
    ]

    titles: ClassVar[Mapping[str, str]] = {name: place.title for name, place in PLACES.items() if place.title}
    leads: ClassVar[Mapping[str, str]] = {place.shows: name for name, place in PLACES.items() if place.shows}

    def __init__(self, desk: Desk | Callable[[], Desk], config: Config | None = None) -> None:
        super().__init__(desk, config)
        self.crash: BaseException | None = None
        """The error that ended the desk."""
        self.theme = "ansi-dark" if self.no_color else THEMES[self.config.theme]

    def get_default_screen(self) -> Screen[Any]:
        """What waits where."""
        return HomeScreen()

    def go(self, place: str, *args: Any, instead: bool = False) -> None:
        """Open a screen on top of this one, or instead of it; at once, so that keys typed ahead reach it."""
        there = PLACES[place]
        screen = _screen(there)
        if there.shows and args and args[0] is not None:
            self.recent.note(there.shows, str(args[0]))
        elif there.title:
            self.recent.note("screen", place)
        if instead:
            self.switch_screen(screen(*args))
        else:
            self.push_screen(screen(*args))

    def action_stay(self) -> None:
        """Ctrl+Q and Ctrl+C, which hands press out of habit: the desk stays, and says how to leave."""
        if isinstance(self.screen, DeskScreen):
            self.screen.status.say("F3 goes back, and from the first screen out of the desk; nothing was ended")

    # However it ends --------------------------------------------------------------------------------------------------

    def _keep_typed(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.keep_typed()

    async def _on_exit_app(self) -> None:
        self._keep_typed()
        await super()._on_exit_app()

    def _handle_exception(self, error: Exception) -> None:
        if self.crash is None:
            self.crash = error.error if isinstance(error, WorkerFailed) else error
            with suppress(Exception):  # the screen is what may be broken
                self._keep_typed()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without showing the values of variables, which may be anybody's; the report says where it was."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End: the terminal cannot be read any more."""
        self._close_messages_no_wait()

    async def _on_app_blur(self, event: events.AppBlur) -> None:
        """In a browser the page has the focus before Textual says that it has not: it would be lost for good."""
        if self.is_web:
            event.prevent_default()

    def _opened(self) -> None:
        super()._opened()
        self.run_worker(self._import_screens(), exit_on_error=False, group="imports")

    async def _import_screens(self) -> None:
        """Load the screens that are not needed yet; then what their keys are is known, and what is wrong with them."""
        screens: list[type[DeskScreen]] = [HomeScreen, *await asyncio.to_thread(_screens)]
        commands = [(*screen.commands, *screen.field_commands) for screen in screens]
        wrong = [*self.config.wrong, *wrong_keys(commands, self.config.keys)]
        if wrong and isinstance(self.screen, DeskScreen):
            self.screen.status.warn(wrong[0] + (f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""))


def _screen(place: Place) -> type[DeskScreen]:
    screen: type[DeskScreen] = getattr(import_module(f"orderdesk.screens.{place.module}"), place.screen)
    return screen


def _screens() -> list[type[DeskScreen]]:
    return [_screen(place) for place in PLACES.values()]


def run(open_desk: Callable[[], Desk]) -> int:
    """Sit down at the desk. The exit code when it is left: 0, 70 after a crash, 128 and the signal that ended it.

    Args:
        open_desk: opens the database and signs the person in; called once the first screen is painted.

    Raises:
        StoreTrouble, NotAllowed: as opening did.
    """
    app = OrderdeskApp(open_desk, read_config())
    ending = asyncio.run(_sit(app))
    if app.trouble is not None:
        raise app.trouble
    said = ""
    if app.crash is not None:
        said = _crashed(app.crash)
    elif ending.cause is not None:
        said = f"the desk was ended by {ending.cause.name}; every line that was accepted is saved"
    if said:
        with suppress(OSError):  # there may be no terminal any more
            print(f"orderdesk: {said}", file=sys.stderr)
    if app.crash is not None:
        return CRASHED
    return 0 if ending.cause is None else 128 + ending.cause


async def _sit(app: OrderdeskApp) -> Ending:
    loop = asyncio.get_running_loop()
    with Ending(lambda: loop.call_soon_threadsafe(app.exit)) as ending:
        try:
            await app.run_async(mouse=False)
        except Exception as error:
            app.crash = app.crash or error
    return ending


def _crashed(error: BaseException) -> str:
    try:
        where = f"the report is in {write_report(error, datetime.now(UTC).astimezone())}"
    except OSError as trouble:
        where = f"no report could be written ({trouble.strerror})"
    what = f"something went wrong inside ({type(error).__name__}) and the desk was closed"
    return f"{what}; every line that was accepted is saved; {where}"
