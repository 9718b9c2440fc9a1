"""The replenishment list: what falls below its reorder point in a warehouse, and how much of it to order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, func, select

from orderdesk.errors import NotFound
from orderdesk.models import ExpectedReceipt, Order, OrderLine, Product, Stock, Supplier, Warehouse
from orderdesk.queries.settings import settings
from orderdesk.rules.replenishment import Position, suggest
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_PRODUCT, _SUPPLIER, _STOCK = table(Product), table(Supplier), table(Stock)
_EXPECTED, _LINE, _ORDER, _WAREHOUSE = table(ExpectedReceipt), table(OrderLine), table(Order), table(Warehouse)
_PLACE = select(_WAREHOUSE.c.id, _WAREHOUSE.c.code).where(_WAREHOUSE.c.code == bindparam("a_code"))
_POINT = func.coalesce(_STOCK.c.reorder_point, _PRODUCT.c.reorder_point)
# What is bought for one line is that line's alone: neither its receipt nor what it waits for counts for the shelf.
_COMING = (
    select(_EXPECTED.c.product_id, func.sum(_EXPECTED.c.quantity - _EXPECTED.c.received).label("quantity"))
    .where(
        _EXPECTED.c.warehouse_id == bindparam("a_warehouse"),
        _EXPECTED.c.received < _EXPECTED.c.quantity,
        _EXPECTED.c.order_line_id.is_(None),
    )
    .group_by(_EXPECTED.c.product_id)
)
_WAITING = (
    select(
        _LINE.c.product_id,
        func.sum(_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated).label("quantity"),
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_LINE.c.waiting, _ORDER.c.warehouse_id == bindparam("a_warehouse"))
    .group_by(_LINE.c.product_id)
)
_FOR_LINES = (
    select(_EXPECTED.c.product_id, func.sum(_EXPECTED.c.quantity - _EXPECTED.c.received).label("quantity"))
    .where(
        _EXPECTED.c.warehouse_id == bindparam("a_warehouse"),
        _EXPECTED.c.received < _EXPECTED.c.quantity,
        _EXPECTED.c.kind != "drop",
        _EXPECTED.c.order_line_id.is_not(None),
    )
    .group_by(_EXPECTED.c.product_id)
)
_WATCHED = (
    select(
        _PRODUCT.c.id,
        _PRODUCT.c.sku,
        _PRODUCT.c.name,
        _PRODUCT.c.unit,
        _PRODUCT.c.order_min,
        _PRODUCT.c.order_pack,
        _SUPPLIER.c.code.label("supplier"),
        func.coalesce(func.nullif(_PRODUCT.c.lead_days, 0), _SUPPLIER.c.lead_days, 0).label("lead_days"),
        func.coalesce(_STOCK.c.on_hand, 0).label("on_hand"),
        (func.coalesce(_STOCK.c.allocated, 0) + func.coalesce(_STOCK.c.kept, 0)).label("claimed"),
        func.coalesce(_STOCK.c.safety, 0).label("safety"),
        _POINT.label("reorder_point"),
        _STOCK.c.reorder_point.label("set_here"),
    )
    .outerjoin(_STOCK, and_(_STOCK.c.product_id == _PRODUCT.c.id, _STOCK.c.warehouse_id == bindparam("a_warehouse")))
    .outerjoin(_SUPPLIER, _SUPPLIER.c.id == _PRODUCT.c.supplier_id)
    .where(_PRODUCT.c.active, _PRODUCT.c.kind == "stocked")
    .where((_POINT > 0) | (_STOCK.c.safety > 0))
    .order_by(_PRODUCT.c.sku)
)

_WATCHED_ELSEWHERE = _WATCHED.where((_STOCK.c.reorder_point > 0) | (_STOCK.c.safety > 0))


@dataclass(frozen=True, slots=True)
class ToOrder:
    """A product that is below its reorder point. Stock units.

    Attributes:
        on_order: asked for or ordered for the shelf, and not come.
        claimed: reserved, kept, or waited for by lines.
        quantity: what to order, by pack and minimum.
        due: when it would come.
    """

    warehouse: str
    sku: str
    name: str
    unit: str
    supplier: str
    on_hand: Quantity
    on_order: Quantity
    claimed: Quantity
    safety: Quantity
    reorder_point: Quantity
    quantity: Quantity
    due: date
    explanation: str


def replenishment(reading: Reading, warehouse: str | None = None) -> tuple[ToOrder, ...]:
    """What to order for a warehouse (the company's usual one unless said), by supplier. Raises NotFound for it.

    A product's own reorder point holds for the usual warehouse; elsewhere only one that was set there.
    """
    usual = settings(reading).warehouse
    code = (warehouse or usual).strip().upper()
    place = reading.first(_PLACE, a_code=code) if code.isprintable() else None
    if place is None:
        raise NotFound(f"there is no warehouse {code[:40]}")
    coming = {row.product_id: int(row.quantity) for row in reading.all(_COMING, a_warehouse=place.id)}
    tied = {row.product_id: int(row.quantity) for row in reading.all(_FOR_LINES, a_warehouse=place.id)}
    waiting = {row.product_id: int(row.quantity) for row in reading.all(_WAITING, a_warehouse=place.id)}
    found = []
    for row in reading.all(_WATCHED if code == usual else _WATCHED_ELSEWHERE, a_warehouse=place.id):
        claimed = int(row.claimed) + max(0, waiting.get(row.id, 0) - tied.get(row.id, 0))
        point = int((row.reorder_point if code == usual else row.set_here) or 0)
        position = Position(row.on_hand, coming.get(row.id, 0), claimed, point, int(row.safety))
        said = suggest(
            position, minimum=row.order_min, pack=row.order_pack, lead_days=int(row.lead_days), today=reading.today
        )
        if said is not None:
            found.append(
                ToOrder(
                    place.code, row.sku, row.name, row.unit, row.supplier or "", position.on_hand,
                    position.on_order, position.claimed, position.safety, position.reorder_point, said.quantity,
                    said.due, said.explanation,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.supplier, one.sku)))
