"""What is owed and what was paid. Everything here is posted once and never edited, but for the open amounts.

Amounts in minor units of the document's currency, which is the customer's. On invoices positive means that the customer
owes it; a credit note's amounts are negative.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, Whole, instant, maybe_instant, maybe_ref, maybe_whole, own_id, ref, whole, word
from orderdesk.values import RATE_ONE


class Invoice(SQLModel, table=True):
    """An invoice (`kind` invoice), credit note (credit), invoice for a down payment (down), or charge (charge).

    A charge is a reminder's fee, interest, or the bank's fee for a payment that came back. `open` is still to be
    settled, signed as `gross`.

    `serial` is gapless within (`series`, `year`); it is NULL for documents taken over from another system.
    """

    __table_args__ = (
        UniqueConstraint("series", "year", "serial"),
        CheckConstraint("gross = net + tax", name="ck_invoice_gross"),
        CheckConstraint(
            "(gross >= 0 AND open BETWEEN 0 AND gross) OR (gross < 0 AND open BETWEEN gross AND 0)",
            name="ck_invoice_open",
        ),
        Index("ix_invoice_open", "customer_id", postgresql_where=text("open <> 0"), sqlite_where=text("open <> 0")),
        Index("ix_invoice_due", "due", "id", postgresql_where=text("open > 0"), sqlite_where=text("open > 0")),
        Index("ix_invoice_customer", "customer_id", "id"),
    )

    id: int | None = own_id()
    number: str = word(unique=True)
    kind: str = word("invoice")
    series: str = word()
    year: int
    serial: int | None = maybe_whole()
    customer_id: int = ref("customer")
    order_id: int | None = maybe_ref("sales_order", index=True)
    credits_id: int | None = maybe_ref("invoice", index=True)  # the invoice that a credit note answers
    day: date
    due: date
    terms_id: int = ref("terms")
    discount_until: date | None = None
    discount_amount: int = whole()  # what may be taken off when paid by then
    discount_grace: int = 0  # days after it in which the discount is still given
    currency: str = "EUR"
    rate: int = whole(RATE_ONE)  # of its day; a credit note keeps the rate of the invoice that it answers
    tax_included: bool = False
    tax_discount: int = whole()
    tax_note: str = ""
    net: int = whole()
    tax: int = whole()
    gross: int = whole()
    open: int = whole()
    parts: int = 0  # how many `InvoicePart` rows there are; 0 is due on one day
    billed_to: str = ""  # the address on it as it was then, a line each; empty on papers from before it was kept
    cancelled: bool = False  # taken back wholly by credit, so that its goods could be billed anew
    reason: str = ""
    posted_at: datetime = instant()
    posted_by: int = ref("app_user")


class InvoicePart(SQLModel, table=True):
    """A part of an invoice with a due day of its own. What settles the invoice fills the parts in their order.

    So what is open of a part follows from the invoice: the least of its amount and what of `upto` is not settled.
    """

    __tablename__ = "invoice_part"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        CheckConstraint("amount > 0 AND upto >= amount", name="ck_invoice_part_amount"),
    )

    id: int | None = own_id()
    invoice_id: int = ref("invoice")
    position: int  # from 1, by due day
    due: date = Field(index=True)
    amount: int = whole()
    upto: int = whole()  # the amounts of this part and of those before it


class InvoiceLine(SQLModel, table=True):
    """What was billed. Quantity in stock units, price for one `unit` of `factor` stock units.

    A line without an order's line is a down payment, or sets one off (`down_id`, negative amounts). On a credit note
    `of_id` is the line that it answers, and `taken_back` how much of its quantity came back or may be billed anew.
    """

    __tablename__ = "invoice_line"

    id: int | None = own_id()
    invoice_id: int = ref("invoice", index=True)
    order_line_id: int | None = maybe_ref("sales_order_line", index=True)
    product_id: int | None = maybe_ref("product")
    description: str
    unit: str = word()
    factor: int = whole(1_000)
    quantity: int = whole()
    price: int = whole()
    discount: int = whole()
    net: int = whole()
    tax_rate: int = whole()
    tax_parts: str = ""
    tax: int = whole()
    of_id: int | None = maybe_ref("invoice_line", index=True)
    down_id: int | None = maybe_ref("invoice", index=True)
    taken_back: int = whole()


class InvoiceTax(SQLModel, table=True):
    """The tax of a document by rate."""

    __tablename__ = "invoice_tax"

    invoice_id: int = ref("invoice", primary_key=True)
    rate: int = Field(primary_key=True, sa_type=Whole)
    net: int = whole()
    tax: int = whole()


class InvoiceTaxPart(SQLModel, table=True):
    """One of the several taxes that make up a rate of a document; `base` is what it was computed on."""

    __tablename__ = "invoice_tax_part"
    __table_args__ = (UniqueConstraint("invoice_id", "rate", "position"),)

    id: int | None = own_id()
    invoice_id: int = ref("invoice")
    rate: int = whole()
    position: int = 1
    name: str = ""
    part_rate: int = whole()
    base: int = whole()
    tax: int = whole()


class Receipt(SQLModel, table=True):
    """Money that came in. `unapplied` is what has not been set against an invoice yet; a reversed one has 0."""

    __table_args__ = (
        CheckConstraint("amount > 0 AND unapplied >= 0 AND unapplied <= amount", name="ck_receipt_amount"),
        Index(
            "ix_receipt_unapplied",
            "customer_id",
            postgresql_where=text("unapplied > 0"),
            sqlite_where=text("unapplied > 0"),
        ),
        Index("ix_receipt_customer", "customer_id", "id"),
        Index("ix_receipt_reference", text("lower(reference)")),  # however it is written
    )

    id: int | None = own_id()
    number: int = Field(unique=True, sa_type=Id)
    customer_id: int = ref("customer")
    order_id: int | None = maybe_ref("sales_order", index=True)  # paid ahead on this order
    day: date
    currency: str = "EUR"
    rate: int = whole(RATE_ONE)
    amount: int = whole()
    unapplied: int = whole()
    method: str = word("transfer")
    reference: str = ""
    cheque: str = ""  # its number
    clears_on: date | None = None  # when a cheque or direct debit can no longer come back
    mandate: str = ""  # of a direct debit
    bounced: bool = False  # the bank took it back
    taken_at: datetime = instant()
    taken_by: int = ref("app_user")
    reversed_at: datetime | None = maybe_instant()
    reversed_on: date | None = None
    reverse_reason: str = ""


class Application(SQLModel, table=True):
    """Money or credit set against an invoice on a day; append-only. A negative amount takes an earlier one back.

    `kind` is payment (from a receipt), credit (from a credit note), discount (early payment) or write_off, which below
    0 is a little too much that was kept.
    """

    id: int | None = own_id()
    invoice_id: int = ref("invoice", index=True)
    receipt_id: int | None = maybe_ref("receipt", index=True)
    credit_id: int | None = maybe_ref("invoice", index=True)
    kind: str = word("payment")
    amount: int = whole()
    tax: int = whole()  # of a discount: the tax that is in it
    day: date
    at: datetime = instant()


class LedgerEntry(SQLModel, table=True):
    """One change of what a customer owes: positive owes more. The sum of a customer's entries is the balance.

    `kind` is invoice, credit, down, charge, receipt, reversal, refund, discount or write_off.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ix_ledger_customer", "customer_id", "day"),)

    id: int | None = own_id()
    customer_id: int = ref("customer")
    day: date
    at: datetime = instant()
    kind: str = word()
    amount: int = whole()
    invoice_id: int | None = maybe_ref("invoice", index=True)
    receipt_id: int | None = maybe_ref("receipt", index=True)
    refund_id: int | None = maybe_ref("refund", index=True)
