"""The customer's card: who they are, what they owe in every form and may owe, what they have ordered, who to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import Address, Contact, Customer, Segment, Terms
from orderdesk.queries.attribute_values import Attributed, of_owner
from orderdesk.queries.credit_bounds import credit_bounds
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.exposure import exposure, open_items
from orderdesk.queries.order_list import ListedOrder, order_list
from orderdesk.queries.taxes import tax_note
from orderdesk.rules.attributes import Subject
from orderdesk.rules.credit import Exposure, tightest
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import Currency, OwnMoney

ORDERS = 30

_CUSTOMER = table(Customer)
_TERMS = table(Terms)
_SEGMENT = table(Segment)
_ADDRESS = table(Address)
_CONTACT = table(Contact)
_BY_CODE = (
    select(_CUSTOMER, _TERMS.c.name.label("terms"), _SEGMENT.c.name.label("segment"))
    .join(_TERMS, _TERMS.c.id == _CUSTOMER.c.terms_id)
    .outerjoin(_SEGMENT, _SEGMENT.c.id == _CUSTOMER.c.segment_id)
    .where(_CUSTOMER.c.code == bindparam("a_code"))
)
_ADDRESSES = (
    select(_ADDRESS)
    .where(_ADDRESS.c.customer_id == bindparam("a_customer"))
    .order_by(_ADDRESS.c.kind, _ADDRESS.c.standard.desc(), _ADDRESS.c.id)
)
_CONTACTS = select(_CONTACT).where(_CONTACT.c.customer_id == bindparam("a_customer")).order_by(_CONTACT.c.id)


@dataclass(frozen=True, slots=True)
class CardContact:
    """Who calls."""

    name: str
    role: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """Everything about a customer that somebody on the telephone may be asked. Amounts in minor units.

    Attributes:
        limit: None is no limit, 0 cash only; `room` is what is left under every limit: this one, `order_limit` for what
            has not left, and the one that is shared with its credit group.
        overdue: what is open beyond its due date and not disputed; `oldest_days` how long the oldest of it is late.
        disputed: what of the open invoices is disputed; it is owed all the same.
        orders: the newest first.
    """

    code: str
    name: str
    active: bool
    block: str
    terms: str
    segment: str
    delivery_rule: str
    note: str
    since: date | None
    billing: str
    ship_to: tuple[str, ...]
    currency: Currency
    tax_note: str
    tax_included: bool
    limit: OwnMoney | None
    exposure: Exposure
    room: OwnMoney | None
    order_limit: OwnMoney | None
    overdue_limit: OwnMoney | None
    group: str
    group_limit: OwnMoney | None
    group_exposure: OwnMoney
    overdue: OwnMoney
    disputed: OwnMoney
    oldest_days: int
    contacts: tuple[CardContact, ...]
    orders: tuple[ListedOrder, ...]
    attributes: tuple[Attributed, ...] = ()


def customer_card(reading: Reading, code: str) -> CustomerCard:
    """The card of the customer with this code. Raises NotFound."""
    key = code.strip().upper()
    row = reading.first(_BY_CODE, a_code=key) if key.isprintable() else None
    if row is None:
        raise NotFound(f"there is no customer {visible(code.strip())[:40]}")
    addresses = reading.all(_ADDRESSES, a_customer=row.id)
    lines = [
        (one.kind, ", ".join(part for part in (one.street, f"{one.postcode} {one.city}".strip(), one.country) if part))
        for one in addresses
    ]
    owed = exposure(reading, row.id)
    bounds = credit_bounds(reading, row)
    items = open_items(reading, row.id)
    late = [item for item in items if item.due < reading.today and item.late > 0]
    return CustomerCard(
        code=row.code,
        name=row.name,
        active=row.active,
        block=row.block,
        terms=row.terms,
        segment=row.segment or "",
        delivery_rule=row.delivery_rule,
        note=row.note,
        since=row.customer_since,
        billing=next((text for kind, text in lines if kind == "billing"), ""),
        ship_to=tuple(text for kind, text in lines if kind == "shipping"),
        currency=currency_of(reading, row.currency),
        tax_note=tax_note(row),
        tax_included=row.tax_included,
        limit=row.credit_limit,
        exposure=owed,
        room=tightest(owed, row.credit_limit, bounds),
        order_limit=row.order_limit,
        overdue_limit=row.overdue_limit,
        group="" if bounds.group is None else bounds.group.code,
        group_limit=None if bounds.group is None else bounds.group.limit,
        group_exposure=0 if bounds.group is None else bounds.group.exposure,
        overdue=sum(item.late for item in late),
        disputed=sum(item.disputed for item in items),
        oldest_days=max(((reading.today - item.due).days for item in late), default=0),
        contacts=tuple(
            CardContact(one.name, one.role, one.phone, one.email) for one in reading.all(_CONTACTS, a_customer=row.id)
        ),
        orders=order_list(reading, customer=row.code, limit=ORDERS),
        attributes=of_owner(reading, Subject.CUSTOMER, row.id),
    )
