"""Everything the guard must know about an order, read in a handful of statements however many lines it has.

The same facts serve the verbs, under their locks, and the live view while typing, on a snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, case, select, type_coerce

from orderdesk.models import Address, Category, Customer, Order, OrderLine, Product
from orderdesk.models.columns import Whole
from orderdesk.queries.attribute_values import values_of
from orderdesk.queries.call_offs import call_offs
from orderdesk.queries.credit_bounds import credit_bounds
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.exposure import exposure, horizon, open_items
from orderdesk.queries.price_bases import Bases
from orderdesk.queries.pricing import Offers, Together, offers, receipt
from orderdesk.queries.promises import Availability
from orderdesk.queries.ruled import roles_of, ruled_order
from orderdesk.queries.settings import settings
from orderdesk.queries.site_rules import SiteRules, site_rules
from orderdesk.queries.sources import available_for
from orderdesk.rules.availability import Promise
from orderdesk.rules.completeness import BlockLevel, OrderFacts, OrderLineFacts
from orderdesk.rules.exchange import Exchange
from orderdesk.rules.guard import GuardFacts, GuardSettings, LineFigures, SiteFacts
from orderdesk.rules.hold_rules import needs
from orderdesk.rules.kits import least
from orderdesk.rules.po_number import PoRule
from orderdesk.rules.price import PriceReceipt, line_net
from orderdesk.rules.queue import DeliveryRule
from orderdesk.rules.tax_parts import TaxPart, net_within, read
from orderdesk.settings import Settings
from orderdesk.store.transaction import Reading, one_of, table
from orderdesk.values import divide_half_up

_ORDER = table(Order)
_LINE = table(OrderLine)
_PRODUCT = table(Product)
_CATEGORY = table(Category)
_CUSTOMER = table(Customer)
_ADDRESS = table(Address)



def _of_goods(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A product's figure; 0 where it is on the order as a component of a kit."""
    return type_coerce(case((_LINE.c.parent_id.is_not(None), 0), else_=column), Whole())


