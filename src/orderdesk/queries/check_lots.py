"""Invariants of lots and kits: lots add up to the stock, to the moves and to what left; kits to their components."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Row, and_, case, cast, func, or_, select

from orderdesk.models import (
    KitComponent,
    Lot,
    LotStock,
    Order,
    OrderLine,
    Pick,
    PickLine,
    Product,
    Shipment,
    ShipmentLine,
    Stock,
    StockMove,
    Warehouse,
)
from orderdesk.queries.invariant import Invariant, disagreement
from orderdesk.store.transaction import table
from orderdesk.values import ONE, quantity_text

_LOT, _SHELF, _STOCK, _MOVE, _PRODUCT = table(Lot), table(LotStock), table(Stock), table(StockMove), table(Product)
_WAREHOUSE, _PICK, _PICK_LINE, _LEFT = table(Warehouse), table(Pick), table(PickLine), table(ShipmentLine)
_SHIPMENT = table(Shipment)
_LINE, _ORDER, _COMPONENT = table(OrderLine), table(Order), table(KitComponent)
_PART, _PART_PRODUCT = _LINE.alias("part"), _PRODUCT.alias("part_product")

_KEPT = or_(_PRODUCT.c.tracking == "lot", and_(_PRODUCT.c.tracking == "serial", _PRODUCT.c.serial_at == "receipt"))
_AT = ("lot_id", "warehouse_id")
_breakdown = disagreement(
    ("product_id", "warehouse_id"),
    select(_SHELF.c.product_id, _SHELF.c.warehouse_id, func.sum(_SHELF.c.on_hand).label("figure"))
    .join(_PRODUCT, _PRODUCT.c.id == _SHELF.c.product_id)
    .where(_KEPT)
    .group_by(_SHELF.c.product_id, _SHELF.c.warehouse_id),
    select(_STOCK.c.product_id, _STOCK.c.warehouse_id, _STOCK.c.on_hand.label("figure"))
    .join(_PRODUCT, _PRODUCT.c.id == _STOCK.c.product_id)
    .where(_KEPT),
)
_BREAKDOWN = (
    select(_PRODUCT.c.sku, _WAREHOUSE.c.code, _breakdown.c.kept, _breakdown.c.recomputed)
    .join(_PRODUCT, _PRODUCT.c.id == _breakdown.c.product_id)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _breakdown.c.warehouse_id)
    .order_by(_PRODUCT.c.sku)
)


def _of_lot(found: Any) -> Any:
    return (
        select(_PRODUCT.c.sku, _LOT.c.number, found.c.kept, found.c.recomputed)
        .join(_LOT, _LOT.c.id == found.c.lot_id)
        .join(_PRODUCT, _PRODUCT.c.id == _LOT.c.product_id)
        .order_by(_PRODUCT.c.sku, _LOT.c.number)
    )


_kept_lots = select(_LOT.c.id).join(_PRODUCT, _PRODUCT.c.id == _LOT.c.product_id).where(_KEPT)
_moved = disagreement(
    _AT,
    select(_SHELF.c.lot_id, _SHELF.c.warehouse_id, _SHELF.c.on_hand.label("figure")),
    select(_MOVE.c.lot_id, _MOVE.c.warehouse_id, func.sum(_MOVE.c.quantity).label("figure"))
    .where(_MOVE.c.lot_id.in_(_kept_lots))
    .group_by(_MOVE.c.lot_id, _MOVE.c.warehouse_id),
)
_on_lists = disagreement(
    _AT,
    select(_SHELF.c.lot_id, _SHELF.c.warehouse_id, _SHELF.c.on_pick.label("figure")),
    select(
        _PICK_LINE.c.lot_id,
        _PICK.c.warehouse_id,
        func.sum(case((_PICK.c.state == "picked", _PICK_LINE.c.picked), else_=_PICK_LINE.c.quantity)).label("figure"),
    )
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(_PICK_LINE.c.lot_id.in_(_kept_lots), _PICK.c.state.in_(("open", "picked")))
    .group_by(_PICK_LINE.c.lot_id, _PICK.c.warehouse_id),
)
_with_customers = disagreement(
    ("lot_id",),
    select(_LOT.c.id.label("lot_id"), _LOT.c.shipped.label("figure")),
    select(_MOVE.c.lot_id, func.sum(-_MOVE.c.quantity).label("figure"))
    .where(_MOVE.c.lot_id.is_not(None), _MOVE.c.kind.in_(("shipment", "return")))
    .group_by(_MOVE.c.lot_id),
)
_of_shipments = disagreement(
    ("lot_id",),
    select(_MOVE.c.lot_id, func.sum(-_MOVE.c.quantity).label("figure"))
    .where(_MOVE.c.lot_id.is_not(None), _MOVE.c.kind == "shipment")
    .group_by(_MOVE.c.lot_id),
    select(_LEFT.c.lot_id, func.sum(_LEFT.c.quantity).label("figure"))
    .join(_SHIPMENT, _SHIPMENT.c.id == _LEFT.c.shipment_id)
    .where(_LEFT.c.lot_id.is_not(None), _SHIPMENT.c.cancelled_at.is_(None))
    .group_by(_LEFT.c.lot_id),
)
_TWO_PLACES = (
    select(_PRODUCT.c.sku, _LOT.c.number, func.sum(_SHELF.c.on_hand).label("figure"))
    .join(_SHELF, _SHELF.c.lot_id == _LOT.c.id)
    .join(_PRODUCT, _PRODUCT.c.id == _LOT.c.product_id)
    .where(_LOT.c.serial)
    .group_by(_PRODUCT.c.sku, _LOT.c.number)
    .having(func.sum(_SHELF.c.on_hand) > ONE)
)
# What has left of a kit is the least of its components, in whole kits, and never more than was ordered.
_whole = func.min((_PART.c.shipped // _PART.c.per_kit) * ONE)
_due = _LINE.c.ordered - _LINE.c.cancelled
_KITS = (
    select(_ORDER.c.number, _LINE.c.position, _LINE.c.shipped.label("kept"), _whole.label("recomputed"))
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_PART, _PART.c.parent_id == _LINE.c.id)
    .join(_PART_PRODUCT, _PART_PRODUCT.c.id == _PART.c.product_id)
    .where(_PART_PRODUCT.c.kind != "service")
    .group_by(_ORDER.c.number, _LINE.c.id, _LINE.c.position, _LINE.c.shipped, _LINE.c.ordered, _LINE.c.cancelled)
    .having(_LINE.c.shipped != case((_whole > _due, _due), else_=_whole))
)
_whole_back = func.min((_PART.c.returned // _PART.c.per_kit) * ONE)
_KITS_BACK = (
    select(_ORDER.c.number, _LINE.c.position, _LINE.c.returned.label("kept"), _whole_back.label("recomputed"))
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_PART, _PART.c.parent_id == _LINE.c.id)
    .join(_PART_PRODUCT, _PART_PRODUCT.c.id == _PART.c.product_id)
    .where(_PART_PRODUCT.c.kind != "service")
    .group_by(_ORDER.c.number, _LINE.c.id, _LINE.c.position, _LINE.c.shipped, _LINE.c.returned)
    .having(_LINE.c.returned != case((_whole_back > _LINE.c.shipped, _LINE.c.shipped), else_=_whole_back))
)
_SCALED = (
    select(_ORDER.c.number, _PART.c.position, (_PART.c.ordered - _PART.c.cancelled).label("kept"),
           (_due // ONE * _PART.c.per_kit).label("recomputed"))
    .join(_LINE, _LINE.c.id == _PART.c.parent_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(_PART.c.ordered - _PART.c.cancelled != _due // ONE * _PART.c.per_kit)
)  # fmt: skip
_KIT, _GOODS = _PRODUCT.alias("kit"), _PRODUCT.alias("goods")
# PostgreSQL adds whole numbers up to a numeric, whose division is not whole.
_SUM = cast(func.sum(_GOODS.c.cost * _COMPONENT.c.quantity), BigInteger)
_COSTS = (
    select(_KIT.c.sku, _KIT.c.cost.label("kept"),
           ((_SUM + ONE // 2) // ONE).label("recomputed"))
    .join(_COMPONENT, _COMPONENT.c.kit_id == _KIT.c.id)
    .join(_GOODS, _GOODS.c.id == _COMPONENT.c.product_id)
    .group_by(_KIT.c.id, _KIT.c.sku, _KIT.c.cost)
    .having(
        and_(
            func.count() == func.count(_GOODS.c.cost),
            func.coalesce(_KIT.c.cost, -1) != (_SUM + ONE // 2) // ONE,
        )
    )
)  # fmt: skip


def _lot(what: str, but: str) -> Any:
    def sentence(row: Row[Any]) -> str:
        return (
            f"{row.sku} lot {row.number}: {quantity_text(int(row.kept))} {what}, "
            f"but {but} {quantity_text(int(row.recomputed))}"
        )

    return sentence


LOTS = (
    Invariant(
        _BREAKDOWN,
        lambda row: (
            f"{row.sku} in {row.code}: its lots add up to {quantity_text(int(row.kept))}, "
            f"but {quantity_text(int(row.recomputed))} are on hand"
        ),
    ),
    Invariant(_of_lot(_moved), _lot("on hand", "its moves add up to")),
    Invariant(_of_lot(_on_lists), _lot("on pick lists", "the lists that have not left add up to")),
    Invariant(_of_lot(_with_customers), _lot("with customers", "its shipments less returns are")),
    Invariant(_of_lot(_of_shipments), _lot("left by its moves", "its shipments say")),
    Invariant(
        _TWO_PLACES,
        lambda row: f"{row.sku} serial number {row.number} is in the house {quantity_text(int(row.figure))} times",
    ),
    Invariant(
        _KITS,
        lambda row: (
            f"order {row.number} line {row.position}: {quantity_text(row.kept)} kits shipped, "
            f"but its components make {quantity_text(int(row.recomputed))}"
        ),
    ),
    Invariant(
        _KITS_BACK,
        lambda row: (
            f"order {row.number} line {row.position}: {quantity_text(row.kept)} kits returned, "
            f"but its components make {quantity_text(int(row.recomputed))}"
        ),
    ),
    Invariant(
        _SCALED,
        lambda row: (
            f"order {row.number} line {row.position}: {quantity_text(int(row.kept))} of a component, "
            f"but its kit asks for {quantity_text(int(row.recomputed))}"
        ),
    ),
    Invariant(_COSTS, lambda row: f"{row.sku}: a kit that costs {row.kept}, but its components {int(row.recomputed)}"),
)
