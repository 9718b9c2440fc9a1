"""One invoice or credit note as it was posted, and what has been set against it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from orderdesk.errors import NotFound
from orderdesk.models import (
    Address,
    Application,
    Customer,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    InvoiceTaxPart,
    Order,
    OrderLine,
    Product,
    Receipt,
    Terms,
    User,
)
from orderdesk.queries.addresses import billing_address
from orderdesk.queries.currencies import shown_in
from orderdesk.queries.invoice_lines import LINES, positions
from orderdesk.queries.invoice_parts import parts_of
from orderdesk.queries.lots import lots_by
from orderdesk.rules.instalments import PartStanding
from orderdesk.rules.tax_parts import PartTotal
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Currency, Money, Percent, Quantity, Rate, UnitPrice

_INVOICE, _LINE, _TAX, _APPLICATION = table(Invoice), table(InvoiceLine), table(InvoiceTax), table(Application)
_CUSTOMER, _ORDER, _TERMS, _USER = table(Customer), table(Order), table(Terms), table(User)
_ORDER_LINE, _PRODUCT, _RECEIPT, _ADDRESS = table(OrderLine), table(Product), table(Receipt), table(Address)
_ANSWERED = _INVOICE.alias("answered")
_CREDIT = _INVOICE.alias("credit")

_HEADER = (
    select(
        _INVOICE,
        _CUSTOMER.c.code,
        _CUSTOMER.c.name,
        _CUSTOMER.c.vat_id,
        _ORDER.c.number.label("order"),
        _ORDER.c.po_number,
        _TERMS.c.name.label("terms"),
        _USER.c.name.label("poster"),
        _ANSWERED.c.number.label("credits"),
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _INVOICE.c.customer_id)
    .join(_TERMS, _TERMS.c.id == _INVOICE.c.terms_id)
    .join(_USER, _USER.c.id == _INVOICE.c.posted_by)
    .outerjoin(_ORDER, _ORDER.c.id == _INVOICE.c.order_id)
    .outerjoin(_ANSWERED, _ANSWERED.c.id == _INVOICE.c.credits_id)
    .where(_INVOICE.c.number == bindparam("a_number"))
)
_SKUS = select(_PRODUCT.c.id, _PRODUCT.c.sku).where(_PRODUCT.c.id.in_(bindparam("products", expanding=True)))
_TAXES = select(_TAX).where(_TAX.c.invoice_id == bindparam("a_invoice")).order_by(_TAX.c.rate)
_PART = table(InvoiceTaxPart)
_PARTS = select(_PART).where(_PART.c.invoice_id == bindparam("a_invoice")).order_by(_PART.c.rate, _PART.c.position)
_APPLIED = (
    select(
        _APPLICATION,
        _INVOICE.c.number.label("invoice"),
        _RECEIPT.c.number.label("receipt"),
        _CREDIT.c.number.label("credit"),
    )
    .join(_INVOICE, _INVOICE.c.id == _APPLICATION.c.invoice_id)
    .outerjoin(_RECEIPT, _RECEIPT.c.id == _APPLICATION.c.receipt_id)
    .outerjoin(_CREDIT, _CREDIT.c.id == _APPLICATION.c.credit_id)
    .where((_APPLICATION.c.invoice_id == bindparam("a_invoice")) | (_APPLICATION.c.credit_id == bindparam("a_invoice")))
    .order_by(_APPLICATION.c.id)
)
_CREDITS = select(_INVOICE.c.number).where(_INVOICE.c.credits_id == bindparam("a_invoice")).order_by(_INVOICE.c.id)


@dataclass(frozen=True, slots=True)
class BilledLine:
    """One line of a document. Quantity in stock units; `price` for one `unit` of `factor` stock units.

    Attributes:
        position: what credit notes name it by.
        order: whose goods they are; None of a down payment, and of what is set off.
        taken_back: of a credit note, how much came back or may be billed anew.
        lots: the lots and serial numbers that had left for its order's line by the day of the document.
    """

    position: int
    order: int | None
    sku: str
    description: str
    unit: str
    factor: Quantity
    quantity: Quantity
    price: UnitPrice
    discount: Percent
    net: Money
    tax_rate: Percent
    tax: Money
    taken_back: Quantity = 0
    lots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BilledTax:
    """The tax under one rate; `parts` where several taxes make it up."""

    rate: Percent
    net: Money
    tax: Money
    parts: tuple[PartTotal, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """Something set against the invoice, or a use of the credit note; negative takes an earlier one back.

    Attributes:
        kind: payment, credit, discount or write_off.
        source: the receipt's or the credit note's number.
        invoice: what it was set against.
    """

    kind: str
    source: str
    invoice: str
    amount: Money
    day: date


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """A posted document; a credit note's amounts and quantities are negative.

    Attributes:
        kind: invoice, credit, or down for a down payment.
        billed_to: the address on it, a line each.
        rate: what one of its currency was in the company's on its day.
        tax_included: the prices on its lines are with tax.
        tax_note: why it bears no tax.
        orders: of one for several orders, their numbers; `order` is None then.
        parts: of one that is due in parts, each with what is open of it.
        cancelled: taken back wholly, so that its goods could be billed anew.
        credits: of a credit note, the invoice that it answers.
        credited_by: of an invoice, the credit notes that answer it.
    """

    number: str
    kind: str
    customer: str
    name: str
    vat_id: str
    billed_to: tuple[str, ...]
    order: int | None
    orders: tuple[int, ...]
    po_number: str
    day: date
    due: date
    parts: tuple[PartStanding, ...]
    terms: str
    discount_until: date | None
    discount_amount: Money
    currency: Currency
    rate: Rate
    tax_included: bool
    tax_note: str
    net: Money
    tax: Money
    gross: Money
    open: Money
    cancelled: bool
    reason: str
    posted_at: datetime
    posted_by: str
    lines: tuple[BilledLine, ...]
    taxes: tuple[BilledTax, ...]
    applied: tuple[Applied, ...]
    credits: str | None
    credited_by: tuple[str, ...]


def invoice_card(reading: Reading, number: str) -> InvoiceCard:
    """The invoice or credit note with this number. Raises NotFound."""
    wanted = number.strip().upper()
    row = reading.first(_HEADER, a_number=wanted) if wanted.isprintable() else None
    if row is None:
        raise NotFound(f"there is no invoice {wanted[:40]!r}")
    lines = [line for line in reading.all(LINES, a_invoice=row.id) if line.kit_shows != "kit"]
    skus = {one.id: one.sku for one in reading.all(_SKUS, products=[line.product_id or 0 for line in lines] or [0])}
    orders = tuple(dict.fromkeys(line.order_number for line in lines if line.order_number is not None))
    lots = lots_by(reading, [line.order_line_id for line in lines if line.order_line_id is not None], row.day)
    return InvoiceCard(
        number=row.number,
        kind=row.kind,
        customer=row.code,
        name=row.name,
        vat_id=row.vat_id,
        billed_to=tuple(row.billed_to.splitlines()) or billing_address(reading, row.customer_id),
        order=row.order,
        orders=orders if len(orders) > 1 else (),
        po_number=row.po_number or "",
        day=row.day,
        due=row.due,
        parts=parts_of(reading, row.number) if row.parts else (),
        terms=row.terms,
        discount_until=row.discount_until,
        discount_amount=row.discount_amount,
        currency=shown_in(reading, row.currency),
        rate=row.rate,
        tax_included=row.tax_included,
        tax_note=row.tax_note,
        net=row.net,
        tax=row.tax,
        gross=row.gross,
        open=row.open,
        cancelled=row.cancelled,
        reason=row.reason,
        posted_at=row.posted_at,
        posted_by=row.poster,
        lines=tuple(
            BilledLine(
                position=position,
                order=line.order_number,
                sku=skus.get(line.product_id, ""),
                description=line.description,
                unit=line.unit,
                factor=line.factor,
                quantity=line.quantity,
                price=line.price,
                discount=line.discount,
                net=line.net,
                tax_rate=line.tax_rate,
                tax=line.tax,
                taken_back=line.taken_back,
                lots=tuple(lots.get(line.order_line_id, ())),
            )
            for line, position in zip(lines, positions(lines), strict=True)
        ),
        taxes=_taxes(reading, row.id),
        applied=tuple(
            Applied(one.kind, str(one.receipt or one.credit or ""), one.invoice, one.amount, one.day)
            for one in reading.all(_APPLIED, a_invoice=row.id)
        ),
        credits=row.credits,
        credited_by=tuple(one.number for one in reading.all(_CREDITS, a_invoice=row.id)),
    )


def _taxes(reading: Reading, invoice_id: int) -> tuple[BilledTax, ...]:
    parts: dict[int, list[PartTotal]] = {}
    for part in reading.all(_PARTS, a_invoice=invoice_id):
        parts.setdefault(part.rate, []).append(PartTotal(part.name, part.part_rate, part.base, part.tax))
    return tuple(
        BilledTax(tax.rate, tax.net, tax.tax, tuple(parts.get(tax.rate, ())))
        for tax in reading.all(_TAXES, a_invoice=invoice_id)
    )
