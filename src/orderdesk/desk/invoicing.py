"""Invoicing: what has left is billed, and a credit note answers a posted invoice. Neither is ever edited or deleted.

An invoice bills shipped − returned − invoiced, and services, which are done when they are billed. A credit note first
takes back what was returned, which lowers what counts as invoiced. Beyond that it is an allowance on goods that the
customer keeps (a wrong price, a poor delivery): they stay invoiced, so that nobody bills them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk import find, ledger
from orderdesk.desk.amendments import axes_of, close_if_done
from orderdesk.desk.billing import bill
from orderdesk.desk.orders import locked
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Customer, Invoice, InvoiceLine, InvoiceTax, OrderLine
from orderdesk.queries import facts
from orderdesk.rules.completeness import BlockLevel
from orderdesk.store.numbers import next_legal
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import Money, Percent, Quantity, divide_half_up, quantity_text, share, spread

_INVOICE = table(Invoice)
_INVOICE_LINE = table(InvoiceLine)
_LINE = table(OrderLine)
_LINES = (
    select(
        _INVOICE_LINE,
        _LINE.c.position,
        _LINE.c.order_id,
        _LINE.c.ordered,
        _LINE.c.allocated,
        _LINE.c.picked,
        _LINE.c.shipped,
        _LINE.c.invoiced,
        _LINE.c.returned,
        _LINE.c.cancelled,
    )
    .join(_LINE, _LINE.c.id == _INVOICE_LINE.c.order_line_id)
    .where(_INVOICE_LINE.c.invoice_id == bindparam("a_invoice"))
    .order_by(_LINE.c.position)
)
_CREDITED = (
    select(
        _INVOICE_LINE.c.order_line_id,
        func.sum(-_INVOICE_LINE.c.quantity).label("quantity"),
        func.sum(-_INVOICE_LINE.c.net).label("net"),
    )
    .join(_INVOICE, _INVOICE.c.id == _INVOICE_LINE.c.invoice_id)
    .where(_INVOICE.c.credits_id == bindparam("a_invoice"))
    .group_by(_INVOICE_LINE.c.order_line_id)
)
_RATES = (
    select(
        table(InvoiceTax).c.rate,
        func.sum(-table(InvoiceTax).c.net).label("net"),
        func.sum(-table(InvoiceTax).c.tax).label("tax"),
    )
    .join(_INVOICE, _INVOICE.c.id == table(InvoiceTax).c.invoice_id)
    .where(_INVOICE.c.credits_id == bindparam("a_invoice"))
    .group_by(table(InvoiceTax).c.rate)
)
_TAKE_BACK = (
    update(_LINE).where(_LINE.c.id == bindparam("a_line")).values(invoiced=_LINE.c.invoiced - bindparam("a_quantity"))
)


@verb("invoice.post")
def post(tx: Transaction, order: int, *, day: date | None = None) -> str:
    """Bill what has left and is not billed yet, and services; the invoice's number.

    Args:
        day: the invoice's date; today unless said, never ahead, never before the last invoice's.

    Raises:
        Refused: nothing to bill, the customer is blocked for invoices, or the date is not possible.
    """
    row = locked(tx, order, "invoice")
    customer = facts.customer_of(tx, row)
    if BlockLevel(customer.block).stops_invoices:
        raise Refused(f"customer {customer.code} is blocked (level {customer.block}): no invoices until that is lifted")
    number = bill(tx, row, ledger.not_ahead(tx, day, "an invoice"))
    if number is None:
        lines = tx.all(facts.LINES, a_order=row.id)
        raise Refused(
            f"nothing to invoice on order {order}: {quantity_text(sum(line.shipped for line in lines))} shipped, "
            f"{quantity_text(sum(line.invoiced for line in lines))} invoiced"
        )
    close_if_done(tx, order)
    return number


@verb("credit.post")
def credit(
    tx: Transaction,
    invoice: str,
    *,
    lines: list[tuple[int, Quantity]] | None = None,
    reason: str,
    day: date | None = None,
) -> str:
    """Answer a posted invoice with a credit note, at the prices that were billed; the credit note's number.

    It settles the invoice as far as that is open; the rest stays as the customer's credit (a negative open amount), to
    be set against other invoices with `receipts.apply_credit`. All of an invoice credited, in one go or several, is its
    exact mirror, tax included.

    Args:
        lines: the order lines' positions, and how much of each (stock units); None is all that is not credited yet.
        day: the credit note's date; today unless said, never ahead and never before the invoice's.

    Raises:
        Refused: more than was billed and not credited yet, no reason, or the date is not possible.
    """
    seen = find.invoice(tx, invoice)
    tx.lock(Customer, [seen.customer_id])
    row = find.invoice(tx, invoice)
    if row.kind != "invoice":
        raise Refused(f"{row.number} is a credit note itself; credit the invoice that it answers")
    why = clean(reason, "reason", limit=300)
    if not why:
        raise Refused("a credit note needs a reason, for the people who read it later")
    dated = ledger.not_ahead(tx, day, "a credit note")
    if dated < row.day:
        raise Refused(f"a credit note of {dated} would be older than {row.number} of {row.day}")
    parts = _parts(tx, row, lines)
    taxes = _taxes(tx, row, parts)
    return _write(tx, row, parts, taxes, dated, why)


def _parts(
    tx: Transaction, invoice: Row[Any], lines: list[tuple[int, Quantity]] | None
) -> list[tuple[Row[Any], Quantity, Money]]:
    """Which lines of the invoice, how much of each, and its net, all positive."""
    before = {row.order_line_id: (int(row.quantity), int(row.net)) for row in tx.all(_CREDITED, a_invoice=invoice.id)}
    billed = tx.all(_LINES, a_invoice=invoice.id)
    wanted: dict[int, Quantity] = {}
    for position, quantity in lines or ():
        if quantity <= 0:
            raise Refused(f"line {position}: the credited quantity must be above 0")
        wanted[position] = wanted.get(position, 0) + quantity
    unknown = set(wanted) - {line.position for line in billed}
    if unknown:
        raise Refused(f"{invoice.number} has no line {min(unknown)}")
    parts = []
    for line in billed:
        done, net = before.get(line.order_line_id, (0, 0))
        quantity = wanted.get(line.position, 0) if lines is not None else line.quantity - done
        if quantity > line.quantity - done:
            raise Refused(
                f"line {line.position}: {quantity_text(quantity)} cannot be credited; {quantity_text(line.quantity)} "
                f"were billed and {quantity_text(done)} credited, {quantity_text(line.quantity - done)} are left"
            )
        if quantity > 0:
            parts.append((line, quantity, divide_half_up(line.net * (done + quantity), line.quantity) - net))
    if not parts:
        raise Refused(f"nothing of {invoice.number} is left to credit")
    return parts


def _taxes(
    tx: Transaction, invoice: Row[Any], parts: Sequence[tuple[Row[Any], Quantity, Money]]
) -> dict[Percent, tuple[Money, Money]]:
    """Net and tax by rate, positive: the tax on all that is credited up to now, less what was credited before."""
    before = {row.rate: (int(row.net), int(row.tax)) for row in tx.all(_RATES, a_invoice=invoice.id)}
    taxes: dict[Percent, tuple[Money, Money]] = {}
    for rate in sorted({line.tax_rate for line, _, _ in parts}):
        net = sum(net for line, _, net in parts if line.tax_rate == rate)
        net_before, tax_before = before.get(rate, (0, 0))
        taxes[rate] = (net, share(net_before + net, rate) - tax_before)
    return taxes


def _write(
    tx: Transaction,
    invoice: Row[Any],
    parts: Sequence[tuple[Row[Any], Quantity, Money]],
    taxes: dict[Percent, tuple[Money, Money]],
    day: date,
    reason: str,
) -> str:
    net = sum(row[0] for row in taxes.values())
    tax = sum(row[1] for row in taxes.values())
    serial = next_legal(tx, "CRN", day)
    number = f"CRN-{day.year}-{serial:04}"
    credit_id = tx.add(
        Invoice(
            number=number,
            kind="credit",
            series="CRN",
            year=day.year,
            serial=serial,
            customer_id=invoice.customer_id,
            order_id=invoice.order_id,
            credits_id=invoice.id,
            day=day,
            due=day,
            terms_id=invoice.terms_id,
            currency=invoice.currency,
            net=-net,
            tax=-tax,
            gross=-net - tax,
            open=-net - tax,
            reason=reason,
            posted_at=tx.now,
            posted_by=ledger.person(tx),
        )
    )
    rows = []
    for rate, (_, rate_tax) in taxes.items():
        mine = [part for part in parts if part[0].tax_rate == rate]
        for (line, quantity, line_net), line_tax in zip(
            mine, spread(rate_tax, [part[2] for part in mine]), strict=True
        ):
            rows.append(
                {name: line._mapping[name] for name in ("order_line_id", "product_id", "description", "unit", "factor")}
                | {name: line._mapping[name] for name in ("price", "discount", "tax_rate")}
                | {"invoice_id": credit_id, "quantity": -quantity, "net": -line_net, "tax": -line_tax}
            )
    tx.add_all(InvoiceLine, rows)
    tx.add_all(
        InvoiceTax,
        [{"invoice_id": credit_id, "rate": rate, "net": -row[0], "tax": -row[1]} for rate, row in taxes.items()],
    )
    for line, quantity, _ in parts:
        came_back = min(quantity, axes_of(line).to_credit)
        if came_back:
            tx.change(_TAKE_BACK, a_line=line.order_line_id, a_quantity=came_back)
    ledger.enter(tx, invoice.customer_id, "credit", -net - tax, day, invoice_id=credit_id)
    settled = min(invoice.open, net + tax)
    ledger.settle(tx, invoice.customer_id, invoice.id, "credit", settled, day, credit_id=credit_id)
    tx.record(
        "credit.post",
        "invoice",
        credit_id,
        number=number,
        invoice=invoice.number,
        gross=-net - tax,
        reason=reason,
        open=[invoice.open, invoice.open - settled],
    )
    return number
