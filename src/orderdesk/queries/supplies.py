"""What is asked for and what is ordered: purchases and work orders, for the shelf or for the line that sold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from orderdesk.models import Customer, ExpectedReceipt, Order, OrderLine, Product, Supplier, Warehouse
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_EXPECTED, _PRODUCT, _SUPPLIER, _WAREHOUSE = table(ExpectedReceipt), table(Product), table(Supplier), table(Warehouse)
_LINE, _ORDER, _CUSTOMER = table(OrderLine), table(Order), table(Customer)
_OPEN = (
    select(
        _EXPECTED,
        _PRODUCT.c.sku,
        _PRODUCT.c.name,
        _PRODUCT.c.unit,
        _SUPPLIER.c.code.label("supplier"),
        _WAREHOUSE.c.code.label("warehouse"),
        _ORDER.c.number,
        _LINE.c.position,
        _CUSTOMER.c.code.label("customer"),
    )
    .join(_PRODUCT, _PRODUCT.c.id == _EXPECTED.c.product_id)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _EXPECTED.c.warehouse_id)
    .outerjoin(_SUPPLIER, _SUPPLIER.c.id == _PRODUCT.c.supplier_id)
    .outerjoin(_LINE, _LINE.c.id == _EXPECTED.c.order_line_id)
    .outerjoin(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .where(_EXPECTED.c.received < _EXPECTED.c.quantity)
    .order_by(_EXPECTED.c.state.desc(), _EXPECTED.c.due, _EXPECTED.c.id)
)


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """Goods that are asked for (`requested`) or ordered, and have not all come. Stock units.

    Attributes:
        id: what it is ordered, received, made and withdrawn by.
        kind: purchase, work_order or transfer.
        source: the purchase order's, work order's or transfer's number.
        order, line: whose it is; None is for the shelf.
    """

    id: int
    kind: str
    state: str
    sku: str
    name: str
    unit: str
    warehouse: str
    supplier: str
    quantity: Quantity
    received: Quantity
    due: date
    source: str
    order: int | None
    line: int | None
    customer: str

    @property
    def left(self) -> Quantity:
        """Still to come."""
        return self.quantity - self.received


def supplies(reading: Reading) -> tuple[SupplyRow, ...]:
    """Everything that is to come: what nobody has ordered yet first, then by its day."""
    return tuple(
        SupplyRow(
            row.id, row.kind, row.state, row.sku, row.name, row.unit, row.warehouse, row.supplier or "", row.quantity,
            row.received, row.due, row.source, row.number, row.position, row.customer or "",
        )
        for row in reading.all(_OPEN)
    )  # fmt: skip
