"""Order lines: how one is priced and written, for the draft that is entered and the order that is amended.

Quantities are given in the line's unit and kept in stock units; prices are for one of the line's unit.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.desk import find, kits
from orderdesk.desk.agreed import Agreed, refuse_against_agreement
from orderdesk.desk.upkeep import whole
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import Address, OrderLine
from orderdesk.queries import facts
from orderdesk.queries.agreed_prices import more_than_left
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.pricing import offers, receipt
from orderdesk.queries.taxes import rate_of, tax_rates
from orderdesk.rules.agreement import units_left
from orderdesk.rules.price import PriceReceipt
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import (
    HUNDRED_PERCENT,
    MAX_PRICE,
    MAX_QUANTITY,
    ONE,
    Percent,
    Quantity,
    UnitPrice,
    divide_half_up,
)

_LINE = table(OrderLine)
_ADDRESS = table(Address)
_OWN_ADDRESS = select(_ADDRESS.c.id).where(
    _ADDRESS.c.id == bindparam("a_address"), _ADDRESS.c.customer_id == bindparam("a_customer")
)
_LAST_POSITION = select(func.coalesce(func.max(_LINE.c.position), 0)).where(_LINE.c.order_id == bindparam("a_order"))


def add_line(
    tx: Transaction,
    order: Row[Any],
    sku: str,
    quantity: Quantity,
    *,
    unit: str | None = None,
    price: UnitPrice | None = None,
    discount: Percent = 0,
    note: str = "",
    agreed: Agreed | None = None,
    strict: bool = False,
    wanted: date | None = None,
    ship_to: int | None = None,
    drop_ship: bool | None = None,
) -> int:
    """Write one more line, priced; the sums are the caller's to `recompute`. Its position.

    Args:
        agreed: what a quotation or blanket order says of it: its price stands, and the line takes from there.
        strict: refuse a quantity above what is left of a blanket order, instead of taking the ordinary price.
    """
    product, scanned = find.item(tx, sku)
    sold_in = unit or scanned or product.unit
    factor = agreed.factor if agreed is not None else find.factor(tx, product, sold_in)
    ordered = in_stock_units(quantity, factor)
    buyer = facts.customer_of(tx, order)
    by_hand = price is not None
    source, source_line_id = "by hand", None
    if agreed is not None:
        price, by_hand, source, source_line_id = agreed.price, agreed.by_hand, agreed.source, agreed.line_id
    elif price is not None:
        whole(price, "price", MAX_PRICE)
    else:
        found = offers(tx, buyer, [product], order)
        if strict and (no := more_than_left(found.agreed, product, ordered)):
            raise Refused(no)
        chosen = receipt(found, product, ordered, order.order_date)
        price = None if chosen is None else chosen.in_unit(factor)
        source = "" if chosen is None else chosen.source
        source_line_id = None if chosen is None else chosen.winner.line_id
    tax = rate_of(tax_rates(tx, order.order_date), product.tax_class, exempt=buyer.tax_exempt)
    tax = tax.on(exchange_of(tx, order.currency, order.rate))
    position = int(tx.scalar(_LAST_POSITION, a_order=order.id)) + 1
    if product.kind == "kit":
        kits.require_whole(product.sku, ordered)
    own: dict[str, Any] = {
        "wanted": own_day(order, wanted),
        "ship_to_id": own_place(tx, order, ship_to),
    }
    line_id = tx.add(
        OrderLine(
            order_id=order.id,
            position=position,
            product_id=product.id,
            description=product.name,
            unit=sold_in,
            factor=factor,
            ordered=ordered,
            price=price,
            price_by_hand=by_hand,
            price_source=source,
            source_line_id=source_line_id,
            discount=rounded_discount(discount),
            tax_rate=tax.rate,
            tax_parts=tax.kept,
            cost=product.cost,
            note=clean(note, "note"),
            drop_ship=dropped(product, drop_ship),
            **own,
        )
    )
    if product.kind == "kit":
        kits.explode(tx, line_id, order.id, product, ordered, position + 1, kits.component_tax(tax), own)
    return position


def split_quantity(
    tx: Transaction, order: Row[Any], sku: str, quantity: Quantity, unit: str | None
) -> tuple[Quantity, Quantity]:
    """What of a quantity a blanket order still covers, and the rest, in the unit; all and 0 where none covers less."""
    product, scanned = find.item(tx, sku)
    factor = find.factor(tx, product, unit or scanned or product.unit)
    found = offers(tx, facts.customer_of(tx, order), [product], order)
    left = max((offer.most or 0 for offer in found.agreed.left(product.id)), default=0)
    covered = units_left(left, factor)
    return (covered, quantity - covered) if 0 < covered < quantity else (quantity, 0)


def own_day(order: Row[Any], wanted: date | None) -> date | None:
    """A line's own day; none where it is the order's."""
    return None if wanted == order.wanted_date else wanted


def own_place(tx: Transaction, order: Row[Any], ship_to: int | None) -> int | None:
    """A line's own address; none where it is the order's. Raises NotFound for one that is not the customer's."""
    if ship_to is None or ship_to == order.ship_to_id:
        return None
    if not find.fits(ship_to) or tx.scalar(_OWN_ADDRESS, a_address=ship_to, a_customer=order.customer_id) is None:
        raise NotFound(f"the customer has no address {ship_to}")
    return ship_to


