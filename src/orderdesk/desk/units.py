"""The units a product is sold in, the barcodes on them, and the text that look-ups find it by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find
from orderdesk.desk.upkeep import add, named, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Barcode, OrderLine, Product, ProductUnit, StockMove
from orderdesk.rules.barcode import normal_gtin
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, fold
from orderdesk.values import MAX_QUANTITY, Quantity

_PRODUCT = table(Product)
_BARCODE = table(Barcode)
_UNIT = table(ProductUnit)
_HEAD = select(_PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.pack).where(_PRODUCT.c.id == bindparam("a_product"))
_BARCODES = select(_BARCODE.c.code).where(_BARCODE.c.product_id == bindparam("a_product")).order_by(_BARCODE.c.code)
_BARCODE_ON = (
    select(_BARCODE.c.product_id, _BARCODE.c.unit, _PRODUCT.c.sku)
    .join(_PRODUCT, _PRODUCT.c.id == _BARCODE.c.product_id)
    .where(_BARCODE.c.code == bindparam("a_code"))
)
_ONE_UNIT = select(_UNIT.c.factor).where(
    _UNIT.c.product_id == bindparam("a_product"), _UNIT.c.unit == bindparam("a_unit")
)
_NEW_FACTOR = (
    update(_UNIT)
    .where(_UNIT.c.product_id == bindparam("a_product"), _UNIT.c.unit == bindparam("a_unit"))
    .values(factor=bindparam("a_factor"))
)
_RELABEL = (
    update(_BARCODE)
    .where(_BARCODE.c.product_id == bindparam("a_product"), _BARCODE.c.unit == bindparam("a_unit"))
    .values(unit=bindparam("a_new"))
)
# Not by tx.update: what is found by another word has not become another version.
_SEARCH = update(_PRODUCT).where(_PRODUCT.c.id == bindparam("a_product")).values(search=bindparam("a_search"))
_MOVED = select(table(StockMove).c.id).where(table(StockMove).c.product_id == bindparam("a_product")).limit(1)
_ORDERED = select(table(OrderLine).c.id).where(table(OrderLine).c.product_id == bindparam("a_product")).limit(1)


@verb("product.barcode")
def barcode(tx: Transaction, sku: str, code: str, *, unit: str | None = None) -> str:
    """Note the barcode (GTIN) on one unit of a product; the code as it is kept.

    Args:
        unit: the one that bears it; the stock unit unless said.

    Raises:
        BadValue: no GTIN, or its check digit is wrong.
        Refused: the code is on a product already.
        NotFound: no such product, or it is not sold in that unit.
    """
    row = locked_product(tx, sku)
    kept = normal_gtin(code)
    on = row.unit if unit is None else clean(unit, "unit", limit=16)
    find.factor(tx, row, on)
    there = tx.first(_BARCODE_ON, a_code=kept)
    if there is not None:
        raise Refused(f"barcode {kept} is on {there.sku} ({there.unit}) already; one code can mean one thing only")
    add(tx, Barcode(code=kept, product_id=row.id, unit=on), f"barcode {kept} is on another product already")
    refresh_search(tx, row.id)
    tx.record("product.barcode", "product", row.id, barcode=kept, unit=on)
    return kept


@verb("product.unit")
def unit(tx: Transaction, sku: str, unit: str, factor: Quantity) -> str:
    """Sell a product in one more unit, or change what one holds; the unit. Orders keep what they were entered with.

    Args:
        factor: how many stock units make one; a case of 12 is 12_000.

    Raises:
        Refused: it is the stock unit, which holds exactly one of itself.
    """
    row = locked_product(tx, sku)
    kept = named(unit, "unit", limit=16)
    whole(factor, "factor", MAX_QUANTITY, least=1)
    if kept == row.unit:
        raise Refused(f"{row.sku} is counted by the {row.unit}: that holds 1 of itself; name another unit")
    before = tx.scalar(_ONE_UNIT, a_product=row.id, a_unit=kept)
    if before is None:
        taken = f"{row.sku} got the unit {kept} from another terminal just now; look at it again"
        add(tx, ProductUnit(product_id=row.id, unit=kept, factor=factor), taken)
    else:
        tx.change(_NEW_FACTOR, a_product=row.id, a_unit=kept, a_factor=factor)
    if before != factor:
        tx.record("product.unit", "product", row.id, unit=kept, factor=[before, factor])
    return kept


def locked_product(tx: Transaction, sku: str) -> Row[Any]:
    """The product, its row locked and read. Raises NotFound."""
    tx.lock(Product, [find.product(tx, sku).id])
    return find.product(tx, sku)


def require_new_unit(tx: Transaction, row: Row[Any], new_unit: str) -> None:
    """Look whether the stock unit may become another, and take the barcodes on it along."""
    if tx.scalar(_MOVED, a_product=row.id) or tx.scalar(_ORDERED, a_product=row.id):
        raise Refused(
            f"{row.sku} stays counted by the {row.unit}: goods have moved or been ordered in it. "
            "Add a unit to sell it in, or enter a new product"
        )
    if tx.scalar(_ONE_UNIT, a_product=row.id, a_unit=new_unit) is not None:
        raise Refused(f"{row.sku} is sold by the {new_unit} already; it cannot be the stock unit too")
    tx.change(_RELABEL, a_product=row.id, a_unit=row.unit, a_new=new_unit)


def refresh_search(tx: Transaction, product_id: int) -> None:
    """Write anew what look-ups find the product by: SKU, name, pack and barcodes."""
    head = tx.first(_HEAD, a_product=product_id)
    assert head is not None  # just written, or locked
    found = [head.sku, head.name, head.pack, *(row.code for row in tx.all(_BARCODES, a_product=product_id))]
    tx.change(_SEARCH, a_product=product_id, a_search=fold(" ".join(text for text in found if text)))
