"""Down payments: an invoice before the goods leave, for a part of the order or all of it.

It bears the tax of what it is for, rate by rate, and is due at once unless said. Every later invoice of the order sets
it off, net and tax, until nothing of it is left: altogether exactly the order is billed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from orderdesk.desk import ledger
from orderdesk.desk.billing import bill_ahead, billed_to
from orderdesk.desk.orders import locked
from orderdesk.desk.series import next_document
from orderdesk.desk.upkeep import MOST_DAYS, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Invoice, InvoiceLine, InvoiceTax
from orderdesk.queries import facts
from orderdesk.queries.ahead import down_payments_of
from orderdesk.queries.currencies import currency_of, rate_on
from orderdesk.rules.completeness import BlockLevel
from orderdesk.rules.set_off import RateShare, split_down
from orderdesk.store.transaction import Transaction
from orderdesk.values import HUNDRED_PERCENT, MAX_MONEY, ONE, Money, Percent, money_text, percent_text, share


@verb("invoice.down")
def down(
    tx: Transaction,
    order: int,
    *,
    percent: Percent | None = None,
    amount: Money | None = None,
    days: int = 0,
    day: date | None = None,
) -> str:
    """Bill a part of an order before it leaves, with its tax; the number of the down payment's invoice.

    Args:
        percent: of the order's gross; or else
        amount: gross. It may be more than the order: what cannot be set off is to be credited.
        days: until it is due.
        day: its date; today unless said, never ahead.

    Raises:
        BadValue: neither a percentage nor an amount, or both.
        Refused: the order is not placed or all of it is billed, or the customer is blocked for invoices.
    """
    row = locked(tx, order, "amend")
    customer = facts.customer_of(tx, row)
    if BlockLevel(customer.block).stops_invoices:
        raise Refused(f"customer {customer.code} is blocked (level {customer.block}): no invoices until that is lifted")
    dated = ledger.not_ahead(tx, day, "a down payment")
    lines = [line for line in tx.all(facts.LINES, a_order=row.id) if line.ordered > line.cancelled]
    gross = _amount(tx, row, percent, amount)
    left = facts.not_billed(lines)
    if left <= 0:
        raise Refused(f"all of order {order} is billed; a down payment comes before that")
    rates: dict[Percent, list[Money]] = {}
    for line in lines:
        sums = rates.setdefault(line.tax_rate, [0, 0])
        sums[0] += line.net
        sums[1] += line.tax
    of_order = [RateShare(rate, net, tax) for rate, (net, tax) in sorted(rates.items()) if net + tax > 0]
    parts = split_down(of_order, down_payments_of(tx, row.id), gross)
    if not parts:
        raise Refused(f"order {order} comes to nothing; there is no down payment on it")
    number = _write(tx, row, parts, dated, whole(days, "days until it is due", MOST_DAYS), _text(row, percent))
    return number


def _amount(tx: Transaction, order: Row[Any], percent: Percent | None, amount: Money | None) -> Money:
    if (percent is None) == (amount is None):
        raise BadValue("a down payment is a percentage of the order or an amount, one of the two")
    if amount is not None:
        return whole(amount, "down payment", MAX_MONEY, least=1)
    gross = share(order.gross, whole(percent or 0, "down payment", HUNDRED_PERCENT, least=1))
    if gross <= 0:
        told = money_text(order.gross, currency_of(tx, order.currency).decimals)
        raise Refused(f"{percent_text(percent or 0)} % of order {order.number}, {told}, is nothing to ask for")
    return gross


def _text(order: Row[Any], percent: Percent | None) -> str:
    part = "" if percent is None else f" {percent_text(percent)} %"
    return f"Down payment{part} on order {order.number}"


def _write(
    tx: Transaction, order: Row[Any], parts: tuple[RateShare, ...], day: date, days: int, text: str
) -> str:
    net, tax = sum(part.net for part in parts), sum(part.tax for part in parts)
    unit = 10 ** (4 - currency_of(tx, order.currency).decimals)  # a price has four decimals
    number, series, serial = next_document(tx, "down", day)
    invoice_id = tx.add(
        Invoice(
            number=number,
            kind="down",
            series=series,
            year=day.year,
            serial=serial,
            customer_id=order.customer_id,
            order_id=order.id,
            day=day,
            due=day + timedelta(days),
            billed_to=billed_to(tx, order.customer_id),
            terms_id=order.terms_id,
            currency=order.currency,
            rate=rate_on(tx, order.currency, day),
            net=net,
            tax=tax,
            gross=net + tax,
            open=net + tax,
            posted_at=tx.now,
            posted_by=ledger.person(tx),
        )
    )
    tx.add_all(
        InvoiceLine,
        [
            {
                "invoice_id": invoice_id, "description": text, "unit": "", "quantity": ONE, "price": part.net * unit,
                "net": part.net, "tax_rate": part.rate, "tax": part.tax,
            }
            for part in parts
        ],
    )  # fmt: skip
    tx.add_all(
        InvoiceTax,
        [{"invoice_id": invoice_id, "rate": part.rate, "net": part.net, "tax": part.tax} for part in parts],
    )
    bill_ahead(tx, order.id, net + tax)
    ledger.enter(tx, order.customer_id, "down", net + tax, day, invoice_id=invoice_id)
    tx.record("invoice.down", "invoice", invoice_id, number=number, order=order.number, gross=net + tax, day=day)
    return number
