"""Orders to be had again by a name: templates, and those that come by themselves every so many days."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import maybe_ref, own_id, ref, whole, word


class OrderTemplate(SQLModel, table=True):
    """A basket with a name; for one customer, or for whoever orders it.

    A standing order is a template with a customer, `every_days` and the day of its next order, `next_on`. Prices are
    never kept: each order made from it is priced on its own day.
    """

    __tablename__ = "order_template"
    __table_args__ = (CheckConstraint("every_days >= 0", name="ck_order_template_every"),)

    id: int | None = own_id()
    name: str = word(unique=True)  # folded to lower case
    customer_id: int | None = maybe_ref("customer", index=True)
    note: str = ""
    every_days: int = 0
    next_on: date | None = Field(default=None, index=True)
    active: bool = True
    created_by: int = ref("app_user")
    version: int = 1


class OrderTemplateLine(SQLModel, table=True):
    """How much of what, in stock units; `unit` and `factor` are those it is sold in."""

    __tablename__ = "order_template_line"
    __table_args__ = (
        UniqueConstraint("template_id", "position"),
        CheckConstraint("quantity > 0", name="ck_order_template_line"),
    )

    id: int | None = own_id()
    template_id: int = ref("order_template")
    position: int
    product_id: int = ref("product")
    quantity: int = whole()
    unit: str = word()
    factor: int = whole()
    note: str = ""
