"""Goods that come back, and what customers complain about: what was agreed, what came, and what followed from it.

Quantities in stock units of the order's line.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import (
    Id,
    instant,
    maybe_instant,
    maybe_ref,
    maybe_whole,
    own_id,
    ref,
    whole,
    word,
)


class ReturnReason(SQLModel, table=True):
    """Why goods come back, as the site names it, and what share of their value is kept for it as a restocking fee."""

    __tablename__ = "return_reason"
    __table_args__ = (CheckConstraint("fee >= 0 AND fee <= 100000", name="ck_return_reason_fee"),)

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str
    fee: int = whole()  # percent of the net value
    active: bool = True


class SalesReturn(SQLModel, table=True):
    """What a customer may send back of one order.

    `state` is requested (waits for an approver), authorised, received (all came or no more is expected), closed
    (credited or settled otherwise), refused or cancelled. `level` is who must authorise it while it is requested.
    """

    __tablename__ = "sales_return"
    __table_args__ = (Index("ix_return_state", "state", "id"),)

    id: int | None = own_id()
    number: int = Field(unique=True, sa_type=Id)
    customer_id: int = ref("customer", index=True)
    order_id: int = ref("sales_order", index=True)
    complaint_id: int | None = maybe_ref("complaint", index=True)
    warehouse_id: int = ref("warehouse")
    reason_id: int = ref("return_reason")
    state: str = word("requested")
    level: int = 0
    why: str = ""  # what an approver has to decide on
    value: int = whole()  # at the price paid, gross, in the order's currency
    day: date
    valid_until: date
    note: str = ""
    entered_by: int = ref("app_user")
    entered_at: datetime = instant()
    decided_by: int | None = maybe_ref("app_user")
    decided_at: datetime | None = maybe_instant()
    decision: str = ""
    version: int = 1


class ReturnLine(SQLModel, table=True):
    """How much of an order's line may come back, how much did, and how much of that is credited."""

    __tablename__ = "return_line"
    __table_args__ = (
        UniqueConstraint("return_id", "order_line_id"),
        CheckConstraint("quantity > 0 AND received >= 0 AND received <= quantity", name="ck_return_line_received"),
        CheckConstraint("credited >= 0 AND credited <= received", name="ck_return_line_credited"),
    )

    id: int | None = own_id()
    return_id: int = ref("sales_return", index=True)
    order_line_id: int = ref("sales_order_line", index=True)
    quantity: int = whole()
    received: int = whole()
    credited: int = whole()


class ReturnReceipt(SQLModel, table=True):
    """Goods that came back and were looked at: `became` is restock, scrap or vendor (kept apart until it is sent)."""

    __tablename__ = "return_receipt"
    __table_args__ = (CheckConstraint("quantity > 0", name="ck_return_receipt"),)

    id: int | None = own_id()
    return_line_id: int = ref("return_line", index=True)
    quantity: int = whole()
    became: str = word()
    note: str = ""
    lot: str = ""
    day: date
    at: datetime = instant()
    by: int = ref("app_user")
    sent_on: date | None = None
    sent_note: str = ""


class Complaint(SQLModel, table=True):
    """What a customer is not content with. `state` is draft, waiting, approved, rejected or done."""

    __table_args__ = (Index("ix_complaint_state", "state", "id"),)

    id: int | None = own_id()
    number: int = Field(unique=True, sa_type=Id)
    customer_id: int = ref("customer", index=True)
    order_id: int = ref("sales_order", index=True)
    state: str = word("draft")
    text: str
    value: int = whole()  # what the remedies come to, gross
    level: int = 0
    entered_by: int = ref("app_user")
    entered_at: datetime = instant()
    decided_by: int | None = maybe_ref("app_user")
    decided_at: datetime | None = maybe_instant()
    decision: str = ""
    version: int = 1


class Remedy(SQLModel, table=True):
    """One thing that is done about a complaint: `kind` is return, credit, reduction or replace, of one order line.

    `price` is the new price of a reduction, for one of the line's unit.
    """

    __table_args__ = (CheckConstraint("quantity > 0", name="ck_remedy"),)

    id: int | None = own_id()
    complaint_id: int = ref("complaint", index=True)
    order_line_id: int = ref("sales_order_line")
    kind: str = word()
    quantity: int = whole()
    price: int | None = maybe_whole()


class Outcome(SQLModel, table=True):
    """A document that followed from a return or a complaint; `amount` gross, in its currency."""

    id: int | None = own_id()
    return_id: int | None = maybe_ref("sales_return", index=True)
    complaint_id: int | None = maybe_ref("complaint", index=True)
    kind: str = word()
    invoice_id: int | None = maybe_ref("invoice")
    order_id: int | None = maybe_ref("sales_order")
    amount: int = whole()
    at: datetime = instant()
