"""What customers call our products: their own codes, which they order by."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from orderdesk.models.columns import ref


class CustomerItem(SQLModel, table=True):
    """A customer's own code for a product, in upper case; `unit` is the one they mean by it, empty the stock unit."""

    __tablename__ = "customer_item"

    customer_id: int = ref("customer", primary_key=True)
    code: str = Field(primary_key=True, index=True)
    product_id: int = ref("product")
    unit: str = ""
