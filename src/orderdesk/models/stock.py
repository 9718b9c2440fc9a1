"""Goods: where they are, how many, what is spoken for, what is coming, and every move that made it so."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from orderdesk.models.columns import instant, maybe_ref, maybe_whole, own_id, ref, whole, word


class Warehouse(SQLModel, table=True):
    """A place that goods are in."""

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str = ""


class Bin(SQLModel, table=True):
    """A shelf in a warehouse; its code sorts in walking order."""

    __table_args__ = (UniqueConstraint("warehouse_id", "code"),)

    id: int | None = own_id()
    warehouse_id: int = ref("warehouse")
    code: str = word()


class Stock(SQLModel, table=True):
    """How much of a product a warehouse has and how much of it is spoken for, in stock units.

    `on_hand` is the sum of the product's moves there, `allocated` the sum of its allocations; both are kept here for
    the locks and the speed, and the checks of the store recompute them.
    """

    __table_args__ = (
        UniqueConstraint("product_id", "warehouse_id"),
        CheckConstraint("on_hand >= 0", name="ck_stock_on_hand"),
        CheckConstraint("allocated >= 0 AND allocated <= on_hand", name="ck_stock_allocated"),
        CheckConstraint("kept >= 0 AND allocated + kept <= on_hand", name="ck_stock_kept"),
    )

    id: int | None = own_id()
    product_id: int = ref("product")
    warehouse_id: int = ref("warehouse", index=True)
    bin_id: int | None = maybe_ref("bin")
    on_hand: int = whole()
    allocated: int = whole()
    kept: int = whole()  # for customers by hand: the sum of what is open of them in `kept_goods`
    safety: int = whole()  # offered to nobody unless an order may use it
    reorder_point: int | None = maybe_whole()  # here; None is the product's
    counted_on: date | None = None  # the last day on which somebody counted it


class StockMove(SQLModel, table=True):
    """One change of what a warehouse has; never edited. `quantity` is signed: positive came in.

    `kind` is receipt, shipment, return, adjustment, count, transfer or opening.
    """

    __tablename__ = "stock_move"
    __table_args__ = (Index("ix_stock_move_product", "product_id", "warehouse_id"),)

    id: int | None = own_id()
    product_id: int = ref("product")
    warehouse_id: int = ref("warehouse")
    quantity: int = whole()
    kind: str = word()
    reason: str = ""
    day: date
    at: datetime = instant()
    shipment_id: int | None = maybe_ref("shipment", index=True)
    lot_id: int | None = maybe_ref("lot", index=True)


class ExpectedReceipt(SQLModel, table=True):
    """Goods that are coming: `quantity − received` of them by `due`.

    `kind` is purchase, work_order, transfer, or drop: the supplier delivers it, and it never comes here. `state` is
    requested (nobody has ordered or begun it yet) or ordered.
    What is for one line is given to that line when it comes.
    """

    __tablename__ = "expected_receipt"
    __table_args__ = (CheckConstraint("quantity > 0 AND received >= 0", name="ck_expected_quantity"),)

    id: int | None = own_id()
    product_id: int = ref("product", index=True)
    warehouse_id: int = ref("warehouse")
    quantity: int = whole()
    received: int = whole()
    due: date
    source: str = ""  # the purchase order's number
    order_line_id: int | None = maybe_ref("sales_order_line", index=True)
    kind: str = word("purchase")
    state: str = word("ordered")
    transfer_line_id: int | None = maybe_ref("transfer_line", index=True)
