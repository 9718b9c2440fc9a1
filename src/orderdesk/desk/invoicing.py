"""Invoicing: what has left is billed, and a credit note answers a posted invoice. Neither is ever edited or deleted.

An invoice bills shipped − returned − invoiced, and services, which are done when they are billed. A credit note first
takes back what was returned, which lowers what counts as invoiced. Beyond that it is an allowance on goods that the
customer keeps (a wrong price, a poor delivery): they stay invoiced, so that nobody bills them again. Only cancelling
an invoice, which credits all of it, lets its goods be billed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import crediting, find, ledger
from orderdesk.desk.amendments import close_if_done
from orderdesk.desk.billing import bill, bill_together
from orderdesk.desk.crediting import Taken
from orderdesk.desk.orders import locked
from orderdesk.desk.verb import verb
from orderdesk.errors import Refused
from orderdesk.models import Customer, Invoice, InvoiceLine, Order, OrderLine
from orderdesk.queries import facts
from orderdesk.queries.ahead import ahead_of
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.settings import settings
from orderdesk.queries.unbilled import billable_orders, row_group
from orderdesk.rules.billing import COMBINING, Billing, due_until, why
from orderdesk.rules.completeness import BlockLevel
from orderdesk.rules.price import line_net
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import Quantity, UnitPrice, money_text, price_text, quantity_text

_INVOICE, _INVOICE_LINE, _LINE, _ORDER = table(Invoice), table(InvoiceLine), table(OrderLine), table(Order)
_ORDERS_OF = (
    select(_ORDER.c.number)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_INVOICE_LINE, _INVOICE_LINE.c.order_line_id == _LINE.c.id)
    .where(_INVOICE_LINE.c.invoice_id == bindparam("a_invoice"))
    .distinct()
    .order_by(_ORDER.c.number)
)
_CANCELLED = (
    update(_INVOICE)
    .where(_INVOICE.c.id == bindparam("a_invoice"), _INVOICE.c.cancelled.is_(False))
    .values(cancelled=True)
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
    _refuse_blocked(facts.customer_of(tx, row))
    number = bill(tx, row, ledger.not_ahead(tx, day, "an invoice"))
    if number is None:
        lines = tx.all(facts.LINES, a_order=row.id)
        raise Refused(
            f"nothing to invoice on order {order}: {quantity_text(sum(line.shipped for line in lines))} shipped, "
            f"{quantity_text(sum(line.invoiced for line in lines))} invoiced"
        )
    close_if_done(tx, order)
    return number


def _refuse_blocked(customer: Row[Any]) -> None:
    if BlockLevel(customer.block).stops_invoices:
        raise Refused(f"customer {customer.code} is blocked (level {customer.block}): no invoices until that is lifted")


@verb("invoice.run")
def run(tx: Transaction, customer: str, *, day: date | None = None, everything: bool = False) -> list[str]:
    """Bill a customer what is due by its rule; the invoices' numbers. `queries.unbilled` says beforehand what that is.

    By period everything that left in it stands on one invoice for each ship-to, terms and currency.

    Args:
        day: the invoices' date, and the day that decides what is due; today unless said, never ahead.
        everything: bill all that has left, whatever the rule says.

    Raises:
        Refused: nothing is due by the rule, or the customer is blocked for invoices.
    """
    seen = find.customer(tx, customer)
    tx.lock(Customer, [seen.id])
    buyer = find.customer(tx, customer)
    _refuse_blocked(buyer)
    dated = ledger.not_ahead(tx, day, "an invoice")
    rule = Billing(buyer.billing or settings(tx).billing)
    until = dated if everything else due_until(rule, dated)
    ready = billable_orders(tx, buyer.id)
    tx.lock(Order, [row.id for row in ready])
    numbers: list[str] = []
    for orders in _together(ready, rule, everything=everything) if until is not None else ():
        number = bill_together(tx, [find.order(tx, row.number) for row in orders], dated, until=until)
        if number is not None:
            numbers.append(number)
            for row in orders:
                close_if_done(tx, row.number)
    if not numbers:
        raise Refused(f"nothing of {buyer.code} is due to be billed on {dated}: {why(rule, dated)}")
    return numbers


def _together(orders: Sequence[Row[Any]], rule: Billing, *, everything: bool) -> list[list[Row[Any]]]:
    """Which orders stand on one invoice."""
    if rule not in COMBINING:
        return [[row] for row in orders if everything or rule is Billing.SHIP or row.complete]
    groups: dict[tuple[Any, ...], list[Row[Any]]] = {}
    for row in orders:
        groups.setdefault(row_group(row), []).append(row)
    return list(groups.values())


# Credit notes ---------------------------------------------------------------------------------------------------------


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
    exact mirror, tax included, and what was set off of down payments is billed ahead again.

    Args:
        lines: the positions that the invoice shows, and how much of each (stock units); None is all that is not
            credited yet.
        day: the credit note's date; today unless said, never ahead and never before the invoice's.

    Raises:
        Refused: more than was billed and not credited yet, no reason, or the date is not possible.
    """
    row, why_so, dated = _to_answer(tx, invoice, reason, day)
    billed = crediting.billed_lines(tx, row)
    if lines is not None:
        taken = crediting.some_of(row, billed, lines)
    elif row.kind == "down":
        taken = _rest_of_down(tx, row, billed)
    else:
        taken = crediting.all_of(billed)
    if row.kind == "down":
        _refuse_set_off(tx, row, taken)
    return crediting.post(tx, row, billed, taken, dated, why_so)


