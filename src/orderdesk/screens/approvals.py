"""The approval queue: what is held, why, and the two keys that end it. After each act the next order stands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import approvals
from orderdesk.errors import OrderdeskError
from orderdesk.queries.approvals import HoldCard, WaitingOrder, hold_card, waiting
from orderdesk.queries.settings import settings
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.hold_lines import habit_lines, hold_lines
from orderdesk.settings import Settings
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.figures import spread
from orderdesk.widgets.lines import Line, Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, LookUp, Next, Previous, Refresh, Why
from orderdesk.widgets.window_list import Row, WindowList

EVERY = 5.0  # seconds between looks at what others have done
PANEL = 10  # rows below the list

COLUMNS = (
    Column("Order", 6),
    Column("Customer", 22, share=2),
    Column("Total", 12, align="right"),
    Column("Held for", 22, share=1),
    Column("Waiting", 7, align="right"),
    Column("Entered by", 10, rank=1),
)


class Release(Command):
    """Release the marked orders, or the highlighted one."""

    key, rank = "r", 20


class Reject(Command):
    """Send the marked orders, or the highlighted one, back to their clerk, with a reason."""

    key, rank = "x", 21


class OpenOrder(LookUp):
    """Open the whole order."""

    label = "Order"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of several acts: the orders that went through with the state they are in, and the refusals."""

    done: tuple[tuple[int, str], ...]
    refusals: tuple[str, ...]


def look(reading: Reading) -> tuple[Settings, tuple[WaitingOrder, ...]]:
    """What the screen shows, on one snapshot."""
    return settings(reading), waiting(reading)


