"""One product: what it is, what there is of it in every warehouse, and what is coming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import (
    Barcode,
    Bin,
    Category,
    ExpectedReceipt,
    KitComponent,
    Product,
    ProductUnit,
    Stock,
    Supplier,
    Warehouse,
)
from orderdesk.queries.attribute_values import Attributed, of_owner
from orderdesk.rules.attributes import Subject
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import Percent, Quantity, UnitPrice

_PRODUCT, _CATEGORY, _SUPPLIER = table(Product), table(Category), table(Supplier)
_UNIT, _BARCODE = table(ProductUnit), table(Barcode)
_STOCK, _WAREHOUSE, _BIN, _EXPECTED = table(Stock), table(Warehouse), table(Bin), table(ExpectedReceipt)

_CARD = (
    select(_PRODUCT, _CATEGORY.c.code.label("category"), _SUPPLIER.c.code.label("supplier"))
    .join(_CATEGORY, _CATEGORY.c.id == _PRODUCT.c.category_id, isouter=True)
    .join(_SUPPLIER, _SUPPLIER.c.id == _PRODUCT.c.supplier_id, isouter=True)
    .where(_PRODUCT.c.sku == bindparam("a_sku"))
)
_COMPONENTS = (
    select(_PRODUCT.c.sku, table(KitComponent).c.quantity)
    .join(table(KitComponent), table(KitComponent).c.product_id == _PRODUCT.c.id)
    .where(table(KitComponent).c.kit_id == bindparam("a_product"))
    .order_by(table(KitComponent).c.id)
)
_UNITS = (
    select(_UNIT.c.unit, _UNIT.c.factor).where(_UNIT.c.product_id == bindparam("a_product")).order_by(_UNIT.c.factor)
)
_BARCODES = (
    select(_BARCODE.c.code, _BARCODE.c.unit)
    .where(_BARCODE.c.product_id == bindparam("a_product"))
    .order_by(_BARCODE.c.code)
)
_STOCKS = (
    select(
        _WAREHOUSE.c.code, _STOCK.c.on_hand, _STOCK.c.allocated, _BIN.c.code.label("bin"),
        _STOCK.c.kept, _STOCK.c.safety, _STOCK.c.reorder_point, _STOCK.c.counted_on,
    )
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _STOCK.c.warehouse_id)
    .join(_BIN, _BIN.c.id == _STOCK.c.bin_id, isouter=True)
    .where(_STOCK.c.product_id == bindparam("a_product"))
    .order_by(_WAREHOUSE.c.code)
)  # fmt: skip
_COMING = (
    select(_EXPECTED, _WAREHOUSE.c.code)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _EXPECTED.c.warehouse_id)
    .where(
        _EXPECTED.c.product_id == bindparam("a_product"),
        _EXPECTED.c.received < _EXPECTED.c.quantity,
        _EXPECTED.c.kind != "drop",
    )
    .order_by(_EXPECTED.c.due, _EXPECTED.c.id)
)


@dataclass(frozen=True, slots=True)
class StockLine:
    """What one warehouse has, in stock units; `free` is what nobody has been promised and everybody may have.

    Attributes:
        kept: for customers by hand.
        safety: offered only to orders that may use it.
        reorder_point: set for this warehouse; None is the product's.
    """

    warehouse: str
    bin: str
    on_hand: Quantity
    allocated: Quantity
    free: Quantity
    kept: Quantity = 0
    safety: Quantity = 0
    reorder_point: Quantity | None = None
    counted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """Goods that are expected; `id` is what they are received by."""

    id: int
    warehouse: str
    due: date
    quantity: Quantity
    source: str


@dataclass(frozen=True, slots=True)
class StockCard:
    """What there is of a product and what is coming, in its stock unit."""

    sku: str
    name: str
    unit: str
    stock: tuple[StockLine, ...]
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class SalesUnit:
    """A unit it is also sold in: so many stock units make one."""

    unit: str
    factor: Quantity


@dataclass(frozen=True, slots=True)
class UnitBarcode:
    """A barcode and the unit it is for."""

    barcode: str
    unit: str


@dataclass(frozen=True, slots=True)
class ProductCard:
    """Everything about one product. Prices and quantities are for its stock unit.

    Attributes:
        tracking: none, lot or serial.
        components: of a kit, what one of it holds: SKU and quantity.
    """

    sku: str
    name: str
    pack: str
    kind: str
    category: str
    unit: str
    list_price: UnitPrice | None
    cost: UnitPrice | None
    tax_class: str
    min_qty: Quantity
    multiple: Quantity
    supplier: str
    lead_days: int
    reorder_point: Quantity
    over_delivery: Percent
    under_delivery: Percent
    order_driven: bool
    order_min: Quantity
    order_pack: Quantity
    abc: str
    active: bool
    tracking: str
    components: tuple[tuple[str, Quantity], ...]
    version: int
    units: tuple[SalesUnit, ...]
    barcodes: tuple[UnitBarcode, ...]
    stock: tuple[StockLine, ...]
    coming: tuple[Coming, ...]
    attributes: tuple[Attributed, ...] = ()


def product_card(reading: Reading, sku: str) -> ProductCard:
    """The product with this SKU, whatever its case. Raises NotFound."""
    row = _product(reading, sku)
    return ProductCard(
        sku=row.sku,
        name=row.name,
        pack=row.pack,
        kind=row.kind,
        category=row.category or "",
        unit=row.unit,
        list_price=row.list_price,
        cost=row.cost,
        tax_class=row.tax_class,
        min_qty=row.min_qty,
        multiple=row.multiple,
        supplier=row.supplier or "",
        lead_days=row.lead_days,
        reorder_point=row.reorder_point,
        over_delivery=row.over_delivery,
        under_delivery=row.under_delivery,
        order_driven=bool(row.order_driven),
        order_min=row.order_min,
        order_pack=row.order_pack,
        abc=row.abc,
        active=bool(row.active),
        tracking=row.tracking,
        components=tuple((one.sku, one.quantity) for one in reading.all(_COMPONENTS, a_product=row.id))
        if row.kind == "kit"
        else (),
        version=row.version,
        units=tuple(SalesUnit(unit.unit, unit.factor) for unit in reading.all(_UNITS, a_product=row.id)),
        barcodes=tuple(UnitBarcode(code.code, code.unit) for code in reading.all(_BARCODES, a_product=row.id)),
        stock=_stock(reading, row.id),
        coming=_coming(reading, row.id),
        attributes=of_owner(reading, Subject.PRODUCT, row.id),
    )


def stock_of(reading: Reading, sku: str) -> StockCard:
    """What there is of a product and what is coming. Raises NotFound."""
    row = _product(reading, sku)
    return StockCard(row.sku, row.name, row.unit, _stock(reading, row.id), _coming(reading, row.id))


def _product(reading: Reading, sku: str) -> Row[Any]:
    code = sku.strip().upper()
    row = reading.first(_CARD, a_sku=code) if code.isprintable() and len(code) <= 64 else None
    if row is None:
        raise NotFound(f"there is no product {visible(code)[:40]}; find it by name with: orderdesk product find")
    return row


def _stock(reading: Reading, product_id: int) -> tuple[StockLine, ...]:
    rows: Sequence[Row[Any]] = reading.all(_STOCKS, a_product=product_id)
    found = []
    for row in rows:
        there = max(0, row.on_hand - row.allocated - row.kept)
        found.append(
            StockLine(
                row.code, row.bin or "", row.on_hand, row.allocated, max(0, there - row.safety), row.kept, row.safety,
                row.reorder_point, row.counted_on,
            )
        )  # fmt: skip
    return tuple(found)


def _coming(reading: Reading, product_id: int) -> tuple[Coming, ...]:
    rows: Sequence[Row[Any]] = reading.all(_COMING, a_product=product_id)
    return tuple(Coming(row.id, row.code, row.due, row.quantity - row.received, row.source) for row in rows)
