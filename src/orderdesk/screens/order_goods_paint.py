"""How an order's goods and its place in the queues are written. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orderdesk.queries.order_goods import GoodsLine, OrderGoods, order_goods
from orderdesk.queries.ranking import Jump, Ranking
from orderdesk.queries.settings import settings
from orderdesk.rules.wording import counted
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.window_list import Row

LINES = (
    Column("#", 2, align="right"),
    Column("SKU", 9),
    Column("Reserved in", 16, share=2),
    Column("Waits for", 9, align="right"),
    Column("Promised", 10, rank=1),
    Column("Made or bought for it", 24, share=2),
)
QUEUE = (
    Column("SKU", 9),
    Column("Place", 9, align="right"),
    Column("Order", 7),
    Column("Customer", 14, share=2),
    Column("Wants", 8, align="right"),
    Column("Goods there", 24, share=1),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the screen shows, on one snapshot; `tried` is the priority that is tried."""

    show: Show
    goods: OrderGoods
    tried: int | None


def look(reading: Reading, number: int, tried: int | None = None) -> Seen:
    """An order's goods, and what a priority would do."""
    company = settings(reading)
    return Seen(Show(company.money, company.locale), order_goods(reading, number, tried), tried)


def head(goods: OrderGoods, show: Show) -> Iterator[Line]:
    """How it is served, and its priority."""
    safety = " · may use safety stock" if goods.uses_safety else ""
    yield f" Leaves from {goods.warehouse}, served {goods.served}{safety}"
    yield f" Priority {goods.priority} of 9 in the queue (1 is served first)"


def line_row(line: GoodsLine, show: Show) -> Row:
    """Where a line's goods are, and what comes for it."""
    reserved = ", ".join(f"{one.warehouse} {show.quantity(one.quantity)}" for one in line.reserved)
    asked = "; ".join(
        f"{show.quantity(one.quantity)} {one.source or one.kind.replace('_', ' ')} "
        + (f"due {show.weekday(one.due)}" if one.state == "ordered" else "asked for")
        for one in line.asked
    )
    waits = show.quantity(line.waits) if line.waits else ""
    return Row(
        line.position, (str(line.position), line.sku, reserved or "-", waits, show.weekday(line.promised), asked)
    )


def what_changes(ranking: Ranking, *, tried: bool) -> Line:
    """The heading of the queue."""
    if not tried:
        return Cell(" Who waits for the same goods, in the order of the queue", Tone.STRONG)
    orders = sorted({one.order for one in ranking.overtaken})
    later = sum(one.later for one in ranking.jumps if not one.mine)
    if not orders:
        return Cell(f" With priority {ranking.new_priority} nobody is overtaken", Tone.STRONG)
    over = f"{counted(len(orders), 'order')} overtaken, {counted(later, 'line')} later"
    return [Cell(f" With priority {ranking.new_priority}: ", Tone.STRONG), state(Tone.WARNING, over)]


def queue_rows(ranking: Ranking, show: Show, *, tried: bool) -> Iterator[Row]:
    """The order's own lines and those whose place or day changes."""
    for number, one in enumerate(ranking.jumps):
        place = str(one.place) if one.place == one.new_place else f"{one.place} → {one.new_place}"
        tone = Tone.STRONG if one.mine else Tone.PLAIN
        yield Row(
            f"{one.order} {number}",
            (one.sku, place, str(one.order), f"{one.customer} {one.name}", show.quantity(one.open), _ready(one, show)),
            tone,
        )


def _ready(one: Jump, show: Show) -> Cell:
    before = show.weekday(one.ready) if one.ready else "not in sight"
    after = show.weekday(one.new_ready) if one.new_ready else "not in sight"
    if before == after:
        return Cell(before, Tone.MUTED if one.ready is None else Tone.PLAIN)
    return state(Tone.WARNING if one.later else Tone.DONE, f"{before} → {after}")


def why(goods: OrderGoods) -> list[str]:
    """The rules behind it, as lines of text."""
    return [
        "THE QUEUE is served by priority, promised day, when the order was submitted, and its line",
        f"   order {goods.number} has priority {goods.priority}; what is reserved stays where it is",
        "",
        f"WAREHOUSES: served {goods.served}",
        "   own: its own warehouse only · fullest: where most is free first",
        "   nearest: the shortest way to the ship-to first · single: one that has all of the line, or it waits",
        "",
        "SAFETY STOCK is offered to an order only when somebody says so, with a reason",
        "GOODS MADE OR BOUGHT for a line go to that line, whoever waits before it",
    ]
