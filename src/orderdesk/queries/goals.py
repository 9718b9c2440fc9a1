"""Where one may want to go: an order by its number or the customer's own, an invoice's, a pick list, a customer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, bindparam, select

from orderdesk.models import Customer, Invoice, Order, Pick, Shipment
from orderdesk.queries.look_up import customers
from orderdesk.store.transaction import Reading, table

_ORDER = table(Order)
_CUSTOMER = table(Customer)
_INVOICE = table(Invoice)
_PICK = table(Pick)
_SHIPMENT = table(Shipment)

_ORDERS: Select[tuple[int, str, str, str]] = (
    select(_ORDER.c.number, _ORDER.c.state, _CUSTOMER.c.code, _CUSTOMER.c.name)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .order_by(_ORDER.c.id.desc())
    .limit(10)
)
_BY_NUMBER = _ORDERS.where(_ORDER.c.number == bindparam("a_number"))
_BY_PO = _ORDERS.where(_ORDER.c.po_number == bindparam("a_text"))
_BY_INVOICE = _ORDERS.join(_INVOICE, _INVOICE.c.order_id == _ORDER.c.id).where(_INVOICE.c.number == bindparam("a_text"))
_BY_TRACKING = _ORDERS.join(_SHIPMENT, _SHIPMENT.c.order_id == _ORDER.c.id).where(
    _SHIPMENT.c.tracking == bindparam("a_text")
)
_PICKS = select(_PICK.c.number, _PICK.c.state).where(_PICK.c.number == bindparam("a_number"))


@dataclass(frozen=True, slots=True)
class Goal:
    """One place: what kind of document, its name, and the words beside it."""

    kind: str  # order, draft, pick, customer
    key: str
    title: str
    note: str = ""


def goals(reading: Reading, text: str, limit: int = 12) -> tuple[Goal, ...]:
    """What the text may be the number, the code or the words of, the likeliest first."""
    plain = text.strip()
    if not plain or not plain.isprintable():
        return ()
    found: list[Goal] = []
    if plain.isascii() and plain.isdigit() and len(plain) < 18:
        found += _orders(reading, _BY_NUMBER, a_number=int(plain))
        found += [
            Goal("pick", str(row.number), "pick list", row.state) for row in reading.all(_PICKS, a_number=int(plain))
        ]
    found += _orders(reading, _BY_INVOICE, a_text=plain.upper())
    found += _orders(reading, _BY_PO, a_text=plain)
    found += _orders(reading, _BY_TRACKING, a_text=plain)
    found += [Goal("customer", one.code, one.name, one.city) for one in customers(reading, plain, limit)]
    return tuple({(goal.kind, goal.key): goal for goal in found}.values())[:limit]


def _orders(reading: Reading, statement: Select[tuple[int, str, str, str]], **values: object) -> list[Goal]:
    return [
        Goal("draft" if row.state == "draft" else "order", str(row.number), f"{row.code} {row.name}", row.state)
        for row in reading.all(statement, **values)
    ]
