"""An order as the hold rules look at it; only what some rule measures is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from orderdesk.models import Order, OrderLine, UserRole
from orderdesk.queries.attribute_values import Values
from orderdesk.rules.exchange import Exchange
from orderdesk.rules.hold_rules import Measure, RuledLine, RuledOrder, usual_quantity
from orderdesk.rules.price import PriceReceipt, for_unit, line_net
from orderdesk.rules.tax_parts import TaxPart, net_within, read
from orderdesk.store.transaction import Reading, one_of, table
from orderdesk.values import Quantity

DAYS = 365  # that a customer's habits are read from

_ORDER, _LINE, _ROLE = table(Order), table(OrderLine), table(UserRole)
_EARLIER = (
    _ORDER.c.customer_id == bindparam("a_customer"),
    _ORDER.c.id != bindparam("a_order"),
    one_of(_ORDER.c.state, "submitted", "confirmed", "closed"),
    or_(
        _ORDER.c.submitted_at.is_(None),
        _ORDER.c.submitted_at <= bindparam("a_moment", type_=_ORDER.c.submitted_at.type),
    ),
)
_ANY = select(_ORDER.c.id).where(*_EARLIER).limit(1)
_SENT_THERE = select(_ORDER.c.id).where(*_EARLIER, _ORDER.c.ship_to_id == bindparam("a_ship_to")).limit(1)
_ORDERED = (
    select(_LINE.c.order_id, _LINE.c.product_id, (_LINE.c.ordered - _LINE.c.cancelled).label("quantity"))
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        *_EARLIER,
        _ORDER.c.order_date >= bindparam("a_since"),
        _LINE.c.product_id.in_(bindparam("products", expanding=True)),
        _LINE.c.ordered > _LINE.c.cancelled,
    )
)
_ROLES = select(_ROLE.c.role).where(_ROLE.c.user_id == bindparam("a_user"))


def roles_of(reading: Reading, user_id: int) -> frozenset[str]:
    """The roles of whoever entered an order."""
    key = f"roles of {user_id}"
    if key not in reading.kept:
        reading.kept[key] = frozenset(row.role for row in reading.all(_ROLES, a_user=user_id))
    found: frozenset[str] = reading.kept[key]
    return found


def ruled_order(
    reading: Reading,
    order: Row[Any],
    customer: Row[Any],
    lines: Sequence[Row[Any]],
    receipts: Mapping[int, PriceReceipt],
    values: Values,
    wanted: Collection[Measure],
    exchange: Exchange,
    *,
    ship_to: str = "",
    roles: frozenset[str] = frozenset(),
) -> RuledOrder:
    """The order with what these measures need to know.

    Args:
        lines: rows of `facts.LINES` that are not voided.
        receipts: what each line costs by the price rules, by its id.
    """
    usual = _habits(reading, order, lines) if Measure.HABIT in wanted else {}
    return RuledOrder(
        customer=customer.code,
        customer_id=customer.id,
        segment_id=customer.segment_id,
        roles=roles,
        day=order.order_date,
        gross=exchange.ours(sum(line.net + line.tax for line in lines)),
        lines=tuple(
            RuledLine(
                position=line.position,
                sku=line.sku,
                product_id=line.product_id,
                category_id=line.category_id,
                quantity=line.ordered - line.cancelled,
                net=exchange.ours(line.net),
                usual_net=_usual_net(order, line, receipts.get(line.id), exchange),
                discount=line.discount,
                cost=line.cost_now,
                habit=usual.get(line.product_id),
                attributes=values.lines.get(line.id, {}),
            )
            for line in lines
        ),
        ship_to=ship_to,
        new_ship_to=Measure.NEW_SHIP_TO in wanted
        and order.ship_to_id is not None
        and _is_new(reading, _SENT_THERE, order, a_ship_to=order.ship_to_id),
        first=Measure.FIRST_ORDER in wanted and _is_new(reading, _ANY, order),
        attributes=values.order,
    )


def _usual_net(order: Row[Any], line: Row[Any], receipt: PriceReceipt | None, exchange: Exchange) -> int | None:
    """What the line would cost by the price rules, net, in the company's currency; what comes free is no discount."""
    if receipt is None or line.free_rule_id is not None or line.parent_id is not None:
        return None
    quantity, decimals = line.ordered - line.cancelled, exchange.document.decimals
    usual = line_net(quantity, for_unit(receipt.price, line.factor), factor=line.factor, decimals=decimals)
    if order.tax_included:
        parts = read(line.tax_parts) or (TaxPart("", line.tax_rate),)
        usual = net_within(parts, usual, quantity, decimals=decimals)
    return exchange.ours(usual)


def _moment(reading: Reading, order: Row[Any]) -> datetime:
    """Up to when another order counts as an earlier one: until this one was placed."""
    placed: datetime | None = order.submitted_at if order.state != "draft" else None
    return placed or reading.now


def _is_new(reading: Reading, earlier: Any, order: Row[Any], **more: Any) -> bool:
    moment = _moment(reading, order)
    return reading.first(earlier, a_customer=order.customer_id, a_order=order.id, a_moment=moment, **more) is None


def _habits(reading: Reading, order: Row[Any], lines: Sequence[Row[Any]]) -> dict[int, Quantity | None]:
    """What the customer usually orders of each product; several lines in one order count as one."""
    bought: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in reading.all(
        _ORDERED,
        a_customer=order.customer_id,
        a_order=order.id,
        a_moment=_moment(reading, order),
        a_since=order.order_date - timedelta(days=DAYS),
        products=sorted({line.product_id for line in lines}) or [0],
    ):
        bought[row.product_id][row.order_id] += row.quantity
    return {product: usual_quantity(list(orders.values())) for product, orders in bought.items()}
