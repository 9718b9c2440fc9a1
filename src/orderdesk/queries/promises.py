"""What can be promised of the goods in a warehouse: stock, what is coming, what is promised to others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.models import ExpectedReceipt, Order, OrderLine, Stock
from orderdesk.rules.availability import Demand, Promise, Supply, promise
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_STOCK = table(Stock)
_EXPECTED = table(ExpectedReceipt)
_ORDER = table(Order)
_LINE = table(OrderLine)

_ON_HAND = select(_STOCK.c.product_id, _STOCK.c.on_hand, _STOCK.c.allocated).where(
    _STOCK.c.warehouse_id == bindparam("a_warehouse"), _STOCK.c.product_id.in_(bindparam("products", expanding=True))
)
_COMING = (
    select(
        _EXPECTED.c.product_id,
        _EXPECTED.c.due,
        (_EXPECTED.c.quantity - _EXPECTED.c.received).label("quantity"),
        _EXPECTED.c.source,
    )
    .where(
        _EXPECTED.c.warehouse_id == bindparam("a_warehouse"),
        _EXPECTED.c.product_id.in_(bindparam("products", expanding=True)),
        _EXPECTED.c.received < _EXPECTED.c.quantity,
    )
    .order_by(_EXPECTED.c.due, _EXPECTED.c.id)
)
_PROMISED = (
    select(
        _LINE.c.product_id,
        _LINE.c.promised,
        _ORDER.c.wanted_date,
        (_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated).label("quantity"),
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _LINE.c.waiting,
        _ORDER.c.warehouse_id == bindparam("a_warehouse"),
        _LINE.c.product_id.in_(bindparam("products", expanding=True)),
        _ORDER.c.id != bindparam("a_order"),
    )
)


@dataclass(slots=True)
class Availability:
    """One product in one warehouse. Stock units; `promised` is how much by day, however many lines it is for."""

    on_hand: Quantity = 0
    allocated: Quantity = 0
    coming: list[Supply] = field(default_factory=list)
    promised: Counter[date] = field(default_factory=Counter)

    @property
    def free(self) -> Quantity:
        """What nobody has a claim on."""
        return max(0, self.on_hand - self.allocated)

    def promise(self, quantity: Quantity, wanted: date, today: date) -> Promise:
        """What can be promised of a quantity for a day."""
        promised = [Demand(day, much) for day, much in self.promised.items()]
        return promise(self.on_hand, self.allocated, self.coming, promised, quantity, wanted, today)

    def take(self, quantity: Quantity, wanted: date) -> None:
        """Count a line of the same order as promised, so that the lines below it see what is left."""
        self.promised[wanted] += quantity


def availability(
    reading: Reading, warehouse_id: int, product_ids: Iterable[int], *, without_order: int = 0
) -> dict[int, Availability]:
    """The availability of these products; `without_order` leaves what is promised on one order (its id) out."""
    products = sorted(set(product_ids)) or [0]
    found: dict[int, Availability] = defaultdict(Availability)
    for row in reading.all(_ON_HAND, a_warehouse=warehouse_id, products=products):
        found[row.product_id].on_hand = row.on_hand
        found[row.product_id].allocated = row.allocated
    for row in reading.all(_COMING, a_warehouse=warehouse_id, products=products):
        found[row.product_id].coming.append(Supply(row.due, row.quantity, row.source))
    for row in reading.all(_PROMISED, a_warehouse=warehouse_id, products=products, a_order=without_order):
        found[row.product_id].promised[row.promised or row.wanted_date] += row.quantity
    return found
