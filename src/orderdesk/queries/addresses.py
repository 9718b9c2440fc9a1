"""Where a customer's goods and invoices go, with the ids that orders name a ship-to by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import Address, Customer
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible

_ADDRESS, _CUSTOMER = table(Address), table(Customer)
_OWNER = select(_CUSTOMER.c.id).where(_CUSTOMER.c.code == bindparam("a_code"))
_ALL = (
    select(_ADDRESS)
    .where(_ADDRESS.c.customer_id == bindparam("a_customer"))
    .order_by(_ADDRESS.c.kind, _ADDRESS.c.standard.desc(), _ADDRESS.c.id)
)
_BILLING = (
    select(_ADDRESS)
    .where(_ADDRESS.c.customer_id == bindparam("a_customer"))
    .order_by((_ADDRESS.c.kind == "billing").desc(), _ADDRESS.c.standard.desc(), _ADDRESS.c.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class ListedAddress:
    """One address; `kind` is billing or shipping, `standard` the one that is filled in."""

    id: int
    kind: str
    standard: bool
    name: str
    street: str
    postcode: str
    city: str
    region: str
    country: str


def addresses(reading: Reading, customer: str) -> Sequence[ListedAddress]:
    """The addresses of a customer, billing first. Raises NotFound."""
    code = customer.strip().upper()
    owner = reading.scalar(_OWNER, a_code=code) if code.isprintable() and len(code) <= 64 else None
    if owner is None:
        raise NotFound(f"there is no customer {visible(code)[:40]}; find it by name with: orderdesk customer find")
    return [
        ListedAddress(
            row.id,
            row.kind,
            bool(row.standard),
            row.name,
            row.street,
            row.postcode,
            row.city,
            row.region,
            row.country,
        )
        for row in reading.all(_ALL, a_customer=owner)
    ]


def billing_address(reading: Reading, customer_id: int) -> tuple[str, ...]:
    """Where a customer's invoices go, a line each; nothing where it has no address."""
    row = reading.first(_BILLING, a_customer=customer_id)
    if row is None:
        return ()
    place = " ".join(part for part in (row.postcode, row.city, row.region) if part)
    return tuple(part for part in (row.name, row.street, place, row.country) if part)
