"""Lots and serial numbers: the breakdown below a product's stock, and the components of kits.

A serial number is a lot of one piece. What a warehouse has of a product that is kept by lots is the sum of what it has
of each of them; every move of such a product names its lot.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from orderdesk.models.columns import own_id, ref, whole, word


class Lot(SQLModel, table=True):
    """A lot of a product, or one piece by its serial number; `number` is unique within the product.

    `expires` is the last day it is good; `sell_by` the last day it may leave, by the product's remaining shelf life.
    `shipped` is what customers have of it: left less come back, in stock units. `source` says what it came with.
    """

    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        CheckConstraint("shipped >= 0", name="ck_lot_shipped"),
        CheckConstraint("NOT serial OR shipped <= 1000", name="ck_lot_serial"),
        Index("ix_lot_number", "number"),
    )

    id: int | None = own_id()
    product_id: int = ref("product")
    number: str = word()
    expires: date | None = None
    sell_by: date | None = None
    received: date | None = None
    source: str = ""
    serial: bool = False
    blocked: bool = False
    block_reason: str = ""
    shipped: int = whole()
    version: int = 1


class LotStock(SQLModel, table=True):
    """How much of a lot a warehouse has, and how much of that stands on pick lists that have not left. Stock units."""

    __tablename__ = "lot_stock"
    __table_args__ = (
        UniqueConstraint("lot_id", "warehouse_id"),
        CheckConstraint("on_hand >= 0", name="ck_lot_stock_on_hand"),
        CheckConstraint("on_pick >= 0 AND on_pick <= on_hand", name="ck_lot_stock_on_pick"),
        Index("ix_lot_stock_product", "product_id", "warehouse_id"),
    )

    id: int | None = own_id()
    lot_id: int = ref("lot")
    product_id: int = ref("product")
    warehouse_id: int = ref("warehouse")
    on_hand: int = whole()
    on_pick: int = whole()


class CountLot(SQLModel, table=True):
    """How much of a lot was counted on a sheet; the sheet's line of the product is the sum."""

    __tablename__ = "count_lot"
    __table_args__ = (
        UniqueConstraint("sheet_id", "lot_id"),
        CheckConstraint("counted >= 0", name="ck_count_lot"),
    )

    id: int | None = own_id()
    sheet_id: int = ref("count_sheet")
    lot_id: int = ref("lot")
    counted: int = whole()


class KitComponent(SQLModel, table=True):
    """How many stock units of a product one kit holds."""

    __tablename__ = "kit_component"
    __table_args__ = (
        UniqueConstraint("kit_id", "product_id"),
        CheckConstraint("quantity > 0", name="ck_kit_component"),
    )

    id: int | None = own_id()
    kit_id: int = ref("product")
    product_id: int = ref("product", index=True)
    quantity: int = whole()
