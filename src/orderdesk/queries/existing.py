"""What is there already, for an import to compare with: rows with the codes of what they point to in place of ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, bindparam, or_, select
from sqlmodel import SQLModel

from orderdesk.models import (
    Address,
    Barcode,
    Bin,
    Category,
    Contact,
    Customer,
    ExpectedReceipt,
    Invoice,
    InvoiceLine,
    Order,
    OrderLine,
    PriceList,
    PriceRule,
    Product,
    ProductUnit,
    Receipt,
    Segment,
    Stock,
    Supplier,
    TaxRate,
    Terms,
    User,
    UserRole,
    Warehouse,
)
from orderdesk.store.transaction import Reading, table

_CUSTOMER = table(Customer)
_ADDRESS = table(Address)
_CONTACT = table(Contact)
_SEGMENT = table(Segment)
_TERMS = table(Terms)
_LIST = table(PriceList)
_PRODUCT = table(Product)
_CATEGORY = table(Category)
_SUPPLIER = table(Supplier)
_UNIT = table(ProductUnit)
_BARCODE = table(Barcode)
_STOCK = table(Stock)
_BIN = table(Bin)
_WAREHOUSE = table(Warehouse)
_EXPECTED = table(ExpectedReceipt)
_RULE = table(PriceRule)
_RATE = table(TaxRate)
_USER = table(User)
_ROLE = table(UserRole)
_ORDER = table(Order)
_LINE = table(OrderLine)
_RECEIPT = table(Receipt)
_INVOICE = table(Invoice)
_INVOICE_LINE = table(InvoiceLine)

_CUSTOMER_BY_CODE = (
    select(
        _CUSTOMER,
        _SEGMENT.c.code.label("segment"),
        _TERMS.c.code.label("terms"),
        _LIST.c.code.label("price_list"),
        *(_ADDRESS.c[name] for name in ("street", "city", "region", "postcode", "country")),
    )
    .outerjoin(_SEGMENT, _SEGMENT.c.id == _CUSTOMER.c.segment_id)
    .join(_TERMS, _TERMS.c.id == _CUSTOMER.c.terms_id)
    .outerjoin(_LIST, _LIST.c.id == _CUSTOMER.c.price_list_id)
    .outerjoin(_ADDRESS, (_ADDRESS.c.customer_id == _CUSTOMER.c.id) & (_ADDRESS.c.kind == "billing"))
    .where(_CUSTOMER.c.code == bindparam("a_code"))
    .order_by(_ADDRESS.c.standard.desc(), _ADDRESS.c.id)
    .limit(1)
)
_ADDRESSES = select(_ADDRESS).where(_ADDRESS.c.customer_id == bindparam("a_customer")).order_by(_ADDRESS.c.id)
_CONTACTS = select(_CONTACT).where(_CONTACT.c.customer_id == bindparam("a_customer")).order_by(_CONTACT.c.id)
_PRODUCT_BY_SKU = (
    select(_PRODUCT, _CATEGORY.c.code.label("category"), _SUPPLIER.c.code.label("supplier"))
    .outerjoin(_CATEGORY, _CATEGORY.c.id == _PRODUCT.c.category_id)
    .outerjoin(_SUPPLIER, _SUPPLIER.c.id == _PRODUCT.c.supplier_id)
    .where(_PRODUCT.c.sku == bindparam("a_sku"))
)
_UNITS = select(_UNIT.c.unit, _UNIT.c.factor).where(_UNIT.c.product_id == bindparam("a_product"))
_BARCODES = select(_BARCODE.c.code, _BARCODE.c.unit).where(_BARCODE.c.product_id == bindparam("a_product"))
_STOCK_OF = (
    select(_STOCK, _BIN.c.code.label("bin"))
    .outerjoin(_BIN, _BIN.c.id == _STOCK.c.bin_id)
    .where(_STOCK.c.product_id == bindparam("a_product"), _STOCK.c.warehouse_id == bindparam("a_warehouse"))
)
_EXPECTED_OF = (
    select(_EXPECTED)
    .where(
        _EXPECTED.c.product_id == bindparam("a_product"),
        _EXPECTED.c.warehouse_id == bindparam("a_warehouse"),
        _EXPECTED.c.source == bindparam("a_source"),
    )
    .order_by(_EXPECTED.c.id)
)
_FREE = _PRODUCT.alias("free_product")
_RULES = (
    select(
        _RULE,
        _CUSTOMER.c.code.label("customer"),
        _LIST.c.code.label("price_list"),
        _PRODUCT.c.sku,
        _CATEGORY.c.code.label("category"),
        _RULE.c.free_qty.label("free"),
        _FREE.c.sku.label("free_sku"),
    )
    .outerjoin(_FREE, _FREE.c.id == _RULE.c.free_product_id)
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _RULE.c.customer_id)
    .outerjoin(_LIST, _LIST.c.id == _RULE.c.price_list_id)
    .outerjoin(_PRODUCT, _PRODUCT.c.id == _RULE.c.product_id)
    .outerjoin(_CATEGORY, _CATEGORY.c.id == _RULE.c.category_id)
    .order_by(_RULE.c.id)
)
_RATES = select(_RATE)
_USER_BY_LOGIN = select(_USER).where(_USER.c.login == bindparam("a_login"))
_ROLES = select(_ROLE.c.role).where(_ROLE.c.user_id == bindparam("a_user"))
_ORDER_BY_NUMBER = (
    select(_ORDER, _CUSTOMER.c.code.label("customer"))
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(_ORDER.c.number == bindparam("a_number"))
)
_RECEIPT_BY_NUMBER = (
    select(_RECEIPT, _CUSTOMER.c.code.label("customer"))
    .join(_CUSTOMER, _CUSTOMER.c.id == _RECEIPT.c.customer_id)
    .where(_RECEIPT.c.number == bindparam("a_number"))
)


def by_code(reading: Reading, model: type[SQLModel]) -> dict[str, Row[Any]]:
    """Every row of a small table (terms, categories, warehouses …) by its code."""
    return {row.code: row for row in reading.all(select(table(model)))}


def price_list_codes(reading: Reading) -> Mapping[int, str]:
    """The price lists' codes by id."""
    return {row.id: row.code for row in reading.all(select(_LIST))}


