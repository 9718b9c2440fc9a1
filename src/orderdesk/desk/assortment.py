"""What products refer to: categories, suppliers and tax rates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.desk.upkeep import MOST_DAYS, add, named, new_code, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Category, Supplier, TaxRate
from orderdesk.rules.tax_parts import TaxPart, whole_rate, written
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import HUNDRED_PERCENT, MAX_PRICE, Percent, percent_text

_CATEGORY = table(Category)
_SUPPLIER = table(Supplier)
_RATE = table(TaxRate)
_CATEGORY_CODE = select(_CATEGORY.c.id).where(_CATEGORY.c.code == bindparam("a_code"))
_SUPPLIER_CODE = select(_SUPPLIER.c.id).where(_SUPPLIER.c.code == bindparam("a_code"))
_RATE_FROM = select(_RATE.c.rate).where(
    _RATE.c.tax_class == bindparam("a_class"), _RATE.c.valid_from == bindparam("a_day")
)


@verb("category.new")
def category(
    tx: Transaction,
    code: str,
    name: str,
    *,
    discount_ceiling: Percent | None = None,
    margin_floor: Percent | None = None,
) -> str:
    """Enter a kind of product. Its code.

    Args:
        discount_ceiling: the discount up to which nobody needs to approve; None is any.
        margin_floor: the margin, of the net price, below which somebody must approve; None is any.

    Raises:
        Refused: the code is taken.
    """
    key = new_code(code, "category code")
    taken = f"category {key} exists already"
    if tx.scalar(_CATEGORY_CODE, a_code=key) is not None:
        raise Refused(taken)
    for percent, what in ((discount_ceiling, "discount ceiling"), (margin_floor, "margin floor")):
        if percent is not None:
            whole(percent, what, HUNDRED_PERCENT)
    kept = Category(code=key, name=named(name), discount_ceiling=discount_ceiling, margin_floor=margin_floor)
    tx.record("category.new", "category", add(tx, kept, taken), code=key, name=kept.name)
    return key


@verb("supplier.new")
def supplier(
    tx: Transaction,
    code: str,
    name: str,
    *,
    contact: str = "",
    contact_role: str = "",
    street: str = "",
    city: str = "",
    region: str = "",
    postcode: str = "",
    country: str = "",
    phone: str = "",
    email: str = "",
    lead_days: int = 0,
) -> str:
    """Enter somebody who sells to us. The supplier's code. Raises Refused when the code is taken."""
    key = new_code(code, "supplier code")
    taken = f"supplier {key} exists already"
    if tx.scalar(_SUPPLIER_CODE, a_code=key) is not None:
        raise Refused(taken)
    kept = Supplier(
        code=key,
        name=named(name),
        contact=clean(contact, "contact", limit=100),
        contact_role=clean(contact_role, "contact's role", limit=100),
        street=clean(street, "street"),
        city=clean(city, "city", limit=100),
        region=clean(region, "region", limit=100),
        postcode=clean(postcode, "postcode", limit=20),
        country=clean(country, "country", limit=60),
        phone=clean(phone, "phone", limit=100),
        email=clean(email, "email", limit=100),
        lead_days=whole(lead_days, "lead days", MOST_DAYS),
    )
    tx.record("supplier.new", "supplier", add(tx, kept, taken), code=key, name=kept.name)
    return key


@verb("tax.rate")
def tax_rate(
    tx: Transaction, tax_class: str, rate: Percent | None, valid_from: date, *, parts: list[TaxPart] | None = None
) -> int:
    """Enter what a tax class is taxed at from a day on; the rate's id. The class exists from its first rate on.

    Args:
        rate: None where its parts say it.
        parts: several taxes, each on the net or on the net and those before it, or so much a stock unit.

    Raises:
        BadValue: neither a rate nor parts, or both; a part without a name.
        Refused: the class has a rate from that very day already.
    """
    key = named(tax_class, "tax class", limit=32).lower()
    if (rate is None) == (not parts):
        raise BadValue("a tax class has either one rate or several taxes that make it up")
    several = tuple(_part(part) for part in parts or ())
    rate = whole_rate(several) if rate is None else rate
    whole(rate, "tax rate", 10 * HUNDRED_PERCENT if several else HUNDRED_PERCENT)
    there = tx.scalar(_RATE_FROM, a_class=key, a_day=valid_from)
    if there is not None:
        raise Refused(f"tax class {key} is at {percent_text(there)} % from {valid_from} on already; choose another day")
    taken = f"tax class {key} got a rate from {valid_from} at another terminal just now"
    rate_id = add(tx, TaxRate(tax_class=key, rate=rate, parts=written(several), valid_from=valid_from), taken)
    told = {"parts": written(several)} if several else {}
    tx.record("tax.rate", "tax_rate", rate_id, tax_class=key, rate=rate, valid_from=valid_from, **told)
    return rate_id


def _part(part: TaxPart) -> TaxPart:
    """One of several taxes, looked at before it is kept."""
    whole(part.rate, "tax rate", HUNDRED_PERCENT)
    whole(part.amount, "tax a unit", MAX_PRICE)
    if not part.rate and not part.amount:
        raise BadValue(f"tax {visible(part.name)[:40]!r} is neither a percentage nor an amount for one unit")
    return replace(part, name=named(part.name, "name of the tax", limit=32))
