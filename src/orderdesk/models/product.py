"""What is sold: products, their codes and units, what they are taxed at, who supplies them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import maybe_ref, maybe_whole, own_id, ref, whole, word


class Category(SQLModel, table=True):
    """A kind of product, with the discount that needs no approval and the margin below which one is needed."""

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str
    discount_ceiling: int | None = maybe_whole()  # percent
    margin_floor: int | None = maybe_whole()  # percent of the net price


class TaxRate(SQLModel, table=True):
    """What a tax class is taxed at from a day on, so that a change of law is entered ahead."""

    __tablename__ = "tax_rate"
    __table_args__ = (UniqueConstraint("tax_class", "valid_from"),)

    id: int | None = own_id()
    tax_class: str = word()
    rate: int = whole()  # percent, the whole of it
    parts: str = ""  # where several taxes make it up; see `rules.tax_parts`
    valid_from: date


class Supplier(SQLModel, table=True):
    """Who sells to us."""

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str
    contact: str = ""
    contact_role: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    lead_days: int = 0
    version: int = 1


class Product(SQLModel, table=True):
    """What is sold. Stock, minimum and multiple are counted in `unit`; `list_price` and `cost` are for one of it.

    `kind` is stocked, made_to_order, service or kit. `over_delivery` may be shipped too much, in per cent; below
    `ordered − under_delivery` the line stays open.

    `tracking` is none, lot or serial; `serial_at` whether a serial number is asked for from the receipt on, or at
    shipping only. `shelf_days` a lot must still be good for when it leaves, `intake_days` when it comes in.
    `kit_shows` is what documents show of a kit: its components too, or the kit only.
    """

    __table_args__ = (
        CheckConstraint("min_qty >= 0 AND multiple >= 0", name="ck_product_quantities"),
        CheckConstraint("list_price IS NULL OR list_price >= 0", name="ck_product_price"),
    )

    id: int | None = own_id()
    sku: str = word(unique=True)
    name: str
    pack: str = ""
    search: str = ""
    kind: str = word("stocked")
    category_id: int | None = maybe_ref("category")
    unit: str = word("pc")
    list_price: int | None = maybe_whole()
    cost: int | None = maybe_whole()
    tax_class: str = word("standard")
    min_qty: int = whole()
    multiple: int = whole()
    supplier_id: int | None = maybe_ref("supplier")
    lead_days: int = 0
    reorder_point: int = whole()
    order_driven: bool = False  # bought or made for the line that asks for it
    order_min: int = whole()  # what is bought at least, and by how many: stock units, 0 is anything
    order_pack: int = whole()
    abc: str = word("")  # A, B or C by hand; empty is by what it sells
    over_delivery: int = whole()  # percent
    under_delivery: int = whole()  # percent
    active: bool = True
    tracking: str = word("none")
    serial_at: str = word("receipt")
    shelf_days: int = 0
    intake_days: int = 0
    kit_shows: str = word("components")
    drop_ship: bool = False  # the supplier delivers it to the customer, unless the line says otherwise
    version: int = 1


class ProductUnit(SQLModel, table=True):
    """A unit a product is also sold in: `factor` stock units make one of it (a case of 12 is 12_000)."""

    __tablename__ = "product_unit"
    __table_args__ = (CheckConstraint("factor > 0", name="ck_product_unit_factor"),)

    product_id: int = ref("product", primary_key=True)
    unit: str = Field(primary_key=True)
    factor: int = whole()


class Barcode(SQLModel, table=True):
    """A GTIN, its check digit verified, for one unit of a product."""

    code: str = Field(primary_key=True)
    product_id: int = ref("product", index=True)
    unit: str = word()
