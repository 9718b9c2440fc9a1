"""What a customer says about an open item: that it is wrong, or that it will be paid. Amounts in minor units."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from orderdesk.models.columns import instant, maybe_instant, maybe_ref, own_id, ref, whole, word

_OPEN = text("state = 'open'")


class Dispute(SQLModel, table=True):
    """What a customer disputes of an invoice, and what became of it; one open one an invoice.

    `state` is open or solved; a solved one has its `outcome`, and the credit note where that was it.
    """

    __table_args__ = (
        CheckConstraint("amount > 0", name="ck_dispute_amount"),
        Index("ux_dispute_open", "invoice_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_dispute_invoice", "invoice_id"),
    )

    id: int | None = own_id()
    invoice_id: int = ref("invoice")
    reason: str = word()
    amount: int = whole()
    said_by: str = ""
    note: str = ""
    follow_up: date
    state: str = word("open")
    opened_on: date
    opened_at: datetime = instant()
    opened_by: int = ref("app_user")
    outcome: str = word("")
    credit_id: int | None = maybe_ref("invoice", index=True)
    solution: str = ""
    solved_on: date | None = None
    solved_at: datetime | None = maybe_instant()


class Promise(SQLModel, table=True):
    """A customer's word to pay so much by a day, for one invoice or for the account. Kept or broken is derived."""

    __tablename__ = "payment_promise"
    __table_args__ = (
        CheckConstraint("amount > 0", name="ck_promise_amount"),
        Index("ix_promise_customer", "customer_id", "day"),
    )

    id: int | None = own_id()
    customer_id: int = ref("customer")
    invoice_id: int | None = maybe_ref("invoice", index=True)
    amount: int = whole()
    day: date
    said_by: str = ""
    note: str = ""
    noted_on: date
    noted_at: datetime = instant()
    noted_by: int = ref("app_user")
    withdrawn_at: datetime | None = maybe_instant()
