"""What a customer owes in every form, for the credit and overdue rules. Amounts in minor units of the company's
currency, gross.

Read it with the customer's row locked where a state depends on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, literal_column, select

from orderdesk.models import Customer, Dispute, Hold, Invoice, Order, OrderLine, Receipt
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.open_documents import BY_PARTS, DUE, open_of
from orderdesk.queries.settings import settings
from orderdesk.rules.credit import Exposure
from orderdesk.rules.overdue import OpenItem
from orderdesk.store.transaction import Reading, one_of, table
from orderdesk.values import Money, Quantity, divide_half_up

_INVOICE = table(Invoice)
_RECEIPT = table(Receipt)
_ORDER = table(Order)
_LINE = table(OrderLine)
_HOLD = table(Hold)

_CUSTOMER = table(Customer)


@dataclass(frozen=True)
class _Statements:
    """What exposure is read with, for the customers that a condition chooses."""

    opened: Select[Any]
    unapplied: Select[Any]
    live: Select[Any]
    whole: Select[Any]
    held: Select[Any]


def _of(whose: Callable[[ColumnElement[Any]], ColumnElement[bool]]) -> _Statements:
    on_order = (
        _ORDER.c.id,
        _ORDER.c.state,
        _ORDER.c.currency,
        _ORDER.c.rate,
        _ORDER.c.billed_ahead,
        func.coalesce(_LINE.c.wanted, _ORDER.c.wanted_date).label("wanted_date"),
    )
    live = (whose(_ORDER.c.customer_id), one_of(_ORDER.c.state, "submitted", "confirmed"))
    return _Statements(
        opened=select(
            _INVOICE.c.currency,
            _INVOICE.c.rate,
            func.sum(case((_INVOICE.c.open > 0, _INVOICE.c.open), else_=0)).label("owed"),
            func.sum(case((_INVOICE.c.open < 0, _INVOICE.c.open), else_=0)).label("credit"),
        )
        .where(whose(_INVOICE.c.customer_id), _INVOICE.c.open != 0)
        .group_by(_INVOICE.c.currency, _INVOICE.c.rate),
        unapplied=select(_RECEIPT.c.currency, _RECEIPT.c.rate, func.sum(_RECEIPT.c.unapplied).label("unapplied"))
        .where(whose(_RECEIPT.c.customer_id), _RECEIPT.c.unapplied > 0)
        .group_by(_RECEIPT.c.currency, _RECEIPT.c.rate),
        live=select(
            *on_order,
            _LINE.c.net,
            _LINE.c.tax,
            (_LINE.c.ordered - _LINE.c.cancelled).label("due"),
            _LINE.c.shipped,
            (_LINE.c.shipped - _LINE.c.returned - _LINE.c.invoiced).label("unbilled"),
        )
        .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
        .where(*live, (_LINE.c.shipped != 0) | (_LINE.c.invoiced != 0)),
        # Lines of which nothing has left yet count whole: nothing to round, so the database may add them up.
        whole=select(*on_order, func.sum(_LINE.c.net + _LINE.c.tax).label("gross"))
        .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
        .where(*live, _LINE.c.shipped == 0, _LINE.c.invoiced == 0)
        .group_by(*on_order),
        held=select(_HOLD.c.order_id)
        .join(_ORDER, _ORDER.c.id == _HOLD.c.order_id)
        .where(whose(_ORDER.c.customer_id), _HOLD.c.state == "open", _HOLD.c.kind == "credit"),
    )


_OWN = _of(lambda customer: customer == bindparam("a_customer"))
_MEMBERS = select(_CUSTOMER.c.id).where(_CUSTOMER.c.credit_group_id == bindparam("a_group")).scalar_subquery()
_SHARED = _of(lambda customer: customer.in_(_MEMBERS))
_REST = open_of(_INVOICE.c.open)
_DISPUTED = (
    select(func.max(table(Dispute).c.amount))
    .where(table(Dispute).c.invoice_id == _INVOICE.c.id, table(Dispute).c.state == literal_column("'open'"))
    .scalar_subquery()
)
_ITEMS = (
    select(
        _INVOICE.c.number,
        DUE.label("due"),
        _REST.label("open"),
        _INVOICE.c.currency,
        _INVOICE.c.rate,
        func.coalesce(_DISPUTED, 0).label("disputed"),
    )
    .select_from(BY_PARTS)
    .where(_INVOICE.c.customer_id == bindparam("a_customer"), _INVOICE.c.open > 0, _REST > 0)
    .order_by(DUE, _INVOICE.c.id)
)


def _part(gross: Money, quantity: Quantity, of: Quantity) -> Money:
    return divide_half_up(gross * quantity, of) if of else 0


def _ours(reading: Reading, row: Row[Any], amount: Money) -> Money:
    """An amount of a document (`currency`, `rate`) in the company's currency."""
    return exchange_of(reading, row.currency, row.rate).ours(amount)


