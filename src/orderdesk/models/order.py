"""The order: its header, its lines with how far each is, what holds it, and what is reserved for it.

All quantities are counted in the product's stock unit. `unit` and `factor` say what the line was sold in: `price` is
for one of that unit, and `factor` stock units make one.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, instant, maybe_instant, maybe_ref, maybe_whole, own_id, ref, whole, word
from orderdesk.values import RATE_ONE

_LIVE = "state IN ('submitted', 'confirmed')"
_CONFIRMED = "state = 'confirmed'"
_AGREED = "state = 'agreed'"
_QUOTED = "state = 'quotation'"


class Order(SQLModel, table=True):
    """A promise to a customer. `net`, `tax` and `gross` are the sums of its lines in minor units of its currency."""

    __tablename__ = "sales_order"
    __table_args__ = (
        CheckConstraint("gross = net + tax", name="ck_order_gross"),
        Index("ix_order_live", "customer_id", postgresql_where=text(_LIVE), sqlite_where=text(_LIVE)),
        Index("ix_order_customer", "customer_id", "id"),
        Index("ix_order_state", "state", "id"),
        Index("ix_order_po", "po_number"),
        # Orders that are still to leave, by the day; with the state in front SQLite prefers it to `ix_order_state`.
        Index(
            "ix_order_due",
            "state",
            "wanted_date",
            "id",
            postgresql_where=text(_CONFIRMED),
            sqlite_where=text(_CONFIRMED),
        ),
        Index("ix_order_agreed", "customer_id", postgresql_where=text(_AGREED), sqlite_where=text(_AGREED)),
        Index("ix_order_quoted", "valid_until", "id", postgresql_where=text(_QUOTED), sqlite_where=text(_QUOTED)),
        Index(
            "ix_order_quotation",
            "quotation_id",
            postgresql_where=text("quotation_id IS NOT NULL"),
            sqlite_where=text("quotation_id IS NOT NULL"),
        ),
    )

    id: int | None = own_id()
    number: int = Field(unique=True, sa_type=Id)
    type: str = word("standard")
    state: str = word("draft")
    customer_id: int = ref("customer")
    ship_to_id: int | None = maybe_ref("address")
    warehouse_id: int = ref("warehouse")
    terms_id: int = ref("terms")
    po_number: str = ""
    order_date: date
    wanted_date: date
    delivery_rule: str = word("partial")
    priority: int = 5
    sourcing: str = word("own")  # which warehouses serve it: own, fullest, nearest or single
    uses_safety: bool = False  # it may take safety stock
    currency: str = "EUR"
    rate: int = whole(RATE_ONE)  # of its day: company units for one of the currency, in hundred-millionths
    tax_included: bool = False  # prices on its lines are gross
    tax_discount: int = whole()  # percent by which the terms lower the base of its taxes
    tax_note: str = ""  # why it bears no tax
    net: int = whole()
    tax: int = whole()
    gross: int = whole()
    billed_ahead: int = whole()  # gross of down payments billed, not credited and not set off yet
    freight: int = whole()  # what the carrier is expected to charge; information, not billed
    carrier: str = ""
    note: str = ""
    entered_by: int = ref("app_user")
    entered_at: datetime = instant()
    submitted_at: datetime | None = maybe_instant()
    confirmed_at: datetime | None = maybe_instant()
    closed_at: datetime | None = maybe_instant()
    revision: int = 0
    version: int = 1
    valid_from: date | None = None  # of a blanket order: the first day on which it may be called off from
    valid_until: date | None = None  # of a quotation or a blanket order: its last day
    quotation_id: int | None = maybe_ref("sales_order")  # the quotation that was accepted into this order


class OrderLine(SQLModel, table=True):
    """One row of an order, and how far it is: `ordered ≥ allocated, picked, shipped, invoiced, returned, cancelled`.

    `net` and `tax` are for `ordered − cancelled`. `position` counts from 1 and is never given twice in an order.
    """

    __tablename__ = "sales_order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("ordered >= 0 AND factor > 0", name="ck_line_ordered"),
        CheckConstraint("allocated >= 0 AND picked >= 0 AND shipped >= 0 AND invoiced >= 0", name="ck_line_axes"),
        CheckConstraint("returned >= 0 AND returned <= shipped", name="ck_line_returned"),
        CheckConstraint("cancelled >= 0 AND cancelled <= ordered", name="ck_line_cancelled"),
        # A condition on it is written `waiting = 1` on SQLite, which takes a partial index only by the same words.
        Index("ix_line_waiting", "product_id", postgresql_where=text("waiting"), sqlite_where=text("waiting = 1")),
        Index(
            "ix_line_source",
            "source_line_id",
            postgresql_where=text("source_line_id IS NOT NULL"),
            sqlite_where=text("source_line_id IS NOT NULL"),
        ),
        Index(
            "ix_line_own_day",
            "order_id",
            postgresql_where=text("wanted IS NOT NULL"),
            sqlite_where=text("wanted IS NOT NULL"),
        ),
    )

    id: int | None = own_id()
    order_id: int = ref("sales_order")
    position: int
    product_id: int = ref("product", index=True)
    description: str
    unit: str = word()
    factor: int = whole(1_000)
    ordered: int = whole()
    allocated: int = whole()
    picked: int = whole()
    shipped: int = whole()
    invoiced: int = whole()
    returned: int = whole()
    cancelled: int = whole()
    price: int | None = maybe_whole()
    price_by_hand: bool = False
    price_source: str = ""  # which price won, for the card and the documents
    discount: int = whole()
    tax_rate: int = whole()
    tax_parts: str = ""  # where several taxes make the rate; see `rules.tax_parts`
    net: int = whole()
    tax: int = whole()
    cost: int | None = maybe_whole()  # per stock unit, when it was sold
    promised: date | None = None
    note: str = ""
    parent_id: int | None = maybe_ref("sales_order_line", index=True)  # the line of the kit that this is a component of
    per_kit: int = whole()  # of a component: stock units in one kit
    waiting: bool = False  # it stands in the allocation queue: submitted, and not all of it reserved or gone
    free_rule_id: int | None = maybe_ref("price_rule")  # free goods: the promotion that gives them
    source_line_id: int | None = maybe_ref("sales_order_line")  # of the quotation or blanket order that it takes from
    called: int = whole()  # what it takes from there; on the quotation's or blanket order's own line, what was taken
    call_least: int = whole()  # on a blanket order's line: the least that may be called off at once
    call_most: int = whole()  # on a blanket order's line: the most altogether, with the overrun allowed when agreed
    wanted: date | None = None  # when it should leave; None is with the order
    ship_to_id: int | None = maybe_ref("address")  # where it goes; None is where the order goes
    drop_ship: bool = False  # the supplier delivers it: no stock of ours, no allocation


class Hold(SQLModel, table=True):
    """A reason why an order may not go on, with the figures it was raised on (JSON) and what became of it.

    `amount` is what is at stake and chooses the approver's level; `covers` the order's gross value it was released for.
    `rule` is the code of the hold rule or attribute that raised it, empty for what is built in.
    """

    __tablename__ = "hold"
    __table_args__ = (
        Index("ix_hold_open", "order_id", postgresql_where=text("state = 'open'"), sqlite_where=text("state = 'open'")),
        Index("ix_hold_order", "order_id"),
    )

    id: int | None = own_id()
    order_id: int = ref("sales_order")
    line: int | None = None  # the line's position
    kind: str = word()
    message: str = ""
    figures: str = "{}"
    amount: int = whole()
    role: str = word("approver")
    level: int = 1
    state: str = word("open")  # open, released, rejected, lapsed (no longer true)
    raised_at: datetime = instant()
    decided_at: datetime | None = maybe_instant()
    decided_by: int | None = maybe_ref("app_user")
    reason: str = ""
    covers: int = whole()
    rule: str = ""


class Allocation(SQLModel, table=True):
    """Goods of one warehouse that are reserved for one line."""

    __table_args__ = (
        UniqueConstraint("order_line_id", "warehouse_id"),
        CheckConstraint("quantity >= 0", name="ck_allocation_quantity"),
    )

    id: int | None = own_id()
    order_line_id: int = ref("sales_order_line")
    product_id: int = ref("product", index=True)
    warehouse_id: int = ref("warehouse")
    quantity: int = whole()
