"""How often somebody was reminded of an invoice."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from orderdesk.models.columns import instant, own_id, ref


class Reminder(SQLModel, table=True):
    """One reminder of one invoice; `level` counts from 1."""

    __table_args__ = (
        UniqueConstraint("invoice_id", "level"),
        CheckConstraint("level > 0", name="ck_reminder_level"),
    )

    id: int | None = own_id()
    invoice_id: int = ref("invoice")
    level: int
    day: date
    reminded_at: datetime = instant()
    reminded_by: int = ref("app_user")
