"""Who buys: the customer, where it goes, who calls; and what customers have in common."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import maybe_ref, maybe_whole, own_id, ref, whole, word


class Segment(SQLModel, table=True):
    """A kind of customer, with the price list that they share."""

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str
    price_list_id: int | None = maybe_ref("price_list")


class Terms(SQLModel, table=True):
    """When an invoice is due: net days, to the month's end or not, and an early-payment discount."""

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str
    net_days: int = 30
    end_of_month: bool = False
    discount_days: int | None = None
    discount: int = whole()  # percent of the gross amount; of the net one where it lowers the tax base
    discount_mode: str = word("payment")  # payment, or mixed: the tax is computed on the discounted base
    instalments: int = 0  # how many `TermsPart` rows there are; 0 is due on one day
    prepay: int = whole()  # percent of what leaves that must be paid before it does
    discount_fixed: int = whole()  # or an amount
    grace_days: int = 0  # after the discount's days, in which it is still given


class TermsPart(SQLModel, table=True):
    """A part of an invoice under these terms, due on its own day. The percentages weigh the parts."""

    __tablename__ = "terms_part"
    __table_args__ = (UniqueConstraint("terms_id", "position"),)

    id: int | None = own_id()
    terms_id: int = ref("terms")
    position: int
    percent: int = whole()
    net_days: int


class CreditGroup(SQLModel, table=True):
    """Customers who share a credit limit, as branches of one house; each may have its own limit besides."""

    __tablename__ = "credit_group"
    __table_args__ = (CheckConstraint("credit_limit IS NULL OR credit_limit >= 0", name="ck_credit_group_limit"),)

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str
    credit_limit: int | None = maybe_whole()  # minor units of the company's currency; NULL is no limit


class Customer(SQLModel, table=True):
    """Who buys.

    `credit_limit` in minor units of the company's currency: NULL is no limit, 0 is cash only; `order_limit` of it for
    orders that have not left, `overdue_limit` for what may be overdue. `block` is none, ship (no orders and shipments),
    invoice (nor invoices) or all. `search` is the folded text that look-ups compare.
    """

    __table_args__ = (CheckConstraint("credit_limit IS NULL OR credit_limit >= 0", name="ck_customer_limit"),)

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str
    search: str = ""
    segment_id: int | None = maybe_ref("segment")
    terms_id: int = ref("terms")
    price_list_id: int | None = maybe_ref("price_list")
    credit_limit: int | None = maybe_whole()
    grace_days: int = 0
    block: str = word("none")
    active: bool = True
    tax_exempt: bool = False
    exempt_reason: str = ""
    vat_id: str = ""
    currency: str = word("")  # of its documents; empty is the company's
    tax_included: bool = False  # prices said to it are gross
    po_rule: str = word("")  # free, warn, refuse: where a PO number comes twice; empty is the company's rule
    po_needed: bool = False  # its orders must have a PO number
    delivery_rule: str = word("partial")
    priority: int = 5  # in the allocation queue; lower comes first
    sourcing: str = word("")  # of its orders; empty is the company's
    language: str = "en"
    customer_since: date | None = None
    note: str = ""
    billing: str = word("")  # when its goods are billed: ship, order, day, week, month, hand; empty is the company's
    credit_group_id: int | None = maybe_ref("credit_group", index=True)
    order_limit: int | None = maybe_whole()
    overdue_limit: int | None = maybe_whole()
    shelf_days: int = 0  # how many days goods must still be good for when they leave for it
    version: int = 1


class Address(SQLModel, table=True):
    """Where a customer is (`billing`) or where goods go (`shipping`)."""

    id: int | None = own_id()
    customer_id: int = ref("customer", index=True)
    kind: str = word("shipping")
    name: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    standard: bool = False  # the one that is filled in


class Contact(SQLModel, table=True):
    """Who calls."""

    id: int | None = own_id()
    customer_id: int = ref("customer", index=True)
    name: str
    role: str = ""
    phone: str = ""
    phone_digits: str = Field(default="", index=True)
    email: str = ""
