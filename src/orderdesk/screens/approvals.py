"""The approval queue: what is held, why, and the two keys that end it. After each act the next order stands there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import approvals
from orderdesk.queries.approvals import APPROVALS, WaitingOrder, waiting_kinds
from orderdesk.queries.hold_card import HoldCard, hold_card
from orderdesk.screens.hold_lines import card_lines, why_lines
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.store.transaction import Reading
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.columns import Column
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import LookUp, Next, Previous, Why
from orderdesk.widgets.window_list import Row, WindowList

PANEL = 10  # rows below the list, and more on a tall terminal
LIST = 11  # rows that the rest of the screen takes, a few orders among them
TALL = 36  # rows of a terminal from which on

COLUMNS = (
    Column("Order", 7),
    Column("Customer", 20, share=2),
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


class ApprovalsScreen(WorklistScreen[WaitingOrder]):
    """What is held."""

    listing = APPROVALS
    commands = (Release, Reject, Why, OpenOrder, Previous, Next)
    heading = "APPROVALS"
    columns = COLUMNS
    empty = "Nothing is held."
    noun = "order"
    amount_column = 2
    help_text = """
Space marks orders; R and X act on all that are marked, or on the
  highlighted one.
Enter opens the order. F11 says who may release each hold.
What you may not release yourself stands dim: it waits for somebody of
  the level that is named below the list.
"""

    def __init__(self, filter: str = "") -> None:
        super().__init__(filter)
        self.panel = Lines(height=PANEL, id="panel")
        self.release_bar = AskBar(Question("reason", "Reason, if any", limit=300), id="release")
        self.reject_bar = AskBar(Question("reason", "Reason", needed=True, limit=300), id="reject")
        self._card: HoldCard | None = None
        self._counts: tuple[int, Sequence[tuple[str, int]]] = (0, ())
        self._targets: list[WaitingOrder] = []  # as they stood when the bar was opened

    def below(self) -> ComposeResult:
        """The figures of the highlighted order."""
        yield Rule()
        yield self.panel
        yield Rule()
        yield self.release_bar
        yield self.reject_bar

    def on_resize(self) -> None:
        """A tall terminal shows more of the figures."""
        height = self._room
        if self.panel.styles.height is None or self.panel.styles.height.value != height:
            self.panel.styles.height = height
            self._show_lines()

    @property
    def _room(self) -> int:
        """How many rows the figures get: on a low terminal what the list can spare."""
        height = self.app.size.height
        return 2 * PANEL if height >= TALL else max(3, min(PANEL, height - LIST))

    # Painting ---------------------------------------------------------------------------------------------------------

    def beside(self, reading: Reading) -> Any:
        """How many wait, and for what."""
        return waiting_kinds(reading)

    def show_beside(self, answer: Any) -> None:
        """The counts, for the title."""
        self._counts = answer

    def title_pieces(self) -> list[str]:
        """What waits; whose desk it is."""
        count, kinds = self._counts
        who = self.desk.who
        by_kind = " · ".join(f"{number} {kind}" for kind, number in kinds)
        return [
            f" {self.heading}   {count:,} waiting   {self.filter_text or by_kind}",
            f"{who.name or who.login} ",
        ]

    def row(self, item: WaitingOrder) -> Row:
        """One order; dim where somebody else has to release it."""
        kinds = ", ".join(item.kinds)
        held = f"{kinds} {self.show.money(item.amount)}" if item.amount and len(item.kinds) == 1 else kinds
        return Row(
            item.order,
            (
                str(item.order),
                f"{item.customer} {item.name}",
                self.show.money(item.gross),
                state(Tone.WARNING, held) if item.mine else Cell(f"· {held}", Tone.MUTED),
                waited(self.desk.clock() - item.since),
                item.entered_by,
            ),
            Tone.PLAIN if item.mine else Tone.MUTED,
        )

    def look_closer(self, item: WaitingOrder | None) -> None:
        """The panel: what the order is held on."""
        if item is None:
            self.forget(hold_card.__name__)
            self._card = None
            self.panel.show()
        else:
            self.ask(hold_card, item.order, then=self._show_card)

    def _show_card(self, card: HoldCard) -> None:
        if card.order == self.list.highlighted:
            self._card = card
            self._show_lines()

    def _show_lines(self) -> None:
        if self._card is not None:
            room = self._room
            self.panel.show(*card_lines(self._card, self.show, room))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_release(self) -> None:
        """R."""
        self._open(self.release_bar, "Release")

    def action_reject(self) -> None:
        """X."""
        self._open(self.reject_bar, "Reject")

    def _open(self, bar: AskBar, act: str) -> None:
        self._targets = orders = self.chosen()
        if not orders:
            self.status.warn("nothing is held")
            return
        bar.open(f"{act} {orders[0].order}" if len(orders) == 1 else f"{act} {len(orders)} orders")

    @on(AskBar.Answered, "#release")
    def _release(self, event: AskBar.Answered) -> None:
        self.release_bar.close()
        self._act(approvals.release, event.answers["reason"], lambda order: order.holds)

    @on(AskBar.Answered, "#reject")
    def _reject(self, event: AskBar.Answered) -> None:
        self.reject_bar.close()
        # Rejecting one hold sends the whole order back, and the others lapse with it.
        self._act(approvals.reject, event.answers["reason"], lambda order: order.holds[:1])

    @on(AskBar.Missing, "#reject")
    def _reason_missing(self) -> None:
        self.refuse("a rejection needs a reason, for the clerk to tell the customer")

    def _act(
        self, verb: Callable[..., str | None], reason: str, holds: Callable[[WaitingOrder], Sequence[int]]
    ) -> None:
        """One transaction a hold."""

        def deed(held: tuple[int, int]) -> str:
            return f"{held[0]} {self.desk.do(verb, *held, reason) or 'back to its clerk'}"

        every = [(order.order, hold) for order in self._targets for hold in holds(order)]
        self.act_on(every, deed, name=lambda held: held[0])

    # Looking closer ---------------------------------------------------------------------------------------------------

    @on(WindowList.Chosen, "#worklist")
    def action_look_up(self) -> None:
        """Enter and F4: the order."""
        if self.list.highlighted is not None:
            self.desk_app.go("order_card", self.list.highlighted)

    def action_why(self) -> None:
        """F11: every hold with its figures, and who may release it."""
        if self.highlighted is None:
            return

        def explain(card: HoldCard) -> None:
            self.desk_app.go("explain", f"WHY   order {card.order} is held", why_lines(card, self.show))

        self.held(partial(self.desk.ask, hold_card, self.highlighted.order), then=explain)

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
