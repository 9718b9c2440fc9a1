"""What lies on the shelves, and what is coming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orderdesk.desk import products, stock
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind
from orderdesk.exchange.report import Findings
from orderdesk.models import Warehouse
from orderdesk.queries import existing
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction
from orderdesk.values import Quantity

COUNTED = "counted by import"


@dataclass(frozen=True, slots=True)
class Place:
    """A product in a warehouse."""

    sku: str
    product_id: int
    warehouse: str
    warehouse_id: int


class _InWarehouses(Importer):
    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.warehouses = existing.by_code(tx, Warehouse)
        self.usual = settings(tx).warehouse

    def place(self, cells: Cells) -> Place | None:
        """Which product and warehouse the row is about; what is wrong with either is reported."""
        sku = cells.key("sku")
        product = existing.product(self.tx, sku) if sku else None
        if sku and product is None:
            cells.wrong("sku", f"there is no product {sku}")
        code = cells.code("warehouse") or self.usual
        if code not in self.warehouses:
            cells.wrong("warehouse", f"there is no warehouse {code}")
        if product is None or not cells.good:
            return None
        if product.kind == "service":
            cells.wrong("sku", f"{sku} is a service, of which there is no stock")
            return None
        if product.kind == "kit":
            cells.wrong("sku", f"{sku} is a kit, of which there is no stock")
            return None
        return Place(sku, product.id, code, self.warehouses[code].id)

    def expect(self, cells: Cells, place: Place, quantity: Quantity, due: date, source: str) -> None:
        """Note what is coming; what the same source was to bring is brought up to date.

        A day that counts from today means what it meant when it was first read.
        """
        there = existing.expected(self.tx, place.product_id, place.warehouse_id, source)
        if not source:
            there = [row for row in there if (row.quantity, row.due) == (quantity, due)]
        if not there:
            stock.expect(self.tx, place.sku, quantity, due, warehouse=place.warehouse, source=source)
            return
        if cells.record.values["due"].strip().lower().startswith("today"):
            due = there[-1].due
        stock.expect(self.tx, place.sku, quantity, due, expected=there[-1].id)


class Stock(_InWarehouses):
    """How much there is: counted, so that only a difference moves anything.

    Where the file says so, what is coming too.
    """

    def take(self, cells: Cells) -> None:
        """Count the product in its warehouse."""
        place = self.place(cells)
        cells.needed("on_hand")
        on_hand = cells.quantity("on_hand")
        bin_code = cells.code("bin")
        coming, due, source = cells.quantity("expected") or 0, cells.day("due"), cells.text("source", limit=60)
        reorder_point = cells.quantity("reorder_point")
        if coming and due is None and cells.good:
            cells.wrong("due", "is empty, and goods are expected; say when")
        if place is None or on_hand is None or not cells.good:
            return
        if not self.first_time(cells, "sku", (place.sku, place.warehouse)):
            return
        before = len(self.tx.events)
        there = existing.stock(self.tx, place.product_id, place.warehouse_id)
        if bin_code and (there is None or there.bin != bin_code):
            stock.bin(self.tx, place.warehouse, bin_code, sku=place.sku)
        if on_hand != (there.on_hand if there is not None else 0):
            stock.count(self.tx, place.sku, on_hand, warehouse=place.warehouse, reason=COUNTED)
        if reorder_point is not None:
            products.change(self.tx, place.sku, reorder_point=reorder_point)
        if coming and due is not None:
            self.expect(cells, place, coming, due, source)
        changed = len(self.tx.events) > before
        self.count(new=changed and there is None, changed=changed)


class Expected(_InWarehouses):
    """Goods that are coming."""

    def take(self, cells: Cells) -> None:
        """Note the goods unless they are noted already."""
        place = self.place(cells)
        cells.needed("quantity")
        quantity = cells.quantity("quantity")
        due = cells.day("due") if cells.needed("due") else None
        source = cells.text("source", limit=60)
        if quantity == 0:
            cells.wrong("quantity", "nothing would come; leave the row out")
        if place is None or quantity is None or due is None or not cells.good:
            return
        if not self.first_time(cells, "sku", (place, source or (quantity, due))):
            return
        before, known = len(self.tx.events), existing.expected(self.tx, place.product_id, place.warehouse_id, source)
        self.expect(cells, place, quantity, due, source)
        changed = len(self.tx.events) > before
        self.count(new=changed and not (source and known), changed=changed)


STOCK = Kind("stock", ("sku", "on_hand"), ("warehouse", "bin", "expected", "due", "source", "reorder_point"), Stock)
EXPECTED = Kind("expected", ("sku", "quantity", "due"), ("warehouse", "source"), Expected)
