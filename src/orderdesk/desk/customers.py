"""Upkeep of customers: who they are, what guards the money, where goods go, who calls; their segments and terms.

The credit limit, grace and block have a verb and a right of their own. Whoever lacks that right enters new customers
as cash only, until somebody who has it sets a limit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import EllipsisType
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import SQLModel

from orderdesk.desk import find
from orderdesk.desk.addresses import address, contact, refresh_search, rename_addresses, write_address
from orderdesk.desk.conditions import segment, terms
from orderdesk.desk.customer_money import kept_currency, require_nothing_open
from orderdesk.desk.upkeep import (
    MOST_DAYS,
    add,
    by_code,
    changes,
    emptied,
    in_codes,
    member,
    named,
    new_code,
    require_version,
    whole,
)  # fmt: skip
from orderdesk.desk.verb import may, require, verb
from orderdesk.errors import Refused
from orderdesk.models import Customer, PriceList, Segment, Terms
from orderdesk.queries.settings import settings
from orderdesk.rules.billing import Billing
from orderdesk.rules.completeness import BlockLevel
from orderdesk.rules.po_number import PoRule
from orderdesk.rules.queue import DeliveryRule
from orderdesk.rules.sourcing import Sourcing
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_MONEY, Money

__all__ = ["address", "change", "contact", "limit", "new", "segment", "terms"]

_CUSTOMER = table(Customer)
_CODE = select(_CUSTOMER.c.id).where(_CUSTOMER.c.code == bindparam("a_code"))
_REFERENCES: dict[str, type[SQLModel]] = {"terms_id": Terms, "segment_id": Segment, "price_list_id": PriceList}


@verb("customer.new")
def new(
    tx: Transaction,
    code: str,
    name: str,
    *,
    street: str = "",
    city: str = "",
    region: str = "",
    postcode: str = "",
    country: str = "",
    terms: str | None = None,
    segment: str | None = None,
    price_list: str | None = None,
    credit_limit: Money | None = None,
    grace_days: int = 0,
    block: str = "none",
    delivery_rule: str = "partial",
    tax_exempt: bool = False,
    exempt_reason: str = "",
    vat_id: str = "",
    currency: str = "",
    tax_included: bool = False,
    language: str = "en",
    customer_since: date | None = None,
    active: bool = True,
    note: str = "",
    priority: int = 5,
    sourcing: str = "",
    billing: str = "",
    po_rule: str = "",
    po_needed: bool = False,
) -> str:
    """Enter a customer, with one address to bill and to deliver to. Its code.

    Args:
        terms: code of its payment terms; the company's usual ones unless said.
        exempt_reason: why it bears no tax; stands on its invoices.
        currency: of its documents; the company's unless said.
        tax_included: prices said to it are with tax.
        credit_limit: in minor units; None is no limit, 0 is cash only. Without the right customer.limit, None is 0.
        priority: in the allocation queue, 1 to 9; lower is served first.
        sourcing: which warehouses serve its orders: own, fullest, nearest, single; empty is the company's rule.
        billing: when its goods are billed: ship, order, day, week, month, hand; empty is the company's rule.
        po_rule: where its PO number comes twice: free, warn, refuse; empty is the company's rule.
        po_needed: whether its orders must have one.

    Raises:
        Refused: the code is taken.
        NotFound: no such terms, segment or price list.
        NotAllowed: a limit, grace or block is given by somebody who may not set them.
    """
    key = new_code(code, "customer code")
    taken = f"customer {key} exists already; choose another code, or change that one"
    if tx.scalar(_CODE, a_code=key) is not None:
        raise Refused(taken)
    if credit_limit or grace_days or block != BlockLevel.NONE:
        require(tx.who, "customer.limit")
    if credit_limit is None and not may(tx.who, "customer.limit"):
        credit_limit = 0
    customer = Customer(
        code=key,
        name=named(name),
        segment_id=by_code(tx, Segment, segment, "segment").id if segment else None,
        terms_id=find.terms(tx, terms or settings(tx).terms).id,
        price_list_id=by_code(tx, PriceList, price_list, "price list").id if price_list else None,
        customer_since=customer_since or tx.today,
        active=active,
        tax_exempt=tax_exempt,
        tax_included=tax_included,
        currency=kept_currency(tx, currency),
        **_guards(credit_limit, grace_days, block),
        **_plain(
            vat_id=vat_id, language=language, note=note, delivery_rule=delivery_rule, priority=priority,
            sourcing=sourcing, billing=billing, po_rule=po_rule, po_needed=po_needed,
            exempt_reason=exempt_reason,
        ),
    )  # fmt: skip
    customer_id = add(tx, customer, taken)
    place = {"street": street, "city": city, "region": region, "postcode": postcode, "country": country}
    for kind in ("billing", "shipping"):
        write_address(tx, customer_id, {"kind": kind, "name": customer.name, **place}, standard=True)
    refresh_search(tx, customer_id)
    tx.record("customer.new", "customer", customer_id, code=key, name=customer.name, credit_limit=credit_limit)
    return key


@verb("customer.change")
def change(
    tx: Transaction,
    code: str,
    *,
    name: str | None = None,
    street: str | None = None,
    city: str | None = None,
    region: str | None = None,
    postcode: str | None = None,
    country: str | None = None,
    terms: str | None = None,
    segment: str | None = None,
    price_list: str | None = None,
    delivery_rule: str | None = None,
    tax_exempt: bool | None = None,
    exempt_reason: str | None = None,
    vat_id: str | None = None,
    currency: str | None = None,
    tax_included: bool | None = None,
    language: str | None = None,
    customer_since: date | None = None,
    active: bool | None = None,
    note: str | None = None,
    priority: int | None = None,
    sourcing: str | None = None,
    billing: str | None = None,
    po_rule: str | None = None,
    po_needed: bool | None = None,
    version: int | None = None,
) -> str:
    """Change what a customer is; its code. Nothing said, nothing changed.

    Street, city and the like are those of the billing address; the usual ship-to moves with it while it is the same
    place.

    Args:
        segment, price_list: an empty code takes it away.
        currency: only while nothing is open; empty is the company's.
        version: the one that was read, if the change is to be refused when somebody else was faster.

    Raises:
        Conflict: another terminal changed the customer since that version; says who and when.
        Refused: another currency, while something is open in the present one.
    """
    row = _locked(tx, code)
    require_version(tx, "customer", row.code, row, version)
    wanted = _plain(
        vat_id=vat_id, language=language, note=note, delivery_rule=delivery_rule, priority=priority, sourcing=sourcing,
        po_rule=po_rule, po_needed=po_needed,
        billing=billing, exempt_reason=exempt_reason,
    )  # fmt: skip
    wanted |= {"customer_since": customer_since, "tax_exempt": tax_exempt, "active": active}
    wanted |= {"tax_included": tax_included, "currency": None if currency is None else kept_currency(tx, currency)}
    wanted["name"] = None if name is None else named(name)
    wanted["terms_id"] = find.terms(tx, terms).id if terms else None
    wanted["segment_id"] = by_code(tx, Segment, segment, "segment").id if segment else None
    wanted["price_list_id"] = by_code(tx, PriceList, price_list, "price list").id if price_list else None
    changed = changes(row, wanted)
    if "currency" in changed:
        require_nothing_open(tx, row.id, row.code, *changed["currency"])
    changed |= emptied(row, segment_id=segment == "", price_list_id=price_list == "")
    place = {"street": street, "city": city, "region": region, "postcode": postcode, "country": country}
    moved = rename_addresses(tx, row, place, changed["name"][1] if "name" in changed else None)
    if changed or moved:
        tx.update(Customer, row.id, **{column: pair[1] for column, pair in changed.items()})
        refresh_search(tx, row.id)
        tx.record("customer.change", "customer", row.id, **in_codes(tx, changed, _REFERENCES), **moved)
    return str(row.code)


@verb("customer.limit")
def limit(
    tx: Transaction,
    code: str,
    *,
    credit_limit: Money | EllipsisType | None = ...,
    grace_days: int | None = None,
    block: str | None = None,
    order_limit: Money | EllipsisType | None = ...,
    overdue_limit: Money | EllipsisType | None = ...,
    version: int | None = None,
) -> str:
    """Change what guards the money; the customer's code. Nothing said, nothing changed.

    Args:
        credit_limit: in minor units; None is no limit, 0 is cash only.
        grace_days: how long after its due date an item may stay open before orders are held.
        block: none, ship, invoice or all.
        order_limit: for orders that have not left; None is none of its own.
        overdue_limit: how much may be overdue; None is no such bound.
    """
    row = _locked(tx, code)
    require_version(tx, "customer", row.code, row, version)
    changed = changes(row, _guards(credit_limit, grace_days, block))
    more = {"order_limit": order_limit, "overdue_limit": overdue_limit}
    for name, said in more.items():
        if isinstance(said, int):
            changed |= changes(row, {name: whole(said, name.replace("_", " "), MAX_MONEY)})
    empty = {"credit_limit": credit_limit} | more
    changed |= emptied(row, **{name: said is None for name, said in empty.items()})
    if changed:
        tx.update(Customer, row.id, **{column: pair[1] for column, pair in changed.items()})
        tx.record("customer.limit", "customer", row.id, **changed)
    return str(row.code)


def _locked(tx: Transaction, code: str) -> Row[Any]:
    tx.lock(Customer, [find.customer(tx, code).id])
    return find.customer(tx, code)


def _plain(**said: Any) -> dict[str, Any]:
    """The values that need no look at the database, checked; what was not said stays None."""
    kept: dict[str, Callable[[Any], Any]] = {
        "vat_id": lambda text: clean(text, "VAT number", limit=40),
        "exempt_reason": lambda text: clean(text, "reason for the exemption", limit=100),
        "language": lambda text: named(text, "language", limit=8).lower(),
        "note": lambda text: clean(text, "note", limit=1_000),
        "delivery_rule": lambda text: member(DeliveryRule, text, "delivery rule"),
        "priority": lambda number: whole(number, "priority", 9, least=1),
        "billing": lambda text: member(Billing, text, "billing") if text else "",
        "sourcing": lambda text: member(Sourcing, text, "sourcing") if text else "",
        "po_rule": lambda text: member(PoRule, text, "PO rule") if text else "",
        "po_needed": bool,
    }
    return {name: None if value is None else kept[name](value) for name, value in said.items()}


def _guards(credit_limit: Money | EllipsisType | None, grace_days: int | None, block: str | None) -> dict[str, Any]:
    said = None if isinstance(credit_limit, EllipsisType) else credit_limit
    return {
        "credit_limit": None if said is None else whole(said, "credit limit", MAX_MONEY),
        "grace_days": None if grace_days is None else whole(grace_days, "grace days", MOST_DAYS),
        "block": None if block is None else member(BlockLevel, block, "block"),
    }
