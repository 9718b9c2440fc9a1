"""What was counted on the shelves, before and after it is posted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, instant, maybe_instant, maybe_ref, own_id, ref, whole, word


class CountSheet(SQLModel, table=True):
    """One count of a warehouse, or of one bin of it. `state` is open, posted or cancelled."""

    __tablename__ = "count_sheet"

    id: int | None = own_id()
    number: int = Field(unique=True, sa_type=Id)
    warehouse_id: int = ref("warehouse", index=True)
    bin: str = ""  # empty: wherever the goods are
    state: str = word("open", index=True)
    opened_at: datetime = instant()
    opened_by: int = ref("app_user")
    posted_at: datetime | None = maybe_instant()
    posted_by: int | None = maybe_ref("app_user")
    version: int = 1


class CountLine(SQLModel, table=True):
    """How many of a product were counted so far, in stock units."""

    __tablename__ = "count_line"
    __table_args__ = (
        UniqueConstraint("sheet_id", "product_id"),
        CheckConstraint("counted >= 0", name="ck_count_line"),
    )

    id: int | None = own_id()
    sheet_id: int = ref("count_sheet")
    product_id: int = ref("product")
    counted: int = whole()
