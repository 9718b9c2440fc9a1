"""Why a line costs what it costs, and why it leaves when it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import Customer, Order, OrderLine
from orderdesk.queries import live
from orderdesk.queries.live import LinePreview, LiveDraft, LiveLine
from orderdesk.store.transaction import Reading, table
from orderdesk.values import ONE, Quantity, divide_half_up

_ORDER = table(Order)
_LINE = table(OrderLine)
_CUSTOMER = table(Customer)

_HERE = (
    select(_LINE.c.id, _LINE.c.product_id, _LINE.c.waiting, _LINE.c.allocated, _ORDER.c.id.label("order_id"))
    .add_columns(_ORDER.c.warehouse_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_ORDER.c.number == bindparam("a_number"), _LINE.c.position == bindparam("a_position"))
)
_QUEUE = (
    select(
        _LINE.c.id,
        _ORDER.c.number,
        _CUSTOMER.c.code,
        (_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated).label("open"),
        _LINE.c.promised,
        _ORDER.c.priority,
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(
        _LINE.c.waiting,
        _LINE.c.product_id == bindparam("a_product"),
        _ORDER.c.warehouse_id == bindparam("a_warehouse"),
    )
    .order_by(_ORDER.c.priority, _LINE.c.promised, _ORDER.c.submitted_at, _LINE.c.id)
)


@dataclass(frozen=True, slots=True)
class InQueue:
    """A line that waits for the same goods; `open` in stock units."""

    order: int
    customer: str
    open: Quantity
    promised: date | None
    priority: int
    is_this: bool


@dataclass(frozen=True, slots=True)
class WhyLine:
    """What explains one line. `queue` is everybody who waits for its product, the first one first."""

    draft: LiveDraft
    line: LiveLine
    preview: LinePreview
    allocated: Quantity
    queue: tuple[InQueue, ...]

    @property
    def price_text(self) -> str:
        """Why it costs what it costs, one line for each thing."""
        if self.line.free:
            return f"free goods by promotion {self.line.price_source!r}: it comes and goes with what is bought"
        rows = ["typed by hand; without that it would be:"] if self.line.by_hand else []
        winner = self.preview.receipt.winner if self.preview.receipt is not None else None
        if self.line.source is not None and (winner is None or winner.line_id is None):
            rows = [f"agreed by {self.line.price_source}, and so it stays; without that it would be:"]
        if self.preview.receipt is None:
            return "\n".join([*rows, "the product has no price"])
        if self.preview.factor != ONE:
            rows.append("each price here is for one stock unit:")
        return "\n".join([*rows, self.preview.receipt.explanation])


def why_line(reading: Reading, order: int, position: int) -> WhyLine:
    """The figures behind a line of an order. Raises NotFound."""
    draft = live.draft(reading, order)
    line = next((one for one in draft.lines if one.position == position), None)
    here = reading.first(_HERE, a_number=order, a_position=position)
    if line is None or here is None:
        raise NotFound(f"order {order} has no line {position}")
    quantity = divide_half_up(line.quantity * ONE, line.factor)
    price = line.price if line.by_hand or line.source is not None else None
    queue = reading.all(_QUEUE, a_product=here.product_id, a_warehouse=here.warehouse_id)
    return WhyLine(
        draft,
        line,
        live.line(
            reading, order, line.sku, quantity, line.unit, price, line.discount, instead_of=position,
            source=line.source,
        ),
        here.allocated,
        tuple(InQueue(row.number, row.code, row.open, row.promised, row.priority, row.id == here.id) for row in queue),
    )
