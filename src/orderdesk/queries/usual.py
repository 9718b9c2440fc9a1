"""What a customer is likely to order: its last order, what it usually orders, and the templates it may order from.

For lines that a clerk accepts one by one; so nothing is offered that is on the draft already or is no longer sold. Read
with a handful of statements from the newest orders of the customer, however many there are behind them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import Customer, Order, OrderLine, Product, ProductUnit
from orderdesk.queries.templates import TemplateFound, templates_for
from orderdesk.quick_entry import NewLine
from orderdesk.rules.usual import Bought, Habit, habits, still_sold_in, usual_basket
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import ONE, Quantity

ORDERS = 12  # the newest ones that are looked at
DAYS = 365  # and none that is older, but for the last
PLACED = ("submitted", "confirmed", "closed")

_ORDER = table(Order)
_LINE = table(OrderLine)
_PRODUCT = table(Product)
_UNIT = table(ProductUnit)
_CUSTOMER = table(Customer)

_DRAFT = (
    select(_ORDER.c.id, _ORDER.c.customer_id, _CUSTOMER.c.code)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(_ORDER.c.number == bindparam("a_number"))
)
_BY_CODE = select(_CUSTOMER.c.id, _CUSTOMER.c.code).where(_CUSTOMER.c.code == bindparam("a_code"))
_ON_DRAFT = select(_LINE.c.product_id).where(
    _LINE.c.order_id == bindparam("a_order"), _LINE.c.ordered > _LINE.c.cancelled
)
_NEWEST = (
    select(_ORDER.c.id, _ORDER.c.number, _ORDER.c.order_date)
    .where(
        _ORDER.c.customer_id == bindparam("a_customer"),
        _ORDER.c.id != bindparam("a_order"),
        _ORDER.c.state.in_(PLACED),
    )
    .order_by(_ORDER.c.id.desc())
    .limit(ORDERS)
)
_LINES = (
    select(
        _LINE.c.order_id, _LINE.c.product_id, _LINE.c.unit, _LINE.c.factor, _LINE.c.note,
        (_LINE.c.ordered - _LINE.c.cancelled).label("quantity"), _PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.active,
        _PRODUCT.c.unit.label("stock_unit"), _UNIT.c.factor.label("factor_now"),
    )
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .outerjoin(_UNIT, and_(_UNIT.c.product_id == _LINE.c.product_id, _UNIT.c.unit == _LINE.c.unit))
    .where(
        _LINE.c.order_id.in_(bindparam("orders", expanding=True)),
        _LINE.c.ordered > _LINE.c.cancelled,
        _LINE.c.free_rule_id.is_(None),
        _LINE.c.parent_id.is_(None),  # a kit brings its components with it
    )
    .order_by(_LINE.c.order_id.desc(), _LINE.c.position)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ghost:
    """A line that the customer may want, in a unit that it can be ordered in today.

    Attributes:
        quantity: in stock units, as are all; `factor` of them make one `unit`.
        orders: how many of the orders looked at had the product.
        last_on: when it was last ordered, and `last_quantity` how much then.
        note: of the line, where it is one of the last order.
    """

    sku: str
    name: str
    unit: str
    factor: Quantity
    quantity: Quantity
    orders: int
    last_on: date
    last_quantity: Quantity
    note: str = ""

    @property
    def in_unit(self) -> Quantity:
        """The quantity in `unit`."""
        return self.quantity * ONE // self.factor

    @property
    def entry(self) -> NewLine:
        """The line as it would be typed; a stock unit with a blank needs not be said, and could not."""
        return NewLine(self.sku, self.in_unit, "" if " " in self.unit else self.unit, note=self.note)


@dataclass(frozen=True, slots=True)
class Usual:
    """What a customer may want to order now.

    Attributes:
        last: the lines of its newest placed order that the draft lacks, in their order.
        basket: what it usually orders and the draft lacks, the most frequent first.
        templates: its own first, then those for everybody.
        gone: SKUs of the last order that are no longer sold.
    """

    customer: str
    last_order: int | None
    last_on: date | None
    last: tuple[Ghost, ...]
    basket: tuple[Ghost, ...]
    templates: tuple[TemplateFound, ...]
    gone: tuple[str, ...] = ()


def usual(reading: Reading, order: int, limit: int = 50) -> Usual:
    """What the customer of a draft is likely to order besides what is on it.

    Args:
        limit: the most lines of `last`, and of `basket`.

    Raises:
        NotFound: no such order.
    """
    draft = reading.first(_DRAFT, a_number=order) if abs(order) < 2**63 else None
    if draft is None:
        raise NotFound(f"there is no order {order}")
    there = {row.product_id for row in reading.all(_ON_DRAFT, a_order=draft.id)}
    return _usual(reading, draft.customer_id, draft.code, limit, without=draft.id, there=there)


def usual_of(reading: Reading, customer: str, limit: int = 50) -> Usual:
    """What a customer is likely to order. Raises NotFound."""
    key = customer.strip().upper()
    row = reading.first(_BY_CODE, a_code=key) if key.isprintable() else None
    if row is None:
        raise NotFound(f"there is no customer {visible(key)[:40]}")
    return _usual(reading, row.id, row.code, limit, without=0, there=frozenset())


def _usual(reading: Reading, customer_id: int, code: str, limit: int, *, without: int, there: Collection[int]) -> Usual:
    offered = templates_for(reading, customer_id)
    newest = reading.all(_NEWEST, a_customer=customer_id, a_order=without)
    if not newest:
        return Usual(code, None, None, (), (), offered)
    last = newest[0]
    days = {row.id: row.order_date for row in newest}
    since = reading.today - timedelta(days=DAYS)
    recent = {row.id for row in newest if row.order_date >= since}
    rows = reading.all(_LINES, orders=[row.id for row in newest if row.id in recent or row is last])
    every = {habit.product: habit for habit in habits(_bought(rows, days))}
    looked_at = habits(_bought([row for row in rows if row.order_id in recent], days))
    sold = {(row.product_id, row.unit, row.factor): row for row in reversed(rows) if row.active}
    wanted = [row for row in rows if row.order_id == last.id and row.product_id not in there]
    basket = [
        _ghost(sold[habit.product, habit.unit, habit.factor], habit, habit.quantity)
        for habit in usual_basket(looked_at, len(recent))
        if habit.product not in there and (habit.product, habit.unit, habit.factor) in sold
    ]
    return Usual(
        customer=code,
        last_order=last.number,
        last_on=last.order_date,
        last=tuple(_ghost(row, every[row.product_id], row.quantity, row.note) for row in wanted if row.active)[:limit],
        basket=tuple(basket[:limit]),
        templates=offered,
        gone=tuple(dict.fromkeys(row.sku for row in wanted if not row.active)),
    )


def _bought(rows: Sequence[Row[Any]], days: dict[int, date]) -> Iterable[Bought]:
    for row in rows:
        yield Bought(row.order_id, days[row.order_id], row.product_id, row.unit, row.factor, row.quantity)


def _ghost(row: Row[Any], habit: Habit, quantity: Quantity, note: str = "") -> Ghost:
    unit, factor = still_sold_in(quantity, row.unit, row.factor, row.stock_unit, row.factor_now)
    return Ghost(row.sku, row.name, unit, factor, quantity, habit.orders, habit.last_on, habit.last_quantity, note)
