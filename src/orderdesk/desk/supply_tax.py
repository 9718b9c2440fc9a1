"""What goods are taxed at when they are billed: the rate of the day of supply, which is the day they left.

A line is priced with the rate of its order's day. When the law changes before the goods leave, the invoice has the new
rate; the price stays as it was agreed (the net one, or the gross one where prices include tax). Goods of one line that
left partly before and partly after are billed as two rows. A service is supplied on the day on
which it is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import ServiceDone, Shipment, ShipmentLine
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.taxes import Calendar, LineTax, tax_calendar
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Quantity

_SHIPMENT = table(Shipment)
_GONE = table(ShipmentLine)
_LEFT = (
    select(_GONE.c.order_line_id, _SHIPMENT.c.day, _GONE.c.quantity)
    .join(_SHIPMENT, _SHIPMENT.c.id == _GONE.c.shipment_id)
    .where(_GONE.c.order_line_id.in_(bindparam("lines", expanding=True)))
    .order_by(_SHIPMENT.c.day, _SHIPMENT.c.id)
)
_SERVICE = table(ServiceDone)
_DONE = (
    select(_SERVICE.c.order_line_id, _SERVICE.c.day, _SERVICE.c.quantity)
    .where(_SERVICE.c.order_line_id.in_(bindparam("lines", expanding=True)), _SERVICE.c.undone_at.is_(None))
    .order_by(_SERVICE.c.day, _SERVICE.c.id)
)


def at_supply(
    tx: Transaction, order: Row[Any], lines: Sequence[tuple[Row[Any], Quantity, Quantity]], day: date
) -> list[tuple[Row[Any], Quantity, LineTax]]:
    """What is billed, parted by the tax that its day of supply asks for, in the order of the lines.

    Args:
        lines: rows of `facts.LINES`, how much of each was billed before, and how much is billed now (stock units).
        day: the invoice's.
    """
    calendar = tax_calendar(tx)
    exchange = exchange_of(tx, order.currency, order.rate)
    moved = {line.id for line, _, _ in lines if _changed(calendar, order, line, day)}
    left: dict[int, list[tuple[date, Quantity]]] = {}
    if moved:
        for row in (*tx.all(_LEFT, lines=sorted(moved)), *tx.all(_DONE, lines=sorted(moved))):
            left.setdefault(row.order_line_id, []).append((row.day, row.quantity))
    parted = []
    for line, before, now in lines:
        own = LineTax(line.tax_rate, line.tax_parts)
        if line.id not in moved:
            parted.append((line, now, own))
            continue
        rows: dict[LineTax, Quantity] = {}
        for supplied, quantity in _days(left.get(line.id, ()), before, now, day):
            tax = calendar.on(supplied).get(line.tax_class, own).on(exchange)
            rows[tax] = rows.get(tax, 0) + quantity
        parted += [(line, quantity, tax) for tax, quantity in rows.items()]
    return parted


def _changed(calendar: Calendar, order: Row[Any], line: Row[Any], day: date) -> bool:
    """Whether its class has another rate by now. A line that was not taxed as its class says (exempt) stays so."""
    own = calendar.on(order.order_date).get(line.tax_class)
    if own is None or own.rate != line.tax_rate or bool(own.kept) is not bool(line.tax_parts):
        return False
    return calendar.changes(line.tax_class, order.order_date, day)


def _days(
    left: Sequence[tuple[date, Quantity]], before: Quantity, now: Quantity, day: date
) -> Iterator[tuple[date, Quantity]]:
    """On which days what is billed now was supplied; what was billed before left first."""
    for supplied, quantity in left:
        skipped = min(before, quantity)
        before -= skipped
        part = min(now, quantity - skipped)
        if part:
            now -= part
            yield supplied, part
    if now:
        yield day, now
