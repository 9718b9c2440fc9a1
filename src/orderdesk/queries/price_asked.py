"""What something costs somebody, for so many on a day: asked before there is any order, with the whole receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound, Refused
from orderdesk.models import Category, Customer, Product, ProductUnit
from orderdesk.queries.currencies import exchange_on
from orderdesk.queries.order_wide import earned
from orderdesk.queries.pricing import Offers, Together, last_prices, offers, receipt
from orderdesk.queries.why import why_line
from orderdesk.rules.free_goods import FreeGoods
from orderdesk.rules.price import for_unit, line_net
from orderdesk.rules.seeing import MARGIN_SEE, may_see
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import ONE, Money, Percent, Quantity, Rate, UnitPrice

_CUSTOMER, _PRODUCT, _CATEGORY, _UNIT = table(Customer), table(Product), table(Category), table(ProductUnit)
_BUYER = select(_CUSTOMER).where(_CUSTOMER.c.code == bindparam("a_code"))
_GOODS = (
    select(_PRODUCT, _CATEGORY.c.margin_floor)
    .outerjoin(_CATEGORY, _CATEGORY.c.id == _PRODUCT.c.category_id)
    .where(_PRODUCT.c.sku == bindparam("a_sku"))
)
_FACTOR = select(_UNIT.c.factor).where(
    _UNIT.c.product_id == bindparam("a_product"), _UNIT.c.unit == bindparam("a_unit")
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of a receipt."""

    text: str


@dataclass(frozen=True, slots=True)
class PriceAsked:
    """The answer.

    Attributes:
        customer: empty is anybody without a price of its own.
        quantity: in `unit`; `price` is for one of it, in `currency`, with tax where the customer's prices are.
        net: what they come to.
        off_list: how far the price is below the list price.
        reasons: the receipt, a sentence for each thing.
    """

    sku: str
    name: str
    customer: str
    quantity: Quantity
    unit: str
    day: date
    price: UnitPrice
    currency: str
    net: Money
    off_list: Percent
    source: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Anybody:
    """A customer who has agreed nothing."""

    id: int = 0
    code: str = ""
    price_list_id: int | None = None
    segment_id: int | None = None
    currency: str = ""
    tax_included: bool = False
    tax_exempt: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """What prices look at of an order."""

    order_date: date
    currency: str
    rate: Rate
    tax_included: bool
    id: int = 0
    state: str = "draft"
    type: str = "standard"


@dataclass(frozen=True, slots=True)
class _Line:
    """What free goods look at of a line."""

    product_id: int
    category_id: int | None
    list_price: int | None
    cost_now: int | None
    tax_class: str


def price_asked(
    reading: Reading,
    sku: str,
    customer: str = "",
    quantity: Quantity = ONE,
    *,
    unit: str = "",
    day: date | None = None,
) -> PriceAsked:
    """What a quantity of a product costs a customer on a day, as the only line of an order.

    Args:
        customer: empty is anybody.
        quantity: in `unit`; empty is the stock unit.
        day: today unless said.

    Raises:
        NotFound: no such product, customer or unit.
        Refused: the product has no price then, or nothing is asked for.
    """
    buyer, product = _buyer(reading, customer), _found(reading, _GOODS, "product", a_sku=_code(sku))
    if quantity <= 0:
        raise Refused("say how many; the price depends on it")
    factor = ONE
    if unit and unit != product.unit:
        held = reading.scalar(_FACTOR, a_product=product.id, a_unit=unit) if unit.isprintable() else None
        if held is None:
            raise NotFound(f"{product.sku} is not sold by the {visible(unit)[:20]}; its unit is {product.unit}")
        factor = int(held)
    on = day or reading.today
    exchange = exchange_on(reading, buyer.currency, on)
    asked: Any = _Asked(on, exchange.document.code, exchange.rate, buyer.tax_included)
    in_stock = quantity * factor // ONE
    found = offers(reading, buyer, [product], asked)
    together = Together([(product.id, product.category_id, in_stock)])
    sees = may_see(reading.who.roles, MARGIN_SEE)
    chosen = receipt(
        found, product, in_stock, on, together=together,
        cost=product.cost if sees else None, margin_floor=product.margin_floor if sees else None,
        last_prices=last_prices(reading, buyer.id, product.id) if buyer.id else (),
    )  # fmt: skip
    if chosen is None:
        raise Refused(f"{product.sku} has no price on {on}; enter a list price or a price rule")
    price = for_unit(chosen.price, factor)
    free = _free(found, product, on, together)
    return PriceAsked(
        sku=product.sku,
        name=product.name,
        customer=buyer.code,
        quantity=quantity,
        unit=unit or product.unit,
        day=on,
        price=price,
        currency=exchange.document.code,
        net=line_net(in_stock, price, factor=factor, decimals=exchange.document.decimals),
        off_list=chosen.off_list,
        source=chosen.source,
        reasons=_reasons(*chosen.explanation.splitlines(), *(one.explanation for one in free)),
    )


@dataclass(frozen=True, slots=True)
class PriceWhy:
    """Why a line of an order costs what it costs. `price` is for one of its unit."""

    order: int
    line: int
    sku: str
    price: UnitPrice | None
    by_hand: bool
    source: str
    reasons: tuple[Reason, ...]


def price_why(reading: Reading, order: int, line: int) -> PriceWhy:
    """The receipt of a line of an order, in sentences. Raises NotFound."""
    why = why_line(reading, order, line)
    reasons = _reasons(*why.price_text.splitlines())
    return PriceWhy(order, line, why.line.sku, why.line.price, why.line.by_hand, why.line.price_source, reasons)


def _reasons(*sentences: str) -> tuple[Reason, ...]:
    return tuple(Reason(sentence) for sentence in sentences)


def _free(found: Offers, product: Any, on: date, together: Together) -> tuple[FreeGoods, ...]:
    line: Any = _Line(product.id, product.category_id, product.list_price, product.cost, product.tax_class)
    return earned(found, on, [line], together) if found.order_wide else ()


def _buyer(reading: Reading, customer: str) -> Any:
    return _found(reading, _BUYER, "customer", a_code=_code(customer)) if customer.strip() else _Anybody()


def _found(reading: Reading, statement: Any, what: str, **code: str) -> Any:
    said = next(iter(code.values()))
    row = reading.first(statement, **code) if said.isprintable() else None
    if row is None:
        raise NotFound(f"there is no {what} {visible(said)[:40]}")
    return row


def _code(text: str) -> str:
    return text.strip().upper()
