"""A line while it is typed: what it may mean, and what it would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from orderdesk.models import Order, Warehouse
from orderdesk.queries import live, look_up
from orderdesk.queries.live import LinePreview
from orderdesk.queries.look_up import Meant, ProductFound
from orderdesk.quick_entry import NewLine
from orderdesk.store.transaction import Reading, table

_WAREHOUSE = (
    select(table(Warehouse).c.code)
    .join(table(Order), table(Order).c.warehouse_id == table(Warehouse).c.id)
    .where(table(Order).c.number == bindparam("a_number"))
)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What was typed so far, looked up; `preview` where one product is meant for certain."""

    meant: Meant
    preview: LinePreview | None


def typed_line(reading: Reading, order: int, entries: Sequence[NewLine], limit: int) -> TypedLine:
    """Look up what may be meant by a line of this order. Its goods are those of the order's warehouse.

    Args:
        entries: the readings of what was typed, the likeliest first; at least one.
    """
    meant = look_up.meant(reading, entries, limit, warehouse=reading.scalar(_WAREHOUSE, a_number=order))
    if meant.product is None:
        return TypedLine(meant, None)
    entry, unit = meant.entry, meant.entry.unit or meant.product.unit
    preview = live.line(reading, order, meant.product.sku, entry.quantity, unit, entry.price, entry.discount)
    return TypedLine(meant, preview)


def products_for(reading: Reading, order: int, text: str, limit: int) -> tuple[ProductFound, ...]:
    """The products that may be meant, with what the order's warehouse has of them."""
    return look_up.products(reading, text, limit, warehouse=reading.scalar(_WAREHOUSE, a_number=order))
