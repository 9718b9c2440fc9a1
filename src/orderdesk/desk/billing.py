"""Billing: writing an invoice or credit note with its lines, taxes and ledger entry. The verbs are in `invoicing`.

The net of a part is the share of the line's net for all that is billed up to now, less what was billed before: over all
invoices of a line the parts add up to the line, to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk import ledger
from orderdesk.desk.amendments import axes_of
from orderdesk.desk.supply_tax import at_supply
from orderdesk.errors import Conflict
from orderdesk.models import Invoice, InvoiceLine, InvoicePart, InvoiceTax, InvoiceTaxPart, OrderLine
from orderdesk.queries import facts
from orderdesk.queries.currencies import currency_of, rate_on
from orderdesk.queries.taxes import LineTax
from orderdesk.queries.terms import terms_of
from orderdesk.rules import terms as terms_rules
from orderdesk.rules.price import line_net
from orderdesk.rules.tax import RateTotal, TaxedLine, Totals, totals
from orderdesk.store.numbers import next_legal
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Money, Quantity, divide_half_up

_INVOICE = table(Invoice)
_INVOICE_LINE = table(InvoiceLine)
_LINE = table(OrderLine)
_BILLED = (
    select(
        _INVOICE_LINE.c.order_line_id,
        func.sum(_INVOICE_LINE.c.quantity).label("quantity"),
        func.sum(_INVOICE_LINE.c.net).label("net"),
        func.sum(_INVOICE_LINE.c.tax).label("tax"),
    )
    .join(_INVOICE, _INVOICE.c.id == _INVOICE_LINE.c.invoice_id)
    .where(_INVOICE.c.order_id == bindparam("a_order"), _INVOICE.c.kind == "invoice")
    .group_by(_INVOICE_LINE.c.order_line_id)
)
_COUNT = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.invoiced + bindparam("a_quantity") <= _LINE.c.shipped)
    .values(invoiced=_LINE.c.invoiced + bindparam("a_quantity"))
)
_DONE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"))
    .values(shipped=_LINE.c.shipped + bindparam("a_quantity"), waiting=False)
)


@dataclass(frozen=True, slots=True)
class Billed:
    """One line as it goes on an invoice: an order's line, how much of it, and what it is taxed at.

    `amount` is its net; its gross where the order's prices include tax.
    """

    line: Row[Any]
    quantity: Quantity
    amount: Money
    tax: LineTax


def bill(tx: Transaction, order: Row[Any], day: date) -> str | None:
    """Post the invoice for all that can be billed of an order; None when nothing can. Customer and order are locked."""
    before = {row.order_line_id: row for row in tx.all(_BILLED, a_order=order.id)}
    decimals = currency_of(tx, order.currency).decimals
    due: list[tuple[Row[Any], Quantity, Quantity]] = []
    for line in tx.all(facts.LINES, a_order=order.id):
        axes = axes_of(line)
        quantity = axes.due - axes.invoiced if line.kind == "service" else axes.to_invoice
        if quantity > 0:
            due.append((line, int(before[line.id].quantity) if line.id in before else 0, quantity))
    if not due:
        return None
    billed: list[Billed] = []
    counted = {line.id: (count, _billed_before(order, before.get(line.id))) for line, count, _ in due}
    for line, quantity, tax in at_supply(tx, order, due, day):
        count, amount = counted[line.id]
        upto = _amount_of(order, line, count + quantity, decimals)
        counted[line.id] = count + quantity, upto
        billed.append(Billed(line, quantity, upto - amount, tax))
    for line, _, quantity in due:
        if line.kind == "service":
            tx.change(_DONE, a_line=line.id, a_quantity=quantity - axes_of(line).to_invoice)
    serial = next_legal(tx, "INV", day)
    number = f"INV-{day.year}-{serial:04}"
    invoice_id, summed = write(tx, order, billed, number, "INV", serial, day)
    tx.record("invoice.post", "invoice", invoice_id, number=number, order=order.number, gross=summed.gross, day=day)
    return number


def _amount_of(order: Row[Any], line: Row[Any], quantity: Quantity, decimals: int) -> Money:
    """What a quantity of a line costs, as its share of the line's net, or of its gross where prices include tax."""
    due = line.ordered - line.cancelled
    if due == 0:
        return line_net(quantity, line.price or 0, line.discount, factor=line.factor, decimals=decimals)
    return divide_half_up((line.net + (line.tax if order.tax_included else 0)) * quantity, due)


