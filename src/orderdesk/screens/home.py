"""Home: what waits where, with the key that leads there.

It stands before the database is opened, so it imports nothing that needs one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from orderdesk.desk.rights import APPROVER, CLERK, RECEIVABLES, WAREHOUSE
from orderdesk.errors import OrderdeskError
from orderdesk.screens.base import DeskScreen
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.standard_keys import Leave, New, Refresh
from orderdesk.widgets.window_list import Row, WindowList

if TYPE_CHECKING:
    from orderdesk.desk.standing import Stood
    from orderdesk.queries.home import Draft, Waiting
    from orderdesk.store.transaction import Reading

COLUMNS = (
    Column("Key", 5),
    Column("", 24, share=1),
    Column("Waiting", 8, align="right"),
    Column("Amount", 16, align="right"),
    Column("", 16, share=1, rank=1),
)


class Door(Command):
    """A place that one goes to from here; `roles` are those whose daily work is there."""

    place: ClassVar[str]
    title: ClassVar[str]
    roles: ClassVar[frozenset[str]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.label = cls.__dict__.get("label", cls.__name__)
        cls.action = f"open('{cls.place}')"


class NewOrder(New):
    """Begin an order."""

    aliases = ("n", "1")
    label = "New order"


class Customers(Door):
    """Look a customer up: what they owe, what they have ordered, who to call."""

    key, second, rank = "c", "2", 41
    place, title, roles = "customers", "Customers", CLERK


class Orders(Door):
    """All orders, the newest first."""

    key, second, rank = "o", "3", 42
    place, title, roles = "orders", "Orders", CLERK


class Quotations(Door):
    """What was offered: send, accept, lose; those that end first in front."""

    key, label, rank = "u", "Quotations", 42
    place, title, roles = "quotations", "Quotations", CLERK


class Blankets(Door):
    """What is agreed for a time, and how much of it is left."""

    key, label, rank = "b", "Blanket", 42
    place, title, roles = "blankets", "Blanket orders", CLERK


class LateOrders(Door):
    """Orders that are late or will be, the worst first."""

    key, second, label, rank = "l", "7", "Late", 43
    place, title, roles = "late_orders", "Late orders", CLERK


class Approvals(Door):
    """Orders that something holds, to be released or rejected."""

    key, second, rank = "a", "4", 43
    place, title, roles = "approvals", "Approvals", APPROVER


class Picking(Door):
    """Pick lists: release them, and collect them with the scanner."""

    key, second, rank = "p", "5", 44
    place, title, roles = "picking", "Picking", WAREHOUSE


class Packing(Door):
    """Put what was collected into parcels."""

    key, label, rank = "k", "Pack", 45
    place, title, roles = "pack", "Packing", WAREHOUSE


class Shipping(Door):
    """Let what was collected leave."""

    key, label, rank = "s", "Ship", 45
    place, title, roles = "ship", "Shipping", WAREHOUSE


class GoodsIn(Door):
    """Take in goods that have come."""

    key, second, label, rank = "g", "9", "Goods in", 46
    place, title, roles = "receive", "Goods in", WAREHOUSE


class Supply(Door):
    """What is to be bought, made and moved between warehouses."""

    key, rank = "y", 46
    place, title, roles = "supply", "Supply", WAREHOUSE


class Counting(Door):
    """Count what is on the shelves."""

    key, second, label, rank = "t", "0", "Count", 46
    place, title, roles = "count", "Stock count", WAREHOUSE


class Returns(Door):
    """What customers send back: agreed, taken in, credited."""

    key, rank = "e", 46
    place, title, roles = "returns", "Returns", CLERK | WAREHOUSE


class Billing(Door):
    """What is to be billed, and the proof that nothing was billed twice or left out."""

    key, label, rank = "i", "To bill", 46
    place, title, roles = "billing", "To bill", RECEIVABLES


class Bank(Door):
    """The bank's statements: what came in, matched and booked."""

    key, rank = "m", 46
    place, title, roles = "bank", "Bank", RECEIVABLES


