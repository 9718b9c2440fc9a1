"""Suppliers and products, with the case a product is also sold in and the barcodes of both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from orderdesk.desk import products
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind
from orderdesk.exchange.report import Findings
from orderdesk.models import Category, Supplier
from orderdesk.queries import existing
from orderdesk.store.transaction import Transaction

KINDS = ("stocked", "made_to_order", "service")
_SUPPLIER_TEXTS = {
    "contact": 100, "contact_role": 100, "street": 200, "city": 100, "region": 100, "postcode": 20, "country": 60,
    "phone": 100, "email": 100,
}  # fmt: skip


class Suppliers(Importer):
    """Who sells to us."""

    def take(self, cells: Cells) -> None:
        """Enter the supplier unless it is there."""
        ...


class Products(Importer):
    """What is sold."""