class ApprovalsScreen(DeskScreen):
    """What is held."""

    commands = (Release, Reject, Why, OpenOrder, Cancel, Previous, Next, Refresh)
    heading = "APPROVALS"
    help_text = """
Space marks orders; R and X act on all that are marked, or on the
  highlighted one.
Enter opens the order.
What you may not release yourself stands dim: it waits for somebody of
  the level that is named below the list.
"""

    def __init__(self) -> None:
        super().__init__()
        self.list = WindowList(COLUMNS, markable=True, empty="Nothing is held.")
        self.panel = Lines(height=PANEL, id="panel")
        self.release_bar = AskBar(Question("reason", "Reason, if any", limit=300), id="release")
        self.reject_bar = AskBar(Question("reason", "Reason", needed=True, limit=300), id="reject")
        self._show = Show()
        self._orders: dict[int, WaitingOrder] = {}
        self._card: HoldCard | None = None
        self._targets: list[WaitingOrder] = []  # as they stood when the bar was opened

    def body(self) -> ComposeResult:
        """List above, figures below."""
        yield self.list
        yield Rule()
        yield self.panel
        yield Rule()
        yield self.release_bar
        yield self.reject_bar

    def on_mount(self) -> None:
        """Look again every few seconds."""
        self.set_interval(EVERY, self.action_refresh)

    def on_screen_resume(self) -> None:
        """Somebody comes, or comes back."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read the queue anew."""
        if self.is_current:
            self.ask(look, then=self._seen)

    # Painting ---------------------------------------------------------------------------------------------------------

    def _seen(self, seen: tuple[Settings, Sequence[WaitingOrder]]) -> None:
        company, orders = seen
        self._show = Show(company.money, company.locale)
        self._orders = {order.order: order for order in orders}
        kinds = Counter(kind for order in orders for kind in order.kinds)
        counts = " · ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        who = self.desk.who
        parts = [f" {self.heading}   {len(orders)} waiting   {counts}", f"{who.name or who.login} "]
        self.show_title(spread(parts, self.size.width))
        rows = [self._row(order) for order in orders]
        if rows != self.list.rows:  # nothing is sent over the line while nothing changes
            self.list.set_rows(rows)
        if self.list.highlighted is None:
            self._card = None
            self.panel.show(Cell(" No order waits for anybody.", Tone.MUTED))
        else:
            self._load(self.list.highlighted)

    def _row(self, order: WaitingOrder) -> Row:
        kinds = ", ".join(order.kinds)
        held = f"{kinds} {self._show.money(order.amount)}" if order.amount and len(order.kinds) == 1 else kinds
        tone = Tone.PLAIN if order.mine else Tone.MUTED
        return Row(
            order.order,
            (
                str(order.order),
                f"{order.customer} {order.name}",
                self._show.money(order.gross),
                state(Tone.WARNING if order.mine else Tone.NOTE, held) if order.mine else Cell(f"· {held}", Tone.MUTED),
                waited(self.desk.clock() - order.since),
                order.entered_by,
            ),
            tone,
        )

    @on(WindowList.Highlighted)
    def _highlighted(self, event: WindowList.Highlighted) -> None:
        self._load(event.key)

    def _load(self, order: int | str) -> None:
        self.ask(hold_card, order, then=self._show_card)

    def _show_card(self, card: HoldCard) -> None:
        if card.order != self.list.highlighted:
            return
        self._card = card
        lines = self._card_lines(card)
        if len(lines) > PANEL:
            lines = [*lines[: PANEL - 1], Cell(f" … {len(lines) - PANEL + 1} more lines: F11", Tone.MUTED)]
        self.panel.show(*lines)

    def _card_lines(self, card: HoldCard) -> list[Line]:
        lines: list[Line] = []
        for hold in card.holds:
            lines += hold_lines(hold, card, self._show)
        return [*lines, *habit_lines(card, self._show)]

    # Acting -----------------------------------------------------------------------------------------------------------

    def _chosen_orders(self) -> list[WaitingOrder]:
        keys = self.list.marked or tuple(key for key in (self.list.highlighted,) if key is not None)
        return [self._orders[int(key)] for key in keys if int(key) in self._orders]

    def action_release(self) -> None:
        """R."""
        self._open(self.release_bar, "Release")

    def action_reject(self) -> None:
        """X."""
        self._open(self.reject_bar, "Reject")

    def _open(self, bar: AskBar, act: str) -> None:
        self._targets = orders = self._chosen_orders()
        if not orders:
            self.status.warn("nothing is held")
            return
        bar.open(f"{act} {orders[0].order}" if len(orders) == 1 else f"{act} {len(orders)} orders")

    @on(AskBar.Answered, "#release")
    def _release(self, event: AskBar.Answered) -> None:
        reason = event.answers["reason"]
        self.release_bar.close()
        self._act([(one.order, hold) for one in self._targets for hold in one.holds], approvals.release, reason)

    @on(AskBar.Answered, "#reject")
    def _reject(self, event: AskBar.Answered) -> None:
        reason = event.answers["reason"]
        self.reject_bar.close()
        # Rejecting one hold sends the whole order back, and the others lapse with it.
        self._act([(one.order, one.holds[0]) for one in self._targets], approvals.reject, reason)

    @on(AskBar.Missing)
    def _reason_missing(self) -> None:
        self.refuse("a rejection needs a reason, for the clerk to tell the customer")

    def _act(self, holds: Sequence[tuple[int, int]], verb: Callable[..., str | None], reason: str) -> None:
        """One transaction a hold: what is refused of one order does not undo the others."""

        def work() -> Outcome:
            done: dict[int, str] = {}
            refusals = []
            for order, hold in holds:
                try:
                    done[order] = self.desk.do(verb, order, hold, reason) or "back to its clerk"
                except OrderdeskError as error:
                    refusals.append(f"{order}: {error}")
            return Outcome(tuple(done.items()), tuple(refusals))

        self.desk_app.run_held(work, self._acted)

    def _acted(self, outcome: Outcome) -> None:
        self.list.clear_marks()
        done = ", ".join(f"{order} {word}" for order, word in outcome.done)
        if outcome.refusals:
            self.refuse(" · ".join((*outcome.refusals, *([f"but {done}"] if done else []))))
        else:
            self.status.done(done)
        self.action_refresh()

    def action_cancel(self) -> None:
        """F12: take the marks away, or leave."""
        if self.list.marked:
            self.list.clear_marks()
        else:
            self.action_leave()

    # Looking closer ---------------------------------------------------------------------------------------------------

    @on(WindowList.Chosen)
    def action_look_up(self) -> None:
        """Enter and F4: the order."""
        if self.list.highlighted is not None:
            self.desk_app.go("order_card", self.list.highlighted)

    def action_why(self) -> None:
        """F11: every hold with its figures."""
        if self._card is None:
            return
        texts = []
        for line in self._card_lines(self._card):
            pieces = [line] if isinstance(line, str | Cell) else line
            texts.append("".join(piece.text if isinstance(piece, Cell) else piece for piece in pieces))
        messages = [f" {hold.message}" for hold in self._card.holds]
        self.desk_app.go("explain", f"WHY   order {self._card.order} is held", [*messages, "", *texts])

    def action_previous(self) -> None:
        """F7."""
        self.list.move(-1)

    def action_next(self) -> None:
        """F8."""
        self.list.move(1)


def waited(time: timedelta) -> str:
    """How long it has waited: 12 min, 1:40 h, 3 d."""
    minutes = max(0, int(time.total_seconds()) // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60}:{minutes % 60:02} h" if minutes < 24 * 60 else f"{minutes // (24 * 60)} d"
