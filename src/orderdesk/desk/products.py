"""Upkeep of products: what is sold, in which units, under which barcodes; categories, suppliers and tax rates.

A product's list price, cost, minimum and multiple are all for its stock unit, which is why the unit stays what it is once
goods have moved or been sold.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from types import EllipsisType
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk import find
from orderdesk.desk.assortment import category, supplier, tax_rate
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
from orderdesk.desk.verb import verb
from orderdesk.errors import NotFound, Refused
from orderdesk.models import Barcode, Category, OrderLine, Product, ProductUnit, Stock, StockMove, Supplier, TaxRate
from orderdesk.queries.settings import settings
from orderdesk.rules.barcode import normal_gtin
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, fold, visible
from orderdesk.values import HUNDRED_PERCENT, MAX_PRICE, MAX_QUANTITY, Percent, Quantity, UnitPrice, quantity_text

__all__ = ["barcode", "category", "change", "new", "supplier", "tax_rate", "unit"]

_PRODUCT = table(Product)
_BARCODE = table(Barcode)
_UNIT = table(ProductUnit)
_STOCK = table(Stock)
_SKU = select(_PRODUCT.c.id).where(_PRODUCT.c.sku == bindparam("a_sku"))
_CLASS = select(table(TaxRate).c.id).where(table(TaxRate).c.tax_class == bindparam("a_class")).limit(1)
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
_ON_HAND = select(func.coalesce(func.sum(_STOCK.c.on_hand), 0)).where(_STOCK.c.product_id == bindparam("a_product"))
_MOVED = select(table(StockMove).c.id).where(table(StockMove).c.product_id == bindparam("a_product")).limit(1)
_ORDERED = select(table(OrderLine).c.id).where(table(OrderLine).c.product_id == bindparam("a_product")).limit(1)
_REFERENCES = {"category_id": Category, "supplier_id": Supplier}


class ProductKind(StrEnum):
    """What a product is to the warehouse."""

    STOCKED = "stocked"
    MADE_TO_ORDER = "made_to_order"
    SERVICE = "service"


@verb("product.new")
def new(
    tx: Transaction,
    sku: str,
    name: str,
    *,
    kind: str = "stocked",
    category: str | None = None,
    unit: str = "pc",
    list_price: UnitPrice | None = None,
    cost: UnitPrice | None = None,
    tax_class: str | None = None,
    min_qty: Quantity = 0,
    multiple: Quantity = 0,
    supplier: str | None = None,
    lead_days: int = 0,
    reorder_point: Quantity = 0,
    over_delivery: Percent = 0,
    under_delivery: Percent = 0,
    pack: str = "",
    active: bool = True,
) -> str:
    """Enter a product. Its SKU.

    Args:
        kind: stocked, made_to_order or service.
        unit: the one that stock is counted in and that prices are for.
        list_price: None has no price but by rule or by hand.
        tax_class: the company's usual one unless said.
        min_qty, multiple: what may be ordered, in stock units; 0 is anything.
        over_delivery: how much too much may be shipped.
        under_delivery: up to how much may be missing for a line to count as done.

    Raises:
        Refused: the SKU is taken.
        NotFound: no such category or supplier, or the tax class has no rate.
    """
    key = new_code(sku, "SKU")
    taken = f"product {key} exists already; choose another SKU, or change that one"
    if tx.scalar(_SKU, a_sku=key) is not None:
        raise Refused(taken)
    product = Product(
        sku=key,
        active=active,
        category_id=by_code(tx, Category, category, "category").id if category else None,
        supplier_id=find.supplier(tx, supplier).id if supplier else None,
        tax_class=_tax_class(tx, tax_class or settings(tx).tax_class),
        **_plain(
            name=name, kind=kind, unit=unit, list_price=list_price, cost=cost, min_qty=min_qty, multiple=multiple,
            lead_days=lead_days, reorder_point=reorder_point, over_delivery=over_delivery,
            under_delivery=under_delivery, pack=pack,
        ),
    )  # fmt: skip
    product_id = add(tx, product, taken)
    _refresh_search(tx, product_id)
    tx.record("product.new", "product", product_id, sku=key, name=product.name, list_price=list_price, cost=cost)
    return key


@verb("product.change")
def change(
    tx: Transaction,
    sku: str,
    *,
    name: str | None = None,
    kind: str | None = None,
    category: str | None = None,
    unit: str | None = None,
    list_price: UnitPrice | EllipsisType | None = ...,
    cost: UnitPrice | EllipsisType | None = ...,
    tax_class: str | None = None,
    min_qty: Quantity | None = None,
    multiple: Quantity | None = None,
    supplier: str | None = None,
    lead_days: int | None = None,
    reorder_point: Quantity | None = None,
    over_delivery: Percent | None = None,
    under_delivery: Percent | None = None,
    pack: str | None = None,
    active: bool | None = None,
    version: int | None = None,
) -> str:
    """Change a product; its SKU. Nothing said, nothing changed.

    Args:
        list_price, cost: None takes it away.
        category, supplier: an empty code takes it away.
        version: the one that was read, if the change is to be refused when somebody else was faster.

    Raises:
        Conflict: another terminal changed the product since that version; says who and when.
        Refused: another unit for goods that have moved or been sold, another kind for goods on hand.
    """
    row = _locked(tx, sku)
    require_version(tx, "product", row.sku, row, version)
    wanted = _plain(
        name=name, kind=kind, unit=unit, list_price=list_price, cost=cost, min_qty=min_qty, multiple=multiple,
        lead_days=lead_days, reorder_point=reorder_point, over_delivery=over_delivery, under_delivery=under_delivery,
        pack=pack,
    )  # fmt: skip
    wanted["active"] = active
    wanted["category_id"] = by_code(tx, Category, category, "category").id if category else None
    wanted["supplier_id"] = find.supplier(tx, supplier).id if supplier else None
    wanted["tax_class"] = _tax_class(tx, tax_class) if tax_class else None
    changed = changes(row, wanted)
    changed |= emptied(
        row, list_price=list_price is None, cost=cost is None, category_id=category == "", supplier_id=supplier == ""
    )
    if not changed:
        return str(row.sku)
    if "unit" in changed:
        _change_unit(tx, row, changed["unit"][1])
    on_hand = tx.scalar(_ON_HAND, a_product=row.id)
    if "kind" in changed and on_hand:
        raise Refused(
            f"{row.sku} stays {row.kind}: {quantity_text(on_hand)} {row.unit} are on hand; adjust them to 0 first"
        )
    tx.update(Product, row.id, **{column: pair[1] for column, pair in changed.items()})
    if {"name", "pack"} & changed.keys():
        _refresh_search(tx, row.id)
    tx.record("product.change", "product", row.id, **in_codes(tx, changed, _REFERENCES))
    return str(row.sku)


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
    row = _locked(tx, sku)
    kept = normal_gtin(code)
    on = row.unit if unit is None else clean(unit, "unit", limit=16)
    find.factor(tx, row, on)
    there = tx.first(_BARCODE_ON, a_code=kept)
    if there is not None:
        raise Refused(f"barcode {kept} is on {there.sku} ({there.unit}) already; one code can mean one thing only")
    add(tx, Barcode(code=kept, product_id=row.id, unit=on), f"barcode {kept} is on another product already")
    _refresh_search(tx, row.id)
    tx.record("product.barcode", "product", row.id, barcode=kept, unit=on)
    return kept


@verb("product.unit")
def unit(tx: Transaction, sku: str, unit: str, factor: Quantity) -> str:
    """Sell a product in one more unit, or change what one of it holds; the unit. Orders keep what they were entered with.

    Args:
        factor: how many stock units make one; a case of 12 is 12_000.

    Raises:
        Refused: it is the stock unit, which holds exactly one of itself.
    """
    row = _locked(tx, sku)
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


def _locked(tx: Transaction, sku: str) -> Row[Any]:
    tx.lock(Product, [find.product(tx, sku).id])
    return find.product(tx, sku)


def _change_unit(tx: Transaction, row: Row[Any], new_unit: str) -> None:
    """Look whether the stock unit may become another, and take the barcodes on it along."""
    if tx.scalar(_MOVED, a_product=row.id) or tx.scalar(_ORDERED, a_product=row.id):
        raise Refused(
            f"{row.sku} stays counted by the {row.unit}: goods have moved or been ordered in it. "
            "Add a unit to sell it in, or enter a new product"
        )
    if tx.scalar(_ONE_UNIT, a_product=row.id, a_unit=new_unit) is not None:
        raise Refused(f"{row.sku} is sold by the {new_unit} already; it cannot be the stock unit too")
    tx.change(_RELABEL, a_product=row.id, a_unit=row.unit, a_new=new_unit)


def _refresh_search(tx: Transaction, product_id: int) -> None:
    """Write anew what look-ups find the product by: SKU, name, pack and barcodes."""
    head = tx.first(_HEAD, a_product=product_id)
    assert head is not None  # just written, or locked
    found = [head.sku, head.name, head.pack, *(row.code for row in tx.all(_BARCODES, a_product=product_id))]
    tx.change(_SEARCH, a_product=product_id, a_search=fold(" ".join(text for text in found if text)))


def _tax_class(tx: Transaction, text: str) -> str:
    kept = named(text, "tax class", limit=32).lower()
    if tx.scalar(_CLASS, a_class=kept) is None:
        raise NotFound(f"there is no tax class {visible(kept)}; enter its rate first")
    return kept


def _plain(**said: Any) -> dict[str, Any]:
    """The values that need no look at the database, checked; what was not said stays None."""
    return {
        column: None if value is None or value is ... else _CHECKED[column](value) for column, value in said.items()
    }


def _up_to(most: int, what: str) -> Callable[[Any], int]:
    return lambda value: whole(value, what, most)


_CHECKED: dict[str, Callable[[Any], Any]] = {
    "name": named,
    "kind": lambda text: member(ProductKind, text, "kind"),
    "unit": lambda text: named(text, "unit", limit=16),
    "list_price": _up_to(MAX_PRICE, "list price"),
    "cost": _up_to(MAX_PRICE, "cost"),
    "min_qty": _up_to(MAX_QUANTITY, "minimum quantity"),
    "multiple": _up_to(MAX_QUANTITY, "multiple"),
    "lead_days": _up_to(MOST_DAYS, "lead days"),
    "reorder_point": _up_to(MAX_QUANTITY, "reorder point"),
    "over_delivery": _up_to(HUNDRED_PERCENT, "over-delivery"),
    "under_delivery": _up_to(HUNDRED_PERCENT, "under-delivery"),
    "pack": lambda text: clean(text, "pack", limit=60),
}
