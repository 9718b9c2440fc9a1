"""Upkeep of products: what is sold, in which units, under which barcodes; categories, suppliers and tax rates.

A product's list price, cost, minimum and multiple are all for its stock unit, which is why the unit stays what it is
once goods have moved or been ordered.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from types import EllipsisType
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import SQLModel

from orderdesk.desk import find, kits
from orderdesk.desk.assortment import category, supplier, tax_rate
from orderdesk.desk.units import barcode, locked_product, refresh_search, require_new_unit, unit
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
from orderdesk.models import Category, Product, Stock, Supplier, TaxRate
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import HUNDRED_PERCENT, MAX_PRICE, MAX_QUANTITY, Percent, Quantity, UnitPrice, quantity_text

__all__ = ["barcode", "category", "change", "new", "supplier", "tax_rate", "unit"]

_PRODUCT = table(Product)
_STOCK = table(Stock)
_SKU = select(_PRODUCT.c.id).where(_PRODUCT.c.sku == bindparam("a_sku"))
_CLASS = select(table(TaxRate).c.id).where(table(TaxRate).c.tax_class == bindparam("a_class")).limit(1)
_ON_HAND = select(func.coalesce(func.sum(_STOCK.c.on_hand), 0)).where(_STOCK.c.product_id == bindparam("a_product"))
_REFERENCES: dict[str, type[SQLModel]] = {"category_id": Category, "supplier_id": Supplier}


class ProductKind(StrEnum):
    """What a product is to the warehouse."""

    STOCKED = "stocked"
    MADE_TO_ORDER = "made_to_order"
    SERVICE = "service"
    KIT = "kit"  # sold as one, kept as its components


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
        kind: stocked, made_to_order, service or kit; what a kit is made of is said by `kits.kit`.
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
    refresh_search(tx, product_id)
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
    row = locked_product(tx, sku)
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
        require_new_unit(tx, row, changed["unit"][1])
    on_hand = tx.scalar(_ON_HAND, a_product=row.id)
    if "kind" in changed and on_hand:
        raise Refused(
            f"{row.sku} stays {row.kind}: {quantity_text(on_hand)} {row.unit} are on hand; adjust them to 0 first"
        )
    if "cost" in changed and row.kind == "kit" and wanted["kind"] in (None, "kit"):
        raise Refused(f"{row.sku} is a kit; it costs what its components cost. Change theirs")
    tx.update(Product, row.id, **{column: pair[1] for column, pair in changed.items()})
    if "cost" in changed:
        kits.refresh_costs(tx, row.id)
    if "kind" in changed:
        kits.change_kind(tx, row, changed["kind"][1])
    if {"name", "pack"} & changed.keys():
        refresh_search(tx, row.id)
    tx.record("product.change", "product", row.id, **in_codes(tx, changed, _REFERENCES))
    return str(row.sku)


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
