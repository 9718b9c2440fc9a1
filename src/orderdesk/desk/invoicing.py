"""Invoicing: what has left is billed, and a credit note answers a posted invoice. Neither is ever edited or deleted.

An invoice bills shipped − returned − invoiced, and services, which are done when they are billed. A credit note first
takes back what was returned, which lowers what counts as invoiced. Beyond that it is an allowance on goods that the
customer keeps (a wrong price, a poor delivery): they stay invoiced, so that nobody bills them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk import find, ledger
from orderdesk.desk.amendments import axes_of, close_if_done
from orderdesk.desk.billing import bill, write_tax_parts
from orderdesk.desk.orders import locked
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Customer, Invoice, InvoiceLine, InvoiceTax, OrderLine
from orderdesk.queries import facts
from orderdesk.queries.currencies import currency_of
from orderdesk.rules.completeness import BlockLevel
from orderdesk.rules.tax import RateTotal, TaxedLine, less_what_was, totals
from orderdesk.rules.tax_parts import read
from orderdesk.store.numbers import next_legal
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import Money, Quantity, divide_half_up, quantity_text, spread

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
    .order_by(_LINE.c.position, _INVOICE_LINE.c.id)
)
_CREDITED = (
    select(
        _INVOICE_LINE.c.order_line_id,
        _INVOICE_LINE.c.tax_rate,
        _INVOICE_LINE.c.tax_parts,
        func.sum(-_INVOICE_LINE.c.quantity).label("quantity"),
        func.sum(-_INVOICE_LINE.c.net).label("net"),
        func.sum(-_INVOICE_LINE.c.tax).label("tax"),
    )
    .join(_INVOICE, _INVOICE.c.id == _INVOICE_LINE.c.invoice_id)
    .where(_INVOICE.c.credits_id == bindparam("a_invoice"))
    .group_by(_INVOICE_LINE.c.order_line_id, _INVOICE_LINE.c.tax_rate, _INVOICE_LINE.c.tax_parts)
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
    return _write(tx, row, parts, dated, why)


@dataclass(frozen=True, slots=True)
class _Credited:
    """A row of an invoice: how much of it was credited before and is credited now, as it is billed; all positive.

    The amounts are net, or gross where the invoice's prices include tax.
    """

    line: Row[Any]
    before: Quantity
    now: Quantity
    amount_before: Money
    amount: Money

    def taxed(self, quantity: Quantity, amount: Money, *, included: bool) -> TaxedLine:
        """So much of it, as the tax rule wants it."""
        parts = read(self.line.tax_parts)
        return TaxedLine(amount, self.line.tax_rate, parts, quantity, amount if included else None)


def _parts(tx: Transaction, invoice: Row[Any], lines: list[tuple[int, Quantity]] | None) -> list[_Credited]:
    """All rows of the invoice, with how much of each is credited; a line that was billed at two rates has two."""
    before = {(row.order_line_id, row.tax_rate, row.tax_parts): row for row in tx.all(_CREDITED, a_invoice=invoice.id)}
    billed = tx.all(_LINES, a_invoice=invoice.id)
    wanted: dict[int, Quantity] = {}
    for position, quantity in lines or ():
        if quantity <= 0:
            raise Refused(f"line {position}: the credited quantity must be above 0")
        wanted[position] = wanted.get(position, 0) + quantity
    unknown = set(wanted) - {line.position for line in billed}
    if unknown:
        raise Refused(f"{invoice.number} has no line {min(unknown)}")
    stands = [(line, before.get((line.order_line_id, line.tax_rate, line.tax_parts))) for line in billed]
    for position, quantity in wanted.items():
        mine = [(line.quantity, int(was.quantity) if was else 0) for line, was in stands if line.position == position]
        whole, done = sum(pair[0] for pair in mine), sum(pair[1] for pair in mine)
        if quantity > whole - done:
            raise Refused(
                f"line {position}: {quantity_text(quantity)} cannot be credited; {quantity_text(whole)} "
                f"were billed and {quantity_text(done)} credited, {quantity_text(whole - done)} are left"
            )
    parts = []
    for line, was in stands:
        done = int(was.quantity) if was else 0
        quantity = line.quantity - done
        if lines is not None:
            quantity = min(quantity, wanted.get(line.position, 0))
            wanted[line.position] = wanted.get(line.position, 0) - quantity
        taxed = int(was.tax) if was and invoice.tax_included else 0
        credited = (int(was.net) if was else 0) + taxed
        whole = line.net + (line.tax if invoice.tax_included else 0)
        upto = divide_half_up(whole * (done + quantity), line.quantity) if line.quantity else 0
        parts.append(_Credited(line, done, quantity, credited, upto - credited))
    if not any(part.now for part in parts):
        raise Refused(f"nothing of {invoice.number} is left to credit")
    return parts


def _taxes(tx: Transaction, invoice: Row[Any], parts: Sequence[_Credited]) -> tuple[RateTotal, ...]:
    """Net and tax by rate, positive: on all that is credited up to now, less what was credited before."""
    decimals, included = currency_of(tx, invoice.currency).decimals, invoice.tax_included
    before = [part.taxed(part.before, part.amount_before, included=included) for part in parts if part.before]
    upto = [
        part.taxed(part.before + part.now, part.amount_before + part.amount, included=included)
        for part in parts
        if part.before + part.now
    ]
    return less_what_was(
        totals(upto, discount=invoice.tax_discount, decimals=decimals).rates,
        totals(before, discount=invoice.tax_discount, decimals=decimals).rates,
    )


def _write(
    tx: Transaction,
    invoice: Row[Any],
    parts: Sequence[_Credited],
    day: date,
    reason: str,
) -> str:
    taxes = _taxes(tx, invoice, parts)
    net, tax = sum(row.net for row in taxes), sum(row.tax for row in taxes)
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
            rate=invoice.rate,
            tax_included=invoice.tax_included,
            tax_discount=invoice.tax_discount,
            tax_note=invoice.tax_note,
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
    for rate in taxes:
        mine = [part for part in parts if part.now and part.line.tax_rate == rate.rate]
        for part, line_net, line_tax in zip(mine, *_spread(invoice, mine, rate), strict=True):
            line = part.line
            rows.append(
                {name: line._mapping[name] for name in ("order_line_id", "product_id", "description", "unit", "factor")}
                | {name: line._mapping[name] for name in ("price", "discount", "tax_rate", "tax_parts")}
                | {"invoice_id": credit_id, "quantity": -part.now, "net": -line_net, "tax": -line_tax}
            )
    tx.add_all(InvoiceLine, rows)
    tx.add_all(
        InvoiceTax,
        [{"invoice_id": credit_id, "rate": row.rate, "net": -row.net, "tax": -row.tax} for row in taxes],
    )
    write_tax_parts(tx, credit_id, taxes, -1)
    for part in parts:
        came_back = min(part.now, axes_of(part.line).to_credit)
        if came_back:
            tx.change(_TAKE_BACK, a_line=part.line.order_line_id, a_quantity=came_back)
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


def _spread(invoice: Row[Any], parts: Sequence[_Credited], rate: RateTotal) -> tuple[list[Money], list[Money]]:
    """A rate's net and tax over its lines, so that every line and the rate add up."""
    amounts = [part.amount for part in parts]
    if not invoice.tax_included:
        if not rate.parts:
            return amounts, spread(rate.tax, amounts)
        own = [divide_half_up(part.line.tax * part.now, part.line.quantity) for part in parts]
        return amounts, spread(rate.tax, own)  # an amount a unit does not go by the net
    nets = spread(rate.net, amounts)
    return nets, [amount - net for amount, net in zip(amounts, nets, strict=True)]