def _billed_before(order: Row[Any], was: Row[Any] | None) -> Money:
    """What was billed of a line before, in the same sense."""
    if was is None:
        return 0
    return int(was.net) + (int(was.tax) if order.tax_included else 0)


def write(
    tx: Transaction, order: Row[Any], billed: Sequence[Billed], number: str, series: str, serial: int | None, day: date
) -> tuple[int, Totals]:
    """Write an invoice with its lines and taxes, count what it bills, and enter it in the ledger; its id and sums."""
    summed = totals(
        [
            TaxedLine(
                one.amount, one.tax.rate, one.tax.parts, one.quantity, one.amount if order.tax_included else None
            )
            for one in billed
        ],
        discount=order.tax_discount,
        decimals=currency_of(tx, order.currency).decimals,
    )
    rule = terms_of(tx, order.terms_id)
    parts = due_parts(rule, day, summed.gross)
    invoice_id = tx.add(
        Invoice(
            number=number,
            series=series,
            year=day.year,
            serial=serial,
            customer_id=order.customer_id,
            order_id=order.id,
            day=day,
            due=parts[0].on if parts else terms_rules.due_date(rule, day),
            parts=len(parts),
            terms_id=order.terms_id,
            discount_until=terms_rules.discount_date(rule, day),
            discount_amount=terms_rules.discount_amount(rule, summed.gross, summed.tax),
            currency=order.currency,
            rate=rate_on(tx, order.currency, day),
            tax_included=order.tax_included,
            tax_discount=order.tax_discount,
            tax_note=order.tax_note,
            net=summed.net,
            tax=summed.tax,
            gross=summed.gross,
            open=summed.gross,
            posted_at=tx.now,
            posted_by=ledger.person(tx),
        )
    )
    write_parts(tx, invoice_id, parts)
    write_lines(tx, invoice_id, billed, summed)
    for one in billed:
        if tx.change(_COUNT, a_line=one.line.id, a_quantity=one.quantity) != 1:
            raise Conflict(f"line {one.line.position} of order {order.number} changed meanwhile; look at it again")
    ledger.enter(tx, order.customer_id, "invoice", summed.gross, day, invoice_id=invoice_id)
    return invoice_id, summed


def due_parts(rule: terms_rules.Terms, day: date, gross: Money) -> list[terms_rules.DuePart]:
    """The parts that an invoice is due in, by their days; none when it is due on one day."""
    parts = [part for part in terms_rules.schedule(rule, day, gross) if part.amount > 0] if rule.instalments else []
    return sorted(parts, key=lambda part: part.on) if len(parts) > 1 else []


def write_parts(tx: Transaction, invoice_id: int, parts: Sequence[terms_rules.DuePart]) -> None:
    """The parts of an invoice."""
    upto = accumulate(part.amount for part in parts)
    tx.add_all(
        InvoicePart,
        [
            {"invoice_id": invoice_id, "position": position, "due": part.on, "amount": part.amount, "upto": so_far}
            for position, (part, so_far) in enumerate(zip(parts, upto, strict=True), start=1)
        ],
    )


def write_lines(tx: Transaction, invoice_id: int, billed: Sequence[Billed], summed: Totals) -> None:
    """The rows below a document's header."""
    tx.add_all(
        InvoiceLine,
        [
            {
                "invoice_id": invoice_id,
                "order_line_id": one.line.id,
                "product_id": one.line.product_id,
                "description": one.line.description,
                "unit": one.line.unit,
                "factor": one.line.factor,
                "quantity": one.quantity,
                "price": one.line.price or 0,
                "discount": one.line.discount,
                "net": net,
                **one.tax.columns,
                "tax": tax,
            }
            for one, net, tax in zip(billed, summed.line_nets, summed.line_taxes, strict=True)
        ],
    )
    tx.add_all(
        InvoiceTax,
        [{"invoice_id": invoice_id, "rate": row.rate, "net": row.net, "tax": row.tax} for row in summed.rates],
    )
    write_tax_parts(tx, invoice_id, summed.rates)


def write_tax_parts(tx: Transaction, invoice_id: int, rates: Sequence[RateTotal], sign: int = 1) -> None:
    """Below a document's rates, the several taxes that make one up; a credit note's have the sign −1."""
    tx.add_all(
        InvoiceTaxPart,
        [
            {
                "invoice_id": invoice_id,
                "rate": row.rate,
                "position": position,
                "name": part.name,
                "part_rate": part.rate,
                "base": sign * part.base,
                "tax": sign * part.tax,
            }
            for row in rates
            for position, part in enumerate(row.parts, start=1)
        ],
    )
