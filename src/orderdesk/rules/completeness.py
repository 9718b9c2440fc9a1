"""Completeness: what must be right before an order can be submitted at all.

Everything here blocks: it cannot be approved away, only put right, and each sentence says how. All findings are
returned, not only the first, so that the clerk puts them right in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from orderdesk.findings import Finding, Severity
from orderdesk.rules.wording import listed
from orderdesk.values import ONE, Quantity, UnitPrice, quantity_text

LATEST_WANTED = timedelta(days=731)  # two years, one of them a leap year: further ahead is a typing error


class BlockLevel(StrEnum):
    """What a customer's block stops; payments are taken at every level but `all`."""

    NONE = "none"
    SHIP = "ship"  # no new orders or shipments; what has left is still invoiced
    INVOICE = "invoice"  # no invoices either
    ALL = "all"  # nothing at all

    @property
    def stops_orders(self) -> bool:
        """Orders and shipments stop from the first level on."""
        return self is not BlockLevel.NONE

    @property
    def stops_invoices(self) -> bool:
        """Invoices stop from the second level on."""
        return self in (BlockLevel.INVOICE, BlockLevel.ALL)

    @property
    def stops_payments(self) -> bool:
        """Payments stop only at the last."""
        return self is BlockLevel.ALL


@dataclass(frozen=True, slots=True)
class OrderLineFacts:
    """One line as typed.

    Attributes:
        position: counted from 1.
        kind: stocked, made to order, service.
        quantity, min_qty, multiple: in stock units; a minimum or multiple of 0 is none.
        price: for one sales unit; None is not known yet.
        factor: how many stock units a sales unit holds.
        wanted: a day of the line's own.
        free: free goods, which come in the quantity that was earned, whatever the product's minimum and multiple.
    """

    position: int
    sku: str
    active: bool
    kind: str
    quantity: Quantity
    min_qty: Quantity = 0
    multiple: Quantity = 0
    price: UnitPrice | None = None
    factor: Quantity = ONE
    free: bool = False
    wanted: date | None = None


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The order's head and lines.

    Attributes:
        customer_code: empty or None while no customer is chosen.
        ship_to: None while there is none; orders of services alone, and counter sales, need none.
        po_number: the customer's own number; must be there only where the customer asks for it.
        wanted_date: None is as soon as possible.
    """

    customer_code: str | None
    customer_active: bool
    block: BlockLevel
    ship_to: str | None
    po_number: str | None
    order_date: date
    wanted_date: date | None
    lines: tuple[OrderLineFacts, ...]
    needs_ship_to: bool = True
    needs_po: bool = False
    type: str = "standard"


def check_complete(facts: OrderFacts, today: date) -> tuple[Finding, ...]:
    """Every reason why the order cannot be submitted as it stands; empty when it can."""
    found = _check_customer(facts) + _check_dates(facts, today)
    if not facts.lines:
        found.append(_block("no-lines", "the order has no lines: enter at least one"))
    for line in facts.lines:
        found += _check_line(line)
        if facts.type == "service" and line.kind != "service":
            found.append(
                _block(
                    "goods-on-service",
                    f"line {line.position}, {line.sku}: is no service, and this is a service order; "
                    "void the line, or make the order a standard one",
                    line.position,
                )
            )
        if line.wanted is not None:
            found += _check_wanted(line.wanted, today, f"line {line.position}, {line.sku}: wanted date", line.position)
    return tuple(found)


def fitting(quantity: Quantity, min_qty: Quantity, multiple: Quantity) -> tuple[Quantity, ...]:
    """The quantities next to a wish that can be ordered: the one below, where there is one, and the one above."""
    step = multiple or 1
    lowest = -(-max(min_qty, step) // step) * step
    below = quantity // step * step
    above = -(-quantity // step) * step
    return tuple(sorted({max(choice, lowest) for choice in (below or lowest, above)}))


def _block(kind: str, message: str, line: int | None = None) -> Finding:
    return Finding(Severity.BLOCK, kind, message, line)


def _check_customer(facts: OrderFacts) -> list[Finding]:
    if not facts.customer_code:
        return [_block("no-customer", "the order has no customer: choose one")]
    customer, found = facts.customer_code, []
    if not facts.customer_active:
        found.append(_block("inactive-customer", f"customer {customer} is not active: activate it or choose another"))
    if facts.block.stops_orders:
        found.append(
            _block(
                "customer-blocked",
                f"customer {customer} is blocked (level {facts.block.value}): no new orders until the block is lifted",
            )
        )
    goods = any(line.kind != "service" for line in facts.lines)
    if facts.needs_ship_to and goods and not facts.ship_to:
        found.append(_block("no-ship-to", f"the order has no ship-to: choose one of {customer}'s addresses"))
    if facts.needs_po and not facts.po_number:
        found.append(_block("no-po", f"customer {customer} wants its own order number on every order: ask for it"))
    return found


def _check_dates(facts: OrderFacts, today: date) -> list[Finding]:
    found = []
    if facts.order_date > today:
        found.append(_block("order-date", f"order date {facts.order_date} is in the future: today is {today}"))
    if facts.wanted_date is not None:
        found += _check_wanted(facts.wanted_date, today, "wanted date")
    return found


def _check_wanted(wanted: date, today: date, what: str, line: int | None = None) -> list[Finding]:
    latest = today + LATEST_WANTED
    if wanted < today:
        return [_block("wanted-date", f"{what} {wanted} is past: {today} is the earliest", line)]
    if wanted > latest:
        return [_block("wanted-date", f"{what} {wanted} is over two years ahead: {latest} is the latest", line)]
    return []


def _check_line(line: OrderLineFacts) -> list[Finding]:
    found = []
    at = f"line {line.position}, {line.sku}"
    if not line.active:
        found.append(
            _block("inactive-product", f"{at}: is no longer sold; take another product or void the line", line.position)
        )
    if line.quantity <= 0:
        found.append(_block("quantity", f"{at}: the quantity must be above zero", line.position))
    elif line.free:
        pass
    elif line.quantity < line.min_qty:
        wish, least = _in_sales_units(line, line.quantity, line.min_qty)
        found.append(
            _block("below-minimum", f"{at}: {wish} is below the minimum of {least}; {_would_do(line)}", line.position)
        )
    elif line.multiple and line.quantity % line.multiple:
        wish, step = _in_sales_units(line, line.quantity, line.multiple)
        found.append(
            _block("not-a-multiple", f"{at}: {wish} is not a multiple of {step}; {_would_do(line)}", line.position)
        )
    if line.price is None:
        found.append(_block("no-price", f"{at}: has no price; enter one or have a list price set", line.position))
    return found


def _would_do(line: OrderLineFacts) -> str:
    choices = fitting(line.quantity, line.min_qty, line.multiple)
    return f"{listed(_in_sales_units(line, *choices), 'or')} would do"


def _in_sales_units(line: OrderLineFacts, *quantities: Quantity) -> list[str]:
    """Quantities as the clerk types them; in stock units, and said so, where the sales unit is too coarse."""
    if all(quantity * ONE % line.factor == 0 for quantity in (*quantities, line.quantity, line.min_qty, line.multiple)):
        return [quantity_text(quantity * ONE // line.factor) for quantity in quantities]
    return [f"{quantity_text(quantity)} stock units" for quantity in quantities]
