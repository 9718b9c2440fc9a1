"""Documents by a number that somebody has in front of them: ours, the customer's, the carrier's, the bank's.

Every number and reference is read off an index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from orderdesk.models import Customer, Invoice, Order, Pick, Receipt, Shipment
from orderdesk.queries.attribute_search import orders_saying
from orderdesk.store.transaction import Reading, table

BEYOND = "\U0010ffff"  # after every text that begins alike
BEGUN = 3  # characters, from which on the beginning of a number is looked for
MOST = 8

_ORDER, _CUSTOMER, _INVOICE = table(Order), table(Customer), table(Invoice)
_PICK, _SHIPMENT, _RECEIPT = table(Pick), table(Shipment), table(Receipt)

_ORDERS: Select[Any] = (
    select(_ORDER.c.number, _ORDER.c.state, _ORDER.c.po_number, _CUSTOMER.c.code, _CUSTOMER.c.name)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .limit(MOST)
)
_BY_NUMBER = _ORDERS.where(_ORDER.c.number == bindparam("a_number"))
_BY_PO = _ORDERS.where(_ORDER.c.po_number.in_(bindparam("texts", expanding=True))).order_by(_ORDER.c.id.desc())
_BY_PO_BEGUN = _ORDERS.where(_ORDER.c.po_number > bindparam("a_from"), _ORDER.c.po_number < bindparam("a_to")).order_by(
    _ORDER.c.po_number
)
_SHIPPED = _ORDERS.add_columns(_SHIPMENT.c.number.label("shipment"), _SHIPMENT.c.tracking, _SHIPMENT.c.carrier).join(
    _SHIPMENT, _SHIPMENT.c.order_id == _ORDER.c.id
)
_BY_SHIPMENT = _SHIPPED.where(_SHIPMENT.c.number == bindparam("a_number"))
_BY_TRACKING = _SHIPPED.where(_SHIPMENT.c.tracking.in_(bindparam("texts", expanding=True)))
_PICKS = select(_PICK.c.number, _PICK.c.state, _PICK.c.carrier)
_BY_PICK = _PICKS.where(_PICK.c.number == bindparam("a_number"))
_INVOICES: Select[Any] = (
    select(_INVOICE.c.number, _INVOICE.c.kind, _INVOICE.c.open, _CUSTOMER.c.code, _CUSTOMER.c.name)
    .join(_CUSTOMER, _CUSTOMER.c.id == _INVOICE.c.customer_id)
    .limit(MOST)
)
_BY_INVOICE = _INVOICES.where(_INVOICE.c.number.in_(bindparam("texts", expanding=True)))
_BY_INVOICE_BEGUN = _INVOICES.where(
    _INVOICE.c.number > bindparam("a_from"), _INVOICE.c.number < bindparam("a_to")
).order_by(_INVOICE.c.number.desc())
_SAID = {"credit": "credit note", "down": "down payment"}
_BY_SERIAL = _INVOICES.where(
    _INVOICE.c.serial.is_not(None),
    _INVOICE.c.year.in_((bindparam("a_year"), bindparam("a_year_before"))),
    _INVOICE.c.serial == bindparam("a_number"),
).order_by(_INVOICE.c.year.desc(), _INVOICE.c.series.desc())
_RECEIPTS: Select[Any] = (
    select(_RECEIPT.c.number, _RECEIPT.c.reference, _CUSTOMER.c.code, _CUSTOMER.c.name)
    .join(_CUSTOMER, _CUSTOMER.c.id == _RECEIPT.c.customer_id)
    .order_by(_RECEIPT.c.id.desc())
    .limit(MOST)
)
_BY_RECEIPT = _RECEIPTS.where(_RECEIPT.c.number == bindparam("a_number"))
_BY_REFERENCE = _RECEIPTS.where(func.lower(_RECEIPT.c.reference) == bindparam("a_text"))
_NUMBERED_ORDERS = _ORDERS.where(_ORDER.c.number.in_(bindparam("numbers", expanding=True))).limit(None)
_NUMBERED_PICKS = _PICKS.where(_PICK.c.number.in_(bindparam("numbers", expanding=True)))
_NUMBERED_INVOICES = _BY_INVOICE.limit(None)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that a number leads to.

    Attributes:
        kind: order, draft, pick, invoice (or credit note) or account, which is the customer's whose receipt it is.
        key: its number; the customer's code for an account.
        title: whose it is.
        note: how it was found where that is not by its own number, or how it stands.
    """

    kind: str
    key: str
    title: str
    note: str