def exposure(
    reading: Reading, customer_id: int, *, without_order: int | None = None, leaving: int | None = None
) -> Exposure:
    """The customer's exposure by part, in the company's currency.

    Each document is worth what it was at the rate of its own day.

    Args:
        without_order: an order (its id) that is left out.
        leaving: an order whose goods leave now, and which counts whatever the horizon.
    """
    return _exposure(reading, _OWN, without_order, leaving, a_customer=customer_id)


def group_exposure(
    reading: Reading, group_id: int, *, without_order: int | None = None, leaving: int | None = None
) -> Exposure:
    """What all customers of a credit group owe together, as `exposure` has it of one."""
    return _exposure(reading, _SHARED, without_order, leaving, a_group=group_id)


def horizon(reading: Reading) -> date | None:
    """The last day that an order may be wanted on to count; None where every order counts."""
    days = settings(reading).credit_horizon_days
    return None if days is None else reading.today + timedelta(days=days)


def _exposure(
    reading: Reading, statements: _Statements, without_order: int | None, leaving: int | None, **whose: int
) -> Exposure:
    opened = reading.all(statements.opened, **whose)
    unapplied = sum(_ours(reading, row, int(row.unapplied)) for row in reading.all(statements.unapplied, **whose))
    rows = [row for row in reading.all(statements.live, **whose) if row.id != without_order]
    untouched = [row for row in reading.all(statements.whole, **whose) if row.id != without_order]
    held: set[int] = set()
    if any(row.state == "submitted" for row in (*rows, *untouched)):
        held = {row.order_id for row in reading.all(statements.held, **whose)}
    last = horizon(reading)
    unbilled = unshipped = submitted = beyond = 0
    ahead: dict[int, list[Money]] = {}  # of orders with down payments: what is billed ahead, and what is still to bill
    to_ship = [(order, _ours(reading, order, int(order.gross)), 0) for order in untouched]
    for row in rows:
        gross = _ours(reading, row, row.net + row.tax)
        part = _part(gross, max(0, row.due - row.shipped), row.due)
        to_ship.append((row, part, _part(gross, max(0, row.unbilled), row.due)))
    for order, still, left in to_ship:
        counted = still
        if last is not None and order.wanted_date > last and order.id != leaving:
            beyond += still
            counted = 0
        elif order.state == "submitted":
            counted = 0 if order.id in held else still
            submitted += counted
        else:
            unshipped += counted
        unbilled += left
        if order.billed_ahead:
            ahead.setdefault(order.id, [_ours(reading, order, order.billed_ahead), 0])[1] += counted + left
    return Exposure(
        open_invoices=sum(_ours(reading, row, int(row.owed)) for row in opened),
        unapplied_credit=unapplied - sum(_ours(reading, row, int(row.credit)) for row in opened),
        shipped_not_invoiced=unbilled,
        confirmed_not_shipped=unshipped,
        submitted=submitted,
        prepaid=sum(min(billed, to_bill) for billed, to_bill in ahead.values()),
        beyond_horizon=beyond,
    )


def open_items(reading: Reading, customer_id: int) -> tuple[OpenItem, ...]:
    """The customer's unpaid invoices, those in parts part by part, oldest due first, in the company's currency.

    What is disputed of an invoice in parts is disputed of its oldest parts first.
    """
    left: dict[str, Money] = {}
    items = []
    for row in reading.all(_ITEMS, a_customer=customer_id):
        disputed = min(int(row.open), left.get(row.number, int(row.disputed)))
        left[row.number] = left.get(row.number, int(row.disputed)) - disputed
        items.append(
            OpenItem(row.number, row.due, _ours(reading, row, int(row.open)), _ours(reading, row, disputed))
        )
    return tuple(items)
