"""Quotations: what each revision said when it was sent, how they ended, and the reasons that a company knows."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, instant, maybe_ref, own_id, ref, whole, word


class QuotationRevision(SQLModel, table=True):
    """One revision as the customer got it; append-only. `said` is its lines as JSON, in the order's own units."""

    __tablename__ = "quotation_revision"
    __table_args__ = (UniqueConstraint("order_id", "revision"),)

    id: int | None = own_id()
    order_id: int = ref("sales_order")
    revision: int
    sent_at: datetime = instant()
    sent_by: int = ref("app_user")
    valid_until: date
    net: int = whole()
    tax: int = whole()
    gross: int = whole()
    said: str = "[]"


class OutcomeReason(SQLModel, table=True):
    """Why quotations are won or lost here; `outcome` says for which of the two it is."""

    __tablename__ = "outcome_reason"

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str = ""
    outcome: str = word()  # won, lost
    active: bool = True


class QuotationOutcome(SQLModel, table=True):
    """How a quotation ended; it goes when the quotation is taken up again."""

    __tablename__ = "quotation_outcome"

    id: int | None = own_id()
    order_id: int = Field(foreign_key="sales_order.id", unique=True, sa_type=Id)
    outcome: str = word()  # won, lost
    reason_id: int | None = maybe_ref("outcome_reason", index=True)
    note: str = ""
    decided_on: date = Field(index=True)
    decided_at: datetime = instant()
    decided_by: int = ref("app_user")
