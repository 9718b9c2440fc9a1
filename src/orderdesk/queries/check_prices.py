"""Invariants of prices: free goods cost nothing and are not free twice, price lists are not based on themselves."""

from __future__ import annotations

from sqlalchemy import func, literal, or_, select

from orderdesk.models import Order, OrderLine, PriceList, PriceRule
from orderdesk.queries.invariant import Invariant
from orderdesk.store.transaction import table

_ORDER, _LINE, _RULE, _LIST = table(Order), table(OrderLine), table(PriceRule), table(PriceList)

_GIFTS = select(_ORDER.c.number, _LINE.c.position).select_from(_LINE).join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
_COSTS = or_(*(_LINE.c[name] != 0 for name in ("price", "net", "tax", "discount")))
_CHARGED = _GIFTS.where(_LINE.c.free_rule_id.is_not(None), _COSTS)
_NO_GIFT = _GIFTS.join(_RULE, _RULE.c.id == _LINE.c.free_rule_id).where(_RULE.c.free_qty <= 0)
_TWICE = (
    select(_ORDER.c.number, _RULE.c.name, func.count().label("lines"))
    .select_from(_LINE)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_RULE, _RULE.c.id == _LINE.c.free_rule_id)
    .group_by(_ORDER.c.number, _RULE.c.name, _RULE.c.id, _LINE.c.product_id)
    .having(func.count() > 1)
)
_UP = select(_LIST.c.id, _LIST.c.code, _LIST.c.base_id, literal(0).label("steps")).cte("up", recursive=True)
_UP = _UP.union_all(
    select(_UP.c.id, _UP.c.code, _LIST.c.base_id, _UP.c.steps + 1)
    .join(_LIST, _LIST.c.id == _UP.c.base_id)
    .where(_UP.c.base_id != _UP.c.id, _UP.c.steps < 100)
)
_CIRCLE = select(_UP.c.code).where(_UP.c.base_id == _UP.c.id).distinct().order_by(_UP.c.code)

PRICES: tuple[Invariant, ...] = (
    Invariant(_CHARGED, lambda row: f"order {row.number}, line {row.position}: free goods that cost something"),
    Invariant(_NO_GIFT, lambda row: f"order {row.number}, line {row.position}: free goods by a rule that gives none"),
    Invariant(_TWICE, lambda row: f"order {row.number}: {row.lines} lines of free goods {row.name!r} for one product"),
    Invariant(_CIRCLE, lambda row: f"price list {row.code} is based on itself, through the lists that it is based on"),
)
