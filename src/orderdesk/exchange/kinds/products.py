"""Suppliers and products, with the case a product is also sold in and the barcodes of both."""

from __future__ import annotations

from typing import Any

from orderdesk.desk import products
from orderdesk.desk.products import ProductKind
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind
from orderdesk.exchange.kinds.company import same
from orderdesk.exchange.report import Findings
from orderdesk.models import Category
from orderdesk.queries import existing
from orderdesk.rules.barcode import normal_gtin
from orderdesk.store.transaction import Transaction
from orderdesk.texts import clean

_SUPPLIER_TEXTS = {
    "contact": 100, "contact_role": 100, "street": 200, "city": 100, "region": 100, "postcode": 20, "country": 60,
    "phone": 100, "email": 100,
}  # fmt: skip
_PRICES = ("list_price", "cost")
_QUANTITIES = ("min_qty", "multiple", "reorder_point")
_PERCENTS = ("over_delivery", "under_delivery")


class Suppliers(Importer):
    """Who sells to us."""

    def take(self, cells: Cells) -> None:
        """Enter the supplier unless it is there."""
        code, name = cells.key(), cells.name()
        said: dict[str, Any] = {
            column: cells.text(column, limit=limit) for column, limit in _SUPPLIER_TEXTS.items() if cells.has(column)
        }
        if cells.has("lead_days"):
            said["lead_days"] = cells.count("lead_days", most=3_650)
        if not cells.good or not self.first_time(cells, "code", code):
            return
        row = existing.supplier(self.tx, code)
        if row is None:
            products.supplier(self.tx, code, name, **said)
        elif not same(cells, dict(row._mapping), {"name": name, **said}):
            return
        self.count(new=row is None, changed=False)


class Products(Importer):
    """What is sold."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.categories = existing.by_code(tx, Category)
        self.classes = {tax_class: True for tax_class, _ in existing.tax_rates(tx)}

    def take(self, cells: Cells) -> None:
        """Enter the product, or bring it up to date with what the file says."""
        sku = cells.key("sku")
        said = self._said(cells)
        case = self._case(cells, said.get("unit") or "pc")
        codes = {column: cells.read(column, normal_gtin, "") for column in ("barcode", "case_barcode")}
        if not cells.good or not self.first_time(cells, "sku", sku):
            return
        before = len(self.tx.events)
        row = existing.product(self.tx, sku)
        if row is None:
            given = {column: value for column, value in said.items() if value is not None}
            products.new(self.tx, sku, given.pop("name"), **given)
        else:
            products.change(self.tx, sku, **said)
        if case is not None:
            products.unit(self.tx, sku, *case)
        self._barcodes(cells, sku, codes, case)
        self.count(new=row is None, changed=len(self.tx.events) > before)

    def _said(self, cells: Cells) -> dict[str, Any]:
        """What the file says of the product; a column that it lacks is left out, so that nothing changes there."""
        said: dict[str, Any] = {"name": cells.name()}
        if cells.has("category"):
            row = cells.known("category", self.categories, "category")
            said["category"] = "" if row is None else row.code
        if cells.has("supplier"):
            said["supplier"] = cells.code("supplier")
            if said["supplier"] and existing.supplier(self.tx, said["supplier"]) is None:
                cells.wrong("supplier", f"there is no supplier {said['supplier']}")
        if cells.has("kind"):
            said["kind"] = cells.one_of("kind", tuple(ProductKind), "stocked")
        if cells.has("unit"):
            said["unit"] = cells.text("unit", limit=16) or "pc"
        if cells.given("tax_class"):
            said["tax_class"] = cells.text("tax_class", limit=32).lower()
            if said["tax_class"] not in self.classes:
                cells.wrong("tax_class", f"there is no tax class {said['tax_class']}; import its rate first")
        said |= {column: cells.price(column) for column in _PRICES if cells.has(column)}
        said |= {column: cells.quantity(column) or 0 for column in _QUANTITIES if cells.has(column)}
        said |= {column: cells.percent(column) or 0 for column in _PERCENTS if cells.has(column)}
        if cells.has("lead_days"):
            said["lead_days"] = cells.count("lead_days", most=3_650)
        if cells.has("pack"):
            said["pack"] = cells.text("pack", limit=60)
        if cells.has("active"):
            said["active"] = cells.yes("active", otherwise=True)
        return said

    def _case(self, cells: Cells, unit: str) -> tuple[str, int] | None:
        """The unit the product is also sold in and its factor, where the file gives both."""
        name = cells.read("case_unit", lambda text: clean(text, "case_unit", limit=16), "")
        factor = cells.quantity("case_factor")
        if cells.given("case_unit") != cells.given("case_factor"):
            cells.wrong(
                "case_factor" if cells.given("case_unit") else "case_unit",
                "is empty; a case has both a name and a content",
            )
        if name and factor == 0:
            cells.wrong("case_factor", "a case that holds nothing cannot be sold")
        if name and name == unit:
            cells.wrong("case_unit", "is the product's own unit; a case needs another name")
        if cells.given("case_barcode") and not name:
            cells.wrong("case_barcode", "is on a case, and the file names none")
        return (name, factor) if name and factor else None

    def _barcodes(self, cells: Cells, sku: str, codes: dict[str, str], case: tuple[str, int] | None) -> None:
        row = existing.product(self.tx, sku)
        there = existing.barcodes(self.tx, row.id) if row is not None else {}
        for column, code in codes.items():
            unit = case[0] if case and column == "case_barcode" else None
            if not code:
                continue
            if code not in there:
                products.barcode(self.tx, sku, code, unit=unit)
            elif row is not None and there[code] != (unit or row.unit):
                cells.wrong(column, f"is on the {there[code]} of {sku} already")


SUPPLIERS = Kind("suppliers", ("code", "name"), (*_SUPPLIER_TEXTS, "lead_days"), Suppliers)
PRODUCTS = Kind(
    "products",
    ("sku", "name"),
    ("category", "kind", "unit", *_PRICES, "tax_class", "barcode", *_QUANTITIES, "supplier", "lead_days", "pack",
     "case_unit", "case_factor", "case_barcode", *_PERCENTS, "active"),
    Products,
)  # fmt: skip
