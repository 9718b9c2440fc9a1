"""Goods between warehouses, goods kept for a customer by hand, and how far each warehouse is from where goods go."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, instant, maybe_instant, own_id, ref, whole, word

_OPEN = "ended_at IS NULL"


class KeptGoods(SQLModel, table=True):
    """Goods that were kept for a customer by hand: `quantity` is what is left of `kept`, until that day's end."""

    __tablename__ = "kept_goods"
    __table_args__ = (
        CheckConstraint("quantity >= 0 AND quantity <= kept", name="ck_kept_goods"),
        Index("ix_kept_goods_open", "product_id", postgresql_where=text(_OPEN), sqlite_where=text(_OPEN)),
    )

    id: int | None = own_id()
    product_id: int = ref("product")
    warehouse_id: int = ref("warehouse")
    customer_id: int = ref("customer", index=True)
    quantity: int = whole()
    kept: int = whole()
    until: date
    reason: str = ""
    made_at: datetime = instant()
    made_by: int = ref("app_user")
    ended_at: datetime | None = maybe_instant()  # used up, lapsed or given up


class Distance(SQLModel, table=True):
    """How far a warehouse is from a country, or from one region of it; `far` in whatever the site counts by."""

    __table_args__ = (UniqueConstraint("warehouse_id", "country", "region"),)

    id: int | None = own_id()
    warehouse_id: int = ref("warehouse")
    country: str = word()
    region: str = word("")  # empty is the whole country
    far: int = whole()


class Transfer(SQLModel, table=True):
    """Goods on their way from one warehouse to another. `state` is sent, or received once none is."""

    id: int | None = own_id()
    number: int = Field(unique=True, sa_type=Id)
    from_id: int = ref("warehouse")
    to_id: int = ref("warehouse")
    state: str = word("sent", index=True)
    due: date
    carrier: str = ""
    note: str = ""
    sent_at: datetime = instant()
    sent_by: int = ref("app_user")
    received_at: datetime | None = maybe_instant()
    version: int = 1


class TransferLine(SQLModel, table=True):
    """One product of a transfer, in stock units: `sent − received − lost` is on the way."""

    __tablename__ = "transfer_line"
    __table_args__ = (
        UniqueConstraint("transfer_id", "product_id"),
        CheckConstraint("sent > 0 AND received >= 0 AND lost >= 0", name="ck_transfer_line"),
        CheckConstraint("received + lost <= sent", name="ck_transfer_line_sent"),
    )

    id: int | None = own_id()
    transfer_id: int = ref("transfer")
    product_id: int = ref("product", index=True)
    sent: int = whole()
    received: int = whole()
    lost: int = whole()
    lost_reason: str = ""
