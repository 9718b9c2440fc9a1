"""What a site wants to know beside what every desk knows: attributes that it defines itself, and their values."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, own_id, ref, word


def _owner(table: str) -> Any:
    """What the value is of; it goes with it."""
    return Field(default=None, foreign_key=f"{table}.id", nullable=True, sa_type=Id, ondelete="CASCADE")


class Attribute(SQLModel, table=True):
    """One attribute of a customer, product, order or line. `choices` are parted by line breaks.

    `carried`: a customer's is also one of its orders, a product's of its lines. `raises` is the kind of hold that a
    value raises on an order; `raises_on` the one value that does, empty is any (a yes/no: yes).
    """

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str
    subject: str = word()
    type: str = word("text")
    choices: str = ""
    required: bool = False
    searchable: bool = False
    carried: bool = False
    raises: str = ""
    raises_on: str = ""
    active: bool = True
    version: int = 1


class AttributeValue(SQLModel, table=True):
    """A value in its plain form (yes, 12.5, 2026-11-24). On an order or line an empty one says: not what is carried."""

    __tablename__ = "attribute_value"
    __table_args__ = (
        UniqueConstraint("customer_id", "attribute_id"),
        UniqueConstraint("product_id", "attribute_id"),
        UniqueConstraint("order_id", "attribute_id"),
        UniqueConstraint("order_line_id", "attribute_id"),
        Index("ix_attribute_value_folded", "attribute_id", "folded"),
        CheckConstraint(
            "CASE WHEN customer_id IS NULL THEN 0 ELSE 1 END + CASE WHEN product_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN order_id IS NULL THEN 0 ELSE 1 END + CASE WHEN order_line_id IS NULL THEN 0 ELSE 1 END = 1",
            name="ck_attribute_value_owner",
        ),
    )

    id: int | None = own_id()
    attribute_id: int = ref("attribute")
    customer_id: int | None = _owner("customer")
    product_id: int | None = _owner("product")
    order_id: int | None = _owner("sales_order")
    order_line_id: int | None = _owner("sales_order_line")
    value: str = ""
    folded: str = ""  # for looking it up: small letters without accents