def customer(reading: Reading, code: str) -> Row[Any] | None:
    """A customer with segment, terms, price list and billing address."""
    return reading.first(_CUSTOMER_BY_CODE, a_code=code)


def addresses(reading: Reading, customer_id: int) -> list[Row[Any]]:
    """A customer's addresses, the oldest first."""
    return list(reading.all(_ADDRESSES, a_customer=customer_id))


def contacts(reading: Reading, customer_id: int) -> list[Row[Any]]:
    """A customer's contacts, the oldest first."""
    return list(reading.all(_CONTACTS, a_customer=customer_id))


def supplier(reading: Reading, code: str) -> Row[Any] | None:
    """A supplier."""
    return reading.first(_SUPPLIER_BY_CODE, a_code=code)


_SUPPLIER_BY_CODE = select(_SUPPLIER).where(_SUPPLIER.c.code == bindparam("a_code"))


def product(reading: Reading, sku: str) -> Row[Any] | None:
    """A product with its category's and supplier's code."""
    return reading.first(_PRODUCT_BY_SKU, a_sku=sku)


def units(reading: Reading, product_id: int) -> dict[str, int]:
    """The factors of a product's other units."""
    return {row.unit: row.factor for row in reading.all(_UNITS, a_product=product_id)}


def barcodes(reading: Reading, product_id: int) -> dict[str, str]:
    """A product's barcodes, and the unit that each is for."""
    return {row.code: row.unit for row in reading.all(_BARCODES, a_product=product_id)}


def stock(reading: Reading, product_id: int, warehouse_id: int) -> Row[Any] | None:
    """What a warehouse has of a product, with its bin."""
    return reading.first(_STOCK_OF, a_product=product_id, a_warehouse=warehouse_id)


def expected(reading: Reading, product_id: int, warehouse_id: int, source: str) -> list[Row[Any]]:
    """What is, or was, expected of a product from one source."""
    return list(reading.all(_EXPECTED_OF, a_product=product_id, a_warehouse=warehouse_id, a_source=source))


def price_rules(reading: Reading) -> list[Row[Any]]:
    """Every price rule with the codes of what it is for."""
    return list(reading.all(_RULES))


def tax_rates(reading: Reading) -> dict[tuple[str, Any], int]:
    """The rates by tax class and first day."""
    return {(row.tax_class, row.valid_from): row.rate for row in reading.all(_RATES)}


def user(reading: Reading, login: str) -> Row[Any] | None:
    """Somebody who signs in."""
    return reading.first(_USER_BY_LOGIN, a_login=login)


def roles(reading: Reading, user_id: int) -> frozenset[str]:
    """Somebody's roles."""
    return frozenset(row.role for row in reading.all(_ROLES, a_user=user_id))


def order(reading: Reading, number: int) -> Row[Any] | None:
    """An order with its customer's code."""
    return reading.first(_ORDER_BY_NUMBER, a_number=number)


def receipt(reading: Reading, number: int) -> Row[Any] | None:
    """A receipt with its customer's code."""
    return reading.first(_RECEIPT_BY_NUMBER, a_number=number)


_OPEN_INVOICES = (
    select(_INVOICE.c.number, _INVOICE.c.open)
    .where(
        _INVOICE.c.open > 0,
        or_(
            _INVOICE.c.order_id.in_(select(_ORDER.c.id).where(_ORDER.c.number == bindparam("a_number"))),
            _INVOICE.c.id.in_(
                select(_INVOICE_LINE.c.invoice_id)
                .join(_LINE, _LINE.c.id == _INVOICE_LINE.c.order_line_id)
                .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
                .where(_ORDER.c.number == bindparam("a_number"))
            ),
        ),
    )
    .order_by(_INVOICE.c.due, _INVOICE.c.id)
)


_INVOICE_BY_NUMBER = select(_INVOICE.c.id).where(_INVOICE.c.number == bindparam("a_number"))


def has_invoice(reading: Reading, number: str) -> bool:
    """Whether an invoice or credit note has this number."""
    return reading.first(_INVOICE_BY_NUMBER, a_number=number) is not None


def open_invoices(reading: Reading, order: int) -> dict[str, int]:
    """What is still to be paid of an order's invoices, in minor units by number, the one due first in front."""
    return {row.number: row.open for row in reading.all(_OPEN_INVOICES, a_number=order)}
