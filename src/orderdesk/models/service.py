"""Services: what of an order's line was done, on which day, and who said so."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from orderdesk.models.columns import instant, maybe_instant, maybe_ref, own_id, ref, whole


class ServiceDone(SQLModel, table=True):
    """So much of a service was done on a day; taken back by `undone_at`, never edited. Stock units."""

    __tablename__ = "service_done"
    __table_args__ = (CheckConstraint("quantity > 0", name="ck_service_done"),)

    id: int | None = own_id()
    order_line_id: int = ref("sales_order_line", index=True)
    quantity: int = whole()
    day: date
    note: str = ""
    done_at: datetime = instant()
    done_by: int = ref("app_user")
    undone_at: datetime | None = maybe_instant()
    undone_by: int | None = maybe_ref("app_user")
    undone_reason: str = ""
