"""The rows behind the names that people use: a customer's code, an order's number. Not there is a sentence."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlmodel import SQLModel

from orderdesk.errors import NotFound
from orderdesk.models import (
    Barcode,
    Customer,
    Invoice,
    Order,
    OrderLine,
    Pick,
    Product,
    ProductUnit,
    Receipt,
    Supplier,
    Terms,
    User,
    Warehouse,
)
from orderdesk.rules.barcode import normal_gtin, valid_gtin
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import ONE, Quantity


def _by(model: type[SQLModel], column: str) -> Select[Any]:
    rows = table(model)
    return select(rows).where(rows.c[column] == bindparam("a_key"))


_CUSTOMER = _by(Customer, "code")
_PRODUCT = _by(Product, "sku")
_WAREHOUSE = _by(Warehouse, "code")
_SUPPLIER = _by(Supplier, "code")
_TERMS = _by(Terms, "code")
_USER = _by(User, "login")
_ORDER = _by(Order, "number")
_PICK = _by(Pick, "number")
_INVOICE = _by(Invoice, "number")
_RECEIPT = _by(Receipt, "number")
_LINES = table(OrderLine)
_LINE = select(_LINES).where(_LINES.c.order_id == bindparam("a_order"), _LINES.c.position == bindparam("a_position"))


def _one(reading: Reading, statement: Select[Any], key: str | int, sentence: str) -> Row[Any]:
    row = reading.first(statement, a_key=key) if fits(key) else None
    if row is None:
        raise NotFound(sentence.format(visible(str(key))[:40]))
    return row


def fits(key: str | int) -> bool:
    """Whether a database can be asked for it at all: no number beyond BIGINT, no NUL, no lone surrogate."""
    if isinstance(key, int):
        return abs(key) < 2**63
    return "\x00" not in key and key.isprintable()


def _code(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().upper()


def customer(reading: Reading, code: str) -> Row[Any]:
    """The customer with this code, whatever its case. Raises NotFound."""
    return _one(reading, _CUSTOMER, _code(code), "there is no customer {}; look it up with F4, or find by name")


def product(reading: Reading, sku: str) -> Row[Any]:
    """The product with this SKU, whatever its case. Raises NotFound."""
    return _one(reading, _PRODUCT, _code(sku), "there is no product {}; look it up with F4, or find by name")


def warehouse(reading: Reading, code: str) -> Row[Any]:
    """The warehouse with this code. Raises NotFound."""
    return _one(reading, _WAREHOUSE, _code(code), "there is no warehouse {}")


def supplier(reading: Reading, code: str) -> Row[Any]:
    """The supplier with this code. Raises NotFound."""
    return _one(reading, _SUPPLIER, _code(code), "there is no supplier {}")


def terms(reading: Reading, code: str) -> Row[Any]:
    """The payment terms with this code. Raises NotFound."""
    return _one(reading, _TERMS, _code(code), "there are no terms {}")


def user(reading: Reading, login: str) -> Row[Any]:
    """The user with this login. Raises NotFound."""
    return _one(reading, _USER, login.strip(), "there is no user {}")


def order(reading: Reading, number: int) -> Row[Any]:
    """The order with this number. Raises NotFound."""
    return _one(reading, _ORDER, number, "there is no order {}")


def pick(reading: Reading, number: int) -> Row[Any]:
    """The pick list with this number. Raises NotFound."""
    return _one(reading, _PICK, number, "there is no pick list {}")


def invoice(reading: Reading, number: str) -> Row[Any]:
    """The invoice or credit note with this number. Raises NotFound."""
    return _one(reading, _INVOICE, _code(number), "there is no invoice {}")


def receipt(reading: Reading, number: int) -> Row[Any]:
    """The receipt with this number. Raises NotFound."""
    return _one(reading, _RECEIPT, number, "there is no receipt {}")


def line(reading: Reading, order_id: int, position: int) -> Row[Any]:
    """One line of an order. Raises NotFound."""
    row = reading.first(_LINE, a_order=order_id, a_position=position) if fits(position) else None
    if row is None:
        raise NotFound(f"the order has no line {position}")
    return row


_UNIT = select(table(ProductUnit)).where(
    table(ProductUnit).c.product_id == bindparam("a_product"), table(ProductUnit).c.unit == bindparam("a_unit")
)
_BARCODE = _by(Barcode, "code")
_PRODUCT_BY_ID = _by(Product, "id")


def item(reading: Reading, code: str) -> tuple[Row[Any], str | None]:
    """The product behind a SKU or a barcode, and the unit that the barcode is on. Raises NotFound."""
    if fits(_code(code)):
        row = reading.first(_PRODUCT, a_key=_code(code))
        if row is not None:
            return row, None
        if valid_gtin(code.strip()):
            barcode = reading.first(_BARCODE, a_key=normal_gtin(code.strip()))
            if barcode is not None:
                return _one(reading, _PRODUCT_BY_ID, barcode.product_id, "there is no product {}"), barcode.unit
    return product(reading, code), None


def factor(reading: Reading, product_row: Row[Any], unit: str) -> Quantity:
    """How many stock units (in thousandths) one of this unit holds. Raises NotFound for a unit it is not sold in."""
    if unit == product_row.unit:
        return ONE
    row = reading.first(_UNIT, a_product=product_row.id, a_unit=unit) if fits(unit) else None
    if row is None:
        raise NotFound(f"{product_row.sku} is not sold by the {visible(unit)[:20]}; its unit is {product_row.unit}")
    return int(row.factor)


def factor_now(reading: Reading, line: Row[Any]) -> Quantity | None:
    """How many stock units (in thousandths) a line's unit holds today; None where it is not sold in it any more."""
    row = reading.first(_UNIT, a_product=line.product_id, a_unit=line.unit)
    return None if row is None else int(row.factor)


def product_by_id(reading: Reading, product_id: int) -> Row[Any]:
    """A product that a foreign key names."""
    return _one(reading, _PRODUCT_BY_ID, product_id, "there is no product with id {}")
