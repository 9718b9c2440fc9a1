"""Look-ups: what somebody may have meant by a code, a barcode, a telephone number or the beginnings of some words.

In that order, each found once; within the same kind what is active comes first. A look-up runs while people type, so it
reads a handful of rows from an index and never counts what else there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, String, and_, bindparam, case, func, literal, select

from orderdesk.errors import BadValue
from orderdesk.models import Address, Barcode, Contact, Customer, CustomerItem, Product, Stock, Warehouse
from orderdesk.quick_entry import NewLine
from orderdesk.rules.barcode import normal_gtin
from orderdesk.store.search import Searched, having_words
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import fold, words
from orderdesk.values import Quantity, UnitPrice

LIMIT = 20
SPARE = 10  # how many times the limit is read from the index of words, to choose the best from
BEYOND = "\U0010ffff"  # after every code that begins alike
PHONE = 5  # digits, from which on a row of them may be the beginning of a telephone number

_CUSTOMER = table(Customer)
_ADDRESS = table(Address)
_CONTACT = table(Contact)
_PRODUCT = table(Product)
_STOCK = table(Stock)
_WAREHOUSE = table(Warehouse)
_BARCODE = table(Barcode)
_ITEM = table(CustomerItem)

_CITY = (
    select(func.min(_ADDRESS.c.city))
    .where(_ADDRESS.c.customer_id == _CUSTOMER.c.id, _ADDRESS.c.kind == "billing")
    .scalar_subquery()
)
_CUSTOMERS = select(
    _CUSTOMER.c.code, _CUSTOMER.c.name, _CUSTOMER.c.search, _CUSTOMER.c.active, _CUSTOMER.c.block, _CITY.label("city")
)
_CUSTOMER_CODES = (
    _CUSTOMERS.where(_CUSTOMER.c.code >= bindparam("a_from"), _CUSTOMER.c.code < bindparam("a_to"))
    .order_by(_CUSTOMER.c.code)
    .limit(bindparam("a_limit"))
)
_CUSTOMERS_BY_ID = _CUSTOMERS.where(_CUSTOMER.c.id.in_(bindparam("ids", expanding=True)))
_CUSTOMERS_CODED = _CUSTOMERS.where(_CUSTOMER.c.code.in_(bindparam("codes", expanding=True)))
_CALLERS = (
    select(_CONTACT.c.customer_id)
    .where(_CONTACT.c.phone_digits >= bindparam("a_from"), _CONTACT.c.phone_digits < bindparam("a_to"))
    .limit(bindparam("a_limit"))
)

_LEFT = _STOCK.c.on_hand - _STOCK.c.allocated - _STOCK.c.kept - _STOCK.c.safety
_FREE = (
    select(func.coalesce(func.sum(case((_LEFT > 0, _LEFT), else_=0)), 0))
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _STOCK.c.warehouse_id)
    .where(
        _STOCK.c.product_id == _PRODUCT.c.id,
        _WAREHOUSE.c.code == func.coalesce(bindparam("a_warehouse", type_=String), _WAREHOUSE.c.code),
    )
    .scalar_subquery()
)
_GOODS = [
    _PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.search, _PRODUCT.c.active, _PRODUCT.c.kind, _PRODUCT.c.list_price,
    _FREE.label("free"),
]  # fmt: skip
_PRODUCTS = select(*_GOODS, _PRODUCT.c.unit)
_PRODUCT_CODES = (
    _PRODUCTS.where(_PRODUCT.c.sku >= bindparam("a_from"), _PRODUCT.c.sku < bindparam("a_to"))
    .order_by(_PRODUCT.c.sku)
    .limit(bindparam("a_limit"))
)
_PRODUCTS_BY_ID = _PRODUCTS.where(_PRODUCT.c.id.in_(bindparam("ids", expanding=True)))
_PRODUCTS_CODED = _PRODUCTS.where(_PRODUCT.c.sku.in_(bindparam("codes", expanding=True)))
_PRODUCT_BY_SKU = _PRODUCTS.where(_PRODUCT.c.sku == bindparam("a_sku"))
_PRODUCT_BY_BARCODE = select(*_GOODS, _BARCODE.c.unit, literal(True).label("scanned")).join(
    _BARCODE, and_(_BARCODE.c.product_id == _PRODUCT.c.id, _BARCODE.c.code == bindparam("a_barcode"))
)
_OF_CUSTOMER = (
    select(_CUSTOMER.c.id).where(_CUSTOMER.c.code == bindparam("a_customer", type_=String)).scalar_subquery()
)
_OWN_ITEMS = (
    select(*_GOODS, func.coalesce(func.nullif(_ITEM.c.unit, ""), _PRODUCT.c.unit).label("unit"), _ITEM.c.code)
    .join(_ITEM, _ITEM.c.product_id == _PRODUCT.c.id)
    .where(
        _ITEM.c.customer_id == _OF_CUSTOMER, _ITEM.c.code >= bindparam("a_from"), _ITEM.c.code < bindparam("a_to")
    )
    .order_by(_ITEM.c.code)
    .limit(bindparam("a_limit"))
)


@dataclass(frozen=True, slots=True)
class CustomerFound:
    """A customer as a look-up shows it; `city` of the billing address, `block` as on the card."""

    code: str
    name: str
    city: str
    active: bool = True
    block: str = "none"


@dataclass(frozen=True, slots=True)
class ProductFound:
    """A product as a look-up shows it.

    Attributes:
        unit: the stock unit, or that of the barcode or the customer's own code it was found by.
        list_price: for one stock unit; None is none.
        free: on hand less reserved, kept and safety stock, in stock units; in the warehouse asked for or in all.
        own_code: the customer's own code that it was found by.
    """

    sku: str
    name: str
    unit: str
    kind: str = "stocked"
    list_price: UnitPrice | None = None
    free: Quantity = 0
    active: bool = True
    own_code: str = ""


def customers(reading: Reading, text: str, limit: int = LIMIT) -> tuple[CustomerFound, ...]:
    """The customers that may be meant. No text: the first ones by code."""
    code = _typed_code(text)
    rows = [] if code is None else _by_code(reading, _CUSTOMER_CODES, code, limit)
    rows += _by_words(reading, "customer", text, limit)
    digits = "".join(character for character in text if character.isascii() and character.isdigit())
    if len(digits) >= PHONE:
        found = reading.all(_CALLERS, a_from=digits, a_to=digits + BEYOND, a_limit=limit)
        rows += reading.all(_CUSTOMERS_BY_ID, ids=sorted({row.customer_id for row in found}) or [0])
    hits = {row.code: _customer(row) for row in rows}
    return tuple(hits.values())[:limit]


def products(
    reading: Reading, text: str, limit: int = LIMIT, *, warehouse: str | None = None, customer: str | None = None
) -> tuple[ProductFound, ...]:
    """The products that may be meant. No text: the first ones by SKU.

    Args:
        warehouse: the code of the one whose free goods are shown; None is all together.
        customer: the code of the one whose own codes count too.
    """
    code = _typed_code(text)
    rows = [] if code is None else _by_code(reading, _PRODUCT_CODES, code, limit, a_warehouse=warehouse)
    own = _own_items(reading, code, customer, warehouse, limit) if code else []
    first = 1 if rows and rows[0].sku == code else 0
    rows[first:first] = [row for row in own if row.code == code]
    rows += own
    scanned = _scanned(reading, text, warehouse)
    if scanned is not None:
        rows.append(scanned)
    rows += _by_words(reading, "product", text, limit, a_warehouse=warehouse)
    hits: dict[str, ProductFound] = {}
    for row in rows:
        hits.setdefault(row.sku, _product(row))
    return tuple(hits.values())[:limit]


def product(
    reading: Reading, code: str, *, warehouse: str | None = None, customer: str | None = None
) -> ProductFound | None:
    """The one product with exactly this SKU, in whatever case, else this customer's own code, else this barcode."""
    sku = _typed_code(code)
    row = reading.first(_PRODUCT_BY_SKU, a_sku=sku, a_warehouse=warehouse) if sku else None
    if row is None and sku:
        row = next((own for own in _own_items(reading, sku, customer, warehouse, 1) if own.code == sku), None)
    row = row or _scanned(reading, code, warehouse)
    return None if row is None else _product(row)


