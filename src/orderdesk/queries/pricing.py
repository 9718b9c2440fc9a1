"""The price offers that could apply to a customer's lines, and what was paid before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, literal, or_, select

from orderdesk.models import Order, OrderLine, PriceList, PriceRule, Segment
from orderdesk.queries.agreed_prices import NONE_AGREED, AgreedPrices, agreed_prices
from orderdesk.queries.price_bases import Bases, bases
from orderdesk.rules.offers import Stacked
from orderdesk.rules.price import PriceLevel, PriceOffer, PriceReceipt, PriceRequest, Scope, choose_price
from orderdesk.store.transaction import Reading, table
from orderdesk.values import ONE, Percent, Quantity, UnitPrice, divide_half_up

_RULE = table(PriceRule)
_LIST = table(PriceList)
_SEGMENT = table(Segment)
_ORDER = table(Order)
_LINE = table(OrderLine)

_DEEPEST = 20  # lists upon lists; entry refuses circles, and so this only ends what somebody wrote past the desk

_LIST_COLUMNS = (_LIST.c.id, _LIST.c.code, _LIST.c.percent, _LIST.c.base_id)
_SEGMENT_LIST = select(_SEGMENT.c.price_list_id).where(_SEGMENT.c.id == bindparam("a_segment")).scalar_subquery()
_CHAIN = (
    select(*_LIST_COLUMNS, _LIST.c.id.label("root"), literal(0).label("depth"))
    .where(or_(_LIST.c.id == bindparam("a_list"), _LIST.c.id == _SEGMENT_LIST))
    .cte("chain", recursive=True)
)
_CHAIN = _CHAIN.union_all(
    select(*_LIST_COLUMNS, _CHAIN.c.root, _CHAIN.c.depth + 1)
    .join(_CHAIN, _LIST.c.id == _CHAIN.c.base_id)
    .where(_CHAIN.c.depth < _DEEPEST)
)
# The customer's own list and its segment's, each with the lists that it is based on, the nearest first.
_LISTS = select(_CHAIN).order_by(_CHAIN.c.root, _CHAIN.c.depth)
_RULES = (
    select(_RULE, _LIST.c.tax_included.label("list_included"))
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
        _LINE.c.free_rule_id.is_(None),  # what was given away was not paid, nor what came in a kit
        _LINE.c.parent_id.is_(None),
    )
    .order_by(_ORDER.c.id.desc())
    .limit(3)
)


class Together:
    """How much an order has of each product, each category and of everything, in stock units."""

    def __init__(self, goods: Iterable[tuple[int, int | None, Quantity]]) -> None:
        self.products: defaultdict[int, Quantity] = defaultdict(int)
        self.categories: defaultdict[int | None, Quantity] = defaultdict(int)
        self.all = 0
        for product_id, category_id, quantity in goods:
            self.add(product_id, category_id, quantity)

    def add(self, product_id: int, category_id: int | None, quantity: Quantity) -> None:
        """One line more."""
        self.products[product_id] += quantity
        self.categories[category_id] += quantity
        self.all += quantity

    def of(self, product_id: int, category_id: int | None) -> Mapping[Scope, Quantity]:
        """What a rule that counts lines together looks at, for a line of this product."""
        return {
            Scope.VARIANT: self.products[product_id],
            Scope.CATEGORY: self.categories[category_id],
            Scope.ALL: self.all,
        }


class Offers:
    """Every rule that could price these products for this customer, read once for all lines.

    Args:
        lists: the customer's and its segment's price lists with what they are based on, the nearest first.
        own_list: the id of the customer's own.
    """

    def __init__(
        self,
        rules: Sequence[Row[Any]],
        own_list: int | None,
        bases: Bases,
        lists: Sequence[Row[Any]] = (),
        agreed: AgreedPrices = NONE_AGREED,
    ) -> None:
        self._rules = rules
        self.bases = bases
        self.agreed = agreed
        self._ways: defaultdict[int, list[tuple[PriceLevel, tuple[Stacked, ...]]]] = defaultdict(list)
        self._based: list[PriceOffer] = []
        chains: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        for row in lists:
            chains[row.root].append(row)
        for root, chain in chains.items():
            level = PriceLevel.CUSTOMER_LIST if root == own_list else PriceLevel.SEGMENT_LIST
            stacks = [Stacked(row.code, row.percent) for row in chain]
            for depth, row in enumerate(chain):
                self._ways[row.id].append((level, tuple(reversed(stacks[:depth]))))
            if len(chain) > 1:  # what no list of them speaks about is the list price, less what each takes off
                through = (Stacked(stacks[-1].name, 0), *reversed(stacks[:-1]))
                self._based.append(PriceOffer(level, stacks[0].name, discount=0, scope=Scope.ALL, stack=through))

    @property
    def order_wide(self) -> bool:
        """Whether any of the rules looks at more than one line."""
        return any(rule.together for rule in self._rules)

    def of(self, product: Any, source: int | None = None, quantity: Quantity = 0) -> list[PriceOffer]:
        """The offers on one product (a row with `id`, `category_id` and `tax_class`), as the document says prices.

        Args:
            source: the blanket order's line that a line takes from already, `quantity` of it.
        """
        product_id, category_id = product.id, product.category_id
        return self.agreed.of(product_id, source, quantity) + [
            self.bases.offer(
                product,
                rule,
                PriceOffer(
                    level,
                    rule.name,
                    price=rule.price,
                    discount=rule.discount,
                    min_qty=rule.min_qty,
                    scope=_scope(rule),
                    valid_from=rule.valid_from,
                    valid_to=rule.valid_to,
                    combinable=rule.combinable,
                    rule_id=rule.id,
                    max_qty=rule.max_qty,
                    together=rule.together,
                    stack=stack,
                    free=rule.free_qty,
                    free_product=rule.free_product_id,
                ),
            )
            for rule in self._rules
            if rule.product_id == product_id or (rule.product_id is None and rule.category_id in (None, category_id))
            for level, stack in self._ways_to(rule)
        ] + self._based

    def _ways_to(self, rule: Row[Any]) -> Sequence[tuple[PriceLevel, tuple[Stacked, ...]]]:
        if rule.level == "contract":
            return _CONTRACT
        return _PROMOTION if rule.level == "promotion" else self._ways[rule.price_list_id]


_CONTRACT = ((PriceLevel.CONTRACT, ()),)
_PROMOTION = ((PriceLevel.PROMOTION, ()),)


def _scope(rule: Row[Any]) -> Scope:
    if rule.product_id is not None:
        return Scope.VARIANT
    return Scope.CATEGORY if rule.category_id is not None else Scope.ALL


def offers(reading: Reading, customer: Row[Any], products: Iterable[Row[Any]], order: Row[Any] | None = None) -> Offers:
    """The offers for a customer on these products (rows with `id`, `category_id` and `tax_class`).

    Args:
        order: the one they are for; without it prices are said as on an order of today, and no blanket order counts.
    """
    wanted = list(products)
    lists: Sequence[Row[Any]] = ()
    if customer.price_list_id is not None or customer.segment_id is not None:
        lists = reading.all(_LISTS, a_list=customer.price_list_id, a_segment=customer.segment_id)
    rules = reading.all(
        _RULES,
        a_customer=customer.id,
        lists=sorted({row.id for row in lists}) or [0],
        products=sorted({product.id for product in wanted}) or [0],
        categories=sorted({product.category_id for product in wanted if product.category_id}) or [0],
    )
    agreed = agreed_prices(reading, customer.id, [one.id for one in wanted], order)
    return Offers(rules, customer.price_list_id, bases(reading, customer, order, rules), lists, agreed)


def receipt(
    found: Offers,
    product: Row[Any],
    quantity: Quantity,
    order_date: date,
    *,
    together: Together | None = None,
    cost: UnitPrice | None = None,
    margin_floor: Percent | None = None,
    last_prices: tuple[UnitPrice, ...] = (),
    source: int | None = None,
) -> PriceReceipt | None:
    """What a quantity (stock units) of a product costs, with the reasons; None when it has no price at all.

    Args:
        together: what the whole order has, this line in it; without it a rule that counts lines sees this one alone.
        cost, margin_floor: for whoever may see them; in the company's currency.
        source: the blanket order's line that this quantity is taken from already.
    """
    candidates = found.of(product, source, quantity)
    basis = found.bases.of(product)
    if product.list_price is None:
        candidates = [offer for offer in candidates if offer.price is not None or offer.free]
        if not candidates:
            return None
    request = PriceRequest(
        quantity,
        order_date,
        basis.ours(product.list_price or 0),
        None if cost is None else basis.ours(cost),
        margin_floor,
        last_prices,
        basis.ours_explained(product.list_price or 0),
        {} if together is None else together.of(product.id, product.category_id),
    )
    chosen = choose_price(candidates, request)
    return None if product.list_price is None and chosen.winner.level is PriceLevel.LIST else chosen


def free_rule(found: Offers, product: Row[Any], order_date: date, together: Together) -> PriceOffer | None:
    """The rule by which a product that is bought earns free goods; None where none does."""
    giving = [offer for offer in found.of(product) if offer.free]
    if not giving:
        return None
    counted = together.of(product.id, product.category_id)
    return choose_price(giving, PriceRequest(counted[Scope.VARIANT], order_date, 0, together=counted)).free


def last_prices(reading: Reading, customer_id: int, product_id: int) -> tuple[UnitPrice, ...]:
    """What this customer paid for one stock unit the last three times, discount taken off, newest first."""
    return tuple(
        divide_half_up(row.price * (100_000 - row.discount) * ONE, row.factor * 100_000)
        for row in reading.all(_LAST, a_customer=customer_id, a_product=product_id)
    )
