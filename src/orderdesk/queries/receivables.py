"""Receivables: one customer's open items and receipts, and what stands in a cell of the ageing.

Any of it as it stood at the end of a past day. Amounts in minor units; positive = the customer owes it, so that a
credit note's are negative. The ageing of everybody is in `queries.ageing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.errors import NotFound
from orderdesk.models import Customer, Invoice, Receipt
from orderdesk.queries.ageing import AgedCustomer, AgeingFoot, AgeingReport, age_by, aged_item, ageing, ageing_foot
from orderdesk.queries.currencies import shown_in
from orderdesk.queries.invoice_card import InvoiceCard, invoice_card
from orderdesk.queries.open_documents import ZERO, Disputes, Moment, documents, receipts_left
from orderdesk.queries.settings import settings
from orderdesk.rules.ageing import AgeBy, Ageing, age, cell_of
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Currency, Money

__all__ = [
    "AgedCustomer", "AgeingFoot", "AgeingReport", "CellItems", "InvoiceCard", "Item", "ReceiptRow", "Unapplied",
    "ageing", "ageing_foot", "balance", "cell_items", "invoice_card", "open_items", "receipts_of",
]  # fmt: skip

_INVOICE, _RECEIPT, _CUSTOMER = table(Invoice), table(Receipt), table(Customer)

_BY_CODE = select(_CUSTOMER.c.id).where(_CUSTOMER.c.code == bindparam("a_code"))
_CURRENCY = select(_CUSTOMER.c.currency).where(_CUSTOMER.c.code == bindparam("a_code"))
_OWED = select(func.coalesce(func.sum(_INVOICE.c.open), 0)).where(
    _INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open != ZERO
)
_UNAPPLIED = select(func.coalesce(func.sum(_RECEIPT.c.unapplied), 0)).where(
    _RECEIPT.c.customer_id == bindparam("a_customer"), _RECEIPT.c.unapplied > ZERO
)
_RECEIPTS = select(_RECEIPT).where(_RECEIPT.c.customer_id == bindparam("a_customer")).order_by(_RECEIPT.c.id.desc())


@dataclass(frozen=True, slots=True)
class Item:
    """An open document, or one part of an invoice. `days_late` counts from its due date; below 0 is to come.

    Attributes:
        gross: of the whole document; `amount` is the part's.
        part: which one of `parts`; 0 of 0 is a document that is due on one day.
        disputed: what of it is disputed; the whole of it counts as open all the same.
    """

    number: str
    kind: str
    order: int | None
    day: date
    due: date
    gross: Money
    open: Money
    days_late: int
    discount_until: date | None
    discount_amount: Money
    currency: Currency
    amount: Money = 0
    part: int = 0
    parts: int = 0
    disputed: Money = 0

    @property
    def key(self) -> str:
        """What tells it from the others: its number, and the part's."""
        return f"{self.number} {self.part}" if self.part else self.number


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that came in, and what of it is set against nothing. A reversed one has 0 unapplied."""

    number: int
    day: date
    amount: Money
    unapplied: Money
    method: str
    reference: str
    reversed_on: date | None
    reverse_reason: str
    currency: Currency
    clears_on: date | None = None
    bounced: bool = False


@dataclass(frozen=True, slots=True)
class Unapplied:
    """What is left of a receipt, on the day that was asked for."""

    number: int
    day: date
    amount: Money
    left: Money


@dataclass(frozen=True, slots=True)
class CellItems:
    """What stands in one cell of a customer's row of the ageing.

    Attributes:
        title: the cell's column: not due, 1–30, …, unapplied, balance.
        amount: the cell.
        items: the documents in it, oldest due first.
        receipts: what is left of receipts, in unapplied and balance only.
        ageing: the customer's whole row.
        as_of: the day that it is about, and `by` the date that lateness is counted from.
    """

    customer: str
    title: str
    amount: Money
    items: tuple[Item, ...]
    receipts: tuple[Unapplied, ...]
    ageing: Ageing
    as_of: date
    by: AgeBy


def cell_items(
    reading: Reading, customer: str, cell: int | None, *, as_of: date | None = None, by: str = "due"
) -> CellItems:
    """The documents and receipts of one cell of the ageing; they come to exactly its amount.

    Args:
        cell: which one of `Ageing.cells`, counted from 0; None is the last, the balance.
    """
    key, how, when, day = _customer(reading, customer), age_by(by), Moment(as_of), as_of or reading.today
    rows, left = documents(reading, when, [key]), receipts_left(reading, when, [key])
    disputes = Disputes()
    pairs = [(row, aged_item(row, disputes)) for row in rows]
    unapplied = sum(int(row.rest) for row in left)
    company = settings(reading)
    aged = age([item for _, item in pairs], unapplied, day, how, company.ageing_edges, company.money)
    cell = len(aged.cells) - 1 if cell is None else cell
    with_receipts = aged.titles[cell] in ("unapplied", "balance")
    return CellItems(
        customer=customer.strip().upper(),
        title=aged.titles[cell],
        amount=aged.cells[cell],
        items=tuple(
            _item(reading, row, day, item.disputed)
            for row, item in pairs
            if aged.titles[cell] == "balance" or cell_of(item, day, how, aged.edges) == cell
        ),
        receipts=tuple(Unapplied(row.number, row.day, row.amount, int(row.rest)) for row in left if with_receipts),
        ageing=aged,
        as_of=day,
        by=how,
    )


def _customer(reading: Reading, code: str) -> int:
    wanted = code.strip().upper()
    found = reading.scalar(_BY_CODE, a_code=wanted) if wanted.isprintable() else None
    if found is None:
        raise NotFound(f"there is no customer {wanted[:40]!r}")
    return int(found)


def _item(reading: Reading, row: Row[Any], day: date, disputed: Money) -> Item:
    return Item(
        number=row.number,
        kind=row.kind,
        order=row.order,
        day=row.day,
        due=row.due,
        gross=row.gross,
        open=int(row.open),
        days_late=(day - row.due).days,
        discount_until=row.discount_until,
        discount_amount=row.discount_amount,
        amount=int(row.amount),
        part=row.part,
        parts=row.parts,
        disputed=disputed,
        currency=shown_in(reading, row.currency),
    )


def open_items(reading: Reading, customer: str, as_of: date | None = None) -> tuple[Item, ...]:
    """A customer's open invoices and credit notes, oldest due first; as of the end of a past day, or now."""
    key, day = _customer(reading, customer), as_of or reading.today
    disputes = Disputes()
    return tuple(_item(reading, row, day, disputes.of(row)) for row in documents(reading, Moment(as_of), [key]))


def counted_in(reading: Reading, customer: str) -> Currency:
    """The currency of a customer's account, as it is shown."""
    code = reading.scalar(_CURRENCY, a_code=customer.strip().upper())
    return shown_in(reading, code or "")


def balance(reading: Reading, customer: str) -> Money:
    """What a customer owes now, in its currency: open invoices less credit notes and unapplied money.

    Negative when paid ahead.
    """
    key = _customer(reading, customer)
    return int(reading.scalar(_OWED, a_customer=key)) - int(reading.scalar(_UNAPPLIED, a_customer=key))


def receipts_of(reading: Reading, customer: str, *, newest: int | None = None) -> tuple[ReceiptRow, ...]:
    """What came in from a customer, in the order of its days; all of it, or so many of the newest receipts."""
    rows = reading.all(_RECEIPTS.limit(newest), a_customer=_customer(reading, customer))
    return tuple(
        ReceiptRow(
            row.number,
            row.day,
            row.amount,
            row.unapplied,
            row.method,
            row.reference,
            row.reversed_on,
            row.reverse_reason,
            shown_in(reading, row.currency),
            row.clears_on,
            row.bounced,
        )
        for row in sorted(rows, key=lambda row: (row.day, row.id))
    )
