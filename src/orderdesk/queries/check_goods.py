"""Invariants of goods: stock is the sum of its moves, what is reserved is there, and lines and stock agree on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, Select, Subquery, and_, func, or_, select

from orderdesk.models import (
    Allocation,
    ExpectedReceipt,
    KeptGoods,
    Order,
    OrderLine,
    ParcelLine,
    Pick,
    PickLine,
    Product,
    Stock,
    StockMove,
    Transfer,
    TransferLine,
    Warehouse,
)
from orderdesk.queries.invariant import Invariant, disagreement
from orderdesk.store.transaction import table
from orderdesk.values import quantity_text

_STOCK = table(Stock)
_MOVE = table(StockMove)
_ALLOCATION = table(Allocation)
_KEPT, _EXPECTED = table(KeptGoods), table(ExpectedReceipt)
_TRANSFER, _SENT = table(Transfer), table(TransferLine)
_LINE = table(OrderLine)
_ORDER = table(Order)
_PRODUCT = table(Product)
_WAREHOUSE = table(Warehouse)
_PICK, _PICK_LINE, _IN = table(Pick), table(PickLine), table(ParcelLine)
_PLACE = ("product_id", "warehouse_id")

_moves = disagreement(
    _PLACE,
    select(_STOCK.c.product_id, _STOCK.c.warehouse_id, _STOCK.c.on_hand.label("figure")),
    select(_MOVE.c.product_id, _MOVE.c.warehouse_id, func.sum(_MOVE.c.quantity).label("figure")).group_by(
        _MOVE.c.product_id, _MOVE.c.warehouse_id
    ),
)
_reserved = disagreement(
    _PLACE,
    select(_STOCK.c.product_id, _STOCK.c.warehouse_id, _STOCK.c.allocated.label("figure")),
    select(
        _ALLOCATION.c.product_id, _ALLOCATION.c.warehouse_id, func.sum(_ALLOCATION.c.quantity).label("figure")
    ).group_by(_ALLOCATION.c.product_id, _ALLOCATION.c.warehouse_id),
)
_promised = disagreement(
    _PLACE,
    select(_STOCK.c.product_id, _STOCK.c.warehouse_id, _STOCK.c.allocated.label("figure")),
    select(_LINE.c.product_id, _ALLOCATION.c.warehouse_id, func.sum(_ALLOCATION.c.quantity).label("figure"))
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_ORDER.c.state.in_(("submitted", "confirmed")))
    .group_by(_LINE.c.product_id, _ALLOCATION.c.warehouse_id),
)
_by_line = disagreement(
    ("line_id",),
    select(_LINE.c.id.label("line_id"), _LINE.c.allocated.label("figure")),
    select(_ALLOCATION.c.order_line_id.label("line_id"), func.sum(_ALLOCATION.c.quantity).label("figure")).group_by(
        _ALLOCATION.c.order_line_id
    ),
)
_kept = disagreement(
    _PLACE,
    select(_STOCK.c.product_id, _STOCK.c.warehouse_id, _STOCK.c.kept.label("figure")),
    select(_KEPT.c.product_id, _KEPT.c.warehouse_id, func.sum(_KEPT.c.quantity).label("figure"))
    .where(_KEPT.c.ended_at.is_(None))
    .group_by(_KEPT.c.product_id, _KEPT.c.warehouse_id),
)
# Whoever is served from one warehouse only holds goods of no other, and of a single source of no two.
_STRANGE = (
    select(_ORDER.c.number, _LINE.c.position, _ORDER.c.sourcing)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_ALLOCATION, _ALLOCATION.c.order_line_id == _LINE.c.id)
    .where(_ALLOCATION.c.quantity > 0)
    .group_by(_ORDER.c.number, _LINE.c.position, _ORDER.c.sourcing, _ORDER.c.warehouse_id)
    .having(
        or_(
            and_(
                _ORDER.c.sourcing == "own",
                or_(
                    func.min(_ALLOCATION.c.warehouse_id) != _ORDER.c.warehouse_id,
                    func.max(_ALLOCATION.c.warehouse_id) != _ORDER.c.warehouse_id,
                ),
            ),
            and_(
                _ORDER.c.sourcing == "single",
                func.min(_ALLOCATION.c.warehouse_id) != func.max(_ALLOCATION.c.warehouse_id),
            ),
        )
    )
)
_IMPOSSIBLE = (
    select(_PRODUCT.c.sku, _WAREHOUSE.c.code, _STOCK.c.on_hand, _STOCK.c.allocated, _STOCK.c.kept)
    .join(_PRODUCT, _PRODUCT.c.id == _STOCK.c.product_id)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _STOCK.c.warehouse_id)
    .where(
        or_(
            _STOCK.c.on_hand < 0,
            _STOCK.c.allocated < 0,
            _STOCK.c.kept < 0,
            _STOCK.c.allocated + _STOCK.c.kept > _STOCK.c.on_hand,
        )
    )
)
_TOO_MUCH_PACKED = (
    select(_PICK.c.number, _PRODUCT.c.sku, _PICK_LINE.c.picked, func.sum(_IN.c.quantity).label("packed"))
    .join(_PICK_LINE, _PICK_LINE.c.id == _IN.c.pick_line_id)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .join(_PRODUCT, _PRODUCT.c.id == _PICK_LINE.c.product_id)
    .group_by(_PICK_LINE.c.id, _PICK.c.number, _PRODUCT.c.sku, _PICK_LINE.c.picked)
    .having(func.sum(_IN.c.quantity) > _PICK_LINE.c.picked)
)
# What has left one warehouse and has not come to the other is on its way, or lost.
_on_the_way = disagreement(
    ("product_id",),
    select(_MOVE.c.product_id, (-func.sum(_MOVE.c.quantity)).label("figure"))
    .where(_MOVE.c.kind == "transfer")
    .group_by(_MOVE.c.product_id),
    select(_SENT.c.product_id, func.sum(_SENT.c.sent - _SENT.c.received).label("figure")).group_by(_SENT.c.product_id),
)
_SENT_PRODUCTS = (
    select(_PRODUCT.c.sku, _on_the_way.c.kept, _on_the_way.c.recomputed)
    .join(_PRODUCT, _PRODUCT.c.id == _on_the_way.c.product_id)
    .order_by(_PRODUCT.c.sku)
)
# Each line of a transfer is expected where it goes with exactly what is on the way of it.
_EXPECTED_OF_LINE = (
    select(func.coalesce(func.sum(_EXPECTED.c.quantity - _EXPECTED.c.received), 0))
    .where(_EXPECTED.c.transfer_line_id == _SENT.c.id)
    .scalar_subquery()
)
_NOT_EXPECTED = (
    select(
        _TRANSFER.c.number,
        _PRODUCT.c.sku,
        (_SENT.c.sent - _SENT.c.received - _SENT.c.lost).label("left"),
        _EXPECTED_OF_LINE.label("expected"),
    )
    .join(_TRANSFER, _TRANSFER.c.id == _SENT.c.transfer_id)
    .join(_PRODUCT, _PRODUCT.c.id == _SENT.c.product_id)
    .where(_SENT.c.sent - _SENT.c.received - _SENT.c.lost != _EXPECTED_OF_LINE)
)
# What was asked for or ordered for a line is for a line of that product, in an order that is placed.
_ASTRAY = (
    select(_EXPECTED.c.id, _PRODUCT.c.sku, _ORDER.c.number, _LINE.c.position)
    .join(_PRODUCT, _PRODUCT.c.id == _EXPECTED.c.product_id)
    .join(_LINE, _LINE.c.id == _EXPECTED.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(
        _EXPECTED.c.received < _EXPECTED.c.quantity,
        or_(
            _LINE.c.product_id != _EXPECTED.c.product_id,
            _ORDER.c.state.not_in(("submitted", "confirmed")),
        ),
    )
)


def _named(found: Subquery) -> Select[Any]:
    return (
        select(_PRODUCT.c.sku, _WAREHOUSE.c.code, found.c.kept, found.c.recomputed)
        .join(_PRODUCT, _PRODUCT.c.id == found.c.product_id)
        .join(_WAREHOUSE, _WAREHOUSE.c.id == found.c.warehouse_id)
        .order_by(_PRODUCT.c.sku, _WAREHOUSE.c.code)
    )


def _of_line(found: Subquery) -> Select[Any]:
    return (
        select(_ORDER.c.number, _LINE.c.position, found.c.kept, found.c.recomputed)
        .join(_LINE, _LINE.c.id == found.c.line_id)
        .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
        .order_by(_ORDER.c.number, _LINE.c.position)
    )


def _differs(what: str, but: str) -> Callable[[Row[Any]], str]:
    return lambda row: (
        f"{row.sku} in {row.code}: {quantity_text(row.kept)} {what}, but {but} {quantity_text(row.recomputed)}"
    )


GOODS = (
    Invariant(
        _IMPOSSIBLE,
        lambda row: (
            f"{row.sku} in {row.code}: {quantity_text(row.allocated)} allocated of {quantity_text(row.on_hand)} on hand"
            + (f", {quantity_text(row.kept)} kept" if row.kept else "")
        ),
    ),
    Invariant(_named(_moves), _differs("on hand", "its moves add up to")),
    Invariant(_named(_reserved), _differs("allocated", "its allocations add up to")),
    Invariant(_named(_promised), _differs("allocated", "the open orders of that warehouse hold")),
    Invariant(
        _SENT_PRODUCTS,
        lambda row: (
            f"{row.sku}: {quantity_text(int(row.kept))} have left in transfers and not arrived, "
            f"but the transfers say {quantity_text(int(row.recomputed))}"
        ),
    ),
    Invariant(
        _NOT_EXPECTED,
        lambda row: (
            f"transfer {row.number}, {row.sku}: {quantity_text(row.left)} are on the way, "
            f"but {quantity_text(int(row.expected))} are expected"
        ),
    ),
    Invariant(
        _ASTRAY,
        lambda row: (
            f"{row.sku} {row.id} is expected for order {row.number} line {row.position}, "
            "which is of another product or is not placed"
        ),
    ),
    Invariant(_named(_kept), _differs("kept", "what is kept for customers adds up to")),
    Invariant(
        _STRANGE,
        lambda row: (
            f"order {row.number} line {row.position}: goods are reserved in a warehouse that may not serve it "
            f"({row.sourcing})"
        ),
    ),
    Invariant(
        _of_line(_by_line),
        lambda row: (
            f"order {row.number} line {row.position}: {quantity_text(row.kept)} allocated, "
            f"but its allocations add up to {quantity_text(row.recomputed)}"
        ),
    ),
    Invariant(
        _TOO_MUCH_PACKED,
        lambda row: (
            f"pick list {row.number}, {row.sku}: {quantity_text(int(row.packed))} packed, "
            f"but only {quantity_text(row.picked)} picked"
        ),
    ),
)