@dataclass(frozen=True, slots=True)
class Meant:
    """What was meant by a line that was typed.

    Attributes:
        entry: the reading that applies; its code is as typed.
        product: the one that is meant for certain; None when there are several, or none.
        found: what may be meant, the likeliest first.
        others: the readings that were not chosen although their code exists as well.
    """

    entry: NewLine
    product: ProductFound | None
    found: tuple[ProductFound, ...] = ()
    others: tuple[NewLine, ...] = ()


def meant(
    reading: Reading,
    entries: Sequence[NewLine],
    limit: int = LIMIT,
    *,
    warehouse: str | None = None,
    customer: str | None = None,
) -> Meant:
    """The first reading whose code exists; where none does, what its words may mean.

    Args:
        entries: the readings of one text, the likeliest first; at least one.
        customer: the code of the one whose own codes count too.
    """
    exact = [product(reading, entry.code, warehouse=warehouse, customer=customer) for entry in entries]
    there = [(entry, one) for entry, one in zip(entries, exact, strict=True) if one is not None]
    if there:
        entry, one = there[0]
        found = {hit.sku: hit for hit in (one, *(other for _, other in there[1:]))}
        for hit in products(reading, entry.code, limit, warehouse=warehouse, customer=customer):
            found.setdefault(hit.sku, hit)
        return Meant(entry, one, tuple(found.values())[:limit], tuple(other for other, _ in there[1:]))
    hits = products(reading, entries[-1].code, limit, warehouse=warehouse, customer=customer)
    return Meant(entries[-1], hits[0] if len(hits) == 1 else None, hits)


