"""Credit notes for goods of an order, whichever invoices billed them: for what came back, and for what costs less.

Plain functions for the verbs of returns and complaints. Call them with the customer and the order locked; the newest
invoice of a line is answered first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.desk import crediting, find
from orderdesk.desk.crediting import Taken
from orderdesk.models import Invoice, InvoiceLine
from orderdesk.queries.currencies import currency_of
from orderdesk.rules.price import line_net
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Percent, Quantity, UnitPrice, divide_half_up, percent_text, price_text, share

_INVOICE, _INVOICE_LINE = table(Invoice), table(InvoiceLine)
_BILLING_LINES = (
    select(_INVOICE.c.number, _INVOICE.c.id)
    .join(_INVOICE_LINE, _INVOICE_LINE.c.invoice_id == _INVOICE.c.id)
    .where(
        _INVOICE_LINE.c.order_line_id.in_(bindparam("lines", expanding=True)),
        _INVOICE.c.kind == "invoice",
        _INVOICE.c.cancelled.is_(False),
    )
    .distinct()
    .order_by(_INVOICE.c.id.desc())
)


def credit_returned(
    tx: Transaction, came_back: Sequence[tuple[int, Quantity]], reason: str, day: date, *, fee: Percent = 0
) -> list[str]:
    """Credit what came back of orders' lines, at the prices that were billed; the credit notes' numbers.

    The newest invoice of a line is answered first. Call it with the customer and the order locked, after `returned` was
    raised on the lines; what is not billed yet needs no credit and is left out.

    Args:
        came_back: order lines' ids with the quantity to credit (stock units).
        fee: the share of the net amount that is kept for taking it back; it stays billed.
    """
    wanted = {line_id: quantity for line_id, quantity in came_back if quantity > 0}
    numbers: list[str] = []
    for invoice in tx.all(_BILLING_LINES, lines=list(wanted) or [0]):
        row = find.invoice(tx, invoice.number)
        taken, billed = [], crediting.billed_lines(tx, row)
        for line in billed:
            quantity = min(wanted.get(line.row.order_line_id or 0, 0), line.left)
            if quantity > 0:
                taken.append(_less_fee(crediting.of_line(line, quantity), fee))
                wanted[line.row.order_line_id] -= quantity
        if taken:
            numbers.append(crediting.post(tx, row, billed, taken, max(day, row.day), reason))
    return numbers


def _less_fee(taken: Taken, fee: Percent) -> Taken:
    if not fee:
        return taken
    text = f"{taken.line.row.description}, less {percent_text(fee)} % for taking it back"
    return replace(taken, amount=taken.amount - share(taken.amount, fee), text=text)


def credit_reduced(
    tx: Transaction, order_line_id: int, quantity: Quantity, price: UnitPrice, reason: str, day: date
) -> list[str]:
    """Credit the difference to a lower price for goods that the customer keeps; the credit notes' numbers.

    Args:
        quantity: in stock units, of what is billed and not credited; the newest invoice is answered first.
        price: the new one, for one of the line's unit.
    """
    numbers: list[str] = []
    for invoice in tx.all(_BILLING_LINES, lines=[order_line_id]):
        row = find.invoice(tx, invoice.number)
        decimals = currency_of(tx, row.currency).decimals
        taken, billed = [], crediting.billed_lines(tx, row)
        for line in billed:
            part = min(quantity, line.left) if line.row.order_line_id == order_line_id else 0
            if part <= 0:
                continue
            was = line.row
            less = divide_half_up(line.amount_left * part, line.left)
            less -= line_net(part, price, was.discount, factor=was.factor, decimals=decimals)
            quantity -= part
            if less > 0:
                text = f"{was.description}: {price_text(price)} instead of {price_text(was.price)}"
                taken.append(Taken(line, 0, less, price=was.price - price, text=text))
        if taken:
            numbers.append(crediting.post(tx, row, billed, taken, max(day, row.day), reason))
    return numbers
