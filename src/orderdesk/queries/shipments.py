"""What left the house on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select, type_coerce

from orderdesk.models import Customer, Order, Shipment, User
from orderdesk.models.columns import Whole
from orderdesk.store.transaction import Reading, table

_SHIPMENT, _ORDER, _CUSTOMER, _USER = table(Shipment), table(Order), table(Customer), table(User)
_ON = _SHIPMENT.c.day == bindparam("a_day")
_SUMS = select(
    func.count().label("shipments"),
    type_coerce(func.coalesce(func.sum(_SHIPMENT.c.packages), 0), Whole()).label("packages"),
    type_coerce(func.coalesce(func.sum(_SHIPMENT.c.weight_grams), 0), Whole()).label("grams"),
).where(_ON)
_LAST = (
    select(
        _SHIPMENT.c.number,
        _ORDER.c.number.label("order"),
        _CUSTOMER.c.code.label("customer"),
        _CUSTOMER.c.name,
        _SHIPMENT.c.carrier,
        _SHIPMENT.c.tracking,
        _SHIPMENT.c.packages,
        _SHIPMENT.c.weight_grams,
        _SHIPMENT.c.shipped_at,
        _USER.c.name.label("shipped_by"),
    )
    .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_USER, _USER.c.id == _SHIPMENT.c.shipped_by)
    .where(_ON)
    .order_by(_SHIPMENT.c.id.desc())
    .limit(bindparam("a_limit"))
)


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """One shipment."""

    number: int
    order: int
    customer: str
    name: str
    carrier: str
    tracking: str
    packages: int
    weight_grams: int
    shipped_at: datetime
    shipped_by: str


@dataclass(frozen=True, slots=True)
class ShippedOn:
    """A day's shipments: how many, their packages and weight, and the last of them, the newest first."""

    shipments: int
    packages: int
    weight_grams: int
    last: tuple[ShipmentRow, ...]


def shipped_on(reading: Reading, day: date, limit: int = 100) -> ShippedOn:
    """What left on a day."""
    sums = reading.first(_SUMS, a_day=day)
    assert sums is not None
    return ShippedOn(
        sums.shipments,
        sums.packages,
        sums.grams,
        tuple(ShipmentRow(**row._mapping) for row in reading.all(_LAST, a_day=day, a_limit=limit)),
    )
