"""What a customer owes in every form, for the credit and overdue rules. Amounts in minor units of the company's
currency, gross.

Read it with the customer's row locked where a state depends on it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, case, func, select

from orderdesk.models import Hold, Invoice, Order, OrderLine, Receipt
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.open_documents import BY_PARTS, DUE, open_of
from orderdesk.rules.credit import Exposure
from orderdesk.rules.overdue import OpenItem
from orderdesk.store.transaction import Reading, one_of, table
from orderdesk.values import Money, Quantity, divide_half_up

_INVOICE = table(Invoice)
_RECEIPT = table(Receipt)
_ORDER = table(Order)
_LINE = table(OrderLine)
_HOLD = table(Hold)

_OPEN = (
    select(
        _INVOICE.c.currency,
        _INVOICE.c.rate,
        func.sum(case((_INVOICE.c.open > 0, _INVOICE.c.open), else_=0)).label("owed"),
        func.sum(case((_INVOICE.c.open < 0, _INVOICE.c.open), else_=0)).label("credit"),
    )
    .where(_INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open != 0)
    .group_by(_INVOICE.c.currency, _INVOICE.c.rate)
)
_UNAPPLIED = (
    select(_RECEIPT.c.currency, _RECEIPT.c.rate, func.sum(_RECEIPT.c.unapplied).label("unapplied"))
    .where(_RECEIPT.c.customer_id == bindparam("a_customer"), _RECEIPT.c.unapplied > 0)
    .group_by(_RECEIPT.c.currency, _RECEIPT.c.rate)
)
_LIVE = (
    select(
        _ORDER.c.id,
        _ORDER.c.state,
        _ORDER.c.currency,
        _ORDER.c.rate,
        _ORDER.c.billed_ahead,
        _LINE.c.net,
        _LINE.c.tax,
        (_LINE.c.ordered - _LINE.c.cancelled).label("due"),
        _LINE.c.shipped,
        (_LINE.c.shipped - _LINE.c.returned - _LINE.c.invoiced).label("unbilled"),
    )
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(
        _ORDER.c.customer_id == bindparam("a_customer"),
        one_of(_ORDER.c.state, "submitted", "confirmed"),
        (_LINE.c.shipped != 0) | (_LINE.c.invoiced != 0),
    )
)
# Lines of which nothing has left yet count whole: nothing to round, so the database may add them up.
_WHOLE = (
    select(
        _ORDER.c.id,
        _ORDER.c.state,
        _ORDER.c.currency,
        _ORDER.c.rate,
        _ORDER.c.billed_ahead,
        func.sum(_LINE.c.net + _LINE.c.tax).label("gross"),
    )
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(
        _ORDER.c.customer_id == bindparam("a_customer"),
        one_of(_ORDER.c.state, "submitted", "confirmed"),
        _LINE.c.shipped == 0,
        _LINE.c.invoiced == 0,
    )
    .group_by(_ORDER.c.id, _ORDER.c.state, _ORDER.c.currency, _ORDER.c.rate, _ORDER.c.billed_ahead)
)
_CREDIT_HELD = (
    select(_HOLD.c.order_id)
    .join(_ORDER, _ORDER.c.id == _HOLD.c.order_id)
    .where(_ORDER.c.customer_id == bindparam("a_customer"), _HOLD.c.state == "open", _HOLD.c.kind == "credit")
)
_REST = open_of(_INVOICE.c.open)
_ITEMS = (
    select(_INVOICE.c.number, DUE.label("due"), _REST.label("open"), _INVOICE.c.currency, _INVOICE.c.rate)
    .select_from(BY_PARTS)
    .where(_INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open > 0, _REST > 0)
    .order_by(DUE, _INVOICE.c.id)
)


def _part(gross: Money, quantity: Quantity, of: Quantity) -> Money:
    return divide_half_up(gross * quantity, of) if of else 0


def _ours(reading: Reading, row: Row[Any], amount: Money) -> Money:
    """An amount of a document (`currency`, `rate`) in the company's currency."""
    return exchange_of(reading, row.currency, row.rate).ours(amount)


def exposure(reading: Reading, customer_id: int, *, without_order: int | None = None) -> Exposure:
    """The customer's exposure by part, in the company's currency; `without_order` leaves one order (its id) out.

    Each document is worth what it was at the rate of its own day.
    """
    opened = reading.all(_OPEN, a_customer=customer_id)
    unapplied = sum(_ours(reading, row, int(row.unapplied)) for row in reading.all(_UNAPPLIED, a_customer=customer_id))
    rows = reading.all(_LIVE, a_customer=customer_id)
    untouched = reading.all(_WHOLE, a_customer=customer_id)
    held: set[int] = set()
    if any(row.state == "submitted" for row in (*rows, *untouched)):
        held = {row.order_id for row in reading.all(_CREDIT_HELD, a_customer=customer_id)}
    unbilled = unshipped = submitted = 0
    ahead: dict[int, list[Money]] = {}  # of orders with down payments: what is billed ahead, and what is still to bill
    for order in untouched:
        if order.id == without_order:
            continue
        counted = _ours(reading, order, int(order.gross))
        if order.state == "submitted":
            counted = 0 if order.id in held else counted
            submitted += counted
        else:
            unshipped += counted
        if order.billed_ahead:
            ahead.setdefault(order.id, [_ours(reading, order, order.billed_ahead), 0])[1] += counted
    for row in rows:
        if row.id == without_order:
            continue
        gross = _ours(reading, row, row.net + row.tax)
        counted = _part(gross, max(0, row.due - row.shipped), row.due)
        if row.state == "submitted":
            counted = 0 if row.id in held else counted
            submitted += counted
        else:
            unshipped += counted
        left = _part(gross, max(0, row.unbilled), row.due)
        unbilled += left
        if row.billed_ahead:
            ahead.setdefault(row.id, [_ours(reading, row, row.billed_ahead), 0])[1] += counted + left
    return Exposure(
        open_invoices=sum(_ours(reading, row, int(row.owed)) for row in opened),
        unapplied_credit=unapplied - sum(_ours(reading, row, int(row.credit)) for row in opened),
        shipped_not_invoiced=unbilled,
        confirmed_not_shipped=unshipped,
        submitted=submitted,
        prepaid=sum(min(billed, to_bill) for billed, to_bill in ahead.values()),
    )


def open_items(reading: Reading, customer_id: int) -> tuple[OpenItem, ...]:
    """The customer's unpaid invoices, those in parts part by part, oldest due first, in the company's currency."""
    return tuple(
        OpenItem(row.number, row.due, _ours(reading, row, int(row.open)))
        for row in reading.all(_ITEMS, a_customer=customer_id)
    )
