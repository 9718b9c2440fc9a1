"""From where an order's goods come, its place in the queues, and what another place would do to the others."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from orderdesk.desk import ranking, sourcing
from orderdesk.errors import BadValue
from orderdesk.queries.order_goods import OrderGoods
from orderdesk.queries.ranking import Ranking
from orderdesk.screens import order_goods_paint as paint
from orderdesk.screens.base import DeskScreen
from orderdesk.values import parse_quantity
from orderdesk.widgets.ask_bar import AskBar, Question
from orderdesk.widgets.commands import Command
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.rule import Rule
from orderdesk.widgets.standard_keys import Cancel, Refresh, Why
from orderdesk.widgets.window_list import WindowList


class ReRank(Command):
    """Try another priority: whom it overtakes is shown before a reason makes it so."""

    key, label, rank = "r", "Re-rank", 25


class Source(Command):
    """Say which warehouses serve the order: own, fullest, nearest or single."""

    key, label, rank = "w", "Warehouses", 26


class UseSafety(Command):
    """Let the order take safety stock."""

    key, label, rank = "s", "Use safety", 27


class OrderGoodsScreen(DeskScreen):
    """One order's goods."""

    commands = (ReRank, Source, UseSafety, Why, Refresh, Cancel)
    heading = "GOODS OF ORDER"
    help_text = """
Above, where each line's goods are reserved and what is made or bought for
  it. Below, who waits for the same goods, in the order of the queue.
R tries another priority. What it would change is shown while the reason is
  asked for; Enter with a reason does it, F12 leaves all as it is.
"""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.head = Lines(height=2)
        self.lines = WindowList(paint.LINES, empty="No lines.", id="goods")
        self.queue = WindowList(paint.QUEUE, empty="It waits for nothing.", id="queue")
        self.said = Lines()
        reason = Question("reason", "Reason", needed=True, limit=300)
        self.bars = {
            "rank": AskBar(Question("priority", "New priority (1 is first)", width=4, needed=True), id="rank"),
            "rank-why": AskBar(reason, id="rank-why"),
            "source": AskBar(
                Question("rule", "own, fullest, nearest or single", width=9, needed=True), reason, id="source"
            ),
            "safety": AskBar(reason, id="safety"),
        }
        self._goods: OrderGoods | None = None
        self._tried: int | None = None

    def body(self) -> ComposeResult:
        """Head, lines, what would change, the queue."""
        yield self.head
        yield self.lines
        yield Rule()
        yield self.said
        yield self.queue
        yield Rule()
        yield from self.bars.values()

    def on_mount(self) -> None:
        """The first look; keys typed ahead wait for it."""
        self.held(partial(self.desk.ask, paint.look, self.number), then=self._seen)

    def on_screen_resume(self) -> None:
        """Somebody comes back."""
        if self._goods is not None:
            self.action_refresh()

    def changed(self) -> None:
        """Somebody has done something; it may be in one of these queues."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """F5."""
        if self.is_current:
            self.ask(paint.look, self.number, self._tried, then=self._seen)

    def _seen(self, seen: paint.Seen) -> None:
        self._goods, show, self._tried = seen.goods, seen.show, seen.tried
        goods = seen.goods
        self.show_title(f" {self.heading} {goods.number}   {goods.customer} {goods.name}")
        self.head.show(*paint.head(goods, show))
        self.lines.set_rows([paint.line_row(line, show) for line in goods.lines])
        self.said.show(paint.what_changes(goods.ranking, tried=self._tried is not None))
        self.queue.set_rows(list(paint.queue_rows(goods.ranking, show, tried=self._tried is not None)))

    # Acting -----------------------------------------------------------------------------------------------------------

    def action_re_rank(self) -> None:
        """R."""
        if self._goods is not None:
            self.bars["rank"].open(f"Priority {self._goods.priority} now.")

    @on(AskBar.Answered, "#rank")
    def _try(self, event: AskBar.Answered) -> None:
        try:
            wanted = _whole(event.answers["priority"])
        except BadValue as error:
            event.bar.focus_on("priority")
            self.refuse(str(error))
            return
        event.bar.close()

        def then(seen: paint.Seen) -> None:
            self._seen(seen)
            self.bars["rank-why"].open(f"Priority {wanted}, as shown:")

        self.held(partial(self.desk.ask, paint.look, self.number, wanted), then=then)

    @on(AskBar.Answered, "#rank-why")
    def _rank(self, event: AskBar.Answered) -> None:
        wanted, reason = self._tried, event.answers["reason"]
        event.bar.close()
        self._tried = None
        if wanted is not None:
            self._act(ranking.rank, self.number, wanted, reason, say=_ranked)

    @on(AskBar.Closed, "#rank-why")
    def _as_it_is(self) -> None:
        self._tried = None
        self.action_refresh()

    def action_source(self) -> None:
        """W."""
        if self._goods is not None:
            self.bars["source"].open("", rule=self._goods.sourcing)

    @on(AskBar.Answered, "#source")
    def _source(self, event: AskBar.Answered) -> None:
        rule, reason = event.answers["rule"].lower(), event.answers["reason"]
        event.bar.close()
        said = f"the order is served by {rule} now"
        self._act(sourcing.source, self.number, rule, reason, say=lambda before: f"{said}; it was {before}")

    def action_use_safety(self) -> None:
        """S."""
        self.bars["safety"].open("Use safety stock")

    @on(AskBar.Answered, "#safety")
    def _safety(self, event: AskBar.Answered) -> None:
        event.bar.close()
        said = "it may use safety stock"
        self._act(sourcing.use_safety, self.number, event.answers["reason"], say=lambda _: said)

    @on(AskBar.Missing)
    def _missing(self, event: AskBar.Missing) -> None:
        self.refuse(f"{event.question.label}: nothing was entered")

    def _act(self, verb: Any, *args: Any, say: Any) -> None:
        def done(answer: Any) -> None:
            self.status.done(say(answer))
            self.action_refresh()

        self.do(verb, *args, then=done)

    @on(WindowList.Chosen, "#queue")
    def _open(self, event: WindowList.Chosen) -> None:
        number = int(str(event.key).split()[0])
        if number != self.number:
            self.desk_app.go("order_card", number)

    def action_why(self) -> None:
        """F11: the rules, in words."""
        if self._goods is not None:
            self.desk_app.go("explain", f"WHY   goods of order {self.number}", paint.why(self._goods))

    def action_cancel(self) -> None:
        """F12: back."""
        self.action_leave()


def _whole(text: str) -> int:
    quantity = parse_quantity(text, what="priority")
    if quantity % 1_000 or not 1 <= quantity // 1_000 <= 9:
        raise BadValue("a priority is a number from 1 (served first) to 9")
    return quantity // 1_000


def _ranked(done: Ranking) -> str:
    orders = sorted({one.order for one in done.overtaken})
    over = f"; it overtook {', '.join(str(order) for order in orders)}" if orders else ""
    return f"order {done.order} has priority {done.new_priority}{over}"