def customer(reading: Reading, text: str, limit: int = LIMIT) -> tuple[CustomerFound | None, tuple[CustomerFound, ...]]:
    """The customer who is meant for certain, by the exact code or as the only one there is; and all who may be."""
    found = customers(reading, text, limit)
    exact = next((one for one in found if one.code == _typed_code(text)), None)
    return exact or (found[0] if len(found) == 1 else None), found


def customers_with(reading: Reading, ids: Sequence[int]) -> list[tuple[str, CustomerFound]]:
    """These customers, each with the folded text that look-ups compare."""
    return [(row.search, _customer(row)) for row in reading.all(_CUSTOMERS_BY_ID, ids=list(ids))]


def products_with(reading: Reading, ids: Sequence[int]) -> list[tuple[str, ProductFound]]:
    """These products, each with the folded text that look-ups compare; free goods are those of all warehouses."""
    rows = reading.all(_PRODUCTS_BY_ID, ids=list(ids), a_warehouse=None)
    return [(row.search, _product(row)) for row in rows]


def customers_coded(reading: Reading, codes: Sequence[str]) -> tuple[CustomerFound, ...]:
    """The customers with exactly these codes."""
    return tuple(_customer(row) for row in reading.all(_CUSTOMERS_CODED, codes=list(codes)))


def products_coded(reading: Reading, skus: Sequence[str]) -> tuple[ProductFound, ...]:
    """The products with exactly these SKUs; free goods are those of all warehouses."""
    return tuple(_product(row) for row in reading.all(_PRODUCTS_CODED, codes=list(skus), a_warehouse=None))


def _customer(row: Row[Any]) -> CustomerFound:
    return CustomerFound(row.code, row.name, row.city or "", row.active, row.block)


def _product(row: Row[Any]) -> ProductFound:
    own_code = row._mapping.get("code", "")
    return ProductFound(row.sku, row.name, row.unit, row.kind, row.list_price, int(row.free), row.active, own_code)


def _typed_code(text: str) -> str | None:
    """What was typed as a code could be written; None when it cannot be one."""
    code = text.strip().upper()
    return code if " " not in code and code.isprintable() and len(code) <= 64 else None


def _by_code(reading: Reading, statement: Any, code: str, limit: int, **values: Any) -> list[Row[Any]]:
    """The rows whose code begins so; some collations of PostgreSQL let others slip in between."""
    rows = reading.all(statement, a_from=code, a_to=code + BEYOND, a_limit=limit, **values)
    return [row for row in rows if row[0].startswith(code)]


def _own_items(
    reading: Reading, code: str, customer: str | None, warehouse: str | None, limit: int
) -> list[Row[Any]]:
    """What the customer calls so, or by a code that begins so."""
    if customer is None:
        return []
    rows = reading.all(
        _OWN_ITEMS, a_customer=customer, a_from=code, a_to=code + BEYOND, a_limit=limit, a_warehouse=warehouse
    )
    return [row for row in rows if row.code.startswith(code)]


def _scanned(reading: Reading, text: str, warehouse: str | None) -> Row[Any] | None:
    try:
        barcode = normal_gtin(text)
    except BadValue:
        return None
    return reading.first(_PRODUCT_BY_BARCODE, a_barcode=barcode, a_warehouse=warehouse)


def _by_words(reading: Reading, what: Searched, text: str, limit: int, **values: Any) -> list[Row[Any]]:
    """The rows with these words, what is active first, then by name."""
    wanted = words(text)
    ids = having_words(reading, what, wanted, limit * SPARE)
    if not ids:
        return []
    statement = _CUSTOMERS_BY_ID if what == "customer" else _PRODUCTS_BY_ID
    rows = [row for row in reading.all(statement, ids=ids, **values) if _has_all(row.search, wanted)]
    return sorted(rows, key=lambda row: (not row.active, fold(row.name)))[:limit]


def _has_all(search: str, wanted: Sequence[str]) -> bool:
    there = words(search)
    return all(any(word.startswith(one) for word in there) for one in wanted)
