"""What is billed ahead on orders: their down payments, less what was credited of them and what is set off."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, func, select, union_all

from orderdesk.models import Invoice, InvoiceLine, InvoiceTax
from orderdesk.rules.set_off import Ahead, RateShare
from orderdesk.store.transaction import Reading, table

_INVOICE, _LINE, _TAX = table(Invoice), table(InvoiceLine), table(InvoiceTax)
_DOWN = _INVOICE.alias("down")
_OF = _DOWN.c.order_id.in_(bindparam("orders", expanding=True)) & (_DOWN.c.kind == "down")
_SUMS = (_DOWN.c.id.label("down_id"), _DOWN.c.order_id, _LINE.c.tax_rate, _LINE.c.net, _LINE.c.tax)
_rows = union_all(
    select(*_SUMS).join(_LINE, _LINE.c.invoice_id == _DOWN.c.id).where(_OF),
    select(*_SUMS)
    .join(_INVOICE, _INVOICE.c.credits_id == _DOWN.c.id)
    .join(_LINE, _LINE.c.invoice_id == _INVOICE.c.id)
    .where(_OF),
    select(*_SUMS).join(_LINE, _LINE.c.down_id == _DOWN.c.id).where(_OF),
).subquery()
_AHEAD = (
    select(
        _rows.c.down_id,
        _rows.c.order_id,
        _rows.c.tax_rate,
        func.sum(_rows.c.net).label("net"),
        func.sum(_rows.c.tax).label("tax"),
    )
    .group_by(_rows.c.down_id, _rows.c.order_id, _rows.c.tax_rate)
    .order_by(_rows.c.down_id, _rows.c.tax_rate)
)


def ahead_of(reading: Reading, orders: Collection[int]) -> dict[int, list[Ahead]]:
    """By the orders' ids what their down payments have left to set off, the oldest first."""
    found: dict[int, list[Ahead]] = {}
    if orders:
        for row in reading.all(_AHEAD, orders=list(orders)):
            found.setdefault(row.order_id, []).append(Ahead(row.down_id, row.tax_rate, int(row.net), int(row.tax)))
    return found


_DOWN_TAX = (
    select(_TAX.c.rate, func.sum(_TAX.c.net).label("net"), func.sum(_TAX.c.tax).label("tax"))
    .join(_INVOICE, _INVOICE.c.id == _TAX.c.invoice_id)
    .where(_INVOICE.c.order_id == bindparam("a_order"), _INVOICE.c.kind == "down", _INVOICE.c.cancelled.is_(False))
    .group_by(_TAX.c.rate)
)


def down_payments_of(reading: Reading, order_id: int) -> dict[int, RateShare]:
    """What the down payments of an order have asked for by rate, set off or not; cancelled ones not counted."""
    rows = reading.all(_DOWN_TAX, a_order=order_id)
    return {row.rate: RateShare(row.rate, int(row.net), int(row.tax)) for row in rows}
