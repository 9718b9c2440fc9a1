"""A line while it is typed: what it may mean, what it would be, and what the order would be with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.errors import NotFound, Refused
from orderdesk.models import Customer, Order, Warehouse
from orderdesk.queries import live, look_up
from orderdesk.queries.live import Credit, LinePreview
from orderdesk.queries.look_up import Meant, ProductFound
from orderdesk.queries.one_more import OneMore, one_more
from orderdesk.quick_entry import NewLine
from orderdesk.store.transaction import Reading, table
from orderdesk.values import MAX_QUANTITY

_ORDER = table(Order)
_PLACE = (
    select(table(Warehouse).c.code.label("warehouse"), table(Customer).c.code.label("customer"))
    .join(_ORDER, _ORDER.c.warehouse_id == table(Warehouse).c.id)
    .join(table(Customer), table(Customer).c.id == _ORDER.c.customer_id)
    .where(_ORDER.c.number == bindparam("a_number"))
)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What was typed so far, looked up.

    Attributes:
        preview: where one product is meant for certain.
        order: what the order comes to with this line, where there is a preview.
        trouble: why the line would be refused, in a sentence; empty when it would not.
    """

    meant: Meant
    preview: LinePreview | None = None
    order: OneMore | None = None
    trouble: str = ""

    @property
    def understood(self) -> NewLine:
        """The reading that applies, for the echo."""
        return self.meant.entry

    @property
    def others(self) -> tuple[NewLine, ...]:
        """The other readings whose code exists as well: an ambiguity worth showing."""
        return self.meant.others

    @property
    def credit(self) -> Credit | None:
        """The customer's, with the whole order and this line in it."""
        return None if self.order is None else self.order.credit

    @property
    def crosses(self) -> bool:
        """Whether this line is the one that carries the customer over its limit."""
        return self.order is not None and self.order.crosses

    @property
    def margin(self) -> int | None:
        """Of the whole order with this line; None without the right to see it."""
        return None if self.order is None else self.order.margin


def typed_line(reading: Reading, order: int, entries: Sequence[NewLine], limit: int) -> TypedLine:
    """Look up what may be meant by a line of this order, and what it would be.

    Args:
        entries: the readings of what was typed, the likeliest first; at least one.

    Raises:
        NotFound: no such order.
    """
    meant = meant_for(reading, order, entries, limit)
    if meant.product is None:
        return TypedLine(meant)
    entry, unit = meant.entry, meant.entry.unit or meant.product.unit
    preview = live.line(reading, order, meant.product.sku, entry.quantity, unit, entry.price, entry.discount)
    if not preview.sold_so:
        return TypedLine(meant, trouble=f"{preview.sku} is not sold by the {unit[:20]}")
    if preview.trouble:
        return TypedLine(meant, trouble=preview.trouble)
    if not 0 < preview.quantity <= MAX_QUANTITY:
        return TypedLine(meant, trouble="the quantity is larger than can be kept")
    try:
        return TypedLine(meant, preview, one_more(reading, order, preview))
    except Refused as refused:
        return TypedLine(meant, trouble=str(refused))


def meant_for(reading: Reading, order: int, entries: Sequence[NewLine], limit: int) -> Meant:
    """What is meant by a line of this order, in its warehouse and with its customer's own codes too.

    Args:
        entries: the readings of what was typed, the likeliest first; at least one.

    Raises:
        NotFound: no such order.
    """
    place = _place(reading, order)
    return look_up.meant(reading, entries, limit, warehouse=place.warehouse, customer=place.customer)


def products_for(reading: Reading, order: int, text: str, limit: int) -> tuple[ProductFound, ...]:
    """The products that may be meant, with what the order's warehouse has of them."""
    place = _place(reading, order)
    return look_up.products(reading, text, limit, warehouse=place.warehouse, customer=place.customer)


def _place(reading: Reading, order: int) -> Row[Any]:
    place = reading.first(_PLACE, a_number=order)
    if place is None:
        raise NotFound(f"there is no order {order}")
    return place