def papers_of(
    reading: Reading, *, orders: Sequence[int] = (), picks: Sequence[int] = (), invoices: Sequence[str] = ()
) -> Iterator[Paper]:
    """The documents with these numbers, in no order; those that are not there are left out."""
    if orders:
        yield from (_order(row, row.state) for row in reading.all(_NUMBERED_ORDERS, numbers=list(orders)))
    if picks:
        yield from (_pick(row) for row in reading.all(_NUMBERED_PICKS, numbers=list(picks)))
    if invoices:
        yield from (_invoice(row) for row in reading.all(_NUMBERED_INVOICES, texts=list(invoices)))


def papers(reading: Reading, text: str) -> Iterator[Paper]:
    """The documents with exactly this number or reference."""
    plain = text.strip()
    if not plain or not plain.isprintable():
        return
    texts = sorted({plain, plain.upper(), plain.lower()})
    if plain.isascii() and plain.isdigit() and len(plain) < 18:
        number = int(plain)
        yield from (_order(row, row.state) for row in reading.all(_BY_NUMBER, a_number=number))
        yield from (_pick(row) for row in reading.all(_BY_PICK, a_number=number))
        yield from (_order(row, f"shipment {row.shipment}") for row in reading.all(_BY_SHIPMENT, a_number=number))
        yield from (_account(row) for row in reading.all(_BY_RECEIPT, a_number=number))
    yield from (_invoice(row) for row in reading.all(_BY_INVOICE, texts=texts))
    yield from (_order(row, f"PO {row.po_number}") for row in reading.all(_BY_PO, texts=texts))
    for row in reading.all(_BY_TRACKING, texts=texts):
        yield _order(row, " ".join(("tracking", row.carrier)).strip())
    if len(plain) >= BEGUN:
        yield from (_account(row) for row in reading.all(_BY_REFERENCE, a_text=plain.lower()))


def papers_begun(reading: Reading, text: str) -> Iterator[Paper]:
    """Documents by a part of their number.

    Invoices of this year and the last by their serial number alone; invoices by the beginning of their number, and
    orders by the beginning of the customer's, or of one of the company's own attributes that are looked for.
    """
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and len(plain) < 18:
        years = {"a_year": reading.today.year, "a_year_before": reading.today.year - 1}
        yield from (_invoice(row) for row in reading.all(_BY_SERIAL, a_number=int(plain), **years))
    if len(plain) < BEGUN or not plain.isprintable():
        return
    for row in reading.all(_BY_INVOICE_BEGUN, a_from=plain.upper(), a_to=plain.upper() + BEYOND):
        if row.number.startswith(plain.upper()):  # some collations let others slip in between
            yield _invoice(row)
    for row in reading.all(_BY_PO_BEGUN, a_from=plain, a_to=plain + BEYOND):
        if row.po_number.startswith(plain):
            yield _order(row, f"PO {row.po_number}")
    for found in orders_saying(reading, plain):
        newest = _ORDERS.where(_ORDER.c.id.in_(found)).order_by(_ORDER.c.id.desc())
        yield from (_order(row, row.state) for row in reading.all(newest))


def _order(row: Any, note: str) -> Paper:
    kind = "draft" if row.state in ("draft", "quotation") else "order"
    return Paper(kind, str(row.number), f"{row.code} {row.name}", note)


def _pick(row: Any) -> Paper:
    return Paper("pick", str(row.number), f"pick list {row.carrier}".rstrip(), row.state)


def _invoice(row: Any) -> Paper:
    stands = "open" if row.open else "settled"
    note = f"{_SAID[row.kind]}, {stands}" if row.kind in _SAID else stands
    return Paper("invoice", row.number, f"{row.code} {row.name}", note)


def _account(row: Any) -> Paper:
    note = f"receipt {row.number}" + (f", {row.reference}" if row.reference else "")
    return Paper("account", row.code, row.name, note)
