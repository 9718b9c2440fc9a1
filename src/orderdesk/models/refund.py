"""Money that went back to a customer. Amounts in minor units, above 0."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, instant, maybe_instant, maybe_ref, own_id, ref, whole, word


class Refund(SQLModel, table=True):
    """Money out to the customer; its parts say of which receipts and credit notes it was. It may be reversed."""

    __table_args__ = (CheckConstraint("amount > 0", name="ck_refund_amount"),)

    id: int | None = own_id()
    number: int = Field(unique=True, sa_type=Id)
    customer_id: int = ref("customer", index=True)
    day: date
    amount: int = whole()
    method: str = word("transfer")
    reference: str = ""
    reason: str = ""
    paid_at: datetime = instant()
    paid_by: int = ref("app_user")
    reversed_at: datetime | None = maybe_instant()
    reversed_on: date | None = None
    reverse_reason: str = ""


class RefundPart(SQLModel, table=True):
    """How much of a receipt's unapplied rest, or of a credit note, went back with a refund."""

    __tablename__ = "refund_part"
    __table_args__ = (CheckConstraint("amount > 0", name="ck_refund_part_amount"),)

    id: int | None = own_id()
    refund_id: int = ref("refund", index=True)
    receipt_id: int | None = maybe_ref("receipt", index=True)
    credit_id: int | None = maybe_ref("invoice", index=True)
    amount: int = whole()