@verb("credit.price")
def credit_price(
    tx: Transaction, invoice: str, prices: list[tuple[int, UnitPrice]], *, reason: str, day: date | None = None
) -> str:
    """Credit the difference to lower prices, and nothing else: the goods stay billed. The credit note's number.

    Args:
        prices: the positions that the invoice shows, and what each should have cost for one of the line's unit.

    Raises:
        Refused: a price that is not lower than the billed one, an unknown line, or nothing left of it.
    """
    row, why_so, dated = _to_answer(tx, invoice, reason, day)
    billed = crediting.billed_lines(tx, row)
    decimals = currency_of(tx, row.currency).decimals
    taken = []
    for position, price in dict(prices).items():
        mine = [line for line in billed if line.position == position and not line.fixed]
        if not mine:
            raise Refused(f"{row.number} has no line {position} of goods")
        for line in mine:
            was = line.row
            if not 0 <= price < was.price:
                raise Refused(
                    f"line {position}: {price_text(price)} is not lower than the billed {price_text(was.price)}; "
                    "a higher price takes a cancelled invoice and a new one"
                )
            kept = line.left
            due = line_net(kept, price, was.discount, factor=was.factor, decimals=decimals)
            if line.amount_left <= due:
                told = money_text(max(0, line.amount_left), decimals)
                raise Refused(f"line {position}: only {told} is still billed for {quantity_text(kept)} of it")
            prices_told = f"{price_text(price)} instead of {price_text(was.price)}"
            text = f"{was.description}: {prices_told} for {quantity_text(kept)}"
            taken.append(Taken(line, 0, line.amount_left - due, price=was.price - price, text=text))
    return crediting.post(tx, row, billed, taken, dated, why_so)


