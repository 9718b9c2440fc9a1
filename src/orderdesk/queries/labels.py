"""What stands on a printed barcode: bins of a warehouse, products with their GTINs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import Barcode, Bin, Product, Warehouse
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible

_BIN, _WAREHOUSE, _PRODUCT, _BARCODE = table(Bin), table(Warehouse), table(Product), table(Barcode)
_PLACE = select(_WAREHOUSE.c.id, _WAREHOUSE.c.name).where(_WAREHOUSE.c.code == bindparam("a_code"))
_BINS = select(_BIN.c.code).where(_BIN.c.warehouse_id == bindparam("a_warehouse")).order_by(_BIN.c.code)
_GOODS = select(_PRODUCT.c.id, _PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.unit).where(
    _PRODUCT.c.sku == bindparam("a_sku")
)
_CODES = (
    select(_BARCODE.c.code, _BARCODE.c.unit)
    .where(_BARCODE.c.product_id == bindparam("a_product"))
    .order_by(_BARCODE.c.code)
)


@dataclass(frozen=True, slots=True)
class Label:
    """One barcode: the text that a scan of it gives, the word under it, and a sentence in small letters."""

    code: str
    title: str
    note: str


def bin_labels(reading: Reading, warehouse: str) -> tuple[Label, ...]:
    """Every bin of a warehouse, in walking order. Raises NotFound: no such warehouse, or no bins in it."""
    code = warehouse.strip().upper()
    place = reading.first(_PLACE, a_code=code) if code.isprintable() else None
    if place is None:
        raise NotFound(f"there is no warehouse {visible(code)[:40]}")
    found = tuple(Label(row.code, row.code, place.name) for row in reading.all(_BINS, a_warehouse=place.id))
    if not found:
        raise NotFound(f"warehouse {code} has no bins; give its products some with: orderdesk stock bin")
    return found


def product_labels(reading: Reading, skus: Sequence[str]) -> tuple[Label, ...]:
    """The GTINs of these products, each with its unit; of one that has none, its SKU. Raises NotFound."""
    found: list[Label] = []
    for text in skus:
        sku = text.strip().upper()
        product = reading.first(_GOODS, a_sku=sku) if sku.isprintable() else None
        if product is None:
            raise NotFound(f"there is no product {visible(sku)[:40]}")
        codes = reading.all(_CODES, a_product=product.id)
        found += [Label(row.code, product.sku, f"{product.name}, {row.unit}") for row in codes]
        if not codes:
            found.append(Label(product.sku, product.sku, f"{product.name}, {product.unit}"))
    return tuple(found)