class Receivables(Door):
    """Who owes what, and for how long."""

    key, second, rank = "r", "6", 46
    place, title, roles = "receivables", "Receivables", RECEIVABLES


class Dunning(Door):
    """Who is to be reminded, and how often they were."""

    key, second, rank = "d", "8", 47
    place, title, roles = "dunning", "Dunning", RECEIVABLES


class Quit(Leave):
    """Leave the desk; whatever was entered is kept."""

    aliases = ("q",)
    label = "Quit"


DOORS: tuple[type[Door], ...] = (
    Customers, Orders, Quotations, Blankets, LateOrders, Approvals, Picking, Packing, Shipping, GoodsIn, Supply,
    Counting, Returns, Receivables, Dunning, Billing, Bank,
)  # fmt: skip
STANDING = "standing"  # the row of the standing orders that are due


def first_look(reading: Reading) -> tuple[Settings, Waiting]:
    """Everything that the first screen shows, on one snapshot."""
    from orderdesk.queries.home import waiting
    from orderdesk.queries.settings import settings

    return settings(reading), waiting(reading)


def _figures(place: str, figures: Waiting, show: Show) -> tuple[str, str, str]:
    """Count, amount and remark of a place."""
    counted = {
        "orders": (figures.orders_today, show.money(figures.sold_today), "today"),
        "late_orders": (figures.late, "", "late"),
        "quotations": (figures.ending.quotations, show.money(figures.ending.amount), "end soon"),
        "approvals": (figures.approvals, "", "held orders"),
        "picking": (figures.ready, "", f"to pick, {figures.picks} open"),
        "ship": (figures.to_ship, "", "to leave"),
        "receive": (figures.arriving, "", "should be here"),
        "receivables": (figures.overdue_customers, show.money(figures.overdue), "overdue"),
    }
    count, amount, note = counted.get(place, (0, "", ""))
    if not count and place not in ("orders", "picking"):
        return "", "", ""
    return str(count), amount, note


def _draft(draft: Draft, show: Show, zone: tzinfo | None) -> Row:
    lines = "1 line" if draft.lines == 1 else f"{draft.lines} lines"
    since = show.moment(draft.since.astimezone(zone))
    title = f"{draft.number}  {draft.customer} {draft.name}"
    gross = show.of(draft.currency).money(draft.gross)
    return Row(draft.number, (Cell("draft", Tone.MUTED), title, lines, gross, since))


