"""How often somebody was reminded of an invoice."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from orderdesk.models.columns import instant, maybe_ref, own_id, ref, whole


class Reminder(SQLModel, table=True):
    """One reminder of one invoice; `level` counts from 1. Fee and interest in minor units, booked or only shown."""

    __table_args__ = (
        UniqueConstraint("invoice_id", "level"),
        CheckConstraint("level > 0", name="ck_reminder_level"),
    )

    id: int | None = own_id()
    invoice_id: int = ref("invoice")
    level: int
    day: date
    fee: int = whole()
    interest: int = whole()
    interest_to: date | None = None  # up to when interest is charged
    charge_id: int | None = maybe_ref("invoice", index=True)  # the charge that both are booked with
    reminded_at: datetime = instant()
    reminded_by: int = ref("app_user")
