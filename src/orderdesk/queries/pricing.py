"""The price offers that could apply to a customer's lines, and what was paid before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from orderdesk.models import Order, OrderLine, PriceList, PriceRule, Segment
from orderdesk.queries.price_bases import Bases, bases
from orderdesk.rules.price import PriceLevel, PriceOffer, PriceReceipt, PriceRequest, Scope, choose_price
from orderdesk.store.transaction import Reading, table
from orderdesk.values import ONE, Percent, Quantity, UnitPrice, divide_half_up

_RULE = table(PriceRule)
_LIST = table(PriceList)
_SEGMENT = table(Segment)
_ORDER = table(Order)
_LINE = table(OrderLine)

_SEGMENT_LIST = select(_SEGMENT.c.price_list_id).where(_SEGMENT.c.id == bindparam("a_segment"))
_RULES = (
    select(_RULE, _LIST.c.currency.label("list_currency"), _LIST.c.tax_included.label("list_included"))
    .outerjoin(_LIST, _LIST.c.id == _RULE.c.price_list_id)
    .where(
        or_(
            _RULE.c.customer_id == bindparam("a_customer"),
            _RULE.c.price_list_id.in_(bindparam("lists", expanding=True)),
            _RULE.c.level == "promotion",
        ),
        or_(
            _RULE.c.product_id.in_(bindparam("products", expanding=True)),
            _RULE.c.category_id.in_(bindparam("categories", expanding=True)),
            (_RULE.c.product_id.is_(None) & _RULE.c.category_id.is_(None)),
        ),
    )
)
_LAST = (
    select(_LINE.c.price, _LINE.c.discount, _LINE.c.factor)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _ORDER.c.customer_id == bindparam("a_customer"),
        _LINE.c.product_id == bindparam("a_product"),
        _ORDER.c.state.in_(("confirmed", "closed")),
        _LINE.c.price.is_not(None),
    )
    .order_by(_ORDER.c.id.desc())
    .limit(3)
)


class Offers:
    """Every rule that could price these products for this customer, read once for all lines."""

    def __init__(self, rules: Sequence[Row[Any]], own_list: int | None, bases: Bases) -> None:
        self._rules = rules
        self._own_list = own_list
        self.bases = bases

    def _level(self, rule: Row[Any]) -> PriceLevel:
        if rule.level == "contract":
            return PriceLevel.CONTRACT
        if rule.level == "promotion":
            return PriceLevel.PROMOTION
        return PriceLevel.CUSTOMER_LIST if rule.price_list_id == self._own_list else PriceLevel.SEGMENT_LIST

    def of(self, product: Any) -> list[PriceOffer]:
        """The offers on one product (a row with `id`, `category_id` and `tax_class`), as the document says prices."""
        product_id, category_id = product.id, product.category_id
        return [
            self.bases.offer(
                product,
                rule,
                PriceOffer(
                    self._level(rule),
                    rule.name,
                    price=rule.price,
                    discount=rule.discount,
                    min_qty=rule.min_qty,
                    scope=_scope(rule),
                    valid_from=rule.valid_from,
                    valid_to=rule.valid_to,
                    combinable=rule.combinable,
                    rule_id=rule.id,
                ),
            )
            for rule in self._rules
            if rule.product_id == product_id or (rule.product_id is None and rule.category_id in (None, category_id))
        ]


def _scope(rule: Row[Any]) -> Scope:
    if rule.product_id is not None:
        return Scope.VARIANT
    return Scope.CATEGORY if rule.category_id is not None else Scope.ALL


def offers(reading: Reading, customer: Row[Any], products: Iterable[Row[Any]], order: Row[Any] | None = None) -> Offers:
    """The offers for a customer on these products (rows with `id`, `category_id` and `tax_class`).

    Args:
        order: the one they are for; without it prices are said as on an order of today.
    """
    wanted = list(products)
    lists = {customer.price_list_id}
    if customer.segment_id is not None:
        lists.add(reading.scalar(_SEGMENT_LIST, a_segment=customer.segment_id))
    rules = reading.all(
        _RULES,
        a_customer=customer.id,
        lists=sorted(one for one in lists if one is not None) or [0],
        products=sorted({product.id for product in wanted}) or [0],
        categories=sorted({product.category_id for product in wanted if product.category_id}) or [0],
    )
    return Offers(rules, customer.price_list_id, bases(reading, customer, order, rules))


def receipt(
    found: Offers,
    product: Row[Any],
    quantity: Quantity,
    order_date: date,
    *,
    margin_floor: Percent | None = None,
    last_prices: tuple[UnitPrice, ...] = (),
) -> PriceReceipt | None:
    """What a quantity (stock units) of a product costs, with the reasons; None when it has no price at all."""
    candidates = found.of(product)
    basis = found.bases.of(product)
    if product.list_price is None:
        candidates = [offer for offer in candidates if offer.price is not None]
        if not candidates:
            return None
    request = PriceRequest(
        quantity,
        order_date,
        basis.ours(product.list_price or 0),
        None if product.cost is None else basis.ours(product.cost),
        margin_floor,
        last_prices,
        basis.ours_explained(product.list_price or 0),
    )
    chosen = choose_price(candidates, request)
    return None if product.list_price is None and chosen.winner.level is PriceLevel.LIST else chosen


def last_prices(reading: Reading, customer_id: int, product_id: int) -> tuple[UnitPrice, ...]:
    """What this customer paid for one stock unit the last three times, discount taken off, newest first."""
    return tuple(
        divide_half_up(row.price * (100_000 - row.discount) * ONE, row.factor * 100_000)
        for row in reading.all(_LAST, a_customer=customer_id, a_product=product_id)
    )