class HomeScreen(DeskScreen):
    """The first screen."""

    commands = (NewOrder, *DOORS, Refresh, Quit)
    heading = "ORDERDESK"
    help_text = "Enter opens what is highlighted: a place, or a draft to go on with."

    def __init__(self) -> None:
        super().__init__()
        self.key_bar.show(*(command for command in self.commands if command.key.startswith("f")))
        self.list = WindowList(COLUMNS)
        self._offered = False
        self._begun = False

    def body(self) -> ComposeResult:
        """The places, and the drafts."""
        yield self.list

    def on_mount(self) -> None:
        """Show the places at once; the figures follow."""
        self.spread_title(f" {self.heading}", "opening … ")
        self.list.set_rows(self._rows(None, Show()))

    def opened(self) -> None:
        """Who sits here is known: go where their own work is. An Enter typed ahead waits for it."""

        def then(seen: tuple[Settings, Waiting]) -> None:
            roles = self.desk.who.roles
            self._begun = True
            self._seen(seen)
            if not self._offered and not roles & CLERK:
                own = next((door for door in DOORS if door.roles & roles), None)
                self.list.highlight(own.place if own is not None else "orders")

        self.held(partial(self.desk.ask, first_look), then=then)

    def on_screen_resume(self) -> None:
        """Somebody comes back: things have changed, and the next key is meant for what is there now."""
        if self.desk_app.is_open and self._begun:
            self.held(partial(self.desk.ask, first_look), then=self._seen)

    def changed(self) -> None:
        """Somebody has done something."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read the figures anew."""
        if self.is_current and self.desk_app.is_open:
            self.ask(first_look, then=self._seen, refused=self._not_seen)

    def _seen(self, seen: tuple[Settings, Waiting]) -> None:
        company, figures = seen
        self._paint(figures, Show(company.money, company.locale), company.company)
        self._offer(figures.drafts)

    def _offer(self, drafts: Sequence[Draft]) -> None:
        """Once: point at what a lost desk left unfinished; the newest first."""
        left = self.desk_app.in_hand.left
        if self._offered or not left:
            return
        self._offered = True
        unfinished = [draft for draft in drafts if draft.number in left]
        for number in left.keys() - {draft.number for draft in unfinished}:  # finished at another terminal
            self.desk_app.in_hand.put_down(number)
        if unfinished and self.list.highlight(unfinished[0].number):
            one = unfinished[0]
            more = f", and {len(unfinished) - 1} more below" if len(unfinished) > 1 else ""
            self.status.warn(f"order {one.number} for {one.customer} was not finished: Enter goes on with it{more}")

    def _not_seen(self, error: OrderdeskError) -> None:
        self.status.warn(str(error))

    # Painting ---------------------------------------------------------------------------------------------------------

    def _paint(self, figures: Waiting, show: Show, company: str) -> None:
        who = self.desk.who
        now = show.moment(self.desk.clock())
        self.spread_title(f" {self.heading}   {company}".rstrip(), f"{who.name or who.login}   {now} ")
        rows = self._rows(figures, show)
        if rows != self.list.rows:  # nothing is sent over the line while nothing changes
            self.list.set_rows(rows)

    def _rows(self, figures: Waiting | None, show: Show) -> list[Row]:
        """The places, always in the same order, so that hands find them; muted where they are others' work."""
        rows = [Row("order_entry", (Cell("F6", Tone.STRONG), "New order"), self._tone(CLERK))]
        rows += [self._door(door, figures, show) for door in DOORS]
        if figures is not None and figures.standing:
            rows.append(Row(STANDING, ("", "Standing orders due", str(figures.standing), "", "Enter makes them")))
        if figures is not None and figures.drafts:
            rows += [_draft(draft, show, self.desk.clock().tzinfo) for draft in figures.drafts]
        return rows

    def _door(self, door: type[Door], figures: Waiting | None, show: Show) -> Row:
        count, amount, note = ("", "", "") if figures is None else _figures(door.place, figures, show)
        tone = self._tone(door.roles)
        late = Tone.WARNING if door.place in ("receivables", "late_orders") and count else tone
        return Row(door.place, (Cell(door.key.upper(), Tone.STRONG), door.title, count, Cell(amount, late), note), tone)

    def _tone(self, roles: frozenset[str]) -> Tone:
        return Tone.PLAIN if not self.desk_app.is_open or self.desk.who.roles & roles else Tone.MUTED

    # Going ------------------------------------------------------------------------------------------------------------

    def on_window_list_chosen(self, event: WindowList.Chosen) -> None:
        """Enter on a place, a draft, or the standing orders that are due."""
        if isinstance(event.key, int):
            self.desk_app.go("order_entry", event.key)
        elif event.key == STANDING:
            from orderdesk.desk import standing

            self.do(standing.run, then=self._stood)
        else:
            self.desk_app.go(event.key)

    def _stood(self, stood: tuple[Stood, ...]) -> None:
        made = [f"{one.order} ({one.template})" for one in stood if one.order is not None]
        trouble = [f"{one.template}: {one.trouble}" for one in stood if one.order is None]
        said = f"made as drafts: {', '.join(made)}" if made else "no draft was made"
        self.status.say(" · ".join([said, *trouble]), Tone.WARNING if trouble else Tone.DONE)
        self.action_refresh()

    def action_new(self) -> None:
        """F6."""
        self.desk_app.go("order_entry")

    def action_open(self, place: str) -> None:
        """The letter of a place."""
        self.desk_app.go(place)

    def action_leave(self) -> None:
        """F3: there is nothing below."""
        self.app.exit()
