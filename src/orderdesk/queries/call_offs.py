"""The lines of an order that take from blanket orders, with what each may take: the guard's facts about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import Order, OrderLine
from orderdesk.rules.agreement import CallOff
from orderdesk.store.transaction import Reading, table

_ORDER = table(Order)
_LINE = table(OrderLine)
_SOURCES = (
    select(
        _LINE.c.id, _LINE.c.ordered, _LINE.c.cancelled, _LINE.c.called, _LINE.c.call_least, _LINE.c.call_most,
        _ORDER.c.number, _ORDER.c.state, _ORDER.c.type, _ORDER.c.valid_from, _ORDER.c.valid_until,
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_LINE.c.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


def call_offs(reading: Reading, order: Row[Any], lines: Sequence[Row[Any]]) -> tuple[CallOff, ...]:
    """What each line takes and may take; nothing is read where none takes anything."""
    linked = [line for line in lines if line.source_line_id is not None]
    if not linked:
        return ()
    wanted = sorted({line.source_line_id for line in linked})
    sources = {row.id: row for row in reading.all(_SOURCES, ids=wanted) if row.type == "blanket"}
    left = {key: row.call_most - row.called for key, row in sources.items()}
    for line in linked:
        if line.source_line_id in left:
            left[line.source_line_id] += line.called
    day = max(order.order_date, reading.today) if order.state == "draft" else order.order_date
    found = []
    for line in linked:
        source = sources.get(line.source_line_id)
        if source is None:  # a quotation's: what it says is guarded when it is accepted
            continue
        due = line.ordered - line.cancelled
        found.append(
            CallOff(
                position=line.position,
                sku=line.sku,
                blanket=source.number,
                quantity=due,
                left=max(0, left[source.id]),
                agreed=source.ordered - source.cancelled,
                least=source.call_least,
                taken=line.called >= due,
                in_force=source.state == "agreed",
                first=source.valid_from,
                last=source.valid_until,
                day=day,
            )
        )
        left[source.id] -= due
    return tuple(found)
