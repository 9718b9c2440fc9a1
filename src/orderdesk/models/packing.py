"""Which goods of a pick list went into which parcel."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from orderdesk.models.columns import own_id, ref, whole


class Parcel(SQLModel, table=True):
    """One parcel of a pick list, numbered from 1. It is packed until it is closed."""

    __table_args__ = (UniqueConstraint("pick_id", "number"),)

    id: int | None = own_id()
    pick_id: int = ref("pick")
    number: int
    weight_grams: int = whole()
    closed: bool = False


class ParcelLine(SQLModel, table=True):
    """How much of a pick list's line is in a parcel. Stock units."""

    __tablename__ = "parcel_line"
    __table_args__ = (
        UniqueConstraint("parcel_id", "pick_line_id"),
        CheckConstraint("quantity > 0", name="ck_parcel_line"),
    )

    id: int | None = own_id()
    parcel_id: int = ref("parcel")
    pick_line_id: int = ref("pick_line", index=True)
    quantity: int = whole()
