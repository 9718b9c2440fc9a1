"""What things cost to whom: price lists, contract prices and promotions are all rows of one table of rules."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from orderdesk.models.columns import maybe_ref, maybe_whole, own_id, whole, word


class PriceList(SQLModel, table=True):
    """A named set of price rules; a customer or a segment points to one.

    What it has no rule for costs what it costs on the list that it is based on, less `percent`; without such a list, by
    the next level.
    """

    __tablename__ = "price_list"

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str = ""
    currency: str = word("")  # that its prices are entered in; empty is the company's
    tax_included: bool = False  # its prices are gross
    base_id: int | None = maybe_ref("price_list")
    percent: int = whole()  # off the base's prices; negative is a surcharge


class PriceRule(SQLModel, table=True):
    """A price per stock unit, or a percentage off the list price, for somebody, on something, from a quantity on.

    `level` is contract (has a customer), list (has a price list) or promotion (for everybody). It is for one product,
    one category, or everything. With `together` its quantities are counted over all lines of an order that it speaks
    about. With `free_qty` it gives goods and no price: so many for every `min_qty`, of `free_product_id` or of what was
    bought.
    """

    __tablename__ = "price_rule"
    __table_args__ = (
        CheckConstraint("(price IS NULL) <> (discount IS NULL)", name="ck_price_rule_one"),
        CheckConstraint("product_id IS NULL OR category_id IS NULL", name="ck_price_rule_scope"),
        Index("ix_price_rule_product", "product_id"),
        # The few rules for which lines must look at each other; without any, nothing more is read.
        Index("ix_price_rule_together", "id", postgresql_where=text("together"), sqlite_where=text("together = 1")),
    )

    id: int | None = own_id()
    level: str = word()
    name: str = ""
    customer_id: int | None = maybe_ref("customer", index=True)
    price_list_id: int | None = maybe_ref("price_list", index=True)
    product_id: int | None = maybe_ref("product")
    category_id: int | None = maybe_ref("category", index=True)
    min_qty: int = whole()  # stock units
    price: int | None = maybe_whole()
    discount: int | None = maybe_whole()
    currency: str = word("")  # of the price; empty is the company's
    valid_from: date | None = None
    valid_to: date | None = None
    combinable: bool = False
    max_qty: int = whole()  # stock units, included; 0 is open
    together: bool = False
    free_qty: int = whole()  # stock units
    free_product_id: int | None = maybe_ref("product")
