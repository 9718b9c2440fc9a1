"""The order while it is typed: its sums, what leaves when, its credit, and what the guard would say on submitting it.

The same facts and the same rules as the verbs use; only nothing is locked. Quantities in stock units, amounts in minor
units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.errors import NotFound
from orderdesk.models import Address, Category, Order, OrderLine, Product, ProductUnit, Terms
from orderdesk.queries import facts, order_wide
from orderdesk.queries.agreed_prices import more_than_left
from orderdesk.queries.attribute_values import Attributed, shown
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.kit_preview import kit_promise
from orderdesk.queries.margins import margin_of
from orderdesk.queries.pricing import last_prices, offers, receipt
from orderdesk.queries.sources import available_for
from orderdesk.rules.availability import Promise, Supply
from orderdesk.rules.credit import CreditBounds, Exposure, tightest
from orderdesk.rules.exchange import Exchange
from orderdesk.rules.guard import Findings, guard
from orderdesk.rules.margin import margin_percent
from orderdesk.rules.price import PriceReceipt, for_unit, line_net
from orderdesk.rules.seeing import MARGIN_SEE, may_see
from orderdesk.rules.tax import RateTotal, TaxedLine, totals
from orderdesk.rules.tax_parts import read
from orderdesk.store.transaction import Reading, table
from orderdesk.values import ONE, Currency, Money, OwnMoney, Percent, Quantity, UnitPrice

_ORDER = table(Order)
_LINE = table(OrderLine)
_PRODUCT = table(Product)
_CATEGORY = table(Category)
_UNIT = table(ProductUnit)
_ADDRESS = table(Address)
_TERMS = table(Terms)
_BY_NUMBER = select(_ORDER).where(_ORDER.c.number == bindparam("a_number"))
_BY_SKU = (
    select(_PRODUCT, _CATEGORY.c.margin_floor)
    .outerjoin(_CATEGORY, _CATEGORY.c.id == _PRODUCT.c.category_id)
    .where(_PRODUCT.c.sku == bindparam("a_sku"))
)
_FACTOR = select(_UNIT.c.factor).where(
    _UNIT.c.product_id == bindparam("a_product"), _UNIT.c.unit == bindparam("a_unit")
)
_ALREADY_ON = select(func.coalesce(func.sum(_LINE.c.ordered - _LINE.c.cancelled), 0)).where(
    _LINE.c.order_id == bindparam("a_order"), _LINE.c.product_id == bindparam("a_product")
)
_SHIP_TO = select(_ADDRESS).where(_ADDRESS.c.id == bindparam("a_address"))
_PLACES = select(_ADDRESS).where(_ADDRESS.c.id.in_(bindparam("addresses", expanding=True)))
_TERMS_NAME = select(_TERMS.c.name).where(_TERMS.c.id == bindparam("a_terms"))


@dataclass(frozen=True, slots=True)
class LiveLine:
    """One line as it stands.

    Attributes:
        leaves: how many stock units can leave on the wanted day.
        net: what it comes to at its price; with its tax where the order's prices include it.
        full_on: the first day for the whole quantity; None is not in sight.
        part_of: of a component, the position of its kit; 0 is a line of its own.
        state: ok (all of it on the day), part, none, or - (nothing to promise: a service, made to order).
        source: the line of a quotation or blanket order that it takes from.
    """

    position: int
    sku: str
    name: str
    quantity: Quantity
    unit: str
    factor: Quantity
    price: UnitPrice | None
    by_hand: bool
    discount: Percent
    net: Money
    state: str
    leaves: Quantity
    full_on: date | None
    note: str
    price_source: str
    free: bool = False  # free goods: a promotion gives them, and nobody edits them
    part_of: int = 0
    source: int | None = None
    said: str = ""  # its attributes, name and value of each
    wanted: date | None = None  # a day of its own
    ship_to: str = ""  # an address of its own
    drop_ship: bool = False  # delivered by the supplier


@dataclass(frozen=True, slots=True)
class Credit:
    """The customer's credit with this order in it, in the company's currency.

    `limit` None is no limit; `room` is what is left after it: the least under its own limit, that for open orders, and
    its group's.
    """

    used: OwnMoney
    this: OwnMoney
    limit: OwnMoney | None
    room: OwnMoney | None

    @classmethod
    def of(cls, used: Exposure, this: Money, limit: Money | None, bounds: CreditBounds) -> Credit:
        """With the room that is left: under its own limit, that for open orders, and the one it shares."""
        room = tightest(used, limit, bounds)
        return cls(used.total, this, limit, None if room is None else room - this)


@dataclass(frozen=True, slots=True)
class LiveDraft:
    """An order with everything its clerk wants to see; its amounts are in its currency, its credit in the company's.

    Attributes:
        tax_note: why it bears no tax.
        margin: of all its lines, in thousandths of a per cent; None without the right to see it, or without a cost.
        attributes: the company's own, all that the order and its lines can say, whether said or not.
    """

    number: int
    state: str
    customer: str
    name: str
    ship_to: str
    po_number: str
    order_date: date
    wanted: date
    terms: str
    delivery_rule: str
    note: str
    lines: tuple[LiveLine, ...]
    net: Money
    taxes: tuple[RateTotal, ...]
    tax: Money
    gross: Money
    credit: Credit
    findings: Findings
    currency: Currency
    exchange: Exchange
    tax_included: bool
    tax_note: str
    margin: int | None
    type: str = "standard"
    valid_until: date | None = None
    revision: int = 0
    attributes: tuple[Attributed, ...] = ()

    @property
    def stage(self) -> str:
        """What is entered here: an order, a quotation or a blanket order; empty where nothing is entered any more."""
        if self.state == "quotation":
            return "quotation"
        return "" if self.state != "draft" else "blanket order" if self.type == "blanket" else "order"


@dataclass(frozen=True, slots=True)
class LinePreview:
    """What a line would be: its price with the reasons, and what of it can be promised.

    Attributes:
        price: for one of `unit`.
        margin: of the net price, in thousandths of a per cent; None without the right to see it, or without a cost.
        factor: how many stock units (in thousandths) one of `unit` holds; the receipt's prices are for one stock unit.
        sold_so: whether the product is sold in `unit`; where it is not, all is counted as in stock units.
        coming: what is expected in the warehouses that serve the order, soonest first.
        held_back: on hand and reserved by no line, and yet not for this order: safety stock, or kept for others.
        order_wide: whether a rule on this product looks at other lines of the order too.
        trouble: why it would be refused as it is typed: more than is left of a blanket order.
    """

    sku: str
    name: str
    quantity: Quantity
    unit: str
    price: UnitPrice | None
    net: Money
    receipt: PriceReceipt | None
    margin: int | None
    on_hand: Quantity
    allocated: Quantity
    coming: tuple[Supply, ...]
    promise: Promise | None
    sold_so: bool = True
    factor: Quantity = ONE
    held_back: Quantity = 0
    order_wide: bool = False
    trouble: str = ""

    @property
    def free(self) -> Quantity:
        """What nobody has a claim on and may leave."""
        return max(0, self.on_hand - self.allocated - self.held_back)


def _words(address: Row[Any]) -> str:
    return ", ".join(part for part in (address.street, address.postcode, address.city) if part)


def draft(reading: Reading, order: int) -> LiveDraft:
    """An order as it stands, with what would be said of it now. Raises NotFound."""
    row = reading.first(_BY_NUMBER, a_number=order)
    if row is None:
        raise NotFound(f"there is no order {order}")
    known = facts.gather(reading, row)
    owed = known.guard.gross
    used = known.guard.exposure
    limit = known.customer.credit_limit
    ship_to = reading.first(_SHIP_TO, a_address=row.ship_to_id) if row.ship_to_id else None
    exchange = exchange_of(reading, row.currency, row.rate)
    summed = totals(
        [
            TaxedLine(
                line.net,
                line.tax_rate,
                read(line.tax_parts),
                line.ordered - line.cancelled,
                line.net + line.tax if row.tax_included else None,
            )
            for line in known.lines
        ],
        discount=row.tax_discount,
        decimals=exchange.document.decimals,
    )
    lines = []
    positions = {line.id: line.position for line in known.lines}
    own = _attributes(known)
    elsewhere = sorted({line.ship_to_id for line in known.lines if line.ship_to_id})
    places = {one.id: _words(one) for one in reading.all(_PLACES, addresses=elsewhere)} if elsewhere else {}
    said: dict[int, str] = {}
    for one in own:
        if one.line and one.value:
            before = f"{said[one.line]}, " if one.line in said else ""
            said[one.line] = f"{before}{one.name}: {one.value}"
    for line in known.lines:
        promised = known.promises.get(line.id)
        left = line.ordered - line.cancelled - line.shipped
        leaves = left if promised is None else min(left, promised.at_wanted)
        state = "-" if promised is None else "ok" if leaves >= left else "part" if leaves else "none"
        lines.append(
            LiveLine(
                line.position, line.sku, line.description, line.ordered - line.cancelled, line.unit, line.factor,
                line.price, line.price_by_hand, line.discount,
                line.net + (line.tax if row.tax_included else 0), state, leaves,
                promised.full_on if promised else None, line.note, line.price_source,
                line.free_rule_id is not None,
                positions.get(line.parent_id, 0),
                line.source_line_id,
                said.get(line.position, ""),
                line.wanted,
                places.get(line.ship_to_id, ""),
                bool(line.drop_ship),
            )
        )  # fmt: skip
    return LiveDraft(
        number=row.number,
        state=row.state,
        customer=known.customer.code,
        name=known.customer.name,
        ship_to="" if ship_to is None else _words(ship_to),
        po_number=row.po_number,
        order_date=row.order_date,
        wanted=row.wanted_date,
        terms=reading.scalar(_TERMS_NAME, a_terms=row.terms_id) or "",
        delivery_rule=row.delivery_rule,
        note=row.note,
        lines=tuple(lines),
        net=summed.net,
        taxes=summed.rates,
        tax=summed.tax,
        gross=summed.gross,
        credit=Credit.of(used, max(0, owed - known.guard.later), limit, known.guard.bounds),
        findings=guard(known.guard),
        attributes=own,
        currency=exchange.shown,
        exchange=exchange,
        tax_included=row.tax_included,
        tax_note=row.tax_note,
        margin=margin_of(reading, known.lines, exchange=exchange),
        type=row.type,
        valid_until=row.valid_until,
        revision=row.revision,
    )


def _attributes(known: facts.Facts) -> tuple[Attributed, ...]:
    """What the company wants to know of the order: all that it can say, and of lines all that each can say."""
    site = known.guard.site
    if site is None:
        return ()
    order = site.order
    found = [shown(one, order.attributes.get(one.code, "")) for one in site.definitions if one.on_orders]
    for line in order.lines:
        found += [
            shown(one, line.attributes.get(one.code, ""), line.position) for one in site.definitions if one.on_lines
        ]
    return tuple(found)


def line(
    reading: Reading,
    order: int,
    sku: str,
    quantity: Quantity,
    unit: str | None = None,
    price: UnitPrice | None = None,
    discount: Percent = 0,
    source: int | None = None,
    *,
    instead_of: int | None = None,
) -> LinePreview:
    """What one more line would be, before it is accepted.

    Args:
        quantity: in `unit`.
        price: typed by hand, for one of `unit`.
        instead_of: the position of the line that it would take the place of.
        source: of a line that stands: what of a blanket order it takes from.

    Raises:
        NotFound: no such order or product.
    """
    row = reading.first(_BY_NUMBER, a_number=order)
    product = reading.first(_BY_SKU, a_sku=sku.strip().upper())
    if row is None or product is None:
        raise NotFound(f"there is no {'order' if row is None else 'product'} {order if row is None else sku}")
    factor, sold_so = ONE, True
    if unit is not None and unit != product.unit:
        held = reading.scalar(_FACTOR, a_product=product.id, a_unit=unit)
        factor, sold_so = int(held or ONE), held is not None
    in_stock = quantity * factor // ONE
    buyer = facts.customer_of(reading, row)
    paid = last_prices(reading, buyer.id, product.id)
    found = offers(reading, buyer, [product], row)
    together = None
    if found.order_wide:  # other lines of the order count with it
        others = order_wide.bought(reading.all(facts.LINES, a_order=row.id))
        together = order_wide.counted(line for line in others if line.position != instead_of)
        together.add(product.id, product.category_id, in_stock)
    sees_cost = may_see(reading.who.roles, MARGIN_SEE)
    chosen = receipt(
        found, product, in_stock, row.order_date, together=together, last_prices=paid, source=source,
        cost=product.cost if sees_cost else None,
        margin_floor=product.margin_floor if sees_cost else None,
    )  # fmt: skip
    trouble = "" if price is not None or source is not None else more_than_left(found.agreed, product, in_stock)
    if price is None and chosen is not None:
        price = chosen.in_unit(factor)
    there = available_for(reading, row, [(product.id, in_stock)])[product.id]
    if row.state in ("draft", "quotation"):
        above = int(reading.scalar(_ALREADY_ON, a_order=row.id, a_product=product.id))
        there.take(above, max(row.wanted_date, reading.today))
    on_hand, allocated, held_back = there.on_hand, there.allocated, there.held_back + there.not_sellable
    promised = None
    if product.kind == "kit":
        held_back = 0
        on_hand, allocated, promised = kit_promise(reading, row, product.id, in_stock)
    elif product.kind == "stocked" and in_stock > 0:
        promised = there.promise(in_stock, max(row.wanted_date, reading.today), reading.today)
    basis = found.bases.of(product)
    sees_cost = sees_cost and product.cost is not None
    cost = for_unit(basis.exchange.price(product.cost), factor) if sees_cost else None
    return LinePreview(
        sku=product.sku,
        name=product.name,
        quantity=in_stock,
        unit=unit or product.unit,
        price=price,
        net=line_net(in_stock, price or 0, discount, factor=factor, decimals=basis.exchange.document.decimals),
        receipt=chosen,
        margin=None if cost is None or price is None else margin_percent(basis.net(price), discount, cost),
        on_hand=on_hand,
        allocated=allocated,
        held_back=held_back,
        coming=tuple(there.coming),
        promise=promised,
        sold_so=sold_so,
        factor=factor,
        order_wide=found.order_wide,
        trouble=trouble,
    )
