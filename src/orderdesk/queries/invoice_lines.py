"""The lines of a posted document, with the positions that people name them by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import InvoiceLine, Order, OrderLine, Product
from orderdesk.store.transaction import table

_INVOICE_LINE, _LINE, _ORDER = table(InvoiceLine), table(OrderLine), table(Order)
_KIT_LINE, _KIT = _LINE.alias("kit_line"), table(Product).alias("kit")

LINES = (
    select(
        _INVOICE_LINE,
        _LINE.c.position,
        _LINE.c.order_id,
        _LINE.c.ordered,
        _LINE.c.allocated,
        _LINE.c.picked,
        _LINE.c.shipped,
        _LINE.c.invoiced,
        _LINE.c.returned,
        _LINE.c.cancelled,
        _ORDER.c.number.label("order_number"),
        _KIT.c.kit_shows,  # of a component: what documents show of its kit
    )
    .outerjoin(_LINE, _LINE.c.id == _INVOICE_LINE.c.order_line_id)
    .outerjoin(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .outerjoin(_KIT_LINE, _KIT_LINE.c.id == _LINE.c.parent_id)
    .outerjoin(_KIT, _KIT.c.id == _KIT_LINE.c.product_id)
    .where(_INVOICE_LINE.c.invoice_id == bindparam("a_invoice"))
    .order_by(_ORDER.c.number.is_(None), _ORDER.c.number, _LINE.c.position, _INVOICE_LINE.c.id)
)
"""Goods first, by order and position; then what is set off, or the lines of a down payment."""


def positions(lines: Sequence[Row[Any]]) -> list[int]:
    """How each line is named: by its order's position where all are of one order, else counted through as on paper.

    Lines without an order's line (down payments, what is set off) count on behind the others.
    """
    orders = {line.order_id for line in lines if line.order_id is not None}
    if len(orders) > 1:
        return list(range(1, len(lines) + 1))
    last, named = max((line.position or 0 for line in lines), default=0), []
    for line in lines:
        last += line.position is None
        named.append(last if line.position is None else line.position)
    return named
