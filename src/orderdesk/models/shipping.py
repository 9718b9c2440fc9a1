"""Goods on their way out: what is to be picked, what was, and what left together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, instant, maybe_instant, maybe_ref, own_id, ref, whole, word


class Pick(SQLModel, table=True):
    """A pick list: lines of one or several orders in one warehouse. `state` is open, picked, shipped or cancelled."""

    __table_args__ = (Index("ix_pick_state", "state", "id"),)

    id: int | None = own_id()
    number: int = Field(unique=True, sa_type=Id)
    warehouse_id: int = ref("warehouse")
    state: str = word("open")
    carrier: str = ""
    released_at: datetime = instant()
    released_by: int = ref("app_user")
    confirmed_at: datetime | None = maybe_instant()
    confirmed_by: int | None = maybe_ref("app_user")
    version: int = 1


class PickLine(SQLModel, table=True):
    """How much of an order's line is to be collected from a bin, and how much was. Stock units."""

    __tablename__ = "pick_line"
    __table_args__ = (CheckConstraint("picked >= 0 AND quantity > 0", name="ck_pick_line"),)

    id: int | None = own_id()
    pick_id: int = ref("pick", index=True)
    order_line_id: int = ref("sales_order_line", index=True)
    product_id: int = ref("product")
    bin: str = ""
    quantity: int = whole()
    picked: int = whole()
    short_reason: str = ""
    lot_id: int | None = maybe_ref("lot", index=True)  # proposed; of serial numbers the one that was taken


class Shipment(SQLModel, table=True):
    """What left together for one order and one place; `direct` from the supplier (`supplier_id`), without a pick."""

    id: int | None = own_id()
    number: int = Field(unique=True, sa_type=Id)
    order_id: int = ref("sales_order", index=True)
    pick_id: int | None = maybe_ref("pick", index=True)
    warehouse_id: int = ref("warehouse")
    carrier: str = ""
    tracking: str = Field(default="", index=True)
    packages: int = 1
    weight_grams: int = whole()
    day: date = Field(index=True)
    shipped_at: datetime = instant()
    shipped_by: int = ref("app_user")
    cancelled_at: datetime | None = maybe_instant()  # it was not handed over after all
    cancelled_by: int | None = maybe_ref("app_user")
    cancel_reason: str = ""
    direct: bool = False
    supplier_id: int | None = maybe_ref("supplier")
    ship_to_id: int | None = maybe_ref("address")  # None is where the order goes


class ShipmentLine(SQLModel, table=True):
    """How much of an order's line left, and how much of that was billed. Stock units."""

    __tablename__ = "shipment_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="ck_shipment_line"),)

    id: int | None = own_id()
    shipment_id: int = ref("shipment", index=True)
    order_line_id: int = ref("sales_order_line", index=True)
    quantity: int = whole()
    lot_id: int | None = maybe_ref("lot", index=True)