def dropped(product: Row[Any], wanted: bool | None) -> bool:
    """Whether the supplier delivers a line of this product. Raises Refused where he cannot."""
    if wanted is None:
        return bool(product.drop_ship)
    if wanted and product.kind != "stocked":
        raise Refused(f"{product.sku} is {product.kind.replace('_', ' ')}; only bought goods come from a supplier")
    if wanted and product.supplier_id is None:
        raise Refused(
            f"{product.sku} has no supplier who could deliver it; name one: product change {product.sku} --supplier"
        )
    return wanted


def own_values(
    tx: Transaction,
    order: Row[Any],
    was: Row[Any],
    *,
    wanted: date | None = None,
    ship_to: int | None = None,
    drop_ship: bool | None = None,
) -> dict[str, Any]:
    """What a line's own day, place and supplier become; the order's day or place take the line's away."""
    values: dict[str, Any] = {}
    if wanted is None and ship_to is None and drop_ship is None:
        return values
    kits.refuse_component(tx, was, "change")
    if wanted is not None:
        values["wanted"] = own_day(order, wanted)
    if ship_to is not None:
        values["ship_to_id"] = own_place(tx, order, ship_to)
    if drop_ship is not None:
        values["drop_ship"] = dropped(find.product_by_id(tx, was.product_id), drop_ship)
    return values


def in_stock_units(quantity: Quantity, factor: Quantity) -> Quantity:
    """A quantity of a sales unit in stock units. Raises BadValue: not above zero, or finer than can be kept."""
    if whole(quantity, "quantity", MAX_QUANTITY, least=-MAX_QUANTITY) <= 0:
        raise BadValue("the quantity must be above 0; to take a line out, remove it")
    in_stock, rest = divmod(quantity * factor, ONE)
    if rest:
        raise BadValue("the quantity is finer than a thousandth of the stock unit")
    return whole(in_stock, "quantity", MAX_QUANTITY)


def rounded_discount(discount: Percent) -> Percent:
    """A discount to two decimals, half-up; that one counts. Raises BadValue outside 0 to 100 %."""
    if type(discount) is not int or not 0 <= discount <= HUNDRED_PERCENT:
        raise BadValue("a discount is between 0 and 100 %")
    return divide_half_up(discount, 10) * 10


def line_values(
    tx: Transaction,
    order: Row[Any],
    was: Row[Any],
    *,
    quantity: Quantity | None,
    price: UnitPrice | None,
    discount: Percent | None,
) -> dict[str, Any]:
    """What a line's columns become; a price that was not typed follows the quantity, one that was agreed stays."""
    values: dict[str, Any] = {}
    if quantity is not None or price is not None or discount is not None:
        kits.refuse_component(tx, was, "change")
    refuse_against_agreement(tx, was, quantity, price, discount)
    if quantity is not None:
        values["ordered"] = in_stock_units(quantity, was.factor) + was.cancelled
    if discount is not None:
        values["discount"] = rounded_discount(discount)
    if price is not None:
        values |= {"price": whole(price, "price", MAX_PRICE), "price_by_hand": True, "price_source": "by hand"}
    elif quantity is not None and not was.price_by_hand and was.source_line_id is None:
        values |= _fresh_price(tx, order, was, values["ordered"] - was.cancelled)
    return values


def _fresh_price(tx: Transaction, order: Row[Any], was: Row[Any], quantity: Quantity) -> dict[str, Any]:
    product = find.product_by_id(tx, was.product_id)
    chosen = receipt(offers(tx, facts.customer_of(tx, order), [product], order), product, quantity, order.order_date)
    return {} if chosen is None else priced(chosen, was.factor)


def priced(chosen: PriceReceipt, factor: Quantity) -> dict[str, Any]:
    """A line's columns for the price that won; where that is a blanket order's, the line takes from it."""
    return {
        "price": chosen.in_unit(factor),
        "price_source": chosen.source,
        "source_line_id": chosen.winner.line_id,
    }
