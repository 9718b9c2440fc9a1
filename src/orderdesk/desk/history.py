"""Orders of another system: taken over under their own numbers and dates, so that the desk begins with a past.

What had left there is booked as shipped and invoiced: it moves no stock (the opening stock is counted after it) and
takes no number of our gapless series. What had not left is an open, confirmed order whose lines wait for goods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, ledger
from orderdesk.desk.billing import Billed, write
from orderdesk.desk.order_basis import order_basis
from orderdesk.desk.totals import recompute
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Address, Order, OrderLine, Shipment, ShipmentLine
from orderdesk.queries.settings import settings
from orderdesk.queries.taxes import LineTax, rate_of, tax_rates
from orderdesk.store.numbers import at_least, next_number
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import Money, Percent, Quantity, UnitPrice

_ORDER = table(Order)
_LINE = table(OrderLine)
_ADDRESS = table(Address)
_THERE = select(_ORDER.c.id).where(_ORDER.c.number == bindparam("a_number"))
_ADDRESSES = (
    select(_ADDRESS)
    .where(_ADDRESS.c.customer_id == bindparam("a_customer"))
    .order_by((_ADDRESS.c.kind == "shipping").desc(), _ADDRESS.c.standard.desc(), _ADDRESS.c.id)
)
_SHIPPED = update(_LINE).where(_LINE.c.order_id == bindparam("a_order")).values(shipped=_LINE.c.ordered, waiting=False)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line as it was sold: quantity in the product's stock unit, price for one of it."""

    sku: str
    quantity: Quantity
    price: UnitPrice
    discount: Percent = 0


@dataclass(frozen=True, slots=True)
class ShipTo:
    """Where an order went; becomes one of the customer's addresses unless it is one already."""

    name: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""


@verb("history.order")
def order(
    tx: Transaction,
    *,
    number: int,
    customer: str,
    order_date: date,
    wanted: date,
    lines: Sequence[HistoryLine],
    shipped: date | None = None,
    invoice_number: str | None = None,
    carrier: str = "",
    freight: Money = 0,
    po_number: str = "",
    entered_by: str | None = None,
    ship_to: ShipTo | int | None = None,
) -> bool:
    """Take over one order; False, and nothing changed, when its number is there already.

    Args:
        shipped: when all of it left, and was billed; None is an open order, whose lines wait for goods from now on.
        invoice_number: the bill's own number; OLD- and the order's number unless said.
        entered_by: a login; whoever takes the orders over unless said.
        ship_to: an address, or the id of one of the customer's; the standard one unless said.

    Raises:
        Refused: no lines, or a quantity of nothing.
        NotFound: no such customer, product or user.
    """
    if tx.scalar(_THERE, a_number=number) is not None:
        return False
    if not lines or any(line.quantity <= 0 for line in lines):
        raise Refused(f"order {number} has no lines, or one of a quantity of 0")
    buyer = find.customer(tx, customer)
    company = settings(tx)
    clerk = ledger.person(tx) if entered_by is None else find.user(tx, entered_by).id
    entered = _noon(order_date)
    at_least(tx, "order", number)
    order_id = tx.add(
        Order(
            number=number,
            state="confirmed",
            customer_id=buyer.id,
            ship_to_id=_address(tx, buyer, ship_to),
            warehouse_id=find.warehouse(tx, company.warehouse).id,
            terms_id=buyer.terms_id,
            po_number=clean(po_number, "PO number", limit=40),
            order_date=order_date,
            wanted_date=wanted,
            delivery_rule=buyer.delivery_rule,
            priority=buyer.priority,
            sourcing=buyer.sourcing or company.sourcing,
            freight=freight,
            carrier=clean(carrier, "carrier", limit=40),
            entered_by=clerk,
            entered_at=entered,
            submitted_at=entered,
            confirmed_at=entered,
            **order_basis(tx, buyer, order_date),
        )
    )
    _write_lines(tx, order_id, buyer, lines, order_date, wanted)
    recompute(tx, order_id)
    if shipped is not None:
        _ship(tx, find.order(tx, number), shipped, clerk)
        _bill(tx, find.order(tx, number), shipped, invoice_number or f"OLD-{number}")
    tx.record("history.order", "order", order_id, number=number, customer=buyer.code, shipped=shipped)
    return True


def _noon(day: date) -> datetime:
    """The moment that stands for a day of which no more is known."""
    return datetime.combine(day, time(12), UTC)


def _address(tx: Transaction, buyer: Row[Any], wanted: ShipTo | int | None) -> int | None:
    known = tx.all(_ADDRESSES, a_customer=buyer.id)
    if wanted is None:
        return known[0].id if known else None
    if isinstance(wanted, int):
        if wanted not in {row.id for row in known}:
            raise Refused(f"address {wanted} is not one of customer {buyer.code}")
        return wanted
    fields = {name: clean(text, name, limit=120) for name, text in asdict(wanted).items()}
    for row in known:
        if all(row._mapping[name] == text for name, text in fields.items()):
            return int(row.id)
    return tx.add(Address(customer_id=buyer.id, kind="shipping", standard=False, **fields))  # type: ignore[arg-type]


def _write_lines(
    tx: Transaction, order_id: int, buyer: Row[Any], lines: Sequence[HistoryLine], order_date: date, wanted: date
) -> None:
    rates = tax_rates(tx, order_date)
    rows = []
    for position, line in enumerate(lines, start=1):
        product = find.product(tx, line.sku)
        goods = product.kind not in ("service", "kit")
        rows.append(
            {
                "order_id": order_id,
                "position": position,
                "product_id": product.id,
                "description": product.name,
                "unit": product.unit,
                "ordered": line.quantity,
                "price": line.price,
                "price_by_hand": True,
                "price_source": "as sold",
                "discount": line.discount,
                **rate_of(rates, product.tax_class, exempt=buyer.tax_exempt).columns,
                "cost": product.cost,
                "promised": wanted if goods else None,
                "waiting": goods,
            }
        )
    tx.add_all(OrderLine, rows)


_LINES = select(_LINE).where(_LINE.c.order_id == bindparam("a_order")).order_by(_LINE.c.position)


def _ship(tx: Transaction, row: Row[Any], day: date, clerk: int) -> None:
    shipment_id = tx.add(
        Shipment(
            number=next_number(tx, "shipment"),
            order_id=row.id,
            warehouse_id=row.warehouse_id,
            carrier=row.carrier,
            day=day,
            shipped_at=_noon(day),
            shipped_by=clerk,
        )
    )
    tx.change(_SHIPPED, a_order=row.id)
    tx.add_all(
        ShipmentLine,
        [
            {"shipment_id": shipment_id, "order_line_id": line.id, "quantity": line.ordered}
            for line in tx.all(_LINES, a_order=row.id)
        ],
    )


def _bill(tx: Transaction, row: Row[Any], day: date, invoice_number: str) -> None:
    billed = [
        Billed(
            line,
            line.ordered,
            line.net + (line.tax if row.tax_included else 0),
            LineTax(line.tax_rate, line.tax_parts),
        )
        for line in tx.all(_LINES, a_order=row.id)
    ]
    write(tx, [row], billed, clean(invoice_number, "invoice number", limit=40), "OLD", None, day)
    tx.update(Order, row.id, state="closed", closed_at=_noon(day))
