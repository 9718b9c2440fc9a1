"""Orders that were placed in a past time, as the hold rules look at them, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import Address, Customer, Hold, Order
from orderdesk.queries import facts
from orderdesk.queries.attribute_values import Values, values_of
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.ruled import roles_of, ruled_order
from orderdesk.rules.hold_rules import HoldRule, Measure, needs
from orderdesk.rules.price import PriceReceipt
from orderdesk.rules.simulation import Outcome, PastOrder
from orderdesk.store.transaction import Reading, table

MOST = 5_000  # orders, the newest ones, that are looked at

_ORDER, _HOLD, _CUSTOMER, _ADDRESS = table(Order), table(Hold), table(Customer), table(Address)
_PLACED = (
    select(_ORDER)
    .where(_ORDER.c.submitted_at.is_not(None), _ORDER.c.order_date.between(bindparam("a_first"), bindparam("a_last")))
    .order_by(_ORDER.c.id.desc())
    .limit(bindparam("a_limit"))
)
_HOLDS = select(_HOLD.c.order_id, _HOLD.c.state, _HOLD.c.raised_at, _HOLD.c.decided_at).where(
    _HOLD.c.order_id.in_(bindparam("orders", expanding=True))
)
_CUSTOMERS = select(_CUSTOMER).where(_CUSTOMER.c.id.in_(bindparam("customers", expanding=True)))
_STREETS = select(_ADDRESS.c.id, _ADDRESS.c.street, _ADDRESS.c.city).where(
    _ADDRESS.c.id.in_(bindparam("addresses", expanding=True))
)


def past_orders(
    reading: Reading, first: date, last: date, rules: Sequence[HoldRule]
) -> tuple[tuple[PastOrder, ...], bool]:
    """The orders placed from the first to the last day, newest first; and whether there were more than `MOST`."""
    wanted = needs(rules)
    orders = reading.all(_PLACED, a_first=first, a_last=last, a_limit=MOST + 1)
    partly, orders = len(orders) > MOST, orders[:MOST]
    if not orders:
        return (), False
    holds: dict[int, list[Row[Any]]] = {}
    for hold in reading.all(_HOLDS, orders=[order.id for order in orders]):
        holds.setdefault(hold.order_id, []).append(hold)
    buyers = {row.id: row for row in reading.all(_CUSTOMERS, customers=sorted({row.customer_id for row in orders}))}
    places = sorted({row.ship_to_id for row in orders if row.ship_to_id})
    streets = {row.id: f"{row.street}, {row.city}" for row in reading.all(_STREETS, addresses=places or [0])}
    by_role = any(rule.role for rule in rules)
    found = []
    for order in orders:
        lines = [line for line in reading.all(facts.LINES, a_order=order.id) if line.ordered > line.cancelled]
        buyer = buyers[order.customer_id]
        pairs = [(line.id, line.product_id) for line in lines]
        ruled = ruled_order(
            reading,
            order,
            buyer,
            lines,
            _receipts(reading, order, buyer, lines) if Measure.AVERAGE_DISCOUNT in wanted else {},
            values_of(reading, order.id, buyer.id, pairs) if Measure.ATTRIBUTE in wanted else Values(),
            wanted,
            exchange_of(reading, order.currency, order.rate),
            ship_to=streets.get(order.ship_to_id, ""),
            roles=roles_of(reading, order.entered_by) if by_role else frozenset(),
        )
        outcome, minutes = _outcome(order, holds.get(order.id, ()))
        found.append(PastOrder(order.number, buyer.name, ruled, outcome, minutes))
    return tuple(found), partly


def _receipts(reading: Reading, order: Row[Any], buyer: Row[Any], lines: Sequence[Row[Any]]) -> dict[int, PriceReceipt]:
    """What each line costs by the price rules of its order's day."""
    if not lines:
        return {}
    offered = facts.line_offers(reading, buyer, lines, order)
    together = facts.together_of(lines) if offered.order_wide else None
    receipts = {line.id: facts.line_receipt(offered, line, order.order_date, together) for line in lines}
    return {key: one for key, one in receipts.items() if one is not None}


def _outcome(order: Row[Any], holds: Sequence[Row[Any]]) -> tuple[Outcome, int | None]:
    decided = [hold for hold in holds if hold.state in ("released", "rejected") and hold.decided_at is not None]
    minutes = max((minutes_between(hold.raised_at, hold.decided_at) for hold in decided), default=None)
    if any(hold.state == "rejected" for hold in holds):
        return Outcome.REJECTED, minutes
    if order.state == "cancelled":
        return Outcome.CANCELLED, minutes
    if any(hold.state == "open" for hold in holds):
        return Outcome.WAITING, minutes
    return (Outcome.RELEASED, minutes) if decided else (Outcome.WENT_THROUGH, None)


def minutes_between(earlier: Any, later: Any) -> int:
    """Whole minutes."""
    return max(0, int((later - earlier).total_seconds()) // 60)