LINES = (
    select(
        _LINE,
        _PRODUCT.c.sku,
        _PRODUCT.c.name,
        _PRODUCT.c.kind,
        _PRODUCT.c.order_driven,
        _PRODUCT.c.lead_days,
        _PRODUCT.c.active,
        # What a kit holds is asked of the kit: neither minimum nor cost is a component's own.
        _of_goods(_PRODUCT.c.min_qty).label("min_qty"),
        _of_goods(_PRODUCT.c.multiple).label("multiple"),
        _PRODUCT.c.category_id,
        _PRODUCT.c.list_price,
        _PRODUCT.c.tax_class,
        _PRODUCT.c.unit.label("stock_unit"),
        _of_goods(_PRODUCT.c.cost).label("cost_now"),
        _CATEGORY.c.discount_ceiling,
        _CATEGORY.c.margin_floor,
    )
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .outerjoin(_CATEGORY, _CATEGORY.c.id == _PRODUCT.c.category_id)
    .where(_LINE.c.order_id == bindparam("a_order"))
    .order_by(_LINE.c.position)
)
_SAME_PO = (
    select(_ORDER.c.number)
    .where(
        _ORDER.c.po_number == bindparam("a_po"),
        _ORDER.c.customer_id == bindparam("a_customer"),
        _ORDER.c.id != bindparam("a_order"),
        one_of(_ORDER.c.state, "submitted", "confirmed", "closed"),
    )
    .order_by(_ORDER.c.number)
    .limit(3)
)
_CUSTOMER_BY_ID = select(_CUSTOMER).where(_CUSTOMER.c.id == bindparam("a_customer"))
_SHIP_TO = select(_ADDRESS).where(_ADDRESS.c.id == bindparam("a_address"))
_RECENT = (
    select(_ORDER.c.number, _LINE.c.product_id, (_LINE.c.ordered - _LINE.c.cancelled).label("quantity"))
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(
        _ORDER.c.customer_id == bindparam("a_customer"),
        _ORDER.c.id != bindparam("a_order"),
        _ORDER.c.order_date >= bindparam("a_since"),
        one_of(_ORDER.c.state, "submitted", "confirmed", "closed"),
        _ORDER.c.id.in_(
            select(_LINE.c.order_id).where(
                _LINE.c.product_id == bindparam("a_product"),
                _LINE.c.ordered - _LINE.c.cancelled == bindparam("a_quantity"),
            )
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Priced:
    """What the price rules look at of a line's product."""

    id: int
    category_id: int | None
    list_price: int | None
    cost: int | None
    tax_class: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The guard's facts with the rows they came from; `promises` and `receipts` by line id, `stock` by product id."""

    guard: GuardFacts
    customer: Row[Any]
    lines: Sequence[Row[Any]]
    promises: dict[int, Promise]
    receipts: dict[int, PriceReceipt]
    stock: dict[int, Availability]


def customer_of(reading: Reading, order: Row[Any]) -> Row[Any]:
    """The order's customer."""
    row = reading.first(_CUSTOMER_BY_ID, a_customer=order.customer_id)
    assert row is not None  # a foreign key
    return row


def line_offers(reading: Reading, customer: Row[Any], lines: Sequence[Row[Any]], order: Row[Any]) -> Offers:
    """The price offers for the products on these lines."""
    return offers(reading, customer, {line.product_id: priced(line) for line in lines}.values(), order)


def priced(line: Row[Any]) -> Any:
    """A line's product, as the price rules look at it."""
    return Priced(line.product_id, line.category_id, line.list_price, line.cost_now, line.tax_class)


def line_receipt(found: Offers, line: Row[Any], day: date, together: Together | None) -> PriceReceipt | None:
    """Why a line costs what it costs in an order of that day that has so much together."""
    return receipt(
        found,
        priced(line),
        line.ordered - line.cancelled,
        day,
        together=together,
        cost=line.cost_now,
        margin_floor=line.margin_floor,
        source=line.source_line_id,
    )


def together_of(lines: Sequence[Row[Any]]) -> Together:
    """What these lines have together, without what a promotion gives, a kit holds or a blanket order agreed."""
    paid = [
        line for line in lines if line.free_rule_id is None and line.parent_id is None and line.source_line_id is None
    ]
    return Together((line.product_id, line.category_id, line.ordered - line.cancelled) for line in paid)


def gather(reading: Reading, order: Row[Any]) -> Facts:
    """Everything about an order that stands in the database. Lines that were voided wholly are left out."""
    lines = [line for line in reading.all(LINES, a_order=order.id) if line.ordered > line.cancelled]
    company = settings(reading)
    customer = customer_of(reading, order)
    exchange = exchange_of(reading, order.currency, order.rate)
    found = line_offers(reading, customer, lines, order) if lines else Offers((), None, Bases(exchange))
    stocked = [(line.product_id, line.ordered - line.cancelled - line.shipped) for line in lines if _is_kept(line)]
    stock = available_for(reading, order, stocked)
    promises: dict[int, Promise] = {}
    receipts: dict[int, PriceReceipt] = {}
    same: dict[tuple[int, int, int | None], PriceReceipt | None] = {}  # of the same goods on another line
    together = together_of(lines) if found.order_wide else None
    for line in lines:  # what the order has reserved itself counts as free
        if line.product_id in stock:
            stock[line.product_id].allocated -= line.allocated
    for line in lines:
        much = line.product_id, line.ordered - line.cancelled, line.source_line_id
        if line.parent_id is None and much not in same:
            same[much] = line_receipt(found, line, order.order_date, together)
        if line.parent_id is None and (chosen := same[much]) is not None:
            receipts[line.id] = chosen
        left = line.ordered - line.cancelled - line.shipped
        if _is_kept(line) and left > 0:
            there = stock[line.product_id]
            wanted = max(line.wanted or order.wanted_date, reading.today)
            promises[line.id] = there.promise(left, wanted, reading.today)
            there.take(left, wanted)
    site = site_rules(reading)
    roles = roles_of(reading, order.entered_by) if site.by_role else frozenset()
    head = _order_facts(reading, order, customer, lines)
    for line in lines:
        if line.kind == "kit":
            mine = [one for one in lines if one.parent_id == line.id and one.id in promises]
            parts = [(promises[one.id], one.per_kit) for one in mine]
            if parts:
                promises[line.id] = least(parts)
    facts = GuardFacts(
        order=head,
        figures=tuple(
            _figures(
                order,
                line,
                receipts.get(line.id),
                promises.get(line.id),
                exchange,
                site.ceilings.ceiling(line.category_id, line.discount_ceiling, roles),
            )
            for line in lines
        ),
        gross=exchange.ours(max(0, not_billed(lines) - order.billed_ahead)),
        exposure=exposure(reading, customer.id, without_order=order.id),
        bounds=credit_bounds(reading, customer, without_order=order.id),
        later=exchange.ours(wanted_later(reading, order, lines)),
        credit_limit=customer.credit_limit,
        today=reading.today,
        open_items=open_items(reading, customer.id),
        delivery_rule=DeliveryRule(order.delivery_rule),
        duplicates=_duplicates(reading, order, lines, company.duplicate_days),
        same_po=_same_po(reading, order, _po_rule(company, customer)),
        settings=guard_settings(company, customer),
        currency=company.money,
        exchange=exchange,
        site=site_facts(reading, order, customer, lines, receipts, site, roles, exchange, head.ship_to or ""),
        call_offs=call_offs(reading, order, lines),
    )
    return Facts(facts, customer, lines, promises, receipts, stock)


def _is_kept(line: Row[Any]) -> bool:
    return bool(line.kind == "stocked" and not line.drop_ship)


def site_facts(
    reading: Reading,
    order: Row[Any],
    customer: Row[Any],
    lines: Sequence[Row[Any]],
    receipts: Mapping[int, PriceReceipt],
    site: SiteRules,
    roles: frozenset[str],
    exchange: Exchange,
    ship_to: str,
) -> SiteFacts | None:
    """What the company's own rules and attributes look at; None, and nothing read, where it has none."""
    rules = site.all_rules
    if not rules and not site.definitions:
        return None
    values = values_of(reading, order.id, order.customer_id, [(line.id, line.product_id) for line in lines], site)
    ruled = ruled_order(
        reading, order, customer, lines, receipts, values, needs(rules), exchange, ship_to=ship_to, roles=roles
    )
    return SiteFacts(ruled, rules, site.definitions, exchange.company)


def wanted_later(reading: Reading, order: Row[Any], lines: Sequence[Row[Any]]) -> int:
    """What of an order is wanted later than the horizon, and so is no exposure yet; in the order's currency."""
    last = horizon(reading)
    return 0 if last is None else not_billed([line for line in lines if (line.wanted or order.wanted_date) > last])


def guard_settings(company: Settings, customer: Row[Any]) -> GuardSettings:
    """The bounds of the company and the customer's card."""
    return GuardSettings(
        band=company.price_band,
        value_limit=company.value_limit,
        grace_days=customer.grace_days,
        overdue_share=company.overdue_share,
        overdue_limit=customer.overdue_limit,
        hold_when_short=company.hold_when_short,
        duplicate_days=company.duplicate_days,
        po_rule=_po_rule(company, customer),
    )


def not_billed(lines: Sequence[Row[Any]]) -> int:
    """The order's own part of exposure: all of a new order, what has not been billed of an older one; its currency."""
    whole = 0
    for line in lines:
        due = line.ordered - line.cancelled
        not_billed = max(0, due - line.invoiced)
        whole += divide_half_up((line.net + line.tax) * not_billed, due) if due else 0
    return whole


def _order_facts(reading: Reading, order: Row[Any], customer: Row[Any], lines: Sequence[Row[Any]]) -> OrderFacts:
    ship_to = reading.first(_SHIP_TO, a_address=order.ship_to_id) if order.ship_to_id else None
    return OrderFacts(
        customer_code=customer.code,
        customer_active=customer.active,
        block=BlockLevel(customer.block),
        ship_to=None if ship_to is None else ", ".join(part for part in (ship_to.street, ship_to.city) if part) or "-",
        po_number=order.po_number,
        order_date=order.order_date,
        # An order placed in time is not stopped at its release because its day went by meanwhile.
        wanted_date=order.wanted_date if order.state == "draft" else max(order.wanted_date, reading.today),
        lines=tuple(
            OrderLineFacts(
                position=line.position,
                sku=line.sku,
                active=line.active,
                kind=line.kind,
                quantity=line.ordered - line.cancelled,
                min_qty=line.min_qty,
                multiple=line.multiple,
                price=line.price,
                factor=line.factor,
                free=line.free_rule_id is not None,
                wanted=line.wanted if order.state == "draft" else None,
            )
            for line in lines
        ),
        needs_po=customer.po_needed,
        type=order.type,
    )


def _figures(
    order: Row[Any],
    line: Row[Any],
    chosen: PriceReceipt | None,
    promised: Promise | None,
    exchange: Exchange,
    ceiling: int | None,
) -> LineFigures:
    quantity, decimals = line.ordered - line.cancelled, exchange.document.decimals
    before = line_net(quantity, line.price or 0, factor=line.factor, decimals=decimals)
    included = None
    if order.tax_included:
        included = read(line.tax_parts) or (TaxPart("", line.tax_rate),)
        before = net_within(included, before, quantity, decimals=decimals)
    return LineFigures(
        net=line.net,
        net_before=before,
        gross=line.net + line.tax,
        discount=line.discount,
        hand_price=line.price_by_hand,
        receipt=chosen,
        cost=None if line.cost_now is None else exchange.price(line.cost_now),
        included=included,
        ceiling=ceiling,
        floor=line.margin_floor,
        promise=promised if line.kind != "kit" else None,  # its components' lines say what is short
        free=line.free_rule_id is not None,
    )


def _po_rule(company: Settings, customer: Row[Any]) -> PoRule:
    return PoRule(customer.po_rule or company.po_rule)


def _same_po(reading: Reading, order: Row[Any], rule: PoRule) -> tuple[int, ...]:
    """The customer's other orders with the same PO number; not looked for where nobody asks."""
    if rule is PoRule.FREE or not order.po_number:
        return ()
    rows = reading.all(_SAME_PO, a_customer=order.customer_id, a_po=order.po_number, a_order=order.id)
    return tuple(row.number for row in rows)


def _duplicates(reading: Reading, order: Row[Any], lines: Sequence[Row[Any]], days: int) -> tuple[str, ...]:
    """Orders of the last days with exactly the same goods; only those with the first of them are read."""
    if days <= 0 or not lines:
        return ()
    mine = sorted((line.product_id, line.ordered - line.cancelled) for line in lines)
    theirs: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    since = order.order_date - timedelta(days=days)
    one = lines[0]
    for row in reading.all(
        _RECENT,
        a_customer=order.customer_id,
        a_order=order.id,
        a_since=since,
        a_product=one.product_id,
        a_quantity=one.ordered - one.cancelled,
    ):
        theirs[row.number].append((row.product_id, row.quantity))
    return tuple(str(number) for number, goods in sorted(theirs.items()) if sorted(goods) == mine)


__all__ = [
    "LINES",
    "Facts",
    "customer_of",
    "gather",
    "guard_settings",
    "line_offers",
    "line_receipt",
    "not_billed",
    "wanted_later",
    "priced",
]
