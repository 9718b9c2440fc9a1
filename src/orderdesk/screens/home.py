"""Home: what waits where, with the key that leads there. What one's own roles have to do with comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from textual.app import ComposeResult

from orderdesk.desk.rights import APPROVER, CLERK, RECEIVABLES, WAREHOUSE
from orderdesk.errors import OrderdeskError
from orderdesk.queries.home import Draft, Waiting, waiting
from orderdesk.queries.settings import settings
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.figures import spread
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.standard_keys import Leave, New, Refresh
from orderdesk.widgets.window_list import Row, WindowList

EVERY = 5.0  # seconds between looks at what others have done
COLUMNS = (
    Column("Key", 5),
    Column("", 24, share=1),
    Column("Waiting", 8, align="right"),
    Column("Amount", 16, align="right"),
    Column("", 16, share=1, rank=1),
)


class NewOrder(New):
    """Begin an order."""

    aliases = ("n", "1")
    label = "New order"


class Customers(Command):
    """Look a customer up: what they owe, what they have ordered, who to call."""

    key, second, rank = "c", "2", 41


class Orders(Command):
    """All orders, the newest first."""

    key, second, rank = "o", "3", 42


class Approvals(Command):
    """Orders that something holds, to be released or rejected."""

    key, second, rank = "a", "4", 43


class Picking(Command):
    """Pick lists: release, scan, ship."""

    key, second, rank = "p", "5", 44


class Receivables(Command):
    """Who owes what, and for how long."""

    key, second, rank = "r", "6", 46


class Quit(Leave):
    """Leave the desk; whatever was entered is kept."""

    aliases = ("q",)
    label = "Quit"


@dataclass(frozen=True, slots=True)
class Door:
    """One row of places: its command, where it leads, and the roles whose daily work is there."""

    command: type[Command]
    place: str
    title: str
    roles: frozenset[str]


DOORS = (
    Door(NewOrder, "order_entry", "New order", CLERK),
    Door(Customers, "customers", "Customers", CLERK),
    Door(Orders, "orders", "Orders", CLERK),
    Door(Approvals, "approvals", "Approvals", APPROVER),
    Door(Picking, "picking", "Picking and shipping", WAREHOUSE),
    Door(Receivables, "receivables", "Receivables", RECEIVABLES),
)


def first_look(reading: Reading) -> tuple[Settings, Waiting]:
    """Everything that the first screen shows, on one snapshot."""
    return settings(reading), waiting(reading)


def _figures(door: Door, figures: Waiting, show: Show) -> tuple[str, str, str]:
    """Count, amount and remark of a place."""
    if door.place == "order_entry":
        return "", "", ""
    if door.place == "orders":
        return str(figures.orders_today), show.money(figures.sold_today), "today"
    if door.place == "approvals":
        return str(figures.approvals), "", "held orders" if figures.approvals else ""
    if door.place == "picking":
        return str(figures.ready), "", f"to pick, {figures.picks} open"
    if door.place == "receivables":
        amount = show.money(figures.overdue) if figures.overdue else ""
        return str(figures.overdue_customers), amount, "overdue" if figures.overdue else ""
    return "", "", ""


def _draft(draft: Draft, show: Show, zone: tzinfo | None) -> Row:
    lines = "1 line" if draft.lines == 1 else f"{draft.lines} lines"
    since = show.moment(draft.since.astimezone(zone))
    title = f"{draft.number}  {draft.customer} {draft.name}"
    return Row(draft.number, (Cell("draft", Tone.MUTED), title, lines, show.money(draft.gross), since))


class HomeScreen(DeskScreen):
    """The first screen."""

    commands = (NewOrder, Customers, Orders, Approvals, Picking, Receivables, Refresh, Quit)
    heading = "ORDERDESK"
    help_text = "Enter opens what is highlighted: a place, or a draft to go on with."

    def __init__(self) -> None:
        super().__init__()
        self.key_bar.show(*(command for command in self.commands if command.key.startswith("f")))
        self.list = WindowList(COLUMNS)

    def body(self) -> ComposeResult:
        """The places, and the drafts."""
        yield self.list

    def on_mount(self) -> None:
        """Show the places at once; the figures follow."""
        self._paint(None, Show())
        self.set_interval(EVERY, self.action_refresh)

    def on_screen_resume(self) -> None:
        """Somebody comes back: things have changed."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read the figures anew."""
        if self.is_current:
            self.ask(first_look, then=self._seen, refused=self._not_seen)

    def _seen(self, seen: tuple[Settings, Waiting]) -> None:
        company, figures = seen
        self._paint(figures, Show(company.money, company.locale), company.company)

    def _not_seen(self, error: OrderdeskError) -> None:
        self.status.warn(str(error))

    # Painting ---------------------------------------------------------------------------------------------------------

    def _paint(self, figures: Waiting | None, show: Show, company: str = "") -> None:
        who = self.desk.who
        now = show.moment(self.desk.clock())
        width = max(20, self.size.width or self.app.size.width)
        self.show_title(spread([f" {self.heading}   {company}".rstrip(), f"{who.name or who.login}   {now} "], width))
        own = sorted(DOORS, key=lambda door: not who.roles & door.roles)
        rows = [self._door(door, figures, show) for door in own]
        if figures is not None and figures.drafts:
            rows += [_draft(draft, show, self.desk.clock().tzinfo) for draft in figures.drafts]
        self.list.set_rows(rows)

    def _door(self, door: Door, figures: Waiting | None, show: Show) -> Row:
        count, amount, note = ("", "", "") if figures is None else _figures(door, figures, show)
        tone = Tone.PLAIN if self.desk.who.roles & door.roles else Tone.MUTED
        key = "F6" if door.command is NewOrder else door.command.key.upper()
        late = Tone.WARNING if door.place == "receivables" and amount else tone
        return Row(door.place, (Cell(key, Tone.STRONG), door.title, count, Cell(amount, late), note), tone)

    # Going ------------------------------------------------------------------------------------------------------------

    def on_window_list_chosen(self, event: WindowList.Chosen) -> None:
        """Enter on a place or a draft."""
        if isinstance(event.key, int):
            self.desk_app.go("order_entry", event.key)
        else:
            self.desk_app.go(event.key)

    def action_new(self) -> None:
        """F6."""
        self.desk_app.go("order_entry")

    def action_customers(self) -> None:
        """C."""
        self.desk_app.go("customers")

    def action_orders(self) -> None:
        """O."""
        self.desk_app.go("orders")

    def action_approvals(self) -> None:
        """A."""
        self.desk_app.go("approvals")

    def action_picking(self) -> None:
        """P."""
        self.desk_app.go("picking")

    def action_receivables(self) -> None:
        """R."""
        self.desk_app.go("receivables")

    def action_leave(self) -> None:
        """F3: there is nothing below."""
        self.app.exit()
