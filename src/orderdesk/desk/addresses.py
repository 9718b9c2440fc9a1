"""Where a customer is and who calls, and the text that look-ups find it by, which follows every such change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find
from orderdesk.desk.upkeep import changes, named
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound
from orderdesk.models import Address, Contact, Customer
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, fold, visible

KINDS = ("billing", "shipping")
PARTS = {"name": 200, "street": 200, "city": 100, "region": 100, "postcode": 20, "country": 60}  # characters at most

_CUSTOMER = table(Customer)
_ADDRESS = table(Address)
_CONTACT = table(Contact)
_HEAD = select(_CUSTOMER.c.code, _CUSTOMER.c.name, _CUSTOMER.c.vat_id).where(_CUSTOMER.c.id == bindparam("a_customer"))
_ADDRESSES = select(_ADDRESS).where(_ADDRESS.c.customer_id == bindparam("a_customer")).order_by(_ADDRESS.c.id)
_CONTACTS = select(_CONTACT).where(_CONTACT.c.customer_id == bindparam("a_customer")).order_by(_CONTACT.c.id)
# Not by tx.update: what is found by another word has not become another version.
_SEARCH = update(_CUSTOMER).where(_CUSTOMER.c.id == bindparam("a_customer")).values(search=bindparam("a_search"))
_NOT_STANDARD = (
    update(_ADDRESS)
    .where(_ADDRESS.c.customer_id == bindparam("a_customer"), _ADDRESS.c.kind == bindparam("a_kind"))
    .values(standard=False)
)


@verb("customer.address")
def address(
    tx: Transaction,
    code: str,
    *,
    kind: str | None = None,
    name: str | None = None,
    street: str | None = None,
    city: str | None = None,
    region: str | None = None,
    postcode: str | None = None,
    country: str | None = None,
    standard: bool | None = None,
    address: int | None = None,
) -> int:
    """Give a customer one more address, or change one; the address's id.

    Args:
        kind: billing or shipping; a new one is for shipping unless said.
        standard: make it the one that is filled in. The first of its kind is that anyway.
        address: the id of the one to change; what is not said stays as it is.

    Raises:
        NotFound: no such customer, or it has no such address.
    """
    row = _locked(tx, code)
    said = {"name": name, "street": street, "city": city, "region": region, "postcode": postcode, "country": country}
    if kind is not None and kind not in KINDS:
        raise BadValue(f"kind {visible(kind)[:40]!r} is not one of {', '.join(KINDS)}")
    known = tx.all(_ADDRESSES, a_customer=row.id)
    if address is None:
        kind = kind or "shipping"
        first = not any(one.kind == kind for one in known)
        values = {**said, "kind": kind, "name": row.name if name is None else name}
        key = write_address(tx, row.id, values, standard=first or bool(standard))
        tx.record("customer.address", "customer", row.id, address=key, kind=kind, **_parts(said))
    else:
        key = address
        _change(tx, row.id, known, key, {**_parts(said), "kind": kind, "standard": standard})
    refresh_search(tx, row.id)
    return key


def _change(tx: Transaction, customer_id: int, known: Any, key: int, wanted: Mapping[str, Any]) -> None:
    there = next((one for one in known if one.id == key), None)
    if there is None:
        raise NotFound(f"this customer has no address with id {key}")
    changed = changes(there, wanted)
    if changed:
        if wanted["standard"]:
            tx.change(_NOT_STANDARD, a_customer=customer_id, a_kind=wanted["kind"] or there.kind)
        tx.update(Address, key, **{column: pair[1] for column, pair in changed.items()})
        tx.record("customer.address", "customer", customer_id, address=key, **changed)


@verb("customer.contact")
def contact(
    tx: Transaction,
    code: str,
    name: str,
    *,
    role: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    contact: int | None = None,
) -> int:
    """Note somebody who calls for a customer, or change one; the contact's id.

    Args:
        contact: the id of the one to change; what is not said stays as it is.

    Raises:
        NotFound: no such customer, or it has no such contact.
    """
    row = _locked(tx, code)
    said = {"role": role, "phone": phone, "email": email}
    wanted: dict[str, Any] = {
        part: None if text is None else clean(text, part, limit=100) for part, text in said.items()
    }
    wanted["name"] = named(name)
    wanted["phone_digits"] = None if wanted["phone"] is None else _digits(wanted["phone"])
    if contact is None:
        given = {part: value for part, value in wanted.items() if value is not None}
        key = tx.add(Contact(customer_id=row.id, **given))
        tx.record("customer.contact", "customer", row.id, contact=key, name=wanted["name"])
    else:
        key = contact
        there = next((one for one in tx.all(_CONTACTS, a_customer=row.id) if one.id == key), None)
        if there is None:
            raise NotFound(f"customer {row.code} has no contact with id {key}")
        changed = changes(there, wanted)
        if changed:
            tx.update(Contact, key, **{column: pair[1] for column, pair in changed.items()})
            tx.record("customer.contact", "customer", row.id, contact=key, **changed)
    refresh_search(tx, row.id)
    return key


def write_address(tx: Transaction, customer_id: int, values: Mapping[str, str | None], *, standard: bool) -> int:
    """Write one new address of a customer, cleaned; its id."""
    kind = values["kind"] or "shipping"
    if standard:
        tx.change(_NOT_STANDARD, a_customer=customer_id, a_kind=kind)
    kept: dict[str, Any] = {part: text for part, text in _parts(values).items() if text is not None}
    return tx.add(Address(customer_id=customer_id, kind=kind, standard=standard, **kept))


def rename_addresses(
    tx: Transaction, customer: Row[Any], place: Mapping[str, str | None], name: str | None
) -> dict[str, list[Any]]:
    """Change the standard billing address, and the standard ship-to while it is the same; what changed, [from, to].

    Args:
        name: the customer's new one, which the addresses that bore the old one take over.
    """
    standard = {one.kind: one for one in tx.all(_ADDRESSES, a_customer=customer.id) if one.standard}
    if "billing" not in standard:
        if any(place.values()):
            standard_id = write_address(
                tx, customer.id, {**place, "kind": "billing", "name": name or customer.name}, standard=True
            )
            return {"address": [None, standard_id]}
        return {}
    billing = standard["billing"]
    wanted = _parts({**place, "name": name if billing.name == customer.name else None})
    changed = changes(billing, wanted)
    if changed:
        values = {column: pair[1] for column, pair in changed.items()}
        tx.update(Address, billing.id, **values)
        shipping = standard.get("shipping")
        if shipping is not None and all(getattr(shipping, part) == getattr(billing, part) for part in PARTS):
            tx.update(Address, shipping.id, **values)
    return {part: pair for part, pair in changed.items() if part != "name"}


def refresh_search(tx: Transaction, customer_id: int) -> None:
    """Write anew what look-ups find the customer by: code, name, VAT number, places, callers and their telephones."""
    head = tx.first(_HEAD, a_customer=customer_id)
    assert head is not None  # its row is locked
    found = [head.code, head.name, head.vat_id]
    for one in tx.all(_ADDRESSES, a_customer=customer_id):
        found += [one.name, one.city, one.postcode]
    for one in tx.all(_CONTACTS, a_customer=customer_id):
        found += [one.name, one.phone_digits, one.email]
    distinct = dict.fromkeys(text for text in found if text)
    tx.change(_SEARCH, a_customer=customer_id, a_search=fold(" ".join(distinct)))


def _locked(tx: Transaction, code: str) -> Row[Any]:
    tx.lock(Customer, [find.customer(tx, code).id])
    return find.customer(tx, code)


def _parts(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """The parts of an address that were said, cleaned."""
    return {
        part: None if (text := values.get(part)) is None else clean(text, part, limit=limit)
        for part, limit in PARTS.items()
    }


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isascii() and character.isdigit())
