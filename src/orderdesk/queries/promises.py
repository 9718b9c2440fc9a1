"""What can be promised of the goods in a warehouse or in all: stock, what is coming, what is promised to others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select

from orderdesk.models import ExpectedReceipt, KeptGoods, Order, OrderLine, Product, Stock
from orderdesk.queries.lot_shelves import shelves
from orderdesk.rules.availability import Demand, Promise, Supply, promise
from orderdesk.rules.lots import Shelf, Tracking, gone_by, not_sellable
from orderdesk.rules.sourcing import Sourcing
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_STOCK = table(Stock)
_EXPECTED = table(ExpectedReceipt)
_ORDER = table(Order)
_LINE = table(OrderLine)
_KEPT = table(KeptGoods)
_PRODUCT = table(Product)

_PRODUCTS: BindParameter[int] = bindparam("products", expanding=True)
_HERE = {
    "stock": _STOCK.c.warehouse_id == bindparam("a_warehouse"),
    "coming": _EXPECTED.c.warehouse_id == bindparam("a_warehouse"),
    # A line that may be served from anywhere may be served from here: a promise never breaks an earlier one.
    "promised": or_(_ORDER.c.warehouse_id == bindparam("a_warehouse"), _ORDER.c.sourcing != Sourcing.OWN),
}
_ALL_ON_HAND = (
    select(
        _STOCK.c.product_id, _STOCK.c.warehouse_id, _STOCK.c.on_hand, _STOCK.c.allocated, _STOCK.c.kept,
        _STOCK.c.safety, _PRODUCT.c.tracking,
    )
    .join(_PRODUCT, _PRODUCT.c.id == _STOCK.c.product_id)
    .where(_STOCK.c.product_id.in_(_PRODUCTS))
)  # fmt: skip
_ON_HAND = _ALL_ON_HAND.where(_HERE["stock"])
_ALL_COMING = (
    select(
        _EXPECTED.c.product_id,
        _EXPECTED.c.warehouse_id,
        _EXPECTED.c.due,
        (_EXPECTED.c.quantity - _EXPECTED.c.received).label("quantity"),
        _EXPECTED.c.source,
    )
    .where(
        _EXPECTED.c.product_id.in_(_PRODUCTS),
        _EXPECTED.c.received < _EXPECTED.c.quantity,
        _EXPECTED.c.kind != "drop",
        # What nobody has ordered yet is counted on by the line it is for, and by nobody else.
        or_(_EXPECTED.c.state == "ordered", _EXPECTED.c.order_line_id.is_not(None)),
    )
    .order_by(_EXPECTED.c.due, _EXPECTED.c.id)
)
_COMING = _ALL_COMING.where(_HERE["coming"])
_ALL_PROMISED = (
    select(
        _LINE.c.product_id,
        _ORDER.c.warehouse_id,
        _ORDER.c.sourcing,
        _LINE.c.promised,
        _ORDER.c.wanted_date,
        (_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated).label("quantity"),
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_LINE.c.waiting, _LINE.c.product_id.in_(_PRODUCTS), _ORDER.c.id != bindparam("a_order"))
)
_PROMISED = _ALL_PROMISED.where(_HERE["promised"])
_KEPT_GOODS = select(
    _KEPT.c.product_id, _KEPT.c.warehouse_id, _KEPT.c.customer_id, _KEPT.c.quantity, _KEPT.c.until
).where(_KEPT.c.product_id.in_(_PRODUCTS), _KEPT.c.ended_at.is_(None), _KEPT.c.until >= bindparam("today"))
_STATEMENTS = {True: (_ON_HAND, _COMING, _PROMISED), False: (_ALL_ON_HAND, _ALL_COMING, _ALL_PROMISED)}


@dataclass(slots=True)
class Availability:
    """One product in one warehouse, or in all. Stock units; `promised` is how much by day, for however many lines.

    Attributes:
        safety: of what is on hand, the part that is offered only to orders that may use it.
        kept: what is kept for other customers, with the last day of it.
        lots: of a product that is kept by lots; `not_sellable` is what of them may not leave today.
    """

    on_hand: Quantity = 0
    allocated: Quantity = 0
    safety: Quantity = 0
    coming: list[Supply] = field(default_factory=list)
    promised: Counter[date] = field(default_factory=Counter)
    kept: list[tuple[date, Quantity]] = field(default_factory=list)
    lots: list[Shelf] = field(default_factory=list)
    not_sellable: Quantity = 0

    @property
    def held_back(self) -> Quantity:
        """What is on hand, reserved by no line, and yet not for this order: safety stock, and what others keep."""
        unreserved = max(0, self.on_hand - self.allocated - self.not_sellable)
        return min(unreserved, self.safety + sum(quantity for _, quantity in self.kept))

    @property
    def free(self) -> Quantity:
        """What nobody has a claim on and may leave."""
        return max(0, self.on_hand - self.allocated - self.not_sellable - self.held_back)

    def promise(self, quantity: Quantity, wanted: date, today: date) -> Promise:
        """What can be promised of a quantity for a day."""
        promised = [Demand(day, much) for day, much in self.promised.items()]
        coming, others = self.coming, sum(much for _, much in self.kept)
        if others:  # free again on the day after
            coming = [*coming, *(Supply(until + timedelta(days=1), much) for until, much in self.kept)]
        good = self.on_hand - self.safety - others
        if self.lots:
            good -= gone_by(self.lots, self.allocated, today, max(wanted, today))
        return promise(good, self.allocated, coming, promised, quantity, wanted, today)

    def take(self, quantity: Quantity, wanted: date) -> None:
        """Count a line of the same order as promised, so that the lines below it see what is left."""
        self.promised[wanted] += quantity


def availability(
    reading: Reading,
    warehouse_id: int | None,
    product_ids: Iterable[int],
    *,
    without_order: int = 0,
    customer_id: int = 0,
    uses_safety: bool = False,
) -> dict[int, Availability]:
    """The availability of these products in a warehouse or (None) in all of them together.

    Args:
        without_order: what is promised on this order (its id) is left out.
        customer_id: what is kept for this customer counts as there.
        uses_safety: so does safety stock.
    """
    whose = _Whose(without_order, customer_id, uses_safety)
    found: dict[int, Availability] = defaultdict(Availability)
    for (product_id, _), one in _read(reading, warehouse_id, product_ids, whose).items():
        whole = found[product_id]
        whole.on_hand += one.on_hand
        whole.allocated += one.allocated
        whole.safety += one.safety
        whole.coming += one.coming
        whole.promised += one.promised
        whole.kept += one.kept
        whole.lots += one.lots
        whole.not_sellable += one.not_sellable
    for whole in found.values():
        whole.coming.sort(key=lambda supply: supply.on)
    return found


def by_warehouse(
    reading: Reading,
    product_ids: Iterable[int],
    *,
    without_order: int = 0,
    customer_id: int = 0,
    uses_safety: bool = False,
) -> dict[int, dict[int, Availability]]:
    """The availability of these products in every warehouse, by product and warehouse.

    A line that may be served from anywhere counts in each: so no warehouse promises what it may have to give away.
    """
    whose = _Whose(without_order, customer_id, uses_safety)
    found: dict[int, dict[int, Availability]] = defaultdict(dict)
    for (product_id, warehouse_id), one in _read(reading, None, product_ids, whose, in_each=True).items():
        found[product_id][warehouse_id] = one
    return found


@dataclass(frozen=True, slots=True)
class _Whose:
    """Who asks: an order that is left out, a customer whose kept goods count, and whether safety stock does."""

    without_order: int
    customer_id: int
    uses_safety: bool


def _read(
    reading: Reading,
    warehouse_id: int | None,
    product_ids: Iterable[int],
    whose: _Whose,
    *,
    in_each: bool = False,
) -> dict[tuple[int, int], Availability]:
    products = sorted(set(product_ids)) or [0]
    asked: dict[str, Any] = {"products": products}
    if warehouse_id is not None:
        asked["a_warehouse"] = warehouse_id
    stock, coming, promised = _STATEMENTS[warehouse_id is not None]
    found: dict[tuple[int, int], Availability] = defaultdict(Availability)
    keeps = False
    followed: dict[int, list[int]] = defaultdict(list)
    for row in reading.all(stock, **asked):
        one = found[row.product_id, row.warehouse_id]
        one.on_hand, one.allocated = row.on_hand, row.allocated
        one.safety = 0 if whose.uses_safety else row.safety
        keeps = keeps or row.kept > 0
        if row.tracking != Tracking.NONE:
            followed[row.warehouse_id].append(row.product_id)
    for place, kept_by_lots in followed.items():
        for product_id, lots in shelves(reading, place, kept_by_lots).items():
            found[product_id, place].lots = lots
            found[product_id, place].not_sellable = not_sellable(lots, reading.today)
    for row in reading.all(coming, **asked):
        found[row.product_id, row.warehouse_id].coming.append(Supply(row.due, row.quantity, row.source))
    anywhere = []
    for row in reading.all(promised, **asked, a_order=whose.without_order):
        if in_each and row.sourcing != Sourcing.OWN:
            anywhere.append(row)
        else:
            place = row.warehouse_id if warehouse_id is None else warehouse_id
            found[row.product_id, place].promised[row.promised or row.wanted_date] += row.quantity
    for row in anywhere:
        for (product_id, _), one in found.items():
            if product_id == row.product_id:
                one.promised[row.promised or row.wanted_date] += row.quantity
    if keeps:
        for row in reading.all(_KEPT_GOODS, products=products, today=reading.today):
            if row.customer_id != whose.customer_id and warehouse_id in (None, row.warehouse_id):
                found[row.product_id, row.warehouse_id].kept.append((row.until, row.quantity))
    return found