@verb("invoice.cancel")
def cancel(
    tx: Transaction,
    invoice: str,
    *,
    reason: str,
    replace: bool = False,
    terms: str | None = None,
    day: date | None = None,
) -> list[str]:
    """Cancel an invoice by crediting all of it, so that its goods can be billed anew; the numbers of what was posted.

    Args:
        replace: bill them at once: to the address as it stands now (a wrong one corrected first), under `terms`.
        terms: of the replacement; the orders' own unless said.

    Raises:
        Refused: it is a credit note, cancelled already, a down payment that is set off, or not of an order of ours.
    """
    row, why_so, dated = _to_answer(tx, invoice, reason, day)
    if row.cancelled:
        raise Refused(f"{row.number} is cancelled already")
    if row.kind == "invoice" and row.serial is None:
        raise Refused(f"{row.number} came from another system; credit it instead")
    billed = crediting.billed_lines(tx, row)
    taken = _rest_of_down(tx, row, billed) if row.kind == "down" else crediting.all_of(billed, anew=True)
    if row.kind == "down":
        _refuse_set_off(tx, row, taken, whole=True)
    orders = [find.order(tx, one.number) for one in tx.all(_ORDERS_OF, a_invoice=row.id)]
    tx.lock(Order, [order.id for order in orders])
    numbers = [crediting.post(tx, row, billed, taken, dated, why_so)]
    if tx.change(_CANCELLED, a_invoice=row.id) != 1:
        raise Refused(f"{row.number} is cancelled already")
    tx.record("invoice.cancel", "invoice", row.id, number=row.number, credit=numbers[0], reason=why_so)
    for order in orders:
        if order.state == "closed":  # something of it is to be billed again
            tx.update(Order, order.id, state="confirmed", closed_at=None)
            tx.record("order.open_to_bill", "order", order.id, state=["closed", "confirmed"], invoice=row.number)
    if replace and orders:
        terms_id = None if terms is None else find.terms(tx, terms).id
        fresh = [find.order(tx, order.number) for order in orders]
        number = bill_together(tx, fresh, dated, terms_id=terms_id)
        numbers += [] if number is None else [number]
    for order in orders:
        close_if_done(tx, order.number)
    return numbers


def _to_answer(tx: Transaction, number: str, reason: str, day: date | None) -> tuple[Row[Any], str, date]:
    """The invoice that a credit note is to answer, its customer locked, with the note's reason and date."""
    seen = find.invoice(tx, number)
    tx.lock(Customer, [seen.customer_id])
    row = find.invoice(tx, number)
    if row.kind == "charge":
        raise Refused(f"{row.number} is a charge, with no goods on it; what is not to be paid of it is written off")
    if row.kind == "credit":
        raise Refused(f"{row.number} is a credit note itself; credit the invoice that it answers")
    said = clean(reason, "reason", limit=300)
    if not said:
        raise Refused("a credit note needs a reason, for the people who read it later")
    return row, said, ledger.not_ahead(tx, day, "a credit note")


def _rest_of_down(tx: Transaction, down: Row[Any], billed: Sequence[crediting.BilledLine]) -> list[Taken]:
    """What of a down payment is not set off, as lines of its credit note."""
    ahead = ahead_of(tx, [down.order_id] if down.order_id else [])
    rest = {one.rate: one for one in ahead.get(down.order_id or 0, []) if one.key == down.id}
    taken = []
    for line in billed:
        left = rest.get(line.row.tax_rate)
        if left is not None and (left.net or left.tax):
            quantity = line.left if left.net == line.amount_left else line.row.quantity * left.net // line.row.net
            taken.append(Taken(line, quantity, left.net, tax=left.tax))
    return taken


def _refuse_set_off(tx: Transaction, down: Row[Any], taken: Sequence[Taken], *, whole: bool = False) -> None:
    """What is set off on an invoice cannot be credited as well."""
    ahead = ahead_of(tx, [down.order_id] if down.order_id else [])
    rest = sum(one.net for one in ahead.get(down.order_id or 0, []) if one.key == down.id)
    wanted = sum(line.amount for line in taken)
    if wanted > rest or (whole and rest < down.net) or not taken:
        decimals = settings(tx).decimals
        raise Refused(
            f"of {down.number} {money_text(rest, decimals)} net of {money_text(down.net, decimals)} is neither set off "
            "on an invoice nor credited; credit the invoice that sets it off first"
        )
